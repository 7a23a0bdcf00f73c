//! An outline as lines of text, wrapped to a width; styles stay apart from the words, for whoever can show them.

use textwrap::{Options, WordSeparator, WordSplitter, wrap};
use unicode_width::UnicodeWidthStr;

use super::{
    ascii,
    outline::{Block, Outline, Point, Row, Value},
};

/// Cells between two columns.
const GAP: usize = 3;
/// Cells in front of what stands under a heading.
const INDENT: usize = 2;
/// Cells that the right one of two columns needs; with less they go under one another.
const COLUMN: usize = 24;

/// How text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Cells of a line. Longer words are broken; addresses and commands stay whole.
    pub width: usize,
    /// Whether only ASCII may be used.
    pub ascii: bool,
}

/// Text in lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// The lines, each a row of runs without blanks at its end.
    pub lines: Vec<Vec<Run>>,
}

/// Some of a line, all in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Their weight.
    pub style: Style,
}

/// The weight of some words; never what alone tells one thing from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// As everything.
    Text,
    /// Names and headings.
    Strong,
    /// Titles and figures.
    Accent,
    /// What a reader can do without.
    Quiet,
}

impl Text {
    /// The text without styles, lines ended by LF.
    #[must_use]
    pub fn plain(&self) -> String {
        self.with(|_, text, out| out.push_str(text))
    }

    /// The text with each run written by `write`, lines ended by LF.
    pub fn with(&self, mut write: impl FnMut(Style, &str, &mut String)) -> String {
        let mut out = String::new();
        for line in &self.lines {
            for run in line {
                write(run.style, &run.text, &mut out);
            }
            out.push('\n');
        }
        out
    }
}

/// Sets an outline.
#[must_use]
pub fn lay(outline: &Outline, setting: Setting) -> Text {
    let mut page = Page { text: Text::default(), setting };
    let mut above: Option<&Block> = None;
    for block in &outline.blocks {
        let tight = matches!(block, Block::Line(_) | Block::Quiet(_));
        let heads = match above {
            Some(Block::Heading(_)) => !matches!(block, Block::Entry { .. }),
            other => other.is_none(),
        };
        if !tight && !heads {
            page.text.lines.push(Vec::new());
        }
        page.block(block);
        above = Some(block);
    }
    page.text
}

struct Page {
    text: Text,
    setting: Setting,
}

impl Page {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(text) => self.lines(text, Style::Accent, 0),
            Block::Heading(text) => self.lines(text, Style::Strong, 0),
            Block::Entry { title, aside } => self.entry(title, aside),
            Block::Text(text) | Block::Line(text) => self.lines(text, Style::Text, 0),
            Block::Quiet(text) => self.lines(text, Style::Quiet, 0),
            Block::Rows(rows) => self.rows(rows),
            Block::Points(points) => self.points(points),
            Block::Steps(steps) => {
                let column = steps.len().to_string().len() + 1;
                for (number, step) in (1..).zip(steps) {
                    self.beside(&format!("{number}."), Style::Accent, column, 1, step);
                }
            }
            Block::Paths(paths) => {
                for path in paths {
                    self.lines(&path.join(" → "), Style::Strong, INDENT);
                }
            }
        }
    }

    /// Text as this setting has it.
    fn words(&self, text: &str) -> String {
        if self.setting.ascii { ascii::fold(text) } else { text.to_owned() }
    }

    /// Cuts text into rows of at most `width` cells.
    fn cut(&self, text: &str, width: usize) -> Vec<String> {
        let options = Options::new(width.max(1))
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(WordSplitter::NoHyphenation);
        wrap(&self.words(text), options).into_iter().map(|row| row.trim_end().to_owned()).collect()
    }

    fn line(&mut self, runs: impl IntoIterator<Item = (String, Style)>) {
        let runs = runs.into_iter().filter(|(text, _)| !text.is_empty());
        self.text.lines.push(runs.map(|(text, style)| Run { text, style }).collect());
    }

    fn lines(&mut self, text: &str, style: Style, indent: usize) {
        for row in self.cut(text, self.setting.width.saturating_sub(indent)) {
            self.line([(" ".repeat(indent), Style::Text), (row, style)]);
        }
    }

    fn entry(&mut self, title: &str, aside: &str) {
        let (title, aside) = (self.words(title), self.words(aside));
        if aside.is_empty() {
            self.lines(&title, Style::Strong, 0);
        } else if title.width() + GAP + aside.width() > self.setting.width {
            self.lines(&title, Style::Strong, 0);
            self.lines(&aside, Style::Quiet, 0);
        } else {
            self.line([(title, Style::Strong), (" ".repeat(GAP), Style::Text), (aside, Style::Quiet)]);
        }
    }

    /// A head of `column` cells, a gap, and text that hangs beside it; under it where that leaves too little.
    fn beside(&mut self, head: &str, style: Style, column: usize, gap: usize, text: &str) {
        let head = self.words(head);
        let hang = INDENT + column + gap;
        if hang + COLUMN / 2 > self.setting.width {
            self.lines(&head, style, INDENT);
            return self.lines(text, Style::Text, 2 * INDENT);
        }
        let mut head = Some(head);
        for row in self.cut(text, self.setting.width - hang) {
            match head.take() {
                Some(head) => {
                    let blank = hang - INDENT - head.width().min(column);
                    self.line([
                        (" ".repeat(INDENT), Style::Text),
                        (head, style),
                        (" ".repeat(blank), Style::Text),
                        (row, Style::Text),
                    ]);
                }
                None => self.line([(" ".repeat(hang), Style::Text), (row, Style::Text)]),
            }
        }
    }

    fn points(&mut self, points: &[Point]) {
        let figures: Vec<String> =
            points.iter().map(|point| self.words(point.figure.as_deref().unwrap_or("·"))).collect();
        let column = figures.iter().map(|figure| figure.width()).max().unwrap_or(0);
        for (point, figure) in points.iter().zip(&figures) {
            let style = if point.figure.is_some() { Style::Accent } else { Style::Quiet };
            self.beside(figure, style, column, if column > 1 { 2 } else { 1 }, &point.text);
        }
    }

    /// Two aligned columns; one under the other where the lines are too short for both.
    fn rows(&mut self, rows: &[Row]) {
        let keys: Vec<String> = rows.iter().map(|row| self.words(&row.key)).collect();
        let column = keys.iter().map(|key| key.width()).max().unwrap_or(0);
        let beside = column + GAP + COLUMN <= self.setting.width;
        for (row, key) in rows.iter().zip(keys) {
            match &row.value {
                Value::Text(text) if beside => self.beside(&key, Style::Strong, column, GAP, text),
                Value::Text(text) => {
                    self.lines(&key, Style::Strong, INDENT);
                    self.lines(text, Style::Text, 2 * INDENT);
                }
                Value::Address(whole) | Value::Code(whole) => {
                    let whole = self.words(whole);
                    if INDENT + column + GAP + whole.width() <= self.setting.width {
                        let blank = " ".repeat(GAP + column - key.width());
                        let head = [(" ".repeat(INDENT), Style::Text), (key, Style::Strong), (blank, Style::Text)];
                        self.line(head.into_iter().chain([(whole, Style::Text)]));
                    } else {
                        self.lines(&key, Style::Strong, INDENT);
                        self.line([(" ".repeat(2 * INDENT), Style::Text), (whole, Style::Text)]);
                    }
                }
            }
        }
    }
}
