//! Documents against schemas, clause by clause; each from both readers.

use super::*;
use crate::catalog::Catalog;
use crate::diagnostic::has_errors;
use crate::library::Library;
use crate::source::SourceMap;
use crate::{Mode, load_in};

/// The model of the components of a schema without a namespace.
fn model(components: &str) -> Model {
    let text =
        format!("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>{components}</xs:schema>");
    let mut sources = SourceMap::default();
    let file = sources.add("test.xsd", text);
    let (catalog, library) = (Catalog::default(), Library::empty());
    let (model, found) = load_in(Mode::Strict, &mut sources, &[file], &catalog, &library);
    assert!(!has_errors(&found), "{found:?}");
    model
}

/// The rules that a document breaks, each with the path; both readers must agree.
fn broken(model: &Model, document: &str) -> Vec<String> {
    let strict = Strict::new(model);
    let mut found = Vec::new();
    let wire = xmpp_xml::Document::parse(document, Limits::FILE).unwrap();
    strict.check(wire.root(), &mut |violation| {
        found.push(format!(
            "{} {}",
            violation.finding.path, violation.finding.rule
        ));
        ControlFlow::Continue(())
    });
    let mut others = Vec::new();
    let tree = roxmltree::Document::parse(document).unwrap();
    strict.check_tree(&tree, &mut |violation| {
        others.push(format!(
            "{} {}",
            violation.finding.path, violation.finding.rule
        ));
        ControlFlow::Continue(())
    });
    assert_eq!(found, others, "{document}");
    found
}

#[track_caller]
fn judge(components: &str, valid: &[&str], invalid: &[(&str, &str)]) {
    let model = model(components);
    for document in valid {
        assert_eq!(broken(&model, document), [""; 0], "{document}");
    }
    for (document, expected) in invalid {
        assert_eq!(broken(&model, document).join(", "), *expected, "{document}");
    }
}

/// An element `r` of that content.
fn content(particles: &str) -> String {
    format!(
        "<xs:element name='a'/><xs:element name='b'/><xs:element name='c'/>\
         <xs:element name='r'><xs:complexType>{particles}</xs:complexType></xs:element>"
    )
}

#[test]
fn sequences_and_choices_are_matched_in_order() {
    judge(
        &content(
            "<xs:sequence><xs:element ref='a'/><xs:choice minOccurs='0' maxOccurs='unbounded'>\
             <xs:element ref='b'/><xs:element ref='c'/></xs:choice></xs:sequence>",
        ),
        &["<r><a/></r>", "<r><a/><b/><c/><b/></r>", "<r>\n<a/>\n</r>"],
        &[
            ("<r/>", "r incomplete-content"),
            ("<r><b/></r>", "r/b unexpected-child"),
            ("<r><a/><a/></r>", "r/a[2] unexpected-child"),
            ("<r><a/><x/><x/></r>", "r/x[1] unexpected-child"),
            ("<r>text<a/></r>", "r unexpected-text"),
        ],
    );
}

#[test]
fn repetitions_are_counted_also_within_each_other() {
    let rows = |count: usize| format!("<r>{}</r>", "<a/>".repeat(count));
    let model = model(&content(
        "<xs:sequence minOccurs='2' maxOccurs='2'><xs:element ref='a' minOccurs='2' maxOccurs='3'/></xs:sequence>",
    ));
    let valid: Vec<usize> = (0..9)
        .filter(|count| broken(&model, &rows(*count)).is_empty())
        .collect();
    assert_eq!(valid, [4, 5, 6]);
    let large = self::model(&content(
        "<xs:sequence><xs:element ref='a' minOccurs='9999' maxOccurs='10000'/><xs:element ref='b'/></xs:sequence>",
    ));
    let with_end = |count: usize| format!("<r>{}<b/></r>", "<a/>".repeat(count));
    assert_eq!(broken(&large, &with_end(10_000)), [""; 0]);
    assert_eq!(broken(&large, &with_end(9_998)), ["r/b unexpected-child"]);
    assert_eq!(
        broken(&large, &with_end(10_001)),
        ["r/a[10001] unexpected-child"]
    );
}

#[test]
fn all_takes_each_member_once_in_any_order() {
    judge(
        &content("<xs:all><xs:element ref='a'/><xs:element ref='b' minOccurs='0'/></xs:all>"),
        &["<r><b/><a/></r>", "<r><a/></r>"],
        &[
            ("<r><b/></r>", "r incomplete-content"),
            ("<r><a/><b/><a/></r>", "r/a[2] unexpected-child"),
        ],
    );
}

#[test]
fn wildcards_say_how_strictly_they_look() {
    let any = |process: &str| {
        content(&format!(
            "<xs:sequence><xs:any processContents='{process}' maxOccurs='2'/></xs:sequence>"
        )) + "<xs:element name='n' type='xs:int'/>"
    };
    judge(
        &any("strict"),
        &["<r><n>1</n></r>"],
        &[("<r><x/><n>x</n></r>", "r/x undeclared, r/n invalid-value")],
    );
    judge(
        &any("lax"),
        &["<r><x><y/></x></r>"],
        &[("<r><x><n>x</n></x></r>", "r/x/n invalid-value")],
    );
    judge(&any("skip"), &["<r><n>x</n></r>"], &[]);
}

#[test]
fn substitution_follows_the_group_and_its_blocks() {
    let group = "<xs:element name='head' type='xs:token' abstract='true'/>\
        <xs:element name='one' substitutionGroup='head'/>\
        <xs:element name='two' substitutionGroup='one'/>\
        <xs:element name='closed' type='xs:token' block='substitution'/>\
        <xs:element name='never' substitutionGroup='closed'/>";
    judge(
        &(content(
            "<xs:sequence><xs:element ref='head'/><xs:element ref='closed' minOccurs='0'/></xs:sequence>",
        ) + group),
        &["<r><one/></r>", "<r><two/><closed/></r>"],
        &[
            ("<r><head/></r>", "r/head abstract"),
            ("<r><one/><never/></r>", "r/never unexpected-child"),
        ],
    );
}

#[test]
fn a_type_that_a_document_names_is_derived_and_not_blocked() {
    let types = "<xs:complexType name='base'><xs:sequence/></xs:complexType>\
        <xs:complexType name='more'><xs:complexContent><xs:extension base='base'><xs:attribute name='x'/></xs:extension></xs:complexContent></xs:complexType>\
        <xs:element name='open' type='base'/><xs:element name='closed' type='base' block='extension'/>";
    const XSI: &str = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'";
    judge(
        types,
        &[&format!("<open {XSI} xsi:type='more' x='1'/>")],
        &[("<open x='1'/>", "open/@x unknown-attribute")],
    );
    // The readers name the attribute otherwise: with its prefix, or without.
    let model = model(types);
    let strict = Strict::new(&model);
    for document in [
        format!("<closed {XSI} xsi:type='more'/>"),
        format!("<open {XSI} xsi:type='none'/>"),
    ] {
        let mut rules = Vec::new();
        let judged = strict.check_text(&document, &mut |violation| {
            rules.push(violation.finding.rule);
            ControlFlow::Continue(())
        });
        assert_eq!(
            (judged, rules),
            (Ok(()), vec![rules::INVALID_TYPE]),
            "{document}"
        );
    }
}

/// An element without a type holds anything, and yet its value may be fixed (XSD part 1 §3.3.4, 5.2.2).
#[test]
fn the_content_of_anything_can_be_fixed() {
    judge(
        "<xs:element name='f' fixed='2'/>",
        &["<f>2</f>", "<f/>"],
        &[("<f>3</f>", "f not-fixed"), ("<f>2<g/></f>", "f not-fixed")],
    );
}

/// `use='prohibited'` in a group is no use of an attribute, and takes nothing away (XSD part 1 §3.6.2).
#[test]
fn a_prohibition_in_a_group_says_nothing() {
    let restriction = |what: &str| {
        format!(
            "<xs:complexType name='b'><xs:attribute name='a'/></xs:complexType>\
             <xs:attributeGroup name='g'><xs:attribute name='a' use='prohibited'/></xs:attributeGroup>\
             <xs:element name='e'><xs:complexType><xs:complexContent><xs:restriction base='b'>{what}\
             </xs:restriction></xs:complexContent></xs:complexType></xs:element>"
        )
    };
    judge(
        &restriction("<xs:attributeGroup ref='g'/>"),
        &["<e a='1'/>"],
        &[],
    );
    judge(
        &restriction("<xs:attribute name='a' use='prohibited'/>"),
        &["<e/>"],
        &[("<e a='1'/>", "e/@a unknown-attribute")],
    );
}

#[test]
fn nil_defaults_and_fixed_values() {
    let elements = "<xs:element name='n' type='xs:int' nillable='true'/><xs:element name='d' type='xs:int' default='7'/>\
        <xs:element name='f' type='xs:decimal' fixed='1.0'/>\
        <xs:element name='t'><xs:complexType><xs:attribute name='v' type='xs:decimal' fixed='2'/></xs:complexType></xs:element>";
    const XSI: &str = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'";
    judge(
        elements,
        &[
            &format!("<n {XSI} xsi:nil='true'/>"),
            "<d/>",
            "<d><![CDATA[]]></d>",
            "<f>1</f>",
            "<f/>",
            "<d><![CDATA[]]></d>",
            "<t v='2.00'/>",
        ],
        &[
            ("<n/>", "n invalid-value"),
            ("<d> </d>", "d invalid-value"),
            (&format!("<n {XSI} xsi:nil='1'>1</n>"), "n invalid-nil"),
            ("<f>2</f>", "f not-fixed"),
            ("<t v='3'/>", "t/@v not-fixed"),
        ],
    );
}

#[test]
fn keys_are_unique_complete_and_referred_to() {
    let with = |name: &str, attribute: &str| {
        format!(
            "<xs:element name='{name}' minOccurs='0' maxOccurs='unbounded'><xs:complexType>\
             <xs:attribute name='{attribute}' type='xs:decimal'/></xs:complexType></xs:element>"
        )
    };
    judge(
        &format!(
            "<xs:element name='r'><xs:complexType><xs:sequence>{}{}</xs:sequence></xs:complexType>\
             <xs:key name='key'><xs:selector xpath='k'/><xs:field xpath='@id'/></xs:key>\
             <xs:keyref name='ref' refer='key'><xs:selector xpath='.//p'/><xs:field xpath='@to'/></xs:keyref></xs:element>",
            with("k", "id"),
            with("p", "to")
        ),
        &["<r><k id='1'/><k id='2'/><p to='2.0'/><p/></r>"],
        &[
            ("<r><k id='1'/><k id='1.0'/></r>", "r/k[2] duplicate-key"),
            ("<r><k/></r>", "r/k incomplete-key"),
            ("<r><k id='1'/><p to='3'/></r>", "r/p unresolved-reference"),
        ],
    );
}

#[test]
fn ids_are_unique_in_the_document_and_references_lead_to_them() {
    judge(
        &content(
            "<xs:sequence><xs:element name='e' maxOccurs='unbounded'><xs:complexType><xs:attribute name='id' type='xs:ID'/>\
             <xs:attribute name='to' type='xs:IDREFS'/></xs:complexType></xs:element></xs:sequence>",
        ),
        &["<r><e to='b a'/><e id='a'/><e id='b'/></r>"],
        &[
            ("<r><e id='a'/><e id='a'/></r>", "r/e[2]/@id duplicate-id"),
            ("<r><e id='a' to='a b'/></r>", "r/e unresolved-reference"),
        ],
    );
}

#[test]
fn depth_of_input_is_not_depth_of_stack() {
    let model = model(
        "<xs:element name='a'><xs:complexType><xs:sequence><xs:element ref='a' minOccurs='0'/></xs:sequence></xs:complexType></xs:element>",
    );
    let deep = "<a>".repeat(400) + &"</a>".repeat(400);
    assert_eq!(broken(&model, &deep), [""; 0]);
}
