//! Names that are constants of a program: judged when it is compiled, and written as one piece.

use super::{Open, Span, Writer};
use crate::names::{is_name_start, is_plain_name};
use crate::{XML_NAMESPACE, XMLNS_NAMESPACE, is_content_namespace};

/// The name of an element that a program writes again and again.
///
/// Made in a constant, it costs no judging where it is written; a name that XML does not have is refused by the writer
/// all the same.
#[derive(Clone, Copy, Debug)]
pub struct ElementName {
    /// Absent for the content namespace.
    namespace: Option<&'static str>,
    name: &'static str,
    /// `<name`
    opening: &'static str,
    /// `</name>`
    closing: &'static str,
    /// Whether it is known that both halves of the name are good.
    is_good: bool,
}

impl ElementName {
    /// A name in that namespace, empty for none, given as an element without content: `<body></body>`.
    ///
    /// # Panics
    /// If `element` does not look so: when the program is compiled, where this stands in a constant.
    pub const fn new(namespace: &'static str, element: &'static str) -> Self {
        Self::content(element).within(namespace)
    }

    /// The same of a name that was judged already, given in the parts that are written: `body`, `<body` and `</body>`.
    #[doc(hidden)]
    pub const fn judged(namespace: &'static str, parts: [&'static str; 3]) -> Self {
        Self::judged_content(parts).within(namespace)
    }

    /// The same in the content namespace.
    #[doc(hidden)]
    pub const fn judged_content([name, opening, closing]: [&'static str; 3]) -> Self {
        Self {
            namespace: None,
            name,
            opening,
            closing,
            is_good: true,
        }
    }

    /// A name in the content namespace, as [`Writer::start_content`] has it.
    ///
    /// # Panics
    /// As [`new`](Self::new) does.
    pub const fn content(element: &'static str) -> Self {
        assert!(element.len() >= "<></>".len());
        let half = (element.len() - "<></>".len()) / 2;
        let (opening, rest) = element.split_at(1 + half);
        let (bracket, name) = opening.split_at(1);
        let (end, closing) = rest.split_at(1);
        assert!(is(bracket, "<") && is(end, ">"));
        let (slash, again) = closing.split_at(2);
        let (again, end) = again.split_at(half);
        assert!(is(slash, "</") && is(again, name) && is(end, ">"));
        Self {
            is_good: is_good_name(name),
            ..Self::judged_content([name, opening, closing])
        }
    }

    /// The namespace; absent for the content namespace.
    pub const fn namespace(&self) -> Option<&'static str> {
        self.namespace
    }

    /// The local name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    const fn within(self, namespace: &'static str) -> Self {
        Self {
            namespace: Some(namespace),
            is_good: self.is_good && is_good_namespace(namespace),
            ..self
        }
    }
}

/// The name of an attribute that a program writes again and again.
#[derive(Clone, Copy, Debug)]
pub struct AttributeName {
    namespace: &'static str,
    name: &'static str,
    /// ` name='`
    opening: &'static str,
    /// Whether it is known that the name is good, and needs no declaration.
    is_good: bool,
    /// Its mark among those of a tag.
    mark: u64,
}

impl AttributeName {
    /// A name in that namespace, empty for none, given as an empty attribute with a space before it: ` id=''`. With a prefix
    /// stands only what is in the namespace of XML itself, ` xml:lang=''`: all others are for the writer to choose.
    ///
    /// # Panics
    /// If `attribute` does not look so: when the program is compiled, where this stands in a constant.
    pub const fn new(namespace: &'static str, attribute: &'static str) -> Self {
        assert!(attribute.len() >= " =''".len());
        let (opening, quote) = attribute.split_at(attribute.len() - 1);
        let (space, name) = opening.split_at(1);
        let (mut name, equals) = name.split_at(name.len() - 2);
        assert!(is(space, " ") && is(equals, "='") && is(quote, "'"));
        let mut is_xml = false;
        if is(namespace, XML_NAMESPACE) && name.len() > "xml:".len() {
            let (prefix, local) = name.split_at("xml:".len());
            if is(prefix, "xml:") {
                (is_xml, name) = (true, local);
            }
        }
        let is_bare = namespace.is_empty() && !is(name, "xmlns");
        Self {
            namespace,
            name,
            opening,
            is_good: (is_xml || is_bare) && is_good_name(name),
            mark: mark(name),
        }
    }

    /// The same of a name that was judged already, in no namespace or that of XML itself, with the part that is written before
    /// its value: ` id='`.
    #[doc(hidden)]
    pub const fn judged(
        namespace: &'static str,
        name: &'static str,
        opening: &'static str,
    ) -> Self {
        Self {
            namespace,
            name,
            opening,
            is_good: true,
            mark: mark(name),
        }
    }

    /// The namespace, empty for none.
    pub const fn namespace(&self) -> &'static str {
        self.namespace
    }

    /// The local name.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl Writer {
    /// Opens an element whose name is a constant of the program: as [`start`](Self::start) does and, for a name in the content
    /// namespace, [`start_content`](Self::start_content).
    pub fn start_named(&mut self, name: &ElementName) {
        let (is_plain, is_content) = match name.namespace {
            Some(namespace) => (self.scope.default_namespace() == namespace, false),
            None => (self.content_is_default(), true),
        };
        if !is_plain || !name.is_good || self.error.is_some() {
            return match name.namespace {
                Some(namespace) if name.is_good => self.start_elsewhere(namespace, name),
                Some(namespace) => self.start(namespace, name.name),
                None => self.start_content(name.name),
            };
        }
        if !self.begin_element() {
            return;
        }
        let from = self.out.len() + 1;
        self.out.push_str(name.opening);
        self.push_open(Open {
            name: Span::new(from, self.out.len()),
            closing: name.closing,
            namespace: self.scope.default,
            is_content,
            before: self.scope.mark(),
        });
    }

    /// Opens an element of another namespace than the default one, which it becomes where it has no prefix.
    fn start_elsewhere(&mut self, namespace: &str, name: &ElementName) {
        if self.error.is_some() || self.scope.prefix_for_attribute(namespace).is_some() {
            return self.start_judged(namespace, name.name);
        }
        if !self.begin_element() {
            return;
        }
        let (from, before) = (self.out.len() + 1, self.scope.mark());
        self.out.push_str(name.opening);
        let end = self.out.len();
        // A namespace that is good has nothing to be escaped.
        self.out.push_str(" xmlns='");
        self.out.push_str(namespace);
        self.out.push('\'');
        let kept = self.scope.bind("", namespace);
        self.push_open(Open {
            name: Span::new(from, end),
            closing: name.closing,
            namespace: kept,
            is_content: is_content_namespace(namespace),
            before,
        });
    }

    /// Adds an attribute whose name is a constant of the program to the element just opened: as
    /// [`attribute_ns`](Self::attribute_ns) does.
    pub fn attribute_named(&mut self, name: &AttributeName, value: &str) {
        let is_open = self.in_tag && self.error.is_none();
        if !(is_open && name.is_good) || self.has_attribute(name.namespace, name.name, name.mark) {
            return self.attribute_ns(name.namespace, name.name, value);
        }
        self.marks |= name.mark;
        self.out.push_str(name.opening);
        self.finish_attribute(value);
    }

    /// Whether an element of the content namespace that is opened here has it as the default one.
    fn content_is_default(&self) -> bool {
        match self.open.last() {
            None => self.stream && self.content_is_known && self.content_is_default,
            Some(parent) => parent.is_content && parent.namespace == self.scope.default,
        }
    }
}

/// A mark for an attribute's name, which different names rarely share: where no name of a tag has the mark of another, no two are
/// the same.
pub(super) const fn mark(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let [first, .., last] = bytes else {
        return 1 << (bytes.len() & 1);
    };
    1 << ((*first as u32 * 5 + *last as u32 * 3 + bytes.len() as u32) & 63)
}

/// Whether XML has such a name. One that is not of ASCII is left to the writer.
const fn is_good_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    if bytes.is_empty() || !is_name_start(bytes[0]) {
        return false;
    }
    let mut at = 1;
    while at < bytes.len() {
        if !is_plain_name(bytes[at]) {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether an element may be in the namespace, which stands in an attribute as it is. A name that is not of ASCII is left to the
/// writer, and so is the namespace that `xml` is bound to.
const fn is_good_namespace(namespace: &str) -> bool {
    let bytes = namespace.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !matches!(bytes[at], b' '..=b'~')
            || matches!(bytes[at], b'"' | b'&' | b'\'' | b'<' | b'>')
        {
            return false;
        }
        at += 1;
    }
    !is(namespace, XMLNS_NAMESPACE) && !is(namespace, XML_NAMESPACE)
}

/// Equality, in constants.
const fn is(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
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
