//! A visitor: a real SSH client with a terminal emulator behind it.

use std::{borrow::Cow, sync::Arc};

use russh::{
    Channel, ChannelMsg, SshId,
    client::{self, Handle, Msg},
    keys::PublicKeyOrCertificate,
};
use tokio::time::{Instant, timeout_at};

use super::{PATIENCE, TestServer};

/// The client side's handler: believes every server.
pub(crate) struct Client;

impl client::Handler for Client {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _key: &PublicKeyOrCertificate) -> Result<bool, russh::Error> {
        Ok(true)
    }
}

/// Connects a client that names itself `version`; it has not logged in yet.
pub(crate) async fn client(server: &TestServer, version: &'static str) -> Handle<Client> {
    let config = client::Config { client_id: SshId::Standard(Cow::Borrowed(version)), ..client::Config::default() };
    client::connect(Arc::new(config), server.address, Client).await.unwrap()
}

/// Who comes, and with which terminal.
pub(crate) struct Guest {
    pub(crate) user: &'static str,
    pub(crate) term: &'static str,
    pub(crate) size: (u32, u32),
    pub(crate) config: client::Config,
}

impl Default for Guest {
    fn default() -> Self {
        Self { user: "guest", term: "xterm-256color", size: (80, 24), config: client::Config::default() }
    }
}

/// Somebody in front of a terminal with a session on it.
pub(crate) struct Visitor {
    pub(crate) handle: Handle<Client>,
    pub(crate) channel: Channel<Msg>,
    pub(crate) terminal: vt100::Parser,
    /// Everything that came, both standard output and error.
    pub(crate) bytes: Vec<u8>,
    status: Option<u32>,
    closed: bool,
    answered: usize,
}

/// What is left when a session is over.
#[derive(Debug)]
pub(crate) struct Left {
    pub(crate) status: Option<u32>,
    /// What stands in the visitor's own scrollback.
    pub(crate) text: String,
}

impl Visitor {
    /// A visitor who sees the first screen.
    pub(crate) async fn enter(server: &TestServer) -> Self {
        let mut visitor = Self::come(server, Guest::default()).await;
        visitor.sees_a_screen().await;
        visitor
    }

    /// A visitor who has asked for a shell on a terminal, with the answer not yet read.
    pub(crate) async fn come(server: &TestServer, guest: Guest) -> Self {
        let mut handle = client::connect(Arc::new(guest.config), server.address, Client).await.unwrap();
        assert!(handle.authenticate_none(guest.user).await.unwrap().success(), "{} was not let in", guest.user);
        let channel = handle.channel_open_session().await.unwrap();
        let (columns, rows) = guest.size;
        channel.request_pty(true, guest.term, columns, rows, 0, 0, &[]).await.unwrap();
        channel.request_shell(true).await.unwrap();
        Self::on(handle, channel, guest.size)
    }

    /// Somebody who reads a channel on which something runs.
    pub(crate) fn on(handle: Handle<Client>, channel: Channel<Msg>, size: (u32, u32)) -> Self {
        let size = shingle::screen::Size::clamped(size.0, size.1);
        // The emulator itself cannot wrap a line on a screen of one column (vt100 0.16 subtracts with overflow).
        let terminal = vt100::Parser::new(size.rows.max(4), size.columns.max(8), 0);
        Self { handle, channel, terminal, bytes: Vec::new(), status: None, closed: false, answered: 0 }
    }

    /// Types: `jj<enter>`, with `<up>`, `<down>`, `<left>`, `<right>`, `<esc>`, `<tab>`, `<backspace>`, `<ctrl-c>`.
    pub(crate) async fn keys(&mut self, keys: &str) {
        let mut bytes = Vec::new();
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let name = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            if let Some((name, after)) = name {
                bytes.extend_from_slice(match name {
                    "enter" => b"\r",
                    "esc" => b"\x1b",
                    "tab" => b"\t",
                    "backspace" => b"\x7f",
                    "ctrl-c" => b"\x03",
                    "up" => b"\x1b[A",
                    "down" => b"\x1b[B",
                    "right" => b"\x1b[C",
                    "left" => b"\x1b[D",
                    other => panic!("no key named {other}"),
                });
                rest = after;
            } else {
                bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                rest = &rest[c.len_utf8()..];
            }
        }
        self.channel.data_bytes(bytes).await.unwrap();
    }

    /// What the terminal shows.
    pub(crate) fn text(&self) -> String {
        self.terminal.screen().contents()
    }

    /// Waits until the terminal shows a text.
    pub(crate) async fn wait_for(&mut self, text: &str) {
        self.read_until(text, |visitor| visitor.text().contains(text)).await;
    }

    /// Waits until a session has drawn something on the alternate screen.
    pub(crate) async fn sees_a_screen(&mut self) {
        self.read_until("a screen", |visitor| {
            visitor.terminal.screen().alternate_screen() && !visitor.text().trim().is_empty()
        })
        .await;
    }

    /// Leaves by key.
    pub(crate) async fn quit(mut self) -> Left {
        self.keys("q").await;
        self.closed().await
    }

    /// Waits until the session is over; the terminal must be as it was found.
    pub(crate) async fn closed(mut self) -> Left {
        self.read_until("the end of the channel", |visitor| visitor.closed).await;
        let screen = self.terminal.screen();
        assert!(!screen.alternate_screen(), "left on the alternate screen");
        assert!(!screen.hide_cursor(), "left without a cursor");
        assert!(!screen.bracketed_paste(), "left with bracketed paste");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        Left { status: self.status, text: self.text() }
    }

    /// Reads until something holds.
    pub(crate) async fn read_until(&mut self, what: &str, mut holds: impl FnMut(&Self) -> bool) {
        let until = Instant::now() + PATIENCE;
        while !holds(self) {
            let Ok(message) = timeout_at(until, self.channel.wait()).await else {
                panic!("never came: {what}; the terminal shows:\n{}", self.text());
            };
            let Some(message) = message else {
                panic!("the channel ended before {what}; the terminal shows:\n{}", self.text());
            };
            self.take(message).await;
        }
    }

    async fn take(&mut self, message: ChannelMsg) {
        match message {
            ChannelMsg::Data { data } | ChannelMsg::ExtendedData { data, .. } => {
                self.terminal.process(&data);
                self.bytes.extend_from_slice(&data);
                // A terminal answers what it is asked (DA1), as any real one does.
                let asked = self.bytes.windows(3).filter(|bytes| bytes == b"\x1b[c").count();
                for _ in self.answered..asked {
                    let _ = self.channel.data_bytes(&b"\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62;22c"[..]).await;
                }
                self.answered = asked;
            }
            ChannelMsg::ExitStatus { exit_status } => self.status = Some(exit_status),
            ChannelMsg::Close => self.closed = true,
            ChannelMsg::Failure => panic!("a request was refused"),
            _ => {}
        }
    }
}
