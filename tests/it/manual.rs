//! Manual pages and completions: they hold what `--help` says, and the programs that read them have nothing to say.

use std::{
    collections::BTreeMap,
    fs,
    process::{Command, Stdio},
};

use crate::cli::{fails, path, run, shingle, text};

/// Every page that is written: its name and its text.
fn pages() -> BTreeMap<String, String> {
    let out = tempfile::tempdir().unwrap();
    let output = run(&["man", "--out", path(&out.path().join("deep/man1"))]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let written = text(&output.stdout).lines().map(|file| {
        let name = file.rsplit('/').next().unwrap().to_owned();
        (name, fs::read_to_string(file).unwrap())
    });
    written.collect()
}

/// The long options that a help text names.
fn options(help: &str) -> Vec<String> {
    let words = help.lines().filter_map(|line| line.trim_start().split("--").nth(1).filter(|_| line.starts_with("  ")));
    let options = words.filter_map(|word| word.split(|c: char| !c.is_ascii_lowercase() && c != '-').next());
    options.filter(|option| !option.is_empty()).map(str::to_owned).collect()
}

#[test]
fn there_is_a_page_for_each_command_and_it_says_what_help_says() {
    let pages = pages();
    let output = run(&["--help"]);
    let help = text(&output.stdout).to_owned();
    let commands = help.split_once("Commands:\n").unwrap().1.split_once("\n\n").unwrap().0;
    let names: Vec<&str> = commands
        .lines()
        .filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' '))?.split(' ').next())
        .collect();
    assert!(names.len() > 10, "{names:?}");
    for name in names.into_iter().filter(|name| *name != "help") {
        let page = &pages[&format!("shingle-{name}.1")];
        let output = run(&[name, "--help"]);
        let (help, examples) = text(&output.stdout).split_once("Examples:\n").unwrap();
        for option in options(help) {
            assert!(page.contains(&format!("\\-\\-{}", option.replace('-', "\\-"))), "{name}: no --{option}");
        }
        for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "ENVIRONMENT", "\"EXIT STATUS\"", "EXAMPLES"] {
            assert!(page.contains(&format!("\n.SH {section}\n")), "{name}: no {section} in\n{page}");
        }
        let first = examples.lines().next().unwrap().trim().replace('-', "\\-");
        let first = first.split(['\'', '`', '\\']).next().unwrap();
        assert!(page.contains(first), "{name}: no {first}");
        assert!(page.contains("shingle(1)") && page.contains("ssh(1)"), "{name}");
    }
    let main = &pages["shingle.1"];
    for word in ["SHINGLE_LISTEN", "SHINGLE_LOG", "NO_COLOR", "keys/host_ed25519", ".SH FILES", "shingle\\-serve(1)"] {
        assert!(main.contains(word), "no {word} in\n{main}");
    }
    assert_eq!(text(&run(&["man"]).stdout), main);
}

#[test]
fn pages_and_completions_are_the_same_whenever_and_wherever_they_are_made() {
    assert_eq!(pages(), pages());
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let elsewhere = shingle(&["completions", shell]).env("SHINGLE_DATA", "/srv").current_dir("/").output().unwrap();
        assert_eq!(elsewhere.stdout, run(&["completions", shell]).stdout, "{shell}");
        for word in ["serve", "completions"] {
            assert!(text(&elsewhere.stdout).contains(word), "{shell}: no {word}");
        }
    }
}

#[test]
fn pages_that_cannot_be_written_are_one_sentence() {
    let said = fails(&["man", "--out", "/dev/null/man1"]);
    assert!(said.starts_with("error: cannot write `/dev/null/man1`: ") && said.contains("hint: --out"), "{said}");
}

#[test]
#[ignore = "needs mandoc: .ci/run installs it"]
fn mandoc_has_nothing_to_say() {
    let out = tempfile::tempdir().unwrap();
    for (name, page) in pages() {
        let file = out.path().join(&name);
        fs::write(&file, page).unwrap();
        let output = Command::new("mandoc").args(["-Tlint", "-Wwarning", path(&file)]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        // A page is of a version and not of a day, so that it is the same whenever it is made.
        let said: Vec<&str> = said.lines().filter(|line| !line.contains("missing date, using \"\": TH")).collect();
        assert!(said.is_empty(), "{name}: {said:#?}");
    }
}

#[test]
#[ignore = "needs bash, in which .ci/run runs"]
fn bash_completes_commands_and_options() {
    let script = run(&["completions", "bash"]).stdout;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shingle.bash");
    fs::write(&file, &script).unwrap();
    assert!(Command::new("bash").args(["-n", path(&file)]).status().unwrap().success());
    let complete = |words: &str| {
        let count = words.split(' ').count() - 1;
        let mut last = words.rsplit(' ');
        let (asked, before) = (last.next().unwrap(), last.next().unwrap());
        let ask = format!(
            "source {}; COMP_WORDS=({words}); COMP_CWORD={count}; _shingle shingle '{asked}' '{before}'; echo \"${{COMPREPLY[@]}}\"",
            path(&file)
        );
        let output = Command::new("bash").args(["--norc", "-c", &ask]).stderr(Stdio::inherit()).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    assert_eq!(complete("shingle ch"), "check");
    assert_eq!(complete("shingle keys --on"), "--only");
    assert_eq!(complete("shingle keys --only k"), "known-hosts");
}
