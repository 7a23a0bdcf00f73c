//! One polite sentence for a client that is not let in.
//!
//! A line before the version line (RFC 4253 section 4.2) is what sshd sends, and what OpenSSH's client shows only with
//! `-v`. A disconnect (section 11.1) is shown with its words by OpenSSH and `PuTTY` and without them by dropbear, and one
//! before the key exchange needs no key: so the version line and that one packet are all that is sent. It costs no cryptography, one write and a second's patience.

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, copy, sink},
    time::timeout,
};

use super::config;
use crate::limits;

/// `SSH_MSG_DISCONNECT` (RFC 4253 section 12).
const DISCONNECT: u8 = 1;
/// `SSH_DISCONNECT_TOO_MANY_CONNECTIONS` (RFC 4253 section 11.1).
const TOO_MANY_CONNECTIONS: u32 = 12;

/// Tells a client why it is not let in, and hangs up.
pub async fn decline<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, sentence: &str) {
    let telling = async {
        stream.write_all(&farewell(sentence)).await?;
        stream.shutdown().await?;
        // A socket that is closed with bytes unread is reset, and the reset overtakes the sentence.
        copy(&mut (&mut stream).take(limits::FAREWELL_BYTES as u64), &mut sink()).await
    };
    // Whoever does not listen for a second does not read it either.
    let _ = timeout(limits::FAREWELL, telling).await;
}

fn farewell(sentence: &str) -> Vec<u8> {
    let mut payload = vec![DISCONNECT];
    payload.extend(TOO_MANY_CONNECTIONS.to_be_bytes());
    for text in [sentence, ""] {
        payload.extend(u32::try_from(text.len()).unwrap_or(0).to_be_bytes());
        payload.extend(text.as_bytes());
    }
    // At least four bytes of padding, and the whole a multiple of eight (RFC 4253 section 6).
    let padding = 4 + (8 - (4 + 1 + payload.len() + 4) % 8) % 8;
    let mut bytes = format!("{}\r\n", config::VERSION).into_bytes();
    bytes.extend(u32::try_from(1 + payload.len() + padding).unwrap_or(0).to_be_bytes());
    bytes.push(u8::try_from(padding).unwrap_or(0));
    bytes.extend(payload);
    bytes.resize(bytes.len() + padding, 0);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packet_has_the_form_that_the_rfc_asks_for() {
        for length in 0..40 {
            let bytes = farewell(&"x".repeat(length));
            let packet = bytes.strip_prefix(b"SSH-2.0-shingle\r\n").unwrap();
            assert_eq!(packet.len() % 8, 0);
            assert_eq!(u32::from_be_bytes(packet[..4].try_into().unwrap()) as usize, packet.len() - 4);
            assert!(packet[4] >= 4 && usize::from(packet[4]) < packet.len());
            assert_eq!(packet[5], DISCONNECT);
        }
    }
}
