//! What is to be seen at one moment of a flow: which nodes work, which edges carry a packet, how far it is.

use crate::content::{Flow, Spot};

/// One moment of a flow, as numbers of its nodes and edges.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scene {
    /// Nodes that work now.
    pub lit: Vec<usize>,
    /// Nodes that data has passed before.
    pub visited: Vec<usize>,
    /// Edges that carry the packet of this step.
    pub edges: Vec<usize>,
    /// How far the packet is, 0 to 1; `None` when it has arrived or there is none.
    pub travelled: Option<f32>,
    /// No step is shown: the picture as a whole.
    pub still: bool,
}

/// The moment of a step, counted from 1; step 0 is the still picture. `travelled` is how far the packet is, 0 to 1.
#[must_use]
pub fn scene(flow: &Flow, step: usize, travelled: f32) -> Scene {
    let Some(now) = step.checked_sub(1) else { return Scene { still: true, ..Scene::default() } };
    let edges = edges_of(flow, now);
    let arrived = travelled >= 1.0 || edges.is_empty();
    let mut visited: Vec<usize> = (0..now).flat_map(|earlier| nodes_of(flow, earlier)).collect();
    visited.extend(edges.iter().filter_map(|edge| ends(flow, *edge)).map(|(from, _)| from));
    Scene {
        lit: if arrived { nodes_of(flow, now) } else { sources(flow, &edges) },
        visited,
        edges,
        travelled: (!arrived).then_some(travelled),
        still: false,
    }
}

/// Nodes that work in a step: those it names and those its edges lead to.
fn nodes_of(flow: &Flow, step: usize) -> Vec<usize> {
    let spots = flow.steps.get(step).map_or(&[][..], |step| step.at.as_slice());
    spots
        .iter()
        .filter_map(|spot| match spot {
            Spot::Node(id) | Spot::Edge { to: id, .. } => flow.nodes.iter().position(|node| node.id == *id),
        })
        .collect()
}

/// Edges that carry a packet in a step: those it names, and those that lead from where the last step ended.
fn edges_of(flow: &Flow, step: usize) -> Vec<usize> {
    let spots = flow.steps.get(step).map_or(&[][..], |step| step.at.as_slice());
    let before = step.checked_sub(1).map(|before| nodes_of(flow, before)).unwrap_or_default();
    let mut edges: Vec<usize> = Vec::new();
    for (number, edge) in flow.edges.iter().enumerate() {
        let carries = spots.iter().any(|spot| match spot {
            Spot::Edge { from, to } => edge.from == *from && edge.to == *to,
            Spot::Node(id) => edge.to == *id && ends(flow, number).is_some_and(|(from, _)| before.contains(&from)),
        });
        if carries {
            edges.push(number);
        }
    }
    edges
}

fn sources(flow: &Flow, edges: &[usize]) -> Vec<usize> {
    edges.iter().filter_map(|edge| ends(flow, *edge)).map(|(from, _)| from).collect()
}

fn ends(flow: &Flow, edge: usize) -> Option<(usize, usize)> {
    let edge = flow.edges.get(edge)?;
    let number = |id: &str| flow.nodes.iter().position(|node| node.id == id);
    number(&edge.from).zip(number(&edge.to))
}
