//! What the running process knows of itself.

/// Resident memory of this process in bytes, where the system tells (Linux: `VmRSS` in `/proc/self/status`, proc(5),
/// which unlike `statm` needs no page size).
#[must_use]
pub fn memory() -> Option<u64> {
    resident(&std::fs::read_to_string("/proc/self/status").ok()?)
}

fn resident(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim_end().parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    #[test]
    fn reads_resident_memory() {
        assert_eq!(super::resident("Name:\tx\nVmRSS:\t    5124 kB\nVmData: 1 kB\n"), Some(5124 * 1024));
        assert_eq!(super::resident("VmRSS: many kB\n"), None);
        assert_eq!(super::resident(""), None);
    }
}
