//! What is said to a terminal beside frames: modes that are set and undone, title, clipboard, questions.

use base64ct::{Base64, Encoding};

use super::encode::Screen;
use crate::limits::{CLIPBOARD_BYTES, TITLE_BYTES};

/// Modes that were set and are not undone yet: bits of [`MODES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Modes(u8);

const ALTERNATE: u8 = 1;
const TITLE: u8 = 2;
const NO_CURSOR: u8 = 4;
const NO_WRAP: u8 = 8;
const MOUSE: u8 = 16;
const PASTE: u8 = 32;

/// Every mode with what sets and what undoes it (xterm ctlseqs, "Private Modes" and "Window manipulation").
///
/// Set from first to last, undone from last to first. Terminals ignore private modes they do not know.
const MODES: [(u8, &str, &str); 6] = [
    // Leaving wipes first: on a terminal without an alternate screen (linux, vt100) the last page would stay.
    (ALTERNATE, "\x1b[?1049h", "\x1b[m\x1b[H\x1b[J\x1b[?1049l"),
    // The title's stack; 2 is the window title without the icon's.
    (TITLE, "\x1b[22;2t", "\x1b[23;2t"),
    (NO_CURSOR, "\x1b[?25l", "\x1b[?25h"),
    // So that the bottom right cell can be written without scrolling.
    (NO_WRAP, "\x1b[?7l", "\x1b[?7h"),
    // 1000 reports presses and the wheel, 1006 in a form that has no upper column.
    (MOUSE, "\x1b[?1000h\x1b[?1006h", "\x1b[?1006l\x1b[?1000l"),
    (PASTE, "\x1b[?2004h", "\x1b[?2004l"),
];

impl Screen {
    /// Takes the terminal over: alternate screen, no cursor, no autowrap; saves the title.
    pub fn enter(&mut self, out: &mut Vec<u8>) {
        self.set(ALTERNATE, true, out);
        self.set(TITLE, self.caps.title, out);
        self.set(NO_CURSOR, true, out);
        self.set(NO_WRAP, true, out);
        self.cursor_shown = false;
        self.forget();
    }

    /// Turns click and wheel reports on or off (modes 1000 and 1006).
    pub fn mouse(&mut self, on: bool, out: &mut Vec<u8>) {
        self.set(MOUSE, on, out);
    }

    /// Turns bracketed paste on or off (mode 2004).
    pub fn paste(&mut self, on: bool, out: &mut Vec<u8>) {
        self.set(PASTE, on, out);
    }

    /// Sets the window title (OSC 2), where the terminal can give the old one back.
    ///
    /// Control characters are left out, and it is cut at [`TITLE_BYTES`].
    pub fn title(&mut self, title: &str, out: &mut Vec<u8>) {
        if self.modes.0 & TITLE == 0 {
            return;
        }
        out.extend_from_slice(b"\x1b]2;");
        let end = out.len() + TITLE_BYTES;
        for letter in title.chars().filter(|letter| !letter.is_control()) {
            if out.len() + letter.len_utf8() > end {
                break;
            }
            out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
        }
        out.push(b'\x07');
    }

    /// Offers text to the terminal's clipboard (OSC 52); `false` where that is not possible.
    ///
    /// Nobody answers: whether the terminal took it is not known. More than [`CLIPBOARD_BYTES`] is not sent.
    pub fn copy(&mut self, text: &str, out: &mut Vec<u8>) -> bool {
        // Empty text would empty the visitor's clipboard.
        if !self.caps.escapes || !self.caps.clipboard || text.is_empty() || text.len() > CLIPBOARD_BYTES {
            return false;
        }
        out.extend_from_slice(b"\x1b]52;c;");
        out.extend_from_slice(Base64::encode_string(text.as_bytes()).as_bytes());
        out.push(b'\x07');
        true
    }

    /// Asks for the background colour, with DA1 as the fence; nothing where the terminal might print the question.
    ///
    /// The question ends in BEL: urxvt ends its answer as the question ended, and wrongly after ST.
    pub fn ask(&mut self, out: &mut Vec<u8>) {
        if self.caps.escapes && self.caps.probe {
            out.extend_from_slice(b"\x1b]11;?\x07\x1b[c");
        }
    }

    /// Undoes every mode that was set, in reverse order, and leaves the alternate screen.
    pub fn leave(&mut self, out: &mut Vec<u8>) {
        if !self.cursor_shown {
            // A frame can hide it, too.
            self.modes.0 |= NO_CURSOR;
        }
        for (mode, ..) in MODES.into_iter().rev() {
            self.set(mode, false, out);
        }
        self.cursor_shown = true;
        self.forget();
    }

    /// Sets or undoes a mode, once.
    fn set(&mut self, mode: u8, on: bool, out: &mut Vec<u8>) {
        let is_on = self.modes.0 & mode != 0;
        if !self.caps.escapes || is_on == on {
            return;
        }
        self.modes.0 ^= mode;
        for (_, set, undo) in MODES.into_iter().filter(|(known, ..)| *known == mode) {
            out.extend_from_slice(if on { set } else { undo }.as_bytes());
        }
    }
}
