//! The log on stderr: text on a terminal, JSON otherwise; no byte of a visitor's can forge or colour a line.
//!
//! russh speaks through the `log` crate, and nothing carries that here: its lines name no connection, and most of them
//! repeat what strangers sent.

use std::{
    fmt::Write as _,
    io::{self, IsTerminal, Write},
    panic,
    str::FromStr,
};

use tracing_subscriber::{EnvFilter, filter::LevelFilter, fmt::MakeWriter};

/// What is logged.
#[derive(Debug, Clone)]
pub(super) struct Filter(String);

impl FromStr for Filter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // A bare word that is no level would name a target, and silence everything else.
        let level = !text.is_empty() && LevelFilter::from_str(text).is_ok();
        if (level || text.contains(['=', ','])) && EnvFilter::try_new(text).is_ok() {
            Ok(Self(text.to_owned()))
        } else {
            Err("a level is needed (error, warn, info, debug, trace, off), or a list: info,shingle::ssh=debug".into())
        }
    }
}

/// Starts the log; to be called once, before anything is worth a line.
pub(super) fn start(filter: &Filter) {
    let lines = tracing_subscriber::fmt().with_env_filter(EnvFilter::new(&filter.0)).with_writer(Clean);
    // Without colours: they are escape bytes, and no escape byte passes `Clean`.
    if io::stderr().is_terminal() {
        lines.with_target(false).init();
    } else {
        lines.json().flatten_event(true).init();
    }
    // A panic is a line like any other: the usual hook would write around the log, and what strangers sent with it.
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked: {}", panic.payload_as_str().unwrap_or("no words"));
    }));
}

/// Stderr without a control or direction-changing character; a line inside an event is indented, so that none of them
/// looks like an event of its own.
struct Clean;

impl<'a> MakeWriter<'a> for Clean {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        Self
    }
}

impl Write for Clean {
    /// The subscriber writes one whole event at a time.
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        io::stderr().write_all(clean(&String::from_utf8_lossy(event)).as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

fn clean(event: &str) -> String {
    let mut out = String::with_capacity(event.len() + 1);
    for c in event.trim_end_matches('\n').chars() {
        if c == '\n' {
            out.push_str("\n    ");
        } else if c.is_control() || turns(c) {
            // The form that JSON has too.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out.push('\n');
    out
}

/// Whether a character changes the direction of text or separates lines.
fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_can_neither_colour_nor_forge_a_line() {
        assert_eq!(
            clean("client=\x1b[31mred\u{9b}0m\u{202e}\r\nINFO all is well\n"),
            concat!("client=\\u001b[31mred\\u009b0m\\u202e\\u000d\n", "    INFO all is well\n",)
        );
    }

    #[test]
    fn a_level_or_a_list_is_a_filter_and_a_typo_is_not() {
        for good in ["info", "debug", "off", "info,shingle::ssh=debug"] {
            assert!(Filter::from_str(good).is_ok(), "{good}");
        }
        for bad in ["inof", "", "info=loud"] {
            assert!(Filter::from_str(bad).is_err(), "{bad}");
        }
    }
}
