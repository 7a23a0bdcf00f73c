//! What the system says of a server's process: memory, CPU, how often it was woken (proc(5)).

use std::{fs, time::Duration};

use anyhow::Context;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// A server's process at one moment, its children included.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reading {
    /// Bytes in memory.
    pub(crate) memory: f64,
    /// Time on a core since the start.
    pub(crate) cpu: Duration,
    /// How often it has gone to sleep since the start.
    pub(crate) sleeps: u64,
}

/// Reads a process and all that descend from it.
pub(crate) fn read(pid: u32) -> anyhow::Result<Reading> {
    let family = family(pid)?;
    let mut all = Reading::default();
    for &member in &family {
        // A child may have gone since it was listed.
        if let Ok(one) = read_one(member, family.len() > 1)
            && (member == pid || one.memory > 0.0)
        {
            all.memory += one.memory;
            all.cpu += one.cpu;
            all.sleeps += one.sleeps;
        }
    }
    anyhow::ensure!(all.memory > 0.0, "process {pid} cannot be read");
    Ok(all)
}

fn read_one(pid: u32, shares: bool) -> anyhow::Result<Reading> {
    // Of several processes each counts its part of the pages that they share (Pss); of one it is the same as its Rss.
    let memory = if shares {
        field(&fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?, "Pss:")?
    } else {
        field(&fs::read_to_string(format!("/proc/{pid}/status"))?, "VmRSS:")?
    } * 1024;
    let mut cpu = waited_for(pid)?;
    let mut sleeps = 0;
    for thread in fs::read_dir(format!("/proc/{pid}/task"))? {
        let thread = thread?.path();
        // Time on a core in nanoseconds is its first number; `stat` counts in hundredths of a second.
        let spent = fs::read_to_string(thread.join("schedstat"))?;
        cpu += Duration::from_nanos(spent.split(' ').next().context("no schedstat")?.parse()?);
        sleeps += field(&fs::read_to_string(thread.join("status"))?, "voluntary_ctxt_switches:")?;
    }
    Ok(Reading { memory: memory as f64, cpu, sleeps })
}

/// CPU of children that have ended: fields 16 and 17 of `stat`, in hundredths of a second.
fn waited_for(pid: u32) -> anyhow::Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let fields = stat.rsplit_once(") ").context("no stat")?.1;
    let ticks: u64 = fields.split(' ').skip(13).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Ok(Duration::from_millis(ticks * 10))
}

/// The process and its descendants.
fn family(pid: u32) -> anyhow::Result<Vec<u32>> {
    let mut parents = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let Some(child) = entry?.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let Ok(stat) = fs::read_to_string(format!("/proc/{child}/stat")) else { continue };
        let parent = stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1)?.parse::<u32>().ok());
        parents.extend(parent.map(|parent| (child, parent)));
    }
    let mut family = vec![pid];
    let mut next = 0;
    while let Some(&member) = family.get(next) {
        family.extend(parents.iter().filter(|(_, parent)| *parent == member).map(|(child, _)| *child));
        next += 1;
    }
    Ok(family)
}

fn field(text: &str, name: &str) -> anyhow::Result<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name)).with_context(|| format!("no {name}"))?;
    let number = line.split_whitespace().next().with_context(|| format!("{name} is empty"))?;
    number.parse().with_context(|| format!("{name} is no number"))
}

/// Bytes that the kernel holds for all TCP sockets of this machine, both ends.
pub(crate) fn kernel_tcp() -> Option<f64> {
    let text = fs::read_to_string("/proc/net/sockstat").ok()?;
    let line = text.lines().find(|line| line.starts_with("TCP:"))?;
    let pages: f64 = line.split(' ').next_back()?.parse().ok()?;
    Some(pages * 4096.0)
}

/// How many files this process may have open; `None` is no limit.
pub(crate) fn descriptors() -> Option<u64> {
    getrlimit(Resource::Nofile).current
}

/// Lets this process, and the servers that it starts, have as many connections open as the system allows.
pub(crate) fn raise_descriptors() {
    let limit = getrlimit(Resource::Nofile);
    // Where that is not enough, who needs more says so (`descriptors`).
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum });
}
