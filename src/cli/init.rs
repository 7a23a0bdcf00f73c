//! `shingle init`: a new owner's data directory, small, whose comments say what can be written.

use std::{path::Path, process::ExitCode};

use super::new_folder;
use crate::error::Result;

/// The files as they are written: placeholders, one example system, and every key that there is.
const FILES: [(&str, &str); 4] = [
    ("profile.toml", include_str!("init/profile.toml")),
    ("systems/example.toml", include_str!("init/systems/example.toml")),
    ("experience.toml", include_str!("init/experience.toml")),
    ("philosophy.toml", include_str!("init/philosophy.toml")),
];

pub(super) fn run(folder: &Path) -> Result<ExitCode> {
    new_folder::fill(folder, FILES.map(|(path, text)| (path.to_owned(), text.to_owned())))?;
    new_folder::next(folder, "Put your own words into the .toml files");
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::{
        content::{self, Source, schema},
        screen::Size,
        shot::{Shot, svg},
        ui::theme::Choice,
    };

    fn sources() -> Vec<Source> {
        FILES.map(|(path, text)| Source { path: path.to_owned(), text: text.to_owned() }).into()
    }

    /// Every key of a schema, at any depth.
    fn keys(schema: &Value, found: &mut BTreeSet<String>) {
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            found.extend(properties.keys().cloned());
            properties.values().for_each(|inner| keys(inner, found));
        }
        if let Some(items) = schema.get("items") {
            keys(items, found);
        }
    }

    #[test]
    fn the_files_have_no_problems() {
        let portfolio = content::parse(&sources()).unwrap_or_else(|problems| {
            panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n"))
        });
        insta::assert_snapshot!(portfolio.summary(), @"1 system, 1 role, 1 principle, 4 technologies, no problems");
    }

    /// Commented out or not, each key stands where it belongs at least once.
    #[test]
    fn the_files_show_every_key_there_is() {
        for (name, text) in schema::files() {
            let kind = name.strip_suffix(".json").unwrap();
            let (_, file) = FILES.iter().find(|(path, _)| path.starts_with(kind)).unwrap();
            assert!(
                file.starts_with(&format!("#:schema {}schema/{name}\n", if kind == "system" { "../" } else { "./" }))
            );
            let mut all = BTreeSet::new();
            keys(&serde_json::from_str(&text).unwrap(), &mut all);
            assert!(all.len() >= 4, "{name}: {all:?}");
            for key in all {
                let shown = file
                    .lines()
                    .map(|line| line.trim_start_matches(['#', ' ', '{', '[']))
                    .any(|line| line.strip_prefix(key.as_str()).is_some_and(|rest| rest.starts_with([' ', ']'])))
                    || [", ", "{ "].iter().any(|before| file.contains(&format!("{before}{key} = ")));
                assert!(shown, "{name}: nothing shows `{key}`");
            }
        }
    }

    /// What is commented out is right as soon as it is not: an owner who removes the # gets no complaint of its own.
    #[test]
    fn what_is_commented_out_is_right() {
        let mut sources = sources();
        for source in &mut sources {
            let key = |line: &str| {
                let word = line.split(" = ").next().unwrap_or_default();
                let is_key = word.len() < line.len() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
                is_key || (line.starts_with('[') && line.ends_with(']'))
            };
            let lines = source.text.lines().map(|line| match line.strip_prefix("# ") {
                Some(inner) if key(inner) => inner,
                _ => line,
            });
            source.text = lines.collect::<Vec<_>>().join("\n");
        }
        let portfolio = content::parse(&sources).unwrap_or_else(|problems| {
            panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n"))
        });
        assert!(portfolio.profile.testimonial.is_some() && portfolio.profile.links.len() == 1);
        assert_eq!(portfolio.profile.email.as_deref(), Some("you@example.com"));
    }

    #[test]
    fn it_is_read_in_five_minutes() {
        // Some 200 words a minute; signs alone are none.
        let is_word = |word: &&str| word.contains(|c: char| c.is_ascii_alphabetic());
        let words: usize = FILES.iter().map(|(_, text)| text.split_whitespace().filter(is_word).count()).sum();
        assert!(words < 1000, "{words} words");
        assert!(FILES.iter().all(|(_, text)| text.is_ascii()));
    }

    #[test]
    fn every_page_of_it_can_be_drawn() {
        let portfolio = content::parse(&sources()).unwrap();
        for page in ["home", "systems", "systems/example", "experience", "philosophy", "technologies", "contact"] {
            let size = Size { columns: 100, rows: 30 };
            let shot = Shot { page: page.to_owned(), size, choice: Choice::Dark, step: 0 };
            let drawn = svg(&portfolio, &shot).unwrap();
            assert!(drawn.contains("Your Name"), "{page}");
        }
    }
}
