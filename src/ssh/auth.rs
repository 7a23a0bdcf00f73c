//! Who gets in, and as whom: one pure decision for every way of logging in.
//!
//! Everybody gets in with no prompt. `none` is accepted, which costs one round trip, and no key is ever asked for: a
//! client that is told "this key would do" may ask its user for a passphrase, a touch or a fingerprint.

use std::fmt;

use russh::{
    MethodKind, MethodSet,
    keys::{Algorithm, HashAlg, PublicKey},
    server::Auth,
};

use crate::limits;

/// The user name that only the owner's keys open.
pub const OWNER: &str = "owner";
/// The user name for visitors who want to be known by their key.
pub const ME: &str = "me";

/// Clients that break when `none` is accepted, by how their version line goes on after `SSH-2.0-`; lower case.
///
/// libssh2 takes the missing list of methods for an error (libssh2 issue 202) and carries several mobile and editor
/// clients; the Java library of old Android clients waits for a method to be offered (connectbot issue 618). Paramiko is
/// not among them: it tries `none` only where a program asks for just that (`Transport.auth_none`), which then must do.
const BREAK_ON_NONE: [&str; 3] = ["libssh2", "trilead", "connectbot"];

/// The keys that are the owner's.
#[derive(Debug, Clone, Default)]
pub struct Owners(Vec<PublicKey>);

/// One way of logging in, as the client tries it. A password is not in here, so that it can be neither kept nor logged.
#[derive(Debug, Clone, Copy)]
pub enum Attempt<'a> {
    /// No credentials at all.
    None,
    /// A password, whichever.
    Password,
    /// Whether a key would do; nothing is proved yet.
    Offer(&'a PublicKey),
    /// A key with a signature that russh has verified.
    Proof(&'a PublicKey),
    /// Questions and answers, of which we ask none.
    KeyboardInteractive,
}

/// As whom a visitor is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Anybody.
    Guest,
    /// Somebody with this key, as `SHA256:…`.
    Known(String),
    /// The owner.
    Owner,
}

/// What becomes of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// In, without a question.
    Enter(Role),
    /// The key would do: the client shall sign.
    Sign,
    /// Not this way; these ways are left.
    Refuse(&'static [MethodKind]),
}

/// Decides over one attempt of a client that named itself `version` and its user `user`.
#[must_use]
pub fn decide(version: &str, user: &str, attempt: Attempt<'_>, owners: &Owners) -> Decision {
    use Decision::{Enter, Refuse, Sign};
    match (user, attempt) {
        (OWNER, Attempt::Offer(key)) if owners.have(key) => Sign,
        (OWNER, Attempt::Proof(key)) if owners.have(key) => Enter(Role::Owner),
        (OWNER, _) => Refuse(&[MethodKind::PublicKey]),
        // Whoever asks to be known but has no key that we can check is a guest, not a stranger at a locked door.
        (ME, Attempt::None) => Refuse(&[MethodKind::PublicKey, MethodKind::KeyboardInteractive]),
        (ME, Attempt::Proof(key)) => Enter(Role::Known(key.fingerprint(HashAlg::Sha256).to_string())),
        (_, Attempt::None) if breaks_on_none(version) => Refuse(&[MethodKind::KeyboardInteractive]),
        // Only clients that try nothing else come to this: the others are in by `none`.
        (_, Attempt::Offer(key)) if !can_verify(key) => Refuse(&[MethodKind::KeyboardInteractive]),
        (_, Attempt::Offer(_)) => Sign,
        (_, Attempt::None | Attempt::Password | Attempt::KeyboardInteractive | Attempt::Proof(_)) => Enter(Role::Guest),
    }
}

/// What becomes of a certificate: none is believed, the ways that are left stay open.
#[must_use]
pub fn no_certificate(user: &str) -> Decision {
    if user == OWNER {
        Decision::Refuse(&[MethodKind::PublicKey])
    } else {
        Decision::Refuse(&[MethodKind::PublicKey, MethodKind::KeyboardInteractive])
    }
}

fn breaks_on_none(version: &str) -> bool {
    let software = version.strip_prefix("SSH-2.0-").unwrap_or(version).to_ascii_lowercase();
    BREAK_ON_NONE.iter().any(|known| software.starts_with(known))
}

/// Whether russh, as we build it, can check a signature of this key: without its `rsa` feature RSA never verifies.
fn can_verify(key: &PublicKey) -> bool {
    matches!(key.algorithm(), Algorithm::Ed25519 | Algorithm::Ecdsa { .. })
}

impl Owners {
    /// Reads lines as they stand in `authorized_keys`, without options; empty lines and comments (`#`) are skipped.
    ///
    /// # Errors
    /// When a line is no public key, or one of an algorithm that we cannot check.
    pub fn parse(lines: &str) -> Result<Self, OwnerKeyError> {
        let mut keys = Vec::new();
        for (at, line) in lines.lines().map(str::trim).enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |reason: String| OwnerKeyError { line: at + 1, reason };
            let key = PublicKey::from_openssh(line).map_err(|error| wrong(error.to_string()))?;
            if !can_verify(&key) {
                return Err(wrong(format!("{} keys cannot be checked; use Ed25519 or ECDSA", key.algorithm())));
            }
            keys.push(key);
        }
        Ok(Self(keys))
    }

    /// Whether a key is one of the owner's; comments do not count.
    fn have(&self, key: &PublicKey) -> bool {
        self.0.iter().any(|known| known.key_data() == key.key_data())
    }
}

/// A line that is not a key of the owner's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerKeyError {
    /// Which line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl OwnerKeyError {
    /// What to do about it, as a sentence.
    #[must_use]
    pub fn hint(&self) -> String {
        "Put one public key a line there, as in the file that ssh-keygen names *.pub.".into()
    }
}

impl fmt::Display for OwnerKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} of the owner's keys is not a key: {}", self.line, self.reason)
    }
}

impl std::error::Error for OwnerKeyError {}

impl Decision {
    /// The same, in russh's words.
    #[must_use]
    pub fn answer(&self) -> Auth {
        match self {
            Self::Enter(_) | Self::Sign => Auth::Accept,
            Self::Refuse(left) => {
                Auth::Reject { proceed_with_methods: Some(MethodSet::from(*left)), partial_success: false }
            }
        }
    }
}

/// A text of a client's own, short enough and clean enough to be shown and logged.
#[must_use]
pub fn clean(text: &str) -> String {
    // Bidirectional controls (Unicode TR 9) would let a name rearrange the line that it is shown in.
    let bidi = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|&c| !c.is_control() && !bidi(c)).take(limits::NAME).collect()
}

#[cfg(test)]
mod tests {
    use russh::keys::{PrivateKey, key::safe_rng};

    use super::*;

    const OPENSSH: &str = "SSH-2.0-OpenSSH_9.9";

    fn key() -> PublicKey {
        PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).unwrap().public_key().clone()
    }

    #[test]
    fn everybody_gets_in_by_none_without_a_question() {
        for user in ["", "root", "systems/edel", "Owner", "admin"] {
            assert_eq!(decide(OPENSSH, user, Attempt::None, &Owners::default()), Decision::Enter(Role::Guest));
        }
    }

    #[test]
    fn clients_that_break_on_none_are_shown_keyboard_interactive() {
        for version in ["SSH-2.0-libssh2_1.11.0", "SSH-2.0-TrileadSSH2Java_213"] {
            let first = decide(version, "x", Attempt::None, &Owners::default());
            assert_eq!(first, Decision::Refuse(&[MethodKind::KeyboardInteractive]));
            let then = decide(version, "x", Attempt::KeyboardInteractive, &Owners::default());
            assert_eq!(then, Decision::Enter(Role::Guest));
        }
        for version in ["SSH-2.0-libssh_0.10.6", "SSH-2.0-paramiko_3.4.0"] {
            assert_eq!(
                decide(version, "x", Attempt::None, &Owners::default()),
                Decision::Enter(Role::Guest),
                "{version}"
            );
        }
    }

    #[test]
    fn passwords_and_keys_get_in_for_clients_that_try_only_those() {
        let key = key();
        assert_eq!(decide(OPENSSH, "x", Attempt::Password, &Owners::default()), Decision::Enter(Role::Guest));
        assert_eq!(decide(OPENSSH, "x", Attempt::Offer(&key), &Owners::default()), Decision::Sign);
        assert_eq!(decide(OPENSSH, "x", Attempt::Proof(&key), &Owners::default()), Decision::Enter(Role::Guest));
    }

    #[test]
    fn only_a_proved_key_from_the_list_is_the_owner() {
        let (mine, other) = (key(), key());
        let owners = Owners::parse(&format!("# laptop\n\n{} me@home\n", mine.to_openssh().unwrap())).unwrap();
        let no = Decision::Refuse(&[MethodKind::PublicKey]);
        for attempt in [
            Attempt::None,
            Attempt::Password,
            Attempt::KeyboardInteractive,
            Attempt::Offer(&other),
            Attempt::Proof(&other),
        ] {
            assert_eq!(decide(OPENSSH, OWNER, attempt, &owners), no, "{attempt:?}");
        }
        assert_eq!(decide(OPENSSH, OWNER, Attempt::Offer(&mine), &owners), Decision::Sign);
        assert_eq!(decide(OPENSSH, OWNER, Attempt::Proof(&mine), &owners), Decision::Enter(Role::Owner));
        assert_eq!(decide(OPENSSH, "x", Attempt::Proof(&mine), &owners), Decision::Enter(Role::Guest));
        assert_eq!(decide(OPENSSH, OWNER, Attempt::Proof(&mine), &Owners::default()), no);
    }

    #[test]
    fn me_is_known_by_a_key_and_a_guest_without_one() {
        let (key, owners) = (key(), Owners::default());
        assert!(matches!(decide(OPENSSH, ME, Attempt::None, &owners), Decision::Refuse(_)));
        assert_eq!(decide(OPENSSH, ME, Attempt::Offer(&key), &owners), Decision::Sign);
        let known = Role::Known(key.fingerprint(HashAlg::Sha256).to_string());
        assert_eq!(decide(OPENSSH, ME, Attempt::Proof(&key), &owners), Decision::Enter(known));
        assert_eq!(decide(OPENSSH, ME, Attempt::KeyboardInteractive, &owners), Decision::Enter(Role::Guest));
    }

    #[test]
    fn says_which_line_of_the_owners_keys_is_wrong() {
        let error = Owners::parse("# mine\nssh-ed25519 nonsense\n").unwrap_err();
        assert_eq!(error.line, 2);
    }

    #[test]
    fn names_are_cleaned_and_cut() {
        assert_eq!(clean("a\u{1b}[31mb\r\n\u{202e}c"), "a[31mbc");
        assert_eq!(clean(&"x".repeat(100_000)).len(), limits::NAME);
    }
}
