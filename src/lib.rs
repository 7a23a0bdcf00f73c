//! `shingle` hangs out an engineer's shingle over SSH: a portfolio that a visitor reads in a terminal.
//!
//! The crate is a stack of layers. Each may use only those above it; `tests/it/tidy.rs` holds them to it.
//!
//! | layer | kind | what it is |
//! |---|---|---|
//! | [`content`] | pure | the portfolio as data: TOML text in, a [`content::Portfolio`] or all its problems out |
//! | [`input`] | pure | terminal bytes to [`input::Input`], resumable at any byte, bounded |
//! | [`screen`] | pure | a ratatui `Buffer` to the fewest bytes that bring one terminal up to date |
//! | [`ui`] | pure | `update(state, event) -> effects` and `view(state) -> frame` |
//! | [`shot`] | pure | a page as an SVG picture |
//! | [`commands`] | pure | the words of a command line to text and an exit status |
//! | [`files`] | pure | the portfolio as a read-only folder of files |
//! | [`gates`], [`network`] | pure | who is let as far as the handshake, on a clock that is passed in |
//! | [`session`] | async | one visitor from hello to goodbye over any byte stream |
//! | [`ssh`], [`local`] | transports | each turns one wire into a [`session::Peer`] |
//! | [`ops`] | service | what the running process knows of itself, and tells its operator |
//! | [`server`] | joint | listeners, seats, the end |
//! | [`reload`] | joint | the owner's edits, while the server runs |
//! | [`cli`] | edge | words to calls; with `main` the only place that prints and exits |
//!
//! Beside them stand [`limits`] (every bound, with its unit and its reason), [`config`], [`proxy`] (who is
//! behind a proxy), [`data_dir`] (the only reader of
//! the owner's files) and [`error`].

pub mod cli;
pub mod commands;
pub mod config;
pub mod content;
pub mod data_dir;
pub mod error;
pub mod files;
pub mod gates;
pub mod input;
pub mod limits;
pub mod local;
pub mod network;
pub mod ops;
pub mod proxy;
pub mod reload;
pub mod screen;
pub mod server;
pub mod session;
pub mod shot;
pub mod ssh;
pub mod ui;
