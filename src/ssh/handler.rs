//! What russh calls for one connection. Nothing in here waits: these calls are the connection's only loop.

use std::{collections::HashMap, sync::Arc};

use russh::{
    Channel as RusshChannel, ChannelId, ChannelOpenFailure, Error, Pty, Sig,
    keys::Certificate,
    server::{Auth, ChannelOpenHandle, Msg, PublicKeyOffer, Response, Session, VerifiedPublicKey},
};
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{
    Entrance, Phase,
    auth::{self, Attempt, Decision, Role},
    channel::{Channel, Flood, Waiting},
    hail::Heard,
    scp,
    visit::{self, Seat, Transfer},
    wire::ChannelWire,
};
use crate::{commands, limits, screen::Size, session::Hello};

/// One connection's state. russh owns it and drops it when the connection is gone, which ends everything on it.
pub(super) struct Handler {
    entrance: Arc<Entrance>,
    heard: Arc<Heard>,
    phase: watch::Sender<Phase>,
    /// The user name and what it was let in as; the last accepted attempt counts.
    entered: Option<(String, Role)>,
    channels: HashMap<ChannelId, Channel>,
    opened: usize,
    /// Fires when the connection ends.
    ended: CancellationToken,
    _ends: DropGuard,
    /// The connection's name in the log.
    name: Arc<str>,
}

impl Handler {
    /// The handler of a connection that `ended` ends, and that fires `ended` when it has ended by itself.
    pub(super) fn new(
        entrance: Arc<Entrance>,
        heard: Arc<Heard>,
        phase: watch::Sender<Phase>,
        ended: CancellationToken,
        name: Arc<str>,
    ) -> Self {
        let ends = ended.clone().drop_guard();
        let channels = HashMap::new();
        Self { entrance, heard, phase, entered: None, channels, opened: 0, ended, _ends: ends, name }
    }

    /// The end of a connection that sends or opens far more than any visitor does.
    fn flooded(&self) -> Error {
        self.phase.send_modify(|phase| phase.flooded = true);
        Error::Disconnect
    }

    fn decide(&mut self, user: &str, attempt: Attempt<'_>) -> Auth {
        let decision = auth::decide(self.heard.version(), user, attempt, &self.entrance.owners);
        if let Decision::Enter(role) = &decision {
            self.entered = Some((auth::clean(user), role.clone()));
        }
        decision.answer()
    }

    /// What a session has to know of this connection.
    fn hello(&self, waiting: &mut Waiting) -> Hello {
        let (user, role) = self.entered.clone().unwrap_or((String::new(), Role::Guest));
        Hello {
            term: waiting.pty.as_ref().map(|(term, _)| term.clone()).unwrap_or_default(),
            env: std::mem::take(&mut waiting.env),
            // The two names that say who somebody is do not say where they want to go.
            goal: if user == auth::OWNER || user == auth::ME { String::new() } else { user },
            cooked: waiting.pty.is_none(),
            owner: role == Role::Owner,
            known: match role {
                Role::Known(fingerprint) => Some(fingerprint),
                Role::Guest | Role::Owner => None,
            },
            client: self.heard.client(),
            crypto: self.heard.crypto(),
        }
    }

    /// Starts what a channel is for, once: says so to the client and gives what is needed to run it.
    async fn start(&mut self, id: ChannelId, session: &mut Session) -> Result<Option<(Waiting, Seat)>, Error> {
        if let Some(channel) = self.channels.get_mut(&id)
            && channel.takes_output().await
            && let Some(waiting) = channel.start()
        {
            session.channel_success(id)?;
            return Ok(Some((waiting, Seat::take(&self.phase, channel.gone(), &self.name))));
        }
        session.channel_failure(id)?;
        Ok(None)
    }

    /// Starts a transfer of files on a channel.
    async fn transfer(&mut self, id: ChannelId, transfer: Transfer, session: &mut Session) -> Result<(), Error> {
        let Some((waiting, seat)) = self.start(id, session).await? else { return Ok(()) };
        let Some(channel) = self.channels.get_mut(&id) else { return Ok(()) };
        let wire = ChannelWire::new(waiting.write, channel.gone());
        let (inbox, files, house) = (channel.connect_transfer(), self.entrance.files(), self.entrance.house.clone());
        tokio::spawn(visit::transfer(wire, inbox, transfer, files, house, self.ended.clone(), seat));
        Ok(())
    }
}

impl russh::server::Handler for Handler {
    type Error = Error;

    async fn auth_none(&mut self, user: &str) -> Result<Auth, Error> {
        Ok(self.decide(user, Attempt::None))
    }

    async fn auth_password(&mut self, user: &str, _password: &str) -> Result<Auth, Error> {
        Ok(self.decide(user, Attempt::Password))
    }

    async fn auth_publickey_offered(&mut self, user: &str, offer: PublicKeyOffer<'_>) -> Result<Auth, Error> {
        Ok(self.decide(user, Attempt::Offer(offer.public_key)))
    }

    async fn auth_publickey(&mut self, user: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, Error> {
        Ok(self.decide(user, Attempt::Proof(key.public_key)))
    }

    async fn auth_openssh_certificate(&mut self, user: &str, _certificate: &Certificate) -> Result<Auth, Error> {
        // No certificate is believed, but the client's plain keys come next: the way must stay on the list.
        Ok(auth::no_certificate(user).answer())
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        user: &str,
        _submethods: &str,
        _response: Option<Response<'a>>,
    ) -> Result<Auth, Error> {
        Ok(self.decide(user, Attempt::KeyboardInteractive))
    }

    async fn auth_succeeded(&mut self, _session: &mut Session) -> Result<(), Error> {
        self.phase.send_modify(|phase| phase.entered = true);
        Ok(())
    }

    async fn channel_open_session(
        &mut self,
        channel: RusshChannel<Msg>,
        reply: ChannelOpenHandle,
        _session: &mut Session,
    ) -> Result<(), Error> {
        self.opened += 1;
        if self.opened > self.entrance.limits.channels_in_a_life {
            // russh keeps something of each channel for as long as the connection lives.
            return Err(self.flooded());
        }
        // russh says nothing when a channel that we have closed is closed by the client too, so they are swept here.
        self.channels.retain(|_, channel| !channel.is_over());
        if self.channels.len() >= self.entrance.limits.channels {
            reply.reject(ChannelOpenFailure::ResourceShortage).await;
            return Ok(());
        }
        let id = channel.id();
        let (read, write) = channel.split();
        // At once: see `Waiting::write`.
        drop(read);
        self.channels.insert(id, Channel::new(write, self.ended.child_token()));
        reply.accept().await;
        Ok(())
    }

    async fn pty_request(
        &mut self,
        id: ChannelId,
        term: &str,
        columns: u32,
        rows: u32,
        _width: u32,
        _height: u32,
        _modes: &[(Pty, u32)],
        session: &mut Session,
    ) -> Result<(), Error> {
        let size = Size::clamped(columns, rows);
        let noted = self.channels.get_mut(&id).is_some_and(|channel| channel.pty(auth::clean(term), size));
        answer(session, id, noted)
    }

    async fn env_request(
        &mut self,
        id: ChannelId,
        name: &str,
        value: &str,
        session: &mut Session,
    ) -> Result<(), Error> {
        let kept = self.channels.get_mut(&id).is_some_and(|channel| channel.env(name, value));
        answer(session, id, kept)
    }

    async fn window_change_request(
        &mut self,
        id: ChannelId,
        columns: u32,
        rows: u32,
        _width: u32,
        _height: u32,
        session: &mut Session,
    ) -> Result<(), Error> {
        if let Some(channel) = self.channels.get_mut(&id) {
            channel.resize(Size::clamped(columns, rows));
        }
        answer(session, id, true)
    }

    async fn shell_request(&mut self, id: ChannelId, session: &mut Session) -> Result<(), Error> {
        let Some((mut waiting, seat)) = self.start(id, session).await? else { return Ok(()) };
        let house = self.entrance.house.clone();
        let hello = self.hello(&mut waiting);
        let (Some(channel), ended) = (self.channels.get_mut(&id), self.ended.clone()) else { return Ok(()) };
        let wire = ChannelWire::new(waiting.write, channel.gone());
        match waiting.pty {
            Some((_, size)) => {
                let ends = channel.connect(size);
                tokio::spawn(visit::session(wire, ends, hello, house, ended, seat));
            }
            None => {
                tokio::spawn(visit::card(wire, house, ended, seat));
            }
        }
        Ok(())
    }

    async fn exec_request(&mut self, id: ChannelId, command: &[u8], session: &mut Session) -> Result<(), Error> {
        if let Some(order) = scp::order(command) {
            return self.transfer(id, Transfer::Scp(order), session).await;
        }
        let Some((mut waiting, seat)) = self.start(id, session).await? else { return Ok(()) };
        let house = self.entrance.house.clone();
        let mut hello = Hello { goal: auth::clean(&String::from_utf8_lossy(command)), ..self.hello(&mut waiting) };
        let (Some(channel), ended) = (self.channels.get_mut(&id), self.ended.clone()) else { return Ok(()) };
        let wire = ChannelWire::new(waiting.write, channel.gone());
        let size = waiting.pty.map(|(_, size)| size);
        let plain = hello.plain().is_some();
        let opens = if plain { Some(hello.goal.clone()) } else { commands::opens(&house.portfolio.borrow(), command) };
        if let Some(goal) = opens.filter(|_| plain || size.is_some()) {
            hello.goal = goal;
            let ends = channel.connect(size.unwrap_or_else(|| Size::clamped(0, 0)));
            tokio::spawn(visit::session(wire, ends, hello, house, ended, seat));
        } else {
            // One byte more than is allowed still is too long, and the rest need not be kept.
            let line = command.iter().copied().take(limits::COMMAND_BYTES + 1).collect();
            tokio::spawn(visit::command(wire, line, size, hello, house, ended, seat));
        }
        Ok(())
    }

    async fn subsystem_request(&mut self, id: ChannelId, name: &str, session: &mut Session) -> Result<(), Error> {
        if name == "sftp" { self.transfer(id, Transfer::Sftp, session).await } else { answer(session, id, false) }
    }

    async fn x11_request(
        &mut self,
        id: ChannelId,
        _single: bool,
        _protocol: &str,
        _cookie: &str,
        _screen: u32,
        session: &mut Session,
    ) -> Result<(), Error> {
        answer(session, id, false)
    }

    async fn signal(&mut self, id: ChannelId, signal: Sig, session: &mut Session) -> Result<(), Error> {
        if let (Sig::INT | Sig::TERM | Sig::HUP, Some(channel)) = (signal, self.channels.get_mut(&id)) {
            channel.hang_up();
        }
        answer(session, id, true)
    }

    async fn data(&mut self, id: ChannelId, bytes: &[u8], _session: &mut Session) -> Result<(), Error> {
        let taken = self.channels.get_mut(&id).map_or(Ok(()), |channel| channel.input(bytes));
        taken.map_err(|Flood| self.flooded())
    }

    async fn channel_eof(&mut self, id: ChannelId, _session: &mut Session) -> Result<(), Error> {
        if let Some(channel) = self.channels.get_mut(&id) {
            channel.hang_up();
        }
        Ok(())
    }

    async fn channel_close(&mut self, id: ChannelId, _session: &mut Session) -> Result<(), Error> {
        // Dropped, it ends what runs on it.
        self.channels.remove(&id);
        Ok(())
    }
}

/// Answers a request, if the client wants an answer; russh remembers whether it does.
fn answer(session: &mut Session, id: ChannelId, yes: bool) -> Result<(), Error> {
    if yes { session.channel_success(id) } else { session.channel_failure(id) }
}
