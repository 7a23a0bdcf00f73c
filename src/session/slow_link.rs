//! A slow link, tested on a paused clock: motion is turned off where frames take too long.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use tokio::{
    sync::{mpsc, watch},
    time::sleep,
};
use tokio_util::sync::CancellationToken;

use super::{Door, End, Figures, Hello, House, Peer, SessionLimits, Wire, run};
use crate::{content::sample, limits, screen::Size};

/// A wire that takes its time.
struct Slow {
    takes: Duration,
    sent: Arc<Mutex<Vec<u8>>>,
}

impl Wire for Slow {
    async fn send(&mut self, bytes: Bytes) -> std::io::Result<()> {
        sleep(self.takes).await;
        self.sent.lock().unwrap().extend_from_slice(&bytes);
        Ok(())
    }
}

/// What a visitor is shown who presses these keys, a second apart, over a wire that takes so long for a frame.
async fn shown(keys: &str, takes: Duration) -> String {
    let (typing, input) = mpsc::channel(limits::INPUT_QUEUE);
    let (_size, size) = watch::channel(Size { columns: 100, rows: 30 });
    let (_content, portfolio) = watch::channel(Arc::new(sample::portfolio()));
    let (_close, closing) = watch::channel(None);
    let (_trouble, trouble) = watch::channel(None);
    let house = House {
        portfolio,
        door: Arc::new(Door { host: "example.com".into(), port: 22 }),
        closing,
        figures: Arc::new(Figures::new(|| None)),
        limits: SessionLimits::default(),
        trouble,
        stills: Arc::default(),
        trap: None,
    };
    let sent = Arc::new(Mutex::new(Vec::new()));
    let output = Slow { takes, sent: Arc::clone(&sent) };
    let hello = Hello { term: "vt100".into(), ..Hello::default() };
    let session = tokio::spawn(run(Peer { input, size, output, hello, gone: CancellationToken::new() }, house));
    for key in keys.chars() {
        sleep(Duration::from_secs(1)).await;
        typing.send(Bytes::from(key.to_string())).await.unwrap();
    }
    sleep(Duration::from_secs(1)).await;
    drop(typing);
    assert_eq!(session.await.unwrap(), End::Gone);
    let mut terminal = vt100::Parser::new(30, 100, 0);
    // Up to where the terminal is given back.
    let all = String::from_utf8(sent.lock().unwrap().clone()).unwrap();
    terminal.process(all.split("\x1b[?7h").next().unwrap().as_bytes());
    terminal.screen().contents()
}

#[tokio::test(start_paused = true)]
async fn two_slow_frames_in_a_row_turn_motion_off() {
    let slow = limits::SLOW_WRITE + Duration::from_millis(50);
    assert!(shown("2", slow).await.contains("the link is slow"));
    let quick = limits::SLOW_WRITE / 2;
    assert!(!shown("23", quick).await.contains("the link is slow"));
    assert!(!shown("", slow).await.contains("the link is slow"), "one is an accident");
}
