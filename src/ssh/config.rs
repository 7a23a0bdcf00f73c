//! What russh is told: algorithms, sizes, timers.

use std::{borrow::Cow, time::Duration};

use russh::{
    Limits, MethodKind, MethodSet, Preferred, SshId, cipher, compression, kex,
    keys::{Algorithm, EcdsaCurve},
    mac,
};

use super::HostKey;
use crate::limits;

/// Key exchange: the ML-KEM hybrid and curve25519, nothing else. Classic Diffie-Hellman would let a stranger spend 0.8 s
/// of our time with one packet (measured: group 18). The two markers are not algorithms; without the last one russh
/// does not do strict key exchange (russh `negotiation.rs`), which is what stops CVE-2023-48795.
const KEX: &[kex::Name] = &[
    kex::MLKEM768X25519_SHA256,
    kex::CURVE25519,
    kex::CURVE25519_PRE_RFC_8731,
    kex::EXTENSION_SUPPORT_AS_SERVER,
    kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER,
];

/// Ciphers: authenticated ones, and counter mode for those who have none of them. An old dropbear has none but
/// chacha20-poly1305, libssh2 before 1.11 none but counter mode.
pub(super) const CIPHER: &[cipher::Name] = &[
    cipher::CHACHA20_POLY1305,
    cipher::AES_256_GCM,
    cipher::AES_128_GCM,
    cipher::AES_256_CTR,
    cipher::AES_192_CTR,
    cipher::AES_128_CTR,
];

/// Encrypt-then-MAC only. libssh2 before 1.11 has neither this nor an AEAD cipher: it is told at once that nothing fits.
const MAC: &[mac::Name] = &[mac::HMAC_SHA512_ETM, mac::HMAC_SHA256_ETM];

/// Algorithms of keys: the host key is the first; the list is also sent to clients as what they may sign with.
const KEY: &[Algorithm] = &[
    Algorithm::Ed25519,
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 },
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP384 },
    Algorithm::Ecdsa { curve: EcdsaCurve::NistP521 },
];

/// The names of [`KEX`] that are algorithms.
pub(super) fn exchanges() -> impl Iterator<Item = &'static str> {
    KEX.iter().map(AsRef::as_ref).filter(|name| !name.starts_with("ext-info-") && !name.starts_with("kex-strict-"))
}

/// Our version line, without its end. No version in it: whoever looks for old servers by their name shall find nothing.
pub(super) const VERSION: &str = "SSH-2.0-shingle";

/// What russh is told.
pub(super) fn russh(key: HostKey, login: Duration) -> russh::server::Config {
    russh::server::Config {
        server_id: SshId::Standard(Cow::Borrowed(VERSION)),
        // "none" must not be listed (RFC 4252 section 4); it is tried unasked.
        methods: MethodSet::from(&[MethodKind::PublicKey, MethodKind::KeyboardInteractive][..]),
        // Nothing to guess, so nothing to slow down; russh would sleep for every key that an agent offers.
        auth_rejection_time: Duration::ZERO,
        auth_rejection_time_initial: Some(Duration::ZERO),
        keys: vec![key.private],
        certificates: Vec::new(),
        limits: Limits::default(),
        window_size: limits::WINDOW,
        maximum_packet_size: limits::PACKET,
        channel_buffer_size: limits::CHANNEL_QUEUE,
        event_buffer_size: limits::EVENT_QUEUE,
        preferred: Preferred {
            kex: Cow::Borrowed(KEX),
            key: Cow::Borrowed(KEY),
            host_key_certificates: Cow::Borrowed(&[]),
            cipher: Cow::Borrowed(CIPHER),
            mac: Cow::Borrowed(MAC),
            // A decompressor is memory for a stranger to fill, before login even.
            compression: Cow::Borrowed(&[compression::NONE]),
        },
        max_auth_attempts: limits::AUTH_ATTEMPTS,
        inactivity_timeout: Some(limits::INACTIVITY),
        // russh asks before login too, and OpenSSH takes that for an error: never before the deadline.
        keepalive_interval: Some(limits::KEEPALIVE.max(login + limits::KEEPALIVE / 4)),
        keepalive_max: limits::KEEPALIVES,
        // The listener sets it; russh would only do so in its own accept loop.
        nodelay: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strict_key_exchange_is_offered_and_no_classic_diffie_hellman() {
        let all: Vec<&str> = KEX.iter().map(AsRef::as_ref).collect();
        assert!(all.contains(&"kex-strict-s-v00@openssh.com"));
        let algorithms: Vec<&str> = exchanges().collect();
        assert_eq!(algorithms, ["mlkem768x25519-sha256", "curve25519-sha256", "curve25519-sha256@libssh.org"]);
    }
}
