//! What a session sees of the server it runs in.

use std::{sync::Arc, time::Duration};

use tokio::{sync::watch, time::Instant};

use super::Figures;
use crate::{content::Portfolio, limits, ui};

/// What every session sees of the server it runs in.
#[derive(Debug, Clone)]
pub struct House {
    /// The portfolio, replaced as a whole when the owner edits it.
    pub portfolio: watch::Receiver<Arc<Portfolio>>,
    /// How a visitor comes back.
    pub door: Arc<Door>,
    /// When the server closes; `None` while it stays open.
    pub closing: watch::Receiver<Option<Closing>>,
    /// True figures of the server.
    pub figures: Arc<Figures>,
    /// What one session may do.
    pub limits: SessionLimits,
    /// What is wrong with the owner's last edit, in a sentence that only the owner reads.
    pub trouble: watch::Receiver<Option<Arc<str>>>,
    /// Still frames, which all visitors share.
    pub stills: Arc<ui::Stills>,
    /// A word that a test asks for instead of a page: its session panics at the first key. No server has one that was
    /// started by the command line.
    pub trap: Option<&'static str>,
}

/// How a visitor comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// Host name or address, as a visitor types it.
    pub host: String,
    /// Port; 22 is not shown.
    pub port: u16,
}

/// The server closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// When open sessions end.
    pub at: Instant,
}

/// What one session may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// See [`crate::limits::WRITE_STALL`].
    pub write_stall: Duration,
    /// See [`crate::limits::IDLE`].
    pub idle: Duration,
    /// See [`crate::limits::LIFE`].
    pub life: Duration,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self { write_stall: limits::WRITE_STALL, idle: limits::IDLE, life: limits::LIFE }
    }
}

impl SessionLimits {
    /// How long before the end of an idle visit the visitor is told.
    pub(super) fn idle_notice(&self) -> Duration {
        notice(self.idle, limits::IDLE_NOTICE)
    }

    /// How long before the end of a long visit the visitor is told.
    pub(super) fn life_notice(&self) -> Duration {
        notice(self.life, limits::LIFE_NOTICE)
    }
}

/// The usual time before the end of `whole`, or half of a whole that is that short.
fn notice(whole: Duration, usual: Duration) -> Duration {
    usual.min(whole / 2)
}

impl Door {
    /// The line that brings a visitor back, for example `ssh -p 2222 localhost`.
    #[must_use]
    pub fn ssh(&self) -> String {
        if self.port == 22 { format!("ssh {}", self.host) } else { format!("ssh -p {} {}", self.port, self.host) }
    }

    /// The line that fetches a file, for example `scp -P 2222 localhost:resume.md .`
    #[must_use]
    pub fn scp(&self, file: &str) -> String {
        if self.port == 22 {
            format!("scp {}:{file} .", self.host)
        } else {
            format!("scp -P {} {}:{file} .", self.port, self.host)
        }
    }
}
