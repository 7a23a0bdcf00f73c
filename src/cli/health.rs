//! `shingle health`: asks a running server whether visitors are let in; for containers, which have no curl.

use std::{net::SocketAddr, process::ExitCode};

use super::say;
use crate::{
    config::{Config, Given},
    error::{Error, Result},
    limits,
    ops::health,
};

pub(super) fn run(address: Option<SocketAddr>, given: Given) -> Result<ExitCode> {
    let address = match address {
        Some(address) => Some(address),
        None => Config::load(given)?.metrics.value,
    };
    let Some(address) = address else {
        return Err(Error::new("there is no address to ask at")
            .hint("name the one that the server was given as --metrics (or SHINGLE_METRICS)"));
    };
    match health::ask(address, limits::HEALTH_WAIT) {
        Ok(true) => {
            say("ready");
            Ok(ExitCode::SUCCESS)
        }
        Ok(false) => Err(Error::new(format!("the server at {address} lets nobody in just now"))),
        Err(cause) => Err(Error::new(format!("nobody answers at {address}"))
            .because(cause)
            .hint("does the server run, with this address as --metrics?")),
    }
}
