//! Attributes of the derives: `#[xml(..)]` and `#[check(..)]`.

use super::layout::Attribute;
use super::scope::Scope;
use crate::model::Occurs;
use crate::plan::default_name;
use crate::plan::item::{Check, Default, Field, FieldKind, Literal, Namespace, Rule};
use quote::quote;

/// `#[xml(..)]` of a type; `name` is the element's, if the derive would not find it.
pub(super) fn of_type(
    namespace: Option<&Namespace>,
    name: Option<&str>,
    mut more: Vec<String>,
    scope: &Scope,
) -> Attribute {
    let mut arguments = Vec::new();
    arguments
        .extend(namespace.map(|namespace| format!("namespace = {}", namespace_text(namespace))));
    arguments.extend(name.map(|name| format!("name = {}", text(name))));
    arguments.append(&mut more);
    arguments.extend(scope.crate_path().map(|path| format!("crate = {path}")));
    let literal = !matches!(namespace, Some(Namespace::Own | Namespace::Content));
    Attribute {
        name: "xml",
        arguments,
        plain: literal && scope.crate_path().is_none(),
    }
}

/// `#[xml(..)]` of a field.
pub(super) fn of_field(field: &Field, scope: &mut Scope) -> Attribute {
    let mut arguments = Vec::new();
    let named = |key: &str, xml: &str| {
        if default_name(field.name.trim_end_matches('_'), xml) {
            key.to_owned()
        } else {
            format!("{key} = {}", text(xml))
        }
    };
    let mut plain = true;
    let mut elsewhere = None;
    match &field.kind {
        FieldKind::Attribute { name, namespace } => {
            arguments.push(named("attribute", name));
            elsewhere = (!namespace.is_empty()).then(|| text(namespace));
        }
        FieldKind::Child => arguments.push("child".to_owned()),
        FieldKind::Text => arguments.push("text".to_owned()),
        FieldKind::TextOf { name, namespace } => {
            arguments.push(format!("text_of = {}", text(name)));
            elsewhere = namespace.as_ref().map(namespace_text);
            plain = !matches!(namespace, Some(Namespace::Own | Namespace::Content));
        }
        FieldKind::Flag { name, namespace } => {
            arguments.push(named("flag", name));
            elsewhere = namespace.as_ref().map(namespace_text);
            plain = !matches!(namespace, Some(Namespace::Own | Namespace::Content));
        }
        FieldKind::Any(words) if words == "##other" => arguments.push("any".to_owned()),
        FieldKind::Any(words) => arguments.push(format!("any = {}", text(words))),
        FieldKind::Mixed(words) if words.is_empty() => arguments.push("mixed".to_owned()),
        FieldKind::Mixed(words) => arguments.push(format!("mixed = {}", text(words))),
    }
    arguments.extend(elsewhere.map(|namespace| format!("namespace = {namespace}")));
    let absent = field
        .default
        .as_ref()
        .filter(|_| !matches!(field.kind, FieldKind::Flag { .. } | FieldKind::Text));
    match absent {
        Some(Default::Standard(_)) => arguments.push("default".to_owned()),
        Some(Default::Value(value)) => {
            plain &= matches!(value, Literal::Plain(_));
            arguments.push(format!("default = {}", literal(value, scope)));
        }
        None => {}
    }
    if field.written && absent.is_some() {
        arguments.push("written".to_owned());
    }
    arguments.extend(field.empty.as_ref().map(|empty| standing_for(empty)));
    Attribute {
        name: "xml",
        arguments,
        plain,
    }
}

/// The key for what an empty element stands for.
pub(super) fn standing_for(empty: &str) -> String {
    format!("empty = {}", text(empty))
}

/// `#[check(..)]` of a field or newtype.
pub(super) fn checks(checks: &[Check]) -> Attribute {
    Attribute {
        name: "check",
        arguments: checks
            .iter()
            .map(|check| format!("{} = {}", check.key, check.value))
            .collect(),
        // A minus sign is no literal to `rustfmt`.
        plain: checks.iter().all(|check| !check.value.starts_with('-')),
    }
}

/// `#[check(rule = .., ..)]` of a type.
pub(super) fn rule(rule: &Rule) -> Attribute {
    let mut arguments = vec![format!("rule = {}", text(&rule.name))];
    arguments.push(format!("spec = {}", text(&rule.spec)));
    arguments.extend(
        rule.answer
            .as_ref()
            .map(|answer| format!("answer = {}", text(answer))),
    );
    if !rule.when.is_empty() {
        let conditions: Vec<_> = rule
            .when
            .iter()
            .map(|(field, values)| condition(field, values))
            .collect();
        arguments.push(format!("when({})", conditions.join(", ")));
    }
    if !rule.count.is_empty() {
        let counts: Vec<_> = rule
            .count
            .iter()
            .map(|(field, bounds)| format!("{field} = {}", range(*bounds)))
            .collect();
        arguments.push(format!("count({})", counts.join(", ")));
    }
    arguments.extend(
        rule.distinct
            .as_ref()
            .map(|(field, by)| format!("distinct({field}, by = {})", text(by))),
    );
    arguments.extend(
        rule.differ
            .as_ref()
            .map(|(one, two)| format!("differ({one}, {two})")),
    );
    let several = rule.when.iter().any(|(_, values)| values.len() != 1);
    let ranges = rule
        .count
        .iter()
        .any(|(_, bounds)| bounds.max != Some(bounds.min));
    Attribute {
        name: "check",
        arguments,
        plain: !several && !ranges,
    }
}

/// Whether two rules say the same of themselves, which Clippy would call a slip.
pub(super) fn repeat(rules: &[Rule]) -> bool {
    let mut said: Vec<_> = rules.iter().map(|rule| rule.spec.as_str()).collect();
    said.extend(
        rules
            .iter()
            .filter_map(|rule| rule.distinct.as_ref())
            .map(|(_, by)| by.as_str()),
    );
    let all = said.len();
    said.sort_unstable();
    said.dedup();
    said.len() < all
}

/// A value as an expression.
pub(super) fn literal(value: &Literal, scope: &mut Scope) -> String {
    match value {
        Literal::Variant { type_, variant } => format!("{}::{variant}", scope.type_(type_)),
        Literal::Plain(plain) => plain.clone(),
        Literal::Text(value) => format!("{}::from({})", scope.prelude("String"), text(value)),
    }
}

fn condition(field: &str, values: &[String]) -> String {
    let values: Vec<_> = values.iter().map(|value| text(value)).collect();
    format!("{field} = {}", values.join(" | "))
}

fn range(occurs: Occurs) -> String {
    match occurs {
        Occurs {
            min,
            max: Some(max),
        } if min == max => min.to_string(),
        Occurs {
            min,
            max: Some(max),
        } => format!("{min}..={max}"),
        Occurs { min, max: None } => format!("{min}.."),
    }
}

fn namespace_text(namespace: &Namespace) -> String {
    match namespace {
        Namespace::Own => "NS".to_owned(),
        Namespace::Content => "content".to_owned(),
        Namespace::Other(other) => text(other),
    }
}

fn text(value: &str) -> String {
    quote!(#value).to_string()
}
