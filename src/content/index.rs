//! What is worked out from the portfolio: lookup by any name, and which technology was used where.

use serde::Serialize;

use super::{Portfolio, Role, System};

/// A technology and where it was used, as positions in [`Portfolio::systems`] and [`Portfolio::experience`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Technology {
    /// The name, spelled as the first tag that named it.
    pub name: String,
    /// Systems built with it.
    pub systems: Vec<usize>,
    /// Roles in which it was used.
    pub roles: Vec<usize>,
}

/// A place in the portfolio that a visitor can be taken to.
///
/// Positions are indices into the portfolio's own lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The first screen.
    Home,
    /// The list of systems.
    Systems,
    /// One system.
    System(usize),
    /// The timeline.
    Experience,
    /// One role on the timeline.
    Role(usize),
    /// The principles.
    Philosophy,
    /// One principle.
    Principle(usize),
    /// The technologies.
    Technologies,
    /// One technology.
    Technology(usize),
    /// How to reach the owner.
    Contact,
    /// What this connection is and how the program is built.
    Colophon,
}

impl Portfolio {
    /// Finds a system by slug, name or alias; case, spaces and punctuation do not matter.
    #[must_use]
    pub fn system(&self, name: &str) -> Option<usize> {
        find(&self.systems, name, System::names)
    }

    /// Finds a role by slug, employer or alias; case, spaces and punctuation do not matter.
    #[must_use]
    pub fn role(&self, name: &str) -> Option<usize> {
        find(&self.experience, name, Role::names)
    }

    /// Finds a technology by name; case, spaces and punctuation do not matter.
    #[must_use]
    pub fn technology(&self, name: &str) -> Option<usize> {
        find(&self.technologies, name, |technology| vec![technology.name.as_str()])
    }

    /// Finds the place that a visitor names: a page (`experience`), a page with what is on it (`systems/edel`), or a
    /// system, role or technology by any of its names.
    #[must_use]
    pub fn place(&self, words: &str) -> Option<Place> {
        let (page, rest) = words.split_once(['/', ' ']).unwrap_or((words, ""));
        let within = match plain(page).as_str() {
            "home" | "about" => Some(Place::Home),
            "systems" | "system" | "flow" => Some(self.system(rest).map_or(Place::Systems, Place::System)),
            "experience" | "role" => Some(self.role(rest).map_or(Place::Experience, Place::Role)),
            "technologies" | "technology" => Some(self.technology(rest).map_or(Place::Technologies, Place::Technology)),
            "philosophy" => Some(Place::Philosophy),
            "contact" | "resume" => Some(Place::Contact),
            "colophon" => Some(Place::Colophon),
            _ => None,
        };
        within
            .or_else(|| self.system(words).map(Place::System))
            .or_else(|| self.role(words).map(Place::Role))
            .or_else(|| self.technology(words).map(Place::Technology))
    }

    /// Positions of the roles in which a system was built.
    #[must_use]
    pub fn roles_of(&self, system: &System) -> Vec<usize> {
        (0..self.experience.len())
            .filter(|&at| self.experience.get(at).is_some_and(|role| role.systems.contains(&system.slug)))
            .collect()
    }
}

impl System {
    /// Every name this system answers to: slug, name, aliases.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        [self.slug.as_str(), self.name.as_str()].into_iter().chain(self.aliases.iter().map(String::as_str)).collect()
    }

    /// Every technology of this system: its tags, then those of its layers that no tag names.
    #[must_use]
    pub fn technologies(&self) -> Vec<&str> {
        let layers = self.layers.iter().flat_map(|layer| &layer.technologies);
        let mut all: Vec<&str> = Vec::new();
        for name in self.tags.iter().chain(layers) {
            if !all.iter().any(|known| plain(known) == plain(name)) {
                all.push(name);
            }
        }
        all
    }
}

impl Role {
    /// Every name this role answers to: slug, employer, aliases.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        [self.slug.as_str(), self.company.as_str()].into_iter().chain(self.aliases.iter().map(String::as_str)).collect()
    }
}

/// Works out [`Portfolio::technologies`]: most used first, then by name.
pub(super) fn technologies(systems: &[System], roles: &[Role]) -> Vec<Technology> {
    let mut all: Vec<Technology> = Vec::new();
    let mut entry = |name: &str| {
        all.iter().position(|known| plain(&known.name) == plain(name)).unwrap_or_else(|| {
            all.push(Technology { name: name.to_owned(), systems: Vec::new(), roles: Vec::new() });
            all.len() - 1
        })
    };
    let mut used: Vec<(usize, Option<usize>, Option<usize>)> = Vec::new();
    for (at, system) in systems.iter().enumerate() {
        used.extend(system.technologies().into_iter().map(|name| (entry(name), Some(at), None)));
    }
    for (at, role) in roles.iter().enumerate() {
        used.extend(role.tags.iter().map(|name| (entry(name), None, Some(at))));
    }
    for (technology, system, role) in used {
        if let Some(technology) = all.get_mut(technology) {
            technology.systems.extend(system);
            technology.roles.extend(role);
        }
    }
    all.sort_by_key(|technology| {
        (std::cmp::Reverse(technology.systems.len() + technology.roles.len()), technology.name.to_lowercase())
    });
    all
}

fn find<T>(all: &[T], name: &str, names: impl Fn(&T) -> Vec<&str>) -> Option<usize> {
    let wanted = plain(name);
    (!wanted.is_empty()).then(|| all.iter().position(|one| names(one).iter().any(|known| plain(known) == wanted)))?
}

/// A name without case, spaces and punctuation: what makes `Edel Finance`, `edel-finance` and `EDEL` comparable.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|&c| c.is_alphanumeric() || c == '+' || c == '#').flat_map(char::to_lowercase).collect()
}
