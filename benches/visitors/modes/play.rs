//! A playing data flow: what its frames cost in bytes and CPU.

use std::time::Duration;

use tokio::{task::JoinSet, time::Instant};

use super::{AT_ONCE, between, cpu, guest};
use crate::{
    args::Args,
    report::{Goal, Table, Unit, progress},
    target::Target,
    visitor::crowd,
};

/// Plays, from the first step where it has come to the last.
const PLAY: &[u8] = b" ";
/// Silence after which it is played again; between two steps it is shorter.
const STANDS: Duration = Duration::from_secs(4);

pub(super) async fn run(args: &Args, targets: &[Target], count: u32, seconds: u32) -> anyhow::Result<Vec<Table>> {
    let guest = guest(args, "systems/edel");
    let lasting = Duration::from_secs(seconds.into());
    let (mut used, mut bytes, mut frames, mut fastest) = (vec![], vec![], vec![], vec![]);
    for target in targets {
        progress(format_args!("{count} visitors of {} watch for {seconds} s", target.name));
        let visitors = crowd(&target.door, &guest, count, AT_ONCE).await?;
        let before = target.reading()?;
        let began = Instant::now();
        let mut watching = JoinSet::new();
        for mut visitor in visitors {
            watching.spawn(async move {
                let (mut bytes, mut frames, mut most) = (0, 0, 0);
                visitor.only_press(PLAY).await?;
                while began.elapsed() < lasting {
                    let second = Instant::now();
                    let mut of_second = 0;
                    while second.elapsed() < Duration::from_secs(1) {
                        let heard = tokio::time::timeout(STANDS, visitor.hear(second, Some(1), STANDS)).await;
                        match heard {
                            Ok(heard) => {
                                let heard = heard?;
                                bytes += heard.bytes;
                                of_second += heard.frames;
                            }
                            Err(_) => visitor.only_press(PLAY).await?,
                        }
                    }
                    frames += of_second;
                    most = most.max(of_second);
                }
                visitor.leave().await?;
                anyhow::Ok((bytes, frames, most))
            });
        }
        let (mut all_bytes, mut all_frames, mut most) = (0, 0, 0);
        while let Some(watched) = watching.join_next().await {
            let watched = watched??;
            all_bytes += watched.0;
            all_frames += watched.1;
            most = most.max(watched.2);
        }
        let after = target.reading()?;
        let whole = began.elapsed().as_secs_f64() * f64::from(count);
        used.extend(between(&[before], &[after], |before, after| cpu(before, after) / whole));
        bytes.push((all_frames > 0).then(|| all_bytes as f64 / all_frames as f64));
        frames.push(Some(all_frames as f64 / whole));
        fastest.push(Some(most as f64));
    }
    let mut table = Table::new(
        format!("**A playing data flow**, {count} visitors for {seconds} s, {}x{}", args.size.columns, args.size.rows),
        targets,
    );
    table.row("bytes a frame, mean", Unit::Bytes, bytes).goal(Goal::Most(2048.0));
    table.row("frames a visitor, mean", Unit::PerSecond, frames);
    table.row("frames of a visitor in one second, most", Unit::Count, fastest).goal(Goal::Most(12.0));
    table.row("CPU a visitor, of a core", Unit::Percent, used).goal(Goal::Most(0.002));
    Ok(vec![table])
}
