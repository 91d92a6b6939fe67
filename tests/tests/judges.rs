//! Two judges, one verdict: the sample stanzas before the generated types and before the interpreter.

use tests::facts::{facts, lost};
use tests::sample::{Sample, line, samples};
use tests::types::decode_any;
use xmpp_core::Limits;
use xmpp_core::xml::Document;

/// What writing may say otherwise: defaults are left out, values are canonical (ruling R2).
const CANONICAL: [&str; 9] = [
    "/@{}type=normal",
    "/@{}subscription=none",
    "/@{}approved=0",
    "/@{}approved=1",
    "/@{}channels=1",
    "/@{}complete=false",
    "/@{}required=false",
    "/@{}senders=both",
    "/@{}stable=true",
];

/// What is read as the specification says, and so written (ruling R3).
const UNKNOWN: [&str; 5] = [
    "client/valid-message-type-unknown.xml", // RFC 6121 §5.2.2: as `normal`
    "data-forms/valid-field-type-unknown.xml", // XEP-0004 §3.3: as `text-single`
    "sasl/valid-failure-unknown-condition.xml", // RFC 6120 §6.5: as `not-authorized`
    "stanzaerror/valid-unknown-condition.xml", // RFC 6120 §8.3.2: as `undefined-condition`
    "streamerror/valid-unknown-condition.xml", // RFC 6120 §4.9.2: as `undefined-condition`
];

#[test]
fn the_types_find_what_is_expected() {
    let mut wrong = Vec::new();
    let mut judged = 0;
    for sample in samples() {
        let Ok(document) = Document::parse(&sample.xml, Limits::FILE) else {
            wrong.push(format!("{}: not well-formed", sample.name));
            continue;
        };
        let Some(decoded) = decode_any(document.root()) else {
            assert!(
                sample.name.starts_with("component/"),
                "{}: no type for its root",
                sample.name
            );
            continue;
        };
        judged += 1;
        let found: Vec<String> = decoded.report.findings().iter().map(line).collect();
        if !agrees(&sample, &found) {
            wrong.push(format!(
                "{}:\n  expected {:?}\n  found    {found:?}",
                sample.name, sample.expected
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {judged} samples:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(judged > 300, "only {judged} samples were judged");
}

/// Types do not look into payloads; everything else they find, in the same order.
fn agrees(sample: &Sample, found: &[String]) -> bool {
    if sample.name.contains("invalid-payload-") {
        return found.is_empty();
    }
    found == sample.expected
}

#[test]
fn valid_samples_come_back_with_nothing_lost() {
    let mut wrong = Vec::new();
    let mut compared = 0;
    for sample in samples().iter().filter(|sample| sample.is_valid()) {
        let document = Document::parse(&sample.xml, Limits::FILE).unwrap();
        let Some(decoded) = decode_any(document.root()) else {
            continue;
        };
        let written = match decoded.written {
            Some(Ok(written)) => written,
            other => {
                wrong.push(format!("{}: not written: {other:?}", sample.name));
                continue;
            }
        };
        compared += 1;
        let again = Document::parse(&written, Limits::FILE).unwrap();
        let mut lost = lost(&facts(document.root()), &facts(again.root()));
        lost.retain(|fact| !CANONICAL.iter().any(|canonical| fact.ends_with(canonical)));
        if UNKNOWN.contains(&sample.name.as_str()) {
            assert_eq!(
                lost.len(),
                1,
                "{}: nothing but the unknown value is read as another",
                sample.name
            );
            lost.clear();
        }
        if !(lost.is_empty() && decoded.stable) {
            wrong.push(format!(
                "{}: lost {lost:?}, same value again: {}",
                sample.name, decoded.stable
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {compared} samples:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(compared > 200, "only {compared} samples were compared");
}
