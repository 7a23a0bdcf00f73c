//! What was measured, as Markdown: a row a figure, a column a server, the ratio to the bare one, and whether what was
//! aimed at is met.

use std::{
    fmt,
    io::{self, Write},
    time::Duration,
};

use crate::target::{BARE, OURS, Target};

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Bytes,
    Kib,
    Millis,
    Percent,
    PerSecond,
    Count,
}

/// What is aimed at for this program, in the unit's own size.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Goal {
    /// At most this.
    Most(f64),
    /// At most so much more than the bare server.
    More(f64),
    /// At most so many times the bare server.
    Times(f64),
}

/// Figures of several servers.
pub(crate) struct Table {
    title: String,
    names: Vec<String>,
    rows: Vec<Row>,
}

/// One figure, a value a server.
pub(crate) struct Row {
    label: String,
    unit: Unit,
    values: Vec<Option<f64>>,
    goal: Option<Goal>,
}

impl Row {
    /// What is aimed at.
    pub(crate) fn goal(&mut self, goal: Goal) {
        self.goal = Some(goal);
    }
}

impl Table {
    /// An empty table for these servers.
    pub(crate) fn new(title: impl Into<String>, targets: &[Target]) -> Self {
        let names = targets.iter().map(|target| target.name.clone()).collect();
        Self { title: title.into(), names, rows: Vec::new() }
    }

    /// Adds a figure, a value a server, in the unit's own size (bytes, seconds, parts of one).
    pub(crate) fn row(&mut self, label: impl Into<String>, unit: Unit, values: Vec<Option<f64>>) -> &mut Row {
        self.rows.push(Row { label: label.into(), unit, values, goal: None });
        self.rows.last_mut().expect("one was pushed")
    }

    /// Adds two figures of many samples: what half of them are within, and what 99 of 100 are. The goal is the first's.
    pub(crate) fn spread(&mut self, label: &str, unit: Unit, samples: &[Vec<f64>], goal: Option<Goal>) {
        for (name, share, goal) in [("median", 0.5, goal), ("p99", 0.99, None)] {
            let values = samples.iter().map(|samples| quantile(samples, share)).collect();
            self.row(format!("{label}, {name}"), unit, values).goal = goal;
        }
    }

    /// A figure of a server as it is printed.
    pub(crate) fn text(&self, label: &str, server: &str) -> Option<String> {
        let row = self.rows.iter().find(|row| row.label == label)?;
        Some(row.unit.text(row.of(&self.names, server)?))
    }

    /// Prints it.
    pub(crate) fn print(&self) -> io::Result<()> {
        let bare = self.names.iter().position(|name| name == BARE);
        let goals = self.rows.iter().any(|row| row.goal.is_some());
        let mut lines = vec![self.header(bare, goals)];
        for row in &self.rows {
            let floor = row.of(&self.names, BARE);
            let mut cells = vec![row.label.clone()];
            for (at, value) in row.values.iter().enumerate() {
                cells.push(value.map_or(String::new(), |value| row.unit.text(value)));
                if bare.is_some_and(|bare| bare != at) {
                    let ratio = value.zip(floor).filter(|(_, floor)| *floor > 0.0);
                    cells.push(ratio.map_or(String::new(), |(value, floor)| format!("{:.2} x", value / floor)));
                }
            }
            if goals {
                let verdict = row.goal.map(|goal| goal.verdict(row.unit, row.of(&self.names, OURS), floor));
                cells.push(verdict.unwrap_or_default());
            }
            lines.push(cells);
        }
        line(format_args!("\n{}\n", self.title))?;
        markdown(&lines)
    }

    fn header(&self, bare: Option<usize>, goals: bool) -> Vec<String> {
        let mut cells = vec![String::new()];
        for (at, name) in self.names.iter().enumerate() {
            cells.push(name.clone());
            if bare.is_some_and(|bare| bare != at) {
                cells.push("to bare".to_owned());
            }
        }
        if goals {
            cells.push("target".to_owned());
        }
        cells
    }
}

impl Row {
    fn of(&self, names: &[String], server: &str) -> Option<f64> {
        let at = names.iter().position(|name| name == server)?;
        self.values.get(at).copied().flatten()
    }
}

impl Goal {
    /// What is aimed at, and whether it is met.
    fn verdict(self, unit: Unit, ours: Option<f64>, bare: Option<f64>) -> String {
        let (aim, most) = match self {
            Self::Most(most) => (unit.text(most), Some(most)),
            Self::More(more) => (format!("bare + {}", unit.text(more)), bare.map(|bare| bare + more)),
            Self::Times(times) => (format!("{times} x"), bare.map(|bare| bare * times)),
        };
        match ours.zip(most) {
            Some((ours, most)) if ours <= most => format!("{aim}: met"),
            Some(_) => format!("{aim}: missed"),
            None => aim,
        }
    }
}

/// Prints lines of cells as a table; the first line is its head.
pub(crate) fn markdown(lines: &[Vec<String>]) -> io::Result<()> {
    for (at, cells) in lines.iter().enumerate() {
        line(format_args!("| {} |", cells.join(" | ")))?;
        if at == 0 {
            line(format_args!("|{}", "---|".repeat(cells.len())))?;
        }
    }
    Ok(())
}

impl Unit {
    fn text(self, value: f64) -> String {
        match self {
            Self::Bytes => format!("{value:.0} bytes"),
            Self::Kib => format!("{:.1} KiB", value / 1024.0),
            Self::Millis => format!("{:.3} ms", value * 1000.0),
            Self::Percent => format!("{:.3} %", value * 100.0),
            Self::PerSecond => format!("{value:.1} /s"),
            Self::Count => format!("{value:.0}"),
        }
    }
}

/// The value that this share of the samples does not exceed.
pub(crate) fn quantile(samples: &[f64], share: f64) -> Option<f64> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() as f64 * share).ceil();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank is within the samples")]
    sorted.get((rank as usize).saturating_sub(1)).copied()
}

/// The samples of one server in seconds.
pub(crate) fn seconds(samples: &[Duration]) -> Vec<f64> {
    samples.iter().map(Duration::as_secs_f64).collect()
}

/// Prints a line.
pub(crate) fn line(text: fmt::Arguments<'_>) -> io::Result<()> {
    writeln!(io::stdout(), "{text}")
}

/// Says what goes on, where it does not mix with the figures.
pub(crate) fn progress(text: fmt::Arguments<'_>) {
    // Nobody may be listening.
    let _ = writeln!(io::stderr(), "… {text}");
}
