//! One channel: what a client has asked for before the one shell, exec or subsystem, and what runs afterwards.

use bytes::Bytes;
use russh::{ChannelWriteHalf, server::Msg};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::inbox::{self, Inbox};
use crate::{limits, screen::Size};

/// A channel of a connection. RFC 4254 section 6.5 allows one shell, exec or subsystem on each; russh does not count.
pub(super) struct Channel {
    state: State,
    /// Fires when this channel is closed or its connection is gone.
    gone: CancellationToken,
}

enum State {
    Waiting(Box<Waiting>),
    Running(Running),
}

/// A channel on which nothing runs yet.
pub(super) struct Waiting {
    /// The way out. The way in was dropped: russh queues everything for a reader and waits for it when the queue is full,
    /// with the whole connection.
    pub write: ChannelWriteHalf<Msg>,
    /// TERM and size, where a pty was asked for.
    pub pty: Option<(String, Size)>,
    /// The environment, bounded.
    pub env: Vec<(String, String)>,
}

/// The near ends of what runs on a channel.
#[derive(Default)]
struct Running {
    /// To a session, which is typed at.
    input: Option<mpsc::Sender<Bytes>>,
    /// To a transfer of files, which is asked by a program.
    requests: Option<inbox::Sender>,
    size: Option<watch::Sender<Size>>,
    dropped: usize,
}

/// The far ends, for a session.
pub(super) struct Ends {
    pub input: mpsc::Receiver<Bytes>,
    pub size: watch::Receiver<Size>,
}

/// A client sends more than anybody types, and keeps on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Flood;

impl Channel {
    /// A channel that has just been opened.
    pub(super) fn new(write: ChannelWriteHalf<Msg>, gone: CancellationToken) -> Self {
        Self { state: State::Waiting(Box::new(Waiting { write, pty: None, env: Vec::new() })), gone }
    }

    /// Fires when the channel is gone.
    pub(super) fn gone(&self) -> CancellationToken {
        self.gone.clone()
    }

    /// Notes the pty; `false` where that comes too late or twice.
    pub(super) fn pty(&mut self, term: String, size: Size) -> bool {
        match &mut self.state {
            State::Waiting(waiting) if waiting.pty.is_none() => {
                waiting.pty = Some((term, size));
                true
            }
            State::Waiting(_) | State::Running(_) => false,
        }
    }

    /// Keeps a variable of the client's environment; `false` where it is not on the list, too long or too late.
    pub(super) fn env(&mut self, name: &str, value: &str) -> bool {
        let State::Waiting(waiting) = &mut self.state else { return false };
        if !wanted(name) || name.len() > limits::ENV_NAME || value.len() > limits::ENV_VALUE {
            return false;
        }
        if let Some(known) = waiting.env.iter_mut().find(|known| known.0 == name) {
            value.clone_into(&mut known.1);
            return true;
        }
        let room = waiting.env.len() < limits::ENV_COUNT;
        if room {
            waiting.env.push((name.to_owned(), value.to_owned()));
        }
        room
    }

    /// Whether the client takes output in packets of a sensible size.
    ///
    /// russh tells only the smaller of packet size and window (`Session::max_packet_size` is what *we* take), so this
    /// is asked when something is to run and not at the open: by then whoever wants output has made room for it.
    pub(super) async fn takes_output(&self) -> bool {
        match &self.state {
            State::Waiting(waiting) => waiting.write.writable_packet_size().await >= limits::SMALLEST_PACKET,
            State::Running(_) => true,
        }
    }

    /// Takes what the client has asked for, to run something; `None` where something runs or ran already.
    pub(super) fn start(&mut self) -> Option<Waiting> {
        match std::mem::replace(&mut self.state, State::Running(Running::default())) {
            State::Waiting(waiting) => Some(*waiting),
            running @ State::Running(_) => {
                self.state = running;
                None
            }
        }
    }

    /// Connects a session to what the client sends from now on.
    pub(super) fn connect(&mut self, size: Size) -> Ends {
        let (input, far_input) = mpsc::channel(limits::INPUT_QUEUE);
        let (size, far_size) = watch::channel(size);
        self.state = State::Running(Running { input: Some(input), size: Some(size), ..Running::default() });
        Ends { input: far_input, size: far_size }
    }

    /// Connects a transfer of files to what the client sends from now on.
    pub(super) fn connect_transfer(&mut self) -> Inbox {
        let (requests, inbox) = inbox::inbox();
        self.state = State::Running(Running { requests: Some(requests), ..Running::default() });
        inbox
    }

    /// Notes a new size of the window.
    pub(super) fn resize(&mut self, new: Size) {
        match &mut self.state {
            State::Waiting(waiting) => {
                if let Some((_, size)) = &mut waiting.pty {
                    *size = new;
                }
            }
            State::Running(running) => {
                if let Some(size) = &running.size {
                    size.send_if_modified(|size| std::mem::replace(size, new) != new);
                }
            }
        }
    }

    /// Hands over what the client has sent.
    pub(super) fn input(&mut self, bytes: &[u8]) -> Result<(), Flood> {
        match &mut self.state {
            State::Running(running) => running.input(bytes),
            State::Waiting(_) => Ok(()),
        }
    }

    /// The client sends no more: the session ends when it has read what is there.
    pub(super) fn hang_up(&mut self) {
        match &mut self.state {
            State::Running(running) => (running.input, running.requests) = (None, None),
            State::Waiting(_) => {}
        }
    }

    /// Whether this channel can be forgotten: what ran on it has ended.
    pub(super) fn is_over(&self) -> bool {
        self.gone.is_cancelled()
    }
}

impl Running {
    /// Queues input; what does not fit is dropped, as a terminal drops typing. (A transfer ends by it.)
    ///
    /// Never waits: this is called by the loop that everything else on the connection waits for.
    fn input(&mut self, bytes: &[u8]) -> Result<(), Flood> {
        if let Some(requests) = &self.requests {
            requests.push(bytes);
        }
        let Some(input) = &self.input else { return Ok(()) };
        for chunk in bytes.chunks(limits::INPUT_CHUNK) {
            match input.try_send(Bytes::copy_from_slice(chunk)) {
                Ok(()) => {}
                Err(mpsc::error::TrySendError::Full(_)) => self.dropped += chunk.len(),
                // The session has ended; the client has not noticed yet.
                Err(mpsc::error::TrySendError::Closed(_)) => return Ok(()),
            }
        }
        if self.dropped > limits::INPUT_DROPPED { Err(Flood) } else { Ok(()) }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.gone.cancel();
    }
}

/// Variables that say something of a terminal or its language; nothing else of a visitor's environment is our business.
fn wanted(name: &str) -> bool {
    name.starts_with("LC_")
        || matches!(
            name,
            "LANG"
                | "LANGUAGE"
                | "COLORTERM"
                | "COLORFGBG"
                | "NO_COLOR"
                | "TERM_PROGRAM"
                | "TERM_PROGRAM_VERSION"
                | "VTE_VERSION"
                | "WT_SESSION"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_that_is_busy_is_owed_little_and_a_flood_is_noticed() {
        let (input, mut far) = mpsc::channel(limits::INPUT_QUEUE);
        let mut running = Running { input: Some(input), ..Running::default() };
        // The largest packet that russh takes.
        let packet = vec![b'j'; 256 * 1024];
        let mut sent = 0;
        while running.input(&packet).is_ok() {
            sent += packet.len();
            assert!(sent <= 2 * limits::INPUT_DROPPED, "never a flood");
        }
        let mut queued = 0;
        while let Ok(bytes) = far.try_recv() {
            queued += bytes.len();
        }
        assert_eq!(queued, limits::INPUT_QUEUE * limits::INPUT_CHUNK);
    }

    #[test]
    fn only_variables_of_terminals_and_languages_are_wanted() {
        assert!(wanted("LANG") && wanted("LC_CTYPE") && wanted("COLORTERM"));
        assert!(!wanted("LD_PRELOAD") && !wanted("SSH_AUTH_SOCK") && !wanted("PATH"));
    }
}
