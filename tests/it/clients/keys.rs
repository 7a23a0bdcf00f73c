//! What `shingle keys` prints is what OpenSSH's own tools say of the same key, and what its client trusts.

use std::fs;

use super::{check, restored, run};
use crate::cli::{Serve, data, path, shingle, text};

#[tokio::test]
#[ignore = "needs ssh: .ci/run installs it"]
async fn openssh_says_the_same_of_the_key_and_trusts_the_printed_line() {
    let folder = tempfile::tempdir().unwrap();
    let (keys, config) = (folder.path().join("keys"), folder.path().join("shingle.toml"));
    let server = Serve::run(shingle(&["--listen", "127.0.0.1:0", "--data", path(&data()), "--keys", path(&keys)]));
    let port = server.port().to_string();
    let printed = |host: &str, form: &str| {
        fs::write(&config, format!("host = '{host}'\nport = {port}\n")).unwrap();
        let output = shingle(&["keys", "--config", path(&config), "--keys", path(&keys), "--only", form]).output();
        text(&output.unwrap().stdout).to_owned()
    };

    let line = printed("127.0.0.1", "known-hosts");
    let scanned = run("ssh-keyscan", &["-p", &port, "-t", "ed25519", "127.0.0.1"], "").await;
    let scanned = text(&scanned.stdout).lines().find(|line| !line.starts_with('#')).unwrap();
    assert_eq!(line, format!("{scanned}\n"));

    let known = folder.path().join("known_hosts");
    fs::write(&known, &line).unwrap();
    let listed = run("ssh-keygen", &["-l", "-f", path(&known)], "").await;
    let fingerprint = printed("127.0.0.1", "fingerprint");
    assert_eq!(text(&listed.stdout).split(' ').nth(1), Some(fingerprint.trim_end()));

    let (_, public) = line.split_once(' ').unwrap();
    let file = folder.path().join("host.pub");
    fs::write(&file, public).unwrap();
    let records = run("ssh-keygen", &["-r", "portfolio.example.com.", "-f", path(&file)], "").await;
    let record = printed("portfolio.example.com", "sshfp");
    assert!(text(&records.stdout).lines().any(|line| line == record.trim_end()), "{record}{}", text(&records.stdout));

    // A client that asks nobody gets in by that line, and not without it.
    let visit = |known: String| {
        let mut words: Vec<String> = ["-p", &port, "-F", "none", "-tt"].map(str::to_owned).into();
        for option in ["StrictHostKeyChecking=yes", "GlobalKnownHostsFile=/dev/null", "IdentityAgent=none"] {
            words.extend(["-o".to_owned(), option.to_owned()]);
        }
        words.extend(["-o".to_owned(), format!("UserKnownHostsFile={known}"), "x@127.0.0.1".to_owned()]);
        words
    };
    let words = visit(known.display().to_string());
    restored(&check("ssh", &run("ssh", &words.iter().map(String::as_str).collect::<Vec<_>>(), "q").await));
    let words = visit("/dev/null".to_owned());
    let stranger = run("ssh", &words.iter().map(String::as_str).collect::<Vec<_>>(), "q").await;
    assert_eq!(stranger.status.code(), Some(255));
    assert!(String::from_utf8_lossy(&stranger.stderr).contains("Host key verification failed"));
}
