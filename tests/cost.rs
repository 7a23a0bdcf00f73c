//! What one visitor's work costs, counted and not timed: allocations and bytes of frames, on the portfolio that ships.
//!
//! A test binary of its own, because counting takes the place of the allocator. The bounds are what is needed today and a
//! little more: whoever passes one has made every visitor dearer, and says here why.

use std::{hint::black_box, path::Path, sync::Arc};

use allocation_counter::measure;
use ratatui::buffer::Buffer;
use shingle::{
    content::Portfolio,
    data_dir,
    input::{Decoder, Input},
    screen::{Caps, Scratch, Screen, Size},
    ui::{self, Event, Start, State, Stills},
};

const SIZE: Size = Size { columns: 120, rows: 40 };
/// Every kind of page, by the words that open it.
const PAGES: [&str; 9] =
    ["", "systems", "systems/edel", "experience", "role/zkagi", "philosophy", "technologies", "contact", "colophon"];

/// A visitor on a terminal of 120x40, with the working memory of a thread.
struct Visitor {
    state: State,
    screen: Screen,
    frame: Buffer,
    scratch: Scratch,
    out: Vec<u8>,
}

impl Visitor {
    fn at(goal: &str, portfolio: &Arc<Portfolio>, stills: &Arc<Stills>) -> Self {
        let caps = Caps::detect("xterm-256color", &[]);
        let start = Start {
            portfolio: Arc::clone(portfolio),
            size: SIZE,
            caps,
            ssh: "ssh portfolio.example.com".into(),
            scp: "scp portfolio.example.com:resume.md .".into(),
            goal: goal.into(),
        };
        Self {
            state: State::new(start).0.with_stills(Arc::clone(stills)),
            screen: Screen::new(caps, SIZE),
            frame: Buffer::empty(SIZE.area()),
            scratch: Scratch::default(),
            out: Vec::new(),
        }
    }

    /// Draws a frame and says how many bytes it takes.
    fn draw(&mut self) -> usize {
        self.out.clear();
        ui::show(&self.state, &mut self.screen, &mut self.frame, &mut self.scratch, &mut self.out);
        self.out.len()
    }

    fn takes(&mut self, event: Event) {
        drop(ui::update(&mut self.state, event));
    }

    /// Draws what a key changes.
    fn key(&mut self, key: &[u8]) -> usize {
        let mut inputs: Vec<Input> = Vec::new();
        Decoder::default().feed(key, |input| inputs.push(input));
        for input in inputs {
            self.takes(Event::Input(input));
        }
        self.draw()
    }
}

fn portfolio() -> Arc<Portfolio> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    Arc::new(data_dir::load(&data).expect("the shipped portfolio has no problems"))
}

/// How often something asks for memory.
fn allocations<T>(work: impl FnOnce() -> T) -> u64 {
    measure(|| drop(black_box(work()))).count_total
}

#[test]
fn a_key_where_somebody_was_before_asks_for_no_page_again() {
    let portfolio = portfolio();
    for goal in PAGES.into_iter().filter(|goal| *goal != "colophon") {
        let stills = Arc::default();
        let [mut first, mut second] = [(), ()].map(|()| Visitor::at(goal, &portfolio, &stills));
        // The first key ends the unveiling of the first screen.
        for key in ["k", "j", "j"] {
            first.key(key.as_bytes());
        }
        // Visitors of a thread share its working memory.
        (second.scratch, second.out) = (first.scratch, first.out);
        second.draw();
        second.key(b"k");
        for key in ["j", "j"] {
            // The decoded key, and the rows of both frames.
            let count = allocations(|| second.key(key.as_bytes()));
            assert!(count <= 4, "{goal}: {count} allocations");
        }
        let look = allocations(|| second.draw());
        assert!(look <= 4, "{goal}: {look} allocations for a frame that shows nothing new");
    }
}

#[test]
fn a_key_where_nobody_was_lays_one_page_out_and_not_two() {
    let portfolio = portfolio();
    for goal in PAGES.into_iter().filter(|goal| *goal != "colophon") {
        let mut visitor = Visitor::at(goal, &portfolio, &Arc::default());
        visitor.key(b"k");
        visitor.state = visitor.state.with_stills(Arc::default());
        let page = allocations(|| visitor.draw());
        for _ in 0..2 {
            let key = allocations(|| visitor.key(b"j"));
            // What changes is another item, a preview of other words, the cursor.
            assert!(key <= page + page / 4 + 16, "{goal}: {key} allocations for a key, {page} for the page");
        }
    }
}

#[test]
fn a_frame_of_an_animation_lays_one_page_out() {
    let portfolio = portfolio();
    let mut visitor = Visitor::at("systems/edel", &portfolio, &Arc::default());
    let page = allocations(|| visitor.draw());
    visitor.key(b" ");
    let mut frames = Vec::new();
    while let Some(at) = ui::wake(&visitor.state) {
        let mut bytes = 0;
        let count = allocations(|| {
            visitor.takes(Event::Tick(at));
            bytes = visitor.draw();
        });
        // A new step also looks where it is, to bring it into view.
        assert!(count <= 2 * page + 32, "{count} allocations at {at:?}, {page} for the page");
        assert!(bytes <= 768, "{bytes} bytes at {at:?}");
        frames.push((count, bytes));
    }
    assert!(frames.len() > 40, "nothing played: {} frames", frames.len());
    let most = frames.len() * 9 / 10;
    assert!(frames.iter().filter(|(count, _)| *count <= page + 32).count() >= most, "{page}: {frames:?}");
    let bytes: usize = frames.iter().map(|(_, bytes)| bytes).sum();
    assert!(bytes / frames.len() <= 200, "{} bytes a frame", bytes / frames.len());
}

#[test]
fn frames_take_few_bytes() {
    /// Words that open a page, the most bytes of its first frame, the most of a key that moves the focus.
    const MOST: [(&str, usize, usize); 9] = [
        ("", 5_000, 0),
        // A preview is other words for every system, and a picture: its letters and hardly more.
        ("systems", 3_000, 1_800),
        ("systems/edel", 3_500, 100),
        ("experience", 3_000, 100),
        ("role/zkagi", 3_500, 100),
        ("philosophy", 3_000, 110),
        // The rail of the system that is meant reaches over the heads of all.
        ("technologies", 6_000, 850),
        ("contact", 2_000, 130),
        ("colophon", 1_500, 0),
    ];
    let portfolio = portfolio();
    for (goal, first, key) in MOST {
        let stills = Arc::default();
        let mut visitor = Visitor::at(goal, &portfolio, &stills);
        let bytes = visitor.draw();
        assert!(bytes <= first, "{goal}: {bytes} bytes for the first frame");
        // Ends the unveiling of the first screen.
        visitor.key(b"k");
        for _ in 0..8 {
            let bytes = visitor.key(b"j");
            assert!(bytes <= key, "{goal}: {bytes} bytes for a key");
            assert_eq!(visitor.draw(), 0, "{goal}: bytes for a frame that shows nothing new");
        }
    }
}

#[test]
fn who_looks_at_the_same_holds_it_once() {
    let portfolio = portfolio();
    let stills = Arc::default();
    let mut first = Visitor::at("systems", &portfolio, &stills);
    first.draw();
    let mut second = Visitor::at("systems", &portfolio, &stills);
    // Visitors of a thread share its working memory.
    (second.scratch, second.out) = (first.scratch, first.out);
    let taken = measure(|| assert!(second.draw() > 0)).bytes_current;
    assert!(second.screen.held() > 1024 && taken < 64, "{taken} bytes for a page of {}", second.screen.held());
}
