//! Visitors who type and read nothing: what they cost more than those who do nothing.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::{AT_ONCE, SETTLE, between, guest, readings};
use crate::{
    args::Args,
    process::{self, Reading},
    report::{Goal, Table, Unit, progress},
    target::Target,
    visitor::{Guest, crowd},
};

/// What they type: pages in turn, so that every key is a whole frame.
const KEYS: [&[u8]; 4] = [b"2", b"3", b"4", b"1"];
/// Between two keys of one visitor.
const PACE: Duration = Duration::from_millis(20);
/// Bytes that the kernel takes for one of them; the rest has to wait in the server.
const RECEIVE_BUFFER: u32 = 4096;

pub(super) async fn run(args: &Args, targets: &[Target], count: u32, seconds: u32) -> anyhow::Result<Vec<Table>> {
    let guest = Guest { receive_buffer: Some(RECEIVE_BUFFER), ..guest(args, "guest") };
    let (mut empty, mut idle, mut most, mut kernel, mut cpu) = (vec![], vec![], vec![], vec![], vec![]);
    for target in targets {
        progress(format_args!("{count} visitors of {} type and read nothing", target.name));
        empty.push(target.reading()?);
        let mut visitors = crowd(&target.door, &guest, count, AT_ONCE).await?;
        sleep(SETTLE).await;
        let before = target.reading()?;
        let kernel_before = process::kernel_tcp();
        visitors.iter().for_each(crate::visitor::Visitor::stall);
        let began = Instant::now();
        let mut highest: Option<Reading> = None;
        let mut number = 0;
        while began.elapsed() < Duration::from_secs(seconds.into()) {
            let round = Instant::now();
            let key = KEYS.get(number % KEYS.len()).copied().unwrap_or_default();
            number += 1;
            for visitor in &mut visitors {
                visitor.only_press(key).await?;
            }
            let now = target.reading()?;
            highest = highest.max_by_memory(now);
            sleep(PACE.saturating_sub(round.elapsed())).await;
        }
        kernel.push(kernel_before.zip(process::kernel_tcp()).map(|(before, after)| after - before));
        let after = target.reading()?;
        let lasted = began.elapsed().as_secs_f64();
        cpu.extend(between(&[before], &[after], |before, after| super::cpu(before, after) / lasted));
        idle.push(before);
        most.push(highest);
        for visitor in visitors {
            visitor.hang_up().await?;
        }
    }
    sleep(SETTLE).await;
    let gone = readings(targets)?;
    let each = f64::from(count);
    let mut table = Table::new(
        format!(
            "**Stalled readers**, {count} visitors type for {seconds} s and read nothing, {}x{}",
            args.size.columns, args.size.rows
        ),
        targets,
    );
    let memory = |before: &Reading, after: &Reading| (after.memory - before.memory) / each;
    table.row("memory an idle visitor", Unit::Kib, between(&empty, &idle, memory));
    table.row("more while stalled, at most", Unit::Kib, between(&idle, &most, memory)).goal(Goal::Most(64.0 * 1024.0));
    table.row("CPU of all, of a core", Unit::Percent, cpu);
    table.row("kernel's TCP buffers a visitor", Unit::Kib, kernel.iter().map(|bytes| Some((*bytes)? / each)).collect());
    table.row("memory that stays", Unit::Kib, between(&empty, &gone, |empty, gone| gone.memory - empty.memory));
    Ok(vec![table])
}

trait Higher {
    fn max_by_memory(self, other: Self) -> Self;
}

impl Higher for Option<Reading> {
    fn max_by_memory(self, other: Self) -> Self {
        match (self, other) {
            (Some(one), Some(other)) if one.memory >= other.memory => Some(one),
            (one, other) => other.or(one),
        }
    }
}
