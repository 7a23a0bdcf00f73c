//! Draws the state: the chrome of every page, the part of the page that fits, the marks beside its cells.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Modifier,
    text::{Line, Span},
};

use super::{
    doc::{Doc, Item, cells, shorten, width_of},
    keymap::{self, TABS},
    pages::{self, Page},
    state::{Class, Cursor, Overlay, State},
    theme::Theme,
    walk::Walk,
};
use crate::{
    content::Place,
    screen::{Marks, Size},
};

/// The smallest terminal that shows pages; below it one sentence says so.
const LEAST: Size = Size { columns: 20, rows: 5 };
/// From this many rows on the footer gets a rule of its own, and the page a blank row above it.
const AIRY: u16 = 30;
/// Cells that are drawn on at most; a wider terminal has them in its middle, so that eyes do not travel.
const SHEET: u16 = 140;

/// Draws the state. `buffer` covers [`State::size`] from (0, 0) and is blank.
pub fn view(state: &State, buffer: &mut Buffer) -> Marks {
    draw(state, buffer).0
}

/// Draws the state, and hands on the page that was laid out for it, if there was room for one.
pub(super) fn draw(state: &State, buffer: &mut Buffer) -> (Marks, Option<Walk>) {
    let theme = state.theme();
    let mut marks = Marks::default();
    if is_too_small(state.size) {
        too_small(state, buffer);
        return (marks, None);
    }
    let page = pages::build(state);
    let frame = Frame::of(state);
    let cursor = cursor(state);
    if let Some(pinned) = &page.pinned {
        pinned.draw(frame.body, 0, buffer, &mut marks.links);
    }
    let area = page.main_area(frame.body);
    page.main.draw(area, cursor.scroll, buffer, &mut marks.links);
    if let Some((column, aside)) = &page.aside {
        let beside = Rect { x: frame.body.x + column, y: area.y, height: area.height, ..frame.body };
        let beside = beside.intersection(frame.body);
        for y in beside.top()..beside.bottom() {
            buffer.set_string(beside.x.saturating_sub(3), y, "│", theme.faint);
        }
        aside.draw(beside, 0, buffer, &mut marks.links);
    }
    if frame.chrome {
        header(state, &theme, frame.sheet, buffer);
        rule(1, &theme, frame.sheet, buffer);
    }
    if frame.body.bottom() + 1 < state.size.rows {
        rule(frame.body.bottom(), &theme, frame.sheet, buffer);
    }
    footer(state, &theme, &page, frame, buffer);
    marks.cursor = Some(resting_place(&page, cursor, area));
    if let Some(Overlay::Search { query, .. }) = &state.overlay {
        let right = frame.body.right().saturating_sub(1);
        let x = (frame.body.x + pages::SEARCH_FIELD + cells(query)).min(right);
        (marks.cursor, marks.cursor_shown) = (Some(Position::new(x, frame.body.y)), true);
    }
    (marks, Some(Walk::new(page.main, area.height)))
}

/// The parts of the screen.
#[derive(Clone, Copy)]
struct Frame {
    /// Where anything is drawn.
    sheet: Rect,
    /// Where the page is.
    body: Rect,
    /// Whether there is room for the header.
    chrome: bool,
}

impl Frame {
    fn of(state: &State) -> Self {
        let Size { columns, rows } = state.size;
        let width = columns.min(SHEET);
        let sheet = Rect::new((columns - width) / 2, 0, width, rows);
        let (margin, top, bottom) = match state.class() {
            Class::Tiny => (0, 0, 1),
            Class::Small => (1, 2, 1),
            _ if rows >= AIRY => (2, 3, 2),
            _ => (2, 2, 1),
        };
        let body = Rect {
            x: sheet.x + margin,
            y: top,
            width: width.saturating_sub(2 * margin),
            height: rows.saturating_sub(top + bottom),
        };
        Self { sheet, body, chrome: top > 0 }
    }
}

/// The room that pages are laid out for.
pub(super) fn room(state: &State) -> Size {
    let body = Frame::of(state).body;
    Size { columns: body.width, rows: body.height }
}

/// Whether there is no room for a page.
pub(super) fn is_too_small(size: Size) -> bool {
    size.columns < LEAST.columns || size.rows < LEAST.rows
}

fn too_small(state: &State, buffer: &mut Buffer) {
    let sentence = format!(
        "Please widen the window to {}x{} or more; q leaves, {} stays.",
        LEAST.columns, LEAST.rows, state.portfolio.profile.name
    );
    let Some(last) = state.size.rows.checked_sub(1).map(usize::from) else { return };
    let rows = super::doc::wrap(&sentence, state.size.columns);
    for (y, row) in (0..state.size.rows).zip(rows.iter().take(last)) {
        buffer.set_string(0, y, row, state.theme().text);
    }
    // What does not fit is marked, as everywhere.
    let rest = rows.get(last..).unwrap_or_default().join(" ");
    let (y, rest) = (state.size.rows.saturating_sub(1), shorten(&rest, state.size.columns));
    buffer.set_string(0, y, rest, state.theme().text);
}

fn rule(y: u16, theme: &Theme, sheet: Rect, buffer: &mut Buffer) {
    for x in sheet.left()..sheet.right() {
        if let Some(cell) = buffer.cell_mut((x, y)) {
            cell.set_symbol("─").set_style(theme.faint);
        }
    }
}

fn header(state: &State, theme: &Theme, sheet: Rect, buffer: &mut Buffer) {
    let name = &state.portfolio.profile.name;
    buffer.set_string(sheet.x + 1, 0, shorten(name, sheet.width.saturating_sub(2)), theme.strong);
    let tabs = tab_cells(state);
    let Some((_, column, last)) = tabs.last() else { return narrow_header(state, theme, sheet, buffer) };
    for (number, column, name) in &tabs {
        let here = keymap::tab_of(state.place) == Some(*number);
        let style = if here { theme.accent.add_modifier(Modifier::UNDERLINED) } else { theme.muted };
        let (digit, label) = name.split_once(' ').unwrap_or(("", name));
        buffer.set_string(*column, 0, digit, theme.faint);
        buffer.set_string(column + cells(digit) + 1, 0, label, style);
    }
    let used = column + cells(last);
    // Where the words do not fit, the dot alone does.
    for crumb in [crumb(state, theme), crumb(state, theme).into_iter().take(1).collect()] {
        let column = sheet.right().saturating_sub(width_of(&crumb) + 1);
        if column > used {
            buffer.set_line(column, 0, &Line::from(crumb), sheet.width);
            return;
        }
    }
}

/// Where the tabs do not fit: the current one, between the arrows that say that there are others.
fn narrow_header(state: &State, theme: &Theme, sheet: Rect, buffer: &mut Buffer) {
    let width = sheet.width;
    let here = match keymap::tab_of(state.place).and_then(|tab| TABS.get(tab)) {
        Some((name, _)) => format!("◂ {name} ▸"),
        None => pages::title(&state.portfolio, state.place),
    };
    let name = cells(&state.portfolio.profile.name);
    let column = width.saturating_sub(cells(&here) + 1).max(name + 2);
    let room = width.saturating_sub(column);
    buffer.set_stringn(sheet.x + column, 0, shorten(&here, room), usize::from(room), theme.accent);
}

/// Where each tab stands in the header: number, column, text. Nowhere, where they do not fit.
fn tab_cells(state: &State) -> Vec<(usize, u16, String)> {
    let Frame { sheet, chrome, .. } = Frame::of(state);
    let mut column = sheet.x + cells(&state.portfolio.profile.name) + 5;
    let mut tabs = Vec::new();
    for (number, (name, _)) in TABS.iter().enumerate() {
        let text = format!("{} {name}", number + 1);
        let width = cells(&text);
        tabs.push((number, column, text));
        column += width + 2;
    }
    if chrome && column <= sheet.right() + 1 { tabs } else { Vec::new() }
}

/// What stands at the right of the header: where the visitor is within a page, else whether the owner is available.
fn crumb(state: &State, theme: &Theme) -> Vec<Span<'static>> {
    let place = match state.place {
        Place::Technologies | Place::Technology(_) => "technologies".to_owned(),
        Place::Colophon => "colophon".to_owned(),
        _ => {
            let availability = &state.portfolio.profile.availability;
            let dot =
                if availability.open { Span::styled("● ", theme.good) } else { Span::styled("∙ ", theme.muted) };
            let word = if availability.open { "available" } else { "not looking" };
            return vec![dot, Span::styled(word, theme.muted)];
        }
    };
    vec![Span::styled(place, theme.muted)]
}

fn footer(state: &State, theme: &Theme, page: &Page, frame: Frame, buffer: &mut Buffer) {
    let Frame { sheet, body, .. } = frame;
    let y = sheet.bottom().saturating_sub(1);
    let more = more(page, cursor(state), page.main_area(body).height);
    let room = sheet.width.saturating_sub(cells(more) + 2);
    buffer.set_string(sheet.right().saturating_sub(cells(more) + 1), y, more, theme.muted);
    if let Some((says, style)) = state
        .notice
        .as_ref()
        .map(|notice| (notice, theme.warn))
        .or_else(|| state.toast.as_ref().map(|toast| (toast, theme.text)))
    {
        buffer.set_stringn(sheet.x + 1, y, shorten(says, room.saturating_sub(1)), usize::from(room), style);
        return;
    }
    let mut hints: Vec<(&str, &str)> = match &state.overlay {
        Some(Overlay::Search { .. }) => vec![("enter", "go there"), ("up down", "choose"), ("esc", "close")],
        Some(Overlay::Help(_)) => vec![("esc", "close"), ("q", "leave")],
        None => keymap::footer(state.place, !page.main.items().is_empty())
            .map(|binding| (binding.shown, binding.what))
            .collect(),
    };
    if state.mouse {
        // Without knowing it nobody can select text any more.
        hints.insert(0, ("shift", "selects text"));
    }
    let mut x = sheet.x + 1;
    for (keys, what) in fitting(&hints, room, state.mouse) {
        buffer.set_string(x, y, keys, theme.strong);
        buffer.set_string(x + cells(keys) + 1, y, what, theme.muted);
        x += cells(keys) + cells(what) + 4;
    }
}

/// Where not all hints fit, the first may stay, and the last ones do: help and the way out.
fn fitting<'a>(hints: &[(&'a str, &'a str)], room: u16, first_stays: bool) -> Vec<(&'a str, &'a str)> {
    let mut kept: Vec<_> = hints.to_vec();
    let width = |hints: &[(&str, &str)]| hints.iter().map(|(keys, what)| cells(keys) + cells(what) + 4).sum::<u16>();
    while width(&kept) > room + 2 && kept.len() > 1 {
        let last = if first_stays { 2 } else { 3 };
        let drop = kept.len().saturating_sub(last).min(1);
        kept.remove(drop);
    }
    kept
}

/// The mark that says that a page goes on beyond the screen.
fn more(page: &Page, cursor: Cursor, rows: u16) -> &'static str {
    let above = cursor.scroll > 0;
    let below = page.main.height() > cursor.scroll.saturating_add(rows);
    let aside = page.aside.as_ref().is_some_and(|(_, aside)| aside.height() > rows);
    match (above, below) {
        (true, true) => "▴▾ more",
        (true, false) => "▴ more",
        (false, true) => "▾ more",
        (false, false) if aside => "enter: more",
        (false, false) => "",
    }
}

/// Where the real cursor rests: on the focused item, so that a screen reader reads it.
fn resting_place(page: &Page, cursor: Cursor, area: Rect) -> Position {
    let item = page.main.items().get(cursor.item).filter(|item| item.in_view(cursor.scroll, area.height));
    let (column, row) = item.map_or((0, cursor.scroll), |item| (item.column, item.row));
    let row = row.saturating_sub(cursor.scroll).min(area.height.saturating_sub(1));
    Position::new((area.x + column).min(area.right().saturating_sub(1)), area.y + row)
}

/// Where the visitor is on what is on screen: the overlay where there is one, else the page.
pub(super) fn cursor(state: &State) -> Cursor {
    match &state.overlay {
        Some(Overlay::Help(cursor) | Overlay::Search { cursor, .. }) => *cursor,
        None => state.cursor,
    }
}

/// The document that the keys walk, and how many rows of it are in view.
pub(super) fn walk(state: &State) -> Walk {
    let page = pages::walked(state);
    let rows = page.main_area(Frame::of(state).body).height;
    Walk::new(page.main, rows)
}

/// Whether the page on screen has finds of the last search marked.
pub(super) fn marks_finds(state: &State) -> bool {
    state.overlay.is_none() && state.found.as_ref().is_some_and(|found| found.place() == Some(state.place))
}

/// What a click hits.
pub(super) enum Target {
    /// A tab, counted from 0.
    Tab(usize),
    /// An item of the page.
    Item(usize),
}

/// What lies under a cell of the screen.
pub(super) fn target(state: &State, column: u16, row: u16) -> Option<Target> {
    if row == 0 {
        let tab = tab_cells(state).into_iter().find(|(_, start, text)| (*start..start + cells(text)).contains(&column));
        if let Some((number, ..)) = tab {
            return Some(Target::Tab(number));
        }
    }
    let page = pages::walked(state);
    let area = page.main_area(Frame::of(state).body);
    if !area.contains(Position::new(column, row)) {
        return None;
    }
    let (column, row) = (column - area.x, row - area.y + cursor(state).scroll);
    let hit = |item: &Item| {
        (item.row..item.row + item.rows).contains(&row) && (item.column..item.column + item.width).contains(&column)
    };
    page.main.items().iter().position(hit).map(Target::Item)
}

impl Page {
    /// Where the main document of the page is drawn.
    fn main_area(&self, body: Rect) -> Rect {
        let above = self.pinned.as_ref().map_or(0, Doc::height).min(body.height);
        let width = self.main.width().min(body.width);
        Rect { y: body.y + above, width, height: body.height - above, ..body }
    }
}
