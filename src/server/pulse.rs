//! Whether the listeners are alive: each shows it every [`limits::PULSE`], from the very loop that accepts.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

use crate::limits;

/// The last beat of each listener.
#[derive(Debug, Default)]
pub(super) struct Pulse(Mutex<Vec<Instant>>);

impl Pulse {
    /// So many listeners begin now.
    pub(super) fn start(&self, listeners: usize) {
        *self.beats() = vec![Instant::now(); listeners];
    }

    /// This one is alive.
    pub(super) fn beat(&self, number: usize) {
        if let Some(beat) = self.beats().get_mut(number) {
            *beat = Instant::now();
        }
    }

    /// Whether there are listeners and none has been silent for too long.
    pub(super) fn is_alive(&self, now: Instant) -> bool {
        let beats = self.beats();
        !beats.is_empty() && beats.iter().all(|beat| now.saturating_duration_since(*beat) < limits::PULSE_LOST)
    }

    fn beats(&self) -> MutexGuard<'_, Vec<Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_dead_listener_is_enough() {
        let pulse = Pulse::default();
        assert!(!pulse.is_alive(Instant::now()), "not begun");
        pulse.start(2);
        assert!(pulse.is_alive(Instant::now()));
        tokio::time::sleep(limits::PULSE_LOST).await;
        pulse.beat(0);
        assert!(!pulse.is_alive(Instant::now()));
        pulse.beat(1);
        assert!(pulse.is_alive(Instant::now()));
    }
}
