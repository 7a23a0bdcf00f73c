//! Terminal bytes to [`Input`]: keys, mouse, paste and the terminal's replies; resumable at any byte, bounded.

mod csi;
mod decoder;
mod key;
mod mouse;
mod paste;
mod states;
mod string;
#[cfg(test)]
mod tests;

pub use decoder::Decoder;

/// One thing a terminal sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// The mouse was pressed or its wheel turned.
    Mouse(Mouse),
    /// Text was pasted (bracketed paste, mode 2004): on one line, never empty, without control and bidi characters, at
    /// most [`crate::limits::PASTE_BYTES`] long.
    Paste(String),
    /// The terminal answered a question; never to be taken for typing.
    Reply(Reply),
}

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Held with it.
    pub modifiers: Modifiers,
}

/// Modifiers held with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Modifiers {
    /// Shift; never set together with [`Code::Char`], whose character already says it.
    pub shift: bool,
    /// Alt or Meta.
    pub alt: bool,
    /// Control.
    pub ctrl: bool,
}

/// Which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character, never a control or bidi character; Ctrl-C is `Char('c')` with `ctrl`.
    Char(char),
    /// Return, whether sent as CR, as LF or as CR LF.
    Enter,
    /// A lone Escape.
    Escape,
    /// Backspace, whether sent as 0x08 or as 0x7f.
    Backspace,
    /// Tab; Shift-Tab is `Tab` with `shift`.
    Tab,
    /// Cursor up.
    Up,
    /// Cursor down.
    Down,
    /// Cursor left.
    Left,
    /// Cursor right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Insert.
    Insert,
    /// Delete.
    Delete,
    /// A function key, 1 to 24.
    Function(u8),
}

/// A mouse event. Its cell may lie outside the window: the terminal is not to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What happened.
    pub kind: MouseKind,
    /// Column, 0 at the left.
    pub column: u16,
    /// Row, 0 at the top.
    pub row: u16,
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// The wheel turned away from the visitor.
    WheelUp,
    /// The wheel turned towards the visitor.
    WheelDown,
    /// Anything else: other buttons, releases, movement.
    Other,
}

/// What a terminal answers when it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Background colour (OSC 11), 8 bits a channel.
    Background([u8; 3]),
    /// Primary device attributes (DA1): the fence after every question.
    DeviceAttributes,
    /// The terminal gained (`true`) or lost focus (mode 1004).
    Focus(bool),
    /// Any other reply; known only so that it is not typed.
    Other,
}

impl Key {
    /// A key without modifiers.
    #[must_use]
    pub const fn plain(code: Code) -> Self {
        Self { code, modifiers: Modifiers { shift: false, alt: false, ctrl: false } }
    }

    /// A character key without modifiers.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// A character key with Control.
    #[must_use]
    pub const fn ctrl(c: char) -> Self {
        Self { code: Code::Char(c), modifiers: Modifiers { shift: false, alt: false, ctrl: true } }
    }
}
