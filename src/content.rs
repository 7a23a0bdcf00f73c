//! The portfolio as data: what an owner writes in TOML, as plain types that every surface reads.
//!
//! [`parse()`] turns the text of all files into a [`Portfolio`], or into every [`Problem`] of every file.
//! Nothing here reads files, knows the time or draws.

pub mod accent;
pub mod card;
mod check;
mod document;
pub mod export;
mod files;
mod format;
pub mod import;
mod index;
mod month;
pub mod parse;
pub mod problem;
#[cfg(test)]
pub(crate) mod sample;
pub mod schema;
pub mod search;
mod shape;
pub(crate) mod suggest;
mod text;

use std::{borrow::Cow, fmt};

use bytes::Bytes;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use index::{Place, Technology};
pub use month::Month;
pub use parse::{Source, parse};
pub use problem::Problem;
pub(crate) use problem::quoted;

/// Everything the owner tells a visitor.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Portfolio {
    /// Who the owner is (`profile.toml`).
    pub profile: Profile,
    /// The systems, in the owner's order (`systems/*.toml`).
    pub systems: Vec<System>,
    /// The roles, newest first (`experience.toml`).
    pub experience: Vec<Role>,
    /// The principles, in the owner's order (`philosophy.toml`).
    pub philosophy: Vec<Principle>,
    /// Every technology named by a tag or a layer, with where it was used; worked out, not written.
    pub technologies: Vec<Technology>,
    /// What the data directory has beside its TOML; empty until whoever reads the directory fills it in.
    #[serde(skip)]
    pub folder: Folder,
}

/// What a data directory has beside the text of its TOML files.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Folder {
    /// When the newest of its files was changed, in seconds since 1970; files made from the portfolio have this time.
    pub modified: u32,
    /// The owner's own resume ([`Profile::resume`]).
    pub resume: Option<Bytes>,
}

impl fmt::Debug for Folder {
    /// Says how long the resume is, not what every byte of it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let resume = self.resume.as_ref().map(Bytes::len);
        f.debug_struct("Folder").field("modified", &self.modified).field("resume", &resume).finish()
    }
}

/// Who the owner is: the first screen, the contact page and the head of the resume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Full name, as a visitor should read it.
    pub name: String,
    /// Current professional title.
    pub title: String,
    /// Other titles the owner goes by; search knows them.
    #[serde(default)]
    pub also: Vec<String>,
    /// One line under the title: what the owner builds.
    pub pitch: String,
    /// A short paragraph: fields of work, in plain words.
    pub about: String,
    /// What the owner works on, a few words each.
    #[serde(default)]
    pub works_on: Vec<String>,
    /// Whether and for what the owner can be hired.
    pub availability: Availability,
    /// The invitation on the first screen, without a full stop.
    pub invitation: String,
    /// Degrees, newest first.
    #[serde(default)]
    pub education: Vec<Education>,
    /// Headline figures, four at best.
    #[serde(default)]
    pub figures: Vec<Figure>,
    /// What somebody reports of working with the owner.
    pub testimonial: Option<Testimonial>,
    /// E-mail address.
    #[schemars(extend("format" = "email"))]
    pub email: Option<String>,
    /// The owner's web site, with its scheme.
    #[schemars(extend("format" = "url"))]
    pub site: Option<String>,
    /// City, country or "remote".
    pub location: Option<String>,
    /// One colour for what should catch the eye, `#rrggbb`; amber where none is set. On backgrounds of the other kind it
    /// is made lighter or darker until it can be read.
    #[schemars(extend("format" = "colour"))]
    pub accent: Option<String>,
    /// Other places on the web: a code host, a talk, a paper.
    #[serde(default)]
    pub links: Vec<Link>,
    /// The owner's own resume file (a PDF), relative to the data directory.
    #[schemars(extend("format" = "path"))]
    pub resume: Option<String>,
}

/// Whether and for what the owner can be hired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Availability {
    /// True while the owner looks for something new: the dot is lit.
    pub open: bool,
    /// The words beside the dot.
    pub text: String,
}

/// A degree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Education {
    /// Degree, as it is written on the certificate.
    pub degree: String,
    /// Where it was earned.
    pub school: String,
}

/// A headline figure: big value, quiet label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The figure as it is shown, for example `99.9%`.
    pub value: String,
    /// Two or three words under it.
    pub label: String,
    /// What exactly it measures.
    pub detail: String,
}

/// What somebody reports of working with the owner. Reported, never quoted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Testimonial {
    /// Who reports: a role and an employer, not necessarily a name.
    pub from: String,
    /// One short line for the first screen, in the third person, without quotation marks.
    pub line: String,
    /// The whole report, in the third person, without quotation marks.
    pub text: String,
}

/// A place on the web.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What the visitor reads.
    pub label: String,
    /// Where it leads: `https://…`, `http://…` or `mailto:…`.
    #[schemars(extend("format" = "url"))]
    pub url: String,
}

/// Something the owner built: one file in `systems/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// The file's name without `.toml`; what commands and cross references call the system.
    #[serde(skip)]
    pub slug: String,
    /// Place in the list, smallest first; equal places go by name.
    pub order: u32,
    /// Name, as a visitor should read it.
    pub name: String,
    /// Other names that search and lookup know.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it is, in half a line, without a full stop.
    pub subtitle: String,
    /// What it does and why that was hard: a paragraph.
    pub summary: String,
    /// What stands out, the most telling first.
    #[serde(default)]
    pub highlights: Vec<Highlight>,
    /// Its layers, outermost first.
    #[serde(default)]
    pub layers: Vec<Layer>,
    /// Technologies, in the owner's order.
    #[serde(default)]
    pub tags: Vec<String>,
    /// How data moves through it, if that is known; without it the layers are drawn instead.
    pub flow: Option<Flow>,
}

/// One thing that stands out, with its figure where it has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Highlight {
    /// The figure, for example `95%`; shown large.
    pub figure: Option<String>,
    /// What it is about, without a full stop.
    pub text: String,
}

/// A layer of a system and what it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    /// Name of the layer, for example `Cache`.
    pub label: String,
    /// What it is made of, as a visitor should read it, for example `Next.js / Wagmi`.
    pub made_of: String,
    /// The technologies in it, spelled as the tags are; they lead to the technologies page.
    #[serde(default)]
    pub technologies: Vec<String>,
}

/// How data moves through a system: a directed graph and the ordered steps along it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// The parts that data passes through.
    pub nodes: Vec<Node>,
    /// Who hands data to whom.
    pub edges: Vec<Edge>,
    /// What happens, in order.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// A part that data passes through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// Short id, unique in this flow.
    #[schemars(extend("format" = "slug"))]
    pub id: String,
    /// What stands in the box.
    pub label: String,
    /// What it does or is made of: a few words under the box.
    pub note: Option<String>,
}

/// Data goes from one node to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edge {
    /// Id of the node that hands over.
    pub from: String,
    /// Id of the node that takes.
    pub to: String,
}

/// What happens at one moment of a flow, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What happens, as one sentence.
    pub text: String,
    /// Where: node ids (`queue`) and edges (`contract > queue`); several where the path branches.
    pub at: Vec<Spot>,
}

/// A node or an edge of a flow, written `node` or `from > to`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "String", into = "String")]
#[schemars(with = "String", extend("format" = "spot"))]
pub enum Spot {
    /// On a node: its id.
    Node(String),
    /// Along an edge.
    Edge {
        /// Id of the node that hands over.
        from: String,
        /// Id of the node that takes.
        to: String,
    },
}

impl From<String> for Spot {
    fn from(text: String) -> Self {
        match text.split_once('>') {
            Some((from, to)) => Self::Edge { from: from.trim().into(), to: to.trim().into() },
            None => Self::Node(text.trim().into()),
        }
    }
}

impl From<Spot> for String {
    fn from(spot: Spot) -> Self {
        match spot {
            Spot::Node(id) => id,
            Spot::Edge { from, to } => format!("{from} > {to}"),
        }
    }
}

/// Time the owner spent somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Short name that commands and cross references use, for example `arcane-labs`.
    #[schemars(extend("format" = "slug"))]
    pub slug: String,
    /// Employer, as a visitor should read it.
    pub company: String,
    /// Other names of the employer that search and lookup know.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Title.
    pub title: String,
    /// Other titles of the same role.
    #[serde(default)]
    pub also: Vec<String>,
    /// First month, `YYYY-MM`.
    pub start: Month,
    /// Last month, `YYYY-MM`; absent while the role lasts.
    pub end: Option<Month>,
    /// One sentence: what the role was about.
    pub summary: String,
    /// What was done, the most telling first.
    #[serde(default)]
    pub highlights: Vec<Highlight>,
    /// Technologies, in the owner's order.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Slugs of the systems built there.
    #[serde(default)]
    pub systems: Vec<String>,
}

/// A principle the owner builds by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Principle {
    /// The principle, in a few words.
    pub title: String,
    /// What it means in practice: a sentence or two.
    pub text: String,
    /// Where it shows up in the systems.
    #[serde(default)]
    pub seen_in: Vec<Sighting>,
}

/// A principle seen at work in a system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sighting {
    /// Slug of the system.
    pub system: String,
    /// How it shows there: half a line, without a full stop.
    pub how: String,
}

impl System {
    /// What a diagram of this system shows: its flow, or its layers in their order where no flow is known.
    #[must_use]
    pub fn diagram(&self) -> Diagram<'_> {
        match &self.flow {
            Some(flow) => Diagram { kind: DiagramKind::Flow, flow: Cow::Borrowed(flow) },
            None => Diagram { kind: DiagramKind::Layers, flow: Cow::Owned(flow_of_layers(&self.layers)) },
        }
    }
}

/// The graph that stands for a system, and what to call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagram<'a> {
    /// Whether the graph shows how data moves or only which layers there are.
    pub kind: DiagramKind,
    /// The graph itself.
    pub flow: Cow<'a, Flow>,
}

/// Whether a diagram shows how data moves or only which layers there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiagramKind {
    /// The steps of a known data flow.
    Flow,
    /// The layers, in their order; nothing is claimed of what moves between them.
    Layers,
}

fn flow_of_layers(layers: &[Layer]) -> Flow {
    let id = |place: usize| format!("layer-{place}");
    Flow {
        nodes: layers
            .iter()
            .enumerate()
            .map(|(place, layer)| Node { id: id(place), label: layer.label.clone(), note: Some(layer.made_of.clone()) })
            .collect(),
        edges: (1..layers.len()).map(|place| Edge { from: id(place - 1), to: id(place) }).collect(),
        steps: layers
            .iter()
            .enumerate()
            .map(|(place, layer)| Step {
                text: format!("{}: {}.", layer.label, layer.made_of),
                at: vec![Spot::Node(id(place))],
            })
            .collect(),
    }
}
