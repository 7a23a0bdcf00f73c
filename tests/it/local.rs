//! `shingle preview` on a pseudo terminal: it shows the portfolio, and gives the terminal back.

use std::{
    fs::File,
    io::{Read, Write},
    path::Path,
    process::{Child, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use rustix::{
    process::{Pid, Signal, kill_process},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize},
};

use crate::cli::shingle;

/// Both ends of a pseudo terminal: the emulator's and the program's.
pub(crate) fn pseudo_terminal() -> (File, File) {
    let emulator = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&emulator).unwrap();
    unlockpt(&emulator).unwrap();
    let name = ptsname(&emulator, Vec::new()).unwrap();
    let program = File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    (emulator.into(), program)
}

/// `shingle preview` in a terminal emulator.
struct Preview {
    child: Child,
    /// The emulator's end.
    emulator: File,
    /// The program's end, kept open to look at its modes.
    terminal: File,
    screen: vt100::Parser,
    shown: mpsc::Receiver<Vec<u8>>,
}

impl Preview {
    fn start(columns: u16, rows: u16) -> Self {
        let (emulator, terminal) = pseudo_terminal();
        tcsetwinsize(&emulator, winsize(columns, rows)).unwrap();
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let child = shingle(&["preview", "--data", data.to_str().unwrap()])
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8")
            .stdin(Stdio::from(terminal.try_clone().unwrap()))
            .stdout(Stdio::from(terminal.try_clone().unwrap()))
            .stderr(Stdio::from(terminal.try_clone().unwrap()))
            .spawn()
            .unwrap();
        let (send, shown) = mpsc::channel();
        let mut from = emulator.try_clone().unwrap();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = from.read(&mut buffer) {
                if send.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { child, emulator, terminal, screen: vt100::Parser::new(rows, columns, 0), shown }
    }

    /// Reads until the screen is as wanted.
    #[track_caller]
    fn wait(&mut self, wanted: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + Duration::from_secs(10);
        while !wanted(self.screen.screen()) {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(bytes) = self.shown.recv_timeout(left) else {
                panic!("the screen is not as wanted:\n{}", self.screen.screen().contents());
            };
            self.screen.process(&bytes);
        }
    }

    fn keys(&mut self, keys: &[u8]) {
        self.emulator.write_all(keys).unwrap();
    }

    #[track_caller]
    fn end(&mut self) -> ExitStatus {
        let asked = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(asked.elapsed() < Duration::from_secs(10), "it does not end");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Everything is as a shell wants it.
    #[track_caller]
    fn is_restored(&mut self) {
        let modes = tcgetattr(&self.terminal).unwrap().local_modes;
        assert!(modes.contains(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG), "{modes:?}");
        self.wait(|screen| !screen.alternate_screen() && !screen.hide_cursor());
        assert_eq!(self.screen.screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert!(!self.screen.screen().bracketed_paste());
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn is_blank(screen: &vt100::Screen) -> bool {
    screen.contents().trim().is_empty()
}

fn winsize(columns: u16, rows: u16) -> Winsize {
    Winsize { ws_col: columns, ws_row: rows, ws_xpixel: 0, ws_ypixel: 0 }
}

#[test]
fn preview_shows_the_portfolio_and_q_gives_the_terminal_back() {
    let mut preview = Preview::start(80, 24);
    preview.wait(|screen| screen.alternate_screen() && !is_blank(screen));
    assert!(!tcgetattr(&preview.terminal).unwrap().local_modes.contains(LocalModes::ECHO));
    preview.keys(b"q");
    assert!(preview.end().success());
    preview.is_restored();
}

#[test]
fn preview_follows_the_window() {
    let mut preview = Preview::start(80, 24);
    preview.wait(|screen| !is_blank(screen));
    preview.screen.screen_mut().set_size(12, 30);
    tcsetwinsize(&preview.emulator, winsize(30, 12)).unwrap();
    // The kernel tells only the foreground group of a controlling terminal, and this one controls nobody.
    kill_process(Pid::from_child(&preview.child), Signal::WINCH).unwrap();
    preview.screen.process(b"\x1b[2J");
    preview.wait(|screen| !is_blank(screen));
}

#[test]
fn preview_leaves_on_sigterm_and_gives_the_terminal_back() {
    let mut preview = Preview::start(80, 24);
    preview.wait(vt100::Screen::alternate_screen);
    kill_process(Pid::from_child(&preview.child), Signal::TERM).unwrap();
    assert!(preview.end().success());
    preview.is_restored();
}

#[test]
fn preview_needs_a_terminal() {
    let output = shingle(&["preview", "--data", concat!(env!("CARGO_MANIFEST_DIR"), "/data")]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("error: preview needs a terminal"), "{said}");
    assert!(said.contains("\nhint: "), "{said}");
}
