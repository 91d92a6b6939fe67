//! Whether the order that a document came in is one that its schema admits.

use xmpp_codegen::instance::Judge;
use xmpp_xml::{Document, Limits, Node, Rule};

/// Whether a known child of the element, at any depth, stands where its schema does not let it stand (XSD part 1 §3.4.4). What
/// the schema does not know says nothing about the order of the rest, and is left out before it is judged.
pub(crate) fn is_broken(strict: &Judge<'_>, payload: Node<'_>) -> bool {
    let text = payload.to_fragment().to_xml();
    let is_misplaced = |text: &str| {
        let document = Document::parse(text, Limits::FILE).ok()?;
        let report = strict.report(document.root());
        let mut findings = report.findings().iter();
        Some(findings.any(|finding| finding.rule.name() == "unexpected-child"))
    };
    is_misplaced(&without_unknown(strict, &text)).unwrap_or(false)
}

/// The document without the children that the schema does not know.
fn without_unknown(strict: &Judge<'_>, text: &str) -> String {
    let Ok(document) = Document::parse(text, Limits::FILE) else {
        return text.to_owned();
    };
    let unknown = unknown(strict, document.root());
    let mut kept = String::new();
    let mut end = 0;
    for node in descendants(document.root()) {
        let begin = node.offset();
        if begin >= end && unknown.contains(&node.position().offset) {
            kept.push_str(&text[end..begin]);
            end = begin + node.xml().len();
        }
    }
    kept + &text[end..]
}

/// Where the children begin that the schema does not know.
pub(crate) fn unknown(strict: &Judge<'_>, root: Node<'_>) -> Vec<u64> {
    let report = strict.report(root);
    let unknown = report.findings().iter();
    unknown
        .filter(|finding| finding.rule == Rule::UNKNOWN_CHILD)
        .filter_map(|finding| finding.position.map(|position| position.offset))
        .collect()
}

/// The elements inside, in document order.
fn descendants(root: Node<'_>) -> Vec<Node<'_>> {
    let (mut found, mut open) = (Vec::new(), vec![root.elements()]);
    while let Some(inside) = open.last_mut() {
        match inside.next() {
            Some(child) => {
                found.push(child);
                open.push(child.elements());
            }
            None => {
                open.pop();
            }
        }
    }
    found
}
