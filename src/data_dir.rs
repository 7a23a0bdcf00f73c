//! Reads a data directory into [`Source`]s: the only place that opens the owner's files.

use std::{
    fs::{self, File},
    io::{self, Read},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;

use crate::{
    content::{self, Folder, Portfolio, Source},
    error::{Error, Result},
    limits,
};

/// Reads and checks a whole data directory.
///
/// # Errors
/// When a file cannot be read, with every problem of every file, or when the resume that they name is no PDF that can
/// be shown.
pub fn load(folder: &Path) -> Result<Portfolio> {
    judge(folder, &read(folder)?)
}

/// Checks what was read from a data directory, and reads the resume that it names.
///
/// # Errors
/// With every problem of every file, or when the resume that they name is no PDF that can be shown.
pub fn judge(folder: &Path, sources: &[Source]) -> Result<Portfolio> {
    let mut portfolio = content::parse(sources).map_err(|problems| {
        let (count, noun) = (problems.len(), if problems.len() == 1 { "problem" } else { "problems" });
        Error::new(format!("{count} {noun} in `{}`", folder.display())).exhibit(|styled| {
            let folder = folder.display().to_string();
            let shown: Vec<String> = problems.iter().map(|problem| problem.render(&folder, styled)).collect();
            shown.join("\n\n")
        })
    })?;
    let resume = portfolio.profile.resume.as_deref().map(|name| resume(folder, name)).transpose()?;
    portfolio.folder = Folder { modified: modified(folder), resume };
    Ok(portfolio)
}

/// The owner's own resume.
fn resume(folder: &Path, name: &str) -> Result<Bytes> {
    let root = fs::canonicalize(folder).map_err(|cause| no_folder(folder, cause))?;
    let most = limits::RESUME_BYTES;
    let bytes = bytes(&root, folder, name, &root.join(name), most, &format!("larger than {} MiB", most >> 20))
        .map_err(|error| error.hint("`resume` in profile.toml names it"))?;
    // Visitors get it as `resume.pdf`, whatever it is called here. Readers look for the mark within the first KiB.
    if !bytes.get(..bytes.len().min(1024)).is_some_and(|head| head.windows(5).any(|five| five == b"%PDF-")) {
        return Err(Error::new(format!("`{}` is not a PDF", folder.join(name).display()))
            .hint("`resume` in profile.toml names it; print it to a PDF, or remove the line"));
    }
    Ok(bytes.into())
}

/// When the newest file of the directory was changed, in seconds since 1970; 0 where the system does not say.
fn modified(folder: &Path) -> u32 {
    let Ok(root) = fs::canonicalize(folder) else { return 0 };
    let mut newest = 0;
    let mut folders = vec![root.clone()];
    while let Some(at) = folders.pop() {
        for (_, path) in entries(&at, folder).unwrap_or_default() {
            let Ok(known) = fs::metadata(&path) else { continue };
            if known.is_dir() && at == root {
                folders.push(path);
            } else if let Some(since) = known.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok()) {
                newest = newest.max(u32::try_from(since.as_secs()).unwrap_or(u32::MAX));
            }
        }
    }
    newest
}

/// Reads every `*.toml` of a data directory and of its sub-folders, in the order of their paths.
///
/// Which file means what is for [`content::parse()`] to say; here it is only text. Hidden files and folders are skipped
/// (editors' locks, the `..data` of a mounted `ConfigMap`), and everything that does not end in `.toml`.
///
/// # Errors
/// When the folder is missing or cannot be read, holds too many files, or when a file is not a regular file inside the
/// folder, is too large or is not UTF-8.
pub fn read(folder: &Path) -> Result<Vec<Source>> {
    let root = fs::canonicalize(folder).map_err(|cause| no_folder(folder, cause))?;
    if !root.is_dir() {
        return Err(Error::new(format!("the data directory `{}` is not a directory", folder.display()))
            .hint("--data (or SHINGLE_DATA) names the folder that holds profile.toml"));
    }
    let mut found = Vec::new();
    for (name, path) in entries(&root, folder)? {
        if path.is_dir() {
            let inner = entries(&path, folder)?.into_iter();
            found.extend(inner.map(|(file, path)| (format!("{name}/{file}"), path)));
        } else {
            found.push((name, path));
        }
    }
    found.retain(|(name, path)| Path::new(name).extension().is_some_and(|e| e == "toml") && !path.is_dir());
    found.sort();
    found.into_iter().map(|(name, path)| Ok(Source { text: text(&root, folder, &name, &path)?, path: name })).collect()
}

/// What tells, without opening a file, whether a data directory is still the same: path, inode, size and time of every
/// file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    files: Vec<(PathBuf, u64, u64, Option<SystemTime>)>,
}

impl Stamp {
    /// Whether it vouches for the content: a file that was written just now can be written again within the same tick of
    /// its file system's clock.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let age = |time: &SystemTime| SystemTime::now().duration_since(*time).unwrap_or_default();
        self.files.iter().all(|(.., time)| time.as_ref().is_some_and(|time| age(time) > limits::SETTLED))
    }
}

/// Looks at a data directory without reading it.
///
/// # Errors
/// When a folder or a file of it cannot be looked at.
pub fn stamp(folder: &Path) -> Result<Stamp> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for (_, path) in entries(&at, folder)? {
            let failed = |cause: io::Error| Error::new(format!("cannot look at `{}`", path.display())).because(cause);
            let known = fs::metadata(&path).map_err(failed)?;
            // Files may lie one folder deep, no deeper.
            if known.is_dir() && at == folder {
                folders.push(path.clone());
            }
            files.push((path, known.ino(), known.len(), known.modified().ok()));
        }
    }
    files.sort();
    Ok(Stamp { files })
}

/// The visible entries of one folder: name and path.
fn entries(at: &Path, folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let failed = |cause: io::Error| Error::new(format!("cannot read `{}`", at.display())).because(cause);
    let mut all = Vec::new();
    for entry in fs::read_dir(at).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if all.len() == limits::DATA_FILES {
            return Err(Error::new(format!("`{}` holds more than {} files", at.display(), limits::DATA_FILES))
                .hint(format!("is `{}` the folder that holds profile.toml?", folder.display())));
        }
        // A name that is not UTF-8 cannot be one of ours.
        if let Ok(name) = entry.file_name().into_string()
            && !name.starts_with('.')
        {
            all.push((name, entry.path()));
        }
    }
    Ok(all)
}

/// The text of one file.
fn text(root: &Path, folder: &Path, name: &str, path: &Path) -> Result<String> {
    let most = limits::DATA_FILE_BYTES;
    let large = format!("larger than {} KiB", most / 1024);
    let bytes = bytes(root, folder, name, path, most, &large)?;
    String::from_utf8(bytes).map_err(|wrong| {
        let good = wrong.as_bytes().get(..wrong.utf8_error().valid_up_to()).unwrap_or_default();
        let line = good.split(|&byte| byte == b'\n').count();
        let shown = folder.join(name);
        Error::new(format!("`{}` is not UTF-8, from line {line} on", shown.display()))
            .hint("save it as UTF-8 in your editor")
    })
}

/// The bytes of one file of at most so many; `large` says in words that it has more.
fn bytes(root: &Path, folder: &Path, name: &str, path: &Path, most: u64, large: &str) -> Result<Vec<u8>> {
    let shown = folder.join(name);
    let shown = shown.display();
    let failed = |cause: io::Error| Error::new(format!("cannot read `{shown}`")).because(cause);
    // A link inside the folder is how Kubernetes mounts a ConfigMap; one that leads out would publish what the owner did not
    // put here.
    let real = fs::canonicalize(path).map_err(failed)?;
    if !real.starts_with(root) {
        return Err(Error::new(format!("`{shown}` is a link out of the data directory"))
            .hint("what is published lies in the folder itself: copy the file into it"));
    }
    // Asked before opening: to open a named pipe would wait for its writer for ever.
    if !fs::metadata(&real).map_err(failed)?.is_file() {
        return Err(Error::new(format!("`{shown}` is not a regular file")).hint("replace it with a file, or remove it"));
    }
    let mut bytes = Vec::new();
    File::open(&real).map_err(failed)?.take(most + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > most {
        return Err(Error::new(format!("`{shown}` is {large}"))
            .hint("a portfolio is text a visitor reads; is this the right file?"));
    }
    Ok(bytes)
}

fn no_folder(folder: &Path, cause: io::Error) -> Error {
    if cause.kind() == io::ErrorKind::NotFound {
        Error::new(format!("there is no data directory `{}`", folder.display()))
            .hint("run this where `data/` is, name the folder with --data DIR, or make one: shingle init DIR")
    } else {
        Error::new(format!("cannot open the data directory `{}`", folder.display())).because(cause)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::{fs::symlink, net::UnixListener};

    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        dir
    }

    fn names(dir: &tempfile::TempDir) -> Vec<String> {
        read(dir.path()).unwrap().into_iter().map(|source| source.path).collect()
    }

    fn sentence(dir: &tempfile::TempDir) -> String {
        let error = read(dir.path()).unwrap_err();
        assert!(error.what_to_do().is_some(), "no hint: {error}");
        error.to_string().replace(&dir.path().display().to_string(), "DIR")
    }

    #[test]
    fn reads_toml_of_the_folder_and_its_sub_folders_in_order() {
        let dir = folder(&[
            ("systems/b.toml", b""),
            ("profile.toml", b"name"),
            ("systems/a.toml", b""),
            ("schema/profile.json", b"{}"),
            ("systems/.#a.toml", b"an editor's lock"),
            (".git/config.toml", b""),
            ("profile.toml~", b""),
            ("systems/deep/er.toml", b""),
        ]);
        assert_eq!(names(&dir), ["profile.toml", "systems/a.toml", "systems/b.toml"]);
        assert_eq!(read(dir.path()).unwrap()[0].text, "name");
    }

    #[test]
    fn follows_links_inside_the_folder_as_a_config_map_has_them() {
        let dir = folder(&[("..data/profile.toml", b"name")]);
        symlink("..data/profile.toml", dir.path().join("profile.toml")).unwrap();
        assert_eq!(names(&dir), ["profile.toml"]);
    }

    #[test]
    fn refuses_a_link_out_of_the_folder() {
        let dir = folder(&[]);
        symlink("/etc/passwd", dir.path().join("profile.toml")).unwrap();
        assert_eq!(sentence(&dir), "`DIR/profile.toml` is a link out of the data directory");
    }

    #[test]
    fn refuses_what_is_not_a_regular_file() {
        let dir = folder(&[]);
        let _socket = UnixListener::bind(dir.path().join("profile.toml")).unwrap();
        assert_eq!(sentence(&dir), "`DIR/profile.toml` is not a regular file");
    }

    #[test]
    fn refuses_a_huge_file() {
        let dir = folder(&[("profile.toml", &vec![b' '; usize::try_from(limits::DATA_FILE_BYTES).unwrap() + 1])]);
        assert_eq!(sentence(&dir), "`DIR/profile.toml` is larger than 256 KiB");
    }

    #[test]
    fn names_the_line_that_is_not_utf_8() {
        let dir = folder(&[("profile.toml", b"a = 1\nb = \"\xff\"\n")]);
        assert_eq!(sentence(&dir), "`DIR/profile.toml` is not UTF-8, from line 2 on");
    }

    const PROFILE: &str = include_str!("../data/profile.toml");

    #[test]
    fn reads_the_owners_own_resume() {
        let profile = PROFILE.replace("# resume =", "resume =");
        let dir = folder(&[("profile.toml", profile.as_bytes()), ("resume.pdf", b"%PDF-1.7 of mine")]);
        let portfolio = load(dir.path()).unwrap();
        assert_eq!(portfolio.folder.resume.as_deref(), Some(&b"%PDF-1.7 of mine"[..]));
        assert!(portfolio.folder.modified > 1_700_000_000, "{:?}", portfolio.folder);
        let dir = folder(&[("profile.toml", PROFILE.as_bytes())]);
        assert_eq!(load(dir.path()).unwrap().folder.resume, None);
    }

    #[test]
    fn says_what_is_wrong_with_the_owners_own_resume() {
        let profile = PROFILE.replace("# resume =", "resume =");
        let why = |pdf: Option<&[u8]>| {
            let dir = folder(&[("profile.toml", profile.as_bytes())]);
            if let Some(pdf) = pdf {
                fs::write(dir.path().join("resume.pdf"), pdf).unwrap();
            }
            let error = load(dir.path()).unwrap_err();
            assert!(error.what_to_do().unwrap().contains("`resume` in profile.toml"), "{error}");
            error.to_string().replace(&dir.path().display().to_string(), "DIR")
        };
        assert_eq!(why(None), "cannot read `DIR/resume.pdf`: No such file or directory (os error 2)");
        assert_eq!(why(Some(b"PK\x03\x04")), "`DIR/resume.pdf` is not a PDF");
        let huge = vec![b'%'; usize::try_from(limits::RESUME_BYTES).unwrap() + 1];
        assert_eq!(why(Some(&huge)), "`DIR/resume.pdf` is larger than 8 MiB");
        let dir = folder(&[("profile.toml", profile.as_bytes())]);
        symlink("/etc/passwd", dir.path().join("resume.pdf")).unwrap();
        assert!(load(dir.path()).unwrap_err().to_string().ends_with("is a link out of the data directory"));
    }

    #[test]
    fn says_when_there_is_no_folder() {
        let dir = folder(&[("data", b"")]);
        assert!(read(&dir.path().join("none")).unwrap_err().to_string().starts_with("there is no data directory"));
        assert!(read(&dir.path().join("data")).unwrap_err().to_string().ends_with("is not a directory"));
    }

    #[test]
    fn a_stamp_notes_every_way_of_saving_and_vouches_for_old_files_only() {
        let dir = folder(&[("profile.toml", b"one"), ("systems/a.toml", b"a")]);
        let path = dir.path().join("profile.toml");
        let first = stamp(dir.path()).unwrap();
        assert!(!first.is_settled(), "written just now");
        fs::write(dir.path().join("new"), b"two").unwrap();
        fs::rename(dir.path().join("new"), &path).unwrap();
        let second = stamp(dir.path()).unwrap();
        assert_ne!(second, first, "a new inode");
        fs::write(dir.path().join("systems/a.toml"), b"longer").unwrap();
        assert_ne!(stamp(dir.path()).unwrap(), second, "another size");
        let at = |time| {
            for path in ["profile.toml", "systems/a.toml", "systems"] {
                File::open(dir.path().join(path)).unwrap().set_modified(time).unwrap();
            }
        };
        at(SystemTime::now() - limits::SETTLED * 2);
        assert!(stamp(dir.path()).unwrap().is_settled());
        // A clock that was set back: files from the future are read at every look until it has caught up.
        at(SystemTime::now() + limits::SETTLED * 1000);
        assert!(!stamp(dir.path()).unwrap().is_settled());
    }

    #[test]
    fn refuses_a_folder_that_is_clearly_not_a_portfolio() {
        let dir = folder(&[]);
        for number in 0..=limits::DATA_FILES {
            fs::write(dir.path().join(format!("{number}.txt")), b"").unwrap();
        }
        assert_eq!(sentence(&dir), "`DIR` holds more than 512 files");
    }
}
