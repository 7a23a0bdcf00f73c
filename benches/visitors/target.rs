//! A server that is measured: one of ours, started as a process of its own, or one that somebody else runs.

use std::{net::SocketAddr, path::Path, process::Stdio, sync::Arc, time::Duration};

use anyhow::{Context, bail};
use russh::keys::PrivateKey;
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    time::timeout,
};

use crate::{
    args::Args,
    openssh,
    process::{self, Reading},
};

/// The name of the server that ratios are taken against.
pub(crate) const BARE: &str = "bare";
/// The name of this program, as the tree that this tool belongs to has it.
pub(crate) const OURS: &str = "shingle";

/// Lifts what would end a long run or refuse a large one; everything else is as shipped.
const CONFIG: &str = "\
[limits]
idle = '1d'
life = '1d'
connections = 100000
startups = '100000:30:100001'
per_address = 100000
per_minute = 1000000
penalty_from = '1d'
";

/// Of so many visits one at a time a dear server gets one.
const DEAR: u32 = 10;
/// How long a server may take to open its port.
const START: Duration = Duration::from_secs(20);

/// A server that is measured; one of ours ends when this is dropped.
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) door: Door,
    /// Visitors that are held at most, where each is dear.
    pub(crate) most: Option<u32>,
    pid: Option<u32>,
    _child: Option<Started>,
    _files: Option<TempDir>,
}

/// Where visitors come to.
#[derive(Clone)]
pub(crate) struct Door {
    pub(crate) address: SocketAddr,
    /// How they log in, where `none` is not enough.
    pub(crate) login: Option<Login>,
}

/// A user and their key.
#[derive(Clone)]
pub(crate) struct Login {
    pub(crate) user: String,
    pub(crate) key: Arc<PrivateKey>,
}

/// A process of ours, with its pipes: the bare server ends when its input does.
struct Started {
    child: Child,
    _input: Option<ChildStdin>,
    output: Option<Lines<BufReader<ChildStdout>>>,
}

/// Starts our servers afresh and adds those that were named.
pub(crate) async fn start(args: &Args) -> anyhow::Result<Vec<Target>> {
    let mut all = Vec::new();
    if !args.alone {
        all.push(bare().await?);
        all.push(shingle(OURS, Path::new(env!("CARGO_BIN_EXE_shingle"))).await?);
    }
    for binary in &args.binaries {
        all.push(shingle(&binary.name, &binary.path).await?);
    }
    if let Some(most) = args.openssh {
        let sshd = openssh::serve().await?;
        all.push(Target {
            name: openssh::NAME.to_owned(),
            door: Door { address: sshd.address, login: Some(sshd.login) },
            most: Some(most),
            pid: sshd.child.id(),
            _child: Some(Started { child: sshd.child, _input: None, output: None }),
            _files: Some(sshd.folder),
        });
    }
    for remote in &args.targets {
        all.push(Target {
            name: remote.name.clone(),
            door: Door { address: remote.address, login: None },
            most: None,
            pid: remote.pid,
            _child: None,
            _files: None,
        });
    }
    if all.is_empty() {
        bail!("--alone needs a --target, a --binary or --openssh");
    }
    Ok(all)
}

async fn bare() -> anyhow::Result<Target> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("bare-server");
    Target::spawn(BARE, command, None).await
}

async fn shingle(name: &str, program: &Path) -> anyhow::Result<Target> {
    let files = tempfile::tempdir()?;
    let config = files.path().join("shingle.toml");
    std::fs::write(&config, CONFIG)?;
    let mut command = Command::new(program);
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]);
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("data"));
    command.arg("--keys").arg(files.path().join("keys")).arg("--config").arg(config);
    Target::spawn(name, command, Some(files)).await
}

impl Target {
    async fn spawn(name: &str, mut command: Command, files: Option<TempDir>) -> anyhow::Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{name} cannot be started"))?;
        let output = child.stdout.take().context("no standard output")?;
        let mut started = Started { _input: child.stdin.take(), child, output: Some(BufReader::new(output).lines()) };
        let port = timeout(START, started.port()).await.with_context(|| format!("{name} opens no port"))??;
        Ok(Self {
            name: name.to_owned(),
            door: Door { address: SocketAddr::from(([127, 0, 0, 1], port)), login: None },
            most: None,
            pid: started.child.id(),
            _child: Some(started),
            _files: files,
        })
    }

    /// Whether the visit with this number, of those one at a time, is made here: one of ten where each is dear.
    pub(crate) fn takes(&self, number: u32) -> bool {
        self.most.is_none() || number.is_multiple_of(DEAR)
    }

    /// The process at this moment, where it is known.
    pub(crate) fn reading(&self) -> anyhow::Result<Option<Reading>> {
        self.pid.map(process::read).transpose()
    }
}

impl Started {
    /// The port, from the line that tells visitors how to come.
    async fn port(&mut self) -> anyhow::Result<u16> {
        let output = self.output.as_mut().context("nobody reads what it says")?;
        while let Some(line) = output.next_line().await? {
            if let Some(rest) = line.strip_prefix("ssh -p ") {
                let port = rest.split(' ').next().unwrap_or_default();
                return port.parse().with_context(|| format!("no port in `{line}`"));
            }
        }
        bail!("it ended at once")
    }
}
