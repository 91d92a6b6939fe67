//! Documents of general XML, and what their document type declares.

use super::rules::LACKING_DEFAULT;
use crate::general::{self, Fault};
use crate::instance::judging::INSTANCE;
use roxmltree::Document;
use std::collections::HashSet;
use xmpp_xml::{Finding, Position, Rule};

/// Reads a document.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Box<Finding>> {
    general::parse(text).map_err(|fault| {
        Box::new(Finding {
            rule: match fault {
                Fault::Default(..) => LACKING_DEFAULT,
                _ => Rule::NOT_WELL_FORMED,
            },
            path: "/".to_owned(),
            position: Some(Position::locate(text, fault.offset(text), 0)),
            length: 0,
            message: match fault {
                Fault::Parser(error) => error.to_string(),
                Fault::Undeclared(prefix, _) => Fault::undeclared(&prefix),
                Fault::Default(attribute, _) => Fault::default(&attribute),
            },
            help: None,
        })
    })
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

    /// XML 1.0 §3.3.2: the attribute is there for whoever reads defaults.
    #[test]
    fn a_default_of_the_document_type_is_told_where_it_matters() {
        let subset = "<!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]>";
        let finding = parse(&format!("{subset}\n<a/>")).unwrap_err();
        assert_eq!(finding.rule, LACKING_DEFAULT);
        assert_eq!(
            finding.position.map(|at| (at.line, at.column)),
            Some((2, 1))
        );
        assert!(parse(&format!("{subset}<a b='d'/>")).is_ok());
        assert!(parse("<!DOCTYPE a [<!ATTLIST a b CDATA #IMPLIED>]><a/>").is_ok());
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
