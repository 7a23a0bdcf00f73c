//! Text in ASCII, for terminals and programs that know nothing else.

/// The text in ASCII: letters without their marks, signs as people type them, `?` for what has no such form.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if c.is_ascii() => out.push(c),
            '\u{a0}' => out.push(' '),
            '→' | '▸' => out.push_str("->"),
            '←' => out.push_str("<-"),
            '—' => out.push_str("--"),
            '–' | '·' | '•' => out.push('-'),
            '…' => out.push_str("..."),
            '\u{2018}' | '\u{2019}' => out.push('\''),
            '\u{201c}' | '\u{201d}' => out.push('"'),
            '×' => out.push('x'),
            '±' => out.push_str("+-"),
            '°' => out.push_str(" deg"),
            '€' => out.push_str("EUR"),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'Æ' => out.push_str("AE"),
            'Ł' => out.push('L'),
            'ł' => out.push('l'),
            'Ø' => out.push('O'),
            'ø' => out.push('o'),
            'Đ' => out.push('D'),
            'đ' => out.push('d'),
            _ => {
                let plain = nucleo_matcher::chars::normalize(c);
                out.push(if plain.is_ascii() { plain } else { '?' });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_a_reader_needs() {
        assert_eq!(fold("José Łukasz — “10×” → 50 €…"), "Jose Lukasz -- \"10x\" -> 50 EUR...");
        assert_eq!(fold("Straße · Анна"), "Strasse - ????");
    }
}
