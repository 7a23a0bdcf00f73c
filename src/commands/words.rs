//! A command line to words: spaces and quotes, and nothing else of what a shell knows.

use crate::limits;

/// Splits a line at blanks. Within `'…'` everything stands for itself; within `"…"` and outside a backslash takes the
/// next character as it is. Nothing is expanded. Bytes that are not UTF-8 become U+FFFD.
///
/// # Errors
/// In one line, when the line is longer than [`limits::COMMAND_BYTES`] or a quote or a backslash is left open.
pub fn split(line: &[u8]) -> Result<Vec<String>, String> {
    if line.len() > limits::COMMAND_BYTES {
        return Err(format!("a command has at most {} bytes, not {}", limits::COMMAND_BYTES, line.len()));
    }
    let text = String::from_utf8_lossy(line);
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match (quote, c) {
            (Some('"') | None, '\\') => {
                let Some(next) = rest.next() else { return Err("nothing stands after the last backslash".to_owned()) };
                word.get_or_insert_default().push(next);
            }
            (Some(open), _) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                // Two quotes with nothing between them are a word too.
                word.get_or_insert_default();
            }
            (None, _) if c.is_ascii_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    if let Some(open) = quote {
        return Err(format!("a quotation opened by {open} is not closed"));
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_as_people_expect() {
        for (line, words) in [
            ("", &[][..]),
            ("  systems\tedel \n", &["systems", "edel"]),
            ("search 'smart order'", &["search", "smart order"]),
            (r#"search "a \" b" c\ d"#, &["search", "a \" b", "c d"]),
            (r"'a\b'", &[r"a\b"]),
            ("a''b '' c", &["ab", "", "c"]),
            ("$(id) `id` ; | > * ~", &["$(id)", "`id`", ";", "|", ">", "*", "~"]),
        ] {
            assert_eq!(split(line.as_bytes()).unwrap(), words, "{line}");
        }
        assert_eq!(split(b"\xff\x00").unwrap(), ["\u{fffd}\0"]);
    }

    #[test]
    fn what_is_left_open_is_said() {
        for (line, why) in [
            ("search 'a", "a quotation opened by ' is not closed"),
            ("\"", "a quotation opened by \" is not closed"),
            ("a\\", "nothing stands after the last backslash"),
        ] {
            assert_eq!(split(line.as_bytes()).unwrap_err(), why);
        }
        assert_eq!(split(&[b'a'; 4097]).unwrap_err(), "a command has at most 4096 bytes, not 4097");
        assert!(split(&[b'a'; 4096]).is_ok());
    }
}
