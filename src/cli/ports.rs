//! Opens the ports, or says in one sentence why one does not open.

use std::{io, net::SocketAddr};

use rustix::io::Errno;
use tokio::net::TcpListener;

use crate::{
    config::{Origin, Setting},
    error::{Error, Result},
    server,
};

/// The open ports.
#[derive(Debug)]
pub(super) struct Ports {
    /// In the order of their addresses; at least one.
    pub(super) listeners: Vec<TcpListener>,
    /// Where the first one listens: with its real port, where any was asked for.
    pub(super) first: SocketAddr,
    /// What this machine does not have, a sentence each.
    pub(super) missing: Vec<String>,
}

/// Opens all addresses. One that this machine has not is left out only where nobody asked for it by name: the defaults
/// name IPv4 and IPv6, and a machine may have one of them. To be called within the runtime.
pub(super) fn open(addresses: &Setting<Vec<SocketAddr>>) -> Result<Ports> {
    let (mut listeners, mut missing) = (Vec::new(), Vec::new());
    for &address in &addresses.value {
        match server::bind(address) {
            Ok(listener) => listeners.push(listener),
            Err(cause) if addresses.origin == Origin::Default && absent(&cause) => {
                missing.push(format!("this machine has no {}: nobody listens on {address}", family(address)));
            }
            Err(cause) => return Err(explain(address, cause)),
        }
    }
    let first = listeners.first().and_then(|listener| listener.local_addr().ok());
    let Some(first) = first else {
        return Err(Error::new("there is no address to listen on").hint("name one: --listen 127.0.0.1:2222"));
    };
    Ok(Ports { listeners, first, missing })
}

/// Takes over ports that a service manager has opened; at least one. To be called within the runtime.
pub(super) fn handed(listeners: Vec<std::net::TcpListener>) -> Result<Ports> {
    let listeners = adopt(listeners)?;
    let first = listeners.first().and_then(|listener| listener.local_addr().ok());
    let first = first.ok_or_else(|| Error::new("the service manager has handed over no TCP listener"))?;
    Ok(Ports { listeners, first, missing: Vec::new() })
}

/// Takes over listeners that a service manager has opened. To be called within the runtime.
pub(super) fn adopt(listeners: Vec<std::net::TcpListener>) -> Result<Vec<TcpListener>> {
    let adopted: io::Result<_> = listeners.into_iter().map(server::adopt).collect();
    adopted.map_err(|cause| Error::new("cannot use what the service manager has handed over").because(cause))
}

/// Whether the machine has no such address, or not even its family.
fn absent(cause: &io::Error) -> bool {
    [Errno::ADDRNOTAVAIL, Errno::AFNOSUPPORT].iter().any(|errno| cause.raw_os_error() == Some(errno.raw_os_error()))
}

fn family(address: SocketAddr) -> &'static str {
    if address.is_ipv4() { "IPv4" } else { "IPv6" }
}

pub(super) fn explain(address: SocketAddr, cause: io::Error) -> Error {
    let sentence = format!("cannot listen on {address}");
    match cause.kind() {
        io::ErrorKind::AddrInUse => {
            let free = SocketAddr::new(address.ip(), address.port().checked_add(1).unwrap_or(2222));
            Error::new(format!("{sentence}: the port is in use"))
                .hint(format!("another program listens there, perhaps another shingle; try --listen {free}"))
        }
        io::ErrorKind::PermissionDenied => {
            let free = SocketAddr::new(address.ip(), 2222);
            Error::new(format!("{sentence}: ports below 1024 need a privilege")).hint(format!(
                "try --listen {free}, or let the service manager grant CAP_NET_BIND_SERVICE; do not run as root"
            ))
        }
        _ if cause.raw_os_error() == Some(Errno::AFNOSUPPORT.raw_os_error()) => {
            Error::new(format!("{sentence}: this process has no {}", family(address)))
                .hint("the machine lacks it, or the service's unit forbids it: let a socket unit open the port instead")
        }
        _ if absent(&cause) => Error::new(format!("{sentence}: this machine has no such address"))
            .hint("name one of its own: 0.0.0.0 and [::] stand for all of them"),
        _ => Error::new(sentence).because(cause),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(addresses: &[&str]) -> Setting<Vec<SocketAddr>> {
        let value = addresses.iter().map(|address| address.parse().unwrap()).collect();
        Setting { value, origin: Origin::Flag("--listen") }
    }

    #[tokio::test]
    async fn tells_the_real_port() {
        let ports = open(&named(&["127.0.0.1:0"])).unwrap();
        assert_ne!(ports.first.port(), 0);
    }

    #[tokio::test]
    async fn says_that_a_port_is_in_use_and_names_the_next() {
        let taken = open(&named(&["127.0.0.1:0"])).unwrap().first;
        let held = std::net::TcpListener::bind(taken).unwrap();
        let error = open(&named(&[&taken.to_string()])).unwrap_err();
        assert_eq!(error.to_string(), format!("cannot listen on {taken}: the port is in use"));
        assert!(error.what_to_do().unwrap().contains("--listen 127.0.0.1:"));
        drop(held);
    }

    #[test]
    fn says_that_a_sandbox_may_be_the_reason() {
        let address = "127.0.0.1:9100".parse().unwrap();
        let error = explain(address, Errno::AFNOSUPPORT.into());
        assert_eq!(error.to_string(), "cannot listen on 127.0.0.1:9100: this process has no IPv4");
        assert!(error.what_to_do().unwrap().contains("a socket unit"));
    }

    #[tokio::test]
    async fn does_without_what_the_machine_lacks_only_by_default() {
        // 203.0.113.0/24 is for documentation (RFC 5737): nobody has it.
        let mut addresses = named(&["127.0.0.1:0", "203.0.113.1:0"]);
        assert_eq!(
            open(&addresses).unwrap_err().to_string(),
            "cannot listen on 203.0.113.1:0: this machine has no such address"
        );
        addresses.origin = Origin::Default;
        let ports = open(&addresses).unwrap();
        assert_eq!((ports.listeners.len(), ports.missing.len()), (1, 1));
    }
}
