//! The host key: made once at the first start, kept for ever, never silently replaced.
//!
//! Visitors' clients remember the key; a new one looks to them like an attack. So whatever is wrong with an existing
//! file is an error with a way out, and only a file that is not there at all is made. A folder that cannot be written is
//! no trouble while the key is in it.

use std::{
    fmt, fs,
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use russh::keys::{
    Algorithm, HashAlg, PrivateKey,
    key::safe_rng,
    ssh_key::{LineEnding, private::KeypairData},
};
use rustix::process::getuid;

use crate::limits;

/// Name of the key's file in the directory of keys.
pub const FILE: &str = "host_ed25519";

/// The server's key with what a visitor compares.
#[derive(Clone)]
pub struct HostKey {
    /// The key, made for russh.
    pub(super) private: PrivateKey,
    /// `SHA256:…`, as `ssh` shows it at the first visit.
    pub fingerprint: String,
    /// Whether this start made the key.
    pub fresh: bool,
}

/// What is wrong with the host key.
#[derive(Debug)]
pub struct HostKeyError {
    /// The file or directory.
    pub path: PathBuf,
    /// What is wrong with it.
    pub kind: HostKeyProblem,
}

/// What can be wrong with a host key.
#[derive(Debug)]
pub enum HostKeyProblem {
    /// The directory of keys cannot be made.
    Directory(io::Error),
    /// The key file cannot be read.
    Unreadable(io::Error),
    /// The key file cannot be written.
    Unwritable(io::Error),
    /// It is a directory, a device or a link to nothing.
    NotAFile,
    /// It is ours, and others may read or write it; the mode's last nine bits.
    Open(u32),
    /// Nothing is in it.
    Empty,
    /// It is larger than any key, bytes.
    Large(u64),
    /// It is no private key in OpenSSH format.
    Malformed(String),
    /// It needs a passphrase, and nobody is there at start to type one.
    Encrypted,
    /// It is a key of another algorithm.
    Algorithm(String),
}

/// Reads the host key of a directory; `None` where there is none yet.
///
/// # Errors
/// When the key cannot be read or must not be used as it is.
pub fn load(directory: &Path) -> Result<Option<HostKey>, HostKeyError> {
    let path = directory.join(FILE);
    match read(&path) {
        Ok(private) => Ok(private.map(|private| HostKey::new(private, false))),
        Err(kind) => Err(HostKeyError { path, kind }),
    }
}

/// Reads the host key of a directory, or makes it where there is none; the directory too.
///
/// # Errors
/// When the key can be neither read nor made, or must not be used as it is. An existing file is never changed.
pub fn load_or_create(directory: &Path) -> Result<HostKey, HostKeyError> {
    if let Some(key) = load(directory)? {
        return Ok(key);
    }
    let path = directory.join(FILE);
    let problem = |path: &Path, kind| HostKeyError { path: path.to_path_buf(), kind };
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)
        .map_err(|error| problem(directory, HostKeyProblem::Directory(error)))?;
    let fresh = create(directory, &path).map_err(|kind| problem(&path, kind))?;
    // What counts is what is in the file: another start may have been a moment faster.
    match read(&path) {
        Ok(Some(private)) => Ok(HostKey::new(private, fresh)),
        Ok(None) => Err(problem(&path, HostKeyProblem::Unreadable(io::ErrorKind::NotFound.into()))),
        Err(kind) => Err(problem(&path, kind)),
    }
}

/// Reads a key file; `None` where there is no such file.
fn read(path: &Path) -> Result<Option<PrivateKey>, HostKeyProblem> {
    // The link itself first: one that leads nowhere must not be taken for "no key yet" and be replaced.
    match fs::symlink_metadata(path) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(HostKeyProblem::Unreadable(error)),
    }
    let found = fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => HostKeyProblem::NotAFile,
        _ => HostKeyProblem::Unreadable(error),
    })?;
    if !found.is_file() {
        return Err(HostKeyProblem::NotAFile);
    }
    if is_open(found.uid(), found.mode(), getuid().as_raw()) {
        return Err(HostKeyProblem::Open(found.mode() & 0o777));
    }
    match found.len() {
        0 => return Err(HostKeyProblem::Empty),
        large if large > limits::KEY_FILE_BYTES => return Err(HostKeyProblem::Large(large)),
        _ => {}
    }
    let text = fs::read(path).map_err(HostKeyProblem::Unreadable)?;
    let key = PrivateKey::from_openssh(&text).map_err(|error| HostKeyProblem::Malformed(error.to_string()))?;
    match key.key_data() {
        KeypairData::Ed25519(_) => Ok(Some(key)),
        _ if key.is_encrypted() => Err(HostKeyProblem::Encrypted),
        _ => Err(HostKeyProblem::Algorithm(key.algorithm().to_string())),
    }
}

/// Whether a key file of this owner and mode lies open although this user could close it.
///
/// This is OpenSSH's own rule (`sshkey_perm_ok` in `authfile.c`): a file of somebody else's is for them to guard. What a
/// service manager hands over is root's and 0440: a systemd credential shows its access list there, a Kubernetes Secret
/// its `fsGroup`.
fn is_open(owner: u32, mode: u32, user: u32) -> bool {
    owner == user && mode & 0o077 != 0
}

/// Makes the key file; `false` where another process made it in the meantime.
///
/// The key is whole on disk under another name before it appears under its own, so that a crash leaves no half key; it
/// is linked and not renamed into place, because a rename would replace a key that appeared meanwhile.
fn create(directory: &Path, path: &Path) -> Result<bool, HostKeyProblem> {
    let mut key = PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519)
        .map_err(|error| HostKeyProblem::Malformed(error.to_string()))?;
    key.set_comment("shingle host key");
    let text = key.to_openssh(LineEnding::LF).map_err(|error| HostKeyProblem::Malformed(error.to_string()))?;

    // A name that no other start has: two containers on one volume are process 1 both, but never make the same key.
    let fingerprint = key.fingerprint(HashAlg::Sha256).to_string();
    let unique: String =
        fingerprint.chars().filter(char::is_ascii_alphanumeric).skip("SHA256".len()).take(16).collect();
    let draft = directory.join(format!(".{FILE}.{unique}"));
    let made = (|| {
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        match fs::hard_link(&draft, path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error),
        }
    })();
    // Gone in either case; should that fail, a draft that nobody reads stays behind.
    let _ = fs::remove_file(&draft);
    let made = made.map_err(HostKeyProblem::Unwritable)?;
    fs::File::open(directory).and_then(|directory| directory.sync_all()).map_err(HostKeyProblem::Unwritable)?;
    Ok(made)
}

impl HostKey {
    fn new(private: PrivateKey, fresh: bool) -> Self {
        let fingerprint = private.fingerprint(HashAlg::Sha256).to_string();
        Self { private, fingerprint, fresh }
    }

    /// Its public half as a line of `known_hosts` ends: the algorithm and the key in base64.
    #[must_use]
    pub fn public(&self) -> String {
        let mut public = self.private.public_key().clone();
        public.set_comment("");
        // Only what cannot be written has no line, and this key was read from a file.
        public.to_openssh().unwrap_or_default()
    }

    /// What its SSHFP record carries: Ed25519 (RFC 7479), SHA-256 (RFC 6594), and that of the public half.
    #[must_use]
    pub fn sshfp(&self) -> String {
        let hash = self.private.fingerprint(HashAlg::Sha256);
        hash.as_bytes().iter().fold("4 2 ".to_owned(), |record, byte| record + &format!("{byte:02x}"))
    }
}

impl fmt::Debug for HostKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HostKey").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

impl HostKeyError {
    /// What to do about it, as a sentence.
    #[must_use]
    pub fn hint(&self) -> String {
        let path = self.path.display();
        match &self.kind {
            HostKeyProblem::Directory(_) | HostKeyProblem::Unwritable(_) => {
                "Make the directory writable for the user who runs shingle, or name another one with --keys.".into()
            }
            HostKeyProblem::Unreadable(_) => format!("Give {path} to the user who runs shingle."),
            HostKeyProblem::Open(_) => format!(
                "Run `chmod 600 {path}`; if strangers could have read the key, delete it, and shingle makes a new one."
            ),
            HostKeyProblem::Encrypted => format!("Remove the passphrase with `ssh-keygen -p -f {path}`."),
            HostKeyProblem::NotAFile => format!("Move {path} away, or name another directory with --keys."),
            HostKeyProblem::Empty
            | HostKeyProblem::Large(_)
            | HostKeyProblem::Malformed(_)
            | HostKeyProblem::Algorithm(_) => format!(
                "Put the key back from a backup, or delete {path}: shingle then makes a new one, and visitors' clients \
                 warn once that the key has changed."
            ),
        }
    }
}

impl fmt::Display for HostKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.kind {
            HostKeyProblem::Directory(error) => write!(f, "the directory of keys {path} cannot be made: {error}"),
            HostKeyProblem::Unreadable(error) => write!(f, "the host key {path} cannot be read: {error}"),
            HostKeyProblem::Unwritable(error) => write!(f, "the host key {path} cannot be written: {error}"),
            HostKeyProblem::NotAFile => write!(f, "the host key {path} is not a file"),
            HostKeyProblem::Open(mode) => write!(f, "the host key {path} is open to others (mode {mode:04o})"),
            HostKeyProblem::Empty => write!(f, "the host key {path} is empty"),
            HostKeyProblem::Large(bytes) => write!(f, "the host key {path} has {bytes} bytes, more than any key has"),
            HostKeyProblem::Malformed(error) => write!(f, "the host key {path} is no OpenSSH private key: {error}"),
            HostKeyProblem::Encrypted => write!(f, "the host key {path} is locked with a passphrase"),
            HostKeyProblem::Algorithm(name) => write!(f, "the host key {path} is {name}, and only Ed25519 is used"),
        }
    }
}

impl std::error::Error for HostKeyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            HostKeyProblem::Directory(error)
            | HostKeyProblem::Unreadable(error)
            | HostKeyProblem::Unwritable(error) => Some(error),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn put(directory: &Path, text: &str, mode: u32) -> PathBuf {
        let path = directory.join(FILE);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    fn refused(directory: &Path) -> HostKeyProblem {
        let before = fs::read(directory.join(FILE)).ok();
        let error = load_or_create(directory).unwrap_err();
        assert_eq!(fs::read(directory.join(FILE)).ok(), before, "the file was changed");
        assert!(!error.hint().is_empty() && error.to_string().contains(FILE));
        error.kind
    }

    #[test]
    fn makes_a_key_only_its_owner_reads_and_keeps_it() {
        let home = tempfile::tempdir().unwrap();
        let keys = home.path().join("deep/keys");
        let first = load_or_create(&keys).unwrap();
        assert!(first.fresh && first.fingerprint.starts_with("SHA256:"));
        assert_eq!(fs::metadata(keys.join(FILE)).unwrap().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(&keys).unwrap().mode() & 0o777, 0o700);
        assert_eq!(fs::read_dir(&keys).unwrap().count(), 1, "a draft was left behind");

        let second = load_or_create(&keys).unwrap();
        assert!(!second.fresh);
        assert_eq!(second.fingerprint, first.fingerprint);
    }

    #[test]
    fn starts_at_once_make_one_key() {
        let home = tempfile::tempdir().unwrap();
        let keys = home.path();
        let starts: Vec<HostKey> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| load_or_create(keys).unwrap())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(starts.iter().all(|start| start.fingerprint == starts[0].fingerprint));
        assert_eq!(starts.iter().filter(|start| start.fresh).count(), 1);
    }

    #[test]
    fn refuses_a_key_that_others_can_read() {
        let home = tempfile::tempdir().unwrap();
        load_or_create(home.path()).unwrap();
        fs::set_permissions(home.path().join(FILE), fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(refused(home.path()), HostKeyProblem::Open(0o644)));
    }

    #[test]
    fn a_key_file_of_somebody_elses_is_for_them_to_guard() {
        for (owner, mode, user, open) in [
            (1000, 0o600, 1000, false),
            (1000, 0o400, 1000, false),
            (1000, 0o640, 1000, true),
            (1000, 0o604, 1000, true),
            (0, 0o644, 0, true),
            // Bits that say what kind of file it is are none of permission.
            (1000, 0o100_600, 1000, false),
            // A systemd credential, a Kubernetes Secret with and without an fsGroup.
            (0, 0o440, 1000, false),
            (0, 0o640, 1000, false),
            (0, 0o644, 1000, false),
            (1000, 0o644, 0, false),
        ] {
            assert_eq!(is_open(owner, mode, user), open, "uid {owner}, mode {mode:o}, read by {user}");
        }
    }

    #[test]
    fn reads_a_key_through_the_links_of_a_mounted_secret() {
        let home = tempfile::tempdir().unwrap();
        let made = load_or_create(&home.path().join("..2024")).unwrap();
        std::os::unix::fs::symlink("..2024", home.path().join("..data")).unwrap();
        std::os::unix::fs::symlink("..data/host_ed25519", home.path().join(FILE)).unwrap();
        let found = load_or_create(home.path()).unwrap();
        assert_eq!((found.fingerprint, found.fresh), (made.fingerprint, false));
        // The file that is led to is the one that counts.
        fs::set_permissions(home.path().join("..2024").join(FILE), fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(refused(home.path()), HostKeyProblem::Open(0o640)));
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_no_trouble_while_the_key_is_in_it() {
        let home = tempfile::tempdir().unwrap();
        assert!(load(home.path()).unwrap().is_none());
        let made = load_or_create(home.path()).unwrap();
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o500)).unwrap();
        let touched = || fs::metadata(home.path()).unwrap().modified().unwrap();
        let before = touched();
        assert_eq!(load_or_create(home.path()).unwrap().fingerprint, made.fingerprint);
        // Root may write anywhere, so it is also looked whether anybody tried.
        assert_eq!(touched(), before);
    }

    #[test]
    fn its_public_half_is_what_clients_and_dns_know() {
        let home = tempfile::tempdir().unwrap();
        let key = load_or_create(home.path()).unwrap();
        let public = key.public();
        assert!(public.starts_with("ssh-ed25519 AAAA") && public.split(' ').count() == 2, "{public:?}");
        let read = russh::keys::PublicKey::from_openssh(&public).unwrap();
        assert_eq!(read.fingerprint(HashAlg::Sha256).to_string(), key.fingerprint);
        assert_eq!(key.sshfp().len(), "4 2 ".len() + 64);
    }

    #[test]
    fn refuses_what_is_no_key() {
        let home = tempfile::tempdir().unwrap();
        put(home.path(), "", 0o600);
        assert!(matches!(refused(home.path()), HostKeyProblem::Empty));
        put(home.path(), "hello\n", 0o600);
        assert!(matches!(refused(home.path()), HostKeyProblem::Malformed(_)));
        put(home.path(), &"x".repeat(100_000), 0o600);
        assert!(matches!(refused(home.path()), HostKeyProblem::Large(100_000)));
    }

    #[test]
    fn refuses_a_directory_and_a_link_to_nothing() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join(FILE)).unwrap();
        assert!(matches!(refused(home.path()), HostKeyProblem::NotAFile));
        fs::remove_dir(home.path().join(FILE)).unwrap();
        std::os::unix::fs::symlink("/nowhere/at/all", home.path().join(FILE)).unwrap();
        assert!(matches!(refused(home.path()), HostKeyProblem::NotAFile));
    }

    #[test]
    fn refuses_another_algorithm() {
        let home = tempfile::tempdir().unwrap();
        let curve = russh::keys::EcdsaCurve::NistP256;
        let key = PrivateKey::random(&mut safe_rng(), Algorithm::Ecdsa { curve }).unwrap();
        put(home.path(), &key.to_openssh(LineEnding::LF).unwrap(), 0o600);
        assert!(matches!(refused(home.path()), HostKeyProblem::Algorithm(_)));
    }

    #[test]
    fn shows_no_secret_when_printed() {
        let home = tempfile::tempdir().unwrap();
        let key = load_or_create(home.path()).unwrap();
        assert_eq!(format!("{key:?}"), format!("HostKey {{ fingerprint: {:?}, .. }}", key.fingerprint));
    }
}
