//! The PROXY protocol, versions 1 and 2: what a proxy says in front of a connection about who is behind it
//! (`doc/proxy-protocol.txt` of `HAProxy`).
//!
//! Only for connections from networks the owner trusts, and required there: whoever else could say so would be anybody.
//! The bytes are read exactly to the header's end, so what follows is SSH and nothing has to be put back.

mod v1;
mod v2;

use std::{io, net::IpAddr};

use tokio::io::{AsyncRead, AsyncReadExt as _};

use crate::limits;

/// Both versions are at least this long: `PROXY UNKNOWN` + CR LF has 15 bytes, version 2 has 16.
const SHORTEST: usize = 12;

/// Reads a header and gives the address behind the proxy; `None` where the proxy speaks for itself (a health check).
///
/// # Errors
/// When there is no header, or one that is wrong, or an address family that no visitor comes from.
pub async fn read<S: AsyncRead + Unpin>(stream: &mut S) -> io::Result<Option<IpAddr>> {
    let mut start = [0; SHORTEST];
    stream.read_exact(&mut start).await?;
    let answer = if start == v2::SIGNATURE {
        let mut rest = [0; 4];
        stream.read_exact(&mut rest).await?;
        let [version, family, high, low] = rest;
        let length = usize::from(u16::from_be_bytes([high, low]));
        if length > limits::PROXY_BYTES {
            return Err(wrong("a PROXY header of an absurd length"));
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await?;
        v2::source(version, family, &body)
    } else {
        v1::source(&v1_line(start, stream).await?)
    };
    answer.map_err(wrong)
}

/// The rest of a line of version 1, byte by byte: it says its length nowhere, and what follows it is not ours to read.
async fn v1_line<S: AsyncRead + Unpin>(start: [u8; SHORTEST], stream: &mut S) -> io::Result<Vec<u8>> {
    if !start.starts_with(v1::START) {
        return Err(wrong("no PROXY header"));
    }
    let mut line = start.to_vec();
    while !line.ends_with(b"\r\n") {
        if line.len() == v1::LONGEST {
            return Err(wrong("a PROXY line without an end"));
        }
        line.push(stream.read_u8().await?);
    }
    Ok(line)
}

fn wrong(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests;
