//! Visitors who look at the first page and do nothing: what each costs, and what is left when all are gone.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::{AT_ONCE, SETTLE, between, cpu, guest, readings};
use crate::{
    args::Args,
    report::{Table, Unit, progress},
    target::Target,
    visitor::{crowd, farewell},
};

pub(super) async fn run(args: &Args, targets: &[Target], counts: &[u32], seconds: u32) -> anyhow::Result<()> {
    let guest = guest(args, "guest");
    let mut counts = counts.to_vec();
    counts.sort_unstable();
    let empty = readings(targets)?;
    let mut all: Vec<Vec<_>> = targets.iter().map(|_| Vec::new()).collect();
    let mut table =
        Table::new(format!("hold: idle visitors, {}x{}, {seconds} s", args.size.columns, args.size.rows), targets);
    table.row("memory before", Unit::Kib, empty.iter().map(|one| Some(one.as_ref()?.memory)).collect());
    for count in counts {
        for (target, held) in targets.iter().zip(&mut all) {
            progress(format_args!("{count} visitors come to {}", target.name));
            let more = count.saturating_sub(u32::try_from(held.len())?);
            held.extend(crowd(target.address, &guest, more, AT_ONCE).await?);
        }
        sleep(SETTLE).await;
        let (before, began) = (readings(targets)?, Instant::now());
        sleep(Duration::from_secs(seconds.into())).await;
        let (after, lasted) = (readings(targets)?, began.elapsed().as_secs_f64());
        let each = f64::from(count);
        table.row(
            format!("{count}: memory a visitor"),
            Unit::Kib,
            between(&empty, &after, |empty, held| (held.memory - empty.memory) / each),
        );
        table.row(
            format!("{count}: CPU of all, of a core"),
            Unit::Percent,
            between(&before, &after, |before, after| cpu(before, after) / lasted),
        );
        table.row(
            format!("{count}: wakeups of all"),
            Unit::PerSecond,
            between(&before, &after, |before, after| after.sleeps.saturating_sub(before.sleeps) as f64 / lasted),
        );
    }
    for held in all {
        farewell(held, AT_ONCE).await?;
    }
    sleep(SETTLE).await;
    let gone = readings(targets)?;
    table.row("memory after all left", Unit::Kib, gone.iter().map(|one| Some(one.as_ref()?.memory)).collect());
    table.row("  of that before", Unit::Percent, between(&empty, &gone, |empty, gone| gone.memory / empty.memory));
    table.print()?;
    Ok(())
}
