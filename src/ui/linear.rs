//! The portfolio line by line: for screen readers, terminals that know no escape sequence, and paper.
//!
//! Nothing is drawn over, nothing is placed: a page is printed as paragraphs with numbered choices, a prompt follows, and
//! what comes next is printed below. The pages are those of the screen ([`super::pages::told`]) and the state is the
//! same, so a visitor can change from one to the other and back at any place.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use unicode_width::UnicodeWidthChar;

use super::{
    Effect, Event,
    doc::Goal,
    keymap::TABS,
    pages,
    state::{Cursor, Overlay, State},
    update,
};
use crate::{
    content::Place,
    input::{Code, Input, Key},
    limits,
    screen::readable,
};

/// Cells that a line is wide at most, and at least: a narrower terminal breaks lines itself.
const WIDEST: usize = 80;
const NARROWEST: usize = 20;

/// Pages that a word or its beginning leads to.
const PAGES: [(&str, Place); 7] = [
    ("home", Place::Home),
    ("systems", Place::Systems),
    ("experience", Place::Experience),
    ("philosophy", Place::Philosophy),
    ("contact", Place::Contact),
    ("technologies", Place::Technologies),
    ("about this connection", Place::Colophon),
];

/// What the visitor can type, as help tells it.
const HELP: [&str; 10] = [
    "Type one of these and press Enter:",
    "a number: goes where it says",
    "Enter alone: reads on, or reads the page again",
    "n: next page or system",
    "b: back",
    "home, systems, experience, philosophy, contact, technologies, about this connection: those pages; the first \
     letter does, and the name of a system, an employer or a technology leads there, too",
    "/ and some words: searches everything",
    "screen: the full screen",
    "?: this help",
    "q: leaves, and so do Ctrl-C and Ctrl-D, at once",
];

/// A visit line by line: what is being typed, and what is still to be read.
#[derive(Debug, Clone, Default)]
pub struct Linear {
    /// What was typed since the prompt, at most [`limits::QUERY`] characters.
    line: String,
    /// Paragraphs of the page that did not fit into the window.
    rest: VecDeque<String>,
    /// Whether the terminal shows what is typed by itself, because nobody took it into raw mode.
    cooked: bool,
    /// How the last notice began, so that a countdown is told once.
    told: Option<String>,
}

/// What one event leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// What to print: lines end in LF, and the only other control character is Backspace (0x08), never an escape.
    pub text: String,
    /// What the session has to do.
    pub effects: Vec<Effect>,
}

impl From<String> for Reply {
    fn from(text: String) -> Self {
        Self { text, effects: Vec::new() }
    }
}

impl Linear {
    /// Goes on line by line where the state is, and says what to print first.
    #[must_use]
    ///
    /// `cooked` is for a connection without a pty: there the visitor's own terminal echoes and edits each line.
    pub fn open(state: &mut State, cooked: bool) -> (Self, String) {
        state.overlay = None;
        state.playback.playing = false;
        let mut linear = Self { cooked, ..Self::default() };
        let hello = "Plain text, line by line. ? lists what you can type.".to_owned();
        let text = linear.print(state, vec![hello, String::new()], page(state));
        (linear, text)
    }

    /// Takes one event into the state, as [`update`] does for the screen, and says what to print.
    #[must_use]
    pub fn update(&mut self, state: &mut State, event: Event) -> Reply {
        match event {
            Event::Input(Input::Key(key)) => self.on_key(state, key),
            Event::Input(Input::Paste(text)) => self.typed(state, &text).into(),
            // There is nothing to click.
            Event::Input(Input::Mouse(_)) => Reply::default(),
            Event::Notice(Some(notice)) => self.notice(state, &notice).into(),
            Event::Notice(None) => {
                self.told = None;
                Reply::default()
            }
            Event::Content(_) => {
                let effects = update(state, event);
                // Its numbers may mean something else now.
                self.rest.clear();
                let text = self.say(state, "The portfolio was changed just now. Enter reads the page as it is.");
                Reply { text, effects }
            }
            Event::Input(Input::Reply(_)) | Event::Resize(_) | Event::Tick(_) | Event::Vitals(_) | Event::SlowLink => {
                Reply { text: String::new(), effects: update(state, event) }
            }
        }
    }

    fn on_key(&mut self, state: &mut State, key: Key) -> Reply {
        match key.code {
            Code::Char('c' | 'd') if key.modifiers.ctrl => {
                Reply { text: "\n".to_owned(), effects: vec![Effect::Leave] }
            }
            Code::Char('u') if key.modifiers.ctrl => self.erase(state, usize::MAX).into(),
            Code::Char(c) if !key.modifiers.ctrl && !key.modifiers.alt => {
                self.typed(state, c.encode_utf8(&mut [0; 4])).into()
            }
            Code::Backspace => self.erase(state, 1).into(),
            Code::Escape => self.erase(state, usize::MAX).into(),
            Code::Enter => {
                let line = std::mem::take(&mut self.line);
                let mut reply = self.command(state, line.trim());
                if !self.cooked {
                    // What was typed stands above, as on paper.
                    reply.text.insert(0, '\n');
                }
                reply
            }
            _ => Reply::default(),
        }
    }

    /// Takes typed text, as far as there is room for it, and shows it.
    fn typed(&mut self, state: &State, text: &str) -> String {
        let room = limits::QUERY.saturating_sub(self.line.chars().count());
        // Characters without a width could not be taken back: nobody knows how the terminal shows them.
        let taken: String = text.chars().filter(|c| c.width().is_some_and(|width| width > 0)).take(room).collect();
        self.line.push_str(&taken);
        if self.cooked { String::new() } else { echo(state, &taken) }
    }

    /// Takes back the last characters. Backspace moves on every terminal, so no escape is needed for that.
    fn erase(&mut self, state: &State, count: usize) -> String {
        let mut text = String::new();
        for _ in 0..count.min(self.line.chars().count()) {
            let gone = self.line.pop().map(|c| echo(state, c.encode_utf8(&mut [0; 4])));
            let cells = gone.map_or(0, |shown| unicode_width::UnicodeWidthStr::width(shown.as_str()));
            text.push_str(&"\u{8} \u{8}".repeat(cells));
        }
        text
    }

    fn command(&mut self, state: &mut State, line: &str) -> Reply {
        let word = line.to_lowercase();
        if let Some(query) = line.strip_prefix('/') {
            return self.search(state, query.trim()).into();
        }
        match word.as_str() {
            "" if self.rest.is_empty() => self.arrive(state).into(),
            "" => self.part(state).into(),
            "q" | "quit" | "exit" | "leave" | "bye" => Reply { text: String::new(), effects: vec![Effect::Leave] },
            "?" | "help" => self.print(state, Vec::new(), help(state)).into(),
            "b" | "back" => {
                if state.overlay.take().is_none() {
                    state.back();
                }
                self.arrive(state).into()
            }
            "n" | "next" => {
                next(state);
                self.arrive(state).into()
            }
            "screen" if state.caps.escapes => {
                state.overlay = None;
                let title = state.portfolio.profile.name.clone();
                Reply { text: String::new(), effects: vec![Effect::Screen, Effect::Title(title)] }
            }
            _ => match word.parse::<usize>() {
                Ok(number) => self.choose(state, number).into(),
                Err(_) => self.name(state, &word).into(),
            },
        }
    }

    fn choose(&mut self, state: &mut State, number: usize) -> String {
        let doc = pages::told(state);
        let goal = number.checked_sub(1).and_then(|at| doc.items().get(at)).map(|item| item.goal.clone());
        match goal {
            Some(Goal::Place(place)) => self.go(state, place),
            // There is no clipboard to send it to, but on a line of its own, whole, it is easily taken along.
            Some(Goal::Link(text) | Goal::Text(text)) => format!("{}\n{}", echo(state, &text), self.prompt(state)),
            None if doc.items().is_empty() => self.say(state, "There is nothing to choose here. b goes back."),
            None => {
                let says = format!("There is no {number} here: choose from 1 to {}.", doc.items().len());
                self.say(state, &says)
            }
        }
    }

    /// Goes to what is called by a word: a page by the beginning of its name, anything else by its whole name.
    fn name(&mut self, state: &mut State, word: &str) -> String {
        let page = PAGES.iter().find(|(name, _)| name.starts_with(word)).map(|(_, place)| *place);
        match page.or_else(|| state.portfolio.place(word)) {
            Some(place) => self.go(state, place),
            None => self.say(state, &format!("Nothing here is called {word}. /{word} searches for it, ? helps.")),
        }
    }

    fn search(&mut self, state: &mut State, query: &str) -> String {
        let query = query.chars().take(limits::QUERY).collect();
        state.overlay = Some(Overlay::Search { query, cursor: Cursor::default() });
        self.arrive(state)
    }

    fn go(&mut self, state: &mut State, place: Place) -> String {
        state.overlay = None;
        state.go(place);
        self.arrive(state)
    }

    fn arrive(&mut self, state: &State) -> String {
        self.print(state, Vec::new(), page(state))
    }

    /// Prints paragraphs, as many as fit into the window; the rest waits for Enter.
    fn print(&mut self, state: &State, first: Vec<String>, then: Vec<String>) -> String {
        self.rest = first.into_iter().chain(then).collect();
        self.part(state)
    }

    /// The next windowful, and the prompt.
    fn part(&mut self, state: &State) -> String {
        // The last row is the prompt's.
        let most = usize::from(state.size.rows).saturating_sub(1).max(2);
        let mut rows: Vec<String> = Vec::new();
        while let Some(paragraph) = self.rest.pop_front() {
            if rows.is_empty() && paragraph.is_empty() {
                continue;
            }
            let wrapped = wrap(state, &paragraph);
            let room = most - rows.len();
            if wrapped.len() <= room {
                rows.extend(wrapped);
                continue;
            }
            if rows.len() * 2 <= most {
                // Too long for a window that is hardly filled: what is left of it comes next.
                let (now, later) = wrapped.split_at(room.min(wrapped.len()));
                rows.extend_from_slice(now);
                self.rest.push_front(later.join(" "));
            } else {
                self.rest.push_front(paragraph);
                // A heading is not left behind by what it heads.
                if rows.len() > 2
                    && rows.iter().nth_back(1).is_some_and(String::is_empty)
                    && let Some(heading) = rows.pop()
                {
                    self.rest.push_front(heading);
                }
            }
            break;
        }
        let mut text: String = rows.into_iter().flat_map(|row| [row, "\n".to_owned()]).collect();
        text.push_str(&self.prompt(state));
        text
    }

    /// Says something between two prompts, and brings back what was being typed.
    fn say(&self, state: &State, says: &str) -> String {
        let mut text: String = wrap(state, says).into_iter().flat_map(|row| [row, "\n".to_owned()]).collect();
        text.push_str(&self.prompt(state));
        text
    }

    fn prompt(&self, state: &State) -> String {
        let asks = if self.rest.is_empty() { "Choice: " } else { "Choice, Enter: more: " };
        format!("{asks}{}", echo(state, &self.line))
    }

    /// Tells a notice, unless it only counts on.
    fn notice(&mut self, state: &mut State, notice: &str) -> String {
        let begins = notice.split(" in ").next().map(str::to_owned);
        state.notice = Some(notice.to_owned());
        if begins == self.told {
            return String::new();
        }
        self.told = begins;
        format!("\n{}", self.say(state, notice))
    }
}

/// The page as paragraphs, with what the tabs say on the screen: the names of the pages below the first one, the name of
/// each above it.
fn page(state: &State) -> Vec<String> {
    let mut told = pages::told(state).told();
    if state.overlay.is_some() {
        return told;
    }
    match state.place {
        Place::Home => {
            let names: Vec<&str> = PAGES.iter().map(|(name, _)| *name).collect();
            told.extend([String::new(), format!("Pages: {}.", names.join(", "))]);
        }
        // On the screen a tab says which page it is.
        Place::Systems
        | Place::Experience
        | Place::Philosophy
        | Place::Principle(_)
        | Place::Technologies
        | Place::Contact => {
            let tab = super::keymap::tab_of(state.place).and_then(|tab| TABS.get(tab));
            let name = tab.map_or("technologies", |(name, _)| name);
            told.splice(0..0, [name.to_owned(), String::new()]);
        }
        Place::System(_) | Place::Role(_) | Place::Technology(_) | Place::Colophon => {}
    }
    told
}

fn help(state: &State) -> Vec<String> {
    let known = |line: &&&str| state.caps.escapes || !line.starts_with("screen");
    HELP.iter().filter(known).map(|line| (*line).to_owned()).collect()
}

/// Goes on to the system after this one, or to the page after this one.
fn next(state: &mut State) {
    state.overlay = None;
    let place = match state.place {
        Place::System(at) if at + 1 < state.portfolio.systems.len() => Place::System(at + 1),
        Place::Role(at) if at + 1 < state.portfolio.experience.len() => Place::Role(at + 1),
        place => {
            let next = super::keymap::tab_of(place).map_or(0, |tab| (tab + 1) % TABS.len());
            TABS.get(next).map_or(Place::Home, |(_, place)| *place)
        }
    };
    state.go(place);
}

fn echo(state: &State, text: &str) -> String {
    readable(text, state.caps.unicode)
}

/// A paragraph in rows; an address stays whole, so that it can be taken along.
fn wrap(state: &State, paragraph: &str) -> Vec<String> {
    // One cell less: some terminals go down by themselves after the last one, and would leave a row blank.
    let width = usize::from(state.size.columns).saturating_sub(1).clamp(NARROWEST - 1, WIDEST);
    let options = textwrap::Options::new(width)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    textwrap::wrap(paragraph, options).into_iter().map(|row| readable(&row, state.caps.unicode)).collect()
}
