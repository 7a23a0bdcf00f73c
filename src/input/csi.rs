//! What a control sequence (`ESC [ … final`) or a single shift (`ESC O … final`) from a terminal means.
//!
//! Forms from xterm's ctlseqs, the kitty keyboard protocol, rxvt's key table, `console_codes(4)` and `PuTTY`'s SCO
//! keys.

use super::{Code, Input, Key, Modifiers, Reply, key, mouse};

/// What a control sequence means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// This input.
    Input(Input),
    /// A bracketed paste begins.
    PasteStart,
    /// Three bytes of mouse follow.
    X10Mouse,
    /// One byte of function key follows.
    LinuxFunction,
    /// Nothing known: swallowed whole.
    Nothing,
}

/// Whether `byte` ends the control sequence of which `held` came.
///
/// rxvt sends Shift-Delete as `CSI 3 $`, though `$` is an intermediate; what other terminals send with `$` inside
/// (DECRPM, `CSI 4 ; 1 $ y`) has more than one number before it.
pub(super) fn ends(held: &[u8], byte: u8) -> bool {
    let rxvt_shift = byte == b'$' && !held.is_empty() && held.iter().all(u8::is_ascii_digit);
    matches!(byte, 0x40..=0x7e) || rxvt_shift
}

/// Says what the control sequence of these parameters, intermediates and final byte means.
pub(super) fn meaning(held: &[u8], last: u8) -> Meaning {
    let known = match held {
        [b'<', rest @ ..] if matches!(last, b'M' | b'm') && is_numbers(rest) => sgr_mouse(Numbers(rest), last == b'm'),
        // No key has a private marker or an intermediate: whatever has one is an answer.
        [b'?', rest @ ..] if last == b'c' && is_numbers(rest) => Some(Input::Reply(Reply::DeviceAttributes)),
        [b'?' | b'>' | b'=', ..] => Some(Input::Reply(Reply::Other)),
        _ if held.iter().any(|byte| matches!(byte, 0x20..=0x2f)) => Some(Input::Reply(Reply::Other)),
        _ if !is_numbers(held) => None,
        [] if last == b'M' => return Meaning::X10Mouse,
        [] if last == b'[' => return Meaning::LinuxFunction,
        b"200" if last == b'~' => return Meaning::PasteStart,
        [] => bare(last),
        _ => Numbers(held).with(last),
    };
    known.map_or(Meaning::Nothing, Meaning::Input)
}

/// Says which key a single shift 3 with this final byte is. Its parameters are those that Konsole and VTE once sent.
pub(super) fn ss3(held: &[u8], last: u8) -> Option<Key> {
    // rxvt.
    if matches!(last, b'a'..=b'd') {
        return Some(Key { code: key::letter(last.to_ascii_uppercase())?, modifiers: key::CTRL });
    }
    let code = key::letter(last).or_else(|| key::keypad(last))?;
    Numbers(held).key(code, Numbers(held).count() - 1)
}

/// A sequence without parameters: `CSI A`.
fn bare(last: u8) -> Option<Input> {
    let key = match last {
        b'I' => return Some(Input::Reply(Reply::Focus(true))),
        b'O' => return Some(Input::Reply(Reply::Focus(false))),
        b'n' | b't' | b'x' => return Some(Input::Reply(Reply::Other)),
        b'Z' => Key { code: Code::Tab, modifiers: key::SHIFT },
        // rxvt.
        b'a'..=b'd' => Key { code: key::letter(last.to_ascii_uppercase())?, modifiers: key::SHIFT },
        // SCO, as far as no other terminal means something else by it: its Page Up is our focus, its F1 our mouse.
        b'G' => Key::plain(Code::PageDown),
        b'L' => Key::plain(Code::Insert),
        _ => Key::plain(key::letter(last)?),
    };
    Some(Input::Key(key))
}

/// A mouse in mode 1006: `CSI < button ; column ; row M`, with `m` for a release.
fn sgr_mouse(numbers: Numbers, released: bool) -> Option<Input> {
    let [button, column, row] = numbers.mouse()?;
    mouse::at(button, column, row, released).map(Input::Mouse)
}

/// Whether these are parameters: numbers, `;` between them, `:` between the parts of one.
fn is_numbers(held: &[u8]) -> bool {
    held.iter().all(|byte| matches!(byte, b'0'..=b';'))
}

/// The parameters of a sequence.
#[derive(Clone, Copy)]
struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    /// How many parameters there are; nothing is one that is not given.
    fn count(self) -> usize {
        self.0.split(|&byte| byte == b';').count()
    }

    /// A part of a parameter, both counted from 0; `None` if not given.
    fn part(self, parameter: usize, part: usize) -> Option<u32> {
        let digits = self.0.split(|&byte| byte == b';').nth(parameter)?.split(|&byte| byte == b':').nth(part)?;
        let add = |number: u32, digit: &u8| number.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
        (!digits.is_empty()).then(|| digits.iter().fold(0, add))
    }

    fn get(self, parameter: usize) -> Option<u32> {
        self.part(parameter, 0)
    }

    fn with(self, last: u8) -> Option<Input> {
        match last {
            b'~' if self.get(0)? == 27 => self.character(self.get(2)?, None, 1).map(Input::Key),
            b'~' => self.key(key::numbered(self.get(0)?)?, 1).map(Input::Key),
            // rxvt says the modifiers by the final byte.
            b'^' => self.rxvt(key::CTRL),
            b'$' => self.rxvt(key::SHIFT),
            b'@' => self.rxvt(Modifiers { shift: true, alt: false, ctrl: true }),
            b'u' => self.character(self.get(0)?, self.part(0, 1), 1).map(Input::Key),
            b'M' => {
                let [button, column, row] = self.mouse()?;
                mouse::urxvt(button, column, row).map(Input::Mouse)
            }
            // A cursor position, `CSI row ; column R`. F3 with modifiers looks the same (`CSI 1 ; 2 R`); an answer that
            // becomes a key is worse than a modified F3 that does nothing.
            b'R' | b'c' | b'n' | b't' | b'x' => Some(Input::Reply(Reply::Other)),
            b'Z' => Some(Input::Key(Key { code: Code::Tab, modifiers: key::SHIFT })),
            // `CSI 1 ; 5 A`, and without the 1 from old terminals.
            _ => self.key(key::letter(last)?, self.count() - 1).map(Input::Key),
        }
    }

    /// The modifiers in a parameter; `None` if it says that the key was released.
    fn modifiers(self, parameter: usize) -> Option<Modifiers> {
        let released = self.part(parameter, 1) == Some(3);
        (!released).then(|| key::modifiers(self.get(parameter).unwrap_or(1)))
    }

    fn key(self, code: Code, modifiers: usize) -> Option<Key> {
        Some(key::with(code, self.modifiers(modifiers)?))
    }

    /// A key by its character code: xterm's modifyOtherKeys and kitty's `CSI u`. Neither is ever switched on here, but
    /// whoever dropped out of an editor may have left it on.
    fn character(self, code: u32, shifted: Option<u32>, modifiers: usize) -> Option<Key> {
        key::coded(code, shifted, self.modifiers(modifiers)?)
    }

    fn rxvt(self, modifiers: Modifiers) -> Option<Input> {
        (self.count() == 1).then_some(())?;
        Some(Input::Key(key::with(key::numbered(self.get(0)?)?, modifiers)))
    }

    /// A mouse's button, column and row.
    fn mouse(self) -> Option<[u32; 3]> {
        (self.count() == 3).then_some(())?;
        Some([self.get(0)?, self.get(1)?, self.get(2)?])
    }
}
