//! What the running process knows of itself, and how it tells its operator.

pub mod health;
pub mod memory;
mod metrics;

use std::time::Duration;

use crate::{gates::GateFigures, session::Tallies, ssh::Outcome};

pub use metrics::render;

/// Everything a server knows of itself at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// Whether its listeners accept, or it closes as it should.
    pub alive: bool,
    /// Whether a visitor who comes now is let in.
    pub ready: bool,
    /// How long it has run.
    pub uptime: Duration,
    /// Resident memory in bytes, where the system tells.
    pub memory: Option<u64>,
    /// What its sessions have added up to.
    pub tallies: Tallies,
    /// What its gates have counted.
    pub gates: GateFigures,
    /// Connections accepted.
    pub accepted: u64,
    /// Connections that have ended, by how.
    pub outcomes: Vec<(Outcome, u64)>,
    /// Edits of the owner's that were taken.
    pub good_edits: u64,
    /// Edits that were wrong, so that the last good portfolio or config stayed.
    pub bad_edits: u64,
}
