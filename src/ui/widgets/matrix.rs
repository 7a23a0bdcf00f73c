//! Who uses what: rows of things, columns of users, a dot where they meet; each column's name hangs on a line above it.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
};

use crate::ui::{doc::cells, theme::Theme};

/// Cells from one column to the next.
const STEP: u16 = 2;
/// Cells between the labels and the first column.
const GAP: u16 = 2;

/// A row: its label, and for each column whether they meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What stands at the left.
    pub label: String,
    /// One entry a column.
    pub meets: Vec<bool>,
}

/// Cells that a matrix takes: labels, columns, and the names beside the columns.
#[must_use]
pub fn width(columns: &[&str], rows: &[Row]) -> u16 {
    start(rows) + span(columns) + 2 + columns.iter().map(|name| cells(name)).max().unwrap_or(0)
}

/// The heads: one row a column, a line from its name down to its place.
#[must_use]
pub fn heads(columns: &[&str], rows: &[Row], chosen: Option<usize>, theme: &Theme) -> Buffer {
    let height = u16::try_from(columns.len()).unwrap_or(u16::MAX);
    let mut buffer = Buffer::empty(Rect::new(0, 0, width(columns, rows), height));
    let end = start(rows) + span(columns);
    for (at, (y, name)) in (0..height).zip(columns).enumerate() {
        let style = if chosen == Some(at) { theme.accent } else { theme.faint };
        let x = column(rows, at);
        put(&mut buffer, x, y, "╭", style);
        (x + 1..=end).for_each(|x| put(&mut buffer, x, y, "─", style));
        (y + 1..height).for_each(|y| put(&mut buffer, x, y, "│", style));
        let style = if chosen == Some(at) { theme.accent } else { theme.text };
        buffer.set_string(end + 2, y, name, style);
    }
    buffer
}

/// One row of dots, joined by a thin line from the first to the last.
#[must_use]
pub fn dots(rows: &[Row], at: usize, chosen: Option<usize>, theme: &Theme) -> Buffer {
    let Some(row) = rows.get(at) else { return Buffer::empty(Rect::ZERO) };
    let count = u16::try_from(row.meets.len()).unwrap_or(u16::MAX);
    let mut buffer = Buffer::empty(Rect::new(0, 0, count.saturating_mul(STEP), 1));
    let met = |number: &usize| row.meets.get(*number).copied().unwrap_or(false);
    let (first, last) = ((0..row.meets.len()).find(met), (0..row.meets.len()).rfind(met));
    let (Some(first), Some(last)) = (first, last) else { return buffer };
    for number in 0..row.meets.len() {
        let x = u16::try_from(number).unwrap_or(u16::MAX).saturating_mul(STEP);
        let within = number >= first && number <= last;
        if met(&number) {
            let style = if chosen == Some(number) { theme.moving } else { theme.accent };
            put(&mut buffer, x, 0, "●", style);
        } else {
            put(&mut buffer, x, 0, if within { "─" } else { "·" }, theme.faint);
        }
        if within && number < last {
            put(&mut buffer, x + 1, 0, "─", theme.faint);
        }
    }
    buffer
}

/// Cells in front of the first column.
#[must_use]
pub fn start(rows: &[Row]) -> u16 {
    rows.iter().map(|row| cells(&row.label)).max().unwrap_or(0) + GAP
}

fn span(columns: &[&str]) -> u16 {
    u16::try_from(columns.len()).unwrap_or(u16::MAX).saturating_mul(STEP).saturating_sub(1)
}

fn column(rows: &[Row], at: usize) -> u16 {
    start(rows) + u16::try_from(at).unwrap_or(u16::MAX).saturating_mul(STEP)
}

fn put(buffer: &mut Buffer, x: u16, y: u16, symbol: &str, style: Style) {
    if let Some(cell) = buffer.cell_mut(Position::new(x, y)) {
        cell.set_symbol(symbol).set_style(style);
    }
}
