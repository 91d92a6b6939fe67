//! The tokens of an element, one after the other.

use crate::node::{Attribute, Node, Text, attribute, declared_prefix};
use crate::tape::{Entry, Kind};
use crate::{Named, Tape};

/// What comes next on a tape, for who goes over all of an element once.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Token<'t> {
    /// An element begins. What its start tag says comes next.
    Start(Node<'t>),
    /// A declaration: its prefix, empty for the default namespace, and the namespace.
    Declaration(&'t str, &'t str),
    /// An attribute.
    Attribute(Written<'t>),
    /// Character data up to the next tag.
    Text(Text<'t>),
    /// The innermost element ends, whose start tag ended there in the [text of the tape](Tape::text).
    End(u32),
}

/// An attribute, and where it stands in the [text of the tape](Tape::text).
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Written<'t> {
    /// The attribute.
    pub named: Named<'t>,
    /// Where its name begins.
    pub name: u32,
    /// Where its name ends, prefix included.
    pub name_end: u32,
    /// Where its value begins, behind the quote.
    pub value: u32,
    /// Where its value ends, before the quote.
    pub value_end: u32,
}

/// The tokens of an element, from its start to its end.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Tokens<'t> {
    tape: &'t Tape,
    element: u32,
    next: u32,
    end: u32,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(node: Node<'t>) -> Self {
        Self {
            tape: node.tape,
            element: node.index,
            next: node.index,
            end: node.entry().extent,
        }
    }

    #[inline(always)]
    fn written(&self, entry: Entry, index: u32) -> Written<'t> {
        let name_end = entry.offset + u32::from(entry.name);
        let value = self.tape.value_offset(entry);
        Written {
            named: attribute::named(Attribute::new(self.tape, index, self.element), entry),
            name: entry.offset,
            name_end,
            value,
            value_end: value + entry.extent,
        }
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        let index = self.next;
        if index > self.end {
            return None;
        }
        let entry = self.tape.entry(index);
        self.next += 1;
        Some(match entry.kind() {
            Kind::Element => {
                self.element = index;
                Token::Start(Node::new(self.tape, index))
            }
            Kind::Declaration => Token::Declaration(
                declared_prefix(self.tape, entry),
                self.tape.namespace(entry),
            ),
            Kind::Attribute => Token::Attribute(self.written(entry, index)),
            Kind::Text | Kind::Cdata => {
                let text = Text::from(self.tape, index);
                self.next = text.end();
                Token::Text(text)
            }
            Kind::End => Token::End(entry.extent),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Limits};

    #[test]
    fn tokens_stand_where_they_were_written() {
        let xml = "<?xml version='1.0'?>\n<a xmlns='urn:a' b = \"c\"><d/>t<![CDATA[u]]></a>";
        let document = Document::parse(xml, Limits::FILE).unwrap();
        let text = document.root().tape().text();
        let told = |token| match token {
            Token::Start(node) => format!("start {}", node.name()),
            Token::Declaration(prefix, namespace) => format!("declares {prefix}={namespace}"),
            Token::Attribute(one) => {
                let place = |from: u32, to: u32| &text[from as usize..to as usize];
                let (name, value) = (
                    place(one.name, one.name_end),
                    place(one.value, one.value_end),
                );
                format!("attribute {name}={value}, that is {}", one.named.value())
            }
            Token::Text(found) => format!("text {}", found.value()),
            Token::End(tag) => format!("end of {}", &text[..tag as usize]),
        };
        let found: Vec<String> = document.root().tokens().map(told).collect();
        let tag = xml.split_inclusive('>').take(2).collect::<String>();
        let expected = [
            "start a",
            "declares =urn:a",
            "attribute b=c, that is c",
            "start d",
            &format!("end of {tag}<d/>"),
            "text tu",
            &format!("end of {tag}"),
        ];
        assert_eq!(found, expected);
        let inner = document.root().elements().next().unwrap();
        assert_eq!(inner.tokens().count(), 2);
    }
}
