//! `shingle schema`: the JSON Schemas of the files that an owner writes, for editors.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::say;
use crate::{
    config,
    content::schema,
    error::{Error, Result},
};

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
    let folder = out.unwrap_or_else(|| folder.into());
    let failed = |path: &Path| {
        let message = format!("cannot write `{}`", path.display());
        move |cause: io::Error| Error::new(message).because(cause).hint("--out names a folder that you may write to")
    };
    fs::create_dir_all(&folder).map_err(failed(&folder))?;
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).map_err(failed(&path))?;
        say(path.display());
    }
    Ok(ExitCode::SUCCESS)
}
