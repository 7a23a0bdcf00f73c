//! Text as the data files may have it: one line, in characters that every terminal draws in one cell.

use super::Notes;
use crate::content::text::is_plain;

/// The text, if anything of it is left; says so when characters had to go.
pub(super) fn line(text: Option<&str>, notes: &mut Notes) -> Option<String> {
    let text = text?;
    let mut out = String::with_capacity(text.len());
    let mut dropped = false;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            // A line break is a blank here, and one blank is enough.
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if is_plain(c) {
            out.push(c);
        } else {
            dropped = true;
        }
    }
    if dropped {
        notes.say("some characters that terminals do not draw in one cell (emoji, wide scripts, combining accents) were left out");
    }
    let out = out.trim();
    (!out.is_empty()).then(|| out.to_owned())
}

/// The lines of which anything is left.
pub(super) fn lines(all: &[String], notes: &mut Notes) -> Vec<String> {
    all.iter().filter_map(|text| line(Some(text), notes)).collect()
}

/// The first sentence of a text without its full stop, and the rest.
pub(super) fn first_sentence(text: &str) -> (&str, &str) {
    let (first, rest) = text.split_once(". ").unwrap_or((text.strip_suffix('.').unwrap_or(text), ""));
    match (first.trim(), rest.trim()) {
        ("", _) => (text, ""),
        sentences => sentences,
    }
}
