//! Why a string does not conform.

use std::fmt;

/// Why a string does not conform to a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PrecisError {
    /// A character that the string must not hold.
    Character {
        /// The character, in its usual width.
        character: char,
        /// Why it is refused.
        rule: CharacterRule,
    },
    /// Writing from right to left that breaks the Bidi Rule (RFC 5893 §2).
    Direction,
    /// Nothing, or nothing that is left after mapping (RFC 8265 §3.3.3, RFC 8266 §2.3).
    Empty,
    /// The rules change their own result again and again (RFC 8265 §5).
    Unstable,
}

impl fmt::Display for PrecisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Character { character, rule } => write!(
                f,
                "it holds {character:?} (U+{:04X}), {rule}",
                u32::from(*character)
            ),
            Self::Direction => {
                f.write_str("it mixes directions of writing against the Bidi Rule of RFC 5893")
            }
            Self::Empty => f.write_str("nothing is left of it"),
            Self::Unstable => f.write_str("its mapping does not come to an end"),
        }
    }
}

impl std::error::Error for PrecisError {}

/// Why a character is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CharacterRule {
    /// One of `"`, `&`, `'`, `/`, `:`, `<`, `>`, `@` in a localpart (RFC 7622 §3.3.1).
    Excluded,
    /// A space (RFC 8264 §9.14).
    Space,
    /// A control character (RFC 8264 §9.12).
    Control,
    /// A symbol (RFC 8264 §9.15).
    Symbol,
    /// Punctuation (RFC 8264 §9.16).
    Punctuation,
    /// A letter or digit of an unusual kind: title case, a number that is no digit, a mark around letters (RFC 8264 §9.18).
    UnusualLetter,
    /// A character that stands for others, such as `Ⅳ` (RFC 8264 §9.17).
    Compatibility,
    /// A part of a Korean syllable, which is written as a whole today (RFC 8264 §9.9).
    Jamo,
    /// Private use, noncharacters, separators of lines, and letters that RFC 5892 §2.6 excepts: nothing makes them valid
    /// (RFC 8264 §8).
    Disallowed,
    /// A character that is not seen (RFC 8264 §9.13).
    Ignorable,
    /// A code point that is no character yet (RFC 8264 §9.10).
    Unassigned,
    /// A character that is allowed beside certain others only (RFC 5892 appendix A).
    Context,
    /// Anything but letters, digits and hyphens in a domain name (RFC 5890 §2.3.1, RFC 5892 §3).
    NotInDomainNames,
}

impl fmt::Display for CharacterRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Excluded => f.write_str("which RFC 7622 excludes there"),
            Self::Space => f.write_str("a space"),
            Self::Control => f.write_str("a control character"),
            Self::Symbol => f.write_str("which is no letter and no digit"),
            Self::Punctuation => f.write_str("a punctuation mark"),
            Self::UnusualLetter => f.write_str("which is no letter or digit for names"),
            Self::Compatibility => f.write_str("which only stands for other characters"),
            Self::Jamo => f.write_str("a part of a syllable that is written as a whole"),
            Self::Disallowed => f.write_str("which is no character for interchange"),
            Self::Ignorable => f.write_str("which is invisible"),
            Self::Unassigned => {
                write!(f, "which Unicode {} does not know", super::UNICODE_VERSION)
            }
            Self::Context => f.write_str("which its neighbours do not allow there"),
            Self::NotInDomainNames => f.write_str("which is no letter, digit or hyphen"),
        }
    }
}
