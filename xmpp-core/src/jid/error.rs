//! Why text is no address.

use crate::precis::PrecisError;
use std::fmt;

pub use crate::precis::CharacterRule;

/// Why text is no address: which part, which character, which rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JidError {
    /// A part has no characters (RFC 7622 §3.2 to §3.4).
    Empty {
        /// The empty part.
        part: Part,
    },
    /// A part is longer than 1023 octets after mapping (RFC 7622 §3.1).
    TooLong {
        /// The long part.
        part: Part,
        /// How long it is, in octets of UTF-8.
        octets: usize,
    },
    /// A character that the part must not hold.
    Character {
        /// Where it stands.
        part: Part,
        /// The character, after mapping.
        character: char,
        /// Why it is refused.
        rule: CharacterRule,
    },
    /// Writing from right to left that breaks the Bidi Rule (RFC 5893 §2, RFC 8265 §3.3.1).
    Direction {
        /// The part at fault.
        part: Part,
    },
    /// A part whose mapping changes its own result again and again (RFC 8265 §5).
    Unstable {
        /// The part at fault.
        part: Part,
    },
    /// A label of the domainpart that no domain name can have (RFC 5890 §2.3.1).
    Label {
        /// What is wrong with it.
        rule: LabelRule,
    },
    /// Square brackets around something that is no IPv6 address (RFC 3986 §3.2.2, RFC 6874).
    Literal,
    /// A full JID was asked for, and there is no resource.
    MissingResource,
    /// A bare JID was asked for, and there is a resource.
    UnexpectedResource,
}

impl fmt::Display for JidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty { part } => write!(f, "the {part} is empty"),
            Self::TooLong { part, octets } => write!(
                f,
                "the {part} has {octets} octets, at most 1023 are allowed"
            ),
            Self::Character {
                part,
                character,
                rule,
            } => write!(
                f,
                "the {part} holds {character:?} (U+{:04X}), {rule}",
                u32::from(*character)
            ),
            Self::Direction { part } => write!(
                f,
                "the {part} mixes directions of writing against the Bidi Rule of RFC 5893"
            ),
            Self::Unstable { part } => {
                write!(f, "the mapping of the {part} does not come to an end")
            }
            Self::Label { rule } => write!(f, "a label of the domainpart {rule}"),
            Self::Literal => f.write_str("the domainpart is in brackets but no IPv6 address"),
            Self::MissingResource => f.write_str("the address has no resourcepart"),
            Self::UnexpectedResource => f.write_str("the address has a resourcepart"),
        }
    }
}

impl std::error::Error for JidError {}

impl JidError {
    /// The part at fault.
    pub const fn part(&self) -> Part {
        match self {
            Self::Empty { part }
            | Self::TooLong { part, .. }
            | Self::Character { part, .. }
            | Self::Direction { part }
            | Self::Unstable { part } => *part,
            Self::Label { .. } | Self::Literal => Part::Domain,
            Self::MissingResource | Self::UnexpectedResource => Part::Resource,
        }
    }

    /// The character at fault, where it is one.
    pub const fn character(&self) -> Option<char> {
        match self {
            Self::Character { character, .. } => Some(*character),
            _ => None,
        }
    }

    pub(in crate::jid) const fn of(part: Part, error: PrecisError) -> Self {
        match error {
            PrecisError::Character { character, rule } => Self::Character {
                part,
                character,
                rule,
            },
            PrecisError::Direction => Self::Direction { part },
            PrecisError::Empty => Self::Empty { part },
            PrecisError::Unstable => Self::Unstable { part },
        }
    }
}

/// A part of an address (RFC 7622 §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// What stands before the first `@`: an account or a room.
    Local,
    /// The only part that every address has: a server or a service.
    Domain,
    /// What stands after the first `/`: a connection of the account, or an occupant of the room.
    Resource,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Local => "localpart",
            Self::Domain => "domainpart",
            Self::Resource => "resourcepart",
        })
    }
}

/// What is wrong with a label of a domain name (RFC 5890 §2.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LabelRule {
    /// Nothing stands between two dots.
    Empty,
    /// More than 63 octets, in the form that DNS has it.
    TooLong,
    /// A hyphen at the beginning or at the end.
    Hyphen,
    /// Hyphens as third and fourth character, other than in `xn--`.
    Reserved,
    /// A combining mark at the beginning (RFC 5891 §4.2.3.2).
    Mark,
    /// `xn--` before what is no ASCII form of a label, or not the only one (RFC 5891 §5.4).
    Encoding,
}

impl fmt::Display for LabelRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "is empty",
            Self::TooLong => "has more than 63 octets",
            Self::Hyphen => "begins or ends with a hyphen",
            Self::Reserved => "has hyphens as third and fourth character",
            Self::Mark => "begins with a combining mark",
            Self::Encoding => "begins with `xn--` and encodes no label",
        })
    }
}
