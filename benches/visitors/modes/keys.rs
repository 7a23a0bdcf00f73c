//! One key on a list page: how long until pixels come, and how many bytes they take.

use std::time::Duration;

use super::{between, cpu, guest, readings};
use crate::{
    args::Args,
    report::{Goal, Table, Unit, progress, quantile},
    target::Target,
    visitor::Visitor,
};

/// Silence after which a key's frame is complete; it comes in one message.
const QUIET: Duration = Duration::from_millis(4);

pub(super) async fn run(args: &Args, targets: &[Target], keys: u32) -> anyhow::Result<Vec<Table>> {
    let guest = guest(args, "systems");
    let mut visitors = Vec::new();
    for target in targets {
        let mut visitor = Visitor::come(&target.door, &guest).await?;
        visitor.first_frame(None).await?;
        // The first key of a session may have more to do than the others.
        visitor.press(b"j", QUIET).await?;
        visitor.press(b"k", QUIET).await?;
        visitors.push(visitor);
    }
    progress(format_args!("{keys} keys a server, in turn"));
    let mut times: Vec<Vec<f64>> = targets.iter().map(|_| Vec::new()).collect();
    let mut bytes: Vec<Vec<f64>> = targets.iter().map(|_| Vec::new()).collect();
    let before = readings(targets)?;
    for number in 0..keys {
        let key: &[u8] = if number % 2 == 0 { b"j" } else { b"k" };
        for ((visitor, times), bytes) in visitors.iter_mut().zip(&mut times).zip(&mut bytes) {
            let heard = visitor.press(key, QUIET).await?;
            times.push(heard.complete.as_secs_f64());
            bytes.push(heard.bytes as f64);
        }
    }
    let after = readings(targets)?;
    let mut table = Table::new(
        format!("**Keys**, {keys} on the list of {}, {}x{}", guest.user, args.size.columns, args.size.rows),
        targets,
    );
    table.spread("key to frame", Unit::Millis, &times, Some(Goal::Times(1.5)));
    let usual = bytes.iter().map(|bytes| quantile(bytes, 0.5)).collect();
    table.row("bytes a key, median", Unit::Bytes, usual).goal(Goal::Most(400.0));
    table.row("bytes a key, most", Unit::Bytes, bytes.iter().map(|bytes| quantile(bytes, 1.0)).collect());
    let each = f64::from(keys);
    table.row("CPU a key", Unit::Millis, between(&before, &after, |before, after| cpu(before, after) / each));
    for visitor in visitors {
        visitor.leave().await?;
    }
    Ok(vec![table])
}
