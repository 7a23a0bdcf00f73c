//! The memory of this process: how much is resident, and how free memory is given back. Here stands the only `unsafe`.

use std::fs;

/// Resident memory in bytes, where the system tells (Linux: `VmRSS` in `/proc/self/status`, proc(5), which unlike `statm`
/// needs no page size).
#[must_use]
pub fn resident() -> Option<u64> {
    parse(&fs::read_to_string("/proc/self/status").ok()?)
}

fn parse(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim_end().parse::<u64>().ok()?.checked_mul(1024)
}

/// Gives pages that hold nothing back to the system. glibc does so by itself only at the ends of its heaps, so that what
/// a crowd has used stays with the process when the crowd has left. Other allocators do it in time; there, nothing
/// happens here.
pub fn trim() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    glibc::malloc_trim(0);
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "no safe crate has this one function")]
mod glibc {
    use std::ffi::c_int;

    // SAFETY: the signature is that of malloc_trim(3). Any thread may call it at any time (MT-Safe) and with any number; it
    // touches only memory that is free in glibc's own heap, whichever allocator Rust uses.
    unsafe extern "C" {
        pub(super) safe fn malloc_trim(pad: usize) -> c_int;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_resident_memory() {
        assert_eq!(parse("Name:\tx\nVmRSS:\t    5124 kB\nVmData: 1 kB\n"), Some(5124 * 1024));
        assert_eq!(parse("VmRSS: many kB\n"), None);
        assert_eq!(parse(""), None);
    }
}
