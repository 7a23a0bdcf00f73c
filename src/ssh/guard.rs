//! The stream that russh reads and writes: one token ends it, whatever russh is doing, and it reads no faster than a
//! client may send.
//!
//! russh's session task cannot be aborted, and a disconnect through its handle waits for just the clients one wants to
//! be rid of: those in the middle of a key exchange and those that take no data (0.65.1, `server/session.rs`). But it
//! always has a read or a write under way, and one that fails ends the session at once.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use super::{
    hail::{Heard, Listener},
    throttle::Throttle,
};

/// A stream that fails as soon as its connection has ended.
pub(super) struct Guarded<S> {
    stream: S,
    ended: Pin<Box<WaitForCancellationFutureOwned>>,
    /// In a box, and only until the first key exchange: a connection lives longer than its hail.
    listener: Option<Box<Listener>>,
    throttle: Throttle,
}

impl<S> Guarded<S> {
    /// Guards a stream until `ended` fires.
    pub(super) fn new(stream: S, ended: CancellationToken, heard: Arc<Heard>, throttle: Throttle) -> Self {
        let ended = Box::pin(ended.cancelled_owned());
        Self { stream, ended, listener: Some(Box::new(Listener::new(heard))), throttle }
    }

    /// Fails when the connection has ended, and otherwise wakes the task when it does.
    fn check(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        match self.ended.as_mut().poll(cx) {
            Poll::Ready(()) => Err(io::Error::new(io::ErrorKind::ConnectionAborted, "ended by the server")),
            Poll::Pending => Ok(()),
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Guarded<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.check(cx)?;
        ready!(self.throttle.poll_clear(cx));
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        let fresh = buf.filled().get(before..).unwrap_or_default();
        self.throttle.took(fresh.len());
        if self.listener.as_mut().is_some_and(|listener| !listener.hear(fresh)) {
            self.listener = None;
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Guarded<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;
    use crate::ssh::Inbound;

    #[tokio::test(start_paused = true)]
    async fn a_client_is_read_no_faster_than_it_may_send_and_loses_nothing() {
        let (near, mut far) = tokio::io::duplex(1024);
        let throttle = Throttle::new(Inbound { a_second: 1000, burst: 2000 });
        let mut guarded = Guarded::new(near, CancellationToken::new(), Arc::default(), throttle);
        let sent: Vec<u8> = (0..10_000_u32).map(|at| at.to_le_bytes()[0]).collect();
        let sending = sent.clone();
        tokio::spawn(async move { far.write_all(&sending).await });
        let started = tokio::time::Instant::now();
        let mut heard = Vec::new();
        guarded.read_to_end(&mut heard).await.unwrap();
        assert_eq!(heard, sent);
        let took = started.elapsed().as_secs();
        assert!((6..=9).contains(&took), "{took} s for 8 s of bytes");
    }

    #[tokio::test]
    async fn a_waiting_read_fails_when_the_connection_ends() {
        let (near, _far) = tokio::io::duplex(64);
        let ended = CancellationToken::new();
        let mut guarded = Guarded::new(near, ended.clone(), Arc::default(), Throttle::new(Inbound::default()));
        let reading = tokio::spawn(async move { guarded.read_u8().await });
        tokio::task::yield_now().await;
        ended.cancel();
        assert_eq!(reading.await.unwrap().unwrap_err().kind(), io::ErrorKind::ConnectionAborted);
    }

    #[tokio::test]
    async fn a_stuck_write_fails_when_the_connection_ends() {
        let (near, _far) = tokio::io::duplex(64);
        let ended = CancellationToken::new();
        let mut guarded = Guarded::new(near, ended.clone(), Arc::default(), Throttle::new(Inbound::default()));
        let writing = tokio::spawn(async move { guarded.write_all(&[0; 1000]).await });
        tokio::task::yield_now().await;
        ended.cancel();
        assert_eq!(writing.await.unwrap().unwrap_err().kind(), io::ErrorKind::ConnectionAborted);
    }
}
