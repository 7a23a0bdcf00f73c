//! A talk with a program at the other end of a channel: bytes in, bytes out, and everything that can cut it short.

use std::io;

use bytes::{Bytes, BytesMut};
use tokio::{
    select,
    sync::watch,
    time::{Instant, sleep_until, timeout},
};
use tokio_util::sync::CancellationToken;

use super::inbox::{Arrived, Inbox};
use crate::{
    limits,
    session::{Closing, SessionLimits, Wire},
};

/// A talk. Whoever holds it answers what [`Talk::hear`] gives, by [`Talk::say`].
pub(super) struct Talk<'a, W> {
    inbox: Inbox,
    wire: &'a mut W,
    limits: SessionLimits,
    closing: watch::Receiver<Option<Closing>>,
    /// Fires when the channel is gone.
    gone: CancellationToken,
    started: Instant,
    /// When the other end last said something that makes sense.
    heard: Instant,
}

/// Why a talk was cut short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// The channel or its connection is gone: there is nobody to say goodbye to.
    Gone,
    /// The other end takes no bytes.
    Stalled,
    /// A limit has ended it: too long, too long without a word, too much at once, or the server closes.
    Over,
}

impl<'a, W: Wire> Talk<'a, W> {
    pub(super) fn new(
        inbox: Inbox,
        wire: &'a mut W,
        limits: SessionLimits,
        closing: watch::Receiver<Option<Closing>>,
        gone: CancellationToken,
    ) -> Self {
        let now = Instant::now();
        Self { inbox, wire, limits, closing, gone, started: now, heard: now }
    }

    /// Notes that the other end said something whole. Bytes alone do not count: one a minute would hold a talk for ever.
    pub(super) fn heard(&mut self) {
        self.heard = Instant::now();
    }

    /// Waits for the next bytes; `None` when there will be none.
    pub(super) async fn hear(&mut self) -> Result<Option<BytesMut>, Cut> {
        loop {
            let until = self.until();
            select! {
                // Limits first: a client that never stops sending is not let stay for ever.
                biased;
                () = self.gone.cancelled() => return Err(Cut::Gone),
                () = sleep_until(until) => return Err(Cut::Over),
                Ok(()) = self.closing.changed() => {}
                arrived = self.inbox.next() => return match arrived {
                    Arrived::Bytes(bytes) => Ok(Some(bytes)),
                    Arrived::End => Ok(None),
                    Arrived::Flood => Err(Cut::Over),
                },
            }
        }
    }

    /// Sends bytes; resolves when the other end has room for more.
    pub(super) async fn say(&mut self, mut bytes: Bytes) -> Result<(), Cut> {
        while !bytes.is_empty() {
            if self.until() <= Instant::now() {
                return Err(Cut::Over);
            }
            // Piece by piece: it is a piece that may take no longer than that, not a whole file on a slow line.
            let piece = bytes.split_to(bytes.len().min(limits::OUTPUT_CHUNK));
            select! {
                biased;
                () = self.gone.cancelled() => return Err(Cut::Gone),
                sent = timeout(self.limits.write_stall, self.wire.send(piece)) => match sent {
                    Ok(sent) => sent.map_err(|_: io::Error| Cut::Gone)?,
                    Err(_) => return Err(Cut::Stalled),
                },
            }
            // Whoever takes bytes is there.
            self.heard();
        }
        Ok(())
    }

    /// When this ends if nothing more is said.
    fn until(&self) -> Instant {
        let until = (self.started + self.limits.life).min(self.heard + self.limits.idle);
        self.closing.borrow().map_or(until, |closing| until.min(closing.at))
    }
}
