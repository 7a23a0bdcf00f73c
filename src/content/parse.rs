//! TOML text of all files to a portfolio, or to every problem of every file.

use std::path::Path;

use serde::de::DeserializeOwned;

use super::{
    Folder, Portfolio, Problem, Profile, System,
    check::{self, Draft},
    document::Document,
    files::{self, Experience, Kind, Philosophy},
    format, index,
    problem::quoted,
    schema, shape, suggest,
};

/// One file of the data directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Path relative to the data directory, with `/`: `profile.toml`, `systems/doma.toml`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Reads all files of a data directory. Files that are not TOML are none of its business.
///
/// # Errors
/// Every problem of every file, in file order, when there is at least one.
pub fn parse(sources: &[Source]) -> Result<Portfolio, Vec<Problem>> {
    let mut draft = Draft::default();
    let mut problems = Vec::new();
    let mut documents = Vec::new();
    for source in sources.iter().filter(|source| is_toml(&source.path)) {
        match Kind::of(&source.path) {
            Some(kind) => {
                let document = Document::read(source);
                problems.extend(read(&document, kind, &source.text, &mut draft));
                documents.push(document);
            }
            None => problems.push(unknown_file(&source.path)),
        }
    }
    if !documents.iter().any(|document| document.file == files::PROFILE) {
        problems.push(missing_profile());
    }
    for finding in check::findings(&draft) {
        if let Some(document) = documents.iter().find(|document| document.file == finding.file) {
            let span = document.locate(&finding.path);
            problems.push(document.problem(span, finding.message, Some(finding.help)));
        }
    }
    match draft.profile {
        Some(profile) if problems.is_empty() => {
            let mut systems = draft.systems;
            systems.sort_by(|a, b| (a.order, &a.name).cmp(&(b.order, &b.name)));
            let technologies = index::technologies(&systems, &draft.experience);
            let (experience, philosophy) = (draft.experience, draft.philosophy);
            Ok(Portfolio { profile, systems, experience, philosophy, technologies, folder: Folder::default() })
        }
        _ => Err(in_order(problems, sources)),
    }
}

/// Reads one file into the draft, or says everything that keeps it from being read.
fn read(document: &Document<'_>, kind: Kind, text: &str, draft: &mut Draft) -> Vec<Problem> {
    let mut problems = document.broken.clone();
    problems.extend(shape::problems(document, &schema::of(kind)));
    if let Some(slug) = files::system_slug(document.file) {
        if format::is_slug(slug) {
            draft.slugs.push(slug.to_owned());
        } else {
            let message = format!("{} cannot name a system", quoted(slug));
            let help = "name the file with a-z, 0-9 and single hyphens, for example `systems/dex-aggregator.toml`";
            problems.push(Problem::of_file(document.file, message, Some(help.into())));
        }
    }
    if problems.is_empty() {
        let result = match kind {
            Kind::Profile => typed(text).map(|profile: Profile| draft.profile = Some(profile)),
            Kind::Experience => typed(text).map(|file: Experience| draft.experience = file.role),
            Kind::Philosophy => typed(text).map(|file: Philosophy| draft.philosophy = file.principle),
            Kind::System => typed(text).map(|mut system: System| {
                files::system_slug(document.file).unwrap_or_default().clone_into(&mut system.slug);
                draft.systems.push(system);
            }),
        };
        if let Err(error) = result {
            let span = error.span().unwrap_or_else(|| document.top());
            problems.push(document.problem(span, error.message(), None));
        }
    }
    problems
}

fn is_toml(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

fn typed<T: DeserializeOwned>(text: &str) -> Result<T, toml::de::Error> {
    toml::from_str(text)
}

fn unknown_file(path: &str) -> Problem {
    let help = suggest::nearest(path, Kind::SINGLE).map_or_else(
        || format!("there are {}, and in systems/ one file a system", Kind::SINGLE.join(", ")),
        |known| format!("did you mean `{known}`?"),
    );
    Problem::of_file(path, "nothing reads this file", Some(help))
}

fn missing_profile() -> Problem {
    let help =
        "write one: `name`, `title`, `pitch`, `about`, `invitation` and `[availability]` are enough to start with";
    Problem::of_file(files::PROFILE, "the file is missing", Some(help.into()))
}

/// Files in the order they were given, and each from top to bottom.
fn in_order(mut problems: Vec<Problem>, sources: &[Source]) -> Vec<Problem> {
    problems.sort_by_key(|problem| {
        let file = sources.iter().position(|source| source.path == problem.file);
        (file, problem.span.as_ref().map(|span| (span.start, span.end)))
    });
    problems.dedup();
    problems
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::sample;

    /// The shipped portfolio with some files replaced, and what is wrong with it.
    fn problems(files: &[(&str, &str)]) -> String {
        let mut sources = sample::sources();
        for (path, text) in files {
            sources.retain(|source| source.path != *path);
            sources.push(Source { path: (*path).into(), text: (*text).into() });
        }
        match parse(&sources) {
            Ok(portfolio) => portfolio.summary(),
            Err(problems) => {
                let shown: Vec<String> = problems.iter().map(|problem| problem.render("data", false)).collect();
                shown.join("\n\n")
            }
        }
    }

    /// The same with one text of a shipped file replaced.
    fn replaced(path: &str, from: &str, to: &str) -> String {
        let source = sample::sources().into_iter().find(|source| source.path == path).unwrap();
        assert!(source.text.contains(from), "{path} does not contain {from}");
        problems(&[(path, &source.text.replacen(from, to, 1))])
    }

    #[test]
    fn points_at_an_unknown_key_and_names_the_one_that_was_meant() {
        insta::assert_snapshot!(replaced("experience.toml", "start =", "strat ="), @r#"
        error: unknown key `strat`
          --> data/experience.toml:13:1
           |
        13 | strat = "2025-05"
           | ^^^^^
           |
           = help: did you mean `start`?
        "#);
    }

    #[test]
    fn an_accent_that_is_hard_to_read_is_shown_with_two_that_are_not() {
        let grey = "invitation = \"Explore the work\"\naccent = \"#808080\"";
        insta::assert_snapshot!(replaced("profile.toml", "invitation = \"Explore the work\"", grey), @r##"
        error: `accent` is hard to read: its contrast is 3.5 on dark, 3.7 on light backgrounds
          --> data/profile.toml:31:10
           |
        31 | accent = "#808080"
           |          ^^^^^^^^^
           |
           = help: text needs 4.5: "#939393" has it on dark, "#707070" on light
        "##);
    }

    #[test]
    fn lists_the_known_keys_where_none_is_near() {
        insta::assert_snapshot!(replaced("profile.toml", "open = true", "open = true\ncolour = 3"), @r"
        error: unknown key `colour`
          --> data/profile.toml:42:1
           |
        42 | colour = 3
           | ^^^^^^
           |
           = help: known keys: open, text
        ");
    }

    #[test]
    fn points_at_the_top_for_a_key_that_is_missing_there() {
        insta::assert_snapshot!(replaced("systems/hft.toml", "subtitle", "#"), @r"
        error: missing key `subtitle`
         --> data/systems/hft.toml:3:1
          |
        3 | order = 5
          | ^^^^^
          |
          = help: `subtitle`: What it is, in half a line, without a full stop.
        ");
    }

    #[test]
    fn points_at_the_header_or_the_braces_for_a_key_that_is_missing_there() {
        insta::assert_snapshot!(replaced("profile.toml", "label = \"requests/sec\"\n", ""), @r"
        error: missing key `label`
          --> data/profile.toml:50:1
           |
        50 | [[figures]]
           | ^^^^^^^^^^^
           |
           = help: `label`: Two or three words under it.
        ");
        insta::assert_snapshot!(replaced("systems/hft.toml", ", label = \"Client WS\"", ""), @r#"
        error: missing key `label`
          --> data/systems/hft.toml:25:5
           |
        25 |     { id = "client", note = "orders" },
           |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: `label`: What stands in the box.
        "#);
    }

    #[test]
    fn says_how_to_write_another_type() {
        insta::assert_snapshot!(replaced("experience.toml", "start = \"2025-05\"", "start = 2025"), @r"
        error: `start` must be text, not a number
          --> data/experience.toml:13:9
           |
        13 | start = 2025
           |         ^^^^
           |
           = help: put it in quotes
        ");
        let shown = replaced(
            "experience.toml",
            "tags = [\"Node.js\", \"Python\", \"Go\", \"Docker\", \"CI/CD\"]",
            "tags = \"Go\"",
        );
        insta::assert_snapshot!(shown, @r#"
        error: `tags` must be a list, not text
          --> data/experience.toml:21:8
           |
        21 | tags = "Go"
           |        ^^^^
           |
           = help: put it in brackets: [...]
        "#);
        insta::assert_snapshot!(replaced("profile.toml", "[[education]]", "[education]"), @r"
        error: `education` must be a list, not a table
          --> data/profile.toml:44:1
           |
        44 | [education]
           | ^^^^^^^^^^^
           |
           = help: write `[[education]]`, with two brackets, once for each
        ");
        insta::assert_snapshot!(replaced("profile.toml", "[availability]", "[[availability]]"), @r"
        error: `availability` must be a table, not a list
          --> data/profile.toml:40:1
           |
        40 | [[availability]]
           | ^^^^^^^^^^^^^^^^
           |
           = help: write `[availability]`, with one bracket: there is only one
        ");
        insta::assert_snapshot!(replaced("profile.toml", "open = true", "open = \"yes\""), @r#"
        error: `open` must be `true` or `false`, not text
          --> data/profile.toml:41:8
           |
        41 | open = "yes"
           |        ^^^^^
           |
           = help: write it without quotes
        "#);
        insta::assert_snapshot!(replaced("systems/hft.toml", "order = 5", "order = -5"), @r"
        error: `order` must be at least 0
         --> data/systems/hft.toml:3:9
          |
        3 | order = -5
          |         ^^
        ");
        insta::assert_snapshot!(replaced("systems/hft.toml", "order = 5", "order = 5_000_000_000"), @r"
        error: invalid value: integer `5000000000`, expected u32
         --> data/systems/hft.toml:3:9
          |
        3 | order = 5_000_000_000
          |         ^^^^^^^^^^^^^
        ");
    }

    #[test]
    fn says_what_a_month_an_address_and_a_path_look_like() {
        insta::assert_snapshot!(replaced("experience.toml", "\"2025-05\"", "\"last year\""), @r#"
        error: `start` must be a month, written YYYY-MM
          --> data/experience.toml:13:9
           |
        13 | start = "last year"
           |         ^^^^^^^^^^^
           |
           = help: for example "2025-05"
        "#);
        let shown = replaced("profile.toml", "# email = \"you@example.com\"", "email = \"you at home\"");
        insta::assert_snapshot!(shown, @r#"
        error: `email` must be an e-mail address, with an @ and without spaces
          --> data/profile.toml:33:9
           |
        33 | email = "you at home"
           |         ^^^^^^^^^^^^^
           |
           = help: for example "you@example.com"
        "#);
        let shown = replaced("profile.toml", "# site = \"https://example.com\"", "site = \"example.com\"");
        insta::assert_snapshot!(shown, @r#"
        error: `site` must be an address that starts with https://, http:// or mailto:, without spaces
          --> data/profile.toml:34:8
           |
        34 | site = "example.com"
           |        ^^^^^^^^^^^^^
           |
           = help: for example "https://example.com"
        "#);
        let shown = replaced("profile.toml", "# resume = \"resume.pdf\"", "resume = \"../../etc/passwd\"");
        insta::assert_snapshot!(shown, @r#"
        error: `resume` must be a file in the data directory, by its relative path, without `..`
          --> data/profile.toml:36:10
           |
        36 | resume = "../../etc/passwd"           # a file of yours, in this directory
           |          ^^^^^^^^^^^^^^^^^^
           |
           = help: for example "resume.pdf"
        "#);
        insta::assert_snapshot!(replaced("experience.toml", "\"fuel-labs\"", "\"Fuel Labs\""), @r#"
        error: `slug` must be a short name of a-z, 0-9 and single hyphens
          --> data/experience.toml:25:8
           |
        25 | slug = "Fuel Labs"
           |        ^^^^^^^^^^^
           |
           = help: for example "arcane-labs"
        "#);
    }

    #[test]
    fn points_at_the_character_that_a_terminal_would_misplace_or_obey() {
        insta::assert_snapshot!(replaced("profile.toml", "Explore the work", "Explore 🚀 the work"), @r#"
        error: `invitation` contains a character that terminals draw in one or in two cells (U+1F680)
          --> data/profile.toml:30:23
           |
        30 | invitation = "Explore 🚀 the work"
           |                       ^^
           |
           = help: use plain characters, or say it in words
        "#);
        insta::assert_snapshot!(replaced("profile.toml", "Explore the work", r"Explore \u001b[31m"), @r#"
        error: `invitation` contains a control character (U+001B)
          --> data/profile.toml:30:14
           |
        30 | invitation = "Explore \u001b[31m"
           |              ^^^^^^^^^^^^^^^^^^^^
           |
           = help: remove it: a terminal would obey it instead of showing it
        "#);
        insta::assert_snapshot!(replaced("profile.toml", "Explore the work", "   "), @r#"
        error: `invitation` is empty
          --> data/profile.toml:30:14
           |
        30 | invitation = "   "
           |              ^^^^^
           |
           = help: write something, or leave the key out
        "#);
        let shown = replaced("profile.toml", "\"Explore the work\"", "\"\"\"\nExplore\nthe work\"\"\"");
        insta::assert_snapshot!(shown, @r#"
        error: `invitation` contains a line break (U+000A)
          --> data/profile.toml:30:17
           |
        30 | invitation = """
           |                 ^
           |
           = help: a text is one paragraph; inside """ end a line with \ to go on in the next
        "#);
    }

    #[test]
    fn shows_every_mistake_in_the_toml_and_what_can_still_be_told_of_the_rest() {
        let text = "name = \"Ada\ntitel = \"Engineer\"\npitch == 3\ninvitation = \"\"\n";
        insta::assert_snapshot!(problems(&[("profile.toml", text)]), @r#"
        error: invalid basic string, expected `"`
         --> data/profile.toml:1:12
          |
        1 | name = "Ada
          |            ^

        error: unknown key `titel`
         --> data/profile.toml:2:1
          |
        2 | titel = "Engineer"
          | ^^^^^
          |
          = help: did you mean `title`?

        error: extra `=`, expected nothing
         --> data/profile.toml:3:8
          |
        3 | pitch == 3
          |        ^

        error: `invitation` is empty
         --> data/profile.toml:4:14
          |
        4 | invitation = ""
          |              ^^
          |
          = help: write something, or leave the key out
        "#);
    }

    #[test]
    fn refuses_a_key_that_stands_twice() {
        insta::assert_snapshot!(replaced("profile.toml", "title =", "name = \"Ada\"\ntitle ="), @r#"
        error: duplicate key
         --> data/profile.toml:8:1
          |
        8 | name = "Ada"
          | ^^^^
        "#);
    }

    #[test]
    fn dates_are_in_order() {
        insta::assert_snapshot!(replaced("experience.toml", "end = \"2026-03\"", "end = \"2024-03\""), @r#"
        error: `end` is before `start`, May 2025
          --> data/experience.toml:14:7
           |
        14 | end = "2024-03"
           |       ^^^^^^^^^
           |
           = help: exchange them, or correct the year
        "#);
        let shown = replaced("experience.toml", "start = \"2025-05\"\nend = \"2026-03\"", "start = \"2023-01\"");
        insta::assert_snapshot!(shown, @r#"
        error: `fuel-labs` started after `arcane-labs`, which stands above it
          --> data/experience.toml:27:9
           |
        27 | start = "2025-02"
           |         ^^^^^^^^^
           |
           = help: roles go newest first: move this [[role]] up
        "#);
    }

    #[test]
    fn references_lead_to_systems() {
        insta::assert_snapshot!(replaced("experience.toml", "\"xtrends\"", "\"xtrend\""), @r#"
        error: there is no system `xtrend`
          --> data/experience.toml:22:27
           |
        22 | systems = ["hft", "mira", "xtrend", "edel", "doma", "dex-aggregator"]
           |                           ^^^^^^^^
           |
           = help: did you mean `xtrends`?
        "#);
        insta::assert_snapshot!(replaced("experience.toml", "\"mira\"", "\"AvenV2\""), @r#"
        error: there is no system `AvenV2`
          --> data/experience.toml:22:19
           |
        22 | systems = ["hft", "AvenV2", "xtrends", "edel", "doma", "dex-aggregator"]
           |                   ^^^^^^^^
           |
           = help: systems are referred to by their file: `mira`
        "#);
        insta::assert_snapshot!(replaced("philosophy.toml", "system = \"tide\"", "system = \"nowhere\""), @r#"
        error: there is no system `nowhere`
          --> data/philosophy.toml:13:16
           |
        13 |     { system = "nowhere", how = "3K+ concurrent WebSocket channels" },
           |                ^^^^^^^^^
           |
           = help: systems: dex-aggregator, doma, edel, hft, hundread, mira, tide, xtrends
        "#);
    }

    #[test]
    fn a_broken_system_can_still_be_referred_to() {
        insta::assert_snapshot!(replaced("systems/tide.toml", "name =", "nmae ="), @r#"
        error: unknown key `nmae`
         --> data/systems/tide.toml:4:1
          |
        4 | nmae = "Tide Aggregation Infra"
          | ^^^^
          |
          = help: did you mean `name`?
        "#);
    }

    #[test]
    fn a_name_leads_to_one_place() {
        insta::assert_snapshot!(replaced("systems/edel.toml", "EDEL Finance", "xTrends"), @r#"
        error: `xTrends` already leads to `xtrends`
         --> data/systems/edel.toml:5:12
          |
        5 | aliases = ["xTrends"]
          |            ^^^^^^^^^
          |
          = help: a name can lead to one place only: change or remove one of the two
        "#);
        insta::assert_snapshot!(replaced("experience.toml", "Eclipse Network", "Fuel Labs"), @r#"
        error: `Fuel Labs` already leads to `fuel-labs`
          --> data/experience.toml:60:12
           |
        60 | aliases = ["Fuel Labs"]
           |            ^^^^^^^^^^^
           |
           = help: a name can lead to one place only: change or remove one of the two
        "#);
        insta::assert_snapshot!(replaced("experience.toml", "slug = \"fuel-labs\"", "slug = \"arcane-labs\""), @r#"
        error: two roles have the slug `arcane-labs`
          --> data/experience.toml:25:8
           |
        25 | slug = "arcane-labs"
           |        ^^^^^^^^^^^^^
           |
           = help: give this one another, for example `arcane-labs-2025`
        "#);
        insta::assert_snapshot!(replaced("systems/hft.toml", "\"Redis\", \"PostgreSQL\"", "\"Redis\", \"redis\""), @r#"
        error: `redis` stands here twice
         --> data/systems/hft.toml:7:24
          |
        7 | tags = ["Go", "Redis", "redis", "cron", "WebSockets"]
          |                        ^^^^^^^
          |
          = help: remove one
        "#);
    }

    #[test]
    fn two_stints_with_one_employer_are_two_roles() {
        let text = replaced("experience.toml", "company = \"Fuel Labs\"", "company = \"Arcane Labs\"");
        assert_eq!(text, "8 systems, 5 roles, 4 principles, 51 technologies, no problems");
    }

    #[test]
    fn a_flow_hangs_together() {
        let mut text = String::from("order = 1\nname = \"N\"\nsubtitle = \"S\"\nsummary = \"S\"\n[flow]\n");
        text.push_str(
            r#"nodes = [
  { id = "a", label = "A" },
  { id = "b", label = "B" },
  { id = "a", label = "C" },
  { id = "lost", label = "D" },
]
edges = [
  { from = "a", to = "b" },
  { from = "a", to = "b" },
  { from = "b", to = "b" },
  { from = "a", to = "bb" },
]
steps = [
  { text = "One.", at = ["c"] },
  { text = "Two.", at = ["b > a"] },
  { text = "Three.", at = ["a > lost"] },
  { text = "Four.", at = [] },
]
"#,
        );
        insta::assert_snapshot!(problems(&[("systems/new.toml", &text)]), @r#"
        error: two nodes have the id `a`
         --> data/systems/new.toml:9:10
          |
        9 |   { id = "a", label = "C" },
          |          ^^^
          |
          = help: rename one

        error: no edge leads to or from `lost`
          --> data/systems/new.toml:10:3
           |
        10 |   { id = "lost", label = "D" },
           |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: add an edge from or to it, or remove it

        error: this edge stands here twice
          --> data/systems/new.toml:14:3
           |
        14 |   { from = "a", to = "b" },
           |   ^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: remove one

        error: `b` hands over to itself
          --> data/systems/new.toml:15:3
           |
        15 |   { from = "b", to = "b" },
           |   ^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: an edge joins two nodes

        error: there is no node `bb`
          --> data/systems/new.toml:16:22
           |
        16 |   { from = "a", to = "bb" },
           |                      ^^^^
           |
           = help: nodes: a, b, a, lost

        error: there is no node `c`
          --> data/systems/new.toml:19:26
           |
        19 |   { text = "One.", at = ["c"] },
           |                          ^^^
           |
           = help: nodes: a, b, a, lost

        error: there is no edge from `b` to `a`
          --> data/systems/new.toml:20:26
           |
        20 |   { text = "Two.", at = ["b > a"] },
           |                          ^^^^^^^
           |
           = help: the edge goes the other way: "a > b"

        error: there is no edge from `a` to `lost`
          --> data/systems/new.toml:21:28
           |
        21 |   { text = "Three.", at = ["a > lost"] },
           |                            ^^^^^^^^^^
           |
           = help: a step at `a > lost` needs that edge: { from = "a", to = "lost" }

        error: a step happens somewhere
          --> data/systems/new.toml:22:26
           |
        22 |   { text = "Four.", at = [] },
           |                          ^^
           |
           = help: name nodes or edges of a, b, a, lost
        "#);
        let nothing = "order = 1\nname = \"N\"\nsubtitle = \"S\"\nsummary = \"S\"\nflow = { nodes = [], edges = [] }\n";
        insta::assert_snapshot!(problems(&[("systems/new.toml", nothing)]), @r"
        error: a flow needs nodes
         --> data/systems/new.toml:5:18
          |
        5 | flow = { nodes = [], edges = [] }
          |                  ^^
          |
          = help: add some, or leave [flow] out: the layers are drawn then
        ");
    }

    #[test]
    fn files_that_nothing_reads_are_named() {
        insta::assert_snapshot!(problems(&[("profil.toml", ""), ("acme.toml", ""), ("systems/Big App.toml", "")]), @r"
        error: nothing reads this file
        --> data/profil.toml
         = help: did you mean `profile.toml`?

        error: nothing reads this file
        --> data/acme.toml
         = help: there are profile.toml, experience.toml, philosophy.toml, and in systems/ one file a system

        error: `Big App` cannot name a system
        --> data/systems/Big App.toml
         = help: name the file with a-z, 0-9 and single hyphens, for example `systems/dex-aggregator.toml`

        error: missing keys `order`, `name`, `subtitle`, `summary`
         --> data/systems/Big App.toml:1:1
          |
        1 |
          | ^
          |
          = help: `order`: Place in the list, smallest first; equal places go by name.
                  `name`: Name, as a visitor should read it.
                  `subtitle`: What it is, in half a line, without a full stop.
                  `summary`: What it does and why that was hard: a paragraph.
        ");
    }

    #[test]
    fn a_directory_without_a_profile_has_a_problem() {
        insta::assert_snapshot!(parse(&[]).unwrap_err()[0], @r"
        error: the file is missing
        --> profile.toml
         = help: write one: `name`, `title`, `pitch`, `about`, `invitation` and `[availability]` are enough to start with
        ");
    }

    #[test]
    fn all_problems_of_all_files_come_together_in_file_order() {
        let text = problems(&[
            ("systems/hft.toml", "order = 1\nname = \"\"\n"),
            ("profile.toml", "[availability]\nopen = 1\n"),
            ("experience.toml", "[[role]]\nsystems = [\"x\"]\n[[roll]]\n"),
        ]);
        let places: Vec<&str> = text.lines().filter_map(|line| line.trim_start().strip_prefix("--> ")).collect();
        let places = places.join("\n");
        insta::assert_snapshot!(places, @r"
        data/systems/hft.toml:1:1
        data/systems/hft.toml:2:8
        data/profile.toml:1:1
        data/profile.toml:1:2
        data/profile.toml:2:8
        data/experience.toml:1:1
        data/experience.toml:3:3
        ");
    }

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let mut sources = sample::sources();
        sources[0].text = "# ä\n  availability = { open = true, text = \"ä\", x = 1 }\n".into();
        let problems = parse(&sources).unwrap_err();
        let places: Vec<_> = problems.iter().map(|problem| (problem.line(), problem.column())).collect();
        assert_eq!(places, [(2, 3), (2, 45)]);
    }

    #[test]
    fn windows_line_ends_and_a_byte_order_mark_are_fine() {
        let sources: Vec<Source> = sample::sources()
            .into_iter()
            .map(|Source { path, text }| Source { path, text: format!("\u{feff}{}", text.replace('\n', "\r\n")) })
            .collect();
        assert_eq!(parse(&sources).unwrap(), sample::portfolio());
    }

    /// Parses and renders; the only claim is that it ends without a panic.
    fn survives(mut sources: Vec<Source>, path: &str, text: String) {
        sources.retain(|source| source.path != path);
        sources.push(Source { path: path.to_owned(), text });
        for problem in parse(&sources).err().into_iter().flatten() {
            assert!(problem.line() >= 1 && problem.column() >= 1);
            let shown = problem.render("data", false);
            assert!(shown.chars().all(|c| c == '\n' || !c.is_control()), "{shown:?}");
            let _ = problem.render("data", true);
        }
    }

    #[test]
    fn deep_nesting_is_answered() {
        for text in ["a = ".to_owned() + &"[".repeat(100_000), "a.".repeat(10_000) + "a = 1", "[".repeat(100_000)] {
            survives(sample::sources(), "profile.toml", text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn any_text_as_any_file_is_answered(path in 0_usize..11, text in any::<String>()) {
            let sources = sample::sources();
            let path = sources[path].path.clone();
            survives(sources, &path, text);
        }

        #[test]
        fn any_text_under_any_name_is_answered(path in any::<String>(), text in any::<String>()) {
            survives(sample::sources(), &path, text.clone());
            survives(sample::sources(), &format!("systems/{path}.toml"), text);
        }

        #[test]
        fn any_change_of_a_real_file_is_answered(
            path in 0_usize..11,
            from in any::<prop::sample::Index>(),
            length in 0_usize..40,
            new in r#"[\[\]{}=.",'>#a-z0-9\n \u{1b}\u{202e}\u{feff}é漢\\u-]{0,12}"#,
        ) {
            let sources = sample::sources();
            let Source { path, mut text } = sources[path].clone();
            let from = text.floor_char_boundary(from.index(text.len()));
            let to = text.ceil_char_boundary((from + length).min(text.len()));
            text.replace_range(from..to, &new);
            survives(sources, &path, text);
        }
    }
}
