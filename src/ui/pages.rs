//! The pages, one file each: a page is a function from the state to a [`Doc`], and says where it is entered.
//!
//! A new page is a file here, an arm in [`build`], and a [`Place`].

mod colophon;
mod contact;
mod experience;
mod help;
mod home;
mod philosophy;
mod search;
mod system;
mod systems;
mod technologies;

use ratatui::text::{Line, Span};

pub(super) use search::FIELD as SEARCH_FIELD;

use super::{
    doc::{Doc, Goal, cells, spaces},
    state::{Class, Overlay, State},
    theme::Theme,
    view,
};
use crate::content::{Place, Portfolio, search::Hit};

/// Cells that a column of text is wide at most: longer lines tire the eye.
const COLUMN: u16 = 88;
/// Cells in front of an item, where the marker of the focused one stands.
const GUTTER: u16 = 2;

/// A page laid out: the document, what stays above it, and on wide terminals a second one beside it from a column on.
pub(super) struct Page {
    /// What stays in place while the main document scrolls under it.
    pub(super) pinned: Option<Doc>,
    /// What the keys walk.
    pub(super) main: Doc,
    /// What only illustrates it.
    pub(super) aside: Option<(u16, Doc)>,
}

impl From<Doc> for Page {
    fn from(main: Doc) -> Self {
        Self { pinned: None, main, aside: None }
    }
}

/// What every page is built from.
struct Context<'a> {
    portfolio: &'a Portfolio,
    theme: Theme,
    class: Class,
    /// Cells of the page.
    width: u16,
    /// Rows of the page.
    rows: u16,
    /// Number of the focused item.
    focus: usize,
    /// Whether the page is told and not shown: words for pictures, one thing after the other, nothing to decorate.
    told: bool,
    /// Whether anybody looks at what stands beside the page, too.
    aside: bool,
}

impl Context<'_> {
    /// An empty document, as wide as a column of text may be.
    fn column(&self) -> Doc {
        Doc::new(if self.told { self.width } else { self.width.min(COLUMN) }, self.focus)
    }

    /// An empty document, as wide as the page.
    fn full(&self) -> Doc {
        Doc::new(self.width, self.focus)
    }

    /// Whether the owner is available, as a dot; nothing where the words beside it are told.
    fn dot(&self) -> Span<'static> {
        match (self.told, self.portfolio.profile.availability.open) {
            (true, _) => Span::raw(""),
            (false, true) => Span::styled("● ", self.theme.good),
            (false, false) => Span::styled("∙ ", self.theme.muted),
        }
    }

    /// The marker in front of an item and the style of its name.
    fn marker(&self, focused: bool) -> (Span<'static>, ratatui::style::Style) {
        if focused {
            (Span::styled("▸ ", self.theme.accent), self.theme.accent)
        } else {
            (Span::raw("  "), self.theme.strong)
        }
    }
}

/// Cells that a page is laid out for which is told: so many that nothing is cut before it is wrapped.
const TOLD: u16 = 8192;

/// What is on screen, laid out to be told ([`Doc::told`]).
pub(super) fn told(state: &State) -> Doc {
    let context = Context {
        portfolio: &state.portfolio,
        theme: state.theme(),
        class: Class::Tiny,
        width: TOLD,
        rows: 0,
        focus: usize::MAX,
        told: true,
        aside: false,
    };
    page(&context, state).main
}

/// Lays out what is on screen: the overlay where there is one, else the place.
pub(super) fn build(state: &State) -> Page {
    lay_out(state, true)
}

/// Only what the keys walk, of what is on screen: what stands beside it is the dear half of a list page.
pub(super) fn walked(state: &State) -> Page {
    lay_out(state, false)
}

fn lay_out(state: &State, aside: bool) -> Page {
    let room = view::room(state);
    let focus = match &state.overlay {
        Some(Overlay::Help(cursor) | Overlay::Search { cursor, .. }) => cursor.item,
        None => state.cursor.item,
    };
    let context = Context {
        portfolio: &state.portfolio,
        theme: state.theme(),
        class: state.class(),
        width: room.columns,
        rows: room.rows,
        focus,
        told: false,
        aside,
    };
    let mut page = page(&context, state);
    if let Some(found) = state.found.as_ref().filter(|_| view::marks_finds(state)) {
        page.main.mark(&found.words(), context.theme.mark);
    }
    page
}

fn page(context: &Context<'_>, state: &State) -> Page {
    match &state.overlay {
        Some(Overlay::Help(_)) => return help::page(context).into(),
        Some(Overlay::Search { query, .. }) => return search::page(context, query, &hits(state)).into(),
        None => {}
    }
    match state.place {
        Place::Home => home::page(context, state),
        Place::Systems => systems::page(context),
        Place::System(at) => system::page(context, state, at).into(),
        Place::Experience => experience::page(context, None).into(),
        Place::Role(at) => experience::page(context, Some(at)).into(),
        Place::Philosophy | Place::Principle(_) => philosophy::page(context).into(),
        Place::Technology(at) if context.told => technologies::one(context, at).into(),
        Place::Technologies | Place::Technology(_) => technologies::page(context, state.cursor.column),
        Place::Contact => contact::page(context, state).into(),
        Place::Colophon => colophon::page(context, state).into(),
    }
}

/// The finds of what is typed into the search field; none while it is closed.
pub(super) fn hits(state: &State) -> Vec<Hit> {
    match &state.overlay {
        Some(Overlay::Search { query, .. }) => super::update::find(state, query),
        Some(Overlay::Help(_)) | None => Vec::new(),
    }
}

/// The number of the item that has the focus when a place is entered.
pub(super) fn entry(state: &State) -> usize {
    match state.place {
        Place::Role(at) | Place::Technology(at) => at,
        Place::Principle(at) => philosophy::first_item(&state.portfolio, at),
        Place::Home
        | Place::Systems
        | Place::System(_)
        | Place::Experience
        | Place::Philosophy
        | Place::Technologies
        | Place::Contact
        | Place::Colophon => 0,
    }
}

/// The name of a place, as a visitor reads it.
pub(super) fn title(portfolio: &Portfolio, place: Place) -> String {
    let name = |name: Option<&String>| name.cloned().unwrap_or_default();
    match place {
        Place::Home => portfolio.profile.name.clone(),
        Place::Systems => "systems".to_owned(),
        Place::System(at) => name(portfolio.systems.get(at).map(|system| &system.name)),
        Place::Experience => "experience".to_owned(),
        Place::Role(at) => name(portfolio.experience.get(at).map(|role| &role.company)),
        Place::Philosophy => "philosophy".to_owned(),
        Place::Principle(at) => name(portfolio.philosophy.get(at).map(|principle| &principle.title)),
        Place::Technologies => "technologies".to_owned(),
        Place::Technology(at) => name(portfolio.technologies.get(at).map(|technology| &technology.name)),
        Place::Contact => "contact".to_owned(),
        Place::Colophon => "colophon".to_owned(),
    }
}

/// After the owner's edit: what is gone is left, what moved stays in bounds.
pub(super) fn reconcile(state: &mut State) {
    let exists = |portfolio: &Portfolio, place: Place| match place {
        Place::System(at) => at < portfolio.systems.len(),
        Place::Role(at) => at < portfolio.experience.len(),
        Place::Principle(at) => at < portfolio.philosophy.len(),
        Place::Technology(at) => at < portfolio.technologies.len(),
        Place::Home
        | Place::Systems
        | Place::Experience
        | Place::Philosophy
        | Place::Technologies
        | Place::Contact
        | Place::Colophon => true,
    };
    let portfolio = state.portfolio.clone();
    state.history.retain(|(place, _)| exists(&portfolio, *place));
    if !exists(&portfolio, state.place) {
        state.back();
    }
    super::update::follow(state);
}

/// A small heading within a page.
fn heading(doc: &mut Doc, context: &Context<'_>, text: &str) {
    doc.line(Line::from(Span::styled(text.to_owned(), context.theme.muted)));
}

/// Words in rows, each an item: technologies, cross references.
fn words(doc: &mut Doc, context: &Context<'_>, words: &[(String, Goal)]) {
    let mut row: Vec<Span<'static>> = Vec::new();
    let mut column = 0;
    for (word, goal) in words {
        let width = cells(word) + GUTTER;
        if column > 0 && column + width > doc.width() {
            doc.line(Line::from(std::mem::take(&mut row)));
            column = 0;
        }
        let focused = doc.next_is_focused();
        let (marker, style) = context.marker(focused);
        doc.inline_item(column, width, goal.clone());
        row.push(marker);
        row.push(Span::styled(word.clone(), if focused { style } else { context.theme.text }));
        row.push(Span::raw(spaces(1)));
        column += width + 1;
    }
    if !row.is_empty() {
        doc.line(Line::from(row));
    }
}

/// Technologies as items that lead to the technologies page.
fn technologies(doc: &mut Doc, context: &Context<'_>, names: &[String]) {
    let all: Vec<(String, Goal)> = names
        .iter()
        .map(|name| {
            let place = context.portfolio.technology(name).map_or(Place::Technologies, Place::Technology);
            (name.clone(), Goal::Place(place))
        })
        .collect();
    words(doc, context, &all);
}

/// What stands out, figures in a column of their own.
fn highlights(doc: &mut Doc, context: &Context<'_>, all: &[crate::content::Highlight]) {
    let width = all.iter().filter_map(|one| one.figure.as_deref()).map(cells).max().unwrap_or(0);
    for highlight in all {
        let (figure, style) = match &highlight.figure {
            Some(figure) => (figure.as_str(), context.theme.accent),
            None => (if context.told { "-" } else { "·" }, context.theme.faint),
        };
        let gap = if width > 0 { "  " } else { " " };
        let head = vec![Span::styled(super::doc::pad(figure, width), style), Span::raw(gap)];
        doc.hanging(head, &highlight.text, context.theme.text);
    }
}
