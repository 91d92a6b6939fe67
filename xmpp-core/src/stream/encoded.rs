//! Stanzas as streams carry them, written once for any number of them.

use std::fmt;
use std::sync::Arc;

use crate::schema::streams;
use crate::xml::{Binding, Fragment, WriteError, Writer, XmlError};
use crate::{Element, Report, ToXml, Validate, write_to};

/// A stanza as the streams between a server and its clients carry it: made once, sent on any number of them without being
/// written or copied again.
///
/// All these streams have the same header, so the same bytes mean the same on each.
#[derive(Clone, PartialEq, Eq)]
pub struct Encoded(Arc<str>);

impl Encoded {
    /// A stanza of the server's own.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn of<T: ToXml + Validate>(stanza: &T) -> Result<Self, Report> {
        write_to(stanza, writer()).map(|xml| Self(xml.into()))
    }

    /// A stanza as it was received, with this `from` in place of its own (RFC 6120 §8.1.2.1).
    ///
    /// # Errors
    /// An address that XML cannot carry.
    pub fn forward(stanza: &Element, from: &str) -> Result<Self, WriteError> {
        let mut writer = writer();
        writer.forward_fragment(stanza.as_fragment(), Some(from));
        writer.finish().map(|xml| Self(xml.into()))
    }

    /// A stanza as it was received, but from this address and to that one.
    ///
    /// # Errors
    /// An address that XML cannot carry.
    pub fn readdress(stanza: &Element, from: &str, to: &str) -> Result<Self, WriteError> {
        let mut writer = writer();
        writer.readdress(stanza.as_fragment(), from, to);
        writer.finish().map(|xml| Self(xml.into()))
    }

    /// The bytes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The stanza as an element that is complete in itself.
    ///
    /// # Errors
    /// Never for what was encoded by this type.
    pub fn to_element(&self) -> Result<Element, XmlError> {
        let context = [
            Binding::new("", CONTENT),
            Binding::new("stream", streams::NS),
        ];
        Fragment::new((*self.0).into(), context.into()).map(Element::from)
    }
}

impl fmt::Debug for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Encoded").field(&&*self.0).finish()
    }
}

/// The content namespace of streams with clients.
const CONTENT: &str = "jabber:client";

fn writer() -> Writer {
    Writer::stream(CONTENT, &[Binding::new("stream", streams::NS)])
}

#[cfg(test)]
mod tests {
    use super::Encoded;
    use crate::Element;
    use crate::schema::stanza::Message;

    #[test]
    fn a_stanza_is_encoded_for_the_stream() {
        let to = "juliet@im.example.com"
            .parse::<crate::Jid>()
            .expect("an address");
        let encoded = Encoded::of(&Message::chat(to, "hi")).expect("valid");
        let expected = "<message to='juliet@im.example.com' type='chat'><body>hi</body></message>";
        assert_eq!(encoded.as_str(), expected);
        assert_eq!(format!("{encoded:?}"), format!("Encoded({expected:?})"));
        let element = encoded.to_element().expect("complete");
        assert!(element.is("jabber:client", "message"));
    }

    /// RFC 6120 §8.1.2.1: the server's stamp; everything else stays as the sender wrote it.
    #[test]
    fn what_is_forwarded_stays_as_it_was_written() {
        let xml = "<message  xmlns='jabber:client' to=\"b\"><x:y xmlns:x = 'urn:x' /></message>";
        let element = Element::parse(xml).expect("well-formed");
        let forwarded = Encoded::forward(&element, "a@b/c").expect("writable");
        let stamped = "<message from='a@b/c'  xmlns='jabber:client' to=\"b\"><x:y xmlns:x = 'urn:x' /></message>";
        assert_eq!(forwarded.as_str(), stamped);
        let readdressed = Encoded::readdress(&element, "a@b/c", "d@e").expect("writable");
        assert_eq!(
            readdressed.as_str(),
            stamped.replace("to=\"b\"", "to=\"d@e\"")
        );
        assert_eq!(forwarded.to_element(), Element::parse(stamped));
    }
}
