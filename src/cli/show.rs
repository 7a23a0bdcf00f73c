//! `shingle show`: prints here what `ssh host` with the same words would.

use std::{
    io::{self, IsTerminal, Write},
    path::Path,
    process::ExitCode,
};

use crate::{
    commands::{self, Terms},
    error::Result,
};

pub(super) fn run(folder: &Path, words: &[String]) -> Result<ExitCode> {
    let portfolio = super::load(folder)?;
    let stdout = io::stdout();
    let columns = if stdout.is_terminal() { rustix::termios::tcgetwinsize(&stdout).ok() } else { None };
    let terms = Terms {
        columns: columns.map(|size| size.ws_col).filter(|columns| *columns > 0),
        color: super::styled(&stdout),
        ascii: false,
        crlf: false,
        // Where this portfolio is found when `shingle` serves it with nothing configured, as in a preview.
        ssh: "ssh -p 2222 localhost",
    };
    let answer = commands::run_words(&portfolio, words, terms);
    // Whoever closed the pipe has read enough.
    let _ = stdout.lock().write_all(answer.stdout.as_bytes());
    let _ = io::stderr().write_all(answer.stderr.as_bytes());
    Ok(ExitCode::from(u8::try_from(answer.status).unwrap_or(1)))
}
