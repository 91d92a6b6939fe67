//! What a router looks at.

use crate::tape::{Kind, OUTER_PREFIX};
use crate::{Attribute, KnownName, Node, is_content_namespace};

/// What says where a stanza goes (RFC 6120 §8.1): its `to`, `from`, `id` and `type`, found in one pass over its start tag.
///
/// ```
/// use xmpp_xml::{Document, Limits};
///
/// let xml = "<iq xmlns='jabber:client' to='a@example.com' type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>";
/// let document = Document::parse(xml, Limits::CLIENT)?;
/// let envelope = document.root().envelope();
/// assert_eq!(envelope.to().map(|to| to.value()).as_deref(), Some("a@example.com"));
/// assert!(envelope.from().is_none());
/// assert!(envelope.payload().is_some_and(|payload| payload.is("urn:xmpp:ping", "ping")));
/// # Ok::<(), xmpp_xml::XmlError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Envelope<'t> {
    stanza: Node<'t>,
    /// Where on the tape the attributes of [`NAMES`] stand, 0 for those that are absent, and behind them the last of all others.
    places: [u32; NAMES.len() + 1],
    declares: bool,
    /// Where the content begins on the tape.
    content: u32,
}

/// What is looked for, each where the last two bits of its second letter say: orders of attributes are as many as senders, so which one
/// comes next is nothing that a branch could foretell.
const NAMES: [KnownName; 4] = [
    KnownName::of("id"),
    KnownName::of("type"),
    KnownName::of("from"),
    KnownName::of("to"),
];
const ID: usize = 0;
const TYPE: usize = 1;
const FROM: usize = 2;
const TO: usize = 3;
const OTHER: usize = 4;

impl<'t> Envelope<'t> {
    /// The stanza.
    #[inline]
    pub const fn stanza(&self) -> Node<'t> {
        self.stanza
    }

    /// Whom it is for (RFC 6120 §8.1.1).
    #[inline]
    pub fn to(&self) -> Option<Attribute<'t>> {
        self.attribute(TO)
    }

    /// Whom it is from (RFC 6120 §8.1.2).
    #[inline]
    pub fn from(&self) -> Option<Attribute<'t>> {
        self.attribute(FROM)
    }

    /// What its answer will have (RFC 6120 §8.1.3).
    #[inline]
    pub fn id(&self) -> Option<Attribute<'t>> {
        self.attribute(ID)
    }

    /// What it is for (RFC 6120 §8.1.4).
    #[inline]
    pub fn type_(&self) -> Option<Attribute<'t>> {
        self.attribute(TYPE)
    }

    /// The first element in it.
    #[inline]
    pub fn payload(&self) -> Option<Node<'t>> {
        let (tape, mut index) = (self.stanza.tape, self.content);
        loop {
            let entry = tape.entry(index);
            if entry.is(Kind::Element) {
                return Some(Node::new(tape, index));
            }
            if entry.is(Kind::End) {
                return None;
            }
            index += 1; // a piece of text
        }
    }

    /// Whether it needs nothing from outside but the default namespace, its own, and declares none in its start tag: then it
    /// means the same wherever that is the default. It is the outermost element.
    #[inline]
    pub(crate) fn is_plain(&self) -> bool {
        let stanza = self.stanza;
        stanza.index == 0
            && !self.declares
            && stanza.entry().gap == 0
            && !stanza.end().has(OUTER_PREFIX)
            && is_content_namespace(stanza.namespace())
    }

    #[inline]
    fn attribute(&self, name: usize) -> Option<Attribute<'t>> {
        let (tape, element, index) = (self.stanza.tape, self.stanza.index, self.places[name]);
        (index != 0).then_some(Attribute::new(tape, index, element))
    }
}

impl<'t> Node<'t> {
    /// What says where a stanza goes: for those who look at nothing else.
    #[inline]
    pub fn envelope(self) -> Envelope<'t> {
        let mut envelope = Envelope {
            stanza: self,
            places: [0; NAMES.len() + 1],
            declares: false,
            content: 0,
        };
        let (tape, mut index) = (self.tape, self.index + 1);
        for &entry in tape.entries.from(index) {
            if entry.is(Kind::Attribute) {
                let key = tape.attribute_key(entry);
                let name = usize::from(key.second_byte() & 3);
                let is_known = NAMES[name].is_short(key);
                envelope.places[if is_known { name } else { OTHER }] = index;
            } else if entry.is(Kind::Declaration) {
                envelope.declares = true;
            } else {
                break;
            }
            index += 1;
        }
        envelope.content = index;
        envelope
    }
}

#[cfg(test)]
mod tests {
    use crate::{Attribute, Document, Envelope, Limits};

    fn fields<'t>(envelope: &Envelope<'t>) -> [Option<Attribute<'t>>; 4] {
        [
            envelope.to(),
            envelope.from(),
            envelope.id(),
            envelope.type_(),
        ]
    }

    #[test]
    fn attributes_of_an_envelope_are_told_from_others() {
        // RFC 6120 §8.1: in any order, and no other attribute is one of them.
        let others = "t='x' o='x' too='x' tu='x' i='x' ids='x' fro='x' fron='x' from1='x' types='x' tyqe='x' xml:lang='x' \
                      p:to='x' p:id='x' p:from='x' p:type='x' xmlns:p='urn:p' xmlns:to='urn:to'";
        let known = ["to='1'", "from='2'", "id='3'", "type='4'"];
        for first in 0..known.len() {
            let mut order = known;
            order.rotate_left(first);
            for (before, behind) in [(others, ""), ("", others), ("", "")] {
                let tag = format!("<iq {before} {} {behind}>", order.join(" "));
                let xml = format!("{tag}text<![CDATA[text]]><ping/></iq>");
                let document = Document::parse(&xml, Limits::FILE).unwrap();
                let envelope = document.root().envelope();
                let values = fields(&envelope).map(|field| field.unwrap().value().into_owned());
                assert_eq!(values, ["1", "2", "3", "4"], "{xml}");
                assert_eq!(envelope.payload().unwrap().name(), "ping");
            }
        }
        let xml = format!("<iq {others}>text</iq>");
        let document = Document::parse(&xml, Limits::FILE).unwrap();
        let envelope = document.root().envelope();
        assert!(fields(&envelope).iter().all(Option::is_none) && envelope.payload().is_none());
    }
}
