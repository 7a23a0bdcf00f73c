//! What a client sends to a transfer, on its way from russh's loop to the task that answers: bytes, bounded.
//!
//! A queue of messages would not do: clients send a request a message and ask ahead by hundreds, so what is bounded is
//! the bytes. russh grants a client more window whether or not we have read, so there is nothing to hold one back with.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::BytesMut;
use tokio::sync::Notify;

use crate::limits;

/// The near end, for russh's loop: never waits.
#[derive(Debug)]
pub(super) struct Sender(Arc<Shared>);

/// The far end.
#[derive(Debug)]
pub(super) struct Inbox(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    bytes: BytesMut,
    ended: bool,
    flooded: bool,
}

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Arrived {
    /// Bytes, all that there are.
    Bytes(BytesMut),
    /// The client sends no more.
    End,
    /// More came than may wait; some of it is lost.
    Flood,
}

/// Both ends.
pub(super) fn inbox() -> (Sender, Inbox) {
    let shared = Arc::new(Shared::default());
    (Sender(Arc::clone(&shared)), Inbox(shared))
}

impl Shared {
    /// Nothing panics while it holds this.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sender {
    /// Hands bytes over. When more than [`limits::FILE_REQUESTS`] wait, they and all that follow are dropped.
    pub(super) fn push(&self, bytes: &[u8]) {
        let mut state = self.0.lock();
        if state.flooded || state.bytes.len() + bytes.len() > limits::FILE_REQUESTS {
            state.flooded = true;
            state.bytes = BytesMut::new();
        } else {
            state.bytes.extend_from_slice(bytes);
        }
        drop(state);
        self.0.changed.notify_one();
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        self.0.lock().ended = true;
        self.0.changed.notify_one();
    }
}

impl Inbox {
    /// Waits for what comes next. May be given up and asked again; nothing is lost by that.
    pub(super) async fn next(&mut self) -> Arrived {
        loop {
            // A notice that comes between the look and the wait is kept (`Notify::notify_one`).
            if let Some(arrived) = self.look() {
                return arrived;
            }
            self.0.changed.notified().await;
        }
    }

    fn look(&self) -> Option<Arrived> {
        let mut state = self.0.lock();
        if state.flooded {
            Some(Arrived::Flood)
        } else if !state.bytes.is_empty() {
            Some(Arrived::Bytes(std::mem::take(&mut state.bytes)))
        } else {
            state.ended.then_some(Arrived::End)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn bytes_come_in_order_and_then_the_end() {
        let (sender, mut inbox) = inbox();
        sender.push(b"ab");
        sender.push(b"c");
        assert_eq!(inbox.next().await, Arrived::Bytes(BytesMut::from("abc")));
        let later = tokio::spawn(async move { (inbox.next().await, inbox.next().await) });
        tokio::task::yield_now().await;
        sender.push(b"d");
        drop(sender);
        assert_eq!(later.await.unwrap(), (Arrived::Bytes(BytesMut::from("d")), Arrived::End));
    }

    #[tokio::test]
    async fn more_than_may_wait_is_a_flood_and_is_not_kept() {
        let (sender, mut inbox) = inbox();
        for _ in 0..limits::FILE_REQUESTS {
            sender.push(b"x");
        }
        assert!(!sender.0.lock().flooded);
        sender.push(b"x");
        sender.push(b"x");
        assert_eq!(sender.0.lock().bytes.len(), 0);
        assert_eq!(inbox.next().await, Arrived::Flood);
    }
}
