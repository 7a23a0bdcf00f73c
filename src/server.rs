//! The joint: listeners, what they let in, and how it all ends.

mod accept;
mod crowd;
mod dice;
mod listen;
mod pulse;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    net::TcpListener,
    sync::watch,
    time::{Instant, timeout_at},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    content::Portfolio,
    gates::{GateLimits, Gates},
    limits,
    network::Network,
    ops::{self, Snapshot},
    session::{Closing, Door, Figures, House, SessionLimits},
    ssh::{ConnectionLimits, Entrance, HostKey, Outcome, Owners},
};
use accept::Doorkeeper;
pub use listen::{adopt, bind};
use pulse::Pulse;

/// What a server is told at its start, and again when its owner has changed it.
#[derive(Debug, Clone)]
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
    pub gates: GateLimits,
    /// Networks of proxies: from them each connection begins with a PROXY header, and from nowhere else.
    pub proxies: Vec<Network>,
    /// How the server ends.
    pub server: ServerLimits,
    /// See [`House::trap`]; for tests.
    pub trap: Option<&'static str>,
}

/// How a server ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerLimits {
    /// See [`limits::CLOSING_NOTICE`].
    pub closing_notice: Duration,
    /// See [`limits::DRAIN`].
    pub drain: Duration,
}

impl Default for ServerLimits {
    fn default() -> Self {
        Self { closing_notice: limits::CLOSING_NOTICE, drain: limits::DRAIN }
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
            gates: GateLimits::default(),
            proxies: Vec::new(),
            server: ServerLimits::default(),
            trap: None,
        }
    }
}

/// A server that has not begun yet.
#[derive(Debug)]
pub struct Server {
    keeper: Keeper,
    closing: watch::Sender<Option<Closing>>,
}

/// What can be seen of a running server and said to it; all clones speak of the same one.
#[derive(Debug, Clone)]
pub struct Keeper(Arc<Kept>);

#[derive(Debug)]
struct Kept {
    /// What new connections find.
    rules: watch::Sender<Arc<Rules>>,
    /// The house that new connections are led to; its limits come from the rules.
    house: House,
    gates: Arc<Gates>,
    trouble: watch::Sender<Option<Arc<str>>>,
    pulse: Pulse,
    outcomes: [AtomicU64; Outcome::ALL.len()],
    accepted: AtomicU64,
    reloads: [AtomicU64; 2],
}

/// What the next connection finds; replaced as a whole.
#[derive(Debug)]
struct Rules {
    entrance: Arc<Entrance>,
    proxies: Vec<Network>,
    server: ServerLimits,
}

impl Server {
    /// A server that shows this portfolio, whichever it is at the time.
    #[must_use]
    pub fn new(config: ServerConfig, portfolio: watch::Receiver<Arc<Portfolio>>) -> Self {
        let (closing, closes) = watch::channel(None);
        let (trouble, troubles) = watch::channel(None);
        let house = House {
            portfolio,
            door: Arc::new(config.door.clone()),
            closing: closes,
            figures: Arc::new(Figures::new(ops::memory::resident)),
            limits: config.session,
            trouble: troubles,
            stills: Arc::default(),
            trap: config.trap,
        };
        let gates = Arc::new(Gates::new(config.gates));
        let (rules, _) = watch::channel(Arc::new(Rules::new(config, &house)));
        let pulse = Pulse::default();
        let (outcomes, accepted, reloads) = Default::default();
        Self {
            keeper: Keeper(Arc::new(Kept { rules, house, gates, trouble, pulse, outcomes, accepted, reloads })),
            closing,
        }
    }

    /// What can be seen of it and said to it while it runs.
    #[must_use]
    pub fn keeper(&self) -> Keeper {
        self.keeper.clone()
    }

    /// True figures of this server.
    #[must_use]
    pub fn figures(&self) -> Arc<Figures> {
        Arc::clone(&self.keeper.0.house.figures)
    }

    /// Lets visitors in until `shutdown` resolves, then tells those who are in and ends when they are gone, at the
    /// latest after [`ServerLimits::drain`].
    pub async fn run(self, listeners: Vec<TcpListener>, shutdown: impl Future<Output = ()>) {
        let tasks = TaskTracker::new();
        let accepting = CancellationToken::new();
        let kill = CancellationToken::new();
        let doorkeeper = Arc::new(Doorkeeper::new(self.keeper.clone(), kill.clone(), tasks.clone()));
        self.keeper.0.pulse.start(listeners.len());
        for (number, listener) in listeners.into_iter().enumerate() {
            let (doorkeeper, accepting) = (Arc::clone(&doorkeeper), accepting.clone());
            tasks.spawn(async move {
                // The listener is dropped with this task: from then on nobody waits at a door that stays shut.
                accepting.run_until_cancelled_owned(doorkeeper.accept(listener, number)).await;
            });
        }
        shutdown.await;
        accepting.cancel();
        tasks.close();
        let now = Instant::now();
        let limits = self.keeper.rules().server;
        self.closing.send_replace(Some(Closing { at: now + limits.closing_notice }));
        if timeout_at(now + limits.drain, tasks.wait()).await.is_err() {
            tracing::warn!(connections = tasks.len(), "connections cut at the end of the drain");
            kill.cancel();
            // A killed stream fails at its next poll; a second is a thousand times what that takes.
            let _ = timeout_at(Instant::now() + limits::LINGER_CLOSING, tasks.wait()).await;
        }
    }
}

impl Rules {
    fn new(config: ServerConfig, house: &House) -> Self {
        let house = House { limits: config.session, ..house.clone() };
        let entrance = Arc::new(Entrance::new(config.key, config.owners, house, config.connection));
        Self { entrance, proxies: config.proxies, server: config.server }
    }
}

impl Keeper {
    /// Takes new limits, owners and proxies for everybody who comes from now on; who is in stays as they came.
    pub fn change(&self, config: ServerConfig) {
        self.0.gates.set(config.gates);
        self.0.rules.send_replace(Arc::new(Rules::new(config, &self.0.house)));
    }

    /// Shows the owner, and nobody else, what is wrong with the last edit; `None` when it is right.
    pub fn trouble(&self, sentence: Option<&str>) {
        self.0.trouble.send_if_modified(|shown| {
            let new = sentence.map(Arc::from);
            let changed = *shown != new;
            *shown = new;
            changed
        });
    }

    /// Counts an edit that was taken, or one that could not be.
    pub fn reloaded(&self, good: bool) {
        let [bad_edits, good_edits] = &self.0.reloads;
        let count = if good { good_edits } else { bad_edits };
        count.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether every listener accepts, or did a moment ago; a server that closes has none, and is alive to its end.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.0.pulse.is_alive(Instant::now()) || self.is_closing()
    }

    /// The longest that it takes from the wish to stop to the end.
    #[must_use]
    pub fn longest_end(&self) -> Duration {
        self.rules().server.drain + limits::LINGER_CLOSING
    }

    /// Everything the server knows of itself.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let counts = Outcome::ALL.into_iter().zip(&self.0.outcomes);
        let [bad_edits, good_edits] = &self.0.reloads;
        Snapshot {
            alive: self.is_alive(),
            ready: self.is_alive() && !self.is_closing(),
            uptime: self.0.house.figures.started.elapsed(),
            memory: (self.0.house.figures.memory)(),
            tallies: self.0.house.figures.tallies(),
            gates: self.0.gates.figures(),
            accepted: read(&self.0.accepted),
            outcomes: counts.map(|(outcome, count)| (outcome, read(count))).collect(),
            good_edits: read(good_edits),
            bad_edits: read(bad_edits),
        }
    }

    fn is_closing(&self) -> bool {
        self.0.house.closing.borrow().is_some()
    }

    fn rules(&self) -> Arc<Rules> {
        Arc::clone(&self.0.rules.borrow())
    }

    fn accepted(&self) {
        self.0.accepted.fetch_add(1, Ordering::Relaxed);
    }

    fn ended(&self, outcome: Outcome) {
        let counts = Outcome::ALL.into_iter().zip(&self.0.outcomes);
        counts.filter(|(one, _)| *one == outcome).for_each(|(_, count)| {
            count.fetch_add(1, Ordering::Relaxed);
        });
    }
}
