//! The config file as it is written: TOML text in, or the line that is wrong with a caret under it.

use std::{
    net::SocketAddr,
    num::NonZeroU16,
    ops::Range,
    path::{Path, PathBuf},
    time::Duration,
};

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::bounds::Bounds;
use crate::{
    content::Problem,
    error::{Error, Result},
    network::Network,
    ssh::Owners,
};

/// The values of the config file; every one is optional.
#[derive(Debug, Default)]
pub(super) struct Values {
    pub(super) listen: Option<Vec<SocketAddr>>,
    pub(super) data: Option<PathBuf>,
    pub(super) keys: Option<PathBuf>,
    pub(super) host: Option<String>,
    pub(super) port: Option<u16>,
    pub(super) owner_keys: Option<Vec<String>>,
    pub(super) proxy_from: Option<Vec<Network>>,
    pub(super) metrics: Option<SocketAddr>,
    pub(super) limits: Bounds,
}

/// The config file of `shingle`: every key is optional, and what is not there has its default.
// As serde reads it: texts that may still be wrong keep their place. The comments are the schema's words.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "shingle.toml")]
pub(super) struct Written {
    /// Addresses and ports to listen on.
    #[schemars(with = "Option<Vec<String>>", extend("examples" = [["0.0.0.0:22", "[::]:22"]]))]
    listen: Option<Vec<Spanned<String>>>,
    /// Folder with the portfolio. A relative path starts at the folder of this file; the default, where `shingle` starts.
    data: Option<PathBuf>,
    /// Folder of the host key, which is made there at the first start. Relative as `data` is.
    keys: Option<PathBuf>,
    /// Host name or address that visitors type, without a port. It stands in every command that they are told to type.
    #[schemars(with = "Option<String>", extend("pattern" = HOST, "examples" = ["portfolio.example.com"]))]
    host: Option<Host>,
    /// Port that visitors type, where it is not the first one listened on.
    #[schemars(extend("examples" = [22]))]
    port: Option<NonZeroU16>,
    /// Your public keys, each a line as in `~/.ssh/id_ed25519.pub`. They prove that `ssh owner@HOST` is you; that session
    /// is told when an edit is wrong.
    #[schemars(with = "Option<Vec<String>>", extend("examples" = [["ssh-ed25519 AAAA… me@desk"]]))]
    owner_keys: Option<Vec<Spanned<String>>>,
    /// Networks of proxies. A connection from there has to begin with a PROXY header that says who is behind it.
    #[schemars(with = "Option<Vec<String>>", extend("examples" = [["10.0.0.0/8", "2001:db8::/32"]]))]
    proxy_from: Option<Vec<Spanned<String>>>,
    /// Address and port of `/metrics`, `/healthz` and `/readyz`, over HTTP. Without it nothing is opened.
    #[schemars(with = "Option<String>", extend("examples" = ["127.0.0.1:9100"]))]
    metrics: Option<Spanned<String>>,
    /// What one visitor may do, and how many there may be. The reasons are in docs/limits.md.
    #[serde(default)]
    limits: Bounds,
}

/// What a host may be, as a regular expression: it becomes part of a command that visitors copy, so there is no option in
/// it, no blank, and nothing that a shell would read.
const HOST: &str = "^[A-Za-z0-9:][A-Za-z0-9.:_-]*$";

/// A host name or an address, as a visitor types it after `ssh`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Host(String);

impl TryFrom<String> for Host {
    type Error = String;
    fn try_from(text: String) -> std::result::Result<Self, String> {
        // The same as HOST says.
        let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || ".-_:".contains(c));
        if plain && text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == ':') {
            Ok(Self(text))
        } else {
            Err("a host name or an address is needed, without a port: \"portfolio.example.com\"".into())
        }
    }
}

/// Checks that a text is one line of an OpenSSH public key file, with a key that can prove who its owner is.
fn key_line(text: &str) -> std::result::Result<String, String> {
    // Every key blob begins with the length of its name, a number under 256: three zero bytes, "AAAA" in base64.
    let blob = text.split_whitespace().nth(1).unwrap_or_default();
    if text.lines().count() != 1 || !blob.starts_with("AAAA") {
        return Err("a line as in ~/.ssh/id_ed25519.pub is needed: \"ssh-ed25519 AAAA… name\"".into());
    }
    Owners::parse(text).map(|_key| text.to_owned()).map_err(|wrong| wrong.reason)
}

/// Reads an address to listen on.
///
/// # Errors
/// A sentence with an example.
pub fn address(text: &str) -> std::result::Result<SocketAddr, String> {
    text.trim()
        .parse()
        .map_err(|_| "an address and a port are needed, for example 127.0.0.1:2222, 0.0.0.0:22 or [::]:22".into())
}

/// Reads a length of time: `500ms`, `30s`, `10m`, `2h`, `1d`, or several in a row, `1h30m`.
///
/// # Errors
/// A sentence that says what is missing: the unit, a number, or that the time is nothing or more than a year.
pub fn duration(text: &str) -> std::result::Result<Duration, String> {
    const YEAR: u128 = 365 * 24 * 60 * 60 * 1000;
    const EXAMPLE: &str = "for example \"30s\", \"10m\", \"2h\" or \"1h30m\"";
    let mut rest: String = text.split_whitespace().collect();
    let mut sum: u128 = 0;
    while !rest.is_empty() {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let unit: String = rest.chars().skip(digits.len()).take_while(|c| !c.is_ascii_digit()).collect();
        let factor = match unit.as_str() {
            "ms" => 1,
            "s" => 1000,
            "m" => 60 * 1000,
            "h" => 60 * 60 * 1000,
            "d" => 24 * 60 * 60 * 1000,
            "" => return Err(format!("a unit is missing: {EXAMPLE}")),
            _ => return Err(format!("`{unit}` is not a unit of time (ms, s, m, h, d): {EXAMPLE}")),
        };
        let Ok(number) = digits.parse::<u32>() else {
            return Err(format!("a number and a unit are needed: {EXAMPLE}"));
        };
        sum += u128::from(number) * factor;
        rest = rest.chars().skip(digits.len() + unit.chars().count()).collect();
    }
    match u64::try_from(sum) {
        Ok(0) => Err(format!("a time longer than nothing is needed: {EXAMPLE}")),
        Ok(millis) if sum <= YEAR => Ok(Duration::from_millis(millis)),
        _ => Err("the longest time is a year, \"365d\"".into()),
    }
}

/// A length of time as the file has it, the reverse of [`duration`]; parts of a millisecond are left out.
pub(super) fn spelled(time: Duration) -> String {
    const UNITS: [(&str, u128); 5] =
        [("d", 24 * 60 * 60 * 1000), ("h", 60 * 60 * 1000), ("m", 60 * 1000), ("s", 1000), ("ms", 1)];
    let (mut left, mut text) = (time.as_millis(), String::new());
    for (unit, millis) in UNITS {
        if left >= millis {
            text.extend([(left / millis).to_string().as_str(), unit]);
            left %= millis;
        }
    }
    text
}

/// Reads the text of the config file at `path`.
///
/// # Errors
/// With the line that is wrong, a caret, and the key that was probably meant.
pub(super) fn read(path: &Path, text: &str) -> Result<Values> {
    values(text).map_err(|Wrong { message, span }| {
        let help = nearest(&message).map(|key| format!("did you mean `{key}`?"));
        let file = path.display().to_string();
        let problem = Problem { file, source: text.into(), span: Some(span), message, help };
        Error::new(format!("the config file `{}` is wrong", path.display()))
            .hint("correct that line, or leave it out: every key is optional")
            .exhibit(|styled| problem.render("", styled))
    })
}

fn values(text: &str) -> std::result::Result<Values, Wrong> {
    let written: Written = toml::from_str(text)
        .map_err(|wrong| Wrong { message: wrong.message().to_owned(), span: wrong.span().unwrap_or(0..0) })?;
    Ok(Values {
        listen: each(written.listen, address)?,
        owner_keys: each(written.owner_keys, key_line)?,
        proxy_from: each(written.proxy_from, str::parse)?,
        metrics: each(written.metrics.map(|one| vec![one]), address)?.and_then(|all| all.into_iter().next()),
        data: written.data,
        keys: written.keys,
        host: written.host.map(|host| host.0),
        port: written.port.map(NonZeroU16::get),
        limits: written.limits,
    })
}

/// Reads every text of a list, so that a wrong one is pointed at alone and not with its neighbours.
fn each<T>(
    list: Option<Vec<Spanned<String>>>,
    read: fn(&str) -> std::result::Result<T, String>,
) -> std::result::Result<Option<Vec<T>>, Wrong> {
    let one = |text: Spanned<String>| read(text.get_ref()).map_err(|message| Wrong { message, span: text.span() });
    list.map(|list| list.into_iter().map(one).collect()).transpose()
}

/// What is wrong, and the bytes of the file that it is wrong in.
#[derive(Debug)]
struct Wrong {
    message: String,
    span: Range<usize>,
}

/// The key that was meant, from serde's sentence "unknown field `lisen`, expected one of `listen`, `data`".
fn nearest(message: &str) -> Option<String> {
    let mut quoted = message.strip_prefix("unknown field ")?.split('`').skip(1).step_by(2);
    let unknown = quoted.next()?;
    quoted
        .map(|key| (strsim::damerau_levenshtein(unknown, key), key))
        .min()
        .filter(|(far, _)| *far <= 2)
        .map(|(_, key)| key.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        read(Path::new("shingle.toml"), text).unwrap_err().lines().unwrap().plain.clone()
    }

    #[test]
    fn points_at_an_unknown_key_and_guesses() {
        insta::assert_snapshot!(plain("data = 'd'\nlisen = []\n"), @r#"
        error: unknown field `lisen`, expected one of `listen`, `data`, `keys`, `host`, `port`, `owner_keys`, `proxy_from`, `metrics`, `limits`
         --> shingle.toml:2:1
          |
        2 | lisen = []
          | ^^^^^
          |
          = help: did you mean `listen`?
        "#);
    }

    #[test]
    fn points_at_a_time_without_a_unit() {
        insta::assert_snapshot!(plain("[limits]\nidle = \"10\"\n"), @r#"
        error: a unit is missing: for example "30s", "10m", "2h" or "1h30m"
         --> shingle.toml:2:8
          |
        2 | idle = "10"
          |        ^^^^
        "#);
    }

    #[test]
    fn points_at_the_address_that_is_none() {
        insta::assert_snapshot!(plain("listen = ['127.0.0.1:22', 'localhost']"), @r#"
        error: an address and a port are needed, for example 127.0.0.1:2222, 0.0.0.0:22 or [::]:22
         --> shingle.toml:1:27
          |
        1 | listen = ['127.0.0.1:22', 'localhost']
          |                           ^^^^^^^^^^^
        "#);
    }

    #[test]
    fn points_at_the_owner_key_that_is_none() {
        insta::assert_snapshot!(plain("owner_keys = [\n  'hunter2',\n]"), @r#"
        error: a line as in ~/.ssh/id_ed25519.pub is needed: "ssh-ed25519 AAAA… name"
         --> shingle.toml:2:3
          |
        2 |   'hunter2',
          |   ^^^^^^^^^
        "#);
    }

    #[test]
    fn refuses_an_owner_key_that_cannot_be_read() {
        let cut = plain("owner_keys = ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me']");
        assert!(cut.contains("shingle.toml:1:15"), "{cut}");
    }

    #[test]
    fn refuses_a_host_that_a_shell_or_ssh_would_read_otherwise() {
        for host in ["", "-oProxyCommand=x", "a b", "$(id)", "[::1]:22"] {
            assert!(Host::try_from(host.to_owned()).is_err(), "{host}");
        }
        for host in ["localhost", "portfolio.example.com", "203.0.113.7", "::1"] {
            assert!(Host::try_from(host.to_owned()).is_ok(), "{host}");
        }
    }

    #[test]
    fn reads_times_with_units_only() {
        let seconds = |text| duration(text).map(|time| time.as_secs());
        assert_eq!(seconds("30s"), Ok(30));
        assert_eq!(seconds("1h 30m"), Ok(5400));
        assert_eq!(seconds("365d"), Ok(365 * 24 * 60 * 60));
        for wrong in ["", "10", "m", "-1s", "1.5h", "0s", "366d", "10 minutes", "1h30", "99999999999h", "５s"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
        for text in ["30s", "1h30m", "1d", "500ms", "1m30s", "365d"] {
            assert_eq!(spelled(duration(text).unwrap()), text);
        }
    }

    #[test]
    fn points_at_the_network_that_is_none() {
        insta::assert_snapshot!(plain("proxy_from = ['10.0.0.0/8', '10.0.0.0/99']"), @r#"
        error: a network is needed, for example 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7
         --> shingle.toml:1:29
          |
        1 | proxy_from = ['10.0.0.0/8', '10.0.0.0/99']
          |                             ^^^^^^^^^^^^^
        "#);
    }
}
