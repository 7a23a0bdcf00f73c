//! A token bucket that is one moment: when everything taken so far would have come, had it come evenly.

use std::time::Duration;

use tokio::time::Instant;

/// A bucket of time. What is taken from it costs time, and it gives at most so much ahead of the clock.
#[derive(Debug, Clone, Copy)]
pub struct Bucket {
    due: Instant,
}

impl Bucket {
    /// A full bucket.
    #[must_use]
    pub fn new(now: Instant) -> Self {
        Self { due: now }
    }

    /// Takes something that costs `cost`, if that is not more than `ahead` before its time.
    pub fn takes(&mut self, now: Instant, cost: Duration, ahead: Duration) -> bool {
        let due = self.due.max(now) + cost;
        let taken = due <= now + ahead;
        if taken {
            self.due = due;
        }
        taken
    }

    /// Takes something that is here already, whatever it costs.
    pub fn owes(&mut self, now: Instant, cost: Duration) {
        self.due = self.due.max(now) + cost;
    }

    /// Until when nothing more may come, with so much allowed before its time.
    #[must_use]
    pub fn clear_at(&self, ahead: Duration) -> Option<Instant> {
        self.due.checked_sub(ahead)
    }

    /// Whether everything taken has been paid for.
    #[must_use]
    pub fn is_full(&self, now: Instant) -> bool {
        self.due <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: Duration = Duration::from_secs(1);
    const AHEAD: Duration = Duration::from_mins(1);

    #[test]
    fn gives_a_burst_and_then_one_at_a_time() {
        let start = Instant::now();
        let mut bucket = Bucket::new(start);
        assert_eq!((0..1000).filter(|_| bucket.takes(start, STEP, AHEAD)).count(), 60);
        assert!(!bucket.takes(start + STEP / 2, STEP, AHEAD));
        assert!(bucket.takes(start + STEP, STEP, AHEAD));
        assert!(!bucket.takes(start + STEP, STEP, AHEAD));
    }

    #[test]
    fn is_full_again_after_a_while_and_never_fuller() {
        let start = Instant::now();
        let mut bucket = Bucket::new(start);
        while bucket.takes(start, STEP, AHEAD) {}
        assert!(!bucket.is_full(start));
        let later = start + Duration::from_hours(10);
        assert!(bucket.is_full(later));
        assert_eq!((0..1000).filter(|_| bucket.takes(later, STEP, AHEAD)).count(), 60);
    }

    #[test]
    fn a_debt_is_waited_for() {
        let start = Instant::now() + AHEAD * 2;
        let mut bucket = Bucket::new(start);
        bucket.owes(start, AHEAD + STEP);
        assert_eq!(bucket.clear_at(AHEAD), Some(start + STEP));
    }

    #[test]
    fn a_clock_that_stands_or_goes_back_gives_nothing_away() {
        let start = Instant::now() + AHEAD;
        let mut bucket = Bucket::new(start);
        while bucket.takes(start, STEP, AHEAD) {}
        assert!(!bucket.takes(start - STEP, STEP, AHEAD));
    }
}
