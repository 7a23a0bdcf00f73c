//! Bytes to requests (draft-ietf-secsh-filexfer-02): packets out of a stream, and what each asks for. Pure.

use bytes::{Buf as _, Bytes, BytesMut};

use crate::limits;

/// Cuts a stream into packets, at whatever bytes it comes in pieces. Keeps less than one packet and what was last fed.
#[derive(Debug, Default)]
pub(super) struct Packets(BytesMut);

/// A length that no packet has: from here on nobody knows where the next one begins.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NoPacket;

impl Packets {
    /// Takes in the next bytes.
    pub(super) fn feed(&mut self, bytes: BytesMut) {
        if self.0.is_empty() { self.0 = bytes } else { self.0.extend_from_slice(&bytes) }
    }

    /// The next whole packet, without its length.
    pub(super) fn next(&mut self) -> Result<Option<Bytes>, NoPacket> {
        let Some((length, rest)) = self.0.split_first_chunk::<4>() else { return Ok(None) };
        let length = u32::from_be_bytes(*length);
        // An empty packet would not even have a type.
        if length == 0 || length > limits::SFTP_PACKET {
            return Err(NoPacket);
        }
        let Ok(length) = usize::try_from(length) else { return Err(NoPacket) };
        if rest.len() < length {
            return Ok(None);
        }
        self.0.advance(4);
        Ok(Some(self.0.split_to(length).freeze()))
    }
}

/// What a client asks for. Paths and handles are bytes of its own, of any kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Request<'a> {
    Open {
        path: &'a [u8],
        flags: u32,
    },
    Close {
        handle: &'a [u8],
    },
    Read {
        handle: &'a [u8],
        offset: u64,
        length: u32,
    },
    /// STAT and LSTAT: there are no links to tell them apart by.
    Stat {
        path: &'a [u8],
    },
    StatHandle {
        handle: &'a [u8],
    },
    OpenFolder {
        path: &'a [u8],
    },
    ReadFolder {
        handle: &'a [u8],
    },
    RealPath {
        path: &'a [u8],
    },
    ReadLink,
    /// Anything that would change something; what exactly does not matter.
    Change,
    Extended {
        name: &'a [u8],
    },
    /// A type that this version of the protocol does not have.
    Unknown,
}

/// A packet as it came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Packet<'a> {
    /// The greeting, with the client's version.
    Init(u32),
    /// A request that is to be answered under this id.
    Request(u32, Request<'a>),
    /// A request whose fields are not what its type has.
    Malformed(u32),
}

/// Reads a packet; `None` where there is not even an id to answer under.
pub(super) fn parse(packet: &[u8]) -> Option<Packet<'_>> {
    let (&kind, fields) = packet.split_first()?;
    let mut fields = Fields(fields);
    let id = fields.number()?;
    if kind == 1 {
        // What follows the version are extensions, of which a server need know none (section 4).
        return Some(Packet::Init(id));
    }
    Some(request(kind, &mut fields).map_or(Packet::Malformed(id), |request| Packet::Request(id, request)))
}

/// The numbers are those of section 3. Fields that come after what we need are not looked at.
fn request<'a>(kind: u8, fields: &mut Fields<'a>) -> Option<Request<'a>> {
    Some(match kind {
        3 => Request::Open { path: fields.string()?, flags: fields.number()? },
        4 => Request::Close { handle: fields.string()? },
        5 => Request::Read { handle: fields.string()?, offset: fields.long()?, length: fields.number()? },
        7 | 17 => Request::Stat { path: fields.string()? },
        8 => Request::StatHandle { handle: fields.string()? },
        11 => Request::OpenFolder { path: fields.string()? },
        12 => Request::ReadFolder { handle: fields.string()? },
        16 => Request::RealPath { path: fields.string()? },
        19 => Request::ReadLink,
        // WRITE, SETSTAT, FSETSTAT, REMOVE, MKDIR, RMDIR, RENAME, SYMLINK.
        6 | 9 | 10 | 13 | 14 | 15 | 18 | 20 => Request::Change,
        200 => Request::Extended { name: fields.string()? },
        _ => Request::Unknown,
    })
}

struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn number(&mut self) -> Option<u32> {
        let (number, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_be_bytes(*number))
    }

    fn long(&mut self) -> Option<u64> {
        let (number, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_be_bytes(*number))
    }

    fn string(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (string, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(string)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All packets of a stream that comes in these pieces, and whether it ended in what is no packet.
    fn packets(pieces: &[&[u8]]) -> (Vec<Bytes>, bool) {
        let (mut packets, mut found) = (Packets::default(), Vec::new());
        for piece in pieces {
            packets.feed(BytesMut::from(*piece));
            loop {
                match packets.next() {
                    Ok(Some(packet)) => found.push(packet),
                    Ok(None) => break,
                    Err(NoPacket) => return (found, true),
                }
            }
            assert!(packets.0.len() < 4 + limits::SFTP_PACKET as usize, "more than a packet is kept");
        }
        (found, false)
    }

    #[test]
    fn requests_are_read_from_their_bytes() {
        let (path, handle) = (&b"/x"[..], &b"h\0"[..]);
        for (bytes, packet) in [
            (&b"\x01\0\0\0\x03"[..], Packet::Init(3)),
            (b"\x01\0\0\0\x06\0\0\0\x01a\0\0\0\0", Packet::Init(6)),
            (b"\x03\0\0\0\x07\0\0\0\x02/x\0\0\0\x01\0\0\0\0", Packet::Request(7, Request::Open { path, flags: 1 })),
            (b"\x04\0\0\0\x07\0\0\0\x02h\0", Packet::Request(7, Request::Close { handle })),
            (
                b"\x05\xff\xff\xff\xff\0\0\0\x02h\0\0\0\0\x01\0\0\0\0\0\0\x80\0",
                Packet::Request(u32::MAX, Request::Read { handle, offset: 1 << 32, length: 32_768 }),
            ),
            (b"\x07\0\0\0\x07\0\0\0\x02/x", Packet::Request(7, Request::Stat { path })),
            (b"\x11\0\0\0\x07\0\0\0\x02/x", Packet::Request(7, Request::Stat { path })),
            (b"\x08\0\0\0\x07\0\0\0\x02h\0", Packet::Request(7, Request::StatHandle { handle })),
            (b"\x0b\0\0\0\x07\0\0\0\x02/x", Packet::Request(7, Request::OpenFolder { path })),
            (b"\x0c\0\0\0\x07\0\0\0\x02h\0", Packet::Request(7, Request::ReadFolder { handle })),
            (b"\x10\0\0\0\x07\0\0\0\0", Packet::Request(7, Request::RealPath { path: b"" })),
            (b"\x13\0\0\0\x07\0\0\0\x02/x", Packet::Request(7, Request::ReadLink)),
            (b"\x0d\0\0\0\x07\0\0\0\x02/x", Packet::Request(7, Request::Change)),
            (b"\xc8\0\0\0\x07\0\0\0\x02/x", Packet::Request(7, Request::Extended { name: path })),
            (b"\x63\0\0\0\x07", Packet::Request(7, Request::Unknown)),
            // A string that goes on where the packet ends, and a number cut off.
            (b"\x10\0\0\0\x07\0\0\0\x03/x", Packet::Malformed(7)),
            (b"\x10\0\0\0\x07\xff\xff\xff\xff/x", Packet::Malformed(7)),
            (b"\x03\0\0\0\x07\0\0\0\x02/x\0\0\0", Packet::Malformed(7)),
            (b"\x05\0\0\0\x07\0\0\0\x02h\0\0\0\0\x01\0\0\0", Packet::Malformed(7)),
        ] {
            assert_eq!(parse(bytes), Some(packet), "{bytes:?}");
        }
        for nobody in [&b""[..], b"\x01", b"\x10\0\0\0"] {
            assert_eq!(parse(nobody), None);
        }
    }

    #[test]
    fn lengths_that_no_packet_has_end_the_stream() {
        assert_eq!(packets(&[b"\0\0\0\0"]), (vec![], true));
        assert_eq!(packets(&[&(limits::SFTP_PACKET + 1).to_be_bytes()]), (vec![], true));
        assert_eq!(packets(&[b"\xff\xff", b"\xff\xff"]), (vec![], true));
        assert_eq!(packets(&[&limits::SFTP_PACKET.to_be_bytes(), &[7; 40]]), (vec![], false));
        assert_eq!(packets(&[b"\0\0\0\x02ab\0\0\0\x01c\0\0\0\0"]), (vec!["ab".into(), "c".into()], true));
    }

    proptest! {
        #[test]
        fn any_split_gives_the_same_packets(
            bodies in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..60), 0..8),
            tail in prop::collection::vec(any::<u8>(), 0..12),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
        ) {
            let mut stream = Vec::new();
            for body in &bodies {
                stream.extend_from_slice(&u32::try_from(body.len()).unwrap().to_be_bytes());
                stream.extend_from_slice(body);
            }
            stream.extend_from_slice(&tail);
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(stream.len() + 1)).collect();
            cuts.sort_unstable();
            let (mut pieces, mut from) = (Vec::new(), 0);
            for cut in cuts {
                pieces.push(&stream[from..cut]);
                from = cut;
            }
            pieces.push(&stream[from..]);
            let whole = packets(&[&stream]);
            prop_assert_eq!(&packets(&pieces), &whole);
            prop_assert!(whole.0.len() >= bodies.len());
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(packet in prop::collection::vec(any::<u8>(), 0..80), kind in 0_u8..=21) {
            let _ = parse(&packet);
            // A known type first: chance alone seldom gets beyond it.
            let _ = parse(&[&[kind], &packet[..]].concat());
        }
    }
}
