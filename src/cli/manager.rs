//! What a service manager (systemd) hands over and is told; where there is none, nothing happens. See
//! `sd_listen_fds(3)`, `sd_notify(3)` and `sd_watchdog_enabled(3)`.

use std::{env, io, net::TcpListener, time::Duration};

use listenfd::ListenFd;
use sd_notify::NotifyState;
use socket2::SockRef;
use tokio::time::interval;

use crate::{
    error::{Error, Result},
    server::Keeper,
};

/// The name that a socket unit gives to a listener for metrics and health (`FileDescriptorName=`).
const METRICS: &str = "metrics";

/// The listeners that it holds open for us.
#[derive(Debug, Default)]
pub(super) struct Handed {
    /// For visitors: all that have no other name.
    pub(super) visitors: Vec<TcpListener>,
    /// For metrics and health.
    pub(super) metrics: Vec<TcpListener>,
}

/// Takes them over. To be called once, while there is one thread: the variables that name them are removed.
#[expect(clippy::disallowed_methods, reason = "sd_listen_fds(3) names descriptors in the environment, and only there")]
pub(super) fn listeners() -> Result<Handed> {
    let names = env::var("LISTEN_FDNAMES").unwrap_or_default();
    let mut names = names.split(':');
    let (mut descriptors, mut handed) = (ListenFd::from_env(), Handed::default());
    for at in 0..descriptors.len() {
        let taken = descriptors.take_tcp_listener(at).and_then(|taken| taken.map(listening).transpose());
        let Some(listener) = taken.map_err(unusable)? else { continue };
        let to = if names.next() == Some(METRICS) { &mut handed.metrics } else { &mut handed.visitors };
        to.push(listener);
    }
    Ok(handed)
}

/// A socket that listens and is no connection.
fn listening(socket: TcpListener) -> io::Result<TcpListener> {
    if SockRef::from(&socket).is_listener()? { Ok(socket) } else { Err(io::Error::other("it is a connection")) }
}

fn unusable(cause: io::Error) -> Error {
    Error::new("the service manager hands over what is not a TCP listener")
        .because(cause)
        .hint("a socket unit for shingle has ListenStream= with a port, and Accept=no")
}

/// Visitors are let in.
pub(super) fn ready() {
    tell(&[NotifyState::Ready]);
}

/// The owner's edits are being read.
pub(super) fn reloading() {
    // With the time, as Type=notify-reload needs it.
    match NotifyState::monotonic_usec_now() {
        Ok(now) => tell(&[NotifyState::Reloading, now]),
        Err(_) => tell(&[NotifyState::Reloading]),
    }
}

/// Nobody new is let in, and the end takes at most so long: without a word it would be cut off at the unit's own limit.
pub(super) fn stopping(longest: Duration) {
    let micros = u32::try_from(longest.as_micros()).unwrap_or(u32::MAX);
    tell(&[NotifyState::Stopping, NotifyState::ExtendTimeoutUsec(micros)]);
}

/// Feeds the watchdog for as long as every listener is alive or the server closes; when one is dead, it is the manager's
/// turn. `None` where nobody watches.
pub(super) fn watchdog(keeper: Keeper) -> Option<impl Future<Output = ()>> {
    let every = sd_notify::watchdog_enabled()?;
    Some(feed(keeper, every))
}

async fn feed(keeper: Keeper, every: Duration) {
    // Half the time, as `sd_watchdog_enabled(3)` recommends.
    let mut beats = interval((every / 2).max(Duration::from_millis(10)));
    loop {
        beats.tick().await;
        if keeper.is_alive() {
            tell(&[NotifyState::Watchdog]);
        }
    }
}

fn tell(what: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(what) {
        tracing::warn!(%error, "the service manager cannot be told");
    }
}
