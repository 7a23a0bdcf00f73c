//! What types and formats cannot say: dates in order, names that exist, names that are unique.
//!
//! The model carries no positions. Each finding names the place by its path, and the document knows where that stands.

use super::{
    Edge, Flow, Portfolio, Principle, Profile, Role, Spot, System,
    accent::{Accent, DARK, LIGHT, TEXT},
    files::{self, EXPERIENCE, PHILOSOPHY, PROFILE},
    index::plain,
    problem::quoted,
    suggest,
};

/// What could be read of a portfolio; files with problems are missing from it.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// `profile.toml`
    pub(super) profile: Option<Profile>,
    /// The systems that could be read.
    pub(super) systems: Vec<System>,
    /// `experience.toml`
    pub(super) experience: Vec<Role>,
    /// `philosophy.toml`
    pub(super) philosophy: Vec<Principle>,
    /// The slugs of all systems, readable or not, so that one broken file does not break every reference to it.
    pub(super) slugs: Vec<String>,
}

/// A problem that is known by the path of its place.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) file: String,
    /// Keys and positions from the top of the file, for example `role[2].systems[1]`.
    pub(super) path: String,
    pub(super) message: String,
    pub(super) help: String,
}

/// Everything that does not make sense, in no order.
pub(super) fn findings(draft: &Draft) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(accent) = draft.profile.as_ref().and_then(|profile| profile.accent.as_deref()) {
        check_accent(accent, &mut Report::below(&mut findings, PROFILE, String::new()));
    }
    for (place, role) in draft.experience.iter().enumerate() {
        let report = &mut Report::below(&mut findings, EXPERIENCE, format!("role[{place}]"));
        dates(role, place.checked_sub(1).and_then(|before| draft.experience.get(before)), report);
        role_names(role, draft.experience.iter().take(place), report);
        for (at, system) in role.systems.iter().enumerate() {
            reference(system, draft, &format!(".systems[{at}]"), report);
        }
        twice(&role.systems, "systems", report);
        twice(&role.tags, "tags", report);
    }
    for (place, principle) in draft.philosophy.iter().enumerate() {
        let report = &mut Report::below(&mut findings, PHILOSOPHY, format!("principle[{place}]"));
        for (at, sighting) in principle.seen_in.iter().enumerate() {
            reference(&sighting.system, draft, &format!(".seen_in[{at}].system"), report);
        }
    }
    for (place, system) in draft.systems.iter().enumerate() {
        let report = &mut Report::below(&mut findings, &files::system_path(&system.slug), String::new());
        system_names(system, draft.systems.iter().take(place), report);
        twice(&system.tags, "tags", report);
        if let Some(flow) = &system.flow {
            check_flow(flow, report);
        }
    }
    findings
}

/// Collects what is found below one place of one file.
struct Report<'a> {
    findings: &'a mut Vec<Finding>,
    file: String,
    /// Path of the place, before which nothing needs to be said.
    root: String,
}

impl<'a> Report<'a> {
    fn below(findings: &'a mut Vec<Finding>, file: &str, root: String) -> Self {
        Self { findings, file: file.to_owned(), root }
    }

    /// `path` goes on from the root.
    fn add(&mut self, path: &str, message: String, help: String) {
        let path = format!("{}{path}", self.root).trim_start_matches('.').to_owned();
        self.findings.push(Finding { file: self.file.clone(), path, message, help });
    }
}

/// An accent needs to be read as it is on dark or on light backgrounds; for the other kind it is adapted.
fn check_accent(text: &str, report: &mut Report<'_>) {
    let Ok(accent) = text.parse::<Accent>() else { return };
    let (dark, light) = (accent.contrast(&DARK), accent.contrast(&LIGHT));
    if dark.max(light) < TEXT {
        let message =
            format!("`accent` is hard to read: its contrast is {dark:.1} on dark, {light:.1} on light backgrounds");
        let (lighter, darker) = (accent.readable_on(&DARK, TEXT), accent.readable_on(&LIGHT, TEXT));
        report.add(
            "accent",
            message,
            format!("text needs {TEXT}: \"{lighter}\" has it on dark, \"{darker}\" on light"),
        );
    }
}

fn dates(role: &Role, newer: Option<&Role>, report: &mut Report<'_>) {
    if role.end.is_some_and(|end| end < role.start) {
        let message = format!("`end` is before `start`, {}", role.start);
        report.add(".end", message, "exchange them, or correct the year".into());
    }
    if let Some(newer) = newer.filter(|newer| newer.start < role.start) {
        let message = format!("{} started after {}, which stands above it", quoted(&role.slug), quoted(&newer.slug));
        report.add(".start", message, "roles go newest first: move this [[role]] up".into());
    }
}

/// Two roles at one employer share its names; they only need slugs of their own.
fn role_names<'a>(role: &Role, before: impl Iterator<Item = &'a Role>, report: &mut Report<'_>) {
    for other in before {
        if other.slug == role.slug {
            let message = format!("two roles have the slug {}", quoted(&role.slug));
            let help = format!("give this one another, for example `{}-{}`", role.slug, role.start.year());
            report.add(".slug", message, help);
        } else if plain(&other.company) != plain(&role.company) {
            collision(&role.names(), &other.names(), "company", &other.slug, report);
        }
    }
}

fn system_names<'a>(system: &System, before: impl Iterator<Item = &'a System>, report: &mut Report<'_>) {
    for other in before {
        collision(&system.names(), &other.names(), "name", &other.slug, report);
    }
}

/// `names` are a slug, a name and the aliases, in this order; `key` is the key of the name.
fn collision(names: &[&str], taken: &[&str], key: &str, by: &str, report: &mut Report<'_>) {
    for (at, name) in names.iter().enumerate() {
        if taken.iter().any(|taken| plain(taken) == plain(name)) {
            let path = match at {
                0 => ".slug".to_owned(),
                1 => format!(".{key}"),
                _ => format!(".aliases[{}]", at - 2),
            };
            let message = format!("{} already leads to {}", quoted(name), quoted(by));
            report.add(&path, message, "a name can lead to one place only: change or remove one of the two".into());
        }
    }
}

fn reference(name: &str, draft: &Draft, path: &str, report: &mut Report<'_>) {
    if draft.slugs.iter().any(|slug| slug == name) {
        return;
    }
    let meant = draft.systems.iter().find(|system| system.names().iter().any(|known| plain(known) == plain(name)));
    let help = if let Some(system) = meant {
        format!("systems are referred to by their file: `{}`", system.slug)
    } else {
        let slugs: Vec<&str> = draft.slugs.iter().map(String::as_str).collect();
        suggest::help(name, "systems", &slugs)
    };
    report.add(path, format!("there is no system {}", quoted(name)), help);
}

fn twice(names: &[String], key: &str, report: &mut Report<'_>) {
    for (at, name) in names.iter().enumerate() {
        if names.iter().take(at).any(|other| plain(other) == plain(name)) {
            report.add(&format!(".{key}[{at}]"), format!("{} stands here twice", quoted(name)), "remove one".into());
        }
    }
}

fn check_flow(flow: &Flow, report: &mut Report<'_>) {
    let ids: Vec<&str> = flow.nodes.iter().map(|node| node.id.as_str()).collect();
    if ids.is_empty() {
        report.add(
            ".flow.nodes",
            "a flow needs nodes".into(),
            "add some, or leave [flow] out: the layers are drawn then".into(),
        );
    }
    for (at, id) in ids.iter().enumerate() {
        if ids.iter().take(at).any(|other| other == id) {
            report.add(
                &format!(".flow.nodes[{at}].id"),
                format!("two nodes have the id {}", quoted(id)),
                "rename one".into(),
            );
        } else if ids.len() > 1 && !flow.edges.iter().any(|edge| edge.from == *id || edge.to == *id) {
            let help = "add an edge from or to it, or remove it".into();
            report.add(&format!(".flow.nodes[{at}]"), format!("no edge leads to or from {}", quoted(id)), help);
        }
    }
    for (at, edge) in flow.edges.iter().enumerate() {
        check_edge(edge, at, flow, &ids, report);
    }
    for (at, step) in flow.steps.iter().enumerate() {
        let path = format!(".flow.steps[{at}].at");
        if step.at.is_empty() {
            report.add(&path, "a step happens somewhere".into(), format!("name nodes or edges of {}", ids.join(", ")));
        }
        for (place, spot) in step.at.iter().enumerate() {
            check_spot(spot, flow, &ids, &format!("{path}[{place}]"), report);
        }
    }
}

fn check_edge(edge: &Edge, at: usize, flow: &Flow, ids: &[&str], report: &mut Report<'_>) {
    let path = format!(".flow.edges[{at}]");
    for (key, id) in [("from", edge.from.as_str()), ("to", edge.to.as_str())] {
        if !ids.contains(&id) {
            report.add(
                &format!("{path}.{key}"),
                format!("there is no node {}", quoted(id)),
                suggest::help(id, "nodes", ids),
            );
        }
    }
    if edge.from == edge.to {
        report.add(&path, format!("{} hands over to itself", quoted(&edge.from)), "an edge joins two nodes".into());
    } else if flow.edges.iter().take(at).any(|other| other == edge) {
        report.add(&path, "this edge stands here twice".into(), "remove one".into());
    }
}

fn check_spot(spot: &Spot, flow: &Flow, ids: &[&str], path: &str, report: &mut Report<'_>) {
    match spot {
        Spot::Node(id) if !ids.contains(&id.as_str()) => {
            report.add(path, format!("there is no node {}", quoted(id)), suggest::help(id, "nodes", ids));
        }
        Spot::Node(_) => {}
        Spot::Edge { from, to } => {
            let joined = |from: &str, to: &str| flow.edges.iter().any(|edge| edge.from == from && edge.to == to);
            if let Some(id) = [from, to].into_iter().find(|id| !ids.contains(&id.as_str())) {
                report.add(path, format!("there is no node {}", quoted(id)), suggest::help(id, "nodes", ids));
            } else if !joined(from, to) {
                let help = if joined(to, from) {
                    format!("the edge goes the other way: \"{to} > {from}\"")
                } else {
                    format!("a step at `{from} > {to}` needs that edge: {{ from = \"{from}\", to = \"{to}\" }}")
                };
                report.add(path, format!("there is no edge from {} to {}", quoted(from), quoted(to)), help);
            }
        }
    }
}

impl Portfolio {
    /// One line of what was found, for an owner who checked the files.
    #[must_use]
    pub fn summary(&self) -> String {
        let count = |number: usize, one: &str, many: &str| format!("{number} {}", if number == 1 { one } else { many });
        format!(
            "{}, {}, {}, {}, no problems",
            count(self.systems.len(), "system", "systems"),
            count(self.experience.len(), "role", "roles"),
            count(self.philosophy.len(), "principle", "principles"),
            count(self.technologies.len(), "technology", "technologies"),
        )
    }
}
