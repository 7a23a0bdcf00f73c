//! Short names made from long ones, each of them once.

use crate::content::index::plain;

/// Names that are taken already, as lookup compares them.
#[derive(Debug, Default)]
pub(super) struct Taken(Vec<String>);

impl Taken {
    /// The first of some candidates that nothing answers to yet; takes it.
    pub(super) fn first_free(&mut self, candidates: impl Iterator<Item = String>) -> Option<String> {
        let free = candidates.into_iter().find(|name| !self.0.contains(&plain(name)))?;
        self.0.push(plain(&free));
        Some(free)
    }

    /// Takes a name as it is.
    pub(super) fn take(&mut self, name: &str) {
        self.0.push(plain(name));
    }

    /// Whether something answers to a name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains(&plain(name))
    }
}

/// `Mira Network (AvenV2)` as `mira-network-avenv2`; `fallback` where nothing of the name can stand in a slug.
pub(super) fn slug(name: &str, fallback: &str) -> String {
    let mut out = String::new();
    for c in crate::content::export::fold(name).chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() { fallback.to_owned() } else { out.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_what_is_left_of_a_name() {
        for (name, expected) in [
            ("Mira Network (AvenV2)", "mira-network-avenv2"),
            ("José & Co.", "jose-co"),
            ("Анна", "role"),
            ("-", "role"),
        ] {
            assert_eq!(slug(name, "role"), expected);
        }
    }
}
