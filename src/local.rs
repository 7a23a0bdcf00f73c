//! The owner's own terminal as a transport: what `shingle preview` shows is what a visitor sees.
//!
//! The caller brings the terminal, so that a test can bring another one.

use std::{
    fs::File,
    io::{Read, Write},
    panic,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use bytes::Bytes;
use rustix::{
    io::Errno,
    termios::{self, OptionalActions, Termios},
};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::{mpsc, watch},
};
use tokio_util::sync::CancellationToken;

use crate::{
    error::{Error, Result},
    limits,
    screen::Size,
    session::{self, End, Hello, House, Peer, Wire},
};

/// Undoes whatever a session may have set, where the session itself cannot any more: synchronized output, mouse, paste,
/// wrapping off, colours and links, hidden cursor, alternate screen. A terminal ignores what was not set.
const UNDO: &[u8] = b"\x1b[?2026l\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[?7h\x1b]8;;\x1b\\\x1b[0m\x1b[?25h\x1b[?1049l";

/// Shows the portfolio on a terminal until its owner leaves; the terminal is as before then, after a panic too.
///
/// The thread that reads keys ends with its next key or with the process, whatever comes first: a blocking read cannot
/// be called off, and a non-blocking one would change the terminal for the shell as well, which shares it.
///
/// # Errors
/// When `input` or `output` is not a terminal, or it cannot be set up.
pub async fn run(input: File, output: File, hello: Hello, house: House) -> Result<End> {
    let output = Arc::new(output);
    if !termios::isatty(&*output) {
        return Err(no_terminal("stdout"));
    }
    let keys = input.try_clone().map_err(no_setup)?;
    let _terminal = Terminal::take(input, Arc::clone(&output))?;
    let (size, sizes) = watch::channel(size_of(&output));
    let mut resized = signal(SignalKind::window_change()).map_err(no_setup)?;
    let peer = Peer {
        input: read_keys(keys)?,
        size: sizes,
        output: Output(Arc::clone(&output)),
        hello,
        gone: CancellationToken::new(),
    };
    let follow = async {
        while resized.recv().await.is_some() {
            size.send_replace(size_of(&output));
        }
        std::future::pending().await
    };
    tokio::select! {
        end = session::run(peer, house) => Ok(end),
        never = follow => never,
    }
}

fn no_terminal(what: &str) -> Error {
    Error::new(format!("preview needs a terminal, and {what} is not one"))
        .hint("run it in a terminal window, without a pipe; in a container with `-it`")
}

fn no_setup(cause: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new("cannot set up this terminal").because(cause)
}

fn size_of(output: &File) -> Size {
    let (columns, rows) = termios::tcgetwinsize(output).map_or((0, 0), |size| (size.ws_col, size.ws_row));
    Size::clamped(columns.into(), rows.into())
}

/// Reads keys on a thread of its own; a full queue makes the terminal wait.
fn read_keys(mut from: File) -> Result<mpsc::Receiver<Bytes>> {
    let (send, keys) = mpsc::channel(limits::INPUT_QUEUE);
    let read = move || {
        let mut buffer = [0; 1024];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            if send.blocking_send(Bytes::copy_from_slice(buffer.get(..count).unwrap_or_default())).is_err() {
                break;
            }
        }
    };
    thread::Builder::new().name("keys".into()).spawn(read).map_err(no_setup)?;
    Ok(keys)
}

/// The way to the terminal. It may stand still (a stopped pane, a slow link), so writing is not the runtime's business.
#[derive(Debug)]
struct Output(Arc<File>);

impl Wire for Output {
    async fn send(&mut self, bytes: Bytes) -> std::io::Result<()> {
        let to = Arc::clone(&self.0);
        tokio::task::spawn_blocking(move || (&*to).write_all(&bytes)).await?
    }
}

/// A terminal in raw mode, which is given back as it was: when this is dropped, or before a panic prints its message.
#[derive(Debug)]
struct Terminal(Arc<Before>);

/// What a terminal was like.
#[derive(Debug)]
struct Before {
    input: File,
    output: Arc<File>,
    modes: Termios,
    taken: AtomicBool,
}

impl Terminal {
    fn take(input: File, output: Arc<File>) -> Result<Self> {
        let modes = termios::tcgetattr(&input).map_err(|cause| match cause {
            Errno::NOTTY => no_terminal("stdin"),
            other => no_setup(other),
        })?;
        let mut raw = modes.clone();
        raw.make_raw();
        termios::tcsetattr(&input, OptionalActions::Now, &raw).map_err(no_setup)?;
        let before = Arc::new(Before { input, output, modes, taken: AtomicBool::new(true) });
        let hooked = Arc::clone(&before);
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // First, so that the message lands on the screen that stays.
            if hooked.taken.load(Ordering::SeqCst) {
                let _ = (&*hooked.output).write_all(UNDO);
                hooked.give_back();
            }
            print(info);
        }));
        Ok(Self(before))
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.0.give_back();
    }
}

impl Before {
    /// Once; a second call does nothing.
    fn give_back(&self) {
        if self.taken.swap(false, Ordering::SeqCst) {
            // Flush drops what was typed and not read: a late reply of the terminal would land in the shell's line.
            let _ = termios::tcsetattr(&self.input, OptionalActions::Flush, &self.modes);
        }
    }
}

#[cfg(test)]
mod tests {
    use rustix::{
        pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
        termios::LocalModes,
    };

    use super::*;

    /// Both ends of a pseudo terminal: the emulator's and the program's.
    fn pair() -> (File, File) {
        let emulator = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&emulator).unwrap();
        unlockpt(&emulator).unwrap();
        let name = ptsname(&emulator, Vec::new()).unwrap();
        let program = File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
        (emulator.into(), program)
    }

    fn echoes(terminal: &File) -> bool {
        termios::tcgetattr(terminal).unwrap().local_modes.contains(LocalModes::ECHO)
    }

    #[test]
    fn gives_the_terminal_back_when_done() {
        let (_emulator, program) = pair();
        let taken = Terminal::take(program.try_clone().unwrap(), Arc::new(program.try_clone().unwrap())).unwrap();
        assert!(!echoes(&program), "raw");
        drop(taken);
        assert!(echoes(&program), "as before");
    }

    #[test]
    fn gives_the_terminal_back_before_a_panic_speaks() {
        let (mut emulator, program) = pair();
        let taken = Terminal::take(program.try_clone().unwrap(), Arc::new(program.try_clone().unwrap())).unwrap();
        thread::spawn(|| panic!("on purpose")).join().unwrap_err();
        assert!(echoes(&program), "as before, although `taken` still lives");
        let mut shown = vec![0; UNDO.len()];
        emulator.read_exact(&mut shown).unwrap();
        assert_eq!(shown, UNDO);
        drop(taken);
    }

    #[test]
    fn says_that_a_file_is_no_terminal() {
        let file = tempfile::tempfile().unwrap();
        let error = Terminal::take(file.try_clone().unwrap(), Arc::new(file)).unwrap_err();
        assert_eq!(error.to_string(), "preview needs a terminal, and stdin is not one");
    }
}
