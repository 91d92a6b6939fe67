//! Types as a table has them.

use xmpp_core::xml::{Document, Node};
use xmpp_core::{Answer, FromXml, Limits, Report, ToXml, Validate, decode, read, write};

/// A type that is an element.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    name: &'static str,
    matches: fn(Node<'_>) -> bool,
    through: fn(Node<'_>) -> Through,
}

/// What a type makes of a document.
#[derive(Clone, Debug)]
pub struct Through {
    /// What was found on the way.
    pub report: Report,
    /// The value written again; absent if the decode was refused.
    pub written: Option<Result<String, Report>>,
    /// Whether what was written reads as the same value; `true` where nothing was written.
    pub stable: bool,
}

impl Type {
    /// A type, under the name that complaints call it by.
    pub const fn of<T: FromXml + ToXml + Validate + PartialEq>(name: &'static str) -> Self {
        Self {
            name,
            matches: T::matches,
            through: through::<T>,
        }
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether the element is one that the type reads.
    pub fn matches(&self, node: Node<'_>) -> bool {
        (self.matches)(node)
    }

    /// Reads an element, and writes what was read.
    pub fn through(&self, node: Node<'_>) -> Through {
        (self.through)(node)
    }
}

fn through<T: FromXml + ToXml + Validate + PartialEq>(node: Node<'_>) -> Through {
    let mut report = Report::new();
    let value = decode::<T>(node, &mut report);
    let written = value.as_ref().map(write);
    let again = match &written {
        Some(Ok(xml)) if report.answer() == Answer::Nothing => read::<T>(xml).ok(),
        // What is kept although it should not have come is written, and complained about once more.
        Some(Ok(xml)) => Document::parse(xml, Limits::FILE)
            .ok()
            .and_then(|document| decode(document.root(), &mut ())),
        _ => None,
    };
    let stable = !matches!(written, Some(Ok(_))) || again == value;
    Through {
        report,
        written,
        stable,
    }
}
