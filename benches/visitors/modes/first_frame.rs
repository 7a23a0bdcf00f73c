//! From TCP connect to a complete first frame, one visitor at a time and the servers in turn.

use std::time::Duration;

use super::{AT_ONCE, guest, trips};
use crate::{
    args::Args,
    report::{Goal, Table, Unit, progress, quantile, seconds},
    target::Target,
    visitor::{Visitor, crowd, farewell},
};

pub(super) async fn run(args: &Args, targets: &[Target], visits: u32, held: u32) -> anyhow::Result<Vec<Table>> {
    let guest = guest(args, "guest");
    let mut crowds = Vec::new();
    for target in targets {
        crowds.push(crowd(&target.door, &guest, held, AT_ONCE).await?);
    }
    progress(format_args!("{visits} visits a server, one at a time"));
    let mut times: Vec<Vec<Duration>> = targets.iter().map(|_| Vec::new()).collect();
    let mut bytes: Vec<Vec<f64>> = targets.iter().map(|_| Vec::new()).collect();
    for number in 0..visits {
        for ((target, times), bytes) in targets.iter().zip(&mut times).zip(&mut bytes) {
            if !target.takes(number) {
                continue;
            }
            let mut visitor = Visitor::come(&target.door, &guest).await?;
            let heard = visitor.first_frame(None).await?;
            times.push(heard.complete);
            bytes.push(heard.bytes as f64);
            visitor.leave().await?;
        }
    }
    progress(format_args!("round trips"));
    let (mut ours, mut of_openssh) = (Vec::new(), Vec::new());
    for target in targets {
        ours.push(Some(trips::ours(target, &guest).await?));
        of_openssh.push(trips::of_openssh(target).await?);
    }
    let held = if held == 0 { String::new() } else { format!(", {held} others held") };
    let title =
        format!("**First frame**, {visits} visits one at a time, {}x{}{held}", args.size.columns, args.size.rows);
    let mut table = Table::new(title, targets);
    let times: Vec<Vec<f64>> = times.iter().map(|times| seconds(times)).collect();
    table.spread("connect to first frame", Unit::Millis, &times, Some(Goal::Times(1.5)));
    let sizes = bytes.iter().map(|bytes| quantile(bytes, 0.5)).collect();
    table.row("bytes, median", Unit::Bytes, sizes).goal(Goal::Most(6.0 * 1024.0));
    table.row("round trips, TCP's included", Unit::Count, ours).goal(Goal::Times(1.0));
    if of_openssh.iter().any(Option::is_some) {
        table.row("the same with OpenSSH's client", Unit::Count, of_openssh).goal(Goal::Times(1.0));
    }
    for visitors in crowds {
        farewell(visitors, AT_ONCE).await?;
    }
    Ok(vec![table])
}
