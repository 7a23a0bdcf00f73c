//! What is remembered of each address, within a bound.

use std::collections::HashMap;

use tokio::time::Instant;

use super::{bucket::Bucket, penalty::Penalty, source::Source};

/// What is remembered of one address.
#[derive(Debug)]
pub(super) struct Address {
    /// Connections it has open.
    pub(super) open: usize,
    /// How often it has connected of late.
    pub(super) bucket: Bucket,
    /// What it has to serve.
    pub(super) penalty: Penalty,
    seen: Instant,
}

/// Addresses, at most so many.
#[derive(Debug)]
pub(super) struct Table {
    all: HashMap<Source, Address>,
    most: usize,
}

impl Table {
    /// An empty table for at most so many addresses; those with a connection open come on top.
    pub(super) fn new(most: usize) -> Self {
        Self { all: HashMap::new(), most }
    }

    /// What is remembered of an address; nothing yet, at first.
    pub(super) fn entry(&mut self, source: Source, now: Instant) -> &mut Address {
        if self.all.len() >= self.most && !self.all.contains_key(&source) {
            self.forget(now);
        }
        let fresh = || Address { open: 0, bucket: Bucket::new(now), penalty: Penalty::default(), seen: now };
        let address = self.all.entry(source).or_insert_with(fresh);
        address.seen = now;
        address
    }

    /// A connection of this address is gone.
    pub(super) fn leave(&mut self, source: Source) {
        if let Some(address) = self.all.get_mut(&source) {
            address.open = address.open.saturating_sub(1);
        }
    }

    /// How many addresses are remembered.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Makes room: everything that says nothing any more goes, and where that is not enough, the half of the rest that
    /// was not seen for the longest. A whole sweep for many new addresses costs less than a queue that every connection
    /// has to keep in order. Addresses with a connection open stay; the number of connections bounds them.
    fn forget(&mut self, now: Instant) {
        self.all.retain(|_, known| known.open > 0 || !known.bucket.is_full(now) || !known.penalty.is_over(now));
        if self.all.len() < self.most {
            return;
        }
        let mut seen: Vec<Instant> =
            self.all.values().filter(|known| known.open == 0).map(|known| known.seen).collect();
        let half = seen.len() / 2;
        if seen.is_empty() {
            return;
        }
        let (_, &mut middle, _) = seen.select_nth_unstable(half);
        self.all.retain(|_, known| known.open > 0 || known.seen > middle);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const STEP: Duration = Duration::from_secs(1);

    #[test]
    fn a_stranger_with_many_addresses_fills_it_no_further() {
        let (mut table, start) = (Table::new(100), Instant::now());
        for number in 0..10_000 {
            let now = start + Duration::from_millis(number);
            let address = table.entry(Source::V6(number), now);
            assert!(address.bucket.takes(now, STEP, STEP * 60));
            assert!(table.len() <= 100);
        }
    }

    #[test]
    fn what_is_in_use_or_was_seen_last_is_kept() {
        let (mut table, start) = (Table::new(10), Instant::now());
        table.entry(Source::V4(1), start).open = 1;
        for number in 2..40 {
            let now = start + Duration::from_millis(number);
            let source = Source::V4(u32::try_from(number).unwrap());
            table.entry(source, now).penalty.add(STEP * 60, STEP, STEP * 60, now);
            assert!(table.all.contains_key(&source) && table.all.contains_key(&Source::V4(1)));
        }
    }

    #[test]
    fn what_says_nothing_any_more_goes_first() {
        let (mut table, start) = (Table::new(3), Instant::now());
        table.entry(Source::V4(1), start).penalty.add(STEP * 600, STEP, STEP * 600, start);
        table.entry(Source::V4(2), start);
        table.entry(Source::V4(3), start + STEP);
        table.entry(Source::V4(4), start + STEP);
        assert!(table.all.contains_key(&Source::V4(1)), "a penalty is not forgotten for somebody harmless");
        assert_eq!(table.len(), 2);
    }
}
