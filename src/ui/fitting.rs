//! What holds at every size: nothing is cut without a mark, nothing lies outside, the focus stays.

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
};

use proptest::prelude::*;
use ratatui::buffer::Buffer;

use super::{Event, Start, State, doc::cells, pages, update, view};
use crate::{
    content::{Place, Portfolio, sample},
    input::{Code, Input, Key},
    screen::{Caps, Size, plain},
    ui::widgets::flow::Layout,
};

const GOALS: [&str; 15] = [
    "",
    "systems",
    "edel",
    "hft",
    "doma",
    "hundread",
    "experience",
    "role/zkagi",
    "role/arcane-labs",
    "philosophy",
    "technologies",
    "technology/Redis",
    "contact",
    "colophon",
    "xtrends",
];

fn state(goal: &str, portfolio: &Arc<Portfolio>, columns: u16, rows: u16) -> State {
    let (state, _) = State::new(Start {
        portfolio: Arc::clone(portfolio),
        size: Size { columns, rows },
        caps: Caps::detect("xterm-256color", &[]),
        ssh: "ssh portfolio.example.com".to_owned(),
        scp: "scp portfolio.example.com:resume.md .".to_owned(),
        goal: goal.to_owned(),
    });
    state
}

fn text(state: &State) -> String {
    let mut buffer = Buffer::empty(state.size().area());
    let _ = view(state, &mut buffer);
    plain(&buffer)
}

/// The words of a text; lines, blocks and shapes part words as spaces do.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '\u{2500}'..='\u{25ff}' | '·' | '∙' | '•'))
        .filter(|word| !word.is_empty())
}

/// Every word that any of the pages has, with what stands around them.
fn vocabulary(portfolio: &Arc<Portfolio>) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for goal in GOALS {
        for (columns, rows) in [(500, 200), (110, 60), (44, 60)] {
            let state = state(goal, portfolio, columns, rows);
            let page = pages::build(&state);
            let aside = page.aside.map(|(_, aside)| aside.plain()).unwrap_or_default();
            let told = pages::told(&state).told().join("\n");
            for text in [page.main.plain(), aside, told, text(&state)] {
                all.extend(words(&text).filter(|word| !word.contains('…')).map(str::to_owned));
            }
        }
    }
    let sentence = "Please widen the window to 20x5 or more; q leaves, Tushar Khokhar stays. ? [ ]";
    all.extend(words(sentence).map(str::to_owned));
    all
}

fn sizes() -> impl Strategy<Value = (u16, u16)> {
    // The small ones are where things break.
    prop_oneof![(1_u16..=60, 1_u16..=30), (1_u16..=500, 1_u16..=200)]
}

/// The portfolio, and every word of it.
static KNOWN: LazyLock<(Arc<Portfolio>, BTreeSet<String>)> = LazyLock::new(|| {
    let portfolio = Arc::new(sample::portfolio());
    let known = vocabulary(&portfolio);
    (portfolio, known)
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_is_cut_without_a_mark(sizes in prop::collection::vec(sizes(), 3)) {
        let (portfolio, known) = &*KNOWN;
        for (columns, rows) in sizes {
            for goal in GOALS {
                let state = state(goal, portfolio, columns, rows);
                let page = pages::build(&state);
                let room = view::room(&state).columns;
                prop_assert!(page.main.fits() && page.main.width() <= room, "{goal} at {columns}x{rows}");
                if let Some((column, aside)) = &page.aside {
                    prop_assert!(aside.fits() && column + aside.width() <= room, "{goal} at {columns}x{rows}, aside");
                }
                let text = text(&state);
                for word in words(&text) {
                    let word = word.trim_end_matches('…');
                    // A word longer than its row, indented as it may be, goes on in the next one; figures are not known beforehand.
                    let parted = |long: &String| cells(long) + 6 > room.min(40) && long.contains(word);
                    let whole = columns < 20
                        || known.contains(word)
                        || text.contains(&format!("{word}…"))
                        || word.chars().all(|c| c.is_ascii_digit())
                        || known.iter().any(parted);
                    prop_assert!(whole, "{goal} at {columns}x{rows}: {word:?} in\n{text}");
                }
            }
        }
    }

    #[test]
    fn the_focus_stays_on_what_was_focused(
        goal in 0..GOALS.len(),
        down in 0..12_usize,
        sizes in prop::collection::vec(sizes(), 1..8),
    ) {
        let mut state = state(GOALS[goal], &KNOWN.0, 80, 24);
        for _ in 0..down {
            drop(update(&mut state, Event::Input(Input::Key(Key::plain(Code::Down)))));
        }
        let before = super::update::focused(&state);
        let item = state.cursor.item;
        for (columns, rows) in sizes {
            let _ = update(&mut state, Event::Resize(Size { columns, rows }));
            text(&state);
            prop_assert_eq!(state.cursor.item, item);
            if before.is_some() && !view::is_too_small(state.size()) {
                prop_assert_eq!(&super::update::focused(&state), &before, "at {}x{}", columns, rows);
            }
        }
    }
}

#[test]
fn a_diagram_that_fits_names_every_node_whole() {
    let portfolio = sample::portfolio();
    for (at, system) in portfolio.systems.iter().enumerate() {
        let portfolio = Arc::new(portfolio.clone());
        for columns in 20..=200 {
            let mut state = state("", &portfolio, columns, 60);
            state.go(Place::System(at));
            let picture = pages::build(&state).main.plain();
            if Layout::new(&system.diagram().flow, view::room(&state).columns).is_some() {
                for node in &system.diagram().flow.nodes {
                    assert!(picture.contains(&node.label), "{} at {columns}:\n{picture}", node.label);
                }
            }
        }
    }
}

#[test]
fn a_long_name_is_cut_with_a_mark() {
    let mut portfolio = sample::portfolio();
    portfolio.profile.name = "Maximiliana Featherstonehaugh-Cholmondeley of the Long Name".to_owned();
    let portfolio = Arc::new(portfolio);
    for columns in [40, 50, 60, 80, 100] {
        let text = text(&state("systems", &portfolio, columns, 24));
        let first = text.lines().next().unwrap_or_default();
        assert!(first.contains('…') || first.contains("Long Name"), "{first}");
    }
}
