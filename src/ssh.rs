//! SSH: one connection from its first byte to its last, and every channel on it a session.
//!
//! Written around what russh 0.65.1 does not do for a server on the open internet: it has no login deadline, cannot be
//! told to drop a connection, freezes when a channel's reader is kept and not read, and forgets writers that wait for
//! a window. So each connection has one token: when it fires, the stream fails (`guard`) and every writer gives up;
//! and when russh drops its handler, for whatever reason, the token fires.

pub mod auth;
mod channel;
mod config;
mod farewell;
mod guard;
mod hail;
mod handler;
pub mod host_key;
mod inbox;
mod scp;
mod sftp;
mod talk;
mod throttle;
mod visit;
mod wire;

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    select,
    sync::watch,
    time::{Instant, sleep_until, timeout},
};
use tokio_util::sync::CancellationToken;

pub use auth::{OwnerKeyError, Owners};
pub use farewell::decline;
pub use host_key::{HostKey, HostKeyError};
pub use throttle::Inbound;

use crate::{files::Files, gates::Ticket, limits, session::House};
use guard::Guarded;
use hail::Heard;
use handler::Handler;
use throttle::Throttle;

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
    /// See [`limits::FIRST_VISIT`].
    pub first_visit: Duration,
    /// See [`limits::LINGER`].
    pub linger: Duration,
    /// How fast a client may send.
    pub inbound: Inbound,
    /// See [`limits::CHANNELS`].
    pub channels: usize,
    /// See [`limits::CHANNELS_IN_A_LIFE`].
    pub channels_in_a_life: usize,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            login: limits::LOGIN,
            first_visit: limits::FIRST_VISIT,
            linger: limits::LINGER,
            inbound: Inbound::default(),
            channels: limits::CHANNELS,
            channels_in_a_life: limits::CHANNELS_IN_A_LIFE,
        }
    }
}

/// How a connection went, for the gates and the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Somebody logged in, and it ended as connections do.
    Served,
    /// It hung up before anybody logged in.
    Left,
    /// It sent what is no SSH, or SSH that we do not speak.
    Malformed,
    /// Nobody logged in within the time.
    Late,
    /// The same, by a client that had begun the key exchange: perhaps a person was asked about the host key.
    Undecided,
    /// It sent or opened far more than any visitor does.
    Flood,
    /// The code that served it has panicked.
    Panicked,
    /// The server closed before it had said hello.
    Closing,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 8] = [
        Self::Served,
        Self::Left,
        Self::Malformed,
        Self::Late,
        Self::Undecided,
        Self::Flood,
        Self::Panicked,
        Self::Closing,
    ];

    /// Its name in metrics and logs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Served => "served",
            Self::Left => "left",
            Self::Malformed => "malformed",
            Self::Late => "late",
            Self::Undecided => "undecided",
            Self::Flood => "flood",
            Self::Panicked => "panicked",
            Self::Closing => "closing",
        }
    }

    /// What an error of russh's before login says of the client.
    fn of(error: &russh::Error) -> Self {
        match error {
            russh::Error::IO(_) | russh::Error::HUP | russh::Error::Disconnect => Self::Left,
            russh::Error::Join(_) => Self::Panicked,
            _ => Self::Malformed,
        }
    }
}

/// How far a connection has come, as its handler tells its keeper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Phase {
    /// Whether somebody has logged in.
    entered: bool,
    /// Sessions and commands that run on its channels.
    running: usize,
    /// Whether it was ended for sending or opening too much.
    flooded: bool,
}

impl Entrance {
    /// An entrance with this host key, for these owners, to this house.
    #[must_use]
    pub fn new(key: HostKey, owners: Owners, house: House, limits: ConnectionLimits) -> Self {
        let russh = Arc::new(config::russh(key, limits.login + limits.first_visit));
        Self { russh, owners, house, limits, files: Mutex::default() }
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

    /// Serves one connection to its end; `kill` ends it at once. The ticket is told when somebody has logged in; `name`
    /// stands in the log.
    pub async fn serve<S>(
        self: Arc<Self>,
        stream: S,
        kill: CancellationToken,
        ticket: &mut Ticket,
        name: Arc<str>,
    ) -> Outcome
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let started = Instant::now();
        let ended = kill.child_token();
        let heard = Arc::new(Heard::default());
        let (phase, mut phases) = watch::channel(Phase::default());
        let stream = Guarded::new(stream, ended.clone(), Arc::clone(&heard), Throttle::new(self.limits.inbound));
        let handler = Handler::new(Arc::clone(&self), Arc::clone(&heard), phase, ended.clone(), Arc::clone(&name));

        let mut closing = self.house.closing.clone();
        // In a box that is gone when it is done: this task lives as long as the connection does.
        let greeting = Box::pin(russh::server::run_stream(Arc::clone(&self.russh), stream, handler));
        let greeted = select! {
            greeted = timeout(self.limits.login, greeting) => greeted,
            // Whoever has not even said hello when the server closes has nothing to lose.
            _ = closing.wait_for(Option::is_some) => return Outcome::Closing,
        };
        let mut running = match greeted {
            Ok(Ok(running)) => running,
            Ok(Err(error)) => {
                tracing::debug!(connection = &*name, %error, "no version line");
                return Outcome::of(&error);
            }
            Err(_) => return Outcome::Late,
        };

        let mut since = Instant::now();
        // Whether the key exchange has begun, as far as that has to be known, and whether the time is up.
        let (mut begun, mut late) = (false, false);
        let result = loop {
            let phase = *phases.borrow_and_update();
            let leaving = closing.borrow_and_update().is_some();
            if phase.entered {
                ticket.entered();
            }
            let until = match phase {
                Phase { running: 1.., .. } => started + self.house.limits.life + limits::LIFE_SLACK,
                _ if leaving => since + limits::LINGER_CLOSING.min(self.limits.linger),
                Phase { entered: true, .. } => since + self.limits.linger,
                Phase { entered: false, .. } if begun => started + self.limits.login + self.limits.first_visit,
                Phase { entered: false, .. } => started + self.limits.login,
            };
            select! {
                biased;
                result = &mut running => break result,
                Ok(()) = phases.changed() => since = Instant::now(),
                Ok(()) = closing.changed(), if !leaving => since = Instant::now(),
                () = sleep_until(until), if !ended.is_cancelled() => {
                    late = !phase.entered && !leaving;
                    if late && !begun && heard.crypto().is_some() {
                        (begun, late) = (true, false);
                        continue;
                    }
                    ended.cancel();
                }
            }
        };
        // Clients that hang up without a DISCONNECT (dbclient, plink) are the rule: nothing to tell an operator.
        if let Err(error) = &result {
            tracing::debug!(connection = &*name, %error, "connection ended");
        }
        let phase = *phases.borrow();
        match result {
            _ if phase.flooded => Outcome::Flood,
            _ if late && begun => Outcome::Undecided,
            _ if late => Outcome::Late,
            Err(russh::Error::Join(_)) => Outcome::Panicked,
            _ if phase.entered => Outcome::Served,
            Ok(()) => Outcome::Left,
            Err(error) => Outcome::of(&error),
        }
    }
}
