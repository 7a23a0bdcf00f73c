//! How fast a client may send: the only brake that works for everything a client may do without end, such as new key
//! exchanges, which russh neither counts nor limits.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::time::{Instant, Sleep, sleep_until};

use crate::{gates::Bucket, limits};

/// How fast a client may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inbound {
    /// Bytes a second; see [`limits::INBOUND`].
    pub a_second: u32,
    /// Bytes at once; see [`limits::INBOUND_BURST`].
    pub burst: u32,
}

impl Default for Inbound {
    fn default() -> Self {
        Self { a_second: limits::INBOUND, burst: limits::INBOUND_BURST }
    }
}

/// Says when the next bytes may be read. What is here already is taken, and waited for afterwards.
pub(super) struct Throttle {
    bucket: Bucket,
    /// The time that a byte stands for.
    byte: Duration,
    /// The time that a burst stands for.
    ahead: Duration,
    wait: Option<Pin<Box<Sleep>>>,
}

impl Throttle {
    /// A throttle through which nothing has come yet.
    pub(super) fn new(inbound: Inbound) -> Self {
        let byte = Duration::from_secs(1) / inbound.a_second.max(1);
        Self { bucket: Bucket::new(Instant::now()), byte, ahead: byte * inbound.burst, wait: None }
    }

    /// Ready when bytes may be read.
    pub(super) fn poll_clear(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.wait.is_none() {
            match self.bucket.clear_at(self.ahead) {
                Some(at) if at > Instant::now() => self.wait = Some(Box::pin(sleep_until(at))),
                _ => return Poll::Ready(()),
            }
        }
        if let Some(wait) = &mut self.wait {
            ready!(wait.as_mut().poll(cx));
        }
        self.wait = None;
        Poll::Ready(())
    }

    /// So many bytes were read.
    pub(super) fn took(&mut self, bytes: usize) {
        self.bucket.owes(Instant::now(), self.byte * u32::try_from(bytes).unwrap_or(u32::MAX));
    }
}
