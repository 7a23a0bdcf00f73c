//! Clients that mean harm, or are broken: each is ended or ignored, and nothing of it stays.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use russh::client;
use shingle::{
    gates::Gate,
    server::ServerConfig,
    ssh::{Inbound, Outcome},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{Instant, timeout},
};

use crate::support::{Client, PATIENCE, TestServer, Visitor, deaf, eventually, stuck};

/// A server that reads as fast as it can: what comes behind the brake is tested without waiting for it.
pub(crate) fn fast(config: &mut ServerConfig) {
    config.connection.inbound = Inbound { a_second: u32::MAX, burst: u32::MAX };
}

/// A server that holds nothing against anybody: attacker and visitor come from the same address.
fn forgiving(config: &mut ServerConfig) {
    config.gates.penalty_from = Duration::MAX;
}

/// Reads until the server hangs up.
async fn hung_up(stream: &mut TcpStream) {
    let mut bytes = Vec::new();
    // A reset is a hanging up too.
    let _ = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.expect("the server does not hang up");
}

#[tokio::test]
async fn silence_is_ended_at_the_login_deadline() {
    let login = Duration::from_millis(400);
    let server = TestServer::with(|config| {
        config.connection.login = login;
        forgiving(config);
    });
    for opening in ["", "SSH-2.0-", "SSH-2.0-scanner\r\n", "SSH-2.0-scanner\r\n\0\0\x01"] {
        let started = Instant::now();
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(opening.as_bytes()).await.unwrap();
        hung_up(&mut stream).await;
        assert!(started.elapsed() >= login, "{opening:?}: {:?}", started.elapsed());
    }
}

#[tokio::test]
async fn a_client_that_keys_but_never_logs_in_is_ended() {
    let (login, first_visit) = (Duration::from_millis(300), Duration::from_millis(700));
    let server =
        TestServer::with(|config| (config.connection.login, config.connection.first_visit) = (login, first_visit));
    let started = Instant::now();
    let handle = crate::support::client(&server, "SSH-2.0-x").await;
    let _ended = timeout(PATIENCE, handle).await.expect("the connection stays");
    assert!(started.elapsed() >= login + first_visit, "a person at their first visit has longer");
    eventually("that it was noted", || server.ended_as(Outcome::Undecided) == 1).await;
}

#[tokio::test]
async fn garbage_is_hung_up_on_and_the_next_visitor_served() {
    let server = TestServer::start();
    for garbage in [&b"GET / HTTP/1.1\r\n\r\n"[..], &[0xff; 4096], b"SSH-2.0-x\r\n\xff\xff\xff\xff\xff\xff\xff\xff"] {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(garbage).await.unwrap();
        hung_up(&mut stream).await;
    }
    assert_eq!(Visitor::enter(&server).await.quit().await.status, Some(0));
}

#[tokio::test]
async fn half_an_escape_is_no_key_and_no_end() {
    let server = TestServer::start();
    for half in ["\x1b", "\x1b[", "\x1b[1;", "\x1b]11;rgb:", "\x1bP", "\x1b[200~pasted", "\x1b[<0;1", "\u{e9}"] {
        let visitor = Visitor::enter(&server).await;
        let half = if half == "\u{e9}" { &half.as_bytes()[..1] } else { half.as_bytes() };
        visitor.channel.data_bytes(half.to_vec()).await.unwrap();
        visitor.channel.eof().await.unwrap();
        assert_eq!(visitor.closed().await.status, Some(0), "{half:?}");
    }
}

#[tokio::test]
async fn a_megabyte_of_keys_is_survived() {
    let server = TestServer::with(fast);
    let mut visitor = Visitor::enter(&server).await;
    let other = Visitor::enter(&server).await;
    for _ in 0..32 {
        visitor.channel.data_bytes(vec![b'j'; 32 * 1024]).await.unwrap();
    }
    assert_eq!(other.quit().await.status, Some(0), "somebody else had to wait");
    // Some of it was dropped, perhaps all that came last: a key at a time until one is taken.
    let until = Instant::now() + PATIENCE;
    while server.figures.sessions() > 0 {
        assert!(Instant::now() < until, "no key is taken any more");
        visitor.keys("q").await;
        tokio::task::yield_now().await;
        let before = visitor.bytes.len();
        let _ = timeout(Duration::from_millis(50), visitor.read_until("bytes", |v| v.bytes.len() > before)).await;
    }
}

#[tokio::test]
async fn a_reader_that_never_reads_is_ended() {
    let (stall, started) = (Duration::from_millis(300), Instant::now());
    let server = TestServer::with(|config| config.session.write_stall = stall);
    let (mut visitor, deaf) = deaf(&server, 64 * 1024).await;
    visitor.sees_a_screen().await;

    // From now on nothing is read and no window granted, while every new size asks for a whole frame.
    deaf.store(true, Ordering::Relaxed);
    let until = Instant::now() + PATIENCE;
    let mut columns = 80;
    while server.figures.sessions() > 0 {
        assert!(Instant::now() < until, "the reader is still waited for");
        columns = if columns == 80 { 120 } else { 80 };
        visitor.channel.window_change(columns, 24, 0, 0).await.unwrap();
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert!(started.elapsed() >= stall);
}

#[tokio::test]
async fn a_connection_cut_in_the_middle_leaves_no_session_behind() {
    let server = TestServer::start();
    let (mut cuts, mut visitors) = (Vec::new(), Vec::new());
    for _ in 0..8 {
        let stream = std::net::TcpStream::connect(server.address).unwrap();
        stream.set_nonblocking(true).unwrap();
        cuts.push(stream.try_clone().unwrap());
        let stream = TcpStream::from_std(stream).unwrap();
        let mut handle = client::connect_stream(Arc::default(), stream, Client).await.unwrap();
        assert!(handle.authenticate_none("x").await.unwrap().success());
        let channel = handle.channel_open_session().await.unwrap();
        channel.request_pty(false, "xterm", 500, 200, 0, 0, &[]).await.unwrap();
        channel.request_shell(false).await.unwrap();
        let mut visitor = Visitor::on(handle, channel, (500, 200));
        visitor.read_until("a byte", |visitor| !visitor.bytes.is_empty()).await;
        for size in 0..20 {
            visitor.channel.window_change(300 + size, 150, 0, 0).await.unwrap();
        }
        visitors.push(visitor);
    }
    server.sessions(8).await;
    for cut in cuts {
        cut.shutdown(std::net::Shutdown::Both).unwrap();
    }
    server.sessions(0).await;
}

#[tokio::test]
async fn a_writer_that_waits_for_a_window_goes_with_its_connection() {
    let server = TestServer::start();
    let visitor = stuck(&server).await;
    // The handle is the connection's only owner: with it goes the socket, in the middle of a frame.
    drop(visitor);
    server.sessions(0).await;
}

#[tokio::test]
async fn packets_of_a_few_bytes_are_refused() {
    let server = TestServer::start();
    let config = client::Config { maximum_packet_size: 1, ..client::Config::default() };
    let mut handle = client::connect(Arc::new(config), server.address, Client).await.unwrap();
    assert!(handle.authenticate_none("x").await.unwrap().success());
    let mut channel = handle.channel_open_session().await.unwrap();
    channel.request_shell(true).await.unwrap();
    let answer = timeout(PATIENCE, channel.wait()).await.unwrap();
    assert!(matches!(answer, Some(russh::ChannelMsg::Failure)), "{answer:?}");
}

#[tokio::test]
async fn channels_are_few_at_once_and_few_in_a_life() {
    let server = TestServer::with(forgiving);
    let mut handle = client::connect(Arc::default(), server.address, Client).await.unwrap();
    assert!(handle.authenticate_none("x").await.unwrap().success());
    let mut open = Vec::new();
    for _ in 0..shingle::limits::CHANNELS {
        open.push(handle.channel_open_session().await.unwrap());
    }
    assert!(handle.channel_open_session().await.is_err(), "one too many at once");
    assert!(!handle.is_closed());
    for channel in open {
        channel.close().await.unwrap();
    }
    let mut opened = shingle::limits::CHANNELS + 1;
    let until = Instant::now() + PATIENCE;
    while !handle.is_closed() {
        assert!(Instant::now() < until && opened < 200, "channels without end: {opened}");
        if let Ok(Ok(channel)) = timeout(PATIENCE, handle.channel_open_session()).await {
            channel.close().await.unwrap();
        }
        opened += 1;
    }
    assert_eq!(Visitor::enter(&server).await.quit().await.status, Some(0));
}

#[tokio::test]
async fn too_many_connections_are_refused_and_the_others_served() {
    let server = TestServer::with(|config| config.gates.connections = 2);
    let first = Visitor::enter(&server).await;
    let second = Visitor::enter(&server).await;
    let mut third = TcpStream::connect(server.address).await.unwrap();
    hung_up(&mut third).await;
    assert_eq!(server.refused(Gate::Full), 1);
    assert_eq!(first.quit().await.status, Some(0));
    assert_eq!(second.quit().await.status, Some(0));
}
