//! What the documents name is there.

use std::{fs, path::Path, process::Command};

/// The Markdown files of the repository, as git lists them.
fn documents() -> Vec<String> {
    let listed = Command::new("git").args(["ls-files", "*.md", ".github/*.md"]).output().unwrap();
    let names: Vec<String> = String::from_utf8(listed.stdout).unwrap().lines().map(str::to_owned).collect();
    assert!(names.iter().any(|name| name == "README.md"), "git lists no README.md: {names:?}");
    names
}

/// Where the links of a text lead, those to this repository: `](docs/limits.md#top)` leads to `docs/limits.md`.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://")).map(|target| target.split('#').next().unwrap())
}

#[test]
fn every_link_of_a_document_leads_somewhere() {
    let mut found = 0;
    for document in documents() {
        let folder = Path::new(&document).parent().unwrap();
        for target in links(&fs::read_to_string(&document).unwrap()).filter(|target| !target.is_empty()) {
            assert!(folder.join(target).exists(), "{document} leads to {target}, which is not there");
            found += 1;
        }
    }
    assert!(found > 10, "only {found} links");
}

/// `.ci/readme` does what stands in blocks of commands; one without a reader would not be seen.
#[test]
fn every_block_of_commands_in_the_readme_says_who_types_it() {
    let readme = fs::read_to_string("README.md").unwrap();
    let mut open = false;
    for line in readme.lines() {
        if let Some(info) = line.strip_prefix("```") {
            let known = ["", "sh visitor", "sh checkout", "sh package", "sh binary", "sh sshd"];
            assert!(open || known.contains(&info), "`{info}`: .ci/readme knows {known:?}");
            open = !open;
        }
        assert!(open || !line.starts_with("    "), "a block without a fence is not read by .ci/readme: {line}");
    }
}
