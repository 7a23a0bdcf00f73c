//! Attacks from many sides at once: a visitor who comes meanwhile sees the first screen, and nothing of them stays.
//!
//! Attackers come from other addresses of loopback than the visitor, who comes from 127.0.0.1. The plain tests are small
//! enough for any machine; the same at full size, with the promised two seconds, are run by `.ci/run`.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use russh::client;
use shingle::{
    gates::Gate,
    limits,
    server::ServerConfig,
    ssh::{Inbound, Outcome},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
    time::{Instant, sleep, timeout},
};

use crate::{
    hostile::fast,
    support::{Client, PATIENCE, TestServer, Visitor, eventually},
};

/// One stranger's address.
const STRANGER: [u8; 4] = [127, 0, 0, 66];
/// What is promised to visitors, whatever happens.
const PROMISED: Duration = Duration::from_secs(2);

/// The address of one of many strangers.
fn stranger(number: usize) -> [u8; 4] {
    let [high, low] = u16::try_from(number).unwrap().to_be_bytes();
    [127, 1, high, low.max(1)]
}

/// What a client sends and then no more.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stall {
    /// Nothing at all.
    Silent,
    /// A byte now and then, of a version line without an end.
    Drip,
    /// A version line and its lists of algorithms, and no key.
    KeyExchange,
}

/// A whole KEXINIT (RFC 4253 section 7.1) with algorithms that the server has.
fn kexinit() -> Vec<u8> {
    let mut payload = vec![20];
    payload.extend([7; 16]);
    let (cipher, mac) = ("aes256-gcm@openssh.com", "hmac-sha2-256-etm@openssh.com");
    for list in ["curve25519-sha256", "ssh-ed25519", cipher, cipher, mac, mac, "none", "none", "", ""] {
        payload.extend(u32::try_from(list.len()).unwrap().to_be_bytes());
        payload.extend(list.as_bytes());
    }
    payload.extend([0; 5]);
    let padding = 4 + (8 - (4 + 1 + payload.len() + 4) % 8) % 8;
    let mut packet = u32::try_from(1 + payload.len() + padding).unwrap().to_be_bytes().to_vec();
    packet.push(u8::try_from(padding).unwrap());
    packet.extend(payload);
    packet.extend(vec![0; padding]);
    packet
}

/// So many connections that stall, for as long as the answer is kept.
async fn stall(server: &TestServer, how: Stall, count: usize, from: impl Fn(usize) -> [u8; 4]) -> JoinSet<()> {
    let mut all = JoinSet::new();
    for number in 0..count {
        let Ok(mut stream) = server.connect_from(from(number)).await else { continue };
        all.spawn(async move {
            match how {
                Stall::Silent => {}
                Stall::Drip => {
                    while stream.write_all(b"x").await.is_ok() {
                        sleep(Duration::from_millis(200)).await;
                    }
                }
                Stall::KeyExchange => {
                    let _ = stream.write_all(&[&b"SSH-2.0-x\r\n"[..], &kexinit()].concat()).await;
                }
            }
            // Held open, and read to the end: what the server has to say does not fill anything.
            let _ = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
        });
    }
    all
}

/// A visitor comes, sees a screen and leaves: how long the screen took.
async fn visit(server: &TestServer) -> Duration {
    let started = Instant::now();
    let visitor = Visitor::enter(server).await;
    let took = started.elapsed();
    assert_eq!(visitor.quit().await.status, Some(0));
    took
}

/// Waits until no connection is left.
async fn quiet(server: &TestServer) {
    eventually("nobody connected", || server.keeper.snapshot().gates.open == 0).await;
}

fn impatient(config: &mut ServerConfig) {
    config.connection.login = Duration::from_secs(3);
    config.connection.first_visit = Duration::from_millis(1);
}

#[tokio::test]
async fn a_visitor_gets_in_while_others_stall() {
    let attack = async |how| {
        let server = TestServer::with(impatient);
        let from_one = stall(&server, how, 60, |_| STRANGER).await;
        let from_many = stall(&server, how, 60, stranger).await;
        visit(&server).await;
        eventually("refusals", || server.refused(Gate::Address) > 0).await;
        let late = if how == Stall::KeyExchange { Outcome::Undecided } else { Outcome::Late };
        eventually("the login deadline", || server.ended_as(late) > 0).await;
        drop((from_one, from_many));
        quiet(&server).await;
    };
    tokio::join!(attack(Stall::Silent), attack(Stall::Drip), attack(Stall::KeyExchange));
}

#[tokio::test]
#[ignore = "opens hundreds of connections; .ci/run does it"]
async fn a_visitor_gets_in_within_two_seconds_while_five_hundred_others_stall() {
    for how in [Stall::Silent, Stall::Drip, Stall::KeyExchange] {
        for many in [false, true] {
            let server = TestServer::start();
            let others = stall(&server, how, 500, |number| if many { stranger(number) } else { STRANGER }).await;
            for _ in 0..5 {
                let took = visit(&server).await;
                assert!(took < PROMISED, "{how:?}: {took:?}");
            }
            drop(others);
            quiet(&server).await;
        }
    }
}

#[tokio::test]
async fn one_address_that_holds_seats_is_turned_away_and_forgiven() {
    let server = TestServer::with(|config| {
        config.connection.login = Duration::from_millis(200);
        config.gates.penalty_from = Duration::from_secs(15);
        config.gates.penalty_most = Duration::from_secs(16);
    });
    for _ in 0..2 {
        let mut silent = server.connect_from(STRANGER).await.unwrap();
        let _ = silent.read_to_end(&mut Vec::new()).await;
    }
    eventually("two late connections", || server.ended_as(Outcome::Late) == 2).await;
    let mut next = server.connect_from(STRANGER).await.unwrap();
    let mut told = Vec::new();
    let _ = timeout(PATIENCE, next.read_to_end(&mut told)).await.unwrap();
    assert!(String::from_utf8_lossy(&told).contains("have misbehaved"), "{}", String::from_utf8_lossy(&told));
    assert_eq!(server.refused(Gate::Penalty), 1);
    visit(&server).await;
}

/// Connects and hangs up, one after the other.
async fn knocks(server: &TestServer, count: usize) {
    for number in 0..count {
        drop(server.connect_from(if number % 2 == 0 { STRANGER } else { stranger(number) }).await);
    }
}

#[tokio::test]
async fn quick_connects_leave_nothing_behind() {
    let server = TestServer::start();
    knocks(&server, 200).await;
    visit(&server).await;
    quiet(&server).await;
    assert!(server.refused(Gate::Rate) + server.refused(Gate::Penalty) > 0);
}

#[tokio::test]
#[ignore = "opens thousands of connections; .ci/run does it"]
async fn a_visitor_gets_in_within_two_seconds_among_thousands_of_quick_connects() {
    let server = Arc::new(TestServer::start());
    let knocking = tokio::spawn({
        let server = Arc::clone(&server);
        async move { knocks(&server, 5_000).await }
    });
    while !knocking.is_finished() {
        let took = visit(&server).await;
        assert!(took < PROMISED, "{took:?}");
        // The visitor's own address has its rate, too.
        sleep(Duration::from_millis(1100)).await;
    }
    quiet(&server).await;
}

#[tokio::test]
async fn floods_of_logins_are_cut_off() {
    let server = TestServer::start();
    let mut all = JoinSet::new();
    for number in 0..8 {
        let stream = server.connect_from(stranger(number)).await.unwrap();
        all.spawn(async move {
            let mut handle = client::connect_stream(Arc::default(), stream, Client).await.unwrap();
            let mut tries = 0;
            // Only the name of the owner is ever refused.
            while let Ok(result) = handle.authenticate_password("owner", format!("{tries}")).await {
                assert!(!result.success());
                tries += 1;
            }
            tries
        });
    }
    visit(&server).await;
    for tries in all.join_all().await {
        // The one that goes over the limit still gets an answer.
        assert!(tries <= limits::AUTH_ATTEMPTS + 1, "{tries}");
    }
    quiet(&server).await;
}

#[tokio::test]
async fn two_hundred_channels_are_an_end_and_a_penalty() {
    let server = TestServer::start();
    let stream = server.connect_from(STRANGER).await.unwrap();
    let mut handle = client::connect_stream(Arc::default(), stream, Client).await.unwrap();
    assert!(handle.authenticate_none("x").await.unwrap().success());
    let mut open = Vec::new();
    for _ in 0..200 {
        match timeout(PATIENCE, handle.channel_open_session()).await.unwrap() {
            Ok(channel) => open.push(channel),
            Err(_) if handle.is_closed() => break,
            Err(_) => {}
        }
    }
    assert_eq!(open.len(), limits::CHANNELS);
    eventually("a flood", || server.ended_as(Outcome::Flood) == 1).await;
    assert!(server.connect_from(STRANGER).await.unwrap().read_to_end(&mut Vec::new()).await.is_ok());
    assert_eq!(server.refused(Gate::Penalty), 1);
    visit(&server).await;
}

#[tokio::test]
async fn thousands_of_variables_are_answered_and_forgotten() {
    let server = TestServer::with(fast);
    let stream = server.connect_from(STRANGER).await.unwrap();
    let mut handle = client::connect_stream(Arc::default(), stream, Client).await.unwrap();
    assert!(handle.authenticate_none("x").await.unwrap().success());
    let channel = handle.channel_open_session().await.unwrap();
    for number in 0..5_000 {
        channel.set_env(false, format!("LC_{number}"), "x".repeat(200)).await.unwrap();
    }
    channel.request_pty(false, "xterm", 80, 24, 0, 0, &[]).await.unwrap();
    channel.request_shell(false).await.unwrap();
    let mut flooder = Visitor::on(handle, channel, (80, 24));
    flooder.sees_a_screen().await;
    visit(&server).await;
}

/// Bytes that look like chance and are the same in every run.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    // No key that leaves: q, Ctrl-C, Ctrl-D.
    (0..count).map(|_| next()).map(|byte| if [b'q', 3, 4].contains(&byte) { b'j' } else { byte }).collect()
}

#[tokio::test]
async fn a_megabyte_of_noise_and_strings_without_an_end_are_only_typing() {
    let server = TestServer::with(fast);
    let opens = [&b"\x1b]52;c;"[..], b"\x1bP", b"\x1b[", b"\x1b_", b"\x1b[200~"];
    for (open, count) in opens.into_iter().map(|open| (open, 256)).chain([(&b""[..], 1024), (b"\x1b[200~", 5 * 1024)]) {
        let visitor = Visitor::enter(&server).await;
        let mut sent = Ok(());
        for chunk in [open.to_vec(), noise(count * 1024)].concat().chunks(32 * 1024) {
            sent = sent.and(visitor.channel.data_bytes(chunk.to_vec()).await);
        }
        // Whoever sends more than anybody types is hung up on; the others are where they were.
        if sent.is_ok() && !visitor.handle.is_closed() {
            let _ = visitor.channel.eof().await;
        }
        drop(visitor);
        server.sessions(0).await;
    }
    visit(&server).await;
}

#[tokio::test]
async fn malformed_packets_after_the_version_line_are_hung_up_on() {
    let server = TestServer::with(|config| config.gates.per_minute = NonZeroU32::new(1000).unwrap());
    let all = noise(64 * 200);
    for (number, packet) in all.chunks(200).enumerate() {
        let mut stream = server.connect_from(stranger(number)).await.unwrap();
        // Half of them behind a KEXINIT that is right.
        let before = if number % 2 == 0 { kexinit() } else { Vec::new() };
        let _ = stream.write_all(&[&b"SSH-2.0-x\r\n"[..], &before, packet].concat()).await;
        // A length that is within the bound is waited for; the end of file ends the wait.
        let _ = stream.shutdown().await;
        let _ = timeout(PATIENCE, stream.read_to_end(&mut Vec::new())).await.expect("the server does not hang up");
    }
    assert_eq!(server.ended_as(Outcome::Panicked), 0);
    visit(&server).await;
    quiet(&server).await;
}

#[tokio::test]
async fn a_storm_of_key_exchanges_is_slowed_down_and_nobody_else() {
    let server =
        TestServer::with(|config| config.connection.inbound = Inbound { a_second: 16 * 1024, burst: 32 * 1024 });
    let stream = server.connect_from(STRANGER).await.unwrap();
    let mut handle = client::connect_stream(Arc::default(), stream, Client).await.unwrap();
    assert!(handle.authenticate_none("x").await.unwrap().success());
    let storm = tokio::spawn(async move {
        while handle.rekey_soon().await.is_ok() {
            tokio::task::yield_now().await;
        }
    });
    visit(&server).await;
    storm.abort();
    let _ = storm.await;
    quiet(&server).await;
}

#[tokio::test]
async fn a_refused_client_reads_a_sentence_with_its_own_words() {
    let server = TestServer::with(|config| config.gates.per_address = 1);
    let _first = TcpStream::connect(server.address).await.unwrap();
    eventually("one seat taken", || server.keeper.snapshot().gates.before_login == 1).await;
    let refused = client::connect(Arc::default(), server.address, Client).await;
    assert!(refused.is_err());
    let mut told = Vec::new();
    TcpStream::connect(server.address).await.unwrap().read_to_end(&mut told).await.unwrap();
    assert!(String::from_utf8_lossy(&told).contains("many connections open here"), "{told:?}");
}

#[tokio::test]
async fn a_panic_ends_one_visit_gives_the_terminal_back_and_is_counted() {
    let server = TestServer::with(|config| config.trap = Some("trap"));
    let other = Visitor::enter(&server).await;
    let guest = crate::support::Guest { user: "trap", ..Default::default() };
    let mut trapped = Visitor::come(&server, guest).await;
    trapped.sees_a_screen().await;
    trapped.keys("j").await;
    assert_eq!(trapped.closed().await.status, Some(1));
    assert_eq!(server.figures.tallies().panicked, 1);
    assert_eq!(other.quit().await.status, Some(0), "somebody else noticed");
    visit(&server).await;
}
