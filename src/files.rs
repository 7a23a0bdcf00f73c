//! The portfolio as files: a read-only folder that stands nowhere, for `sftp` and `scp`.
//!
//! Each file is made from the portfolio when it is first asked for and kept as long as this portfolio is shown, by all
//! visitors together: asking for everything again and again costs nothing but the answer.

mod facts;
mod path;
mod render;

use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use crate::content::Portfolio;
pub use facts::Facts;
pub use path::{NoPath, Path};
use render::Page;

/// All files of one portfolio.
#[derive(Debug)]
pub struct Files {
    portfolio: Arc<Portfolio>,
    ssh: String,
    root: Node,
}

/// A file or a folder.
#[derive(Debug)]
pub struct Node(Kind);

#[derive(Debug)]
enum Kind {
    /// In the order of their names.
    Folder(Vec<(String, Node)>),
    File(Page, OnceLock<Bytes>),
}

impl Files {
    /// The files of a portfolio. `ssh` is the command that brings a visitor back, for the `README.txt`.
    #[must_use]
    pub fn new(portfolio: Arc<Portfolio>, ssh: &str) -> Self {
        let systems = portfolio.systems.iter().enumerate().flat_map(|(at, system)| {
            let slug = &system.slug;
            [
                (format!("{slug}.md"), file(Page::SystemMarkdown(at))),
                (format!("{slug}.txt"), file(Page::SystemText(at))),
            ]
        });
        let mut all = vec![("systems".to_owned(), folder(systems.collect()))];
        all.extend(Page::of_the_root(&portfolio).map(|(name, page)| (name.to_owned(), file(page))));
        let root = folder(all);
        Self { portfolio, ssh: ssh.to_owned(), root }
    }

    /// The portfolio that these are the files of.
    #[must_use]
    pub fn portfolio(&self) -> &Arc<Portfolio> {
        &self.portfolio
    }

    /// The folder that all the others are in.
    #[must_use]
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// What stands at a path.
    #[must_use]
    pub fn find(&self, path: &Path) -> Option<&Node> {
        path.names().iter().try_fold(&self.root, |node, name| {
            let (_, node) = node.entries()?.iter().find(|(known, _)| known == name)?;
            Some(node)
        })
    }

    /// Every path that fits one whose names may have `*` and `?` in them, in order.
    #[must_use]
    pub fn matching(&self, pattern: &Path) -> Vec<Path> {
        let mut found = vec![(Path::default(), &self.root)];
        for name in pattern.names() {
            let mut below = Vec::new();
            for (path, node) in found {
                let fitting = node.entries().unwrap_or_default().iter().filter(|(known, _)| path::fits(name, known));
                below.extend(fitting.map(|(known, node)| (path.join(known), node)));
            }
            found = below;
        }
        found.into_iter().map(|(path, _)| path).collect()
    }

    /// What is said of a node. The size of a file is known once it is made.
    #[must_use]
    pub fn facts(&self, node: &Node) -> Facts {
        let size = self.bytes(node).map_or(0, |bytes| bytes.len() as u64);
        Facts { folder: node.entries().is_some(), size, modified: self.portfolio.folder.modified }
    }

    /// The bytes of a file; `None` of a folder.
    #[must_use]
    pub fn bytes(&self, node: &Node) -> Option<Bytes> {
        match &node.0 {
            Kind::Folder(_) => None,
            Kind::File(page, bytes) => Some(bytes.get_or_init(|| page.render(&self.portfolio, &self.ssh)).clone()),
        }
    }
}

impl Node {
    /// What is in a folder, in the order of names; `None` of a file.
    #[must_use]
    pub fn entries(&self) -> Option<&[(String, Node)]> {
        match &self.0 {
            Kind::Folder(entries) => Some(entries),
            Kind::File(..) => None,
        }
    }
}

fn folder(mut entries: Vec<(String, Node)>) -> Node {
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    Node(Kind::Folder(entries))
}

fn file(page: Page) -> Node {
    Node(Kind::File(page, OnceLock::new()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Folder, sample};

    fn files(resume: Option<&'static [u8]>) -> Files {
        let mut portfolio = sample::portfolio();
        portfolio.folder = Folder { modified: 7, resume: resume.map(Bytes::from_static) };
        Files::new(Arc::new(portfolio), "ssh example.com")
    }

    fn path(path: &str) -> Path {
        Path::parse(path.as_bytes()).unwrap()
    }

    fn text(files: &Files, at: &str) -> String {
        String::from_utf8(files.bytes(files.find(&path(at)).unwrap()).unwrap().into()).unwrap()
    }

    fn names(files: &Files, at: &str) -> Vec<String> {
        files.find(&path(at)).unwrap().entries().unwrap().iter().map(|(name, _)| name.clone()).collect()
    }

    #[test]
    fn the_folders_hold_what_the_readme_says() {
        let files = files(None);
        let root =
            ["README.txt", "experience.md", "portfolio.json", "resume.json", "resume.md", "resume.txt", "systems"];
        assert_eq!(names(&files, "/"), root);
        let systems = names(&files, "systems");
        assert_eq!(systems.len(), 2 * files.portfolio.systems.len());
        assert!(systems.contains(&"edel.md".into()) && systems.contains(&"edel.txt".into()));
        let readme = text(&files, "README.txt");
        for name in root.iter().filter(|name| **name != "README.txt") {
            assert!(readme.contains(name), "{name} is not in:\n{readme}");
        }
        assert!(!readme.contains("pdf"), "{readme}");
    }

    #[test]
    fn the_owners_own_resume_is_there_where_there_is_one() {
        let files = files(Some(b"%PDF-1.7"));
        assert_eq!(text(&files, "resume.pdf"), "%PDF-1.7");
        assert!(text(&files, "README.txt").contains("resume.pdf"));
    }

    #[test]
    fn the_readme_to_the_letter() {
        insta::assert_snapshot!(text(&files(Some(b"%PDF-1.7")), "README.txt"), @r"
        Tushar Khokhar
        Backend & Distributed Systems Engineer

          README.txt      what you read
          resume.txt      the resume as plain text
          resume.md       the resume as Markdown
          resume.pdf      the resume to print
          resume.json     the resume for other programs (jsonresume.org)
          portfolio.json  everything, for programs
          experience.md   the roles, in full
          systems/        each system as plain text and as Markdown

        All of it is made from one source; take what you like. To look around: ssh example.com
        ");
    }

    #[test]
    fn every_file_is_text_that_is_not_empty_and_as_long_as_it_says() {
        let files = files(None);
        let mut folders = vec![Path::default()];
        while let Some(at) = folders.pop() {
            for (name, node) in files.find(&at).unwrap().entries().unwrap() {
                let facts = files.facts(node);
                assert_eq!((facts.modified, facts.folder), (7, node.entries().is_some()));
                if facts.folder {
                    folders.push(at.join(name));
                    continue;
                }
                let text = text(&files, &at.join(name).to_string());
                assert_eq!(facts.size, text.len() as u64);
                assert!(text.len() > 100 && text.ends_with('\n') && !text.contains(['\r', '\x1b']), "{name}");
            }
        }
    }

    #[test]
    fn files_say_what_the_commands_say() {
        let files = files(None);
        let json: serde_json::Value = serde_json::from_str(&text(&files, "portfolio.json")).unwrap();
        assert_eq!(json["schema_version"], 1);
        let resume: serde_json::Value = serde_json::from_str(&text(&files, "resume.json")).unwrap();
        assert_eq!(resume["basics"]["name"], files.portfolio.profile.name);
        let terms =
            crate::commands::Terms { columns: None, color: false, ascii: false, crlf: false, ssh: "ssh example.com" };
        for (command, file) in [
            ("resume", "resume.txt"),
            ("resume --md", "resume.md"),
            ("resume --json", "portfolio.json"),
            ("resume --format json-resume", "resume.json"),
            ("experience --md", "experience.md"),
            ("systems edel", "systems/edel.txt"),
            ("systems edel --md", "systems/edel.md"),
        ] {
            let answer = crate::commands::run(&files.portfolio, command.as_bytes(), terms);
            assert_eq!(text(&files, file), answer.stdout, "{command}");
        }
    }

    #[test]
    fn nothing_else_is_there() {
        let files = files(None);
        for nothing in
            ["resume.pdf", "../etc/passwd", "systems/edel", "resume.md/x", "README.TXT", "systems/../systems/x"]
        {
            assert!(files.find(&path(nothing)).is_none(), "{nothing}");
        }
        assert!(files.find(&path("systems/../systems/edel.md")).is_some());
    }

    #[test]
    fn stars_find_files() {
        let files = files(None);
        let found =
            |pattern: &str| -> Vec<String> { files.matching(&path(pattern)).iter().map(ToString::to_string).collect() };
        assert_eq!(found("resume.*"), ["/resume.json", "/resume.md", "/resume.txt"]);
        assert_eq!(found("*/edel.*"), ["/systems/edel.md", "/systems/edel.txt"]);
        assert_eq!(found("systems/*").len(), names(&files, "systems").len());
        assert_eq!(found("*.pdf"), [""; 0]);
        assert_eq!(found("/"), ["/"]);
    }
}
