//! `shingle import`: somebody's resume as a new data directory.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::{note, say};
use crate::{
    content::{import, schema},
    error::{Error, Result},
    limits,
};

/// Writes the files of a JSON Resume into a folder that is new or empty.
pub(super) fn json_resume(file: &Path, folder: &Path) -> Result<ExitCode> {
    let text = read(file)?;
    let imported = import::json_resume(&text)
        .map_err(|why| Error::new(format!("cannot import `{}`", file.display())).because(anyhow::Error::msg(why)))?;
    empty(folder)?;
    let schemas = schema::files().into_iter().map(|(name, text)| (format!("schema/{name}"), text));
    let files = imported.files.into_iter().map(|source| (source.path, source.text));
    for (name, text) in files.chain(schemas) {
        let path = folder.join(name);
        write(&path, &text).map_err(|cause| Error::new(format!("cannot write `{}`", path.display())).because(cause))?;
        say(path.display());
    }
    for sentence in imported.notes {
        note(format_args!("note: {sentence}"));
    }
    note(format_args!("Read it over, then: shingle check {}", folder.display()));
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

/// Nothing that somebody wrote is written over.
fn empty(folder: &Path) -> Result<()> {
    let first: Option<PathBuf> = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().and_then(std::result::Result::ok).map(|entry| entry.path()),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => None,
        Err(cause) => return Err(Error::new(format!("cannot open `{}`", folder.display())).because(cause)),
    };
    match first {
        Some(path) => Err(Error::new(format!("`{}` is not empty: there is `{}`", folder.display(), path.display()))
            .hint("--out names a folder that is new or empty; move what you want from there")),
        None => Ok(()),
    }
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    File::create_new(path)?.write_all(text.as_bytes())
}
