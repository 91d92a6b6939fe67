//! The rules that a stanza can break, by name.

use crate::Answer;
use std::borrow::Cow;
use std::fmt;

/// A rule by its kebab-case name, with the answer that breaking it calls for.
///
/// The constants are the rules of XML, of streams and of schemas in general. Rules that hold for one element only
/// (`iq-one-child`) come from the catalogue, through [`Rule::new`] in generated code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    name: Cow<'static, str>,
    answer: Answer,
}

impl Rule {
    /// A rule of that name. Names are kebab-case and never change once published.
    pub const fn new(name: &'static str, answer: Answer) -> Self {
        Self {
            name: Cow::Borrowed(name),
            answer,
        }
    }

    /// A rule whose name is known at run time only, from a catalogue.
    pub const fn named(name: String, answer: Answer) -> Self {
        Self {
            name: Cow::Owned(name),
            answer,
        }
    }

    /// The kebab-case name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What a server answers when it is broken.
    pub const fn answer(&self) -> Answer {
        self.answer
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

macro_rules! rules {
    ($($(#[$doc:meta])* $constant:ident = $name:literal => $answer:expr;)*) => {
        impl Rule {
            $($(#[$doc])* pub const $constant: Self = Self::new($name, $answer);)*

            /// Every rule that this crate knows, for documentation and tests.
            pub const ALL: &[Self] = &[$(Self::$constant),*];
        }
    };
}

rules! {
    // What the reader refuses: the stream ends.
    /// The bytes are not well-formed XML (RFC 6120 §11.3).
    NOT_WELL_FORMED = "not-well-formed" => Answer::NOT_WELL_FORMED;
    /// A prefix is not bound, or two attributes of a tag have the same name in the same namespace (RFC 6120 §11.3).
    NAMESPACE_NOT_WELL_FORMED = "namespace-not-well-formed" => Answer::NOT_WELL_FORMED;
    /// A comment, processing instruction, document type or foreign entity (RFC 6120 §11.1).
    RESTRICTED_XML = "restricted-xml" => Answer::RESTRICTED_XML;
    /// Not UTF-8 (RFC 6120 §11.6).
    UNSUPPORTED_ENCODING = "unsupported-encoding" => Answer::Stream { condition: "unsupported-encoding" };
    /// Larger, deeper or busier than the reader's limits (RFC 6120 §13.12).
    POLICY_VIOLATION = "policy-violation" => Answer::POLICY_VIOLATION;
    /// Text between the stanzas of a stream (RFC 6120 §4.9.3.1).
    BAD_FORMAT = "bad-format" => Answer::Stream { condition: "bad-format" };

    // What a schema refuses: the stanza is answered, the stream lives on.
    /// A required attribute is absent.
    MISSING_ATTRIBUTE = "missing-attribute" => Answer::BAD_REQUEST;
    /// A required child element is absent.
    MISSING_CHILD = "missing-child" => Answer::BAD_REQUEST;
    /// A child element occurs more often than its schema allows.
    SURPLUS_CHILD = "surplus-child" => Answer::BAD_REQUEST;
    /// Fewer children than the schema asks for.
    TOO_FEW_CHILDREN = "too-few-children" => Answer::BAD_REQUEST;
    /// More than one element of a choice.
    AMBIGUOUS_CHOICE = "ambiguous-choice" => Answer::BAD_REQUEST;
    /// An attribute or text that its type does not allow.
    INVALID_VALUE = "invalid-value" => Answer::BAD_REQUEST;
    /// An address that RFC 7622 does not allow.
    INVALID_JID = "invalid-jid" => Answer::JID_MALFORMED;
    /// A value outside the bounds that its schema sets (length, range, pattern).
    FACET = "facet" => Answer::BAD_REQUEST;
    /// An element that is not the one asked for.
    UNEXPECTED_ELEMENT = "unexpected-element" => Answer::BAD_REQUEST;
    /// A child of a stanza in another content namespace, or in that of streams: none is for extensions (RFC 6120 §8.4).
    EXTENSION_NAMESPACE = "extension-namespace" => Answer::BAD_REQUEST;
    /// Character data where the schema allows elements only.
    UNEXPECTED_TEXT = "unexpected-text" => Answer::BAD_REQUEST;
    /// A child element that the schema does not know; kept, reported in strict reading only.
    UNKNOWN_CHILD = "unknown-child" => Answer::BAD_REQUEST;
    /// An attribute that the schema does not know; kept, reported in strict reading only.
    UNKNOWN_ATTRIBUTE = "unknown-attribute" => Answer::BAD_REQUEST;
    /// A value outside a list that is open: read as the specification says, and reported.
    UNKNOWN_VALUE = "unknown-value" => Answer::Nothing;
    /// Children in an order that the schema does not allow; reported in strict checking only.
    WRONG_ORDER = "wrong-order" => Answer::BAD_REQUEST;
    /// No schema for the namespace; reported by tools, ignored by peers (RFC 6120 §8.4).
    UNKNOWN_NAMESPACE = "unknown-namespace" => Answer::Nothing;
}
