//! Everything one visitor's screen depends on; small, because a server holds thousands of them.

use std::{sync::Arc, time::Duration};

use super::{
    Effect, Stills, Vitals,
    theme::{Background, Choice, Theme},
    widgets::flow::Layout,
};
use crate::{
    content::{Place, Portfolio, search::Hit},
    limits,
    screen::{Caps, Size},
};

/// What a session starts with.
#[derive(Debug, Clone)]
pub struct Start {
    /// The portfolio.
    pub portfolio: Arc<Portfolio>,
    /// The terminal's size.
    pub size: Size,
    /// What it can show.
    pub caps: Caps,
    /// How to come back, as a command line.
    pub ssh: String,
    /// How to fetch the resume, as a command line.
    pub scp: String,
    /// Where to open; unknown words open the first screen.
    pub goal: String,
}

/// Everything one visitor's screen depends on.
#[derive(Debug, Clone)]
pub struct State {
    pub(super) portfolio: Arc<Portfolio>,
    pub(super) size: Size,
    /// The last size that had room for a page: the scroll of the page is counted in its rows.
    pub(super) settled: Size,
    pub(super) caps: Caps,
    pub(super) ssh: Arc<str>,
    pub(super) scp: Arc<str>,
    pub(super) place: Place,
    pub(super) cursor: Cursor,
    pub(super) history: Vec<(Place, Cursor)>,
    pub(super) playback: Playback,
    /// The diagram of the system on screen, laid out once for a size rather than for every frame.
    pub(super) laid_out: Option<LaidOut>,
    /// Whether the first screen is still being unveiled.
    pub(super) intro: bool,
    pub(super) overlay: Option<Overlay>,
    /// The finds of the last search, for `n` and `N`, and the one the visitor is at.
    pub(super) found: Option<Found>,
    pub(super) choice: Choice,
    pub(super) background: Background,
    pub(super) mouse: bool,
    pub(super) motion: bool,
    /// Whether the visitor has asked for motion, so that a slow link does not turn it off again.
    pub(super) motion_asked: bool,
    /// What the server has to say, until it says something else.
    pub(super) notice: Option<String>,
    /// What the last key did, until the next key.
    pub(super) toast: Option<String>,
    pub(super) vitals: Option<Box<Vitals>>,
    pub(super) now: Duration,
    /// Frames that were drawn before, for this visitor or for another.
    pub(super) stills: Arc<Stills>,
}

/// Where a visitor is on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Cursor {
    /// Number of the focused item.
    pub(super) item: usize,
    /// Number of the chosen column, where the items have columns.
    pub(super) column: usize,
    /// First row in view.
    pub(super) scroll: u16,
}

/// What the last search found, and the find the visitor is at.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// What was typed.
    pub(super) query: String,
    /// The finds, in their order.
    pub(super) hits: Vec<Hit>,
    /// Number of the find the visitor went to last.
    pub(super) at: usize,
}

impl Found {
    /// Where the visitor went last.
    pub(super) fn place(&self) -> Option<Place> {
        self.hits.get(self.at).map(|hit| hit.place)
    }

    /// What to mark there: the words that were typed, or the text that they were found in where it has their letters
    /// but not the words.
    pub(super) fn words(&self) -> Vec<String> {
        let text = self.hits.get(self.at).map_or("", |hit| hit.text.as_str());
        let has = |word: &&str| text.to_ascii_lowercase().contains(&word.to_ascii_lowercase());
        let words: Vec<String> = self.query.split_whitespace().filter(has).map(str::to_owned).collect();
        if words.is_empty() { vec![text.to_owned()] } else { words }
    }
}

/// How far a data flow has been stepped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Playback {
    /// The step shown, from 1; 0 is the picture as a whole.
    pub(super) step: usize,
    /// When it began.
    pub(super) since: Duration,
    /// Whether the next step comes by itself.
    pub(super) playing: bool,
}

/// A diagram, laid out.
#[derive(Debug, Clone)]
pub(super) struct LaidOut {
    /// Number of the system.
    system: usize,
    /// Cells it was laid out for.
    width: u16,
    layout: Arc<Layout>,
}

/// What lies over a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Overlay {
    /// The list of keys.
    Help(Cursor),
    /// The search field and what it found.
    Search {
        /// What was typed, at most [`limits::QUERY`] characters.
        query: String,
        /// The focused find.
        cursor: Cursor,
    },
}

/// How much room a page has; pages choose their form by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// Less than 40x12: one column, no chrome but a hint.
    Tiny,
    /// Less than 80x24.
    Small,
    /// The terminal everybody has.
    Regular,
    /// 120 columns and more: two panes.
    Wide,
}

impl Class {
    pub(super) fn of(size: Size) -> Self {
        match (size.columns, size.rows) {
            (..40, _) | (_, ..12) => Self::Tiny,
            (..80, _) | (_, ..24) => Self::Small,
            (..120, _) => Self::Regular,
            _ => Self::Wide,
        }
    }
}

impl State {
    /// The first state of a session, and what to do first.
    #[must_use]
    pub fn new(start: Start) -> (Self, Vec<Effect>) {
        let place = start.portfolio.place(&start.goal).unwrap_or(Place::Home);
        let title = start.portfolio.profile.name.clone();
        let mut state = Self {
            portfolio: start.portfolio,
            size: start.size,
            settled: start.size,
            caps: start.caps,
            ssh: start.ssh.into(),
            scp: start.scp.into(),
            place: Place::Home,
            cursor: Cursor::default(),
            history: Vec::new(),
            playback: Playback::default(),
            laid_out: None,
            intro: place == Place::Home,
            overlay: None,
            found: None,
            choice: Choice::default(),
            background: Background::default(),
            mouse: false,
            motion: true,
            motion_asked: false,
            notice: None,
            toast: None,
            vitals: None,
            now: Duration::ZERO,
            stills: Arc::default(),
        };
        if place != Place::Home {
            state.go(place);
            state.lay_out();
        }
        (state, vec![Effect::Title(title)])
    }

    /// The same state with a theme chosen and the background known, as if the visitor and the terminal had said so.
    #[must_use]
    pub fn with_theme(self, choice: Choice, background: Background) -> Self {
        Self { choice, background, ..self }
    }

    /// The same state, which shares still frames with others.
    #[must_use]
    pub fn with_stills(self, stills: Arc<Stills>) -> Self {
        Self { stills, ..self }
    }

    /// Size of the frame that [`super::view`] draws.
    #[must_use]
    pub fn size(&self) -> Size {
        self.size
    }

    /// The place on screen.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// The diagram of a system as it was laid out for this size, if it was.
    pub(super) fn layout(&self, system: usize) -> Option<Arc<Layout>> {
        let width = super::view::room(self).columns;
        let fits = |laid: &&LaidOut| laid.system == system && laid.width == width;
        self.laid_out.as_ref().filter(fits).map(|laid| Arc::clone(&laid.layout))
    }

    /// Lays out the diagram of the system on screen, unless it is laid out for this size.
    pub(super) fn lay_out(&mut self) {
        let Place::System(at) = self.place else {
            self.laid_out = None;
            return;
        };
        if self.layout(at).is_none() {
            let width = super::view::room(self).columns;
            let system = self.portfolio.systems.get(at);
            let layout = system.and_then(|system| Layout::new(&system.diagram().flow, width));
            self.laid_out = layout.map(|layout| LaidOut { system: at, width, layout: Arc::new(layout) });
        }
    }

    pub(super) fn class(&self) -> Class {
        Class::of(self.size)
    }

    pub(super) fn theme(&self) -> Theme {
        let theme = Theme::new(self.choice, self.background, self.caps.depth);
        let accent = self.portfolio.profile.accent.as_ref().and_then(|accent| accent.parse().ok());
        accent.map_or(theme, |accent| theme.with_accent(accent, self.choice, self.background, self.caps.depth))
    }

    /// Goes to a place and remembers the one that is left.
    pub(super) fn go(&mut self, place: Place) {
        if self.place == place {
            return;
        }
        if self.history.len() == limits::HISTORY {
            self.history.remove(0);
        }
        self.history.push((self.place, self.cursor));
        self.arrive(place);
    }

    /// Shows a place without remembering the one that is left.
    pub(super) fn arrive(&mut self, place: Place) {
        self.place = place;
        self.cursor = Cursor { item: super::pages::entry(self), ..Cursor::default() };
        self.playback = Playback { since: self.now, ..Playback::default() };
    }

    /// Goes back to the place before; to the first screen where there is none.
    pub(super) fn back(&mut self) {
        let left = self.place;
        match self.history.pop() {
            Some((place, cursor)) => {
                self.arrive(place);
                self.cursor = cursor;
                // Whoever paged through the systems finds the last one selected in the list.
                if let (Place::Systems, Place::System(at)) = (place, left) {
                    self.cursor.item = at;
                }
            }
            None => self.arrive(parent(left)),
        }
    }
}

/// The place that a place lies in.
fn parent(place: Place) -> Place {
    match place {
        Place::System(_) => Place::Systems,
        Place::Role(_) => Place::Experience,
        Place::Principle(_) => Place::Philosophy,
        Place::Technology(_) => Place::Technologies,
        Place::Home
        | Place::Systems
        | Place::Experience
        | Place::Philosophy
        | Place::Technologies
        | Place::Contact
        | Place::Colophon => Place::Home,
    }
}
