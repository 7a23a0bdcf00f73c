//! Search over everything the portfolio says: names and aliases, technologies, employers, highlights, steps, prose.

use nucleo_matcher::{
    Config, Matcher, Utf32String,
    pattern::{AtomKind, CaseMatching, Normalization, Pattern},
};

use super::{Place, Portfolio};

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Where it leads.
    pub place: Place,
    /// What kind of thing it is.
    pub group: Group,
    /// Name of the thing.
    pub title: String,
    /// The text in which the words were found; may be the title itself.
    pub text: String,
    /// Which characters of the text matched, counted from 0, in order.
    pub marks: Vec<u32>,
}

/// Kinds of finds, in the order they are shown when equally good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// A system.
    Systems,
    /// A role.
    Experience,
    /// A technology.
    Technologies,
    /// A principle.
    Philosophy,
    /// What the owner says of themself.
    Profile,
}

impl Group {
    /// What a visitor reads above the finds.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Systems => "systems",
            Self::Experience => "experience",
            Self::Technologies => "technologies",
            Self::Philosophy => "philosophy",
            Self::Profile => "profile",
        }
    }
}

/// How much more a match in a name counts than the same match in prose.
const NAME: u32 = 120;
const TAG: u32 = 60;
const HIGHLIGHT: u32 = 20;
const PROSE: u32 = 0;

struct Entry {
    place: Place,
    group: Group,
    title: String,
    text: String,
    weight: u32,
}

/// Finds what fits all words of a query: the best kind first, the best find of a kind first, at most `most` in all.
///
/// An empty query finds nothing. One thing is found once, where it fits best.
#[must_use]
pub fn search(portfolio: &Portfolio, query: &str, most: usize) -> Vec<Hit> {
    let pattern = |kind| Pattern::new(query, CaseMatching::Ignore, Normalization::Smart, kind);
    let (fuzzy, exact) = (pattern(AtomKind::Fuzzy), pattern(AtomKind::Substring));
    if fuzzy.atoms.is_empty() {
        return Vec::new();
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut found: Vec<(u32, Hit)> = Vec::new();
    for entry in entries(portfolio) {
        let haystack = Utf32String::from(entry.text.as_str());
        // In prose any few letters would match somewhere, so there the words themselves must occur.
        let by = if entry.weight >= TAG { &fuzzy } else { &exact };
        let mut marks = Vec::new();
        let Some(score) = by.indices(haystack.slice(..), &mut matcher, &mut marks) else { continue };
        marks.sort_unstable();
        marks.dedup();
        let score = score + entry.weight;
        let hit = Hit { place: entry.place, group: entry.group, title: entry.title, text: entry.text, marks };
        match found.iter_mut().find(|(_, known)| known.place == hit.place) {
            Some((best, known)) if *best < score => (*best, *known) = (score, hit),
            Some(_) => {}
            None => found.push((score, hit)),
        }
    }
    let best_of = |group: Group| found.iter().filter(|(_, hit)| hit.group == group).map(|(score, _)| *score).max();
    let mut ranked: Vec<_> =
        found.iter().map(|(score, hit)| (best_of(hit.group), hit.group, *score, hit.clone())).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(b.2.cmp(&a.2)));
    ranked.into_iter().take(most).map(|(.., hit)| hit).collect()
}

/// Every text that can be found, with where it leads.
fn entries(portfolio: &Portfolio) -> Vec<Entry> {
    let mut all = Vec::new();
    for (at, system) in portfolio.systems.iter().enumerate() {
        let mut add = |text: &str, weight| {
            all.push(entry(Place::System(at), Group::Systems, &system.name, text, weight));
        };
        system.names().into_iter().for_each(|name| add(name, NAME));
        system.technologies().into_iter().for_each(|name| add(name, TAG));
        for highlight in &system.highlights {
            add(&joined(highlight.figure.as_deref(), &highlight.text), HIGHLIGHT);
        }
        for layer in &system.layers {
            add(&format!("{}: {}", layer.label, layer.made_of), HIGHLIGHT);
        }
        add(&system.subtitle, HIGHLIGHT);
        add(&system.summary, PROSE);
        if let Some(flow) = &system.flow {
            flow.nodes.iter().for_each(|node| add(&node.label, HIGHLIGHT));
            flow.steps.iter().for_each(|step| add(&step.text, PROSE));
        }
    }
    for (at, role) in portfolio.experience.iter().enumerate() {
        let mut add = |text: &str, weight| {
            all.push(entry(Place::Role(at), Group::Experience, &role.company, text, weight));
        };
        role.names().into_iter().for_each(|name| add(name, NAME));
        [&role.title].into_iter().chain(&role.also).for_each(|title| add(title, TAG));
        role.tags.iter().for_each(|name| add(name, TAG));
        for highlight in &role.highlights {
            add(&joined(highlight.figure.as_deref(), &highlight.text), HIGHLIGHT);
        }
        add(&role.summary, PROSE);
    }
    for (at, technology) in portfolio.technologies.iter().enumerate() {
        all.push(entry(Place::Technology(at), Group::Technologies, &technology.name, &technology.name, NAME));
    }
    for (at, principle) in portfolio.philosophy.iter().enumerate() {
        for (text, weight) in [(&principle.title, NAME), (&principle.text, PROSE)] {
            all.push(entry(Place::Principle(at), Group::Philosophy, &principle.title, text, weight));
        }
    }
    let profile = &portfolio.profile;
    let mut add = |text: &str, weight| all.push(entry(Place::Home, Group::Profile, &profile.name, text, weight));
    add(&profile.name, NAME);
    [&profile.title].into_iter().chain(&profile.also).for_each(|title| add(title, TAG));
    [&profile.pitch, &profile.about].into_iter().chain(&profile.works_on).for_each(|text| add(text, PROSE));
    profile.education.iter().for_each(|one| add(&format!("{}, {}", one.degree, one.school), HIGHLIGHT));
    profile.figures.iter().for_each(|figure| add(&format!("{} {}", figure.value, figure.detail), HIGHLIGHT));
    all
}

fn entry(place: Place, group: Group, title: &str, text: &str, weight: u32) -> Entry {
    Entry { place, group, title: title.to_owned(), text: text.to_owned(), weight }
}

fn joined(figure: Option<&str>, text: &str) -> String {
    figure.map_or_else(|| text.to_owned(), |figure| format!("{figure} {text}"))
}
