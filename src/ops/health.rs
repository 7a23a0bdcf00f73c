//! `/metrics`, `/healthz` and `/readyz` for the operator's machines: just enough HTTP/1.0 (RFC 1945), on a listener of its
//! own that is off unless configured.
//!
//! By hand, because what is needed is one line in and one page out: an HTTP crate would bring more code than the rest of
//! this program's network side, and every request here is bounded in number, size and time.

use std::{
    io::{self, Read as _, Write as _},
    net::{SocketAddr, TcpStream as BlockingStream},
    sync::Arc,
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};

use super::{Snapshot, render};
use crate::limits;

/// Answers requests for ever, each with a fresh snapshot.
pub async fn serve(listener: TcpListener, snapshot: impl Fn() -> Snapshot + Send + Sync + 'static) {
    let (snapshot, seats) = (Arc::new(snapshot), Arc::new(Semaphore::new(limits::HEALTH_REQUESTS)));
    loop {
        // Whoever comes when all seats are taken waits in the kernel's queue: a seat is free in two seconds.
        let Ok(seat) = Arc::clone(&seats).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            sleep(limits::ACCEPT_PAUSE).await;
            continue;
        };
        let snapshot = Arc::clone(&snapshot);
        tokio::spawn(async move {
            let _seat = seat;
            // A scraper that hangs up early misses its page and nobody else's.
            let _ = timeout(limits::HEALTH_WAIT, one(stream, &*snapshot)).await;
        });
    }
}

async fn one(mut stream: TcpStream, snapshot: &(impl Fn() -> Snapshot + Sync)) -> io::Result<()> {
    let mut request = Vec::new();
    while !request.windows(4).any(|end| end == b"\r\n\r\n") && request.len() < limits::HEALTH_BYTES {
        let mut chunk = [0; 512];
        let count = stream.read(&mut chunk).await?;
        if count == 0 {
            break;
        }
        request.extend_from_slice(chunk.get(..count).unwrap_or_default());
    }
    stream.write_all(answer(&request, snapshot).as_bytes()).await?;
    stream.shutdown().await
}

/// The answer to a request, as far as it has come.
fn answer(request: &[u8], snapshot: impl Fn() -> Snapshot) -> String {
    let line = request.split(|&byte| byte == b'\r' || byte == b'\n').next().unwrap_or_default();
    let mut words = str::from_utf8(line).unwrap_or_default().split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (status, body) = match (method, path.split('?').next().unwrap_or_default()) {
        ("GET" | "HEAD", "/metrics") => ("200 OK", render(&snapshot())),
        ("GET" | "HEAD", "/healthz") => verdict(snapshot().alive),
        ("GET" | "HEAD", "/readyz") => verdict(snapshot().ready),
        ("GET" | "HEAD", _) => ("404 Not Found", "/metrics, /healthz or /readyz\n".into()),
        _ => ("400 Bad Request", "GET /healthz\n".into()),
    };
    let head = format!(
        "HTTP/1.0 {status}\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\r\n",
        body.len()
    );
    if method == "HEAD" { head } else { head + &body }
}

fn verdict(good: bool) -> (&'static str, String) {
    if good { ("200 OK", "ok\n".into()) } else { ("503 Service Unavailable", "not now\n".into()) }
}

/// Asks a server, from another process, whether it is ready.
///
/// # Errors
/// When nobody answers in time.
pub fn ask(address: SocketAddr, wait: Duration) -> io::Result<bool> {
    let mut stream = BlockingStream::connect_timeout(&address, wait)?;
    stream.set_read_timeout(Some(wait))?;
    stream.set_write_timeout(Some(wait))?;
    stream.write_all(b"GET /readyz HTTP/1.0\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(limits::HEALTH_BYTES as u64).read_to_string(&mut answer)?;
    Ok(answer.starts_with("HTTP/1.0 200 "))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        gates::{GateLimits, Gates},
        session::Figures,
    };

    fn snapshot(alive: bool, ready: bool) -> Snapshot {
        Snapshot {
            alive,
            ready,
            uptime: Duration::ZERO,
            memory: None,
            tallies: Figures::new(|| None).tallies(),
            gates: Gates::new(GateLimits::default()).figures(),
            accepted: 0,
            outcomes: Vec::new(),
            good_edits: 0,
            bad_edits: 0,
        }
    }

    fn status(request: &str, alive: bool, ready: bool) -> String {
        let answer = answer(request.as_bytes(), || snapshot(alive, ready));
        answer.split(' ').nth(1).unwrap().to_owned()
    }

    #[test]
    fn a_server_that_closes_is_alive_and_not_ready() {
        assert_eq!(status("GET /healthz HTTP/1.1\r\n\r\n", true, false), "200");
        assert_eq!(status("GET /readyz HTTP/1.1\r\n\r\n", true, false), "503");
        assert_eq!(status("GET /healthz HTTP/1.1\r\n\r\n", false, false), "503");
    }

    #[test]
    fn other_paths_and_methods_get_nothing() {
        assert_eq!(status("GET / HTTP/1.0\r\n\r\n", true, true), "404");
        assert_eq!(status("POST /metrics HTTP/1.0\r\n\r\n", true, true), "400");
        assert_eq!(status("\u{0}\u{1}", true, true), "400");
        assert_eq!(status("GET /metrics?x=1 HTTP/1.0\r\n\r\n", true, true), "200");
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(answer(&bytes, || snapshot(true, true)).starts_with("HTTP/1.0 "));
        }
    }
}
