//! Why text is no address.

use std::fmt;

/// Why text is no address: which part, which character, which rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JidError {
    /// A part has no characters (RFC 7622 §3.2 to §3.4).
    #[error("the {part} is empty")]
    Empty {
        /// The empty part.
        part: Part,
    },
    /// A part is longer than 1023 octets after mapping (RFC 7622 §3.1).
    #[error("the {part} has {octets} octets, at most 1023 are allowed")]
    TooLong {
        /// The long part.
        part: Part,
        /// How long it is, in octets of UTF-8.
        octets: usize,
    },
    /// A character that the part must not hold.
    #[error("the {part} holds {character:?} (U+{:04X}), {rule}", u32::from(*.character))]
    Character {
        /// Where it stands.
        part: Part,
        /// The character, after mapping.
        character: char,
        /// Why it is refused.
        rule: CharacterRule,
    },
    /// A label of the domainpart that no domain name can have (RFC 5890 §2.3.1).
    #[error("a label of the domainpart {rule}")]
    Label {
        /// What is wrong with it.
        rule: LabelRule,
    },
    /// Square brackets around something that is no IPv6 address (RFC 3986 §3.2.2, RFC 6874).
    #[error("the domainpart is in brackets but no IPv6 address")]
    Literal,
    /// A full JID was asked for, and there is no resource.
    #[error("the address has no resourcepart")]
    MissingResource,
    /// A bare JID was asked for, and there is a resource.
    #[error("the address has a resourcepart")]
    UnexpectedResource,
}

impl JidError {
    /// The part at fault.
    pub const fn part(&self) -> Part {
        match self {
            Self::Empty { part } | Self::TooLong { part, .. } | Self::Character { part, .. } => {
                *part
            }
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

/// Why a character is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CharacterRule {
    /// One of `"`, `&`, `'`, `/`, `:`, `<`, `>`, `@` in a localpart (RFC 7622 §3.3.1).
    Excluded,
    /// A space (RFC 8264 §4.2.3).
    Space,
    /// A control character (RFC 8264 §4.3.3).
    Control,
    /// Neither letter nor digit: a symbol or punctuation (RFC 8264 §4.2.3).
    Symbol,
    /// A character that stands for others, such as `Ⅳ` (RFC 8264 §9.17).
    Compatibility,
    /// Private use, noncharacters, and line and paragraph separators: no property makes them valid (RFC 8264 §8).
    Disallowed,
    /// A character that is not seen (RFC 8264 §9.13).
    Ignorable,
    /// Anything but letters, digits and hyphens in a domain name (RFC 5890 §2.3.1).
    NotInDomainNames,
}

impl fmt::Display for CharacterRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Excluded => "which RFC 7622 excludes there",
            Self::Space => "a space",
            Self::Control => "a control character",
            Self::Symbol => "which is no letter and no digit",
            Self::Compatibility => "which only stands for other characters",
            Self::Disallowed => "which is no character for interchange",
            Self::Ignorable => "which is invisible",
            Self::NotInDomainNames => "which is no letter, digit or hyphen",
        })
    }
}

/// What is wrong with a label of a domain name (RFC 5890 §2.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LabelRule {
    /// Nothing stands between two dots.
    Empty,
    /// More than 63 octets.
    TooLong,
    /// A hyphen at the beginning or at the end.
    Hyphen,
    /// Hyphens as third and fourth character, other than in `xn--`.
    Reserved,
}

impl fmt::Display for LabelRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "is empty",
            Self::TooLong => "has more than 63 octets",
            Self::Hyphen => "begins or ends with a hyphen",
            Self::Reserved => "has hyphens as third and fourth character",
        })
    }
}
