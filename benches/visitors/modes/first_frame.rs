//! From TCP connect to a complete first frame, one visitor at a time and the servers in turn.

use std::time::Duration;

use super::{AT_ONCE, guest};
use crate::{
    args::Args,
    relay::Relay,
    report::{Table, Unit, progress, quantile, seconds},
    target::Target,
    visitor::{Guest, Visitor, crowd, farewell},
};

/// Delays of the two relays; a round trip is what the difference adds. Long against what anything takes here, so that
/// the count comes out whole.
const DELAYS: [Duration; 2] = [Duration::from_millis(50), Duration::from_millis(100)];
/// Visits that round trips are counted in.
const TRIPS: u32 = 3;

pub(super) async fn run(args: &Args, targets: &[Target], visits: u32, held: u32) -> anyhow::Result<()> {
    let guest = guest(args, "guest");
    let mut crowds = Vec::new();
    for target in targets {
        crowds.push(crowd(target.address, &guest, held, AT_ONCE).await?);
    }
    progress(format_args!("{visits} visits a server, one at a time"));
    let mut times: Vec<Vec<Duration>> = targets.iter().map(|_| Vec::new()).collect();
    let mut bytes: Vec<Vec<f64>> = targets.iter().map(|_| Vec::new()).collect();
    for _ in 0..visits {
        for ((target, times), bytes) in targets.iter().zip(&mut times).zip(&mut bytes) {
            let mut visitor = Visitor::come(target.address, &guest).await?;
            let heard = visitor.first_frame(None).await?;
            times.push(heard.complete);
            bytes.push(heard.bytes as f64);
            visitor.leave().await?;
        }
    }
    let mut trips = Vec::new();
    for target in targets {
        trips.push(Some(round_trips(target, &guest).await?));
    }
    let title = format!(
        "first frame: {visits} visits one at a time, {}x{}, {held} visitors held",
        args.size.columns, args.size.rows
    );
    let mut table = Table::new(title, targets);
    table.spread("connect to first frame", Unit::Millis, &times.iter().map(|times| seconds(times)).collect::<Vec<_>>());
    table.row("bytes, median", Unit::Bytes, bytes.iter().map(|bytes| quantile(bytes, 0.5)).collect());
    table.row("round trips, TCP's included", Unit::Count, trips);
    for visitors in crowds {
        farewell(visitors, AT_ONCE).await?;
    }
    table.print()?;
    Ok(())
}

/// How often a visitor waits for the way there and back, that of TCP's own greeting included.
async fn round_trips(target: &Target, guest: &Guest) -> anyhow::Result<f64> {
    let mut fastest = Vec::new();
    for delay in DELAYS {
        let relay = Relay::start(target.address, delay).await?;
        let mut times = Vec::new();
        for _ in 0..TRIPS {
            let mut visitor = Visitor::come(relay.address, guest).await?;
            // The frame's length is known only afterwards, and silence must be longer than the delay.
            let heard = visitor.hear_slowly(delay).await?;
            times.push(heard.complete.as_secs_f64());
            visitor.hang_up().await?;
        }
        fastest.push(times.into_iter().fold(f64::MAX, f64::min));
    }
    let [short, long] = DELAYS.map(|delay| delay.as_secs_f64());
    let added = fastest.last().copied().unwrap_or_default() - fastest.first().copied().unwrap_or_default();
    // The relay itself is connected to at once.
    Ok((added / (long - short)).round() + 1.0)
}
