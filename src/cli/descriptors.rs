//! File descriptors: each connection takes one, and a shell or service manager often grants fewer than there are seats.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Descriptors for everything that is not a connection: files, listeners, metrics, farewells.
const OTHERS: u64 = 128;

/// Raises the limit of descriptors to what so many connections need; a sentence where the system does not grant that.
pub(super) fn raise(connections: usize) -> Option<String> {
    let needed = u64::try_from(connections).unwrap_or(u64::MAX).saturating_add(OTHERS);
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    // None is no limit at all.
    if current.is_none_or(|current| current >= needed) {
        return None;
    }
    let granted = maximum.map_or(needed, |maximum| maximum.min(needed));
    let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(granted), maximum });
    if raised.is_ok() && granted == needed {
        return None;
    }
    Some(format!(
        "{connections} connections need {needed} file descriptors, and the system grants {granted}: raise that (ulimit -n, \
         LimitNOFILE=) or lower `connections`"
    ))
}
