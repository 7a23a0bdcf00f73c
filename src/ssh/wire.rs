//! The way out: a channel's write half as a [`Wire`], and how a channel is ended.

use std::io;

use bytes::Bytes;
use russh::{ChannelWriteHalf, server::Msg};
use tokio::{select, time::timeout};
use tokio_util::sync::CancellationToken;

use crate::{limits, session::Wire};

/// Standard error (RFC 4254 section 5.2: `SSH_EXTENDED_DATA_STDERR`).
const STDERR: u32 = 1;

/// A channel's write half that gives up when the channel is gone.
///
/// russh never wakes a writer that waits for the client's window when the connection dies (0.65.1,
/// `channels/mod.rs`, `reserve_writable_chunk`), so no call of its is awaited without the token beside it.
pub(super) struct ChannelWire {
    write: ChannelWriteHalf<Msg>,
    gone: CancellationToken,
}

impl ChannelWire {
    /// The way out of a channel that `gone` ends.
    pub(super) fn new(write: ChannelWriteHalf<Msg>, gone: CancellationToken) -> Self {
        Self { write, gone }
    }

    /// Sends bytes to the client's standard error.
    pub(super) async fn complain(&mut self, text: impl Into<Bytes>) -> io::Result<()> {
        self.unless_gone(self.write.extended_data_bytes(STDERR, text)).await
    }

    /// Ends the channel with an exit status.
    ///
    /// In this order, or OpenSSH leaves with a status and a message of its own: without the status it exits with 255,
    /// and a disconnect from our side is an error to it. Its own hanging up ends the connection.
    pub(super) async fn finish(self, status: u32) {
        let ending = async {
            self.unless_gone(self.write.exit_status(status)).await?;
            self.unless_gone(self.write.eof()).await?;
            self.unless_gone(self.write.close()).await
        };
        // A client that takes no goodbye within the time is ended with its connection.
        let _ = timeout(limits::FINISH, ending).await;
    }

    async fn unless_gone(&self, call: impl Future<Output = Result<(), russh::Error>>) -> io::Result<()> {
        select! {
            biased;
            () = self.gone.cancelled() => Err(io::ErrorKind::BrokenPipe.into()),
            done = call => done.map_err(|_| io::ErrorKind::BrokenPipe.into()),
        }
    }
}

impl Wire for ChannelWire {
    async fn send(&mut self, mut bytes: Bytes) -> io::Result<()> {
        while !bytes.is_empty() {
            let chunk = bytes.split_to(bytes.len().min(limits::OUTPUT_CHUNK));
            self.unless_gone(self.write.data_bytes(chunk)).await?;
        }
        Ok(())
    }
}
