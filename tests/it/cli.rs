//! The built binary as its owner meets it: what it prints, what it exits with, what it says when something is wrong.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

use crate::local::pseudo_terminal;

/// The repository's own portfolio.
pub(crate) fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// The binary with an environment of its own: nothing of the machine's decides a test.
pub(crate) fn shingle(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shingle"));
    command.args(words).env_clear().stdin(Stdio::null());
    command
}

pub(crate) fn run(words: &[&str]) -> Output {
    shingle(words).output().unwrap()
}

pub(crate) fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap()
}

/// Runs what must fail, and gives its stderr.
#[track_caller]
pub(crate) fn fails(words: &[&str]) -> String {
    let output = run(words);
    assert_eq!(output.status.code(), Some(1), "{words:?}: {}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "", "a failure prints nothing on stdout");
    text(&output.stderr).to_owned()
}

pub(crate) fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A running server; killed when a test is done with it.
pub(crate) struct Serve {
    pub(crate) child: Child,
    /// What it printed when it was ready.
    pub(crate) said: Vec<String>,
}

impl Serve {
    /// Starts it on a free port and waits for its three lines.
    fn start(keys: &Path) -> Self {
        let data = data();
        Self::run(shingle(&["serve", "--listen", "127.0.0.1:0", "--data", path(&data), "--keys", path(keys)]))
    }

    /// Starts a command and waits for its three lines.
    pub(crate) fn run(command: Command) -> Self {
        Self::on(command, Stdio::piped())
    }

    /// The same, with its stderr somewhere else.
    pub(crate) fn on(mut command: Command, stderr: Stdio) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(stderr).spawn().unwrap();
        let (send, lines) = mpsc::channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        let said = (0..3).map_while(|_| lines.recv_timeout(Duration::from_secs(20)).ok()).collect();
        Self { child, said }
    }

    /// The port in the `ssh` line it printed.
    pub(crate) fn port(&self) -> u16 {
        self.said[1].split_whitespace().nth(2).unwrap().parse().unwrap()
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits for its end: the exit code and how long that took.
    pub(crate) fn end(&mut self) -> (Option<i32>, Duration) {
        let asked = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status.code(), asked.elapsed());
            }
            assert!(asked.elapsed() < Duration::from_secs(20), "it does not end");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn help_names_every_command_with_examples() {
    let output = run(&["--help"]);
    let help = text(&output.stdout);
    let commands = [
        "serve",
        "preview",
        "check",
        "config",
        "keys",
        "health",
        "show",
        "shot",
        "init",
        "import",
        "schema",
        "man",
        "completions",
    ];
    for word in
        commands.into_iter().chain(["--listen", "--data", "--keys", "--config", "--metrics", "--log", "Examples:"])
    {
        assert!(help.contains(word), "no {word} in:\n{help}");
    }
    for command in commands {
        let output = run(&[command, "--help"]);
        assert!(text(&output.stdout).contains("Examples:"), "{command}");
    }
}

#[test]
fn tells_its_version() {
    assert_eq!(text(&run(&["--version"]).stdout), format!("shingle {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn an_unknown_flag_exits_2() {
    assert_eq!(run(&["--lisen", "127.0.0.1:0"]).status.code(), Some(2));
    assert_eq!(run(&["serve", "--listen", "localhost"]).status.code(), Some(2));
    let misplaced = run(&["--keys", "k", "check"]);
    assert_eq!(misplaced.status.code(), Some(2));
    assert!(text(&misplaced.stderr).contains("--keys before `check`"), "{}", text(&misplaced.stderr));
}

#[test]
fn check_says_in_one_line_what_it_found() {
    let data = data();
    let output = run(&["check", path(&data)]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout).lines().count(), 1);
    assert!(text(&output.stdout).contains("8 systems"), "{}", text(&output.stdout));
}

#[test]
fn check_shows_every_problem_of_every_file() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("systems")).unwrap();
    for file in ["profile.toml", "experience.toml", "philosophy.toml"] {
        fs::copy(data().join(file), dir.path().join(file)).unwrap();
    }
    fs::write(dir.path().join("systems/one.toml"), "nonsense = 1\n").unwrap();
    fs::write(dir.path().join("systems/two.toml"), "name = \"never closed\n").unwrap();
    let said = fails(&["check", path(dir.path())]);
    assert!(said.contains("systems/one.toml:1:1"), "{said}");
    assert!(said.contains("systems/two.toml:1:"), "{said}");
    assert!(said.contains("nonsense"), "{said}");
    assert!(!said.contains('\x1b'), "no colours in a pipe: {said:?}");
}

#[test]
fn problems_are_coloured_on_a_terminal_unless_asked_otherwise() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("profile.toml"), "nonsense = 1\n").unwrap();
    for (no_color, coloured) in [("", true), ("1", false)] {
        let (mut emulator, terminal) = pseudo_terminal();
        let mut check = shingle(&["check", path(dir.path())]);
        let status = check.env("NO_COLOR", no_color).stderr(Stdio::from(terminal.try_clone().unwrap())).status();
        assert_eq!(status.unwrap().code(), Some(1));
        let mut said = [0; 4096];
        let count = emulator.read(&mut said).unwrap();
        assert_eq!(text(&said[..count]).contains('\x1b'), coloured, "NO_COLOR={no_color}");
    }
}

#[test]
fn the_environment_counts_and_a_flag_wins_over_it() {
    let missing = shingle(&["check"]).env("SHINGLE_DATA", "/nowhere").output().unwrap();
    assert!(text(&missing.stderr).contains("`/nowhere`"), "{}", text(&missing.stderr));
    let data = data();
    let named = shingle(&["check", path(&data)]).env("SHINGLE_DATA", "/nowhere").output().unwrap();
    assert!(named.status.success(), "{}", text(&named.stderr));

    // 203.0.113.0/24 is for documentation (RFC 5737): nobody can listen there, and the sentence tells who was heard.
    let keys = tempfile::tempdir().unwrap();
    let serve = |words: &[&str]| {
        let mut serve = shingle(words);
        serve.args(["--data", path(&data), "--keys", path(keys.path())]);
        serve.env("SHINGLE_LISTEN", "127.0.0.1:0,203.0.113.1:0").output().unwrap()
    };
    let listed = serve(&["serve"]);
    assert!(text(&listed.stderr).contains("203.0.113.1"), "{}", text(&listed.stderr));
    let flagged = serve(&["serve", "--listen", "203.0.113.2:0"]);
    assert!(text(&flagged.stderr).contains("203.0.113.2"), "{}", text(&flagged.stderr));
}

#[test]
fn a_missing_data_folder_is_one_sentence_and_a_hint() {
    for command in [&["check", "/nowhere"][..], &["serve", "--data", "/nowhere"]] {
        let said = fails(command);
        assert_eq!(said.lines().count(), 2, "{said}");
        assert!(said.starts_with("error: there is no data directory `/nowhere`\nhint: "), "{said}");
    }
}

#[test]
fn bad_data_opens_no_port_and_makes_no_key() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("profile.toml"), "nonsense = 1\n").unwrap();
    let keys = dir.path().join("keys");
    let said = fails(&["--listen", "127.0.0.1:0", "--data", path(dir.path()), "--keys", path(&keys)]);
    assert!(said.contains("profile.toml:1:1") && said.contains("hint: `shingle check "), "{said}");
    assert!(!keys.exists());
}

#[test]
fn a_wrong_config_file_is_shown_with_a_caret() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("shingle.toml");
    fs::write(&config, "lisen = []\n").unwrap();
    let said = fails(&["serve", "--config", path(&config)]);
    assert!(said.contains("shingle.toml:1:1") && said.contains("did you mean `listen`?"), "{said}");
}

#[test]
fn a_port_in_use_is_one_sentence_and_another_port() {
    let keys = tempfile::tempdir().unwrap();
    let (data, taken) = (data(), TcpListener::bind("127.0.0.1:0").unwrap());
    let address = taken.local_addr().unwrap().to_string();
    let said = fails(&["--listen", &address, "--data", path(&data), "--keys", path(keys.path())]);
    assert!(said.starts_with(&format!("error: cannot listen on {address}: the port is in use\nhint: ")), "{said}");
}

#[test]
fn a_key_that_others_can_read_is_refused_with_what_to_do() {
    let keys = tempfile::tempdir().unwrap();
    let data = data();
    drop(Serve::start(keys.path()));
    let key = keys.path().join("host_ed25519");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let said = fails(&["--listen", "127.0.0.1:0", "--data", path(&data), "--keys", path(keys.path())]);
    assert!(said.contains("host_ed25519") && said.contains("hint: ") && said.contains("600"), "{said}");
}

#[test]
fn says_how_to_visit_and_leaves_on_sigterm_with_0() {
    let keys = tempfile::tempdir().unwrap();
    let mut serve = Serve::start(keys.path());
    assert_eq!(serve.said.len(), 3, "{:?}", serve.said);
    assert!(serve.said[0].starts_with(&format!("shingle {} serves ", env!("CARGO_PKG_VERSION"))), "{:?}", serve.said);
    assert!(serve.said[1].starts_with("ssh -p ") && serve.said[1].ends_with(" localhost"), "{:?}", serve.said);
    assert!(serve.said[2].contains("SHA256:"), "{:?}", serve.said);
    TcpStream::connect(("127.0.0.1", serve.port())).unwrap();
    serve.signal(Signal::TERM);
    let (code, took) = serve.end();
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn keeps_its_key() {
    let keys = tempfile::tempdir().unwrap();
    let first = Serve::start(keys.path()).said[2].clone();
    assert_eq!(Serve::start(keys.path()).said[2], first);
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let keys = tempfile::tempdir().unwrap();
    let mut serve = Serve::start(keys.path());
    // A visitor who does not even log in must not hold the server either.
    let mut visitor = TcpStream::connect(("127.0.0.1", serve.port())).unwrap();
    visitor.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    visitor.read_exact(&mut [0; 8]).unwrap();
    serve.signal(Signal::INT);
    serve.signal(Signal::TERM);
    let (code, took) = serve.end();
    assert!(code.is_some() && took < Duration::from_secs(5), "{code:?} after {took:?}");
}

#[test]
fn the_log_is_json_where_nobody_sits_before_it() {
    let keys = tempfile::tempdir().unwrap();
    let mut serve = Serve::start(keys.path());
    serve.signal(Signal::TERM);
    serve.end();
    let mut log = String::new();
    serve.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    for line in log.lines().filter(|line| !line.starts_with("note: ")) {
        serde_json::from_str::<serde_json::Value>(line).unwrap_or_else(|why| panic!("{why}: {line}"));
    }
}

#[test]
fn schema_writes_its_files_where_asked() {
    let out = tempfile::tempdir().unwrap();
    let output = run(&["schema", "--out", path(out.path())]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let written: Vec<PathBuf> = text(&output.stdout).lines().map(PathBuf::from).collect();
    assert!(!written.is_empty());
    for file in written {
        serde_json::from_str::<serde_json::Value>(&fs::read_to_string(file).unwrap()).unwrap();
    }
}

/// What `show` prints of the repository's own portfolio.
fn show(words: &[&str]) -> Output {
    let data = data();
    run(&[&["show", "--data", path(&data)], words].concat())
}

#[test]
fn show_prints_what_a_visitor_would_get() {
    let output = show(&["systems", "edel", "finance", "--width", "60"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let shown = text(&output.stdout);
    assert!(shown.starts_with("Edel Finance\n") && !shown.contains('\x1b'), "{shown:?}");
    assert!(shown.lines().all(|line| line.chars().count() <= 60), "{shown}");
    assert_eq!(text(&show(&[]).stdout), text(&show(&["help"]).stdout));
    assert_eq!(text(&show(&["systems", "--help"]).stdout), text(&show(&["help", "systems"]).stdout));
    serde_json::from_str::<serde_json::Value>(text(&show(&["--json", "resume"]).stdout)).unwrap();
}

#[test]
fn show_ends_as_the_command_would() {
    let output = show(&["systems", "edle"]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
    assert_eq!(text(&output.stderr), "there is no system `edle`; did you mean `edel`?\n");
}

#[test]
fn import_makes_a_portfolio_that_passes_the_check() {
    let dir = tempfile::tempdir().unwrap();
    let (resume, out) = (dir.path().join("resume.json"), dir.path().join("new"));
    fs::write(&resume, show(&["resume", "--format", "json-resume"]).stdout).unwrap();
    let output = run(&["import", "json-resume", path(&resume), "--out", path(&out)]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stderr).starts_with("note: availability"), "{}", text(&output.stderr));
    let written: Vec<&Path> = text(&output.stdout).lines().map(Path::new).collect();
    assert!(written.contains(&out.join("profile.toml").as_path()) && written.iter().all(|file| file.is_file()));
    let checked = run(&["check", path(&out)]);
    assert!(text(&checked.stdout).contains("8 systems, 5 roles"), "{}", text(&checked.stdout));
    // A second time it would be over somebody's work.
    let said = fails(&["import", "json-resume", path(&resume), "--out", path(&out)]);
    assert!(
        said.contains("is not empty: there is") && said.contains("hint: name a folder that is new or empty"),
        "{said}"
    );
}

#[test]
fn import_says_what_is_missing_and_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (resume, out) = (dir.path().join("resume.json"), dir.path().join("new"));
    for (json, why) in [("{}", "`basics.name` is missing"), ("name: Ada", "this is not a JSON Resume")] {
        fs::write(&resume, json).unwrap();
        let said = fails(&["import", "json-resume", path(&resume), "--out", path(&out)]);
        assert!(said.starts_with("error: cannot import `") && said.contains(why), "{said}");
        assert!(!out.exists());
    }
    assert!(fails(&["import", "json-resume", "/nowhere/resume.json"]).contains("cannot read `/nowhere/resume.json`"));
}
