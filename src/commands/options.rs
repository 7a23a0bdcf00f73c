//! The options that every command knows, wherever they stand among its words.

use super::table::OPTIONS;
use crate::{
    content::{quoted, suggest},
    limits,
};

/// How an answer is to look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Options {
    pub(super) form: Form,
    /// Cells of a line, where somebody says so.
    pub(super) width: Option<usize>,
    /// Whether to use colours, where somebody says so.
    pub(super) color: Option<bool>,
    pub(super) ascii: bool,
    pub(super) help: bool,
}

/// What an answer is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Form {
    #[default]
    Plain,
    Markdown,
    Json,
    JsonResume,
}

/// Parts words from options. Of options that contradict each other the last one counts. What is wrong with the options
/// is kept apart, since a command that does not exist is the better thing to complain about.
pub(super) fn take(all: &[String]) -> (Vec<String>, Result<Options, String>) {
    let mut words = Vec::new();
    let mut options = Options::default();
    let mut wrong = None;
    let mut rest = all.iter();
    while let Some(word) = rest.next() {
        if word == "--" {
            words.extend(rest.by_ref().cloned());
        } else if word.len() > 1 && word.starts_with('-') {
            let (name, value) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (word.as_str(), None),
            };
            let mut value = || value.or_else(|| rest.next().map(String::as_str));
            if let Err(why) = options.set(name, &mut value) {
                wrong.get_or_insert(why);
            }
        } else {
            words.push(word.clone());
        }
    }
    (words, wrong.map_or(Ok(options), Err))
}

impl Options {
    fn set<'a>(&mut self, name: &str, value: &mut impl FnMut() -> Option<&'a str>) -> Result<(), String> {
        match name {
            "--plain" => self.form = Form::Plain,
            "--md" => self.form = Form::Markdown,
            "--json" => self.form = Form::Json,
            "--ascii" => self.ascii = true,
            "-h" | "--help" => self.help = true,
            "--format" => {
                self.form = match value() {
                    Some("plain") => Form::Plain,
                    Some("md" | "markdown") => Form::Markdown,
                    Some("json") => Form::Json,
                    Some("json-resume") => Form::JsonResume,
                    other => return Err(wanted(name, "plain, md, json or json-resume", other)),
                }
            }
            "--color" => {
                self.color = match value() {
                    Some("always") => Some(true),
                    Some("never") => Some(false),
                    Some("auto") => None,
                    other => return Err(wanted(name, "always, never or auto", other)),
                }
            }
            "--width" => {
                let given = value();
                let width =
                    given.and_then(|text| text.parse().ok()).filter(|width| limits::TEXT_COLUMNS.contains(width));
                let (least, most) = (limits::TEXT_COLUMNS.start(), limits::TEXT_COLUMNS.end());
                self.width =
                    Some(width.ok_or_else(|| wanted(name, &format!("a number from {least} to {most}"), given))?);
            }
            unknown => {
                let known = OPTIONS.iter().flat_map(|option| option.names.iter().copied());
                let help = suggest::nearest(unknown, known)
                    .map_or("`help` lists the options".to_owned(), |near| format!("did you mean `{near}`?"));
                return Err(format!("{} is not an option; {help}", quoted(unknown)));
            }
        }
        Ok(())
    }
}

fn wanted(name: &str, what: &str, given: Option<&str>) -> String {
    match given {
        Some(given) => format!("`{name}` takes {what}, not {}", quoted(given)),
        None => format!("`{name}` takes {what}"),
    }
}
