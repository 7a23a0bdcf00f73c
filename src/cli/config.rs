//! `shingle config`: every setting, its value, and where it came from; what it prints is a config file itself.

use std::{fmt::Display, process::ExitCode};

use super::say;
use crate::{
    config::{Config, Given, Origin, Setting},
    error::Result,
};

pub(super) fn run(given: Given) -> Result<ExitCode> {
    print(&Config::load(given)?).iter().for_each(say);
    Ok(ExitCode::SUCCESS)
}

/// The lines, with the origins under one another.
fn print(config: &Config) -> Vec<String> {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let path = |setting: &Setting<std::path::PathBuf>| (quoted(&setting.value.display().to_string()), setting.origin);
    let mut rows = vec![
        ("listen", list(&config.listen), config.listen.origin),
        ("data", path(&config.data).0, config.data.origin),
        ("keys", path(&config.keys).0, config.keys.origin),
        ("host", quoted(&config.host.value), config.host.origin),
    ];
    // What nobody has set and has no value has no line either, but for a comment.
    let mut absent = Vec::new();
    match config.port.value {
        Some(port) => rows.push(("port", port.to_string(), config.port.origin)),
        None => absent.push("# port: the one listened on"),
    }
    rows.push(("owner_keys", list(&config.owner_keys), config.owner_keys.origin));
    rows.push(("proxy_from", list(&config.proxy_from), config.proxy_from.origin));
    match config.metrics.value {
        Some(address) => rows.push(("metrics", quoted(&address.to_string()), config.metrics.origin)),
        None => absent.push("# metrics: none"),
    }
    let rows: Vec<_> = rows.into_iter().map(|(name, value, origin)| (format!("{name} = {value}"), origin)).collect();
    let limits = config.limits.rows().into_iter();
    let limits: Vec<_> = limits.map(|(name, value, origin)| (format!("{name} = {value}"), origin)).collect();

    let width = rows.iter().chain(&limits).map(|(row, _)| row.chars().count()).filter(|width| *width < 60).max();
    let width = width.unwrap_or(0);
    let line = |(row, origin): &(String, Origin)| format!("{row:width$}  # {}", from(*origin, config));
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.extend(absent.into_iter().map(str::to_owned));
    lines.extend([String::new(), "[limits]".to_owned()]);
    lines.extend(limits.iter().map(line));
    lines
}

fn list<T: Display>(setting: &Setting<Vec<T>>) -> String {
    let each = setting.value.iter().map(|one| toml::Value::String(one.to_string()).to_string());
    format!("[{}]", each.collect::<Vec<_>>().join(", "))
}

fn from(origin: Origin, config: &Config) -> String {
    match origin {
        Origin::Default => "default".into(),
        Origin::File => config.file.as_deref().map_or("file".into(), |file| file.display().to_string()),
        Origin::Env(name) => format!("{name} in the environment"),
        Origin::Flag(name) => name.into(),
    }
}
