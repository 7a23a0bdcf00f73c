//! The image and what runs it say the same as one another and as the program: ports, folders, users, waits, memory.

use std::{collections::HashMap, time::Duration};

use shingle::{limits, ssh::host_key};
use toml::Value;

use super::read;
use crate::cli::{shingle, text};

/// The arguments of an instruction of the image's last stage, one string an instruction.
fn image(instruction: &str) -> Vec<String> {
    let dockerfile = read("deploy/Dockerfile");
    let (_, last) = dockerfile.split_once("\nFROM scratch\n").expect("the last stage is empty at first");
    let begins = format!("{instruction} ");
    last.lines().filter_map(|line| line.strip_prefix(&begins)).map(str::to_owned).collect()
}

/// What the image's environment says.
fn environment() -> HashMap<String, String> {
    image("ENV")
        .iter()
        .map(|one| one.split_once('=').unwrap())
        .map(|(name, value)| (name.into(), value.into()))
        .collect()
}

/// The port of an address.
fn port(address: &str) -> u16 {
    address.parse::<std::net::SocketAddr>().unwrap().port()
}

/// What stands between two pieces of a file, wherever the first one is found.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    text.split(before).skip(1).map(|rest| rest.split(after).next().unwrap().trim()).collect()
}

/// The only one of them, as a number.
#[track_caller]
fn number(text: &str, before: &str, after: &str) -> u64 {
    match between(text, before, after)[..] {
        [one] => one.parse().unwrap_or_else(|_| panic!("`{before}{one}{after}` is no number")),
        ref found => panic!("`{before}…{after}` is there {} times", found.len()),
    }
}

fn fly() -> Value {
    read("deploy/fly.toml").parse::<toml::Table>().unwrap().into()
}

/// The longest that a server takes to end once it is told to.
const END: Duration = limits::DRAIN.saturating_add(limits::LINGER_CLOSING);

#[test]
fn the_image_is_built_with_the_compiler_that_the_crate_names() {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let version = manifest["package"]["rust-version"].as_str().unwrap();
    assert_eq!(between(&read("deploy/Dockerfile"), "\nFROM rust:", "-"), [version]);
}

#[test]
fn what_the_image_copies_reaches_the_builder() {
    let seen = read(".dockerignore");
    let mut needed: Vec<String> =
        ["Cargo.toml", "Cargo.lock", "src", "benches", "tests", "deploy/build.sh"].map(Into::into).into();
    for copy in image("COPY").iter().filter(|copy| !copy.contains("--from=")) {
        let mut words: Vec<&str> = copy.split(' ').collect();
        words.pop();
        needed.extend(words.into_iter().map(Into::into));
    }
    for path in needed {
        assert!(seen.lines().any(|line| line.strip_prefix('!') == Some(path.as_str())), "{path} is ignored");
    }
    let keys = seen.lines().any(|line| line.starts_with("!keys") || line == "!*");
    assert!(seen.lines().any(|line| line == "*") && !keys, "a key could get into an image");
}

#[test]
fn the_program_understands_the_image_s_environment_and_config() {
    let environment = environment();
    let config = format!("{}/deploy/container.toml", env!("CARGO_MANIFEST_DIR"));
    let output = shingle(&["config"]).envs(&environment).env("SHINGLE_CONFIG", config).output().unwrap();
    let printed = text(&output.stdout);
    assert!(output.status.success(), "{}", text(&output.stderr));
    for name in environment.keys().filter(|name| *name != "SHINGLE_CONFIG") {
        assert!(printed.contains(name), "nothing reads {name}:\n{printed}");
    }
    // Its examples are right, too.
    let examples = read("deploy/container.toml").replace("\n#host", "\nhost");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shingle.toml");
    std::fs::write(&file, examples).unwrap();
    assert!(shingle(&["config", "--config", file.to_str().unwrap()]).output().unwrap().status.success());
}

#[test]
fn ports_and_folders_are_the_same_everywhere() {
    let environment = environment();
    let ssh = port(&environment["SHINGLE_LISTEN"]);
    let metrics = port(&environment["SHINGLE_METRICS"]);
    assert_eq!(image("EXPOSE"), [ssh.to_string()]);
    let state = image("VOLUME").remove(0);
    let keys = environment["SHINGLE_KEYS"].clone();
    assert_eq!(keys, format!("{state}/keys"));
    let user = image("ARG").remove(0).replace("RUN_AS=", "");

    let compose = read("deploy/compose.yaml");
    assert!(compose.contains(&format!("\"22:{ssh}\"")) && compose.contains(&format!(":{state}\n")));
    assert!(compose.contains(&format!("user: \"{user}\"")));
    assert!(compose.contains(&format!(":{}:ro", environment["SHINGLE_DATA"])));
    assert!(compose.contains(&format!(":{}:ro", environment["SHINGLE_CONFIG"])));

    let fly = fly();
    assert_eq!(fly["services"][0]["internal_port"].as_integer(), Some(ssh.into()));
    assert_eq!(port(fly["env"]["SHINGLE_LISTEN"].as_str().unwrap()), ssh);
    assert_eq!(port(fly["env"]["SHINGLE_METRICS"].as_str().unwrap()), metrics);
    assert_eq!(fly["checks"]["ready"]["port"].as_integer(), Some(metrics.into()));
    assert_eq!(fly["mounts"]["destination"].as_str(), Some(state.as_str()));
    assert!(fly["build"]["args"].get("RUN_AS").is_some());

    let kubernetes = read("deploy/kubernetes.yaml");
    assert_eq!(number(&kubernetes, "{name: ssh, containerPort: ", "}"), u64::from(ssh));
    assert_eq!(number(&kubernetes, "{name: metrics, containerPort: ", "}"), u64::from(metrics));
    assert_eq!(port(between(&kubernetes, "SHINGLE_METRICS, value: \"", "\"")[0]), metrics);
    assert!(kubernetes.contains(&format!("mountPath: {keys},")));
    assert_eq!(kubernetes.matches(&format!("-f {}\n", host_key::FILE)).count(), 1, "the key has the name that is read");
    assert!(kubernetes.contains(&format!("--from-file={}\n", host_key::FILE)));
    let (uid, gid) = user.split_once(':').unwrap();
    for (key, id) in [("runAsUser", uid), ("runAsGroup", gid), ("fsGroup", gid)] {
        assert_eq!(between(&kubernetes, &format!(" {key}: "), "\n"), [id]);
    }

    let haproxy = read("deploy/haproxy.cfg");
    assert_eq!(number(&haproxy, "server here 127.0.0.1:", " "), u64::from(ssh));
    assert_eq!(number(&haproxy, "check port ", " "), u64::from(metrics));
}

#[test]
fn health_is_asked_where_it_is_told() {
    let told = read("src/ops/health.rs");
    for (file, paths) in [
        ("deploy/kubernetes.yaml", &["/readyz", "/healthz"][..]),
        ("deploy/fly.toml", &["/readyz", "/metrics"]),
        ("deploy/haproxy.cfg", &["/readyz"]),
    ] {
        for path in paths {
            assert!(read(file).contains(path), "{file} does not ask {path}");
            assert!(told.contains(&format!("\"{path}\")")), "nobody answers {path}");
        }
    }
    assert!(image("HEALTHCHECK").remove(0).ends_with(r#"CMD ["/shingle", "health"]"#));
    assert!(read("deploy/compose.yaml").contains(r#"test: ["CMD", "/shingle", "health"]"#));
}

#[test]
fn nobody_is_killed_before_the_server_has_said_goodbye() {
    let seconds = END.as_secs();
    assert!(number(&read("deploy/compose.yaml"), "stop_grace_period: ", "s\n") > seconds);
    let fly = fly();
    assert!(fly["kill_timeout"].as_str().unwrap().trim_end_matches('s').parse::<u64>().unwrap() > seconds);
    assert_eq!(fly["kill_signal"].as_str(), Some(image("STOPSIGNAL").remove(0).as_str()));
    let kubernetes = read("deploy/kubernetes.yaml");
    let grace = number(&kubernetes, "terminationGracePeriodSeconds: ", "\n");
    assert!(grace > number(&kubernetes, "sleep: {seconds: ", "}") + seconds);
    // What the comments say.
    assert_eq!(limits::DRAIN.as_secs(), 9, "`nine seconds` in compose.yaml, fly.toml and kubernetes.yaml");
}

#[test]
fn a_balancer_waits_longer_than_a_visitor_may_sit() {
    let haproxy = read("deploy/haproxy.cfg");
    for side in ["client", "server"] {
        assert!(Duration::from_mins(number(&haproxy, &format!("timeout {side} "), "m")) > limits::IDLE);
    }
}

#[test]
fn the_seats_fit_into_the_memory_that_is_granted() {
    let config = read("deploy/container.toml");
    let seats = number(&config, "\nconnections = ", "\n");
    let startups = between(&config, "startups = ", "\n")[0];
    let kubernetes = read("deploy/kubernetes.yaml");
    assert_eq!(number(&kubernetes, " connections = ", "\n"), seats);
    assert!(kubernetes.contains(&format!("startups = {startups}\n")));
    assert_eq!(fly()["services"][0]["concurrency"]["hard_limit"].as_integer(), seats.try_into().ok());

    // What the program needs when nobody is there is a few megabytes.
    let worst = seats * (limits::CONNECTION_BYTES + limits::SESSION_BYTES) as u64 + (64 << 20);
    for (file, before, after) in [
        ("deploy/compose.yaml", "mem_limit: ", "m\n"),
        ("deploy/kubernetes.yaml", "limits: {memory: ", "Mi}"),
        ("deploy/fly.toml", "memory = \"", "mb\""),
    ] {
        assert!(number(&read(file), before, after) << 20 >= worst, "{file}");
    }
}
