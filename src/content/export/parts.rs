//! What each part of the portfolio says: the only place that chooses the words and their order for text and Markdown.

use super::{
    Outline, Part,
    outline::{Block, Point, Row},
};
use crate::content::{
    DiagramKind, Flow, Highlight, Place, Portfolio, Profile, Role, Spot, System, Technology,
    search::{Group, Hit},
};

/// What a part says.
pub(super) fn outline(portfolio: &Portfolio, part: Part<'_>) -> Outline {
    let mut out = Outline::default();
    match part {
        Part::About => about(&mut out, &portfolio.profile),
        Part::Systems => systems(&mut out, portfolio),
        Part::System(one) => system(&mut out, portfolio, one),
        Part::Experience => {
            out.add(Block::Title("Experience".into()));
            portfolio.experience.iter().for_each(|one| role_entry(&mut out, portfolio, one));
        }
        Part::Role(one) => role(&mut out, portfolio, one),
        Part::Philosophy => {
            out.add(Block::Title("Philosophy".into()));
            principles(&mut out, portfolio);
            report(&mut out, &portfolio.profile);
        }
        Part::Technologies => {
            out.add(Block::Title("Technologies".into()));
            out.rows(portfolio.technologies.iter().filter_map(|one| Row::list(&one.name, users(portfolio, one))));
        }
        Part::Technology(one) => technology(&mut out, portfolio, one),
        Part::Contact(ssh) => contact(&mut out, &portfolio.profile, ssh),
        Part::Resume => resume(&mut out, portfolio),
        Part::Flow(one) => flow(&mut out, one),
        Part::Finds(_, hits) => finds(&mut out, portfolio, hits),
    }
    out
}

/// `May 2025 to Mar 2026`.
fn dates(role: &Role) -> String {
    let end = role.end.map_or_else(|| "today".to_owned(), |end| end.to_string());
    format!("{} to {end}", role.start)
}

fn about(out: &mut Outline, profile: &Profile) {
    out.add(Block::Title(profile.name.clone()));
    out.add(Block::Line(profile.title.clone()));
    out.also(&profile.also);
    out.add(Block::Text(profile.pitch.clone()));
    out.add(Block::Line(profile.availability.text.clone()));
    out.add(Block::Text(profile.about.clone()));
    out.rows(profile.figures.iter().map(|one| Row::new(format!("{} {}", one.value, one.label), &one.detail)));
    out.rows(
        Row::list("Works on", profile.works_on.iter().map(String::as_str)).into_iter().chain(
            profile.education.iter().map(|one| Row::new("Education", format!("{}, {}", one.degree, one.school))),
        ),
    );
    if let Some(one) = &profile.testimonial {
        out.add(Block::Text(format!("{}: {}", one.from, one.line)));
    }
}

fn systems(out: &mut Outline, portfolio: &Portfolio) {
    out.add(Block::Title("Systems".into()));
    out.rows(portfolio.systems.iter().map(|one| Row::new(&one.name, &one.subtitle)));
    let slugs: Vec<&str> = portfolio.systems.iter().map(|one| one.slug.as_str()).collect();
    if let Some(first) = slugs.first() {
        out.add(Block::Text(format!("Each by its short name, as in `systems {first}`: {}", slugs.join(", "))));
    }
}

fn system(out: &mut Outline, portfolio: &Portfolio, system: &System) {
    out.add(Block::Title(system.name.clone()));
    out.add(Block::Line(system.subtitle.clone()));
    out.also(&system.aliases);
    out.add(Block::Text(system.summary.clone()));
    if !system.highlights.is_empty() {
        out.add(Block::Heading("Highlights".into()));
        out.add(points(&system.highlights));
    }
    out.table("Layers", system.layers.iter().map(|one| Row::new(&one.label, &one.made_of)));
    if let Some(flow) = &system.flow {
        out.add(Block::Heading("Data flow".into()));
        moves(out, flow, false);
    }
    out.rows(Row::list("Technologies", system.technologies()).into_iter().chain(built_at(portfolio, system)));
}

fn built_at(portfolio: &Portfolio, system: &System) -> Option<Row> {
    let roles = portfolio.roles_of(system);
    Row::list("Built at", roles.iter().filter_map(|&at| portfolio.experience.get(at)).map(|one| one.company.as_str()))
}

fn points(highlights: &[Highlight]) -> Block {
    Block::Points(highlights.iter().map(|one| Point { figure: one.figure.clone(), text: one.text.clone() }).collect())
}

/// The ways through a flow, what its nodes are, and its steps; `places` says where each step happens.
fn moves(out: &mut Outline, flow: &Flow, places: bool) {
    out.add(Block::Paths(paths(flow)));
    out.rows(flow.nodes.iter().filter_map(|node| Some(Row::new(&node.label, node.note.as_ref()?))));
    let steps = flow
        .steps
        .iter()
        .map(|step| if places { format!("{} [{}]", step.text, where_of(flow, &step.at)) } else { step.text.clone() });
    let steps: Vec<String> = steps.collect();
    if !steps.is_empty() {
        out.add(Block::Steps(steps));
    }
}

/// The nodes at which a step happens, or the edges where it happens at no node.
fn where_of(flow: &Flow, spots: &[Spot]) -> String {
    let label = |id: &str| {
        flow.nodes.iter().find(|node| node.id == id).map_or_else(|| id.to_owned(), |node| node.label.clone())
    };
    let mut nodes = Vec::new();
    let mut edges = Vec::new();
    for spot in spots {
        match spot {
            Spot::Node(id) => nodes.push(label(id)),
            Spot::Edge { from, to } => edges.push(format!("{} → {}", label(from), label(to))),
        }
    }
    if nodes.is_empty() { edges.join(", ") } else { nodes.join(", ") }
}

/// Every edge once, joined into ways from where data comes in to where it ends.
fn paths(flow: &Flow) -> Vec<Vec<String>> {
    let mut unused: Vec<(&str, &str)> = flow.edges.iter().map(|edge| (edge.from.as_str(), edge.to.as_str())).collect();
    let label = |id: &str| flow.nodes.iter().find(|node| node.id == id).map(|node| node.label.clone());
    let enters = |id: &str| !flow.edges.iter().any(|edge| edge.to == id);
    let (first, rest): (Vec<_>, Vec<_>) = flow.nodes.iter().map(|node| node.id.as_str()).partition(|id| enters(id));
    let mut all = Vec::new();
    for start in first.into_iter().chain(rest) {
        let alone = !flow.edges.iter().any(|edge| edge.from == start || edge.to == start);
        let mut at = start;
        let mut path: Vec<String> = label(start).into_iter().collect();
        while let Some(next) = unused.iter().position(|(from, _)| *from == at) {
            (_, at) = unused.remove(next);
            path.extend(label(at));
            // The other ways on from the start are ways of their own.
            if !unused.iter().any(|(from, _)| *from == at) {
                all.push(std::mem::replace(&mut path, label(start).into_iter().collect()));
                at = start;
            }
        }
        if alone {
            all.push(path);
        }
    }
    all
}

fn flow(out: &mut Outline, system: &System) {
    out.add(Block::Title(system.name.clone()));
    out.add(Block::Line(system.subtitle.clone()));
    let diagram = system.diagram();
    match diagram.kind {
        DiagramKind::Flow => {
            out.add(Block::Heading("Data flow".into()));
            moves(out, &diagram.flow, true);
        }
        DiagramKind::Layers => {
            out.table("Layers", system.layers.iter().map(|one| Row::new(&one.label, &one.made_of)));
        }
    }
}

fn role(out: &mut Outline, portfolio: &Portfolio, role: &Role) {
    out.add(Block::Title(role.company.clone()));
    out.add(Block::Line(role.title.clone()));
    out.add(Block::Line(dates(role)));
    role_body(out, portfolio, role);
}

fn role_entry(out: &mut Outline, portfolio: &Portfolio, role: &Role) {
    out.add(Block::Entry { title: format!("{}, {}", role.company, role.title), aside: dates(role) });
    role_body(out, portfolio, role);
}

fn role_body(out: &mut Outline, portfolio: &Portfolio, role: &Role) {
    out.also(&role.also);
    out.also(&role.aliases);
    out.add(Block::Text(role.summary.clone()));
    if !role.highlights.is_empty() {
        out.add(points(&role.highlights));
    }
    let built = role.systems.iter().filter_map(|slug| portfolio.systems.iter().find(|one| one.slug == *slug));
    out.rows(
        Row::list("Systems", built.map(|one| one.name.as_str()))
            .into_iter()
            .chain(Row::list("Technologies", role.tags.iter().map(String::as_str))),
    );
}

fn principles(out: &mut Outline, portfolio: &Portfolio) {
    for principle in &portfolio.philosophy {
        out.add(Block::Entry { title: principle.title.clone(), aside: String::new() });
        out.add(Block::Text(principle.text.clone()));
        let name = |slug: &str| portfolio.systems.iter().find(|one| one.slug == slug).map(|one| one.name.clone());
        out.rows(principle.seen_in.iter().filter_map(|one| Some(Row::new(name(&one.system)?, &one.how))));
    }
}

/// What somebody reports: in the third person, and nowhere in a form that looks like a quotation.
fn report(out: &mut Outline, profile: &Profile) {
    if let Some(one) = &profile.testimonial {
        out.add(Block::Heading(format!("{} reports", one.from)));
        out.add(Block::Line(one.text.clone()));
    }
}

/// Names of the systems and employers where a technology was used.
fn users<'a>(portfolio: &'a Portfolio, technology: &Technology) -> Vec<&'a str> {
    let systems = technology.systems.iter().filter_map(|at| portfolio.systems.get(*at)).map(|one| one.name.as_str());
    let roles = technology.roles.iter().filter_map(|at| portfolio.experience.get(*at)).map(|one| one.company.as_str());
    systems.chain(roles).collect()
}

fn technology(out: &mut Outline, portfolio: &Portfolio, technology: &Technology) {
    out.add(Block::Title(technology.name.clone()));
    let systems = technology.systems.iter().filter_map(|at| portfolio.systems.get(*at));
    out.table("Systems", systems.map(|one| Row::new(&one.name, &one.subtitle)));
    let roles = technology.roles.iter().filter_map(|at| portfolio.experience.get(*at));
    out.table("Experience", roles.map(|one| Row::new(&one.company, format!("{}, {}", one.title, dates(one)))));
}

fn contact(out: &mut Outline, profile: &Profile, ssh: &str) {
    out.add(Block::Title(profile.name.clone()));
    out.add(Block::Line(profile.title.clone()));
    out.add(Block::Text(profile.availability.text.clone()));
    out.rows(addresses(profile));
    if !ssh.is_empty() {
        let rows = [Row::code("Come back", ssh), Row::code("The resume", format!("{ssh} resume --md > resume.md"))];
        out.table("From your shell", rows);
    }
}

/// Where the owner can be reached.
pub(in crate::content) fn addresses(profile: &Profile) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    rows.extend(profile.email.iter().map(|email| Row::address("E-mail", email)));
    rows.extend(profile.site.iter().map(|site| Row::address("Site", site)));
    rows.extend(profile.location.iter().map(|location| Row::new("Location", location)));
    rows.extend(profile.links.iter().map(|link| Row::address(&link.label, &link.url)));
    rows
}

fn resume(out: &mut Outline, portfolio: &Portfolio) {
    let profile = &portfolio.profile;
    out.add(Block::Title(profile.name.clone()));
    out.add(Block::Line(profile.title.clone()));
    out.add(Block::Text(profile.pitch.clone()));
    out.add(Block::Line(profile.availability.text.clone()));
    out.add(Block::Text(profile.about.clone()));
    out.rows(addresses(profile));
    out.rows(profile.figures.iter().map(|one| Row::new(&one.value, &one.detail)));
    if !portfolio.experience.is_empty() {
        out.add(Block::Heading("Experience".into()));
        portfolio.experience.iter().for_each(|one| role_entry(out, portfolio, one));
    }
    if !portfolio.systems.is_empty() {
        out.add(Block::Heading("Systems".into()));
    }
    for one in &portfolio.systems {
        out.add(Block::Entry { title: one.name.clone(), aside: one.subtitle.clone() });
        out.add(Block::Text(one.summary.clone()));
        if !one.highlights.is_empty() {
            out.add(points(&one.highlights));
        }
        out.rows(Row::list("Technologies", one.technologies()).into_iter().chain(built_at(portfolio, one)));
    }
    out.table("Education", profile.education.iter().map(|one| Row::new(&one.school, &one.degree)));
    if !portfolio.philosophy.is_empty() {
        out.add(Block::Heading("Philosophy".into()));
        out.rows(portfolio.philosophy.iter().map(|one| Row::new(&one.title, &one.text)));
    }
    report(out, profile);
}

fn finds(out: &mut Outline, portfolio: &Portfolio, hits: &[Hit]) {
    let mut groups: Vec<(Group, Vec<Row>)> = Vec::new();
    for hit in hits {
        let says = if hit.text == hit.title { hit.title.clone() } else { format!("{}: {}", hit.title, hit.text) };
        let row = Row::new(address(portfolio, hit.place), says);
        match groups.last_mut() {
            Some((group, rows)) if *group == hit.group => rows.push(row),
            _ => groups.push((hit.group, vec![row])),
        }
    }
    for (group, rows) in groups {
        out.table(heading(group), rows);
    }
}

fn heading(group: Group) -> &'static str {
    match group {
        Group::Systems => "Systems",
        Group::Experience => "Experience",
        Group::Technologies => "Technologies",
        Group::Philosophy => "Philosophy",
        Group::Profile => "Profile",
    }
}

/// How a visitor names a place: `systems/edel`.
pub(super) fn address(portfolio: &Portfolio, place: Place) -> String {
    let below =
        |page: &str, name: Option<&String>| name.map_or_else(|| page.to_owned(), |name| format!("{page}/{name}"));
    match place {
        Place::Home => "about".to_owned(),
        Place::Systems => "systems".to_owned(),
        Place::System(at) => below("systems", portfolio.systems.get(at).map(|one| &one.slug)),
        Place::Experience => "experience".to_owned(),
        Place::Role(at) => below("experience", portfolio.experience.get(at).map(|one| &one.slug)),
        Place::Philosophy | Place::Principle(_) => "philosophy".to_owned(),
        Place::Technologies => "technologies".to_owned(),
        Place::Technology(at) => below("technologies", portfolio.technologies.get(at).map(|one| &one.name)),
        Place::Contact => "contact".to_owned(),
        Place::Colophon => "colophon".to_owned(),
    }
}
