//! The tokens of an element, one after the other.

use crate::Tape;
use crate::node::{Node, Text, declared_prefix};
use crate::tape::{ESCAPED, Entry, Kind, PREFIXED};

/// Who goes over all of an element once, and is told of one token after the other, as long as it says that there is more to do.
#[doc(hidden)]
pub trait Visitor<'t> {
    /// An element begins. What its start tag says comes next.
    fn start(&mut self, element: Node<'t>) -> Option<()>;

    /// A declaration: its prefix, empty for the default namespace, and the namespace.
    fn declaration(&mut self, prefix: &'t str, namespace: &'t str) -> Option<()>;

    /// An attribute.
    fn attribute(&mut self, attribute: Written<'t>) -> Option<()>;

    /// Character data up to the next tag.
    fn text(&mut self, text: Text<'t>) -> Option<()>;

    /// The innermost element ends, whose start tag ended there in the [text of the tape](Tape::text).
    fn end(&mut self, start_tag_end: u32) -> Option<()>;
}

/// An attribute, and where it stands in the [text of the tape](Tape::text).
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Written<'t> {
    /// Its namespace, if it has one.
    pub namespace: Option<&'t str>,
    /// Its local name.
    pub name: &'t str,
    /// Its value, where it is what was sent; nothing where there is something to resolve.
    pub value: Option<&'t str>,
    /// Where its name begins.
    pub name_start: u32,
    /// Where its name ends, prefix included.
    pub name_end: u32,
    /// Where its value begins, behind the quote.
    pub value_start: u32,
    /// Where its value ends, before the quote.
    pub value_end: u32,
}

impl<'t> Written<'t> {
    #[inline(always)]
    fn of(tape: &'t Tape, entry: Entry) -> Self {
        let (namespace, name) = match entry.has(PREFIXED) {
            true => prefixed_name(tape, entry),
            false => (None, tape.attribute_name(entry)),
        };
        let value_start = tape.value_offset(entry);
        let value = || tape.slice(value_start, entry.extent as usize);
        Self {
            namespace,
            name,
            value: (!entry.has(ESCAPED)).then(value),
            name_start: entry.offset,
            name_end: entry.offset + u32::from(entry.name),
            value_start,
            value_end: value_start + entry.extent,
        }
    }
}

/// Namespace and local name of an attribute that has a prefix: few have.
#[inline(never)]
fn prefixed_name(tape: &Tape, entry: Entry) -> (Option<&str>, &str) {
    let namespace = Some(tape.namespace(entry)).filter(|namespace| !namespace.is_empty());
    (namespace, tape.split_name(entry).1)
}

/// Tells of all that is on the tape from the start of an element to its end; nothing where the visitor gave up.
#[inline(always)]
pub(super) fn visit<'t>(node: Node<'t>, visitor: &mut impl Visitor<'t>) -> Option<()> {
    let (tape, end) = (node.tape, node.entry().extent);
    let mut index = node.index;
    while index <= end {
        let entry = tape.entry(index);
        if entry.is(Kind::Text) || entry.is(Kind::Cdata) {
            let text = Text::from(tape, index);
            visitor.text(text)?;
            index = text.end();
            continue;
        }
        if entry.is(Kind::Attribute) {
            visitor.attribute(Written::of(tape, entry))?;
        } else if entry.is(Kind::Element) {
            visitor.start(Node::new(tape, index))?;
        } else if entry.is(Kind::End) {
            visitor.end(entry.extent)?;
        } else {
            visitor.declaration(declared_prefix(tape, entry), tape.namespace(entry))?;
        }
        index += 1;
    }
    Some(())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{Document, Limits};

    /// What a visitor is told, in words.
    pub(crate) fn told(node: Node<'_>) -> Vec<String> {
        let mut told = Told {
            text: node.tape().text(),
            lines: Vec::new(),
        };
        assert!(node.visit(&mut told).is_some());
        told.lines
    }

    struct Told<'t> {
        text: &'t str,
        lines: Vec<String>,
    }

    impl Told<'_> {
        fn line(&mut self, line: String) -> Option<()> {
            self.lines.push(line);
            Some(())
        }
    }

    impl<'t> Visitor<'t> for Told<'t> {
        fn start(&mut self, element: Node<'t>) -> Option<()> {
            let namespace = element.namespace();
            self.line(format!("start {{{namespace}}}{}", element.name()))
        }

        fn declaration(&mut self, prefix: &'t str, namespace: &'t str) -> Option<()> {
            self.line(format!("declares {prefix}={namespace}"))
        }

        fn attribute(&mut self, one: Written<'t>) -> Option<()> {
            let place = |from: u32, to: u32| &self.text[from as usize..to as usize];
            let (name, value) = (
                place(one.name_start, one.name_end),
                place(one.value_start, one.value_end),
            );
            let (namespace, local, is) = (one.namespace, one.name, one.value);
            self.line(format!(
                "attribute {name}={value}, that is {local}={is:?} in {namespace:?}"
            ))
        }

        fn text(&mut self, found: Text<'t>) -> Option<()> {
            self.line(format!("text {}", found.value()))
        }

        fn end(&mut self, start_tag_end: u32) -> Option<()> {
            let before = &self.text[..start_tag_end as usize];
            self.line(format!("end of {before}"))
        }
    }

    #[test]
    fn tokens_stand_where_they_were_written() {
        let xml = "<?xml version='1.0'?>\n<a xmlns='urn:a' b = \"c\" xml:id='&lt;'><d/>t<![CDATA[u]]></a>";
        let document = Document::parse(xml, Limits::FILE).unwrap();
        let tag = xml.split_inclusive('>').take(2).collect::<String>();
        let expected = [
            "start {urn:a}a",
            "declares =urn:a",
            "attribute b=c, that is b=Some(\"c\") in None",
            "attribute xml:id=&lt;, that is id=None in Some(\"http://www.w3.org/XML/1998/namespace\")",
            "start {urn:a}d",
            &format!("end of {tag}<d/>"),
            "text tu",
            &format!("end of {tag}"),
        ];
        assert_eq!(told(document.root()), expected);
        let inner = document.root().elements().next().unwrap();
        assert_eq!(told(inner).len(), 2);
    }

    #[test]
    fn a_visitor_that_has_enough_is_told_no_more() {
        struct First(usize);
        impl<'t> Visitor<'t> for First {
            fn start(&mut self, _: Node<'t>) -> Option<()> {
                self.0 += 1;
                None
            }
            fn declaration(&mut self, _: &'t str, _: &'t str) -> Option<()> {
                None
            }
            fn attribute(&mut self, _: Written<'t>) -> Option<()> {
                None
            }
            fn text(&mut self, _: Text<'t>) -> Option<()> {
                None
            }
            fn end(&mut self, _: u32) -> Option<()> {
                None
            }
        }
        let document = Document::parse("<a><b/></a>", Limits::FILE).unwrap();
        let mut first = First(0);
        assert_eq!((document.root().visit(&mut first), first.0), (None, 1));
    }
}
