//! Which tag has no partner: a second look at a document that is not well formed.

use crate::diagnostic::Diagnostic;
use crate::rule::not_well_formed;
use crate::source::{FileId, Span};
use std::collections::BTreeMap;
use std::ops::Range;

/// One tag.
struct Tag<'t> {
    name: &'t str,
    range: Range<usize>,
    kind: Kind,
}

#[derive(PartialEq, Eq)]
enum Kind {
    Open,
    Close,
    Empty,
}

/// The first closing tag that does not match, or the first element that is never closed.
pub(super) fn mismatch(file: FileId, text: &str) -> Option<Diagnostic> {
    let mut open: Vec<Tag<'_>> = Vec::new();
    let mut empty: BTreeMap<&str, Tag<'_>> = BTreeMap::new(); // the last of each name
    let tags = Tags { text, at: 0 };
    for tag in tags {
        match tag.kind {
            Kind::Open => open.push(tag),
            Kind::Empty => {
                empty.insert(tag.name, tag);
            }
            Kind::Close => match open.pop() {
                Some(partner) if partner.name == tag.name => {}
                partner => {
                    return Some(unmatched(
                        file,
                        &tag,
                        partner,
                        &open,
                        empty.remove(tag.name),
                    ));
                }
            },
        }
    }
    let unclosed = open.pop()?;
    let span = Span::new(file, unclosed.range);
    let message = format!("`<{}>` is never closed", unclosed.name);
    Some(
        not_well_formed::PAGE
            .report(span, message)
            .help(format!("add `</{}>`", unclosed.name)),
    )
}

fn unmatched(
    file: FileId,
    close: &Tag<'_>,
    partner: Option<Tag<'_>>,
    open: &[Tag<'_>],
    empty: Option<Tag<'_>>,
) -> Diagnostic {
    let page = &not_well_formed::PAGE;
    let span = Span::new(file, close.range.clone());
    let name = close.name;
    let Some(partner) = partner else {
        return page
            .report(span, format!("`</{name}>` closes nothing"))
            .help("remove it");
    };
    let inside = partner.range.start;
    let diagnostic = page
        .report(
            span,
            format!(
                "closing tag `</{name}>` does not match the open element `{}`",
                partner.name
            ),
        )
        .label(Span::new(file, partner.range), "this element is open");
    let closed_early = empty.filter(|tag| tag.range.start > inside);
    if let Some(tag) = closed_early {
        let slash = tag.range.end - 2..tag.range.end;
        return diagnostic
            .label(
                Span::new(file, tag.range),
                "`/>` has already closed this one",
            )
            .edit("write `>` instead of `/>`", Span::new(file, slash), ">");
    }
    if open.iter().any(|tag| tag.name == name) {
        return diagnostic.help(format!("close `{}` before it", partner.name));
    }
    diagnostic.help(format!(
        "write `</{}>`, or open `{name}` before it",
        partner.name
    ))
}

/// The tags of a text, as far as they can be told; comments, declarations and CDATA sections are stepped over.
struct Tags<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Tags<'t> {
    type Item = Tag<'t>;

    fn next(&mut self) -> Option<Tag<'t>> {
        loop {
            let start = self.at + self.text[self.at..].find('<')?;
            let rest = &self.text[start..];
            let skip = [
                ("<!--", "-->"),
                ("<![CDATA[", "]]>"),
                ("<?", "?>"),
                ("<!", ">"),
            ]
            .into_iter()
            .find(|(open, _)| rest.starts_with(open));
            if let Some((open, close)) = skip {
                self.at = start + open.len() + rest[open.len()..].find(close)? + close.len();
                continue;
            }
            let end = start + end_of_tag(rest)?;
            self.at = end;
            return Some(tag(self.text, start..end));
        }
    }
}

fn tag(text: &str, range: Range<usize>) -> Tag<'_> {
    let inside = &text[range.start + 1..range.end - 1];
    let (kind, inside) = match (inside.strip_prefix('/'), inside.ends_with('/')) {
        (Some(name), _) => (Kind::Close, name),
        (None, true) => (Kind::Empty, inside),
        (None, false) => (Kind::Open, inside),
    };
    let name = inside
        .split(|c: char| c.is_ascii_whitespace() || c == '/')
        .next()
        .unwrap_or_default();
    Tag { name, range, kind }
}

/// The byte after the `>` that ends the tag, quotes minded.
pub(super) fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'\'' | b'"') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}
