//! The hash functions, and what SCRAM computes with them (RFC 5802 §2.2).

use std::fmt;

use hmac::{EagerHash, Hmac, KeyInit as _, Mac as _};
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use subtle::ConstantTimeEq as _;

/// A hash function of the SCRAM family; the greater one is the stronger one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ScramHash {
    /// SHA-1 (RFC 5802): every implementation has it.
    Sha1,
    /// SHA-256 (RFC 7677).
    Sha256,
    /// SHA-512.
    Sha512,
}

impl ScramHash {
    /// Every hash function, the weakest first.
    pub const ALL: [Self; 3] = [Self::Sha1, Self::Sha256, Self::Sha512];

    /// The registered name, as in `SCRAM-SHA-256`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha512 => "SHA-512",
        }
    }

    /// How many octets a hash has, and so each key.
    pub const fn output_length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }

    /// `H(message)`, of the parts one after the other.
    pub(in crate::sasl) fn digest(self, parts: &[&[u8]]) -> Digest {
        match self {
            Self::Sha1 => digest_with::<Sha1>(parts),
            Self::Sha256 => digest_with::<Sha256>(parts),
            Self::Sha512 => digest_with::<Sha512>(parts),
        }
    }

    /// `HMAC(key, message)`, of the parts one after the other.
    pub(in crate::sasl) fn hmac(self, key: &[u8], parts: &[&[u8]]) -> Digest {
        match self {
            Self::Sha1 => hmac_with::<Sha1>(key, parts),
            Self::Sha256 => hmac_with::<Sha256>(key, parts),
            Self::Sha512 => hmac_with::<Sha512>(key, parts),
        }
    }

    /// `Hi(password, salt, iterations)`: the costly one.
    pub(super) fn salted_password(self, password: &str, salt: &[u8], iterations: u32) -> Digest {
        let mut output = Digest {
            bytes: [0; MAX_LENGTH],
            length: self.output_length(),
        };
        let bytes = &mut output.bytes[..output.length];
        match self {
            Self::Sha1 => pbkdf2_hmac::<Sha1>(password.as_bytes(), salt, iterations, bytes),
            Self::Sha256 => pbkdf2_hmac::<Sha256>(password.as_bytes(), salt, iterations, bytes),
            Self::Sha512 => pbkdf2_hmac::<Sha512>(password.as_bytes(), salt, iterations, bytes),
        }
        output
    }
}

impl fmt::Display for ScramHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

fn digest_with<H: sha2::Digest>(parts: &[&[u8]]) -> Digest {
    let mut hash = H::new();
    for part in parts {
        hash.update(part);
    }
    Digest::of(&hash.finalize())
}

fn hmac_with<H: EagerHash>(key: &[u8], parts: &[&[u8]]) -> Digest {
    let mut mac = Hmac::<H>::new_from_slice(key).expect("HMAC takes keys of any length");
    for part in parts {
        mac.update(part);
    }
    Digest::of(&mac.finalize().into_bytes())
}

/// The output of a hash function, or a key as long as one. It is compared in constant time and not printed.
#[derive(Clone, Copy)]
pub(in crate::sasl) struct Digest {
    bytes: [u8; MAX_LENGTH],
    length: usize,
}

/// The longest output, that of SHA-512.
const MAX_LENGTH: usize = ScramHash::Sha512.output_length();

impl Digest {
    /// The digest that these octets are; more than any hash function makes are cut off.
    pub(super) fn of(octets: &[u8]) -> Self {
        let length = octets.len().min(MAX_LENGTH);
        let mut bytes = [0; MAX_LENGTH];
        bytes[..length].copy_from_slice(&octets[..length]);
        Self { bytes, length }
    }

    pub(in crate::sasl) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    /// `self XOR other`, for two of one length.
    pub(super) fn xor(mut self, other: &Self) -> Self {
        for (byte, other) in self.bytes.iter_mut().zip(other.bytes) {
            *byte ^= other;
        }
        self
    }

    /// Equality in a time that depends on the lengths only.
    pub(in crate::sasl) fn matches(&self, octets: &[u8]) -> bool {
        self.as_bytes().ct_eq(octets).into()
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({} octets)", self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn a_digest_is_not_shown() {
        assert_eq!(format!("{:?}", Digest::of(&[7; 20])), "Digest(20 octets)");
    }
}
