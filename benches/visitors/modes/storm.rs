//! Visitors who connect, see the first frame and leave, many at a time; the servers take turns of a few hundred visits.

use std::time::Duration;

use tokio::time::Instant;

use super::{between, cpu, guest, readings};
use crate::{
    args::Args,
    process::Reading,
    report::{Goal, Table, Unit, progress},
    target::{Door, Target},
    visitor::{Guest, Visitor, some_at_a_time},
};

/// Turns that the visits are split into, so that what else the machine does meets all servers alike.
const TURNS: u32 = 4;

pub(super) async fn run(args: &Args, targets: &[Target], visits: u32, at_once: u32) -> anyhow::Result<Vec<Table>> {
    let guest = guest(args, "guest");
    let mut whole = Vec::new();
    for target in targets {
        // How long a frame is, so that nobody waits for silence; and what only the first visitor of all costs.
        let mut visitor = Visitor::come(&target.door, &guest).await?;
        whole.push(visitor.first_frame(None).await?.bytes);
        visitor.leave().await?;
    }
    let empty = readings(targets)?;
    let mut lasted = vec![Duration::ZERO; targets.len()];
    let mut spent: Vec<Option<f64>> = targets.iter().map(|_| None).collect();
    let mut times: Vec<Vec<f64>> = targets.iter().map(|_| Vec::new()).collect();
    let mut made = 0;
    for turn in 1..=TURNS {
        let now = visits * turn / TURNS - made;
        made += now;
        progress(format_args!("turn {turn} of {TURNS}: {now} visits a server, {at_once} at a time"));
        for (at, target) in targets.iter().enumerate() {
            let before = target.reading()?;
            let began = Instant::now();
            let came = turn_of(&target.door, &guest, whole.get(at).copied(), now, at_once).await?;
            let after = target.reading()?;
            let of_turn = between(&[before], &[after], cpu).into_iter().next().flatten();
            if let (Some(lasted), Some(spent), Some(times)) = (lasted.get_mut(at), spent.get_mut(at), times.get_mut(at))
            {
                *lasted += began.elapsed();
                *spent = of_turn.map(|more| spent.unwrap_or(0.0) + more);
                times.extend(came);
            }
        }
    }
    let each = f64::from(visits);
    let mut table = Table::new(
        format!("**Storm**, {visits} visits, {at_once} at a time, {}x{}", args.size.columns, args.size.rows),
        targets,
    );
    let spent = spent.iter().map(|spent| Some((*spent)? / each)).collect();
    table.row("CPU of the server a visit", Unit::Millis, spent).goal(Goal::Times(1.5));
    table.row(
        "visits, this tool's own work included",
        Unit::PerSecond,
        lasted.iter().map(|lasted| Some(each / lasted.as_secs_f64())).collect(),
    );
    table.spread("connect to first frame in the storm", Unit::Millis, &times, None);
    let memory = |empty: &Reading, after: &Reading| after.memory - empty.memory;
    table.row("memory that stays", Unit::Kib, between(&empty, &readings(targets)?, memory));
    Ok(vec![table])
}

async fn turn_of(
    door: &Door,
    guest: &Guest,
    whole: Option<usize>,
    visits: u32,
    at_once: u32,
) -> anyhow::Result<Vec<f64>> {
    some_at_a_time(visits, at_once, || {
        let (door, guest) = (door.clone(), guest.clone());
        async move {
            let mut visitor = Visitor::come(&door, &guest).await?;
            let heard = visitor.first_frame(whole).await?;
            visitor.leave().await?;
            anyhow::Ok(heard.complete.as_secs_f64())
        }
    })
    .await
}
