//! A field of a struct.

use crate::check::Facets;
use crate::errors::Errors;
use crate::keys::{Keys, list};
use crate::model::{AttributeNamespace, Default, Field, Kind, Namespace};
use crate::names;
use proc_macro2::Span;
use syn::{Ident, LitStr};

/// A field that was read.
pub(super) enum Parsed {
    /// One that holds something known.
    Field(Box<Field>),
    /// The one for what is unknown.
    Extra(Ident),
}

const KINDS: &[&str] = &[
    "attribute",
    "child",
    "text",
    "text_of",
    "flag",
    "any",
    "mixed",
    "extra",
];
const KEYS: &[&str] = &[
    "attribute",
    "child",
    "text",
    "text_of",
    "flag",
    "any",
    "mixed",
    "extra",
    "default",
    "written",
    "empty",
    "namespace",
];

/// Reads a field; children without a namespace of their own are in that of the type.
pub(super) fn field(field: &syn::Field, own: &Namespace, errors: &mut Errors) -> Option<Parsed> {
    let ident = field.ident.clone()?;
    let mut keys = Keys::read(&field.attrs, "xml", errors);
    let facets = Facets::read(&field.attrs, "a field", errors);
    let given: Vec<(&str, Span)> = KINDS
        .iter()
        .filter_map(|kind| keys.take(kind).map(|entry| (*kind, entry.key.span())))
        .collect();
    let namespace = keys
        .take("namespace")
        .map(|entry| entry.key.span())
        .zip(super::namespace(&mut keys, errors));
    let default = keys.maybe("default", "default = value", errors);
    let default_span = keys.take("default").map(|entry| entry.key.span());
    let written = keys.take("written").map(|entry| entry.key.span());
    let empty = keys.text("empty", "empty = \"7\"", errors);
    let kind = match given.as_slice() {
        [only] => Some(*only),
        [] => None,
        [(first, _), (second, span), ..] => {
            errors.at_span(
                *span,
                format!("a field holds one thing: `{first}` or `{second}`"),
            );
            return None;
        }
    };
    let parsed = kind.and_then(|(kind, span)| {
        if kind == "extra" {
            keys.flag(kind, errors);
            return Some((None, span));
        }
        let scope = Scope {
            ident: &ident,
            own,
            namespace,
        };
        scope
            .kind(kind, &mut keys, errors)
            .map(|kind| (Some(kind), span))
    });
    let clean = keys.finish("a field", KEYS, errors);
    if clean && kind.is_none() {
        errors.at(
            &ident,
            "say what the field holds: `#[xml(attribute)]`, `child`, `text`, `text_of = \"name\"`, `flag`, `any`, `mixed` \
             or `extra`",
        );
    }
    let (kind, span) = parsed?;
    let Some(kind) = kind else {
        return Some(Parsed::Extra(ident));
    };
    check_default((default_span, written), &kind, errors);
    check_empty(empty.as_ref(), &kind, default_span, errors);
    check_facets(&facets, &kind, span, errors);
    Some(Parsed::Field(Box::new(Field {
        ident,
        type_: field.ty.clone(),
        kind,
        default: default.map(|value| value.map_or(Default::OfType, Default::Of)),
        written: written.is_some(),
        empty,
        facets,
    })))
}

/// What the kind of a field depends on.
struct Scope<'f> {
    ident: &'f Ident,
    own: &'f Namespace,
    namespace: Option<(Span, Namespace)>,
}

impl Scope<'_> {
    fn kind(self, kind: &str, keys: &mut Keys, errors: &mut Errors) -> Option<Kind> {
        if let Some((span, _)) = &self.namespace
            && !matches!(kind, "attribute" | "text_of" | "flag")
        {
            errors.at_span(
                *span,
                format!(
                    "`namespace` does not go with `{kind}`: the type of the child knows its own"
                ),
            );
        }
        match kind {
            "attribute" => self.attribute(keys, errors),
            "child" => keys.flag(kind, errors).map(|_| Kind::Child),
            "text" => keys.flag(kind, errors).map(|_| Kind::Text),
            "any" => {
                let admits: Option<Option<LitStr>> = keys.maybe(kind, "any = \"##any\"", errors);
                admits.map(|admits| {
                    Kind::Any(admits.map_or_else(|| "##other".to_owned(), |text| text.value()))
                })
            }
            "mixed" => {
                let admits: Option<Option<LitStr>> = keys.maybe(kind, "mixed = \"##any\"", errors);
                admits
                    .map(|admits| Kind::Mixed(admits.map(|text| text.value()).unwrap_or_default()))
            }
            "flag" => {
                let name: Option<LitStr> = keys.maybe(kind, "flag = \"required\"", errors)?;
                let name = self.name(name, errors);
                Some(Kind::Flag(self.child_namespace(), name))
            }
            _ => {
                let name = keys.text(kind, "text_of = \"group\"", errors)?;
                let name = names::checked(&name, errors);
                Some(Kind::TextOf(self.child_namespace(), name))
            }
        }
    }

    fn attribute(self, keys: &mut Keys, errors: &mut Errors) -> Option<Kind> {
        let text: Option<LitStr> = keys.maybe("attribute", "attribute = \"name\"", errors)?;
        if let Some(text) = &text
            && let Some((prefix, name)) = text.value().split_once(':')
        {
            if prefix != "xml" {
                errors.at(
                    text,
                    format!(
                        "a prefix means nothing here: write `attribute = \"{name}\", namespace = \"urn:example\"`"
                    ),
                );
            }
            let name = names::checked(&LitStr::new(name, text.span()), errors);
            return Some(Kind::Attribute(Some(AttributeNamespace::Xml), name));
        }
        let name = self.name(text, errors);
        let namespace = match self.namespace {
            None => None,
            Some((_, Namespace::Of(value))) => Some(AttributeNamespace::Of(value)),
            Some((span, Namespace::Content)) => {
                errors.at_span(span, "an attribute is never in the content namespace");
                None
            }
        };
        Some(Kind::Attribute(namespace, name))
    }

    fn name(&self, text: Option<LitStr>, errors: &mut Errors) -> String {
        match text {
            Some(text) => names::checked(&text, errors),
            None => names::kebab(self.ident),
        }
    }

    fn child_namespace(self) -> Namespace {
        self.namespace
            .map_or_else(|| self.own.clone(), |(_, namespace)| namespace)
    }
}

/// Complains where absence means nothing, or its meaning is never written: `default` and `written` stand there.
fn check_default(
    (default, written): (Option<Span>, Option<Span>),
    kind: &Kind,
    errors: &mut Errors,
) {
    if let Some(span) = default
        && matches!(kind, Kind::Flag(..) | Kind::Any(_) | Kind::Mixed(_))
    {
        errors.at_span(
            span,
            "`default` is for attributes, texts and children of a type",
        );
    }
    if let Some(span) = written
        && (default.is_none() || !matches!(kind, Kind::Attribute(..)))
    {
        errors.at_span(
            span,
            "`written` is for attributes with a `default`: it writes that value too",
        );
    }
}

/// Complains where no empty element comes for a field, or where two keys say what it stands for.
fn check_empty(empty: Option<&LitStr>, kind: &Kind, default: Option<Span>, errors: &mut Errors) {
    let Some(empty) = empty else { return };
    let is_text = matches!(kind, Kind::Text | Kind::TextOf(..) | Kind::Mixed(_));
    if !is_text {
        errors.at(
            empty,
            "`empty` is for texts: it says what `text`, `text_of` or `mixed` hold where the element is empty",
        );
    }
    if default.is_some() && matches!(kind, Kind::Text) {
        errors.at(
            empty,
            "`default` says already what the element holds where it is empty",
        );
    }
}

/// Complains about bounds that the kind of field has no use for.
fn check_facets(facets: &Facets, kind: &Kind, span: Span, errors: &mut Errors) {
    let values = matches!(kind, Kind::Attribute(..) | Kind::Text | Kind::TextOf(..));
    if facets.bounds_values() && !values {
        errors.at_span(
            span,
            format!(
                "{} bound a value: of an attribute or a text",
                list(&["min_length", "max_length", "min", "max", "pattern", "fixed"])
            ),
        );
    }
    let several = matches!(kind, Kind::Child | Kind::TextOf(..) | Kind::Any(_));
    if facets.bounds_occurrence() && !several {
        errors.at_span(
            span,
            "`min_occurs` and `max_occurs` are for fields of several children: `child`, `text_of` or `any`",
        );
    }
}
