//! `visitors`: brings real SSH clients to servers and measures what they cost, side by side and in the same run.
//!
//! `cargo bench --bench visitors -- all` runs everything; `-- help` names the others. Every run is bounded in count and
//! time and stops by itself. Besides any `--target` two servers are measured, each a process of its own, so that their
//! memory is not the clients': this program as shipped, with its limits on time and count lifted, and the *bare* one
//! ([`bare`]), which does the least that a server built on the same library can do and is the floor of every ratio.

#![allow(clippy::cast_precision_loss, reason = "figures are printed with three digits")]

mod args;
mod bare;
mod modes;
mod openssh;
mod plot;
mod process;
mod relay;
mod report;
mod target;
mod visitor;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

fn main() -> anyhow::Result<ExitCode> {
    let args = args::Args::parse();
    let Some(mode) = args.mode.clone() else {
        // So that a run of all targets (`cargo bench`, `cargo test --all-targets`) does not take minutes here.
        args::Args::command().print_help()?;
        return Ok(ExitCode::SUCCESS);
    };
    if let args::Mode::Program = mode {
        // One for each visitor: without the threads below.
        openssh::program()?;
        return Ok(ExitCode::SUCCESS);
    }
    process::raise_descriptors();
    // Both cores, as the servers: who measures must not be slower than what is measured.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match mode {
            args::Mode::BareServer => bare::run().await,
            mode => modes::run(&args, &mode).await,
        }
    })?;
    Ok(ExitCode::SUCCESS)
}
