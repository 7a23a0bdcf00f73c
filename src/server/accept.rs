//! The accept loop, and the way of one connection from there to its end.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use tokio::{
    net::{TcpListener, TcpStream},
    select,
    sync::Semaphore,
    time::{Instant, MissedTickBehavior, interval, sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::Instrument as _;

use super::{Keeper, dice::Dice, listen::prepare};
use crate::{
    gates::{Gate, Offence, Ticket},
    limits, proxy,
    ssh::{self, Outcome},
};

/// Stands at all doors of a server.
pub(super) struct Doorkeeper {
    keeper: Keeper,
    dice: Dice,
    /// Refused clients that can be told so now.
    farewells: Arc<Semaphore>,
    kill: CancellationToken,
    tasks: TaskTracker,
}

impl Doorkeeper {
    pub(super) fn new(keeper: Keeper, kill: CancellationToken, tasks: TaskTracker) -> Self {
        Self { keeper, dice: Dice::default(), farewells: Arc::new(Semaphore::new(limits::FAREWELLS)), kill, tasks }
    }

    /// Accepts for ever, and shows that it does. No error of `accept` is fatal: one is the end of a connection that was
    /// never made, the others (descriptors, memory) pass when somebody leaves.
    pub(super) async fn accept(self: Arc<Self>, listener: TcpListener, number: usize) {
        let mut beat = interval(limits::PULSE);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut warned: Option<Instant> = None;
        loop {
            let accepted = select! {
                biased;
                _ = beat.tick() => {
                    self.keeper.0.pulse.beat(number);
                    continue;
                }
                accepted = listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, from)) => self.arrived(stream, from),
                Err(error) if passes_at_once(&error) => {}
                Err(error) => {
                    if warned.is_none_or(|at| at.elapsed() > limits::ACCEPT_WARNING) {
                        warned = Some(Instant::now());
                        tracing::warn!(%error, "cannot accept connections for a moment");
                    }
                    sleep(limits::ACCEPT_PAUSE).await;
                }
            }
        }
    }

    /// Somebody is at the door: the first gate is asked here, before a task is spent on them.
    fn arrived(self: &Arc<Self>, stream: TcpStream, from: SocketAddr) {
        self.keeper.accepted();
        // A socket that does not take its options is one whose peer is gone already.
        if let Err(error) = prepare(&stream) {
            return tracing::debug!(%error, "connection gone before it began");
        }
        let span = tracing::info_span!("connection", id = self.dice.name());
        let _entered = span.enter();
        match self.keeper.0.gates.knock() {
            Ok(ticket) => {
                let visit = Arc::clone(self).connection(stream, from, ticket);
                self.tasks.spawn(visit.in_current_span());
            }
            Err(gate) => self.refuse(stream, gate, None),
        }
    }

    /// One connection, from its first byte to its last.
    async fn connection(self: Arc<Self>, mut stream: TcpStream, from: SocketAddr, mut ticket: Ticket) {
        let rules = self.keeper.rules();
        let from = if rules.proxies.iter().any(|proxy| proxy.contains(from.ip())) {
            match self.behind(&mut stream).await {
                Ok(address) => address,
                // A health check that only connects, as load balancers do by default.
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return,
                // It is the owner's own proxy: nothing to be polite about, but to be looked into.
                Err(error) => return tracing::warn!(%error, "a trusted proxy does not say who is behind it"),
            }
        } else {
            Some(from.ip())
        };
        // An address is personal data: it is in no log that nobody asked for.
        tracing::debug!(address = ?from, "arrived");
        if let Err(gate) = ticket.admit(from, Instant::now(), self.dice.roll()) {
            return self.refuse(stream, gate, Some(ticket));
        }
        let outcome = Arc::clone(&rules.entrance).serve(stream, self.kill.clone(), &mut ticket).await;
        drop(rules);
        self.keeper.ended(outcome);
        tracing::debug!(outcome = outcome.name(), "gone");
        if let Some(offence) = offence(outcome) {
            ticket.offended(offence, Instant::now());
        }
    }

    /// Who is behind a trusted proxy; `None` where it speaks for itself.
    async fn behind(&self, stream: &mut TcpStream) -> io::Result<Option<IpAddr>> {
        select! {
            told = timeout(limits::PROXY_WAIT, proxy::read(stream)) => {
                told.unwrap_or_else(|_| Err(io::Error::new(io::ErrorKind::TimedOut, "no PROXY header in time")))
            }
            () = self.kill.cancelled() => Err(io::ErrorKind::ConnectionAborted.into()),
        }
    }

    /// Turns somebody away, with a word where there is time for one.
    fn refuse(&self, stream: TcpStream, gate: Gate, ticket: Option<Ticket>) {
        tracing::debug!(gate = gate.name(), "turned away");
        let Ok(seat) = Arc::clone(&self.farewells).try_acquire_owned() else { return };
        let kill = self.kill.clone();
        self.tasks.spawn(async move {
            // The seat in the server is held as long as the socket is.
            let _held = (seat, ticket);
            kill.run_until_cancelled_owned(ssh::decline(stream, gate.sentence())).await;
        });
    }
}

/// What an address is to be punished for.
fn offence(outcome: Outcome) -> Option<Offence> {
    match outcome {
        // Whoever holds many seats this way is found out by their number.
        Outcome::Left | Outcome::Undecided => Some(Offence::Left),
        Outcome::Malformed => Some(Offence::Malformed),
        Outcome::Late => Some(Offence::Grace),
        Outcome::Flood => Some(Offence::Flood),
        // A panic is our own fault, whatever brought it about.
        Outcome::Served | Outcome::Panicked | Outcome::Closing => None,
    }
}

/// Whether an error of `accept` says something of one connection only (accept(2)).
fn passes_at_once(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset | io::ErrorKind::Interrupted
    )
}
