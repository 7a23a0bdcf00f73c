//! What is measured, a file each.

mod first_frame;
mod hold;
mod keys;
mod play;
mod stalled;
mod storm;

use std::time::Duration;

use crate::{
    args::{Args, Mode},
    process::Reading,
    target::{self, Target},
    visitor::Guest,
};

/// Visitors that come at the same time where it is not the storm itself that is measured.
const AT_ONCE: u32 = 32;
/// How long a server is left alone before its memory is read: what is freed late is freed by then.
const SETTLE: Duration = Duration::from_secs(2);

/// Runs one mode, or each of them with servers of its own.
pub(crate) async fn run(args: &Args, mode: &Mode) -> anyhow::Result<()> {
    let Mode::All = mode else { return one(args, mode).await };
    for mode in [
        Mode::FirstFrame { visits: 100, held: 0 },
        Mode::Keys { keys: 500 },
        Mode::Storm { visits: 500, at_once: 16 },
        Mode::Hold { visitors: vec![1000], seconds: 10 },
        Mode::Stalled { visitors: 100, seconds: 10 },
        Mode::Play { visitors: 20, seconds: 10 },
    ] {
        one(args, &mode).await?;
    }
    Ok(())
}

async fn one(args: &Args, mode: &Mode) -> anyhow::Result<()> {
    let mut targets = target::start(args).await?;
    match mode {
        Mode::Hold { visitors, seconds } => hold::run(args, &targets, visitors, *seconds).await,
        Mode::FirstFrame { visits, held } => first_frame::run(args, &targets, *visits, *held).await,
        Mode::Keys { keys } => keys::run(args, &targets, *keys).await,
        Mode::Storm { visits, at_once } => storm::run(args, &targets, *visits, *at_once).await,
        Mode::Stalled { visitors, seconds } => stalled::run(args, &targets, *visitors, *seconds).await,
        Mode::Play { visitors, seconds } => {
            // The bare one has nothing to play.
            targets.retain(|target| target.name != target::BARE);
            play::run(args, &targets, *visitors, *seconds).await
        }
        Mode::All | Mode::BareServer => Ok(()),
    }
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
