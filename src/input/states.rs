//! What each state of the [`Decoder`] does with a byte.

use std::{mem, str};

use super::csi::{self, Meaning};
use super::decoder::{Decoder, Each, State, Step};
use super::{Input, Key, key, mouse, paste, string};
use crate::limits::{CSI_BYTES, STRING_BYTES};

const BEL: u8 = 0x07;
const ESC: u8 = 0x1b;

/// What ends a paste, after `ESC [`.
const PASTE_END: &[u8] = b"201~";

impl Decoder {
    /// Reads a byte in the state that is now.
    pub(super) fn step(&mut self, byte: u8, each: Each) -> Step {
        match self.state {
            State::Ground => self.ground(byte, each),
            State::Utf8 => self.utf8(byte, each),
            State::Escape => self.escape(byte, each),
            State::Ss3 => self.ss3(byte, each),
            State::Csi => self.csi(byte, each),
            State::CsiIgnore => self.one_of_sequence(byte, each, |byte| is_final(byte).then_some(None)),
            State::LinuxFunction => self.one_of_sequence(byte, each, |byte| Some(key::linux_function(byte))),
            State::X10Mouse => self.x10_mouse(byte, each),
            State::String => self.string(byte, each),
            State::StringEscape => self.string_escape(byte, each),
            State::Paste => self.paste(byte),
            State::PasteEscape => self.paste_escape(byte),
            State::PasteCsi(matched) => self.paste_csi(byte, matched, each),
        }
    }

    fn ground(&mut self, byte: u8, each: Each) -> Step {
        let ends_line = mem::take(&mut self.after_return) && byte == b'\n';
        match byte {
            ESC => self.state = State::Escape,
            0x80.. => {
                self.state = State::Utf8;
                return Step::Again;
            }
            // Pasted without brackets, or sent by a client that ends lines the long way, CR LF is one Enter.
            b'\n' if ends_line => {}
            _ => {
                self.after_return = byte == b'\r';
                self.finish(Some(Input::Key(key::ascii(byte))), each);
            }
        }
        Step::Taken
    }

    fn utf8(&mut self, byte: u8, each: Each) -> Step {
        self.held.push(byte);
        let character = match str::from_utf8(&self.held) {
            Ok(text) => text.chars().next(),
            Err(error) if error.error_len().is_none() => return Step::Taken,
            // What was held could have become a character until this byte, which may itself be good.
            Err(_) if self.held.len() > 1 => {
                self.finish(None, each);
                return Step::Again;
            }
            Err(_) => None,
        };
        self.finish(character.and_then(key::character).map(Input::Key), each);
        Step::Taken
    }

    fn escape(&mut self, byte: u8, each: Each) -> Step {
        match byte {
            b'[' => self.state = State::Csi,
            b'O' => self.state = State::Ss3,
            ESC => {
                self.earlier_escape(each);
                self.after_escape = true;
            }
            // DCS, SOS, OSC, PM, APC: ECMA-48 section 5.6.
            b'P' | b'X' | b']' | b'^' | b'_' => {
                self.earlier_escape(each);
                self.held.push(byte);
                self.state = State::String;
            }
            _ => {
                self.earlier_escape(each);
                self.after_escape = true;
                self.state = State::Ground;
                return Step::Again;
            }
        }
        Step::Taken
    }

    fn ss3(&mut self, byte: u8, each: Each) -> Step {
        if matches!(byte, b'0'..=b'9' | b';') {
            self.hold_parameter(byte);
            return Step::Taken;
        }
        let key = csi::ss3(&self.held, byte);
        self.one_of_sequence(byte, each, |_| Some(key))
    }

    fn csi(&mut self, byte: u8, each: Each) -> Step {
        if !is_sequence(byte) {
            self.give_up(each);
            return Step::Again;
        }
        if !csi::ends(&self.held, byte) {
            self.hold_parameter(byte);
            return Step::Taken;
        }
        let next = match csi::meaning(&self.held, byte) {
            Meaning::Input(input) => {
                self.finish(Some(input), each);
                return Step::Taken;
            }
            // The Escape before it may still be Alt.
            Meaning::LinuxFunction => {
                self.state = State::LinuxFunction;
                return Step::Taken;
            }
            Meaning::X10Mouse => State::X10Mouse,
            Meaning::PasteStart => State::Paste,
            Meaning::Nothing => State::Ground,
        };
        self.finish(None, each);
        self.state = next;
        Step::Taken
    }

    /// Reads a byte that may end a sequence: `end` says whether it does and, if so, which key the sequence was.
    fn one_of_sequence(&mut self, byte: u8, each: Each, end: impl FnOnce(u8) -> Option<Option<Key>>) -> Step {
        if !is_sequence(byte) {
            self.give_up(each);
            return Step::Again;
        }
        if let Some(key) = end(byte) {
            self.finish(key.map(Input::Key), each);
        }
        Step::Taken
    }

    fn x10_mouse(&mut self, byte: u8, each: Each) -> Step {
        // Every value is sent as itself plus 32.
        if byte < 0x20 {
            self.give_up(each);
            return Step::Again;
        }
        self.held.push(byte);
        if let &[button, column, row] = self.held.as_slice() {
            self.finish(mouse::x10(button, column, row).map(Input::Mouse), each);
        }
        Step::Taken
    }

    fn string(&mut self, byte: u8, each: Each) -> Step {
        match byte {
            // xterm lets it end OSC; it ends the others too, since no terminal sends it inside one.
            BEL => self.finish(Some(Input::Reply(string::reply(&self.held))), each),
            ESC => self.state = State::StringEscape,
            // Not among the characters of a string (ECMA-48 section 5.6): somebody is typing.
            0x00..=0x06 | 0x0e..=0x1f => {
                self.give_up(each);
                return Step::Again;
            }
            _ if self.held.len() < STRING_BYTES => self.held.push(byte),
            _ => {}
        }
        Step::Taken
    }

    fn string_escape(&mut self, byte: u8, each: Each) -> Step {
        if byte == b'\\' {
            self.finish(Some(Input::Reply(string::reply(&self.held))), each);
            return Step::Taken;
        }
        self.give_up(each);
        self.state = State::Escape;
        Step::Again
    }

    fn paste(&mut self, byte: u8) -> Step {
        match byte {
            ESC => self.state = State::PasteEscape,
            _ => paste::hold(&mut self.held, byte),
        }
        Step::Taken
    }

    fn paste_escape(&mut self, byte: u8) -> Step {
        match byte {
            b'[' => self.state = State::PasteCsi(0),
            ESC => {}
            _ => {
                self.state = State::Paste;
                return Step::Again;
            }
        }
        Step::Taken
    }

    fn paste_csi(&mut self, byte: u8, matched: u8, each: Each) -> Step {
        let fits = PASTE_END.get(usize::from(matched)) == Some(&byte);
        if !is_sequence(byte) {
            self.state = State::Paste;
            return Step::Again;
        }
        // Parameters beyond those of the end are not counted: another sequence is dropped, however long.
        if !is_final(byte) {
            self.state = State::PasteCsi(if fits { matched + 1 } else { u8::MAX });
        } else if fits {
            self.give_up(each);
        } else {
            self.state = State::Paste;
        }
        Step::Taken
    }

    fn hold_parameter(&mut self, byte: u8) {
        if self.held.len() < CSI_BYTES {
            self.held.push(byte);
        } else {
            self.state = State::CsiIgnore;
        }
    }
}

/// Whether a control sequence can have this byte (ECMA-48 section 5.4).
const fn is_sequence(byte: u8) -> bool {
    matches!(byte, 0x20..=0x7e)
}

/// Whether a control sequence ends with this byte.
const fn is_final(byte: u8) -> bool {
    matches!(byte, 0x40..=0x7e)
}
