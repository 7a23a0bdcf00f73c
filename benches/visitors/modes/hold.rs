//! Visitors who look at the first page and do nothing: what each costs, how a newcomer fares beside them, and what is
//! left when all are gone.

use std::{path::Path, time::Duration};

use anyhow::{Context, ensure};
use tokio::time::{Instant, sleep};

use super::{AT_ONCE, SETTLE, between, cpu, guest, readings};
use crate::{
    args::Args,
    plot::{Line, Plot},
    process,
    report::{Goal, Table, Unit, progress, quantile},
    target::Target,
    visitor::{Guest, Visitor, crowd, farewell},
};

/// Visits before the first reading, so that code that is read from the disk once is nobody's memory; few at a time.
const WARM: u32 = 12;
const WARM_AT_ONCE: u32 = 4;
/// How long a server is left alone when all are gone: ours gives memory back some seconds later.
const GONE: Duration = Duration::from_secs(8);
/// Descriptors of this process, and of a server, for everything but visitors.
const OTHERS: u64 = 256;

/// What is held, and for how long.
pub(super) struct Hold<'a> {
    /// Visitors of each server, one number after the other.
    pub(super) counts: &'a [u32],
    pub(super) seconds: u32,
    /// Visits one at a time beside those who are held.
    pub(super) newcomers: u32,
    /// Where pictures are written.
    pub(super) plots: Option<&'a Path>,
}

/// What was seen of one server with so many held.
struct Level {
    visitors: u32,
    /// Bytes of all of them.
    memory: Option<f64>,
    first_frames: Vec<f64>,
}

pub(super) async fn run(args: &Args, targets: &[Target], hold: Hold<'_>) -> anyhow::Result<Vec<Table>> {
    let guest = guest(args, "guest");
    let mut counts = hold.counts.to_vec();
    counts.sort_unstable();
    enough(targets, counts.last().copied().unwrap_or_default())?;
    for target in targets {
        farewell(crowd(&target.door, &guest, WARM, WARM_AT_ONCE).await?, WARM_AT_ONCE).await?;
    }
    sleep(SETTLE).await;
    let empty = readings(targets)?;
    let mut here: Vec<Vec<_>> = targets.iter().map(|_| Vec::new()).collect();
    let mut levels: Vec<Vec<Level>> = targets.iter().map(|_| Vec::new()).collect();
    let mut table = Table::new(
        format!("**Idle visitors held**, {}x{}, {} s", args.size.columns, args.size.rows, hold.seconds),
        targets,
    );
    table.row("memory before", Unit::Kib, empty.iter().map(|one| Some(one.as_ref()?.memory)).collect());
    for count in counts {
        let mut takes_part = Vec::new();
        for (target, here) in targets.iter().zip(&mut here) {
            let part = target.most.is_none_or(|most| count <= most);
            takes_part.push(part);
            if part {
                progress(format_args!("{count} visitors come to {}", target.name));
                let more = count.saturating_sub(u32::try_from(here.len())?);
                here.extend(crowd(&target.door, &guest, more, AT_ONCE).await?);
            }
        }
        let only = |values: Vec<Option<f64>>| -> Vec<Option<f64>> {
            values.into_iter().zip(&takes_part).map(|(value, part)| value.filter(|_| *part)).collect()
        };
        sleep(SETTLE).await;
        let (before, began) = (readings(targets)?, Instant::now());
        sleep(Duration::from_secs(hold.seconds.into())).await;
        let (after, lasted) = (readings(targets)?, began.elapsed().as_secs_f64());
        let memory = only(between(&empty, &after, |empty, held| held.memory - empty.memory));
        let each = memory.iter().map(|memory| Some((*memory)? / f64::from(count))).collect();
        table.row(format!("{count}: memory a visitor"), Unit::Kib, each).goal(Goal::More(32.0 * 1024.0));
        let spent = only(between(&before, &after, |before, after| cpu(before, after) / lasted));
        table.row(format!("{count}: CPU of all, of a core"), Unit::Percent, spent).goal(Goal::Most(0.005));
        let woken =
            between(&before, &after, |before, after| after.sleeps.saturating_sub(before.sleeps) as f64 / lasted);
        table.row(format!("{count}: wakeups of all"), Unit::PerSecond, only(woken));
        let mut times: Vec<Vec<f64>> = targets.iter().map(|_| Vec::new()).collect();
        newcomers(targets, &guest, hold.newcomers, &takes_part, &mut times).await?;
        if hold.newcomers > 0 {
            table.spread(&format!("{count}: a newcomer's first frame"), Unit::Millis, &times, None);
        }
        for ((levels, memory), first_frames) in levels.iter_mut().zip(memory).zip(times) {
            levels.push(Level { visitors: count, memory, first_frames });
        }
    }
    for here in here {
        farewell(here, AT_ONCE).await?;
    }
    progress(format_args!("all have left"));
    sleep(GONE).await;
    let gone = readings(targets)?;
    table.row("memory after all left", Unit::Kib, gone.iter().map(|one| Some(one.as_ref()?.memory)).collect());
    let share = between(&empty, &gone, |empty, gone| gone.memory / empty.memory);
    table.row("of that before", Unit::Percent, share).goal(Goal::Most(1.2));
    if let Some(folder) = hold.plots {
        draw(folder, targets, &levels, args)?;
    }
    Ok(vec![table])
}

/// Whether there are enough descriptors: one here for every visitor of every server, and one there.
fn enough(targets: &[Target], count: u32) -> anyhow::Result<()> {
    let here: u64 = targets.iter().map(|target| u64::from(target.most.unwrap_or(count).min(count))).sum();
    let needed = here + OTHERS;
    let granted = process::descriptors();
    ensure!(
        granted.is_none_or(|granted| granted >= needed),
        "{count} visitors of {} servers need {needed} file descriptors, and the system grants {}: raise that (ulimit -Hn, \
         as root) or hold fewer",
        targets.len(),
        granted.unwrap_or_default()
    );
    Ok(())
}

/// Visits one at a time, the servers in turn.
async fn newcomers(
    targets: &[Target],
    guest: &Guest,
    visits: u32,
    takes_part: &[bool],
    times: &mut [Vec<f64>],
) -> anyhow::Result<()> {
    let mut whole = vec![None; targets.len()];
    let rounds = if visits == 0 { 0 } else { visits + 1 };
    for number in 0..rounds {
        for (((target, times), whole), part) in targets.iter().zip(&mut *times).zip(&mut whole).zip(takes_part) {
            if !part || !target.takes(number) {
                continue;
            }
            let mut visitor = Visitor::come(&target.door, guest).await?;
            let heard = visitor.first_frame(*whole).await?;
            // The first says how long a frame is, so that the others need not wait for silence.
            *whole = whole.or(Some(heard.bytes));
            if number > 0 {
                times.push(heard.complete.as_secs_f64());
            }
            visitor.leave().await?;
        }
    }
    Ok(())
}

/// Whether one line would press the others against the floor.
fn far_apart(lines: &[Line]) -> bool {
    let heights = || lines.iter().flat_map(|line| &line.points).map(|point| point.1);
    heights().fold(0.0, f64::max) > 30.0 * heights().fold(f64::MAX, f64::min)
}

/// Writes the curves as pictures.
fn draw(folder: &Path, targets: &[Target], levels: &[Vec<Level>], args: &Args) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    let lines = |suffix: &str, dashed: bool, value: fn(&Level) -> Option<f64>| -> Vec<Line> {
        let curves = targets.iter().zip(levels).enumerate().map(|(colour, (target, levels))| Line {
            name: format!("{}{suffix}", target.name),
            colour,
            dashed,
            points: levels.iter().filter_map(|level| Some((f64::from(level.visitors), value(level)?))).collect(),
        });
        curves.filter(|line| !line.points.is_empty()).collect()
    };
    let each = lines("", false, |level| Some(level.memory? / 1024.0 / f64::from(level.visitors)));
    let mut frames = lines(" median", false, |level| Some(quantile(&level.first_frames, 0.5)? * 1000.0));
    frames.extend(lines(" p99", true, |level| Some(quantile(&level.first_frames, 0.99)? * 1000.0)));
    let plot = |title: &str, unit: &str, tenfold, lines| Plot {
        title: title.to_owned(),
        unit: format!("{unit}, terminals of {}x{}", args.size.columns, args.size.rows),
        along: "idle visitors held".to_owned(),
        tenfold,
        lines,
    };
    for (name, plot) in [
        ("memory-each", plot("Memory a visitor", "KiB", far_apart(&each), each)),
        (
            "memory-all",
            plot("Memory of all visitors", "MiB", false, lines("", false, |l| Some(l.memory? / 1_048_576.0))),
        ),
        ("first-frame", plot("Connect to first frame beside them", "ms", far_apart(&frames), frames)),
    ] {
        let file = folder.join(format!("{name}.svg"));
        std::fs::write(&file, plot.svg()).with_context(|| format!("{} cannot be written", file.display()))?;
    }
    Ok(())
}
