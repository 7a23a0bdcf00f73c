//! The owner's accent colour, and how well colours can be read: contrast as WCAG 2.2 counts it.

use std::str::FromStr;

/// Backgrounds that dark terminals have: black, and the greys of two common themes.
pub const DARK: [[u8; 3]; 3] = [[0x00, 0x00, 0x00], [0x1e, 0x1e, 0x2e], [0x28, 0x2c, 0x34]];
/// Backgrounds that light terminals have: white, cream, and a near white.
pub const LIGHT: [[u8; 3]; 3] = [[0xff, 0xff, 0xff], [0xfd, 0xf6, 0xe3], [0xfa, 0xfa, 0xfa]];
/// Contrast that text needs (WCAG 2.2, success criterion 1.4.3).
pub const TEXT: f64 = 4.5;

/// A colour written `#rrggbb`, 8 bits a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent(pub [u8; 3]);

impl FromStr for Accent {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or(())?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(());
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).map_err(|_| ())?.to_be_bytes();
        Ok(Self([red, green, blue]))
    }
}

impl std::fmt::Display for Accent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Accent {
    /// The lowest contrast on some backgrounds, 1 to 21.
    #[must_use]
    pub fn contrast(self, backgrounds: &[[u8; 3]]) -> f64 {
        backgrounds.iter().map(|background| contrast(self.0, *background)).fold(f64::INFINITY, f64::min)
    }

    /// The same hue, lighter or darker by as little as gives a contrast on some backgrounds; white or black at worst.
    #[must_use]
    pub fn readable_on(self, backgrounds: &[[u8; 3]], ratio: f64) -> Self {
        let steps = (0..=32_u16).flat_map(|share| [self.mixed(255, share), self.mixed(0, share)]);
        let best = |a: &Self, b: &Self| a.contrast(backgrounds).total_cmp(&b.contrast(backgrounds));
        steps.clone().find(|step| step.contrast(backgrounds) >= ratio).or_else(|| steps.max_by(best)).unwrap_or(self)
    }

    /// This colour with `share` 32nds of white (255) or black (0) in it.
    fn mixed(self, with: u16, share: u16) -> Self {
        Self(self.0.map(|channel| {
            let mixed = (u16::from(channel) * (32 - share) + with * share) / 32;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        }))
    }
}

/// Contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").
#[must_use]
pub fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance of an sRGB colour, 0 to 1 (WCAG 2.2, "relative luminance").
#[must_use]
pub fn luminance(rgb: [u8; 3]) -> f64 {
    let [red, green, blue] = rgb.map(|channel| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_and_writes_a_colour() {
        assert_eq!("#f2B266".parse(), Ok(Accent([0xf2, 0xb2, 0x66])));
        assert_eq!(Accent([0xf2, 0xb2, 0x66]).to_string(), "#f2b266");
        for wrong in ["", "f2b266", "#f2b26", "#f2b2667", "#f2b26g", "#+2b266"] {
            assert_eq!(wrong.parse::<Accent>(), Err(()), "{wrong}");
        }
    }

    #[test]
    fn black_on_white_is_21() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn any_colour_becomes_readable_on_dark_and_on_light(rgb in any::<[u8; 3]>()) {
            for backgrounds in [&DARK[..], &LIGHT[..]] {
                let accent = Accent(rgb).readable_on(backgrounds, TEXT);
                prop_assert!(accent.contrast(backgrounds) >= TEXT, "{accent}");
            }
        }
    }
}
