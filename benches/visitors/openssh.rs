//! OpenSSH beside us: its server with a program instead of a shell, and its client in front of the others.
//!
//! `sshd` runs on a port of the loopback with a host key, a config and one authorized key that are made for the run, as
//! whoever runs this tool. It logs in nobody by `none`, so visitors come with that key.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Stdio,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, bail, ensure};
use russh::keys::{Algorithm, PrivateKey, key::safe_rng};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use tempfile::TempDir;
use tokio::{
    io::AsyncReadExt,
    process::{Child, Command},
    time::{Instant, sleep, timeout},
};

use crate::{bare, target::Login};

/// Its name in the tables.
pub(crate) const NAME: &str = "openssh";
/// Where its server is, where `PATH` does not say.
const PLACES: [&str; 3] = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/sbin/sshd"];
/// How long its server may take to open its port, and its client to show something.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running `sshd`, the folder that it lives in, and how to log in.
pub(crate) struct Sshd {
    pub(crate) child: Child,
    pub(crate) folder: TempDir,
    pub(crate) address: SocketAddr,
    pub(crate) login: Login,
}

/// Starts `sshd` with this tool's own `program` mode as everybody's command.
pub(crate) async fn serve() -> anyhow::Result<Sshd> {
    let sshd = PLACES.iter().map(Path::new).find(|place| place.exists());
    let sshd = sshd.context("--openssh needs sshd (Debian: apt-get install openssh-server)")?;
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    shingle::ssh::host_key::load_or_create(folder.path()).map_err(|error| anyhow::anyhow!("{error}"))?;
    let key = PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).context("no key")?;
    std::fs::write(at("authorized_keys"), key.public_key().to_openssh()? + "\n")?;
    // It cannot be told to take any free port: this one was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let program = std::env::current_exe()?;
    let config = format!(
        "ListenAddress 127.0.0.1:{port}\nHostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nPidFile none\nUsePAM no\n\
         AuthenticationMethods publickey\nPermitRootLogin prohibit-password\nUseDNS no\nPrintMotd no\nPrintLastLog no\n\
         LogLevel ERROR\nMaxStartups 10000\nForceCommand {} program\n",
        at(shingle::ssh::host_key::FILE).display(),
        at("authorized_keys").display(),
        program.display()
    );
    std::fs::write(at("sshd_config"), config)?;
    let child = Command::new(sshd)
        .args(["-D", "-e", "-f"])
        .arg(at("sshd_config"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(at("log"))?)
        .kill_on_drop(true)
        .spawn()?;
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let until = Instant::now() + PATIENCE;
    while TcpStream::connect(address).is_err() {
        let said = std::fs::read_to_string(at("log"))?;
        // What it says as root where no service has started it yet.
        let hint = if said.contains("privilege separation") { "; try: mkdir -m 755 /run/sshd" } else { "" };
        ensure!(Instant::now() < until && said.is_empty(), "sshd does not start: {}{hint}", said.trim());
        sleep(Duration::from_millis(50)).await;
    }
    let user = Command::new("id").arg("-un").output().await.context("who am I?")?;
    let user = String::from_utf8(user.stdout)?.trim().to_owned();
    Ok(Sshd { child, folder, address, login: Login { user, key: Arc::new(key) } })
}

/// What everybody who comes to that `sshd` runs: the bare server's bytes, on a terminal.
pub(crate) fn program() -> anyhow::Result<()> {
    let (mut keys, mut screen) = (std::io::stdin().lock(), std::io::stdout().lock());
    let mut modes = tcgetattr(&keys).context("a terminal is needed")?;
    modes.make_raw();
    tcsetattr(&keys, OptionalActions::Now, &modes)?;
    screen.write_all(bare::FRAME)?;
    screen.flush()?;
    let mut typed = [0; 64];
    loop {
        let count = keys.read(&mut typed)?;
        if count == 0 || typed.get(..count) == Some(b"q") {
            return Ok(());
        }
        screen.write_all(bare::ANSWER)?;
        screen.flush()?;
    }
}

/// OpenSSH's client, where there is one.
pub(crate) fn client() -> Option<PathBuf> {
    let ssh = PathBuf::from("/usr/bin/ssh");
    ssh.exists().then_some(ssh)
}

/// Visits a server by OpenSSH's client, and says how long it took to the last byte before `quiet`.
pub(crate) async fn visit(ssh: &Path, address: SocketAddr, quiet: Duration) -> anyhow::Result<Duration> {
    let began = Instant::now();
    let mut child = Command::new(ssh)
        // A terminal is asked for although this is a pipe; nothing of whoever runs this is read or written.
        .args(["-tt", "-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"])
        .args(["-o", "GlobalKnownHostsFile=/dev/null", "-o", "IdentityFile=none", "-o", "IdentityAgent=none"])
        .args(["-o", "LogLevel=ERROR", "-p", &address.port().to_string(), "-l", "guest"])
        .arg(address.ip().to_string())
        .env("TERM", "xterm-256color")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let mut screen = child.stdout.take().context("no standard output")?;
    let (mut buffer, mut last) = (vec![0; 16 * 1024], None);
    loop {
        let patience = if last.is_none() { PATIENCE } else { quiet };
        match timeout(patience, screen.read(&mut buffer)).await {
            Ok(Ok(1..)) => last = Some(began.elapsed()),
            Ok(_) => bail!("ssh ended: {}", child.wait().await?),
            Err(_) => break,
        }
    }
    child.kill().await?;
    last.context("ssh shows nothing")
}
