//! Which key a byte, a letter or a number of a sequence stands for.

use super::{Code, Key, Modifiers, paste};

pub(super) const SHIFT: Modifiers = Modifiers { shift: true, alt: false, ctrl: false };
pub(super) const ALT: Modifiers = Modifiers { shift: false, alt: true, ctrl: false };
pub(super) const CTRL: Modifiers = Modifiers { shift: false, alt: false, ctrl: true };

/// A key with modifiers; a character says Shift by itself.
pub(super) fn with(code: Code, mut modifiers: Modifiers) -> Key {
    modifiers.shift &= !matches!(code, Code::Char(_));
    Key { code, modifiers }
}

/// The key that sends this byte, which is below 0x80.
pub(super) fn ascii(byte: u8) -> Key {
    match byte {
        b'\r' | b'\n' => Key::plain(Code::Enter),
        b'\t' => Key::plain(Code::Tab),
        // Terminals differ over which of the two Backspace sends; none has a use for the other.
        0x08 | 0x7f => Key::plain(Code::Backspace),
        0x1b => Key::plain(Code::Escape),
        0x00 => Key::ctrl(' '),
        0x01..=0x1a => Key::ctrl(char::from(byte | 0x60)),
        0x1c..=0x1f => Key::ctrl(char::from(byte | 0x40)),
        _ => Key::char(char::from(byte)),
    }
}

/// The key that types this character; `None` for one that nobody may type.
pub(super) fn character(c: char) -> Option<Key> {
    (!paste::is_hidden(c)).then_some(Key::char(c))
}

/// The key of a final letter, `CSI A` or `SS3 A`.
pub(super) const fn letter(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'P'..=b'S' => Code::Function(last - b'P' + 1),
        _ => return None,
    })
}

/// The key of the numeric keypad in application mode (DECKPAM), `SS3 q`.
pub(super) fn keypad(last: u8) -> Option<Code> {
    Some(match last {
        b'M' => Code::Enter,
        b'I' => Code::Tab,
        b' ' => Code::Char(' '),
        b'X' => Code::Char('='),
        // The keypad's code is the character's plus 64: `*` is `j`, `0` is `p`.
        b'j'..=b'y' => Code::Char(char::from(last - 64)),
        _ => return None,
    })
}

/// The key of a number, `CSI 3 ~`. 1 to 8 are the VT220's editing keys, 7 and 8 as rxvt sends them; the gaps among the
/// function keys are those of the VT220's keyboard.
pub(super) fn numbered(number: u32) -> Option<Code> {
    let function = |first: u32, name: u8| u8::try_from(number - first).ok().map(|nth| Code::Function(name + nth));
    match number {
        1 | 7 => Some(Code::Home),
        2 => Some(Code::Insert),
        3 => Some(Code::Delete),
        4 | 8 => Some(Code::End),
        5 => Some(Code::PageUp),
        6 => Some(Code::PageDown),
        11..=15 => function(11, 1),
        17..=21 => function(17, 6),
        23..=26 => function(23, 11),
        28..=29 => function(28, 15),
        31..=34 => function(31, 17),
        _ => None,
    }
}

/// The function key of the Linux console, `CSI [ A` to `CSI [ E`.
pub(super) const fn linux_function(byte: u8) -> Option<Key> {
    match byte {
        b'A'..=b'E' => Some(Key::plain(Code::Function(byte - b'A' + 1))),
        _ => None,
    }
}

/// The modifiers of a sequence's parameter: one more than the sum of Shift 1, Alt 2, Control 4, Meta 8 (xterm; iTerm2's
/// Alt) or Super 8 and Meta 32 (kitty). Caps and number lock do not count.
pub(super) const fn modifiers(parameter: u32) -> Modifiers {
    let sum = parameter.saturating_sub(1);
    Modifiers { shift: sum & 1 != 0, alt: sum & (2 | 8 | 32) != 0, ctrl: sum & 4 != 0 }
}

/// The key of a character code with modifiers; `shifted` is the code that Shift makes of it, where the terminal says.
pub(super) fn coded(code: u32, shifted: Option<u32>, modifiers: Modifiers) -> Option<Key> {
    let named = match code {
        8 | 9 | 10 | 13 | 27 | 127 => Some(ascii(u8::try_from(code).ok()?).code),
        // Unicode's private use area, where kitty keeps the keys that are no characters.
        0xe000..=0xf8ff => Some(functional(code)?),
        _ => None,
    };
    if let Some(named) = named {
        return Some(with(named, modifiers));
    }
    let c = char::from_u32(code)?;
    let typed = if modifiers.ctrl {
        c.to_ascii_lowercase()
    } else if modifiers.shift {
        shifted.and_then(char::from_u32).unwrap_or_else(|| c.to_ascii_uppercase())
    } else {
        c
    };
    (!paste::is_hidden(typed)).then(|| with(Code::Char(typed), modifiers))
}

/// The key of kitty's code for it, as far as there is a use for it; modifiers and media keys are none.
fn functional(code: u32) -> Option<Code> {
    let nth = |first: u32| u8::try_from(code - first).ok();
    Some(match code {
        57376..=57387 => Code::Function(nth(57376)? + 13),
        57399..=57408 => Code::Char(char::from(nth(57399)? + b'0')),
        57409 => Code::Char('.'),
        57410 => Code::Char('/'),
        57411 => Code::Char('*'),
        57412 => Code::Char('-'),
        57413 => Code::Char('+'),
        57414 => Code::Enter,
        57415 => Code::Char('='),
        57416 => Code::Char(','),
        57417 => Code::Left,
        57418 => Code::Right,
        57419 => Code::Up,
        57420 => Code::Down,
        57421 => Code::PageUp,
        57422 => Code::PageDown,
        57423 => Code::Home,
        57424 => Code::End,
        57425 => Code::Insert,
        57426 => Code::Delete,
        _ => return None,
    })
}
