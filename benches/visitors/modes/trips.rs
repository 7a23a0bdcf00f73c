//! Round trips to a first frame, counted: a relay holds back all the server says, and each round trip costs that once.

use std::{net::SocketAddr, time::Duration};

use crate::{
    openssh,
    relay::Relay,
    target::{Door, Target},
    visitor::{Guest, Visitor},
};

/// Delays of the two relays; a round trip is what the difference adds. Long against what anything takes here, so that
/// the count comes out whole.
const DELAYS: [Duration; 2] = [Duration::from_millis(50), Duration::from_millis(250)];
/// Visits that round trips are counted in.
const VISITS: u32 = 3;

/// How often one of this tool's visitors waits for the way there and back.
pub(super) async fn ours(target: &Target, guest: &Guest) -> anyhow::Result<f64> {
    count(target.door.address, |address, delay| async move {
        let door = Door { address, ..target.door.clone() };
        let mut visitor = Visitor::come(&door, guest).await?;
        // The frame's length is known only afterwards, and silence must be longer than the delay.
        let heard = visitor.hear_slowly(delay).await?;
        visitor.hang_up().await?;
        Ok(heard.complete)
    })
    .await
}

/// The same with OpenSSH's client; nothing where there is none, or where it would need a key.
pub(super) async fn of_openssh(target: &Target) -> anyhow::Result<Option<f64>> {
    let Some(ssh) = openssh::client().filter(|_| target.door.login.is_none()) else { return Ok(None) };
    let ssh = &ssh;
    let trips = count(target.door.address, |address, delay| openssh::visit(ssh, address, delay * 2)).await?;
    Ok(Some(trips))
}

/// Counts round trips of a kind of visit, that of TCP's own greeting included.
async fn count<V>(server: SocketAddr, visit: impl Fn(SocketAddr, Duration) -> V) -> anyhow::Result<f64>
where
    V: Future<Output = anyhow::Result<Duration>>,
{
    let mut fastest = Vec::new();
    for delay in DELAYS {
        let relay = Relay::start(server, delay).await?;
        let mut best = Duration::MAX;
        for _ in 0..VISITS {
            best = best.min(visit(relay.address, delay).await?);
        }
        fastest.push(best.as_secs_f64());
    }
    let [short, long] = DELAYS.map(|delay| delay.as_secs_f64());
    let added = fastest.last().copied().unwrap_or_default() - fastest.first().copied().unwrap_or_default();
    // The relay itself is connected to at once.
    Ok((added / (long - short)).round() + 1.0)
}
