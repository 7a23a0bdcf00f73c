//! `basics`, `education`, `skills` and `references` to the profile.

use super::{
    Notes,
    resume::{Basics, Education as Degree, Location, Reference, Resume, Skill},
    tidy,
};
use crate::content::{
    Availability, Education, Link, Profile, Role, System, Testimonial, export::json_resume::REPORTED, format,
    index::plain, quoted,
};

/// The profile, or what it cannot do without.
pub(super) fn profile(
    resume: &Resume,
    systems: &[System],
    roles: &[Role],
    notes: &mut Notes,
) -> Result<Profile, String> {
    let basics = &resume.basics;
    let name = tidy::line(basics.name.as_deref(), notes)
        .ok_or("`basics.name` is missing, or has no character that every terminal draws: whose portfolio is it?")?;
    let title = tidy::line(basics.label.as_deref(), notes)
        .or_else(|| resume.work.iter().find_map(|work| tidy::line(work.position.as_deref(), notes)))
        .ok_or("`basics.label` is missing and no work has a `position`: a portfolio needs a title, add one")?;
    let summary = tidy::line(basics.summary.as_deref(), notes);
    if summary.is_none() {
        notes.say("basics: there is no `summary`; the title stands in for the pitch and the paragraph under it");
    }
    let (pitch, about) = match summary.as_deref().map(tidy::first_sentence) {
        Some((first, "")) => (first.to_owned(), first.to_owned()),
        Some((first, rest)) => (format!("{first}."), rest.to_owned()),
        None => (title.clone(), title.clone()),
    };
    notes.say("availability: a resume does not say it; it is written as not stated, correct it in profile.toml");
    for (what, value) in [("image", &basics.image), ("phone", &basics.phone)] {
        if value.is_some() {
            notes.say(format!("basics: `{what}` left out, it is not shown to strangers"));
        }
    }
    Ok(Profile {
        name,
        title,
        also: Vec::new(),
        pitch,
        about,
        works_on: works_on(&resume.skills, systems, roles, notes),
        availability: Availability { open: false, text: "Availability not stated".into() },
        invitation: "See more".into(),
        education: resume.education.iter().filter_map(|one| education(one, notes)).collect(),
        figures: Vec::new(),
        testimonial: testimonial(&resume.references, notes),
        email: checked("email", basics.email.as_deref(), notes),
        site: checked("url", basics.url.as_deref(), notes),
        location: location(&basics.location, notes),
        links: links(basics, notes),
        resume: None,
        accent: None,
    })
}

/// A text that keeps a format; one that does not is left out.
fn checked(kind: &str, text: Option<&str>, notes: &mut Notes) -> Option<String> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    if format::named(kind).is_some_and(|format| (format.fits)(text)) {
        return Some(text.to_owned());
    }
    notes.say(format!("basics: the {kind} {} left out, it is not written as one", quoted(text)));
    None
}

/// City, region and country; an address of another kind only where there is nothing else.
fn location(location: &Location, notes: &mut Notes) -> Option<String> {
    let Location { address, postal_code, city, country_code, region } = location;
    let parts = [city, region, country_code].map(|part| tidy::line(part.as_deref(), notes));
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        return tidy::line(address.as_deref(), notes);
    }
    if address.is_some() || postal_code.is_some() {
        notes.say("basics: street and postal code left out, they are not for strangers");
    }
    Some(parts.join(", "))
}

fn links(basics: &Basics, notes: &mut Notes) -> Vec<Link> {
    let mut links = Vec::new();
    for one in &basics.profiles {
        let label = tidy::line(one.network.as_deref(), notes).or_else(|| tidy::line(one.username.as_deref(), notes));
        let url = checked("url", one.url.as_deref(), notes);
        match (label, url) {
            (Some(label), Some(url)) => links.push(Link { label, url }),
            (None, Some(url)) => links.push(Link { label: "Profile".into(), url }),
            (label, None) => {
                let label = label.as_deref().map_or("one without a name".to_owned(), quoted);
                notes.say(format!("basics: the profile {label} left out, it has no address"));
            }
        }
    }
    links
}

fn education(degree: &Degree, notes: &mut Notes) -> Option<Education> {
    let Degree { institution, area, study_type, start_date, end_date, score, courses } = degree;
    let parts = [study_type, area].map(|part| tidy::line(part.as_deref(), notes));
    let name = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let school = tidy::line(institution.as_deref(), notes);
    let Some(school) = school.filter(|_| !name.is_empty()) else {
        notes.say("education: an entry without an institution or without a degree left out");
        return None;
    };
    if start_date.is_some() || end_date.is_some() || score.is_some() || !courses.is_empty() {
        notes.say("education: dates, scores and courses left out, a degree has none here");
    }
    Some(Education { degree: name, school })
}

/// Skills that no system and no role shows; what is a technology of one of these is found there.
fn works_on(skills: &[Skill], systems: &[System], roles: &[Role], notes: &mut Notes) -> Vec<String> {
    let shown = |keyword: &str| {
        let tags = systems.iter().flat_map(|one| &one.tags).chain(roles.iter().flat_map(|one| &one.tags));
        tags.into_iter().any(|tag| plain(tag) == plain(keyword))
    };
    let mut all = Vec::new();
    for skill in skills {
        let name = tidy::line(skill.name.as_deref(), notes);
        let keywords = tidy::lines(&skill.keywords, notes);
        let missing: Vec<String> = keywords.iter().filter(|keyword| !shown(keyword)).cloned().collect();
        if skill.level.is_some() {
            notes.say("skills: levels left out");
        }
        match name {
            Some(_) if missing.is_empty() && !keywords.is_empty() => {}
            Some(name) if missing.is_empty() => all.push(name),
            Some(name) => all.push(format!("{name}: {}", missing.join(", "))),
            None => all.extend(missing),
        }
    }
    all
}

/// What somebody reports. A reference is a quotation by convention, and a portfolio quotes nobody: only one that says of
/// itself that it is none is taken.
fn testimonial(references: &[Reference], notes: &mut Notes) -> Option<Testimonial> {
    let mut taken = None;
    for one in references {
        let from = tidy::line(one.name.as_deref(), notes);
        let text = one.reference.as_deref().and_then(|text| text.strip_prefix(REPORTED));
        match (from, tidy::line(text, notes)) {
            (Some(from), Some(text)) if taken.is_none() => {
                let line = format!("{}.", tidy::first_sentence(&text).0);
                taken = Some(Testimonial { from, line, text });
            }
            (from, _) => {
                let from = from.as_deref().map_or("somebody".to_owned(), quoted);
                notes.say(format!("references: {from} left out, a portfolio reports in the third person; [testimonial] of profile.toml takes one"));
            }
        }
    }
    taken
}
