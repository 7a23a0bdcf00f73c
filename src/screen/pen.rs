//! The terminal's cursor and pen while a frame is written: every move and every change of style in the fewest bytes.
//!
//! Sequences are those of ECMA-48 and of xterm's ctlseqs page: CUP, CUF, CUU, CUD, SGR.

use super::{
    colour::Ink,
    glyph::is_trusted,
    shown::{Style, attr},
};

/// Where the cursor is, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cursor {
    row: Option<u16>,
    /// Unknown after text of doubtful width and after the last column, where terminals differ.
    column: Option<u16>,
}

impl Cursor {
    /// A known place.
    pub(super) fn at(row: u16, column: u16) -> Self {
        Self { row: Some(row), column: Some(column) }
    }

    /// Whether it is known to be there.
    pub(super) fn is_at(self, row: u16, column: u16) -> bool {
        self == Self::at(row, column)
    }

    /// Whether it is known to be in this row, and at which column.
    pub(super) fn column_in(self, row: u16) -> Option<u16> {
        self.column.filter(|_| self.row == Some(row))
    }
}

/// Cursor and pen, which change as bytes are written; a copy of it is a place to come back to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pen {
    pub(super) cursor: Cursor,
    pub(super) style: Style,
}

impl Pen {
    /// Moves the cursor.
    pub(super) fn go(&mut self, row: u16, column: u16, out: &mut Vec<u8>) {
        if self.cursor.is_at(row, column) {
            return;
        }
        let start = out.len();
        write_address(row, column, out);
        if let Some(from_row) = self.cursor.row {
            if let Some(from_column) = self.cursor.column.filter(|&from| from <= column) {
                keep_shorter(out, start, |out| {
                    write_vertical(from_row, row, out);
                    write_count(column - from_column, b'C', out);
                });
            }
            keep_shorter(out, start, |out| {
                // A line feed keeps the column or returns it, as the terminal is set; after CR both are the same. It
                // scrolls only from the last row, and there is none below that to go to.
                out.push(b'\r');
                match row.checked_sub(from_row) {
                    Some(down @ 1..=3) => (0..down).for_each(|_| out.push(b'\n')),
                    _ => write_vertical(from_row, row, out),
                }
                write_count(column, b'C', out);
            });
        }
        self.cursor = Cursor::at(row, column);
    }

    /// Writes the text of one grapheme at the cursor, in a row of `columns`.
    pub(super) fn print(&mut self, text: &[u8], width: u8, columns: u16, out: &mut Vec<u8>) {
        out.extend_from_slice(text);
        let trusted = width == 1 && is_trusted(text);
        self.cursor.column = match self.cursor.column {
            Some(column) if trusted && column + 1 < columns => Some(column + 1),
            _ => None,
        };
    }

    /// Changes colours and attributes, not the link.
    pub(super) fn paint(&mut self, to: Style, out: &mut Vec<u8>) {
        let from = Style { link: to.link, ..self.style };
        if from == to {
            return;
        }
        let start = out.len();
        write_sgr(from, to, false, out);
        if to == (Style { link: to.link, ..Style::default() }) {
            keep_shorter(out, start, |out| out.extend_from_slice(b"\x1b[m"));
        } else {
            keep_shorter(out, start, |out| write_sgr(Style::default(), to, true, out));
        }
        self.style = Style { link: self.style.link, ..to };
    }
}

/// Runs `write` and keeps either what it wrote or what stood there since `start`, whichever is shorter.
pub(super) fn keep_shorter(out: &mut Vec<u8>, start: usize, write: impl FnOnce(&mut Vec<u8>)) -> bool {
    let middle = out.len();
    write(out);
    let shorter = out.len() - middle < middle - start;
    if shorter {
        out.drain(start..middle);
    } else {
        out.truncate(middle);
    }
    shorter
}

/// CUP: both counted from 1, and 1 need not be written.
fn write_address(row: u16, column: u16, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\x1b[");
    if (row, column) != (0, 0) {
        write_number(row + 1, out);
    }
    if column != 0 {
        out.push(b';');
        write_number(column + 1, out);
    }
    out.push(b'H');
}

fn write_vertical(from: u16, to: u16, out: &mut Vec<u8>) {
    if to > from {
        write_count(to - from, b'B', out);
    } else {
        write_count(from - to, b'A', out);
    }
}

/// A CSI sequence with a count, which is left out when it is 1; nothing for 0.
fn write_count(count: u16, last: u8, out: &mut Vec<u8>) {
    match count {
        0 => return,
        1 => out.extend_from_slice(b"\x1b["),
        _ => {
            out.extend_from_slice(b"\x1b[");
            write_number(count, out);
        }
    }
    out.push(last);
}

fn write_number(number: u16, out: &mut Vec<u8>) {
    let mut power = 10_000;
    while power > 1 {
        if number >= power {
            let digit = number / power % 10;
            out.push(b'0' + u8::try_from(digit).unwrap_or(0));
        }
        power /= 10;
    }
    out.push(b'0' + u8::try_from(number % 10).unwrap_or(0));
}

/// SGR from one style to another in one sequence; `reset` begins it with 0.
fn write_sgr(from: Style, to: Style, reset: bool, out: &mut Vec<u8>) {
    const SWITCHES: [(u8, u16, u16); 6] = [
        (attr::BOLD, 1, 22),
        (attr::DIM, 2, 22),
        (attr::ITALIC, 3, 23),
        (attr::UNDERLINE, 4, 24),
        (attr::REVERSE, 7, 27),
        (attr::CROSSED, 9, 29),
    ];
    out.extend_from_slice(b"\x1b[");
    let mut separate = false;
    let mut parameter = |number: u16, out: &mut Vec<u8>| {
        if std::mem::replace(&mut separate, true) {
            out.push(b';');
        }
        write_number(number, out);
    };
    if reset {
        parameter(0, out);
    }
    let off = from.attrs & !to.attrs;
    // 22 ends bold and dim at once; the one that stays is set again.
    let lost = if off & (attr::BOLD | attr::DIM) == 0 { 0 } else { attr::BOLD | attr::DIM };
    let mut ended = 0;
    for (bit, _, code) in SWITCHES {
        if off & bit != 0 && ended != code {
            parameter(code, out);
            ended = code;
        }
    }
    for (bit, code, _) in SWITCHES {
        if to.attrs & !(from.attrs & !lost) & bit != 0 {
            parameter(code, out);
        }
    }
    for (from, to, base) in [(from.fg, to.fg, 30), (from.bg, to.bg, 40)] {
        if from == to {
            continue;
        }
        match to {
            Ink::Own => parameter(base + 9, out),
            // Named colours have codes of their own, which terminals of 16 colours know.
            Ink::Indexed(index @ 0..8) => parameter(base + u16::from(index), out),
            Ink::Indexed(index @ 8..16) => parameter(base + 52 + u16::from(index), out),
            Ink::Indexed(index) => {
                for number in [base + 8, 5, index.into()] {
                    parameter(number, out);
                }
            }
            Ink::Rgb(red, green, blue) => {
                for number in [base + 8, 2, red.into(), green.into(), blue.into()] {
                    parameter(number, out);
                }
            }
        }
    }
    out.push(b'm');
}
