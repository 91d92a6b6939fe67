//! Failed logins, by where they come from: whoever guesses waits longer each time (RFC 6120 §13.12, XEP-0205 §4).

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many failures may be mistakes.
const MISTAKES: u32 = 5;
/// How long the first login behind them waits; each failure doubles it.
const FIRST: Duration = Duration::from_millis(250);
/// How long none waits longer than: less than clients wait for an answer.
const LONGEST: Duration = Duration::from_secs(8);
/// One failure is forgotten in this time.
const FORGOTTEN: Duration = Duration::from_secs(30);
/// How many networks are remembered.
const MOST: usize = 10_000;

/// The failures of late.
#[derive(Debug, Default)]
pub(super) struct Attempts {
    networks: Mutex<HashMap<IpAddr, Failures>>,
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    since: Instant,
}

impl Attempts {
    /// How long the next login from there is to wait. Those from this machine do not: a proxy would make everybody wait.
    pub(super) fn delay(&self, address: IpAddr, now: Instant) -> Duration {
        let networks = self.networks.lock();
        let networks = networks.unwrap_or_else(PoisonError::into_inner);
        let failures = networks.get(&network(address));
        let count = failures.map_or(0, |failures| failures.at(now));
        match count.checked_sub(MISTAKES) {
            None => Duration::ZERO,
            Some(beyond) => FIRST.saturating_mul(1 << beyond.min(16)).min(LONGEST),
        }
    }

    /// A login from there begins: it counts as a failure until it has [succeeded](Self::succeeded), so that many at once do not
    /// count as one.
    pub(super) fn begun(&self, address: IpAddr, now: Instant) {
        if address.to_canonical().is_loopback() {
            return;
        }
        let networks = self.networks.lock();
        let mut networks = networks.unwrap_or_else(PoisonError::into_inner);
        if networks.len() >= MOST {
            networks.retain(|_, failures| failures.at(now) > 0);
        }
        // Where too many fail at once, those who are known already are watched.
        if networks.len() >= MOST && !networks.contains_key(&network(address)) {
            return;
        }
        let failures = networks.entry(network(address));
        let failures = failures.or_insert(Failures {
            count: 0,
            since: now,
        });
        let count = failures.at(now).saturating_add(1);
        *failures = Failures { count, since: now };
    }

    /// A login from there was none of the failures. The others stay: who guesses may have an account of his own.
    pub(super) fn succeeded(&self, address: IpAddr) {
        let networks = self.networks.lock();
        let mut networks = networks.unwrap_or_else(PoisonError::into_inner);
        if let Some(failures) = networks.get_mut(&network(address)) {
            failures.count = failures.count.saturating_sub(1);
        }
    }
}

impl Failures {
    /// How many of them still count.
    fn at(self, now: Instant) -> u32 {
        let passed = now.saturating_duration_since(self.since).as_secs();
        let forgotten = u32::try_from(passed / FORGOTTEN.as_secs()).unwrap_or(u32::MAX);
        self.count.saturating_sub(forgotten)
    }
}

/// What one somebody has: an address of IPv4, and of IPv6 the 64 bits that a network is given (RFC 6177 §2).
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::{Attempts, FORGOTTEN, LONGEST, MISTAKES, MOST};
    use std::net::{IpAddr, Ipv4Addr};
    use std::time::{Duration, Instant};

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn whoever_guesses_waits_longer_each_time() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        let guesser = address("192.0.2.7");
        let mut waits = Vec::new();
        for _ in 0..12 {
            waits.push(attempts.delay(guesser, now));
            attempts.begun(guesser, now);
        }
        assert_eq!(waits[..5], [Duration::ZERO; 5]);
        let milliseconds: Vec<u128> = waits[5..].iter().map(Duration::as_millis).collect();
        assert_eq!(milliseconds, [250, 500, 1000, 2000, 4000, 8000, 8000]);
        assert_eq!(attempts.delay(address("192.0.2.8"), now), Duration::ZERO);
        assert_eq!(attempts.delay(address("::ffff:192.0.2.7"), now), LONGEST);
    }

    #[test]
    fn failures_are_forgotten_one_after_the_other() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        let guesser = address("192.0.2.7");
        for _ in 0..=MISTAKES {
            attempts.begun(guesser, now);
        }
        assert!(!attempts.delay(guesser, now + FORGOTTEN / 2).is_zero());
        assert!(attempts.delay(guesser, now + 2 * FORGOTTEN).is_zero());
    }

    #[test]
    fn a_network_of_ipv6_is_one_somebody() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for host in 0..20 {
            attempts.begun(address(&format!("2001:db8:1:2::{host}")), now);
        }
        assert!(!attempts.delay(address("2001:db8:1:2::ffff"), now).is_zero());
        assert!(attempts.delay(address("2001:db8:1:3::1"), now).is_zero());
    }

    #[test]
    fn who_logs_in_does_not_wait() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        let many = address("192.0.2.7");
        for _ in 0..100 {
            assert!(attempts.delay(many, now).is_zero());
            attempts.begun(many, now);
            attempts.succeeded(many);
        }
    }

    #[test]
    fn this_machine_does_not_wait() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for _ in 0..20 {
            attempts.begun(address("127.0.0.1"), now);
            attempts.begun(address("::1"), now);
        }
        assert!(attempts.delay(address("127.0.0.1"), now).is_zero());
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        let number = |number: usize| Ipv4Addr::from(0x0a00_0000 + u32::try_from(number).unwrap());
        for host in 0..2 * MOST {
            attempts.begun(number(host).into(), now);
        }
        let remembered = || attempts.networks.lock().unwrap().len();
        assert_eq!(remembered(), MOST);
        attempts.begun(number(3 * MOST).into(), now + FORGOTTEN);
        assert_eq!(remembered(), 1);
    }
}
