//! Why nothing was written.

use crate::wording::shown;
use std::fmt;

/// Why nothing was written: the first thing that XML cannot carry, or that cannot stand where it was put.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteError {
    /// A character that XML cannot carry (XML 1.0 §2.2).
    Character(char),
    /// A text that is not the local name of anything (Namespaces in XML 1.0 §3, `NCName`).
    Name(String),
    /// A namespace that no element or attribute may be in, or that has a character which XML cannot carry.
    Namespace(String),
    /// The same attribute twice in one tag, here by its local name.
    DuplicateAttribute(String),
    /// An element that was not closed, by its name.
    Unclosed(String),
    /// Something that cannot stand where it was put: an attribute behind content, text outside of an element.
    Misplaced(&'static str),
    /// A document without a root.
    Empty,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Character(character) => {
                write!(
                    f,
                    "XML cannot carry the character U+{:04X}",
                    u32::from(*character)
                )
            }
            Self::Name(name) => write!(f, "`{}` is no name in XML", shown(name)),
            Self::Namespace(name) => write!(f, "`{}` is no namespace to be in", shown(name)),
            Self::DuplicateAttribute(name) => {
                write!(f, "the attribute `{}` was written twice", shown(name))
            }
            Self::Unclosed(name) => write!(f, "the element `<{}>` was not closed", shown(name)),
            Self::Misplaced(what) => write!(f, "{what} cannot stand there"),
            Self::Empty => f.write_str("a document has one root element"),
        }
    }
}

impl std::error::Error for WriteError {}
