//! Every role can be read: contrast as WCAG 2.2 counts it, on the backgrounds people have, at every depth.

use super::*;
use crate::{
    content::accent::{DARK, LIGHT, contrast},
    screen::shown_as,
};

const CHOICES: [Choice; 5] = [Choice::Auto, Choice::Dark, Choice::Light, Choice::HighContrast, Choice::Mono];
const BACKGROUNDS: [Background; 3] = [Background::Unknown, Background::Dark, Background::Light];
const DEPTHS: [Depth; 4] = [Depth::Mono, Depth::Ansi16, Depth::Ansi256, Depth::True];

/// The roles that are read, and the one that is only seen.
fn roles(theme: &Theme) -> [(&'static str, Style); 9] {
    [
        ("text", theme.text),
        ("strong", theme.strong),
        ("muted", theme.muted),
        ("accent", theme.accent),
        ("moving", theme.moving),
        ("good", theme.good),
        ("warn", theme.warn),
        ("mark", theme.mark),
        ("faint", theme.faint),
    ]
}

/// Every theme, with the backgrounds it must be read on and whether which one it is was known.
fn themes() -> impl Iterator<Item = (String, Theme, Depth, Vec<[u8; 3]>, bool)> {
    CHOICES.into_iter().flat_map(|choice| {
        BACKGROUNDS.into_iter().flat_map(move |background| {
            DEPTHS.into_iter().map(move |depth| {
                let meant = match choice {
                    Choice::Dark => Background::Dark,
                    Choice::Light => Background::Light,
                    Choice::Auto | Choice::HighContrast | Choice::Mono => background,
                };
                let grounds = match meant {
                    Background::Dark => DARK.to_vec(),
                    Background::Light => LIGHT.to_vec(),
                    Background::Unknown => [DARK, LIGHT].concat(),
                };
                let name = format!("{choice:?} on {background:?} at {depth:?}");
                (name, Theme::new(choice, background, depth), depth, grounds, meant != Background::Unknown)
            })
        })
    })
}

#[test]
fn every_role_can_be_read_on_every_background_at_every_depth() {
    let mut faults = Vec::new();
    for (name, theme, depth, grounds, known) in themes() {
        for (role, style) in roles(&theme) {
            // The terminal's own foreground on its own background is for its owner to choose.
            let Some(colour) = style.fg.and_then(|colour| shown_as(colour, depth)) else { continue };
            // No colour reaches 4.5 on black and on white, so accents are bold there, and large text needs 3.
            let bold = style.add_modifier.contains(Modifier::BOLD);
            let least = if role == "faint" || (!known && bold) { 3.0 } else { 4.5 };
            for ground in &grounds {
                let found = contrast(colour, *ground);
                if found < least {
                    faults.push(format!("{name}: {role} {colour:?} on {ground:?} has {found:.2}, not {least}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn an_accent_of_the_owner_can_be_read_at_every_depth() {
    let mut faults = Vec::new();
    for hex in ["#000000", "#ffffff", "#808080", "#ff0000", "#0000ff", "#00ff00", "#7d4698", "#f2b266", "#123456"] {
        for background in BACKGROUNDS {
            let (grounds, least) = match background {
                Background::Dark => (DARK.to_vec(), 4.5),
                Background::Light => (LIGHT.to_vec(), 4.5),
                Background::Unknown => ([DARK, LIGHT].concat(), 3.0),
            };
            for depth in [Depth::Ansi256, Depth::True] {
                let theme = Theme::new(Choice::Auto, background, depth).with_accent(
                    hex.parse().unwrap(),
                    Choice::Auto,
                    background,
                    depth,
                );
                let Some(colour) = theme.accent.fg.and_then(|colour| shown_as(colour, depth)) else { continue };
                for ground in grounds.iter().filter(|ground| contrast(colour, **ground) < least) {
                    faults.push(format!("{hex} on {ground:?} ({background:?}, {depth:?}): {colour:?}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_role_paints_a_background() {
    for (name, theme, ..) in themes() {
        for (role, style) in roles(&theme) {
            assert_eq!(style.bg, None, "{name}: {role}");
        }
    }
}

#[test]
fn what_matters_differs_from_text_without_its_colour_too() {
    for (name, theme, ..) in themes() {
        for (role, style) in roles(&theme).into_iter().filter(|(role, _)| !["text", "muted", "faint"].contains(role)) {
            assert_ne!(style.add_modifier, theme.text.add_modifier, "{name}: {role}");
        }
    }
}

#[test]
fn mono_has_no_colour() {
    for (name, theme, ..) in themes().filter(|(name, ..)| name.contains("Mono")) {
        for (role, style) in roles(&theme) {
            assert_eq!(style.fg, None, "{name}: {role}");
        }
    }
}

#[test]
fn contrast_is_counted_as_the_definition_does() {
    assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 0.01);
    assert!((contrast([0x76; 3], [255; 3]) - 4.54).abs() < 0.01);
    assert_eq!(Background::of([0x28, 0x2c, 0x34]), Background::Dark);
    assert_eq!(Background::of([0xfd, 0xf6, 0xe3]), Background::Light);
}
