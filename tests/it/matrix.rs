//! Every terminal in an emulator: TERM by size by theme by background, from the first frame to the shell that comes back.
//!
//! No network: a state, a screen and the emulator, as a session joins them.

use ratatui::buffer::Buffer;
use shingle::{
    content::Portfolio,
    input::{Code, Input, Key, Reply},
    screen::{Caps, Depth, Scratch, Screen, Size, plain, readable},
    ui::{self, Effect, Event, Linear},
};
use std::sync::Arc;

use crate::support::portfolio;

const TERMS: [(&str, Depth, bool); 15] = [
    ("xterm-256color", Depth::Ansi256, true),
    ("xterm", Depth::Ansi16, true),
    ("xterm-kitty", Depth::True, true),
    ("xterm-ghostty", Depth::True, true),
    ("alacritty", Depth::True, true),
    ("foot", Depth::True, true),
    ("wezterm", Depth::True, true),
    ("tmux-256color", Depth::Ansi256, true),
    ("screen-256color", Depth::Ansi256, true),
    ("screen", Depth::Ansi16, true),
    ("linux", Depth::Ansi16, false),
    ("vt100", Depth::Mono, false),
    ("putty-256color", Depth::Ansi256, true),
    ("dumb", Depth::Mono, false),
    ("", Depth::Mono, false),
];
const SIZES: [(u16, u16); 5] = [(20, 5), (40, 12), (80, 24), (120, 40), (300, 100)];
const THEMES: usize = 5;
const BACKGROUNDS: [Option<[u8; 3]>; 3] = [None, Some([0x1e, 0x1e, 0x2e]), Some([0xfd, 0xf6, 0xe3])];
/// What the visitor's shell has printed before.
const BEFORE: &str = "$ ssh portfolio.example.com";
/// Cells by which the emulator is larger than the window it claims: whatever lands there is too long.
const BEYOND: u16 = 12;

/// A visit on an emulator.
struct Visit {
    name: String,
    state: ui::State,
    screen: Screen,
    scratch: Scratch,
    terminal: vt100::Parser,
    bytes: Vec<u8>,
    caps: Caps,
}

impl Visit {
    fn enter(name: &str, caps: Caps, (columns, rows): (u16, u16), portfolio: &Arc<Portfolio>) -> Self {
        let size = Size { columns, rows };
        let (state, effects) = ui::State::new(start(portfolio, size, caps));
        let mut visit = Self {
            name: format!("{name} at {columns}x{rows}"),
            state,
            screen: Screen::new(caps, size),
            scratch: Scratch::default(),
            terminal: vt100::Parser::new(rows + BEYOND, columns + BEYOND, 0),
            bytes: Vec::new(),
            caps,
        };
        visit.terminal.process(BEFORE.as_bytes());
        let mut out = Vec::new();
        visit.screen.enter(&mut out);
        visit.perform(effects, &mut out);
        visit.look(out);
        visit
    }

    fn perform(&mut self, effects: Vec<Effect>, out: &mut Vec<u8>) {
        for effect in effects {
            match effect {
                Effect::Title(title) => self.screen.title(&title, out),
                Effect::Mouse(on) => self.screen.mouse(on, out),
                Effect::Paste(on) => self.screen.paste(on, out),
                Effect::Copy(_) | Effect::Leave | Effect::Linear | Effect::Screen => {}
            }
        }
    }

    fn event(&mut self, event: Event) {
        let effects = ui::update(&mut self.state, event);
        let mut out = Vec::new();
        self.perform(effects, &mut out);
        self.look(out);
    }

    fn key(&mut self, code: Code) {
        self.event(Event::Input(Input::Key(Key::plain(code))));
    }

    /// Draws, and holds the emulator against the frame.
    fn look(&mut self, mut out: Vec<u8>) {
        let size = self.screen.size();
        let mut frame = Buffer::empty(size.area());
        let marks = ui::view(&self.state, &mut frame);
        self.screen.draw(&frame, &marks, &mut self.scratch, &mut out);
        self.terminal.process(&out);
        self.bytes.extend_from_slice(&out);
        let shown: Vec<String> = self.terminal.screen().rows(0, size.columns + BEYOND).collect();
        for (y, row) in plain(&frame).lines().enumerate() {
            let wanted = readable(row, self.caps.unicode);
            assert_eq!(shown[y].trim_end(), wanted.trim_end(), "{}: row {y}", self.name);
        }
        assert!(shown[usize::from(size.rows)..].iter().all(String::is_empty), "{}: below the window", self.name);
        let mut again = Vec::new();
        self.screen.draw(&frame, &marks, &mut self.scratch, &mut again);
        assert_eq!(again, b"", "{}: the same frame costs bytes", self.name);
    }

    #[track_caller]
    fn shows(&self, text: &str) {
        let contents = self.terminal.screen().contents();
        assert!(contents.contains(text), "{}: no {text:?} in\n{contents}", self.name);
    }

    /// Leaves, and looks at what is left behind.
    fn leave(mut self, depth: Depth) {
        let mut out = Vec::new();
        self.screen.leave(&mut out);
        self.terminal.process(&out);
        self.bytes.extend_from_slice(&out);
        let (name, screen) = (&self.name, self.terminal.screen());
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste(), "{name}");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "{name}");
        assert_eq!(screen.mouse_protocol_encoding(), vt100::MouseProtocolEncoding::Default, "{name}");
        assert_eq!((screen.fgcolor(), screen.bgcolor()), (vt100::Color::Default, vt100::Color::Default), "{name}");
        assert!(!screen.bold() && !screen.underline() && !screen.inverse(), "{name}");
        assert_eq!(screen.contents().trim_end(), BEFORE, "{name}: the shell is not as it was");
        check(name, &self.bytes, depth, self.caps);
    }
}

fn start(portfolio: &Arc<Portfolio>, size: Size, caps: Caps) -> ui::Start {
    ui::Start {
        portfolio: Arc::clone(portfolio),
        size,
        caps,
        ssh: "ssh portfolio.example.com".to_owned(),
        scp: "scp portfolio.example.com:resume.md .".to_owned(),
        goal: String::new(),
    }
}

/// Looks at every byte of a visit: no colour above the depth, every mode undone, nothing that is not understood.
fn check(name: &str, bytes: &[u8], depth: Depth, caps: Caps) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{name}: not UTF-8"));
    assert!(caps.unicode || text.is_ascii(), "{name}: not ASCII");
    let mut modes = std::collections::BTreeMap::new();
    let mut titles = 0;
    let mut link = false;
    for sequence in text.split('\x1b').skip(1) {
        if let Some(osc) = sequence.strip_prefix(']') {
            let (number, rest) = osc.split_once(';').unwrap_or((osc, ""));
            assert!(["2", "8"].contains(&number), "{name}: OSC {number}");
            assert!(caps.links || number != "8", "{name}: a link");
            if number == "8" {
                link = !rest.trim_end_matches(['\x07', '\\']).ends_with(';');
            }
            continue;
        }
        let Some(csi) = sequence.strip_prefix('[') else {
            assert!(sequence.starts_with('\\'), "{name}: ESC {sequence:?}");
            continue;
        };
        let end = csi.find(|c: char| ('\x40'..='\x7e').contains(&c)).unwrap_or_else(|| panic!("{name}: {csi:?}"));
        let (parameters, last) = (&csi[..end], &csi[end..=end]);
        match (last, parameters.strip_prefix('?')) {
            ("m", None) => sgr(name, parameters, depth),
            ("h" | "l", Some(mode)) => {
                modes.insert(mode.to_owned(), last == "h");
            }
            ("t", None) if parameters == "22;2" => titles += 1,
            ("t", None) if parameters == "23;2" => titles -= 1,
            ("H" | "J" | "K" | "A" | "B" | "C" | "D" | "G" | "d" | "X" | "r" | "S" | "T" | "L" | "M", None) => {}
            _ => panic!("{name}: CSI {parameters}{last}"),
        }
    }
    assert_eq!(titles, 0, "{name}: the title's stack");
    assert!(!link, "{name}: a link is still open");
    for (mode, on) in modes {
        // Cursor and autowrap are on in every shell, everything else is off.
        assert_eq!(on, ["25", "7"].contains(&mode.as_str()), "{name}: mode {mode} at the end");
    }
}

fn sgr(name: &str, parameters: &str, depth: Depth) {
    let mut all = parameters.split(';');
    while let Some(one) = all.next() {
        let needs = match one.parse().unwrap_or(0_u16) {
            0..=29 | 39 | 49 | 59 => Depth::Mono,
            30..=37 | 40..=47 | 90..=97 | 100..=107 => Depth::Ansi16,
            38 | 48 if all.next() == Some("2") => {
                all.by_ref().take(3).for_each(drop);
                Depth::True
            }
            38 | 48 => {
                all.next();
                Depth::Ansi256
            }
            other => panic!("{name}: SGR {other}"),
        };
        assert!(needs <= depth, "{name}: SGR {parameters} needs {needs:?} and there is {depth:?}");
    }
}

/// Home, the systems, one of them, a step in it; then mouse and search on, so that leaving has much to undo.
fn walk(mut visit: Visit, portfolio: &Portfolio, depth: Depth, theme: usize, background: Option<[u8; 3]>) {
    if let Some(rgb) = background {
        visit.event(Event::Input(Input::Reply(Reply::Background(rgb))));
    }
    for _ in 0..theme {
        visit.key(Code::Char('t'));
    }
    let room = visit.screen.size();
    visit.shows(&portfolio.profile.name);
    visit.key(Code::Char('2'));
    visit.shows(&portfolio.systems[0].name);
    visit.key(Code::Enter);
    visit.shows(&portfolio.systems[0].name);
    visit.key(Code::Right);
    if room.rows >= 24 {
        visit.shows("1 of ");
    }
    for key in ['m', '/', 'z'] {
        visit.key(Code::Char(key));
    }
    visit.leave(depth);
}

#[test]
fn every_terminal_shows_the_portfolio_and_comes_back_as_it_was() {
    let portfolio = Arc::new(portfolio());
    for (term, depth, unicode) in TERMS.into_iter().filter(|(term, ..)| !["dumb", ""].contains(term)) {
        let caps = Caps::detect(term, &[]);
        assert_eq!((caps.depth, caps.unicode), (depth, unicode), "{term}");
        for (at, size) in SIZES.into_iter().enumerate() {
            // What a theme is does not depend on the size, nor how a page is laid out on the theme.
            let looks: Vec<_> = match size {
                (80, 24) => (0..THEMES).flat_map(|theme| BACKGROUNDS.map(|background| (theme, background))).collect(),
                (300, 100) => vec![(0, BACKGROUNDS[at % 3])],
                _ => vec![(0, BACKGROUNDS[1]), (0, BACKGROUNDS[2])],
            };
            for (theme, background) in looks {
                let name = format!("{term}, theme {theme}, background {background:?}");
                let visit = Visit::enter(&name, caps, size, &portfolio);
                walk(visit, &portfolio, depth, theme, background);
            }
        }
    }
}

#[test]
fn a_visitor_without_colours_gets_none_from_the_best_terminal() {
    let portfolio = Arc::new(portfolio());
    let caps = Caps::detect("xterm-kitty", &[("NO_COLOR".to_owned(), "1".to_owned())]);
    let visit = Visit::enter("xterm-kitty with NO_COLOR", caps, (80, 24), &portfolio);
    walk(visit, &portfolio, Depth::Mono, 1, BACKGROUNDS[1]);
}

#[test]
#[should_panic(expected = "needs Ansi256 and there is Ansi16")]
fn a_colour_above_the_depth_would_be_seen() {
    check("a test", b"\x1b[1;38;5;208mtoo deep\x1b[m", Depth::Ansi16, Caps::detect("xterm", &[]));
}

#[test]
#[should_panic(expected = "mode 2004 at the end")]
fn a_mode_that_is_left_on_would_be_seen() {
    check("a test", b"\x1b[?2004h", Depth::Ansi16, Caps::detect("xterm", &[]));
}

#[test]
fn a_terminal_without_escapes_reads_the_portfolio_line_by_line() {
    let portfolio = Arc::new(portfolio());
    for term in ["dumb", ""] {
        for (columns, rows) in SIZES {
            let name = format!("{term:?} at {columns}x{rows}");
            let (mut state, _) = ui::State::new(start(&portfolio, Size { columns, rows }, Caps::detect(term, &[])));
            let (mut linear, mut text) = Linear::open(&mut state, false);
            let mut effects = Vec::new();
            for key in "\rsystems\r1\r\r\r\rcontact\r\r\rq\r".chars() {
                let code = if key == '\r' { Code::Enter } else { Code::Char(key) };
                let reply = linear.update(&mut state, Event::Input(Input::Key(Key::plain(code))));
                text.push_str(&reply.text);
                effects.extend(reply.effects);
            }
            assert_eq!(effects, [Effect::Leave], "{name}");
            assert!(text.is_ascii() && text.chars().all(|c| c == '\n' || !c.is_control()), "{name}: {text:?}");
            for word in [&portfolio.profile.name, &portfolio.systems[0].name, "Choice"] {
                assert!(text.contains(word), "{name}: no {word} in\n{text}");
            }
            for row in text.lines() {
                // An address is not broken, and a prompt is followed by what is typed.
                let whole = row.starts_with("Choice") || !row.contains(' ');
                assert!(whole || row.len() < usize::from(columns), "{name}: {row}");
            }
        }
    }
}
