//! What runs on a channel: a session, the card, a command, or a transfer of files.

use std::{
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::Arc,
    task::Poll,
};

use bytes::Bytes;
use tokio::{
    sync::watch,
    time::{Instant, timeout},
};
use tokio_util::sync::CancellationToken;

use super::{
    Phase,
    channel::Ends,
    inbox::Inbox,
    scp, sftp,
    talk::{Cut, Talk},
    wire::ChannelWire,
};
use crate::{
    commands::{self, Answer, Terms},
    files::Files,
    limits,
    screen::{Caps, Depth, Size},
    session::{self, End, Errand, Hello, House, Peer, Wire as _},
};

/// Columns of the card where no terminal says how many it has.
const CARD_COLUMNS: usize = 80;

/// Counts as something that runs on its connection until it is dropped, and then ends its channel.
pub(super) struct Seat {
    phase: watch::Sender<Phase>,
    gone: CancellationToken,
    /// The connection's name in the log.
    name: Arc<str>,
}

impl Seat {
    /// Takes a seat on a connection, for a channel.
    pub(super) fn take(phase: &watch::Sender<Phase>, gone: CancellationToken, name: &Arc<str>) -> Self {
        phase.send_modify(|phase| phase.running += 1);
        Self { phase: phase.clone(), gone, name: Arc::clone(name) }
    }
}

impl Seat {
    /// Notes for the operator that an errand has ended: what was asked for is the visitor's own business.
    fn ran(&self, errand: Errand, house: &House, started: Instant) {
        house.figures.ran(errand);
        let seconds = started.elapsed().as_secs();
        tracing::info!(connection = &*self.name, kind = errand.name(), seconds, "an errand");
    }

    /// Notes that one has panicked.
    fn panicked(&self, errand: Errand, house: &House) {
        house.figures.errand_panicked();
        tracing::error!(connection = &*self.name, kind = errand.name(), "an errand has panicked; all else goes on");
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.gone.cancel();
        self.phase.send_modify(|phase| phase.running = phase.running.saturating_sub(1));
    }
}

/// A session on a terminal. `connection` ends it all when the client takes no more bytes.
pub(super) async fn session(
    mut wire: ChannelWire,
    ends: Ends,
    hello: Hello,
    house: House,
    connection: CancellationToken,
    seat: Seat,
) {
    let size = *ends.size.borrow();
    let peer =
        Peer { input: ends.input, size: ends.size, output: &mut wire, hello: hello.clone(), gone: seat.gone.clone() };
    let (figures, started) = (Arc::clone(&house.figures), Instant::now());
    let ended = caught(session::run(peer, house)).await;
    let (name, seconds) = (&*seat.name, started.elapsed().as_secs());
    let end = ended.as_ref().map_or("panicked", |end| end.name());
    tracing::info!(connection = name, client = hello.client, term = hello.term, seconds, end, "a visit");
    let status = match ended {
        // Whatever still waits for this client's window would wait in front of everything else on the connection.
        Ok(End::Stalled) => return connection.cancel(),
        Ok(End::Left | End::Gone | End::Idle | End::Life | End::Closing) => 0,
        Err(Panicked) => {
            figures.panicked();
            tracing::error!(connection = name, "a session has panicked; the others go on");
            let _ = timeout(limits::FINISH, wire.send(session::restore(&hello, size))).await;
            1
        }
    };
    wire.finish(status).await;
}

/// A shell without a terminal (`ssh -T`, a pipe): the card as plain text.
pub(super) async fn card(mut wire: ChannelWire, house: House, connection: CancellationToken, seat: Seat) {
    let started = Instant::now();
    let portfolio = house.portfolio.borrow().clone();
    let text = Bytes::from(session::plain_card(&portfolio, CARD_COLUMNS, &house.door));
    let done = timeout(house.limits.write_stall, wire.send(text)).await;
    seat.ran(Errand::Command, &house, started);
    match done {
        Ok(_) => wire.finish(0).await,
        Err(_) => connection.cancel(),
    }
}

/// A command (`ssh host systems edel`): its answer as standard output, standard error and exit status.
pub(super) async fn command(
    mut wire: ChannelWire,
    line: Vec<u8>,
    terminal: Option<Size>,
    hello: Hello,
    house: House,
    connection: CancellationToken,
    seat: Seat,
) {
    let started = Instant::now();
    let portfolio = house.portfolio.borrow().clone();
    let caps = Caps::detect(&hello.term, &hello.env);
    let terms = Terms {
        columns: terminal.map(|size| size.columns),
        color: terminal.is_some() && caps.escapes && caps.depth != Depth::Mono,
        ascii: terminal.is_some() && !caps.unicode,
        crlf: terminal.is_some(),
        ssh: &house.door.ssh(),
    };
    let answer = caught(async { commands::run(&portfolio, &line, terms) }).await.unwrap_or_else(|Panicked| {
        seat.panicked(Errand::Command, &house);
        Answer { stdout: String::new(), stderr: "this went wrong here, not with you\n".into(), status: 1 }
    });
    let sending = async {
        wire.send(answer.stdout.into()).await?;
        if answer.stderr.is_empty() { Ok(()) } else { wire.complain(answer.stderr).await }
    };
    let done = timeout(house.limits.write_stall, sending).await;
    seat.ran(Errand::Command, &house, started);
    match done {
        Ok(_) => wire.finish(answer.status).await,
        Err(_) => connection.cancel(),
    }
}

/// How files are taken.
pub(super) enum Transfer {
    /// By the `sftp` subsystem.
    Sftp,
    /// By the command that an `scp` of old runs.
    Scp(scp::Order),
}

/// A transfer of files.
pub(super) async fn transfer(
    mut wire: ChannelWire,
    inbox: Inbox,
    transfer: Transfer,
    files: Arc<Files>,
    house: House,
    connection: CancellationToken,
    seat: Seat,
) {
    let started = Instant::now();
    let mut talk = Talk::new(inbox, &mut wire, house.limits, house.closing.clone(), seat.gone.clone());
    let ended = caught(async {
        match transfer {
            Transfer::Sftp => sftp::serve(&mut talk, files).await,
            Transfer::Scp(order) => scp::serve(&mut talk, order, files).await,
        }
    });
    let ended = ended.await;
    seat.ran(Errand::Transfer, &house, started);
    let status = match ended {
        Ok(Ok(status)) => status,
        Ok(Err(Cut::Gone)) => return,
        // As with a session: what waits for this client's window waits in front of everything else.
        Ok(Err(Cut::Stalled)) => return connection.cancel(),
        Ok(Err(Cut::Over)) => 1,
        Err(Panicked) => {
            seat.panicked(Errand::Transfer, &house);
            1
        }
    };
    wire.finish(status).await;
}

/// A future has panicked.
#[derive(Debug, PartialEq, Eq)]
struct Panicked;

/// Runs a future so that a panic ends it and nothing else.
///
/// The future is never polled again after a panic, so nobody sees what it left half done; memory that threads share
/// between frames is reset before each use.
async fn caught<F: Future>(future: F) -> Result<F::Output, Panicked> {
    let mut future: Pin<Box<F>> = Box::pin(future);
    poll_fn(move |cx| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
        Err(_) => Poll::Ready(Err(Panicked)),
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_caught_even_after_a_wait() {
        let panics = async {
            tokio::task::yield_now().await;
            assert_eq!(1, 2, "deliberate");
        };
        assert_eq!(caught(panics).await, Err(Panicked));
        assert_eq!(caught(async { 7 }).await, Ok(7));
    }
}
