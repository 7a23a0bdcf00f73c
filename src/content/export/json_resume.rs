//! The portfolio as JSON Resume (<https://jsonresume.org/schema>, 1.x): what other resume tools read.
//!
//! It has no place for principles, headline figures, layers and flows; those are in [`json`](super::json) only.

use serde_json::{Map, Value, json};

use super::json::print;
use crate::content::{Highlight, Portfolio, Profile, Role, System};

/// Stands before what somebody reports: readers of the format print a reference as a quotation, and it is none.
pub const REPORTED: &str = "As reported, not quoted: ";

/// The resume as indented JSON, with a line break at its end. `ascii` escapes what is not ASCII.
#[must_use]
pub fn write(portfolio: &Portfolio, ascii: bool) -> String {
    print(&resume(portfolio), ascii)
}

/// The resume. What is not known is left out, as the format wants it.
#[must_use]
pub fn resume(portfolio: &Portfolio) -> Value {
    let profile = &portfolio.profile;
    let mut resume = json!({
        "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
        "basics": basics(profile),
        "work": portfolio.experience.iter().map(work).collect::<Vec<_>>(),
        "education": profile.education.iter()
            .map(|one| json!({ "institution": one.school, "studyType": one.degree }))
            .collect::<Vec<_>>(),
        "skills": skills(portfolio),
        "projects": portfolio.systems.iter().map(|one| project(portfolio, one)).collect::<Vec<_>>(),
        "meta": { "version": "v1.0.0" },
    });
    if let (Some(one), Some(resume)) = (&profile.testimonial, resume.as_object_mut()) {
        let reference = format!("{REPORTED}{}", one.text);
        resume.insert("references".into(), json!([{ "name": one.from, "reference": reference }]));
    }
    resume
}

fn basics(profile: &Profile) -> Value {
    let mut basics = object(json!({
        "name": profile.name,
        "label": profile.title,
        "summary": format!("{} {}", profile.pitch, profile.about),
    }));
    let known = [("email", &profile.email), ("url", &profile.site)];
    basics.extend(known.into_iter().filter_map(|(key, value)| Some((key.to_owned(), json!(value.as_ref()?)))));
    if let Some(location) = &profile.location {
        // Which part of it is a city nobody has said.
        basics.insert("location".into(), json!({ "address": location }));
    }
    if !profile.links.is_empty() {
        let profiles = profile.links.iter().map(|link| json!({ "network": link.label, "url": link.url }));
        basics.insert("profiles".into(), profiles.collect());
    }
    Value::Object(basics)
}

fn work(role: &Role) -> Value {
    let mut work = object(json!({
        "name": role.company,
        "position": role.title,
        "startDate": role.start,
        "summary": role.summary,
        "highlights": highlights(&role.highlights),
    }));
    work.extend(role.end.map(|end| ("endDate".to_owned(), json!(end))));
    Value::Object(work)
}

fn project(portfolio: &Portfolio, system: &System) -> Value {
    let mut project = object(json!({
        "name": system.name,
        "description": format!("{}. {}", system.subtitle, system.summary),
        "highlights": highlights(&system.highlights),
        "keywords": system.technologies(),
    }));
    let roles: Vec<&Role> =
        portfolio.roles_of(system).into_iter().filter_map(|at| portfolio.experience.get(at)).collect();
    if let Some(first) = roles.first() {
        project.insert("entity".into(), json!(first.company));
        project.insert("roles".into(), roles.iter().map(|role| role.title.as_str()).collect());
    }
    Value::Object(project)
}

/// The technologies, grouped by what the portfolio knows of them: how widely each was used.
fn skills(portfolio: &Portfolio) -> Vec<Value> {
    let group = |name: &str, belongs: fn(usize, usize) -> bool| {
        let uses = portfolio.technologies.iter().filter(|one| belongs(one.systems.len(), one.roles.len()));
        let keywords: Vec<&str> = uses.map(|one| one.name.as_str()).collect();
        (!keywords.is_empty()).then(|| json!({ "name": name, "keywords": keywords }))
    };
    [
        group("Used more than once", |systems, roles| systems + roles > 1),
        group("Used in one system", |systems, roles| systems == 1 && roles == 0),
        group("Used in one role", |systems, roles| systems == 0 && roles == 1),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn highlights(all: &[Highlight]) -> Vec<String> {
    let line = |one: &Highlight| match &one.figure {
        Some(figure) => format!("{figure}: {}", one.text),
        None => one.text.clone(),
    };
    all.iter().map(line).collect()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}
