//! What a connection costs in each of its states, measured on the built binary and held to the documented bounds.

use std::{fs, io::Write as _, net::TcpStream, sync::Arc};

use russh::{
    Channel, ChannelMsg,
    client::{self, Handle, Msg},
};
use rustix::process::Signal;
use shingle::limits;

use crate::{
    cli::{Serve, data, path, shingle},
    support::{Client, eventually},
};

/// Connections in each state.
const MANY: usize = 40;

/// A crowd that shows in the memory of the whole process.
const CROWD: usize = 200;

/// A server for everybody from one address.
fn serve(folder: &tempfile::TempDir) -> Serve {
    let config = folder.path().join("shingle.toml");
    fs::write(
        &config,
        "[limits]\nper_address = 1000\nper_minute = 10000\nlogin_grace = '10m'\nlinger = '10m'\npenalty_from = '1d'\n",
    )
    .unwrap();
    let (data, keys) = (data(), folder.path().join("keys"));
    let words = ["--listen", "127.0.0.1:0", "--data", path(&data), "--keys", path(&keys), "--config", path(&config)];
    let mut command = shingle(&["serve", "--log", "error"]);
    command.args(words);
    Serve::run(command)
}

/// Resident memory of a process, bytes.
fn resident(server: &Serve) -> usize {
    let status = fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

/// Waits until memory grows no more, and says by how much it has grown for each of many.
async fn each(server: &Serve, before: usize) -> usize {
    let mut last = 0;
    eventually("memory stands still", || {
        std::thread::sleep(std::time::Duration::from_millis(200));
        let now = resident(server);
        std::mem::replace(&mut last, now) == now
    })
    .await;
    last.saturating_sub(before) / MANY
}

/// Connections that have sent some bytes in the clear.
async fn unknown(server: &Serve, opening: &[u8]) -> (Vec<TcpStream>, usize) {
    let before = resident(server);
    let mut all = Vec::new();
    for _ in 0..MANY {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
        stream.write_all(opening).unwrap();
        all.push(stream);
    }
    let grown = each(server, before).await;
    (all, grown)
}

/// Somebody who has logged in.
async fn enter(server: &Serve) -> Handle<Client> {
    let mut handle = client::connect(Arc::default(), ("127.0.0.1", server.port()), Client).await.unwrap();
    assert!(handle.authenticate_none("x").await.unwrap().success());
    handle
}

/// A session of theirs, and its first frame read, so that the server has done all it does; the next ones wait for nobody.
async fn session(handle: &Handle<Client>, columns: u32, rows: u32) -> Channel<Msg> {
    let mut channel = handle.channel_open_session().await.unwrap();
    channel.request_pty(false, "xterm-256color", columns, rows, 0, 0, &[]).await.unwrap();
    channel.request_shell(false).await.unwrap();
    while !matches!(channel.wait().await, Some(ChannelMsg::Data { .. })) {}
    channel
}

/// So many visitors at once, who leave together.
async fn crowd(server: &Serve, visitors: usize) -> usize {
    let mut here = Vec::new();
    for _ in 0..visitors {
        let handle = enter(server).await;
        let channel = session(&handle, 120, 40).await;
        here.push((handle, channel));
    }
    resident(server)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[cfg(all(target_os = "linux", target_env = "gnu"))]
async fn memory_comes_back_when_a_crowd_has_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = serve(&folder);
    // Code that is read from the disk once, and what all share.
    crowd(&server, limits::CROWD - 1).await;
    let before = resident(&server);
    let most = crowd(&server, CROWD).await;
    assert!(most > before * 3 / 2, "no crowd that shows: {before} bytes, then {most}");
    eventually("its memory comes back", || resident(&server) <= before * 6 / 5).await;
    server.signal(Signal::TERM);
    server.end();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[cfg(target_os = "linux")]
async fn a_connection_takes_no_more_than_documented_in_any_state() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = serve(&folder);
    // Working memory that all share is there after the first ones.
    drop(unknown(&server, b"SSH-2.0-x\r\n").await);

    let (_silent, silent) = unknown(&server, b"").await;
    // The largest packet that russh takes, announced and never sent: russh makes room for it at once.
    let (_greedy, greedy) = unknown(&server, b"SSH-2.0-x\r\n\x00\x04\x00\x00").await;

    let before = resident(&server);
    let mut entered = Vec::new();
    for _ in 0..MANY {
        entered.push(enter(&server).await);
    }
    let idle = each(&server, before).await;

    let before = resident(&server);
    let mut sessions = Vec::new();
    for handle in &mut entered {
        sessions.push(session(handle, 500, 200).await);
    }
    let each_session = each(&server, before).await;
    let all = format!("bytes each: silent {silent}, greedy {greedy}, idle {idle}, session {each_session}");
    assert!(silent <= limits::CONNECTION_BYTES / 8, "{all}");
    assert!(greedy <= limits::CONNECTION_BYTES, "{all}");
    assert!(idle <= limits::CONNECTION_BYTES / 4, "{all}");
    assert!(each_session <= limits::SESSION_BYTES, "{all}");
    server.signal(Signal::TERM);
    server.signal(Signal::TERM);
    server.end();
}
