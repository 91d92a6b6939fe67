//! Cross-field rules of the catalogue, in terms of fields.

use super::build::Builder;
use super::fields::{FieldNames, Source};
use super::item::Rule;
use super::naming;
use super::rule::rule_not_compiled;
use super::survey::Entry;
use crate::catalog::RuleEntry;
use crate::diagnostic::Diagnostic;
use crate::model::Occurs;

/// The rules about an element, each of which is told in an item of a list.
pub(super) fn rules(
    builder: &mut Builder<'_, '_>,
    entry: &Entry<'_>,
    fields: &FieldNames,
    paragraphs: &mut Vec<String>,
) -> Vec<Rule> {
    let mut rules = Vec::new();
    let section = builder.at().section;
    for rule in section.into_iter().flat_map(|section| &section.rules) {
        if !entry.place.is(rule.on.get_ref()) {
            continue;
        }
        let Some(compiled) = translate(rule, fields) else {
            builder.diagnostics.push(not_compiled(entry, rule));
            continue;
        };
        if rules.is_empty() {
            paragraphs.push("Rules:".to_owned());
        }
        paragraphs.push(format!("- `{}`: {}.", compiled.name, rule.sentence()));
        rules.push(compiled);
    }
    rules
}

fn translate(rule: &RuleEntry, fields: &FieldNames) -> Option<Rule> {
    let field = |path: &str| fields.name_of(&source(path)).map(str::to_owned);
    let mut when = Vec::new();
    for (path, values) in &rule.when {
        when.push((field(path.get_ref())?, values.clone()));
    }
    let mut count = Vec::new();
    for (path, range) in &rule.count {
        let occurs = Occurs::of_range(range.get_ref())?;
        count.push((field(path.get_ref())?, occurs));
    }
    let distinct = match &rule.distinct {
        Some(path) => {
            let by = rule.by.as_ref().map_or("@xml:lang", |by| by.get_ref());
            let by = by.trim_start_matches('@');
            let local = by.rsplit(':').next().unwrap_or(by);
            Some((field(path.get_ref())?, naming::field_name(local)))
        }
        None => None,
    };
    let differ = match &rule.differ {
        Some(path) => Some((
            field(path.get_ref())?,
            fields.name_of(&Source::Text)?.to_owned(),
        )),
        None => None,
    };
    Some(Rule {
        name: rule.name.get_ref().clone(),
        answer: rule.answer.as_ref().map(|answer| answer.get_ref().clone()),
        spec: rule.spec.get_ref().clone(),
        when,
        count,
        distinct,
        differ,
    })
}

fn source(path: &str) -> Source {
    match path.strip_prefix('@') {
        Some(attribute) => Source::Attribute(attribute.to_owned()),
        None if path == "*" => Source::Any,
        None => Source::Element(path.to_owned()),
    }
}

fn not_compiled(entry: &Entry<'_>, rule: &RuleEntry) -> Diagnostic {
    let message = format!(
        "the rule `{}` is about something that `<{}/>` has no field for",
        rule.name.get_ref(),
        entry.hint
    );
    rule_not_compiled::PAGE
        .report(entry.span, message)
        .note("documents are checked for it, compiled types are not")
}
