//! A visitor whose side can be made to read no more, while it goes on sending.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use russh::client;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, sleep},
};

use super::{Client, PATIENCE, TestServer, Visitor};

/// A client's connection that can be made to read no more.
struct Deaf {
    stream: TcpStream,
    deaf: Arc<AtomicBool>,
}

impl AsyncRead for Deaf {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        if self.deaf.load(Ordering::Relaxed) { Poll::Pending } else { Pin::new(&mut self.stream).poll_read(cx, buf) }
    }
}

impl AsyncWrite for Deaf {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// A visitor who grants so many bytes of output at a time, and none once the flag is set.
pub(crate) async fn deaf(server: &TestServer, window_size: u32) -> (Visitor, Arc<AtomicBool>) {
    let stream = TcpStream::connect(server.address).await.unwrap();
    let deaf = Arc::new(AtomicBool::new(false));
    let config = client::Config { window_size, ..client::Config::default() };
    let stream = Deaf { stream, deaf: Arc::clone(&deaf) };
    let mut handle = client::connect_stream(Arc::new(config), stream, Client).await.unwrap();
    assert!(handle.authenticate_none("x").await.unwrap().success());
    let channel = handle.channel_open_session().await.unwrap();
    channel.request_pty(false, "xterm", 80, 24, 0, 0, &[]).await.unwrap();
    channel.request_shell(false).await.unwrap();
    (Visitor::on(handle, channel, (80, 24)), deaf)
}

/// A visitor whose session waits in a write that nobody takes.
pub(crate) async fn stuck(server: &TestServer) -> Visitor {
    let window = u32::try_from(shingle::limits::SMALLEST_PACKET).unwrap();
    let (mut visitor, deaf) = deaf(server, window).await;
    visitor.read_until("a byte", |visitor| !visitor.bytes.is_empty()).await;
    deaf.store(true, Ordering::Relaxed);
    // Each size is a whole frame: a few of them are more than what the server may send.
    let until = Instant::now() + PATIENCE;
    for columns in 90..120 {
        assert!(Instant::now() < until);
        visitor.channel.window_change(columns, 24, 0, 0).await.unwrap();
        sleep(Duration::from_millis(2)).await;
    }
    server.sessions(1).await;
    visitor
}
