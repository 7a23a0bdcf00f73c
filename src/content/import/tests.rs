//! Resumes as people have them, and as nobody should: each becomes a portfolio, or one sentence.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::content::{Portfolio, export, parse, sample};

fn import(resume: &Value) -> (Portfolio, Vec<String>) {
    let imported = json_resume(&resume.to_string()).unwrap();
    (parse(&imported.files).unwrap(), imported.notes)
}

fn written(resume: &Value) -> String {
    let files = json_resume(&resume.to_string()).unwrap().files;
    files.iter().map(|file| format!("== {}\n{}", file.path, file.text)).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_ordinary_resume_becomes_files() {
    let resume = json!({
        "basics": {
            "name": "Ada King", "label": "Engineer", "email": "ada@example.com", "phone": "0123",
            "summary": "Builds engines. They compute, and they do not tire.",
            "location": { "address": "1 Street", "city": "London", "countryCode": "GB" },
            "profiles": [{ "network": "Code", "username": "ada", "url": "https://example.com/ada" }, { "network": "Chat" }],
        },
        "work": [
            { "name": "Old & Co.", "position": "Clerk", "startDate": "2018", "endDate": "2019-06-30" },
            { "name": "Engines", "position": "Engineer", "startDate": "2020-02-01", "summary": "Engines of every kind.",
              "highlights": ["Wrote the first program \u{1f680}"], "url": "https://example.com" },
        ],
        "projects": [{
            "name": "Note G", "description": "Bernoulli numbers by machine. A program.", "keywords": ["Cards", "cards"],
            "entity": "Engines", "type": "application", "startDate": "2020-03", "highlights": ["Loops"],
        }],
        "education": [{ "institution": "Home", "area": "Mathematics", "studyType": "Tuition", "startDate": "2010" }],
        "skills": [{ "name": "Programming", "level": "Master", "keywords": ["Cards", "Loops"] }],
        "references": [{ "name": "Charles", "reference": "The enchantress of number." }],
        "languages": [{ "language": "English" }, { "language": "French" }],
        "meta": { "theme": "kendall" },
    });
    insta::assert_snapshot!(written(&resume), @r#"
    == profile.toml
    #:schema ./schema/profile.json

    name = "Ada King"
    title = "Engineer"
    also = []
    pitch = "Builds engines."
    about = "They compute, and they do not tire."
    works_on = ["Programming: Loops"]
    invitation = "See more"
    figures = []
    email = "ada@example.com"
    location = "London, GB"

    [availability]
    open = false
    text = "Availability not stated"

    [[education]]
    degree = "Tuition, Mathematics"
    school = "Home"

    [[links]]
    label = "Code"
    url = "https://example.com/ada"

    == experience.toml
    #:schema ./schema/experience.json

    [[role]]
    slug = "engines"
    company = "Engines"
    aliases = []
    title = "Engineer"
    also = []
    start = "2020-02"
    summary = "Engines of every kind."
    tags = []
    systems = ["note-g"]

    [[role.highlights]]
    text = "Wrote the first program"

    [[role]]
    slug = "old-co"
    company = "Old & Co."
    aliases = []
    title = "Clerk"
    also = []
    start = "2018-01"
    end = "2019-06"
    summary = "Clerk at Old & Co."
    highlights = []
    tags = []
    systems = []

    == systems/note-g.toml
    #:schema ../schema/system.json

    order = 1
    name = "Note G"
    aliases = []
    subtitle = "Bernoulli numbers by machine"
    summary = "A program."
    layers = []
    tags = ["Cards"]

    [[highlights]]
    text = "Loops"
    "#);
    let (_, notes) = import(&resume);
    insta::assert_snapshot!(notes.join("\n"), @r"
    work: `Old & Co.` began in 2018 of an unknown month; January is written, please correct it
    some characters that terminals do not draw in one cell (emoji, wide scripts, combining accents) were left out
    work: the location or address of 1 left out, a role has neither
    projects: the dates of 1 left out, a system has none
    availability: a resume does not say it; it is written as not stated, correct it in profile.toml
    basics: `phone` left out, it is not shown to strangers
    skills: levels left out
    education: dates, scores and courses left out, a degree has none here
    references: `Charles` left out, a portfolio reports in the third person; [testimonial] of profile.toml takes one
    basics: street and postal code left out, they are not for strangers
    basics: the profile `Chat` left out, it has no address
    languages: 2 left out, a portfolio has no place for them
    ");
}

#[test]
fn the_least_that_is_a_resume() {
    let (portfolio, notes) = import(&json!({ "basics": { "name": "Ada", "label": "Engineer" } }));
    assert_eq!(portfolio.profile.pitch, "Engineer");
    assert!(!portfolio.profile.availability.open);
    assert_eq!(notes.len(), 2, "{notes:?}");
}

#[test]
fn what_cannot_be_filled_is_one_sentence() {
    for (resume, why) in [
        ("{}", "`basics.name` is missing"),
        (r#"{"basics":{"name":"漢字","label":"x"}}"#, "`basics.name` is missing, or has no character"),
        (r#"{"basics":{"name":"Ada"}}"#, "`basics.label` is missing"),
        ("[1]", "this is not a JSON Resume"),
        (
            r#"{"basics":{"name":7}}"#,
            "this is not a JSON Resume: invalid type: integer `7`, expected a string at line 1",
        ),
        ("name = 1", "this is not a JSON Resume"),
    ] {
        let said = json_resume(resume).unwrap_err();
        assert!(said.starts_with(why) && said.lines().count() == 1, "{said}");
    }
}

#[test]
fn our_own_export_comes_back() {
    let before = sample::portfolio();
    let (after, notes) = import(&export::json_resume::resume(&before));
    assert_eq!((&after.profile.name, &after.profile.title), (&before.profile.name, &before.profile.title));
    let report = |portfolio: &Portfolio| portfolio.profile.testimonial.clone().unwrap().text;
    assert_eq!(report(&after), report(&before));
    assert_eq!(after.profile.education, before.profile.education);
    assert_eq!(after.profile.pitch, before.profile.pitch);
    assert_eq!(after.profile.about, before.profile.about);
    let roles = |portfolio: &Portfolio| -> Vec<_> {
        portfolio
            .experience
            .iter()
            .map(|role| (role.company.clone(), role.title.clone(), role.start, role.end))
            .collect()
    };
    assert_eq!(roles(&after), roles(&before));
    let systems = |portfolio: &Portfolio| -> Vec<_> {
        portfolio.systems.iter().map(|one| (one.name.clone(), one.subtitle.clone(), one.summary.clone())).collect()
    };
    assert_eq!(systems(&after), systems(&before));
    assert_eq!(after.experience[0].systems.len(), before.experience[0].systems.len());
    let tags = after.systems.iter().zip(&before.systems).all(|(after, before)| after.tags == before.technologies());
    assert!(tags);
    assert_eq!(
        notes,
        ["availability: a resume does not say it; it is written as not stated, correct it in profile.toml"]
    );
}

#[test]
fn names_that_are_alike_stay_apart() {
    let job = |name: &str, start: &str| json!({ "name": name, "position": "x", "startDate": start });
    let (portfolio, _) = import(&json!({
        "basics": { "name": "Ada", "label": "Engineer" },
        "work": [job("A B", "2020-01"), job("A B", "2020-05"), job("a-b", "2021-01"), job("A B 2020", "2019-01")],
        "projects": [{ "name": "One" }, { "name": "one!" }, { "name": "One (2)" }, { "name": "?" }, { "name": "one 2" }],
    }));
    assert_eq!((portfolio.experience.len(), portfolio.systems.len()), (4, 5));
}

/// Any value where a resume has some text.
fn text() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        ".{0,20}".prop_map(Value::from),
        proptest::sample::select(vec!["a", "A", "a-2", "2020", "2020-05", "2021-01-31", "A. B. C", "https://x.y"])
            .prop_map(Value::from),
    ]
}

proptest! {
    #[test]
    fn every_resume_becomes_a_portfolio_or_a_sentence(
        work in proptest::collection::vec((text(), text(), text(), text(), text()), 0..6),
        projects in proptest::collection::vec((text(), text(), text(), proptest::collection::vec(".{0,6}", 0..4)), 0..6),
        other in proptest::collection::vec(text(), 8),
    ) {
        let resume = json!({
            "basics": { "name": "Ada", "label": "Engineer", "summary": other[0], "email": other[1], "url": other[2],
                "profiles": [{ "network": other[3], "url": other[4] }] },
            "work": work.iter().map(|(name, position, start, end, summary)| json!({
                "name": name, "position": position, "startDate": start, "endDate": end, "summary": summary,
            })).collect::<Vec<_>>(),
            "projects": projects.iter().map(|(name, description, entity, keywords)| json!({
                "name": name, "description": description, "entity": entity, "keywords": keywords,
            })).collect::<Vec<_>>(),
            "skills": [{ "name": other[5], "keywords": [] }],
            "education": [{ "institution": other[6], "area": other[7] }],
        });
        json_resume(&resume.to_string()).map_err(TestCaseError::fail)?;
    }
}
