//! The version stands in `Cargo.toml` and in the changelog, and they agree.

use super::read;

/// The headings of the changelog, newest first.
fn headings(changelog: &str) -> Vec<&str> {
    changelog.lines().filter_map(|line| line.strip_prefix("## ")).collect()
}

/// `1.2.3` as numbers, so that 1.10 is newer than 1.9.
fn numbers(version: &str) -> Vec<u64> {
    version.split('.').map(|part| part.parse().unwrap_or_else(|_| panic!("`{version}` is no version"))).collect()
}

/// What is wrong between a changelog and the version that is built, if anything.
fn disagreement(changelog: &str, version: &str) -> Option<String> {
    let headings = headings(changelog);
    let mut released = headings.iter().copied().filter(|heading| *heading != "Unreleased");
    let newest = released.next().map(|heading| heading.split_once(" - ").map_or(heading, |(version, _)| version));
    match (headings.first()?, newest) {
        (&"Unreleased", Some(newest)) if numbers(newest) >= numbers(version) => {
            Some(format!("{newest} is released: what comes next has a newer version than {version}"))
        }
        (&"Unreleased", _) => None,
        (_, Some(newest)) if newest != version => Some(format!("the changelog ends with {newest}, this is {version}")),
        (heading, _) => {
            let date = heading.split_once(" - ").map(|(_, date)| date.split('-').map(str::len).collect::<Vec<_>>());
            (date != Some(vec![4, 2, 2])).then(|| format!("`{heading}` has no date"))
        }
    }
}

#[test]
fn the_changelog_ends_with_the_version_that_is_built() {
    let changelog = read("CHANGELOG.md");
    assert!(!headings(&changelog).is_empty());
    assert_eq!(disagreement(&changelog, env!("CARGO_PKG_VERSION")), None);
}

#[test]
fn a_forgotten_version_is_found() {
    let disagrees = |headings: &[&str], version| {
        let text: Vec<String> = headings.iter().map(|heading| format!("## {heading}\n\n- something\n")).collect();
        disagreement(&text.concat(), version).is_some()
    };
    assert!(!disagrees(&["Unreleased"], "0.1.0"));
    assert!(!disagrees(&["0.1.0 - 2026-01-02"], "0.1.0"));
    assert!(!disagrees(&["Unreleased", "0.9.0 - 2026-01-02"], "0.10.0"));
    assert!(disagrees(&["0.1.0"], "0.1.0"), "without a date");
    assert!(disagrees(&["0.1.0 - 2026-01-02"], "0.2.0"), "the changelog was forgotten");
    assert!(disagrees(&["0.2.0 - 2026-01-02", "0.1.0 - 2026-01-01"], "0.1.0"), "Cargo.toml was forgotten");
    assert!(disagrees(&["Unreleased", "0.1.0 - 2026-01-02"], "0.1.0"), "changes after a release");
}

#[test]
fn the_version_stands_nowhere_else() {
    for file in ["deploy/build.sh", "deploy/sbom.sh", "docs/release.md", "README.md", "ARCHITECTURE.md", "SECURITY.md"]
    {
        let named = read(file).lines().any(|line| line.contains(concat!("shingle ", env!("CARGO_PKG_VERSION"))));
        assert!(!named, "{file} names the version, and would be forgotten");
    }
}
