//! What is wrong in the owner's files, shown as a compiler would: where, the line, a caret, the fix.

use std::{fmt, ops::Range, sync::Arc};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

/// One thing that is wrong in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Path of the file, relative to the data directory.
    pub file: String,
    /// Text of the whole file; empty where the file itself is the problem.
    pub source: Arc<str>,
    /// Where it is, in bytes of [`Problem::source`]; `None` where no line is to blame.
    pub span: Option<Range<usize>>,
    /// What is wrong, as one line.
    pub message: String,
    /// How to put it right.
    pub help: Option<String>,
}

impl Problem {
    /// A problem of a file as a whole.
    #[must_use]
    pub(super) fn of_file(file: &str, message: impl Into<String>, help: Option<String>) -> Self {
        Self { file: file.to_owned(), source: Arc::from(""), span: None, message: message.into(), help }
    }

    /// The line it is in, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.before().matches('\n').count() + 1
    }

    /// The column it starts at, from 1, in characters.
    #[must_use]
    pub fn column(&self) -> usize {
        self.before().chars().rev().take_while(|&c| c != '\n').count() + 1
    }

    /// Shows the problem with its line and a caret.
    ///
    /// `directory` is put before the path, so that it can be opened from where the reader stands. `styled` adds colour.
    #[must_use]
    pub fn render(&self, directory: &str, styled: bool) -> String {
        let path = match directory.trim_end_matches('/') {
            "" => self.file.clone(),
            directory => format!("{directory}/{}", self.file),
        };
        let title = Level::ERROR.primary_title(&self.message);
        let group = match self.caret() {
            Some(span) => {
                title.element(Snippet::source(&*self.source).path(path).annotation(AnnotationKind::Primary.span(span)))
            }
            None => Group::with_title(title).element(Origin::path(path)),
        };
        let group = group.elements(self.help.iter().map(|help| Level::HELP.message(help)));
        let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }

    fn before(&self) -> &str {
        let start = self.span.as_ref().map_or(0, |span| span.start);
        self.source.get(..self.source.floor_char_boundary(start)).unwrap_or_default()
    }

    /// The span, cut to its first line (a caret under twenty lines points at nothing) and to whole characters.
    fn caret(&self) -> Option<Range<usize>> {
        let span = self.span.as_ref()?;
        let start = self.source.floor_char_boundary(span.start);
        let end = self.source.ceil_char_boundary(span.end).max(start);
        let first_line = self.source.get(start..end)?.lines().next().unwrap_or_default();
        Some(start..start + first_line.len())
    }
}

impl fmt::Display for Problem {
    /// As [`Problem::render`] shows it, without colour and without a directory.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render("", false))
    }
}

/// Text of the owner's, as a message may carry it: short, and without characters that move a terminal's cursor.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut quoted = String::from("`");
    for c in text.chars().take(LONGEST) {
        if c.is_control() || !super::text::is_plain(c) {
            quoted.extend(c.escape_unicode());
        } else {
            quoted.push(c);
        }
    }
    if text.chars().nth(LONGEST).is_some() {
        quoted.push_str("...");
    }
    quoted.push('`');
    quoted
}
