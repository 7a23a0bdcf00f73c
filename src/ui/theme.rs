//! Colours and weights as roles: what a style means, never which colour it is.
//!
//! A theme is worked out from three things: what the visitor chose, what the terminal's background is (if it said so),
//! and how many colours it shows. The visitor's own background is never painted over.

#[cfg(test)]
mod tests;

use ratatui::style::{Color, Modifier, Style};

use crate::{
    content::accent::{self, Accent},
    screen::Depth,
};

/// What the visitor chose with `t`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Choice {
    /// Whatever suits the background the terminal reports.
    #[default]
    Auto,
    /// For a dark background.
    Dark,
    /// For a light background.
    Light,
    /// Full contrast, no greys.
    HighContrast,
    /// No colours: weight, underline and reverse only.
    Mono,
}

impl Choice {
    /// The next choice, in the order `t` goes through.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Auto => Self::Dark,
            Self::Dark => Self::Light,
            Self::Light => Self::HighContrast,
            Self::HighContrast => Self::Mono,
            Self::Mono => Self::Auto,
        }
    }

    /// What the visitor reads.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::HighContrast => "high contrast",
            Self::Mono => "mono",
        }
    }
}

/// What the terminal's background is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Background {
    /// It did not say; every colour must be readable on black and on white.
    #[default]
    Unknown,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

impl Background {
    /// Dark or light, from the colour a terminal reported (OSC 11), 8 bits a channel.
    #[must_use]
    pub fn of(rgb: [u8; 3]) -> Self {
        // Black text reads better than white from a relative luminance of 0.179 up (WCAG 2.2, contrast ratio).
        if accent::luminance(rgb) > 0.179 { Self::Light } else { Self::Dark }
    }
}

/// A style for every role. Roles that matter differ by weight or underline as well as by colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Running text.
    pub text: Style,
    /// What should be read first: names, headings.
    pub strong: Style,
    /// Labels and what may be skipped.
    pub muted: Style,
    /// Rules, rails and frames.
    pub faint: Style,
    /// The one accent: where the visitor is, figures.
    pub accent: Style,
    /// What moves or lights up.
    pub moving: Style,
    /// Good news: the owner is available.
    pub good: Style,
    /// What the visitor must not miss: the server closes.
    pub warn: Style,
    /// Letters that a search matched.
    pub mark: Style,
}

const fn rgb(hex: u32) -> Style {
    let [_, red, green, blue] = hex.to_be_bytes();
    Style::new().fg(Color::Rgb(red, green, blue))
}

/// Contrast that large and bold text needs (WCAG 2.2, success criterion 1.4.3).
const LARGE: f64 = 3.0;
/// Contrast that the nearest of 256 colours may have less.
const SLACK: f64 = 1.5;

const PLAIN: Style = Style::new();
const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);

impl Theme {
    /// The theme for a choice, a background and a depth.
    #[must_use]
    pub fn new(choice: Choice, background: Background, depth: Depth) -> Self {
        let background = match choice {
            Choice::Dark => Background::Dark,
            Choice::Light => Background::Light,
            Choice::Auto | Choice::HighContrast | Choice::Mono => background,
        };
        match (choice, depth) {
            (Choice::Mono, _) | (_, Depth::Mono) => Self::mono(),
            (Choice::HighContrast, _) => Self::high_contrast(background, depth),
            (_, Depth::Ansi16) => Self::named(background),
            (_, Depth::Ansi256 | Depth::True) => Self::full(background),
        }
    }

    /// The theme with the owner's accent instead of amber, where there are colours enough to tell.
    ///
    /// The colour is moved as little as it takes to be read: on a background that is not known, where no colour has the
    /// contrast of text, to that of large text.
    #[must_use]
    pub fn with_accent(self, accent: Accent, choice: Choice, background: Background, depth: Depth) -> Self {
        let background = match choice {
            Choice::Auto => background,
            Choice::Dark => Background::Dark,
            Choice::Light => Background::Light,
            Choice::HighContrast | Choice::Mono => return self,
        };
        if depth < Depth::Ansi256 {
            return self;
        }
        // A little more than is needed: the 256 colours are coarse, and the nearest one may have less.
        let accent = match background {
            Background::Dark => accent.readable_on(&accent::DARK, accent::TEXT + SLACK),
            Background::Light => accent.readable_on(&accent::LIGHT, accent::TEXT + SLACK),
            // There is no room for slack here, so where colours are coarse the theme's own accent stays.
            Background::Unknown if depth < Depth::True => return self,
            Background::Unknown => accent.readable_on(&[accent::DARK, accent::LIGHT].concat(), LARGE),
        };
        let [red, green, blue] = accent.0;
        let colour = Color::Rgb(red, green, blue);
        Self { accent: self.accent.fg(colour), mark: self.mark.fg(colour), ..self }
    }

    /// 256 colours and more. Greys and accents hold 4.5:1, rules 3:1, on the backgrounds people have.
    fn full(background: Background) -> Self {
        let (muted, faint, accent, moving, good, warn) = match background {
            Background::Dark => (
                rgb(0x009a_9aa6),
                rgb(0x0074_7482),
                rgb(0x00f2_b266),
                rgb(0x006f_d6c6),
                rgb(0x008f_d694),
                rgb(0x00ff_9e8f),
            ),
            Background::Light => (
                rgb(0x005f_5f6b),
                rgb(0x0082_828c),
                rgb(0x0094_4a00),
                rgb(0x0000_685e),
                rgb(0x001b_6e2c),
                rgb(0x00b0_2a1e),
            ),
            // No grey is readable as text on black and on white, so here weight alone makes the hierarchy.
            Background::Unknown => {
                (PLAIN, rgb(0x007d_7d88), rgb(0x00b8_741a), rgb(0x001a_8f82), rgb(0x002f_9142), rgb(0x00d2_5040))
            }
        };
        Self {
            text: PLAIN,
            strong: BOLD,
            muted,
            faint,
            accent: accent.add_modifier(Modifier::BOLD),
            moving: moving.add_modifier(Modifier::BOLD),
            good: good.add_modifier(Modifier::BOLD),
            warn: warn.add_modifier(Modifier::BOLD),
            mark: accent.add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
        }
    }

    /// The 16 named colours, which the visitor's own terminal defines; chosen by hand, greys left out.
    fn named(background: Background) -> Self {
        let (accent, moving, good) = match background {
            Background::Dark => (Color::Yellow, Color::Cyan, Color::Green),
            // Green, cyan and yellow fade on white in most palettes, magenta on cream.
            Background::Light => (Color::Blue, Color::Red, Color::Reset),
            // The only hue of the sixteen that stands out from black, from the dark greys and from white.
            Background::Unknown => (Color::LightRed, Color::LightRed, Color::Reset),
        };
        Self {
            text: PLAIN,
            strong: BOLD,
            muted: PLAIN,
            faint: PLAIN,
            accent: BOLD.fg(accent),
            moving: BOLD.fg(moving),
            good: BOLD.fg(good),
            // No red reads on every dark background, and the visitor's own two colours reversed cannot be missed.
            warn: BOLD.add_modifier(Modifier::REVERSED),
            mark: BOLD.fg(accent).add_modifier(Modifier::UNDERLINED),
        }
    }

    fn high_contrast(background: Background, depth: Depth) -> Self {
        let (text, accent, moving, good, warn) = match (background, depth) {
            (Background::Unknown, _) | (_, Depth::Mono | Depth::Ansi16) => return Self::mono(),
            (Background::Dark, _) => {
                (rgb(0x00ff_ffff), rgb(0x00ff_e08a), rgb(0x008a_f5ff), rgb(0x00a8_ffb0), rgb(0x00ff_b3a8))
            }
            (Background::Light, _) => {
                (rgb(0x0000_0000), rgb(0x0000_2f9a), rgb(0x006a_0080), rgb(0x0000_4d14), rgb(0x008a_0000))
            }
        };
        Self {
            text,
            strong: text.add_modifier(Modifier::BOLD),
            muted: text,
            faint: text,
            accent: accent.add_modifier(Modifier::BOLD),
            moving: moving.add_modifier(Modifier::BOLD),
            good: good.add_modifier(Modifier::BOLD),
            warn: warn.add_modifier(Modifier::BOLD),
            mark: accent.add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
        }
    }

    fn mono() -> Self {
        Self {
            text: PLAIN,
            strong: BOLD,
            muted: PLAIN,
            faint: PLAIN,
            accent: BOLD,
            moving: PLAIN.add_modifier(Modifier::REVERSED),
            good: BOLD,
            warn: BOLD.add_modifier(Modifier::REVERSED),
            mark: BOLD.add_modifier(Modifier::UNDERLINED),
        }
    }
}
