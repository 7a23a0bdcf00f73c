//! `shingle shot`: writes a page as an SVG picture.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, ValueEnum};

use crate::{
    error::{Error, Result},
    screen::Size,
    shot::{Shot, svg},
    ui::theme::Choice,
};

/// What `shingle shot` is told.
#[derive(Debug, Args)]
pub(super) struct ShotArgs {
    /// The page, as a visitor names it: `home`, `systems`, `systems/edel`, `experience`, ...
    page: String,
    /// Columns and rows of the terminal.
    #[arg(long, default_value = "120x40", value_parser = size)]
    size: Size,
    /// The theme.
    #[arg(long, value_enum, default_value_t = Theme::Dark)]
    theme: Theme,
    /// The step of the data flow that is shown; 0 is the flow as a whole.
    #[arg(long, default_value_t = 0)]
    step: usize,
    /// Where to write it; stdout if not given.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Theme {
    Dark,
    Light,
    HighContrast,
    Mono,
}

fn size(text: &str) -> std::result::Result<Size, String> {
    let wrong = || "a size is written COLUMNSxROWS, for example 120x40".to_owned();
    let (columns, rows) = text.split_once('x').ok_or_else(wrong)?;
    Ok(Size::clamped(columns.parse().map_err(|_| wrong())?, rows.parse().map_err(|_| wrong())?))
}

pub(super) fn run(folder: &Path, args: &ShotArgs) -> Result<ExitCode> {
    let portfolio = super::load(folder)?;
    let choice = match args.theme {
        Theme::Dark => Choice::Dark,
        Theme::Light => Choice::Light,
        Theme::HighContrast => Choice::HighContrast,
        Theme::Mono => Choice::Mono,
    };
    let shot = Shot { page: args.page.clone(), size: args.size, choice, step: args.step };
    let picture = svg(&portfolio, &shot).map_err(|why| {
        Error::new(why).hint(
            "name a page (home, systems, experience, philosophy, contact) or what is on one; --step is for a system",
        )
    })?;
    match &args.out {
        Some(file) => std::fs::write(file, picture)
            .map_err(|why| Error::new(format!("cannot write `{}`", file.display())).because(why))?,
        // Whoever closed the pipe has seen enough.
        None => drop(io::stdout().lock().write_all(picture.as_bytes())),
    }
    Ok(ExitCode::SUCCESS)
}
