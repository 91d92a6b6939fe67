//! Elements written as their senders wrote them.

use super::{CLIENT, WriteError, Writer};
use crate::escape::{push_attribute, unescape_attribute};
use crate::fragment::{Context, push_declaration};
use crate::{Fragment, Node, is_content_namespace};
use std::borrow::Cow;
use std::ops::Range;

/// What is to be written as it is.
pub(super) struct Source<'s> {
    xml: &'s str,
    name_end: usize,
    context: Cow<'s, Context>,
}

/// What is to become of the `from` of a stanza.
#[derive(Clone, Copy)]
pub(super) enum Stamp<'s> {
    /// Not a stanza that is forwarded: nothing in it changes.
    None,
    /// Forwarded, with this `from` or its own.
    From(Option<&'s str>),
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
        self.verbatim(&Source::of_fragment(fragment), Stamp::None);
    }

    /// Forwards a stanza: its bytes as they came, but for what must change on the way.
    ///
    /// `from`, where given, becomes its `from` attribute, as a server stamps it (RFC 6120 §8.1.2.1). Prefixes that were
    /// bound outside are declared on it where this stream does not bind them so (RFC 6120 §4.8.5). At the top, a
    /// content namespace becomes that of the stream (RFC 6120 §4.8.3), or `jabber:client` in a document.
    pub fn forward(&mut self, stanza: Node<'_>, from: Option<&str>) {
        if stanza.is_unclosed() {
            return self.fail(WriteError::Misplaced("a stream header"));
        }
        self.verbatim(&Source::of_node(stanza), Stamp::From(from));
    }

    /// The same for a stanza that was kept.
    pub fn forward_fragment(&mut self, stanza: &Fragment, from: Option<&str>) {
        self.verbatim(&Source::of_fragment(stanza), Stamp::From(from));
    }

    pub(super) fn verbatim(&mut self, source: &Source<'_>, stamp: Stamp<'_>) {
        if self.error.is_some() || !self.begin_element() {
            return;
        }
        let xml = source.xml;
        self.out.push_str(&xml[..source.name_end]);
        let content = match stamp {
            Stamp::From(_) if self.open.is_empty() && !self.stream => Some(CLIENT.to_owned()),
            Stamp::From(_) if self.open.is_empty() && is_content_namespace(&self.content) => {
                Some(self.content.clone())
            }
            _ => None,
        };
        self.declare_context(source, content.as_deref());
        let Stamp::From(from) = stamp else {
            return self.out.push_str(&xml[source.name_end..]);
        };
        let prefix = source.prefix();
        let mut edits: Vec<(Range<usize>, &str)> = Vec::new();
        let mut stamped = from.is_none();
        for attribute in RawAttributes::new(xml, source.name_end) {
            let declares = match attribute.name.strip_prefix("xmlns") {
                Some("") => prefix.is_empty(),
                Some(rest) => rest.strip_prefix(':') == Some(prefix),
                None => false,
            };
            match (from, content.as_deref()) {
                (Some(from), _) if attribute.name == "from" => {
                    edits.push((attribute.value, from));
                    stamped = true;
                }
                (_, Some(content)) if declares => {
                    let declared = unescape_attribute(attribute.text);
                    if is_content_namespace(&declared) && declared != content {
                        edits.push((attribute.value, content));
                    }
                }
                _ => {}
            }
        }
        if let (Some(from), false) = (from, stamped) {
            self.out.push_str(" from='");
            self.push_value(from);
            self.out.push('\'');
        }
        self.splice(xml, source.name_end, &edits);
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
        let default = self.scope.resolve("").unwrap_or("");
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
        let here = self.scope.resolve("").unwrap_or("");
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
