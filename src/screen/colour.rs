//! Colours of one depth from colours of another: the one place where a frame loses colours.
//!
//! Pages paint in whatever colour they mean. What a terminal cannot show becomes the nearest colour it can, "nearest"
//! as the eye sees it (`OKLab`, <https://bottosson.github.io/posts/oklab/>) and not as RGB numbers have it.

use std::sync::LazyLock;

use ratatui::style::Color;

use super::Depth;

/// A colour as a terminal is told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Ink {
    /// The terminal's own foreground or background.
    #[default]
    Own,
    /// One of the palette; 0 to 15 are the named colours, which the visitor's theme defines.
    Indexed(u8),
    /// 24 bits.
    Rgb(u8, u8, u8),
}

/// Answers of [`nearest_of_256`] and [`nearest_of_16`], because a frame asks the same few questions in every cell.
///
/// Direct mapped: a colour has one slot, and a newcomer takes it over.
#[derive(Debug)]
pub(super) struct Memo {
    slots: [Option<(Depth, [u8; 3], u8)>; 256],
}

impl Default for Memo {
    fn default() -> Self {
        Self { slots: [None; 256] }
    }
}

impl Memo {
    /// What `colour` is at `depth`.
    pub(super) fn ink(&mut self, colour: Color, depth: Depth) -> Ink {
        let index = match colour {
            Color::Reset => return Ink::Own,
            Color::Rgb(red, green, blue) => return self.rgb([red, green, blue], depth),
            Color::Indexed(index) => index,
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 8,
            Color::LightRed => 9,
            Color::LightGreen => 10,
            Color::LightYellow => 11,
            Color::LightBlue => 12,
            Color::LightMagenta => 13,
            Color::LightCyan => 14,
            Color::White => 15,
        };
        match depth {
            Depth::Mono => Ink::Own,
            Depth::Ansi16 if index > 15 => self.rgb(xterm(index), depth),
            Depth::Ansi16 | Depth::Ansi256 | Depth::True => Ink::Indexed(index),
        }
    }

    fn rgb(&mut self, rgb: [u8; 3], depth: Depth) -> Ink {
        let [red, green, blue] = rgb;
        let nearest = match depth {
            Depth::Mono => return Ink::Own,
            Depth::True => return Ink::Rgb(red, green, blue),
            Depth::Ansi256 => nearest_of_256,
            Depth::Ansi16 => nearest_of_16,
        };
        // Odd factors spread the colours of a gradient, which differ by little, over the slots.
        let slot = red.wrapping_mul(31) ^ green.wrapping_mul(57) ^ blue.wrapping_mul(101);
        let Some(slot) = self.slots.get_mut(usize::from(slot)) else { return Ink::Indexed(nearest(rgb)) };
        match *slot {
            Some((known_depth, known, answer)) if known_depth == depth && known == rgb => Ink::Indexed(answer),
            _ => {
                let answer = nearest(rgb);
                *slot = Some((depth, rgb, answer));
                Ink::Indexed(answer)
            }
        }
    }
}

/// What a colour looks like at a depth, named colours as xterm has them; `None` for the terminal's own.
#[cfg(test)]
pub(crate) fn shown_as(colour: Color, depth: Depth) -> Option<[u8; 3]> {
    match Memo::default().ink(colour, depth) {
        Ink::Own => None,
        Ink::Indexed(index) => Some(xterm(index)),
        Ink::Rgb(red, green, blue) => Some([red, green, blue]),
    }
}

/// The one of black (0) and white (15) that can be read on `ground`: for text whose colour fell together with its
/// background's when both lost bits.
pub(super) fn readable_on(ground: Ink) -> Ink {
    let rgb = match ground {
        Ink::Own => return Ink::Own,
        Ink::Indexed(index) => xterm(index),
        Ink::Rgb(red, green, blue) => [red, green, blue],
    };
    let [lightness, ..] = oklab(rgb);
    Ink::Indexed(if lightness > 0.6 { 0 } else { 15 })
}

/// The nearest of the 240 colours that are the same on every terminal: cube and greys. The first 16 are the visitor's.
fn nearest_of_256(rgb: [u8; 3]) -> u8 {
    nearest(rgb, 16, 255)
}

/// The nearest named colour, as xterm defines them; the visitor's theme has its own, of about these hues.
fn nearest_of_16(rgb: [u8; 3]) -> u8 {
    nearest(rgb, 0, 15)
}

fn nearest(rgb: [u8; 3], first: u8, last: u8) -> u8 {
    let wanted = oklab(rgb);
    let distance = |index: u8| {
        let [lightness, a, b] = LAB.get(usize::from(index)).copied().unwrap_or_default();
        (lightness - wanted[0]).powi(2) + (a - wanted[1]).powi(2) + (b - wanted[2]).powi(2)
    };
    (first..=last).min_by(|&one, &other| distance(one).total_cmp(&distance(other))).unwrap_or(first)
}

/// The palette in `OKLab`.
static LAB: LazyLock<[[f32; 3]; 256]> = LazyLock::new(|| {
    let mut table = [[0.0; 3]; 256];
    for (index, entry) in (0..=255).zip(&mut table) {
        *entry = oklab(xterm(index));
    }
    table
});

/// The palette as xterm ships it (256colres.h, XTerm-col.ad): 16 names, a 6x6x6 cube, 24 greys.
fn xterm(index: u8) -> [u8; 3] {
    const NAMED: [[u8; 3]; 16] = [
        [0, 0, 0],
        [205, 0, 0],
        [0, 205, 0],
        [205, 205, 0],
        [0, 0, 238],
        [205, 0, 205],
        [0, 205, 205],
        [229, 229, 229],
        [127, 127, 127],
        [255, 0, 0],
        [0, 255, 0],
        [255, 255, 0],
        [92, 92, 255],
        [255, 0, 255],
        [0, 255, 255],
        [255, 255, 255],
    ];
    match (NAMED.get(usize::from(index)), index) {
        (Some(&named), _) => named,
        (None, 232..) => [8 + (index - 232) * 10; 3],
        (None, _) => {
            // The steps of the cube are 0, 95, 135, 175, 215, 255: not even.
            let step = |level: u8| if level == 0 { 0 } else { 55 + level * 40 };
            let cube = index - 16;
            [step(cube / 36), step(cube / 6 % 6), step(cube % 6)]
        }
    }
}

/// sRGB to `OKLab`; the matrices are those of its author.
#[expect(clippy::many_single_char_names, reason = "the names the definition has")]
fn oklab(rgb: [u8; 3]) -> [f32; 3] {
    let [r, g, b] = rgb.map(|channel| {
        let value = f32::from(channel) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
    let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
    let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
    [
        0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_of_the_palette_stays_itself() {
        for index in 16..=255 {
            // Some greys stand in the cube and in the ramp: the same colour under two numbers.
            assert_eq!(xterm(nearest_of_256(xterm(index))), xterm(index), "{index}");
        }
        for index in 0..=15 {
            assert_eq!(nearest_of_16(xterm(index)), index);
        }
    }

    #[test]
    fn the_nearest_is_no_farther_than_any_other() {
        let far = |one: [u8; 3], other: [u8; 3]| {
            oklab(one).iter().zip(oklab(other)).map(|(one, other)| (one - other).powi(2)).sum::<f32>()
        };
        for red in (0..=255).step_by(51) {
            for green in (0..=255).step_by(17) {
                for blue in (0..=255).step_by(85) {
                    let rgb = [red, green, blue];
                    let found = far(rgb, xterm(nearest_of_256(rgb)));
                    assert!((16..=255).all(|index| found <= far(rgb, xterm(index))), "{rgb:?}");
                }
            }
        }
    }

    #[test]
    fn the_memo_answers_as_if_it_had_none() {
        let mut memo = Memo::default();
        for round in 0..2 {
            for step in 0..=255u8 {
                let rgb = [step, step.wrapping_mul(7), 255 - step];
                let colour = Color::Rgb(rgb[0], rgb[1], rgb[2]);
                assert_eq!(memo.ink(colour, Depth::Ansi256), Ink::Indexed(nearest_of_256(rgb)), "round {round}");
                assert_eq!(memo.ink(colour, Depth::Ansi16), Ink::Indexed(nearest_of_16(rgb)), "round {round}");
                assert_eq!(memo.ink(colour, Depth::Mono), Ink::Own);
                assert_eq!(memo.ink(colour, Depth::True), Ink::Rgb(rgb[0], rgb[1], rgb[2]));
            }
        }
    }

    #[test]
    fn named_colours_stay_the_visitors_own() {
        let mut memo = Memo::default();
        for depth in [Depth::Ansi16, Depth::Ansi256, Depth::True] {
            assert_eq!(memo.ink(Color::Cyan, depth), Ink::Indexed(6));
            assert_eq!(memo.ink(Color::Reset, depth), Ink::Own);
        }
        assert_eq!(memo.ink(Color::Cyan, Depth::Mono), Ink::Own);
        assert_eq!(memo.ink(Color::Indexed(196), Depth::Ansi16), Ink::Indexed(9));
    }

    #[test]
    fn text_on_its_own_colour_gets_one_that_reads() {
        assert_eq!(readable_on(Ink::Indexed(4)), Ink::Indexed(15));
        assert_eq!(readable_on(Ink::Indexed(11)), Ink::Indexed(0));
        assert_eq!(readable_on(Ink::Own), Ink::Own);
    }
}
