//! `projects` to systems, and which role each was built in.

use super::{
    Notes,
    names::{Taken, slug},
    resume::{Project, Resume},
    tidy,
};
use crate::{
    content::{Highlight, Role, System, index::plain, quoted},
    limits,
};

/// Cells: a first sentence that is longer is no subtitle.
const SUBTITLE: usize = 90;

/// The systems, in their order; `roles` learn which of them were built there.
pub(super) fn systems(resume: &Resume, roles: &mut [Role], notes: &mut Notes) -> Vec<System> {
    let mut taken = Taken::default();
    let mut systems = Vec::new();
    for (order, project) in (1..).zip(&resume.projects) {
        // A folder that holds more is taken for some other folder.
        if systems.len() == limits::DATA_FILES / 2 {
            notes.say(format!("projects: only the first {} taken", systems.len()));
            break;
        }
        let Some(system) = system(project, order, &mut taken, notes) else { continue };
        if let Some(entity) = &project.entity {
            match roles.iter_mut().find(|role| plain(&role.company) == plain(entity)) {
                Some(role) => role.systems.push(system.slug.clone()),
                None => notes
                    .say(format!("projects: {} belongs to an entity that is no employer here", quoted(&system.name))),
            }
        }
        systems.push(system);
    }
    let dated = |one: &&Project| one.start_date.is_some() || one.end_date.is_some();
    let count = resume.projects.iter().filter(dated).count();
    if count > 0 {
        notes.say(format!("projects: the dates of {count} left out, a system has none"));
    }
    let count = resume.projects.iter().filter(|one| one.url.is_some()).count();
    if count > 0 {
        notes.say(format!(
            "projects: the address of {count} left out, a system has none; [[links]] of profile.toml takes it"
        ));
    }
    systems
}

fn system(project: &Project, order: u32, taken: &mut Taken, notes: &mut Notes) -> Option<System> {
    let Some(stated) = tidy::line(project.name.as_deref(), notes) else {
        notes.say("projects: an entry without a name left out");
        return None;
    };
    // A name leads to one place only.
    let numbered = (2..).map(|number| format!("{stated} ({number})"));
    let free = |name: &String| !plain(name).is_empty() && !taken.has(name) && !taken.has(&slug(name, "system"));
    let name = [stated.clone()].into_iter().chain(numbered).find(free)?;
    let base = slug(&name, "system");
    let candidates = (2..).map(|number| format!("{base}-{number}"));
    let slug = taken.first_free([base.clone()].into_iter().chain(candidates))?;
    taken.take(&name);
    if name != stated {
        notes.say(format!("projects: a second {} is called {}", quoted(&stated), quoted(&name)));
    }
    let highlights = tidy::lines(&project.highlights, notes);
    let kind = tidy::line(project.kind.as_deref(), notes);
    let says = tidy::line(project.description.as_deref(), notes).or_else(|| highlights.first().cloned()).or(kind);
    let says = says.unwrap_or_else(|| {
        notes.say(format!("projects: {} says nothing of itself; its name stands in for that", quoted(&name)));
        name.clone()
    });
    // A first sentence that is short enough is the subtitle, and the rest the summary.
    let (first, rest) = tidy::first_sentence(&says);
    let summary = if rest.is_empty() || first.chars().count() > SUBTITLE { &says } else { rest }.to_owned();
    let subtitle = first.to_owned();
    let mut tags: Vec<String> = Vec::new();
    for keyword in tidy::lines(&project.keywords, notes) {
        if !tags.iter().any(|known| plain(known) == plain(&keyword)) {
            tags.push(keyword);
        }
    }
    let highlights = highlights.into_iter().map(|text| Highlight { figure: None, text }).collect();
    Some(System {
        slug,
        order,
        name,
        aliases: Vec::new(),
        subtitle,
        summary,
        highlights,
        layers: Vec::new(),
        tags,
        flow: None,
    })
}
