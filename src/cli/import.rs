//! `shingle import`: somebody's resume as a new data directory.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
    process::ExitCode,
};

use super::{new_folder, note};
use crate::{
    content::import,
    error::{Error, Result},
    limits,
};

/// Writes the files of a JSON Resume into a folder that is new or empty.
pub(super) fn json_resume(file: &Path, folder: &Path) -> Result<ExitCode> {
    let text = read(file)?;
    let imported = import::json_resume(&text)
        .map_err(|why| Error::new(format!("cannot import `{}`", file.display())).because(anyhow::Error::msg(why)))?;
    new_folder::fill(folder, imported.files.into_iter().map(|source| (source.path, source.text)))?;
    for sentence in imported.notes {
        note(format_args!("note: {sentence}"));
    }
    new_folder::next(folder, "Read it over");
    Ok(ExitCode::SUCCESS)
}

fn read(file: &Path) -> Result<String> {
    let failed = |cause: io::Error| Error::new(format!("cannot read `{}`", file.display())).because(cause);
    let mut text = String::new();
    let most = limits::DATA_FILE_BYTES;
    let read = File::open(file).map_err(failed)?.take(most + 1).read_to_string(&mut text).map_err(failed)?;
    if read as u64 > most {
        return Err(Error::new(format!("`{}` is larger than {} KiB", file.display(), most / 1024))
            .hint("a resume is text; is this the right file?"));
    }
    Ok(text)
}
