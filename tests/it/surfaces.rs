//! One model, every surface: what the portfolio says is found in plain text, Markdown, JSON and on the screen, and the
//! documentation of all of them is that of the program.

use std::{collections::BTreeSet, fs, path::Path, sync::Arc};

use ratatui::buffer::Buffer;
use serde_json::Value;
use shingle::{
    commands::{self, Terms, table},
    content::Portfolio,
    input::{Decoder, Input},
    screen::{Caps, Size, plain},
    ui::{self, Event, Start, State},
};

use crate::support::portfolio;

/// Texts of the model that tell a visitor nothing: what joins its parts, and the word on a button of the first screen.
const NO_FACTS: [&str; 6] = ["id", "from", "to", "at", "system", "invitation"];

/// Every fact of the portfolio. It is read off the model itself, so that no new one is forgotten.
fn facts(portfolio: &Portfolio) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    texts(&serde_json::to_value(portfolio).unwrap(), "", &mut |key, text| {
        // `systems` of a role are slugs; the systems themselves have their own facts.
        let testimonial_from = key == "from" && text.contains(' ');
        if !NO_FACTS.contains(&key) && key != "systems" && key != "slug" || testimonial_from {
            facts.insert(text.to_owned());
        }
    });
    facts
}

/// Every text in a JSON value with the key it stands under.
fn texts(value: &Value, key: &str, found: &mut impl FnMut(&str, &str)) {
    match value {
        Value::String(text) => found(key, text),
        Value::Array(all) => all.iter().for_each(|one| texts(one, key, found)),
        Value::Object(object) => object.iter().for_each(|(key, one)| texts(one, key, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A line for everything that can be asked for.
fn lines(portfolio: &Portfolio) -> Vec<String> {
    let mut lines = ["about", "systems", "experience", "philosophy", "technologies", "contact", "resume"]
        .map(str::to_owned)
        .to_vec();
    lines.extend(portfolio.systems.iter().map(|one| format!("systems {}", one.slug)));
    lines.extend(portfolio.systems.iter().map(|one| format!("flow {}", one.slug)));
    lines.extend(portfolio.experience.iter().map(|one| format!("experience {}", one.slug)));
    lines.extend(portfolio.technologies.iter().map(|one| format!("technologies '{}'", one.name)));
    lines
}

/// What a command line prints.
fn printed(portfolio: &Portfolio, line: &str) -> String {
    let terms = Terms { columns: None, color: false, ascii: false, crlf: false, ssh: "ssh portfolio.example.com" };
    let answer = commands::run(portfolio, line.as_bytes(), terms);
    assert_eq!((answer.stderr.as_str(), answer.status), ("", 0), "{line}");
    answer.stdout
}

fn everything(portfolio: &Portfolio, option: &str) -> String {
    lines(portfolio).iter().map(|line| printed(portfolio, &format!("{line} {option}"))).collect()
}

/// Text without what only lays it out.
fn bare(text: &str) -> String {
    let words: String = text.chars().map(|c| if ('\u{2500}'..='\u{25ff}').contains(&c) { ' ' } else { c }).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says_all(surface: &str, text: &str, facts: &BTreeSet<String>) {
    let missing: Vec<String> = facts.iter().map(|fact| shown(fact)).filter(|fact| !text.contains(fact)).collect();
    assert!(missing.is_empty(), "{surface} does not say:\n  {}", missing.join("\n  "));
}

/// A fact as people read it: a month by its name.
fn shown(fact: &str) -> String {
    fact.parse::<shingle::content::Month>().map_or_else(|_| fact.to_owned(), |month| month.to_string())
}

#[test]
fn there_are_facts() {
    let facts = facts(&portfolio());
    assert!(facts.len() > 250, "{}", facts.len());
    for fact in ["Tushar Khokhar", "95%", "2025-05", "React Query / Zustand", "Founder, Arcane Labs", "AvenV2", "Viem"]
    {
        assert!(facts.contains(fact), "{fact}");
    }
}

#[test]
fn plain_text_says_every_fact_at_any_width() {
    let portfolio = portfolio();
    for width in [40, 80, 120] {
        let text = bare(&everything(&portfolio, &format!("--width {width}")));
        says_all(&format!("plain text of {width} cells"), &text, &facts(&portfolio));
    }
}

#[test]
fn markdown_says_every_fact() {
    let portfolio = portfolio();
    let text = everything(&portfolio, "--md").replace("**", "");
    let mut read = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let escape = c == '\\' && rest.peek().is_some_and(char::is_ascii_punctuation);
        read.extend(if escape { rest.next() } else { Some(c) });
    }
    says_all("Markdown", &bare(&read), &facts(&portfolio));
}

#[test]
fn json_says_every_fact_and_so_does_the_whole_in_one_document() {
    let portfolio = portfolio();
    let facts = facts(&portfolio);
    for lines in [lines(&portfolio), vec!["resume".to_owned()]] {
        let mut said = BTreeSet::new();
        for line in lines {
            let document = serde_json::from_str(&printed(&portfolio, &format!("{line} --json"))).unwrap();
            texts(&document, "", &mut |_, text| {
                said.insert(text.to_owned());
            });
        }
        assert_eq!(facts.difference(&said).collect::<Vec<_>>(), Vec::<&String>::new());
    }
}

fn press(state: &mut State, bytes: &[u8]) {
    let mut inputs: Vec<Input> = Vec::new();
    Decoder::default().feed(bytes, |input| inputs.push(input));
    for input in inputs {
        let _effects = ui::update(state, Event::Input(input));
    }
}

/// Everything that the screen shows of a place, step after step, on terminals of several widths.
fn on_screen(portfolio: &Arc<Portfolio>, goal: &str, steps: usize) -> String {
    let mut seen = String::new();
    for columns in [40, 60, 100] {
        let (mut state, _) = State::new(Start {
            portfolio: Arc::clone(portfolio),
            size: Size { columns, rows: 200 },
            caps: Caps::detect("xterm-256color", &[]),
            ssh: String::new(),
            scp: String::new(),
            goal: goal.to_owned(),
        });
        // Without motion a step's text is there at once.
        press(&mut state, b"a");
        for _ in 0..=steps {
            let mut buffer = Buffer::empty(state.size().area());
            ui::view(&state, &mut buffer);
            seen.push_str(&bare(&plain(&buffer)));
            seen.push('\n');
            press(&mut state, b"\x1b[C");
        }
    }
    seen
}

#[test]
fn the_screen_says_every_fact() {
    let portfolio = Arc::new(portfolio());
    let mut seen = String::new();
    for goal in ["home", "philosophy", "contact", "technologies", "experience"] {
        seen.push_str(&on_screen(&portfolio, goal, 0));
    }
    for one in &portfolio.systems {
        seen.push_str(&on_screen(&portfolio, &one.slug, one.diagram().flow.steps.len()));
    }
    for one in &portfolio.experience {
        seen.push_str(&on_screen(&portfolio, &one.slug, 0));
    }
    says_all("the screen", &seen, &facts(&portfolio));
}

// ---- the documentation ----

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether a file says what the program says; with `UPDATE=1` it is made to.
#[track_caller]
fn fresh(path: &Path, expected: &str) {
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, expected).unwrap();
    }
    let stale = fs::read_to_string(path).unwrap_or_default() != expected;
    assert!(!stale, "{} is stale: run `UPDATE=1 cargo test --test it surfaces`", path.display());
}

#[test]
fn the_committed_schema_is_the_one_of_the_program() {
    fresh(&root().join("docs/json/shingle.schema.json"), &table::schema());
}

#[test]
fn the_list_of_commands_is_the_one_of_the_program() {
    let path = root().join("docs/commands.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("<!-- list -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end -->\n").unwrap();
    let list = table::reference(&portfolio());
    fresh(&path, &format!("{before}<!-- list -->\n{list}<!-- end -->\n{after}"));
}

/// The commands in the documentation are commands.
#[test]
fn every_command_of_the_documentation_works() {
    let text = fs::read_to_string(root().join("docs/commands.md")).unwrap();
    let lines: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("$ ssh host ")).collect();
    assert!(lines.len() > 5);
    for line in lines {
        let words = line.split([';', '|', '>', '#']).next().unwrap();
        assert!(!printed(&portfolio(), words).is_empty());
    }
}

#[test]
fn every_document_fits_the_schema_that_is_committed() {
    let text = fs::read_to_string(root().join("docs/json/shingle.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let portfolio = portfolio();
    let other = ["help", "help flow", "version", "search redis", "search qqqqq"].map(str::to_owned);
    for line in lines(&portfolio).into_iter().chain(other) {
        let terms = Terms { columns: None, color: false, ascii: false, crlf: false, ssh: "" };
        let answer = commands::run(&portfolio, format!("{line} --json").as_bytes(), terms);
        let document: Value = serde_json::from_str(&answer.stdout).unwrap();
        fits(&document, &schema, &schema).unwrap_or_else(|why| panic!("{line}: {why}"));
        assert_eq!(document["schema_version"], 1, "{line}");
    }
    for wrong in [
        serde_json::json!({ "schema_version": 2, "version": { "name": "x", "version": "1" } }),
        serde_json::json!({ "schema_version": 1, "version": { "name": "x" } }),
        serde_json::json!({ "schema_version": 1, "systems": [{ "slug": 1, "name": "", "subtitle": "" }] }),
        serde_json::json!({ "schema_version": 1 }),
    ] {
        assert!(fits(&wrong, &schema, &schema).is_err(), "{wrong}");
    }
}

/// Whether a value fits a schema: all of JSON Schema that ours uses, and a panic at what it does not know. Validators
/// that know everything bring forty crates along; `.ci/json-resume` asks one of another language.
fn fits(value: &Value, schema: &Value, root: &Value) -> Result<(), String> {
    let Value::Object(rules) = schema else { panic!("no schema: {schema}") };
    for (rule, with) in rules {
        let good = match rule.as_str() {
            "$schema" | "title" | "description" | "definitions" | "default" | "examples" | "minimum" => true,
            "$ref" => {
                let pointer = with.as_str().unwrap().strip_prefix('#').unwrap();
                return fits(value, root.pointer(pointer).unwrap(), root);
            }
            "const" => value == with,
            "enum" => with.as_array().unwrap().contains(value),
            "type" => match with {
                Value::Array(kinds) => kinds.iter().any(|kind| is(value, kind)),
                kind => is(value, kind),
            },
            "required" => with.as_array().unwrap().iter().all(|key| value.get(key.as_str().unwrap()).is_some()),
            "properties" => {
                for (key, schema) in with.as_object().unwrap() {
                    if let Some(value) = value.get(key) {
                        fits(value, schema, root).map_err(|why| format!("{key}: {why}"))?;
                    }
                }
                true
            }
            "items" => {
                for value in value.as_array().into_iter().flatten() {
                    fits(value, with, root)?;
                }
                true
            }
            "pattern" => value.as_str().is_none_or(|text| !text.is_empty()),
            "oneOf" => with.as_array().unwrap().iter().filter(|one| fits(value, one, root).is_ok()).count() == 1,
            "anyOf" => with.as_array().unwrap().iter().any(|one| fits(value, one, root).is_ok()),
            "allOf" => with.as_array().unwrap().iter().all(|one| fits(value, one, root).is_ok()),
            unknown => panic!("this checker does not know `{unknown}`"),
        };
        if !good {
            return Err(format!("{value:.80} breaks `{rule}`: {with:.80}"));
        }
    }
    Ok(())
}

fn is(value: &Value, kind: &Value) -> bool {
    match kind.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("no type: {other}"),
    }
}
