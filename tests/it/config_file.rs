//! `deploy/shingle.toml` and its schema are what the program reads: every key, with its default.

use std::{fs, path::Path};

use serde_json::Value;

use crate::cli::{path, run, text};

const HEAD: &str = "\
#:schema ./shingle.schema.json
# The config file of `shingle`: every key with its default. Remove the # before a key that you change.
#
#     shingle serve --config /etc/shingle.toml
#     shingle config --config /etc/shingle.toml      every value, and where it came from
#
# Flags and the environment win over this file.
";

fn committed(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy").join(name)).unwrap_or_default()
}

/// Fails with the line that renews a file, unless it is fresh.
fn fresh(name: &str, text: &str) {
    if committed(name) != text {
        let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::write(&made, text).unwrap();
        panic!("deploy/{name} is not what the program says; if the program is right: cp {} deploy/", made.display());
    }
}

/// What `shingle config` prints of a file: name and value of each line.
fn printed(file: Option<&str>) -> Vec<(String, String)> {
    let mut words = vec!["config"];
    words.extend(file.map(|file| ["--config", file]).into_iter().flatten());
    let output = run(&words);
    assert_eq!(text(&output.stderr), "");
    let lines =
        text(&output.stdout).lines().filter_map(|line| line.rsplit_once("  # ")?.0.trim_end().split_once(" = "));
    lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// What a key means, as comments of at most 120 characters.
fn comment(key: &Value) -> String {
    let lines = textwrap::wrap(key["description"].as_str().unwrap(), 118).into_iter().map(|line| format!("# {line}\n"));
    lines.collect::<Vec<_>>().concat()
}

/// Every key of one table, in the order in which it is printed; those without a default are comments there.
fn table(keys: &Value) -> String {
    let (defaults, output) = (printed(None), run(&["config"]));
    let place = |name: &str| {
        let line = |line: &str| line.trim_start_matches("# ").split([' ', ':']).next() == Some(name);
        text(&output.stdout).lines().position(line).unwrap_or_else(|| panic!("`{name}` is not printed"))
    };
    let mut keys: Vec<_> = keys.as_object().unwrap().iter().filter(|(name, _)| *name != "limits").collect();
    keys.sort_by_key(|(name, _)| place(name));
    let lines = keys.into_iter().map(|(name, key)| {
        let default = defaults.iter().find(|(one, _)| one == name).map(|(_, value)| value.clone());
        let value = default.unwrap_or_else(|| key["examples"][0].to_string());
        format!("\n{}#{name} = {value}\n", comment(key))
    });
    lines.collect::<Vec<_>>().concat()
}

/// The whole file, made of the schema's words and the program's own defaults.
fn example() -> String {
    let schema = shingle::config::schema();
    let (settings, limits) = (&schema["properties"], &schema["properties"]["limits"]);
    [HEAD, &table(settings), "\n", &comment(limits), "[limits]\n", &table(&limits["properties"])].concat()
}

#[test]
fn the_schema_of_the_config_is_fresh() {
    let out = tempfile::tempdir().unwrap();
    let output = run(&["schema", "config", "--out", path(out.path())]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    fresh("shingle.schema.json", &fs::read_to_string(out.path().join("shingle.schema.json")).unwrap());
}

#[test]
fn the_example_config_is_fresh() {
    fresh("shingle.toml", &example());
}

#[test]
fn the_example_config_changes_nothing() {
    assert_eq!(printed(Some("deploy/shingle.toml")), printed(None));
}

/// A key that is no longer a comment: `#idle = "10m"`. Prose has a blank after the #.
fn uncommented(line: &str) -> Option<&str> {
    line.strip_prefix('#').filter(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
}

#[test]
fn each_line_of_the_example_config_is_the_default() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shingle.toml");
    let text = committed("shingle.toml");
    let whole: Vec<&str> = text.lines().map(|line| uncommented(line).unwrap_or(line)).collect();
    fs::write(&file, whole.join("\n")).unwrap();
    let (all, defaults) = (printed(Some(path(&file))), printed(None));
    // Paths are meant from where the file is.
    let beside = format!("{}/", folder.path().display());
    let all: Vec<_> = all.into_iter().map(|(name, value)| (name, value.replace(&beside, ""))).collect();
    for line in &defaults {
        assert!(all.contains(line), "{line:?} is not in {all:?}");
    }
    // These have no default; what stands there is an example.
    let more: Vec<_> = all.iter().filter(|line| !defaults.contains(line)).map(|(name, _)| name.as_str()).collect();
    assert_eq!(more, ["port", "metrics"]);
}
