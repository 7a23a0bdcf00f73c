//! The command line of the tool.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    str::FromStr,
};

use anyhow::{Context, bail};
use clap::{Parser, Subcommand, value_parser};

/// Brings SSH visitors to servers and measures what they cost.
#[derive(Debug, Clone, Parser)]
#[command(name = "visitors", bin_name = "cargo bench --bench visitors --", max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) mode: Option<Mode>,

    /// One more server to measure beside ours; with its process id its memory and CPU too (those of its children
    /// included). Repeatable.
    #[arg(long = "target", global = true, value_name = "[NAME=]HOST:PORT[@PID]")]
    pub(crate) targets: Vec<Remote>,

    /// One more build of this program to measure beside the one that belongs to this tool. Repeatable.
    #[arg(long = "binary", global = true, value_name = "NAME=PATH")]
    pub(crate) binaries: Vec<Binary>,

    /// Measure only the given targets and binaries, without `bare` and `shingle`.
    #[arg(long, global = true)]
    pub(crate) alone: bool,

    /// Size of the visitors' terminals.
    #[arg(long, global = true, default_value = "120x40", value_name = "COLUMNSxROWS")]
    pub(crate) size: Size,

    /// Measure OpenSSH's server beside ours, too, with a small program instead of a shell; at most so many visitors of it
    /// are held, because each is some processes.
    #[arg(long, global = true, value_name = "MOST", num_args = 0..=1, require_equals = true, default_missing_value = "200",
        value_parser = value_parser!(u32).range(1..=2000))]
    pub(crate) openssh: Option<u32>,

    /// User name to come as; here it also says where to open.
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) user: Option<String>,

    /// cargo says so; it changes nothing.
    #[arg(long, global = true, hide = true)]
    pub(crate) bench: bool,
}

/// What is measured.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum Mode {
    /// Memory and CPU of visitors who look at the first page and do nothing; several counts give a curve.
    Hold {
        #[arg(required = true, value_parser = value_parser!(u32).range(1..=20_000))]
        visitors: Vec<u32>,
        /// How long nothing happens.
        #[arg(long, default_value_t = 10, value_parser = value_parser!(u32).range(1..=3600))]
        seconds: u32,
        /// Visits one at a time beside those who are held, each timed to its first frame.
        #[arg(long, default_value_t = 0, value_parser = value_parser!(u32).range(0..=20_000))]
        newcomers: u32,
    },
    /// The same over growing numbers of visitors, with newcomers beside them, and as pictures.
    Grow {
        #[arg(default_values_t = GROWTH, value_parser = value_parser!(u32).range(1..=20_000))]
        visitors: Vec<u32>,
        /// How long nothing happens.
        #[arg(long, default_value_t = 5, value_parser = value_parser!(u32).range(1..=3600))]
        seconds: u32,
        /// Visits one at a time beside those who are held.
        #[arg(long, default_value_t = 200, value_parser = value_parser!(u32).range(0..=20_000))]
        newcomers: u32,
        /// A folder to write the curves to, as SVG.
        #[arg(long, value_name = "FOLDER")]
        plots: Option<PathBuf>,
    },
    /// Time, bytes and round trips from TCP connect to a complete first frame, one visitor at a time.
    FirstFrame {
        #[arg(value_parser = value_parser!(u32).range(1..=20_000))]
        visits: u32,
        /// Idle visitors that each server holds meanwhile.
        #[arg(long, default_value_t = 0, value_parser = value_parser!(u32).range(0..=20_000))]
        held: u32,
    },
    /// Latency and bytes of one key (j and k in turn) on a list page.
    Keys {
        #[arg(value_parser = value_parser!(u32).range(1..=100_000))]
        keys: u32,
    },
    /// Visitors who connect, see the first frame and leave.
    Storm {
        #[arg(value_parser = value_parser!(u32).range(1..=100_000))]
        visits: u32,
        /// How many of them at a time.
        #[arg(long, default_value_t = 16, value_parser = value_parser!(u32).range(1..=1024))]
        at_once: u32,
    },
    /// Visitors who type and read nothing.
    Stalled {
        #[arg(value_parser = value_parser!(u32).range(1..=20_000))]
        visitors: u32,
        /// How long they type.
        #[arg(long, default_value_t = 10, value_parser = value_parser!(u32).range(1..=3600))]
        seconds: u32,
    },
    /// A playing data flow: bytes a frame, frames a second, CPU a visitor.
    Play {
        #[arg(default_value_t = 20, value_parser = value_parser!(u32).range(1..=5_000))]
        visitors: u32,
        /// How long it is watched.
        #[arg(long, default_value_t = 10, value_parser = value_parser!(u32).range(1..=3600))]
        seconds: u32,
    },
    /// A short run of everything, in about five minutes.
    All {
        /// A folder to write the curves to, as SVG.
        #[arg(long, value_name = "FOLDER")]
        plots: Option<PathBuf>,
    },
    /// What OpenSSH's server runs for everybody who comes.
    #[command(hide = true)]
    Program,
    /// The least server, on a free port that it prints; it ends with its standard input.
    #[command(hide = true)]
    BareServer,
}

/// Numbers of visitors that growth is measured at.
const GROWTH: [u32; 6] = [100, 200, 500, 1000, 2000, 5000];

impl Mode {
    /// Growth as it is measured unless it is told otherwise.
    pub(crate) fn grow(plots: Option<&Path>) -> Self {
        Self::Grow { visitors: GROWTH.to_vec(), seconds: 5, newcomers: 200, plots: plots.map(Path::to_owned) }
    }
}

/// Cells of a terminal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) columns: u32,
    pub(crate) rows: u32,
}

impl FromStr for Size {
    type Err = anyhow::Error;
    fn from_str(text: &str) -> anyhow::Result<Self> {
        let (columns, rows) = text.split_once('x').context("a size is needed, for example 120x40")?;
        Ok(Self { columns: columns.parse()?, rows: rows.parse()? })
    }
}

/// Another build of this program.
#[derive(Debug, Clone)]
pub(crate) struct Binary {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
}

impl FromStr for Binary {
    type Err = anyhow::Error;
    fn from_str(text: &str) -> anyhow::Result<Self> {
        let (name, path) = text.split_once('=').context("a name and a path are needed: before=./shingle-before")?;
        Ok(Self { name: name.to_owned(), path: path.into() })
    }
}

/// A server that somebody else started.
#[derive(Debug, Clone)]
pub(crate) struct Remote {
    pub(crate) name: String,
    pub(crate) address: SocketAddr,
    pub(crate) pid: Option<u32>,
}

impl FromStr for Remote {
    type Err = anyhow::Error;
    fn from_str(text: &str) -> anyhow::Result<Self> {
        let (name, rest) = text.split_once('=').map_or((None, text), |(name, rest)| (Some(name), rest));
        let (place, pid) = rest.split_once('@').map_or((rest, None), |(place, pid)| (place, Some(pid)));
        let pid = pid.map(str::parse).transpose().context("a process id is needed behind the @")?;
        let Some(address) = std::net::ToSocketAddrs::to_socket_addrs(place)?.next() else {
            bail!("`{place}` has no address");
        };
        Ok(Self { name: name.unwrap_or(place).to_owned(), address, pid })
    }
}
