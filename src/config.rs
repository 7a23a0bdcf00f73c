//! How this server is set up: defaults, then the config file, then the environment, then flags; the last one wins.
//!
//! Every value remembers where it came from. Nothing here reads the environment: the command line hands it over.

mod bounds;
mod parse;
mod schema;

use std::{
    fs::File,
    io::Read,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    path::{Path, PathBuf},
};

use crate::{
    error::{Error, Result},
    limits,
    network::Network,
};

pub use bounds::{Bytes, Limits};
pub use parse::{address, duration};
pub use schema::schema;

/// A value and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub origin: Origin,
}

/// Where a value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// The config file.
    File,
    /// This environment variable.
    Env(&'static str),
    /// This flag.
    Flag(&'static str),
}

/// How this server is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The config file, where one was named.
    pub file: Option<PathBuf>,
    /// Addresses to listen on.
    pub listen: Setting<Vec<SocketAddr>>,
    /// The data directory.
    pub data: Setting<PathBuf>,
    /// The folder of the host key.
    pub keys: Setting<PathBuf>,
    /// The host name that visitors type.
    pub host: Setting<String>,
    /// The port that visitors type, where it is not the one listened on.
    pub port: Setting<Option<u16>>,
    /// Public keys of the owner, one OpenSSH line each (`ssh-ed25519 AAAA… comment`).
    pub owner_keys: Setting<Vec<String>>,
    /// Networks of proxies, from which every connection must say who is behind it.
    pub proxy_from: Setting<Vec<Network>>,
    /// Where metrics and health are told; nowhere, unless an address is named.
    pub metrics: Setting<Option<SocketAddr>>,
    /// What one visitor may do, and how many there may be.
    pub limits: Limits,
}

/// What flags and environment say; `None` where they say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// The config file.
    pub file: Option<PathBuf>,
    /// Addresses to listen on.
    pub listen: Option<Setting<Vec<SocketAddr>>>,
    /// The data directory.
    pub data: Option<Setting<PathBuf>>,
    /// The folder of the host key.
    pub keys: Option<Setting<PathBuf>>,
    /// Networks of proxies.
    pub proxy_from: Option<Setting<Vec<Network>>>,
    /// Where metrics and health are told.
    pub metrics: Option<Setting<SocketAddr>>,
}

impl<T> Setting<T> {
    fn layered(given: Option<Self>, file: Option<T>, default: T) -> Self {
        let written = file.map(|value| Self { value, origin: Origin::File });
        given.or(written).unwrap_or(Self { value: default, origin: Origin::Default })
    }
}

impl Config {
    /// Reads the config file, where one was named, and lays flags and environment over it.
    ///
    /// # Errors
    /// When the file cannot be read or is wrong; then the error carries the line.
    pub fn load(given: Given) -> Result<Self> {
        let file = given.file.as_deref().map(read).transpose()?;
        Self::layer(given, file.as_deref())
    }

    /// [`Self::load`] with the text of the file at hand.
    fn layer(given: Given, text: Option<&str>) -> Result<Self> {
        let path = given.file.as_deref().unwrap_or(Path::new(""));
        let file = text.map(|text| parse::read(path, text)).transpose()?.unwrap_or_default();
        Ok(Self::layered(given, file))
    }

    /// Lays what is given over what the file says, and both over the defaults.
    fn layered(given: Given, file: parse::Values) -> Self {
        // A path in the file is meant from where the file is, so that the file works from any folder.
        let beside = |path: PathBuf| given.file.as_deref().and_then(Path::parent).unwrap_or(Path::new("")).join(path);
        let loopback = vec![(Ipv4Addr::LOCALHOST, 2222).into(), (Ipv6Addr::LOCALHOST, 2222).into()];
        let metrics = given.metrics.map(|setting| Setting { value: Some(setting.value), origin: setting.origin });
        Self {
            listen: Setting::layered(given.listen, file.listen, loopback),
            data: Setting::layered(given.data, file.data.map(beside), "data".into()),
            keys: Setting::layered(given.keys, file.keys.map(beside), "keys".into()),
            host: Setting::layered(None, file.host, "localhost".into()),
            port: Setting::layered(None, file.port.map(Some), None),
            owner_keys: Setting::layered(None, file.owner_keys, Vec::new()),
            proxy_from: Setting::layered(given.proxy_from, file.proxy_from, Vec::new()),
            metrics: Setting::layered(metrics, file.metrics.map(Some), None),
            limits: Limits::layered(file.limits),
            file: given.file,
        }
    }

    /// Every setting except the limits ([`Limits::rows`]): its name, its value as the file spells it (none where nobody
    /// has named one and there is no default), and where it came from.
    #[must_use]
    pub fn rows(&self) -> Vec<(&'static str, Option<String>, Origin)> {
        fn row<T>(
            name: &'static str,
            setting: &Setting<T>,
            value: impl Into<toml::Value>,
        ) -> (&'static str, Option<String>, Origin) {
            (name, Some(value.into().to_string()), setting.origin)
        }
        fn texts<T: ToString>(setting: &Setting<Vec<T>>) -> Vec<String> {
            setting.value.iter().map(ToString::to_string).collect()
        }
        let path = |path: &Path| path.display().to_string();
        let port = self.port.value.map(|port| port.to_string());
        let metrics = self.metrics.value.map(|address| toml::Value::from(address.to_string()).to_string());
        vec![
            row("listen", &self.listen, texts(&self.listen)),
            row("data", &self.data, path(&self.data.value)),
            row("keys", &self.keys, path(&self.keys.value)),
            row("host", &self.host, self.host.value.clone()),
            ("port", port, self.port.origin),
            row("owner_keys", &self.owner_keys, texts(&self.owner_keys)),
            row("proxy_from", &self.proxy_from, texts(&self.proxy_from)),
            ("metrics", metrics, self.metrics.origin),
        ]
    }
}

/// The text of the config file.
fn read(path: &Path) -> Result<String> {
    let failed = || Error::new(format!("cannot read the config file `{}`", path.display()));
    let hint = "--config (or SHINGLE_CONFIG) names a TOML file";
    let file = File::open(path).map_err(|cause| failed().because(cause).hint(hint))?;
    let mut text = String::new();
    file.take(limits::DATA_FILE_BYTES + 1)
        .read_to_string(&mut text)
        .map_err(|cause| failed().because(cause).hint(hint))?;
    if text.len() as u64 > limits::DATA_FILE_BYTES {
        return Err(failed().because(anyhow::anyhow!("it is far larger than a config file")).hint(hint));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn file(text: &str) -> Config {
        let given = Given { file: Some("etc/shingle.toml".into()), ..Given::default() };
        Config::layer(given, Some(text)).unwrap()
    }

    #[test]
    fn stands_on_loopback_when_nobody_says_anything() {
        let config = Config::layer(Given::default(), None).unwrap();
        let listen: Vec<String> = config.listen.value.iter().map(ToString::to_string).collect();
        assert_eq!(listen, ["127.0.0.1:2222", "[::1]:2222"]);
        assert_eq!(config.listen.origin, Origin::Default);
        assert_eq!(config.limits.idle, Setting { value: limits::IDLE, origin: Origin::Default });
    }

    #[test]
    fn takes_every_value_from_the_file() {
        let config = file(
            r#"
            listen = ["0.0.0.0:22", "[::]:22"]
            data = "/srv/me"
            keys = "keys"
            host = "portfolio.example.com"
            port = 22
            owner_keys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICp0g6/BTkzgDAZIgBC9VNXGGXKk7EuH3wVtILc6Rprm me"]
            proxy_from = ["10.0.0.0/8", "::1"]
            metrics = "127.0.0.1:9100"
            [limits]
            idle = "1h30m"
            life = "1d"
            write_stall = "500ms"
            login_grace = "20s"
            connections = 100
            "#,
        );
        assert_eq!(config.listen.value.len(), 2);
        assert_eq!(config.data, Setting { value: "/srv/me".into(), origin: Origin::File });
        assert_eq!(config.keys.value, Path::new("etc/keys"), "beside the file");
        assert_eq!((config.host.value.as_str(), config.port.value), ("portfolio.example.com", Some(22)));
        assert_eq!(config.owner_keys.value.len(), 1);
        assert_eq!(config.proxy_from.value.len(), 2);
        assert_eq!(config.metrics.value, Some(([127, 0, 0, 1], 9100).into()));
        assert_eq!(config.limits.idle.value, Duration::from_mins(90));
        assert_eq!(config.limits.life.value, Duration::from_hours(24));
        assert_eq!(config.limits.write_stall.value, Duration::from_millis(500));
        assert_eq!(config.limits.login_grace.value, Duration::from_secs(20));
        assert_eq!(config.limits.connections, Setting { value: 100, origin: Origin::File });
    }

    #[test]
    fn what_is_given_wins_over_the_file() {
        let flag = Setting { value: PathBuf::from("mine"), origin: Origin::Flag("--data") };
        let given = Given { data: Some(flag.clone()), ..Given::default() };
        let config = Config::layer(given, Some("data = 'other'\nkeys = 'k'")).unwrap();
        assert_eq!(config.data, flag, "and stays relative to the working directory");
        assert_eq!(config.keys.origin, Origin::File);
    }

    #[test]
    fn says_which_file_is_missing() {
        let given = Given { file: Some("/nowhere/shingle.toml".into()), ..Given::default() };
        let error = Config::load(given).unwrap_err();
        assert!(error.to_string().starts_with("cannot read the config file `/nowhere/shingle.toml`: No such file"));
    }
}
