//! What the words of an `scp` command ask for.

use crate::commands;

/// What a client's `scp` asks of ours.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::ssh) enum Order {
    /// To send files.
    Send {
        /// Paths, which may have `*` and `?` in them.
        patterns: Vec<String>,
        /// Whether folders are sent, with all that is in them (`-r`).
        folders: bool,
        /// Whether times are sent too (`-p`).
        times: bool,
    },
    /// To take files.
    Take,
    /// Something else; why not, as one line.
    Nonsense(String),
}

/// Reads a command line; `None` where it is not what an `scp` would run on the other side.
pub(in crate::ssh) fn order(line: &[u8]) -> Option<Order> {
    // Anything else is a command like any other, and is told so if it is none.
    let rest = line.strip_prefix(b"scp ")?;
    let words = match commands::split(rest) {
        Ok(words) => words,
        Err(why) => return Some(Order::Nonsense(why)),
    };
    let (mut source, mut sink, mut folders, mut times) = (false, false, false, false);
    let mut words = words.into_iter();
    let mut patterns = Vec::new();
    for word in words.by_ref() {
        let Some(options) = word.strip_prefix('-').filter(|options| !options.is_empty()) else {
            patterns.push(home(&word));
            break;
        };
        if options == "-" {
            break;
        }
        for option in options.chars() {
            match option {
                'f' => source = true,
                't' => sink = true,
                'r' => folders = true,
                'p' => times = true,
                // How much is said, and that the target must be a folder: nothing to us.
                'v' | 'q' | 'd' => {}
                other => return Some(Order::Nonsense(format!("there is no option -{}", other.escape_default()))),
            }
        }
    }
    patterns.extend(words.map(|word| home(&word)));
    match (source, sink) {
        (true, false) if patterns.is_empty() => Some(Order::Nonsense("which file?".into())),
        (true, false) => Some(Order::Send { patterns, folders, times }),
        (_, true) => Some(Order::Take),
        (false, false) => None,
    }
}

/// A path from home, which is the root for everybody.
fn home(word: &str) -> String {
    word.strip_prefix("~/").unwrap_or(if word == "~" { "/" } else { word }).to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn send(patterns: &[&str], folders: bool, times: bool) -> Order {
        Order::Send { patterns: patterns.iter().map(ToString::to_string).collect(), folders, times }
    }

    #[test]
    fn words_ask_for_what_scp_means_by_them() {
        for (line, asked) in [
            ("scp -f resume.md", send(&["resume.md"], false, false)),
            ("scp -v -r -p -f -- -systems", send(&["-systems"], true, true)),
            ("scp -rpf 'a b' ~/c\\ d ~", send(&["a b", "c d", "/"], true, true)),
            ("scp -f -- systems/*", send(&["systems/*"], false, false)),
            ("scp -f a -r", send(&["a", "-r"], false, false)),
            ("scp -t .", Order::Take),
            ("scp -r -d -t -- up", Order::Take),
            ("scp -f", Order::Nonsense("which file?".into())),
            ("scp -f -x a", Order::Nonsense("there is no option -x".into())),
            ("scp -f 'a", Order::Nonsense("a quotation opened by ' is not closed".into())),
        ] {
            assert_eq!(order(line.as_bytes()), Some(asked), "{line}");
        }
    }

    #[test]
    fn other_commands_are_not_of_scp() {
        for line in ["", "scp", "scp a b", "scpx -f a", "ls scp -f", "systems -f"] {
            assert_eq!(order(line.as_bytes()), None, "{line}");
        }
    }

    proptest! {
        #[test]
        fn any_line_is_read_without_a_panic(line in prop::collection::vec(any::<u8>(), 0..60), words in "[-a-z'\"\\\\ ~/*]{0,30}") {
            let _ = order(&line);
            let _ = order(&[b"scp -f ", &line[..]].concat());
            if let Some(Order::Send { patterns, .. }) = order(format!("scp {words}").as_bytes()) {
                prop_assert!(!patterns.is_empty());
            }
        }
    }
}
