//! Linear mode as a visitor drives it: lines typed, lines read.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::{
    content::sample,
    input::Decoder,
    screen::{Caps, Size},
    ui::Start,
};

#[derive(Clone)]
struct Visit {
    state: State,
    linear: Linear,
    /// What the last line led to.
    said: String,
    effects: Vec<Effect>,
}

impl Visit {
    fn at(term: &str, columns: u16, rows: u16) -> Self {
        let (mut state, _) = State::new(Start {
            portfolio: Arc::new(sample::portfolio()),
            size: Size { columns, rows },
            caps: Caps::detect(term, &[]),
            ssh: "ssh portfolio.example.com".to_owned(),
            scp: "scp portfolio.example.com:resume.md .".to_owned(),
            goal: String::new(),
        });
        let (linear, said) = Linear::open(&mut state, false);
        Self { state, linear, said, effects: Vec::new() }
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        let mut inputs = Vec::new();
        let mut decoder = Decoder::default();
        decoder.feed(bytes, |input| inputs.push(input));
        decoder.timeout(|input| inputs.push(input));
        self.said.clear();
        for input in inputs {
            self.event(Event::Input(input));
        }
        self
    }

    fn event(&mut self, event: Event) -> &mut Self {
        let reply = self.linear.update(&mut self.state, event);
        self.said.push_str(&reply.text);
        self.effects.extend(reply.effects);
        self
    }

    /// Types a line.
    fn line(&mut self, line: &str) -> &mut Self {
        self.bytes(format!("{line}\r").as_bytes())
    }

    /// Reads to the end of the page, and gives the words of all of it.
    fn read(&mut self) -> String {
        let mut all = self.said.clone();
        while !self.linear.rest.is_empty() {
            self.line("");
            all.push_str(&self.said);
        }
        all.split_whitespace().collect::<Vec<_>>().join(" ").replace("Choice, Enter: more: ", "")
    }
}

#[test]
fn opens_with_the_first_page_and_a_prompt() {
    insta::assert_snapshot!(Visit::at("dumb", 80, 40).said, @r"
Plain text, line by line. ? lists what you can type.

Tushar Khokhar

Backend & Distributed Systems Engineer
Low-latency, high-throughput systems that power real applications.

Available for new opportunities
Dual Degree (B.Tech + M.Tech), IIT Kharagpur

1K-3K requests/sec: Requests/sec handled in high-throughput environments
10+ production systems: Production systems shipped and maintained
Millions operations daily: User operations processed daily
99.9% reliability: System reliability across deployments

[1] Explore the work

Founder, Arcane Labs: Owns what he builds absolutely, and architects whole
solutions.

Distributed systems, real-time infrastructure and high-throughput
architectures, in Web2 and in Web3. Across employers the field has stayed the
same: high-impact systems in blockchain, DeFi and distributed infrastructure.

Pages: home, systems, experience, philosophy, contact, technologies, about this
connection.
Choice:
");
}

#[test]
fn tells_a_system_in_words() {
    let mut visit = Visit::at("xterm-256color", 80, 60);
    insta::assert_snapshot!(visit.line("edel").said, @r"
edel
Edel Finance: system 4 of 8
DeFi lending and tokenised stock trading
also EDEL Finance

Full-stack architecture of a hybrid DeFi platform for lending, borrowing and
tokenised stock trading. It integrates Aave V3, CoW Protocol and real-time
stock APIs; its Fastify backend resolves over 1,200 external stock API calls a
day.

how data moves
Client UI (React Query / Zustand) leads to Web3 RPC and Fastify API.
Web3 RPC (Wagmi over Alchemy) leads to Lending Pool.
Fastify API (Redis cache) leads to Cron Jobs.
Cron Jobs (7 in parallel) leads no further.
Lending Pool (on-chain state) leads no further.

Step 1. The client uses React Query / Zustand.
Step 2. Wagmi reads on-chain state over Alchemy RPC, or the client calls the
Fastify API for tokenised stock prices.
Step 3. The backend aggregates the Massive API with a Redis cache.
Step 4. Sub-second OHLCV goes back to the UI.

highlights
1,200+: External stock API calls a day, through custom node-cron schedulers
17: EVM networks behind one UI
7: Parallel cron schedulers for Web2 stock data
- Aave V3, CoW Protocol and real-time stock APIs in one platform

layers
Frontend: Next.js / Zustand
Backend: Fastify / Node
Data: MongoDB / Redis
Web3: Aave V3 / Gelato

technologies
[1] Next.js, [2] Fastify, [3] MongoDB, [4] Redis, [5] Smart Contracts,
[6] Zustand, [7] Node.js, [8] Aave V3, [9] Gelato

built at
[10] Arcane Labs
Choice:
");
}

#[test]
fn numbers_lead_into_the_pages_and_b_back() {
    let mut visit = Visit::at("dumb", 80, 200);
    assert!(visit.line("1").said.contains("[2] Tide Aggregation Infra: Multi-exchange"), "{}", visit.said);
    assert!(visit.line("2").said.contains("Tide Aggregation Infra: system 2 of 8"), "{}", visit.said);
    assert!(visit.line("n").said.contains("system 3 of 8"), "{}", visit.said);
    visit.line("b").line("b");
    assert_eq!(visit.state.place(), Place::Systems);
    assert!(visit.line("99").said.contains("There is no 99 here: choose from 1 to 8."), "{}", visit.said);
    assert!(visit.line("5").said.contains("HFT"), "{}", visit.said);
}

#[test]
fn words_lead_to_pages_and_to_everything_that_has_a_name() {
    let table = [
        ("h", Place::Home),
        ("systems", Place::Systems),
        ("EXP", Place::Experience),
        ("p", Place::Philosophy),
        ("c", Place::Contact),
        ("tech", Place::Technologies),
        ("a", Place::Colophon),
        ("hundread", Place::System(5)),
        ("Fuel Labs", Place::Role(1)),
    ];
    for (word, place) in table {
        assert_eq!(Visit::at("dumb", 80, 24).line(word).state.place(), place, "{word}");
    }
    let mut lost = Visit::at("dumb", 80, 24);
    assert!(lost.line("xyzzy").said.contains("Nothing here is called xyzzy."), "{}", lost.said);
    assert_eq!(lost.state.place(), Place::Home);
}

#[test]
fn searches_and_goes_to_a_find() {
    let mut visit = Visit::at("dumb", 80, 200);
    assert!(visit.line("/vwap").said.contains("[1] Tide Aggregation Infra: VWAP"), "{}", visit.said);
    visit.line("1");
    assert_eq!(visit.state.place(), Place::System(1));
    assert!(visit.line("/qqqq").said.contains("Nothing here has that."), "{}", visit.said);
    assert!(visit.line("1").said.contains("nothing to choose here"), "{}", visit.said);
    visit.line("b");
    assert_eq!(visit.state.place(), Place::System(1), "back from a search is where it began");
}

#[test]
fn a_technology_leads_to_where_it_was_used() {
    let mut visit = Visit::at("dumb", 80, 200);
    visit.line("redis");
    assert!(matches!(visit.state.place(), Place::Technology(_)));
    assert!(visit.said.contains("systems built with it"), "{}", visit.said);
    visit.line("1");
    assert!(matches!(visit.state.place(), Place::System(_)));
}

#[test]
fn prints_an_address_where_there_is_no_clipboard() {
    let mut visit = Visit::at("dumb", 30, 200);
    visit.line("contact").line("2");
    assert_eq!(visit.said, "2\nscp portfolio.example.com:resume.md .\nChoice: ");
}

#[test]
fn a_page_longer_than_the_window_waits_for_enter() {
    let mut visit = Visit::at("dumb", 20, 5);
    assert!(visit.said.ends_with("Choice, Enter: more: "), "{:?}", visit.said);
    let all = visit.read();
    for part in ["Backend & Distributed", "Explore the work", "about this connection"] {
        assert!(all.contains(part), "{part} is not in {all}");
    }
    visit.line("edel");
    assert!(visit.said.lines().count() <= 6, "{}", visit.said);
    let all = visit.read();
    assert!(all.contains("Sub-second OHLCV goes back to the UI."), "{all}");
}

#[test]
fn no_heading_is_left_behind_and_every_page_says_its_name() {
    let mut visit = Visit::at("dumb", 60, 24);
    visit.line("dex-aggregator");
    assert!(!visit.said.contains("highlights"), "{}", visit.said);
    assert!(visit.line("").said.contains("highlights\n- One market view"), "{}", visit.said);
    for page in ["systems", "experience", "philosophy", "contact", "technologies"] {
        assert!(visit.line(page).said.starts_with(&format!("{page}\n{page}\n\n")), "{}", visit.said);
    }
}

#[test]
fn what_is_typed_is_seen_and_can_be_taken_back() {
    let mut visit = Visit::at("xterm", 80, 24);
    assert_eq!(visit.bytes(b"qa").said, "qa");
    assert_eq!(visit.bytes(b"\x7f").said, "\u{8} \u{8}");
    assert_eq!(visit.bytes("é".as_bytes()).said, "é");
    assert_eq!(visit.bytes(b"\x15").said, "\u{8} \u{8}\u{8} \u{8}");
    assert_eq!(visit.bytes(b"\x7f").said, "", "nothing is left to take back");
    assert_eq!(visit.bytes(b"\x1b[A\x1b[C\t\x01").said, "", "keys that move have no meaning on paper");
    assert_eq!(visit.effects, []);
    assert_eq!(visit.bytes("x".repeat(500).as_bytes()).said.len(), limits::QUERY);
}

#[test]
fn leaves_by_word_and_by_key_at_once() {
    for keys in [&b"q\r"[..], b"quit\r", b"exit\r", b"\x03", b"\x04", b"half a line\x03"] {
        assert_eq!(Visit::at("dumb", 80, 24).bytes(keys).effects, [Effect::Leave], "{keys:?}");
    }
    assert_eq!(Visit::at("dumb", 80, 24).bytes(b"q").effects, [], "a letter is not a line");
}

#[test]
fn goes_to_the_screen_where_there_is_one() {
    let mut visit = Visit::at("xterm", 80, 24);
    assert!(visit.line("screen").effects.contains(&Effect::Screen));
    let mut dumb = Visit::at("dumb", 80, 24);
    assert!(dumb.line("screen").said.contains("Nothing here is called screen."));
    assert!(dumb.line("?").said.contains("reads on") && !dumb.said.contains("full screen"), "{}", dumb.said);
}

#[test]
fn a_notice_comes_between_and_a_countdown_is_told_once() {
    let mut visit = Visit::at("dumb", 80, 24);
    visit.bytes(b"ede");
    let notice = |text: &str| Event::Notice(Some(text.to_owned()));
    visit.event(notice("The server closes in 5 seconds. Come back in a minute."));
    assert!(
        visit.said.ends_with("\nThe server closes in 5 seconds. Come back in a minute.\nChoice, Enter: more: ede")
            || visit.said.ends_with("\nThe server closes in 5 seconds. Come back in a minute.\nChoice: ede"),
        "{:?}",
        visit.said
    );
    visit.said.clear();
    visit.event(notice("The server closes in 4 seconds. Come back in a minute."));
    assert_eq!(visit.said, "");
    visit.bytes(b"l\r");
    assert_eq!(visit.state.place(), Place::System(3));
}

#[test]
fn an_edit_is_told_and_a_narrower_window_is_filled_less() {
    let mut visit = Visit::at("dumb", 80, 24);
    let mut edited = sample::portfolio();
    edited.systems.truncate(3);
    visit.line("xtrends").event(Event::Content(Arc::new(edited)));
    assert!(visit.said.contains("The portfolio was changed just now."), "{}", visit.said);
    visit.event(Event::Resize(Size { columns: 30, rows: 200 }));
    visit.line("");
    assert!(!visit.said.contains("xTrends") && visit.said.lines().all(|line| line.len() < 30), "{}", visit.said);
}

#[test]
fn every_fact_is_told() {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let portfolio = sample::portfolio();
    for (columns, rows) in [(80, 24), (20, 5)] {
        for (at, (_, facts)) in crate::ui::tests::facts().into_iter().enumerate() {
            let mut visit = Visit::at("xterm-256color", columns, rows);
            let told = match at {
                0 => visit.read(),
                1 => visit.line("contact").read(),
                2 => visit.line("philosophy").read(),
                at if at < 3 + portfolio.systems.len() => visit.line(&portfolio.systems[at - 3].slug).read(),
                at => visit.line(&portfolio.experience[at - 3 - portfolio.systems.len()].slug).read(),
            };
            for fact in facts {
                assert!(told.contains(&words(&fact)), "{columns}x{rows}: nobody hears {fact:?} in\n{told}");
            }
        }
    }
    for system in &portfolio.systems {
        let mut visit = Visit::at("xterm-256color", 80, 24);
        let told = visit.line(&system.slug).read();
        for step in system.flow.iter().flat_map(|flow| &flow.steps) {
            assert!(told.contains(&step.text), "{:?} in\n{told}", step.text);
        }
    }
}

#[test]
fn every_choice_of_every_page_leads_somewhere() {
    for word in ["h", "s", "e", "p", "c", "t", "edel", "hundread", "zkagi", "redis", "/redis"] {
        let mut visit = Visit::at("dumb", 80, 24);
        visit.line(word);
        for number in 1..=pages::told(&visit.state).items().len() {
            let mut visit = visit.clone();
            visit.line(&number.to_string());
            assert!(!visit.said.contains("There is no"), "{word} {number}: {}", visit.said);
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_and_no_size_bring_an_escape(
        bytes in proptest::collection::vec(any::<u8>(), 0..120),
        columns in 1_u16..=300,
        rows in 1_u16..=100,
        dumb in any::<bool>(),
    ) {
        let mut visit = Visit::at(if dumb { "dumb" } else { "xterm" }, columns, rows);
        let greeting = visit.said.clone();
        visit.bytes(&bytes).event(Event::Resize(Size { columns: rows, rows: columns }));
        visit.line("edel");
        let said = greeting + &visit.said;
        prop_assert!(said.chars().all(|c| !c.is_control() || c == '\n' || c == '\u{8}'), "{:?}", said);
        prop_assert!(!dumb || said.is_ascii(), "{:?}", said);
    }
}
