//! What is said of a file beside its bytes: kind, size, time, and all of it on a line as `ls -l` has it.

/// What is said of a file or folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// Whether it is a folder.
    pub folder: bool,
    /// Bytes; of a folder, none.
    pub size: u64,
    /// When it was changed last, in seconds since 1970.
    pub modified: u32,
}

impl Facts {
    /// The permissions, without the kind.
    ///
    /// Their owner's to write, although nothing can be written here: clients give copies the same permissions, and a
    /// copy that its new owner could neither replace (`scp -O` a second time) nor remove would be a nuisance.
    #[must_use]
    pub fn permissions(&self) -> u32 {
        if self.folder { 0o755 } else { 0o644 }
    }

    /// The permissions with the kind, as `stat` has them.
    #[must_use]
    pub fn mode(&self) -> u32 {
        let kind = if self.folder { 0o040_000 } else { 0o100_000 };
        kind | self.permissions()
    }

    /// One line as `ls -l` prints it, of the form that draft-ietf-secsh-filexfer-02 section 7 recommends, which clients
    /// show as it is and some read. The owner is nobody of this machine.
    #[must_use]
    pub fn line(&self, name: &str) -> String {
        let mode = if self.folder { "drwxr-xr-x" } else { "-rw-r--r--" };
        let (year, month, day) = date(self.modified);
        let month = MONTHS.get(month).unwrap_or(&"???");
        // With the year, as of anything old: the hour would have to be that of somebody's clock.
        format!("{mode}   1 owner    guest    {:>8} {month} {day:>2}  {year} {name}", self.size)
    }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The year, the month (from 0) and the day (from 1) of a moment, in UTC. A `u32` of seconds lasts until 2106.
fn date(seconds: u32) -> (u32, usize, u32) {
    let leap = |year: u32| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let (mut year, mut days) = (1970, seconds / 86_400);
    loop {
        let length = if leap(year) { 366 } else { 365 };
        if days < length {
            break;
        }
        (year, days) = (year + 1, days - length);
    }
    let february = if leap(year) { 29 } else { 28 };
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    for (month, length) in lengths.into_iter().enumerate() {
        if days < length {
            return (year, month, days + 1);
        }
        days -= length;
    }
    (year, 11, 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_that_of_ls() {
        let file = Facts { folder: false, size: 4096, modified: 1_763_752_000 };
        assert_eq!(file.line("resume.md"), "-rw-r--r--   1 owner    guest        4096 Nov 21  2025 resume.md");
        let folder = Facts { folder: true, size: 0, modified: 0 };
        assert_eq!(folder.line("systems"), "drwxr-xr-x   1 owner    guest           0 Jan  1  1970 systems");
        assert_eq!((file.mode(), folder.mode()), (0o100_644, 0o040_755));
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        for (seconds, day) in [
            (0, (1970, 0, 1)),
            (68_255_999, (1972, 1, 29)),
            (68_256_000, (1972, 2, 1)),
            (951_782_400, (2000, 1, 29)),
            (1_735_689_599, (2024, 11, 31)),
            (u32::MAX, (2106, 1, 7)),
        ] {
            assert_eq!(date(seconds), day, "{seconds}");
        }
    }
}
