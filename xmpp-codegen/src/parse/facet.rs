//! Facets (XSD part 2 §4.3).

use super::Located;
use super::construct::Construct;
use super::reader::Parser;
use super::tree::Node;
use super::value::natural;
use crate::model::Text;
use crate::model::facet::{Enumeration, Facet, Facets, WhiteSpace};
use crate::rule::{incomplete_component, invalid_attribute_value, invalid_facet};

/// Takes a child if it is a facet.
pub(super) fn take(parser: &mut Parser<'_>, node: Node<'_, '_>, facets: &mut Facets) -> bool {
    let construct = node.construct();
    if !construct.is_facet() {
        return false;
    }
    match construct {
        Construct::Enumeration | Construct::Pattern => parser.check_attributes(node, &["value"]),
        _ => parser.check_attributes(node, &["fixed", "value"]),
    }
    let name = node.tag_name().name();
    let doc = parser.empty(node);
    let fixed = parser.flag(node, "fixed").unwrap_or(false);
    let Some(value) = parser.verbatim(node, "value") else {
        parser.report(incomplete_component::report(
            parser.span(node),
            name,
            "a `value`",
        ));
        return true;
    };
    match construct {
        Construct::Enumeration => facets.enumeration.push(Enumeration {
            value: value.value,
            bindings: parser.bindings(node),
            doc,
            span: value.span,
        }),
        Construct::Pattern => facets.patterns.push(Facet {
            value: value.value,
            fixed,
            span: value.span,
        }),
        Construct::WhiteSpace => white_space(parser, &value, fixed, facets),
        Construct::Length => number(parser, name, (&value, fixed), &mut facets.length),
        Construct::MinLength => number(parser, name, (&value, fixed), &mut facets.min_length),
        Construct::MaxLength => number(parser, name, (&value, fixed), &mut facets.max_length),
        Construct::TotalDigits => number(parser, name, (&value, fixed), &mut facets.total_digits),
        Construct::FractionDigits => {
            number(parser, name, (&value, fixed), &mut facets.fraction_digits)
        }
        Construct::MinInclusive => bound(parser, name, (value, fixed), &mut facets.min_inclusive),
        Construct::MaxInclusive => bound(parser, name, (value, fixed), &mut facets.max_inclusive),
        Construct::MinExclusive => bound(parser, name, (value, fixed), &mut facets.min_exclusive),
        _ => bound(parser, name, (value, fixed), &mut facets.max_exclusive),
    }
    true
}

fn white_space(parser: &mut Parser<'_>, value: &Located<Text>, fixed: bool, facets: &mut Facets) {
    let found = match value.value.trim() {
        "preserve" => WhiteSpace::Preserve,
        "replace" => WhiteSpace::Replace,
        "collapse" => WhiteSpace::Collapse,
        other => {
            let expected = "`preserve`, `replace` or `collapse`";
            parser.report(invalid_attribute_value::report(
                value.span, "value", other, expected,
            ));
            return;
        }
    };
    set(
        parser,
        "whiteSpace",
        Facet {
            value: found,
            fixed,
            span: value.span,
        },
        &mut facets.white_space,
    );
}

fn number(
    parser: &mut Parser<'_>,
    name: &str,
    (value, fixed): (&Located<Text>, bool),
    slot: &mut Option<Facet<u64>>,
) {
    match natural(value.value.trim()) {
        Some(0) if name == "totalDigits" => {
            parser.report(invalid_facet::report(value.span, name, "is at least 1"));
        }
        Some(found) => set(
            parser,
            name,
            Facet {
                value: found,
                fixed,
                span: value.span,
            },
            slot,
        ),
        None => parser.report(invalid_attribute_value::report(
            value.span,
            "value",
            &value.value,
            "a number",
        )),
    }
}

fn bound(
    parser: &mut Parser<'_>,
    name: &str,
    (value, fixed): (Located<Text>, bool),
    slot: &mut Option<Facet<Text>>,
) {
    let collapsed = super::value::collapse(&value.value).into();
    set(
        parser,
        name,
        Facet {
            value: collapsed,
            fixed,
            span: value.span,
        },
        slot,
    );
}

fn set<T>(parser: &mut Parser<'_>, name: &str, facet: Facet<T>, slot: &mut Option<Facet<T>>) {
    match slot {
        Some(first) => {
            let report = invalid_facet::report(facet.span, name, "is given twice")
                .label(first.span, "first here");
            parser.report(report);
        }
        None => *slot = Some(facet),
    }
}
