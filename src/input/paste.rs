//! What is kept of pasted text, and which characters no visitor's text may have.

use crate::limits::PASTE_BYTES;

/// Adds a byte of a paste to what is held of it, up to [`PASTE_BYTES`].
///
/// A line end or a tab becomes a space, unless there is one already; other control characters go.
pub(super) fn hold(held: &mut Vec<u8>, byte: u8) {
    let byte = match byte {
        b'\t' | b'\n' | b'\r' if held.last() == Some(&b' ') => return,
        b'\t' | b'\n' | b'\r' => b' ',
        0x00..=0x1f | 0x7f => return,
        _ => byte,
    };
    if held.len() < PASTE_BYTES {
        held.push(byte);
    }
}

/// The text of what was held, without characters that are broken, as the last may be, or hidden; `None` if none is
/// left.
pub(super) fn text(held: &[u8]) -> Option<String> {
    let valid = held.utf8_chunks().flat_map(|chunk| chunk.valid().chars());
    let text: String = valid.filter(|&c| !is_hidden(c)).collect();
    (!text.is_empty()).then_some(text)
}

/// Whether a character is a control character or steers the direction of text (UAX #9), and so could make a text look
/// like another.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
