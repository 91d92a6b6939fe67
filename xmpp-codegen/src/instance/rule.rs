//! The cross-field rules of the catalogue.

use super::judging::{Judging, Said};
use super::shape::{Shape, written};
use crate::catalog::RuleEntry;
use crate::model::Occurs;
use std::collections::BTreeSet;
use xmpp_xml::{Answer, Attribute, Node, Place, Rule, wording};

/// A rule, prepared.
#[derive(Clone, Debug)]
pub(super) struct CrossRule {
    rule: Rule,
    spec: String,
    /// Attributes, and the values that make the rule hold; an empty one stands for an absent attribute.
    when: Vec<(String, Vec<String>)>,
    /// Children, `*` for elements of other namespaces, and how many there may be.
    counts: Vec<(String, Occurs)>,
    /// Children of which no two may agree in an attribute, or, without one, in their text.
    distinct: Option<(String, String)>,
    /// An attribute that must differ from the element's text.
    differ: Option<String>,
}

impl CrossRule {
    pub(super) fn new(entry: &RuleEntry) -> Self {
        let condition = entry
            .answer
            .as_ref()
            .map(|answer| answer.get_ref().as_str());
        Self {
            rule: Rule::named(entry.name.get_ref().clone(), answer(condition)),
            spec: entry.spec.get_ref().clone(),
            when: entry
                .when
                .iter()
                .map(|(key, values)| (attribute_name(key.get_ref()), values.clone()))
                .collect(),
            counts: entry
                .count
                .iter()
                .filter_map(|(key, range)| {
                    Some((key.get_ref().clone(), Occurs::of_range(range.get_ref())?))
                })
                .collect(),
            distinct: entry.distinct.as_ref().map(|child| {
                let by = entry
                    .by
                    .as_ref()
                    .map_or("@xml:lang", |by| by.get_ref().as_str());
                (child.get_ref().clone(), attribute_name(by))
            }),
            differ: entry
                .differ
                .as_ref()
                .map(|attribute| attribute_name(attribute.get_ref())),
        }
    }

    /// Judges an element.
    pub(super) fn check<'t>(
        &self,
        judging: &mut Judging<'_, '_, 't>,
        shape: &Shape<'_>,
        node: Node<'t>,
    ) {
        let Some(conditions) = self.conditions(judging, shape, node) else {
            return;
        };
        for (what, Occurs { min, max }) in &self.counts {
            let found = node
                .elements()
                .filter(|child| shape.is_counted(*child, node, what))
                .count();
            // Of a child that may stand there once, the first counts, and the others are reported as surplus.
            let found = match u32::try_from(found).unwrap_or(u32::MAX) {
                2.. if !shape.has_many(what) => 1,
                found => found,
            };
            if found < *min || max.is_some_and(|max| found > max) {
                self.report(judging, Place::Element(node), &|| {
                    let what = match what.as_str() {
                        "*" => "elements of other namespaces".to_owned(),
                        name => format!("`<{name}/>`"),
                    };
                    let conditions = conditions
                        .iter()
                        .map(|(name, value)| (*name, value.as_str()));
                    wording::wrong_count(node.name(), conditions, (found, &what), (*min, *max))
                });
            }
        }
        if let Some((child, by)) = &self.distinct {
            self.check_distinct(judging, shape, node, child, by);
        }
        if let Some(name) = &self.differ {
            self.check_differ(judging, shape, node, name);
        }
    }

    /// The attributes that make the rule hold and their values, where all of them do.
    fn conditions(
        &self,
        judging: &Judging<'_, '_, '_>,
        shape: &Shape<'_>,
        node: Node<'_>,
    ) -> Option<Vec<(&str, String)>> {
        let mut conditions = Vec::new();
        for (name, values) in &self.when {
            let value = judging.effective(shape, node, name)?;
            if !values.contains(&value) {
                return None;
            }
            conditions.push((name.as_str(), value));
        }
        Some(conditions)
    }

    fn check_distinct<'t>(
        &self,
        judging: &mut Judging<'_, '_, 't>,
        shape: &Shape<'_>,
        node: Node<'t>,
        name: &str,
        by: &str,
    ) {
        let mut seen = BTreeSet::new();
        for child in node
            .elements()
            .filter(|child| shape.is_counted(*child, node, name))
        {
            let declared = shape
                .child(child.namespace(), child.name())
                .and_then(|(_, id)| judging.judge.shapes.get(id.0 as usize));
            let value = declared.and_then(|declared| match by {
                // Without one of its own, a child has the language of the element around (XML 1.0 §2.12).
                "xml:lang" => judging
                    .language(declared, child)
                    .or_else(|| judging.language(shape, node)),
                by => judging.effective(declared, child, by),
            });
            let value = value.unwrap_or_default();
            if !seen.insert(value) {
                self.report(judging, Place::Element(child), &|| {
                    wording::not_distinct(node.name(), name, Some(by))
                });
            }
        }
    }

    fn check_differ<'t>(
        &self,
        judging: &mut Judging<'_, '_, 't>,
        shape: &Shape<'_>,
        node: Node<'t>,
        name: &str,
    ) {
        let Some(attribute) = find(node, name) else {
            return;
        };
        if attribute.value() == shape.text_of(node) {
            self.report(judging, Place::Attribute(attribute), &|| {
                wording::not_different(node.name(), name, "its text")
            });
        }
    }

    fn report(
        &self,
        judging: &mut Judging<'_, '_, '_>,
        place: Place<'_>,
        message: &dyn Fn() -> String,
    ) {
        judging.violation(self.rule.clone(), place, None, &|| Said {
            help: Some(format!("see {}", self.spec)),
            ..Said::message(message())
        });
    }
}

/// The attribute of that name, as people write it.
fn find<'t>(node: Node<'t>, name: &str) -> Option<Attribute<'t>> {
    match name.strip_prefix("xml:") {
        Some(local) => node.attribute(xmpp_xml::XML_NAMESPACE, local),
        None => node.attribute("", name),
    }
}

fn attribute_name(key: &str) -> String {
    key.strip_prefix('@').unwrap_or(key).to_owned()
}

/// The stanza error of a condition, with the type that RFC 6120 §8.3.3 gives it; `bad-request` where none is named.
fn answer(condition: Option<&str>) -> Answer {
    condition
        .and_then(Answer::stanza)
        .unwrap_or(Answer::BAD_REQUEST)
}

impl Judging<'_, '_, '_> {
    /// The language that an element gives itself, as far as its schema lets it; case does not matter (RFC 5646 §2.1.1).
    fn language(&self, shape: &Shape<'_>, node: Node<'_>) -> Option<String> {
        let declared = shape.attribute(xmpp_xml::XML_NAMESPACE, "lang")?;
        let given = find(node, "xml:lang")?;
        let language = self.reads_as(&declared.value, &given.value())?;
        Some(language.to_ascii_lowercase())
    }

    /// What an attribute reads as: its value where that is valid, else what stands for it; empty where it is absent.
    /// Nothing where a required one is absent or invalid: then there is nothing to judge by.
    fn effective(&self, shape: &Shape<'_>, node: Node<'_>, name: &str) -> Option<String> {
        let declared = shape
            .attributes
            .iter()
            .find(|attribute| written(attribute.name) == name);
        let Some(declared) = declared else {
            return Some(
                find(node, name)
                    .map(|attribute| attribute.value().into_owned())
                    .unwrap_or_default(),
            );
        };
        let given = find(node, name)
            .and_then(|attribute| self.reads_as(&declared.value, &attribute.value()));
        match given {
            Some(value) => Some(value),
            None if declared.required => None,
            None => Some(declared.default.unwrap_or_default().to_owned()),
        }
    }
}
