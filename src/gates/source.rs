//! Who counts as one visitor.

use std::net::IpAddr;

/// What one party is taken to hold: an IPv4 address, or the /64 of an IPv6 address, which is what one household or one
/// rented machine gets, so that nobody has 2^64 tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// An IPv4 address.
    V4(u32),
    /// The upper half of an IPv6 address.
    V6(u64),
}

impl Source {
    /// The source that an address belongs to. An IPv4 address that a dual-stack socket shows as IPv6 (`::ffff:1.2.3.4`)
    /// is the IPv4 address.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => Self::V4(v4.to_bits()),
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                Self::V6([a, b, c, d].into_iter().fold(0, |all, part| all << 16 | u64::from(part)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(address: &str) -> Source {
        Source::of(address.parse().unwrap())
    }

    #[test]
    fn each_ipv4_address_is_one_however_it_is_written() {
        assert_ne!(of("203.0.113.1"), of("203.0.113.2"));
        assert_eq!(of("203.0.113.1"), of("::ffff:203.0.113.1"));
        assert_eq!(of("203.0.113.1"), of("::ffff:cb00:7101"));
    }

    #[test]
    fn each_ipv6_network_of_64_bits_is_one() {
        assert_eq!(of("2001:db8:0:1::1"), of("2001:db8:0:1:ffff:ffff:ffff:ffff"));
        assert_ne!(of("2001:db8:0:1::1"), of("2001:db8:0:2::1"));
    }
}
