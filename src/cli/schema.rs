//! `shingle schema`: the JSON Schemas of the data files, for editors.

use std::{fs, io, path::Path, process::ExitCode};

use super::say;
use crate::{
    content::schema,
    error::{Error, Result},
};

pub(super) fn run(folder: &Path) -> Result<ExitCode> {
    let failed = |path: &Path| {
        let message = format!("cannot write `{}`", path.display());
        move |cause: io::Error| Error::new(message).because(cause).hint("--out names a folder that you may write to")
    };
    fs::create_dir_all(folder).map_err(failed(folder))?;
    for (name, text) in schema::files() {
        let path = folder.join(name);
        fs::write(&path, text).map_err(failed(&path))?;
        say(path.display());
    }
    Ok(ExitCode::SUCCESS)
}
