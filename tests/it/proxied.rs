//! Behind a proxy: the address it tells is the one that counts, and without one nobody gets in from there.

use std::{sync::Arc, time::Duration};

use russh::client;
use shingle::{gates::Gate, server::ServerConfig};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{Instant, timeout},
};

use crate::support::{Client, PATIENCE, TestServer, Visitor, eventually};

/// The proxy of these tests.
const PROXY: [u8; 4] = [127, 0, 0, 9];

fn behind_a_proxy(config: &mut ServerConfig) {
    config.proxies = vec!["127.0.0.9".parse().unwrap()];
}

async fn header(server: &TestServer, header: &[u8]) -> TcpStream {
    let mut stream = server.connect_from(PROXY).await.unwrap();
    stream.write_all(header).await.unwrap();
    stream
}

async fn gets_in(stream: TcpStream) {
    let mut handle = client::connect_stream(Arc::default(), stream, Client).await.unwrap();
    assert!(handle.authenticate_none("x").await.unwrap().success());
}

fn v2(version: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = b"\r\n\r\n\0\r\nQUIT\n".to_vec();
    bytes.extend([version, 0x11, 0, u8::try_from(body.len()).unwrap()]);
    bytes.extend(body);
    bytes
}

#[tokio::test]
async fn both_versions_lead_in_and_a_health_check_too() {
    let server = TestServer::with(behind_a_proxy);
    gets_in(header(&server, b"PROXY TCP4 203.0.113.7 127.0.0.1 40000 22\r\n").await).await;
    gets_in(header(&server, b"PROXY TCP6 2001:db8::7 ::1 40000 22\r\n").await).await;
    gets_in(header(&server, b"PROXY UNKNOWN\r\n").await).await;
    gets_in(header(&server, &v2(0x21, &[203, 0, 113, 7, 127, 0, 0, 1, 0, 1, 0, 22])).await).await;
    gets_in(header(&server, &v2(0x20, &[])).await).await;
}

#[tokio::test]
async fn without_a_header_nobody_gets_in_from_there() {
    let server = TestServer::with(behind_a_proxy);
    for wrong in [&b"SSH-2.0-OpenSSH_9.9\r\n"[..], b"PROXY TCP4 nowhere\r\n", &v2(0x21, &[1, 2, 3])] {
        let mut stream = header(&server, wrong).await;
        let mut said = Vec::new();
        let _ = timeout(PATIENCE, stream.read_to_end(&mut said)).await.unwrap();
        assert!(said.is_empty(), "{wrong:?}");
    }
    // And a header from anywhere else is no SSH.
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(b"PROXY TCP4 203.0.113.7 127.0.0.1 40000 22\r\n\r\n\r\n").await.unwrap();
    let mut said = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut said)).await.unwrap();
    assert_eq!(Visitor::enter(&server).await.quit().await.status, Some(0));
}

#[tokio::test]
async fn a_silent_proxy_is_not_waited_for() {
    let server = TestServer::with(behind_a_proxy);
    let started = Instant::now();
    let mut stream = server.connect_from(PROXY).await.unwrap();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut Vec::new())).await.expect("waited for");
    let took = started.elapsed();
    assert!(
        took >= shingle::limits::PROXY_WAIT && took < shingle::limits::PROXY_WAIT + Duration::from_secs(5),
        "{took:?}"
    );
}

#[tokio::test]
async fn the_address_behind_the_proxy_is_what_the_gates_count() {
    let server = TestServer::with(|config| {
        behind_a_proxy(config);
        config.gates.per_address = 1;
    });
    let _one = header(&server, b"PROXY TCP4 203.0.113.7 127.0.0.1 40000 22\r\n").await;
    eventually("one seat taken", || server.keeper.snapshot().gates.before_login == 1).await;
    let mut same = header(&server, b"PROXY TCP4 203.0.113.7 127.0.0.1 40001 22\r\n").await;
    let _ = timeout(PATIENCE, same.read_to_end(&mut Vec::new())).await.unwrap();
    assert_eq!(server.refused(Gate::Address), 1);
    gets_in(header(&server, b"PROXY TCP4 203.0.113.8 127.0.0.1 40002 22\r\n").await).await;
}
