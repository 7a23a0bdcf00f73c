//! Text with its weights as SGR (ECMA-48 section 8.3.117), in colours that every terminal's own palette has.

use crate::content::export::text::{Style, Text};

/// The text for a terminal; each run stands by itself, so that a line cut off leaves nothing switched on.
pub(super) fn paint(text: &Text) -> String {
    text.with(|style, words, out| {
        let (on, off) = match style {
            Style::Text => ("", ""),
            Style::Strong => ("\x1b[1m", "\x1b[m"),
            Style::Accent => ("\x1b[1;36m", "\x1b[m"),
            Style::Quiet => ("\x1b[2m", "\x1b[m"),
        };
        out.extend([on, words, off]);
    })
}
