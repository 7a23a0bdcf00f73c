//! A document as it is told rather than shown: a paragraph a line, items by their numbers, columns as punctuation.
//!
//! For screen readers, dumb terminals and paper. Pictures are not told; a page that draws one says the same in words.

use ratatui::text::Line;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Doc;

impl Doc {
    /// The paragraphs of the document, `[3]` in front of its third item; an empty one stands for a blank row.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        let mut paragraphs: Vec<Vec<Piece>> = Vec::new();
        for (y, row) in (0..).zip(&self.rows) {
            let within = self.items.iter().any(|item| item.row < y && y < item.row.saturating_add(item.rows));
            match paragraphs.last_mut().filter(|_| row.goes_on || within) {
                Some(paragraph) => {
                    // Two spaces are a gap between columns: what stands below in an item could stand beside as well.
                    let gap = if row.goes_on { " " } else { "  " };
                    if let Some(piece) = paragraph.last_mut() {
                        piece.text.push_str(gap);
                        piece.text.push_str(text(&row.line).trim());
                    }
                }
                None => paragraphs.push(self.pieces(y, &row.line)),
            }
        }
        let mut told: Vec<String> = Vec::new();
        for paragraph in paragraphs.iter().map(|pieces| tell(pieces)) {
            // A page spaces its parts for the eye; told, one blank line parts as well as two.
            if !paragraph.is_empty() || told.last().is_some_and(|above| !above.is_empty()) {
                told.push(paragraph);
            }
        }
        if told.last().is_some_and(String::is_empty) {
            told.pop();
        }
        told
    }

    /// A row cut where its items begin.
    fn pieces(&self, y: u16, line: &Line<'_>) -> Vec<Piece> {
        let mut starts = (1..).zip(&self.items).filter(|(_, item)| item.row == y).peekable();
        let mut pieces = vec![Piece::default()];
        let mut column = 0;
        for grapheme in text(line).graphemes(true) {
            while let Some((number, _)) = starts.next_if(|(_, item)| usize::from(item.column) <= column) {
                pieces.push(Piece { number: Some(number), text: String::new() });
            }
            if let Some(piece) = pieces.last_mut() {
                piece.text.push_str(grapheme);
            }
            column += grapheme.width();
        }
        pieces.extend(starts.map(|(number, _)| Piece { number: Some(number), text: String::new() }));
        pieces
    }
}

/// Part of a paragraph: an item with its number, or what stands in front of the first.
#[derive(Default)]
struct Piece {
    number: Option<usize>,
    text: String,
}

fn text(line: &Line<'_>) -> String {
    line.spans.iter().map(|span| span.content.as_ref()).collect()
}

fn tell(pieces: &[Piece]) -> String {
    let mut told = String::new();
    for piece in pieces {
        let words = punctuated(&piece.text);
        if words.is_empty() && piece.number.is_none() {
            continue;
        }
        if !told.is_empty() {
            told.push_str(", ");
        }
        if let Some(number) = piece.number {
            // A space at which no row is broken: a number stays with what it stands for.
            told.extend(["[", &number.to_string(), "]\u{a0}"]);
        }
        told.push_str(&words);
    }
    told
}

/// Columns as punctuation: `Redis   Edel   HFT` becomes `Redis: Edel, HFT`.
fn punctuated(text: &str) -> String {
    let mut told = String::new();
    for (at, column) in text.split("  ").map(str::trim).filter(|column| !column.is_empty()).enumerate() {
        match at {
            0 => {}
            1 if !told.ends_with([':', '.', '-']) => told.push_str(": "),
            1 => told.push(' '),
            _ => told.push_str(", "),
        }
        told.push_str(column);
    }
    told
}

#[cfg(test)]
mod tests {
    use ratatui::{style::Style, text::Span};

    use crate::{
        content::Place,
        ui::doc::{Doc, Goal},
    };

    #[test]
    fn columns_become_punctuation_and_items_get_their_numbers() {
        let mut doc = Doc::new(24, usize::MAX);
        doc.blank();
        doc.item(0, Goal::Place(Place::Systems), |doc, _| {
            doc.line("  Doma");
            doc.text("on-chain auctions, and more", Style::new(), 2);
        });
        doc.blank();
        doc.blank();
        doc.hanging(vec![Span::raw("Cache   ")], "Redis, and a long story behind it", Style::new());
        doc.inline_item(0, 6, Goal::Place(Place::Home));
        doc.inline_item(8, 6, Goal::Place(Place::Contact));
        doc.line("  Rust    Go");
        doc.blank();
        assert_eq!(
            doc.told(),
            [
                "[1]\u{a0}Doma: on-chain auctions, and more",
                "",
                "Cache: Redis, and a long story behind it",
                "[2]\u{a0}Rust, [3]\u{a0}Go"
            ]
        );
    }
}
