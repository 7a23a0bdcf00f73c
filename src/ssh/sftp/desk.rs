//! Requests to answers: what is open, and what may be had. Pure; nothing here waits or sends.

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;

use super::{
    packet::{self, Packet, Request},
    reply::{Code, LIMITS, Replies},
};
use crate::{
    files::{Facts, Files, Node, Path},
    limits,
};

/// Flags of OPEN (draft-ietf-secsh-filexfer-02 section 6.3): to read, and nothing else.
const READ: u32 = 1;

const READ_ONLY: &str = "Nothing can be changed here: these files are made from the portfolio.";
const NOTHING_THERE: &str = "There is no such file.";

/// One client's side of the counter.
#[derive(Debug)]
pub(super) struct Desk {
    files: Arc<Files>,
    greeted: bool,
    open: BTreeMap<u32, Open>,
    next: u32,
}

#[derive(Debug)]
enum Open {
    File {
        facts: Facts,
        bytes: Bytes,
    },
    /// A folder, and how many of its entries were told.
    Folder {
        facts: Facts,
        path: Path,
        told: usize,
    },
}

/// What came is not SFTP; nothing after it can be understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotSftp;

/// The answer to a request that gets what it wants is written by whoever has it; any other is this.
type Refusal = (Code, &'static str);

impl Desk {
    pub(super) fn new(files: Arc<Files>) -> Self {
        Self { files, greeted: false, open: BTreeMap::new(), next: 0 }
    }

    /// Answers one packet.
    pub(super) fn answer(&mut self, packet: &[u8], replies: &mut Replies) -> Result<(), NotSftp> {
        match packet::parse(packet).ok_or(NotSftp)? {
            // The version is the lower of both (section 4); nobody has spoken less than 3 since 2001.
            Packet::Init(3..) if !self.greeted => {
                self.greeted = true;
                replies.version();
            }
            Packet::Request(id, request) if self.greeted => {
                if let Err((code, reason)) = self.request(id, request, replies) {
                    replies.status(id, code, reason);
                }
            }
            Packet::Malformed(id) if self.greeted => {
                replies.status(id, Code::BadMessage, "This request is not whole.");
            }
            Packet::Init(_) | Packet::Request(..) | Packet::Malformed(_) => return Err(NotSftp),
        }
        Ok(())
    }

    fn request(&mut self, id: u32, request: Request<'_>, replies: &mut Replies) -> Result<(), Refusal> {
        match request {
            Request::Open { flags, .. } if flags != READ => return Err((Code::PermissionDenied, READ_ONLY)),
            Request::Open { path, .. } => {
                let (_, node) = self.find(path)?;
                let facts = self.files.facts(node);
                let bytes = self.files.bytes(node).ok_or((Code::Failure, "This is a folder."))?;
                self.hand_out(id, Open::File { facts, bytes }, replies)?;
            }
            Request::OpenFolder { path } => {
                let (path, node) = self.find(path)?;
                node.entries().ok_or((Code::Failure, "This is no folder."))?;
                let facts = self.files.facts(node);
                self.hand_out(id, Open::Folder { facts, path, told: 0 }, replies)?;
            }
            Request::Close { handle } => {
                number(handle).and_then(|number| self.open.remove(&number)).ok_or(NOT_OPEN)?;
                replies.status(id, Code::Ok, "Closed.");
            }
            Request::Read { handle, offset, length } => match self.opened(handle)? {
                Open::Folder { .. } => return Err((Code::Failure, "This is a folder.")),
                Open::File { bytes, .. } => match piece(bytes, offset, length) {
                    [] => return Err(END),
                    piece => replies.data(id, piece),
                },
            },
            Request::ReadFolder { handle } => self.read_folder(id, handle, replies)?,
            Request::Stat { path } => {
                let (_, node) = self.find(path)?;
                replies.facts(id, self.files.facts(node));
            }
            Request::StatHandle { handle } => {
                let (Open::File { facts, .. } | Open::Folder { facts, .. }) = self.opened(handle)?;
                replies.facts(id, *facts);
            }
            // Of what is not there too: clients ask before they make something, and are refused then.
            Request::RealPath { path } => {
                let path = Path::parse(path).map_err(|_| NOWHERE)?;
                replies.path(id, &path.to_string());
            }
            Request::ReadLink => return Err((Code::NoSuchFile, "There are no links here.")),
            Request::Change => return Err((Code::PermissionDenied, READ_ONLY)),
            Request::Extended { name } if name == LIMITS.as_bytes() => replies.limits(id),
            Request::Extended { .. } | Request::Unknown => {
                return Err((Code::Unsupported, "This cannot be asked for here."));
            }
        }
        Ok(())
    }

    fn read_folder(&mut self, id: u32, handle: &[u8], replies: &mut Replies) -> Result<(), Refusal> {
        let files = Arc::clone(&self.files);
        let Open::Folder { path, told, .. } = self.opened(handle)? else {
            return Err((Code::Failure, "This is no folder."));
        };
        let node = files.find(path).ok_or(NOWHERE)?;
        // As every Unix has them; clients that want neither skip them by name.
        let dots = [(".", node), ("..", files.root())];
        let entries = node.entries().unwrap_or_default().iter().map(|(name, node)| (name.as_str(), node));
        let mut left =
            dots.into_iter().chain(entries).skip(*told).map(|(name, node)| (name, files.facts(node))).peekable();
        if left.peek().is_none() {
            return Err(END);
        }
        *told += replies.names(id, left);
        Ok(())
    }

    fn find(&self, path: &[u8]) -> Result<(Path, &Node), Refusal> {
        let path = Path::parse(path).map_err(|_| NOWHERE)?;
        let node = self.files.find(&path).ok_or(NOWHERE)?;
        Ok((path, node))
    }

    fn opened(&mut self, handle: &[u8]) -> Result<&mut Open, Refusal> {
        number(handle).and_then(|number| self.open.get_mut(&number)).ok_or(NOT_OPEN)
    }

    fn hand_out(&mut self, id: u32, open: Open, replies: &mut Replies) -> Result<(), Refusal> {
        if self.open.len() >= limits::SFTP_HANDLES {
            return Err((Code::Failure, "Too many files are open."));
        }
        // Never one that is still open, however often the numbers have gone round.
        while self.open.contains_key(&self.next) {
            self.next = self.next.wrapping_add(1);
        }
        replies.handle(id, &self.next.to_be_bytes());
        self.open.insert(self.next, open);
        self.next = self.next.wrapping_add(1);
        Ok(())
    }
}

const NOWHERE: Refusal = (Code::NoSuchFile, NOTHING_THERE);
const NOT_OPEN: Refusal = (Code::Failure, "Nothing is open under this handle.");
const END: Refusal = (Code::Eof, "That was all.");

/// A handle's number, where it is one of ours.
fn number(handle: &[u8]) -> Option<u32> {
    handle.try_into().ok().map(u32::from_be_bytes)
}

/// At most so many bytes from there on; none beyond the end.
fn piece(bytes: &[u8], offset: u64, length: u32) -> &[u8] {
    let rest = usize::try_from(offset).ok().and_then(|offset| bytes.get(offset..)).unwrap_or_default();
    let length = usize::try_from(length.min(limits::SFTP_READ)).unwrap_or(0);
    rest.get(..length).unwrap_or(rest)
}
