//! Somebody else's resume as the files of a data directory: what JSON Resume has (<https://jsonresume.org/schema>, 1.x)
//! in the words of [`content`](super).
//!
//! Nothing is made up. What this portfolio must have and a resume does not is filled from what the resume says
//! elsewhere, or says that it is not known; what has no place here is left out. Both are told, a sentence each.

mod names;
mod profile;
mod resume;
mod systems;
#[cfg(test)]
mod tests;
mod tidy;
mod work;

use serde::Serialize;

use super::{
    Source,
    files::{self, Experience},
};
use resume::Resume;

/// A resume as files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The files of the data directory. They have no problems.
    pub files: Vec<Source>,
    /// What could not be carried, and what was filled in: a sentence each, for the owner.
    pub notes: Vec<String>,
}

/// Takes a JSON Resume over.
///
/// # Errors
/// In one sentence, when the text is not a JSON Resume, or lacks what cannot be filled from anything else: a name and a
/// title.
pub fn json_resume(text: &str) -> Result<Imported, String> {
    let resume: Resume = serde_json::from_str(text).map_err(|cause| format!("this is not a JSON Resume: {cause}"))?;
    let mut notes = Notes::default();
    let mut experience = work::experience(&resume, &mut notes);
    let systems = systems::systems(&resume, &mut experience, &mut notes);
    let profile = profile::profile(&resume, &systems, &experience, &mut notes)?;
    notes.left_out("volunteer work", resume.volunteer.len());
    notes.left_out("awards", resume.awards.len());
    notes.left_out("certificates", resume.certificates.len());
    notes.left_out("publications", resume.publications.len());
    notes.left_out("languages", resume.languages.len());
    notes.left_out("interests", resume.interests.len());

    let mut all = vec![file(files::PROFILE, "./schema/profile.json", &profile)?];
    if !experience.is_empty() {
        all.push(file(files::EXPERIENCE, "./schema/experience.json", &Experience { role: experience })?);
    }
    for system in systems {
        all.push(file(&files::system_path(&system.slug), "../schema/system.json", &system)?);
    }
    // Whatever an unusual resume holds, what is written passes the check.
    if let Err(problems) = super::parse(&all) {
        let first = problems.first().map(|problem| format!("{}: {}", problem.file, problem.message));
        return Err(format!("it does not fit into a portfolio: {}", first.unwrap_or_default()));
    }
    Ok(Imported { files: all, notes: notes.all })
}

fn file(path: &str, schema: &str, content: &impl Serialize) -> Result<Source, String> {
    let text = toml::to_string_pretty(content).map_err(|cause| format!("cannot write {path}: {cause}"))?;
    Ok(Source { path: path.to_owned(), text: format!("#:schema {schema}\n\n{text}") })
}

/// What the owner has to know of an import.
#[derive(Debug, Default)]
struct Notes {
    all: Vec<String>,
}

impl Notes {
    fn say(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.all.contains(&note) {
            self.all.push(note);
        }
    }

    fn left_out(&mut self, what: &str, count: usize) {
        if count > 0 {
            self.say(format!("{what}: {count} left out, a portfolio has no place for them"));
        }
    }
}
