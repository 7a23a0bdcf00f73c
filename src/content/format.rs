//! The formats that a text can have to keep: one table for the checker and for the editors' schemas.

use super::{Month, accent::Accent};

/// A format that a schema names.
pub(super) struct Format {
    /// Name, as `format` in a schema.
    pub(super) name: &'static str,
    /// The same rule as a regular expression, for editors.
    pub(super) pattern: &'static str,
    /// Whether a text keeps it.
    pub(super) fits: fn(&str) -> bool,
    /// What the text must be, to follow "must be".
    pub(super) rule: &'static str,
    /// One that keeps it.
    pub(super) example: &'static str,
}

const ALL: [Format; 7] = [
    Format {
        name: "colour",
        pattern: "^#[0-9a-fA-F]{6}$",
        fits: |text| text.parse::<Accent>().is_ok(),
        rule: "a colour, written #rrggbb",
        example: "#f2b266",
    },
    Format {
        name: "month",
        pattern: r"^\d{4}-(0[1-9]|1[0-2])$",
        fits: |text| text.parse::<Month>().is_ok(),
        rule: "a month, written YYYY-MM",
        example: "2025-05",
    },
    Format {
        name: "slug",
        pattern: "^[a-z0-9]+(-[a-z0-9]+)*$",
        fits: is_slug,
        rule: "a short name of a-z, 0-9 and single hyphens",
        example: "arcane-labs",
    },
    Format {
        name: "spot",
        pattern: "^[a-z0-9]+(-[a-z0-9]+)*( *> *[a-z0-9]+(-[a-z0-9]+)*)?$",
        fits: |text| text.splitn(2, '>').all(|id| is_slug(id.trim())),
        rule: "the id of a node, or `from > to` for an edge",
        example: "client > queue",
    },
    Format {
        name: "url",
        pattern: r"^(https?://|mailto:)[!-~]+$",
        fits: |text| {
            ["https://", "http://", "mailto:"]
                .iter()
                .any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
                && text.bytes().all(|byte| byte.is_ascii_graphic())
        },
        rule: "an address that starts with https://, http:// or mailto:, without spaces",
        example: "https://example.com",
    },
    Format {
        name: "email",
        pattern: r"^[^@\s]+@[^@\s]+$",
        fits: |text| {
            text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty() && !host.contains('@'))
                && text.bytes().all(|byte| byte.is_ascii_graphic())
        },
        rule: "an e-mail address, with an @ and without spaces",
        example: "you@example.com",
    },
    Format {
        name: "path",
        pattern: r"^(?!.*(^|/)(\.\.)?(/|$))[^\\:]+$",
        // A file outside the data directory would be served to the whole world.
        fits: |text| !text.contains(['\\', ':']) && text.split('/').all(|part| !part.is_empty() && part != ".."),
        rule: "a file in the data directory, by its relative path, without `..`",
        example: "resume.pdf",
    },
];

/// Looks a format up by the name that a schema gives it.
pub(super) fn named(name: &str) -> Option<&'static Format> {
    ALL.iter().find(|format| format.name == name)
}

/// Whether a text is a slug: a-z and 0-9 in groups, joined by single hyphens.
pub(super) fn is_slug(text: &str) -> bool {
    text.split('-')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_knows_right_from_wrong() {
        for (name, right, wrong) in [
            ("month", vec!["2025-05"], vec!["2025", "2025-5", "2025-13", "2025-00", "May 2025", "+025-05"]),
            ("slug", vec!["hft", "dex-aggregator", "d1"], vec!["", "Doma", "a--b", "-a", "a b", "é"]),
            ("spot", vec!["queue", "a > b", "a>b"], vec!["", "a >", "> b", "a > b > c", "A"]),
            (
                "url",
                vec!["https://a.b/c", "mailto:a@b"],
                vec!["a.b", "https://", "ftp://a", "https://a b", "javascript:x"],
            ),
            ("email", vec!["a@b.c"], vec!["a", "@", "a@", "@b", "a@b@c", "a b@c"]),
            ("path", vec!["resume.pdf", "files/cv.pdf"], vec!["/etc/passwd", "../x", "a/../../b", "c:\\x", "a//b"]),
        ] {
            let format = named(name).unwrap();
            assert!((format.fits)(format.example), "{name}: its own example");
            for text in right {
                assert!((format.fits)(text), "{name}: {text:?} is right");
            }
            for text in wrong {
                assert!(!(format.fits)(text), "{name}: {text:?} is wrong");
            }
        }
    }
}
