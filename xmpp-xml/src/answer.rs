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

    /// The stanza error of that condition, with the type that RFC 6120 §8.3.3 associates with it; nothing for another name.
    pub const fn stanza(condition: &str) -> Option<Self> {
        let mut at = 0;
        while at < STANZA_CONDITIONS.len() {
            let (error_type, known) = STANZA_CONDITIONS[at];
            if is_same(known.as_bytes(), condition.as_bytes()) {
                return Some(Self::Stanza {
                    error_type,
                    condition: known,
                });
            }
            at += 1;
        }
        None
    }

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

/// The conditions of RFC 6120 §8.3.3 and their types; of several types for one condition, the first.
const STANZA_CONDITIONS: [(&str, &str); 22] = [
    ("modify", "bad-request"),
    ("cancel", "conflict"),
    ("cancel", "feature-not-implemented"),
    ("auth", "forbidden"),
    ("cancel", "gone"),
    ("cancel", "internal-server-error"),
    ("cancel", "item-not-found"),
    ("modify", "jid-malformed"),
    ("modify", "not-acceptable"),
    ("cancel", "not-allowed"),
    ("auth", "not-authorized"),
    ("modify", "policy-violation"),
    ("wait", "recipient-unavailable"),
    ("modify", "redirect"),
    ("auth", "registration-required"),
    ("cancel", "remote-server-not-found"),
    ("wait", "remote-server-timeout"),
    ("wait", "resource-constraint"),
    ("cancel", "service-unavailable"),
    ("auth", "subscription-required"),
    ("cancel", "undefined-condition"),
    ("wait", "unexpected-request"),
];

/// Equality of bytes, for constants.
const fn is_same(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut at = 0;
    while at < left.len() {
        if left[at] != right[at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_has_the_type_of_rfc_6120_8_3_3() {
        assert_eq!(Answer::stanza("bad-request"), Some(Answer::BAD_REQUEST));
        assert_eq!(
            Answer::stanza("service-unavailable"),
            Some(Answer::SERVICE_UNAVAILABLE)
        );
        assert_eq!(Answer::stanza("bad-requests"), None);
    }
}
