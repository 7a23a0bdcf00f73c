//! What one visitor's work takes without a network: `cargo bench --bench micro`, or with a name behind `--` only some.

#![allow(missing_docs, reason = "the names say it")]

use std::{fs, path::Path, sync::Arc};

use divan::{Bencher, black_box, counter::BytesCount};
use ratatui::buffer::Buffer;
use shingle::{
    content::{self, Portfolio, Source},
    input::{Decoder, Input},
    screen::{Caps, Scratch, Screen, Size},
    ui::{self, Event, Start, State},
};

/// The pages, by the words that open them.
const PAGES: [&str; 9] =
    ["", "systems", "systems/edel", "experience", "philosophy", "technologies", "contact", "colophon", "systems/tide"];
const SIZE: Size = Size { columns: 120, rows: 40 };

fn main() {
    divan::main();
}

fn sources() -> Vec<Source> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut sources = Vec::new();
    for folder in ["", "systems/"] {
        let mut entries: Vec<_> = fs::read_dir(data.join(folder)).into_iter().flatten().flatten().collect();
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let toml = entry.path().extension().is_some_and(|extension| extension == "toml");
            if let (true, Ok(text)) = (toml, fs::read_to_string(entry.path())) {
                sources.push(Source { path: format!("{folder}{}", entry.file_name().to_string_lossy()), text });
            }
        }
    }
    sources
}

fn portfolio() -> Arc<Portfolio> {
    Arc::new(content::parse(&sources()).expect("the shipped portfolio has no problems"))
}

fn state(goal: &str) -> State {
    let start = Start {
        portfolio: portfolio(),
        size: SIZE,
        caps: caps(),
        ssh: "ssh portfolio.example.com".into(),
        scp: "scp portfolio.example.com:resume.md .".into(),
        goal: goal.into(),
    };
    State::new(start).0
}

/// The same state where nothing was drawn before.
fn unseen(state: &State) -> State {
    state.clone().with_stills(Arc::default())
}

fn caps() -> Caps {
    Caps::detect("xterm-256color", &[])
}

/// Bytes as inputs.
fn inputs(bytes: &[u8]) -> Vec<Input> {
    let mut inputs = Vec::new();
    Decoder::default().feed(bytes, |input| inputs.push(input));
    inputs
}

/// A visitor's terminal with the working memory of a thread.
struct Desk {
    frame: Buffer,
    screen: Screen,
    scratch: Scratch,
    out: Vec<u8>,
}

impl Desk {
    fn new() -> Self {
        let frame = Buffer::empty(SIZE.area());
        Self { frame, screen: Screen::new(caps(), SIZE), scratch: Scratch::default(), out: Vec::new() }
    }

    fn draw(&mut self, state: &State) -> usize {
        self.out.clear();
        ui::show(state, &mut self.screen, &mut self.frame, &mut self.scratch, &mut self.out);
        self.out.len()
    }
}

/// The state to cells.
#[divan::bench(args = PAGES)]
fn view(bencher: Bencher<'_, '_>, page: &str) {
    let state = state(page);
    let mut frame = Buffer::empty(SIZE.area());
    bencher.bench_local(|| {
        frame.reset();
        ui::view(black_box(&state), &mut frame)
    });
}

/// The state to the bytes of a whole screen that nobody has seen yet.
#[divan::bench(args = PAGES)]
fn first_frame_unseen(bencher: Bencher<'_, '_>, page: &str) {
    let (state, mut desk) = (state(page), Desk::new());
    bencher.with_inputs(|| unseen(&state)).bench_local_refs(|state| {
        desk.screen.resize(SIZE);
        desk.draw(state)
    });
}

/// The same after another visitor has seen it.
#[divan::bench(args = PAGES)]
fn first_frame(bencher: Bencher<'_, '_>, page: &str) {
    let (state, mut desk) = (state(page), Desk::new());
    bencher.bench_local(|| {
        desk.screen.resize(SIZE);
        desk.draw(black_box(&state))
    });
}

/// A key that moves the focus to where nobody was, to the bytes that show it.
#[divan::bench(args = PAGES)]
fn key_unseen(bencher: Bencher<'_, '_>, page: &str) {
    let state = state(page);
    let before = || {
        let (state, mut desk) = (unseen(&state), Desk::new());
        desk.draw(&state);
        (state, desk)
    };
    let key = inputs(b"j");
    bencher.with_inputs(before).bench_local_refs(|(state, desk)| {
        for input in &key {
            black_box(ui::update(state, Event::Input(input.clone())));
        }
        desk.draw(state)
    });
}

/// The same, to and fro.
#[divan::bench(args = PAGES)]
fn key(bencher: Bencher<'_, '_>, page: &str) {
    let (mut state, mut desk) = (state(page), Desk::new());
    desk.draw(&state);
    let keys = [inputs(b"j"), inputs(b"k")];
    let mut turn = keys.iter().cycle();
    bencher.bench_local(|| {
        for input in turn.next().into_iter().flatten() {
            black_box(ui::update(&mut state, Event::Input(input.clone())));
        }
        desk.draw(&state)
    });
}

/// A frame that shows nothing new.
#[divan::bench(args = PAGES)]
fn identical_frame(bencher: Bencher<'_, '_>, page: &str) {
    let (state, mut desk) = (state(page), Desk::new());
    desk.draw(&state);
    bencher.bench_local(|| desk.draw(black_box(&state)));
}

/// What terminals send: typing, arrows, mouse, replies.
#[divan::bench]
fn decode(bencher: Bencher<'_, '_>) {
    let bytes = b"jjk/edel\r\x1b[A\x1b[1;5C\x1bOB\xc3\xa9\x1b[<0;12;8M\x1b[<0;12;8m\x1b]11;rgb:1a1a/1b1b/2626\x1b\\\x1b[?62;22c"
        .repeat(16);
    bencher.counter(BytesCount::of_slice(&bytes)).bench_local(|| {
        let (mut decoder, mut count) = (Decoder::default(), 0);
        decoder.feed(black_box(&bytes), |_| count += 1);
        count
    });
}

/// The owner's files to the portfolio.
#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let sources = sources();
    let bytes: usize = sources.iter().map(|source| source.text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| content::parse(black_box(&sources)).is_ok());
}

/// One more letter in the search field, to the bytes that show what it finds.
#[divan::bench(args = ["k", "rus", "exchange", "no such thing"])]
fn search(bencher: Bencher<'_, '_>, query: &str) {
    let (mut state, mut desk) = (state(""), Desk::new());
    for input in inputs(format!("/{query}").as_bytes()) {
        let _ = ui::update(&mut state, Event::Input(input));
    }
    bencher.bench_local(|| desk.draw(black_box(&state)));
}
