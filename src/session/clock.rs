//! What a visit wakes up for without anybody doing anything, and when.

use std::time::Duration;

use tokio::time::Instant;

use super::SessionLimits;
use crate::limits;

/// A frame of an animation lasts at least this long.
const FRAME: Duration = Duration::from_millis(1000 / limits::FRAMES_A_SECOND as u64);

/// Moments that the next deadlines are counted from.
pub(super) struct Clock {
    /// The beginning of the visit.
    pub started: Instant,
    /// The last key, click or paste.
    pub active: Instant,
    /// The last byte.
    pub heard: Instant,
    /// The last tick, for the pace of animations.
    pub ticked: Instant,
    /// When the figures on screen are renewed; `None` while none are.
    pub vitals: Option<Instant>,
    /// When the countdown of a closing server changes.
    pub countdown: Option<Instant>,
    /// Whether the visitor was asked if somebody is there.
    pub idle_told: bool,
    /// Whether the visitor was told that a visit ends.
    pub life_told: bool,
}

/// How fast keys are taken: a flood costs no more than fast typing does.
pub(super) struct Pace {
    /// When everything taken so far would have come, had it come evenly.
    due: Instant,
}

impl Pace {
    /// Time that one input stands for.
    const STEP: Duration = Duration::from_secs(1).checked_div(limits::INPUTS_A_SECOND).expect("a pace above zero");
    /// Time that all inputs stand for that may come at once.
    const AHEAD: Duration = Self::STEP.saturating_mul(limits::INPUTS_AT_ONCE);

    /// The pace of a visit that begins now.
    pub(super) fn new(now: Instant) -> Self {
        Self { due: now }
    }

    /// Whether an input that comes now is taken.
    pub(super) fn takes(&mut self, now: Instant) -> bool {
        let due = self.due.max(now) + Self::STEP;
        let taken = due <= now + Self::AHEAD;
        if taken {
            self.due = due;
        }
        taken
    }
}

/// What a visit wakes up for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    /// Half a key stays half a key.
    Patience,
    /// Something on screen moves.
    Tick,
    /// The figures on screen are renewed.
    Vitals,
    /// The visitor is asked whether somebody is there.
    IdleNotice,
    /// Nobody was there.
    Idle,
    /// The visitor is told that a visit ends.
    LifeNotice,
    /// The visit ends.
    Life,
    /// The countdown of a closing server.
    Countdown,
    /// The server closes.
    Closing,
}

impl Clock {
    /// The clock of a visit that begins now.
    pub(super) fn new(now: Instant) -> Self {
        Self {
            started: now,
            active: now,
            heard: now,
            ticked: now,
            vitals: None,
            countdown: None,
            idle_told: false,
            life_told: false,
        }
    }

    /// What comes next by itself, and when. An idle visitor has nothing here but the ends of the visit.
    ///
    /// `patience` is how long the decoder waits for the rest of a key, `wake` the session time at which the page moves.
    pub(super) fn next(
        &self,
        limits: &SessionLimits,
        closing: Option<Instant>,
        patience: Option<Duration>,
        wake: Option<Duration>,
    ) -> (Instant, Due) {
        let idle = self.active + limits.idle;
        let life = self.started + limits.life;
        let all = [
            Some((idle, Due::Idle)),
            (!self.idle_told).then(|| (idle - limits.idle_notice(), Due::IdleNotice)),
            (!self.life_told).then(|| (life - limits.life_notice(), Due::LifeNotice)),
            closing.map(|at| (at, Due::Closing)),
            self.countdown.map(|at| (at, Due::Countdown)),
            patience.map(|patience| (self.heard + patience, Due::Patience)),
            wake.map(|at| ((self.started + at).max(self.ticked + FRAME), Due::Tick)),
            self.vitals.map(|at| (at, Due::Vitals)),
        ];
        let first = |first: (Instant, Due), next: (Instant, Due)| if next.0 < first.0 { next } else { first };
        all.into_iter().flatten().fold((life, Due::Life), first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idle_visitor_waits_for_nothing_but_the_notice() {
        let (now, limits) = (Instant::now(), SessionLimits::default());
        let next = Clock::new(now).next(&limits, None, None, None);
        assert_eq!(next, (now + limits::IDLE - limits::IDLE_NOTICE, Due::IdleNotice));
    }

    #[test]
    fn animations_keep_their_pace_however_often_they_ask() {
        let (now, limits) = (Instant::now(), SessionLimits::default());
        let next = Clock::new(now).next(&limits, None, None, Some(Duration::ZERO));
        assert_eq!(next, (now + FRAME, Due::Tick));
    }

    #[test]
    fn a_flood_of_keys_is_cut_to_the_pace_and_typing_is_not() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        let at_once = (0..1_000_000).filter(|_| pace.takes(start)).count();
        assert_eq!(at_once, limits::INPUTS_AT_ONCE as usize);
        let later = start + Duration::from_secs(1);
        let after_a_second = (0..1_000_000).filter(|_| pace.takes(later)).count();
        assert_eq!(after_a_second, limits::INPUTS_A_SECOND as usize);

        // A held key repeats some thirty times a second, for as long as one likes.
        let mut pace = Pace::new(start);
        assert!((0..10_000).all(|at| pace.takes(start + Duration::from_millis(33 * at))));
    }

    #[test]
    fn the_nearest_deadline_comes_first() {
        let (now, limits) = (Instant::now(), SessionLimits::default());
        let clock = Clock::new(now);
        let closing = Some(now + Duration::from_secs(5));
        assert_eq!(clock.next(&limits, closing, None, None).1, Due::Closing);
        assert_eq!(clock.next(&limits, closing, Some(limits::ESCAPE_WAIT), None).1, Due::Patience);
    }
}
