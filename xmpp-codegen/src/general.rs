//! General XML, with comments, entities and a document type: schemas, and documents that are no stream. Read with roxmltree.

mod subset;

use roxmltree::{Document, Error, Node, ParsingOptions, TextPos};
use std::ops::Range;

/// More nodes than any document has that is to be read; entities cannot grow one beyond it.
const NODES_LIMIT: u32 = 4_000_000;

/// Why text is no XML.
pub(crate) enum Fault {
    /// What the parser says.
    Parser(Error),
    /// A prefix is bound to no namespace (Namespaces in XML 1.0 §2.2): the prefix, and the start tag that says so.
    Undeclared(String, Range<usize>),
    /// An element lacks an attribute that the document type gives it (XML 1.0 §3.3.2): the attribute, and the element's place.
    Default(String, Range<usize>),
}

impl Fault {
    /// The byte at which it goes wrong.
    pub(crate) fn offset(&self, text: &str) -> usize {
        match self {
            Self::Parser(error) => offset(text, error.pos()),
            Self::Undeclared(_, tag) | Self::Default(_, tag) => tag.start,
        }
    }

    /// What is wrong with an element that has an attribute by default.
    pub(crate) fn default(attribute: &str) -> String {
        format!(
            "the document type gives the attribute `{attribute}` here, and defaults of document types are not read"
        )
    }

    /// What is wrong with a declaration that takes a namespace away.
    pub(crate) fn undeclared(prefix: &str) -> String {
        format!("the prefix `{prefix}` is bound to an empty namespace")
    }
}

/// Reads a document.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, Fault> {
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: NODES_LIMIT,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).map_err(Fault::Parser)?;
    if let Some((prefix, tag)) = undeclared(&document) {
        return Err(Fault::Undeclared(prefix, tag));
    }
    match lacking(&document) {
        Some((attribute, tag)) => Err(Fault::Default(attribute, tag)),
        None => Ok(document),
    }
}

/// The first declaration `xmlns:prefix=''`.
fn undeclared(document: &Document<'_>) -> Option<(String, Range<usize>)> {
    let text = document.input_text();
    if !text.contains("''") && !text.contains("\"\"") {
        return None;
    }
    let of = |node: Node<'_, '_>| {
        let mut declared = node.namespaces();
        let found = declared.find(|one| one.uri().is_empty() && one.name().is_some())?;
        Some((found.name()?.to_owned(), node.range()))
    };
    document.descendants().filter(Node::is_element).find_map(of)
}

/// The first element that lacks an attribute for which the document type has a default.
fn lacking(document: &Document<'_>) -> Option<(String, Range<usize>)> {
    let text = document.input_text();
    if !text.contains("<!ATTLIST") {
        return None;
    }
    let defaults = subset::defaults(text);
    let of = |node: Node<'_, '_>| {
        let tag = text.get(node.range().start + 1..)?;
        let name = tag
            .split(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
            .next()?;
        let written = |range: Range<usize>| text.get(range).unwrap_or_default();
        let has = |attribute: &str| {
            let prefix = attribute
                .strip_prefix("xmlns:")
                .or_else(|| (attribute == "xmlns").then_some(""));
            match prefix {
                Some(prefix) => declares(node, Some(prefix).filter(|prefix| !prefix.is_empty())),
                None => node
                    .attributes()
                    .any(|one| written(one.range_qname()) == attribute),
            }
        };
        let mut of_element = defaults.iter().filter(|(element, _)| *element == name);
        let (_, lacking) = of_element.find(|(_, attribute)| !has(attribute))?;
        Some(((*lacking).to_owned(), node.range()))
    };
    document.descendants().filter(Node::is_element).find_map(of)
}

/// Whether a prefix, or the default namespace, is bound to something; where it is, a default would rarely change that.
fn declares(node: Node<'_, '_>, prefix: Option<&str>) -> bool {
    node.lookup_namespace_uri(prefix).is_some()
}

/// Rows and columns of roxmltree count from 1, columns in characters.
fn offset(text: &str, position: TextPos) -> usize {
    let before = |count: u32| {
        usize::try_from(count)
            .unwrap_or(usize::MAX)
            .saturating_sub(1)
    };
    let lines = text.split_inclusive('\n').take(before(position.row));
    let start: usize = lines.map(str::len).sum();
    let line = &text[start..];
    let mut characters = line.char_indices();
    let within = characters.nth(before(position.col));
    start + within.map_or(line.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Namespaces in XML 1.0 §2.2 and §5: only the default namespace can be taken away.
    #[test]
    fn a_prefix_is_not_bound_to_an_empty_namespace() {
        let fault = |text| match parse(text) {
            Err(Fault::Undeclared(prefix, tag)) => Some((prefix, tag.start)),
            _ => None,
        };
        let found = Some(("f".to_owned(), 3));
        assert_eq!(fault("<a><b xmlns:f=''/></a>"), found);
        assert_eq!(fault("<a><b xmlns:f=\"\"/></a>"), found);
        assert_eq!(fault("<a xmlns='b' c=''><d xmlns=''/></a>"), None);
    }
}
