//! `shingle serve`: the portfolio over SSH, from the open port to the last goodbye.

use std::{io, process::ExitCode, sync::Arc};

use tokio::{
    runtime,
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};
use tokio_util::sync::CancellationToken;

use super::{
    log, note,
    ports::{self, Ports},
    say,
};
use crate::{
    config::{Config, Given, Origin},
    error::{Error, Result},
    server::{self, ServerConfig, ServerLimits},
    session::{Door, SessionLimits},
    ssh::{ConnectionLimits, HostKey, HostKeyError, Owners, host_key},
};

pub(super) fn run(given: Given, filter: &log::Filter) -> Result<ExitCode> {
    // Everything that can be wrong is wrong before the port opens.
    let config = Config::load(given)?;
    let portfolio = super::load(&config.data.value)?;
    let owners = owners(&config)?;
    log::start(filter);
    let key = host_key::load_or_create(&config.keys.value).map_err(|wrong| unusable(&wrong))?;
    let failed = |cause: io::Error| Error::new("cannot start").because(cause);
    let runtime = runtime::Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    let ended = runtime.block_on(async {
        let mut asked = Asked::listen().map_err(failed)?;
        let ports = ports::open(&config.listen)?;
        for missing in &ports.missing {
            note(format_args!("note: {missing}"));
        }
        let door = door(&config, &ports);
        let (version, data) = (env!("CARGO_PKG_VERSION"), config.data.value.display());
        say(format_args!("shingle {version} serves {data}: {}", portfolio.summary()));
        say(door.ssh());
        say(format_args!("host key {}", key.fingerprint));

        let stop = CancellationToken::new();
        let signals = async {
            asked.next().await;
            stop.cancel();
            asked.next().await
        };
        let (_content, portfolio) = watch::channel(Arc::new(portfolio));
        let server = server::run(ports.listeners, set_up(&config, key, owners, door), portfolio, stop.cancelled());
        tokio::select! {
            () = server => Ok(ExitCode::SUCCESS),
            status = signals => Ok(ExitCode::from(status)),
        }
    });
    // The second signal waits for nobody.
    runtime.shutdown_background();
    ended
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
        connection: ConnectionLimits { login: limits.login_grace.value, ..ConnectionLimits::default() },
        server: ServerLimits { connections: limits.connections.value, ..ServerLimits::default() },
        ..ServerConfig::new(key, door)
    }
}

fn owners(config: &Config) -> Result<Owners> {
    Owners::parse(&config.owner_keys.value.join("\n"))
        .map_err(|wrong| Error::new(format!("owner key {} is wrong: {}", wrong.line, wrong.reason)).hint(wrong.hint()))
}

fn unusable(wrong: &HostKeyError) -> Error {
    Error::new(wrong.to_string()).hint(wrong.hint())
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

/// Both ways of being asked to end: a service manager's and the keyboard's.
struct Asked {
    terminate: Signal,
    interrupt: Signal,
}

impl Asked {
    fn listen() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Waits for the next one, and gives the status that a shell expects of a program it ended.
    async fn next(&mut self) -> u8 {
        tokio::select! {
            _ = self.terminate.recv() => 128 + 15,
            _ = self.interrupt.recv() => 128 + 2,
        }
    }
}
