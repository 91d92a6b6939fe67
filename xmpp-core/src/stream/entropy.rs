//! Values that nobody can foresee, from a seed.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// Unpredictable values: HMAC-SHA-256 of a counter under the seed that the driver gave.
///
/// Each value is used once. Who sees some of them learns nothing of the others, so stream ids, which everyone on the way can
/// read before TLS, do not give nonces away.
#[derive(Clone)]
pub(super) struct Entropy {
    seed: [u8; 32],
    counter: u64,
}

impl Entropy {
    pub(super) const fn new(seed: [u8; 32]) -> Self {
        Self { seed, counter: 0 }
    }

    /// 32 fresh octets.
    pub(super) fn octets(&mut self) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.seed).expect("HMAC takes keys of any length");
        mac.update(&self.counter.to_be_bytes());
        self.counter += 1;
        mac.finalize().into_bytes().into()
    }

    /// 24 fresh characters that stand for 18 octets, good as stream id, resource or stanza id.
    pub(super) fn token(&mut self) -> String {
        URL_SAFE_NO_PAD.encode(&self.octets()[..18])
    }

    /// 32 fresh characters that stand for 16 octets, good where case does not count.
    pub(super) fn lower_case_token(&mut self) -> String {
        self.octets()[..16]
            .iter()
            .map(|octet| format!("{octet:02x}"))
            .collect()
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entropy")
            .field("counter", &self.counter)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Entropy;

    #[test]
    fn the_same_seed_gives_the_same_values() {
        let (mut one, mut other) = (Entropy::new([7; 32]), Entropy::new([7; 32]));
        for _ in 0..3 {
            assert_eq!(one.token(), other.token());
        }
        assert_ne!(one.token(), Entropy::new([8; 32]).token());
    }

    #[test]
    fn no_value_comes_twice() {
        let mut entropy = Entropy::new([0; 32]);
        let (first, second) = (entropy.token(), entropy.token());
        assert_ne!(first, second);
        assert_eq!(first.len(), 24);
        assert_eq!(entropy.lower_case_token().len(), 32);
    }

    #[test]
    fn the_seed_is_not_printed() {
        let shown = format!("{:?}", Entropy::new([42; 32]));
        assert_eq!(shown, "Entropy { counter: 0, .. }");
    }
}
