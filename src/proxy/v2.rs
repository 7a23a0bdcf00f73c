//! Version 2: a header of bytes (section 2.2). What follows the addresses (TLVs) is read and not looked at.

use std::net::IpAddr;

/// How it begins.
pub(super) const SIGNATURE: [u8; 12] = *b"\r\n\r\n\0\r\nQUIT\n";

/// The address behind the proxy, from the bytes after the signature; `None` where the proxy speaks for itself.
pub(super) fn source(version: u8, family: u8, body: &[u8]) -> Result<Option<IpAddr>, &'static str> {
    match (version, family) {
        // LOCAL: the proxy's own connection; whatever else is said must be ignored. AF_UNSPEC: the proxy does not know.
        (0x20, _) | (0x21, 0x00) => Ok(None),
        // TCP over IPv4: two addresses of 4 bytes and two ports. Over IPv6: of 16 bytes.
        (0x21, 0x11) => address::<4>(body).map(|address| Some(address.into())),
        (0x21, 0x21) => address::<16>(body).map(|address| Some(address.into())),
        (0x21, _) => Err("a PROXY header for something else than TCP"),
        _ => Err("a PROXY header of an unknown version or command"),
    }
}

fn address<const N: usize>(body: &[u8]) -> Result<[u8; N], &'static str> {
    let both = body.len() >= 2 * N + 4;
    body.first_chunk::<N>().filter(|_| both).copied().ok_or("a PROXY header that is too short")
}
