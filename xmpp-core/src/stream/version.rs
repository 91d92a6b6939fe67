//! The version of XMPP that a stream header names.

use std::fmt;

/// A version of XMPP: two numbers, compared one after the other (RFC 6120 §4.7.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// Raised when older entities could not go on.
    pub major: u32,
    /// Raised for what older entities can ignore.
    pub minor: u32,
}

impl Version {
    /// The version of RFC 6120, with stream features, TLS, SASL and stream errors.
    pub const V1_0: Self = Self { major: 1, minor: 0 };

    /// What a header without a version stands for (RFC 6120 §4.7.5 rule 4).
    pub const V0_9: Self = Self { major: 0, minor: 9 };

    /// Reads `major.minor`; leading zeros do not count. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.split_once('.')?;
        Some(Self {
            major: number(major)?,
            minor: number(minor)?,
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// A number of digits only; one that is too large for a `u32` is the largest.
fn number(digits: &str) -> Option<u32> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(digits.parse().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::Version;

    /// RFC 6120 §4.7.5: the numbers are compared as integers, leading zeros are ignored.
    #[test]
    fn versions_are_pairs_of_numbers() {
        let version = |text| Version::parse(text).unwrap();
        assert!(version("2.4") < version("2.13"));
        assert!(version("2.13") < version("12.3"));
        assert_eq!(version("06.01"), Version { major: 6, minor: 1 });
        assert_eq!(version("1.0").to_string(), "1.0");
        assert!(version("99999999999.0") > Version::V1_0);
    }

    #[test]
    fn anything_else_is_no_version() {
        for text in [
            "", "1", ".", "1.", ".0", "1.0.0", "+1.0", " 1.0", "1.0 ", "one.zero",
        ] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }
}
