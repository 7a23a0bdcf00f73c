//! What went wrong, for a person: one clear sentence, what caused it, and a hint that says what to do.
//!
//! The library returns these and never prints; the command line prints them, in one place.

use std::fmt;

/// A failure as the owner reads it.
#[derive(Debug)]
pub struct Error {
    message: String,
    cause: Option<anyhow::Error>,
    hint: Option<String>,
    exhibit: Option<Exhibit>,
}

/// The lines of the owner's files that are wrong, as they stand above the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exhibit {
    /// For a pipe or a log.
    pub plain: String,
    /// For a terminal.
    pub styled: String,
}

/// What the library's fallible calls at the edge return.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A failure in one sentence, without a full stop.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), cause: None, hint: None, exhibit: None }
    }

    /// Adds what caused it; shown after a colon.
    #[must_use]
    pub fn because(mut self, cause: impl Into<anyhow::Error>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the lines of the owner's files that are wrong; `render` is asked once plain and once styled.
    #[must_use]
    pub fn exhibit(mut self, render: impl Fn(bool) -> String) -> Self {
        self.exhibit = Some(Exhibit { plain: render(false), styled: render(true) });
        self
    }

    /// What to do about it, where there is something.
    #[must_use]
    pub fn what_to_do(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// The lines that are wrong, where the owner's files are what is wrong.
    #[must_use]
    pub fn lines(&self) -> Option<&Exhibit> {
        self.exhibit.as_ref()
    }
}

impl fmt::Display for Error {
    /// The sentence and the whole chain of causes, on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(cause) = &self.cause {
            // `#` shows the causes of the cause, too.
            write!(f, ": {cause:#}")?;
        }
        Ok(())
    }
}

/// [`fmt::Display`] already shows the causes, so `source` keeps them back: nothing prints them twice.
impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn one_line_names_the_failure_and_its_cause() {
        let error = Error::new("cannot read the data directory `data`").because(io::Error::other("disk on fire"));
        assert_eq!(error.to_string(), "cannot read the data directory `data`: disk on fire");
    }

    #[test]
    fn the_hint_is_not_part_of_the_sentence() {
        let error = Error::new("no data").hint("make some");
        assert_eq!((error.to_string().as_str(), error.what_to_do()), ("no data", Some("make some")));
    }
}
