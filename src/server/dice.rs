//! Chance: the throw that decides who is dropped early, and the short name of a connection in the log.

use std::{
    hash::{BuildHasher, RandomState},
    sync::atomic::{AtomicU64, Ordering},
};

/// Numbers that nobody outside can foresee: a counter through std's keyed hash (with a key from the system).
/// They keep no secret.
#[derive(Debug, Default)]
pub(super) struct Dice {
    key: RandomState,
    throws: AtomicU64,
}

impl Dice {
    /// A throw, below 100.
    pub(super) fn roll(&self) -> u32 {
        u32::try_from(self.throw() % 100).unwrap_or(0)
    }

    /// A name of seven letters and digits: long enough to tell the connections of a day apart, short enough to be read out.
    pub(super) fn name(&self) -> String {
        // Without the letters that look like a digit.
        const LETTERS: [char; 32] = [
            '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'm', 'n',
            'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
        ];
        let number = self.throw();
        (0..7).filter_map(|at| LETTERS.get(usize::try_from(number >> (5 * at) & 31).ok()?)).collect()
    }

    fn throw(&self) -> u64 {
        self.key.hash_one(self.throws.fetch_add(1, Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_throw_comes_about_equally_often() {
        let dice = Dice::default();
        let low = (0..10_000).filter(|_| dice.roll() < 30).count();
        assert!((2_500..3_500).contains(&low), "{low}");
    }

    #[test]
    fn names_are_short_and_differ() {
        let dice = Dice::default();
        let names: HashSet<String> = (0..1000).map(|_| dice.name()).collect();
        assert_eq!(names.len(), 1000);
        assert!(names.iter().all(|name| name.len() == 7));
    }
}
