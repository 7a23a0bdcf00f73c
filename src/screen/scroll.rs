//! A part of the page that moved up or down as a whole: the terminal moves it, and only what came into view is sent.
//!
//! A list that scrolls by a row would otherwise be sent again row by row, thirty times the bytes.

use std::ops::Range;

use super::pen::{Cursor, Pen};

/// Rows: the farthest move that is looked for. A page that moves farther keeps little worth moving.
const FARTHEST: usize = 12;
/// Bytes: what a move must save to be worth it; its own sequences take about 25.
const WORTH: usize = 40;

/// Rows that moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scroll {
    /// Rows that take part: those that moved, and as many as came into view.
    rows: Range<usize>,
    /// By how many.
    by: usize,
    /// Whether they moved up.
    up: bool,
}

impl Scroll {
    /// Finds the move that saves most, if one saves anything.
    ///
    /// `old` and `new` are the packed rows before and after, as many of the one as of the other.
    pub(super) fn find(old: &[&[u8]], new: &[&[u8]]) -> Option<Self> {
        let changed = |y: usize| old.get(y) != new.get(y);
        let cost = |y: usize| new.get(y).map_or(0, |row| row.len());
        if (0..new.len()).filter(|&y| changed(y)).count() < 3 {
            return None;
        }
        let mut best = (WORTH, None);
        for by in 1..=FARTHEST.min(new.len().saturating_sub(1)) {
            for up in [true, false] {
                // A place after the move and the one before it, from the first row that can have moved.
                let (first, last) = if up { (0, new.len() - by) } else { (by, new.len()) };
                let came_from = |y: usize| if up { y + by } else { y - by };
                let mut y = first;
                while y < last {
                    let start = y;
                    while y < last && new.get(y) == old.get(came_from(y)) {
                        y += 1;
                    }
                    if y > start {
                        let uncovered = if up { y..y + by } else { start - by..start };
                        let saved: usize = (start..y).filter(|&y| changed(y)).map(cost).sum();
                        let drawn_again: usize = uncovered.clone().filter(|&y| !changed(y)).map(cost).sum();
                        let gain = saved.saturating_sub(drawn_again);
                        if gain > best.0 {
                            let rows = start.min(uncovered.start)..y.max(uncovered.end);
                            best = (gain, Some(Self { rows, by, up }));
                        }
                    }
                    y += 1;
                }
            }
        }
        best.1
    }

    /// Moves the rows on the terminal: margins (DECSTBM), then line feeds at the lower or reverse index at the upper one.
    ///
    /// What comes into view is blank in the pen's background, so the pen must be the default one.
    pub(super) fn write(&self, pen: &mut Pen, out: &mut Vec<u8>) {
        out.extend_from_slice(format!("\x1b[{};{}r", self.rows.start + 1, self.rows.end).as_bytes());
        pen.cursor = Cursor::default();
        let edge = if self.up { self.rows.end - 1 } else { self.rows.start };
        pen.go(u16::try_from(edge).unwrap_or(u16::MAX), 0, out);
        for _ in 0..self.by {
            out.extend_from_slice(if self.up { b"\n" } else { b"\x1bM" });
        }
        // Margins send the cursor home, on most terminals.
        out.extend_from_slice(b"\x1b[r");
        pen.cursor = Cursor::default();
    }

    /// Moves the rows in what is known of the terminal.
    pub(super) fn apply(&self, rows: &mut [&[u8]]) {
        let Some(moved) = rows.get_mut(self.rows.clone()) else { return };
        let blank = if self.up {
            moved.rotate_left(self.by);
            moved.len() - self.by..moved.len()
        } else {
            moved.rotate_right(self.by);
            0..self.by
        };
        for row in moved.get_mut(blank).unwrap_or_default() {
            *row = &[];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: [&[u8]; 6] = [
        b"the first row, which is long enough",
        b"the second row, which is long enough",
        b"the third row, which is long enough",
        b"the fourth row, which is long enough",
        b"the fifth row, which is long enough",
        b"the sixth row, which is long enough",
    ];

    fn page(first: usize) -> Vec<&'static [u8]> {
        let mut page: Vec<&[u8]> = vec![b"a heading"];
        page.extend(&LIST[first..first + 4]);
        page.push(b"keys");
        page
    }

    #[test]
    fn a_list_that_moves_between_a_heading_and_a_footer_is_found() {
        let up = Scroll::find(&page(0), &page(1)).unwrap();
        assert_eq!(up, Scroll { rows: 1..5, by: 1, up: true });
        let down = Scroll::find(&page(2), &page(0)).unwrap();
        assert_eq!(down, Scroll { rows: 1..5, by: 2, up: false });

        let (mut pen, mut out) = (Pen::default(), Vec::new());
        up.write(&mut pen, &mut out);
        assert_eq!(out, b"\x1b[2;5r\x1b[5H\n\x1b[r");
        out.clear();
        down.write(&mut pen, &mut out);
        assert_eq!(out, b"\x1b[2;5r\x1b[2H\x1bM\x1bM\x1b[r");

        let mut rows = page(0);
        up.apply(&mut rows);
        assert_eq!(rows, [b"a heading".as_slice(), LIST[1], LIST[2], LIST[3], b"", b"keys"]);
        let mut rows = page(2);
        down.apply(&mut rows);
        assert_eq!(rows, [b"a heading".as_slice(), b"", b"", LIST[2], LIST[3], b"keys"]);
    }

    #[test]
    fn a_page_that_stays_or_changes_altogether_does_not_move() {
        assert_eq!(Scroll::find(&page(0), &page(0)), None);
        assert_eq!(Scroll::find(&LIST, &[b"".as_slice(); 6]), None);
        assert_eq!(Scroll::find(&[], &[]), None);
        assert_eq!(Scroll::find(&LIST[..1], &LIST[1..2]), None);
    }
}
