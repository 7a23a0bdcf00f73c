//! Listeners: opened here, or handed over by a service manager.

use std::{io, net::SocketAddr};

use socket2::{Domain, Protocol, SockRef, Socket, TcpKeepalive, Type};
use tokio::net::{TcpListener, TcpStream};

use crate::limits;

/// Sets what a connection of keystrokes needs: no delay, and a kernel that notices when the peer is gone.
pub(super) fn prepare(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = SockRef::from(stream);
    let keepalive = TcpKeepalive::new().with_time(limits::TCP_KEEPALIVE).with_interval(limits::TCP_KEEPALIVE / 4);
    socket.set_tcp_keepalive(&keepalive)?;
    #[cfg(target_os = "linux")]
    {
        socket.set_tcp_user_timeout(Some(limits::TCP_USER_TIMEOUT))?;
        // What the kernel has taken cannot be replaced by a newer frame any more.
        socket.set_tcp_notsent_lowat(limits::TCP_UNSENT)?;
    }
    Ok(())
}

/// Takes over a listener that somebody else has opened.
///
/// # Errors
/// When the system does not let it be used without blocking. Must be called within a tokio runtime.
pub fn adopt(listener: std::net::TcpListener) -> io::Result<TcpListener> {
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener)
}

/// Opens a listener; port 0 takes a free one.
///
/// An IPv6 address is that alone and not IPv4 as well, so that `127.0.0.1` and `[::1]`, or `0.0.0.0` and `[::]`, can be
/// listened to side by side, whatever the system's default is.
///
/// # Errors
/// When the address is not ours or taken. Must be called within a tokio runtime.
pub fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    if address.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    // A restart must not wait for the old server's connections to be forgotten by the kernel.
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(limits::BACKLOG)?;
    TcpListener::from_std(socket.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_kernel_drops_a_peer_that_went_without_a_word() {
        let listener = bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let (_client, accepted) = tokio::join!(TcpStream::connect(listener.local_addr().unwrap()), listener.accept());
        let (stream, _) = accepted.unwrap();
        prepare(&stream).unwrap();
        let socket = SockRef::from(&stream);
        assert!(socket.keepalive().unwrap() && socket.tcp_nodelay().unwrap());
        assert_eq!(socket.tcp_keepalive_time().unwrap(), limits::TCP_KEEPALIVE);
        #[cfg(target_os = "linux")]
        assert_eq!(socket.tcp_user_timeout().unwrap(), Some(limits::TCP_USER_TIMEOUT));
    }
}
