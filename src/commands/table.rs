//! The table of commands and options: what is parsed, what `help` prints and what the documentation lists.

use schemars::JsonSchema;
use serde::Serialize;

use crate::content::{
    Portfolio,
    export::{
        json,
        outline::{Block, Outline, Row},
    },
};

/// A command.
#[derive(Debug, PartialEq, Eq)]
pub struct Command {
    /// What is typed.
    pub name: &'static str,
    /// What may be typed instead.
    pub also: &'static [&'static str],
    /// What follows it: `NAME`, in brackets where it may be left out; empty where nothing may follow.
    pub argument: &'static str,
    /// What it prints, without a full stop.
    pub what: &'static str,
    /// One that works, once `{system}` and the like are filled in.
    example: &'static str,
    pub(super) does: Does,
}

/// What a command does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Does {
    Help,
    About,
    Systems,
    Experience,
    Philosophy,
    Technologies,
    Contact,
    Resume,
    Search,
    Flow,
    Version,
}

/// An option.
#[derive(Debug)]
pub struct Switch {
    /// What is typed, the usual one first.
    pub names: &'static [&'static str],
    /// What follows it; may be empty.
    pub value: &'static str,
    /// What it does, without a full stop.
    pub what: &'static str,
}

/// Every command, in the order a visitor reads them.
pub static COMMANDS: [Command; 11] = [
    row("about", &[], "", "Who this is", "about", Does::About),
    row(
        "systems",
        &["system"],
        "[NAME]",
        "The systems, or one with all that is known of it",
        "systems {system}",
        Does::Systems,
    ),
    row("flow", &[], "NAME", "How data moves through a system, step by step", "flow {system}", Does::Flow),
    row(
        "experience",
        &["role"],
        "[NAME]",
        "The roles, newest first, or one of them",
        "experience {role}",
        Does::Experience,
    ),
    row(
        "philosophy",
        &[],
        "",
        "The principles, where they show, and what others report",
        "philosophy",
        Does::Philosophy,
    ),
    row(
        "technologies",
        &["technology"],
        "[NAME]",
        "The technologies, or where one was used",
        "technologies {technology}",
        Does::Technologies,
    ),
    row("resume", &[], "", "The resume; as JSON the whole portfolio", "resume --md > resume.md", Does::Resume),
    row("contact", &[], "", "How to get in touch and how to come back", "contact", Does::Contact),
    row("search", &[], "WORDS", "Everything that has these words", "search {technology}", Does::Search),
    row("help", &[], "[COMMAND]", "This list, or more on one command", "help systems", Does::Help),
    row("version", &[], "", "The program and its version", "version", Does::Version),
];

/// Every option.
pub static OPTIONS: [Switch; 8] = [
    Switch { names: &["--plain"], value: "", what: "Plain text, as without an option" },
    Switch { names: &["--md"], value: "", what: "Markdown" },
    Switch { names: &["--json"], value: "", what: "JSON, with a schema" },
    Switch { names: &["--format"], value: "FORM", what: "plain, md or json; for `resume` also json-resume" },
    Switch { names: &["--width"], value: "N", what: "Wrap plain text at N cells, from 20 to 500" },
    Switch { names: &["--color"], value: "WHEN", what: "always, never or auto: only on a terminal" },
    Switch { names: &["--ascii"], value: "", what: "Only ASCII" },
    Switch { names: &["-h", "--help"], value: "", what: "What the command does" },
];

const fn row(
    name: &'static str,
    also: &'static [&'static str],
    argument: &'static str,
    what: &'static str,
    example: &'static str,
    does: Does,
) -> Command {
    Command { name, also, argument, what, example, does }
}

/// Looks a command up; case does not matter.
#[must_use]
pub fn command(word: &str) -> Option<&'static Command> {
    let fits = |name: &&str| name.eq_ignore_ascii_case(word);
    COMMANDS.iter().find(|command| fits(&command.name) || command.also.iter().any(fits))
}

impl Command {
    /// Whether it stands for a page that has more below it: `systems/edel`.
    pub(super) fn is_page(&self) -> bool {
        matches!(self.does, Does::Systems | Does::Experience | Does::Technologies | Does::Flow)
    }

    /// Whether nothing can be said without what follows it.
    pub(super) fn needs_argument(&self) -> bool {
        !self.argument.is_empty() && !self.argument.starts_with('[')
    }

    /// One that works in this portfolio, as it stands after the name of the host.
    #[must_use]
    pub fn example(&self, portfolio: &Portfolio) -> String {
        fill(self.example, portfolio)
    }

    /// `systems [NAME]`.
    #[must_use]
    pub fn usage(&self) -> String {
        format!("{} {}", self.name, self.argument).trim_end().to_owned()
    }
}

impl Switch {
    /// `-h, --help`.
    #[must_use]
    pub fn usage(&self) -> String {
        format!("{} {}", self.names.join(", "), self.value).trim_end().to_owned()
    }
}

/// Puts names of this portfolio in the place of `{system}`, `{role}` and `{technology}`.
fn fill(text: &str, portfolio: &Portfolio) -> String {
    let system = portfolio.systems.first().map_or("NAME", |one| &one.slug);
    let role = portfolio.experience.first().map_or("NAME", |one| &one.slug);
    let technology = portfolio.technologies.first().map_or("NAME", |one| &one.name);
    text.replace("{system}", system).replace("{role}", role).replace("{technology}", technology)
}

/// What opens where, for the last lines of the help.
const PLACES: [(&str, &str); 3] = [
    ("systems/{system}", "A place by page and name; without a terminal it prints, with one (ssh -t) it opens there"),
    ("{system}", "The same by a bare name: of a system, an employer or a technology"),
    ("home, colophon", "The other pages of the terminal"),
];

/// What `help` says. `ssh` is the line that brings a visitor here; empty where nobody knows.
pub(super) fn overview(portfolio: &Portfolio, ssh: &str) -> Outline {
    let mut out = Outline::default();
    out.add(Block::Title("Commands".into()));
    if !ssh.is_empty() {
        out.add(Block::Line(format!("Each stands after the name of the host, as in: {ssh} about")));
    }
    out.rows(COMMANDS.iter().map(|command| Row::new(command.usage(), command.what)));
    out.table("Options, with each of them", OPTIONS.iter().map(|option| Row::new(option.usage(), option.what)));
    out.table("Places", PLACES.iter().map(|(place, what)| Row::new(fill(place, portfolio), *what)));
    out
}

/// What `help COMMAND` says.
pub(super) fn on(command: &Command, portfolio: &Portfolio) -> Outline {
    let mut out = Outline::default();
    out.add(Block::Title(command.usage()));
    out.add(Block::Line(command.what.into()));
    let example = Row::code("Example", command.example(portfolio));
    out.rows([example].into_iter().chain(Row::list("Also as", command.also.iter().copied())));
    out.table("Options", OPTIONS.iter().map(|option| Row::new(option.usage(), option.what)));
    out
}

/// What `version` says.
pub(super) fn version() -> Outline {
    Outline { blocks: vec![Block::Line(format!("{NAME} {VERSION}"))] }
}

const NAME: &str = env!("CARGO_PKG_NAME");
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The commands as Markdown, for the documentation, with examples that work in this portfolio.
#[must_use]
pub fn reference(portfolio: &Portfolio) -> String {
    let names = |command: &Command| {
        let usage = [command.usage()].into_iter().chain(command.also.iter().map(|name| (*name).to_owned()));
        usage.map(|usage| format!("`{usage}`")).collect::<Vec<_>>().join(", also ")
    };
    let mut rows = vec!["| command | what it prints | for example |".to_owned(), "|---|---|---|".to_owned()];
    rows.extend(COMMANDS.iter().map(|one| format!("| {} | {} | `{}` |", names(one), one.what, one.example(portfolio))));
    rows.extend(["", "| option | what it does |", "|---|---|"].map(str::to_owned));
    rows.extend(OPTIONS.iter().map(|option| format!("| `{}` | {} |", option.usage(), option.what)));
    rows.join("\n") + "\n"
}

/// The commands and options.
#[derive(Serialize, JsonSchema)]
struct Help {
    /// Every command, or the one that was asked for.
    commands: Vec<CommandView>,
    /// The options that every command knows.
    options: Vec<SwitchView>,
}

/// A command.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Command")]
struct CommandView {
    /// What is typed.
    name: &'static str,
    /// What may be typed instead.
    also: &'static [&'static str],
    /// What follows it, in brackets where it may be left out; null where nothing may follow.
    argument: Option<&'static str>,
    /// What it prints.
    what: &'static str,
    /// One that works.
    example: String,
}

/// An option.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Option")]
struct SwitchView {
    /// What is typed, the usual one first.
    names: &'static [&'static str],
    /// What follows it; null where nothing does.
    value: Option<&'static str>,
    /// What it does.
    what: &'static str,
}

/// The program.
#[derive(Serialize, JsonSchema)]
struct Version {
    /// Its name.
    name: &'static str,
    /// Its version.
    version: &'static str,
}

/// `help --json`.
pub(super) fn document(command: Option<&Command>, portfolio: &Portfolio, ascii: bool) -> String {
    let shown = COMMANDS.iter().filter(|one| command.is_none_or(|command| command == *one));
    let some = |text: &'static str| Some(text).filter(|text| !text.is_empty());
    let commands = shown.map(|one| CommandView {
        name: one.name,
        also: one.also,
        argument: some(one.argument),
        what: one.what,
        example: one.example(portfolio),
    });
    let options = OPTIONS.iter().map(|one| SwitchView { names: one.names, value: some(one.value), what: one.what });
    json::document("help", Help { commands: commands.collect(), options: options.collect() }, ascii)
}

/// `version --json`.
pub(super) fn version_document(ascii: bool) -> String {
    json::document("version", Version { name: NAME, version: VERSION }, ascii)
}

/// The JSON Schema of everything that `--json` prints.
#[must_use]
pub fn schema() -> String {
    json::write_schema(|all| {
        all.add::<Help>("help", "help --json");
        all.add::<Version>("version", "version --json");
    })
}
