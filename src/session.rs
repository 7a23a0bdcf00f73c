//! One visitor from hello to goodbye over any byte stream: the only loop, and the only place that runs effects.

mod clock;
mod draw;
mod figures;
mod house;
#[cfg(test)]
mod slow_link;
#[cfg(test)]
mod tests;
mod visit;
mod words;

use std::{io, sync::Arc};

use bytes::Bytes;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

pub use figures::{Errand, FIRST_FRAME_SECONDS, Figures, Tallies};
pub use house::{Closing, Door, House, SessionLimits};
pub use words::plain_card;

use crate::screen::{Caps, Screen, Size};

/// One visitor as a transport hands it over: a wire in both directions and what came with the connection.
#[derive(Debug)]
pub struct Peer<W> {
    /// What the terminal sends; the end of it means that the visitor sends no more.
    pub input: mpsc::Receiver<Bytes>,
    /// The terminal's size, newest value only.
    pub size: watch::Receiver<Size>,
    /// Where frames go.
    pub output: W,
    /// What came with the connection.
    pub hello: Hello,
    /// Fires when the connection is gone: nothing more can be sent.
    pub gone: CancellationToken,
}

/// What came with a connection before the first key.
#[derive(Debug, Clone, Default)]
pub struct Hello {
    /// TERM, as the pty request named it; cleaned of control characters.
    pub term: String,
    /// The environment that came along and is on the list of allowed names.
    pub env: Vec<(String, String)>,
    /// Where to open: a user name or a command such as `systems/edel`; unknown words open the first screen. `plain`,
    /// alone or with a place behind it, opens line by line instead of on a screen.
    pub goal: String,
    /// Whether there is no pty, so that the visitor's own terminal, if any, echoes and edits each line.
    pub cooked: bool,
    /// Whether the visitor has proved to be the owner.
    pub owner: bool,
    /// The fingerprint of the key (`SHA256:…`) by which the visitor asked to be known, and proved to hold.
    pub known: Option<String>,
    /// The client's own name, for example `OpenSSH_9.9`; cleaned of control characters.
    pub client: String,
    /// Key exchange and cipher, where the wire has them.
    pub crypto: Option<(String, String)>,
}

impl Hello {
    /// Where to open line by line, if the visitor wants to read that way: what stands behind `plain` in the goal.
    #[must_use]
    pub fn plain(&self) -> Option<&str> {
        let place = self.goal.strip_prefix("plain")?;
        (place.is_empty() || place.starts_with([' ', '/'])).then(|| place.trim_matches([' ', '/']))
    }
}

/// The way to a terminal: bytes are taken whole, in order, and a write ends when the wire has room again.
pub trait Wire: Send {
    /// Sends bytes; resolves when they are handed to the wire, so that the next frame is computed only then.
    ///
    /// # Errors
    /// When the connection is gone.
    fn send(&mut self, bytes: Bytes) -> impl Future<Output = io::Result<()>> + Send;
}

impl<W: Wire> Wire for &mut W {
    fn send(&mut self, bytes: Bytes) -> impl Future<Output = io::Result<()>> + Send {
        W::send(self, bytes)
    }
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The visitor left.
    Left,
    /// The visitor's side sent end of file or the connection went away.
    Gone,
    /// No key for too long.
    Idle,
    /// The visit lasted as long as one may.
    Life,
    /// The wire took no bytes for too long; what the terminal shows is unknown.
    Stalled,
    /// The server closes.
    Closing,
}

impl End {
    /// Every way to end.
    pub const ALL: [Self; 6] = [Self::Left, Self::Gone, Self::Idle, Self::Life, Self::Stalled, Self::Closing];

    /// Its name in metrics and logs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Gone => "gone",
            Self::Idle => "idle",
            Self::Life => "life",
            Self::Stalled => "stalled",
            Self::Closing => "closing",
        }
    }
}

/// Serves one visitor until they leave or a limit ends the visit.
pub async fn run<W: Wire>(peer: Peer<W>, house: House) -> End {
    let figures = Arc::clone(&house.figures);
    let _counted = figures.enter();
    let caps = Caps::detect(&peer.hello.term, &peer.hello.env);
    // In a box: what a visit holds must not be held a second time by every future around it.
    let end = Box::new(visit::Visit::new(peer, house, caps)).run().await;
    figures.ended(end);
    end
}

/// What brings a visitor's terminal back whatever state a session that broke off has left it in.
#[must_use]
pub fn restore(hello: &Hello, size: Size) -> Bytes {
    let caps = Caps::detect(&hello.term, &hello.env);
    if !caps.escapes || hello.plain().is_some() {
        return Bytes::new();
    }
    // A screen that has set everything knows how to undo everything.
    let mut screen = Screen::new(caps, size);
    let mut forgotten = Vec::new();
    screen.enter(&mut forgotten);
    screen.mouse(true, &mut forgotten);
    screen.paste(true, &mut forgotten);
    let mut out = Vec::new();
    screen.leave(&mut out);
    Bytes::from(out)
}
