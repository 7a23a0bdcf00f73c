//! `shingle keys`: the host key as others publish and check it: fingerprint, `known_hosts` line, SSHFP record.

use std::{net::IpAddr, process::ExitCode};

use super::{note, say};
use crate::{
    config::{Config, Given},
    error::{Error, Result},
    ssh::{HostKey, host_key},
};

/// What to print of the host key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Form {
    /// The SHA-256 fingerprint, as `ssh` shows it at the first visit
    Fingerprint,
    /// The line that visitors' clients keep
    KnownHosts,
    /// The DNS record, as a zone file has it (RFC 4255)
    Sshfp,
}

pub(super) fn run(given: Given, make: bool, only: Option<Form>) -> Result<ExitCode> {
    let config = Config::load(given)?;
    let name = Name::of(&config)?;
    let folder = &config.keys.value;
    let key = if make { host_key::load_or_create(folder).map(Some) } else { host_key::load(folder) };
    let key = key.map_err(|wrong| super::unusable(&wrong))?.ok_or_else(|| {
        Error::new(format!("there is no host key in `{}` yet", folder.display())).hint(
            "`shingle serve` makes it at its first start, `shingle keys --make` makes it now; is --keys the right folder?",
        )
    })?;
    if key.fresh {
        note(format_args!("note: the key was made just now, in `{}`; keep it", folder.display()));
    }
    match only {
        Some(Form::Fingerprint) => say(&key.fingerprint),
        Some(Form::KnownHosts) => say(name.known_hosts(&key)),
        Some(Form::Sshfp) => say(name.sshfp(&key).map_err(|why| {
            Error::new(why).hint("`host` in the config file is the name that visitors type, with its domain")
        })?),
        None => {
            say("# What ssh shows at the first visit");
            say(&key.fingerprint);
            say("\n# A line for known_hosts");
            say(name.known_hosts(&key));
            match name.sshfp(&key) {
                Ok(record) => say(format_args!("\n# DNS, for a zone that is signed\n{record}")),
                Err(why) => note(format_args!("note: no SSHFP record: {why}")),
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What visitors type, as `ssh` looks it up.
#[derive(Debug)]
struct Name {
    host: String,
    port: u16,
}

impl Name {
    fn of(config: &Config) -> Result<Self> {
        let listened = config.listen.value.first().map(std::net::SocketAddr::port);
        let port = config.port.value.or(listened).filter(|port| *port > 0).ok_or_else(|| {
            Error::new("it is not known at which port visitors arrive").hint("name it as `port` in the config file")
        })?;
        // `ssh` makes a name small before it looks it up.
        Ok(Self { host: config.host.value.to_ascii_lowercase(), port })
    }

    /// The line for `known_hosts`; `ssh` writes the port only where it is not its own.
    fn known_hosts(&self, key: &HostKey) -> String {
        match self.port {
            22 => format!("{} {}", self.host, key.public()),
            port => format!("[{}]:{port} {}", self.host, key.public()),
        }
    }

    /// The line for a zone file, or why there is none. A record is for all ports of a host.
    fn sshfp(&self, key: &HostKey) -> std::result::Result<String, String> {
        let host = self.host.trim_end_matches('.');
        if host.parse::<IpAddr>().is_ok() {
            return Err(format!("`{host}` is an address, not a name in DNS"));
        }
        if !host.contains('.') {
            return Err(format!("`{host}` is not a full name in DNS"));
        }
        Ok(format!("{host}. IN SSHFP {}", key.sshfp()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> HostKey {
        host_key::load_or_create(tempfile::tempdir().unwrap().path()).unwrap()
    }

    fn name(host: &str, port: u16) -> Name {
        Name { host: host.to_owned(), port }
    }

    #[test]
    fn a_known_hosts_line_has_the_port_only_where_it_is_not_22() {
        let key = key();
        for (host, port, shown) in [
            ("portfolio.example.com", 22, "portfolio.example.com"),
            ("portfolio.example.com", 2222, "[portfolio.example.com]:2222"),
            ("203.0.113.7", 22, "203.0.113.7"),
            ("2001:db8::7", 22, "2001:db8::7"),
            ("2001:db8::7", 2222, "[2001:db8::7]:2222"),
        ] {
            assert_eq!(name(host, port).known_hosts(&key), format!("{shown} {}", key.public()));
        }
    }

    #[test]
    fn a_record_is_for_a_full_name_only() {
        let key = key();
        let record = format!("portfolio.example.com. IN SSHFP {}", key.sshfp());
        assert_eq!(name("portfolio.example.com", 2222).sshfp(&key).as_deref(), Ok(record.as_str()));
        assert_eq!(name("portfolio.example.com.", 22).sshfp(&key).as_deref(), Ok(record.as_str()));
        for host in ["localhost", "203.0.113.7", "2001:db8::7"] {
            assert!(name(host, 22).sshfp(&key).unwrap_err().contains(host));
        }
    }
}
