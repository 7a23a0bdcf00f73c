//! The portfolio that ships, for tests: real text finds more than made-up text does.

use super::{Portfolio, Source, parse};

/// The files of `data/`.
pub(crate) fn sources() -> Vec<Source> {
    [
        ("profile.toml", include_str!("../../data/profile.toml")),
        ("experience.toml", include_str!("../../data/experience.toml")),
        ("philosophy.toml", include_str!("../../data/philosophy.toml")),
        ("systems/dex-aggregator.toml", include_str!("../../data/systems/dex-aggregator.toml")),
        ("systems/doma.toml", include_str!("../../data/systems/doma.toml")),
        ("systems/edel.toml", include_str!("../../data/systems/edel.toml")),
        ("systems/hft.toml", include_str!("../../data/systems/hft.toml")),
        ("systems/hundread.toml", include_str!("../../data/systems/hundread.toml")),
        ("systems/mira.toml", include_str!("../../data/systems/mira.toml")),
        ("systems/tide.toml", include_str!("../../data/systems/tide.toml")),
        ("systems/xtrends.toml", include_str!("../../data/systems/xtrends.toml")),
    ]
    .map(|(path, text)| Source { path: path.into(), text: text.into() })
    .into()
}

/// The portfolio in them.
pub(crate) fn portfolio() -> Portfolio {
    parse(&sources()).expect("the data that ships has no problems")
}
