//! The built binary before the first visitor: a portfolio to fill in, the host key to publish.

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::Path,
};

use crate::cli::{Serve, data, fails, path, run, shingle, text};

// ---- keys ----

/// A config file for a host on a port, and the folder of keys beside it.
fn config(folder: &tempfile::TempDir, text: &str) -> String {
    let file = folder.path().join("shingle.toml");
    fs::write(&file, text).unwrap();
    file.display().to_string()
}

#[test]
fn keys_makes_no_key_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys");
    let said = fails(&["keys", "--keys", path(&keys)]);
    assert!(said.starts_with(&format!("error: there is no host key in `{}` yet\nhint: ", keys.display())), "{said}");
    assert!(said.contains("--make") && !keys.exists(), "{said}");
}

#[test]
fn keys_says_which_setting_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys");
    let said = fails(&["keys", "--make", "--keys", path(&keys), "--listen", "127.0.0.1:0"]);
    assert!(said.contains("at which port") && said.contains("hint: name it as `port`"), "{said}");
    assert!(!keys.exists());
    run(&["keys", "--make", "--keys", path(&keys)]);
    let said = fails(&["keys", "--keys", path(&keys), "--only", "sshfp"]);
    assert!(said.starts_with("error: `localhost` is not a full name in DNS\nhint: `host` in the config"), "{said}");
}

#[test]
fn keys_prints_the_key_that_the_server_has() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys");
    let config = config(&folder, "host = 'Portfolio.example.com'\nport = 22\n");
    let made = run(&["keys", "--make", "--config", &config, "--keys", path(&keys)]);
    assert!(text(&made.stderr).starts_with("note: the key was made just now"), "{}", text(&made.stderr));
    let serve = Serve::run(shingle(&["--listen", "127.0.0.1:0", "--data", path(&data()), "--keys", path(&keys)]));
    let fingerprint = serve.said[2].strip_prefix("host key ").unwrap();
    let only = |form: &str| {
        let output = run(&["keys", "--config", &config, "--keys", path(&keys), "--only", form]);
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{form}");
        text(&output.stdout).trim_end().to_owned()
    };
    assert_eq!(only("fingerprint"), fingerprint);
    assert!(only("known-hosts").starts_with("portfolio.example.com ssh-ed25519 AAAA"), "{}", only("known-hosts"));
    assert!(only("sshfp").starts_with("portfolio.example.com. IN SSHFP 4 2 "), "{}", only("sshfp"));
    for form in ["fingerprint", "known-hosts", "sshfp"] {
        assert!(text(&made.stdout).lines().any(|line| line == only(form)), "{form}: {}", text(&made.stdout));
    }
}

#[test]
fn a_key_that_is_mounted_read_only_is_served_and_printed() {
    let folder = tempfile::tempdir().unwrap();
    let (keys, real) = (folder.path().join("keys"), folder.path().join("keys/..2024"));
    run(&["keys", "--make", "--keys", path(&real)]);
    symlink("..2024", keys.join("..data")).unwrap();
    symlink("..data/host_ed25519", keys.join("host_ed25519")).unwrap();
    fs::set_permissions(&keys, fs::Permissions::from_mode(0o500)).unwrap();
    let serve = Serve::run(shingle(&["--listen", "127.0.0.1:0", "--data", path(&data()), "--keys", path(&keys)]));
    let shown = run(&["keys", "--keys", path(&keys), "--only", "fingerprint"]);
    assert_eq!(serve.said[2], format!("host key {}", text(&shown.stdout).trim_end()));
    assert!(Path::new(&keys.join("host_ed25519")).is_symlink());
}

// ---- init ----

#[test]
fn init_makes_a_portfolio_that_passes_the_check_and_is_served() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("deep/me");
    let made = run(&["init", path(&folder)]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let written: Vec<&Path> = text(&made.stdout).lines().map(Path::new).collect();
    assert!(written.contains(&folder.join("systems/example.toml").as_path()), "{written:?}");
    assert!(
        written.contains(&folder.join("schema/system.json").as_path()) && written.iter().all(|file| file.is_file())
    );
    for command in ["check", "preview --data", "serve --data"] {
        assert!(text(&made.stderr).contains(&format!("  shingle {command} {}", folder.display())), "{command}");
    }
    let checked = run(&["check", path(&folder)]);
    assert_eq!((checked.status.code(), text(&checked.stderr)), (Some(0), ""));
    let shown = run(&["show", "--data", path(&folder), "systems", "example"]);
    assert!(text(&shown.stdout).starts_with("Example System\n"), "{}", text(&shown.stdout));
    let keys = dir.path().join("keys");
    let serve = Serve::run(shingle(&["--listen", "127.0.0.1:0", "--data", path(&folder), "--keys", path(&keys)]));
    assert!(serve.said[0].contains("1 system"), "{:?}", serve.said);
}

#[test]
fn init_writes_over_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mine = dir.path().join("notes.txt");
    fs::write(&mine, "mine").unwrap();
    let said = fails(&["init", path(dir.path())]);
    assert_eq!(
        said,
        format!(
            "error: `{}` is not empty: there is `{}`\nhint: name a folder that is new or empty; move what you want from \
             there\n",
            dir.path().display(),
            mine.display()
        )
    );
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    // A file where the folder should be.
    let said = fails(&["init", path(&mine)]);
    assert!(said.starts_with(&format!("error: cannot open `{}`", mine.display())), "{said}");
}
