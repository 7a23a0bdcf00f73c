//! The data-flow diagram: a typed graph laid out in ranks, its edges routed between the boxes, a packet that travels.
//!
//! [`Layout`] is worked out once for a width; [`draw`] paints it for one moment. Where no layout fits, the pages fall
//! back to a list.

mod layout;
mod step;
#[cfg(test)]
mod tests;

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
};

pub use layout::{Direction, Layout};
pub use step::{Scene, scene};

use crate::{content::Flow, ui::theme::Theme};

/// Cells a packet's tail is long.
const TAIL: usize = 3;

/// Paints a laid out graph as one moment of it looks.
#[must_use]
pub fn draw(flow: &Flow, layout: &Layout, scene: &Scene, theme: &Theme) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, layout.width, layout.height));
    draw_edges(layout, scene, theme, &mut buffer);
    for (at, area) in layout.boxes.iter().enumerate() {
        let (Some(node), Some(area)) = (flow.nodes.get(at), area) else { continue };
        let style = BoxStyle::of(scene, at, theme);
        draw_box(*area, &node.label, layout.padding, &style, &mut buffer);
        if let (Some(note), Some(place)) = (&node.note, layout.note(at)) {
            let text = crate::ui::doc::shorten(note, place.width);
            buffer.set_stringn(place.x, place.y, text, usize::from(place.width), theme.muted);
        }
    }
    draw_ports(layout, scene, theme, &mut buffer);
    draw_packets(layout, scene, theme, &mut buffer);
    buffer
}

/// How a box looks: the border changes its shape as well as its colour, so that it tells without colour, too.
struct BoxStyle {
    border: [&'static str; 6],
    frame: Style,
    label: Style,
}

const ROUND: [&str; 6] = ["╭", "╮", "╰", "╯", "─", "│"];
const HEAVY: [&str; 6] = ["┏", "┓", "┗", "┛", "━", "┃"];

impl BoxStyle {
    fn of(scene: &Scene, node: usize, theme: &Theme) -> Self {
        if scene.lit.contains(&node) {
            Self { border: HEAVY, frame: theme.accent, label: theme.strong }
        } else if scene.visited.contains(&node) || scene.still {
            Self { border: ROUND, frame: theme.faint, label: theme.text }
        } else {
            Self { border: ROUND, frame: theme.faint, label: theme.muted }
        }
    }
}

fn put(buffer: &mut Buffer, x: u16, y: u16, symbol: &str, style: Style) {
    if let Some(cell) = buffer.cell_mut(Position::new(x, y)) {
        cell.set_symbol(symbol).set_style(style);
    }
}

fn draw_box(area: Rect, label: &str, padding: u16, style: &BoxStyle, buffer: &mut Buffer) {
    let [top_left, top_right, bottom_left, bottom_right, flat, upright] = style.border;
    let (right, bottom) = (area.right() - 1, area.bottom() - 1);
    for x in area.left()..area.right() {
        put(buffer, x, area.top(), flat, style.frame);
        put(buffer, x, bottom, flat, style.frame);
    }
    for y in area.top()..area.bottom() {
        put(buffer, area.left(), y, upright, style.frame);
        put(buffer, right, y, upright, style.frame);
    }
    put(buffer, area.left(), area.top(), top_left, style.frame);
    put(buffer, right, area.top(), top_right, style.frame);
    put(buffer, area.left(), bottom, bottom_left, style.frame);
    put(buffer, right, bottom, bottom_right, style.frame);
    let room = area.width.saturating_sub(2 + 2 * padding);
    buffer.set_stringn(area.x + 1 + padding, area.y + 1, label, usize::from(room), style.label);
}

/// Lines are collected as the directions in which each cell is left, so that branches and joins get the right glyph.
fn draw_edges(layout: &Layout, scene: &Scene, theme: &Theme, buffer: &mut Buffer) {
    let mut ways = std::collections::BTreeMap::<(u16, u16), (u8, bool)>::new();
    for (edge, route) in layout.routes.iter().enumerate() {
        let lit = scene.edges.contains(&edge);
        for pair in route.path.windows(2) {
            let [from, to] = pair else { continue };
            let (out, back) = directions(*from, *to);
            let one = ways.entry((from.y, from.x)).or_default();
            (one.0, one.1) = (one.0 | out, one.1 || lit);
            let other = ways.entry((to.y, to.x)).or_default();
            (other.0, other.1) = (other.0 | back, other.1 || lit);
        }
    }
    for ((y, x), (way, lit)) in ways {
        put(buffer, x, y, line_glyph(way), if lit { theme.accent } else { theme.faint });
    }
}

const UP: u8 = 1;
const DOWN: u8 = 2;
const LEFT: u8 = 4;
const RIGHT: u8 = 8;

fn directions(from: Position, to: Position) -> (u8, u8) {
    if to.x > from.x {
        (RIGHT, LEFT)
    } else if to.x < from.x {
        (LEFT, RIGHT)
    } else if to.y > from.y {
        (DOWN, UP)
    } else {
        (UP, DOWN)
    }
}

fn line_glyph(way: u8) -> &'static str {
    const ES: u8 = RIGHT | DOWN;
    const WS: u8 = LEFT | DOWN;
    const EN: u8 = RIGHT | UP;
    const WN: u8 = LEFT | UP;
    const NS: u8 = UP | DOWN;
    match way {
        ES => "╭",
        WS => "╮",
        EN => "╰",
        WN => "╯",
        UP | DOWN | NS => "│",
        15 => "┼",
        w if w & (LEFT | RIGHT) == 0 => "│",
        w if w == NS | RIGHT => "├",
        w if w == NS | LEFT => "┤",
        w if w == LEFT | RIGHT | DOWN => "┬",
        w if w == LEFT | RIGHT | UP => "┴",
        _ => "─",
    }
}

/// Where edges leave and reach their boxes: a tee in the border, an arrow head before the other one.
fn draw_ports(layout: &Layout, scene: &Scene, theme: &Theme, buffer: &mut Buffer) {
    for (edge, route) in layout.routes.iter().enumerate() {
        let style = if scene.edges.contains(&edge) { theme.accent } else { theme.faint };
        let (Some(first), Some(last)) = (route.path.first(), route.path.last()) else { continue };
        let heading = route.heading();
        put(buffer, last.x, last.y, heading.arrow(), style);
        let leaving = route.leaving();
        if let Some(Position { x, y }) = leaving.behind(*first) {
            let heavy = scene.lit.contains(&route.from);
            let frame = if heavy { theme.accent } else { theme.faint };
            put(buffer, x, y, leaving.tee(heavy), frame);
        }
    }
}

fn draw_packets(layout: &Layout, scene: &Scene, theme: &Theme, buffer: &mut Buffer) {
    let Some(way) = scene.travelled else { return };
    for edge in &scene.edges {
        let Some(route) = layout.routes.get(*edge) else { continue };
        let last = route.path.len().saturating_sub(1);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a path's few cells")]
        #[expect(clippy::cast_precision_loss, reason = "a path is far shorter than 2^23 cells")]
        let head = (way.clamp(0.0, 1.0) * last as f32).round() as usize;
        for (behind, glyph) in ["●", "•", "·"].into_iter().take(TAIL).enumerate().rev() {
            if let Some(at) = head.checked_sub(behind).and_then(|at| route.path.get(at)) {
                put(buffer, at.x, at.y, glyph, theme.moving);
            }
        }
    }
}
