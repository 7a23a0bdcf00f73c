//! The old protocol of `scp` (`scp -O`, and clients from before SFTP): a command that sends files in a few bytes of frame.
//!
//! It was never written down; this follows OpenSSH's `scp.c`, whose `source` function is the side we are on. No shell is
//! near: the words are split here, and `*` and `?` are looked up among our own names.

mod order;

use std::sync::Arc;

use bytes::{Buf as _, Bytes, BytesMut};

use super::talk::{Cut, Talk};
use crate::{
    files::{Files, Node, Path},
    limits,
    session::Wire,
};
pub(super) use order::{Order, order};

/// Does what the command asks for; gives the exit status.
pub(super) async fn serve<W: Wire>(talk: &mut Talk<'_, W>, order: Order, files: Arc<Files>) -> Result<u32, Cut> {
    let mut source = Source { talk, files, heard: BytesMut::new(), failed: false };
    let done = match order {
        Order::Send { patterns, folders, times } => source.send(&patterns, folders, times).await,
        Order::Take => source.complain("nothing can be put here; files can only be taken").await,
        Order::Nonsense(why) => source.complain(&why).await,
    };
    match done {
        Ok(()) => Ok(u32::from(source.failed)),
        Err(Stop::Left) => Ok(1),
        Err(Stop::Cut(cut)) => Err(cut),
    }
}

/// Our side of a copy.
struct Source<'t, 'a, W> {
    talk: &'t mut Talk<'a, W>,
    files: Arc<Files>,
    heard: BytesMut,
    failed: bool,
}

/// Why a copy ends before all is sent.
enum Stop {
    Cut(Cut),
    /// The other side has left, or wants no more.
    Left,
}

impl From<Cut> for Stop {
    fn from(cut: Cut) -> Self {
        Self::Cut(cut)
    }
}

/// What is to be done next, the last first.
enum Step {
    Send(Path),
    /// The end of a folder.
    Leave,
}

impl<W: Wire> Source<'_, '_, W> {
    async fn send(&mut self, patterns: &[String], folders: bool, times: bool) -> Result<(), Stop> {
        // The other side begins.
        self.taken().await?;
        for pattern in patterns {
            let path = match Path::parse(pattern.as_bytes()) {
                Ok(path) => path,
                Err(why) => {
                    self.complain(&why.to_string()).await?;
                    continue;
                }
            };
            let found = self.files.matching(&path);
            if found.is_empty() {
                self.complain(&format!("{path}: no such file")).await?;
            }
            for path in found {
                self.walk(path, folders, times).await?;
            }
        }
        Ok(())
    }

    /// Sends what stands at a path, and what is in it.
    async fn walk(&mut self, path: Path, folders: bool, times: bool) -> Result<(), Stop> {
        let files = Arc::clone(&self.files);
        let mut steps = vec![Step::Send(path)];
        while let Some(step) = steps.pop() {
            let Step::Send(path) = step else {
                self.talk.say(Bytes::from_static(b"E\n")).await?;
                self.taken().await?;
                continue;
            };
            let Some(node) = files.find(&path) else { continue };
            match (node.entries(), files.bytes(node)) {
                (None, Some(bytes)) => {
                    if self.announce(&path, node, times).await? {
                        self.talk.say(bytes).await?;
                        self.talk.say(Bytes::from_static(b"\0")).await?;
                        self.taken().await?;
                    }
                }
                (Some(_), _) if !folders => self.complain(&format!("{path}: a folder; -r copies it")).await?,
                // It has no name by which the other side could make it.
                (Some(_), _) if path.names().is_empty() => {
                    self.complain("/: a folder without a name; ask for '*'").await?;
                }
                (Some(entries), _) => {
                    if self.announce(&path, node, times).await? {
                        steps.push(Step::Leave);
                        steps.extend(entries.iter().rev().map(|(name, _)| Step::Send(path.join(name))));
                    }
                }
                (None, None) => {}
            }
        }
        Ok(())
    }

    /// Says what comes, and whether the other side wants it.
    async fn announce(&mut self, path: &Path, node: &Node, times: bool) -> Result<bool, Stop> {
        let facts = self.files.facts(node);
        if times {
            self.talk.say(format!("T{0} 0 {0} 0\n", facts.modified).into()).await?;
            if !self.taken().await? {
                return Ok(false);
            }
        }
        let kind = if facts.folder { 'D' } else { 'C' };
        let line = format!("{kind}{:04o} {} {}\n", facts.permissions(), facts.size, path.name());
        self.talk.say(line.into()).await?;
        self.taken().await
    }

    /// Tells the other side's user what went wrong; it goes on.
    async fn complain(&mut self, why: &str) -> Result<(), Stop> {
        self.failed = true;
        Ok(self.talk.say(format!("\x01scp: {why}\n").into()).await?)
    }

    /// Waits for the other side's word: yes, or a complaint of its own, which its user has seen.
    async fn taken(&mut self) -> Result<bool, Stop> {
        match self.byte().await? {
            0 => {
                self.talk.heard();
                Ok(true)
            }
            1 => {
                self.failed = true;
                for _ in 0..limits::SCP_COMPLAINT {
                    if self.byte().await? == b'\n' {
                        self.talk.heard();
                        return Ok(false);
                    }
                }
                Err(Stop::Left)
            }
            // 2 is the end of it all, anything else not of this protocol.
            _ => Err(Stop::Left),
        }
    }

    async fn byte(&mut self) -> Result<u8, Stop> {
        while self.heard.is_empty() {
            self.heard = self.talk.hear().await?.ok_or(Stop::Left)?;
        }
        Ok(self.heard.get_u8())
    }
}
