//! `shingle completions`: what a shell needs to complete the words of this command line.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap_complete::Shell;

pub(super) fn run(shell: Shell, mut command: clap::Command) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "shingle", &mut script);
    // Whoever closed the pipe has read enough.
    let _ = io::stdout().write_all(&script);
    ExitCode::SUCCESS
}
