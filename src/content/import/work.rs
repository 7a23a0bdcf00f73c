//! `work` to roles.

use std::cmp::Reverse;

use super::{
    Notes,
    names::{Taken, slug},
    resume::{Resume, Work},
    tidy,
};
use crate::content::{Highlight, Month, Role, index::plain, quoted};

/// The roles, newest first.
pub(super) fn experience(resume: &Resume, notes: &mut Notes) -> Vec<Role> {
    let mut roles: Vec<Role> = resume.work.iter().filter_map(|work| role(work, notes)).collect();
    roles.sort_by_key(|role| Reverse(role.start));
    let mut taken = Taken::default();
    let names: Vec<String> = roles.iter().map(|role| role.company.clone()).collect();
    for role in &mut roles {
        let base = slug(&role.company, "role");
        // A slug must not be another employer's name.
        let others = |name: &String| {
            !names.iter().any(|other| plain(other) == plain(name) && plain(other) != plain(&role.company))
        };
        let dated = format!("{base}-{}", role.start.year());
        let numbered = (2..).map(|number| format!("{dated}-{number}"));
        let candidates = [base, dated.clone()].into_iter().chain(numbered).filter(others);
        role.slug = taken.first_free(candidates).unwrap_or_default();
    }
    let places = resume.work.iter().filter(|work| work.location.is_some() || work.url.is_some()).count();
    if places > 0 {
        notes.say(format!("work: the location or address of {places} left out, a role has neither"));
    }
    roles
}

fn role(work: &Work, notes: &mut Notes) -> Option<Role> {
    let Some(company) = tidy::line(work.name.as_deref(), notes) else {
        notes.say("work: an entry without the name of an employer left out");
        return None;
    };
    let of = quoted(&company);
    let Some((start, exact)) = month(work.start_date.as_deref(), 1) else {
        notes.say(format!("work: {of} left out, it has no `startDate` that says year and month"));
        return None;
    };
    if !exact {
        notes.say(format!(
            "work: {of} began in {} of an unknown month; January is written, please correct it",
            start.year()
        ));
    }
    let end = match work.end_date.as_deref().filter(|date| !date.trim().is_empty()) {
        None => None,
        Some(date) => {
            let Some((end, exact)) = month(Some(date), 12).filter(|(end, _)| *end >= start) else {
                notes.say(format!("work: {of} left out, its `endDate` {} is no month after its start", quoted(date)));
                return None;
            };
            if !exact {
                notes.say(format!(
                    "work: {of} ended in {} of an unknown month; December is written, please correct it",
                    end.year()
                ));
            }
            Some(end)
        }
    };
    let title = tidy::line(work.position.as_deref(), notes).unwrap_or_else(|| {
        notes.say(format!("work: {of} has no `position`; it is written as not stated"));
        "Position not stated".to_owned()
    });
    let highlights = tidy::lines(&work.highlights, notes);
    let summary = tidy::line(work.summary.as_deref(), notes)
        .or_else(|| tidy::line(work.description.as_deref(), notes))
        .or_else(|| highlights.first().cloned())
        .unwrap_or_else(|| format!("{title} at {}.", company.trim_end_matches('.')));
    let highlights = highlights.into_iter().map(|text| Highlight { figure: None, text }).collect();
    Some(Role {
        slug: String::new(),
        company,
        aliases: Vec::new(),
        title,
        also: Vec::new(),
        start,
        end,
        summary,
        highlights,
        tags: Vec::new(),
        systems: Vec::new(),
    })
}

/// A date, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as a month, and whether it says which; a year alone is its month `month`.
fn month(date: Option<&str>, month: u8) -> Option<(Month, bool)> {
    let date = date?.trim();
    match date.len() {
        4 => format!("{date}-{month:02}").parse().ok().map(|month| (month, false)),
        7 | 10 => date.get(..7)?.parse().ok().map(|month| (month, true)),
        _ => None,
    }
}
