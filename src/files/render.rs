//! What stands in each file.

use std::fmt::Write as _;

use bytes::Bytes;

use crate::{
    content::{
        Portfolio,
        export::{self, Part, json, json_resume},
    },
    limits,
};

/// A file, by what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    Readme,
    ResumeText,
    ResumeMarkdown,
    ResumeJson,
    ResumePdf,
    Portfolio,
    Experience,
    /// The system at this place in the owner's order.
    SystemText(usize),
    SystemMarkdown(usize),
}

/// The files of the root, with what the `README.txt` says of them.
const ROOT: [(&str, Page, &str); 7] = [
    ("README.txt", Page::Readme, "what you read"),
    ("resume.txt", Page::ResumeText, "the resume as plain text"),
    ("resume.md", Page::ResumeMarkdown, "the resume as Markdown"),
    ("resume.pdf", Page::ResumePdf, "the resume to print"),
    ("resume.json", Page::ResumeJson, "the resume for other programs (jsonresume.org)"),
    ("portfolio.json", Page::Portfolio, "everything, for programs"),
    ("experience.md", Page::Experience, "the roles, in full"),
];

impl Page {
    /// The files that stand in the root of a portfolio, with their names.
    pub(super) fn of_the_root(portfolio: &Portfolio) -> impl Iterator<Item = (&'static str, Self)> {
        known(portfolio).map(|(name, page, _)| (name, page))
    }

    /// The bytes of a file.
    pub(super) fn render(self, portfolio: &Portfolio, ssh: &str) -> Bytes {
        let text = |part| export::plain(portfolio, part, limits::TEXT_USUAL);
        let markdown = |part| export::markdown(portfolio, part);
        let system = |at: usize| portfolio.systems.get(at).map(Part::System);
        let text = match self {
            Self::Readme => readme(portfolio, ssh),
            Self::ResumeText => text(Part::Resume),
            Self::ResumeMarkdown => markdown(Part::Resume),
            Self::ResumeJson => json_resume::write(portfolio, false),
            Self::ResumePdf => return portfolio.folder.resume.clone().unwrap_or_default(),
            Self::Portfolio => json::write(portfolio, Part::Resume, false),
            Self::Experience => markdown(Part::Experience),
            Self::SystemText(at) => system(at).map(text).unwrap_or_default(),
            Self::SystemMarkdown(at) => system(at).map(markdown).unwrap_or_default(),
        };
        text.into()
    }
}

fn known(portfolio: &Portfolio) -> impl Iterator<Item = (&'static str, Page, &'static str)> {
    let has_resume = portfolio.folder.resume.is_some();
    ROOT.into_iter().filter(move |(_, page, _)| has_resume || *page != Page::ResumePdf)
}

fn readme(portfolio: &Portfolio, ssh: &str) -> String {
    let profile = &portfolio.profile;
    let mut text = format!("{}\n{}\n\n", profile.name, profile.title);
    let files = known(portfolio).map(|(name, _, what)| (name, what));
    for (name, what) in files.chain([("systems/", "each system as plain text and as Markdown")]) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {name:<16}{what}");
    }
    let _ = write!(text, "\nAll of it is made from one source; take what you like. To look around: {ssh}\n");
    text
}
