//! The `shingle` binary: everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    shingle::cli::main()
}
