//! The `sftp` subsystem, version 3 (draft-ietf-secsh-filexfer-02): what OpenSSH's `scp` and `sftp` speak, and the rest.
//!
//! Hand-written: the library there is reads the channel through russh's queue, which stands still with the whole
//! connection when a client asks ahead, and it ends without an exit status, after which clients wait or complain.

mod desk;
mod packet;
mod reply;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::talk::{Cut, Talk};
use crate::{files::Files, limits, session::Wire};
use desk::Desk;
use packet::Packets;
use reply::Replies;

/// Answers a client until it sends no more; gives the exit status.
pub(super) async fn serve<W: Wire>(talk: &mut Talk<'_, W>, files: Arc<Files>) -> Result<u32, Cut> {
    let (mut packets, mut desk, mut replies) = (Packets::default(), Desk::new(files), Replies::default());
    loop {
        let next = gather(&mut packets, &mut desk, &mut replies);
        if replies.len() > 0 {
            talk.heard();
            talk.say(replies.take().into()).await?;
        }
        match next {
            Next::Answers => {}
            Next::Bytes => match talk.hear().await? {
                Some(bytes) => packets.feed(bytes),
                None => return Ok(0),
            },
            Next::Nothing => return Ok(1),
        }
    }
}

/// What comes after the answers that were gathered.
enum Next {
    /// More of them.
    Answers,
    /// The next bytes of the client.
    Bytes,
    /// What the client sent was not SFTP.
    Nothing,
}

/// Answers what is there, up to what is sent at once: the rest of what a client has asked ahead waits as requests, which
/// are small.
fn gather(packets: &mut Packets, desk: &mut Desk, replies: &mut Replies) -> Next {
    while replies.len() < limits::OUTPUT_CHUNK {
        match packets.next() {
            Ok(Some(packet)) => {
                if desk.answer(&packet, replies).is_err() {
                    return Next::Nothing;
                }
            }
            Ok(None) => return Next::Bytes,
            Err(packet::NoPacket) => return Next::Nothing,
        }
    }
    Next::Answers
}
