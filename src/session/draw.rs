//! Frames: the state to bytes, in working memory that all visitors of a thread share.
//!
//! A frame of 200 x 50 cells takes half a megabyte to draw and is sent as a few hundred bytes. So the memory belongs to
//! the thread and not to the visitor, and is never held across an await.

use std::cell::RefCell;

use bytes::Bytes;
use ratatui::{buffer::Buffer, layout::Rect};

use crate::{
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
        out.clear();
        out.extend_from_slice(before);
        // The screen's size is the state's: both change in the same event.
        frame.resize(screen.size().area());
        frame.reset();
        let marks = ui::view(state, frame);
        screen.draw(frame, &marks, scratch, out);
        let drawn = out.len();
        if ask {
            screen.ask(out);
        }
        // One allocation of exactly the frame's size, gone when the frame is sent.
        Drawn { bytes: Bytes::copy_from_slice(out), asked: out.len() > drawn }
    })
}
