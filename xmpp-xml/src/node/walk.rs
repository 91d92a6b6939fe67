//! The content of an element.

use crate::node::{Content, Text};
use crate::tape::Kind;
use crate::{Node, Tape};

/// Child elements and character data of one element, in document order.
#[derive(Clone)]
pub struct ContentIter<'t> {
    tape: &'t Tape,
    next: u32,
}

impl<'t> ContentIter<'t> {
    #[inline]
    pub(super) fn new(tape: &'t Tape, element: u32) -> Self {
        Self::behind_tag(tape, element + 1)
    }

    /// The content of the element in whose start tag `next` is a token.
    #[inline]
    pub(super) fn behind_tag(tape: &'t Tape, mut next: u32) -> Self {
        while matches!(tape.entry(next).kind(), Kind::Attribute | Kind::Declaration) {
            next += 1;
        }
        Self { tape, next }
    }
}

impl<'t> Iterator for ContentIter<'t> {
    type Item = Content<'t>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let first = self.next;
        let entry = self.tape.entry(first);
        match entry.kind() {
            Kind::Element => {
                self.next = entry.extent + 1;
                Some(Content::Element(Node::new(self.tape, first)))
            }
            Kind::Text | Kind::Cdata => {
                let text = Text::from(self.tape, first);
                self.next = text.end();
                Some(Content::Text(text))
            }
            _ => None,
        }
    }
}

/// Child elements of one element, in document order.
#[derive(Clone)]
pub struct Elements<'t> {
    content: ContentIter<'t>,
}

impl<'t> Elements<'t> {
    pub(super) const fn new(content: ContentIter<'t>) -> Self {
        Self { content }
    }
}

impl<'t> Iterator for Elements<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Self::Item> {
        self.content.find_map(Content::element)
    }
}
