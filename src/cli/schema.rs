//! `shingle schema`: the JSON Schemas of the files that an owner writes, for editors.

use std::{path::PathBuf, process::ExitCode};

use super::write_all;
use crate::{config, content::schema, error::Result};

/// The files that a schema is for.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(super) enum Of {
    /// The portfolio: a schema for each kind of file, in `data/schema`
    Data,
    /// The config file: `shingle.schema.json`, in this folder
    Config,
}

pub(super) fn run(of: Of, out: Option<PathBuf>) -> Result<ExitCode> {
    let (folder, files) = match of {
        Of::Data => ("data/schema", schema::files()),
        Of::Config => (".", vec![("shingle.schema.json", format!("{:#}\n", config::schema()))]),
    };
    let folder: PathBuf = out.unwrap_or_else(|| folder.into());
    write_all(&folder, files)?;
    Ok(ExitCode::SUCCESS)
}
