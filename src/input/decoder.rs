//! The state machine that cuts a terminal's bytes into inputs: its states, its waiting and what every ending has in
//! common. What each state does with a byte is in `states.rs`.
//!
//! It follows the parser of the VT500 (<https://vt100.net/emu/dec_ansi_parser>) and ECMA-48, read from the host's
//! side: what a terminal sends is keys first and sequences second. So it differs from them in three things. ESC with
//! an intermediate (`ESC /`) is Alt with a key, since no terminal sends such a sequence. A control character inside a
//! sequence ends the sequence and is a key, so that Ctrl-C always arrives. 8-bit introducers (0x80 to 0x9f) are bytes
//! of UTF-8.
//!
//! Some keys with Alt look like the start of a sequence: Alt-[ Alt-O Alt-] Alt-P Alt-X Alt-^ Alt-_. Followed by
//! silence or by a byte that cannot continue, they are those keys; followed by typing, that typing is lost up to the
//! end of what it looks like or the next pause of [`SEQUENCE_WAIT`], whichever comes first. Nothing silences the
//! keyboard for longer.

use std::{mem, time::Duration};

use super::{Code, Input, Key, key, paste};
use crate::limits::{ESCAPE_WAIT, SEQUENCE_WAIT};

/// Cuts a terminal's bytes into [`Input`]s; any split of the bytes gives the same inputs.
///
/// Holds at most [`crate::limits::PASTE_BYTES`] of heap, and none while nothing is pending.
#[derive(Debug, Default)]
pub struct Decoder {
    pub(super) state: State,
    /// One more ESC came directly before what is being read. It is Alt if that turns out to be a key (rxvt and `PuTTY`
    /// send Alt-Up as `ESC ESC [ A`), and was the Escape key if not.
    pub(super) after_escape: bool,
    /// The last byte was CR: an LF now is the other half of the same line end.
    pub(super) after_return: bool,
    /// The unfinished character, sequence, string or paste.
    pub(super) held: Vec<u8>,
}

/// What is being read, and so what the next byte means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum State {
    /// Typing.
    #[default]
    Ground,
    /// A character of which some bytes are missing; `held` has the others.
    Utf8,
    /// After ESC: the Escape key, Alt or the start of a sequence. Only time can tell.
    Escape,
    /// After `ESC O`, single shift 3: one more byte is the key. `held` has parameters, which old terminals put here.
    Ss3,
    /// After `ESC [`, control sequence introducer; `held` has its parameters and intermediates.
    Csi,
    /// In a control sequence longer than [`crate::limits::CSI_BYTES`].
    CsiIgnore,
    /// After `CSI [`: one more byte is a function key of the Linux console.
    LinuxFunction,
    /// After `CSI M`: three more bytes are button, column and row; `held` has those that came.
    X10Mouse,
    /// In a control string; `held` has the byte that opened it, then the text.
    String,
    /// After ESC in a control string: its end (`ESC \`) or the start of something else.
    StringEscape,
    /// In a bracketed paste; `held` has its text.
    Paste,
    /// After ESC in a paste.
    PasteEscape,
    /// In a control sequence in a paste, which is dropped; so many bytes of it are those of the paste's end.
    PasteCsi(u8),
}

/// What a state did with a byte.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// It was read.
    Taken,
    /// It ended something and is to be read again, in the state that follows.
    Again,
}

/// Where inputs go.
pub(super) type Each<'a> = &'a mut dyn FnMut(Input);

impl Decoder {
    /// Takes the next bytes and hands every input that is complete to `each`.
    pub fn feed(&mut self, bytes: &[u8], mut each: impl FnMut(Input)) {
        for &byte in bytes {
            // Ends: `Again` always leads to `Ground`, `Escape` or `Paste`, and only `Ground`, once a byte, leads on.
            while self.step(byte, &mut each) == Step::Again {}
        }
    }

    /// How long to wait for more bytes before [`Self::timeout`] is due; `None` while nothing is pending.
    ///
    /// A lone Escape waits [`ESCAPE_WAIT`], as does a CR for its LF; an unfinished string, sequence, character or paste
    /// waits [`SEQUENCE_WAIT`] before the decoder gives it up and types again.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Ground => self.after_return.then_some(ESCAPE_WAIT),
            State::Escape => Some(ESCAPE_WAIT),
            State::Utf8
            | State::Ss3
            | State::Csi
            | State::CsiIgnore
            | State::LinuxFunction
            | State::X10Mouse
            | State::String
            | State::StringEscape
            | State::Paste
            | State::PasteEscape
            | State::PasteCsi(_) => Some(SEQUENCE_WAIT),
        }
    }

    /// Nothing came for as long as [`Self::patience`] said: a lone Escape was the key, a sequence that had only begun
    /// was Alt with a key, a paste is what came of it, and anything else is dropped.
    pub fn timeout(&mut self, mut each: impl FnMut(Input)) {
        self.after_return = false;
        // Alt-] and then Escape: both were keys. After more of a string, ESC was half of the string's end.
        let escape_too = self.state == State::StringEscape && self.held.len() == 1;
        self.give_up(&mut each);
        if escape_too {
            each(Input::Key(Key::plain(Code::Escape)));
        }
    }

    /// Bytes of heap this decoder holds.
    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.held.capacity()
    }

    /// Ends what is being read as nothing more than it already is.
    pub(super) fn give_up(&mut self, each: Each) {
        let alt = |c| Some(Input::Key(Key { code: Code::Char(c), modifiers: key::ALT }));
        let was = match (self.state, self.held.as_slice()) {
            (State::Escape, _) => Some(Input::Key(Key::plain(Code::Escape))),
            (State::Csi, []) => alt('['),
            (State::Ss3, []) => alt('O'),
            (State::String | State::StringEscape, &[introducer]) => alt(char::from(introducer)),
            (State::Paste | State::PasteEscape | State::PasteCsi(_), held) => paste::text(held).map(Input::Paste),
            _ => None,
        };
        self.finish(None, each);
        if let Some(input) = was {
            each(input);
        }
    }

    /// Goes back to typing, with this read, and gives the memory back.
    pub(super) fn finish(&mut self, input: Option<Input>, each: Each) {
        self.state = State::Ground;
        self.held = Vec::new();
        match input {
            Some(Input::Key(mut key)) => {
                key.modifiers.alt |= mem::take(&mut self.after_escape);
                each(Input::Key(key));
            }
            input => {
                self.earlier_escape(each);
                input.into_iter().for_each(each);
            }
        }
    }

    /// The ESC before the one being read was not Alt.
    pub(super) fn earlier_escape(&mut self, each: Each) {
        if mem::take(&mut self.after_escape) {
            each(Input::Key(Key::plain(Code::Escape)));
        }
    }
}
