//! The server closes: visitors are told, get their terminals back, and nobody can hold it open.

use std::time::Duration;

use tokio::{net::TcpStream, time::timeout};

use crate::support::{PATIENCE, TestServer, Visitor, client, stuck};

#[tokio::test]
async fn visitors_are_told_and_get_their_terminals_back() {
    let mut server = TestServer::with(|config| config.server.closing_notice = Duration::from_millis(1500));
    let mut visitor = Visitor::enter(&server).await;
    server.stop();
    visitor.wait_for("The server closes in").await;
    let left = visitor.closed().await;
    assert_eq!(left.status, Some(0));
    assert!(left.text.contains("The server closes"), "{}", left.text);
    server.ended().await;
}

#[tokio::test]
async fn a_visitor_can_leave_before_the_end_and_the_server_then_ends_at_once() {
    let mut server = TestServer::start();
    let mut visitor = Visitor::enter(&server).await;
    server.stop();
    visitor.wait_for("The server closes in").await;
    assert_eq!(visitor.quit().await.status, Some(0));
    assert!(server.ended().await < Duration::from_secs(4), "waited for nobody");
}

#[tokio::test]
async fn nobody_new_gets_in_while_the_server_closes() {
    let mut server = TestServer::start();
    let mut visitor = Visitor::enter(&server).await;
    server.stop();
    visitor.wait_for("The server closes in").await;
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[tokio::test]
async fn silent_and_idle_connections_do_not_hold_the_server_open() {
    let mut server = TestServer::start();
    let _silent = TcpStream::connect(server.address).await.unwrap();
    let _before_login = client(&server, "SSH-2.0-x").await;
    let mut idle = client(&server, "SSH-2.0-x").await;
    assert!(idle.authenticate_none("x").await.unwrap().success());
    server.stop();
    assert!(server.ended().await < Duration::from_secs(8), "held open");
    let _ = timeout(PATIENCE, idle).await.expect("not hung up on");
}

#[tokio::test]
async fn a_client_that_takes_nothing_is_cut_at_the_end_of_the_drain() {
    let mut server = TestServer::with(|config| {
        config.server.closing_notice = Duration::from_millis(100);
        config.server.drain = Duration::from_millis(700);
    });
    let _stuck = stuck(&server).await;
    server.stop();
    assert!(server.ended().await < Duration::from_secs(3));
    server.sessions(0).await;
}
