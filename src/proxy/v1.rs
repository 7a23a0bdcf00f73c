//! Version 1: a line of text (section 2.1).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How it begins.
pub(super) const START: &[u8] = b"PROXY ";
/// Bytes of the longest line, its end included.
pub(super) const LONGEST: usize = 107;

/// The address behind the proxy, from a whole line; `None` where the proxy does not know.
pub(super) fn source(line: &[u8]) -> Result<Option<IpAddr>, &'static str> {
    let wrong = "a PROXY line that cannot be read";
    let line = line.strip_suffix(b"\r\n").and_then(|line| line.strip_prefix(START)).ok_or(wrong)?;
    let words: Vec<&str> = str::from_utf8(line).map_err(|_| wrong)?.split(' ').collect();
    match words.as_slice() {
        // Whatever follows is to be ignored.
        ["UNKNOWN", ..] => Ok(None),
        ["TCP4", from, to, from_port, to_port] => {
            let (from, _): (Ipv4Addr, Ipv4Addr) = both(from, to).ok_or(wrong)?;
            ports(from_port, to_port).map(|()| Some(from.into())).ok_or(wrong)
        }
        ["TCP6", from, to, from_port, to_port] => {
            let (from, _): (Ipv6Addr, Ipv6Addr) = both(from, to).ok_or(wrong)?;
            ports(from_port, to_port).map(|()| Some(from.into())).ok_or(wrong)
        }
        _ => Err(wrong),
    }
}

fn both<T: std::str::FromStr>(from: &str, to: &str) -> Option<(T, T)> {
    Some((from.parse().ok()?, to.parse().ok()?))
}

/// Ports are digits: Rust would take a plus sign, too.
fn ports(from: &str, to: &str) -> Option<()> {
    let port = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u16>().ok())?;
    port(from).and(port(to)).map(|_| ())
}
