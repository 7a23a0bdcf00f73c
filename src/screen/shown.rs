//! What a terminal shows now, packed: a row is runs of equal style with their text, blanks at its end cost nothing.
//!
//! Every visitor holds one such page for as long as the visit lasts, so its size is what a visitor costs. A row is text
//! in which four bytes that text never has stand for something else:
//!
//! | byte | followed by | meaning |
//! |---|---|---|
//! | [`STYLE`] | kinds, then what they announce | style of the cells from here on; a row begins in the default one |
//! | [`CLUSTER`] | length, text | one cell of several characters |
//! | [`WIDE`] | length, text | two cells of one grapheme |
//! | [`REPEAT`] | count | the last cell so many times more |
//!
//! The same cells always pack to the same bytes, so that equal rows are found by comparing bytes.

use super::colour::Ink;

const STYLE: u8 = 1;
const CLUSTER: u8 = 2;
const WIDE: u8 = 3;
const REPEAT: u8 = 4;

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Style {
    /// Colour of the text.
    pub(super) fg: Ink,
    /// Colour behind it.
    pub(super) bg: Ink,
    /// Bits of [`attr`].
    pub(super) attrs: u8,
    /// Fingerprint of the address it leads to; 0 is none.
    pub(super) link: u32,
}

/// Bits of [`Style::attrs`].
pub(super) mod attr {
    pub(in crate::screen) const BOLD: u8 = 1;
    pub(in crate::screen) const DIM: u8 = 2;
    pub(in crate::screen) const ITALIC: u8 = 4;
    pub(in crate::screen) const UNDERLINE: u8 = 8;
    pub(in crate::screen) const REVERSE: u8 = 16;
    pub(in crate::screen) const CROSSED: u8 = 32;
    /// Those that show on a blank.
    pub(in crate::screen) const ON_BLANKS: u8 = UNDERLINE | REVERSE | CROSSED;
}

impl Style {
    /// Whether a blank looks the same in both styles: the colour of text that is not there does not show.
    pub(super) fn same_on_blanks(self, other: Self) -> bool {
        self == other
            || (self.bg == other.bg && self.link == other.link && (self.attrs | other.attrs) & attr::ON_BLANKS == 0)
    }
}

/// One cell of an unpacked row; its text stays in the packed row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cell {
    /// How it looks.
    pub(super) style: Style,
    /// Where its text begins in the packed row.
    start: usize,
    /// Length of its text; 0 is a blank.
    len: u8,
    /// Cells it takes: 1 or 2; 0 for the second half of a wide one.
    pub(super) width: u8,
    /// Whether the terminal shows it already.
    pub(super) stays: bool,
}

impl Cell {
    /// A cell of a cleared screen.
    pub(super) const BLANK: Self = Self {
        style: Style { fg: Ink::Own, bg: Ink::Own, attrs: 0, link: 0 },
        start: 0,
        len: 0,
        width: 1,
        stays: false,
    };

    /// The text, which stands in the row this cell was unpacked from.
    pub(super) fn text(self, row: &[u8]) -> &[u8] {
        if self.is_blank() { b" " } else { row.get(self.start..self.start + usize::from(self.len)).unwrap_or_default() }
    }

    /// Whether it has no text.
    pub(super) fn is_blank(self) -> bool {
        self.len == 0 && self.width == 1
    }

    /// Whether it looks like a cell of a cleared screen.
    pub(super) fn is_clear(self) -> bool {
        self.is_blank() && self.style.same_on_blanks(Style::default())
    }

    /// Whether both look the same.
    pub(super) fn looks_like(self, row: &[u8], other: Self, other_row: &[u8]) -> bool {
        if self.is_blank() && other.is_blank() {
            return self.style.same_on_blanks(other.style);
        }
        // What differs most often and is compared fastest comes first.
        self.len == other.len
            && self.width == other.width
            && self.text(row) == other.text(other_row)
            && self.style == other.style
    }
}

/// Packs one row, from left to right.
#[derive(Debug)]
pub(super) struct Packer<'a> {
    out: &'a mut Vec<u8>,
    style: Style,
    last: &'a str,
    width: u8,
    repeats: usize,
}

impl<'a> Packer<'a> {
    /// Begins a row at the end of `out`.
    pub(super) fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out, style: Style::default(), last: "", width: 1, repeats: 0 }
    }

    /// Adds a cell; `text` is not empty, has no control characters and is `width` cells wide.
    pub(super) fn push(&mut self, style: Style, text: &'a str, width: u8) {
        let fits = style == self.style || (text == " " && style.same_on_blanks(self.style));
        if fits && text == self.last {
            self.repeats += 1;
            return;
        }
        self.flush();
        if !fits {
            self.style = style;
            pack_style(style, self.out);
        }
        (self.last, self.width) = (text, width);
        pack_text(text, width, self.out);
    }

    /// Ends the row.
    pub(super) fn finish(mut self) {
        self.flush();
    }

    fn flush(&mut self) {
        // Two bytes repeat anything up to 255 times; repeating a letter once is shorter as it is.
        while self.repeats > 0 {
            if self.repeats == 1 && self.last.len() == 1 {
                self.out.extend_from_slice(self.last.as_bytes());
                self.repeats = 0;
            } else {
                let count = u8::try_from(self.repeats).unwrap_or(u8::MAX);
                self.out.extend_from_slice(&[REPEAT, count]);
                self.repeats -= usize::from(count);
            }
        }
    }
}

fn pack_text(text: &str, width: u8, out: &mut Vec<u8>) {
    let single = text.chars().nth(1).is_none();
    if width != 1 || !single {
        // Longer than 255 bytes is nothing: `GRAPHEME_BYTES`.
        out.extend_from_slice(&[if width == 1 { CLUSTER } else { WIDE }, u8::try_from(text.len()).unwrap_or(u8::MAX)]);
    }
    out.extend_from_slice(text.as_bytes());
}

fn pack_style(style: Style, out: &mut Vec<u8>) {
    let kind = |ink: Ink| match ink {
        Ink::Own => 0,
        Ink::Indexed(_) => 1,
        Ink::Rgb(..) => 2,
    };
    let kinds = kind(style.fg) | kind(style.bg) << 2 | u8::from(style.attrs != 0) << 4 | u8::from(style.link != 0) << 5;
    out.extend_from_slice(&[STYLE, kinds]);
    for ink in [style.fg, style.bg] {
        match ink {
            Ink::Own => {}
            Ink::Indexed(index) => out.push(index),
            Ink::Rgb(red, green, blue) => out.extend_from_slice(&[red, green, blue]),
        }
    }
    if style.attrs != 0 {
        out.push(style.attrs);
    }
    if style.link != 0 {
        out.extend_from_slice(&style.link.to_le_bytes());
    }
}

/// Unpacks a row into `columns` cells.
pub(super) fn unpack(row: &[u8], columns: u16, cells: &mut Vec<Cell>) {
    cells.clear();
    let mut reader = Reader { row, at: 0 };
    let mut style = Style::default();
    while let Some(byte) = reader.byte() {
        match byte {
            STYLE => style = reader.style(),
            REPEAT => {
                let count = reader.byte().unwrap_or(0);
                let last = cells.iter().rfind(|cell| cell.width > 0).copied().unwrap_or(Cell::BLANK);
                (0..count).for_each(|_| push(last, cells));
            }
            CLUSTER | WIDE => {
                let len = reader.byte().unwrap_or(0);
                let start = reader.skip(len);
                push(Cell { style, start, len, width: if byte == WIDE { 2 } else { 1 }, stays: false }, cells);
            }
            b' ' => push(Cell { style, ..Cell::BLANK }, cells),
            first => {
                // The first byte of UTF-8 tells how many follow (RFC 3629 section 3).
                let more = match first {
                    ..0xc0 => 0,
                    0xc0..0xe0 => 1,
                    0xe0..0xf0 => 2,
                    0xf0.. => 3,
                };
                let start = reader.skip(more) - 1;
                push(Cell { style, start, len: more + 1, width: 1, stays: false }, cells);
            }
        }
    }
    cells.resize(usize::from(columns), Cell::BLANK);
}

fn push(cell: Cell, cells: &mut Vec<Cell>) {
    cells.push(cell);
    if cell.width == 2 {
        cells.push(Cell { width: 0, ..cell });
    }
}

struct Reader<'a> {
    row: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = self.row.get(self.at).copied();
        self.at += 1;
        byte
    }

    /// Passes over `count` bytes and says where they begin.
    fn skip(&mut self, count: u8) -> usize {
        let start = self.at;
        self.at += usize::from(count);
        start
    }

    fn style(&mut self) -> Style {
        let kinds = self.byte().unwrap_or(0);
        let mut bytes = || self.byte().unwrap_or(0);
        let mut colour = |kind: u8| match kind & 3 {
            0 => Ink::Own,
            1 => Ink::Indexed(bytes()),
            _ => Ink::Rgb(bytes(), bytes(), bytes()),
        };
        let (fg, bg) = (colour(kinds), colour(kinds >> 2));
        let attrs = if kinds & 16 == 0 { 0 } else { bytes() };
        let link = if kinds & 32 == 0 { 0 } else { u32::from_le_bytes([bytes(), bytes(), bytes(), bytes()]) };
        Style { fg, bg, attrs, link }
    }
}

/// The packed rows of a page, each behind its length in two bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rows<'a>(pub(super) &'a [u8]);

impl<'a> Rows<'a> {
    /// The next row; an empty one, which is blank, after the last.
    pub(super) fn next(&mut self) -> &'a [u8] {
        let Some((length, rest)) = self.0.split_first_chunk() else { return &[] };
        let (row, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length))).unwrap_or_default();
        self.0 = rest;
        row
    }
}

/// Appends a row behind its length.
pub(super) fn append(row: &[u8], page: &mut Vec<u8>) {
    // `COLUMNS` cells of `GRAPHEME_BYTES` of text and 15 of style and lengths stay far below 2^16.
    debug_assert!(u16::try_from(row.len()).is_ok(), "a row longer than its length can say");
    let length = u16::try_from(row.len()).unwrap_or(u16::MAX);
    page.extend_from_slice(&length.to_le_bytes());
    page.extend(row.iter().take(usize::from(length)));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pack(cells: &[(Style, &str, u8)]) -> Vec<u8> {
        let mut row = Vec::new();
        let mut packer = Packer::new(&mut row);
        for (style, text, width) in cells {
            packer.push(*style, text, *width);
        }
        packer.finish();
        row
    }

    #[test]
    fn a_row_costs_its_text_and_little_more() {
        let plain = Style::default();
        let bold = Style { attrs: attr::BOLD, ..plain };
        assert_eq!(pack(&[(plain, "a", 1), (plain, "b", 1)]), b"ab");
        assert_eq!(pack(&[(bold, "a", 1), (plain, " ", 1), (bold, "b", 1)]), [STYLE, 16, attr::BOLD, b'a', b' ', b'b']);
        assert_eq!(pack(&vec![(plain, "─", 1); 300]), [0xe2, 0x94, 0x80, REPEAT, 255, REPEAT, 44]);
        assert_eq!(pack(&[(plain, "日", 2)]), [WIDE, 3, 0xe6, 0x97, 0xa5]);
    }

    #[test]
    fn what_is_cut_short_unpacks_to_blanks() {
        let mut cells = Vec::new();
        for row in [&[STYLE][..], &[STYLE, 63, 1], &[REPEAT], &[REPEAT, 9], &[WIDE, 200, b'a'], &[0xff], &[CLUSTER]] {
            unpack(row, 3, &mut cells);
            assert_eq!(cells.len(), 3);
            assert!(cells.iter().all(|cell| cell.text(row).len() < 3));
        }
    }

    fn any_ink() -> impl Strategy<Value = Ink> {
        let rgb = any::<[u8; 3]>().prop_map(|[red, green, blue]| Ink::Rgb(red, green, blue));
        prop_oneof![Just(Ink::Own), any::<u8>().prop_map(Ink::Indexed), rgb]
    }

    fn any_cell() -> impl Strategy<Value = (Style, &'static str, u8)> {
        let style = (any_ink(), any_ink(), 0_u8..64, prop_oneof![2 => Just(0), 1 => any::<u32>()])
            .prop_map(|(fg, bg, attrs, link)| Style { fg, bg, attrs, link });
        let style = prop_oneof![3 => Just(Style::default()), 2 => style];
        let text = prop_oneof![
            Just(("a", 1)),
            Just((" ", 1)),
            Just(("─", 1)),
            Just(("e\u{301}", 1)),
            Just(("日", 2)),
            Just(("𝄞", 1)),
        ];
        (style, text).prop_map(|(style, (text, width))| (style, text, width))
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_row_unpacks_to_what_was_packed(runs in proptest::collection::vec((any_cell(), 1_usize..9), 0..12)) {
            let cells: Vec<_> = runs.iter().flat_map(|(cell, times)| vec![*cell; *times]).collect();
            let row = pack(&cells);
            let mut unpacked = Vec::new();
            unpack(&row, 250, &mut unpacked);
            let mut found = unpacked.iter();
            for (style, text, width) in cells {
                let cell = found.next().unwrap();
                prop_assert_eq!(cell.text(&row), text.as_bytes());
                prop_assert_eq!(cell.width, width);
                prop_assert!(cell.style == style || (text == " " && cell.style.same_on_blanks(style)));
                if width == 2 {
                    prop_assert_eq!(found.next().unwrap().width, 0);
                }
            }
            prop_assert!(found.all(|cell| cell.is_clear()));
        }

        #[test]
        fn pages_hand_their_rows_back(rows in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..600), 0..9)) {
            let mut page = Vec::new();
            for row in &rows {
                append(row, &mut page);
            }
            let mut found = Rows(&page);
            for row in &rows {
                prop_assert_eq!(found.next(), row.as_slice());
            }
            prop_assert_eq!(found.next(), b"");
        }
    }
}
