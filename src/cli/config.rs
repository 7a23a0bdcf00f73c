//! `shingle config`: every setting, its value, and where it came from; what it prints is a config file itself.

use std::process::ExitCode;

use super::say;
use crate::{
    config::{Config, Given, Origin},
    error::Result,
};

pub(super) fn run(given: Given) -> Result<ExitCode> {
    print(&Config::load(given)?).iter().for_each(say);
    Ok(ExitCode::SUCCESS)
}

/// The lines, with the origins under one another.
fn print(config: &Config) -> Vec<String> {
    // What has no value has no line either, but for a comment.
    let rows = config.rows().into_iter().map(|(name, value, origin)| match value {
        Some(value) => (format!("{name} = {value}"), Some(origin)),
        None if name == "port" => ("# port: the one listened on".to_owned(), None),
        None => (format!("# {name}: none"), None),
    });
    let rows: Vec<_> = rows.collect();
    let limits = config.limits.rows().into_iter();
    let limits: Vec<_> = limits.map(|(name, value, origin)| (format!("{name} = {value}"), Some(origin))).collect();

    let width = rows.iter().chain(&limits).map(|(row, _)| row.chars().count()).filter(|width| *width < 60).max();
    let width = width.unwrap_or(0);
    let line = |(row, origin): &(String, Option<Origin>)| match origin {
        Some(origin) => format!("{row:width$}  # {}", from(*origin, config)),
        None => row.clone(),
    };
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.extend([String::new(), "[limits]".to_owned()]);
    lines.extend(limits.iter().map(line));
    lines
}

fn from(origin: Origin, config: &Config) -> String {
    match origin {
        Origin::Default => "default".into(),
        Origin::File => config.file.as_deref().map_or("file".into(), |file| file.display().to_string()),
        Origin::Env(name) => format!("{name} in the environment"),
        Origin::Flag(name) => name.into(),
    }
}
