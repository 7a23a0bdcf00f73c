//! Frames: the state to bytes, in working memory that all visitors of a thread share.
//!
//! A frame of 200 x 50 cells takes half a megabyte to draw and is sent as a few hundred bytes. So the memory belongs to
//! the thread and not to the visitor, and is never held across an await.

use std::cell::RefCell;

use bytes::Bytes;
use ratatui::{buffer::Buffer, layout::Rect};

use crate::{
    limits,
    screen::{Scratch, Screen},
    ui,
};

struct Workshop {
    frame: Buffer,
    scratch: Scratch,
    out: Vec<u8>,
}

thread_local! {
    static WORKSHOP: RefCell<Workshop> =
        RefCell::new(Workshop { frame: Buffer::empty(Rect::ZERO), scratch: Scratch::default(), out: Vec::new() });
}

/// What a frame became.
pub(super) struct Drawn {
    /// What to send; empty where the terminal shows all of it already.
    pub bytes: Bytes,
    /// Whether the terminal was asked a question and now owes an answer.
    pub asked: bool,
}

/// Draws the state: `before` goes first, and with `ask` a question to the terminal goes last.
pub(super) fn frame(state: &ui::State, screen: &mut Screen, before: &[u8], ask: bool) -> Drawn {
    WORKSHOP.with_borrow_mut(|Workshop { frame, scratch, out }| {
        out.extend_from_slice(before);
        // The screen's size is the state's: both change in the same event.
        ui::show(state, screen, frame, scratch, out);
        let drawn = out.len();
        if ask {
            screen.ask(out);
        }
        // One allocation of exactly the frame's size, gone when the frame is sent.
        let bytes = Bytes::copy_from_slice(out);
        let asked = out.len() > drawn;
        out.clear();
        out.shrink_to(limits::SCRATCH_BYTES);
        Drawn { bytes, asked }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        content::sample,
        screen::{Caps, Size},
    };

    #[test]
    fn working_memory_is_given_back_after_a_burst() {
        let (size, caps) = (Size { columns: 120, rows: 40 }, Caps::detect("xterm-256color", &[]));
        let start = ui::Start {
            portfolio: std::sync::Arc::new(sample::portfolio()),
            size,
            caps,
            ssh: String::new(),
            scp: String::new(),
            goal: String::new(),
        };
        let (state, _) = ui::State::new(start);
        let before = vec![b'x'; 4 * limits::SCRATCH_BYTES];
        let drawn = frame(&state, &mut Screen::new(caps, size), &before, true);
        assert!(drawn.asked && drawn.bytes.starts_with(&before) && drawn.bytes.ends_with(b"\x1b[c"));
        WORKSHOP.with_borrow(|workshop| {
            assert!(workshop.out.capacity() <= limits::SCRATCH_BYTES, "{} bytes kept", workshop.out.capacity());
            assert!(workshop.scratch.held() <= 2 * limits::SCRATCH_BYTES, "{} bytes kept", workshop.scratch.held());
        });
    }
}
