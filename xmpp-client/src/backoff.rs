//! How long to wait before connecting again.

use std::time::Duration;

/// How long a client that has lost its connection waits before it connects again: an unpredictable time, so that not all clients
/// of a server come back at once, and longer after each attempt (RFC 6120 §3.3).
///
/// ```
/// use std::time::Duration;
/// use xmpp_client::Backoff;
///
/// let waits: Vec<Duration> = Backoff::default().spread(Duration::from_secs(60)).waits().take(2).collect();
/// assert!(waits[0] <= Duration::from_secs(60));
/// assert!(waits[1] <= Duration::from_secs(120));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Backoff {
    spread: Duration,
    longest: Duration,
    limit: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            spread: Duration::from_secs(5),
            longest: Duration::from_secs(60),
            limit: Duration::from_secs(300),
        }
    }
}

impl Backoff {
    /// How long the first wait may be: 5 seconds without this call. The RFC recommends 60 where a server was shut down.
    pub const fn spread(mut self, spread: Duration) -> Self {
        self.spread = spread;
        self
    }

    /// How long no wait is longer than, however many there were: 60 seconds without this call.
    pub const fn longest(mut self, longest: Duration) -> Self {
        self.longest = longest;
        self
    }

    /// For how long to try in all: 5 minutes without this call.
    pub const fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// The waits, one before each attempt: each may be twice as long as the one before, up to the longest ("truncated binary
    /// exponential backoff", RFC 6120 §3.3).
    pub fn waits(&self) -> impl Iterator<Item = Duration> + use<> {
        let longest = self.longest.max(self.spread);
        let first = self.spread;
        let bounds = std::iter::successors(Some(first), move |bound| {
            Some(bound.saturating_mul(2).min(longest))
        });
        bounds.map(random_up_to)
    }

    pub(crate) const fn total(&self) -> Duration {
        self.limit
    }
}

fn random_up_to(bound: Duration) -> Duration {
    let nanoseconds = u64::try_from(bound.as_nanos()).unwrap_or(u64::MAX);
    // Without randomness, the longest wait is the safest.
    let random = getrandom::u64().unwrap_or(nanoseconds);
    Duration::from_nanos(random % nanoseconds.saturating_add(1).max(1))
}

#[cfg(test)]
mod tests {
    use super::Backoff;
    use std::time::Duration;

    /// RFC 6120 §3.3
    #[test]
    fn waits_grow_up_to_a_bound_and_cannot_be_foreseen() {
        let second = Duration::from_secs(1);
        let backoff = Backoff::default().spread(second).longest(10 * second);
        let rounds: Vec<Vec<Duration>> =
            (0..50).map(|_| backoff.waits().take(8).collect()).collect();
        for (attempt, bound) in [1, 2, 4, 8, 10, 10, 10, 10].into_iter().enumerate() {
            let waits: Vec<Duration> = rounds.iter().map(|round| round[attempt]).collect();
            assert!(
                waits.iter().all(|wait| *wait <= bound * second),
                "{waits:?}"
            );
            assert!(
                waits.iter().any(|wait| *wait > bound * second / 2),
                "{waits:?}"
            );
            assert!(
                waits.iter().any(|wait| *wait < bound * second / 2),
                "{waits:?}"
            );
        }
    }

    #[test]
    fn no_wait_at_all() {
        let at_once = Backoff::default()
            .spread(Duration::ZERO)
            .longest(Duration::ZERO);
        assert!(at_once.waits().take(3).all(|wait| wait.is_zero()));
    }
}
