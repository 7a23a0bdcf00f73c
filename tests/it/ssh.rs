//! SSH as a client sees it: who gets in, what a channel takes, how it ends.

use std::sync::Arc;

use russh::{
    Channel, ChannelMsg, MethodKind, Sig,
    client::{AuthResult, Handle, KeyboardInteractiveAuthResponse, Msg},
    keys::{Algorithm, PrivateKey, PrivateKeyWithHashAlg, key::safe_rng},
};
use shingle::ssh::Owners;
use tokio::time::timeout;

use crate::support::{Client, Guest, PATIENCE, TestServer, Visitor, client};

const OPENSSH: &str = "SSH-2.0-OpenSSH_9.9";

fn key() -> (PrivateKey, PrivateKeyWithHashAlg) {
    let key = PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).unwrap();
    (key.clone(), PrivateKeyWithHashAlg::new(Arc::new(key), None))
}

fn left(result: &AuthResult) -> Vec<MethodKind> {
    match result {
        AuthResult::Success => panic!("let in"),
        AuthResult::Failure { remaining_methods, .. } => remaining_methods.iter().copied().collect(),
    }
}

/// A client that is in.
async fn guest(server: &TestServer) -> Handle<Client> {
    let mut handle = client(server, OPENSSH).await;
    assert!(handle.authenticate_none("guest").await.unwrap().success());
    handle
}

/// The next answer to a request: yes or no.
async fn answer(channel: &mut Channel<Msg>) -> bool {
    let answer = async {
        loop {
            match channel.wait().await {
                Some(ChannelMsg::Success) => return true,
                Some(ChannelMsg::Failure) => return false,
                Some(_) => {}
                None => panic!("the channel ended without an answer"),
            }
        }
    };
    timeout(PATIENCE, answer).await.expect("a request was never answered")
}

/// Everything a channel sends until it ends: output, error, status.
async fn all(channel: &mut Channel<Msg>) -> (String, String, Option<u32>) {
    let (mut out, mut err, mut status) = (Vec::new(), Vec::new(), None);
    let reading = async {
        loop {
            match channel.wait().await {
                Some(ChannelMsg::Data { data }) => out.extend_from_slice(&data),
                Some(ChannelMsg::ExtendedData { data, ext: 1 }) => err.extend_from_slice(&data),
                Some(ChannelMsg::ExitStatus { exit_status }) => status = Some(exit_status),
                Some(ChannelMsg::Close) | None => break,
                Some(_) => {}
            }
        }
    };
    timeout(PATIENCE, reading).await.expect("the channel does not end");
    (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap(), status)
}

#[tokio::test]
async fn everybody_gets_in_whatever_they_try() {
    let server = TestServer::start();
    assert!(client(&server, OPENSSH).await.authenticate_none("x").await.unwrap().success());
    assert!(client(&server, OPENSSH).await.authenticate_password("x", "secret").await.unwrap().success());
    assert!(client(&server, OPENSSH).await.authenticate_publickey("x", key().1).await.unwrap().success());
    let answer = client(&server, OPENSSH).await.authenticate_keyboard_interactive_start("x", None).await.unwrap();
    assert!(matches!(answer, KeyboardInteractiveAuthResponse::Success), "a question was asked: {answer:?}");
}

#[tokio::test]
async fn a_client_that_breaks_on_none_is_shown_keyboard_interactive() {
    let server = TestServer::start();
    let mut handle = client(&server, "SSH-2.0-libssh2_1.11.0").await;
    let first = handle.authenticate_none("x").await.unwrap();
    assert_eq!(left(&first), [MethodKind::KeyboardInteractive]);
    let answer = handle.authenticate_keyboard_interactive_start("x", None).await.unwrap();
    assert!(matches!(answer, KeyboardInteractiveAuthResponse::Success), "a question was asked: {answer:?}");
}

#[tokio::test]
async fn the_owner_needs_a_key_from_the_list() {
    let (mine, signer) = key();
    let server = TestServer::with(|config| {
        config.owners = Owners::parse(&mine.public_key().to_openssh().unwrap()).unwrap();
    });
    let mut handle = client(&server, OPENSSH).await;
    assert_eq!(left(&handle.authenticate_none("owner").await.unwrap()), [MethodKind::PublicKey]);
    assert_eq!(left(&handle.authenticate_password("owner", "guess").await.unwrap()), [MethodKind::PublicKey]);
    assert_eq!(left(&handle.authenticate_publickey("owner", key().1).await.unwrap()), [MethodKind::PublicKey]);
    assert!(handle.authenticate_publickey("owner", signer).await.unwrap().success());
}

#[tokio::test]
async fn who_wants_to_be_known_is_asked_for_a_key_and_let_in_without_one() {
    let server = TestServer::start();
    let mut handle = client(&server, OPENSSH).await;
    let first = handle.authenticate_none("me").await.unwrap();
    assert_eq!(left(&first), [MethodKind::PublicKey, MethodKind::KeyboardInteractive]);
    assert!(handle.authenticate_publickey("me", key().1).await.unwrap().success());

    let mut handle = client(&server, OPENSSH).await;
    assert!(!handle.authenticate_none("me").await.unwrap().success());
    let answer = handle.authenticate_keyboard_interactive_start("me", None).await.unwrap();
    assert!(matches!(answer, KeyboardInteractiveAuthResponse::Success), "a question was asked: {answer:?}");
}

#[tokio::test]
async fn a_visit_ends_with_status_0_and_the_terminal_as_it_was() {
    let server = TestServer::start();
    let visitor = Visitor::enter(&server).await;
    server.sessions(1).await;
    let left = visitor.quit().await;
    assert_eq!(left.status, Some(0));
    assert!(left.text.contains("ssh -p"), "no card in the scrollback: {}", left.text);
    server.sessions(0).await;
}

#[tokio::test]
async fn terminals_of_any_claimed_size_get_a_screen() {
    let server = TestServer::start();
    for size in [(0, 0), (1, 1), (65_535, 65_535), (u32::MAX, u32::MAX), (u32::MAX, 0)] {
        let mut visitor = Visitor::come(&server, Guest { size, ..Guest::default() }).await;
        if size == (1, 1) {
            visitor.read_until("the alternate screen", |visitor| visitor.terminal.screen().alternate_screen()).await;
        } else {
            visitor.sees_a_screen().await;
        }
        visitor.channel.window_change(u32::MAX, u32::MAX, 0, 0).await.unwrap();
        visitor.channel.window_change(size.0, size.1, 0, 0).await.unwrap();
        assert_eq!(visitor.quit().await.status, Some(0), "{size:?}");
    }
}

#[tokio::test]
async fn a_new_window_size_is_drawn() {
    let server = TestServer::start();
    let mut visitor = Visitor::enter(&server).await;
    let before = visitor.bytes.len();
    visitor.channel.window_change(100, 30, 0, 0).await.unwrap();
    visitor.terminal.screen_mut().set_size(30, 100);
    visitor.read_until("a frame", |visitor| visitor.bytes.len() > before).await;
    assert_eq!(visitor.quit().await.status, Some(0));
}

#[tokio::test]
async fn an_edited_portfolio_is_taken_in_by_an_open_session() {
    let server = TestServer::start();
    let visitor = Visitor::enter(&server).await;
    let mut edited = crate::support::portfolio();
    edited.profile.title = "Gardener".into();
    server.portfolio.send_replace(Arc::new(edited));
    assert_eq!(visitor.quit().await.status, Some(0));
}

#[tokio::test]
async fn a_shell_without_a_terminal_gets_the_card_and_ends() {
    let server = TestServer::start();
    let handle = guest(&server).await;
    let mut channel = handle.channel_open_session().await.unwrap();
    channel.request_shell(true).await.unwrap();
    let (out, err, status) = all(&mut channel).await;
    assert!(out.contains(&crate::support::portfolio().profile.name), "{out}");
    assert!(out.ends_with('\n') && !out.contains(['\r', '\x1b']), "{out:?}");
    assert_eq!((err.as_str(), status), ("", Some(0)));
}

/// Runs a command without a terminal.
async fn exec(server: &TestServer, line: &[u8]) -> (String, String, Option<u32>) {
    let handle = guest(server).await;
    let mut channel = handle.channel_open_session().await.unwrap();
    channel.exec(true, line).await.unwrap();
    all(&mut channel).await
}

#[tokio::test]
async fn a_command_prints_its_part_without_an_escape() {
    let server = TestServer::start();
    let (out, err, status) = exec(&server, b"systems 'edel finance'").await;
    assert!(out.starts_with("Edel Finance\n") && out.ends_with("Arcane Labs\n"), "{out}");
    assert!(!out.contains(['\r', '\x1b']), "{out:?}");
    assert_eq!((err.as_str(), status), ("", Some(0)));
    let (json, ..) = exec(&server, b"resume --json").await;
    assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["schema_version"], 1);
    let (contact, ..) = exec(&server, b"contact").await;
    assert!(contact.contains(&format!("ssh -p {} 127.0.0.1", server.address.port())), "{contact}");
}

#[tokio::test]
async fn a_command_that_makes_no_sense_is_one_line_and_2() {
    let server = TestServer::start();
    let long = vec![b'a'; 20_000];
    for line in [&b"rm -rf /"[..], b"sh -i", b"$(id)", b"../../etc/passwd", b"'", b"\xff\x00\x1b[2J", &long] {
        let (out, err, status) = exec(&server, line).await;
        assert_eq!((out.as_str(), status), ("", Some(2)), "{line:?}");
        assert!(err.ends_with('\n') && err.lines().count() == 1, "{err}");
        assert!(!err.trim_end().contains(char::is_control) && err.len() < 300, "{err:?}");
    }
}

#[tokio::test]
async fn a_command_on_a_terminal_has_colours_and_its_width() {
    let server = TestServer::start();
    let handle = guest(&server).await;
    let mut channel = handle.channel_open_session().await.unwrap();
    channel.request_pty(true, "xterm-256color", 40, 24, 0, 0, &[]).await.unwrap();
    channel.exec(true, "systems edel").await.unwrap();
    let (out, _, status) = all(&mut channel).await;
    assert!(out.starts_with("\x1b[1;36mEdel Finance\x1b[m\r\n"), "{out:?}");
    let mut terminal = vt100::Parser::new(200, 40, 0);
    terminal.process(out.as_bytes());
    assert!(terminal.screen().contents().contains("\nFull-stack architecture of a hybrid DeFi\nplatform"), "{out}");
    assert_eq!(status, Some(0));
}

#[tokio::test]
async fn the_name_of_a_place_opens_there_on_a_terminal() {
    let server = TestServer::start();
    for (words, shown) in [("systems/hft", "Low-latency derivatives"), ("Edel Finance", "DeFi lending and tokenised")] {
        let handle = guest(&server).await;
        let channel = handle.channel_open_session().await.unwrap();
        channel.request_pty(true, "xterm-256color", 80, 24, 0, 0, &[]).await.unwrap();
        channel.exec(true, words).await.unwrap();
        let mut visitor = Visitor::on(handle, channel, (80, 24));
        visitor.wait_for(shown).await;
        assert_eq!(visitor.quit().await.status, Some(0));
    }
}

#[tokio::test]
async fn a_second_shell_on_a_channel_is_refused() {
    let server = TestServer::start();
    let handle = guest(&server).await;
    let mut channel = handle.channel_open_session().await.unwrap();
    channel.request_pty(true, "xterm", 80, 24, 0, 0, &[]).await.unwrap();
    assert!(answer(&mut channel).await);
    channel.request_shell(true).await.unwrap();
    assert!(answer(&mut channel).await);
    channel.request_shell(true).await.unwrap();
    assert!(!answer(&mut channel).await, "a second shell");
    channel.exec(true, "ls").await.unwrap();
    assert!(!answer(&mut channel).await, "a command beside the shell");
    channel.request_pty(true, "xterm", 80, 24, 0, 0, &[]).await.unwrap();
    assert!(!answer(&mut channel).await, "a second terminal");
}

#[tokio::test]
async fn several_channels_of_one_connection_are_several_visits() {
    let server = TestServer::start();
    let first = Visitor::enter(&server).await;
    let channel = first.handle.channel_open_session().await.unwrap();
    channel.request_pty(true, "xterm", 80, 24, 0, 0, &[]).await.unwrap();
    channel.request_shell(true).await.unwrap();
    let mut second = Visitor::on(guest(&server).await, channel, (80, 24));
    second.sees_a_screen().await;
    server.sessions(2).await;
    assert_eq!(second.quit().await.status, Some(0));
    server.sessions(1).await;
    assert_eq!(first.quit().await.status, Some(0));
}

#[tokio::test]
async fn every_environment_request_is_answered_and_few_are_kept() {
    let server = TestServer::start();
    let handle = guest(&server).await;
    let mut channel = handle.channel_open_session().await.unwrap();
    let mut ask = async |name: &str, value: &str| {
        channel.set_env(true, name, value).await.unwrap();
        answer(&mut channel).await
    };
    assert!(ask("LANG", "en_US.UTF-8").await);
    assert!(ask("COLORTERM", "truecolor").await);
    assert!(!ask("LD_PRELOAD", "x").await, "not on the list");
    assert!(!ask("LC_ALL", &"x".repeat(257)).await, "too long");
    assert!(!ask(&format!("LC_{}", "X".repeat(62)), "x").await, "too long a name");
    for at in 0..30 {
        assert!(ask(&format!("LC_{at}"), "x").await, "{at}");
    }
    assert!(!ask("LC_31", "x").await, "one too many");
    assert!(ask("LANG", "C").await, "a known one may change");
}

#[tokio::test]
async fn a_hundred_requests_before_the_shell_do_not_freeze_the_connection() {
    let server = TestServer::start();
    let handle = guest(&server).await;
    let channel = handle.channel_open_session().await.unwrap();
    for at in 0..200 {
        channel.set_env(false, format!("LC_{at}"), "x").await.unwrap();
    }
    channel.request_pty(false, "xterm", 80, 24, 0, 0, &[]).await.unwrap();
    channel.request_shell(false).await.unwrap();
    let mut visitor = Visitor::on(handle, channel, (80, 24));
    visitor.sees_a_screen().await;
    assert_eq!(visitor.quit().await.status, Some(0));
}

#[tokio::test]
async fn forwarding_agents_x11_and_unknown_subsystems_are_refused() {
    let server = TestServer::start();
    let handle = guest(&server).await;
    assert!(handle.channel_open_direct_tcpip("127.0.0.1", 22, "127.0.0.1", 1).await.is_err());
    assert!(handle.channel_open_direct_streamlocal("/tmp/x").await.is_err());
    assert!(handle.tcpip_forward("127.0.0.1", 0).await.is_err());
    let mut channel = handle.channel_open_session().await.unwrap();
    channel.agent_forward(true).await.unwrap();
    assert!(!answer(&mut channel).await, "agent");
    channel.request_x11(true, false, "MIT-MAGIC-COOKIE-1", "00", 0).await.unwrap();
    assert!(!answer(&mut channel).await, "X11");
    channel.request_subsystem(true, "netconf").await.unwrap();
    assert!(!answer(&mut channel).await, "subsystem");
    channel.exec(true, "still alive?").await.unwrap();
    assert!(answer(&mut channel).await);
}

#[tokio::test]
async fn end_of_file_and_signals_end_a_visit() {
    let server = TestServer::start();
    let visitor = Visitor::enter(&server).await;
    visitor.channel.eof().await.unwrap();
    assert_eq!(visitor.closed().await.status, Some(0));
    for signal in [Sig::INT, Sig::TERM, Sig::HUP] {
        let visitor = Visitor::enter(&server).await;
        visitor.channel.signal(signal).await.unwrap();
        assert_eq!(visitor.closed().await.status, Some(0));
    }
    server.sessions(0).await;
}

#[tokio::test]
async fn a_closed_channel_ends_its_visit_and_no_other() {
    let server = TestServer::start();
    let visitor = Visitor::enter(&server).await;
    let other = Visitor::enter(&server).await;
    visitor.channel.close().await.unwrap();
    server.sessions(1).await;
    assert_eq!(other.quit().await.status, Some(0));
}

#[tokio::test]
async fn a_connection_without_a_session_is_ended_after_a_while() {
    let server = TestServer::with(|config| config.connection.linger = std::time::Duration::from_millis(200));
    let handle = guest(&server).await;
    let _ended = timeout(PATIENCE, handle).await.expect("the connection stays");
}

#[tokio::test]
async fn an_idle_visitor_is_told_and_let_out() {
    let server = TestServer::with(|config| config.session.idle = std::time::Duration::from_millis(600));
    let left = Visitor::enter(&server).await.closed().await;
    assert_eq!(left.status, Some(0));
    assert!(left.text.contains("Nobody pressed a key"), "{}", left.text);
}

#[tokio::test]
async fn a_command_without_a_terminal_reads_line_by_line_without_an_echo() {
    let server = TestServer::start();
    let handle = guest(&server).await;
    let mut channel = handle.channel_open_session().await.unwrap();
    channel.exec(true, "plain").await.unwrap();
    channel.data_bytes(&b"edel\nq\n"[..]).await.unwrap();
    let (out, err, status) = all(&mut channel).await;
    assert!(out.contains("system 4 of 8") && !out.contains("Choice: edel"), "{out}");
    assert!(!out.contains(['\r', '\x1b', '\x08']), "{out:?}");
    assert_eq!((err.as_str(), status), ("", Some(0)));
}
