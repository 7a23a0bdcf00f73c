//! Random early drop of connections before login, as OpenSSH's `MaxStartups` (`sshd_config(5)`) has it.

use std::{fmt, str::FromStr};

/// `start:rate:full`: from `start` waiting connections on, `rate` percent of new ones are dropped, more and more of them
/// until, at `full`, all are.
///
/// Dropping some early is what leaves a visitor a chance: a hard limit alone is full as soon as an attacker fills it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Startups {
    /// Connections before login from which on some are dropped.
    pub start: u32,
    /// Percent that are dropped at `start`.
    pub rate: u32,
    /// Connections before login from which on all are dropped.
    pub full: u32,
}

impl Startups {
    /// Whether the next connection is dropped while `waiting` stand before login; `roll` is a throw of the dice, below 100.
    #[must_use]
    pub fn drops(&self, waiting: usize, roll: u32) -> bool {
        let waiting = u32::try_from(waiting).unwrap_or(u32::MAX);
        if waiting < self.start {
            return false;
        }
        if waiting >= self.full {
            return true;
        }
        let (above, span) = (u64::from(waiting - self.start), u64::from(self.full - self.start));
        let percent = u64::from(self.rate) + u64::from(100_u32.saturating_sub(self.rate)) * above / span.max(1);
        u64::from(roll) < percent
    }
}

impl FromStr for Startups {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers: Option<Vec<u32>> = text.split(':').map(|part| part.trim().parse().ok()).collect();
        match numbers.as_deref() {
            Some(&[start, rate, full]) if start >= 1 && start <= full && rate <= 100 => Ok(Self { start, rate, full }),
            _ => {
                Err("start:rate:full is needed, for example \"512:30:1024\": from 512 connections before login on 30 \
                      percent of new ones are dropped, at 1024 all"
                    .into())
            }
        }
    }
}

impl fmt::Display for Startups {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.start, self.rate, self.full)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: Startups = Startups { start: 10, rate: 30, full: 100 };

    fn dropped(waiting: usize) -> usize {
        (0..100).filter(|&roll| USUAL.drops(waiting, roll)).count()
    }

    #[test]
    fn drops_none_then_some_then_all() {
        assert_eq!([9, 10, 55, 99, 100, 5000].map(dropped), [0, 30, 65, 99, 100, 100]);
    }

    #[test]
    fn a_hard_limit_is_one_where_start_is_full() {
        let hard: Startups = "10:100:10".parse().unwrap();
        assert!(!hard.drops(9, 0) && hard.drops(10, 99));
    }

    #[test]
    fn is_written_as_openssh_writes_it() {
        assert_eq!("10:30:100".parse(), Ok(USUAL));
        assert_eq!(USUAL.to_string(), "10:30:100");
        for wrong in ["", "10", "10:30", "100:30:10", "0:30:10", "10:101:100", "a:b:c", "1:2:3:4", "-1:30:100"] {
            assert!(wrong.parse::<Startups>().is_err(), "{wrong}");
        }
    }
}
