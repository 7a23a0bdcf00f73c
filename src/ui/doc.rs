//! A page as a document: rows of styled text, pictures between them, and the items that can be focused.
//!
//! Every page builds one from the state. The view shows the part that fits, the keys walk its items, a mouse click is
//! looked up in it, and the plain surfaces print it: one model, so they cannot disagree.

mod told;

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
    text::{Line, Span},
};
use unicode_width::UnicodeWidthStr;

use crate::{content::Place, screen::LinkRun};

/// Cells that a column of text beside its label has at least.
const NARROW: u16 = 12;
/// Cells by which text is indented that stands below its label.
const HANGING: u16 = 3;

/// What Enter does on an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// Goes to a place in the portfolio.
    Place(Place),
    /// Leads out of the terminal: an address for the visitor's own browser.
    Link(String),
    /// Something to take along, for example a command line; `y` copies it.
    Text(String),
}

/// Something on a page that can be focused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its first row in the document.
    pub row: u16,
    /// Its first column.
    pub column: u16,
    /// Cells of its first row.
    pub width: u16,
    /// Rows it covers.
    pub rows: u16,
    /// What it leads to.
    pub goal: Goal,
}

impl Item {
    /// Whether any of its rows is among `rows` rows from `scroll` on.
    #[must_use]
    pub fn in_view(&self, scroll: u16, rows: u16) -> bool {
        self.row + self.rows > scroll && self.row < scroll.saturating_add(rows)
    }
}

/// A row of text.
#[derive(Debug, Clone, Default)]
struct Row {
    line: Line<'static>,
    /// Whether it is the rest of the paragraph in the row above, which was too long for one row.
    goes_on: bool,
}

/// A page: rows of text, pictures over them, items in them.
#[derive(Debug, Clone, Default)]
pub struct Doc {
    width: u16,
    focus: usize,
    first: usize,
    rows: Vec<Row>,
    items: Vec<Item>,
    pictures: Vec<(Position, Buffer)>,
    links: Vec<(u16, u16, u16, String)>,
    /// The row in which most of what was searched for stands.
    pub marked: Option<u16>,
    /// A row that should be in view although no item has it: the node a data flow has reached.
    pub attention: Option<u16>,
}

impl Doc {
    /// An empty document of a width in cells; `focus` is the number of the focused item.
    #[must_use]
    pub fn new(width: u16, focus: usize) -> Self {
        Self { width, focus, ..Self::default() }
    }

    /// Counts items from `first` on: for a part that is added to a document which has that many items.
    #[must_use]
    pub fn counting_from(self, first: usize) -> Self {
        Self { first, ..self }
    }

    /// Width in cells that rows are made for.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Number of rows.
    #[must_use]
    pub fn height(&self) -> u16 {
        u16::try_from(self.rows.len()).unwrap_or(u16::MAX)
    }

    /// The items, in reading order.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Only the items.
    #[must_use]
    pub fn into_items(self) -> Vec<Item> {
        self.items
    }

    /// Whether the item that is added next is the focused one.
    #[must_use]
    pub fn next_is_focused(&self) -> bool {
        self.first + self.items.len() == self.focus
    }

    /// Adds a row.
    pub fn line(&mut self, line: impl Into<Line<'static>>) {
        self.row(line.into(), false);
    }

    fn row(&mut self, line: Line<'static>, goes_on: bool) {
        self.rows.push(Row { line: clip(line, self.width), goes_on });
    }

    /// Adds an empty row.
    pub fn blank(&mut self) {
        self.rows.push(Row::default());
    }

    /// Adds text wrapped at words, each row indented by `indent` cells.
    pub fn text(&mut self, text: &str, style: Style, indent: u16) {
        self.text_within(self.width, text, style, indent);
    }

    /// Adds text as [`Self::text`] does, in rows of at most `width` cells with their indent.
    pub fn text_within(&mut self, width: u16, text: &str, style: Style, indent: u16) {
        for (at, row) in wrap(text, width.saturating_sub(indent)).into_iter().enumerate() {
            self.row(Line::from(vec![Span::raw(spaces(indent)), Span::styled(row, style)]), at > 0);
        }
    }

    /// Adds text whose rows after the first hang under the place where `head` ends; all of them under the head itself
    /// where the column beside it would break words.
    pub fn hanging(&mut self, mut head: Vec<Span<'static>>, text: &str, style: Style) {
        let indent = width_of(&head);
        let longest = text.split(' ').map(cells).max().unwrap_or(0);
        if indent > HANGING && self.width.saturating_sub(indent) < longest.max(NARROW) {
            if let Some(last) = head.last_mut() {
                last.content = last.content.trim_end().to_owned().into();
            }
            self.line(Line::from(head));
            return self.text(text, style, HANGING);
        }
        let mut head = Some(head);
        for row in wrap(text, self.width.saturating_sub(indent)) {
            let goes_on = head.is_none();
            let mut spans = head.take().unwrap_or_else(|| vec![Span::raw(spaces(indent))]);
            spans.push(Span::styled(row, style));
            self.row(Line::from(spans), goes_on);
        }
        if let Some(head) = head {
            self.line(Line::from(head));
        }
    }

    /// Adds an item that covers the rows which `draw` adds, from `column` on.
    pub fn item(&mut self, column: u16, goal: Goal, draw: impl FnOnce(&mut Self, bool)) {
        let row = self.height();
        let focused = self.next_is_focused();
        let at = self.items.len();
        self.items.push(Item { row, column, width: self.width.saturating_sub(column), rows: 1, goal });
        draw(self, focused);
        let rows = self.height().saturating_sub(row).max(1);
        if let Some(item) = self.items.get_mut(at) {
            item.rows = rows;
        }
    }

    /// Marks cells of the row that is added next as an item, without adding anything.
    pub fn inline_item(&mut self, column: u16, width: u16, goal: Goal) {
        self.items.push(Item { row: self.height(), column, width, rows: 1, goal });
    }

    /// Marks cells of the row that was added last as a link.
    pub fn link(&mut self, column: u16, width: u16, url: &str) {
        self.links.push((self.height().saturating_sub(1), column, width, url.to_owned()));
    }

    /// Adds rows that show a picture at `column`.
    pub fn picture(&mut self, column: u16, picture: Buffer) {
        let top = Position::new(column, self.height());
        for _ in 0..picture.area.height {
            self.blank();
        }
        self.pictures.push((top, picture));
    }

    /// Adds another document below.
    pub fn append(&mut self, other: Self) {
        self.beside(other, Self::default(), 0);
    }

    /// Marks words wherever they stand, whatever their case, and notes the row that has the most of them.
    pub fn mark(&mut self, words: &[String], style: Style) {
        let mut most = 0;
        for (row, number) in self.rows.iter_mut().zip(0..) {
            let mut found = 0;
            let spans = std::mem::take(&mut row.line.spans);
            for span in spans {
                row.line.spans.extend(marked(&span, words, style, &mut found));
            }
            if found > most {
                (most, self.marked) = (found, Some(number));
            }
        }
    }

    /// Adds two documents beside each other, the second from `column` on. Their items follow one another.
    pub fn beside(&mut self, left: Self, right: Self, column: u16) {
        let top = self.height();
        let (left_rows, right_rows) = (left.rows.len(), right.rows.len());
        let mut right_lines = right.rows.into_iter();
        let mut left_lines = left.rows.into_iter();
        for _ in 0..left_rows.max(right_rows) {
            let Row { mut line, mut goes_on } = left_lines.next().unwrap_or_default();
            if let Some(other) = right_lines.next() {
                let used = width_of(&line.spans);
                line.spans.push(Span::raw(spaces(column.saturating_sub(used))));
                line.spans.extend(other.line.spans);
                goes_on |= other.goes_on;
            }
            self.row(line, goes_on);
        }
        for (shift, items, pictures, links) in
            [(0, left.items, left.pictures, left.links), (column, right.items, right.pictures, right.links)]
        {
            self.items.extend(items.into_iter().map(|item| Item {
                row: item.row + top,
                column: item.column + shift,
                ..item
            }));
            self.pictures
                .extend(pictures.into_iter().map(|(at, picture)| (Position::new(at.x + shift, at.y + top), picture)));
            self.links.extend(links.into_iter().map(|(row, from, width, url)| (row + top, from + shift, width, url)));
        }
    }

    /// Draws the rows from `scroll` on into an area, and reports the links that are in view.
    pub fn draw(&self, area: Rect, scroll: u16, buffer: &mut Buffer, links: &mut Vec<LinkRun>) {
        let area = area.intersection(buffer.area);
        for (row, y) in self.rows.iter().skip(usize::from(scroll)).zip(area.top()..area.bottom()) {
            set_line(Position::new(area.x, y), &row.line, area, buffer);
        }
        for (at, picture) in &self.pictures {
            for (row, y) in (at.y..).zip(0..picture.area.height) {
                let Some(on_screen) = row.checked_sub(scroll).filter(|&row| row < area.height) else { continue };
                for x in 0..picture.area.width.min(area.width.saturating_sub(at.x)) {
                    let target = Position::new(area.x + at.x + x, area.y + on_screen);
                    let source = picture.cell((x, y)).filter(|source| source.symbol() != " ");
                    if let (Some(cell), Some(source)) = (buffer.cell_mut(target), source) {
                        *cell = source.clone();
                    }
                }
            }
        }
        for (row, column, width, url) in &self.links {
            if let Some(on_screen) = row.checked_sub(scroll).filter(|&row| row < area.height) {
                let width = (*width).min(area.width.saturating_sub(*column));
                if width > 0 {
                    let start = Position::new(area.x + column, area.y + on_screen);
                    links.push(LinkRun { start, width, url: url.clone() });
                }
            }
        }
    }

    /// Whether all of it lies within its width: rows are cut with a mark, pictures would be without one.
    #[cfg(test)]
    pub(super) fn fits(&self) -> bool {
        self.rows.iter().all(|row| row.line.width() <= usize::from(self.width))
            && self.pictures.iter().all(|(at, picture)| at.x + picture.area.width <= self.width)
    }

    /// The document as text, blanks at the ends of rows cut.
    #[must_use]
    pub fn plain(&self) -> String {
        let area = Rect::new(0, 0, self.width, self.height());
        let mut buffer = Buffer::empty(area);
        self.draw(area, 0, &mut buffer, &mut Vec::new());
        crate::screen::plain(&buffer)
    }
}

/// Draws a row as [`Buffer::set_line`] does. Most text is plain ASCII, a cell a byte, and need not be taken apart into
/// graphemes to be known as that: half the time of a page went there.
fn set_line(at: Position, line: &Line<'_>, area: Rect, buffer: &mut Buffer) {
    let mut x = at.x;
    for span in line {
        let room = area.right().saturating_sub(x);
        let style = line.style.patch(span.style);
        if !is_plain(&span.content) {
            (x, _) = buffer.set_stringn(x, at.y, span.content.as_ref(), usize::from(room), style);
            continue;
        }
        for byte in span.content.bytes().take(usize::from(room)) {
            if let Some(cell) = buffer.cell_mut(Position::new(x, at.y)) {
                cell.set_char(char::from(byte)).set_style(style);
            }
            x += 1;
        }
    }
}

/// Whether every byte of a text is a character of one cell: printable ASCII.
fn is_plain(text: &str) -> bool {
    // No early end: so the compiler takes many bytes at a time.
    text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'))
}

fn width(text: &str) -> usize {
    if is_plain(text) { text.len() } else { text.width() }
}

/// A span cut where a word begins or ends; `found` counts the characters that are marked.
fn marked(span: &Span<'static>, words: &[String], style: Style, found: &mut usize) -> Vec<Span<'static>> {
    // Lower case of ASCII keeps every byte in its place.
    let text = span.content.to_ascii_lowercase();
    let mut cuts: Vec<bool> = vec![false; text.len()];
    for word in words.iter().map(|word| word.to_ascii_lowercase()).filter(|word| word.len() > 1) {
        for (start, _) in text.match_indices(&word) {
            cuts.iter_mut().skip(start).take(word.len()).for_each(|cut| *cut = true);
        }
    }
    let mut pieces: Vec<(bool, String)> = Vec::new();
    for (at, c) in span.content.char_indices() {
        let hit = cuts.get(at).copied().unwrap_or(false);
        *found += usize::from(hit);
        match pieces.last_mut() {
            Some((same, piece)) if *same == hit => piece.push(c),
            _ => pieces.push((hit, c.to_string())),
        }
    }
    let style_of = |hit: bool| if hit { span.style.patch(style) } else { span.style };
    pieces.into_iter().map(|(hit, piece)| Span::styled(piece, style_of(hit))).collect()
}

/// Cells that spans take.
#[must_use]
pub fn width_of(spans: &[Span<'_>]) -> u16 {
    u16::try_from(spans.iter().map(|span| width(&span.content)).sum::<usize>()).unwrap_or(u16::MAX)
}

/// Cells that a text takes.
#[must_use]
pub fn cells(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

/// A text of `count` spaces.
#[must_use]
pub fn spaces(count: u16) -> String {
    " ".repeat(usize::from(count))
}

/// A text filled with spaces to `width` cells.
#[must_use]
pub fn pad(text: &str, width: u16) -> String {
    format!("{text}{}", spaces(width.saturating_sub(cells(text))))
}

/// A text cut at words into rows of at most `width` cells; a longer word is cut where it must be.
#[must_use]
pub fn wrap(text: &str, width: u16) -> Vec<String> {
    let options = textwrap::Options::new(usize::from(width.max(1)))
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

/// A text of at most `width` cells; what is left out is marked by `…`.
#[must_use]
pub fn shorten(text: &str, width: u16) -> String {
    let line = clip(Line::raw(text.to_owned()), width);
    line.spans.into_iter().map(|span| span.content.into_owned()).collect()
}

/// A row of at most `width` cells; what is left out is marked by `…`.
fn clip(line: Line<'static>, width: u16) -> Line<'static> {
    if width_of(&line.spans) <= width {
        return line;
    }
    let mut room = usize::from(width).saturating_sub(1);
    let mut spans = Vec::new();
    let mut style = Style::default();
    'spans: for span in line.spans {
        style = span.style;
        let mut kept = String::new();
        for grapheme in unicode_segmentation::UnicodeSegmentation::graphemes(span.content.as_ref(), true) {
            let wide = grapheme.width();
            if wide > room {
                spans.push(Span::styled(kept, span.style));
                break 'spans;
            }
            room -= wide;
            kept.push_str(grapheme);
        }
        spans.push(Span::styled(kept, span.style));
    }
    if width > 0 {
        spans.push(Span::styled("…", style));
    }
    Line::from(spans)
}
