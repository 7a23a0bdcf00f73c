//! `docs/limits.md` says every bound; this holds it to `src/limits.rs` and to the config's own list.

use std::{fs, path::Path};

/// Where the generated table begins and ends.
const MARKS: [&str; 2] = ["<!-- generated from src/limits.rs -->\n", "<!-- end -->\n"];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The table as it should be.
fn table() -> String {
    let bounds = read("src/config/bounds.rs");
    let (mut out, mut docs) = (String::new(), Vec::new());
    let source = read("src/limits.rs");
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        if let Some(section) = line.strip_prefix("// ---- ").and_then(|rest| rest.strip_suffix(" ----")) {
            let head = "| name | in the config | value | what, and why |\n|---|---|---|---|";
            out.extend(["\n### ", section, "\n\n", head, "\n"]);
        } else if let Some(doc) = line.strip_prefix("/// ") {
            docs.push(doc.to_owned());
        } else if let Some(rest) = line.strip_prefix("pub const ") {
            let mut whole = rest.to_owned();
            while !whole.ends_with(';') {
                whole += lines.next().unwrap().trim();
            }
            let (name, rest) = whole.split_once(": ").unwrap();
            let (_, value) = rest.trim_end_matches(';').split_once(" = ").unwrap();
            let key = bounds.lines().find_map(|line| {
                let default = line.trim().strip_suffix(';')?.replace("Bytes(limits::", "limits::").replace(')', "");
                (default.split_once(" = ")?.1 == format!("limits::{name}")).then(|| line.trim().split(':').next())?
            });
            let key = key.map_or(String::new(), |key| format!("`{key}`"));
            let why = std::mem::take(&mut docs).join(" ").replace("[`", "`").replace("`]", "`").replace('|', "\\|");
            out.push_str(
                ["| `", name, "` | ", &key, " | ", &spoken(value, &why), " | ", &why, " |\n"].concat().as_str(),
            );
        } else if !line.starts_with("//!") {
            docs.clear();
        }
    }
    out + "\n"
}

/// A value with its unit, as a person reads it.
fn spoken(value: &str, why: &str) -> String {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    for (call, unit) in [("from_millis", "ms"), ("from_secs", "s"), ("from_mins", "min"), ("from_hours", "h")] {
        if let Some(rest) = value.strip_prefix(&format!("Duration::{call}(")) {
            return format!("{} {unit}", digits(rest));
        }
    }
    if let Some(rest) = value.strip_prefix("NonZeroU32::new(") {
        return digits(rest.split(')').next().unwrap());
    }
    if value.starts_with("Startups") {
        return value.split(',').map(digits).collect::<Vec<_>>().join(":");
    }
    if let Some((least, most)) = value.split_once("..=") {
        return format!("{least} to {most}");
    }
    let number: u64 = value.split(" * ").map(|part| part.replace('_', "").parse::<u64>().unwrap()).product();
    match number {
        number if !why.starts_with("Bytes") => number.to_string(),
        bytes if bytes % (1024 * 1024) == 0 => format!("{} MiB", bytes / 1024 / 1024),
        bytes if bytes % 1024 == 0 => format!("{} KiB", bytes / 1024),
        bytes => format!("{bytes} B"),
    }
}

#[test]
fn the_table_of_limits_is_that_of_the_code() {
    let page = read("docs/limits.md");
    let (before, rest) = page.split_once(MARKS[0]).expect("the page has lost its first mark");
    let (written, after) = rest.split_once(MARKS[1]).expect("the page has lost its second mark");
    let table = table();
    if written != table {
        let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join("limits.md");
        fs::write(&fresh, [before, MARKS[0], &table, MARKS[1], after].concat()).unwrap();
        panic!("docs/limits.md is not what src/limits.rs says; if the code is right: cp {} docs/", fresh.display());
    }
}

#[test]
fn every_bound_of_the_config_is_in_the_table() {
    let output = crate::cli::shingle(&["config"]).output().unwrap();
    let said = crate::cli::text(&output.stdout).to_owned();
    let (_, limits) = said.split_once("[limits]\n").unwrap();
    let table = table();
    for line in limits.lines() {
        let key = line.split(" = ").next().unwrap();
        assert!(table.contains(&format!("| `{key}` |")), "{key} has no row");
    }
}
