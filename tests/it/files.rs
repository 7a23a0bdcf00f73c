//! Files over SSH as a client takes them: what it gets, what it is refused, and what is left of one that misbehaves.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use russh::{
    Channel, ChannelMsg,
    client::{self, Handle, Msg},
};
use shingle::{limits, session::Errand};
use tokio::time::{Instant, timeout};

use crate::support::{Client, Guest, PATIENCE, TestServer, Visitor, deaf, eventually};

/// A small SFTP client: packets out, packets in.
struct Sftp {
    _handle: Handle<Client>,
    channel: Channel<Msg>,
    bytes: Vec<u8>,
    status: Option<u32>,
    /// Whether the channel came to an end as it should: status, end of file, close.
    ended: bool,
}

impl Sftp {
    /// A client of the subsystem that was greeted.
    async fn open(server: &TestServer) -> Self {
        let mut sftp = Self::open_deaf(server).await;
        sftp.send(1, &[&[0, 0, 0, 3]]).await;
        let greeting = sftp.packet().await.expect("no greeting");
        assert_eq!(greeting[..5], [2, 0, 0, 0, 3]);
        sftp
    }

    /// A client of the subsystem that has said nothing yet.
    async fn open_deaf(server: &TestServer) -> Self {
        // The client's own queue must hold what a test does not read at once, or the client itself stands still.
        let config = client::Config { channel_buffer_size: 10_000, ..client::Config::default() };
        let mut handle = client::connect(Arc::new(config), server.address, Client).await.unwrap();
        assert!(handle.authenticate_none("x").await.unwrap().success());
        let mut channel = handle.channel_open_session().await.unwrap();
        channel.request_subsystem(true, "sftp").await.unwrap();
        loop {
            match timeout(PATIENCE, channel.wait()).await.unwrap() {
                Some(ChannelMsg::Success) => break,
                Some(ChannelMsg::WindowAdjusted { .. }) => {}
                other => panic!("{other:?}"),
            }
        }
        Self { _handle: handle, channel, bytes: Vec::new(), status: None, ended: false }
    }

    async fn send(&self, kind: u8, fields: &[&[u8]]) {
        self.channel.data_bytes(packet(kind, fields)).await.unwrap();
    }

    /// The next packet, without its length; `None` at the end of the channel.
    async fn packet(&mut self) -> Option<Vec<u8>> {
        loop {
            if let Some((length, rest)) = self.bytes.split_first_chunk() {
                let length = u32::from_be_bytes(*length) as usize;
                if rest.len() >= length {
                    let packet = rest[..length].to_vec();
                    self.bytes.drain(..4 + length);
                    return Some(packet);
                }
            }
            match timeout(PATIENCE, self.channel.wait()).await.expect("no answer") {
                Some(ChannelMsg::Data { data }) => self.bytes.extend_from_slice(&data),
                Some(ChannelMsg::ExitStatus { exit_status }) => self.status = Some(exit_status),
                Some(ChannelMsg::Close) => self.ended = true,
                Some(_) => {}
                None => return None,
            }
        }
    }

    /// Asks and gives type and fields of the answer.
    async fn ask(&mut self, kind: u8, fields: &[&[u8]]) -> (u8, Vec<u8>) {
        self.send(kind, &[&[&[0, 0, 0, 9][..]], fields].concat()).await;
        let answer = self.packet().await.expect("the channel has ended");
        assert_eq!(answer[1..5], [0, 0, 0, 9]);
        (answer[0], answer[5..].to_vec())
    }

    async fn status(&mut self, kind: u8, fields: &[&[u8]]) -> u32 {
        let (kind, fields) = self.ask(kind, fields).await;
        assert_eq!(kind, 101, "{fields:?}");
        u32::from_be_bytes(fields[..4].try_into().unwrap())
    }

    /// Opens a file to read; the answer is the handle as a field.
    async fn open_file(&mut self, path: &str) -> (u8, Vec<u8>) {
        self.ask(3, &[&string(path), &[0, 0, 0, 1], &[0; 4]]).await
    }

    /// Waits for the end, and gives the exit status.
    async fn end(mut self) -> u32 {
        while let Some(_late) = self.packet().await {}
        assert!(self.ended, "the channel was not closed");
        self.status.expect("no exit status")
    }
}

fn packet(kind: u8, fields: &[&[u8]]) -> Vec<u8> {
    let fields = fields.concat();
    let length = u32::try_from(1 + fields.len()).unwrap().to_be_bytes();
    [&length, &[kind][..], &fields].concat()
}

fn string(text: &str) -> Vec<u8> {
    [&u32::try_from(text.len()).unwrap().to_be_bytes(), text.as_bytes()].concat()
}

/// A command's output, error and status, after it was told this on its standard input.
async fn exec(server: &TestServer, command: &str, input: &[u8]) -> (Vec<u8>, Option<u32>) {
    let mut handle = crate::support::client(server, "SSH-2.0-tiny").await;
    assert!(handle.authenticate_none("x").await.unwrap().success());
    let mut channel = handle.channel_open_session().await.unwrap();
    channel.exec(true, command).await.unwrap();
    channel.data_bytes(input.to_vec()).await.unwrap();
    channel.eof().await.unwrap();
    let (mut out, mut status) = (Vec::new(), None);
    while let Some(message) = timeout(PATIENCE, channel.wait()).await.expect("the command does not end") {
        match message {
            ChannelMsg::Data { data } | ChannelMsg::ExtendedData { data, .. } => out.extend_from_slice(&data),
            ChannelMsg::ExitStatus { exit_status } => status = Some(exit_status),
            _ => {}
        }
    }
    (out, status)
}

/// How many hold on to the server's insides; nobody but the server itself when all visitors are gone.
fn holders(server: &TestServer) -> usize {
    Arc::strong_count(&server.figures)
}

#[tokio::test]
async fn a_file_is_what_the_portfolio_says_and_the_end_is_clean() {
    let server = TestServer::start();
    let mut sftp = Sftp::open(&server).await;
    let (kind, handle) = sftp.open_file("resume.md").await;
    assert_eq!(kind, 102);
    let (mut file, mut offset) = (Vec::new(), 0_u64);
    loop {
        let (kind, data) = sftp.ask(5, &[&handle, &offset.to_be_bytes(), &1000_u32.to_be_bytes()]).await;
        if kind == 101 {
            assert_eq!(data[..4], [0, 0, 0, 1], "not the end of file");
            break;
        }
        file.extend_from_slice(&data[4..]);
        offset += (data.len() - 4) as u64;
    }
    assert!(String::from_utf8(file).unwrap().contains(&crate::support::portfolio().profile.name));
    sftp.channel.eof().await.unwrap();
    assert_eq!(sftp.end().await, 0);
}

#[tokio::test]
async fn an_edit_is_in_the_files_of_the_next_client() {
    let server = TestServer::start();
    let size = |answer: (u8, Vec<u8>)| u64::from_be_bytes(answer.1[4..12].try_into().unwrap());
    let mut before = Sftp::open(&server).await;
    let long = size(before.ask(17, &[&string("resume.md")]).await);
    server.portfolio.send_modify(|portfolio| {
        let mut edited = (**portfolio).clone();
        edited.systems.clear();
        edited.experience.clear();
        *portfolio = Arc::new(edited);
    });
    let mut after = Sftp::open(&server).await;
    assert!(size(after.ask(17, &[&string("resume.md")]).await) < long);
    assert_eq!(size(before.ask(17, &[&string("resume.md")]).await), long, "not under the hands of who is reading");
    assert_eq!(after.status(17, &[&string("systems/edel.md")]).await, 2);
}

#[tokio::test]
async fn nothing_is_put_here_and_no_path_leads_out() {
    let server = TestServer::start();
    let mut sftp = Sftp::open(&server).await;
    for flags in [2_u32, 0x1a, 1 | 2] {
        assert_eq!(sftp.status(3, &[&string("new"), &flags.to_be_bytes(), &[0; 4]]).await, 3);
    }
    for (kind, what) in [(6, "write"), (9, "setstat"), (13, "remove"), (14, "mkdir"), (18, "rename"), (20, "symlink")] {
        assert_eq!(sftp.status(kind, &[&string("resume.md"), &string("b")]).await, 3, "{what}");
    }
    for path in
        ["/etc/passwd", "../../etc/passwd", "systems/../../etc/passwd", "/proc/self/environ", "data/profile.toml"]
    {
        assert_eq!(sftp.open_file(path).await.1[..4], [0, 0, 0, 2], "{path}");
        assert_eq!(sftp.status(17, &[&string(path)]).await, 2, "{path}");
    }
    sftp.channel.eof().await.unwrap();
    assert_eq!(sftp.end().await, 0);
}

#[tokio::test]
async fn three_hundred_reads_asked_ahead_are_all_answered() {
    let server = TestServer::start();
    let mut sftp = Sftp::open(&server).await;
    let (_, handle) = sftp.open_file("portfolio.json").await;
    // All of them before the first answer is read, and more bytes of answers than any window has.
    for id in 0..300_u32 {
        sftp.send(5, &[&id.to_be_bytes(), &handle, &[0; 8], &[0, 0, 0x80, 0]]).await;
    }
    for id in 0..300_u32 {
        let answer = sftp.packet().await.expect("the channel has ended");
        assert_eq!((answer[0], &answer[1..5], answer.len()), (103, &id.to_be_bytes()[..], 9 + 32 * 1024));
    }
    sftp.channel.eof().await.unwrap();
    assert_eq!(sftp.end().await, 0);
}

#[tokio::test]
async fn the_seventeenth_handle_is_refused() {
    let server = TestServer::start();
    let mut sftp = Sftp::open(&server).await;
    for _ in 0..limits::SFTP_HANDLES {
        assert_eq!(sftp.open_file("resume.pdf").await.0, 101, "there is none");
        assert_eq!(sftp.open_file("resume.md").await.0, 102);
    }
    let (kind, status) = sftp.open_file("resume.md").await;
    assert_eq!((kind, &status[..4]), (101, &[0, 0, 0, 4][..]));
}

#[tokio::test]
async fn who_vanishes_leaves_nothing() {
    let server = TestServer::start();
    let alone = holders(&server);
    for _ in 0..4 {
        let mut sftp = Sftp::open(&server).await;
        sftp.open_file("resume.md").await;
        sftp.channel.data_bytes(&b"\0\0\0"[..]).await.unwrap();
        assert!(holders(&server) > alone);
        drop(sftp);
    }
    eventually("nobody left", || holders(&server) == alone).await;
}

#[tokio::test]
async fn who_vanishes_in_the_middle_of_an_answer_leaves_nothing() {
    let server = TestServer::start();
    let alone = holders(&server);
    let (visitor, deaf) = deaf(&server, 1024).await;
    let channel = visitor.handle.channel_open_session().await.unwrap();
    channel.request_subsystem(false, "sftp").await.unwrap();
    deaf.store(true, Ordering::Relaxed);
    channel.data_bytes(packet(1, &[&[0, 0, 0, 3]])).await.unwrap();
    channel.data_bytes(packet(3, &[&[0; 4], &string("portfolio.json"), &[0, 0, 0, 1], &[0; 4]])).await.unwrap();
    for _ in 0..100 {
        channel.data_bytes(packet(5, &[&[0; 4], &[0, 0, 0, 4, 0, 0, 0, 0], &[0; 8], &[0xff; 4]])).await.unwrap();
    }
    assert!(holders(&server) > alone);
    drop((channel, visitor));
    eventually("nobody left", || holders(&server) == alone).await;
}

#[tokio::test]
async fn who_asks_and_never_reads_is_ended() {
    let stall = Duration::from_millis(300);
    let server = TestServer::with(|config| config.session.write_stall = stall);
    let alone = holders(&server);
    let (visitor, deaf) = deaf(&server, 1024).await;
    let channel = visitor.handle.channel_open_session().await.unwrap();
    channel.request_subsystem(false, "sftp").await.unwrap();
    deaf.store(true, Ordering::Relaxed);
    channel.data_bytes(packet(1, &[&[0, 0, 0, 3]])).await.unwrap();
    channel.data_bytes(packet(3, &[&[0; 4], &string("portfolio.json"), &[0, 0, 0, 1], &[0; 4]])).await.unwrap();
    channel.data_bytes(packet(5, &[&[0; 4], &[0, 0, 0, 4, 0, 0, 0, 0], &[0; 8], &[0xff; 4]])).await.unwrap();
    eventually("nobody left", || holders(&server) == alone).await;
}

#[tokio::test]
async fn half_a_packet_and_silence_is_ended_by_the_idle_limit() {
    let idle = Duration::from_millis(500);
    let server = TestServer::with(|config| config.session.idle = idle);
    let started = Instant::now();
    let mut sftp = Sftp::open(&server).await;
    // A byte now and then is no sign of life.
    for byte in packet(16, &[&[0; 4], &[0, 0, 0, 100]]) {
        let _ = sftp.channel.data_bytes(vec![byte]).await;
        if timeout(Duration::from_millis(70), sftp.packet()).await.is_ok_and(|packet| packet.is_none()) {
            break;
        }
    }
    assert_eq!(sftp.end().await, 1);
    assert!(started.elapsed() >= idle && started.elapsed() < PATIENCE);
}

#[tokio::test]
async fn what_is_not_sftp_ends_the_channel_and_nothing_else() {
    let server = TestServer::start();
    for nonsense in [
        &[0xff; 8][..],
        &[0; 4],
        &(limits::SFTP_PACKET + 1).to_be_bytes(),
        b"\0\0\0\x09\x10\0\0\0\x01\0\0\0\0",
        b"GET / HTTP/1.1\r\n\r\n",
    ] {
        let sftp = Sftp::open_deaf(&server).await;
        sftp.channel.data_bytes(nonsense.to_vec()).await.unwrap();
        assert_eq!(sftp.end().await, 1, "{nonsense:?}");
    }
    assert_eq!(Visitor::enter(&server).await.quit().await.status, Some(0));
}

#[tokio::test]
async fn a_transfer_ends_when_the_server_closes() {
    let mut server = TestServer::with(|config| config.server.closing_notice = Duration::from_millis(200));
    let sftp = Sftp::open(&server).await;
    server.stop();
    assert_eq!(sftp.end().await, 1);
    assert!(server.ended().await < shingle::limits::DRAIN);
}

#[tokio::test]
async fn files_are_sent_by_the_old_protocol_too() {
    let server = TestServer::start();
    let (out, status) = exec(&server, "scp -f resume.md", &[0; 3]).await;
    assert_eq!(status, Some(0));
    let end = out.iter().position(|&byte| byte == b'\n').unwrap();
    let (head, file) = (String::from_utf8(out[..=end].to_vec()).unwrap(), &out[end + 1..out.len() - 1]);
    assert_eq!(head, format!("C0644 {} resume.md\n", file.len()));
    assert_eq!(out.last(), Some(&0));

    let (out, status) = exec(&server, "scp -r -f -- 'systems'", &[0; 100]).await;
    let out = String::from_utf8_lossy(&out);
    assert!(out.starts_with("D0755 0 systems\nC0644 ") && out.ends_with("\0E\n"), "{out}");
    assert_eq!((out.matches("\nC0644 ").count() + out.matches("\0C0644 ").count(), status), (16, Some(0)));
    let (out, status) = exec(&server, "scp -p -f README.txt", &[0; 4]).await;
    assert!(String::from_utf8_lossy(&out).starts_with("T0 0 0 0\nC0644 "), "{out:?}");
    assert_eq!(status, Some(0));
}

#[tokio::test]
async fn what_the_old_protocol_may_not_do_is_said_in_one_line() {
    let server = TestServer::start();
    for (command, input, line) in [
        ("scp -t .", &b""[..], "nothing can be put here; files can only be taken"),
        ("scp -r -d -t -- /tmp", b"D0755 0 x\n", "nothing can be put here; files can only be taken"),
        ("scp -f ../../etc/passwd", b"\0", "/etc/passwd: no such file"),
        ("scp -f $(id)", b"\0", "/$(id): no such file"),
        ("scp -f systems", b"\0", "/systems: a folder; -r copies it"),
        ("scp -f 'a", b"\0", "a quotation opened by ' is not closed"),
        ("scp -f", b"\0", "which file?"),
        ("scp -f \u{1b}[31m", b"\0", "no name here has such characters"),
        ("scp -x -f a", b"\0", "there is no option -x"),
    ] {
        let (out, status) = exec(&server, command, input).await;
        assert_eq!(String::from_utf8_lossy(&out), format!("\x01scp: {line}\n"), "{command}");
        assert_eq!(status, Some(1), "{command}");
    }
    // The other side wants none of it, has enough, or speaks another language; it is not sent the file.
    for (input, status) in [(&b"\0\x01no room\n"[..], 1), (b"\0\x02enough\n", 1), (b"\0x", 1), (b"", 1), (b"\0", 1)] {
        let (out, ended) = exec(&server, "scp -f resume.md", input).await;
        assert!(!String::from_utf8_lossy(&out).contains("\n#"), "{out:?}");
        assert_eq!(ended, Some(status), "{input:?}");
    }
}

#[tokio::test]
async fn other_subsystems_are_refused_and_one_thing_runs_on_a_channel() {
    let server = TestServer::start();
    let mut handle = crate::support::client(&server, "SSH-2.0-tiny").await;
    assert!(handle.authenticate_none("x").await.unwrap().success());
    for name in ["netconf", "", "sftp ", "SFTP"] {
        let mut channel = handle.channel_open_session().await.unwrap();
        channel.request_subsystem(true, name).await.unwrap();
        assert!(matches!(timeout(PATIENCE, channel.wait()).await.unwrap(), Some(ChannelMsg::Failure)), "{name}");
    }
    let mut sftp = Sftp::open(&server).await;
    sftp.channel.request_subsystem(true, "sftp").await.unwrap();
    assert!(matches!(timeout(PATIENCE, sftp.channel.wait()).await.unwrap(), Some(ChannelMsg::Failure)));
    assert_eq!(sftp.open_file("resume.md").await.0, 102, "the first goes on");
}

#[tokio::test]
async fn a_visit_and_a_transfer_share_a_connection() {
    let server = TestServer::start();
    let mut visitor = Visitor::come(&server, Guest::default()).await;
    visitor.sees_a_screen().await;
    let channel = visitor.handle.channel_open_session().await.unwrap();
    channel.request_subsystem(false, "sftp").await.unwrap();
    channel.data_bytes(&[0xff; 8][..]).await.unwrap();
    assert_eq!(visitor.quit().await.status, Some(0));
}

#[tokio::test]
async fn a_transfer_counts_as_an_errand_and_not_as_a_session() {
    let server = TestServer::start();
    drop(Sftp::open(&server).await);
    let ended = || server.figures.tallies().errands.contains(&(Errand::Transfer, 1));
    eventually("the end of a transfer", ended).await;
    let tallies = server.figures.tallies();
    assert_eq!((tallies.sessions, tallies.panics), (0, 0));
    assert!(tallies.ended.iter().all(|(_, count)| *count == 0), "{tallies:?}");
}
