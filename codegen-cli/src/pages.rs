//! What there is to read about each rule.

use std::collections::{BTreeMap, BTreeSet};
use xmpp_codegen::catalog::{Catalog, RuleEntry};
use xmpp_codegen::instance::strict;
use xmpp_codegen::library::CATALOG;
use xmpp_codegen::plan;
use xmpp_codegen::rule::Page;
use xmpp_codegen::source::FileId;
use xmpp_xml::{Answer, Rule};

/// Every rule by its name, with a line about it, in groups with a title.
pub(crate) fn all() -> Vec<(&'static str, Vec<(String, String)>)> {
    let entry = |page: &Page| (page.name.to_owned(), summary(page));
    let of_plan = |page: &&Page| {
        plan::rule::RULES
            .iter()
            .any(|known| known.name == page.name)
    };
    let (generated, schemas): (Vec<_>, Vec<_>) = xmpp_codegen::rules().partition(of_plan);
    let schemas = schemas.into_iter().map(entry).collect();
    let generated = generated.into_iter().map(entry).collect();
    let summaries = |rules: &[(Rule, &str)]| {
        rules
            .iter()
            .map(|(rule, text)| (rule.name().to_owned(), first_sentence(text)))
            .collect()
    };
    let cross = cross_rules()
        .into_iter()
        .map(|(name, entries)| (name, about(&entries)))
        .collect();
    vec![
        ("Schemas and catalogues", schemas),
        ("Generated code", generated),
        ("Stanzas and streams", summaries(STANZA_RULES)),
        ("Documents, to the letter", summaries(strict::RULES)),
        ("Stanzas, from schemas/catalog.toml", cross),
    ]
}

/// The page of a rule; both pages where a schema and a stanza can break rules of one name.
pub(crate) fn text(name: &str) -> Option<String> {
    let mut pages = Vec::new();
    if let Some(page) = xmpp_codegen::rules().find(|page| page.name == name) {
        pages.push(page.text.trim_end().to_owned());
    }
    if let Some((rule, text)) = STANZA_RULES.iter().find(|(rule, _)| rule.name() == name) {
        pages.push(format!("{text}\n\n## Answer\n{}", answered(rule.answer())));
    }
    if let Some((_, text)) = strict::RULES.iter().find(|(rule, _)| rule.name() == name) {
        pages.push((*text).to_owned());
    }
    if let Some(entries) = cross_rules().get(name) {
        let sentences: Vec<String> = entries.iter().map(sentence).collect();
        let answers: BTreeSet<String> = entries.iter().map(answer).map(answered).collect();
        pages.push(format!(
            "{}\n\n## Answer\n{}",
            sentences.join("\n"),
            Vec::from_iter(answers).join("\n\n")
        ));
    }
    (!pages.is_empty()).then(|| format!("# {name}\n\n{}\n", pages.join("\n\n# On a stream\n\n")))
}

fn answered(answer: Answer) -> String {
    match answer {
        Answer::Nothing => "None: it is told to people, the peer hears nothing.".to_owned(),
        Answer::Stream { .. } => format!("The stream ends with\n`{answer}`"),
        Answer::Stanza { .. } | Answer::Sasl { .. } => {
            format!("`{answer}`\n\nThe stream lives on.")
        }
    }
}

/// What breaking a rule of the catalogue is answered with.
fn answer(entry: &RuleEntry) -> Answer {
    let condition = entry.answer.as_ref().map(|answer| answer.get_ref());
    condition
        .and_then(|condition| Answer::stanza(condition))
        .unwrap_or(Answer::BAD_REQUEST)
}

/// ``- `<iq/>`: where `type` is `get` or `set`, at least 1 element of another namespace (RFC 6120 §8.2.3).``
fn sentence(entry: &RuleEntry) -> String {
    format!("- `<{}/>`: {}.", entry.on.get_ref(), entry.sentence())
}

fn summary(page: &Page) -> String {
    let text = page
        .text
        .split_once("## What it does\n")
        .map_or(page.text, |(_, text)| text);
    first_sentence(text)
}

/// The first sentence, on one line.
fn first_sentence(text: &str) -> String {
    let paragraph = text.trim_start().split("\n\n").next().unwrap_or_default();
    let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.split_once(". ") {
        Some((first, _)) => first.to_owned(),
        None => line.trim_end_matches('.').to_owned(),
    }
}

/// The cross-field rules that come with the compiler, by name: one name may be about several elements.
fn cross_rules() -> BTreeMap<String, Vec<RuleEntry>> {
    let (catalog, _) = Catalog::parse(FileId::default(), CATALOG);
    let mut rules: BTreeMap<String, Vec<RuleEntry>> = BTreeMap::new();
    for rule in catalog
        .sections
        .into_values()
        .flat_map(|section| section.rules)
    {
        rules
            .entry(rule.name.get_ref().clone())
            .or_default()
            .push(rule);
    }
    rules
}

fn about(entries: &[RuleEntry]) -> String {
    let mut elements: Vec<String> = entries
        .iter()
        .map(|entry| format!("<{}/>", entry.on.get_ref()))
        .collect();
    elements.dedup();
    let spec = entries.first().map_or("", |entry| entry.spec.get_ref());
    format!("about {} ({spec})", elements.join(", "))
}

/// The rules of the reader and of the judge.
const STANZA_RULES: &[(Rule, &str)] = &[
    (
        Rule::NOT_WELL_FORMED,
        "The input is no well-formed XML (RFC 6120 §11.3). Nothing after the place can be understood, so the stream ends.

## Example
```xml
<message><body>Hello</message>
```",
    ),
    (
        Rule::NAMESPACE_NOT_WELL_FORMED,
        "A prefix is not bound to a namespace, or an attribute stands twice in a tag (RFC 6120 §11.3).

## Example
```xml
<message><x:delay/></message>
```",
    ),
    (
        Rule::RESTRICTED_XML,
        "Comments, processing instructions, document types and entities other than the five of XML are forbidden on a stream
(RFC 6120 §11.1).

## Example
```xml
<message><!-- no --></message>
```",
    ),
    (
        Rule::UNSUPPORTED_ENCODING,
        "The bytes are not UTF-8 (RFC 6120 §11.6), or the declaration names another encoding.",
    ),
    (
        Rule::POLICY_VIOLATION,
        "The input is larger, deeper or busier than the receiver's limits (RFC 6120 §13.12).",
    ),
    (
        Rule::BAD_FORMAT,
        "Text stands between the stanzas of a stream (RFC 6120 §4.9.3.1).",
    ),
    (
        Rule::MISSING_ATTRIBUTE,
        "An attribute that the schema requires is absent.

## Example
```xml
<item name='Nurse'/>  <!-- no jid -->
```",
    ),
    (
        Rule::MISSING_CHILD,
        "A child element that the schema requires is absent.",
    ),
    (
        Rule::SURPLUS_CHILD,
        "A child element occurs more often than the schema allows. The first one counts.",
    ),
    (
        Rule::TOO_FEW_CHILDREN,
        "Fewer children are there than the schema asks for.",
    ),
    (
        Rule::AMBIGUOUS_CHOICE,
        "Two elements are there of which one excludes the other, such as two conditions in one error. The first one counts.",
    ),
    (
        Rule::INVALID_VALUE,
        "An attribute or text is no value of its type: not one of a list, not a number, not base64.

## Example
```xml
<item jid='nurse@example.com' subscription='bothh'/>  <!-- both -->
```",
    ),
    (
        Rule::INVALID_JID,
        "Text is no address by RFC 7622, or not of the kind that is asked for: bare or full.",
    ),
    (
        Rule::FACET,
        "A value is outside the bounds that the schema sets: its length, its range, its digits.",
    ),
    (
        Rule::UNEXPECTED_ELEMENT,
        "An element stands where another is asked for, or alone where it may only stand inside another.",
    ),
    (
        Rule::EXTENSION_NAMESPACE,
        "A child of a stanza is in another content namespace than the stanza, or in the namespace of streams. Neither is for
extensions (RFC 6120 §8.4): on a stream of that other namespace the child would become a part of the stanza itself.

## Example
```xml
<message xmlns='jabber:client'><body xmlns='jabber:server'>not a body, yet</body></message>
```",
    ),
    (
        Rule::UNEXPECTED_TEXT,
        "Text stands in an element that holds elements only. White space is no text.",
    ),
    (
        Rule::UNKNOWN_CHILD,
        "A child element is not in the schema. It is kept and ignored; `check --strict` reports it.",
    ),
    (
        Rule::UNKNOWN_ATTRIBUTE,
        "An attribute is not in the schema. It is kept and ignored; `check --strict` reports it.",
    ),
    (
        Rule::UNKNOWN_VALUE,
        "A value is not in a list that may grow. It reads as the specification says: an unknown type of message is `normal`
(RFC 6121 §5.2.2).",
    ),
    (
        Rule::WRONG_ORDER,
        "Children stand in another order than the schema gives. Nobody refuses that on a stream.",
    ),
    (
        Rule::UNKNOWN_NAMESPACE,
        "No schema is at hand for the namespace, so nothing was judged. A peer ignores it (RFC 6120 §8.4).
Give the schema beside the document: `xmpp-codegen check my.xsd stanza.xml`.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_page() {
        for rule in Rule::ALL {
            let page = text(rule.name()).unwrap_or_default();
            assert!(page.contains("## Answer"), "{rule} has no page");
        }
        for (_, rules) in all() {
            for (name, summary) in rules {
                assert!(!summary.is_empty(), "{name}");
                assert!(text(&name).is_some_and(|page| page.len() > 40), "{name}");
            }
        }
    }
}
