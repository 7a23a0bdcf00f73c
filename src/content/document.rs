//! One file as a TOML document that still knows where everything stands.

use std::{ops::Range, sync::Arc};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Problem, Source};

/// A parsed file. What could not be read is left out of [`Document::root`] and reported in [`Document::broken`].
pub(super) struct Document<'a> {
    /// Path relative to the data directory.
    pub(super) file: &'a str,
    /// Its text.
    pub(super) text: Arc<str>,
    /// What could be read of it.
    pub(super) root: Spanned<DeTable<'a>>,
    /// The mistakes in the TOML itself, one a line.
    pub(super) broken: Vec<Problem>,
}

impl<'a> Document<'a> {
    /// Reads as much of a file as can be read.
    pub(super) fn read(source: &'a Source) -> Self {
        let (root, errors) = DeTable::parse_recoverable(&source.text);
        let mut document = Self { file: &source.path, text: Arc::from(&*source.text), root, broken: Vec::new() };
        for error in errors {
            let problem = document.problem(error.span().unwrap_or(0..0), error.message(), None);
            // The rest of a broken line only says that it is broken.
            if document.broken.iter().all(|other| other.line() != problem.line()) {
                document.broken.push(problem);
            }
        }
        document
    }

    /// A problem at a place in this file.
    pub(super) fn problem(&self, span: Range<usize>, message: impl Into<String>, help: Option<String>) -> Problem {
        Problem {
            file: self.file.to_owned(),
            source: self.text.clone(),
            span: Some(span),
            message: message.into(),
            help,
        }
    }

    /// Where the value at a path stands, for example at `role[2].systems[1]`; the nearest place above it, if it is not
    /// written down itself.
    pub(super) fn locate(&self, path: &str) -> Range<usize> {
        let mut table = Some(self.root.get_ref());
        let mut span = self.top();
        for step in path.split('.') {
            let (key, places) = step.split_once('[').unwrap_or((step, ""));
            let Some(mut value) = table.and_then(|table| table.get(key)) else { break };
            span = value.span();
            for place in places.split('[').filter_map(|place| place.trim_end_matches(']').parse::<usize>().ok()) {
                let DeValue::Array(array) = value.get_ref() else { return span };
                let Some(item) = array.get(place) else { return span };
                value = item;
                span = value.span();
            }
            table = value.get_ref().as_table();
        }
        span
    }

    /// The first thing in the file that is not a comment: where a complaint about the whole file points.
    pub(super) fn top(&self) -> Range<usize> {
        self.root.get_ref().keys().map(Spanned::span).min_by_key(|span| span.start).unwrap_or(0..0)
    }
}
