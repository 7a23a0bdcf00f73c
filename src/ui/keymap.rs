//! Which key does what: one table, from which the help page and the footer are printed.

use crate::{
    content::Place,
    input::{Code, Key, Modifiers},
};

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Leave the portfolio.
    Leave,
    /// Go back to where the visitor came from.
    Back,
    /// Open what is focused.
    Open,
    /// Focus the item above, or scroll.
    Up,
    /// Focus the item below, or scroll.
    Down,
    /// To the left: a step back in a flow, otherwise back.
    Left,
    /// To the right: a step on in a flow, otherwise open.
    Right,
    /// A screenful up.
    PageUp,
    /// A screenful down.
    PageDown,
    /// To the start.
    First,
    /// To the end.
    Last,
    /// The tab with this number, from 1.
    Tab(u8),
    /// The tab to the right.
    NextTab,
    /// The tab to the left.
    PreviousTab,
    /// Play or pause the flow.
    Play,
    /// Start the flow again.
    Restart,
    /// The next system.
    NextSystem,
    /// The previous system.
    PreviousSystem,
    /// The technologies.
    Technologies,
    /// The colophon.
    Colophon,
    /// Search everything.
    Search,
    /// The next find of the last search.
    NextHit,
    /// The previous find of the last search.
    PreviousHit,
    /// The next theme.
    Theme,
    /// Mouse on or off.
    Mouse,
    /// Copy what is focused.
    Copy,
    /// Motion on or off.
    Motion,
    /// On without a screen, line by line.
    Linear,
    /// This list of keys.
    Help,
}

/// A line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// The keys, in the order they are shown.
    pub keys: &'static [Key],
    /// How the keys are written.
    pub shown: &'static str,
    /// What they ask for.
    pub action: Action,
    /// What that is, in two or three words; empty for a line that help folds into the one above.
    pub what: &'static str,
    /// On which pages the footer shows it, the most useful first.
    pub footer: Footer,
}

/// Where the footer shows a binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Footer {
    /// Nowhere: it stands in the help.
    Never,
    /// On every page.
    Always,
    /// On pages with items to open.
    Lists,
    /// On the page of one system.
    System,
    /// On every page that can be left for another one.
    Inside,
}

const fn plain(code: Code) -> Key {
    Key::plain(code)
}

const fn shift(code: Code) -> Key {
    Key { code, modifiers: Modifiers { shift: true, alt: false, ctrl: false } }
}

const fn letter(c: char) -> Key {
    Key::char(c)
}

/// Every key of the program outside text fields.
pub const KEYMAP: &[Binding] = &[
    Binding { keys: &[plain(Code::Enter)], shown: "enter", action: Action::Open, what: "open", footer: Footer::Lists },
    Binding {
        keys: &[plain(Code::Right), letter('l')],
        shown: "right l",
        action: Action::Right,
        what: "step on, open",
        footer: Footer::Never,
    },
    Binding {
        keys: &[plain(Code::Left), letter('h')],
        shown: "left h",
        action: Action::Left,
        what: "step back, go back",
        footer: Footer::Never,
    },
    Binding { keys: &[letter(' ')], shown: "space", action: Action::Play, what: "play", footer: Footer::System },
    Binding { keys: &[letter('r')], shown: "r", action: Action::Restart, what: "again", footer: Footer::Never },
    Binding {
        keys: &[letter(']')],
        shown: "]",
        action: Action::NextSystem,
        what: "next system",
        footer: Footer::System,
    },
    Binding {
        keys: &[letter('[')],
        shown: "[",
        action: Action::PreviousSystem,
        what: "previous system",
        footer: Footer::Never,
    },
    Binding {
        keys: &[plain(Code::Escape), plain(Code::Backspace)],
        shown: "esc",
        action: Action::Back,
        what: "back",
        footer: Footer::Inside,
    },
    Binding {
        keys: &[plain(Code::Down), letter('j')],
        shown: "down j",
        action: Action::Down,
        what: "down",
        footer: Footer::Never,
    },
    Binding {
        keys: &[plain(Code::Up), letter('k')],
        shown: "up k",
        action: Action::Up,
        what: "up",
        footer: Footer::Never,
    },
    Binding {
        keys: &[plain(Code::PageDown), Key::ctrl('f')],
        shown: "pgdn ctrl-f",
        action: Action::PageDown,
        what: "a screen down",
        footer: Footer::Never,
    },
    Binding {
        keys: &[plain(Code::PageUp), Key::ctrl('b')],
        shown: "pgup ctrl-b",
        action: Action::PageUp,
        what: "a screen up",
        footer: Footer::Never,
    },
    Binding {
        keys: &[letter('g'), plain(Code::Home)],
        shown: "g home",
        action: Action::First,
        what: "to the start",
        footer: Footer::Never,
    },
    Binding {
        keys: &[letter('G'), plain(Code::End)],
        shown: "G end",
        action: Action::Last,
        what: "to the end",
        footer: Footer::Never,
    },
    Binding { keys: &[letter('1')], shown: "1-5", action: Action::Tab(1), what: "pages", footer: Footer::Always },
    Binding { keys: &[letter('2')], shown: "", action: Action::Tab(2), what: "", footer: Footer::Never },
    Binding { keys: &[letter('3')], shown: "", action: Action::Tab(3), what: "", footer: Footer::Never },
    Binding { keys: &[letter('4')], shown: "", action: Action::Tab(4), what: "", footer: Footer::Never },
    Binding { keys: &[letter('5')], shown: "", action: Action::Tab(5), what: "", footer: Footer::Never },
    Binding {
        keys: &[plain(Code::Tab)],
        shown: "tab",
        action: Action::NextTab,
        what: "next page",
        footer: Footer::Never,
    },
    Binding {
        keys: &[shift(Code::Tab)],
        shown: "shift-tab",
        action: Action::PreviousTab,
        what: "previous page",
        footer: Footer::Never,
    },
    Binding { keys: &[letter('/')], shown: "/", action: Action::Search, what: "search", footer: Footer::Always },
    Binding { keys: &[letter('n')], shown: "n", action: Action::NextHit, what: "next find", footer: Footer::Never },
    Binding {
        keys: &[letter('N')],
        shown: "N",
        action: Action::PreviousHit,
        what: "previous find",
        footer: Footer::Never,
    },
    Binding {
        keys: &[letter('T')],
        shown: "T",
        action: Action::Technologies,
        what: "technologies",
        footer: Footer::Never,
    },
    Binding {
        keys: &[letter('~')],
        shown: "~",
        action: Action::Colophon,
        what: "this connection",
        footer: Footer::Never,
    },
    Binding { keys: &[letter('y')], shown: "y", action: Action::Copy, what: "copy", footer: Footer::Never },
    Binding { keys: &[letter('t')], shown: "t", action: Action::Theme, what: "theme", footer: Footer::Always },
    Binding { keys: &[letter('a')], shown: "a", action: Action::Motion, what: "motion on, off", footer: Footer::Never },
    Binding {
        keys: &[letter('A')],
        shown: "A",
        action: Action::Linear,
        what: "plain text instead",
        footer: Footer::Never,
    },
    Binding { keys: &[letter('m')], shown: "m", action: Action::Mouse, what: "mouse on, off", footer: Footer::Never },
    Binding { keys: &[letter('?')], shown: "?", action: Action::Help, what: "help", footer: Footer::Always },
    Binding {
        keys: &[letter('q'), Key::ctrl('c'), Key::ctrl('d')],
        shown: "q",
        action: Action::Leave,
        what: "leave",
        footer: Footer::Always,
    },
];

/// What a key asks for, if anything.
#[must_use]
pub fn action(key: Key) -> Option<Action> {
    KEYMAP.iter().find(|binding| binding.keys.contains(&key)).map(|binding| binding.action)
}

/// What the footer shows on a page.
pub fn footer(place: Place, has_items: bool) -> impl Iterator<Item = &'static Binding> {
    KEYMAP.iter().filter(move |binding| match binding.footer {
        Footer::Never => false,
        Footer::Always => true,
        Footer::Lists => has_items && !matches!(place, Place::System(_)),
        Footer::System => matches!(place, Place::System(_)),
        Footer::Inside => place != Place::Home,
    })
}

/// The tabs, in their order.
pub const TABS: [(&str, Place); 5] = [
    ("home", Place::Home),
    ("systems", Place::Systems),
    ("experience", Place::Experience),
    ("philosophy", Place::Philosophy),
    ("contact", Place::Contact),
];

/// The tab that a place belongs to, counted from 0; `None` for places beside the tabs.
#[must_use]
pub fn tab_of(place: Place) -> Option<usize> {
    match place {
        Place::Home => Some(0),
        Place::Systems | Place::System(_) => Some(1),
        Place::Experience | Place::Role(_) => Some(2),
        Place::Philosophy | Place::Principle(_) => Some(3),
        Place::Contact => Some(4),
        Place::Technologies | Place::Technology(_) | Place::Colophon => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_has_two_meanings() {
        let keys: Vec<Key> = KEYMAP.iter().flat_map(|binding| binding.keys.iter().copied()).collect();
        for (at, key) in keys.iter().enumerate() {
            assert!(!keys[..at].contains(key), "{key:?} is bound twice");
        }
    }

    #[test]
    fn every_tab_has_its_number() {
        for (number, (_, place)) in (1..).zip(TABS) {
            let key = Key::char(char::from_digit(number, 10).unwrap());
            assert_eq!(action(key), Some(Action::Tab(u8::try_from(number).unwrap())));
            assert_eq!(tab_of(place).map(|tab| tab + 1), Some(number as usize));
        }
    }
}
