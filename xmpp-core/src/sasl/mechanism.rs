//! The mechanisms, their names and their strength.

use std::fmt;
use std::str::FromStr;

use super::ScramHash;

/// A SASL mechanism that this crate speaks.
///
/// The order is that of strength (RFC 6120 §6.3.3): a greater mechanism is to be preferred. Binding to the channel counts for
/// more than the hash function, because it is what shows that nobody stands in the middle (RFC 6120 §13.9.4), and EXTERNAL
/// comes first where it is offered (RFC 6120 §6.3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Mechanism {
    /// `ANONYMOUS`: no account and no proof (RFC 4505, XEP-0175).
    Anonymous,
    /// `PLAIN`: the password itself, readable for the server (RFC 4616).
    Plain,
    /// `SCRAM-SHA-1` and its like: proof of knowing the password, from both sides (RFC 5802, RFC 7677).
    Scram(ScramHash),
    /// `SCRAM-SHA-1-PLUS` and its like: SCRAM that also proves that both ends sit on the same TLS channel (RFC 5802 §6).
    ScramPlus(ScramHash),
    /// `EXTERNAL`: the certificate that the client showed to TLS (RFC 4422 appendix A, XEP-0178).
    External,
}

impl Mechanism {
    /// Every mechanism, the strongest first.
    pub const ALL: [Self; 9] = [
        Self::External,
        Self::ScramPlus(ScramHash::Sha512),
        Self::ScramPlus(ScramHash::Sha256),
        Self::ScramPlus(ScramHash::Sha1),
        Self::Scram(ScramHash::Sha512),
        Self::Scram(ScramHash::Sha256),
        Self::Scram(ScramHash::Sha1),
        Self::Plain,
        Self::Anonymous,
    ];

    /// The name on the wire, as IANA registers it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anonymous => "ANONYMOUS",
            Self::Plain => "PLAIN",
            Self::Scram(ScramHash::Sha1) => "SCRAM-SHA-1",
            Self::Scram(ScramHash::Sha256) => "SCRAM-SHA-256",
            Self::Scram(ScramHash::Sha512) => "SCRAM-SHA-512",
            Self::ScramPlus(ScramHash::Sha1) => "SCRAM-SHA-1-PLUS",
            Self::ScramPlus(ScramHash::Sha256) => "SCRAM-SHA-256-PLUS",
            Self::ScramPlus(ScramHash::Sha512) => "SCRAM-SHA-512-PLUS",
            Self::External => "EXTERNAL",
        }
    }

    /// Whether it must not be used before TLS: PLAIN shows the password (RFC 4616 §5), EXTERNAL has its identity from TLS,
    /// and there is nothing else to bind a channel to.
    pub const fn needs_encryption(self) -> bool {
        match self {
            Self::Plain | Self::External | Self::ScramPlus(_) => true,
            Self::Anonymous | Self::Scram(_) => false,
        }
    }

    /// Whether it binds to the TLS channel, and so can only be used where there is data to bind to (RFC 5802 §6).
    pub const fn needs_channel_binding(self) -> bool {
        matches!(self, Self::ScramPlus(_))
    }

    /// The hash function, where it is a mechanism of the SCRAM family.
    pub const fn hash(self) -> Option<ScramHash> {
        match self {
            Self::Scram(hash) | Self::ScramPlus(hash) => Some(hash),
            Self::Anonymous | Self::Plain | Self::External => None,
        }
    }
}

impl fmt::Display for Mechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Mechanism {
    type Err = UnknownMechanism;

    /// Reads the registered name; names are compared as they are written, in upper case (RFC 4422 §3.1).
    fn from_str(name: &str) -> Result<Self, UnknownMechanism> {
        let known = Self::ALL.into_iter().find(|known| known.name() == name);
        known.ok_or(UnknownMechanism)
    }
}

/// A mechanism that this crate does not speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownMechanism;

impl fmt::Display for UnknownMechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a SASL mechanism that is implemented here")
    }
}

impl std::error::Error for UnknownMechanism {}

#[cfg(test)]
mod tests {
    use super::Mechanism;

    #[test]
    fn names_are_read_as_they_are_written() {
        for mechanism in Mechanism::ALL {
            assert_eq!(mechanism.name().parse(), Ok(mechanism));
            assert!(mechanism.name().len() <= 20, "RFC 4422 §3.1");
        }
        for unknown in [
            "",
            "plain",
            "SCRAM-SHA-1-PLUS ",
            "DIGEST-MD5",
            "SCRAM-SHA-1-PLUS-PLUS",
        ] {
            assert!(unknown.parse::<Mechanism>().is_err(), "{unknown}");
        }
    }

    #[test]
    fn the_strongest_comes_first() {
        assert!(Mechanism::ALL.is_sorted_by(|stronger, weaker| stronger > weaker));
    }
}
