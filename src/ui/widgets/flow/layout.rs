//! Where the boxes and edges of a graph go: ranks along one axis, the order within a rank along the other.
//!
//! The method is Sugiyama's: break cycles, rank by the longest path, give edges that pass a rank a lane of their own in
//! it, order each rank by the mean place of its neighbours, then route every edge through the gaps between ranks.
//! Lanes are why no edge ever crosses a box.

use ratatui::layout::{Position, Rect};

use crate::{content::Flow, ui::doc::cells};

/// Rows of a box: its label and its border.
const BOX_ROWS: u16 = 3;

/// How much air a layout has. The first form that fits is taken.
#[derive(Debug, Clone, Copy)]
struct Form {
    direction: Direction,
    /// Cells between a label and the border of its box.
    padding: u16,
    /// Cells between boxes along the flow, at least: room for a packet to be seen travelling.
    gap: u16,
}

const FORMS: [Form; 5] = [
    Form { direction: Direction::Right, padding: 1, gap: 7 },
    Form { direction: Direction::Right, padding: 1, gap: 5 },
    Form { direction: Direction::Right, padding: 1, gap: 3 },
    Form { direction: Direction::Right, padding: 0, gap: 4 },
    Form { direction: Direction::Down, padding: 1, gap: 1 },
];

/// Rounds of ordering; small graphs settle within a few.
const SWEEPS: usize = 6;

/// Which way a flow runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    Right,
    /// Top to bottom.
    Down,
    /// Right to left: only edges that close a circle.
    Left,
    /// Bottom to top: only edges that close a circle.
    Up,
}

impl Direction {
    pub(super) fn arrow(self) -> &'static str {
        match self {
            Self::Right => "▸",
            Self::Down => "▾",
            Self::Left => "◂",
            Self::Up => "▴",
        }
    }

    /// The border glyph through which an edge leaves in this direction.
    pub(super) fn tee(self, heavy: bool) -> &'static str {
        match (self, heavy) {
            (Self::Right, false) => "├",
            (Self::Right, true) => "┣",
            (Self::Down, false) => "┬",
            (Self::Down, true) => "┳",
            (Self::Left, false) => "┤",
            (Self::Left, true) => "┫",
            (Self::Up, false) => "┴",
            (Self::Up, true) => "┻",
        }
    }

    /// The cell before `at` on the way in this direction.
    pub(super) fn behind(self, at: Position) -> Option<Position> {
        Some(match self {
            Self::Right => Position::new(at.x.checked_sub(1)?, at.y),
            Self::Down => Position::new(at.x, at.y.checked_sub(1)?),
            Self::Left => Position::new(at.x + 1, at.y),
            Self::Up => Position::new(at.x, at.y + 1),
        })
    }

    fn between(from: Position, to: Position) -> Self {
        if to.x > from.x {
            Self::Right
        } else if to.x < from.x {
            Self::Left
        } else if to.y < from.y {
            Self::Up
        } else {
            Self::Down
        }
    }
}

/// The way of one edge: every cell from box to box, borders not included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Number of the node it leaves.
    pub from: usize,
    /// Its cells, in the direction of the data.
    pub path: Vec<Position>,
    axis: Direction,
}

impl Route {
    /// Direction in which it reaches its box.
    pub(super) fn heading(&self) -> Direction {
        match self.path.as_slice() {
            [.., before, last] => Direction::between(*before, *last),
            _ => self.axis,
        }
    }

    /// Direction in which it leaves its box.
    pub(super) fn leaving(&self) -> Direction {
        match self.path.as_slice() {
            [first, second, ..] => Direction::between(*first, *second),
            _ => self.axis,
        }
    }
}

/// A graph laid out: where its boxes stand and which way its edges go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Which way the flow runs.
    pub direction: Direction,
    /// Cells it takes across.
    pub width: u16,
    /// Rows it takes.
    pub height: u16,
    /// The box of each node of the flow.
    pub boxes: Vec<Option<Rect>>,
    /// The route of each edge of the flow; empty for an edge from a node to itself or to a node that is not there.
    pub routes: Vec<Route>,
    /// Cells between a label and the border of its box.
    pub(super) padding: u16,
    notes: Vec<Option<Rect>>,
}

/// What stands at one place of a rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    Node(usize),
    /// Edges with this number pass the rank here.
    Lane(usize),
}

impl Layout {
    /// Lays a graph out within a width: to the right where that fits, else downwards, else not at all.
    #[must_use]
    pub fn new(flow: &Flow, width: u16) -> Option<Self> {
        let graph = Graph::of(flow);
        if flow.nodes.is_empty() {
            return None;
        }
        FORMS.into_iter().map(|form| graph.lay_out(flow, form, width)).find(|layout| layout.width <= width)
    }

    /// Where the note of a node may stand.
    pub(super) fn note(&self, node: usize) -> Option<Rect> {
        self.notes.get(node).copied().flatten()
    }
}

/// The graph as numbers: ranks of slots, and for each edge the slots it goes through.
struct Graph {
    ranks: Vec<Vec<Slot>>,
    rank_of: Vec<usize>,
    /// For each edge of the flow its ends; `None` where it is not drawn.
    edges: Vec<Option<Ends>>,
}

#[derive(Debug, Clone, Copy)]
struct Ends {
    /// The end in the earlier rank.
    from: usize,
    /// The end in the later rank.
    to: usize,
    /// Whether data runs from `to` to `from`: the edge closes a circle.
    reversed: bool,
}

impl Graph {
    fn of(flow: &Flow) -> Self {
        let number = |id: &str| flow.nodes.iter().position(|node| node.id == id);
        let ends: Vec<Option<(usize, usize)>> = flow
            .edges
            .iter()
            .map(|edge| number(&edge.from).zip(number(&edge.to)).filter(|(from, to)| from != to))
            .collect();
        let edges = break_cycles(flow.nodes.len(), &ends);
        let rank_of = rank(flow.nodes.len(), &edges);
        let mut ranks = vec![Vec::new(); rank_of.iter().max().map_or(0, |last| last + 1)];
        for (node, rank) in rank_of.iter().enumerate() {
            if let Some(rank) = ranks.get_mut(*rank) {
                rank.push(Slot::Node(node));
            }
        }
        for (edge, arc) in edges.iter().enumerate() {
            let Some(arc) = arc else { continue };
            let (first, last) = (at(&rank_of, arc.from), at(&rank_of, arc.to));
            for rank in ranks.iter_mut().take(last).skip(first + 1) {
                rank.push(Slot::Lane(edge));
            }
        }
        let mut graph = Self { ranks, rank_of, edges };
        graph.order();
        graph
    }

    /// Orders each rank by the mean place of its neighbours in the rank before, then in the rank after, and again.
    fn order(&mut self) {
        for sweep in 0..SWEEPS {
            let forward = sweep % 2 == 0;
            let count = self.ranks.len();
            for step in 1..count {
                let (rank, fixed) = if forward { (step, step - 1) } else { (count - 1 - step, count - step) };
                let keys: Vec<f32> =
                    self.slots(rank).iter().enumerate().map(|(own, slot)| self.mean(*slot, rank, fixed, own)).collect();
                let mut order: Vec<usize> = (0..keys.len()).collect();
                order.sort_by(|a, b| at(&keys, *a).total_cmp(&at(&keys, *b)));
                let slots: Vec<Slot> = order.iter().filter_map(|from| self.slots(rank).get(*from).copied()).collect();
                if let Some(old) = self.ranks.get_mut(rank) {
                    *old = slots;
                }
            }
        }
    }

    fn slots(&self, rank: usize) -> &[Slot] {
        self.ranks.get(rank).map_or(&[], Vec::as_slice)
    }

    #[expect(clippy::cast_precision_loss, reason = "places in a rank are small numbers")]
    fn mean(&self, slot: Slot, rank: usize, fixed: usize, own: usize) -> f32 {
        let places: Vec<usize> = (0..self.edges.len())
            .filter_map(|edge| {
                let (here, there) = (self.slot_of(edge, rank)?, self.slot_of(edge, fixed)?);
                (here == slot).then(|| self.slots(fixed).iter().position(|other| *other == there))?
            })
            .collect();
        if places.is_empty() { own as f32 } else { places.iter().sum::<usize>() as f32 / places.len() as f32 }
    }

    /// Where an edge is in a rank: at one of its ends or in its lane.
    fn slot_of(&self, edge: usize, rank: usize) -> Option<Slot> {
        let arc = self.edges.get(edge).copied().flatten()?;
        let (first, last) = (at(&self.rank_of, arc.from), at(&self.rank_of, arc.to));
        match rank {
            _ if rank == first => Some(Slot::Node(arc.from)),
            _ if rank == last => Some(Slot::Node(arc.to)),
            _ if rank > first && rank < last => Some(Slot::Lane(edge)),
            _ => None,
        }
    }

    fn lay_out(&self, flow: &Flow, form: Form, room: u16) -> Layout {
        let direction = form.direction;
        let grid = Grid::new(self, flow, form);
        let gaps: Vec<Tracks> = (1..self.ranks.len()).map(|rank| Tracks::new(self, &grid, rank - 1)).collect();
        let mut starts = Vec::new();
        let mut along = 0;
        for rank in 0..self.ranks.len() {
            starts.push(along);
            along += at(&grid.depth, rank) + gaps.get(rank).map_or(0, |gap| gap.cells(form.gap));
        }
        let turn = |along: u16, across: u16| match direction {
            Direction::Right | Direction::Left => Position::new(along, across),
            Direction::Down | Direction::Up => Position::new(across, along),
        };
        let boxes: Vec<Option<Rect>> = (0..flow.nodes.len())
            .map(|node| {
                let rank = at(&self.rank_of, node);
                let place = grid.place(self, rank, Slot::Node(node))?;
                let size = grid.size_of(node);
                // A box narrower than its rank stands at the rank's start, where edges reach it.
                let corner = turn(at(&starts, rank), place.start);
                Some(match direction {
                    Direction::Right | Direction::Left => Rect::new(corner.x, corner.y, size.along, BOX_ROWS),
                    Direction::Down | Direction::Up => Rect::new(corner.x, corner.y, size.across, BOX_ROWS),
                })
            })
            .collect();
        let routes = (0..flow.edges.len())
            .map(|edge| {
                let corners = self.corners(edge, &grid, &gaps, &starts).unwrap_or_default();
                let mut path = cells_between(&corners.iter().map(|(a, b)| turn(*a, *b)).collect::<Vec<_>>());
                let arc = self.edges.get(edge).copied().flatten();
                if arc.is_some_and(|arc| arc.reversed) {
                    path.reverse();
                }
                let from = arc.map_or(0, |arc| if arc.reversed { arc.to } else { arc.from });
                Route { from, path, axis: direction }
            })
            .collect();
        let (mut width, mut height) = (0, 0);
        for area in boxes.iter().flatten() {
            width = width.max(area.right());
            height = height.max(area.bottom());
        }
        let lanes = turn(0, grid.across);
        let mut layout = Layout {
            direction,
            width: width.max(lanes.x),
            height: height.max(lanes.y),
            boxes,
            routes,
            padding: form.padding,
            notes: Vec::new(),
        };
        layout.make_room_for_notes(flow, room);
        layout
    }

    /// The corners of an edge's way as (along, across), from the cell behind one box to the cell before the other.
    fn corners(&self, edge: usize, grid: &Grid, gaps: &[Tracks], starts: &[u16]) -> Option<Vec<(u16, u16)>> {
        let arc = self.edges.get(edge).copied().flatten()?;
        let (first, last) = (at(&self.rank_of, arc.from), at(&self.rank_of, arc.to));
        let mut corners = Vec::new();
        for rank in first..last {
            let here = grid.place(self, rank, self.slot_of(edge, rank)?)?.middle;
            let there = grid.place(self, rank + 1, self.slot_of(edge, rank + 1)?)?.middle;
            let own = if rank == first { grid.size_of(arc.from).along } else { at(&grid.depth, rank) };
            corners.push((at(starts, rank) + own, here));
            if here != there {
                let track =
                    at(starts, rank) + at(&grid.depth, rank) + 1 + gaps.get(rank)?.track(self.slot_of(edge, rank)?);
                corners.push((track, here));
                corners.push((track, there));
            }
            corners.push((at(starts, rank + 1).checked_sub(1)?, there));
        }
        Some(corners)
    }
}

/// Sizes of a node along the flow and across it.
#[derive(Debug, Clone, Copy)]
struct Size {
    along: u16,
    across: u16,
}

/// Where something stands across the flow.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    start: u16,
    middle: u16,
}

/// Sizes and places across the flow.
struct Grid {
    sizes: Vec<Size>,
    /// Cells each rank takes along the flow.
    depth: Vec<u16>,
    spans: Vec<Vec<Stretch>>,
    across: u16,
}

impl Grid {
    fn new(graph: &Graph, flow: &Flow, form: Form) -> Self {
        let right = form.direction == Direction::Right;
        let sizes: Vec<Size> = flow
            .nodes
            .iter()
            .map(|node| {
                let width = cells(&node.label).saturating_add(2 + 2 * form.padding);
                if right { Size { along: width, across: BOX_ROWS } } else { Size { along: BOX_ROWS, across: width } }
            })
            .collect();
        let size = |slot: &Slot| match slot {
            Slot::Node(node) => sizes.get(*node).copied().unwrap_or(Size { along: 0, across: 0 }),
            Slot::Lane(_) => Size { along: 1, across: 1 },
        };
        // A row for the note under each box, and air; to the side, two cells of air.
        let air = 2;
        let depth =
            graph.ranks.iter().map(|rank| rank.iter().map(|slot| size(slot).along).max().unwrap_or(0)).collect();
        let total = |rank: &Vec<Slot>| {
            rank.iter().map(|slot| size(slot).across).sum::<u16>()
                + air * u16::try_from(rank.len().saturating_sub(1)).unwrap_or(0)
        };
        let across = graph.ranks.iter().map(total).max().unwrap_or(0);
        let spans = graph
            .ranks
            .iter()
            .map(|rank| {
                // Centres line up, not edges: a chain of boxes of different widths is one straight line.
                let mut start = (across / 2).saturating_sub(total(rank) / 2);
                rank.iter()
                    .map(|slot| {
                        let span = Stretch { start, middle: start + size(slot).across / 2 };
                        start += size(slot).across + air;
                        span
                    })
                    .collect()
            })
            .collect();
        Self { sizes, depth, spans, across }
    }

    fn size_of(&self, node: usize) -> Size {
        self.sizes.get(node).copied().unwrap_or(Size { along: 0, across: 0 })
    }

    fn place(&self, graph: &Graph, rank: usize, slot: Slot) -> Option<Stretch> {
        let at = graph.slots(rank).iter().position(|other| *other == slot)?;
        self.spans.get(rank)?.get(at).copied()
    }
}

/// The gap between two ranks: which track each slot's edges turn on.
struct Tracks {
    tracks: Vec<(Slot, u16)>,
    count: u16,
}

impl Tracks {
    /// Edges of one slot share a track; slots whose stretches touch get different ones.
    fn new(graph: &Graph, grid: &Grid, rank: usize) -> Self {
        let mut stretches: Vec<(Slot, u16, u16)> = Vec::new();
        for edge in 0..graph.edges.len() {
            let (Some(here), Some(there)) = (graph.slot_of(edge, rank), graph.slot_of(edge, rank + 1)) else {
                continue;
            };
            let (Some(a), Some(b)) = (grid.place(graph, rank, here), grid.place(graph, rank + 1, there)) else {
                continue;
            };
            if a.middle == b.middle {
                continue;
            }
            let (low, high) = (a.middle.min(b.middle), a.middle.max(b.middle));
            match stretches.iter_mut().find(|(slot, ..)| *slot == here) {
                Some((_, from, to)) => (*from, *to) = ((*from).min(low), (*to).max(high)),
                None => stretches.push((here, low, high)),
            }
        }
        let mut placed: Vec<(Slot, u16, u16, u16)> = Vec::new();
        for (slot, low, high) in stretches {
            let free = |track: u16| placed.iter().all(|(_, l, h, t)| *t != track || high < *l || *h < low);
            let track = (0..=u16::MAX).find(|track| free(*track)).unwrap_or(0);
            placed.push((slot, low, high, track));
        }
        let count = placed.iter().map(|(.., track)| track + 1).max().unwrap_or(0);
        Self { tracks: placed.into_iter().map(|(slot, _, _, track)| (slot, track)).collect(), count }
    }

    fn track(&self, slot: Slot) -> u16 {
        self.tracks.iter().find(|(other, _)| *other == slot).map_or(0, |(_, track)| *track)
    }

    /// Cells of the gap: a stub, the tracks, a stub, the arrow head.
    fn cells(&self, least: u16) -> u16 {
        if self.count == 0 { least } else { (self.count + 2).max(least) }
    }
}

impl Layout {
    /// Notes stand under a box, or beside it where the flow runs downwards; only whole ones, and only where nothing is.
    fn make_room_for_notes(&mut self, flow: &Flow, room: u16) {
        self.notes = vec![None; flow.nodes.len()];
        if flow.nodes.iter().all(|node| node.note.is_none()) {
            return;
        }
        for (at, node) in flow.nodes.iter().enumerate() {
            let (Some(note), Some(Some(area))) = (&node.note, self.boxes.get(at)) else { continue };
            let wanted = cells(note);
            let place = match self.direction {
                Direction::Right | Direction::Left => {
                    let next = self.next_box_start(*area).unwrap_or(room);
                    let width = next.saturating_sub(area.x + self.padding + 2);
                    Rect::new(area.x + 1 + self.padding, area.bottom(), wanted.min(width), 1)
                }
                Direction::Down | Direction::Up => {
                    Rect::new(area.right() + 2, area.y + 1, wanted.min(room.saturating_sub(area.right() + 2)), 1)
                }
            };
            if place.width == wanted && !self.touches(place) && place.right() <= room {
                self.width = self.width.max(place.right());
                self.height = self.height.max(place.bottom());
                if let Some(slot) = self.notes.get_mut(at) {
                    *slot = Some(place);
                }
            }
        }
    }

    /// Where the nearest box to the right of an area starts, among those that share a row with it.
    fn next_box_start(&self, area: Rect) -> Option<u16> {
        let shares = |other: &Rect| other.top() <= area.bottom() && area.top() <= other.bottom() && other.x > area.x;
        self.boxes.iter().flatten().filter(|other| shares(other)).map(|other| other.x).min()
    }

    fn touches(&self, place: Rect) -> bool {
        let boxes = self.boxes.iter().flatten().chain(self.notes.iter().flatten());
        boxes.into_iter().any(|other| other.intersects(place))
            || self.routes.iter().flat_map(|route| &route.path).any(|cell| place.contains(*cell))
    }
}

/// Turns edges around that would close a circle: those that lead back to a node on the way to them.
fn break_cycles(nodes: usize, ends: &[Option<(usize, usize)>]) -> Vec<Option<Ends>> {
    let mut state = vec![0_u8; nodes];
    let mut reversed = vec![false; ends.len()];
    for start in 0..nodes {
        // Depth first without recursion: a node, and which of its edges is looked at next.
        let mut way: Vec<(usize, usize)> = Vec::new();
        if at(&state, start) == 0 {
            way.push((start, 0));
        }
        while let Some((node, next)) = way.pop() {
            set(&mut state, node, 1);
            let found = ends.iter().enumerate().skip(next).find(|(_, end)| end.is_some_and(|(from, _)| from == node));
            let Some((edge, Some((_, to)))) = found else {
                set(&mut state, node, 2);
                continue;
            };
            way.push((node, edge + 1));
            match at(&state, *to) {
                0 => way.push((*to, 0)),
                1 => set(&mut reversed, edge, true),
                _ => {}
            }
        }
    }
    ends.iter()
        .zip(reversed)
        .map(|(end, reversed)| {
            end.map(
                |(from, to)| if reversed { Ends { from: to, to: from, reversed } } else { Ends { from, to, reversed } },
            )
        })
        .collect()
}

/// The rank of each node: the length of the longest way to it.
fn rank(nodes: usize, edges: &[Option<Ends>]) -> Vec<usize> {
    let mut ranks = vec![0; nodes];
    for _ in 0..nodes {
        for arc in edges.iter().flatten() {
            let least = at(&ranks, arc.from) + 1;
            if at(&ranks, arc.to) < least {
                set(&mut ranks, arc.to, least);
            }
        }
    }
    ranks
}

/// Every cell of the way along some corners, each once.
fn cells_between(corners: &[Position]) -> Vec<Position> {
    let mut path: Vec<Position> = corners.first().copied().into_iter().collect();
    for corner in corners {
        while let Some(last) = path.last().copied().filter(|last| last != corner) {
            let step =
                |from: u16, to: u16| if from < to { from + 1 } else { from.saturating_sub(u16::from(from > to)) };
            path.push(Position::new(
                step(last.x, corner.x),
                if last.x == corner.x { step(last.y, corner.y) } else { last.y },
            ));
        }
    }
    path
}

/// The value at a place that exists by construction; the type's zero keeps a mistake from becoming a panic.
fn at<T: Copy + Default>(all: &[T], place: usize) -> T {
    all.get(place).copied().unwrap_or_default()
}

fn set<T>(all: &mut [T], place: usize, value: T) {
    if let Some(slot) = all.get_mut(place) {
        *slot = value;
    }
}
