//! Penalties for addresses that misbehave, as OpenSSH's `PerSourcePenalties` (`sshd_config(5)`) has them.

use std::time::Duration;

use tokio::time::Instant;

/// What an address is punished for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offence {
    /// Hung up before login, as a scanner does; so does a person who thinks better of it.
    Left,
    /// Sent what is no SSH.
    Malformed,
    /// Held a seat until the login deadline.
    Grace,
    /// Sent or opened far more than any visitor does.
    Flood,
}

impl Offence {
    /// What it costs.
    #[must_use]
    pub fn cost(self) -> Duration {
        match self {
            Self::Left => Duration::from_secs(1),
            Self::Malformed => Duration::from_secs(5),
            Self::Grace => Duration::from_secs(10),
            Self::Flood => Duration::from_mins(1),
        }
    }
}

/// What an address has to serve. It passes with time, and nobody is turned away for the first slip.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Penalty {
    until: Option<Instant>,
    /// Whether it has become so much that the address is turned away until it is served.
    active: bool,
}

impl Penalty {
    /// Adds to it: it counts from `from` on, and is never more than `most`.
    pub(super) fn add(&mut self, cost: Duration, from: Duration, most: Duration, now: Instant) {
        let active = self.stands(now);
        let left = self.until.map_or(Duration::ZERO, |until| until.saturating_duration_since(now));
        let left = (left + cost).min(most);
        self.until = Some(now + left);
        self.active = active || left >= from;
    }

    /// Whether the address is turned away.
    pub(super) fn stands(&self, now: Instant) -> bool {
        self.active && !self.is_over(now)
    }

    /// Whether nothing is left of it.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        self.until.is_none_or(|until| until <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: Duration = Duration::from_secs(15);
    const MOST: Duration = Duration::from_mins(10);

    fn after(offence: Offence, times: usize, apart: Duration) -> (Penalty, Instant) {
        let (mut penalty, mut now) = (Penalty::default(), Instant::now());
        for _ in 0..times {
            now += apart;
            penalty.add(offence.cost(), FROM, MOST, now);
        }
        (penalty, now)
    }

    #[test]
    fn one_slip_is_forgiven_and_the_second_is_not() {
        let (once, now) = after(Offence::Grace, 1, Duration::ZERO);
        assert!(!once.stands(now));
        let (twice, now) = after(Offence::Grace, 2, Duration::from_secs(1));
        assert!(twice.stands(now));
        assert!(!twice.stands(now + Duration::from_secs(20)), "served");
    }

    #[test]
    fn slips_far_apart_never_add_up() {
        let (penalty, now) = after(Offence::Left, 1000, Duration::from_secs(5));
        assert!(!penalty.stands(now));
    }

    #[test]
    fn it_is_served_to_the_end_even_below_the_threshold() {
        let (penalty, now) = after(Offence::Malformed, 3, Duration::ZERO);
        assert!(penalty.stands(now + Duration::from_secs(14)));
        assert!(!penalty.stands(now + Duration::from_secs(15)));
    }

    #[test]
    fn there_is_a_most() {
        let (penalty, now) = after(Offence::Flood, 1000, Duration::ZERO);
        assert!(penalty.stands(now + MOST - Duration::from_secs(1)));
        assert!(!penalty.stands(now + MOST));
    }
}
