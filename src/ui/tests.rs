//! The UI as a visitor drives it: keys in, screens out.
#![allow(clippy::string_slice, reason = "a test that cuts a text in the wrong place says so by panicking")]

use std::{sync::Arc, time::Duration};

use proptest::prelude::*;
use ratatui::{buffer::Buffer, layout::Position};

use super::{Effect, Event, Start, State, update, view, wake};
use crate::{
    content::{Place, sample},
    input::{Decoder, Input, Mouse, MouseKind},
    screen::{Caps, Marks, Size, plain},
};

/// A visitor without a wire: types keys, looks at the screen.
struct Visit {
    state: State,
    effects: Vec<Effect>,
}

impl Visit {
    fn at(columns: u16, rows: u16) -> Self {
        Self::to("", columns, rows)
    }

    fn to(goal: &str, columns: u16, rows: u16) -> Self {
        let (state, effects) = State::new(Start {
            portfolio: Arc::new(sample::portfolio()),
            size: Size { columns, rows },
            caps: Caps::detect("xterm-256color", &[]),
            ssh: "ssh portfolio.example.com".to_owned(),
            scp: String::new(),
            goal: goal.to_owned(),
        });
        Self { state, effects }
    }

    /// Types: characters stand for themselves, `<enter>`, `<esc>`, `<tab>` and the like for the keys.
    fn keys(&mut self, keys: &str) -> &mut Self {
        let bytes = [
            ("<enter>", "\r"),
            ("<esc>", "\x1b"),
            ("<tab>", "\t"),
            ("<up>", "\x1b[A"),
            ("<down>", "\x1b[B"),
            ("<right>", "\x1b[C"),
            ("<left>", "\x1b[D"),
            ("<back>", "\x7f"),
            ("<space>", " "),
            ("<end>", "\x1b[F"),
            ("<pgdn>", "\x1b[6~"),
            ("<ctrl-c>", "\x03"),
            ("<ctrl-d>", "\x04"),
        ];
        let mut rest = keys;
        while !rest.is_empty() {
            let known = bytes.iter().find(|(name, _)| rest.starts_with(name));
            let length = known.map_or_else(|| rest.chars().next().unwrap().len_utf8(), |(name, _)| name.len());
            let typed = known.map_or(&rest[..length], |(_, typed)| typed);
            let mut inputs: Vec<Input> = Vec::new();
            let mut decoder = Decoder::default();
            decoder.feed(typed.as_bytes(), |input| inputs.push(input));
            decoder.timeout(|input| inputs.push(input));
            for input in inputs {
                self.event(Event::Input(input));
            }
            rest = &rest[length..];
        }
        self
    }

    fn event(&mut self, event: Event) -> &mut Self {
        self.effects.extend(update(&mut self.state, event));
        self
    }

    fn frame(&self) -> (Buffer, Marks) {
        let mut buffer = Buffer::empty(self.state.size().area());
        let marks = view(&self.state, &mut buffer);
        (buffer, marks)
    }

    fn text(&self) -> String {
        plain(&self.frame().0)
    }

    /// Columns of text on screen: segments that start in the same column, row after row, joined.
    fn columns(&self) -> Vec<String> {
        let mut columns = std::collections::BTreeMap::<usize, String>::new();
        for row in self.text().lines() {
            let (mut at, mut rest) = (0, row);
            while !rest.trim_matches([' ', '▸', '·']).is_empty() {
                // A marker in front of a text does not move the text's column.
                let blank = rest.chars().take_while(|c| " ▸·".contains(*c)).map(char::len_utf8).sum::<usize>();
                let marks = rest.chars().take_while(|c| " ▸·".contains(*c)).count();
                let segment = rest[blank..].split("  ").next().unwrap();
                let column = columns.entry(at + marks).or_default();
                column.push_str(segment.trim());
                column.push(' ');
                at += marks + segment.chars().count();
                rest = &rest[blank + segment.len()..];
            }
        }
        columns.into_values().collect()
    }

    /// Everything a page shows to somebody who presses Down until nothing changes.
    fn read(&mut self) -> String {
        let mut all = String::new();
        let (mut before, mut same) = (String::new(), 0);
        while same < 2 {
            all.push_str(&self.columns().join("\n"));
            all.push('\n');
            self.keys("j");
            let now = format!("{}{:?}", self.text(), self.frame().1.cursor);
            same = if now == before { same + 1 } else { 0 };
            before = now;
        }
        all
    }

    /// Lets time pass until nothing moves.
    fn settle(&mut self) -> &mut Self {
        for _ in 0..500 {
            let Some(at) = wake(&self.state) else { return self };
            self.event(Event::Tick(at));
        }
        panic!("it never stops");
    }

    fn left(&self) -> bool {
        self.effects.contains(&Effect::Leave)
    }
}

#[test]
fn opens_on_the_first_screen() {
    insta::assert_snapshot!(Visit::at(80, 24).text(), @r"
 Tushar Khokhar    1 home  2 systems  3 experience  4 philosophy  5 contact  ●
────────────────────────────────────────────────────────────────────────────────
  ▀▀█▀▀ █  █ ▄▀▀▀ █  █ ▄▀▀▄ █▀▀▄    █ ▄▀ █  █ ▄▀▀▄ █ ▄▀ █  █ ▄▀▀▄ █▀▀▄
    █   █  █  ▀▀▄ █▀▀█ █▀▀█ █▀█     █▀▄  █▀▀█ █  █ █▀▄  █▀▀█ █▀▀█ █▀█
    ▀    ▀▀  ▀▀▀  ▀  ▀ ▀  ▀ ▀  ▀    ▀  ▀ ▀  ▀  ▀▀  ▀  ▀ ▀  ▀ ▀  ▀ ▀  ▀

  Backend & Distributed Systems Engineer
  Low-latency, high-throughput systems that power real applications.

  ● Available for new opportunities
    Dual Degree (B.Tech + M.Tech), IIT Kharagpur

  1K-3K             10+                     Millions              99.9%
  requests/sec      production systems      operations daily      reliability

  ▸ Explore the work                     8 systems · 5 roles · 51 technologies

    Founder, Arcane Labs: Owns what he builds absolutely, and architects whole
    solutions.

  Distributed systems, real-time infrastructure and high-throughput
  architectures, in Web2 and in Web3. Across employers the field has stayed
  the same: high-impact systems in blockchain, DeFi and distributed
 enter open   1-5 pages   / search   t theme   ? help   q leave          ▾ more
");
}

#[test]
fn shows_a_flow_from_left_to_right() {
    insta::assert_snapshot!(Visit::to("edel", 80, 24).text(), @r"
 Tushar Khokhar    1 home  2 systems  3 experience  4 philosophy  5 contact  ●
────────────────────────────────────────────────────────────────────────────────
  Edel Finance                                                      [ 4 of 8 ]
  DeFi lending and tokenised stock trading
  also EDEL Finance

                      ╭──────────╮          ╭──────────────╮
                ╭────▸│ Web3 RPC ├─────────▸│ Lending Pool │
                │     ╰──────────╯          ╰──────────────╯
  ╭───────────╮ │       Wagmi over Alchemy    on-chain state
  │ Client UI ├─┤
  ╰───────────╯ │     ╭─────────────╮       ╭───────────╮
                ╰────▸│ Fastify API ├──────▸│ Cron Jobs │
                      ╰─────────────╯       ╰───────────╯
                        Redis cache           7 in parallel

  4 steps   right steps through them   space plays

  ───────────────────────────────────────────────────

  Full-stack architecture of a hybrid DeFi platform for lending, borrowing and
  tokenised stock trading. It integrates Aave V3, CoW Protocol and real-time
  stock APIs; its Fastify backend resolves over 1,200 external stock API calls
 space play   1-5 pages   / search   t theme   ? help   q leave          ▾ more
");
}

#[test]
fn shows_a_flow_downwards_where_it_is_narrow() {
    insta::assert_snapshot!(Visit::to("hft", 44, 34).text(), @r"
     Tushar Khokhar                 ◂ systems ▸
    ────────────────────────────────────────────
     HFT                             [ 5 of 8 ]
     Low-latency derivatives DEX backend

      ╭───────────╮
      │ Client WS │  orders
      ╰─────┬─────╯
            ▾
     ╭─────────────╮
     │ Engine (Go) │  price-time FIFO
     ╰──────┬──────╯
            ▾
        ╭───────╮
        │ Redis │  locks, sorted sets
        ╰───┬───╯
            ▾
     ╭─────────────╮
     │ Balance API │  locks balances
     ╰──────┬──────╯
            ▾
     ╭────────────╮
     │ PostgreSQL │  settlement
     ╰────────────╯

     4 steps   right steps   space plays


     ─────────────────────────────────

     The core backend system of a derivatives
     DEX: a price-time FIFO matching engine
     that makes thousands of matches a second,
     space play   ? help   q leave       ▾ more
    ");
}

#[test]
fn lists_a_flow_where_it_is_tiny() {
    insta::assert_snapshot!(Visit::to("edel", 30, 11).text(), @r"
Edel Finance        [ 4 of 8 ]
DeFi lending and tokenised
stock trading
also EDEL Finance

∙ Client UI ▸ Web3 RPC, Fasti…
∙ Web3 RPC ▸ Lending Pool
∙ Fastify API ▸ Cron Jobs
∙ Cron Jobs
∙ Lending Pool
 ? help   q leave      ▾ more
");
}

#[test]
fn previews_the_selected_system_on_a_wide_terminal() {
    insta::assert_snapshot!(Visit::at(120, 30).keys("2jj").text(), @r"
     Tushar Khokhar    1 home  2 systems  3 experience  4 philosophy  5 contact                                 ● available
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

        Doma Protocol                                      │  DEX Aggregator
        On-chain auction backend                           │
                                                           │  A high-throughput ingestion pipeline that unifies the
        Tide Aggregation Infra                             │  volatile order-book streams of Hyperliquid, Aster, Lighter
        Multi-exchange ingestion and smart order routing   │  and Pacifica into one low-latency market view.
                                                           │
      ▸ DEX Aggregator                                     │  External Exchange ▸ WS Pools ▸ Redis Pub/Sub ▸ API Server
        Multi-exchange market-data infrastructure          │
                                                           │  · One market view over Hyperliquid, Aster, Lighter and
        Edel Finance                                       │    Pacifica
        DeFi lending and tokenised stock trading           │  · Distributed WebSocket connection pools take in
                                                           │    high-frequency streams
        HFT                                                │  · CPU workers normalise the data, Redis Pub/Sub broadcasts
        Low-latency derivatives DEX backend                │    it
                                                           │
        Hundread CLOB Engine                               │  Node.js  WebSockets  Redis Pub/Sub
        Centralised matching engine and trading backend    │
                                                           │
        Mira Network (AvenV2)                              │
        Serverless smart-wallet edge                       │
                                                           │
        xTrends                                            │
        Social-trading tokenisation on Solana              │
                                                           │
                                                           │
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     enter open   esc back   1-5 pages   / search   t theme   ? help   q leave
    ");
}

#[test]
fn draws_months_to_scale() {
    insta::assert_snapshot!(Visit::at(120, 24).keys("3").text(), @r"
 Tushar Khokhar    1 home  2 systems  3 experience  4 philosophy  5 contact                                 ● available
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    2023            2024                    2025                    2026
    ················································━━━━━━━━━━━━━━━━━━━━━━  Arcane Labs   11 months
    ··········································━━━━━━······················  Fuel Labs      3 months
    ····································━━━━━━····························  Mode Network   3 months
    ······························━━━━━━··································  Eclipse Labs   3 months
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━········································  zkAGI         15 months

  ▸ Arcane Labs   Founding Engineer                                   May 2025 to Mar 2026

    Fuel Labs   Blockchain & Backend Engineer                         Feb 2025 to Apr 2025

    Mode Network   Blockchain Engineer                                Nov 2024 to Jan 2025

    Eclipse Labs   Blockchain Engineer                                Aug 2024 to Oct 2024

    zkAGI   Rust Developer / AI Infrastructure Engineer               May 2023 to Jul 2024





 enter open   esc back   1-5 pages   / search   t theme   ? help   q leave
");
}

#[test]
fn marks_what_a_search_found() {
    insta::assert_snapshot!(Visit::at(80, 24).keys("/vwap").text(), @r"
     Tushar Khokhar    1 home  2 systems  3 experience  4 philosophy  5 contact  ●
    ────────────────────────────────────────────────────────────────────────────────
      search  vwap

      systems
      ▸ Tide Aggregation Infra  VWAP order-book aggregation across exchanges

















     enter go there   up down choose   esc close
    ");
}

#[test]
fn says_what_size_it_needs() {
    insta::assert_snapshot!(Visit::at(19, 4).text(), @r"
Please widen the
window to 20x5 or
more; q leaves,
Tushar Khokhar sta…
");
}

#[test]
fn steps_through_a_flow_by_arrow_keys() {
    let mut visit = Visit::to("doma", 100, 40);
    visit.keys("<right>");
    assert!(visit.text().contains("1 of 6"), "{}", visit.text());
    visit.keys("<right><right>");
    assert!(visit.text().contains("3 of 6"));
    visit.keys("<left>");
    assert!(visit.text().contains("2 of 6"));
    visit.keys("rr<left>");
    assert_eq!(visit.state.place(), Place::Home, "at the start of the flow, left goes back");
}

#[test]
fn plays_a_flow_to_its_end_and_stops() {
    let mut visit = Visit::to("doma", 100, 40);
    visit.keys("<space>").settle();
    assert!(visit.text().contains("6 of 6"));
}

#[test]
fn draws_at_most_twelve_frames_a_second() {
    let mut visit = Visit::to("doma", 100, 40);
    visit.keys("<space>");
    let mut before = Duration::ZERO;
    while let Some(at) = wake(&visit.state) {
        assert!(at >= before + Duration::from_millis(83), "a frame at {at:?} after one at {before:?}");
        visit.event(Event::Tick(at));
        before = at;
    }
}

#[test]
fn unveils_the_first_screen_once_and_any_key_ends_it() {
    let mut visit = Visit::at(80, 24);
    let whole = visit.text();
    assert_eq!(visit.settle().text(), whole, "everything can be read from the start");
    assert!(visit.state.now <= Duration::from_millis(700), "{:?}", visit.state.now);

    let mut hasty = Visit::at(80, 24);
    assert_eq!(hasty.keys("2").state.place(), Place::Systems, "the key is not swallowed");
    assert_eq!(wake(&hasty.state), None);
    assert_eq!(wake(&hasty.keys("1").state), None, "once is enough");
}

#[test]
fn types_what_happens_while_the_packet_travels() {
    let mut visit = Visit::to("doma", 100, 40);
    visit.keys("<right><right>").event(Event::Tick(Duration::from_millis(300)));
    let text = visit.text();
    assert!(text.contains("A Node.js") && !text.contains("parses the log."), "{text}");
    assert!(visit.settle().text().contains("A Node.js event listener parses the log."));
}

#[test]
fn asks_for_no_tick_while_nothing_moves() {
    for goal in ["", "systems", "edel", "experience", "philosophy", "technologies", "contact", "colophon"] {
        let mut visit = Visit::to(goal, 80, 24);
        visit.event(Event::Tick(Duration::from_millis(600)));
        assert_eq!(wake(&visit.state), None, "{goal}");
    }
}

#[test]
fn shows_the_same_step_with_motion_reduced() {
    let mut moving = Visit::to("doma", 100, 40);
    moving.keys("<right>").event(Event::Tick(Duration::from_secs(5)));
    let mut calm = Visit::to("doma", 100, 40);
    calm.keys("a<right>");
    assert_eq!(wake(&calm.state), None);
    calm.event(Event::Tick(Duration::from_secs(5)));
    assert_eq!(calm.text(), moving.text());
}

#[test]
fn a_slow_link_stops_what_moves_unless_it_was_asked_for() {
    let mut visit = Visit::to("doma", 100, 40);
    visit.event(Event::SlowLink).keys("<right>");
    assert_eq!(wake(&visit.state), None, "nothing moves");
    assert!(visit.keys("aa").event(Event::SlowLink).keys("r<right>").text().contains("1 of 6"));
    assert_eq!(wake(&visit.state), None, "off, on, off: off by hand and back by nobody");
    visit.keys("a").event(Event::SlowLink).keys("r<right>");
    assert!(wake(&visit.state).is_some(), "asked for by key, it stays");
    let mut told = Visit::at(80, 24);
    assert!(told.event(Event::SlowLink).text().contains("the link is slow"));
}

#[test]
fn says_how_to_select_text_while_the_mouse_is_on() {
    for (columns, rows) in [(120, 40), (80, 24), (40, 20)] {
        let mut visit = Visit::at(columns, rows);
        visit.keys("mg");
        assert!(visit.text().contains("shift selects text"), "{}", visit.text());
        assert!(!visit.keys("mg").text().contains("shift selects text"));
    }
}

#[test]
fn a_capital_a_goes_on_line_by_line() {
    let mut visit = Visit::at(80, 24);
    visit.keys("2jA");
    assert_eq!(visit.effects.last(), Some(&Effect::Linear));
    let (_, text) = super::Linear::open(&mut visit.state, false);
    assert!(text.contains("[2] Tide Aggregation Infra"), "{text}");
}

#[test]
fn a_phone_without_escape_goes_back() {
    for back in ["<back>", "<left>", "h"] {
        let mut visit = Visit::at(40, 20);
        visit.keys("2<enter>");
        assert_eq!(visit.state.place(), Place::System(0));
        visit.keys(back);
        assert_eq!(visit.state.place(), Place::Systems, "{back}");
        visit.keys("?").keys(back);
        assert_eq!((visit.state.place(), &visit.state.overlay), (Place::Systems, &None), "{back} closes the help");
    }
    let mut search = Visit::at(40, 20);
    search.keys("/ab<back><back><back>");
    assert_eq!(search.state.overlay, None, "Backspace in the empty field closes it");
    let mut foot = Visit::at(40, 20);
    assert!(foot.text().contains("q leave") && foot.keys("2<enter>").text().contains("q leave"));
}

#[test]
fn q_and_ctrl_c_and_ctrl_d_leave_from_everywhere() {
    for path in ["", "2", "2<enter>", "3<enter>", "4", "5", "T", "~", "?"] {
        for key in ["q", "<ctrl-c>", "<ctrl-d>"] {
            assert!(Visit::at(80, 24).keys(path).keys(key).left(), "{path} {key}");
        }
    }
    let mut typing = Visit::at(80, 24);
    assert!(!typing.keys("/q").left(), "a q in the search field is a letter");
    assert!(typing.keys("<ctrl-c>").left());
}

#[test]
fn enter_explores_from_the_first_screen_of_the_lowest_window() {
    for (columns, rows) in [(20, 5), (40, 20), (60, 20), (120, 40)] {
        assert_eq!(Visit::at(columns, rows).keys("<enter>").state.place(), Place::Systems, "{columns}x{rows}");
    }
}

#[test]
fn goes_back_the_way_it_came() {
    let mut visit = Visit::at(80, 24);
    visit.keys("2jj<enter>");
    assert_eq!(visit.state.place(), Place::System(2));
    visit.keys("]");
    assert_eq!(visit.state.place(), Place::System(3));
    visit.keys("<esc>");
    assert_eq!((visit.state.place(), visit.state.cursor.item), (Place::Systems, 3), "the last one seen is selected");
    visit.keys("<back>");
    assert_eq!(visit.state.place(), Place::Home);
    visit.keys("<esc>");
    assert_eq!(visit.state.place(), Place::Home);
}

#[test]
fn tabs_go_round() {
    let mut visit = Visit::at(80, 24);
    visit.keys("<tab><tab>");
    assert_eq!(visit.state.place(), Place::Experience);
    visit.keys("<tab><tab><tab>");
    assert_eq!(visit.state.place(), Place::Home);
}

#[test]
fn opens_and_closes_a_role_where_it_stands() {
    let mut visit = Visit::at(80, 40);
    visit.keys("3<enter>");
    assert_eq!(visit.state.place(), Place::Role(0));
    assert!(visit.text().contains("systems built there"));
    visit.keys("<enter>");
    assert_eq!(visit.state.place(), Place::Experience);
}

#[test]
fn search_jumps_and_n_goes_on() {
    let mut visit = Visit::at(80, 24);
    visit.keys("/avenv2<enter>");
    let mira = visit.state.portfolio.system("mira").map(Place::System);
    assert_eq!(Some(visit.state.place()), mira);
    visit.keys("/redis<enter>nn");
    assert!(visit.text().contains("find 3 of"), "{}", visit.text());
}

#[test]
fn search_jumps_to_the_exact_place_and_marks_it() {
    let mut visit = Visit::at(80, 24);
    visit.keys("/resilient notification<enter>");
    let (buffer, _) = visit.frame();
    let text = plain(&buffer);
    let row = text.lines().position(|row| row.contains("Resilient notification queues"));
    let row = row.unwrap_or_else(|| panic!("the place is not in view:\n{text}"));
    let column = text.lines().nth(row).unwrap().find("Resilient").unwrap();
    let cell = |at: usize| buffer[(u16::try_from(at).unwrap(), u16::try_from(row).unwrap())].clone();
    assert!(cell(column).modifier.contains(ratatui::style::Modifier::UNDERLINED), "{text}");
    assert!(!cell(column + "Resilient notification ".len()).modifier.contains(ratatui::style::Modifier::UNDERLINED));
}

#[test]
fn a_search_that_finds_nothing_says_so() {
    assert!(Visit::at(80, 24).keys("/qqqq").text().contains("Nothing here has that"));
}

#[test]
fn pasting_types_into_the_search_field_only() {
    let mut visit = Visit::at(80, 24);
    visit.event(Event::Input(Input::Paste("q".to_owned())));
    assert!(!visit.left());
    visit.keys("/").event(Event::Input(Input::Paste("hundread".to_owned())));
    assert!(visit.text().contains("Hundread CLOB Engine"));
}

#[test]
fn help_names_every_key() {
    let help = Visit::at(100, 60).keys("?").text();
    for binding in super::keymap::KEYMAP.iter().filter(|binding| !binding.what.is_empty()) {
        assert!(help.contains(binding.what) && help.contains(binding.shown), "{binding:?}");
    }
}

#[test]
fn t_goes_through_the_themes_and_says_so() {
    let mut visit = Visit::at(80, 24);
    for name in ["dark", "light", "high contrast", "mono", "auto"] {
        assert!(visit.keys("t").text().contains(&format!("theme: {name}")));
    }
}

#[test]
fn copying_says_what_was_sent() {
    let mut visit = Visit::at(80, 24);
    visit.keys("5y");
    assert!(visit.effects.contains(&Effect::Copy("ssh portfolio.example.com".to_owned())));
    assert!(visit.text().contains("sent to your terminal: ssh portfolio.example.com"));
}

#[test]
fn a_click_opens_and_a_tab_is_clicked() {
    let mut visit = Visit::at(80, 24);
    let press = |column, row| Event::Input(Input::Mouse(Mouse { kind: MouseKind::Press, column, row }));
    visit.event(press(28, 0));
    assert_eq!(visit.state.place(), Place::Systems);
    visit.event(press(10, 4));
    assert_eq!(visit.state.place(), Place::System(1));
}

#[test]
fn a_very_wide_terminal_has_the_page_in_its_middle() {
    let mut visit = Visit::at(200, 60);
    let press = |column, row| Event::Input(Input::Mouse(Mouse { kind: MouseKind::Press, column, row }));
    assert!(visit.text().lines().all(|row| row.is_empty() || row.starts_with(&" ".repeat(30))), "{}", visit.text());
    visit.event(press(30 + 28, 0));
    assert_eq!(visit.state.place(), Place::Systems);
    visit.event(press(30 + 10, 6));
    assert_eq!(visit.state.place(), Place::System(1));
}

#[test]
fn the_cursor_rests_on_the_focused_item() {
    let mut visit = Visit::at(80, 24);
    for (keys, what) in [("2", "▸ Doma"), ("j", "▸ Tide"), ("j", "▸ DEX"), ("3", "▸ Arcane"), ("5", "▸ come back")]
    {
        let (buffer, marks) = visit.keys(keys).frame();
        let Position { x, y } = marks.cursor.unwrap();
        let row: String = (x..80).map(|x| buffer[(x, y)].symbol()).collect();
        assert!(row.trim_start().starts_with(what), "{keys}: {row}");
    }
}

#[test]
fn keeps_the_focus_when_the_window_changes() {
    let mut visit = Visit::at(120, 40);
    visit.keys("2jjjjj");
    for (columns, rows) in [(80, 24), (40, 12), (30, 8), (200, 60), (20, 5), (80, 24)] {
        visit.event(Event::Resize(Size { columns, rows }));
        assert!(visit.text().contains("▸ Hundread"), "{columns}x{rows}\n{}", visit.text());
    }
}

#[test]
fn keeps_the_place_when_the_focus_is_elsewhere() {
    let mut visit = Visit::to("edel", 80, 24);
    for (columns, rows) in [(81, 24), (80, 22), (100, 30), (60, 20), (80, 24)] {
        visit.event(Event::Resize(Size { columns, rows }));
        assert!(visit.text().contains("[ 4 of 8 ]"), "the head of the page at {columns}x{rows}\n{}", visit.text());
    }
    visit.keys("<right>r");
    assert!(visit.text().contains("[ 4 of 8 ]"), "started again\n{}", visit.text());
}

#[test]
fn an_edit_appears_and_what_is_gone_is_left() {
    let mut visit = Visit::to("xtrends", 80, 24);
    let mut edited = sample::portfolio();
    edited.systems.truncate(3);
    visit.event(Event::Content(Arc::new(edited)));
    assert_ne!(visit.state.place(), Place::System(7));
    assert!(!visit.text().contains("xTrends"));
}

#[test]
fn a_notice_is_seen_on_every_page() {
    let mut visit = Visit::at(80, 24);
    visit.event(Event::Notice(Some("The server closes in 10 s.".to_owned())));
    for tab in ["1", "2", "3", "4", "5"] {
        assert!(visit.keys(tab).text().contains("The server closes in 10 s."));
    }
}

/// Every fact of the portfolio, with the keys that lead to its page.
pub(super) fn facts() -> Vec<(String, Vec<String>)> {
    let portfolio = sample::portfolio();
    let profile = &portfolio.profile;
    let mut home =
        vec![profile.title.clone(), profile.pitch.clone(), profile.about.clone(), profile.availability.text.clone()];
    home.extend(profile.figures.iter().flat_map(|one| [one.value.clone(), one.label.clone()]));
    home.extend(profile.testimonial.iter().map(|one| one.line.clone()));
    let mut contact = profile.also.clone();
    contact.extend(profile.works_on.clone());
    contact.extend(profile.education.iter().flat_map(|one| [one.degree.clone(), one.school.clone()]));
    home.extend(profile.figures.iter().map(|one| one.detail.clone()));
    let mut philosophy: Vec<String> = profile.testimonial.iter().map(|one| one.text.clone()).collect();
    for one in &portfolio.philosophy {
        philosophy.extend([one.title.clone(), one.text.clone()]);
        philosophy.extend(one.seen_in.iter().map(|one| one.how.clone()));
    }
    let mut all = vec![("1".to_owned(), home), ("5".to_owned(), contact), ("4".to_owned(), philosophy)];
    for (at, one) in portfolio.systems.iter().enumerate() {
        let mut facts = vec![one.name.clone(), one.subtitle.clone(), one.summary.clone()];
        facts.extend(one.aliases.clone());
        facts.extend(one.tags.clone());
        facts.extend(one.highlights.iter().flat_map(|one| one.figure.iter().chain([&one.text]).cloned()));
        facts.extend(one.layers.iter().flat_map(|one| [one.label.clone(), one.made_of.clone()]));
        facts.extend(one.diagram().flow.nodes.iter().map(|one| one.label.clone()));
        all.push((format!("2{}<enter>", "j".repeat(at)), facts));
    }
    for (at, one) in portfolio.experience.iter().enumerate() {
        let mut facts = vec![one.company.clone(), one.title.clone(), one.summary.clone(), one.start.to_string()];
        facts.extend(one.end.map(|end| end.to_string()));
        facts.extend(one.also.iter().chain(&one.aliases).chain(&one.tags).cloned());
        facts.extend(one.highlights.iter().flat_map(|one| one.figure.iter().chain([&one.text]).cloned()));
        all.push((format!("3{}<enter>", "j".repeat(at)), facts));
    }
    all
}

#[test]
fn every_fact_is_found_by_keyboard() {
    for (columns, rows) in [(80, 24), (120, 40)] {
        for (keys, facts) in facts() {
            let seen = Visit::at(columns, rows).keys(&keys).read();
            for fact in facts {
                assert!(seen.contains(&fact), "{columns}x{rows}: after {keys} nobody finds {fact:?} in\n{seen}");
            }
        }
    }
}

#[test]
fn every_step_of_every_flow_is_found_by_keyboard() {
    for (columns, rows) in [(80, 24), (120, 40)] {
        for (at, system) in sample::portfolio().systems.iter().enumerate() {
            let mut visit = Visit::at(columns, rows);
            visit.keys("2").keys(&"j".repeat(at)).keys("<enter>");
            for step in &system.diagram().flow.steps {
                let seen = visit.keys("<right>").settle().columns().join("\n");
                assert!(seen.contains(&step.text), "{columns}x{rows}: {:?} in\n{seen}", step.text);
            }
        }
    }
}

proptest! {
    #[test]
    fn no_size_and_no_keys_panic(columns in 0_u16..=300, rows in 0_u16..=300, keys in "[a-zA-Z0-9/?~ \\[\\]]{0,24}") {
        let mut visit = Visit::at(columns, rows);
        visit.keys(&keys.replace('q', "<enter>"));
        visit.text();
        visit.event(Event::Resize(Size { columns: rows, rows: columns }));
        visit.text();
    }

    #[test]
    fn no_time_and_no_paste_panic(seconds in 0_u64..100_000, paste in ".{0,200}") {
        let mut visit = Visit::to("edel", 80, 24);
        visit.keys("<space>").event(Event::Tick(Duration::from_secs(seconds)));
        visit.keys("/").event(Event::Input(Input::Paste(paste)));
        visit.text();
    }
}
