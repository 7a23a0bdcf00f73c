//! What an operator does with the built binary: health, metrics, signals, a service manager, too few descriptors.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    os::{fd::OwnedFd, unix::net::UnixDatagram},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::process::Signal;

use crate::{
    cli::{Serve, data, path, shingle, text},
    local::pseudo_terminal,
    support::PATIENCE,
};

/// `serve` on a free port, with keys in a folder of its own.
fn serve(folder: &tempfile::TempDir, more: &[&str]) -> Command {
    let (data, keys) = (data(), folder.path().join("keys"));
    let mut words = vec!["serve", "--listen", "127.0.0.1:0", "--data", path(&data), "--keys", path(&keys)];
    words.extend(more);
    shingle(&words)
}

/// A port that was free a moment ago, on an address of loopback that only this test listens on: on the usual one another
/// test might take it in between.
pub(crate) fn free(last: u8) -> SocketAddr {
    TcpListener::bind(SocketAddr::from(([127, 0, 3, last], 0))).unwrap().local_addr().unwrap()
}

pub(crate) fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

pub(crate) fn wait_for<T>(what: &str, mut seen: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + PATIENCE;
    loop {
        if let Some(seen) = seen() {
            return seen;
        }
        assert!(Instant::now() < until, "never: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn health_and_metrics_are_told_where_asked_for() {
    let (folder, address) = (tempfile::tempdir().unwrap(), free(1));
    let asked = address.to_string();
    let health = || shingle(&["health", &asked]).output().unwrap();
    assert_eq!(health().status.code(), Some(1), "nobody there yet");
    let server = Serve::run(serve(&folder, &["--metrics", &asked]));
    // The ports are open, and told of, a moment before anybody is let in.
    let ready = wait_for("ready", || Some(health()).filter(|output| output.status.success()));
    assert_eq!(text(&ready.stdout), "ready\n");
    drop(TcpStream::connect(("127.0.0.1", server.port())).unwrap());
    let page = wait_for("a connection that was counted", || {
        Some(get(address, "/metrics"))
            .filter(|page| page.contains("shingle_connections_ended_total{outcome=\"left\"} 1"))
    });
    assert!(page.contains("shingle_resident_memory_bytes ") && page.contains("shingle_sessions{transport=\"ssh\"} 0"));
    assert!(get(address, "/healthz").starts_with("HTTP/1.0 200 "));

    // Nobody can hold it: more silent connections than there are seats, and it answers all the same.
    let _silent: Vec<TcpStream> = (0..20).map(|_| TcpStream::connect(address).unwrap()).collect();
    assert!(get(address, "/readyz").starts_with("HTTP/1.0 200 "));
}

#[test]
fn config_prints_every_value_with_its_origin_and_what_it_prints_is_a_config() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shingle.toml");
    fs::write(&file, "host = 'example.com'\n[limits]\nidle = '90s'\n").unwrap();
    let mut command = shingle(&["config", "--config", path(&file), "--listen", "[::1]:22", "--keys", "/k"]);
    let output = command.env("SHINGLE_DATA", "/srv/me").output().unwrap();
    let said = text(&output.stdout);
    for (value, origin) in [
        ("listen = [\"[::1]:22\"]", "# --listen"),
        ("data = \"/srv/me\"", "# SHINGLE_DATA in the environment"),
        ("host = \"example.com\"", path(&file)),
        ("idle = \"1m30s\"", path(&file)),
        ("startups = \"512:30:1024\"", "# default"),
    ] {
        let line = said.lines().find(|line| line.starts_with(value)).unwrap_or_else(|| panic!("no {value} in\n{said}"));
        assert!(line.ends_with(origin), "{line}");
    }
    let again = folder.path().join("again.toml");
    fs::write(&again, said).unwrap();
    let output = shingle(&["config", "--config", path(&again)]).output().unwrap();
    let value = |line: &str| line.split("  # ").next().unwrap().trim_end().to_owned();
    let values = |said: &str| said.lines().map(value).collect::<Vec<_>>();
    assert_eq!(values(text(&output.stdout)), values(said));
}

#[test]
fn hangup_reads_config_and_portfolio_again_and_a_wrong_one_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (file, address) = (folder.path().join("shingle.toml"), free(2));
    fs::write(&file, "").unwrap();
    let server = Serve::run(serve(&folder, &["--config", path(&file), "--metrics", &address.to_string()]));
    let reloads = |result: &str, count: usize| {
        let line = format!("shingle_reloads_total{{result=\"{result}\"}} {count}\n");
        wait_for(&line, || get(address, "/metrics").contains(&line).then_some(()));
    };
    fs::write(&file, "[limits]\nconnections = 1\n").unwrap();
    server.signal(Signal::HUP);
    // One for the config, one for the portfolio.
    reloads("good", 2);
    let _one = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    let mut two = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    let mut told = Vec::new();
    two.read_to_end(&mut told).unwrap();
    assert!(String::from_utf8_lossy(&told).contains("very many visitors"), "{told:?}");

    fs::write(&file, "[limits]\nconnections = 0\n").unwrap();
    server.signal(Signal::HUP);
    reloads("bad", 1);
    assert!(get(address, "/readyz").starts_with("HTTP/1.0 200 "));
}

#[test]
fn a_terminal_that_goes_away_takes_its_server_along() {
    let folder = tempfile::tempdir().unwrap();
    let (_emulator, terminal) = pseudo_terminal();
    let mut server = Serve::on(serve(&folder, &[]), Stdio::from(terminal));
    server.signal(Signal::HUP);
    assert_eq!(server.end().0, Some(0));
}

#[test]
fn a_service_manager_is_told_of_every_change_and_fed() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("notify");
    let manager = UnixDatagram::bind(&socket).unwrap();
    manager.set_read_timeout(Some(PATIENCE)).unwrap();
    let config = folder.path().join("shingle.toml");
    fs::write(&config, "[limits]\ndrain = '2m'\n").unwrap();
    let mut command = serve(&folder, &["--config", path(&config)]);
    command.env("NOTIFY_SOCKET", &socket).env("WATCHDOG_USEC", "200000");
    let mut server = Serve::run(command);
    let hears = |word: &str| {
        wait_for(word, || {
            let mut bytes = [0; 512];
            let count = manager.recv(&mut bytes).unwrap();
            format!("{}\n", text(&bytes[..count]).trim_end()).contains(&format!("{word}\n")).then_some(())
        });
    };
    hears("READY=1");
    hears("WATCHDOG=1");
    server.signal(Signal::HUP);
    hears("RELOADING=1");
    hears("READY=1");
    server.signal(Signal::TERM);
    // The manager's own limit, which knows nothing of the config, does not cut the end off.
    hears("STOPPING=1\nEXTEND_TIMEOUT_USEC=121000000");
    assert_eq!(server.end().0, Some(0));
}

/// `serve` with listeners that a service manager holds open: the first comes as stdin, the second as stderr, because std
/// opens all descriptors of its own to be closed, and the shell puts them where they belong.
fn activated(folder: &tempfile::TempDir, first: OwnedFd, names: &str, more: &[&str]) -> Command {
    let (data, keys) = (data(), folder.path().join("keys"));
    let mut words = vec![env!("CARGO_BIN_EXE_shingle"), "serve", "--data", path(&data), "--keys", path(&keys)];
    words.extend(more);
    let count = names.split(':').count();
    let script = format!(
        "exec 3<&0 </dev/null; [ {count} = 1 ] || exec 4<&2 2>/dev/null
        LISTEN_FDS={count} LISTEN_FDNAMES={names} LISTEN_PID=$$ exec {}",
        words.join(" ")
    );
    let mut command = Command::new("sh");
    command.args(["-c", &script]).env_clear().stdin(first);
    command
}

pub(crate) fn hello(mut stream: TcpStream) -> [u8; 8] {
    let mut hello = [0; 8];
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.read_exact(&mut hello).unwrap();
    hello
}

pub(crate) fn stop(mut server: Serve) -> String {
    server.signal(Signal::TERM);
    assert_eq!(server.end().0, Some(0));
    let mut log = String::new();
    server.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    log
}

#[test]
fn a_restart_refuses_nobody_where_a_service_manager_holds_the_listener() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let start = || Serve::run(activated(&folder, listener.try_clone().unwrap().into(), "shingle.socket", &[]));

    let first = start();
    assert_eq!(first.port(), address.port());
    assert_eq!(&hello(TcpStream::connect(address).unwrap()), b"SSH-2.0-");
    assert_eq!(stop(first).matches("of no use").count(), 0);

    let between = TcpStream::connect(address).unwrap();
    let second = start();
    assert_eq!(&hello(between), b"SSH-2.0-", "who came between the two is served by the second");
    stop(second);
}

#[test]
fn a_listener_named_metrics_is_for_metrics_and_settings_that_lose_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let (visitors, metrics) = (TcpListener::bind("127.0.0.1:0").unwrap(), TcpListener::bind("127.0.0.1:0").unwrap());
    let (door, page) = (visitors.local_addr().unwrap(), metrics.local_addr().unwrap());
    let mut server = Serve::on(
        activated(&folder, visitors.try_clone().unwrap().into(), "shingle.socket:metrics", &[]),
        Stdio::from(OwnedFd::from(metrics)),
    );
    assert_eq!(&hello(TcpStream::connect(door).unwrap()), b"SSH-2.0-");
    assert!(get(page, "/readyz").starts_with("HTTP/1.0 200 "));
    server.signal(Signal::TERM);
    assert_eq!(server.end().0, Some(0));

    let listen = ["--listen", "127.0.0.1:0"];
    let log = stop(Serve::run(activated(&folder, visitors.into(), "shingle.socket", &listen)));
    assert!(log.contains("note: `listen` is of no use: the service manager has opened the port"), "{log}");
}

#[test]
fn what_is_no_listener_is_not_taken_from_a_service_manager() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let connection = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    for descriptor in [OwnedFd::from(connection), UnixDatagram::unbound().unwrap().into()] {
        let output = activated(&folder, descriptor, "shingle.socket", &[]).output().unwrap();
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("error: the service manager hands over what is not a TCP listener: "), "{said}");
        assert!(said.contains("\nhint: "), "{said}");
    }
}

#[test]
fn a_server_without_descriptors_survives_and_recovers() {
    let folder = tempfile::tempdir().unwrap();
    let (keys, data) = (folder.path().join("keys"), data());
    let script = format!(
        "ulimit -n 40; exec {} serve --listen 127.0.0.1:0 --data {} --keys {}",
        env!("CARGO_BIN_EXE_shingle"),
        path(&data),
        path(&keys)
    );
    let mut command = Command::new("sh");
    command.args(["-c", &script]).env_clear();
    let mut server = Serve::run(command);
    let flood: Vec<_> = (0..32).map(|_| TcpStream::connect(("127.0.0.1", server.port())).unwrap()).collect();
    thread::sleep(Duration::from_millis(300));
    assert!(server.child.try_wait().unwrap().is_none(), "ended");
    drop(flood);
    wait_for("a hello", || {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port())).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
        let mut hello = [0; 8];
        stream.read_exact(&mut hello).ok().filter(|()| &hello == b"SSH-2.0-")
    });
    server.signal(Signal::TERM);
    assert_eq!(server.end().0, Some(0));
}

#[test]
fn an_address_is_in_no_log_that_nobody_asked_for() {
    for (level, told) in [("info", false), ("debug", true)] {
        let folder = tempfile::tempdir().unwrap();
        let mut server = Serve::run(serve(&folder, &["--log", level]));
        // From an address that is nobody's name for anything else.
        let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
        socket.bind(&SocketAddr::from(([127, 0, 0, 77], 0)).into()).unwrap();
        socket.connect(&SocketAddr::from(([127, 0, 0, 1], server.port())).into()).unwrap();
        let mut stream = TcpStream::from(socket);
        stream.write_all(b"SSH-2.0-\x1b[31mred\r\n").unwrap();
        let mut hello = [0; 8];
        stream.read_exact(&mut hello).unwrap();
        server.signal(Signal::TERM);
        server.end();
        let mut log = String::new();
        server.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert_eq!(log.contains("127.0.0.77"), told, "{level}: {log}");
        assert!(!log.contains('\x1b'), "{log:?}");
    }
}
