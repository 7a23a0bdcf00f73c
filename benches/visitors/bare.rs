//! The least server that the same library makes: who comes is let in, a shell is 4,000 bytes and a key is 400.
//!
//! It has our algorithms, so that both spend the same on cryptography, and otherwise what the library does by default.

use std::{borrow::Cow, sync::Arc, time::Duration};

use anyhow::Context;
use bytes::Bytes;
use russh::{
    Channel, ChannelId, MethodKind, MethodSet, Preferred, Pty, cipher, compression, kex,
    keys::{Algorithm, PrivateKey, key::safe_rng},
    mac,
    server::{self, Auth, ChannelOpenHandle, Msg, Session},
};
use tokio::{io::AsyncReadExt, net::TcpListener};

/// Bytes of the first frame.
pub(crate) const FRAME: &[u8] = &[b'x'; 4000];
/// Bytes of the answer to a key.
pub(crate) const ANSWER: &[u8] = &[b'y'; 400];

/// Key exchange and ciphers of both sides in every run: what current OpenSSH and this program agree on.
pub(crate) fn algorithms() -> Preferred {
    Preferred {
        kex: Cow::Borrowed(&[
            kex::MLKEM768X25519_SHA256,
            kex::CURVE25519,
            kex::EXTENSION_SUPPORT_AS_CLIENT,
            kex::EXTENSION_SUPPORT_AS_SERVER,
            kex::EXTENSION_OPENSSH_STRICT_KEX_AS_CLIENT,
            kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER,
        ]),
        cipher: Cow::Borrowed(&[cipher::CHACHA20_POLY1305]),
        mac: Cow::Borrowed(&[mac::HMAC_SHA512_ETM]),
        compression: Cow::Borrowed(&[compression::NONE]),
        ..Preferred::default()
    }
}

/// Serves on a free port of the loopback, which it prints, until its standard input ends.
pub(crate) async fn run() -> anyhow::Result<()> {
    let config = Arc::new(server::Config {
        methods: MethodSet::from(&[MethodKind::None][..]),
        keys: vec![PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).context("no host key")?],
        auth_rejection_time: Duration::ZERO,
        preferred: algorithms(),
        ..server::Config::default()
    });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    super::report::line(format_args!("ssh -p {} 127.0.0.1", listener.local_addr()?.port()))?;
    let serving = async {
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let config = Arc::clone(&config);
            tokio::spawn(async move {
                if let Ok(running) = server::run_stream(config, stream, Bare).await {
                    // Clients hang up as they like.
                    let _ = running.await;
                }
            });
        }
    };
    let mut nothing = [0; 1];
    let mut parent = tokio::io::stdin();
    tokio::select! {
        ended = serving => ended,
        _ = parent.read(&mut nothing) => Ok(()),
    }
}

struct Bare;

impl server::Handler for Bare {
    type Error = anyhow::Error;

    async fn auth_none(&mut self, _user: &str) -> anyhow::Result<Auth> {
        Ok(Auth::Accept)
    }

    async fn channel_open_session(
        &mut self,
        _channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _session: &mut Session,
    ) -> anyhow::Result<()> {
        reply.accept().await;
        Ok(())
    }

    async fn pty_request(
        &mut self,
        id: ChannelId,
        _term: &str,
        _columns: u32,
        _rows: u32,
        _width: u32,
        _height: u32,
        _modes: &[(Pty, u32)],
        session: &mut Session,
    ) -> anyhow::Result<()> {
        Ok(session.channel_success(id)?)
    }

    async fn shell_request(&mut self, id: ChannelId, session: &mut Session) -> anyhow::Result<()> {
        session.channel_success(id)?;
        Ok(session.data(id, Bytes::from_static(FRAME))?)
    }

    async fn data(&mut self, id: ChannelId, bytes: &[u8], session: &mut Session) -> anyhow::Result<()> {
        if bytes == b"q" {
            session.exit_status_request(id, 0)?;
            session.eof(id)?;
            session.close(id)?;
        } else {
            session.data(id, Bytes::from_static(ANSWER))?;
        }
        Ok(())
    }
}
