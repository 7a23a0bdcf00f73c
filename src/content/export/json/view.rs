//! What each JSON document holds: the model as its readers see it, with slugs where the model has positions.
//!
//! The comments become the descriptions in the schema.

use schemars::JsonSchema;
use serde::Serialize;

use crate::content::{
    self, Availability, DiagramKind, Edge, Education, Figure, Highlight, Layer, Link, Month, Node, Portfolio,
    Principle, Profile, Step, Testimonial,
    export::parts,
    search::{Group, Hit},
};

/// Who the owner is.
#[derive(Serialize, JsonSchema)]
#[expect(clippy::struct_field_names, reason = "the paragraph is called as it is in profile.toml")]
pub(super) struct About<'a> {
    /// Full name.
    name: &'a str,
    /// Current professional title.
    title: &'a str,
    /// Other titles.
    also: &'a [String],
    /// What the owner builds, in one line.
    pitch: &'a str,
    /// Fields of work, in a short paragraph.
    about: &'a str,
    /// Whether and for what the owner can be hired.
    availability: &'a Availability,
    /// What the owner works on, a few words each.
    works_on: &'a [String],
    /// Degrees, newest first.
    education: &'a [Education],
    /// Headline figures.
    figures: &'a [Figure],
    /// What somebody reports of working with the owner: in the third person, not a quotation.
    testimonial: Option<&'a Testimonial>,
}

impl<'a> About<'a> {
    pub(super) fn of(profile: &'a Profile) -> Self {
        Self {
            name: &profile.name,
            title: &profile.title,
            also: &profile.also,
            pitch: &profile.pitch,
            about: &profile.about,
            availability: &profile.availability,
            works_on: &profile.works_on,
            education: &profile.education,
            figures: &profile.figures,
            testimonial: profile.testimonial.as_ref(),
        }
    }
}

/// How to reach the owner.
#[derive(Serialize, JsonSchema)]
pub(super) struct Contact<'a> {
    /// Full name.
    name: &'a str,
    /// Whether and for what the owner can be hired.
    availability: &'a Availability,
    /// E-mail address.
    email: Option<&'a str>,
    /// The owner's web site.
    site: Option<&'a str>,
    /// City, country or "remote".
    location: Option<&'a str>,
    /// Other places on the web.
    links: &'a [Link],
    /// The command that opens this portfolio.
    ssh: Option<&'a str>,
}

impl<'a> Contact<'a> {
    pub(super) fn of(profile: &'a Profile, ssh: &'a str) -> Self {
        Self {
            name: &profile.name,
            availability: &profile.availability,
            email: profile.email.as_deref(),
            site: profile.site.as_deref(),
            location: profile.location.as_deref(),
            links: &profile.links,
            ssh: Some(ssh).filter(|ssh| !ssh.is_empty()),
        }
    }
}

/// A system in the list of systems.
#[derive(Serialize, JsonSchema)]
pub(super) struct SystemName<'a> {
    /// Short name; what commands call it.
    slug: &'a str,
    /// Name.
    name: &'a str,
    /// What it is, in half a line.
    subtitle: &'a str,
}

/// Every system, in the owner's order.
pub(super) fn systems(portfolio: &Portfolio) -> Vec<SystemName<'_>> {
    let mut all = Vec::new();
    for content::System { slug, name, subtitle, .. } in &portfolio.systems {
        all.push(SystemName { slug, name, subtitle });
    }
    all
}

/// Something the owner built.
#[derive(Serialize, JsonSchema)]
pub(super) struct System<'a> {
    /// Short name; what commands and other documents call it.
    slug: &'a str,
    /// Name.
    name: &'a str,
    /// Other names.
    aliases: &'a [String],
    /// What it is, in half a line.
    subtitle: &'a str,
    /// What it does and why that was hard.
    summary: &'a str,
    /// What stands out, the most telling first.
    highlights: &'a [Highlight],
    /// Its layers, outermost first.
    layers: &'a [Layer],
    /// Every technology of it.
    technologies: Vec<&'a str>,
    /// How data moves through it, or its layers in their order where that is not known.
    flow: Flow<'a>,
    /// Slugs of the roles in which it was built.
    roles: Vec<&'a str>,
}

impl<'a> System<'a> {
    pub(super) fn of(portfolio: &'a Portfolio, system: &'a content::System) -> Self {
        let roles = portfolio.roles_of(system).into_iter().filter_map(|at| portfolio.experience.get(at));
        Self {
            slug: &system.slug,
            name: &system.name,
            aliases: &system.aliases,
            subtitle: &system.subtitle,
            summary: &system.summary,
            highlights: &system.highlights,
            layers: &system.layers,
            technologies: system.technologies(),
            flow: Flow::of(system),
            roles: roles.map(|role| role.slug.as_str()).collect(),
        }
    }
}

/// How data moves through a system: a directed graph and the steps along it.
#[derive(Serialize, JsonSchema)]
pub(super) struct Flow<'a> {
    /// Slug of the system.
    system: &'a str,
    /// `flow` where it is known how data moves; `layers` where the graph only shows the layers in their order.
    kind: FlowKind,
    /// The parts that data passes through.
    nodes: Vec<Node>,
    /// Who hands data to whom.
    edges: Vec<Edge>,
    /// What happens, in order.
    steps: Vec<Step>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum FlowKind {
    Flow,
    Layers,
}

impl<'a> Flow<'a> {
    pub(super) fn of(system: &'a content::System) -> Self {
        let diagram = system.diagram();
        let kind = match diagram.kind {
            DiagramKind::Flow => FlowKind::Flow,
            DiagramKind::Layers => FlowKind::Layers,
        };
        let content::Flow { nodes, edges, steps } = diagram.flow.into_owned();
        Self { system: &system.slug, kind, nodes, edges, steps }
    }
}

/// Time the owner spent somewhere.
#[derive(Serialize, JsonSchema)]
pub(super) struct Role<'a> {
    /// Short name; what commands and other documents call it.
    slug: &'a str,
    /// Employer.
    company: &'a str,
    /// Other names of the employer.
    aliases: &'a [String],
    /// Title.
    title: &'a str,
    /// Other titles of the same role.
    also: &'a [String],
    /// First month, `YYYY-MM`.
    start: Month,
    /// Last month, `YYYY-MM`; null while the role lasts.
    end: Option<Month>,
    /// What the role was about.
    summary: &'a str,
    /// What was done, the most telling first.
    highlights: &'a [Highlight],
    /// Technologies.
    technologies: &'a [String],
    /// Slugs of the systems built there.
    systems: &'a [String],
}

impl<'a> Role<'a> {
    pub(super) fn of(role: &'a content::Role) -> Self {
        Self {
            slug: &role.slug,
            company: &role.company,
            aliases: &role.aliases,
            title: &role.title,
            also: &role.also,
            start: role.start,
            end: role.end,
            summary: &role.summary,
            highlights: &role.highlights,
            technologies: &role.tags,
            systems: &role.systems,
        }
    }
}

/// Every role, newest first.
pub(super) fn experience(portfolio: &Portfolio) -> Vec<Role<'_>> {
    portfolio.experience.iter().map(Role::of).collect()
}

/// What the owner builds by, and what others report.
#[derive(Serialize, JsonSchema)]
pub(super) struct Philosophy<'a> {
    /// The principles, in the owner's order.
    principles: &'a [Principle],
    /// What somebody reports of working with the owner: in the third person, not a quotation.
    testimonial: Option<&'a Testimonial>,
}

impl<'a> Philosophy<'a> {
    pub(super) fn of(portfolio: &'a Portfolio) -> Self {
        Self { principles: &portfolio.philosophy, testimonial: portfolio.profile.testimonial.as_ref() }
    }
}

/// A technology and where it was used.
#[derive(Serialize, JsonSchema)]
pub(super) struct Technology<'a> {
    /// Name.
    name: &'a str,
    /// Slugs of the systems built with it.
    systems: Vec<&'a str>,
    /// Slugs of the roles in which it was used.
    roles: Vec<&'a str>,
}

impl<'a> Technology<'a> {
    pub(super) fn of(portfolio: &'a Portfolio, technology: &'a content::Technology) -> Self {
        let systems = technology.systems.iter().filter_map(|at| portfolio.systems.get(*at));
        let roles = technology.roles.iter().filter_map(|at| portfolio.experience.get(*at));
        Self {
            name: &technology.name,
            systems: systems.map(|one| one.slug.as_str()).collect(),
            roles: roles.map(|one| one.slug.as_str()).collect(),
        }
    }
}

/// Every technology, most used first.
pub(super) fn technologies(portfolio: &Portfolio) -> Vec<Technology<'_>> {
    portfolio.technologies.iter().map(|one| Technology::of(portfolio, one)).collect()
}

/// The whole portfolio: everything that the other documents hold, but the line of `contact` and finds.
#[derive(Serialize, JsonSchema)]
pub(super) struct Whole<'a> {
    /// Who the owner is.
    about: About<'a>,
    /// How to reach the owner.
    contact: Contact<'a>,
    /// Every role, newest first.
    experience: Vec<Role<'a>>,
    /// Every system, in the owner's order.
    systems: Vec<System<'a>>,
    /// What the owner builds by, and what others report.
    philosophy: Philosophy<'a>,
    /// Every technology, most used first.
    technologies: Vec<Technology<'a>>,
}

impl<'a> Whole<'a> {
    pub(super) fn of(portfolio: &'a Portfolio) -> Self {
        Self {
            about: About::of(&portfolio.profile),
            contact: Contact::of(&portfolio.profile, ""),
            experience: experience(portfolio),
            systems: portfolio.systems.iter().map(|one| System::of(portfolio, one)).collect(),
            philosophy: Philosophy::of(portfolio),
            technologies: technologies(portfolio),
        }
    }
}

/// What a search found.
#[derive(Serialize, JsonSchema)]
pub(super) struct Finds<'a> {
    /// What was looked for.
    query: &'a str,
    /// What was found, the best first.
    finds: Vec<Find<'a>>,
}

/// One find.
#[derive(Serialize, JsonSchema)]
struct Find<'a> {
    /// What kind of thing it is.
    kind: FindKind,
    /// Where it is; a command shows it, and so does a terminal.
    place: String,
    /// Name of the thing.
    title: &'a str,
    /// The text in which the words were found; may be the name.
    text: &'a str,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum FindKind {
    System,
    Role,
    Technology,
    Principle,
    Profile,
}

impl<'a> Finds<'a> {
    pub(super) fn of(portfolio: &Portfolio, query: &'a str, hits: &'a [Hit]) -> Self {
        let find = |hit: &'a Hit| Find {
            kind: match hit.group {
                Group::Systems => FindKind::System,
                Group::Experience => FindKind::Role,
                Group::Technologies => FindKind::Technology,
                Group::Philosophy => FindKind::Principle,
                Group::Profile => FindKind::Profile,
            },
            place: parts::address(portfolio, hit.place),
            title: &hit.title,
            text: &hit.text,
        };
        Self { query, finds: hits.iter().map(find).collect() }
    }
}
