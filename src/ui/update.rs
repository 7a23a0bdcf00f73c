//! Takes one event into the state and says what the session has to do.

use std::time::Duration;

use super::{
    Effect, Event,
    doc::Goal,
    keymap::{self, Action, TABS},
    pages,
    state::{Cursor, Found, Overlay, Playback, State},
    stills,
    theme::Background,
    view,
    walk::Walk,
};
use crate::{
    content::{Place, search},
    input::{Code, Input, Key, Mouse, MouseKind, Reply},
    limits,
    screen::Size,
};

/// How long the first screen is unveiled; any key ends it.
pub(super) const INTRO: Duration = Duration::from_millis(600);
/// How long a packet travels along its edge.
pub(super) const TRAVEL: Duration = Duration::from_millis(900);
/// How long a step is left to be read before the next one comes by itself.
const READ: Duration = Duration::from_millis(2_600);

/// Takes one event into the state and says what the session has to do.
#[must_use]
pub fn update(state: &mut State, event: Event) -> Vec<Effect> {
    let effects = take(state, event);
    state.lay_out();
    effects
}

fn take(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Input(Input::Key(key)) => {
            state.toast = None;
            state.intro = false;
            return on_key(state, key);
        }
        Event::Input(Input::Mouse(mouse)) => return on_mouse(state, mouse),
        Event::Input(Input::Paste(text)) => on_paste(state, &text),
        Event::Input(Input::Reply(reply)) => on_reply(state, &reply),
        Event::Resize(size) => on_resize(state, size),
        Event::Tick(now) => on_tick(state, now),
        Event::Content(portfolio) => {
            state.portfolio = portfolio;
            state.found = None;
            state.laid_out = None;
            pages::reconcile(state);
        }
        Event::Vitals(vitals) => state.vitals = Some(Box::new(vitals)),
        Event::SlowLink => on_slow_link(state),
        Event::Notice(notice) => state.notice = notice,
    }
    Vec::new()
}

/// Session time of the next [`Event::Tick`] the state needs; `None` while nothing moves.
#[must_use]
pub fn wake(state: &State) -> Option<Duration> {
    if state.intro && state.motion {
        return Some(state.now + Duration::from_secs(1) / limits::FRAMES_A_SECOND);
    }
    let Place::System(at) = state.place else { return None };
    if state.overlay.is_some() || state.playback.step == 0 {
        return None;
    }
    if is_travelling(state) {
        return Some(state.now + Duration::from_secs(1) / limits::FRAMES_A_SECOND);
    }
    let steps = state.portfolio.systems.get(at).map_or(0, |system| system.diagram().flow.steps.len());
    (state.playback.playing && state.playback.step < steps).then_some(state.playback.since + TRAVEL + READ)
}

/// Whether a packet is on its way along the flow of the page, be it under an overlay.
pub(super) fn is_travelling(state: &State) -> bool {
    let age = state.now.saturating_sub(state.playback.since);
    state.motion && state.playback.step > 0 && age < TRAVEL
}

fn on_tick(state: &mut State, now: Duration) {
    state.now = now;
    state.intro &= now < INTRO;
    let Place::System(at) = state.place else { return };
    let Playback { step, since, playing } = state.playback;
    if !playing || step == 0 || now < since + TRAVEL + READ {
        return;
    }
    let steps = state.portfolio.systems.get(at).map_or(0, |system| system.diagram().flow.steps.len());
    state.playback = if step < steps {
        Playback { step: step + 1, since: now, playing: step + 1 < steps }
    } else {
        Playback { playing: false, ..state.playback }
    };
    follow(state);
}

fn on_resize(state: &mut State, size: Size) {
    state.size = state.settled;
    let before = stills::walk(state);
    let seen = before.sees_focus(view::cursor(state));
    state.size = size;
    if view::is_too_small(size) {
        // A page that nobody sees is left as it was, for when there is room again.
        return;
    }
    state.settled = size;
    if seen {
        follow(state);
    } else {
        // The visitor reads away from what is focused: the page must not jump there.
        walk(state, |walk, cursor| walk.keep_place(cursor, before.height));
    }
}

fn on_reply(state: &mut State, reply: &Reply) {
    match reply {
        Reply::Background(rgb) => state.background = Background::of(*rgb),
        Reply::DeviceAttributes | Reply::Focus(_) | Reply::Other => {}
    }
}

fn on_slow_link(state: &mut State) {
    if state.motion && !state.motion_asked {
        state.motion = false;
        state.toast = Some("the link is slow, so nothing moves now; a brings motion back".to_owned());
    }
}

fn on_paste(state: &mut State, text: &str) {
    if let Some(Overlay::Search { query, cursor }) = &mut state.overlay {
        let room = limits::QUERY.saturating_sub(query.chars().count());
        query.extend(text.chars().take(room));
        *cursor = Cursor::default();
    }
}

fn on_key(state: &mut State, key: Key) -> Vec<Effect> {
    let leaves = key == Key::ctrl('c') || key == Key::ctrl('d');
    match &state.overlay {
        _ if leaves => vec![Effect::Leave],
        Some(Overlay::Search { .. }) => on_search_key(state, key),
        Some(Overlay::Help(_)) | None => keymap::action(key).map_or_else(Vec::new, |action| act(state, action)),
    }
}

fn act(state: &mut State, action: Action) -> Vec<Effect> {
    // Whatever is asked for happens on the page below, but for moving about in the help itself.
    let moves = matches!(
        action,
        Action::Up | Action::Down | Action::PageUp | Action::PageDown | Action::First | Action::Last | Action::Leave
    );
    if matches!(state.overlay, Some(Overlay::Help(_))) && !moves {
        state.overlay = None;
        if matches!(action, Action::Help | Action::Back | Action::Open | Action::Left | Action::Right) {
            return Vec::new();
        }
    }
    match action {
        Action::Leave => return vec![Effect::Leave],
        Action::Back => state.back(),
        Action::Open => return open(state),
        Action::Up => walk(state, |walk, cursor| walk.step(cursor, -1)),
        Action::Down => walk(state, |walk, cursor| walk.step(cursor, 1)),
        Action::PageUp => walk(state, |walk, cursor| walk.screenful(cursor, -1)),
        Action::PageDown => walk(state, |walk, cursor| walk.screenful(cursor, 1)),
        Action::First => walk(state, |_, _| Cursor::default()),
        Action::Last => walk(state, |walk, _| walk.last()),
        Action::Left => return left(state),
        Action::Right => return right(state),
        Action::Tab(number) => tab(state, usize::from(number).saturating_sub(1)),
        Action::NextTab => next_tab(state, 1),
        Action::PreviousTab => next_tab(state, TABS.len() - 1),
        Action::Play => play(state),
        Action::Restart => set_step(state, 0, false),
        Action::NextSystem => turn(state, 1),
        Action::PreviousSystem => turn(state, state.portfolio.systems.len().saturating_sub(1)),
        Action::Technologies => state.go(Place::Technologies),
        Action::Colophon => state.go(Place::Colophon),
        Action::Search => {
            state.overlay = Some(Overlay::Search { query: String::new(), cursor: Cursor::default() });
            return vec![Effect::Paste(true)];
        }
        Action::NextHit => next_hit(state, true),
        Action::PreviousHit => next_hit(state, false),
        Action::Theme => {
            state.choice = state.choice.next();
            state.toast = Some(format!("theme: {}", state.choice.name()));
        }
        Action::Mouse => return toggle_mouse(state),
        Action::Copy => return copy(state),
        Action::Motion => {
            state.motion = !state.motion;
            state.motion_asked = state.motion;
            state.toast = Some(if state.motion { "motion on" } else { "motion reduced" }.to_owned());
        }
        Action::Linear => return vec![Effect::Linear],
        Action::Help => state.overlay = Some(Overlay::Help(Cursor::default())),
    }
    Vec::new()
}

/// Moves the focus and the scroll of what is on screen.
fn walk(state: &mut State, to: impl FnOnce(&Walk, Cursor) -> Cursor) {
    let moved = to(&stills::walk(state), view::cursor(state));
    match &mut state.overlay {
        Some(Overlay::Help(cursor) | Overlay::Search { cursor, .. }) => *cursor = moved,
        None => state.cursor = moved,
    }
}

/// Brings what is focused into view.
pub(super) fn follow(state: &mut State) {
    walk(state, Walk::follow);
}

/// What the focused item leads to. One that is out of sight leads nowhere, unless it is the only one: then it is clear
/// what Enter means, however low the window.
pub(super) fn focused(state: &State) -> Option<Goal> {
    let walk = stills::walk(state);
    let only = walk.items.first().filter(|_| walk.items.len() == 1);
    only.or_else(|| walk.focused(view::cursor(state))).map(|item| item.goal.clone())
}

fn open(state: &mut State) -> Vec<Effect> {
    match focused(state) {
        Some(Goal::Place(place)) => {
            enter(state, place);
            Vec::new()
        }
        Some(Goal::Link(text) | Goal::Text(text)) => offer(state, text),
        None => Vec::new(),
    }
}

/// Goes to a place; opening what is open closes it.
fn enter(state: &mut State, place: Place) {
    match (state.place, place) {
        (Place::Role(open), Place::Role(at)) if open == at => state.place = Place::Experience,
        // Roles open where they stand: the list stays, and so does the way back.
        (Place::Experience | Place::Role(_), Place::Role(_)) => state.place = place,
        _ => return state.go(place),
    }
    follow(state);
}

fn left(state: &mut State) -> Vec<Effect> {
    match state.place {
        Place::System(_) if state.playback.step > 0 => set_step(state, state.playback.step - 1, false),
        Place::Technologies | Place::Technology(_) if state.cursor.column > 0 => state.cursor.column -= 1,
        Place::Home => {}
        _ => state.back(),
    }
    Vec::new()
}

fn right(state: &mut State) -> Vec<Effect> {
    if let Place::System(_) = state.place {
        set_step(state, state.playback.step + 1, false);
        return Vec::new();
    }
    if let Place::Technologies | Place::Technology(_) = state.place {
        let focused = state.portfolio.technologies.get(state.cursor.item);
        let uses = focused.map_or(0, |one| one.systems.len() + one.roles.len());
        state.cursor.column = (state.cursor.column + 1).min(uses.saturating_sub(1));
        return Vec::new();
    }
    open(state)
}

fn play(state: &mut State) {
    if let Place::System(_) = state.place {
        let Playback { step, playing, .. } = state.playback;
        match (playing, step == steps(state)) {
            (true, _) => state.playback.playing = false,
            (false, true) => set_step(state, 1, true),
            (false, false) => set_step(state, step + 1, true),
        }
    } else {
        walk(state, |walk, cursor| walk.screenful(cursor, 1));
    }
}

fn steps(state: &State) -> usize {
    let Place::System(at) = state.place else { return 0 };
    state.portfolio.systems.get(at).map_or(0, |system| system.diagram().flow.steps.len())
}

fn set_step(state: &mut State, step: usize, playing: bool) {
    if !matches!(state.place, Place::System(_)) {
        return;
    }
    let step = step.min(steps(state));
    if step != state.playback.step || playing {
        state.playback = Playback { step, since: state.now, playing };
    }
    if step > 0 {
        follow(state);
    }
}

fn turn(state: &mut State, by: usize) {
    if let Place::System(at) = state.place {
        let count = state.portfolio.systems.len();
        state.arrive(Place::System((at + by) % count.max(1)));
    }
}

fn tab(state: &mut State, number: usize) {
    if let Some((_, place)) = TABS.get(number) {
        state.go(*place);
    }
}

fn next_tab(state: &mut State, by: usize) {
    let next = keymap::tab_of(state.place).map_or(0, |tab| (tab + by) % TABS.len());
    tab(state, next);
}

fn next_hit(state: &mut State, forward: bool) {
    let Some(found) = &mut state.found else {
        state.toast = Some("press / to search first".to_owned());
        return;
    };
    let count = found.hits.len();
    found.at = (found.at + if forward { 1 } else { count.saturating_sub(1) }) % count.max(1);
    let number = found.at + 1;
    reveal(state);
    state.toast = Some(format!("find {number} of {count}"));
}

/// Goes to the find the visitor is at, and to the row of it.
fn reveal(state: &mut State) {
    if let Some(place) = state.found.as_ref().and_then(Found::place) {
        state.go(place);
        walk(state, Walk::reveal);
    }
}

fn toggle_mouse(state: &mut State) -> Vec<Effect> {
    state.mouse = !state.mouse;
    let says = if state.mouse { "mouse on: hold shift to select text" } else { "mouse off" };
    state.toast = Some(says.to_owned());
    vec![Effect::Mouse(state.mouse)]
}

fn copy(state: &mut State) -> Vec<Effect> {
    let text = match focused(state) {
        Some(Goal::Link(text) | Goal::Text(text)) => text,
        Some(Goal::Place(place)) => pages::title(&state.portfolio, place),
        None => pages::title(&state.portfolio, state.place),
    };
    offer(state, text)
}

fn offer(state: &mut State, text: String) -> Vec<Effect> {
    if !state.caps.clipboard {
        state.toast = Some("this terminal has no clipboard for programs: select the text instead".to_owned());
        return Vec::new();
    }
    state.toast = Some(format!("sent to your terminal: {text}"));
    vec![Effect::Copy(text)]
}

fn on_search_key(state: &mut State, key: Key) -> Vec<Effect> {
    // What was found is needed before the key only to go among it; the page that is drawn searches anyway.
    let goes = matches!(key.code, Code::Enter | Code::Down | Code::Tab);
    let hits = if goes { pages::hits(state) } else { Vec::new() };
    let Some(Overlay::Search { query, cursor }) = &mut state.overlay else { return Vec::new() };
    match key.code {
        Code::Escape => return close_search(state),
        Code::Enter => {
            let at = cursor.item;
            let query = query.clone();
            let effects = close_search(state);
            if !hits.is_empty() {
                state.found = Some(Found { query, hits, at });
                reveal(state);
            }
            return effects;
        }
        Code::Backspace if query.is_empty() => return close_search(state),
        Code::Backspace => {
            query.pop();
            *cursor = Cursor::default();
        }
        Code::Up => cursor.item = cursor.item.saturating_sub(1),
        Code::Down | Code::Tab => cursor.item = (cursor.item + 1).min(hits.len().saturating_sub(1)),
        Code::Char('u') if key.modifiers.ctrl => query.clear(),
        Code::Char(c) if !key.modifiers.ctrl && !key.modifiers.alt && query.chars().count() < limits::QUERY => {
            query.push(c);
            *cursor = Cursor::default();
        }
        _ => {}
    }
    follow(state);
    Vec::new()
}

fn close_search(state: &mut State) -> Vec<Effect> {
    state.overlay = None;
    vec![Effect::Paste(false)]
}

fn on_mouse(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    match mouse.kind {
        MouseKind::WheelUp => walk(state, |walk, cursor| walk.scroll(cursor, -3)),
        MouseKind::WheelDown => walk(state, |walk, cursor| walk.scroll(cursor, 3)),
        MouseKind::Press => {
            state.toast = None;
            match view::target(state, mouse.column, mouse.row) {
                Some(view::Target::Tab(number)) => {
                    state.overlay = None;
                    tab(state, number);
                }
                Some(view::Target::Item(at)) if matches!(state.overlay, Some(Overlay::Search { .. })) => {
                    if let Some(Overlay::Search { cursor, .. }) = &mut state.overlay {
                        cursor.item = at;
                    }
                    return on_search_key(state, Key::plain(Code::Enter));
                }
                Some(view::Target::Item(at)) => {
                    state.cursor.item = at;
                    return open(state);
                }
                None => {}
            }
        }
        MouseKind::Other => {}
    }
    Vec::new()
}

/// The finds of a query, best first.
pub(super) fn find(state: &State, query: &str) -> Vec<search::Hit> {
    search::search(&state.portfolio, query, limits::FINDS)
}
