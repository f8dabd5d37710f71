//! How fast one address may send requests. Off unless it is configured: an office, or a proxy, is one address too.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap, HeaderName};
use chrono::{DateTime, Utc};

use super::bucket::{Buckets, Spent};
use super::quota::{self, Policy};
use crate::config::limits::Limits;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// What stands for the address of a request that came by no socket.
const NOWHERE: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

/// The buckets of all addresses.
pub struct Addresses {
    buckets: Buckets<IpAddr>,
    proxies: usize,
}

impl Addresses {
    /// As the limits say. `proxies`: how many of our own stand in front of us, one behind the other.
    pub fn new(limits: &Limits, proxies: u8) -> Self {
        let buckets = Buckets::new(limits.address_requests, limits.address_requests_per_second);
        Self { buckets, proxies: proxies.into() }
    }

    /// Spends one request of whoever sent it; none where there is no limit.
    pub fn spend(&self, extensions: &Extensions, headers: &HeaderMap, now: DateTime<Utc>) -> Option<Spent> {
        if self.buckets.capacity() == 0 {
            return None;
        }
        let peer = extensions.get::<ConnectInfo<SocketAddr>>().map_or(NOWHERE, |ConnectInfo(peer)| peer.ip());
        Some(self.buckets.spend(bucket(client(peer, headers, self.proxies)), 1, now))
    }

    /// The header fields of an answer: `RateLimit-Policy`, `RateLimit`, and on a refusal `Retry-After`.
    pub fn headers(&self, spent: &Spent) -> HeaderMap {
        quota::headers(&Policy { name: "address", unit: None, window: self.buckets.window() }, spent)
    }
}

/// Who sent it. Each proxy writes whom it heard at the end, so with `n` of our own the `n`-th from the right is what the outermost of
/// them saw, and everything to its left is what the client claims. Without as many, it did not come through all of them.
fn client(peer: IpAddr, headers: &HeaderMap, proxies: usize) -> IpAddr {
    let Some(behind) = proxies.checked_sub(1) else { return peer };
    let lines = headers.get_all(FORWARDED_FOR).iter().rev();
    let mut entries = lines.flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
    entries.nth(behind).and_then(read).unwrap_or(peer)
}

/// An address with or without a port; of IPv6 also in brackets.
fn read(entry: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(entry).ok()?.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

/// Whose bucket it is: of IPv6 the network's, since a single client has a whole one.
fn bucket(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(ip) => Ipv6Addr::from_bits(ip.to_bits() >> 64 << 64).into(),
        ip => ip,
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use axum::http::HeaderMap;

    use super::{bucket, client};

    fn heard(lines: &[&str], proxies: usize) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        client("10.0.0.1".parse().unwrap(), &headers, proxies).to_string()
    }

    #[test]
    fn only_as_many_entries_are_believed_as_there_are_proxies() {
        let line = "6.6.6.6, 203.0.113.7,198.51.100.2";
        assert_eq!(heard(&[line], 0), "10.0.0.1");
        assert_eq!(heard(&[line], 1), "198.51.100.2");
        assert_eq!(heard(&[line], 2), "203.0.113.7");
        assert_eq!(heard(&["6.6.6.6", "203.0.113.7", "198.51.100.2"], 2), "203.0.113.7", "several lines are one list");
        assert_eq!(heard(&["203.0.113.7"], 2), "10.0.0.1", "it did not come through both");
        assert_eq!(heard(&[], 1), "10.0.0.1");
    }

    #[test]
    fn an_entry_may_have_a_port_and_must_be_an_address() {
        assert_eq!(heard(&["203.0.113.7:4711"], 1), "203.0.113.7");
        assert_eq!(heard(&["2001:db8::7"], 1), "2001:db8::7");
        assert_eq!(heard(&["[2001:db8::7]"], 1), "2001:db8::7");
        assert_eq!(heard(&["[2001:db8::7]:4711"], 1), "2001:db8::7");
        for entry in ["unknown", "", "203.0.113.7, ", "_hidden", "203.0.113.300", "[203.0.113.7"] {
            assert_eq!(heard(&[entry], 1), "10.0.0.1", "{entry:?}");
        }
    }

    #[test]
    fn a_network_of_ipv6_is_one_address() {
        let of = |ip: &str| bucket(ip.parse::<IpAddr>().unwrap()).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(of("::ffff:203.0.113.7"), "203.0.113.7", "the same address, however the socket spells it");
        assert_eq!(of("203.0.113.7"), "203.0.113.7");
    }
}
