//! `shingle preview`: the portfolio in the owner's own terminal.

use std::{
    env,
    fs::File,
    io::{self, IsTerminal},
    os::fd::AsFd,
    path::Path,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use tokio::{
    runtime,
    signal::unix::{SignalKind, signal},
    sync::watch,
    time::Instant,
};

use super::log;
use crate::{
    error::{Error, Result},
    local, ops,
    session::{Closing, Door, Figures, Hello, House, SessionLimits},
};

/// What says what a terminal can show, in the order of `man 7 environ`; nothing else of the owner's is read.
const VARIABLES: [&str; 10] = [
    "COLORTERM",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "NO_COLOR",
    "TERM_PROGRAM",
    "TERM_PROGRAM_VERSION",
    "TMUX",
    "VTE_VERSION",
    "WT_SESSION",
];

pub(super) fn run(folder: &Path, filter: &log::Filter) -> Result<ExitCode> {
    let portfolio = super::load(folder)?;
    // On the same terminal the log would be written over the portfolio.
    if !io::stderr().is_terminal() {
        log::start(filter);
    }
    let failed = |cause: io::Error| Error::new("cannot start").because(cause);
    let runtime = runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let end = runtime.block_on(async {
        let (close, closing) = watch::channel(None);
        let (_content, portfolio) = watch::channel(Arc::new(portfolio));
        let (_trouble, trouble) = watch::channel(None);
        let house = House {
            portfolio,
            door: Arc::new(Door { host: "localhost".into(), port: 2222 }),
            closing,
            figures: Arc::new(Figures::new(ops::memory::resident)),
            limits: UNHURRIED,
            trouble,
            stills: Arc::default(),
            trap: None,
        };
        let mut ends = [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()].map(signal);
        let [Ok(terminate), Ok(interrupt), Ok(hangup)] = &mut ends else {
            return Err(Error::new("cannot listen for signals"));
        };
        let signalled = async {
            tokio::select! { _ = terminate.recv() => (), _ = interrupt.recv() => (), _ = hangup.recv() => () }
            close.send_replace(Some(Closing { at: Instant::now() }));
            std::future::pending().await
        };
        let shown = local::run(handle(io::stdin())?, handle(io::stdout())?, hello(), house);
        tokio::select! { end = shown => end, never = signalled => never }
    });
    // A write may still wait for a terminal that stands still.
    runtime.shutdown_background();
    end.map(|_why| ExitCode::SUCCESS)
}

/// Nobody is thrown out of their own terminal.
const UNHURRIED: SessionLimits = SessionLimits {
    write_stall: Duration::from_hours(24),
    idle: Duration::from_hours(24 * 365),
    life: Duration::from_hours(24 * 365),
};

fn handle(stream: impl AsFd) -> Result<File> {
    let own = stream.as_fd().try_clone_to_owned();
    own.map(File::from).map_err(|cause| Error::new("cannot open this terminal").because(cause))
}

fn hello() -> Hello {
    let value = |name: &str| env::var_os(name).and_then(|value| value.into_string().ok());
    Hello {
        term: value("TERM").unwrap_or_default(),
        env: VARIABLES.iter().filter_map(|name| Some(((*name).to_owned(), value(name)?))).collect(),
        client: "this terminal".into(),
        ..Hello::default()
    }
}
