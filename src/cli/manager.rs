//! What a service manager (systemd) hands over and is told; where there is none, nothing happens. See
//! `sd_listen_fds(3)`, `sd_notify(3)` and `sd_watchdog_enabled(3)`.

use std::{io, time::Duration};

use listenfd::ListenFd;
use sd_notify::NotifyState;
use tokio::time::interval;

use crate::server::{self, Keeper};

/// The listeners that it holds open for us. To be called within the runtime, once.
pub(super) fn listeners() -> io::Result<Vec<tokio::net::TcpListener>> {
    let mut handed = ListenFd::from_env();
    let all = (0..handed.len()).filter_map(|at| handed.take_tcp_listener(at).transpose());
    all.map(|listener| server::adopt(listener?)).collect()
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

/// Nobody new is let in.
pub(super) fn stopping() {
    tell(&[NotifyState::Stopping]);
}

/// Feeds the watchdog for as long as every listener is alive, and never again when one is not: then it is the manager's
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
