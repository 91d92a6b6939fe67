//! Elements written as their senders wrote them.

use super::{CLIENT, WriteError, Writer};
use crate::escape::{push_attribute, unescape_attribute};
use crate::fragment::{Context, push_declaration};
use crate::{Envelope, Fragment, Node, is_content_namespace};
use std::borrow::Cow;
use std::ops::Range;

/// What stands before the sender's address where none stood.
const ATTRIBUTE: &str = " from='";

/// What is to be written as it is.
pub(super) struct Source<'s> {
    xml: &'s str,
    name_end: usize,
    context: Cow<'s, Context>,
}

impl<'s> Source<'s> {
    pub(super) fn of_fragment(fragment: &'s Fragment) -> Self {
        Self {
            xml: fragment.xml(),
            name_end: fragment.name_end(),
            context: Cow::Borrowed(fragment.outside()),
        }
    }

    /// The prefix of the element, empty for none.
    fn prefix(&self) -> &str {
        let name = &self.xml[1..self.name_end];
        name.split_once(':').map_or("", |(prefix, _)| prefix)
    }

    /// Whether it means the same wherever it stands.
    fn is_self_contained(&self) -> bool {
        self.context.bindings.is_empty() && !self.context.inherits_default
    }

    /// The attribute of that name, as it stands in the start tag.
    fn attribute(&self, name: &str) -> Option<RawAttribute<'s>> {
        RawAttributes::new(self.xml, self.name_end).find(|attribute| attribute.name == name)
    }

    /// Where the element declares its own namespace, if that is a content namespace other than the given one.
    fn content_declaration(&self, content: &str) -> Option<Range<usize>> {
        let declaration = match self.prefix() {
            "" => self.attribute("xmlns"),
            prefix => self.attribute(&format!("xmlns:{prefix}")),
        }?;
        let namespace = unescape_attribute(declaration.text);
        (is_content_namespace(&namespace) && namespace != content).then_some(declaration.value)
    }

    fn of_node(node: Node<'s>) -> Self {
        Self {
            xml: node.xml(),
            name_end: 1 + node.qualified_name().len(),
            context: Cow::Owned(Context::of(node)),
        }
    }
}

impl Writer {
    /// Adds an element as its sender wrote it; what it needs from outside is declared on it where that is not in scope.
    ///
    /// One that is in a content namespace by inheritance takes that of its new parent, or of the stream, without a
    /// declaration.
    pub fn fragment(&mut self, fragment: &Fragment) {
        self.verbatim(&Source::of_fragment(fragment), None, &[]);
    }

    /// Forwards a stanza: its bytes as they came, but for what must change on the way.
    ///
    /// `from`, where given, becomes its `from` attribute, as a server stamps it (RFC 6120 §8.1.2.1). Prefixes that were
    /// bound outside are declared on it where this stream does not bind them so (RFC 6120 §4.8.5). At the top, a
    /// content namespace becomes that of the stream (RFC 6120 §4.8.3), or `jabber:client` in a document.
    pub fn forward(&mut self, stanza: Node<'_>, from: Option<&str>) {
        self.forward_by(&stanza.envelope(), from);
    }

    /// The same for who has looked at the envelope of the stanza already: its start tag is not gone over again.
    pub fn forward_by(&mut self, envelope: &Envelope<'_>, from: Option<&str>) {
        let stanza = envelope.stanza();
        if stanza.is_unclosed() {
            return self.fail(WriteError::Misplaced("a stream header"));
        }
        let at_top = self.stream && self.open.is_empty() && self.error.is_none();
        if at_top && self.content_is_known && envelope.is_plain() {
            return self.forward_plain(envelope, from);
        }
        let stamp = from.map(|from| ("from", from));
        self.pass_on(&Source::of_node(stanza), stamp.as_slice());
    }

    /// The same for a stanza that was kept.
    pub fn forward_fragment(&mut self, stanza: &Fragment, from: Option<&str>) {
        let stamp = from.map(|from| ("from", from));
        self.pass_on(&Source::of_fragment(stanza), stamp.as_slice());
    }

    /// The same for a stanza that goes to somebody else than it was sent to, as presence does that a server tells to each of
    /// those who are subscribed (RFC 6121 §4.2.2): `to` is replaced as well.
    pub fn readdress(&mut self, stanza: &Fragment, from: &str, to: &str) {
        let stamps = [("from", from), ("to", to)];
        self.pass_on(&Source::of_fragment(stanza), &stamps);
    }

    /// Forwards a stanza, as nearly all are, that means the same in this stream as it stands: nothing is looked at but its
    /// start tag, and no memory is asked for but that of the text.
    fn forward_plain(&mut self, envelope: &Envelope<'_>, from: Option<&str>) {
        let stanza = envelope.stanza();
        let xml = stanza.xml();
        let Some(from) = from else {
            return self.out.push_str(xml);
        };
        self.out
            .reserve(xml.len() + from.len() + ATTRIBUTE.len() + 1);
        if let Some(old) = envelope.from() {
            let place = old.value_range();
            self.out.push_str(&xml[..place.start]);
            self.push_value(from);
            self.out.push_str(&xml[place.end..]);
        } else {
            let (name, rest) = xml.split_at(1 + stanza.qualified_name().len());
            self.out.push_str(name);
            self.out.push_str(ATTRIBUTE);
            self.push_value(from);
            self.out.push('\'');
            self.out.push_str(rest);
        }
    }

    fn pass_on(&mut self, source: &Source<'_>, stamps: &[(&str, &str)]) {
        let content = match &*self.content {
            _ if !self.open.is_empty() => None,
            _ if !self.stream => Some(CLIENT.to_owned()),
            content => is_content_namespace(content).then(|| content.to_owned()),
        };
        self.verbatim(source, content.as_deref(), stamps);
    }

    /// Writes the source: its content namespace becomes `content`, where that is given, and the attributes in `stamps` become
    /// what stands there.
    fn verbatim(&mut self, source: &Source<'_>, content: Option<&str>, stamps: &[(&str, &str)]) {
        if self.error.is_some() || !self.begin_element() {
            return;
        }
        if source.is_self_contained() && content.is_none() && stamps.is_empty() {
            return self.out.push_str(source.xml);
        }
        self.out.push_str(&source.xml[..source.name_end]);
        self.declare_context(source, content);
        let mut edits = Vec::new();
        if let Some(content) = content {
            edits.extend(
                source
                    .content_declaration(content)
                    .map(|place| (place, content)),
            );
        }
        for &(name, value) in stamps {
            match source.attribute(name) {
                Some(place) => edits.push((place.value, value)),
                None => {
                    self.out.push(' ');
                    self.out.push_str(name);
                    self.out.push_str("='");
                    self.push_value(value);
                    self.out.push('\'');
                }
            }
        }
        edits.sort_by_key(|(place, _)| place.start);
        self.splice(source.xml, source.name_end, &edits);
    }

    /// Copies `xml` from `at` on, with the values at the given places replaced.
    fn splice(&mut self, xml: &str, mut at: usize, edits: &[(Range<usize>, &str)]) {
        for (place, value) in edits {
            self.out.push_str(&xml[at..place.start]);
            self.push_value(value);
            at = place.end;
        }
        self.out.push_str(&xml[at..]);
    }

    fn push_value(&mut self, value: &str) {
        let pushed = push_attribute(&mut self.out, value);
        self.check_character(pushed);
    }

    /// Declares what the source needs and this place does not give, behind the name in its start tag.
    fn declare_context(&mut self, source: &Source<'_>, content: Option<&str>) {
        let context = &source.context;
        let default = self.scope.default_namespace();
        let prefix = source.prefix();
        let no_default = context
            .bindings
            .iter()
            .all(|binding| !binding.prefix.is_empty());
        if context.inherits_default && no_default && !default.is_empty() {
            push_declaration(&mut self.out, "", "");
        }
        for binding in &context.bindings {
            let mut namespace = &*binding.namespace;
            let is_of_root = *binding.prefix == *prefix && is_content_namespace(namespace);
            if is_of_root && prefix.is_empty() && self.gives_content() {
                continue;
            }
            if let (true, Some(content)) = (is_of_root, content) {
                namespace = content;
            }
            if self.scope.resolve(&binding.prefix).unwrap_or("") != namespace {
                push_declaration(&mut self.out, &binding.prefix, namespace);
            }
        }
    }

    /// Whether the default namespace of this place is a content namespace, and right for what stands in another one.
    fn gives_content(&self) -> bool {
        let parent = self.open.last().map(|open| self.scope.text(open.namespace));
        let here = self.scope.default_namespace();
        is_content_namespace(here) && parent.is_none_or(is_content_namespace)
    }
}

/// An attribute or declaration of a well-formed start tag.
struct RawAttribute<'x> {
    name: &'x str,
    text: &'x str,
    /// Where its value stands.
    value: Range<usize>,
}

/// The attributes of a well-formed start tag, as they stand there.
struct RawAttributes<'x> {
    xml: &'x str,
    at: usize,
}

impl<'x> RawAttributes<'x> {
    const fn new(xml: &'x str, name_end: usize) -> Self {
        Self { xml, at: name_end }
    }
}

impl<'x> Iterator for RawAttributes<'x> {
    type Item = RawAttribute<'x>;

    fn next(&mut self) -> Option<Self::Item> {
        let white = [' ', '\t', '\n', '\r'];
        let rest = self.xml[self.at..].trim_start_matches(white);
        if rest.starts_with(['/', '>']) {
            return None;
        }
        let (name, behind) = rest.split_once('=')?;
        let behind = behind.trim_start_matches(white);
        let quote = behind.chars().next()?;
        let start = self.xml.len() - behind.len() + 1;
        let end = start + self.xml[start..].find(quote)?;
        self.at = end + 1;
        Some(RawAttribute {
            name: name.trim_end_matches(white),
            text: &self.xml[start..end],
            value: start..end,
        })
    }
}
