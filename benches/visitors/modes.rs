//! What is measured, a file each.

mod first_frame;
mod hold;
mod keys;
mod play;
mod stalled;
mod storm;
mod trips;

use std::time::Duration;

use crate::{
    args::{Args, Mode},
    openssh,
    process::Reading,
    report::{Table, line, markdown},
    target::{self, BARE, OURS, Target},
    visitor::Guest,
};
use hold::Hold;

/// Visitors that come at the same time where it is not the storm itself that is measured.
const AT_ONCE: u32 = 32;
/// How long a server is left alone before its memory is read: what is freed late is freed by then.
const SETTLE: Duration = Duration::from_secs(2);
/// A page with a list and nothing beside it, for keys; the other has a preview.
const PLAIN_LIST: &str = "contact";
/// Figures that the README carries: how it calls them, and where they stand.
const HEADLINE: [(&str, &str); 4] = [
    ("memory a held idle visitor, 1,000 of them", "1000: memory a visitor"),
    ("CPU of the server with 1,000 idle visitors, of a core", "1000: CPU of all, of a core"),
    ("connect to first frame, median", "connect to first frame, median"),
    ("a playing data flow, a frame", "bytes a frame, mean"),
];

/// Runs one mode and prints its tables.
pub(crate) async fn run(args: &Args, mode: &Mode) -> anyhow::Result<()> {
    if let Mode::All { plots } = mode { all(args, plots.as_deref()).await } else { one(args, mode).await.map(drop) }
}

/// Runs each mode with servers of its own, and prints the headline at the end.
async fn all(args: &Args, plots: Option<&std::path::Path>) -> anyhow::Result<()> {
    let mut tables = Vec::new();
    let list = Args { user: Some(PLAIN_LIST.to_owned()), ..args.clone() };
    for (args, mode) in [
        (args, Mode::FirstFrame { visits: 200, held: 0 }),
        (&list, Mode::Keys { keys: 500 }),
        (args, Mode::Keys { keys: 500 }),
        (args, Mode::Storm { visits: 500, at_once: 16 }),
        (args, Mode::grow(plots)),
        (args, Mode::Stalled { visitors: 100, seconds: 10 }),
        (args, Mode::Play { visitors: 20, seconds: 10 }),
    ] {
        tables.extend(one(args, &mode).await?);
    }
    let size = format!("at {}x{}", args.size.columns, args.size.rows);
    let mut lines = vec![vec![size, BARE.to_owned(), OURS.to_owned()]];
    for (name, label) in HEADLINE {
        let of = |server| tables.iter().find_map(|table| table.text(label, server)).unwrap_or_default();
        lines.push(vec![name.to_owned(), of(BARE), of(OURS)]);
    }
    line(format_args!("\n**The four figures of the README**\n"))?;
    Ok(markdown(&lines)?)
}

async fn one(args: &Args, mode: &Mode) -> anyhow::Result<Vec<Table>> {
    let mut targets = target::start(args).await?;
    if matches!(mode, Mode::Stalled { .. } | Mode::Play { .. }) {
        // What it runs has no pages and plays nothing.
        targets.retain(|target| target.name != openssh::NAME);
    }
    let tables = match mode {
        Mode::Hold { visitors, seconds, newcomers } => {
            let hold = Hold { counts: visitors, seconds: *seconds, newcomers: *newcomers, plots: None };
            hold::run(args, &targets, hold).await?
        }
        Mode::Grow { visitors, seconds, newcomers, plots } => {
            let hold = Hold { counts: visitors, seconds: *seconds, newcomers: *newcomers, plots: plots.as_deref() };
            hold::run(args, &targets, hold).await?
        }
        Mode::FirstFrame { visits, held } => first_frame::run(args, &targets, *visits, *held).await?,
        Mode::Keys { keys } => keys::run(args, &targets, *keys).await?,
        Mode::Storm { visits, at_once } => storm::run(args, &targets, *visits, *at_once).await?,
        Mode::Stalled { visitors, seconds } => stalled::run(args, &targets, *visitors, *seconds).await?,
        Mode::Play { visitors, seconds } => {
            // The bare one has nothing to play.
            targets.retain(|target| target.name != BARE);
            play::run(args, &targets, *visitors, *seconds).await?
        }
        Mode::All { .. } | Mode::BareServer | Mode::Program => Vec::new(),
    };
    for table in &tables {
        table.print()?;
    }
    Ok(tables)
}

fn guest(args: &Args, user: &str) -> Guest {
    let user = args.user.clone().unwrap_or_else(|| user.to_owned());
    Guest { user, size: args.size, receive_buffer: None }
}

/// The processes at this moment, where they are known.
fn readings(targets: &[Target]) -> anyhow::Result<Vec<Option<Reading>>> {
    targets.iter().map(Target::reading).collect()
}

/// A figure from two readings of every process.
fn between(
    before: &[Option<Reading>],
    after: &[Option<Reading>],
    figure: impl Fn(&Reading, &Reading) -> f64,
) -> Vec<Option<f64>> {
    before.iter().zip(after).map(|(before, after)| Some(figure(before.as_ref()?, after.as_ref()?))).collect()
}

/// CPU time between two readings, seconds.
fn cpu(before: &Reading, after: &Reading) -> f64 {
    after.cpu.saturating_sub(before.cpu).as_secs_f64()
}
