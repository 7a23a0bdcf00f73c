//! What holds for every graph at every width: boxes apart, edges around them, every label to be read.

use proptest::prelude::*;
use ratatui::layout::Position;

use super::*;
use crate::{
    content::{Edge, Node, sample},
    screen::{Depth, plain},
    ui::theme::{Background, Choice},
};

fn graph(labels: &[String], edges: &[(usize, usize)]) -> Flow {
    let id = |at: usize| format!("n{}", at % labels.len().max(1));
    Flow {
        nodes: (0..)
            .zip(labels)
            .map(|(at, label)| Node { id: id(at), label: label.clone(), note: Some(format!("note {at}")) })
            .collect(),
        edges: edges.iter().map(|(from, to)| Edge { from: id(*from), to: id(*to) }).collect(),
        steps: Vec::new(),
    }
}

/// Any graph of up to 12 nodes and 20 edges: circles, branches, joins, loops, islands.
fn graphs() -> impl Strategy<Value = Flow> {
    let labels = prop::collection::vec("[A-Z][a-z]{0,11}( [A-Z][a-z]{0,5})?", 1..=12);
    (labels, prop::collection::vec((0..12_usize, 0..12_usize), 0..=20))
        .prop_map(|(labels, edges)| graph(&labels, &edges))
}

fn still(flow: &Flow, layout: &Layout) -> Buffer {
    let theme = Theme::new(Choice::Dark, Background::Dark, Depth::True);
    draw(flow, layout, &scene(flow, 0, 1.0), &theme)
}

fn shown(flow: &Flow, width: u16) -> String {
    plain(&still(flow, &Layout::new(flow, width).unwrap()))
}

proptest! {
    #[test]
    fn boxes_stand_apart_and_no_edge_crosses_one(flow in graphs(), width in 0_u16..=220) {
        let Some(layout) = Layout::new(&flow, width) else { return Ok(()) };
        prop_assert!(layout.width <= width);
        let boxes: Vec<_> = layout.boxes.iter().flatten().copied().collect();
        prop_assert_eq!(boxes.len(), flow.nodes.len());
        for (at, one) in boxes.iter().enumerate() {
            prop_assert!(one.right() <= layout.width && one.bottom() <= layout.height);
            for other in &boxes[at + 1..] {
                prop_assert!(!one.intersects(*other), "{one:?} {other:?}");
            }
            for route in &layout.routes {
                prop_assert!(!route.path.iter().any(|cell| one.contains(*cell)), "a box in the way of {route:?}");
            }
        }
    }

    #[test]
    fn every_edge_leads_from_its_box_to_its_box(flow in graphs(), width in 0_u16..=220) {
        let Some(layout) = Layout::new(&flow, width) else { return Ok(()) };
        let number = |id: &str| flow.nodes.iter().position(|node| node.id == id).unwrap();
        for (edge, route) in flow.edges.iter().zip(&layout.routes) {
            let (from, to) = (number(&edge.from), number(&edge.to));
            if from == to {
                prop_assert!(route.path.is_empty());
                continue;
            }
            let beside = |cell: Position, node: usize| {
                let area = layout.boxes[node].unwrap();
                let around = ratatui::layout::Rect::new(
                    area.x.saturating_sub(1), area.y.saturating_sub(1), area.width + 2, area.height + 2,
                );
                around.contains(cell)
            };
            prop_assert!(beside(route.path[0], from) && beside(*route.path.last().unwrap(), to));
            for pair in route.path.windows(2) {
                let step = pair[0].x.abs_diff(pair[1].x) + pair[0].y.abs_diff(pair[1].y);
                prop_assert_eq!(step, 1, "a gap in the way");
            }
        }
    }

    #[test]
    fn every_label_is_to_be_read(flow in graphs(), width in 0_u16..=220) {
        let Some(layout) = Layout::new(&flow, width) else { return Ok(()) };
        let text = plain(&still(&flow, &layout));
        for node in &flow.nodes {
            prop_assert!(text.contains(&node.label), "{} in\n{}", node.label, text);
        }
    }

    #[test]
    fn every_moment_of_every_flow_can_be_drawn(at in 0..8_usize, step in 0..9_usize, share in 0.0_f32..=1.0, width in 0_u16..200) {
        let portfolio = sample::portfolio();
        let diagram = portfolio.systems[at].diagram();
        if let Some(layout) = Layout::new(&diagram.flow, width) {
            let theme = Theme::new(Choice::Dark, Background::Dark, Depth::True);
            let _ = draw(&diagram.flow, &layout, &scene(&diagram.flow, step, share), &theme);
        }
    }
}

#[test]
fn a_branch_and_a_join() {
    let labels = ["A", "Left", "Right", "Z"].map(str::to_owned);
    insta::assert_snapshot!(shown(&graph(&labels, &[(0, 1), (0, 2), (1, 3), (2, 3)]), 60), @r"
                ╭──────╮
          ╭────▸│ Left ├──╮
          │     ╰──────╯  │
    ╭───╮ │       note 1  │     ╭───╮
    │ A ├─┤               ╰┬───▸│ Z │
    ╰───╯ │     ╭───────╮  │    ╰───╯
          ╰────▸│ Right ├──╯      note 3
                ╰───────╯
                  note 2
    ");
}

#[test]
fn an_edge_past_a_rank_goes_around() {
    let labels = ["First", "Second", "Third"].map(str::to_owned);
    insta::assert_snapshot!(shown(&graph(&labels, &[(0, 1), (1, 2), (0, 2)]), 60), @r"
                    ╭────────╮
              ╭────▸│ Second ├─╮
    ╭───────╮ │     ╰────────╯ │     ╭───────╮
    │ First ├─┤       note 1   ╰┬───▸│ Third │
    ╰───────╯ │                 │    ╰───────╯
      note 0  ╰─────────────────╯      note 2
    ");
}

#[test]
fn a_circle_leads_back() {
    let labels = ["Ask", "Answer"].map(str::to_owned);
    insta::assert_snapshot!(shown(&graph(&labels, &[(0, 1), (1, 0)]), 60), @r"
    ╭─────╮       ╭────────╮
    │ Ask ├◂─────▸┤ Answer │
    ╰─────╯       ╰────────╯
      note 0        note 1
    ");
}

#[test]
fn downwards_where_it_is_narrow() {
    let labels = ["Client", "Chain", "Server", "Store"].map(str::to_owned);
    insta::assert_snapshot!(shown(&graph(&labels, &[(0, 1), (0, 2), (2, 3)]), 30), @r"
         ╭────────╮
         │ Client │  note 0
         ╰────┬───╯
              │
        ╭─────┴─────╮
        ▾           ▾
    ╭───────╮  ╭────────╮
    │ Chain │  │ Server │  note 2
    ╰───────╯  ╰────┬───╯
                    │
              ╭─────╯
              ▾
          ╭───────╮
          │ Store │  note 3
          ╰───────╯
    ");
}

#[test]
fn a_packet_travels_and_nodes_light_while_they_work() {
    let portfolio = sample::portfolio();
    let doma = portfolio.systems[portfolio.system("doma").unwrap()].diagram();
    let layout = Layout::new(&doma.flow, 90).unwrap();
    let theme = Theme::new(Choice::Dark, Background::Dark, Depth::True);
    let at = |share| plain(&draw(&doma.flow, &layout, &scene(&doma.flow, 2, share), &theme));
    insta::assert_snapshot!(at(0.6), @r"
    ┏━━━━━━━━━━━━━━━━┓     ╭────────╮     ╭─────────────╮     ╭───────╮     ╭─────────╮
    ┃ Smart Contract ┣·•●─▸│ BullMQ ├────▸│ Worker Node ├────▸│ Redis ├────▸│ MongoDB │
    ┗━━━━━━━━━━━━━━━━┛     ╰────────╯     ╰─────────────╯     ╰───────╯     ╰─────────╯
      Solidity on L2         jobs                               bid state     auction records
    ");
    insta::assert_snapshot!(at(1.0), @r"
    ╭────────────────╮     ┏━━━━━━━━┓     ╭─────────────╮     ╭───────╮     ╭─────────╮
    │ Smart Contract ├────▸┃ BullMQ ┣────▸│ Worker Node ├────▸│ Redis ├────▸│ MongoDB │
    ╰────────────────╯     ┗━━━━━━━━┛     ╰─────────────╯     ╰───────╯     ╰─────────╯
      Solidity on L2         jobs                               bid state     auction records
    ");
}
