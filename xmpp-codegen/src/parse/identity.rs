//! `xs:unique`, `xs:key`, `xs:keyref` and `xs:notation`: read and checked for form, not judged yet (XSD part 1 §3.11.2).

use super::reader::Parser;
use crate::rule::{incomplete_component, not_judged};
use roxmltree::Node;

/// An identity constraint of an element.
pub(super) fn constraint(parser: &mut Parser<'_>, node: Node<'_, '_>) {
    let construct = node.tag_name().name();
    let allowed: &[&str] = match construct {
        "keyref" => &["name", "refer"],
        _ => &["name"],
    };
    parser.check_attributes(node, allowed);
    let span = parser.span(node);
    let mut fields = 0;
    let mut selectors = 0;
    for child in parser.children(node).nodes {
        match child.tag_name().name() {
            "selector" if selectors == 0 && fields == 0 => selectors += 1,
            "field" => fields += 1,
            _ => {
                parser.misplaced(child, "one `xs:selector`, then one or more `xs:field`");
                continue;
            }
        }
        parser.check_attributes(child, &["xpath"]);
        parser.empty(child);
        if !child.has_attribute("xpath") {
            let report = incomplete_component::report(
                parser.span(child),
                child.tag_name().name(),
                "`xpath`",
            );
            parser.report(report);
        }
    }
    let missing = [
        (!node.has_attribute("name"), "a `name`"),
        (
            construct == "keyref" && !node.has_attribute("refer"),
            "`refer`, the key it refers to",
        ),
        (
            selectors == 0 || fields == 0,
            "an `xs:selector` and an `xs:field`",
        ),
    ];
    for (is_missing, what) in missing {
        if is_missing {
            parser.report(incomplete_component::report(span, construct, what));
        }
    }
    parser.name(node);
    parser.report(not_judged::report(span, construct));
}

/// A notation: no document of XMPP can use one.
pub(super) fn notation(parser: &mut Parser<'_>, node: Node<'_, '_>) {
    parser.check_attributes(node, &["name", "public", "system"]);
    parser.empty(node);
    parser.name(node);
    parser.report(not_judged::report(parser.span(node), "notation"));
}
