//! Text to a tree of XML, with roxmltree, and why it failed.

use super::{DEPTH_LIMIT, tags};
use crate::diagnostic::Diagnostic;
use crate::general::{self, Fault};
use crate::rule::{nesting_too_deep, not_well_formed, unread_default};
use crate::source::{FileId, Span};
use roxmltree::{Document, Error};

/// Reads a document that is well formed and not nested too deeply.
pub(super) fn read(file: FileId, text: &str) -> Result<Document<'_>, Box<Diagnostic>> {
    let document = general::parse(text).map_err(|fault| Box::new(explain(file, text, &fault)))?;
    match too_deep(&document) {
        Some(range) => {
            let end = text[range.clone()]
                .find('>')
                .map_or(range.end, |at| range.start + at + 1);
            let span = Span::new(file, range.start..end);
            Err(Box::new(nesting_too_deep::report(
                span,
                "elements",
                DEPTH_LIMIT,
            )))
        }
        None => Ok(document),
    }
}

/// The first element beyond the limit. The walk keeps its own depth, so that it costs one pass.
fn too_deep(document: &Document<'_>) -> Option<std::ops::Range<usize>> {
    let mut node = document.root_element();
    let mut depth = 1;
    loop {
        if depth > DEPTH_LIMIT {
            return Some(node.range());
        }
        if let Some(child) = node.first_element_child() {
            node = child;
            depth += 1;
            continue;
        }
        loop {
            if let Some(sibling) = node.next_sibling_element() {
                node = sibling;
                break;
            }
            node = node.parent_element()?;
            depth -= 1;
        }
    }
}

fn explain(file: FileId, text: &str, fault: &Fault) -> Diagnostic {
    let error = match fault {
        Fault::Parser(error) => error,
        Fault::Undeclared(prefix, tag) => {
            let end = tags::end_of_tag(&text[tag.clone()]).unwrap_or_else(|| tag.len());
            let span = Span::new(file, tag.start..tag.start + end);
            return not_well_formed::PAGE
                .report(span, Fault::undeclared(prefix))
                .help("remove the declaration, or name a namespace in it");
        }
        Fault::Default(attribute, tag) => {
            let end = tags::end_of_tag(&text[tag.clone()]).unwrap_or_else(|| tag.len());
            let span = Span::new(file, tag.start..tag.start + end);
            return unread_default::PAGE
                .report(span, Fault::default(attribute))
                .help("write the attribute where it is meant");
        }
    };
    match error {
        Error::UnexpectedCloseTag(..) | Error::UnclosedRootNode => {
            if let Some(diagnostic) = tags::mismatch(file, text) {
                return diagnostic;
            }
        }
        Error::NodesLimitReached
        | Error::AttributesLimitReached
        | Error::NamespacesLimitReached => {
            return not_well_formed::PAGE.report(
                Span::new(file, 0..0),
                "the file, with its entities expanded, is larger than the compiler reads",
            );
        }
        _ => {}
    }
    let offset = match error {
        Error::UnexpectedEndOfStream | Error::UnclosedRootNode => text.len(),
        _ => fault.offset(text),
    };
    let diagnostic = not_well_formed::PAGE.report(at(file, text, offset), message(error));
    match help(error) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// A parser's message ends with its position, which the span says already.
fn message(error: &Error) -> String {
    match error {
        Error::UnknownNamespace(prefix, _) => {
            format!("the prefix `{prefix}` is bound to no namespace")
        }
        Error::UnknownEntityReference(name, _) => format!("the entity `{name}` is not defined"),
        Error::DuplicatedAttribute(name, _) => format!("the attribute `{name}` is given twice"),
        Error::DuplicatedNamespace(name, _) => {
            format!("the namespace of `{name}` is declared twice")
        }
        Error::UnexpectedEndOfStream => "the file ends too early".to_owned(),
        Error::NoRootNode => "the file holds no element".to_owned(),
        Error::UnclosedRootNode => "the root element is never closed".to_owned(),
        Error::UnexpectedDeclaration(_) => {
            "the XML declaration does not stand at the very start of the file".to_owned()
        }
        Error::InvalidChar(_, b'<', _) | Error::InvalidChar2(_, b'<', _) => {
            "`<` may not stand here".to_owned()
        }
        Error::InvalidChar(expected, found, _) => format!(
            "found `{}` where `{}` belongs",
            char::from(*found),
            char::from(*expected)
        ),
        other => {
            let text = other.to_string();
            let cut = text
                .rfind(" at ")
                .filter(|at| text[at + 4..].starts_with(|c: char| c.is_ascii_digit()));
            text[..cut.unwrap_or(text.len())].replace('\'', "`")
        }
    }
}

fn help(error: &Error) -> Option<&'static str> {
    Some(match error {
        Error::UnknownNamespace(..) => "declare it with `xmlns:prefix='…'` on the root element",
        Error::InvalidAttributeValue(_) | Error::InvalidChar(b'\'' | b'"', b'<', _) => {
            "write `&lt;`, or close the attribute's quote before it"
        }
        Error::MalformedEntityReference(_) => "write `&amp;` for a plain `&`",
        Error::InvalidComment(_) => "`--` may not stand inside a comment",
        Error::UnexpectedDeclaration(_) => "remove what stands before it",
        _ => return None,
    })
}

/// One character at the offset; the last one at the end of the text.
fn at(file: FileId, text: &str, offset: usize) -> Span {
    let start = if offset < text.len() {
        offset
    } else {
        text.char_indices().next_back().map_or(0, |(at, _)| at)
    };
    let width = text[start..].chars().next().map_or(0, char::len_utf8);
    Span::new(file, start..start + width)
}
