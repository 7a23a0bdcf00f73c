//! `shingle check`: all that is wrong in the portfolio's files, as a compiler would say it.

use std::{path::Path, process::ExitCode};

use super::say;
use crate::{data_dir, error::Result};

pub(super) fn run(folder: &Path) -> Result<ExitCode> {
    let portfolio = data_dir::load(folder)?;
    say(format_args!("{}: {}", folder.display(), portfolio.summary()));
    Ok(ExitCode::SUCCESS)
}
