//! What a client says in the clear before the connection is encrypted: its version line and its lists of algorithms.
//!
//! russh tells its handler neither before login (0.65.1: only `Session::remote_sshid`, and the calls that decide over a
//! login get no `Session`), so [`super::guard`] listens to the first bytes as they pass. Nothing here can stop or change
//! them, and what is read serves two ends only: which clients break on a login by `none`, and the colophon.

use std::sync::{Arc, OnceLock};

use super::{auth, config};
use crate::limits;

/// What was heard so far.
#[derive(Debug, Default)]
pub(super) struct Heard {
    version: OnceLock<String>,
    crypto: OnceLock<(String, String)>,
}

impl Heard {
    /// The whole version line, for example `SSH-2.0-OpenSSH_9.9`; empty where none came.
    pub(super) fn version(&self) -> &str {
        self.version.get().map_or("", String::as_str)
    }

    /// The client's own name: the version line without the protocol's part and without comments, cleaned.
    pub(super) fn client(&self) -> String {
        let line = self.version();
        let software = line.splitn(3, '-').nth(2).unwrap_or(line);
        auth::clean(software.split(' ').next().unwrap_or(software))
    }

    /// Key exchange and cipher of the first key exchange.
    pub(super) fn crypto(&self) -> Option<(String, String)> {
        self.crypto.get().cloned()
    }
}

/// Listens to the first bytes of a connection.
#[derive(Debug)]
pub(super) struct Listener {
    heard: Arc<Heard>,
    bytes: Vec<u8>,
}

impl Listener {
    /// A listener that has heard nothing yet.
    pub(super) fn new(heard: Arc<Heard>) -> Self {
        Self { heard, bytes: Vec::new() }
    }

    /// Hears the next bytes; `false` when there is nothing more to listen for.
    pub(super) fn hear(&mut self, bytes: &[u8]) -> bool {
        let room = limits::HAIL_BYTES.saturating_sub(self.bytes.len());
        self.bytes.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
        let Some((line, rest)) = line(&self.bytes) else { return room > bytes.len() };
        self.heard.version.get_or_init(|| String::from_utf8_lossy(line).into_owned());
        let Some(packet) = packet(rest) else { return room > bytes.len() };
        if let Some(crypto) = agreed(packet) {
            self.heard.crypto.get_or_init(|| crypto);
        }
        false
    }
}

/// The first line and what follows it (RFC 4253 section 4.2: CR LF, and LF alone from some).
fn line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|&byte| byte == b'\n')?;
    let (line, rest) = bytes.split_at_checked(end)?;
    Some((line.strip_suffix(b"\r").unwrap_or(line), rest.get(1..)?))
}

/// The payload of the first packet, once it is whole (RFC 4253 section 6; not encrypted yet).
fn packet(bytes: &[u8]) -> Option<&[u8]> {
    let (length, rest) = number(bytes)?;
    let (&padding, rest) = rest.split_first()?;
    // The length counts the padding and the byte that says how much there is.
    rest.get(..length.checked_sub(1)?)?;
    rest.get(..length.checked_sub(1)?.checked_sub(padding.into())?)
}

/// What the client's KEXINIT and our lists agree on (RFC 4253 section 7.1: the first of the client's that we have too).
fn agreed(payload: &[u8]) -> Option<(String, String)> {
    // One byte of type (20), 16 bytes of cookie, then name-lists: key exchange, host key, cipher to the server.
    let lists = payload.strip_prefix(&[20])?.get(16..)?;
    let (exchanges, lists) = names(lists)?;
    let (_host_keys, lists) = names(lists)?;
    let (ciphers, _) = names(lists)?;
    let exchange = exchanges.split(',').find(|name| config::exchanges().any(|ours| ours == *name))?;
    let cipher = ciphers.split(',').find(|name| config::CIPHER.iter().any(|ours| ours.as_ref() == *name))?;
    Some((exchange.to_owned(), cipher.to_owned()))
}

fn names(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (length, rest) = number(bytes)?;
    let (names, rest) = rest.split_at_checked(length)?;
    Some((std::str::from_utf8(names).ok()?, rest))
}

fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<4>()?;
    Some((usize::try_from(u32::from_be_bytes(*number)).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hail(line: &str, lists: &[&str]) -> Vec<u8> {
        let mut payload = vec![20];
        payload.extend([7; 16]);
        for list in lists {
            payload.extend(u32::try_from(list.len()).unwrap().to_be_bytes());
            payload.extend(list.as_bytes());
        }
        let padding = 9;
        let mut bytes = line.as_bytes().to_vec();
        bytes.extend(u32::try_from(payload.len() + 1 + padding).unwrap().to_be_bytes());
        bytes.push(u8::try_from(padding).unwrap());
        bytes.extend(payload);
        bytes.extend(vec![0; padding]);
        bytes
    }

    fn example() -> Vec<u8> {
        let exchanges = "sntrup761x25519-sha512,curve25519-sha256,ext-info-c,mlkem768x25519-sha256";
        hail(
            "SSH-2.0-OpenSSH_9.9 Debian-3\r\n",
            &[exchanges, "ssh-ed25519", "aes128-cbc,aes256-gcm@openssh.com,chacha20-poly1305@openssh.com"],
        )
    }

    fn listen(chunks: &[&[u8]]) -> (Arc<Heard>, bool) {
        let heard = Arc::new(Heard::default());
        let mut listener = Listener::new(Arc::clone(&heard));
        let more = chunks.iter().all(|chunk| listener.hear(chunk));
        (heard, more)
    }

    #[test]
    fn hears_the_client_and_what_both_sides_know() {
        let (heard, more) = listen(&[&example()]);
        assert_eq!(heard.version(), "SSH-2.0-OpenSSH_9.9 Debian-3");
        assert_eq!(heard.client(), "OpenSSH_9.9");
        assert_eq!(heard.crypto().unwrap(), ("curve25519-sha256".into(), "aes256-gcm@openssh.com".into()));
        assert!(!more, "still listening");
    }

    #[test]
    fn listens_no_longer_than_the_bound() {
        let mut listener = Listener::new(Arc::default());
        let mut rounds = 0;
        while listener.hear(&[b'x'; 1000]) {
            rounds += 1;
        }
        assert_eq!(rounds, limits::HAIL_BYTES / 1000);
        assert!(listener.bytes.len() <= limits::HAIL_BYTES);
    }

    proptest! {
        #[test]
        fn any_split_is_heard_alike(cut in 0..400_usize) {
            let whole = example();
            let (a, b) = whole.split_at(cut.min(whole.len()));
            let (heard, _) = listen(&[a, b]);
            prop_assert_eq!(heard.version(), "SSH-2.0-OpenSSH_9.9 Debian-3");
            prop_assert!(heard.crypto().is_some());
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000), line in any::<bool>()) {
            let mut all = if line { b"SSH-2.0-x\r\n".to_vec() } else { Vec::new() };
            all.extend(bytes);
            let (heard, _) = listen(&[&all]);
            let _ = (heard.client(), heard.crypto());
        }
    }
}
