//! What text may contain: what every terminal draws in one cell and on one line.
//!
//! A terminal that takes a character for wider than it was counted shifts the rest of its line. So the owner's text
//! keeps to characters about whose width terminals agree, and says so when it does not.

use unicode_width::UnicodeWidthChar;

/// Why a text cannot be shown as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flaw {
    /// What is wrong with it, to follow the name of the key.
    pub(super) message: String,
    /// How to put it right.
    pub(super) help: &'static str,
    /// The character to blame, if it is one.
    pub(super) character: Option<char>,
}

/// Finds what is wrong with a text, the first of it.
pub(super) fn flaw(text: &str) -> Option<Flaw> {
    if text.trim().is_empty() {
        return Some(Flaw {
            message: "is empty".into(),
            help: "write something, or leave the key out",
            character: None,
        });
    }
    if let Some(c) = text.chars().find(|&c| !is_plain(c)) {
        let (what, help) = name(c);
        let message = format!("contains {what} (U+{:04X})", u32::from(c));
        return Some(Flaw { message, help, character: Some(c) });
    }
    (text.trim() != text).then(|| Flaw {
        message: "starts or ends with a space".into(),
        help: "remove the space: it would push the text out of line",
        character: None,
    })
}

/// Whether every terminal draws a character in one cell.
pub(super) fn is_plain(c: char) -> bool {
    match c {
        ' '..='~' => true,
        _ if c.is_control() || is_invisible(c) => false,
        _ if is_prose(c) => true,
        _ if c.is_alphanumeric() => is_letter(c),
        _ => c.width() == Some(1) && c.width_cjk() == Some(1),
    }
}

/// Ambiguous by the table, but part of ordinary prose, and narrow in every terminal that is not set up for CJK.
fn is_prose(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{ff}' | '–' | '—' | '…' | '•' | '€' | '←' | '↑' | '→' | '↓')
        || matches!(c, '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}')
}

/// Latin, Greek and Cyrillic. The table calls some of them ambiguous; without them nobody could write their own name.
/// Other scripts are wider than a cell, run from right to left, or join their letters.
fn is_letter(c: char) -> bool {
    matches!(c, '\u{100}'..='\u{24f}' | '\u{370}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}') && c.width() == Some(1)
}

/// Characters that take no space and change how their neighbours are drawn or ordered.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

fn name(c: char) -> (&'static str, &'static str) {
    match c {
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => {
            ("a line break", "a text is one paragraph; inside \"\"\" end a line with \\ to go on in the next")
        }
        '\t' => ("a tab", "use spaces"),
        _ if c.is_control() => ("a control character", "remove it: a terminal would obey it instead of showing it"),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            ("a control character for writing direction", "remove it: it reorders what stands beside it")
        }
        '\u{fe00}'..='\u{fe0f}' | '\u{200d}' => {
            ("part of an emoji", "say it in words: terminals disagree on its width")
        }
        _ if c.width().is_none_or(|width| width == 0) => {
            ("an invisible or combining character", "remove it, or write the letter and its accent as one character")
        }
        _ if c.is_alphanumeric() => {
            ("a letter that not every terminal draws in one cell", "use Latin, Greek or Cyrillic letters")
        }
        _ => ("a character that terminals draw in one or in two cells", "use plain characters, or say it in words"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> Option<String> {
        flaw(text).map(|flaw| flaw.message)
    }

    #[test]
    fn ordinary_prose_of_many_languages_is_fine() {
        for text in
            ["Node.js", "José Müller-Łukasz", "Ελένη", "Анна Ёлкина", "it’s “10×” – at 20 °C … → ok", "50 € ± 2²"]
        {
            assert_eq!(message(text), None, "{text}");
        }
    }

    #[test]
    fn what_terminals_would_obey_or_misplace_is_refused() {
        for (text, expected) in [
            ("", "is empty"),
            (" \u{a0}", "is empty"),
            (" x", "starts or ends with a space"),
            ("a\nb", "contains a line break (U+000A)"),
            ("a\tb", "contains a tab (U+0009)"),
            ("a\u{1b}[31mb", "contains a control character (U+001B)"),
            ("a\u{9b}b", "contains a control character (U+009B)"),
            ("a\u{202e}b", "contains a control character for writing direction (U+202E)"),
            ("a\u{200b}b", "contains an invisible or combining character (U+200B)"),
            ("e\u{301}", "contains an invisible or combining character (U+0301)"),
            ("❤\u{fe0f}", "contains part of an emoji (U+FE0F)"),
            ("ship 🚀", "contains a character that terminals draw in one or in two cells (U+1F680)"),
            ("★", "contains a character that terminals draw in one or in two cells (U+2605)"),
            ("漢字", "contains a letter that not every terminal draws in one cell (U+6F22)"),
            ("שלום", "contains a letter that not every terminal draws in one cell (U+05E9)"),
        ] {
            assert_eq!(message(text).as_deref(), Some(expected), "{text:?}");
        }
    }
}
