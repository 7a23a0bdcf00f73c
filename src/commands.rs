//! What stands after `ssh host`: the words of a command line to text and an exit status, the same on every wire.
//!
//! No shell is near: words are split at blanks, looked up in the table of [`table`], and what is not there is only
//! unknown.

mod ask;
mod options;
mod paint;
#[cfg(test)]
mod snapshots;
pub mod table;
#[cfg(test)]
mod tests;
mod words;

use crate::{
    content::{
        Place, Portfolio,
        export::{self, Outline, Part, Setting, json, json_resume, markdown, text},
        search,
    },
    limits,
};
use ask::Request;
use options::{Form, Options};
pub use words::split;

/// What the wire knows of who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms<'a> {
    /// Columns of the visitor's terminal; `None` where the answer goes to a file or a program.
    pub columns: Option<u16>,
    /// Whether the terminal shows colours, and nobody has asked it not to.
    pub color: bool,
    /// Whether the terminal knows ASCII only.
    pub ascii: bool,
    /// Whether lines end in CR LF, as a terminal in raw mode needs it.
    pub crlf: bool,
    /// The command that brings a visitor back, for example `ssh portfolio.example.com`.
    pub ssh: &'a str,
}

/// What a command answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// What was asked for.
    pub stdout: String,
    /// Why not, as one line; empty where all went well.
    pub stderr: String,
    /// 0 where all went well, 2 where the words make no sense here.
    pub status: u32,
}

/// The status of a command whose words make no sense here.
const USAGE: u32 = 2;

/// Runs a command line as it came over the wire.
#[must_use]
pub fn run(portfolio: &Portfolio, line: &[u8], terms: Terms<'_>) -> Answer {
    finish(split(line).and_then(|words| answer(portfolio, &words, terms)), terms)
}

/// Runs a command whose words somebody else has split.
#[must_use]
pub fn run_words(portfolio: &Portfolio, words: &[String], terms: Terms<'_>) -> Answer {
    finish(answer(portfolio, words, terms), terms)
}

/// Where a command line leads that is no command but the name of a place, for a visitor with a terminal: `systems/edel`,
/// `edel`, `home`. The answer is a goal as a session takes it.
#[must_use]
pub fn opens(portfolio: &Portfolio, line: &[u8]) -> Option<String> {
    let words = split(line).ok()?;
    if words.iter().any(|word| word.starts_with('-')) || table::command(words.first()?).is_some() {
        return None;
    }
    let goal = words.join(" ").trim_matches('/').to_owned();
    // A name that is nearly one leads elsewhere; to say so is better than to open another page.
    let exact = ask::request(portfolio, &words, "").is_ok() || portfolio.place(&goal) == Some(Place::Colophon);
    exact.then_some(goal)
}

fn finish(done: Result<Answer, String>, terms: Terms<'_>) -> Answer {
    let mut answer =
        done.unwrap_or_else(|why| Answer { stderr: format!("{why}\n"), status: USAGE, ..Answer::default() });
    if terms.crlf {
        answer.stdout = answer.stdout.replace('\n', "\r\n");
        answer.stderr = answer.stderr.replace('\n', "\r\n");
    }
    answer
}

/// What the words ask for, or in one line why they ask for nothing.
fn answer(portfolio: &Portfolio, words: &[String], terms: Terms<'_>) -> Result<Answer, String> {
    let (words, options) = options::take(words);
    let request = match &options {
        Ok(Options { help: true, .. }) => ask::help_on(&words),
        _ => ask::request(portfolio, &words, terms.ssh)?,
    };
    let options = options?;
    let page = Page { portfolio, options: &options, terms };
    let stdout = match request {
        Request::Part(part) => page.part(part)?,
        Request::Search(query) => {
            let hits = search::search(portfolio, &query, limits::FINDS);
            let stdout = page.part(Part::Finds(&query, &hits))?;
            let stderr = if hits.is_empty() { "Nothing here has that. Fewer letters find more.\n" } else { "" };
            return Ok(Answer { stdout, stderr: stderr.into(), status: 0 });
        }
        Request::Help(command) => {
            let outline =
                command.map_or_else(|| table::overview(portfolio, terms.ssh), |command| table::on(command, portfolio));
            page.page(&outline, |ascii| table::document(command, portfolio, ascii))?
        }
        Request::Version => page.page(&table::version(), table::version_document)?,
    };
    Ok(Answer { stdout, ..Answer::default() })
}

/// How an answer is to be set.
struct Page<'a> {
    portfolio: &'a Portfolio,
    options: &'a Options,
    terms: Terms<'a>,
}

impl Page<'_> {
    fn part(&self, part: Part<'_>) -> Result<String, String> {
        match (self.options.form, part) {
            (Form::JsonResume, Part::Resume) => Ok(json_resume::write(self.portfolio, self.ascii())),
            (Form::Json, _) => Ok(json::write(self.portfolio, part, self.ascii())),
            _ => self.set(&part.outline(self.portfolio)),
        }
    }

    fn page(&self, outline: &Outline, document: impl FnOnce(bool) -> String) -> Result<String, String> {
        match self.options.form {
            Form::Json => Ok(document(self.ascii())),
            Form::Plain | Form::Markdown | Form::JsonResume => self.set(outline),
        }
    }

    fn set(&self, outline: &Outline) -> Result<String, String> {
        match self.options.form {
            Form::Plain => {
                let text = text::lay(outline, Setting { width: self.width(), ascii: self.ascii() });
                let colored = self.options.color.unwrap_or(self.terms.color);
                Ok(if colored { paint::paint(&text) } else { text.plain() })
            }
            Form::Markdown => {
                let text = markdown::write(outline);
                Ok(if self.ascii() { export::fold(&text) } else { text })
            }
            Form::Json | Form::JsonResume => {
                Err("`--format json-resume` is a form of `resume`; others have --json".to_owned())
            }
        }
    }

    fn ascii(&self) -> bool {
        self.options.ascii || self.terms.ascii
    }

    fn width(&self) -> usize {
        let terminal = self
            .terms
            .columns
            .map(|columns| usize::from(columns).clamp(*limits::TEXT_COLUMNS.start(), limits::TEXT_WIDEST));
        self.options.width.or(terminal).unwrap_or(limits::TEXT_USUAL)
    }
}
