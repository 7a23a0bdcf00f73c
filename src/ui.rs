//! The portfolio on a screen: `update(state, event) -> effects` and `view(state) -> frame`.
//!
//! Nothing here does I/O, knows the time or draws a random number; time arrives as [`Event::Tick`].

pub mod doc;
#[cfg(test)]
mod fitting;
pub mod keymap;
mod linear;
mod pages;
mod state;
mod stills;
#[cfg(test)]
mod tests;
pub mod theme;
mod update;
mod view;
mod walk;
pub mod widgets;

use std::{sync::Arc, time::Duration};

pub use linear::{Linear, Reply};
pub use state::{Start, State};
pub use stills::{Stills, show};
pub use update::{update, wake};
pub use view::view;

use crate::{content::Portfolio, input::Input, screen::Size};

/// What can happen to a session's screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The terminal sent something.
    Input(Input),
    /// The window has a new size.
    Resize(Size),
    /// Time since the session began; sent before any other event that came later, and when [`wake`] asked for it.
    Tick(Duration),
    /// The owner edited the portfolio.
    Content(Arc<Portfolio>),
    /// True figures of this connection, for the colophon; sent when [`wants_vitals`] says so.
    Vitals(Vitals),
    /// The wire takes frames slowly: what moves would only lag behind.
    SlowLink,
    /// Something the visitor must know, shown until the next notice: the server closes, the visit ends soon.
    Notice(Option<String>),
}

/// What the UI asks the session to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Leave: restore the terminal, print the card, close.
    Leave,
    /// Offer text to the terminal's clipboard.
    Copy(String),
    /// Turn mouse reports on or off.
    Mouse(bool),
    /// Turn bracketed paste on or off: on while a text field has the focus.
    Paste(bool),
    /// Set the window title.
    Title(String),
    /// Leave the alternate screen and go on line by line ([`Linear`]).
    Linear,
    /// Go on, on the alternate screen, from [`Linear`].
    Screen,
}

/// True figures of one connection and of the server, for the colophon.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vitals {
    /// The client's own name.
    pub client: String,
    /// Key exchange and cipher, where the wire has them.
    pub crypto: Option<(String, String)>,
    /// TERM.
    pub term: String,
    /// Session start to the first frame handed to the wire.
    pub first_frame: Duration,
    /// Bytes sent to this terminal.
    pub bytes: u64,
    /// Frames drawn on it.
    pub frames: u64,
    /// Sessions open now, this one included.
    pub sessions: usize,
    /// How long the server has been up.
    pub uptime: Duration,
    /// Resident memory of the server, bytes, where the system tells.
    pub memory: Option<u64>,
}

/// Whether the page on screen shows [`Vitals`].
#[must_use]
pub fn wants_vitals(state: &State) -> bool {
    state.place == crate::content::Place::Colophon && state.overlay.is_none()
}

/// The card that stays in the visitor's scrollback after leaving: lines without control characters.
#[must_use]
pub fn card(state: &State) -> Vec<String> {
    let profile = &state.portfolio.profile;
    let mut lines = vec![format!("{} · {} · {}", profile.name, profile.title, profile.availability.text)];
    for link in profile.site.iter().chain(profile.email.iter()) {
        lines.push(link.clone());
    }
    lines.extend(profile.links.iter().map(|link| format!("{}  {}", link.label, link.url)));
    lines.push(format!("come back with   {}", state.ssh));
    lines
}
