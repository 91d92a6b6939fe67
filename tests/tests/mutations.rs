//! Two judges, one verdict, on documents that nobody wrote: each sample with one thing changed.
//!
//! What the generated types find, the interpreter finds, in the same words at the same place. Types stop at what makes a value
//! impossible; then, and only then, the interpreter may say more: it goes on to facets and to the rules of the catalogue.

use std::collections::BTreeSet;
use std::ops::Range;
use tests::sample::samples;
use tests::types::decode_any;
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::instance::Judge;
use xmpp_codegen::library::{CATALOG, Library};
use xmpp_codegen::model::Model;
use xmpp_codegen::source::{FileId, SourceMap};
use xmpp_core::xml::{Document, Node, STREAM_NAMESPACE, is_content_namespace};
use xmpp_core::{Answer, Finding, Limits, Rule};

/// Values that fit some types and not others.
const VALUES: [&str; 16] = [
    "",
    " ",
    "0",
    "-1",
    " 5 ",
    "128",
    "true",
    "both",
    " get\n",
    "error",
    "normal",
    "a@b/c",
    "@b",
    "example.com ",
    "AA==",
    " AA==",
];

#[test]
fn both_judges_find_the_same_in_changed_samples() {
    let (model, catalog) = builtin();
    let judge = Judge::new(&model, &catalog);
    let mut compared = 0;
    for sample in samples() {
        for xml in mutants(&sample.xml) {
            let Ok(document) = Document::parse(&xml, Limits::FILE) else {
                continue;
            };
            let Some(decoded) = decode_any(document.root()) else {
                continue;
            };
            compared += 1;
            let compiled: BTreeSet<String> = decoded.report.findings().iter().map(words).collect();
            let payloads = payloads(document.root());
            let judged = judge.report(document.root());
            let judged = judged
                .findings()
                .iter()
                .filter(|finding| !is_in_any(finding, &payloads));
            let (more, same): (Vec<&Finding>, Vec<&Finding>) =
                judged.partition(|finding| !compiled.contains(&words(finding)));
            assert_eq!(
                same.len(),
                compiled.len(),
                "{}: the types alone find some of {compiled:#?} in\n{xml}",
                sample.name
            );
            assert!(
                more.is_empty()
                    || decoded.report.answer() != Answer::Nothing
                        && more.iter().all(|finding| is_late(finding)),
                "{}: the interpreter alone finds {more:#?} in\n{xml}",
                sample.name
            );
        }
    }
    assert!(compared > 10_000, "only {compared} documents");
}

fn builtin() -> (Model, Catalog) {
    let library = Library::builtin();
    let mut sources = SourceMap::default();
    let files: Vec<FileId> = library
        .documents()
        .iter()
        .map(|document| sources.add(document.path(), &*document.text))
        .collect();
    let file = sources.add("catalog.toml", CATALOG);
    let (catalog, _) = Catalog::parse(file, CATALOG);
    let (model, diagnostics) = xmpp_codegen::load(&mut sources, &files, &catalog, &library);
    assert_eq!(diagnostics, []);
    (model, catalog)
}

/// Everything that a finding says.
fn words(finding: &Finding) -> String {
    let position = finding
        .position
        .map(|position| position.to_string())
        .unwrap_or_default();
    let Finding {
        rule,
        path,
        length,
        message,
        help,
        ..
    } = finding;
    format!(
        "{rule} {path} {position}+{length} {}: {message} ({help:?})",
        finding.answer()
    )
}

/// Whether types look for this only once a value is made: bounds, and the rules of the catalogue.
fn is_late(finding: &Finding) -> bool {
    finding.rule == Rule::FACET
        || finding.rule == Rule::TOO_FEW_CHILDREN
        || !Rule::ALL.contains(&finding.rule)
}

/// Whether a finding is about what is in a payload, and not about there being one too many.
fn is_in_any(finding: &Finding, payloads: &[String]) -> bool {
    payloads.iter().any(
        |payload| match finding.path.strip_prefix(payload.as_str()) {
            Some("") => finding.rule != Rule::SURPLUS_CHILD,
            Some(rest) => rest.starts_with('/'),
            None => false,
        },
    )
}

/// The namespaces of which a type has fields of another namespace: these are no payloads.
const FIELDS: [(&str, &str); 15] = [
    ("http://jabber.org/protocol/pubsub#event", "jabber:x:data"),
    ("urn:xmpp:bind:0", "urn:xmpp:csi:0"),
    ("urn:xmpp:bind:0", "urn:xmpp:sm:3"),
    ("urn:xmpp:forward:0", "urn:xmpp:delay"),
    ("urn:xmpp:forward:0", "jabber:client"),
    ("urn:xmpp:forward:0", "jabber:server"),
    ("urn:xmpp:jingle:1", "urn:xmpp:jingle:apps:rtp:1"),
    ("urn:xmpp:jingle:1", "urn:xmpp:jingle:transports:ice-udp:1"),
    ("urn:xmpp:mam:2", "http://jabber.org/protocol/rsm"),
    ("urn:xmpp:mam:2", "jabber:x:data"),
    ("urn:xmpp:mam:2", "urn:xmpp:forward:0"),
    ("urn:xmpp:sasl:2", "urn:ietf:params:xml:ns:xmpp-sasl"),
    ("urn:xmpp:sasl:2", "urn:xmpp:bind:0"),
    ("urn:xmpp:sasl:2", "urn:xmpp:fast:0"),
    ("urn:xmpp:sasl:2", "urn:xmpp:sm:3"),
];

/// The paths of elements that types keep and do not look into.
fn payloads(root: Node<'_>) -> Vec<String> {
    let mut payloads = Vec::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        for child in node.elements() {
            let foreign = !child.same_namespace(node);
            let is_condition = ["xmpp-stanzas", "xmpp-streams"]
                .iter()
                .any(|end| child.namespace().ends_with(end));
            let kept = match node.namespace() {
                namespace if is_content_namespace(namespace) => {
                    foreign && !(node.name() == "error" && is_condition)
                }
                STREAM_NAMESPACE => foreign && node.name() == "stream",
                namespace => foreign && !FIELDS.contains(&(namespace, child.namespace())),
            };
            if kept && child.may_stand_in(node) {
                payloads.push(child.path());
            } else if child.may_stand_in(node) {
                open.push(child);
            }
        }
    }
    payloads
}

/// The document, and the document with one thing changed: an element gone, doubled or filled, an attribute gone, added or
/// of another value.
fn mutants(xml: &str) -> Vec<String> {
    let Ok(document) = Document::parse(xml, Limits::FILE) else {
        return Vec::new();
    };
    let mut mutants = vec![xml.to_owned()];
    let mut open = vec![document.root()];
    while let Some(node) = open.pop() {
        changed_element(xml, node, &mut mutants);
        changed_attributes(xml, node, &mut mutants);
        open.extend(node.elements());
    }
    mutants
}

fn changed_element(xml: &str, node: Node<'_>, mutants: &mut Vec<String>) {
    let start = offset(node.position().offset);
    let end = start + node.xml().len();
    let inside = start + node.start_tag().len();
    if start > 0 {
        mutants.push(splice(xml, start..end, ""));
        mutants.push(splice(xml, end..end, node.xml()));
        mutants.push(splice(xml, end..end, "stray"));
    }
    let Some(close) = node.xml().rfind("</").map(|at| start + at) else {
        return;
    };
    for more in [
        "text",
        "<![CDATA[ ]]>",
        "&#x20;",
        "&#x74;ext",
        "<unknown/>",
        "<x xmlns='urn:x'/>",
        "<p:x xmlns:p='urn:x' p:type='p:error'/>",
        "<body xmlns='jabber:server'/>",
        "<stream xmlns='http://etherx.jabber.org/streams'/>",
    ] {
        mutants.push(splice(xml, inside..inside, more));
    }
    if node.elements().next().is_none() {
        mutants.extend(VALUES.iter().map(|value| splice(xml, inside..close, value)));
        let text = &xml[inside..close];
        mutants.push(splice(xml, inside..close, &format!("<![CDATA[{text}]]>")));
        mutants.push(splice(
            xml,
            inside..close,
            &format!("{text}<![CDATA[x]]>&#121;"),
        ));
    }
}

fn changed_attributes(xml: &str, node: Node<'_>, mutants: &mut Vec<String>) {
    let name = node.name().len() + node.prefix().len() + usize::from(!node.prefix().is_empty());
    let after_name = offset(node.position().offset) + 1 + name;
    for more in [
        " type='error'",
        " unknown='1'",
        " xml:lang=''",
        " xml:lang='EN'",
        " xml:lang='en us'",
        " xml:space='preserve'",
        " xmlns:p='urn:p' p:type='error' p:id='1'",
        " xmlns=''",
        " xmlns='jabber:server'",
        " xmlns='urn:x'",
    ] {
        mutants.push(splice(xml, after_name..after_name, more));
    }
    for attribute in node.attributes() {
        let start = offset(attribute.position().offset);
        let value = offset(attribute.value_position().offset);
        let end = value + attribute.raw_value().len();
        mutants.push(splice(xml, start..end + 1, ""));
        mutants.extend(VALUES.iter().map(|other| splice(xml, value..end, other)));
    }
}

fn offset(offset: u64) -> usize {
    usize::try_from(offset).expect("samples are small")
}

fn splice(xml: &str, range: Range<usize>, text: &str) -> String {
    format!("{}{text}{}", &xml[..range.start], &xml[range.end..])
}
