//! A server in one line and a visitor who types: what every test from outside stands on.
//!
//! Tests wait for a condition and never for a time.

mod deaf;
mod visitor;

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    sync::Arc,
    time::Duration,
};

use shingle::{
    content::{self, Portfolio, Source},
    gates::Gate,
    server::{self, Keeper, Server, ServerConfig},
    session::{Door, Figures},
    ssh::{Outcome, host_key},
};
use tokio::{
    net::{TcpSocket, TcpStream},
    sync::{oneshot, watch},
    task::JoinHandle,
    time::{Instant, sleep, timeout},
};

pub(crate) use deaf::{deaf, stuck};
pub(crate) use visitor::{Client, Guest, Visitor, client};

/// How long a test waits for what must happen: long enough for a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A server on a free port with keys of its own; gone when it is dropped.
pub(crate) struct TestServer {
    pub(crate) address: SocketAddr,
    pub(crate) figures: Arc<Figures>,
    pub(crate) portfolio: watch::Sender<Arc<Portfolio>>,
    pub(crate) keeper: Keeper,
    stop: Option<oneshot::Sender<()>>,
    task: Option<JoinHandle<()>>,
    _keys: tempfile::TempDir,
}

impl TestServer {
    /// A server as it is by default.
    pub(crate) fn start() -> Self {
        Self::with(|_| {})
    }

    /// A server that is told something else first.
    pub(crate) fn with(change: impl FnOnce(&mut ServerConfig)) -> Self {
        let keys = tempfile::tempdir().unwrap();
        let listener = server::bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap();
        let door = Door { host: "127.0.0.1".into(), port: address.port() };
        let mut config = ServerConfig::new(host_key::load_or_create(keys.path()).unwrap(), door);
        change(&mut config);
        let (portfolio, shown) = watch::channel(Arc::new(portfolio()));
        let server = Server::new(config, shown);
        let (figures, keeper) = (server.figures(), server.keeper());
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(server.run(vec![listener], async {
            let _ = stopped.await;
        }));
        Self { address, figures, portfolio, keeper, stop: Some(stop), task: Some(task), _keys: keys }
    }

    /// Asks the server to stop, as a signal would.
    pub(crate) fn stop(&mut self) {
        drop(self.stop.take());
    }

    /// Waits until the server has ended, and says how long that took.
    pub(crate) async fn ended(&mut self) -> Duration {
        let started = Instant::now();
        let task = self.task.take().expect("the server has ended already");
        timeout(PATIENCE, task).await.expect("the server does not end").expect("the server has panicked");
        started.elapsed()
    }

    /// Connects from one of loopback's 2^24 addresses (127.0.0.0/8), so that a test has strangers and neighbours.
    pub(crate) async fn connect_from(&self, from: [u8; 4]) -> std::io::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        socket.bind((Ipv4Addr::from(from), 0).into())?;
        socket.connect(self.address).await
    }

    /// How often a gate has turned somebody away.
    pub(crate) fn refused(&self, gate: Gate) -> u64 {
        self.keeper.snapshot().gates.refused.iter().find(|(one, _)| *one == gate).unwrap().1
    }

    /// How many connections have ended in a certain way.
    pub(crate) fn ended_as(&self, outcome: Outcome) -> u64 {
        self.keeper.snapshot().outcomes.iter().find(|(one, _)| *one == outcome).unwrap().1
    }

    /// Waits until so many sessions are open.
    pub(crate) async fn sessions(&self, wanted: usize) {
        eventually(&format!("{wanted} sessions"), || self.figures.sessions() == wanted).await;
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
        }
    }
}

/// Waits until something holds.
pub(crate) async fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < until, "never: {what}");
        sleep(Duration::from_millis(2)).await;
    }
}

/// The portfolio of `data/`.
pub(crate) fn portfolio() -> Portfolio {
    let mut sources = Vec::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data"), "", &mut sources);
    content::parse(&sources).expect("data/ has problems")
}

fn read(directory: &Path, prefix: &str, sources: &mut Vec<Source>) {
    let mut entries: Vec<_> = std::fs::read_dir(directory).unwrap().map(Result::unwrap).collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read(&entry.path(), &format!("{path}/"), sources);
        } else if entry.path().extension().is_some_and(|extension| extension == "toml") {
            sources.push(Source { text: std::fs::read_to_string(entry.path()).unwrap(), path });
        }
    }
}
