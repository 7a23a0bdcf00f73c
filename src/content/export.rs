//! The portfolio for everybody who is not in front of the TUI: plain text, Markdown, JSON, JSON Resume.
//!
//! What a part says is decided once, in [`outline`]; [`text`] and [`mod@markdown`] only set it. JSON comes from the views in
//! [`json`]. A fact that is on one surface is on all of them, and a test compares them.

mod ascii;
pub mod json;
pub mod json_resume;
pub mod markdown;
pub mod outline;
mod parts;
pub mod text;

pub use ascii::fold;
pub use outline::Outline;
pub(super) use parts::addresses;
pub use text::{Setting, Text};

use super::{Place, Portfolio, Role, System, Technology, search::Hit};

/// A part of the portfolio that can be had by itself.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    /// Who the owner is.
    About,
    /// The list of systems.
    Systems,
    /// One system, with all that is known of it.
    System(&'a System),
    /// All roles, in full.
    Experience,
    /// One role.
    Role(&'a Role),
    /// The principles, and what others report.
    Philosophy,
    /// Every technology and where it was used.
    Technologies,
    /// One technology.
    Technology(&'a Technology),
    /// How to reach the owner; the line is the command that brings a visitor back.
    Contact(&'a str),
    /// Everything an employer reads: on paper a resume, as JSON the whole portfolio.
    Resume,
    /// How data moves through a system.
    Flow(&'a System),
    /// What a search found, and the words that were looked for.
    Finds(&'a str, &'a [Hit]),
}

impl<'a> Part<'a> {
    /// The part that stands for a place; `None` for a place that is only a screen. `ssh` is the line that leads back.
    #[must_use]
    pub fn of(portfolio: &'a Portfolio, place: Place, ssh: &'a str) -> Option<Self> {
        match place {
            Place::Home => Some(Self::About),
            Place::Systems => Some(Self::Systems),
            Place::System(at) => portfolio.systems.get(at).map(Self::System),
            Place::Experience => Some(Self::Experience),
            Place::Role(at) => portfolio.experience.get(at).map(Self::Role),
            Place::Philosophy | Place::Principle(_) => Some(Self::Philosophy),
            Place::Technologies => Some(Self::Technologies),
            Place::Technology(at) => portfolio.technologies.get(at).map(Self::Technology),
            Place::Contact => Some(Self::Contact(ssh)),
            Place::Colophon => None,
        }
    }

    /// What it says, before anybody decides how that looks.
    #[must_use]
    pub fn outline(self, portfolio: &Portfolio) -> Outline {
        parts::outline(portfolio, self)
    }
}

/// A part as plain text: UTF-8 without any escape, lines ended by LF, wrapped to `width` cells.
#[must_use]
pub fn plain(portfolio: &Portfolio, part: Part<'_>, width: usize) -> String {
    text::lay(&part.outline(portfolio), Setting { width, ascii: false }).plain()
}

/// A part as Markdown.
#[must_use]
pub fn markdown(portfolio: &Portfolio, part: Part<'_>) -> String {
    markdown::write(&part.outline(portfolio))
}
