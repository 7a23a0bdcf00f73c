//! True figures that every session adds to: the colophon shows some, the operator's metrics all.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::time::Instant;

use super::End;

/// Seconds that the first frames of visits are sorted by; a visitor should never wait two.
pub const FIRST_FRAME_SECONDS: [f64; 7] = [0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0];

/// Figures of a server.
#[derive(Debug)]
pub struct Figures {
    /// When the server started.
    pub started: Instant,
    /// Resident memory of the server, bytes, where the system tells; a function, so that sessions read no files.
    pub memory: fn() -> Option<u64>,
    sessions: AtomicUsize,
    ended: [AtomicU64; End::ALL.len()],
    panicked: AtomicU64,
    first_frames: [AtomicU64; FIRST_FRAME_SECONDS.len() + 1],
    first_frame_micros: AtomicU64,
    frames: AtomicU64,
    clean: AtomicU64,
    bytes: AtomicU64,
    write_micros: AtomicU64,
    errands: [AtomicU64; Errand::ALL.len()],
    panics: AtomicU64,
}

/// What runs on a channel and is no session: it is answered and done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// A command, or the card where none was given.
    Command,
    /// A transfer of files.
    Transfer,
}

impl Errand {
    /// Every errand.
    pub const ALL: [Self; 2] = [Self::Command, Self::Transfer];

    /// Its name in metrics and logs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Transfer => "transfer",
        }
    }
}

/// What [`Figures`] say at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Tallies {
    /// Sessions open now.
    pub sessions: usize,
    /// Sessions that have ended, by why.
    pub ended: [(End, u64); End::ALL.len()],
    /// Sessions that a panic has ended.
    pub panicked: u64,
    /// First frames by how long they took: one count for each of [`FIRST_FRAME_SECONDS`], and one for longer.
    pub first_frames: Vec<u64>,
    /// Time of all first frames together.
    pub first_frame_time: Duration,
    /// Frames sent.
    pub frames: u64,
    /// Frames that were drawn and showed nothing new, so that nothing was sent.
    pub clean: u64,
    /// Bytes of frames.
    pub bytes: u64,
    /// Time that sessions have waited for a wire to take their bytes.
    pub write_time: Duration,
    /// Errands that have ended, however.
    pub errands: [(Errand, u64); Errand::ALL.len()],
    /// Sessions and errands that a panic has ended.
    pub panics: u64,
}

impl Figures {
    /// The figures of a server that starts now.
    #[must_use]
    pub fn new(memory: fn() -> Option<u64>) -> Self {
        Self {
            started: Instant::now(),
            memory,
            sessions: AtomicUsize::new(0),
            ended: Default::default(),
            panicked: AtomicU64::new(0),
            first_frames: Default::default(),
            first_frame_micros: AtomicU64::new(0),
            frames: AtomicU64::new(0),
            clean: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            write_micros: AtomicU64::new(0),
            errands: Default::default(),
            panics: AtomicU64::new(0),
        }
    }

    /// Sessions open now.
    #[must_use]
    pub fn sessions(&self) -> usize {
        self.sessions.load(Ordering::Relaxed)
    }

    /// All of them.
    #[must_use]
    pub fn tallies(&self) -> Tallies {
        let read = |one: &AtomicU64| one.load(Ordering::Relaxed);
        let mut ended = End::ALL.map(|end| (end, 0));
        for (entry, count) in ended.iter_mut().zip(&self.ended) {
            entry.1 = read(count);
        }
        let mut errands = Errand::ALL.map(|errand| (errand, 0));
        for (entry, count) in errands.iter_mut().zip(&self.errands) {
            entry.1 = read(count);
        }
        Tallies {
            sessions: self.sessions(),
            ended,
            panicked: read(&self.panicked),
            first_frames: self.first_frames.iter().map(read).collect(),
            first_frame_time: Duration::from_micros(read(&self.first_frame_micros)),
            frames: read(&self.frames),
            clean: read(&self.clean),
            bytes: read(&self.bytes),
            write_time: Duration::from_micros(read(&self.write_micros)),
            errands,
            panics: read(&self.panics),
        }
    }

    /// A session has panicked.
    pub fn panicked(&self) {
        add(&self.panicked, 1);
        add(&self.panics, 1);
    }

    /// An errand has ended.
    pub fn ran(&self, errand: Errand) {
        let counts = Errand::ALL.into_iter().zip(&self.errands);
        counts.filter(|(one, _)| *one == errand).for_each(|(_, count)| add(count, 1));
    }

    /// An errand has panicked.
    pub fn errand_panicked(&self) {
        add(&self.panics, 1);
    }

    /// Counts one session until the answer is dropped.
    pub(super) fn enter(self: &Arc<Self>) -> Counted {
        self.sessions.fetch_add(1, Ordering::Relaxed);
        Counted(Arc::clone(self))
    }

    pub(super) fn ended(&self, end: End) {
        let counts = End::ALL.into_iter().zip(&self.ended);
        counts.filter(|(one, _)| *one == end).for_each(|(_, count)| add(count, 1));
    }

    pub(super) fn first_frame(&self, took: Duration) {
        let slot = FIRST_FRAME_SECONDS.iter().position(|most| took.as_secs_f64() <= *most);
        if let Some(count) = self.first_frames.get(slot.unwrap_or(FIRST_FRAME_SECONDS.len())) {
            add(count, 1);
        }
        add(&self.first_frame_micros, micros(took));
    }

    /// A frame was drawn and showed nothing new.
    pub(super) fn clean(&self) {
        add(&self.clean, 1);
    }

    pub(super) fn frame(&self) {
        add(&self.frames, 1);
    }

    /// So many bytes were taken by a wire, after so long.
    pub(super) fn wrote(&self, bytes: u64, waited: Duration) {
        add(&self.bytes, bytes);
        add(&self.write_micros, micros(waited));
    }
}

fn add(to: &AtomicU64, count: u64) {
    to.fetch_add(count, Ordering::Relaxed);
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

/// One session that counts while it lives, however it ends.
pub(super) struct Counted(Arc<Figures>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.sessions.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_frames_are_sorted_by_how_long_they_took() {
        let figures = Figures::new(|| None);
        for millis in [1, 50, 51, 1999, 2001, 60_000] {
            figures.first_frame(Duration::from_millis(millis));
        }
        let tallies = figures.tallies();
        assert_eq!(tallies.first_frames, [2, 1, 0, 0, 0, 1, 1, 1]);
        assert_eq!(tallies.first_frame_time, Duration::from_millis(64_102));
    }

    #[test]
    fn a_session_counts_until_it_is_dropped() {
        let figures = Arc::new(Figures::new(|| None));
        let counted = figures.enter();
        assert_eq!(figures.sessions(), 1);
        drop(counted);
        figures.ended(End::Idle);
        assert_eq!(figures.sessions(), 0);
        assert!(figures.tallies().ended.contains(&(End::Idle, 1)));
    }
}
