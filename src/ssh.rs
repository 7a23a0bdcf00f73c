//! SSH: one connection from its first byte to its last, and every channel on it a session.
//!
//! Written around what russh 0.65.1 does not do for a server on the open internet: it has no login deadline, cannot be
//! told to drop a connection, freezes when a channel's reader is kept and not read, and forgets writers that wait for
//! a window. So each connection has one token: when it fires, the stream fails (`guard`) and every writer gives up;
//! and when russh drops its handler, for whatever reason, the token fires.

pub mod auth;
mod channel;
mod config;
mod guard;
mod hail;
mod handler;
pub mod host_key;
mod inbox;
mod scp;
mod sftp;
mod talk;
mod visit;
mod wire;

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    select,
    sync::{OwnedSemaphorePermit, watch},
    time::{Instant, sleep_until, timeout},
};
use tokio_util::sync::CancellationToken;

pub use auth::{OwnerKeyError, Owners};
pub use host_key::{HostKey, HostKeyError};

use crate::{files::Files, limits, session::House};
use guard::Guarded;
use hail::Heard;
use handler::Handler;

/// What is the same for every connection.
#[derive(Debug)]
pub struct Entrance {
    russh: Arc<russh::server::Config>,
    owners: Owners,
    house: House,
    limits: ConnectionLimits,
    /// The files of the portfolio that was shown last to somebody who took files.
    files: Mutex<Option<Arc<Files>>>,
}

/// What one connection may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// See [`limits::LOGIN`].
    pub login: Duration,
    /// See [`limits::LINGER`].
    pub linger: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self { login: limits::LOGIN, linger: limits::LINGER }
    }
}

/// How far a connection has come, as its handler tells its keeper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Phase {
    /// Whether somebody has logged in.
    entered: bool,
    /// Sessions and commands that run on its channels.
    running: usize,
}

impl Entrance {
    /// An entrance with this host key, for these owners, to this house.
    #[must_use]
    pub fn new(key: HostKey, owners: Owners, house: House, limits: ConnectionLimits) -> Self {
        Self { russh: Arc::new(config::russh(key, limits.login)), owners, house, limits, files: Mutex::default() }
    }

    /// The files of the portfolio that is shown now; the same for everybody, so that each is made once.
    fn files(&self) -> Arc<Files> {
        let portfolio = self.house.portfolio.borrow().clone();
        let mut kept = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some(files) if Arc::ptr_eq(files.portfolio(), &portfolio) => Arc::clone(files),
            _ => Arc::clone(kept.insert(Arc::new(Files::new(portfolio, &self.house.door.ssh())))),
        }
    }

    /// Serves one connection to its end; `kill` ends it at once.
    ///
    /// `permit` is given back when the last of the connection is gone.
    pub async fn serve<S>(self: Arc<Self>, stream: S, kill: CancellationToken, permit: Option<OwnedSemaphorePermit>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let started = Instant::now();
        let ended = kill.child_token();
        let heard = Arc::new(Heard::default());
        let (phase, mut phases) = watch::channel(Phase::default());
        let stream = Guarded::new(stream, ended.clone(), Arc::clone(&heard));
        let handler = Handler::new(Arc::clone(&self), heard, phase, ended.clone(), permit);

        let mut closing = self.house.closing.clone();
        // In a box that is gone when it is done: this task lives as long as the connection does.
        let greeting = Box::pin(russh::server::run_stream(Arc::clone(&self.russh), stream, handler));
        let greeted = select! {
            greeted = timeout(self.limits.login, greeting) => greeted,
            // Whoever has not even said hello when the server closes has nothing to lose.
            _ = closing.wait_for(Option::is_some) => return,
        };
        let mut running = match greeted {
            Ok(Ok(running)) => running,
            Ok(Err(error)) => return tracing::debug!(%error, "no version line"),
            Err(_) => return tracing::debug!("no version line in time"),
        };

        let mut since = Instant::now();
        let result = loop {
            let phase = *phases.borrow_and_update();
            let leaving = closing.borrow_and_update().is_some();
            let until = match phase {
                Phase { running: 1.., .. } => started + self.house.limits.life + limits::LIFE_SLACK,
                _ if leaving => since + limits::LINGER_CLOSING.min(self.limits.linger),
                Phase { entered: true, .. } => since + self.limits.linger,
                Phase { entered: false, .. } => started + self.limits.login,
            };
            select! {
                biased;
                result = &mut running => break result,
                Ok(()) = phases.changed() => since = Instant::now(),
                Ok(()) = closing.changed(), if !leaving => since = Instant::now(),
                () = sleep_until(until), if !ended.is_cancelled() => ended.cancel(),
            }
        };
        // Clients that hang up without a DISCONNECT (dbclient, plink) are the rule: nothing to tell an operator.
        if let Err(error) = result {
            tracing::debug!(%error, "connection ended");
        }
    }
}
