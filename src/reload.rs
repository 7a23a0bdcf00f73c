//! The owner's edits while the server runs: a good one is shown at once, a bad one is said and changes nothing.
//!
//! The folder is looked at again and again instead of being watched by the kernel: that works on every file system, for
//! every way of saving (editors replace files, Kubernetes swaps a link), and costs a `stat` a file a second.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::Bytes;
use tokio::{
    select,
    sync::{mpsc, watch},
    task::spawn_blocking,
    time::{MissedTickBehavior, interval},
};

use crate::{
    content::{Portfolio, Source},
    data_dir::{self, Stamp},
    error::Result,
    limits,
    server::Keeper,
};

/// The owner's folder, and what was last seen of it.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    stamp: Option<Stamp>,
    /// What was shown or said last.
    known: Seen,
    /// Something wrong that may be half a save: it is said when it is still there at the next look.
    doubted: Option<Seen>,
}

/// What one state of the folder is told from another by.
#[derive(Debug, PartialEq, Eq)]
enum Seen {
    /// The text of its files, and the owner's own resume.
    Good(Vec<Source>, Option<Bytes>),
    /// What is wrong, in words.
    Bad(String),
}

impl Folder {
    /// Reads a folder for the first time.
    ///
    /// # Errors
    /// As [`data_dir::load`].
    pub fn open(path: &Path) -> Result<(Self, Portfolio)> {
        let stamp = data_dir::stamp(path).ok();
        let (known, portfolio) = read(path);
        Ok((Self { path: path.to_owned(), stamp, known, doubted: None }, portfolio?))
    }

    /// Looks again: `None` where nothing has changed. `asked` looks at every byte, whatever the stamps say.
    pub fn look(&mut self, asked: bool) -> Option<Result<Portfolio>> {
        let stamp = data_dir::stamp(&self.path).ok();
        let same = stamp.is_some() && stamp == self.stamp && stamp.as_ref().is_some_and(Stamp::is_settled);
        if same && !asked && self.doubted.is_none() {
            return None;
        }
        self.stamp = stamp;
        let (seen, answer) = read(&self.path);
        if seen == self.known && !asked {
            self.doubted = None;
            return None;
        }
        if answer.is_err() && !asked && self.doubted.as_ref() != Some(&seen) {
            self.doubted = Some(seen);
            return None;
        }
        (self.known, self.doubted) = (seen, None);
        Some(answer)
    }
}

/// Reads and judges a folder as it is now.
fn read(path: &Path) -> (Seen, Result<Portfolio>) {
    let read = data_dir::read(path).and_then(|sources| Ok((data_dir::judge(path, &sources)?, sources)));
    match read {
        Ok((portfolio, sources)) => (Seen::Good(sources, portfolio.folder.resume.clone()), Ok(portfolio)),
        Err(error) => {
            let lines = error.lines().map_or("", |lines| lines.plain.as_str());
            (Seen::Bad(format!("{error}\n{lines}")), Err(error))
        }
    }
}

/// Brings every edit to the open sessions, for ever. `asked` looks at once, as a signal does, and is answered when done.
pub async fn follow(
    mut folder: Folder,
    portfolio: watch::Sender<Arc<Portfolio>>,
    keeper: Keeper,
    mut asked: mpsc::Receiver<tokio::sync::oneshot::Sender<()>>,
) {
    let mut looks = interval(limits::LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let answer_to = select! {
            _ = looks.tick() => None,
            Some(answer_to) = asked.recv() => Some(answer_to),
        };
        let wanted = answer_to.is_some();
        // Files may lie on a disk that hangs; the runtime's threads are for visitors.
        let Ok((back, seen)) = spawn_blocking(move || {
            let seen = folder.look(wanted);
            (folder, seen)
        })
        .await
        else {
            return tracing::error!("edits are no longer followed: reading them has panicked");
        };
        folder = back;
        match seen {
            None => {}
            Some(Ok(new)) => {
                let summary = new.summary();
                let changed = portfolio.send_if_modified(|shown| {
                    let changed = **shown != new;
                    *shown = Arc::new(new);
                    changed
                });
                keeper.trouble(None);
                keeper.reloaded(true);
                tracing::info!(changed, "the portfolio was read again: {summary}");
            }
            Some(Err(error)) => {
                keeper.trouble(Some(&format!("Your last edit is not shown: {error}.")));
                keeper.reloaded(false);
                let lines = error.lines().map_or("", |lines| lines.plain.as_str());
                tracing::error!("the last good portfolio stays: {error}\n{lines}");
            }
        }
        // Whoever asked may be gone.
        answer_to.map(|answer_to| answer_to.send(()));
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("profile.toml"), include_str!("../data/profile.toml")).unwrap();
        let (folder, _) = Folder::open(dir.path()).unwrap();
        (dir, folder)
    }

    fn write(dir: &tempfile::TempDir, text: &str) {
        fs::write(dir.path().join("profile.toml"), text).unwrap();
    }

    #[test]
    fn an_edit_is_seen_once() {
        let (dir, mut folder) = folder();
        assert!(folder.look(false).is_none());
        let text = include_str!("../data/profile.toml");
        let name = text.lines().find(|line| line.starts_with("name = ")).unwrap();
        write(&dir, &text.replace(name, "name = \"Somebody Else\""));
        assert_eq!(folder.look(false).unwrap().unwrap().profile.name, "Somebody Else");
        assert!(folder.look(false).is_none());
    }

    #[test]
    fn a_wrong_edit_is_said_once_and_only_when_it_stays() {
        let (dir, mut folder) = folder();
        write(&dir, "name = \"half");
        assert!(folder.look(false).is_none(), "perhaps half a save");
        assert!(folder.look(false).unwrap().is_err());
        assert!(folder.look(false).is_none(), "said already");
        write(&dir, include_str!("../data/profile.toml"));
        assert!(folder.look(false).unwrap().is_ok());
    }

    #[test]
    fn half_a_save_is_not_said() {
        let (dir, mut folder) = folder();
        write(&dir, "name = \"half");
        assert!(folder.look(false).is_none());
        write(&dir, include_str!("../data/profile.toml"));
        assert!(folder.look(false).is_none(), "it is what is shown already");
    }

    #[test]
    fn a_folder_that_is_gone_and_comes_back_is_said_and_shown_again() {
        let (dir, mut folder) = folder();
        let aside = dir.path().with_extension("aside");
        fs::rename(dir.path(), &aside).unwrap();
        assert!(folder.look(false).is_none());
        assert!(folder.look(false).unwrap().is_err());
        fs::rename(&aside, dir.path()).unwrap();
        assert!(folder.look(false).unwrap().is_ok());
    }

    #[test]
    fn the_owners_own_resume_is_followed_too() {
        let (dir, mut folder) = folder();
        let (text, pdf) = (include_str!("../data/profile.toml"), dir.path().join("resume.pdf"));
        write(&dir, &text.replace("# resume =", "resume ="));
        assert!(folder.look(false).is_none(), "perhaps it comes in a moment");
        assert!(folder.look(false).unwrap().is_err(), "it is named and not there");
        fs::write(&pdf, b"%PDF-1.7 first").unwrap();
        let resume = |folder: &mut Folder| folder.look(false).unwrap().unwrap().folder.resume;
        assert_eq!(resume(&mut folder).as_deref(), Some(&b"%PDF-1.7 first"[..]));
        fs::write(&pdf, b"%PDF-1.7 again").unwrap();
        assert_eq!(resume(&mut folder).as_deref(), Some(&b"%PDF-1.7 again"[..]));
        assert!(folder.look(false).is_none());
    }

    #[test]
    fn who_asks_is_answered_even_if_nothing_has_changed() {
        let (dir, mut folder) = folder();
        assert!(folder.look(true).unwrap().is_ok());
        write(&dir, "name = \"half");
        assert!(folder.look(true).unwrap().is_err());
    }
}
