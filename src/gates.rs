//! Who may knock, and who is turned away: the gates before the SSH handshake, one readable list in one order.
//!
//! Pure but for a lock: the time and the throw of the dice are passed in, so that each gate is tested on a clock that
//! stands still. What has been let in holds a [`Ticket`], which gives back what it took when it is dropped.

mod bucket;
mod penalty;
mod source;
mod startups;
mod table;

use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

pub use bucket::Bucket;
pub use penalty::Offence;
pub use source::Source;
pub use startups::Startups;

use crate::limits;
use table::Table;

/// What somebody can be turned away by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// The server is full.
    Full,
    /// The address has misbehaved and serves its time.
    Penalty,
    /// The address has as many connections as one may.
    Address,
    /// The address has connected too often of late.
    Rate,
    /// Too many connections stand before login.
    Startups,
}

impl Gate {
    /// Every gate, in the order in which they are asked. `Full` comes before the address is known: reading a PROXY header
    /// takes a seat, too. Those that cost a stranger nothing to run into come before the one that costs everybody.
    pub const ORDER: [Self; 5] = [Self::Full, Self::Penalty, Self::Address, Self::Rate, Self::Startups];

    /// Its name in metrics and logs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Penalty => "penalty",
            Self::Address => "address",
            Self::Rate => "rate",
            Self::Startups => "startups",
        }
    }

    /// What a person who is turned away reads.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Full | Self::Startups => "There are very many visitors just now. Please try again in a minute.",
            Self::Penalty => "Connections from your address have misbehaved. Please try again in a few minutes.",
            Self::Address => {
                "Your address has many connections open here already. Please close one, or try again later."
            }
            Self::Rate => "Your address has connected very often of late. Please try again in a minute.",
        }
    }
}

/// How wide the gates are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateLimits {
    /// See [`limits::CONNECTIONS`].
    pub connections: usize,
    /// See [`limits::STARTUPS`].
    pub startups: Startups,
    /// See [`limits::PER_ADDRESS`].
    pub per_address: usize,
    /// See [`limits::PER_MINUTE`].
    pub per_minute: NonZeroU32,
    /// See [`limits::PENALTY_FROM`].
    pub penalty_from: Duration,
    /// See [`limits::PENALTY_MOST`].
    pub penalty_most: Duration,
}

impl Default for GateLimits {
    fn default() -> Self {
        Self {
            connections: limits::CONNECTIONS,
            startups: limits::STARTUPS,
            per_address: limits::PER_ADDRESS,
            per_minute: limits::PER_MINUTE,
            penalty_from: limits::PENALTY_FROM,
            penalty_most: limits::PENALTY_MOST,
        }
    }
}

/// The gates of a server.
#[derive(Debug)]
pub struct Gates(Mutex<State>);

#[derive(Debug)]
struct State {
    limits: GateLimits,
    open: usize,
    before_login: usize,
    table: Table,
    refused: [u64; Gate::ORDER.len()],
}

/// What the gates count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateFigures {
    /// Connections open now.
    pub open: usize,
    /// Those of them that nobody has logged in on yet.
    pub before_login: usize,
    /// Addresses that are remembered.
    pub addresses: usize,
    /// How often each gate has turned somebody away.
    pub refused: [(Gate, u64); Gate::ORDER.len()],
}

impl Gates {
    /// Gates that nobody has passed yet.
    #[must_use]
    pub fn new(limits: GateLimits) -> Self {
        let table = Table::new(limits::ADDRESSES);
        Self(Mutex::new(State { limits, open: 0, before_login: 0, table, refused: [0; Gate::ORDER.len()] }))
    }

    /// Moves the gates; who is in stays in.
    pub fn set(&self, limits: GateLimits) {
        self.state().limits = limits;
    }

    /// Takes a seat in the server, before it is known who is there.
    ///
    /// # Errors
    /// [`Gate::Full`], when there is none.
    pub fn knock(self: &Arc<Self>) -> Result<Ticket, Gate> {
        let mut state = self.state();
        if state.open >= state.limits.connections {
            return Err(state.refuse(Gate::Full));
        }
        state.open += 1;
        Ok(Ticket { gates: Arc::clone(self), source: None, before_login: false })
    }

    /// What was counted so far.
    #[must_use]
    pub fn figures(&self) -> GateFigures {
        let state = self.state();
        let mut refused = Gate::ORDER.map(|gate| (gate, 0));
        for (entry, count) in refused.iter_mut().zip(state.refused) {
            entry.1 = count;
        }
        GateFigures { open: state.open, before_login: state.before_login, addresses: state.table.len(), refused }
    }

    /// A panic elsewhere leaves numbers behind that are still numbers.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The gate that stays shut, if one does.
    fn stops(&mut self, source: Option<Source>, now: Instant, roll: u32) -> Option<Gate> {
        let limits = self.limits;
        // Who comes through a trusted proxy without a name (a health check) is held up by what is the same for all.
        let mut address = source.map(|source| self.table.entry(source, now));
        Gate::ORDER.into_iter().find(|gate| match (gate, &mut address) {
            (Gate::Startups, _) => limits.startups.drops(self.before_login, roll),
            (Gate::Full, _) | (_, None) => false,
            (Gate::Penalty, Some(address)) => address.penalty.stands(now),
            (Gate::Address, Some(address)) => address.open >= limits.per_address,
            (Gate::Rate, Some(address)) => !address.bucket.takes(now, limits.step(), Duration::from_mins(1)),
        })
    }

    fn refuse(&mut self, gate: Gate) -> Gate {
        let counts = Gate::ORDER.into_iter().zip(&mut self.refused);
        counts.filter(|(one, _)| *one == gate).for_each(|(_, count)| *count += 1);
        gate
    }
}

impl GateLimits {
    /// The time that one connection of an address stands for.
    fn step(&self) -> Duration {
        Duration::from_mins(1) / self.per_minute.get()
    }
}

/// A seat in the server, and what it counts as; given back when it is dropped.
#[derive(Debug)]
pub struct Ticket {
    gates: Arc<Gates>,
    source: Option<Source>,
    before_login: bool,
}

impl Ticket {
    /// Lets a connection from this address as far as the handshake. `roll` is a throw of the dice, below 100.
    ///
    /// # Errors
    /// With the first gate that stays shut.
    pub fn admit(&mut self, from: Option<IpAddr>, now: Instant, roll: u32) -> Result<(), Gate> {
        let source = from.map(Source::of);
        let mut state = self.gates.state();
        if let Some(gate) = state.stops(source, now, roll) {
            return Err(state.refuse(gate));
        }
        state.before_login += 1;
        if let Some(source) = source {
            state.table.entry(source, now).open += 1;
        }
        drop(state);
        self.source = source;
        self.before_login = true;
        Ok(())
    }

    /// Somebody has logged in.
    pub fn entered(&mut self) {
        if std::mem::take(&mut self.before_login) {
            self.gates.state().before_login -= 1;
        }
    }

    /// The connection has misbehaved; its address remembers.
    pub fn offended(&self, offence: Offence, now: Instant) {
        if let Some(source) = self.source {
            let mut state = self.gates.state();
            let GateLimits { penalty_from, penalty_most, .. } = state.limits;
            state.table.entry(source, now).penalty.add(offence.cost(), penalty_from, penalty_most, now);
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.entered();
        let mut state = self.gates.state();
        state.open -= 1;
        if let Some(source) = self.source {
            state.table.leave(source);
        }
    }
}

#[cfg(test)]
mod tests;
