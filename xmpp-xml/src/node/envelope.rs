//! What a router looks at.

use crate::tape::{Kind, OUTER_PREFIX, PREFIXED};
use crate::{Attribute, Node, is_content_namespace};

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
    /// Where on the tape the attributes stand; 0 for those that are absent.
    to: u32,
    from: u32,
    id: u32,
    type_: u32,
    declares: bool,
    /// Where the content begins on the tape.
    content: u32,
}

impl<'t> Envelope<'t> {
    /// The stanza.
    #[inline]
    pub const fn stanza(&self) -> Node<'t> {
        self.stanza
    }

    /// Whom it is for (RFC 6120 §8.1.1).
    #[inline]
    pub fn to(&self) -> Option<Attribute<'t>> {
        self.attribute(self.to)
    }

    /// Whom it is from (RFC 6120 §8.1.2).
    #[inline]
    pub fn from(&self) -> Option<Attribute<'t>> {
        self.attribute(self.from)
    }

    /// What its answer will have (RFC 6120 §8.1.3).
    #[inline]
    pub fn id(&self) -> Option<Attribute<'t>> {
        self.attribute(self.id)
    }

    /// What it is for (RFC 6120 §8.1.4).
    #[inline]
    pub fn type_(&self) -> Option<Attribute<'t>> {
        self.attribute(self.type_)
    }

    /// The first element in it.
    #[inline]
    pub fn payload(&self) -> Option<Node<'t>> {
        let mut content = super::ContentIter::at(self.stanza.tape, self.content);
        content.find_map(super::Content::element)
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
    fn attribute(&self, index: u32) -> Option<Attribute<'t>> {
        let (tape, element) = (self.stanza.tape, self.stanza.index);
        (index != 0).then_some(Attribute::new(tape, index, element))
    }
}

impl<'t> Node<'t> {
    /// What says where a stanza goes: for those who look at nothing else.
    #[inline]
    pub fn envelope(self) -> Envelope<'t> {
        let mut envelope = Envelope {
            stanza: self,
            to: 0,
            from: 0,
            id: 0,
            type_: 0,
            declares: false,
            content: 0,
        };
        let text = self.tape.text().as_bytes();
        let mut index = self.index + 1;
        for entry in self.tape.entries.from(index) {
            match entry.kind() {
                Kind::Attribute if !entry.has(PREFIXED) => {
                    match (entry.name, start_of_name(&text[entry.offset as usize..])) {
                        (2, [b't', b'o', ..]) => envelope.to = index,
                        (2, [b'i', b'd', ..]) => envelope.id = index,
                        (4, [b'f', b'r', b'o', b'm']) => envelope.from = index,
                        (4, [b't', b'y', b'p', b'e']) => envelope.type_ = index,
                        _ => {}
                    }
                }
                Kind::Attribute => {}
                Kind::Declaration => envelope.declares = true,
                _ => break,
            }
            index += 1;
        }
        envelope.content = index;
        envelope
    }
}

/// The first bytes of the name of an attribute, behind which stand at least the equals sign and two quotes.
#[inline]
const fn start_of_name(name: &[u8]) -> [u8; 4] {
    match name.first_chunk() {
        Some(start) => *start,
        None => [0; 4],
    }
}
