//! Addresses that cells of a frame lead to: which may be sent, how, and what stands for them in a packed page.
//!
//! OSC 8 is described in <https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda>.

use super::{Marks, pen::Pen};
use crate::limits::LINK_BYTES;

/// Cells of one row that lead to an address, by its fingerprint.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) row: u16,
    pub(super) start: u16,
    pub(super) end: u16,
    pub(super) key: u32,
    /// Place in [`Marks::links`].
    pub(super) place: usize,
}

/// What links of the frame lead to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Addresses<'a> {
    pub(super) links: &'a [Link],
    pub(super) marks: &'a Marks,
}

impl Addresses<'_> {
    /// Brings the pen to the link of this fingerprint; 0 closes the one that is open.
    pub(super) fn follow(self, key: u32, pen: &mut Pen, out: &mut Vec<u8>) {
        if pen.style.link == key {
            return;
        }
        let link = self.links.iter().find(|link| link.key == key);
        match link.and_then(|link| self.marks.links.get(link.place)) {
            Some(run) => {
                // The id ties the pieces of a link that wraps over rows together: terminals underline them as one.
                out.extend_from_slice(format!("\x1b]8;id={key:x};").as_bytes());
                escape_url(&run.url, out);
                out.extend_from_slice(b"\x1b\\");
            }
            None => out.extend_from_slice(b"\x1b]8;;\x1b\\"),
        }
        pen.style.link = key;
    }
}

/// Collects the links of a frame that may be sent.
pub(super) fn collect(marks: &Marks, sent: bool, links: &mut Vec<Link>) {
    links.clear();
    if !sent {
        return;
    }
    for (place, run) in marks.links.iter().enumerate() {
        if let Some(key) = fingerprint(&run.url) {
            let (row, start, end) = (run.start.y, run.start.x, run.start.x.saturating_add(run.width));
            links.push(Link { row, start, end, key, place });
        }
    }
}

/// The fingerprint of an address that may be sent as a link; `None` for one that may not.
///
/// Only http, https and mailto: what a terminal opens on a click must not reach local files or programs.
fn fingerprint(url: &str) -> Option<u32> {
    let (scheme, rest) = url.split_once(':')?;
    let known = ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let length: usize = url.bytes().map(|byte| if byte.is_ascii_graphic() { 1 } else { 3 }).sum();
    if !known || rest.is_empty() || length > LINK_BYTES {
        return None;
    }
    // FNV-1a; two addresses of one page with equal fingerprints would be one in four billion.
    let hash = url.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    Some(hash.max(1))
}

/// Writes an address with everything but printable ASCII percent-encoded, which also keeps it from ending the OSC.
fn escape_url(url: &str, out: &mut Vec<u8>) {
    for byte in url.bytes() {
        if byte.is_ascii_graphic() {
            out.push(byte);
        } else {
            out.extend_from_slice(format!("%{byte:02X}").as_bytes());
        }
    }
}
