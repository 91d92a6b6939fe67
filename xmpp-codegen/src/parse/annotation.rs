//! `xs:annotation` (XSD part 1 §3.13.2).

use super::construct::Construct;
use super::reader::Parser;
use super::tree::{Attribute, Node};
use super::value::collapse;
use crate::rule::foreign_element;
use std::borrow::Cow;

/// Checks the form of an annotation, and adds what it documents.
pub(super) fn read<'a>(
    parser: &mut Parser<'_>,
    node: Node<'a, '_>,
    doc: &mut Option<Cow<'a, str>>,
) {
    parser.check_attributes(node, &[]);
    for child in node.children() {
        if child.is_text() {
            parser.check_text(node, child);
        }
        if !child.is_element() {
            continue;
        }
        match child.construct() {
            _ if !child.is_schema() => {
                let name = child.tag_name();
                let (local, namespace) = (name.name(), name.namespace().unwrap_or_default());
                let report = foreign_element::report(parser.span(child), local, namespace);
                let report = report.help("put it into an `xs:appinfo` or `xs:documentation`");
                parser.report(report.repaired("it says nothing that the compiler reads"));
            }
            Construct::Documentation => {
                parser.check_attributes(child, &["source"]);
                check_language(parser, child);
                add_documentation(doc, child);
            }
            Construct::Appinfo => parser.check_attributes(child, &["source"]),
            _ => parser.misplaced(child, "`xs:documentation` and `xs:appinfo`"),
        }
    }
}

/// `xml:lang` is a language tag, or empty for none.
fn check_language(parser: &mut Parser<'_>, node: Node<'_, '_>) {
    let mut attributes = node.attributes();
    let is_lang =
        |one: &&Attribute<'_>| one.name() == "lang" && one.namespace() == Some(super::XML);
    let Some(attribute) = attributes.find(is_lang) else {
        return;
    };
    let value = collapse(attribute.value());
    let mut parts = value.split('-');
    let first = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let sized = |part: &str| (1..=8).contains(&part.len());
    let fits = parts.next().is_some_and(|part| sized(part) && first(part))
        && parts.all(|part| sized(part) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if !fits && !value.is_empty() {
        let span = parser.value_span(attribute);
        let found = super::Located { value, span };
        parser.invalid("xml:lang", &found, "a language tag");
    }
}

/// Appends the text of an `xs:documentation`.
fn add_documentation<'a>(doc: &mut Option<Cow<'a, str>>, node: Node<'a, '_>) {
    let mut texts = node.descendants().filter_map(Node::text);
    let first = texts.next().unwrap_or_default();
    let text = match texts.next() {
        None => collapse(first),
        Some(second) => {
            let all: String = [first, second].into_iter().chain(texts).collect();
            Cow::Owned(collapse(&all).into_owned())
        }
    };
    match doc {
        _ if text.is_empty() => {}
        Some(before) => {
            let before = before.to_mut();
            before.push(' ');
            before.push_str(&text);
        }
        None => *doc = Some(text),
    }
}
