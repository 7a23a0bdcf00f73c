//! A visitor: a real SSH client in front of a terminal that answers what it is asked, as cheap as that can be.

use std::{
    io, mem,
    pin::Pin,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context as TaskContext, Poll},
    time::Duration,
};

use anyhow::{Context, bail, ensure};
use russh::{
    Channel, ChannelMsg, Disconnect,
    client::{self, Handle, Msg},
    keys::{PrivateKeyWithHashAlg, PublicKeyOrCertificate},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpSocket, TcpStream},
    time::{Instant, timeout},
};

use crate::{args::Size, bare, target::Door};

/// How long anything may take before the run is given up.
const PATIENCE: Duration = Duration::from_secs(30);
/// Silence after which a frame is taken for complete, where nobody knows how long it is.
pub(crate) const QUIET: Duration = Duration::from_millis(60);
/// What a terminal is asked (DA1), last in a first frame: and what it answers to that.
const QUESTION: &[u8] = b"\x1b[c";
const ANSWER: &[u8] = b"\x1b[?62;22c";

static CONFIG: LazyLock<Arc<client::Config>> = LazyLock::new(|| {
    Arc::new(client::Config { preferred: bare::algorithms(), nodelay: true, ..client::Config::default() })
});

/// How a visitor comes.
#[derive(Debug, Clone)]
pub(crate) struct Guest {
    pub(crate) user: String,
    pub(crate) size: Size,
    /// Bytes of the kernel's receive buffer, where it shall be small.
    pub(crate) receive_buffer: Option<u32>,
}

/// Somebody with a session.
pub(crate) struct Visitor {
    handle: Handle<Believer>,
    channel: Channel<Msg>,
    deaf: Arc<AtomicBool>,
    /// The last bytes heard, in which a question may have begun.
    tail: Vec<u8>,
    began: Instant,
}

/// What was heard until it was quiet.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Heard {
    pub(crate) bytes: usize,
    /// From TCP connect or from the key to the last of the bytes.
    pub(crate) complete: Duration,
    /// Messages that began a synchronized update, or all of them where none did.
    pub(crate) frames: usize,
}

/// Believes every server.
struct Believer;

impl client::Handler for Believer {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _key: &PublicKeyOrCertificate) -> Result<bool, russh::Error> {
        Ok(true)
    }
}

impl Visitor {
    /// Connects, logs in (by `none`, unless the door needs a key) and asks for a shell on a terminal.
    pub(crate) async fn come(door: &Door, guest: &Guest) -> anyhow::Result<Self> {
        timeout(PATIENCE, Self::connect(door, guest)).await.context("nobody was let in for too long")?
    }

    async fn connect(door: &Door, guest: &Guest) -> anyhow::Result<Self> {
        let address = door.address;
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        if let Some(bytes) = guest.receive_buffer {
            socket.set_recv_buffer_size(bytes)?;
        }
        let began = Instant::now();
        let stream = socket.connect(address).await?;
        stream.set_nodelay(true)?;
        let deaf = Arc::new(AtomicBool::new(false));
        let stream = Ear { stream, deaf: Arc::clone(&deaf) };
        let mut handle = client::connect_stream(Arc::clone(&CONFIG), stream, Believer).await?;
        let entered = match &door.login {
            None => handle.authenticate_none(guest.user.as_str()).await?,
            Some(login) => {
                let key = PrivateKeyWithHashAlg::new(Arc::clone(&login.key), None);
                handle.authenticate_publickey(login.user.as_str(), key).await?
            }
        };
        ensure!(entered.success(), "{address} lets nobody in");
        let channel = handle.channel_open_session().await?;
        let Size { columns, rows } = guest.size;
        channel.request_pty(false, "xterm-256color", columns, rows, 0, 0, &[]).await?;
        channel.request_shell(false).await?;
        Ok(Self { handle, channel, deaf, tail: Vec::new(), began })
    }

    /// Reads the first frame: `whole` bytes where that is known, else all until it is quiet.
    pub(crate) async fn first_frame(&mut self, whole: Option<usize>) -> anyhow::Result<Heard> {
        let heard = self.hear(self.began, whole, QUIET).await?;
        ensure!(heard.bytes > 0, "there was no first frame");
        Ok(heard)
    }

    /// Reads the first frame behind a relay, where silence can last as long as its delay.
    pub(crate) async fn hear_slowly(&mut self, delay: Duration) -> anyhow::Result<Heard> {
        self.hear(self.began, None, delay * 2).await
    }

    /// Presses keys and reads until it is quiet for so long.
    pub(crate) async fn press(&mut self, keys: &'static [u8], quiet: Duration) -> anyhow::Result<Heard> {
        let began = Instant::now();
        self.channel.data_bytes(keys).await?;
        let heard = timeout(Duration::from_secs(2), self.hear(began, None, quiet));
        heard.await.context("a key showed nothing; take a page where j and k do (--user)")?
    }

    /// Presses keys and reads nothing.
    pub(crate) async fn only_press(&mut self, keys: &'static [u8]) -> anyhow::Result<()> {
        Ok(self.channel.data_bytes(keys).await?)
    }

    /// Reads until it is quiet, or until so much has come. The first bytes may take long.
    pub(crate) async fn hear(
        &mut self,
        since: Instant,
        whole: Option<usize>,
        quiet: Duration,
    ) -> anyhow::Result<Heard> {
        let mut heard = Heard::default();
        let mut messages = 0;
        while whole.is_none_or(|whole| heard.bytes < whole) {
            let patience = if heard.bytes == 0 { PATIENCE } else { quiet };
            let Ok(message) = timeout(patience, self.channel.wait()).await else { break };
            match message.context("the server ended the session")? {
                ChannelMsg::Data { data } => {
                    heard.bytes += data.len();
                    heard.complete = since.elapsed();
                    heard.frames += count(&data, b"\x1b[?2026h");
                    messages += 1;
                    self.answer(&data).await?;
                }
                ChannelMsg::Failure => bail!("the server refused a request"),
                _ => {}
            }
        }
        if heard.frames == 0 {
            heard.frames = messages;
        }
        Ok(heard)
    }

    /// Answers, if what came asks.
    async fn answer(&mut self, data: &[u8]) -> anyhow::Result<()> {
        self.tail.extend_from_slice(data);
        let asked = count(&self.tail, QUESTION) > 0;
        let rest = if asked { self.tail.len() } else { self.tail.len().saturating_sub(QUESTION.len() - 1) };
        self.tail.drain(..rest);
        if asked {
            self.channel.data_bytes(ANSWER).await?;
        }
        Ok(())
    }

    /// Reads nothing any more: the kernel's buffers fill, and then the server waits.
    pub(crate) fn stall(&self) {
        self.deaf.store(true, Ordering::Relaxed);
    }

    /// Leaves by key, and hangs up when the server has said goodbye.
    pub(crate) async fn leave(mut self) -> anyhow::Result<()> {
        self.channel.data_bytes(&b"q"[..]).await?;
        let goodbye = async { while !matches!(self.channel.wait().await, None | Some(ChannelMsg::Close)) {} };
        // A server that knows no such key is left all the same.
        let _ = timeout(Duration::from_secs(2), goodbye).await;
        self.hang_up().await
    }

    /// Hangs up.
    pub(crate) async fn hang_up(self) -> anyhow::Result<()> {
        Ok(self.handle.disconnect(Disconnect::ByApplication, "", "").await?)
    }
}

/// How often a sequence stands in bytes.
fn count(bytes: &[u8], sequence: &[u8]) -> usize {
    bytes.windows(sequence.len()).filter(|window| window == &sequence).count()
}

/// A stream that can stop listening.
struct Ear {
    stream: TcpStream,
    deaf: Arc<AtomicBool>,
}

impl AsyncRead for Ear {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.deaf.load(Ordering::Relaxed) {
            // For ever: nobody wakes it.
            return Poll::Pending;
        }
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Ear {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Does as many visits as are wanted, some at a time, and hands on what each gives.
pub(crate) async fn some_at_a_time<T: Send + 'static, V>(
    how_many: u32,
    at_once: u32,
    visit: impl Fn() -> V,
) -> anyhow::Result<Vec<T>>
where
    V: Future<Output = anyhow::Result<T>> + Send + 'static,
{
    let mut all = Vec::new();
    let mut here = tokio::task::JoinSet::new();
    let mut left = how_many;
    while left > 0 || !here.is_empty() {
        while left > 0 && here.len() < at_once as usize {
            left -= 1;
            here.spawn(visit());
        }
        if let Some(done) = here.join_next().await {
            all.push(done??);
        }
    }
    Ok(all)
}

/// Brings visitors, some at a time, until they see the first frame.
pub(crate) async fn crowd(door: &Door, guest: &Guest, how_many: u32, at_once: u32) -> anyhow::Result<Vec<Visitor>> {
    some_at_a_time(how_many, at_once, || {
        let (door, guest) = (door.clone(), guest.clone());
        async move {
            let mut visitor = Visitor::come(&door, &guest).await?;
            visitor.first_frame(None).await?;
            anyhow::Ok(visitor)
        }
    })
    .await
}

/// Lets visitors leave, some at a time.
pub(crate) async fn farewell(visitors: Vec<Visitor>, at_once: u32) -> anyhow::Result<()> {
    let mut visitors = visitors;
    while !visitors.is_empty() {
        let rest = visitors.split_off(visitors.len().min(at_once as usize));
        let mut leaving = tokio::task::JoinSet::new();
        for visitor in mem::replace(&mut visitors, rest) {
            leaving.spawn(visitor.leave());
        }
        while let Some(left) = leaving.join_next().await {
            left??;
        }
    }
    Ok(())
}
