//! What can be sent.

use std::borrow::Cow;

use xmpp_core::schema::stanza::{Iq, Message, Presence};
use xmpp_core::stream::StanzaKind;
use xmpp_core::xml::is_content_namespace;
use xmpp_core::{Element, Finding, Report, Rule, ToXml, Validate};

/// A message, a presence, an IQ, or an [`Element`] that is one of them.
///
/// Who implements it for a type of their own says that it is written as one of the three.
pub trait Stanza: ToXml + Validate + Sync {
    /// Whether it is one.
    ///
    /// # Errors
    ///
    /// For an element that is no stanza: the server would end the stream (RFC 6120 §4.9.3.24).
    fn check(&self) -> Result<(), Report> {
        Ok(())
    }

    /// The content namespace that it is bound to; what is typed is written in that of the stream.
    fn content_namespace(&self) -> Option<Cow<'_, str>> {
        None
    }
}

impl Stanza for Message {}
impl Stanza for Presence {}
impl Stanza for Iq {}

impl Stanza for Element {
    fn check(&self) -> Result<(), Report> {
        match StanzaKind::of(self.name()) {
            Some(_) if is_content_namespace(&self.namespace()) => Ok(()),
            _ => Err(finding(
                self.name(),
                "expected a message, a presence or an iq",
            )),
        }
    }

    fn content_namespace(&self) -> Option<Cow<'_, str>> {
        Some(self.namespace())
    }
}

/// A report of one finding.
pub(crate) fn finding(path: &str, message: &str) -> Report {
    let mut report = Report::new();
    report.push(Finding {
        rule: Rule::UNEXPECTED_ELEMENT,
        path: path.to_owned(),
        position: None,
        length: 0,
        message: message.to_owned(),
        help: None,
    });
    report
}
