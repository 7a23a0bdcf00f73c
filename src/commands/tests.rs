//! Commands as a visitor types them: words in, text out.

use std::sync::LazyLock;

use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::*;
use crate::content::sample;

const PIPE: Terms<'_> =
    Terms { columns: None, color: false, ascii: false, crlf: false, ssh: "ssh portfolio.example.com" };
const TERMINAL: Terms<'_> = Terms { columns: Some(100), color: true, crlf: true, ..PIPE };

/// Read once: the property tests ask for it thousands of times.
static PORTFOLIO: LazyLock<Portfolio> = LazyLock::new(sample::portfolio);

/// What goes to standard output, of a command that must succeed.
#[track_caller]
pub(super) fn out(line: &str) -> String {
    let answer = run(&PORTFOLIO, line.as_bytes(), PIPE);
    assert_eq!((answer.stderr.as_str(), answer.status), ("", 0), "{line}");
    answer.stdout
}

/// The one line that a command says that makes no sense.
#[track_caller]
fn refused(line: &str) -> String {
    let answer = run(&PORTFOLIO, line.as_bytes(), PIPE);
    assert_eq!((answer.stdout.as_str(), answer.status), ("", 2), "{line}");
    let said = answer.stderr.strip_suffix('\n').expect("a line has an end");
    assert!(!said.contains(char::is_control), "{said:?}");
    said.to_owned()
}

fn opens(line: &str) -> Option<String> {
    super::opens(&PORTFOLIO, line.as_bytes())
}

#[test]
fn names_are_found_as_people_write_them() {
    let edel = out("systems edel");
    for line in [
        "system edel",
        "systems Edel Finance",
        "systems 'EDEL Finance'",
        "systems/edel",
        "/systems/edel/",
        "edel",
        "Edel Finance",
        "SYSTEMS EDEL",
        "systems edel --plain",
        "--width 80 systems edel",
        "systems --width=80 -- edel",
    ] {
        assert_eq!(out(line), edel, "{line}");
    }
    assert_eq!(out("arcane-labs"), out("experience arcane labs"));
    assert_eq!(out("experience/eclipse-network"), out("role eclipse-labs"));
    assert_eq!(out("technologies redis pub/sub"), out("technologies/Redis Pub/Sub"));
    assert_eq!(out("ci/cd"), out("technologies 'CI/CD'"));
    assert_eq!(out("home"), out("about"));
    assert_eq!(out(""), out("help"));
    assert_eq!(out("systems --help"), out("help systems"));
    assert_eq!(out("-h"), out("help"));
}

#[test]
fn what_makes_no_sense_is_said_in_one_line() {
    for (line, said) in [
        ("sh", "`sh` is neither a command nor a name here; `help` lists the commands"),
        ("rm -rf /", "`rm` is neither a command nor a name here; `help` lists the commands"),
        ("$(id)", "`$(id)` is neither a command nor a name here; `help` lists the commands"),
        ("../../etc/passwd", "`../../etc/passwd` is neither a command nor a name here; `help` lists the commands"),
        ("sistems", "`sistems` is neither a command nor a name here; did you mean `systems`?"),
        ("edle", "`edle` is neither a command nor a name here; did you mean `edel`?"),
        ("\u{1b}[31mred", r"`\u{1b}[31mred` is neither a command nor a name here; `help` lists the commands"),
        ("''", "`` is neither a command nor a name here; `help` lists the commands"),
        ("systems edle", "there is no system `edle`; did you mean `edel`?"),
        ("systems/edle", "there is no system `edle`; did you mean `edel`?"),
        (
            "flow nothing",
            "there is no system `nothing`; systems: doma, tide, dex-aggregator, edel, hft, hundread, mira, xtrends",
        ),
        ("flow", "`flow` needs NAME: doma, tide, dex-aggregator, edel, hft, hundread, mira, xtrends"),
        (
            "experience nowhere",
            "there is no role `nowhere`; roles: arcane-labs, fuel-labs, mode-network, eclipse-labs, zkagi",
        ),
        ("technologies rediss", "there is no technology `rediss`; did you mean `Redis`?"),
        ("technologies cobol", "there is no technology `cobol`; `technologies` lists them"),
        ("search", "`search` needs WORDS: for example `search Node.js`"),
        ("about me", "`about` takes no name, but there is `me`"),
        (
            "help sh",
            "there is no command `sh`; commands: about, systems, flow, experience, philosophy, technologies, resume, contact, search, help, version",
        ),
        ("about --jsn", "`--jsn` is not an option; did you mean `--json`?"),
        ("about -x", "`-x` is not an option; `help` lists the options"),
        ("about --width 19", "`--width` takes a number from 20 to 500, not `19`"),
        ("about --width=wide", "`--width` takes a number from 20 to 500, not `wide`"),
        ("about --width", "`--width` takes a number from 20 to 500"),
        ("about --color sometimes", "`--color` takes always, never or auto, not `sometimes`"),
        ("about --format pdf", "`--format` takes plain, md, json or json-resume, not `pdf`"),
        ("about --format json-resume", "`--format json-resume` is a form of `resume`; others have --json"),
        ("systems 'edel", "a quotation opened by ' is not closed"),
        ("colophon", "`colophon` is about a connection with a terminal: add -t to your ssh command"),
    ] {
        assert_eq!(refused(line), said);
    }
    let long = refused(&format!("systems {}", "x".repeat(3000)));
    assert!(long.len() < 200, "{long}");
    assert_eq!(refused(&format!("search {}", "x ".repeat(60))), "a search has at most 64 characters");
    assert_eq!(refused(&"x".repeat(5000)), "a command has at most 4096 bytes, not 5000");
}

#[test]
fn a_search_that_finds_nothing_is_no_failure() {
    let answer = run(&PORTFOLIO, b"search qqqq", PIPE);
    assert_eq!(answer.stderr, "Nothing here has that. Fewer letters find more.\n");
    assert_eq!((answer.stdout.as_str(), answer.status), ("", 0));
}

#[test]
fn a_name_opens_in_a_terminal_and_a_command_prints() {
    for (line, goal) in [
        ("systems/edel", "systems/edel"),
        ("/systems/edel/", "systems/edel"),
        ("flow/doma", "flow/doma"),
        ("edel", "edel"),
        ("Edel Finance", "Edel Finance"),
        ("'arcane labs'", "arcane labs"),
        ("redis", "redis"),
        ("home", "home"),
        ("colophon", "colophon"),
    ] {
        assert_eq!(opens(line).as_deref(), Some(goal), "{line}");
    }
    for line in
        ["", "systems", "systems edel", "about", "help", "edel --json", "edle", "systems/edle", "sh", "'open", "home/x"]
    {
        assert_eq!(opens(line), None, "{line}");
    }
}

/// A goal that opens must lead to what the same words print.
#[test]
fn what_opens_is_what_prints() {
    for line in ["systems/edel", "flow/doma", "edel", "experience/zkagi", "technologies/CI/CD", "mode network", "home"]
    {
        let place = PORTFOLIO.place(&opens(line).unwrap()).unwrap();
        let part = Part::of(&PORTFOLIO, place, PIPE.ssh).unwrap();
        if line != "flow/doma" {
            assert_eq!(out(line), export::plain(&PORTFOLIO, part, 80), "{line}");
        }
    }
}

#[test]
fn a_terminal_gets_colours_its_width_and_its_line_ends() {
    let answer = |line: &str| run(&PORTFOLIO, line.as_bytes(), TERMINAL);
    let shown = answer("systems edel").stdout;
    assert!(shown.starts_with("\x1b[1;36mEdel Finance\x1b[m\r\n"), "{shown:?}");
    assert_eq!(shown.matches('\n').count(), shown.matches("\r\n").count());
    assert!(!answer("systems edel --color never").stdout.contains('\x1b'));
    assert!(!answer("systems edel --json").stdout.contains('\x1b'));
    assert!(!answer("systems edel --md").stdout.contains('\x1b'));
    assert!(answer("nothing").stderr.ends_with("\r\n"));
    // Wide terminals get lines that can be read.
    let bare = answer("resume --color never").stdout;
    assert_eq!(bare.lines().map(UnicodeWidthStr::width).max(), Some(88));
    assert!(out("systems edel --color always").contains('\x1b'));
}

#[test]
fn colours_are_all_that_colour_adds() {
    let bare = |text: &str| {
        let mut rest = text.split('\x1b');
        let first = rest.next().unwrap_or_default().to_owned();
        rest.fold(first, |all, part| all + part.split_once('m').unwrap().1)
    };
    for line in LINES {
        assert_eq!(bare(&out(&format!("{line} --color always"))), out(line), "{line}");
    }
}

#[test]
fn ascii_is_ascii_in_every_form() {
    for line in LINES {
        for form in ["--plain", "--md", "--json", "--plain --width 30"] {
            assert!(out(&format!("{line} --ascii {form}")).is_ascii(), "{line} {form}");
        }
        let read = |line: &str| serde_json::from_str::<serde_json::Value>(&out(line)).unwrap();
        assert_eq!(read(&format!("{line} --json")), read(&format!("{line} --json --ascii")));
    }
}

#[test]
fn addresses_and_commands_stay_whole() {
    let mut portfolio = sample::portfolio();
    let url = "https://example.com/a/very/long/address/that/nobody/wants/to/put/together/again";
    portfolio.profile.site = Some(url.to_owned());
    let answer = run(&portfolio, b"contact --width 40", PIPE).stdout;
    assert!(answer.contains(&format!("  Site\n    {url}\n")), "{answer}");
    let answer = run(&portfolio, b"contact --md", PIPE).stdout;
    assert!(answer.contains(&format!("- **Site**: <{url}>\n")), "{answer}");
}

#[test]
fn every_command_is_in_the_help_and_its_example_works() {
    let help = out("help");
    for command in &table::COMMANDS {
        assert!(help.contains(&command.usage()) && help.contains(command.what), "{}", command.name);
        let example = command.example(&PORTFOLIO);
        assert!(out(&format!("help {}", command.name)).contains(&example));
        assert!(!out(example.split(" > ").next().unwrap()).is_empty());
        for other in command.also {
            assert_eq!(out(&format!("help {other}")), out(&format!("help {}", command.name)));
        }
    }
    for option in &table::OPTIONS {
        assert!(help.contains(&option.usage()), "{}", option.usage());
    }
}

/// A line for every command, and for every kind of thing that one can name.
const LINES: [&str; 16] = [
    "help",
    "help systems",
    "about",
    "systems",
    "systems edel",
    "systems tide",
    "experience",
    "experience eclipse-labs",
    "philosophy",
    "technologies",
    "technologies redis",
    "contact",
    "resume",
    "search order book",
    "flow edel",
    "version",
];

proptest! {
    #[test]
    fn no_bytes_panic_and_none_brings_an_escape(line in proptest::collection::vec(any::<u8>(), 0..200)) {
        let answer = run(&PORTFOLIO, &line, PIPE);
        prop_assert!(answer.stdout.chars().chain(answer.stderr.chars()).all(|c| c == '\n' || !c.is_control()));
        prop_assert!(answer.status == 0 || answer.status == 2);
        prop_assert_eq!(answer.stderr.is_empty() || answer.stderr.ends_with('\n'), true);
        let _ = super::opens(&PORTFOLIO, &line);
    }

    #[test]
    fn no_words_panic(words in proptest::collection::vec(
        prop_oneof![
            proptest::sample::select(vec!["systems", "flow", "search", "help", "edel", "--json", "--md", "--width", "30",
                "--format", "json-resume", "resume", "--", "-", "/", "\u{1b}]0;x\u{7}", "--color=never"]).prop_map(str::to_owned),
            ".{0,12}",
        ],
        0..6,
    )) {
        let answer = run_words(&PORTFOLIO, &words, PIPE);
        prop_assert!(answer.stdout.chars().chain(answer.stderr.chars()).all(|c| c == '\n' || !c.is_control()));
    }

    #[test]
    fn every_line_keeps_to_its_width(at in 0..LINES.len(), width in 20_usize..=500) {
        let line = LINES[at];
        let text = out(&format!("{line} --width {width}"));
        for row in text.lines() {
            // A command to type stays whole.
            let whole = row.trim_start().starts_with("ssh ") || row.trim_start().starts_with("Example");
            prop_assert!(whole || row.width() <= width, "{line} at {width}: {row:?}");
            prop_assert!(row.trim_end() == row, "{row:?}");
        }
    }
}
