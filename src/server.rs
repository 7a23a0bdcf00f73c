//! The joint: listeners, what they let in, and how it all ends.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use socket2::{Domain, Protocol, SockRef, Socket, TcpKeepalive, Type};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    time::{Instant, sleep, timeout_at},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    content::Portfolio,
    limits, ops,
    session::{Closing, Door, Figures, House, SessionLimits},
    ssh::{ConnectionLimits, Entrance, HostKey, Owners},
};

/// What a server is told at its start.
#[derive(Debug)]
pub struct ServerConfig {
    /// The host key.
    pub key: HostKey,
    /// Keys of the owner.
    pub owners: Owners,
    /// How a visitor comes back.
    pub door: Door,
    /// What one session may do.
    pub session: SessionLimits,
    /// What one connection may do.
    pub connection: ConnectionLimits,
    /// What all of them may do together.
    pub server: ServerLimits,
}

/// What all connections may do together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerLimits {
    /// See [`limits::CONNECTIONS`].
    pub connections: usize,
    /// See [`limits::CLOSING_NOTICE`].
    pub closing_notice: Duration,
    /// See [`limits::DRAIN`].
    pub drain: Duration,
}

impl Default for ServerLimits {
    fn default() -> Self {
        Self { connections: limits::CONNECTIONS, closing_notice: limits::CLOSING_NOTICE, drain: limits::DRAIN }
    }
}

impl ServerConfig {
    /// A server with this key at this door, with the usual limits and no keys of an owner.
    #[must_use]
    pub fn new(key: HostKey, door: Door) -> Self {
        Self {
            key,
            owners: Owners::default(),
            door,
            session: SessionLimits::default(),
            connection: ConnectionLimits::default(),
            server: ServerLimits::default(),
        }
    }
}

/// A server that can be looked at while it runs.
#[derive(Debug)]
pub struct Server {
    entrance: Arc<Entrance>,
    figures: Arc<Figures>,
    closing: watch::Sender<Option<Closing>>,
    limits: ServerLimits,
}

impl Server {
    /// A server that shows this portfolio, whichever it is at the time.
    #[must_use]
    pub fn new(config: ServerConfig, portfolio: watch::Receiver<Arc<Portfolio>>) -> Self {
        let figures = Arc::new(Figures::new(ops::memory));
        let (closing, closes) = watch::channel(None);
        let house = House {
            portfolio,
            door: Arc::new(config.door),
            closing: closes,
            figures: Arc::clone(&figures),
            limits: config.session,
        };
        let entrance = Arc::new(Entrance::new(config.key, config.owners, house, config.connection));
        Self { entrance, figures, closing, limits: config.server }
    }

    /// True figures of this server.
    #[must_use]
    pub fn figures(&self) -> Arc<Figures> {
        Arc::clone(&self.figures)
    }

    /// Lets visitors in until `shutdown` resolves, then tells those who are in and ends when they are gone, at the
    /// latest after [`ServerLimits::drain`].
    pub async fn run(self, listeners: Vec<TcpListener>, shutdown: impl Future<Output = ()>) {
        let tasks = TaskTracker::new();
        let seats = Arc::new(Semaphore::new(self.limits.connections));
        let accepting = CancellationToken::new();
        let kill = CancellationToken::new();
        for listener in listeners {
            let (entrance, seats, kill) = (Arc::clone(&self.entrance), Arc::clone(&seats), kill.clone());
            let connections = tasks.clone();
            let accepting = accepting.clone();
            tasks.spawn(async move {
                // The listener is dropped with this task: from then on nobody waits at a door that stays shut.
                accepting.run_until_cancelled_owned(accept(listener, entrance, seats, kill, connections)).await;
            });
        }
        shutdown.await;
        accepting.cancel();
        tasks.close();
        let now = Instant::now();
        self.closing.send_replace(Some(Closing { at: now + self.limits.closing_notice }));
        if timeout_at(now + self.limits.drain, tasks.wait()).await.is_err() {
            tracing::warn!(connections = tasks.len(), "connections cut at the end of the drain");
            kill.cancel();
            // A killed stream fails at its next poll; a second is a thousand times what that takes.
            let _ = timeout_at(Instant::now() + limits::LINGER_CLOSING, tasks.wait()).await;
        }
    }
}

/// Runs a server; see [`Server::run`].
pub async fn run(
    listeners: Vec<TcpListener>,
    config: ServerConfig,
    portfolio: watch::Receiver<Arc<Portfolio>>,
    shutdown: impl Future<Output = ()>,
) {
    Server::new(config, portfolio).run(listeners, shutdown).await;
}

/// Accepts for ever. No error of `accept` is fatal: one is the end of a connection that was never made, the others
/// (descriptors, memory) pass when somebody leaves.
async fn accept(
    listener: TcpListener,
    entrance: Arc<Entrance>,
    seats: Arc<Semaphore>,
    kill: CancellationToken,
    connections: TaskTracker,
) {
    loop {
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) if passes_at_once(&error) => continue,
            Err(error) => {
                tracing::warn!(%error, "cannot accept connections for a moment");
                sleep(limits::ACCEPT_PAUSE).await;
                continue;
            }
        };
        let Ok(permit) = Arc::clone(&seats).try_acquire_owned() else {
            tracing::debug!("full: connection refused");
            continue;
        };
        // A socket that does not take its options is one whose peer is gone already.
        if let Err(error) = prepare(&stream) {
            tracing::debug!(%error, "connection gone before it began");
            continue;
        }
        connections.spawn(Arc::clone(&entrance).serve(stream, kill.clone(), Some(permit)));
    }
}

/// Whether an error of `accept` says something of one connection only (accept(2)).
fn passes_at_once(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset | io::ErrorKind::Interrupted
    )
}

/// Sets what a connection of keystrokes needs: no delay, and a kernel that notices when the peer is gone.
fn prepare(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = SockRef::from(stream);
    let keepalive = TcpKeepalive::new().with_time(limits::TCP_KEEPALIVE).with_interval(limits::TCP_KEEPALIVE / 4);
    socket.set_tcp_keepalive(&keepalive)?;
    #[cfg(target_os = "linux")]
    {
        socket.set_tcp_user_timeout(Some(limits::TCP_USER_TIMEOUT))?;
        // What the kernel has taken cannot be replaced by a newer frame any more.
        socket.set_tcp_notsent_lowat(limits::TCP_UNSENT)?;
    }
    Ok(())
}

/// Opens a listener; port 0 takes a free one.
///
/// An IPv6 address is that alone and not IPv4 as well, so that `127.0.0.1` and `[::1]`, or `0.0.0.0` and `[::]`, can be
/// listened to side by side, whatever the system's default is.
///
/// # Errors
/// When the address is not ours or taken. Must be called within a tokio runtime.
pub fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    if address.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    // A restart must not wait for the old server's connections to be forgotten by the kernel.
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(limits::BACKLOG)?;
    TcpListener::from_std(socket.into())
}
