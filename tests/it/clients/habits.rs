//! How people use OpenSSH: a full agent, one connection for many windows, scripts that must not be asked.

use std::process::Stdio;

use tokio::process::Command;

use super::{check, restored, run, ssh_options};
use crate::support::TestServer;

/// An agent that holds some fresh keys; it ends with this.
struct Agent {
    _process: tokio::process::Child,
    socket: String,
    _folder: tempfile::TempDir,
}

impl Agent {
    async fn holding(count: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        let socket = path("agent");
        let process = Command::new("ssh-agent")
            .args(["-D", "-a", &socket])
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        while !std::path::Path::new(&socket).exists() {
            tokio::task::yield_now().await;
        }
        for number in 0..count {
            let key = path(&format!("key-{number}"));
            check("ssh-keygen", &run("ssh-keygen", &["-q", "-t", "ed25519", "-N", "", "-f", &key], "").await);
            let added =
                Command::new("ssh-add").args(["-q", &key]).env("SSH_AUTH_SOCK", &socket).output().await.unwrap();
            assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
        }
        Self { _process: process, socket, _folder: folder }
    }
}

#[tokio::test]
#[ignore = "needs ssh: .ci/run installs it"]
async fn an_agent_with_ten_keys_gets_in() {
    let server = TestServer::start();
    let port = server.address.port().to_string();
    let agent = Agent::holding(10).await;
    let identity = format!("IdentityAgent={}", agent.socket);
    // The first value of an option counts, so this one comes before the usual ones.
    let mut arguments = vec!["-o", identity.as_str()];
    arguments.extend(ssh_options(&port));
    arguments.extend(["-tt", "x@127.0.0.1"]);
    restored(&check("ssh with ten keys", &run("ssh", &arguments, "q").await));
    // Whoever wants to be known offers them all.
    if let Some(user) = arguments.last_mut() {
        *user = "me@127.0.0.1";
    }
    restored(&check("ssh me@ with ten keys", &run("ssh", &arguments, "q").await));
}

#[tokio::test]
#[ignore = "needs ssh: .ci/run installs it"]
async fn a_script_is_asked_nothing() {
    let server = TestServer::start();
    let port = server.address.port().to_string();
    let mut arguments = ssh_options(&port);
    arguments.extend(["-o", "BatchMode=yes", "x@127.0.0.1", "version"]);
    assert!(check("ssh -o BatchMode=yes", &run("ssh", &arguments, "").await).contains(env!("CARGO_PKG_VERSION")));
    let mut arguments = ssh_options(&port);
    arguments.extend(["-o", "BatchMode=yes", "-tt", "x@127.0.0.1"]);
    restored(&check("ssh -tt -o BatchMode=yes", &run("ssh", &arguments, "q").await));
}

#[tokio::test]
#[ignore = "needs ssh: .ci/run installs it"]
async fn one_connection_carries_five_sessions() {
    let server = TestServer::start();
    let port = server.address.port().to_string();
    let folder = tempfile::tempdir().unwrap();
    let control = folder.path().join("control").display().to_string();
    let mut arguments = ssh_options(&port);
    arguments.extend(["-M", "-S", &control, "-N", "x@127.0.0.1"]);
    let mut master = Command::new("ssh").args(&arguments).stderr(Stdio::null()).kill_on_drop(true).spawn().unwrap();
    while !std::path::Path::new(&control).exists() {
        assert!(master.try_wait().unwrap().is_none(), "the first connection fails");
        tokio::task::yield_now().await;
    }
    let visit = || async {
        let mut arguments = ssh_options(&port);
        arguments.extend(["-S", &control, "-tt", "x@127.0.0.1"]);
        // A shared connection is not closed with its session, and ssh says so.
        let output = run("ssh", &arguments, "2q").await;
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        restored(&String::from_utf8_lossy(&output.stdout));
    };
    tokio::join!(visit(), visit(), visit(), visit(), visit());
    check("ssh -O exit", &run("ssh", &["-S", &control, "-q", "-O", "exit", "x@127.0.0.1"], "").await);
    master.wait().await.unwrap();
}
