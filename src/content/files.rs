//! The files of a data directory: which there are, and what stands at the top of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Principle, Role};

/// `experience.toml`: where the owner spent time, newest first.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Experience {
    /// One role each, newest first.
    #[serde(default)]
    pub(super) role: Vec<Role>,
}

/// `philosophy.toml`: what the owner builds by.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Philosophy {
    /// One principle each, in the owner's order.
    #[serde(default)]
    pub(super) principle: Vec<Principle>,
}

/// A kind of file in a data directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `profile.toml`
    Profile,
    /// `experience.toml`
    Experience,
    /// `philosophy.toml`
    Philosophy,
    /// `systems/*.toml`
    System,
}

impl Kind {
    /// All of them.
    pub(super) const ALL: [Self; 4] = [Self::Profile, Self::Experience, Self::Philosophy, Self::System];

    /// The files that exist once.
    pub(super) const SINGLE: [&'static str; 3] = [PROFILE, EXPERIENCE, PHILOSOPHY];

    /// What kind of file stands at a path, relative to the data directory.
    pub(super) fn of(path: &str) -> Option<Self> {
        match path {
            PROFILE => Some(Self::Profile),
            EXPERIENCE => Some(Self::Experience),
            PHILOSOPHY => Some(Self::Philosophy),
            _ => system_slug(path).map(|_| Self::System),
        }
    }

    /// Name of its schema in `data/schema/`.
    pub(super) fn schema_name(self) -> &'static str {
        match self {
            Self::Profile => "profile.json",
            Self::Experience => "experience.json",
            Self::Philosophy => "philosophy.json",
            Self::System => "system.json",
        }
    }
}

pub(super) const PROFILE: &str = "profile.toml";
pub(super) const EXPERIENCE: &str = "experience.toml";
pub(super) const PHILOSOPHY: &str = "philosophy.toml";

/// The slug of the system in a file: `doma` for `systems/doma.toml`.
pub(super) fn system_slug(path: &str) -> Option<&str> {
    path.strip_prefix("systems/")?.strip_suffix(".toml").filter(|slug| !slug.contains('/'))
}

/// The file of a system.
pub(super) fn system_path(slug: &str) -> String {
    format!("systems/{slug}.toml")
}
