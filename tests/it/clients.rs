//! The real clients: OpenSSH, `dbclient` of dropbear and `plink` of `PuTTY` get in without a prompt and leave in silence.

mod files;
mod habits;
mod keys;

use std::process::{Output, Stdio};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    process::Command,
    time::timeout,
};

use crate::support::{PATIENCE, TestServer, eventually};

/// Runs a client with something on its standard input, and a home of its own.
async fn run(program: &str, arguments: &[&str], input: &str) -> Output {
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new(program)
        .args(arguments)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", home.path())
        .env("TERM", "xterm-256color")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).await.unwrap();
    drop(stdin);
    timeout(PATIENCE, child.wait_with_output()).await.expect("the client does not leave").unwrap()
}

fn ssh_options(port: &str) -> Vec<&str> {
    let mut options = vec!["-p", port, "-F", "none"];
    for option in ["UserKnownHostsFile=/dev/null", "StrictHostKeyChecking=no", "IdentityAgent=none"] {
        options.extend(["-o", option]);
    }
    options
}

/// What clients say by themselves: of a host key that they have not seen before, and at the end of any terminal session.
const KNOWN: [&str; 3] = ["Permanently added", "Connection to 127.0.0.1 closed.", "Using username \"x\"."];

fn check(what: &str, output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{what}: {error}");
    let noise: Vec<&str> = error
        .lines()
        .filter(|line| !line.trim().is_empty())
        .filter(|line| !KNOWN.iter().any(|known| line.contains(known)))
        .collect();
    assert!(noise.is_empty(), "{what} says: {noise:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The host key's fingerprint, which `PuTTY`'s programs want to be told.
async fn fingerprint(port: &str) -> String {
    let scan = Command::new("ssh-keyscan").args(["-p", port, "-t", "ed25519", "127.0.0.1"]).output().await.unwrap();
    let line = String::from_utf8(scan.stdout).unwrap();
    let key = line.split_once(' ').unwrap().1.trim();
    let key = russh::keys::PublicKey::from_openssh(key).unwrap();
    key.fingerprint(russh::keys::HashAlg::Sha256).to_string()
}

/// Whether a terminal that gets all of this ends as it was.
fn restored(output: &str) {
    let mut terminal = vt100::Parser::new(24, 80, 0);
    terminal.process(output.as_bytes());
    assert!(output.contains("\x1b[?1049h"), "no session was drawn: {output:?}");
    assert!(!terminal.screen().alternate_screen() && !terminal.screen().hide_cursor());
    assert!(terminal.screen().contents().contains("ssh -p"), "no card: {}", terminal.screen().contents());
}

#[tokio::test]
#[ignore = "needs ssh, dbclient and plink: .ci/run installs them"]
async fn openssh_visits_and_leaves_in_silence() {
    let server = TestServer::start();
    let port = server.address.port().to_string();
    let mut arguments = ssh_options(&port);
    arguments.extend(["-tt", "x@127.0.0.1"]);
    restored(&check("ssh -tt", &run("ssh", &arguments, "q").await));
    // End of file instead of a key.
    restored(&check("ssh -tt </dev/null", &run("ssh", &arguments, "").await));
    server.sessions(0).await;
}

#[tokio::test]
#[ignore = "needs ssh, dbclient and plink: .ci/run installs them"]
async fn openssh_without_a_terminal_gets_the_card() {
    let server = TestServer::start();
    let port = server.address.port().to_string();
    let mut arguments = ssh_options(&port);
    arguments.extend(["-T", "x@127.0.0.1"]);
    let card = check("ssh -T", &run("ssh", &arguments, "").await);
    assert!(card.contains(&crate::support::portfolio().profile.name) && !card.contains('\x1b'), "{card}");
}

#[tokio::test]
#[ignore = "needs ssh, dbclient and plink: .ci/run installs them"]
async fn openssh_runs_commands() {
    let server = TestServer::start();
    let port = server.address.port().to_string();
    let ssh = |words: &'static [&'static str]| {
        let mut arguments = ssh_options(&port);
        arguments.extend(["-q", "x@127.0.0.1"]);
        arguments.extend(words);
        arguments
    };
    let output = run("ssh", &ssh(&["systems", "edel", "--json"]), "").await;
    assert_eq!(output.status.code(), Some(0));
    serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap();
    let output = run("ssh", &ssh(&["ls", "-l"]), "").await;
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("neither a command nor a name"));
    // Options before the host are ssh's own.
    let mut opened = vec!["-tt"];
    opened.extend(ssh(&["systems/hft"]));
    restored(&check("ssh -tt systems/hft", &run("ssh", &opened, "q").await));
}

#[tokio::test]
#[ignore = "needs ssh, dbclient and plink: .ci/run installs them"]
async fn openssh_takes_a_closed_pipe_as_the_end() {
    let server = TestServer::start();
    let port = server.address.port().to_string();
    let command = format!("ssh {} -q x@127.0.0.1 resume --json </dev/null | head -n 1", ssh_options(&port).join(" "));
    let output = run("sh", &["-c", &command], "").await;
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(0), &b"{\n"[..]));
    server.sessions(0).await;
}

#[tokio::test]
#[ignore = "needs ssh, dbclient and plink: .ci/run installs them"]
async fn openssh_is_never_asked_for_a_passphrase() {
    let server = TestServer::start();
    let port = server.address.port().to_string();
    let home = tempfile::tempdir().unwrap();
    let locked = home.path().join("locked").to_string_lossy().into_owned();
    let made = run("ssh-keygen", &["-q", "-t", "ed25519", "-N", "a passphrase", "-f", &locked], "").await;
    assert!(made.status.success());
    let mut arguments = ssh_options(&port);
    arguments.extend(["-i", &locked, "-tt", "x@127.0.0.1"]);
    restored(&check("ssh -i", &run("ssh", &arguments, "q").await));
}

#[tokio::test]
#[ignore = "needs ssh, dbclient and plink: .ci/run installs them"]
async fn openssh_is_known_by_its_key_where_it_asks_for_that() {
    let server = TestServer::start();
    let port = server.address.port().to_string();
    let home = tempfile::tempdir().unwrap();
    let open = home.path().join("open").to_string_lossy().into_owned();
    assert!(run("ssh-keygen", &["-q", "-t", "ed25519", "-N", "", "-f", &open], "").await.status.success());
    let mut arguments = ssh_options(&port);
    arguments.extend(["-i", &open, "-tt", "me@127.0.0.1"]);
    restored(&check("ssh me@", &run("ssh", &arguments, "q").await));
    let mut refused = ssh_options(&port);
    refused.extend(["-i", &open, "-o", "BatchMode=yes", "-tt", "owner@127.0.0.1"]);
    let output = run("ssh", &refused, "q").await;
    assert_eq!(output.status.code(), Some(255));
    assert!(String::from_utf8_lossy(&output.stderr).contains("Permission denied (publickey)"));
}

#[tokio::test]
#[ignore = "needs ssh, dbclient and plink: .ci/run installs them"]
async fn dbclient_visits_and_leaves_in_silence() {
    let server = TestServer::start();
    let port = server.address.port().to_string();
    // It will not run without a terminal of its own, which script(1) makes; that terminal says it has 0x0 cells, and
    // takes back what was typed before the client took it over.
    let command = format!("dbclient -y -y -t -p {port} x@127.0.0.1; echo status=$?");
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new("script")
        .args(["-qefc", &command, "/dev/null"])
        .env("HOME", home.path())
        .env("TERM", "xterm-256color")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut output = Vec::new();
    let reading = async {
        while !String::from_utf8_lossy(&output).contains("\x1b[?1049h") {
            assert_ne!(stdout.read_buf(&mut output).await.unwrap(), 0, "{}", String::from_utf8_lossy(&output));
        }
        stdin.write_all(b"q").await.unwrap();
        stdout.read_to_end(&mut output).await.unwrap();
    };
    timeout(PATIENCE, reading).await.expect("dbclient does not leave");
    let output = String::from_utf8_lossy(&output);
    restored(&output);
    assert!(output.contains("status=0"), "{output}");
    server.sessions(0).await;
}

#[tokio::test]
#[ignore = "needs ssh, dbclient and plink: .ci/run installs them"]
async fn plink_visits_and_leaves_in_silence() {
    let server = TestServer::start();
    let port = server.address.port().to_string();
    let key = fingerprint(&port).await;
    let arguments = ["-ssh", "-batch", "-hostkey", &key, "-t", "-P", &port, "x@127.0.0.1"];
    restored(&check("plink", &run("plink", &arguments, "q").await));
    server.sessions(0).await;
}

#[tokio::test]
#[ignore = "needs ssh, dbclient and plink: .ci/run installs them"]
async fn every_client_shows_why_it_was_turned_away() {
    let server = TestServer::with(|config| config.gates.per_address = 1);
    let _seat = tokio::net::TcpStream::connect(server.address).await.unwrap();
    eventually("one seat taken", || server.keeper.snapshot().gates.open == 1).await;
    let port = server.address.port().to_string();
    let mut ssh = ssh_options(&port);
    ssh.push("x@127.0.0.1");
    let plink = ["-batch", "-P", &port, "x@127.0.0.1"];
    let dbclient = ["-y", "-y", "-p", &port, "x@127.0.0.1"];
    let sentence = "Your address has many connections open here";
    // dropbear keeps the sentence to itself (2022.83), but says what it is.
    for (program, arguments, words) in
        [("ssh", &ssh[..], sentence), ("plink", &plink, sentence), ("dbclient", &dbclient, "Disconnect received")]
    {
        let output = run(program, arguments, "").await;
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(words), "{program}: {said}");
    }
}
