//! A ratatui [`Buffer`] to the fewest bytes that bring one terminal from what it shows to what it should show.
//!
//! No tokio, no tty: [`Screen`] writes into a `Vec<u8>` and remembers, packed, what the terminal shows now. A frame goes
//! row by row through these:
//!
//! | module | what it does |
//! |---|---|
//! | [`caps`] | what the terminal can show, from its TERM and environment |
//! | `pack` | a row of the frame as this terminal will show it, by way of `colour`, `glyph` and `links` |
//! | `shown` | how such rows are kept, and read again |
//! | `row` | what of a row is written, jumped over, erased |
//! | `scroll` | rows that moved together, which the terminal moves itself |
//! | `pen` | cursor moves and changes of style in the fewest bytes |
//! | `encode` | the frame around the rows |
//! | `modes` | what is said beside frames: modes, title, clipboard, questions |

pub mod caps;
mod colour;
mod encode;
mod glyph;
mod links;
mod modes;
mod pack;
mod pen;
mod row;
mod scroll;
mod shown;
#[cfg(test)]
mod tests;

pub use caps::{Caps, Depth};
#[cfg(test)]
pub(crate) use colour::shown_as;
pub use encode::{Packed, Scratch, Screen};

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};
use unicode_segmentation::UnicodeSegmentation;

/// Size of a terminal in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Size {
    /// Cells in a row.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
}

impl Size {
    /// Clamps what a client claims (RFC 4254 section 6.2 sends any `u32`): 0 means the client does not know, which is
    /// read as 80x24; more than [`crate::limits::COLUMNS`] x [`crate::limits::ROWS`] is cut to that.
    #[must_use]
    pub fn clamped(columns: u32, rows: u32) -> Self {
        let side = |value: u32, unknown: u16, most: u16| match value {
            0 => unknown,
            known => u16::try_from(known).unwrap_or(most).min(most),
        };
        Self { columns: side(columns, 80, crate::limits::COLUMNS), rows: side(rows, 24, crate::limits::ROWS) }
    }

    /// The rectangle that covers the whole terminal.
    #[must_use]
    pub fn area(self) -> Rect {
        Rect::new(0, 0, self.columns, self.rows)
    }
}

/// What a frame says beside its cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// Where the real cursor rests: on the focused item, so that screen readers and magnifiers follow.
    pub cursor: Option<Position>,
    /// Whether the cursor is also drawn (a text field has the focus).
    pub cursor_shown: bool,
    /// Runs of cells that are links (OSC 8).
    pub links: Vec<LinkRun>,
}

/// Cells of one row that lead to an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRun {
    /// First cell.
    pub start: Position,
    /// Number of cells.
    pub width: u16,
    /// Where it leads; already checked to be http, https or mailto.
    pub url: String,
}

/// A text as a terminal may be sent it beside frames: in ASCII where it has only that, and without control characters.
#[must_use]
pub fn readable(text: &str, unicode: bool) -> String {
    text.graphemes(true).map(|grapheme| glyph::shown(grapheme, unicode).0).collect()
}

/// The text of a frame: a line a row, blanks at its end cut off. For tests, and for readers without a terminal.
#[must_use]
pub fn plain(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let start = text.len();
        let mut x = buffer.area.left();
        while let Some(cell) = buffer.cell((x, y)) {
            let (shown, width) = glyph::shown(cell.symbol(), true);
            text.push_str(shown);
            // The cell that the second half of a wide grapheme covers.
            x = x.saturating_add(u16::from(width));
        }
        let end = start + text.get(start..).map_or(0, |line| line.trim_end_matches(' ').len());
        text.truncate(end);
        text.push('\n');
    }
    text
}
