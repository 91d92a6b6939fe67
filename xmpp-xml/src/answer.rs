//! What RFC 6120 tells a receiver to answer.

use std::fmt;

/// The answer that a receiver owes its peer for a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// None: the finding is reported to people, the peer hears nothing.
    Nothing,
    /// A stanza error (RFC 6120 §8.3): the stanza is refused, the stream lives on.
    Stanza {
        /// `auth`, `cancel`, `continue`, `modify` or `wait` (§8.3.2).
        error_type: &'static str,
        /// The defined condition, an element name of §8.3.3.
        condition: &'static str,
    },
    /// A stream error (RFC 6120 §4.9): the stream ends.
    Stream {
        /// The defined condition, an element name of §4.9.3.
        condition: &'static str,
    },
    /// A SASL failure (RFC 6120 §6.5): this attempt to authenticate ends.
    Sasl {
        /// The defined condition, an element name of §6.5.
        condition: &'static str,
    },
}

impl Answer {
    /// `<bad-request/>`, type `modify` (RFC 6120 §8.3.3.1): the stanza breaks its schema.
    pub const BAD_REQUEST: Self = Self::Stanza {
        error_type: "modify",
        condition: "bad-request",
    };
    /// `<jid-malformed/>`, type `modify` (RFC 6120 §8.3.3.8): an address breaks RFC 7622.
    pub const JID_MALFORMED: Self = Self::Stanza {
        error_type: "modify",
        condition: "jid-malformed",
    };
    /// `<service-unavailable/>`, type `cancel` (RFC 6120 §8.3.3.19).
    pub const SERVICE_UNAVAILABLE: Self = Self::Stanza {
        error_type: "cancel",
        condition: "service-unavailable",
    };
    /// `<not-acceptable/>`, type `modify` (RFC 6120 §8.3.3.9).
    pub const NOT_ACCEPTABLE: Self = Self::Stanza {
        error_type: "modify",
        condition: "not-acceptable",
    };
    /// Stream error `<not-well-formed/>` (RFC 6120 §4.9.3.13).
    pub const NOT_WELL_FORMED: Self = Self::Stream {
        condition: "not-well-formed",
    };
    /// Stream error `<restricted-xml/>` (RFC 6120 §4.9.3.18).
    pub const RESTRICTED_XML: Self = Self::Stream {
        condition: "restricted-xml",
    };
    /// Stream error `<policy-violation/>` (RFC 6120 §4.9.3.14).
    pub const POLICY_VIOLATION: Self = Self::Stream {
        condition: "policy-violation",
    };

    /// The answer as XML: what goes inside the reply, namespaces and all. Empty for [`Answer::Nothing`].
    pub fn to_xml(self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Stanza {
                error_type,
                condition,
            } => format!(
                "<error type='{error_type}'><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
            ),
            Self::Stream { condition } => format!(
                "<stream:error><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
            ),
            Self::Sasl { condition } => {
                format!(
                    "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><{condition}/></failure>"
                )
            }
        }
    }

    /// Whether this answer ends the stream.
    pub const fn ends_stream(self) -> bool {
        matches!(self, Self::Stream { .. })
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_xml())
    }
}
