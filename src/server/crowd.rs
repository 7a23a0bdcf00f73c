//! When a crowd has left, so that the memory it has used can follow.

use tokio::{task::spawn_blocking, time::Instant};

use crate::{limits, ops};

/// The most connections of late, and since when half of them are gone.
#[derive(Debug, Default)]
pub(super) struct Crowd {
    most: usize,
    thin_since: Option<Instant>,
}

impl Crowd {
    /// Notes how many connections are open now, and gives memory back when a crowd has left.
    pub(super) fn count(&mut self, open: usize) {
        if self.has_left(open, Instant::now()) {
            // The heap is locked meanwhile, and it takes some milliseconds: not on a thread that others wait for.
            spawn_blocking(|| {
                let started = Instant::now();
                ops::memory::trim();
                tracing::debug!(seconds = started.elapsed().as_secs_f64(), "free memory was given back");
            });
        }
    }

    /// Whether a crowd was there and half of it has been gone for [`limits::CROWD_GONE`]; says so once a crowd.
    fn has_left(&mut self, open: usize, now: Instant) -> bool {
        self.most = self.most.max(open);
        if self.most < limits::CROWD || open > self.most / 2 {
            self.thin_since = None;
            return false;
        }
        let since = *self.thin_since.get_or_insert(now);
        let left = now.saturating_duration_since(since) >= limits::CROWD_GONE;
        if left {
            *self = Self { most: open, thin_since: None };
        }
        left
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// What is said while so many are there, one look a second.
    fn said(crowd: &mut Crowd, now: &mut Instant, open: usize, seconds: u32) -> Vec<bool> {
        (0..seconds)
            .map(|_| {
                *now += Duration::from_secs(1);
                crowd.has_left(open, *now)
            })
            .collect()
    }

    #[test]
    fn few_visitors_are_no_crowd() {
        let (mut crowd, mut now) = (Crowd::default(), Instant::now());
        for open in [0, limits::CROWD - 1, 0] {
            assert!(!said(&mut crowd, &mut now, open, 60).contains(&true), "{open}");
        }
    }

    #[test]
    fn a_crowd_has_left_once_and_only_when_half_of_it_is_gone_for_long_enough() {
        let (mut crowd, mut now) = (Crowd::default(), Instant::now());
        assert!(!said(&mut crowd, &mut now, 1000, 60).contains(&true), "all are here");
        assert!(!said(&mut crowd, &mut now, 501, 60).contains(&true), "most are here");
        assert!(!said(&mut crowd, &mut now, 500, 2).contains(&true), "not for long");
        assert!(!said(&mut crowd, &mut now, 900, 60).contains(&true), "they came back");
        assert_eq!(said(&mut crowd, &mut now, 400, 60).iter().filter(|said| **said).count(), 1, "half of them left");
        assert_eq!(said(&mut crowd, &mut now, 201, 60).iter().filter(|said| **said).count(), 0, "of 400");
        assert_eq!(said(&mut crowd, &mut now, 0, 60).iter().filter(|said| **said).count(), 1, "all left");
        assert_eq!(said(&mut crowd, &mut now, 0, 60).iter().filter(|said| **said).count(), 0, "nobody is left");
    }
}
