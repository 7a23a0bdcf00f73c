//! The loop on a clock that stands still until something is due, over a wire that can be held.

use std::{
    pin::pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::Semaphore,
    task::JoinHandle,
    time::{Instant, sleep},
};

use super::*;
use crate::{
    content::{Portfolio, Source, parse},
    limits,
};
/// Until a visitor who presses no key is told so.
const UNTIL_NOTICE: Duration = limits::IDLE.saturating_sub(limits::IDLE_NOTICE);

/// A wire that keeps what it is given, and can be told to take no more.
#[derive(Debug, Clone)]
struct Kept {
    sent: Arc<Mutex<Vec<Bytes>>>,
    room: Arc<Semaphore>,
}

impl Wire for Kept {
    async fn send(&mut self, bytes: Bytes) -> io::Result<()> {
        self.room.acquire().await.unwrap().forget();
        self.sent.lock().unwrap().push(bytes);
        Ok(())
    }
}

/// The other end of a session.
struct Far {
    input: Option<mpsc::Sender<Bytes>>,
    size: watch::Sender<Size>,
    closing: watch::Sender<Option<Closing>>,
    _portfolio: watch::Sender<Arc<Portfolio>>,
    trouble: watch::Sender<Option<Arc<str>>>,
    gone: CancellationToken,
    wire: Kept,
    figures: Arc<Figures>,
    polls: Arc<AtomicUsize>,
    session: JoinHandle<End>,
}

impl Far {
    fn start(term: &str, room: usize) -> Self {
        Self::with(Hello { term: term.into(), ..Hello::default() }, room)
    }

    fn with(hello: Hello, room: usize) -> Self {
        let text = include_str!("../../data/profile.toml").to_owned();
        let portfolio = parse(&[Source { path: "profile.toml".into(), text }]).unwrap();
        let (input, near_input) = mpsc::channel(limits::INPUT_QUEUE);
        let (size, near_size) = watch::channel(Size { columns: 80, rows: 24 });
        let (closing, closes) = watch::channel(None);
        let (portfolio, shown) = watch::channel(Arc::new(portfolio));
        let (trouble, troubles) = watch::channel(None);
        let figures = Arc::new(Figures::new(|| None));
        let wire = Kept { sent: Arc::default(), room: Arc::new(Semaphore::new(room)) };
        let gone = CancellationToken::new();
        let house = House {
            portfolio: shown,
            door: Arc::new(Door { host: "example.com".into(), port: 22 }),
            closing: closes,
            figures: Arc::clone(&figures),
            limits: SessionLimits::default(),
            trouble: troubles,
            stills: Arc::default(),
            trap: Some("trap"),
        };
        let peer = Peer { input: near_input, size: near_size, output: wire.clone(), hello, gone: gone.clone() };
        let polls = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&polls);
        let session = tokio::spawn(async move {
            let mut running = pin!(run(peer, house));
            std::future::poll_fn(|cx| {
                counted.fetch_add(1, Ordering::Relaxed);
                running.as_mut().poll(cx)
            })
            .await
        });
        let input = Some(input);
        Self { input, size, closing, _portfolio: portfolio, trouble, gone, wire, figures, polls, session }
    }

    fn xterm() -> Self {
        Self::start("xterm-256color", Semaphore::MAX_PERMITS)
    }

    async fn types(&self, bytes: &'static str) {
        self.input.as_ref().unwrap().send(Bytes::from_static(bytes.as_bytes())).await.unwrap();
    }

    fn writes(&self) -> usize {
        self.wire.sent.lock().unwrap().len()
    }

    fn last(&self) -> String {
        String::from_utf8_lossy(self.wire.sent.lock().unwrap().last().unwrap()).into_owned()
    }

    fn screen(&self) -> String {
        let mut terminal = vt100::Parser::new(24, 80, 0);
        self.wire.sent.lock().unwrap().iter().for_each(|bytes| terminal.process(bytes));
        terminal.screen().contents()
    }
}

/// Lets everything run that can run now.
async fn settle() {
    sleep(Duration::from_millis(1)).await;
}

#[tokio::test(start_paused = true)]
async fn the_first_write_takes_the_terminal_draws_and_asks() {
    let far = Far::xterm();
    settle().await;
    assert_eq!(far.writes(), 1);
    let first = far.last();
    assert!(first.contains("\x1b[?1049h") && first.ends_with("\x1b[c"), "{first:?}");
    assert_eq!(far.figures.sessions(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_idle_visitor_costs_no_bytes_and_no_wakeups() {
    // Wherever the visitor stopped: the first screen, a list, contact, the help, the search field.
    for keys in ["", "2", "5", "?", "/kafka"] {
        let far = Far::xterm();
        far.types("\x1b[?62c").await;
        far.types(keys).await;
        // The first screen may move for a moment.
        sleep(Duration::from_secs(30)).await;
        let (writes, polls) = (far.writes(), far.polls.load(Ordering::Relaxed));
        sleep(UNTIL_NOTICE.saturating_sub(Duration::from_secs(31))).await;
        assert_eq!((far.writes(), far.polls.load(Ordering::Relaxed)), (writes, polls), "after {keys:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_idle_visitor_is_told_and_any_key_stays() {
    let far = Far::xterm();
    far.types("\x1b[?62c").await;
    sleep(UNTIL_NOTICE + Duration::from_secs(1)).await;
    assert!(far.screen().contains("Still there?"), "{}", far.screen());
    far.types("x").await;
    settle().await;
    assert!(!far.screen().contains("Still there?"), "{}", far.screen());
    let stayed = Instant::now();
    assert_eq!(far.session.await.unwrap(), End::Idle);
    assert!(stayed.elapsed() + Duration::from_secs(1) > limits::IDLE);
    assert_eq!(far.figures.sessions(), 0);
}

#[tokio::test(start_paused = true)]
async fn typing_does_not_make_a_visit_endless() {
    let far = Far::xterm();
    far.types("\x1b[?62c").await;
    let started = Instant::now();
    while !far.session.is_finished() {
        let _ = far.input.as_ref().unwrap().send(Bytes::from_static(b"x")).await;
        sleep(Duration::from_mins(1)).await;
    }
    assert_eq!(far.session.await.unwrap(), End::Life);
    assert!(started.elapsed() <= limits::LIFE + Duration::from_mins(1));
}

#[tokio::test(start_paused = true)]
async fn a_terminal_that_takes_nothing_is_given_up() {
    let far = Far::start("xterm-256color", 0);
    let started = Instant::now();
    assert_eq!(far.session.await.unwrap(), End::Stalled);
    assert_eq!(started.elapsed(), limits::WRITE_STALL);
    assert!(far.wire.sent.lock().unwrap().is_empty(), "something followed half a frame");
}

#[tokio::test(start_paused = true)]
async fn a_slow_terminal_sees_the_newest_frame_and_no_other() {
    let far = Far::start("xterm-256color", 1);
    far.types("\x1b[?62c").await;
    settle().await;
    assert_eq!(far.writes(), 1);
    for columns in 60..80 {
        far.size.send_replace(Size { columns, rows: 20 });
        far.types("j").await;
        settle().await;
    }
    far.wire.room.add_permits(100);
    settle().await;
    assert!(far.writes() <= 3, "{} frames for one that waited and one that is new", far.writes());
}

#[tokio::test(start_paused = true)]
async fn leaving_restores_the_terminal_and_leaves_the_card() {
    let far = Far::xterm();
    far.types("\x1b[?62cq").await;
    assert_eq!(far.session.await.unwrap(), End::Left);
    let last = String::from_utf8_lossy(far.wire.sent.lock().unwrap().last().unwrap()).into_owned();
    assert!(last.contains("\x1b[?1049l") && last.ends_with("\r\n"), "{last:?}");
    assert!(last.contains("ssh example.com"), "{last:?}");
}

#[tokio::test(start_paused = true)]
async fn a_late_answer_of_the_terminal_is_waited_for_on_leaving() {
    let far = Far::xterm();
    settle().await;
    far.types("q").await;
    sleep(limits::DRAIN_REPLIES / 2).await;
    assert!(!far.session.is_finished() && !far.last().contains("\x1b[?1049l"), "left too early");
    far.types("\x1b]11;rgb:ffff/ffff/ffff\x07\x1b[?62c").await;
    settle().await;
    assert!(far.session.is_finished(), "waits for more than it asked for");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_never_comes_is_not_waited_for_long() {
    let far = Far::xterm();
    settle().await;
    far.types("q").await;
    let asked = Instant::now();
    assert_eq!(far.session.await.unwrap(), End::Left);
    assert!(asked.elapsed() <= limits::DRAIN_REPLIES + Duration::from_millis(2));
}

#[tokio::test(start_paused = true)]
async fn what_was_typed_before_the_end_of_file_counts() {
    let mut far = Far::xterm();
    far.types("\x1b[?62cq").await;
    far.input = None;
    assert_eq!(far.session.await.unwrap(), End::Left);

    let mut far = Far::xterm();
    far.types("\x1b[?62c").await;
    far.input = None;
    assert_eq!(far.session.await.unwrap(), End::Gone);
    assert!(far.wire.sent.lock().unwrap().last().unwrap().ends_with(b"\r\n"), "left without a goodbye");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_to_a_connection_that_is_gone() {
    let far = Far::xterm();
    settle().await;
    far.gone.cancel();
    assert_eq!(far.session.await.unwrap(), End::Gone);
    assert_eq!(far.wire.sent.lock().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_closing_server_is_counted_down() {
    let far = Far::xterm();
    far.types("\x1b[?62c").await;
    settle().await;
    let at = Instant::now() + Duration::from_secs(5);
    far.closing.send_replace(Some(Closing { at }));
    for left in ["5 seconds", "4 seconds", "3 seconds", "2 seconds", "a second"] {
        settle().await;
        assert!(far.screen().contains(&format!("closes in {left}")), "{left}: {}", far.screen());
        sleep(Duration::from_millis(999)).await;
    }
    let end = far.session.await.unwrap();
    assert_eq!((end, Instant::now()), (End::Closing, at));
}

#[tokio::test(start_paused = true)]
async fn only_the_owner_reads_that_an_edit_is_wrong_and_reads_it_until_it_is_right() {
    let hello = |owner| Hello { term: "xterm-256color".into(), owner, ..Hello::default() };
    let (owner, guest) = (Far::with(hello(true), 10_000), Far::with(hello(false), 10_000));
    for far in [&owner, &guest] {
        far.types("\x1b[?62c").await;
        far.trouble.send_replace(Some("Your last edit is wrong.".into()));
        settle().await;
    }
    assert!(owner.screen().contains("Your last edit is wrong."), "{}", owner.screen());
    assert!(!guest.screen().contains("Your last edit"), "{}", guest.screen());

    sleep(UNTIL_NOTICE + Duration::from_secs(1)).await;
    assert!(owner.screen().contains("Still there?"), "{}", owner.screen());
    owner.types("x").await;
    settle().await;
    assert!(owner.screen().contains("Your last edit is wrong."), "{}", owner.screen());
    owner.trouble.send_replace(None);
    settle().await;
    assert!(!owner.screen().contains("Your last edit"), "{}", owner.screen());
}

#[tokio::test(start_paused = true)]
async fn what_a_session_did_is_counted() {
    let far = Far::xterm();
    far.types("\x1b[?62cjx").await;
    settle().await;
    far.types("q").await;
    let figures = Arc::clone(&far.figures);
    assert_eq!(far.session.await.unwrap(), End::Left);
    let tallies = figures.tallies();
    assert!(tallies.ended.contains(&(End::Left, 1)) && tallies.frames > 0 && tallies.bytes > 0, "{tallies:?}");
    assert_eq!(tallies.first_frames.iter().sum::<u64>(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_terminal_without_escapes_reads_line_by_line() {
    let far = Far::start("dumb", Semaphore::MAX_PERMITS);
    far.types("systems\rq\r").await;
    assert_eq!(far.session.await.unwrap(), End::Left);
    let sent = far.wire.sent.lock().unwrap().concat();
    let text = std::str::from_utf8(&sent).unwrap();
    assert!(text.contains("line by line") && text.contains("Tushar Khokhar"), "{text}");
    assert!(!text.contains('\x1b') && text.matches('\n').count() == text.matches("\r\n").count(), "{text:?}");
}

#[test]
fn a_broken_session_can_be_restored_blindly() {
    let hello = Hello { term: "xterm-256color".into(), ..Hello::default() };
    let bytes = restore(&hello, Size { columns: 80, rows: 24 });
    let text = String::from_utf8_lossy(&bytes);
    for undone in ["\x1b[?1049l", "\x1b[?25h", "\x1b[?1000l", "\x1b[?2004l"] {
        assert!(text.contains(undone), "{undone:?} is missing in {text:?}");
    }
}
