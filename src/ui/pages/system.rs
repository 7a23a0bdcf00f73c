//! One system: its data flow that runs, what stands out, its layers, its technologies, where it was built.

use std::sync::Arc;

use ratatui::text::{Line, Span};

use super::{Context, Doc, Goal, Place, State, heading, highlights, technologies, words};
use crate::{
    content::{DiagramKind, Flow, Node, System},
    ui::{
        doc::{cells, pad, spaces},
        state::{Class, Playback},
        update::TRAVEL,
        widgets::flow::{Direction, Layout, Scene, draw, scene},
    },
};

/// Cells between two columns.
const GAP: u16 = 4;
/// Cells of the counter in front of a step's text.
const LABEL: u16 = 8;

pub(super) fn page(context: &Context<'_>, state: &State, at: usize) -> Doc {
    let mut doc = context.full();
    let Some(system) = context.portfolio.systems.get(at) else { return doc };
    let theme = context.theme;
    let count = context.portfolio.systems.len();
    // In brackets it would sound like the number of a choice.
    let place =
        if context.told { format!("system {} of {count}", at + 1) } else { format!("[ {} of {count} ]", at + 1) };
    let used = cells(&system.name) + cells(&place);
    doc.line(Line::from(vec![
        Span::styled(system.name.clone(), theme.accent),
        Span::raw(spaces(doc.width().min(super::COLUMN).saturating_sub(used).max(2))),
        Span::styled(place, theme.muted),
    ]));
    doc.text(&system.subtitle, theme.muted, 0);
    if !system.aliases.is_empty() {
        doc.text(&format!("also {}", system.aliases.join(", ")), theme.muted, 0);
    }
    doc.blank();
    if !context.told {
        let playback = state.playback;
        let age = state.now.saturating_sub(playback.since);
        let travelled = if state.motion { (age.as_secs_f32() / TRAVEL.as_secs_f32()).min(1.0) } else { 1.0 };
        let scene = scene(&system.diagram().flow, playback.step, travelled);
        diagram(&mut doc, context, system, state.layout(at), &scene);
        doc.blank();
        caption(&mut doc, context, system, playback, travelled);
        doc.blank();
    }
    doc.text_within(doc.width().min(super::COLUMN), &system.summary, theme.text, 0);
    doc.blank();
    if context.told {
        tell(&mut doc, context, system);
    }
    facts(&mut doc, context, system);
    let names: Vec<String> = system.technologies().into_iter().map(str::to_owned).collect();
    if !names.is_empty() {
        heading(&mut doc, context, "technologies");
        technologies(&mut doc, context, &names);
        doc.blank();
    }
    let built: Vec<(String, Goal)> = context
        .portfolio
        .roles_of(system)
        .into_iter()
        .filter_map(|at| {
            context.portfolio.experience.get(at).map(|role| (role.company.clone(), Goal::Place(Place::Role(at))))
        })
        .collect();
    if !built.is_empty() {
        heading(&mut doc, context, "built at");
        words(&mut doc, context, &built);
    }
    doc
}

/// A still of the diagram where it fits from left to right, its nodes in one line or a list where not.
pub(super) fn still(doc: &mut Doc, context: &Context<'_>, system: &System) {
    let diagram = system.diagram();
    let scene = scene(&diagram.flow, 0, 1.0);
    let layout = Layout::new(&diagram.flow, doc.width()).filter(|layout| layout.direction == Direction::Right);
    if let Some(layout) = layout {
        doc.picture(0, draw(&diagram.flow, &layout, &scene, &context.theme));
    } else if is_chain(&diagram.flow) {
        let labels: Vec<&str> = diagram.flow.nodes.iter().map(|node| node.label.as_str()).collect();
        doc.text(&labels.join(" ▸ "), context.theme.text, 0);
    } else {
        list(doc, context, &diagram.flow, &scene);
    }
}

fn is_chain(flow: &Flow) -> bool {
    flow.edges.len() + 1 == flow.nodes.len()
        && flow
            .edges
            .iter()
            .zip(flow.nodes.iter().zip(flow.nodes.iter().skip(1)))
            .all(|(edge, (from, to))| edge.from == from.id && edge.to == to.id)
}

/// The diagram where it fits, a list of its nodes where not.
fn diagram(doc: &mut Doc, context: &Context<'_>, system: &System, layout: Option<Arc<Layout>>, scene: &Scene) {
    let diagram = system.diagram();
    let top = doc.height();
    let layout = layout.or_else(|| Layout::new(&diagram.flow, doc.width()).map(Arc::new));
    match layout.filter(|_| context.class > Class::Tiny) {
        Some(layout) => {
            let lit = scene.lit.first().and_then(|node| layout.boxes.get(*node).copied().flatten());
            doc.attention = lit.map(|area| top + area.y + area.height / 2);
            doc.picture(0, draw(&diagram.flow, &layout, scene, &context.theme));
        }
        None => list(doc, context, &diagram.flow, scene),
    }
}

fn list(doc: &mut Doc, context: &Context<'_>, flow: &Flow, scene: &Scene) {
    for (at, node) in flow.nodes.iter().enumerate() {
        let lit = scene.lit.contains(&at);
        if lit {
            doc.attention = Some(doc.height());
        }
        let (mark, style) = if lit { ("● ", context.theme.accent) } else { ("∙ ", context.theme.text) };
        let next = following(flow, node);
        let mut line = vec![Span::styled(mark, style), Span::styled(node.label.clone(), style)];
        if !next.is_empty() {
            line.push(Span::styled(format!(" ▸ {}", next.join(", ")), context.theme.muted));
        }
        doc.line(Line::from(line));
    }
}

/// The diagram in words: who hands on to whom, then the steps by their numbers.
fn tell(doc: &mut Doc, context: &Context<'_>, system: &System) {
    let diagram = system.diagram();
    // Layers are told among the facts, and nothing is claimed of what moves between them.
    if diagram.kind == DiagramKind::Layers {
        return;
    }
    heading(doc, context, "how data moves");
    for node in &diagram.flow.nodes {
        let next = following(&diagram.flow, node);
        let note = node.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
        let leads = match next.split_last() {
            Some((last, [])) => format!("leads to {last}"),
            Some((last, others)) => format!("leads to {} and {last}", others.join(", ")),
            None => "leads no further".to_owned(),
        };
        doc.text(&format!("{}{note} {leads}.", node.label), context.theme.text, 0);
    }
    doc.blank();
    for (number, step) in (1..).zip(&diagram.flow.steps) {
        doc.text(&format!("Step {number}. {}", step.text), context.theme.text, 0);
    }
    doc.blank();
}

/// The labels of the nodes to which a node hands on.
fn following<'a>(flow: &'a Flow, node: &Node) -> Vec<&'a str> {
    flow.edges
        .iter()
        .filter(|edge| edge.from == node.id)
        .filter_map(|edge| flow.nodes.iter().find(|other| other.id == edge.to))
        .map(|other| other.label.as_str())
        .collect()
}

/// Which step is shown and what happens in it; two rows at least, so that nothing below jumps.
fn caption(doc: &mut Doc, context: &Context<'_>, system: &System, playback: Playback, travelled: f32) {
    let Playback { step, playing, .. } = playback;
    let theme = context.theme;
    let diagram = system.diagram();
    let steps = &diagram.flow.steps;
    let width = doc.width().min(super::COLUMN);
    let mut part = Doc::new(width, usize::MAX);
    let longest = steps.iter().map(|step| crate::ui::doc::wrap(&step.text, width.saturating_sub(LABEL)).len()).max();
    match step.checked_sub(1).and_then(|at| steps.get(at)) {
        Some(now) => {
            let mut head = Span::styled(pad(&format!("{step} of {}", steps.len()), LABEL), theme.accent);
            let rows = crate::ui::doc::wrap(&now.text, width.saturating_sub(LABEL));
            for row in typed(rows, travelled) {
                part.line(Line::from(vec![head, Span::styled(row, theme.strong)]));
                head = Span::raw(spaces(LABEL));
            }
        }
        None if context.class > Class::Tiny => {
            let what = match diagram.kind {
                DiagramKind::Flow => "steps",
                DiagramKind::Layers => "layers",
            };
            let mut line = vec![Span::styled(format!("{} {what}", steps.len()), theme.muted)];
            line.push(Span::raw(spaces(3)));
            let does = if width >= 60 { ["steps through them", "plays"] } else { ["steps", "plays"] };
            for (key, does) in ["right", "space"].into_iter().zip(does) {
                line.push(Span::styled(key, theme.strong));
                line.push(Span::styled(format!(" {does}   "), theme.muted));
            }
            part.line(Line::from(line));
        }
        None => {}
    }
    while usize::from(part.height()) < longest.unwrap_or(1) {
        part.blank();
    }
    part.line(Line::from(progress(context, step, steps.len(), width, playing)));
    doc.append(part);
}

/// As much of some rows as is typed when the packet is so far: they are whole a little before it arrives.
fn typed(rows: Vec<String>, travelled: f32) -> impl Iterator<Item = String> {
    let count: usize = rows.iter().map(|row| row.chars().count()).sum();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a sentence's characters")]
    #[expect(clippy::cast_precision_loss, reason = "a sentence is far shorter than 2^23 characters")]
    let mut left = (travelled * 1.25 * count as f32).ceil() as usize;
    rows.into_iter().map(move |row| {
        let typed: String = row.chars().take(left).collect();
        left = left.saturating_sub(row.chars().count());
        typed
    })
}

fn progress(context: &Context<'_>, step: usize, steps: usize, width: u16, playing: bool) -> Vec<Span<'static>> {
    let says = if playing { "playing" } else { "" };
    let room = usize::from(width.min(60).saturating_sub(cells("  playing")));
    let done = (room * step).checked_div(steps).unwrap_or(0);
    vec![
        Span::styled("━".repeat(done), context.theme.accent),
        Span::styled("─".repeat(room.saturating_sub(done)), context.theme.faint),
        Span::styled(format!("  {says}"), context.theme.muted),
    ]
}

/// Layers and highlights, beside each other where there is room for both.
fn facts(doc: &mut Doc, context: &Context<'_>, system: &System) {
    let label = system.layers.iter().map(|layer| cells(&layer.label)).max().unwrap_or(0) + 2;
    let made_of = system.layers.iter().map(|layer| cells(&layer.made_of)).max().unwrap_or(0);
    let beside = !context.told && !system.layers.is_empty() && label + made_of + GAP + 36 <= doc.width();
    let left = if beside { label + made_of } else { doc.width().min(super::COLUMN) };
    let mut layers = Doc::new(left, usize::MAX);
    if !system.layers.is_empty() {
        heading(&mut layers, context, "layers");
        for layer in &system.layers {
            let head = vec![Span::styled(pad(&layer.label, label), context.theme.strong)];
            layers.hanging(head, &layer.made_of, context.theme.text);
        }
    }
    let right = if beside { (doc.width() - left - GAP).min(super::COLUMN) } else { left };
    let mut out = Doc::new(right, usize::MAX);
    if !system.highlights.is_empty() {
        heading(&mut out, context, "highlights");
        highlights(&mut out, context, &system.highlights);
    }
    for part in if beside { vec![] } else { vec![&out, &layers] } {
        if part.height() > 0 {
            doc.append(part.clone());
            doc.blank();
        }
    }
    if beside {
        doc.beside(layers, out, left + GAP);
        doc.blank();
    }
}
