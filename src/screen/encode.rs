//! The encoder: the difference between two frames as terminal bytes.
//!
//! A row of the frame is packed the way the shown page is ([`super::shown`]): colours brought down to what the terminal
//! has, symbols to what it may be sent. Rows with the same bytes are passed over; only the others are unpacked and
//! compared cell by cell. Rows that moved together are moved by the terminal.

use std::sync::Arc;

use ratatui::buffer::Buffer;

use super::{
    Caps, Marks, Size,
    colour::Memo,
    links::{Addresses, Link, collect},
    modes::Modes,
    pack::pack_row,
    pen::{Cursor, Pen},
    row::{Change, draw_row},
    scroll::Scroll,
    shown::{Cell, Rows, Style, append},
};
use crate::limits::{COLUMNS, ROWS, SCRATCH_BYTES};

/// One visitor's terminal: what it can show, what it shows now, which modes were set.
#[derive(Debug)]
pub struct Screen {
    pub(super) caps: Caps,
    size: Size,
    pub(super) modes: Modes,
    /// What the terminal shows; `None` when that is not known and the next frame is drawn in full. Terminals that show
    /// the same still frame share it.
    page: Option<Arc<[u8]>>,
    cursor: Cursor,
    /// Whether the terminal draws its cursor.
    pub(super) cursor_shown: bool,
}

/// A frame packed for terminals of one kind and size: drawn once, shown to many.
#[derive(Debug)]
pub struct Packed {
    page: Arc<[u8]>,
    marks: Marks,
    /// What draws it on a terminal of which nothing is known, and where that leaves the cursor.
    whole: Option<(Box<[u8]>, Cursor)>,
}

impl Packed {
    /// Packs a frame for terminals like this one; where this one shows nothing yet, others will begin with it, too.
    #[must_use]
    pub fn new(frame: &Buffer, marks: Marks, screen: &Screen, scratch: &mut Scratch) -> Self {
        scratch.pack(frame, &marks, screen.size, screen.caps);
        let page: Arc<[u8]> = scratch.page.as_slice().into();
        let whole = screen.page.is_none().then(|| {
            let (mut pen, mut bytes) = (Pen::default(), Vec::new());
            screen.draw_rows(&page, &marks, scratch, &mut pen, &mut bytes);
            (bytes.into(), pen.cursor)
        });
        scratch.give_back();
        Self { page, marks, whole }
    }

    /// Bytes that it takes.
    #[must_use]
    pub fn held(&self) -> usize {
        let links: usize = self.marks.links.iter().map(|link| size_of_val(link) + link.url.len()).sum();
        self.page.len() + links + self.whole.as_ref().map_or(0, |(bytes, _)| bytes.len())
    }
}

/// Working memory for drawing, shared by all visitors that a thread serves.
#[derive(Debug, Default)]
pub struct Scratch {
    memo: Memo,
    links: Vec<Link>,
    page: Vec<u8>,
    row: Vec<u8>,
    old: Vec<Cell>,
    new: Vec<Cell>,
}

impl Screen {
    /// A terminal nothing was sent to yet.
    #[must_use]
    pub fn new(caps: Caps, size: Size) -> Self {
        let mut screen =
            Self { caps, size, modes: Modes::default(), page: None, cursor: Cursor::default(), cursor_shown: true };
        screen.resize(size);
        screen
    }

    /// What the terminal can show.
    #[must_use]
    pub fn caps(&self) -> Caps {
        self.caps
    }

    /// Its size.
    #[must_use]
    pub fn size(&self) -> Size {
        self.size
    }

    /// Bytes that this visitor's shown page takes.
    #[must_use]
    pub fn held(&self) -> usize {
        self.page.as_ref().map_or(0, |page| page.len())
    }

    /// The window has a new size: the next frame is drawn in full.
    pub fn resize(&mut self, size: Size) {
        self.size = Size { columns: size.columns.min(COLUMNS), rows: size.rows.min(ROWS) };
        self.forget();
    }

    /// What the terminal shows is not known any more: the next frame is drawn in full.
    pub(super) fn forget(&mut self) {
        self.page = None;
        self.cursor = Cursor::default();
    }

    /// Writes what brings the terminal from what it shows to `frame`; nothing at all where nothing changed.
    ///
    /// `frame` has its origin at (0, 0) and [`Self::size`] cells; cells outside are not drawn, missing ones are blank.
    /// Between frames the pen is always the default one: a window that grows is filled with the terminal's own colour,
    /// and a connection that breaks leaves no colour behind.
    pub fn draw(&mut self, frame: &Buffer, marks: &Marks, scratch: &mut Scratch, out: &mut Vec<u8>) {
        if !self.caps.escapes {
            return;
        }
        scratch.pack(frame, marks, self.size, self.caps);
        let page = std::mem::take(&mut scratch.page);
        self.bracket(marks, out, |screen, pen, out| screen.draw_rows(&page, marks, scratch, pen, out));
        self.keep(&page);
        scratch.page = page;
        scratch.give_back();
    }

    /// Writes what brings the terminal from what it shows to a frame that was packed for its kind and size.
    pub fn show(&mut self, packed: &Packed, scratch: &mut Scratch, out: &mut Vec<u8>) {
        let Packed { page, marks, whole } = packed;
        if !self.caps.escapes {
            return;
        }
        let whole = whole.as_ref().filter(|_| self.page.is_none());
        self.bracket(marks, out, |screen, pen, out| {
            if let Some((bytes, cursor)) = whole {
                out.extend_from_slice(bytes);
                pen.cursor = *cursor;
            } else {
                collect(marks, screen.caps.links, &mut scratch.links);
                screen.draw_rows(page, marks, scratch, pen, out);
            }
        });
        self.page = Some(Arc::clone(page));
        scratch.give_back();
    }

    /// Writes what `draw` writes, and what stands before and after it; nothing where that is nothing.
    fn bracket(&mut self, marks: &Marks, out: &mut Vec<u8>, draw: impl FnOnce(&Self, &mut Pen, &mut Vec<u8>)) {
        let start = out.len();
        if self.caps.sync {
            out.extend_from_slice(b"\x1b[?2026h");
        } else if self.cursor_shown {
            // Or the cursor is seen running over the page.
            out.extend_from_slice(b"\x1b[?25l");
        }
        let body = out.len();
        let mut pen = Pen { cursor: self.cursor, style: Style::default() };
        draw(self, &mut pen, out);
        let drawn = out.len() > body;
        if !drawn {
            out.truncate(start);
        } else if !self.caps.sync {
            self.cursor_shown = false;
        }
        self.place_cursor(marks, &mut pen, out);
        if drawn && self.caps.sync {
            out.extend_from_slice(b"\x1b[?2026l");
        }
        self.cursor = pen.cursor;
    }

    /// Writes the rows of `page` that the terminal does not show yet; the links of the page are in `scratch`.
    fn draw_rows(&self, page: &[u8], marks: &Marks, scratch: &mut Scratch, pen: &mut Pen, out: &mut Vec<u8>) {
        if self.page.is_none() {
            // Home and erase below is all of the screen, and unlike erase-all no terminal keeps it in the scrollback.
            out.extend_from_slice(b"\x1b[m\x1b[H\x1b[J");
            pen.cursor = Cursor::at(0, 0);
        }
        let Scratch { links, old, new, .. } = scratch;
        let mut before = rows_of(self.page.as_deref().unwrap_or_default(), self.size.rows);
        let after = rows_of(page, self.size.rows);
        // Where frames are not bracketed the rows would be seen jumping, and the oldest terminals have no margins.
        if self.caps.sync
            && self.page.is_some()
            && let Some(scroll) = Scroll::find(&before, &after)
        {
            scroll.write(pen, out);
            scroll.apply(&mut before);
        }
        let addresses = Addresses { links, marks };
        for (y, (before, after)) in (0..).zip(before.into_iter().zip(after)) {
            if before != after {
                let change = Change::of(y, [before, after], self.size.columns, old, new);
                draw_row(change, addresses, pen, out);
            }
        }
        addresses.follow(0, pen, out);
        pen.paint(Style::default(), out);
    }

    fn place_cursor(&mut self, marks: &Marks, pen: &mut Pen, out: &mut Vec<u8>) {
        if let Some(wanted) = marks.cursor {
            let column = wanted.x.min(self.size.columns.saturating_sub(1));
            let row = wanted.y.min(self.size.rows.saturating_sub(1));
            pen.go(row, column, out);
        }
        let show = marks.cursor_shown && marks.cursor.is_some();
        if show != self.cursor_shown {
            out.extend_from_slice(if show { b"\x1b[?25h" } else { b"\x1b[?25l" });
            self.cursor_shown = show;
        }
    }

    /// Remembers the page in exactly the memory it takes.
    fn keep(&mut self, page: &[u8]) {
        let own = self.page.as_mut().and_then(Arc::get_mut).filter(|own| own.len() == page.len());
        match own {
            Some(own) => own.copy_from_slice(page),
            None => self.page = Some(page.into()),
        }
    }
}

/// The rows of a packed page; blank ones where it has fewer.
fn rows_of(page: &[u8], rows: u16) -> Vec<&[u8]> {
    let mut reader = Rows(page);
    (0..rows).map(|_| reader.next()).collect()
}

impl Scratch {
    /// Packs a frame into [`Self::page`] and collects its links.
    fn pack(&mut self, frame: &Buffer, marks: &Marks, size: Size, caps: Caps) {
        let Self { memo, links, page, row, .. } = self;
        collect(marks, caps.links, links);
        page.clear();
        for y in 0..size.rows {
            row.clear();
            pack_row(frame, y, size.columns, caps, links, memo, row);
            append(row, page);
        }
    }

    /// Bytes that it keeps between frames.
    #[must_use]
    pub fn held(&self) -> usize {
        let cells = (self.old.capacity() + self.new.capacity()) * size_of::<Cell>();
        let links = self.links.capacity() * size_of::<Link>();
        self.page.capacity() + self.row.capacity() + cells + links + size_of::<Memo>()
    }

    /// Frees what an unusually large page took.
    fn give_back(&mut self) {
        self.page.clear();
        self.page.shrink_to(SCRATCH_BYTES);
        self.links.clear();
        self.links.shrink_to(SCRATCH_BYTES / size_of::<Link>());
    }
}
