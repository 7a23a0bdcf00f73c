//! Still frames that were drawn before: whoever looks at the same page in the same way is shown the same frame.
//!
//! Laying out and drawing a page is the dear part of a key. It is done once for everything that a frame depends on (the
//! [`Look`]) and kept for all visitors, in bounded memory; what moves, or is said to one visitor alone, is drawn anew each
//! time. A frame from here is the frame that would be drawn: a property test holds the two together.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use ratatui::buffer::Buffer;

use super::{
    state::{Cursor, Overlay, State},
    theme::{Background, Choice},
    update, view,
    walk::Walk,
};
use crate::{
    content::{Place, Portfolio},
    limits,
    screen::{Caps, Packed, Scratch, Screen, Size},
};

/// Everything that a still frame of a portfolio depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Look {
    size: Size,
    caps: Caps,
    choice: Choice,
    background: Background,
    place: Place,
    cursor: Cursor,
    /// The step of a flow, and whether the next one comes by itself.
    playback: (usize, bool),
    /// Whether it is the first frame of the first screen, before anything has moved.
    veiled: bool,
    help: bool,
    mouse: bool,
    ssh: Arc<str>,
    scp: Arc<str>,
}

impl Look {
    /// What the frame of a state depends on; `None` where something moves or is there for this visitor alone.
    fn of(state: &State) -> Option<Self> {
        let veiled = state.intro && state.motion;
        let moves = (veiled && !state.now.is_zero()) || update::is_travelling(state);
        let told = state.notice.is_some() || state.toast.is_some();
        let searches = matches!(state.overlay, Some(Overlay::Search { .. })) || view::marks_finds(state);
        let own = told || searches || state.place == Place::Colophon;
        if moves || own || view::is_too_small(state.size) {
            return None;
        }
        Some(Self {
            size: state.size,
            caps: state.caps,
            choice: state.choice,
            background: state.background,
            place: state.place,
            cursor: view::cursor(state),
            playback: (state.playback.step, state.playback.playing),
            veiled,
            help: state.overlay.is_some(),
            mouse: state.mouse,
            ssh: Arc::clone(&state.ssh),
            scp: Arc::clone(&state.scp),
        })
    }
}

/// A still frame, and the page on it as keys walk it.
#[derive(Debug)]
struct Still {
    packed: Packed,
    walk: Arc<Walk>,
}

impl Still {
    /// Bytes that it takes.
    fn held(&self) -> usize {
        size_of::<(Look, Self)>() + self.packed.held() + self.walk.held()
    }
}

/// Still frames of one portfolio, for all visitors: those that were used last.
#[derive(Debug, Default)]
pub struct Stills(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// What they show. A reference that keeps nothing alive but the address, so that no other portfolio gets it.
    portfolio: Weak<Portfolio>,
    stills: HashMap<Look, (Arc<Still>, u64)>,
    bytes: usize,
    /// Counts the times that anything was asked for.
    asked: u64,
}

impl Stills {
    /// Bytes that they take.
    #[must_use]
    pub fn held(&self) -> usize {
        self.kept().bytes
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Nothing here is half done when something panics.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, portfolio: &Arc<Portfolio>, look: &Look) -> Option<Arc<Still>> {
        let mut kept = self.kept();
        if kept.portfolio.as_ptr() != Arc::as_ptr(portfolio) {
            return None;
        }
        kept.asked += 1;
        let now = kept.asked;
        let (still, asked) = kept.stills.get_mut(look)?;
        *asked = now;
        Some(Arc::clone(still))
    }

    fn put(&self, portfolio: &Arc<Portfolio>, look: Look, still: Still) {
        let mut kept = self.kept();
        if kept.portfolio.as_ptr() != Arc::as_ptr(portfolio) {
            // The owner has edited it: what was drawn is of no use any more.
            *kept = Kept { portfolio: Arc::downgrade(portfolio), ..Kept::default() };
        }
        let asked = kept.asked;
        kept.bytes += still.held();
        let other = kept.stills.insert(look, (Arc::new(still), asked));
        // Two visitors may have drawn the same at the same time.
        kept.bytes -= other.map_or(0, |(still, _)| still.held());
        while kept.bytes > limits::STILLS_BYTES {
            let oldest = kept.stills.iter().min_by_key(|(_, (_, asked))| *asked).map(|(look, _)| look.clone());
            let dropped = oldest.and_then(|look| kept.stills.remove(&look));
            kept.bytes -= dropped.map_or(kept.bytes, |(still, _)| still.held());
        }
    }
}

/// Brings a visitor's screen to what the state shows; `frame` is memory to draw in.
///
/// The screen has the state's size and its terminal.
pub fn show(state: &State, screen: &mut Screen, frame: &mut Buffer, scratch: &mut Scratch, out: &mut Vec<u8>) {
    let look = Look::of(state);
    if let Some(still) = look.as_ref().and_then(|look| state.stills.get(&state.portfolio, look)) {
        screen.show(&still.packed, scratch, out);
        return;
    }
    frame.resize(state.size.area());
    frame.reset();
    let (marks, walk) = view::draw(state, frame);
    match look.zip(walk) {
        Some((look, walk)) => {
            let packed = Packed::new(frame, marks, screen, scratch);
            screen.show(&packed, scratch, out);
            state.stills.put(&state.portfolio, look, Still { packed, walk: Arc::new(walk) });
        }
        None => screen.draw(frame, &marks, scratch, out),
    }
}

/// The document that the keys walk, and how many rows of it are in view.
pub(super) fn walk(state: &State) -> Arc<Walk> {
    let still = Look::of(state).and_then(|look| state.stills.get(&state.portfolio, &look));
    still.map_or_else(|| Arc::new(view::walk(state)), |still| Arc::clone(&still.walk))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;
    use crate::{
        content::sample,
        input::{Decoder, Input},
        ui::{Event, Start, update, wake},
    };

    /// A visitor on a terminal.
    struct Visitor {
        state: State,
        screen: Screen,
        scratch: Scratch,
        frame: Buffer,
    }

    impl Visitor {
        fn new(portfolio: &Arc<Portfolio>, stills: &Arc<Stills>, columns: u16, rows: u16) -> Self {
            let (size, caps) = (Size { columns, rows }, Caps::detect("xterm-256color", &[]));
            let start = Start {
                portfolio: Arc::clone(portfolio),
                size,
                caps,
                ssh: "ssh portfolio.example.com".to_owned(),
                scp: "scp portfolio.example.com:resume.md .".to_owned(),
                goal: String::new(),
            };
            let state = State::new(start).0.with_stills(Arc::clone(stills));
            let frame = Buffer::empty(size.area());
            Self { state, screen: Screen::new(caps, size), scratch: Scratch::default(), frame }
        }

        fn takes(&mut self, event: Event) {
            if let Event::Resize(size) = event {
                self.screen.resize(size);
            }
            drop(update(&mut self.state, event));
        }

        fn types(&mut self, keys: &str) {
            for event in typed(keys) {
                self.takes(event);
            }
        }

        /// The bytes of the next frame.
        fn shown(&mut self) -> Vec<u8> {
            let Self { state, screen, scratch, frame } = self;
            let mut out = Vec::new();
            show(state, screen, frame, scratch, &mut out);
            out
        }

        /// The same bytes, from a frame drawn anew.
        fn drawn(&mut self) -> Vec<u8> {
            let Self { state, screen, scratch, frame } = self;
            frame.resize(state.size.area());
            frame.reset();
            let marks = super::super::view(state, frame);
            let mut out = Vec::new();
            screen.draw(frame, &marks, scratch, &mut out);
            out
        }
    }

    fn typed(keys: &str) -> Vec<Event> {
        let mut events = Vec::new();
        Decoder::default().feed(keys.as_bytes(), |input| events.push(Event::Input(input)));
        events
    }

    fn portfolio() -> Arc<Portfolio> {
        Arc::new(sample::portfolio())
    }

    /// What happens to a visitor; time passes until the next thing that moves.
    fn happens() -> impl Strategy<Value = Option<Event>> {
        let keys = "jjjjkk\r\r  lh12345TtamyGgnN/?~bu\u{1b}\u{7f}";
        let key = prop::sample::select(keys.chars().collect::<Vec<_>>()).prop_map(|key| {
            let mut events = Vec::new();
            let mut decoder = Decoder::default();
            decoder.feed(key.encode_utf8(&mut [0; 4]).as_bytes(), |input| events.push(Event::Input(input)));
            decoder.timeout(|input| events.push(Event::Input(input)));
            events.pop()
        });
        let size = prop_oneof![Just((120, 40)), Just((80, 24)), Just((40, 10)), Just((10, 3))];
        prop_oneof![
            20 => key,
            4 => Just(None),
            1 => size.prop_map(|(columns, rows)| Some(Event::Resize(Size { columns, rows }))),
            1 => Just(Some(Event::SlowLink)),
            1 => prop::option::of(Just("Still there?".to_owned())).prop_map(|notice| Some(Event::Notice(notice))),
            1 => any::<[u8; 3]>().prop_map(|rgb| {
                Some(Event::Input(Input::Reply(crate::input::Reply::Background(rgb))))
            }),
            1 => Just(Some(Event::Content(portfolio()))),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

        #[test]
        fn a_frame_from_here_is_the_frame_that_would_be_drawn(
            events in prop::collection::vec((any::<bool>(), happens()), 1..60),
        ) {
            let (portfolio, stills) = (portfolio(), Arc::default());
            // Two who share, and beside each the same visitor alone, for whom every frame is drawn.
            let pair = || (Visitor::new(&portfolio, &stills, 120, 40), Visitor::new(&portfolio, &Arc::default(), 120, 40));
            let mut pairs = [pair(), pair()];
            for (one, event) in events {
                let (sharing, alone) = &mut pairs[usize::from(one)];
                let Some(event) = event.or_else(|| wake(&alone.state).map(Event::Tick)) else { continue };
                sharing.takes(event.clone());
                alone.takes(event);
                prop_assert_eq!((sharing.state.place, view::cursor(&sharing.state)), (alone.state.place, view::cursor(&alone.state)));
                prop_assert_eq!(sharing.shown(), alone.drawn());
                prop_assert!(stills.held() <= limits::STILLS_BYTES);
            }
        }
    }

    #[test]
    fn visitors_share_what_looks_the_same_and_nothing_else() {
        let (portfolio, stills) = (portfolio(), Arc::default());
        let mut first = Visitor::new(&portfolio, &stills, 120, 40);
        first.types("2");
        first.shown();
        let count = || stills.kept().stills.len();
        assert_eq!(count(), 1);
        let mut second = Visitor::new(&portfolio, &stills, 120, 40);
        second.types("2");
        second.shown();
        assert_eq!(count(), 1);
        // Said to one alone, or moving: drawn and not kept.
        second.takes(Event::Notice(Some("Still there?".to_owned())));
        second.shown();
        second.types("~");
        second.shown();
        second.takes(Event::Notice(None));
        second.types("/kafka");
        second.shown();
        assert_eq!(count(), 1);
        first.types("\r ");
        first.takes(Event::Tick(Duration::from_millis(100)));
        first.shown();
        assert_eq!(count(), 1);
    }

    #[test]
    fn an_edit_drops_what_was_drawn() {
        let stills = Arc::default();
        let mut visitor = Visitor::new(&portfolio(), &stills, 120, 40);
        visitor.types("5");
        visitor.shown();
        let before = visitor.state.portfolio.clone();
        let mut edited = sample::portfolio();
        edited.profile.availability.text = "Gone fishing".to_owned();
        visitor.takes(Event::Content(Arc::new(edited)));
        let shown = String::from_utf8(visitor.shown()).unwrap();
        assert!(shown.contains("Gone fishing"), "{shown:?}");
        assert_eq!(stills.kept().stills.len(), 1);
        assert_eq!(Arc::strong_count(&before), 1, "an old portfolio is kept alive");
    }

    #[test]
    fn what_was_not_asked_for_the_longest_goes_first() {
        let (portfolio, stills) = (portfolio(), Arc::default());
        let mut steady = Visitor::new(&portfolio, &stills, 100, 30);
        steady.types("5");
        steady.shown();
        let kept = |visitor: &Visitor| {
            let look = Look::of(&visitor.state).unwrap();
            stills.kept().stills.contains_key(&look)
        };
        let mut most = 0;
        for rows in 30..=200 {
            let mut other = Visitor::new(&portfolio, &stills, 200, rows);
            other.types("T");
            other.shown();
            assert!(kept(&other) && stills.held() <= limits::STILLS_BYTES);
            most = most.max(stills.kept().stills.len());
            steady.shown();
        }
        assert!(stills.kept().stills.len() < most, "nothing was dropped");
        assert!(kept(&steady), "what is used all the time was dropped");
    }
}
