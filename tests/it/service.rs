//! The units of `deploy/systemd`: what they say agrees with the program, and systemd's own tools have nothing to say.

use std::{
    fs,
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::Duration,
};

use shingle::limits;

use crate::{
    cli::{Serve, data, path, text},
    operations::{free, get, hello, stop, wait_for},
};

fn unit(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/systemd").join(name)).unwrap()
}

/// The one value of a setting.
fn value<'a>(unit: &'a str, setting: &str) -> &'a str {
    let mut found = unit.lines().filter_map(|line| line.split_once('=').filter(|(name, _)| *name == setting));
    let (_, value) = found.next().unwrap_or_else(|| panic!("no {setting}"));
    assert!(found.next().is_none(), "{setting} stands there twice");
    value
}

fn seconds(unit: &str, setting: &str) -> Duration {
    Duration::from_secs(value(unit, setting).parse().unwrap())
}

#[test]
fn units_and_limits_agree() {
    let (service, socket) = (unit("shingle.service"), unit("shingle.socket"));
    assert!(seconds(&service, "TimeoutStopSec") > limits::DRAIN + limits::LINGER_CLOSING, "goodbyes are cut off");
    assert!(seconds(&service, "WatchdogSec") > limits::PULSE_LOST, "the watchdog bites before the server knows");
    assert_eq!(value(&socket, "Backlog"), limits::BACKLOG.to_string());
    assert_eq!(value(&unit("shingle-metrics.socket"), "FileDescriptorName"), "metrics");
}

/// The units in a folder of their own, with the built binary where the installed one would be.
fn units() -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    let files = ["shingle.service", "shingle.socket", "shingle-metrics.socket"].map(|name| {
        let file = folder.path().join(name);
        fs::write(&file, unit(name).replace("/usr/bin/shingle", env!("CARGO_BIN_EXE_shingle"))).unwrap();
        file
    });
    (folder, files.to_vec())
}

#[track_caller]
fn analyze(words: &[&str], files: &[PathBuf]) -> Output {
    Command::new("systemd-analyze").args(words).args(files).output().expect("systemd-analyze")
}

#[test]
#[ignore = "needs systemd-analyze: .ci/run installs it"]
fn systemd_finds_no_fault_with_the_units() {
    let (_folder, files) = units();
    let output = analyze(&["verify", "--man=no"], &files);
    assert!(output.status.success() && output.stderr.is_empty(), "{}", text(&output.stderr));
}

#[test]
#[ignore = "needs systemd-analyze: .ci/run installs it"]
fn the_service_is_locked_in() {
    let (_folder, files) = units();
    let output = analyze(&["security", "--offline=true", "--no-pager"], &files[..1]);
    let table = String::from_utf8_lossy(&output.stdout);
    let (_, line) = table.split_once("Overall exposure level").unwrap_or_else(|| panic!("no figure in {table}"));
    let figure: f64 = line.split(": ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    // Newer versions of systemd look at more; this is what Debian 12's says (0.4), and some room.
    assert!(figure <= 0.6, "exposure {figure}:\n{table}");
}

#[test]
#[ignore = "needs systemd-socket-activate: .ci/run installs it"]
fn systemd_hands_over_the_ports_of_visitors_and_metrics() {
    let folder = tempfile::tempdir().unwrap();
    let (data, keys) = (data(), folder.path().join("keys"));
    let (door, page) = (free(11), free(12));
    let mut command = Command::new("systemd-socket-activate");
    command.args(["-l", &door.to_string(), "-l", &page.to_string(), "--fdname=shingle.socket:metrics"]);
    command.args([env!("CARGO_BIN_EXE_shingle"), "serve", "--data", path(&data), "--keys", path(&keys)]);
    command.env_clear().stdin(Stdio::null());
    // The first visitor is what starts the server.
    let visitor = std::thread::spawn(move || wait_for("the port", || TcpStream::connect(door).ok()));
    let server = Serve::run(command);
    assert_eq!(&hello(visitor.join().unwrap()), b"SSH-2.0-");
    assert_eq!(server.port(), door.port());
    assert!(get(page, "/readyz").starts_with("HTTP/1.0 200 "));
    stop(server);
}
