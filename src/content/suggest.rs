//! "Did you mean …?": the nearest of the words that would have been right.

/// The candidate that a hand most likely meant, if one is near enough to be worth naming.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A third of the word may be wrong: `strat` finds `start`, but a single letter does not find any other.
    let enough = word.chars().count() / 3;
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&word.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= enough)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The help line for a word that should have been one of a few: the nearest, or else all of them.
pub(crate) fn help(word: &str, kind: &str, candidates: &[&str]) -> String {
    match nearest(word, candidates.iter().copied()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None if candidates.is_empty() => format!("there are no {kind}"),
        None => format!("{kind}: {}", candidates.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_nearest_or_lists_all() {
        assert_eq!(nearest("strat", ["slug", "start", "end"]), Some("start"));
        assert_eq!(nearest("Titel", ["title", "tags"]), Some("title"));
        assert_eq!(nearest("end", ["also"]), None);
        assert_eq!(nearest("c", ["a", "b"]), None);
        assert_eq!(nearest("End", ["end"]), Some("end"));
        assert_eq!(help("edell", "systems", &["doma", "edel"]), "did you mean `edel`?");
        assert_eq!(help("zzz", "systems", &["doma", "edel"]), "systems: doma, edel");
        assert_eq!(help("zzz", "systems", &[]), "there are no systems");
    }
}
