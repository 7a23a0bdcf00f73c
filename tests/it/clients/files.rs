//! Files by the real clients: OpenSSH's `sftp` and `scp`, `PuTTY`'s `psftp` and `pscp`, and curl over libssh2.

use std::{path::Path, process::Output};

use super::{check, run, ssh_options};
use crate::support::TestServer;

/// Where a test's copies go, and how its clients reach the server.
struct Desk {
    server: TestServer,
    port: String,
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let server = TestServer::start();
        Self { port: server.address.port().to_string(), server, folder: tempfile::tempdir().unwrap() }
    }

    fn to(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Runs `scp` or `sftp`.
    async fn openssh(&self, program: &str, arguments: &[&str], input: &str) -> Output {
        // These take the port with a capital letter.
        let options = [&["-P", self.port.as_str()], &ssh_options(&self.port)[2..], arguments].concat();
        run(program, &options, input).await
    }

    /// What stands in a copy.
    fn copy(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }
}

/// What a client says on its standard error, in lines, without what it always says of a new host key.
fn said(output: &Output) -> Vec<String> {
    let error = String::from_utf8_lossy(&output.stderr);
    error.lines().filter(|line| !line.contains("Permanently added")).map(|line| line.trim().to_owned()).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
#[ignore = "needs sftp: .ci/run installs it"]
async fn sftp_lists_and_gets_and_changes_nothing() {
    let desk = Desk::new();
    let commands = format!("ls -l\ncd systems\nget edel.md {}\nls -1\nbye\n", desk.to("edel.md"));
    let output = desk.openssh("sftp", &["x@127.0.0.1"], &commands).await;
    assert_eq!(output.status.code(), Some(0));
    let listing = String::from_utf8_lossy(&output.stdout);
    assert!(listing.lines().any(|line| line.starts_with("-rw-r--r--") && line.ends_with(" resume.md")), "{listing}");
    assert!(listing.lines().any(|line| line.starts_with("drwxr-xr-x") && line.ends_with(" systems")), "{listing}");
    assert!(desk.copy("edel.md").contains("Edel"));
    for (command, refused) in [
        ("put /etc/hostname new", "Permission denied"),
        ("rm resume.md", "Permission denied"),
        ("rename resume.md other", "Permission denied"),
        ("mkdir folder", "Permission denied"),
        ("rmdir systems", "Permission denied"),
        ("symlink resume.md other", "Permission denied"),
        ("chmod 777 resume.md", "Permission denied"),
        ("get nothing", "not found"),
        ("cd ../../etc", "No such file"),
    ] {
        let output = desk.openssh("sftp", &["-b", "-", "x@127.0.0.1"], &format!("{command}\n")).await;
        assert_eq!(output.status.code(), Some(1), "{command}");
        assert!(said(&output).iter().any(|line| line.contains(refused)), "{command}: {:?}", said(&output));
    }
    desk.server.sessions(0).await;
}

#[tokio::test]
#[ignore = "needs scp: .ci/run installs it"]
async fn scp_copies_files_and_folders_by_both_protocols() {
    for protocol in [&["-s"][..], &["-O"], &["-O", "-p"]] {
        let desk = Desk::new();
        let here = desk.to("");
        for file in ["resume.md", "resume.txt", "resume.json", "portfolio.json"] {
            // Twice: a copy that cannot be replaced would be a nuisance.
            for _ in 0..2 {
                let there = format!("x@127.0.0.1:{file}");
                let arguments = [protocol, &[&there, &here]].concat();
                check("scp", &desk.openssh("scp", &arguments, "").await);
            }
            assert!(desk.copy(file).contains(&crate::support::portfolio().profile.name), "{file}");
        }
        let arguments = [protocol, &["-r", "x@127.0.0.1:systems", &here]].concat();
        check("scp -r", &desk.openssh("scp", &arguments, "").await);
        assert_eq!(names(&desk.folder.path().join("systems")).len(), 2 * crate::support::portfolio().systems.len());
        let arguments = [protocol, &["x@127.0.0.1:systems/*.txt", &here]].concat();
        check("scp *", &desk.openssh("scp", &arguments, "").await);
        assert_eq!(desk.copy("edel.txt"), desk.copy("systems/edel.txt"));
    }
}

#[tokio::test]
#[ignore = "needs scp: .ci/run installs it"]
async fn scp_is_refused_with_status_1_and_a_word() {
    let desk = Desk::new();
    let here = desk.to("");
    for (arguments, line) in [
        (["-s", "/etc/hostname", "x@127.0.0.1:new"], "scp: dest open \"new\": Permission denied"),
        (["-O", "/etc/hostname", "x@127.0.0.1:new"], "scp: nothing can be put here; files can only be taken"),
        (["-s", "x@127.0.0.1:nothing", &here], "scp: nothing: No such file or directory"),
        (["-O", "x@127.0.0.1:nothing", &here], "scp: /nothing: no such file"),
        (["-O", "x@127.0.0.1:../../etc/passwd", &here], "scp: /etc/passwd: no such file"),
        (["-O", "x@127.0.0.1:systems", &here], "scp: /systems: a folder; -r copies it"),
    ] {
        let output = desk.openssh("scp", &arguments, "").await;
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert_eq!(said(&output).first().map(String::as_str), Some(line), "{arguments:?}");
    }
    assert_eq!(names(desk.folder.path()), [""; 0]);
}

#[tokio::test]
#[ignore = "needs psftp and pscp: .ci/run installs them"]
async fn putty_copies_by_both_protocols() {
    let desk = Desk::new();
    let key = super::fingerprint(&desk.port).await;
    let options = ["-batch", "-hostkey", &key, "-P", &desk.port];
    for protocol in ["-sftp", "-scp"] {
        let copy = desk.to(protocol);
        check("pscp", &run("pscp", &[&options[..], &[protocol, "x@127.0.0.1:resume.md", &copy]].concat(), "").await);
        assert_eq!(desk.copy(protocol), desk.copy("-sftp"));
    }
    let output = run("psftp", &[&options[..], &["x@127.0.0.1"]].concat(), "ls\nput /etc/hostname new\nbye\n").await;
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains(" resume.md") && said.contains("permission denied"), "{said}");
}

/// The version of libssh2 that curl names, for example `libssh2/1.10.0`.
fn libssh2(versions: &str) -> (u32, u32) {
    let version = versions.split("libssh2/").nth(1).expect("this curl has no libssh2");
    let mut numbers = version.split(['.', ' ', '_']).map(|number| number.parse().unwrap());
    (numbers.next().unwrap(), numbers.next().unwrap())
}

#[tokio::test]
#[ignore = "needs a curl that knows sftp: .ci/run installs it"]
async fn curl_takes_what_is_there_and_puts_nothing() {
    let desk = Desk::new();
    let url = |protocol: &str, path: &str| format!("{protocol}://x:@127.0.0.1:{}/{path}", desk.port);
    let versions = check("curl --version", &run("curl", &["--version"], "").await);
    if libssh2(&versions) < (1, 11) {
        // It has no encrypt-then-MAC: refused at once, in one line, rather than let in with less or left waiting.
        let output = run("curl", &["-sSk", "-m", "10", &url("sftp", "resume.md")], "").await;
        assert!(matches!(output.status.code(), Some(2 | 79)), "{:?}", said(&output));
        assert!(said(&output).concat().contains("encryption keys"), "{:?}", said(&output));
        return;
    }
    for protocol in ["sftp", "scp"] {
        let copy = desk.to(protocol);
        check("curl", &run("curl", &["-sSk", "-o", &copy, &url(protocol, "resume.md")], "").await);
        assert_eq!(desk.copy(protocol), desk.copy("sftp"));
    }
    assert!(desk.copy("sftp").contains(&crate::support::portfolio().profile.name));
    let listing = check("curl /", &run("curl", &["-sSk", &url("sftp", "")], "").await);
    assert!(listing.contains(" resume.md"), "{listing}");
    let part = check("curl -r", &run("curl", &["-sSk", "-r", "2-5", &url("sftp", "resume.md")], "").await);
    assert_eq!(part, desk.copy("sftp")[2..6]);
    let output = run("curl", &["-sSk", "-T", "/etc/hostname", &url("sftp", "new")], "").await;
    assert_eq!(output.status.code(), Some(9), "{:?}", said(&output));
    let output = run("curl", &["-sSk", &url("sftp", "nothing")], "").await;
    assert_eq!(output.status.code(), Some(78), "{:?}", said(&output));
}
