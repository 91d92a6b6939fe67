//! Addresses as peers of RFC 3920 and RFC 6122 see them: Nodeprep, Nameprep and Resourceprep instead of PRECIS.
//!
//! Nothing in this crate prepares an address this way unless it is asked to. Whoever federates with a server that still does
//! can ask whether the other side will take an address, and whether it will see the same one:
//!
//! ```
//! use xmpp_core::jid::stringprep;
//! use xmpp_core::Jid;
//!
//! let jid: Jid = "fußball@example.com".parse()?;
//! assert_eq!(stringprep::address(jid.as_str())?, "fussball@example.com");
//! assert!(!stringprep::agrees(jid.as_jid_ref())); // the other side would answer to somebody else
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::JidRef;
use crate::jid::Part;
use std::borrow::Cow;
use std::fmt;

/// Why text is no address for a peer of RFC 6122.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StringprepError {
    /// A character that the profile prohibits, or Unicode 3.2 does not know, or a mixture of directions of writing.
    Prohibited {
        /// The part at fault.
        part: Part,
        /// What is prohibited.
        reason: String,
    },
    /// Nothing is left of a part.
    Empty {
        /// The empty part.
        part: Part,
    },
    /// A part is longer than 1023 octets (RFC 6122 §2.1).
    TooLong {
        /// The long part.
        part: Part,
        /// How long it is.
        octets: usize,
    },
}

impl fmt::Display for StringprepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prohibited { part, reason } => {
                write!(f, "the {part} breaks {}: {reason}", profile(*part))
            }
            Self::Empty { part } => write!(f, "the {part} is empty after {}", profile(*part)),
            Self::TooLong { part, octets } => write!(
                f,
                "the {part} has {octets} octets after {}, at most 1023 are allowed",
                profile(*part)
            ),
        }
    }
}

impl std::error::Error for StringprepError {}

/// Prepares a whole address as RFC 6122 §2 says.
///
/// # Errors
///
/// Says which part is at fault.
pub fn address(text: &str) -> Result<String, StringprepError> {
    let (bare, resource) = match text.split_once('/') {
        Some((bare, resource)) => (bare, Some(resource)),
        None => (text, None),
    };
    let (local, domain) = match bare.split_once('@') {
        Some((local, domain)) => (Some(local), domain),
        None => (None, bare),
    };
    let mut prepared = String::with_capacity(text.len());
    if let Some(local) = local {
        prepared += &localpart(local)?;
        prepared.push('@');
    }
    prepared += &domainpart(domain)?;
    if let Some(resource) = resource {
        prepared.push('/');
        prepared += &resourcepart(resource)?;
    }
    Ok(prepared)
}

/// Whether a peer of RFC 6122 takes the address, and sees the same one.
pub fn agrees(jid: JidRef<'_>) -> bool {
    jid.as_str().is_ascii() || address(jid.as_str()).as_deref() == Ok(jid.as_str())
}

/// Applies Nodeprep (RFC 6122 appendix A).
///
/// # Errors
///
/// If the text holds what Nodeprep prohibits, or has no length that a localpart may have.
pub fn localpart(text: &str) -> Result<Cow<'_, str>, StringprepError> {
    measured(stringprep::nodeprep(text), Part::Local)
}

/// Applies Nameprep (RFC 3491), and the rules of host names to ASCII (RFC 6122 §2.2). Labels written as `xn--…` stay that.
///
/// # Errors
///
/// If the text holds what Nameprep prohibits, or has no length that a domainpart may have.
pub fn domainpart(text: &str) -> Result<Cow<'_, str>, StringprepError> {
    let text = text.strip_suffix('.').unwrap_or(text);
    let prepared = measured(stringprep::nameprep(text), Part::Domain)?;
    let is_host_name = |at: char| !at.is_ascii() || at.is_ascii_alphanumeric() || "-.".contains(at);
    match prepared.chars().find(|&at| !is_host_name(at)) {
        Some(at) if !prepared.starts_with('[') => Err(StringprepError::Prohibited {
            part: Part::Domain,
            reason: format!("prohibited character `{at}`"),
        }),
        _ => Ok(prepared),
    }
}

/// Applies Resourceprep (RFC 6122 appendix B).
///
/// # Errors
///
/// If the text holds what Resourceprep prohibits, or has no length that a resourcepart may have.
pub fn resourcepart(text: &str) -> Result<Cow<'_, str>, StringprepError> {
    measured(stringprep::resourceprep(text), Part::Resource)
}

fn measured(
    prepared: Result<Cow<'_, str>, stringprep::Error>,
    part: Part,
) -> Result<Cow<'_, str>, StringprepError> {
    let text = prepared.map_err(|error| StringprepError::Prohibited {
        part,
        reason: error.to_string(),
    })?;
    match text.len() {
        0 => Err(StringprepError::Empty { part }),
        1..=1023 => Ok(text),
        octets => Err(StringprepError::TooLong { part, octets }),
    }
}

/// The profile of a part.
const fn profile(part: Part) -> &'static str {
    match part {
        Part::Local => "Nodeprep",
        Part::Domain => "Nameprep",
        Part::Resource => "Resourceprep",
    }
}

#[cfg(test)]
mod tests {
    use super::{StringprepError, address, agrees, localpart};
    use crate::Jid;
    use crate::jid::Part;

    /// Where the two worlds differ: folding of case and width, compatibility characters, Unicode 3.2.
    #[test]
    fn the_two_worlds_beside_each_other() {
        for (text, old, new) in [
            (
                "Juliet@Example.COM/Balcony",
                Some("juliet@example.com/Balcony"),
                Some("juliet@example.com/Balcony"),
            ),
            ("fu\u{DF}ball@b", Some("fussball@b"), Some("fu\u{DF}ball@b")),
            ("\u{3C2}@b", Some("\u{3C3}@b"), Some("\u{3C2}@b")),
            ("henry\u{2163}@b", Some("henryiv@b"), None),
            ("\u{265A}@b", Some("\u{265A}@b"), None),
            ("a@b/\u{2163}", Some("a@b/IV"), Some("a@b/\u{2163}")),
            ("a@b/\u{1FAE8}", None, Some("a@b/\u{1FAE8}")),
            ("\u{10D0}@b", Some("\u{10D0}@b"), Some("\u{10D0}@b")),
            ("so\u{AD}ft@b", Some("soft@b"), None),
        ] {
            assert_eq!(address(text).ok().as_deref(), old, "{text}");
            assert_eq!(
                text.parse::<Jid>().ok().as_ref().map(Jid::as_str),
                new,
                "{text}"
            );
        }
    }

    #[test]
    fn who_agrees() {
        for (text, expected) in [
            ("juliet@example.com", true),
            ("\u{3C0}@example.com", true),
            ("fu\u{DF}ball@example.com", false),
            ("a@b/\u{1FAE8}", false),
        ] {
            assert_eq!(
                agrees(text.parse::<Jid>().unwrap().as_jid_ref()),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn errors_say_the_part_and_the_profile() {
        let error = address("a b@c").unwrap_err();
        assert_eq!(
            error.to_string(),
            "the localpart breaks Nodeprep: prohibited character ` `"
        );
        assert_eq!(
            localpart("\u{AD}"),
            Err(StringprepError::Empty { part: Part::Local })
        );
        let long = "a".repeat(1024);
        assert!(matches!(
            address(&long),
            Err(StringprepError::TooLong { octets: 1024, .. })
        ));
    }
}
