//! `shingle serve`: the portfolio over SSH, from the open port to the last goodbye.

use std::{
    io::{self, IsTerminal as _},
    process::ExitCode,
    sync::Arc,
};

use tokio::{
    net::TcpListener,
    runtime,
    signal::unix::{Signal, SignalKind, signal},
    sync::{mpsc, oneshot, watch},
};
use tokio_util::sync::CancellationToken;

use super::{
    descriptors, log, manager, note,
    ports::{self, Ports},
    say,
};
use crate::{
    config::{Config, Given, Origin},
    error::{Error, Result},
    gates::GateLimits,
    ops::health,
    reload::{self, Folder},
    server::{self, Keeper, Server, ServerConfig, ServerLimits},
    session::{Door, SessionLimits},
    ssh::{ConnectionLimits, HostKey, Inbound, Owners, host_key},
};

pub(super) fn run(given: Given, filter: &log::Filter) -> Result<ExitCode> {
    // Everything that can be wrong is wrong before the port opens.
    let config = Config::load(given.clone())?;
    let handed = manager::listeners()?;
    let (folder, portfolio) = Folder::open(&config.data.value).map_err(super::look_again(&config.data.value))?;
    let owners = owners(&config)?;
    log::start(filter);
    let key = host_key::load_or_create(&config.keys.value).map_err(|wrong| super::unusable(&wrong))?;
    let failed = |cause: io::Error| Error::new("cannot start").because(cause);
    let runtime = runtime::Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    let ended = runtime.block_on(async {
        // On a terminal it says that the terminal is gone, and nobody wants a server that they can no longer see.
        let attended = io::stderr().is_terminal();
        let mut asked = Asked::listen(attended).map_err(failed)?;
        // Before anybody is told that the server is there: until it is listened for, the signal ends the process.
        let edited = (!attended).then(|| signal(SignalKind::hangup())).transpose().map_err(failed)?;
        let of_no_use = [
            (!handed.visitors.is_empty() && config.listen.origin != Origin::Default).then_some("listen"),
            (!handed.metrics.is_empty() && config.metrics.origin != Origin::Default).then_some("metrics"),
        ];
        for setting in of_no_use.into_iter().flatten() {
            note(format_args!("note: `{setting}` is of no use: the service manager has opened the port"));
        }
        let ports =
            if handed.visitors.is_empty() { ports::open(&config.listen)? } else { ports::handed(handed.visitors)? };
        let few = descriptors::raise(config.limits.connections.value);
        for lack in ports.missing.iter().chain(&few) {
            note(format_args!("note: {lack}"));
        }
        let metrics = metrics(&config, handed.metrics)?;
        let door = door(&config, &ports);
        let (version, data) = (env!("CARGO_PKG_VERSION"), config.data.value.display());
        say(format_args!("shingle {version} serves {data}: {}", portfolio.summary()));
        say(door.ssh());
        say(format_args!("host key {}", key.fingerprint));

        let (content, portfolio) = watch::channel(Arc::new(portfolio));
        let server = Server::new(set_up(&config, key.clone(), owners, door.clone()), portfolio);
        let keeper = server.keeper();
        for listener in metrics {
            let keeper = keeper.clone();
            tokio::spawn(health::serve(listener, move || keeper.snapshot()));
        }
        if let Some(watchdog) = manager::watchdog(keeper.clone()) {
            tokio::spawn(watchdog);
        }
        let (ask, asks) = mpsc::channel(1);
        tokio::spawn(reload::follow(folder, content, keeper.clone(), asks));
        if let Some(edited) = edited {
            let keeper = keeper.clone();
            tokio::spawn(edits(edited, Running { given, config, key, door, keeper }, ask.clone()));
        }

        let stop = CancellationToken::new();
        let signals = async {
            asked.next().await;
            manager::stopping(keeper.longest_end());
            stop.cancel();
            asked.next().await
        };
        manager::ready();
        tokio::select! {
            () = server.run(ports.listeners, stop.cancelled()) => Ok(ExitCode::SUCCESS),
            status = signals => Ok(ExitCode::from(status)),
        }
    });
    // The second signal waits for nobody.
    runtime.shutdown_background();
    ended
}

/// What a new config is laid over: none of this changes while the server runs.
struct Running {
    given: Given,
    /// What it was started with.
    config: Config,
    key: HostKey,
    door: Door,
    keeper: Keeper,
}

/// Reads config and portfolio again whenever a signal asks for it.
async fn edits(mut asked: Signal, running: Running, ask: mpsc::Sender<oneshot::Sender<()>>) {
    while asked.recv().await.is_some() {
        manager::reloading();
        let loaded = Config::load(running.given.clone()).and_then(|config| Ok((owners(&config)?, config)));
        match loaded {
            Ok((owners, config)) => {
                running.keeper.change(set_up(&config, running.key.clone(), owners, running.door.clone()));
                running.keeper.reloaded(true);
                if stays(&config) != stays(&running.config) {
                    tracing::warn!(
                        "listen, data, keys, host, port and metrics change only when the server is started anew"
                    );
                }
                tracing::info!("limits, owner keys and proxies were read again");
            }
            Err(error) => {
                running.keeper.reloaded(false);
                let lines = error.lines().map_or("", |lines| lines.plain.as_str());
                tracing::error!("the last good config stays: {error}\n{lines}");
            }
        }
        let (answer, answered) = oneshot::channel();
        if ask.send(answer).await.is_ok() {
            let _ = answered.await;
        }
        manager::ready();
    }
}

/// What a running server cannot change: it has the ports open and has told its address.
fn stays(config: &Config) -> impl PartialEq + '_ {
    (
        &config.listen.value,
        &config.data.value,
        &config.keys.value,
        &config.host.value,
        config.port.value,
        config.metrics.value,
    )
}

/// The config in the server's terms.
fn set_up(config: &Config, key: HostKey, owners: Owners, door: Door) -> ServerConfig {
    let limits = &config.limits;
    ServerConfig {
        owners,
        session: SessionLimits {
            write_stall: limits.write_stall.value,
            idle: limits.idle.value,
            life: limits.life.value,
        },
        connection: ConnectionLimits {
            login: limits.login_grace.value,
            first_visit: limits.first_visit.value,
            linger: limits.linger.value,
            inbound: Inbound { a_second: limits.inbound.value.0, burst: limits.inbound_burst.value.0 },
            channels: limits.channels.value,
            channels_in_a_life: limits.channels_in_a_life.value,
        },
        gates: GateLimits {
            connections: limits.connections.value,
            startups: limits.startups.value,
            per_address: limits.per_address.value,
            per_minute: limits.per_minute.value,
            penalty_from: limits.penalty_from.value,
            penalty_most: limits.penalty_most.value,
        },
        proxies: config.proxy_from.value.clone(),
        server: ServerLimits { closing_notice: limits.closing_notice.value, drain: limits.drain.value },
        ..ServerConfig::new(key, door)
    }
}

/// The listeners of metrics and health: what the service manager has opened, or else what is asked for.
fn metrics(config: &Config, handed: Vec<std::net::TcpListener>) -> Result<Vec<TcpListener>> {
    let mut listeners = ports::adopt(handed)?;
    if let (true, Some(address)) = (listeners.is_empty(), config.metrics.value) {
        listeners.push(server::bind(address).map_err(|cause| ports::explain(address, cause))?);
    }
    for at in listeners.iter().filter_map(|listener| listener.local_addr().ok()) {
        if !at.ip().is_loopback() {
            note(format_args!("note: metrics on {at} can be read by everybody who reaches it"));
        }
        tracing::info!("metrics and health on http://{at}");
    }
    Ok(listeners)
}

fn owners(config: &Config) -> Result<Owners> {
    Owners::parse(&config.owner_keys.value.join("\n"))
        .map_err(|wrong| Error::new(format!("owner key {} is wrong: {}", wrong.line, wrong.reason)).hint(wrong.hint()))
}

/// What visitors type: what the owner says; otherwise this machine by its own name for itself, unless the first address
/// is one that only its number leads to.
fn door(config: &Config, ports: &Ports) -> Door {
    let address = ports.first.ip();
    let nameless = config.host.origin == Origin::Default && !address.is_loopback() && !address.is_unspecified();
    Door {
        host: if nameless { address.to_string() } else { config.host.value.clone() },
        port: config.port.value.unwrap_or(ports.first.port()),
    }
}

/// The ways of being asked to end: a service manager's, the keyboard's, and a terminal that goes away.
struct Asked {
    terminate: Signal,
    interrupt: Signal,
    hangup: Option<Signal>,
}

impl Asked {
    fn listen(attended: bool) -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hangup: attended.then(|| signal(SignalKind::hangup())).transpose()?,
        })
    }

    /// Waits for the next one, and gives the status that a shell expects of a program it ended.
    async fn next(&mut self) -> u8 {
        tokio::select! {
            _ = self.terminate.recv() => 128 + 15,
            _ = self.interrupt.recv() => 128 + 2,
            Some(()) = async { self.hangup.as_mut()?.recv().await } => 128 + 1,
        }
    }
}
