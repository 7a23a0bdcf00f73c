//! The tests that see the program from outside, in one binary.
#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test says that something is not as it should be by panicking; clippy sees only functions with #[test]"
)]

mod attacks;
mod cli;
mod clients;
mod config_file;
mod content;
mod deploy;
mod documents;
mod figures;
mod files;
mod hostile;
mod limits;
mod linear;
mod local;
mod manual;
mod matrix;
mod memory;
mod operations;
mod owner;
mod pictures;
mod proxied;
mod reload;
mod service;
mod shutdown;
mod ssh;
mod support;
mod surfaces;
mod tidy;
