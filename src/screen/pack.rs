//! A row of a frame as one terminal will show it: colours it has, symbols it may be sent, links it opens.

use ratatui::{
    buffer::{Buffer, Cell},
    style::{Color, Modifier},
};

use super::{
    Caps, Depth,
    colour::{Ink, Memo, readable_on},
    glyph::shown,
    links::Link,
    shown::{Packer, Style, attr},
};

/// Packs one row of the frame as this terminal will show it.
pub(super) fn pack_row(
    frame: &Buffer,
    y: u16,
    columns: u16,
    caps: Caps,
    links: &[Link],
    memo: &mut Memo,
    out: &mut Vec<u8>,
) {
    let width = usize::from(frame.area.width);
    let from = usize::from(y) * width;
    let cells = frame.content.get(from..from + width.min(usize::from(columns))).unwrap_or_default();
    let linked = |x: usize| {
        let covers = |link: &&Link| link.row == y && (usize::from(link.start)..usize::from(link.end)).contains(&x);
        links.iter().rfind(covers).map_or(0, |link| link.key)
    };
    let has_links = links.iter().any(|link| link.row == y);
    let ends = cells.iter().rposition(|cell| !is_clear(cell)).map_or(0, |last| last + 1);
    let link_ends = links.iter().filter(|link| link.row == y).map(|link| usize::from(link.end)).max().unwrap_or(0);
    let cells = cells.get(..ends.max(link_ends).min(cells.len())).unwrap_or_default();

    let mut packer = Packer::new(out);
    let mut known = None;
    let mut covered = false;
    for (x, cell) in cells.iter().enumerate() {
        if std::mem::take(&mut covered) {
            continue;
        }
        let look = (cell.fg, cell.bg, cell.modifier);
        let mut style = match known {
            Some((known, style)) if known == look => style,
            _ => {
                let style = style_of(look, caps.depth, memo);
                known = Some((look, style));
                style
            }
        };
        if has_links {
            style.link = linked(x);
        }
        let hidden = cell.modifier.contains(Modifier::HIDDEN);
        let (mut text, mut width) = if hidden { (" ", 1) } else { shown(cell.symbol(), caps.unicode) };
        if width == 2 {
            // Text written over the second half cuts the grapheme, as does the edge; half of it cannot be drawn.
            let free = usize::from(columns) > x + 1 && cells.get(x + 1).is_none_or(|next| next.symbol() == " ");
            if free {
                covered = true;
            } else {
                (text, width) = (" ", 1);
            }
        }
        packer.push(style, text, width);
    }
    packer.finish();
}

/// Whether a cell of a frame looks like one of a cleared screen.
fn is_clear(cell: &Cell) -> bool {
    const SHOWS: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);
    cell.bg == Color::Reset && !cell.modifier.intersects(SHOWS) && cell.symbol() == " "
}

/// How a cell looks on a terminal of this depth.
///
/// Blinking is never sent. Without colours a background becomes reverse video: what the page set off stays set off.
fn style_of((fg, bg, modifier): (Color, Color, Modifier), depth: Depth, memo: &mut Memo) -> Style {
    const ATTRS: [(Modifier, u8); 6] = [
        (Modifier::BOLD, attr::BOLD),
        (Modifier::DIM, attr::DIM),
        (Modifier::ITALIC, attr::ITALIC),
        (Modifier::UNDERLINED, attr::UNDERLINE),
        (Modifier::REVERSED, attr::REVERSE),
        (Modifier::CROSSED_OUT, attr::CROSSED),
    ];
    let mut attrs = ATTRS.iter().filter(|(flag, _)| modifier.contains(*flag)).fold(0, |attrs, (_, bit)| attrs | bit);
    if depth == Depth::Mono && bg != Color::Reset {
        attrs |= attr::REVERSE;
    }
    if depth == Depth::Ansi16 {
        // The Linux console shows italics in another colour, GNU screen reversed.
        attrs &= !attr::ITALIC;
    }
    let mut style = Style { fg: memo.ink(fg, depth), bg: memo.ink(bg, depth), attrs, link: 0 };
    if depth < Depth::True && style.fg == style.bg && style.fg != Ink::Own && fg != bg {
        style.fg = readable_on(style.bg);
    }
    style
}
