//! Documents of general XML, and what their document type declares.

use crate::instance::judging::INSTANCE;
use roxmltree::{Document, ParsingOptions};
use std::collections::HashSet;
use xmpp_xml::{Finding, Position, Rule};

/// More nodes than any document to be judged has; entities cannot grow one beyond it.
const NODES_LIMIT: u32 = 4_000_000;

/// Reads a document.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Box<Finding>> {
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: NODES_LIMIT,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options).map_err(|error| {
        let at = error.pos();
        Box::new(Finding {
            rule: Rule::NOT_WELL_FORMED,
            path: String::new(),
            position: Some(Position {
                offset: offset(text, at),
                line: at.row,
                column: at.col,
            }),
            length: 0,
            message: error.to_string(),
            help: None,
        })
    })
}

fn offset(text: &str, at: roxmltree::TextPos) -> u64 {
    let (row, column) = (at.row as usize, at.col as usize);
    let line = text
        .split_inclusive('\n')
        .nth(row.saturating_sub(1))
        .unwrap_or_default();
    let before: usize = text
        .split_inclusive('\n')
        .take(row.saturating_sub(1))
        .map(str::len)
        .sum();
    let within = line.char_indices().nth(column.saturating_sub(1));
    let offset = before + within.map_or(line.len(), |(at, _)| at);
    u64::try_from(offset).unwrap_or(u64::MAX)
}

/// The names of the unparsed entities that the internal subset of the document type declares (XML 1.0 §4.2.2).
pub(super) fn unparsed_entities(text: &str) -> HashSet<String> {
    let Some((_, rest)) = text.split_once("<!DOCTYPE") else {
        return HashSet::new();
    };
    let subset = rest.split_once("]>").map_or(rest, |(subset, _)| subset);
    subset
        .split("<!ENTITY")
        .skip(1)
        .filter_map(|declaration| declaration.split_once('>'))
        .filter_map(|(declaration, _)| {
            let mut words = declaration.split_ascii_whitespace();
            let name = words.next()?;
            words.any(|word| word == "NDATA").then(|| name.to_owned())
        })
        .collect()
}

/// The namespaces and locations of schemas that a document names (XSD part 1 §4.3.2), an empty namespace for none.
pub fn hints(text: &str) -> Vec<(String, String)> {
    if !text.contains("chemaLocation") {
        return Vec::new();
    }
    let Ok(document) = parse(text) else {
        return Vec::new();
    };
    let mut hints = Vec::new();
    for node in document.descendants() {
        if let Some(pairs) = node.attribute((INSTANCE, "schemaLocation")) {
            let words: Vec<&str> = pairs.split_ascii_whitespace().collect();
            let pair = |pair: &[&str]| (pair[0].to_owned(), pair[1].to_owned());
            hints.extend(words.chunks_exact(2).map(pair));
        }
        if let Some(location) = node.attribute((INSTANCE, "noNamespaceSchemaLocation")) {
            hints.push((String::new(), location.to_owned()));
        }
    }
    hints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unparsed_entities_are_found_among_others() {
        let text = "<!DOCTYPE a [<!ENTITY b 'c'><!ENTITY d SYSTEM 'd.gif' NDATA gif>]><a/>";
        assert_eq!(unparsed_entities(text), HashSet::from(["d".to_owned()]));
        assert!(unparsed_entities("<a/>").is_empty());
    }

    #[test]
    fn what_is_not_well_formed_has_its_place() {
        let finding = parse("<a>\n <b></a>").unwrap_err();
        assert_eq!(
            finding.position.map(|at| (at.line, at.offset)),
            Some((2, 8))
        );
    }
}
