//! A path as a client writes it, made into one that cannot lead anywhere but down from the root.

use std::fmt;

use crate::limits;

/// A path from the root: names only, none of them empty, `.` or `..`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Path(Vec<String>);

/// Why something is no path here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPath {
    /// More bytes than [`limits::FILE_PATH`].
    Long,
    /// Bytes that no name here has: control characters, or what is not UTF-8.
    Strange,
}

impl Path {
    /// Reads a path. One that does not start at the root starts there all the same: nobody is ever anywhere else.
    ///
    /// # Errors
    /// When it is too long or has bytes that no name here has.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoPath> {
        if bytes.len() > limits::FILE_PATH {
            return Err(NoPath::Long);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| NoPath::Strange)?;
        if text.chars().any(char::is_control) {
            return Err(NoPath::Strange);
        }
        let mut names = Vec::new();
        for name in text.split('/') {
            match name {
                "" | "." => {}
                // Above the root is the root.
                ".." => drop(names.pop()),
                _ => names.push(name.to_owned()),
            }
        }
        Ok(Self(names))
    }

    /// The names on the way down.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// The last name; that of the root is `/`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.last().map_or("/", String::as_str)
    }

    /// The path of something in this folder.
    #[must_use]
    pub fn join(&self, name: &str) -> Self {
        let mut names = self.0.clone();
        names.push(name.to_owned());
        Self(names)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.0.join("/"))
    }
}

impl fmt::Display for NoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Long => write!(f, "a path here has at most {} bytes", limits::FILE_PATH),
            Self::Strange => f.write_str("no name here has such characters"),
        }
    }
}

/// Whether a name fits a pattern of `*` (any characters) and `?` (one), as the shell that old `scp` counts on would say.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    // The last star and where its text ended: a mismatch lets that star take one character more. This needs no stack, and
    // no more steps than pattern times name.
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut of, mut star) = (0, 0, None);
    while let Some(&c) = name.get(of) {
        match (pattern.get(at), star) {
            (Some('*'), _) => {
                star = Some((at, of));
                at += 1;
            }
            (Some(&wanted), _) if wanted == '?' || wanted == c => (at, of) = (at + 1, of + 1),
            (_, Some((back, taken))) => {
                star = Some((back, taken + 1));
                (at, of) = (back + 1, taken + 1);
            }
            _ => return false,
        }
    }
    pattern.get(at..).is_some_and(|rest| rest.iter().all(|&c| c == '*'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(path: &str) -> String {
        Path::parse(path.as_bytes()).unwrap().to_string()
    }

    #[test]
    fn every_way_leads_down_from_the_root() {
        for (written, read) in [
            ("", "/"),
            (".", "/"),
            ("/", "/"),
            ("resume.md", "/resume.md"),
            ("./systems//edel.md/", "/systems/edel.md"),
            ("systems/../resume.md", "/resume.md"),
            ("../../etc/passwd", "/etc/passwd"),
            ("/..", "/"),
            ("/systems/../../../..", "/"),
            ("...", "/..."),
            ("a\\..\\b", "/a\\..\\b"),
        ] {
            assert_eq!(shown(written), read, "{written:?}");
        }
    }

    #[test]
    fn what_no_name_has_is_no_path() {
        for strange in [&b"a\0b"[..], b"a\nb", b"\x1b[31m", b"\x7f", b"\xff\xfe", "a\u{85}".as_bytes()] {
            assert_eq!(Path::parse(strange), Err(NoPath::Strange), "{strange:?}");
        }
        assert_eq!(Path::parse(&vec![b'a'; limits::FILE_PATH + 1]), Err(NoPath::Long));
        assert!(Path::parse(&vec![b'a'; limits::FILE_PATH]).is_ok());
    }

    #[test]
    fn stars_take_what_they_need_and_no_more() {
        for (pattern, name) in
            [("*", "a.md"), ("*.md", "a.md"), ("a*b*c", "axxbxbxc"), ("?.md", "a.md"), ("**", ""), ("a", "a")]
        {
            assert!(fits(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in
            [("", "a"), ("*.md", "a.txt"), ("?", ""), ("a*b*c", "axxbxb"), ("*a*a*a*b", "aaaaaaaaaaaa")]
        {
            assert!(!fits(pattern, name), "{pattern} {name}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_lead_above_the_root(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            if let Ok(path) = Path::parse(&bytes) {
                prop_assert!(path.names().iter().all(|name| !matches!(name.as_str(), "" | "." | "..") && !name.contains('/')));
                prop_assert_eq!(Path::parse(path.to_string().as_bytes()), Ok(path));
            }
        }

        #[test]
        fn dots_and_slashes_lead_down_only(path in "[./a-c]{0,40}") {
            let path = Path::parse(path.as_bytes()).unwrap();
            prop_assert!(!path.names().iter().any(|name| name == ".." || name == "."));
        }

        #[test]
        fn a_name_fits_itself_and_a_star(name in "[a-c.]{0,12}", pattern in "[a-c.*?]{0,12}") {
            prop_assert!(fits(&name, &name) && fits("*", &name) && fits(&["*", &name, "*"].concat(), &name));
            let _ = fits(&pattern, &name);
        }
    }
}
