//! The loop of one visit: one `select!`, one frame at a time, never a frame that shows nothing new.
//!
//! A frame is computed only when the last one has been handed over. What happens meanwhile waits in bounded queues and
//! is taken in as a whole before the next frame, so a slow visitor sees fewer frames and always the newest.

use std::{future, sync::Arc, time::Duration};

use bytes::Bytes;
use tokio::{
    select,
    sync::{mpsc::error::TryRecvError, watch},
    time::{Instant, sleep_until, timeout},
};

use super::{
    End, House, Peer, Wire,
    clock::{Clock, Due, Pace},
    draw, words,
};
use crate::{
    input::{Code, Decoder, Input, Key, Reply},
    limits,
    screen::{Caps, Screen, readable},
    ui::{self, Effect, Event, Linear, Vitals},
};

/// One visit.
pub(super) struct Visit<W> {
    peer: Peer<W>,
    house: House,
    decoder: Decoder,
    state: ui::State,
    screen: Screen,
    /// Reads and prints instead of the screen, where the visitor wants it so or the terminal cannot do better.
    linear: Option<Linear>,
    /// Bytes of effects that go out with the next frame, and all that is printed line by line.
    pending: Vec<u8>,
    /// Whether something happened that the terminal may not show yet.
    dirty: bool,
    /// Whether the terminal owes an answer, which must not end up in the visitor's shell.
    owed: bool,
    end: Option<End>,
    clock: Clock,
    pace: Pace,
    tally: Tally,
}

/// What was sent so far.
#[derive(Default)]
struct Tally {
    bytes: u64,
    frames: u64,
    first_frame: Duration,
    /// Slow writes in a row.
    slow: u32,
}

/// What ended a wait.
enum Woken {
    Gone,
    Bytes(Bytes),
    Hangup,
    Resized,
    Edited,
    Trouble,
    Closing,
    Due(Due),
}

impl<W: Wire> Visit<W> {
    /// A visit that begins now.
    pub(super) fn new(mut peer: Peer<W>, mut house: House, caps: Caps) -> Self {
        let now = Instant::now();
        let size = *peer.size.borrow_and_update();
        let start = ui::Start {
            portfolio: house.portfolio.borrow_and_update().clone(),
            size,
            caps,
            ssh: house.door.ssh(),
            scp: house.door.scp("resume.md"),
            goal: peer.hello.plain().unwrap_or(&peer.hello.goal).to_owned(),
        };
        let (state, effects) = ui::State::new(start);
        let state = state.with_stills(Arc::clone(&house.stills));
        let mut visit = Self {
            peer,
            house,
            decoder: Decoder::default(),
            state,
            screen: Screen::new(caps, size),
            linear: None,
            pending: Vec::new(),
            dirty: true,
            owed: false,
            end: None,
            clock: Clock::new(now),
            pace: Pace::new(now),
            tally: Tally::default(),
        };
        if !caps.escapes || visit.peer.hello.plain().is_some() {
            visit.line_by_line();
        } else {
            visit.screen.enter(&mut visit.pending);
            visit.perform(effects);
        }
        // Either may have begun before this visitor came.
        visit.trouble();
        visit.closing();
        visit
    }

    /// Runs the visit to its end.
    pub(super) async fn run(mut self: Box<Self>) -> End {
        loop {
            self.renew_vitals();
            if let Some(end) = self.end {
                return self.leave(end).await;
            }
            // Again, where the frame itself was an event: it took so long.
            while self.dirty {
                if let Err(end) = self.draw().await {
                    return self.leave(end).await;
                }
            }
            let woken = self.wait().await;
            self.take(woken);
            self.gather();
        }
    }

    /// Waits until something happens.
    async fn wait(&mut self) -> Woken {
        let closing = self.house.closing.borrow().map(|closing| closing.at);
        let patience = self.decoder.patience();
        let (at, due) = self.clock.next(&self.house.limits, closing, patience, ui::wake(&self.state));
        let Self { peer, house, .. } = self;
        select! {
            // Deadlines before input: a visitor who types without pause is not let stay for ever.
            biased;
            () = peer.gone.cancelled() => Woken::Gone,
            () = sleep_until(at) => Woken::Due(due),
            () = changed(&mut house.closing) => Woken::Closing,
            bytes = peer.input.recv() => bytes.map_or(Woken::Hangup, Woken::Bytes),
            () = changed(&mut peer.size) => Woken::Resized,
            () = changed(&mut house.portfolio) => Woken::Edited,
            () = changed(&mut house.trouble), if peer.hello.owner => Woken::Trouble,
        }
    }

    /// Takes in one thing that happened.
    fn take(&mut self, woken: Woken) {
        match woken {
            Woken::Gone | Woken::Hangup => self.end_with(End::Gone),
            Woken::Bytes(bytes) => self.feed(&bytes),
            Woken::Resized => self.resized(),
            Woken::Edited => {
                let portfolio = self.house.portfolio.borrow_and_update().clone();
                self.event(Event::Content(portfolio));
            }
            Woken::Trouble => self.trouble(),
            Woken::Closing => self.closing(),
            Woken::Due(due) => self.due(due),
        }
    }

    /// Takes in all that waits already, so that one frame shows all of it.
    fn gather(&mut self) {
        // Bounded: the queue may be filled while it is emptied.
        for _ in 0..limits::INPUT_QUEUE {
            match self.peer.input.try_recv() {
                Ok(bytes) => self.feed(&bytes),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    self.end_with(End::Gone);
                    break;
                }
            }
        }
        if self.peer.size.has_changed().unwrap_or(false) {
            self.resized();
        }
    }

    fn feed(&mut self, bytes: &[u8]) {
        let now = Instant::now();
        self.clock.heard = now;
        let Self { decoder, pace, .. } = self;
        let mut inputs = Vec::new();
        // Too many at once are dropped before they cost an update: nobody types them. Ctrl-C always gets through.
        decoder.feed(bytes, |input| {
            let urgent = matches!(input, Input::Reply(_)) || input == Input::Key(Key::ctrl('c'));
            if urgent || pace.takes(now) {
                inputs.push(input);
            }
        });
        for input in inputs {
            self.input(input);
        }
    }

    fn input(&mut self, input: Input) {
        match &input {
            Input::Key(_) | Input::Mouse(_) | Input::Paste(_) => {
                self.clock.active = self.clock.heard;
                assert!(self.house.trap.is_none_or(|word| word != self.peer.hello.goal), "a test asked for it");
                if std::mem::take(&mut self.clock.idle_told) {
                    let standing = self.standing();
                    self.event(Event::Notice(standing));
                }
            }
            // The fence after a question; it says nothing by itself.
            Input::Reply(Reply::DeviceAttributes) => self.owed = false,
            Input::Reply(Reply::Background(_) | Reply::Focus(_) | Reply::Other) => {}
        }
        if self.linear.is_some() && input == Input::Key(Key::plain(Code::Enter)) {
            if self.pending.len() > limits::LINEAR_BYTES {
                // Typed ahead of what anybody reads.
                return;
            }
            // What is printed is not renewed, so the figures must be true before.
            let vitals = self.vitals();
            self.event(Event::Vitals(vitals));
        }
        self.event(Event::Input(input));
    }

    fn resized(&mut self) {
        let size = *self.peer.size.borrow_and_update();
        if size != self.screen.size() {
            self.screen.resize(size);
            self.event(Event::Resize(size));
        }
    }

    /// What the owner reads until an edit is right; nobody else reads of it.
    fn standing(&self) -> Option<String> {
        self.house.trouble.borrow().as_deref().filter(|_| self.peer.hello.owner).map(str::to_owned)
    }

    /// Shows the owner that an edit is wrong, or no longer. Whatever says that the visit ends comes first.
    fn trouble(&mut self) {
        self.house.trouble.mark_unchanged();
        let ends = self.clock.idle_told || self.clock.life_told || self.house.closing.borrow().is_some();
        if self.peer.hello.owner && !ends {
            let standing = self.standing();
            self.event(Event::Notice(standing));
        }
    }

    fn closing(&mut self) {
        let closing = *self.house.closing.borrow_and_update();
        if let Some(closing) = closing {
            let now = Instant::now();
            let left = closing.at.saturating_duration_since(now);
            self.event(Event::Notice(Some(words::closing(left))));
            // Again when a whole second is left, not a second from now: the last step must not be the long one.
            let step = Duration::from_nanos(left.subsec_nanos().into());
            let step = if step.is_zero() { Duration::from_secs(1) } else { step };
            self.clock.countdown = (left > step).then(|| now + step);
        }
    }

    fn due(&mut self, due: Due) {
        let now = Instant::now();
        match due {
            Due::Patience => {
                self.clock.heard = now;
                let mut inputs = Vec::new();
                self.decoder.timeout(|input| inputs.push(input));
                for input in inputs {
                    self.input(input);
                }
            }
            Due::Tick => {
                self.clock.ticked = now;
                self.event(Event::Tick(now - self.clock.started));
            }
            // The loop renews them before every frame.
            Due::Vitals => {}
            Due::IdleNotice => {
                self.clock.idle_told = true;
                self.event(Event::Notice(Some(words::idle(self.house.limits.idle_notice()))));
            }
            Due::LifeNotice => {
                self.clock.life_told = true;
                self.event(Event::Notice(Some(words::life(self.house.limits.life_notice()))));
            }
            Due::Countdown => self.closing(),
            Due::Idle => self.end_with(End::Idle),
            Due::Life => self.end_with(End::Life),
            Due::Closing => self.end_with(End::Closing),
        }
    }

    /// Delivers the figures of the colophon when they come on screen, and each second while they stay there.
    fn renew_vitals(&mut self) {
        if self.linear.is_some() || !ui::wants_vitals(&self.state) {
            self.clock.vitals = None;
            return;
        }
        let now = Instant::now();
        if self.clock.vitals.is_some_and(|at| now < at) {
            return;
        }
        self.clock.vitals = Some(now + limits::VITALS);
        let vitals = self.vitals();
        self.event(Event::Vitals(vitals));
    }

    fn vitals(&self) -> Vitals {
        let figures = &self.house.figures;
        Vitals {
            client: self.peer.hello.client.clone(),
            crypto: self.peer.hello.crypto.clone(),
            term: self.peer.hello.term.clone(),
            first_frame: self.tally.first_frame,
            bytes: self.tally.bytes,
            frames: self.tally.frames,
            sessions: figures.sessions(),
            uptime: figures.started.elapsed(),
            memory: (figures.memory)(),
        }
    }

    fn event(&mut self, event: Event) {
        let effects = match &mut self.linear {
            Some(linear) => {
                let reply = linear.update(&mut self.state, event);
                self.print(&reply.text);
                reply.effects
            }
            None => ui::update(&mut self.state, event),
        };
        self.dirty = true;
        self.perform(effects);
    }

    /// Goes on line by line, where the visitor is.
    fn line_by_line(&mut self) {
        self.screen.leave(&mut self.pending);
        let (linear, text) = Linear::open(&mut self.state, self.peer.hello.cooked);
        self.linear = Some(linear);
        self.print(&text);
    }

    fn print(&mut self, text: &str) {
        let lines = text.replace('\n', self.line_end());
        self.pending.extend_from_slice(lines.as_bytes());
    }

    /// On a terminal in raw mode a bare LF would only go down.
    fn line_end(&self) -> &'static str {
        if self.peer.hello.cooked { "\n" } else { "\r\n" }
    }

    /// Runs effects, here and nowhere else.
    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Leave => self.end_with(End::Left),
                Effect::Mouse(on) => self.screen.mouse(on, &mut self.pending),
                Effect::Paste(on) => self.screen.paste(on, &mut self.pending),
                Effect::Title(title) => self.screen.title(&title, &mut self.pending),
                Effect::Linear => self.line_by_line(),
                Effect::Screen => {
                    self.linear = None;
                    self.screen.enter(&mut self.pending);
                }
                Effect::Copy(text) => {
                    // Where the terminal has no clipboard the page shows the text anyway.
                    let _offered = self.screen.copy(&text, &mut self.pending);
                }
            }
        }
    }

    /// The first reason to end counts.
    fn end_with(&mut self, end: End) {
        self.end.get_or_insert(end);
    }

    /// Brings the terminal up to date, if it is not.
    async fn draw(&mut self) -> Result<(), End> {
        let first = self.tally.frames == 0;
        let before = std::mem::take(&mut self.pending);
        let bytes = if self.linear.is_some() {
            Bytes::from(before)
        } else {
            let drawn = draw::frame(&self.state, &mut self.screen, &before, first);
            self.owed |= drawn.asked;
            drawn.bytes
        };
        self.dirty = false;
        if bytes.is_empty() {
            if self.linear.is_none() {
                self.house.figures.clean();
            }
            return Ok(());
        }
        let began = Instant::now();
        self.send(bytes).await?;
        self.tally.frames += 1;
        self.house.figures.frame();
        if first {
            self.tally.first_frame = self.clock.started.elapsed();
            self.house.figures.first_frame(self.tally.first_frame);
        }
        self.weigh(began.elapsed());
        Ok(())
    }

    /// Notes how long the wire took for a frame: one slow frame is an accident, two in a row are a slow link.
    fn weigh(&mut self, took: Duration) {
        self.tally.slow = if took < limits::SLOW_WRITE { 0 } else { self.tally.slow.saturating_add(1) };
        if self.tally.slow == 2 {
            self.event(Event::SlowLink);
        }
    }

    async fn send(&mut self, bytes: Bytes) -> Result<(), End> {
        let (count, asked) = (bytes.len() as u64, Instant::now());
        let sent = select! {
            biased;
            () = self.peer.gone.cancelled() => return Err(End::Gone),
            sent = timeout(self.house.limits.write_stall, self.peer.output.send(bytes)) => sent,
        };
        let taken = if let Ok(Ok(())) = sent { count } else { 0 };
        self.house.figures.wrote(taken, asked.elapsed());
        match sent {
            Ok(Ok(())) => {
                self.tally.bytes += count;
                Ok(())
            }
            Ok(Err(_)) => Err(End::Gone),
            Err(_) => Err(End::Stalled),
        }
    }

    /// Gives the terminal back and says goodbye, where anybody still listens.
    async fn leave(mut self: Box<Self>, end: End) -> End {
        // After a stall part of a frame is on the wire: nothing sensible can follow it.
        if end == End::Stalled || self.peer.gone.is_cancelled() {
            return end;
        }
        self.drain().await;
        let mut out = std::mem::take(&mut self.pending);
        self.screen.leave(&mut out);
        let card = ui::card(&self.state);
        let unicode = self.screen.caps().unicode;
        for line in words::ended(end).into_iter().chain(card.iter().map(String::as_str)) {
            out.extend_from_slice(readable(line, unicode).as_bytes());
            out.extend_from_slice(self.line_end().as_bytes());
        }
        if !out.is_empty() && self.send(Bytes::from(out)).await == Err(End::Stalled) {
            return End::Stalled;
        }
        end
    }

    /// Waits for the answer that a terminal owes: after the visit it would be typed into the visitor's shell.
    async fn drain(&mut self) {
        let until = Instant::now() + limits::DRAIN_REPLIES;
        while self.owed {
            let bytes = select! {
                biased;
                () = self.peer.gone.cancelled() => return,
                () = sleep_until(until) => return,
                bytes = self.peer.input.recv() => bytes,
            };
            let Some(bytes) = bytes else { return };
            let owed = &mut self.owed;
            self.decoder.feed(&bytes, |input| *owed &= input != Input::Reply(Reply::DeviceAttributes));
        }
    }
}

/// Waits for a new value; for ever where nobody is left to send one.
async fn changed<T>(watch: &mut watch::Receiver<T>) {
    if watch.changed().await.is_err() {
        future::pending::<()>().await;
    }
}
