//! Answers to bytes (draft-ietf-secsh-filexfer-02). Pure.

use crate::{files::Facts, limits};

/// How a request ended (section 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Code {
    Ok = 0,
    Eof = 1,
    NoSuchFile = 2,
    PermissionDenied = 3,
    Failure = 4,
    BadMessage = 5,
    Unsupported = 8,
}

/// The extension by which a client learns how much it may ask for (OpenSSH `PROTOCOL`, section 4.8).
pub(super) const LIMITS: &str = "limits@openssh.com";

/// Answers that are to be sent, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Replies(Vec<u8>);

impl Replies {
    /// How many bytes there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Gives the bytes away.
    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0)
    }

    /// Version 3, the one that everybody speaks, and what we know beside it.
    pub(super) fn version(&mut self) {
        self.packet(2, |fields| {
            fields.number(3);
            fields.string(LIMITS.as_bytes());
            fields.string(b"1");
        });
    }

    /// A status, with the reason for whoever shows it; most clients have words of their own.
    pub(super) fn status(&mut self, id: u32, code: Code, reason: &str) {
        self.packet(101, |fields| {
            fields.number(id);
            fields.number(code as u32);
            fields.string(reason.as_bytes());
            fields.string(b"en");
        });
    }

    /// A handle.
    pub(super) fn handle(&mut self, id: u32, handle: &[u8]) {
        self.packet(102, |fields| {
            fields.number(id);
            fields.string(handle);
        });
    }

    /// Bytes of a file.
    pub(super) fn data(&mut self, id: u32, bytes: &[u8]) {
        self.packet(103, |fields| {
            fields.number(id);
            fields.string(bytes);
        });
    }

    /// One name and nothing of what it names: the answer to REALPATH (section 6.11).
    pub(super) fn path(&mut self, id: u32, path: &str) {
        self.packet(104, |fields| {
            fields.number(id);
            fields.number(1);
            fields.string(path.as_bytes());
            fields.string(path.as_bytes());
            fields.number(0);
        });
    }

    /// Entries of a folder, as many as go into one answer; says how many those were. At least one.
    pub(super) fn names<'a>(&mut self, id: u32, entries: impl Iterator<Item = (&'a str, Facts)>) -> usize {
        let (mut names, mut count) = (Fields(Vec::new()), 0_u32);
        for (name, facts) in entries {
            names.string(name.as_bytes());
            names.string(facts.line(name).as_bytes());
            names.facts(facts);
            count += 1;
            if names.0.len() >= limits::SFTP_NAMES {
                break;
            }
        }
        self.packet(104, |fields| {
            fields.number(id);
            fields.number(count);
            fields.0.extend_from_slice(&names.0);
        });
        count as usize
    }

    /// What is said of a file.
    pub(super) fn facts(&mut self, id: u32, facts: Facts) {
        self.packet(105, |fields| {
            fields.number(id);
            fields.facts(facts);
        });
    }

    /// How much a client may ask for: bytes of a packet, of a read, of a write (there are none, and 0 would be "as many
    /// as you like"), and open handles.
    pub(super) fn limits(&mut self, id: u32) {
        self.packet(201, |fields| {
            fields.number(id);
            fields.long(limits::SFTP_PACKET.into());
            fields.long(limits::SFTP_READ.into());
            fields.long(limits::SFTP_READ.into());
            fields.long(limits::SFTP_HANDLES as u64);
        });
    }

    fn packet(&mut self, kind: u8, fill: impl FnOnce(&mut Fields)) {
        let start = self.0.len();
        let mut fields = Fields(std::mem::take(&mut self.0));
        fields.number(0);
        fields.0.push(kind);
        fill(&mut fields);
        self.0 = fields.0;
        let length = length(self.0.len() - start - 4);
        if let Some(place) = self.0.get_mut(start..).and_then(<[u8]>::first_chunk_mut) {
            *place = length.to_be_bytes();
        }
    }
}

struct Fields(Vec<u8>);

impl Fields {
    fn number(&mut self, number: u32) {
        self.0.extend_from_slice(&number.to_be_bytes());
    }

    fn long(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_be_bytes());
    }

    fn string(&mut self, string: &[u8]) {
        self.number(length(string.len()));
        self.0.extend_from_slice(string);
    }

    /// Size, owner, permissions and times (section 5). The owner is nobody that a Unix has (65534 is `nobody`).
    fn facts(&mut self, facts: Facts) {
        self.number(0b1111);
        self.long(facts.size);
        self.number(65_534);
        self.number(65_534);
        self.number(facts.mode());
        self.number(facts.modified);
        self.number(facts.modified);
    }
}

/// What we send is cut to a few dozen KiB long before.
fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
