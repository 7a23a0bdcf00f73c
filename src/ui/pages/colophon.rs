//! This very connection, in true figures, and how the program is made.

use std::time::Duration;

use ratatui::text::{Line, Span};

use super::{Context, Doc, State, heading};
use crate::{screen::Depth, ui::doc::pad};

pub(super) fn page(context: &Context<'_>, state: &State) -> Doc {
    let mut doc = context.column();
    heading(&mut doc, context, "this connection");
    let depth = match state.caps.depth {
        Depth::Mono => "none",
        Depth::Ansi16 => "16",
        Depth::Ansi256 => "256",
        Depth::True => "16 million",
    };
    let mut rows: Vec<(&str, String)> = Vec::new();
    if let Some(vitals) = &state.vitals {
        rows.push(("client", shown(&vitals.client)));
        if let Some((exchange, cipher)) = &vitals.crypto {
            rows.push(("key exchange", exchange.clone()));
            rows.push(("cipher", cipher.clone()));
        }
        rows.push(("terminal", shown(&vitals.term)));
    }
    rows.push(("size", format!("{} x {}", state.size.columns, state.size.rows)));
    rows.push(("colours", depth.to_owned()));
    if let Some(vitals) = &state.vitals {
        rows.push(("first frame", format!("{:.1} ms", vitals.first_frame.as_secs_f64() * 1000.0)));
        rows.push(("frames drawn", vitals.frames.to_string()));
        rows.push(("bytes sent", vitals.bytes.to_string()));
        table(&mut doc, context, &rows);
        doc.blank();
        heading(&mut doc, context, "this server");
        rows = vec![("sessions now", vitals.sessions.to_string()), ("up for", lasting(vitals.uptime))];
        if let Some(memory) = vitals.memory {
            rows.push(("memory", format!("{} KiB", memory / 1024)));
        }
    }
    table(&mut doc, context, &rows);
    doc.blank();
    heading(&mut doc, context, "how it is made");
    doc.text(
        "One Rust program and a folder of TOML. No account, no key, no cookie; nothing runs on your side. \
         A screen that does not change sends no byte.",
        context.theme.text,
        2,
    );
    doc.text(&format!("shingle {}, MIT or Apache-2.0.", env!("CARGO_PKG_VERSION")), context.theme.muted, 2);
    doc
}

fn table(doc: &mut Doc, context: &Context<'_>, rows: &[(&str, String)]) {
    for (label, value) in rows {
        doc.line(Line::from(vec![
            Span::raw("  "),
            Span::styled(pad(label, 15), context.theme.muted),
            Span::styled(value.clone(), context.theme.strong),
        ]));
    }
}

fn shown(text: &str) -> String {
    if text.is_empty() { "not said".to_owned() } else { text.to_owned() }
}

/// A length of time in its two largest units.
fn lasting(time: Duration) -> String {
    let seconds = time.as_secs();
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => format!("{minutes} min {} s", seconds % 60),
        (0, ..) => format!("{hours} h {minutes} min"),
        _ => format!("{days} d {hours} h"),
    }
}
