//! One row brought up to date: what differs is written, what stays is jumped over, what ends is erased.

use super::{
    glyph::is_trusted,
    links::Addresses,
    pen::{Cursor, Pen, keep_shorter},
    shown::{Cell, Style, unpack},
};

/// A row before and after, unpacked; `new` says of each cell whether it stays.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change<'a> {
    row: u16,
    after: &'a [u8],
    old: &'a [Cell],
    new: &'a [Cell],
}

impl<'a> Change<'a> {
    /// The change of a row from one packed row to another, unpacked into `old` and `new`.
    pub(super) fn of(
        row: u16,
        [before, after]: [&'a [u8]; 2],
        columns: u16,
        old: &'a mut Vec<Cell>,
        new: &'a mut Vec<Cell>,
    ) -> Self {
        unpack(before, columns, old);
        unpack(after, columns, new);
        for (new, old) in new.iter_mut().zip(old.iter()) {
            new.stays = new.looks_like(after, *old, before);
        }
        Self { row, after, old, new }
    }
}

/// Brings one row up to date: cell by cell, or erased and drawn anew where that takes fewer bytes.
pub(super) fn draw_row(change: Change<'_>, addresses: Addresses<'_>, pen: &mut Pen, out: &mut Vec<u8>) {
    let Some(first) = change.new.iter().position(|cell| !cell.stays) else { return };
    let start = out.len();
    let saved = *pen;
    draw_cells(change, first, false, addresses, pen, out);
    if change.old.iter().skip(first).any(|cell| !cell.is_clear()) {
        let mut other = saved;
        if keep_shorter(out, start, |out| draw_cells(change, first, true, addresses, &mut other, out)) {
            *pen = other;
        }
    }
}

/// Draws what differs in a row from cell `first` on; `erase` clears the row from there before.
fn draw_cells(
    change: Change<'_>,
    first: usize,
    erase: bool,
    addresses: Addresses<'_>,
    pen: &mut Pen,
    out: &mut Vec<u8>,
) {
    let Change { row, after, old, new } = change;
    let columns = u16::try_from(new.len()).unwrap_or(u16::MAX);
    let ends = |cells: &[Cell]| cells.iter().rposition(|cell| !cell.is_clear()).map_or(0, |last| last + 1);
    let (new_end, mut old_end) = (ends(new), ends(old));
    if erase {
        erase_from(row, first, addresses, pen, out);
        old_end = first;
    }
    for (x, cell) in (0_u16..).zip(new).skip(first) {
        let at = usize::from(x);
        // Shorter than the erase are only one or two blanks.
        if at >= new_end && old_end > at + 2 {
            erase_from(row, at, addresses, pen, out);
            return;
        }
        let stays = if erase { cell.is_clear() } else { cell.stays };
        if cell.width == 0 || stays {
            continue;
        }
        if !reprint(row, x, after, new, pen, out) {
            pen.go(row, x, out);
        }
        if !(cell.is_blank() && cell.style.same_on_blanks(pen.style)) {
            addresses.follow(cell.style.link, pen, out);
            pen.paint(cell.style, out);
        }
        pen.print(cell.text(after), cell.width, columns, out);
    }
}

/// Erases to the end of the row. The pen's background must be the terminal's own: what is erased takes it on most
/// terminals and not on others.
fn erase_from(row: u16, column: usize, addresses: Addresses<'_>, pen: &mut Pen, out: &mut Vec<u8>) {
    pen.go(row, u16::try_from(column).unwrap_or(u16::MAX), out);
    if !pen.style.same_on_blanks(Style::default()) {
        addresses.follow(0, pen, out);
        pen.paint(Style::default(), out);
    }
    out.extend_from_slice(b"\x1b[K");
}

/// Gets to column `x` by writing the few unchanged cells before it again, where that is no longer than a move.
fn reprint(row: u16, x: u16, after: &[u8], new: &[Cell], pen: &mut Pen, out: &mut Vec<u8>) -> bool {
    let Some(from) = pen.cursor.column_in(row).filter(|&from| from < x) else { return false };
    let between = new.get(usize::from(from)..usize::from(x)).unwrap_or_default();
    // CSI n C takes four bytes, CSI C three.
    let longest = if between.len() == 1 { 3 } else { 4 };
    let fits = |cell: &Cell| {
        cell.width == 1 && (cell.style == pen.style || (cell.is_blank() && cell.style.same_on_blanks(pen.style)))
    };
    let safe = |cell: &Cell| is_trusted(cell.text(after));
    let bytes: usize = between.iter().map(|cell| cell.text(after).len()).sum();
    if bytes > longest || !between.iter().all(|cell| fits(cell) && safe(cell)) {
        return false;
    }
    for cell in between {
        out.extend_from_slice(cell.text(after));
    }
    pen.cursor = Cursor::at(row, x);
    true
}
