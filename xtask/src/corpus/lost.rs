//! Components of a schema's text that its model does not hold: a repair must lose none.

use std::collections::BTreeSet;
use xmpp_codegen::model::{Content, Model, Particle, Term, XSD};
use xmpp_codegen::source::{FileId, Span};

/// What stands in the text and not in the model, each as `line: construct name`.
///
/// Looked for are declarations of elements and attributes, references to both, types, groups, wildcards and enumerated values.
/// A prohibited attribute and a particle that occurs never are no components (XSD part 1 §3.2.2, §3.9.2), and an attribute group
/// exists only in the types that refer to it.
pub(super) fn lost(model: &Model, file: FileId, text: &str) -> Vec<String> {
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        ..roxmltree::ParsingOptions::default()
    };
    let Ok(tree) = roxmltree::Document::parse_with_options(text, options) else {
        return Vec::new();
    };
    let known = starts(model, file);
    let values: usize = model
        .simple_types
        .iter()
        .filter(|type_| type_.span.file == file)
        .map(|type_| type_.facets.enumeration.len())
        .sum();
    let nodes = || tree.descendants().filter(|node| is_component(*node));
    let mut lost: Vec<String> = nodes()
        .filter(|node| node.tag_name().name() != "enumeration")
        .filter(|node| !known.contains(&node.range().start))
        .map(|node| shown(node))
        .collect();
    let written = nodes()
        .filter(|node| node.tag_name().name() == "enumeration")
        .count();
    if written > values {
        lost.push(format!("{} enumerated values", written - values));
    }
    lost
}

fn shown(node: roxmltree::Node<'_, '_>) -> String {
    let line = node.document().text_pos_at(node.range().start).row;
    let name = node
        .attribute("name")
        .or_else(|| node.attribute("ref"))
        .unwrap_or_default();
    format!("{line}: {} {name}", node.tag_name().name())
}

fn is_component(node: roxmltree::Node<'_, '_>) -> bool {
    let is = |node: &roxmltree::Node<'_, '_>, name| node.has_tag_name((XSD, name));
    let kinds = [
        "element",
        "attribute",
        "simpleType",
        "complexType",
        "any",
        "anyAttribute",
        "enumeration",
    ];
    let global_group = |outer: &roxmltree::Node<'_, '_>| {
        is(outer, "attributeGroup") && outer.has_attribute("name")
    };
    kinds.iter().any(|kind| is(&node, *kind))
        && node.attribute("use") != Some("prohibited")
        && !node.ancestors().any(|outer| {
            outer.attribute("maxOccurs") == Some("0")
                || global_group(&outer)
                || is(&outer, "annotation")
                || is(&outer, "redefine")
        })
}

/// Where the start tags of the model's components begin in a file.
fn starts(model: &Model, file: FileId) -> BTreeSet<usize> {
    let mut spans: Vec<Span> = Vec::new();
    spans.extend(model.elements.iter().map(|element| element.span));
    spans.extend(model.attributes.iter().map(|attribute| attribute.span));
    spans.extend(model.simple_types.iter().map(|type_| type_.span));
    for group in &model.groups {
        particles(&group.particle, &mut spans);
    }
    for type_ in &model.complex_types {
        spans.push(type_.span);
        spans.extend(type_.attributes.iter().map(|used| used.span));
        spans.extend(type_.any_attribute.as_ref().map(|any| any.span));
        if let Content::Elements(particle) | Content::Mixed(Some(particle)) = &type_.content {
            particles(particle, &mut spans);
        }
    }
    let own = spans.into_iter().filter(|span| span.file == file);
    own.map(|span| span.range().start).collect()
}

/// The compiler bounds how deep they nest.
fn particles(particle: &Particle, spans: &mut Vec<Span>) {
    spans.push(particle.span);
    match &particle.term {
        Term::Any(any) => spans.push(any.span),
        Term::Model(_, inner) => inner.iter().for_each(|inner| particles(inner, spans)),
        Term::Element(_) | Term::Group(_) => {}
    }
}
