//! A relay that holds back what the server says, so that round trips can be counted: each costs one such delay.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::mpsc,
    task::JoinHandle,
    time::{Instant, sleep_until},
};

/// Relays to a server for as long as it lives.
pub(crate) struct Relay {
    pub(crate) address: SocketAddr,
    task: JoinHandle<()>,
}

impl Relay {
    /// A relay in front of `server`. What the server sends arrives `delay` later; bytes behind one another stay so.
    pub(crate) async fn start(server: SocketAddr, delay: Duration) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let task = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let Ok(far) = TcpStream::connect(server).await else { continue };
                if near.set_nodelay(true).is_err() || far.set_nodelay(true).is_err() {
                    continue;
                }
                let (near_read, near_write) = near.into_split();
                let (far_read, far_write) = far.into_split();
                tokio::spawn(pass(near_read, far_write, Duration::ZERO));
                tokio::spawn(pass(far_read, near_write, delay));
            }
        });
        Ok(Self { address, task })
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, delay: Duration) {
    let (queue, mut queued) = mpsc::channel::<(Instant, Vec<u8>)>(1024);
    let writing = tokio::spawn(async move {
        while let Some((at, bytes)) = queued.recv().await {
            sleep_until(at).await;
            if to.write_all(&bytes).await.is_err() {
                return;
            }
        }
    });
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        let bytes = buffer.get(..count).unwrap_or_default().to_vec();
        if queue.send((Instant::now() + delay, bytes)).await.is_err() {
            break;
        }
    }
    drop(queue);
    let _ = writing.await;
}
