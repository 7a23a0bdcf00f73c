//! The owner's name in large letters: a pixel font of our own, drawn with half blocks or whole ones.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
};

/// Pixel rows of a letter.
const ROWS: usize = 5;

/// The blocks that quarters make: bit 0 is the upper left one, then the upper right, lower left and lower right one.
const QUARTERS: [&str; 16] = [" ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█"];

/// How large letters are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// A pixel is a quarter of a cell: letters are three rows high and narrow.
    Quarter,
    /// A pixel is half a cell high: letters are three rows high.
    Half,
    /// A pixel is two cells wide and one high: letters are five rows high.
    Whole,
}

impl Scale {
    /// Rows that letters take.
    #[must_use]
    pub fn rows(self) -> u16 {
        match self {
            Self::Quarter | Self::Half => 3,
            Self::Whole => 5,
        }
    }

    /// Cells that so many pixels beside each other take.
    fn columns(self, pixels: u16) -> u16 {
        match self {
            Self::Quarter => pixels.div_ceil(2),
            Self::Half => pixels,
            Self::Whole => pixels.saturating_mul(2),
        }
    }
}

/// Draws a text in large letters; `None` where the font lacks one of its characters or it is empty.
#[must_use]
pub fn lettering(text: &str, scale: Scale, style: Style) -> Option<Buffer> {
    let letters: Vec<[&str; ROWS]> = text.chars().map(letter).collect::<Option<_>>()?;
    let pixels = letters.iter().map(letter_width).sum::<usize>() + letters.len().saturating_sub(1);
    let width = scale.columns(u16::try_from(pixels).ok()?);
    if width == 0 {
        return None;
    }
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, scale.rows()));
    let mut left = 0;
    for rows in &letters {
        for (y, row) in (0_u16..).zip(rows) {
            for (x, _) in (left..).zip(row.chars()).filter(|(_, pixel)| *pixel == '#') {
                paint(&mut buffer, scale, x, y, style);
            }
        }
        left += u16::try_from(letter_width(rows)).ok()? + 1;
    }
    Some(buffer)
}

fn letter_width(rows: &[&str; ROWS]) -> usize {
    rows.first().map_or(0, |row| row.len())
}

fn paint(buffer: &mut Buffer, scale: Scale, x: u16, y: u16, style: Style) {
    match scale {
        Scale::Quarter => {
            if let Some(cell) = buffer.cell_mut(Position::new(x / 2, y / 2)) {
                let quarter = 1 << (x % 2 + 2 * (y % 2));
                let before = QUARTERS.iter().position(|glyph| *glyph == cell.symbol()).unwrap_or(0);
                cell.set_symbol(QUARTERS.get(before | quarter).copied().unwrap_or("█")).set_style(style);
            }
        }
        Scale::Half => {
            let half = if y.is_multiple_of(2) { "▀" } else { "▄" };
            if let Some(cell) = buffer.cell_mut(Position::new(x, y / 2)) {
                let both = cell.symbol() != " " && cell.symbol() != half;
                cell.set_symbol(if both { "█" } else { half }).set_style(style);
            }
        }
        Scale::Whole => {
            for x in [2 * x, 2 * x + 1] {
                if let Some(cell) = buffer.cell_mut(Position::new(x, y)) {
                    cell.set_symbol("█").set_style(style);
                }
            }
        }
    }
}

/// The pixels of a letter, small and capital alike; `None` for a character the font does not have.
fn letter(c: char) -> Option<[&'static str; ROWS]> {
    Some(match c.to_ascii_uppercase() {
        'A' => [".##.", "#..#", "####", "#..#", "#..#"],
        'B' => ["###.", "#..#", "###.", "#..#", "###."],
        'C' => [".###", "#...", "#...", "#...", ".###"],
        'D' => ["###.", "#..#", "#..#", "#..#", "###."],
        'E' => ["####", "#...", "###.", "#...", "####"],
        'F' => ["####", "#...", "###.", "#...", "#..."],
        'G' => [".###", "#...", "#.##", "#..#", ".###"],
        'H' => ["#..#", "#..#", "####", "#..#", "#..#"],
        'I' => ["###", ".#.", ".#.", ".#.", "###"],
        'J' => ["..##", "...#", "...#", "#..#", ".##."],
        'K' => ["#..#", "#.#.", "##..", "#.#.", "#..#"],
        'L' => ["#...", "#...", "#...", "#...", "####"],
        'M' => ["#...#", "##.##", "#.#.#", "#...#", "#...#"],
        'N' => ["#...#", "##..#", "#.#.#", "#..##", "#...#"],
        'O' => [".##.", "#..#", "#..#", "#..#", ".##."],
        'P' => ["###.", "#..#", "###.", "#...", "#..."],
        'Q' => [".##.", "#..#", "#..#", "#.#.", ".#.#"],
        'R' => ["###.", "#..#", "###.", "#.#.", "#..#"],
        'S' => [".###", "#...", ".##.", "...#", "###."],
        'T' => ["#####", "..#..", "..#..", "..#..", "..#.."],
        'U' => ["#..#", "#..#", "#..#", "#..#", ".##."],
        'V' => ["#...#", "#...#", "#...#", ".#.#.", "..#.."],
        'W' => ["#...#", "#...#", "#.#.#", "##.##", "#...#"],
        'X' => ["#...#", ".#.#.", "..#..", ".#.#.", "#...#"],
        'Y' => ["#...#", ".#.#.", "..#..", "..#..", "..#.."],
        'Z' => ["####", "...#", ".##.", "#...", "####"],
        '0' => [".##.", "#.##", "##.#", "#..#", ".##."],
        '1' => [".#.", "##.", ".#.", ".#.", "###"],
        '2' => ["###.", "...#", ".##.", "#...", "####"],
        '3' => ["###.", "...#", ".##.", "...#", "###."],
        '4' => ["#..#", "#..#", "####", "...#", "...#"],
        '5' => ["####", "#...", "###.", "...#", "###."],
        '6' => [".##.", "#...", "###.", "#..#", ".##."],
        '7' => ["####", "...#", "..#.", ".#..", ".#.."],
        '8' => [".##.", "#..#", ".##.", "#..#", ".##."],
        '9' => [".##.", "#..#", ".###", "...#", ".##."],
        '-' => ["...", "...", "###", "...", "..."],
        '.' => [".", ".", ".", ".", "#"],
        '\'' => ["#", "#", ".", ".", "."],
        ' ' => ["..", "..", "..", "..", ".."],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_three_rows_of_half_blocks() {
        let name = lettering("Ok", Scale::Half, Style::new()).unwrap();
        insta::assert_snapshot!(crate::screen::plain(&name), @r"
        ▄▀▀▄ █ ▄▀
        █  █ █▀▄
         ▀▀  ▀  ▀
        ");
    }

    #[test]
    fn draws_narrow_letters_of_quarters() {
        let name = lettering("Ok", Scale::Quarter, Style::new()).unwrap();
        insta::assert_snapshot!(crate::screen::plain(&name), @r"
        ▞▚▐▗▘
        ▌▐▐▚
        ▝▘▝ ▘
        ");
    }

    #[test]
    fn refuses_what_the_font_lacks() {
        assert!(lettering("Łukasz", Scale::Half, Style::new()).is_none());
        assert!(lettering("", Scale::Half, Style::new()).is_none());
    }
}
