//! A new data directory: written into a folder that is new or empty, so that nothing of anybody's is written over.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{note, say};
use crate::{
    content::schema,
    error::{Error, Result},
};

/// Writes files by their paths in the folder, and the schemas that they name on their first lines. Prints each.
///
/// # Errors
/// When something is there already, before anything is written; or when a file cannot be written.
pub(super) fn fill(folder: &Path, files: impl IntoIterator<Item = (String, String)>) -> Result<()> {
    empty(folder)?;
    let schemas = schema::files().into_iter().map(|(name, text)| (format!("schema/{name}"), text));
    for (name, text) in files.into_iter().chain(schemas) {
        let path = folder.join(name);
        write(&path, &text).map_err(|cause| {
            Error::new(format!("cannot write `{}`", path.display()))
                .because(cause)
                .hint("name a folder that you may write to")
        })?;
        say(path.display());
    }
    Ok(())
}

/// What to do with the folder, for a person: stderr, so that stdout is the list of files.
pub(super) fn next(folder: &Path, first: &str) {
    let folder = folder.display();
    note(format_args!("\n{first}, then:"));
    for (command, what) in [
        (format!("shingle check {folder}"), "names every mistake with its line"),
        (format!("shingle preview --data {folder}"), "shows it in this terminal"),
        (format!("shingle serve --data {folder}"), "serves it on port 2222 of this machine"),
    ] {
        note(format_args!("  {command:<40}  {what}"));
    }
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
            .hint("name a folder that is new or empty; move what you want from there")),
        None => Ok(()),
    }
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    File::create_new(path)?.write_all(text.as_bytes())
}
