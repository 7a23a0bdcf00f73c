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

use super::{Keeper, crowd::Crowd, dice::Dice, listen::prepare};
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
        let (mut crowd, mut warned) = (Crowd::default(), None::<Instant>);
        loop {
            let accepted = select! {
                biased;
                _ = beat.tick() => {
                    self.keeper.0.pulse.beat(number);
                    // The gates count for all listeners; one of them is enough to look.
                    if number == 0 {
                        crowd.count(self.keeper.0.gates.figures().open);
                    }
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
        let name = Arc::from(self.dice.name());
        match self.keeper.0.gates.knock() {
            Ok(ticket) => {
                self.tasks.spawn(Arc::clone(self).connection(stream, from, ticket, name));
            }
            Err(gate) => self.refuse(stream, gate, None, &name),
        }
    }

    /// One connection, from its first byte to its last. Its name stands in every line of the log, as a field and not as a
    /// span: what the registry of spans keeps of each would hold on to a page of memory when a crowd has left.
    async fn connection(self: Arc<Self>, mut stream: TcpStream, from: SocketAddr, mut ticket: Ticket, name: Arc<str>) {
        let connection = &*name;
        let rules = self.keeper.rules();
        let from = if rules.proxies.iter().any(|proxy| proxy.contains(from.ip())) {
            match self.behind(&mut stream).await {
                Ok(address) => address,
                // A health check that only connects, as load balancers do by default.
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return,
                // It is the owner's own proxy: nothing to be polite about, but to be looked into.
                Err(error) => {
                    return tracing::warn!(connection, %error, "a trusted proxy does not say who is behind it");
                }
            }
        } else {
            Some(from.ip())
        };
        // An address is personal data: it is in no log that nobody asked for.
        tracing::debug!(connection, address = ?from, "arrived");
        if let Err(gate) = ticket.admit(from, Instant::now(), self.dice.roll()) {
            return self.refuse(stream, gate, Some(ticket), &name);
        }
        let outcome =
            Arc::clone(&rules.entrance).serve(stream, self.kill.clone(), &mut ticket, Arc::clone(&name)).await;
        drop(rules);
        self.keeper.ended(outcome);
        tracing::debug!(connection, outcome = outcome.name(), "gone");
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
    fn refuse(&self, stream: TcpStream, gate: Gate, ticket: Option<Ticket>, connection: &str) {
        tracing::debug!(connection, gate = gate.name(), "turned away");
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
