//! What was measured, as aligned text: a row a figure, a column a server, and the ratio to the bare one.

use std::{
    fmt,
    io::{self, Write},
    time::Duration,
};

use crate::target::{BARE, Target};

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

/// Figures of several servers.
pub(crate) struct Table {
    title: String,
    names: Vec<String>,
    rows: Vec<(String, Unit, Vec<Option<f64>>)>,
}

impl Table {
    /// An empty table for these servers.
    pub(crate) fn new(title: impl Into<String>, targets: &[Target]) -> Self {
        let names = targets.iter().map(|target| target.name.clone()).collect();
        Self { title: title.into(), names, rows: Vec::new() }
    }

    /// Adds a figure, a value a server, in the unit's own size (bytes, seconds, parts of one).
    pub(crate) fn row(&mut self, label: impl Into<String>, unit: Unit, values: Vec<Option<f64>>) {
        self.rows.push((label.into(), unit, values));
    }

    /// Adds two figures of many samples: what half of them are within, and what 99 of 100 are.
    pub(crate) fn spread(&mut self, label: &str, unit: Unit, samples: &[Vec<f64>]) {
        for (name, share) in [("median", 0.5), ("p99", 0.99)] {
            let values = samples.iter().map(|samples| quantile(samples, share)).collect();
            self.row(format!("{label}, {name}"), unit, values);
        }
    }

    /// Prints it.
    pub(crate) fn print(&self) -> io::Result<()> {
        let bare = self.names.iter().position(|name| name == BARE);
        let mut lines = vec![(String::new(), self.header(bare))];
        for (label, unit, values) in &self.rows {
            let floor = bare.and_then(|at| values.get(at).copied().flatten());
            let mut cells = Vec::new();
            for (at, value) in values.iter().enumerate() {
                cells.push(value.map_or("-".to_owned(), |value| unit.text(value)));
                if bare.is_some_and(|bare| bare != at) {
                    let ratio = value.zip(floor).filter(|(_, floor)| *floor > 0.0);
                    cells.push(ratio.map_or(String::new(), |(value, floor)| format!("{:.2} x", value / floor)));
                }
            }
            lines.push((label.clone(), cells));
        }
        let label_width = lines.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..lines.first().map_or(0, |(_, cells)| cells.len()))
            .map(|at| lines.iter().filter_map(|(_, cells)| cells.get(at)).map(|cell| cell.chars().count()).max())
            .map(|width| width.unwrap_or(0))
            .collect();
        line(format_args!("\n{}", self.title))?;
        for (label, cells) in &lines {
            let cells: Vec<String> =
                cells.iter().zip(&widths).map(|(cell, &width)| format!("  {cell:>width$}")).collect();
            line(format_args!("  {}", format!("{label:label_width$}{}", cells.concat()).trim_end()))?;
        }
        Ok(())
    }

    fn header(&self, bare: Option<usize>) -> Vec<String> {
        let mut cells = Vec::new();
        for (at, name) in self.names.iter().enumerate() {
            cells.push(name.clone());
            if bare.is_some_and(|bare| bare != at) {
                cells.push("to bare".to_owned());
            }
        }
        cells
    }
}

impl Unit {
    fn text(self, value: f64) -> String {
        match self {
            Self::Bytes => format!("{value:.0} B"),
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
