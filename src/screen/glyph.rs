//! What may stand in a cell: control characters never do, and a terminal that shows only ASCII gets ASCII.

use ratatui::buffer::CellWidth;

use crate::limits::GRAPHEME_BYTES;

/// What is drawn for a cell's symbol, and how many cells it takes: 1 or 2.
///
/// Symbols come from content and from visitors, and [`ratatui::buffer::Cell::set_symbol`] checks nothing: an escape
/// character that got so far must not reach a terminal. What cannot be drawn is a blank.
pub(super) fn shown(symbol: &str, unicode: bool) -> (&str, u8) {
    if let [b' '..=b'~'] = symbol.as_bytes() {
        return (symbol, 1);
    }
    if symbol == "\u{a0}" || symbol.chars().any(is_unprintable) {
        return (" ", 1);
    }
    if symbol.len() > GRAPHEME_BYTES {
        return ("?", 1);
    }
    match (unicode, symbol.cell_width()) {
        (_, 0) => (" ", 1),
        (true, 1) => (symbol, 1),
        (true, 2) => (symbol, 2),
        (true, _) => ("?", 1),
        (false, _) => (symbol.chars().next().map_or(" ", ascii), 1),
    }
}

/// Controls (C0, DEL, C1), line separators, and the marks that turn the direction of the text that follows them.
fn is_unprintable(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Whether every terminal moves its cursor by exactly one cell for this text.
///
/// Terminals disagree about the width of much of Unicode, and one wrong guess shifts the rest of a row. After anything
/// that is not on this list the cursor is addressed anew.
pub(super) fn is_trusted(text: &[u8]) -> bool {
    if let [b' '..=b'~'] = text {
        return true;
    }
    let Ok(text) = str::from_utf8(text) else { return false };
    let mut letters = text.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else { return false };
    matches!(letter,
        // Latin-1 without the soft hyphen, which some draw and some do not; Latin Extended-A, Greek, Cyrillic.
        '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{17f}' | '\u{391}'..='\u{3a9}' | '\u{3b1}'..='\u{3c9}' | '\u{400}'..='\u{45f}'
        | '–' | '—' | '‘' | '’' | '“' | '”' | '•' | '…'
        // Of the arrows and shapes only those that have no emoji form.
        | '←'..='↓'
        | '\u{2500}'..='\u{259f}'
        | '■' | '□' | '▲' | '△' | '▴' | '▵' | '▸' | '▹' | '▼' | '▽' | '▾' | '▿' | '◂' | '◃' | '◆' | '◇' | '○' | '●')
}

/// The ASCII character that says most of what `letter` says: one cell wide, as the page was laid out.
#[expect(clippy::match_same_arms, reason = "a table that is grouped by what the characters are")]
fn ascii(letter: char) -> &'static str {
    match letter {
        // Box drawing: light, dashed and half lines; then doubles; then everything that joins.
        '─' | '┄' | '┅' | '┈' | '┉' | '╌' | '╍' => "-",
        '╴' | '╶' | '╸' | '╺' | '╼' | '╾' => "-",
        '│' | '┃' | '┆' | '┇' | '┊' | '┋' | '╎' | '╏' | '║' => "|",
        '╵' | '╷' | '╹' | '╻' | '╽' | '╿' => "|",
        // What is heavy, a bar or the box that works, stays apart from what is light.
        '━' | '═' => "=",
        '╱' => "/",
        '╲' => "\\",
        '╳' => "X",
        '\u{2500}'..='\u{257f}' => "+",
        // Blocks: what is full and what is empty in a bar must stay apart.
        '░' => ".",
        '▁' | '▂' | '▔' => "_",
        '▃' | '▄' | '▅' => "=",
        '▏' | '▎' | '▍' | '▕' => "|",
        '\u{2580}'..='\u{259f}' => "#",
        // Shapes.
        '•' | '●' | '◉' | '◆' | '◈' | '★' | '☆' | '✦' | '✱' => "*",
        '○' | '◯' | '◌' | '◇' | '◦' | '□' | '▫' => "o",
        '■' | '▪' => "#",
        '▲' | '△' | '▴' | '▵' | '↑' | '⇑' => "^",
        '▼' | '▽' | '▾' | '▿' | '↓' | '⇓' => "v",
        '▶' | '▷' | '▸' | '▹' | '►' | '▻' | '→' | '⇒' | '⟶' | '↦' | '›' | '»' | '❯' | '⏎' => {
            ">"
        }
        '◀' | '◁' | '◂' | '◃' | '◄' | '◅' | '←' | '⇐' | '⟵' | '‹' | '«' | '❮' => "<",
        '✓' | '✔' => "+",
        '✗' | '✘' | '×' => "x",
        '\u{2801}'..='\u{28ff}' => ":",
        // Punctuation and signs.
        '·' | '∙' | '⋅' | '…' | '‥' | '⋯' => ".",
        '–' | '—' | '‐' | '‑' | '‒' | '―' | '−' | '↔' | '¬' | '\u{ad}' | '¯' => "-",
        '‘' | '’' | '‚' | '′' | '´' => "'",
        '“' | '”' | '„' | '″' | '¨' => "\"",
        '\u{2002}'..='\u{200b}' | '\u{202f}' | '\u{3000}' | '\u{2800}' => " ",
        '¡' => "!",
        '¢' | '©' | 'ç' => "c",
        'Ç' => "C",
        '£' => "L",
        '€' => "E",
        '¥' | 'Ý' => "Y",
        '¦' => "|",
        '§' => "S",
        'ª' => "a",
        '®' => "r",
        '°' | 'º' => "o",
        '±' => "+",
        '÷' => "/",
        '¹' => "1",
        '²' => "2",
        '³' => "3",
        'µ' | 'μ' => "u",
        '¶' => "P",
        '¸' => ",",
        '≈' | '∼' => "~",
        '≤' => "<",
        '≥' => ">",
        // Latin letters without their accents.
        'À'..='Æ' => "A",
        'È'..='Ë' => "E",
        'Ì'..='Ï' => "I",
        'Ð' => "D",
        'Ñ' => "N",
        'Ò'..='Ö' | 'Ø' | 'Œ' => "O",
        'Ù'..='Ü' => "U",
        'Þ' => "T",
        'ß' => "s",
        'à'..='æ' => "a",
        'è'..='ë' => "e",
        'ì'..='ï' => "i",
        'ð' => "d",
        'ñ' => "n",
        'ò'..='ö' | 'ø' | 'œ' => "o",
        'ù'..='ü' => "u",
        'ý' | 'ÿ' => "y",
        'þ' => "t",
        _ => plain(letter),
    }
}

/// ASCII as it is, for a letter that carries combining marks; anything else cannot be said in ASCII.
fn plain(letter: char) -> &'static str {
    const ALL: &str =
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    let place = (letter as usize).wrapping_sub(' ' as usize);
    ALL.get(place..place.saturating_add(1)).unwrap_or("?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_never_pass() {
        for symbol in ["\x1b", "\x07", "a\x1b[2J", "\u{9b}2J", "\u{7f}", "\n", "\u{202e}", "\u{2028}", "", "\u{200b}"] {
            for unicode in [true, false] {
                assert_eq!(shown(symbol, unicode), (" ", 1), "{symbol:?}");
            }
        }
    }

    #[test]
    fn every_character_is_one_ascii_cell_where_only_ascii_shows() {
        for letter in '\0'..=char::MAX {
            let text = letter.to_string();
            let (drawn, width) = shown(&text, false);
            assert!(width == 1 && matches!(drawn.as_bytes(), [b' '..=b'~']), "{letter:?}");
        }
        let drawn: String = "┌─┬┐│═●•·▸▾◂▴█░–—’“”…×→é".chars().map(ascii).collect();
        assert_eq!(drawn, r#"+-++|=**.>v<^#.--'"".x>e"#);
        assert_eq!(shown("e\u{301}", false), ("e", 1));
        assert_eq!(shown("日", false), ("?", 1));
    }

    #[test]
    fn wide_text_takes_two_cells_and_piled_up_marks_none_too_many() {
        assert_eq!(shown("日", true), ("日", 2));
        assert_eq!(shown("e\u{301}", true), ("e\u{301}", 1));
        assert_eq!(shown(&format!("e{}", "\u{301}".repeat(40)), true), ("?", 1));
    }

    #[test]
    fn only_text_of_certain_width_is_trusted() {
        for text in ["a", "é", "─", "█", "●", "→", "…"] {
            assert!(is_trusted(text.as_bytes()), "{text}");
        }
        for text in ["日", "e\u{301}", "✓", "▶", "☺", "\u{e0b0}", "\u{ad}"] {
            assert!(!is_trusted(text.as_bytes()), "{text}");
        }
    }
}
