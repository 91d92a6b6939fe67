//! Defects of single documents, as they are reported.

use crate::{findings, load, of, schema};

#[test]
fn closing_tags_without_a_partner_are_explained() {
    let early = "<xs:element name='a'><xs:complexType><xs:attribute name='x'/>\n<xs:simpleType/></xs:attribute></xs:complexType></xs:element>";
    insta::assert_snapshot!(of(early), @r#"
    error[not-well-formed]: closing tag `</xs:attribute>` does not match the open element `xs:complexType`
      tea.xsd:4:17 </xs:attribute>
      tea.xsd:3:22 <xs:complexType> | this element is open
      tea.xsd:3:38 <xs:attribute name='x'/> | `/>` has already closed this one
      help: write `>` instead of `/>`
      edit: tea.xsd:3:60 /> -> >
    "#);
    insta::assert_snapshot!(findings(&[("tea.xsd", "<a><b></a>")], ""), @r#"
    error[not-well-formed]: closing tag `</a>` does not match the open element `b`
      tea.xsd:1:7 </a>
      tea.xsd:1:4 <b> | this element is open
      help: close `b` before it
    "#);
    insta::assert_snapshot!(findings(&[("tea.xsd", "<a><b></c></a>")], ""), @r#"
    error[not-well-formed]: closing tag `</c>` does not match the open element `b`
      tea.xsd:1:7 </c>
      tea.xsd:1:4 <b> | this element is open
      help: write `</b>`, or open `c` before it
    "#);
    insta::assert_snapshot!(findings(&[("tea.xsd", "<a><!-- <c> --><b x='>'>")], ""), @r#"
    error[not-well-formed]: `<b>` is never closed
      tea.xsd:1:16 <b x='>'>
      help: add `</b>`
    "#);
}

#[test]
fn other_breaks_of_xml_have_a_place() {
    insta::assert_snapshot!(findings(&[("tea.xsd", "")], ""), @r#"
    error[not-well-formed]: the file holds no element
      tea.xsd:1:1
    "#);
    insta::assert_snapshot!(findings(&[("tea.xsd", "<a b='1'\n  b='2'/>")], ""), @r#"
    error[not-well-formed]: the attribute `b` is given twice
      tea.xsd:2:3 b
    "#);
    insta::assert_snapshot!(findings(&[("tea.xsd", "<é ü:b='1'/>")], ""), @r#"
    error[not-well-formed]: the prefix `ü` is bound to no namespace
      tea.xsd:1:4 ü
      help: declare it with `xmlns:prefix='…'` on the root element
    "#);
    insta::assert_snapshot!(findings(&[("tea.xsd", "<a>&tea;</a>")], ""), @r#"
    error[not-well-formed]: the entity `tea` is not defined
      tea.xsd:1:4 &
    "#);
    insta::assert_snapshot!(findings(&[("tea.xsd", "<a b='<'/>")], ""), @r#"
    error[not-well-formed]: `<` may not stand here
      tea.xsd:1:7 <
      help: write `&lt;`, or close the attribute's quote before it
    "#);
    insta::assert_snapshot!(findings(&[("tea.xsd", "\n<?xml version='1.0'?><a/>")], ""), @r#"
    error[not-well-formed]: the XML declaration does not stand at the very start of the file
      tea.xsd:2:1 <
      help: remove what stands before it
    "#);
}

#[test]
fn a_root_that_is_no_schema_is_one_finding() {
    insta::assert_snapshot!(findings(&[("tea.xsd", "<schema/>")], ""), @r#"
    error[not-a-schema]: the root element is `schema`, not `xs:schema`
      tea.xsd:1:1 <schema/>
      help: write `<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>`
    "#);
    insta::assert_snapshot!(findings(&[("tea.xsd", "<schema xmlns='http://www.w3.org/1999/XMLSchema'><foo/></schema>")], ""), @r#"
    error[not-a-schema]: the root element is `schema`, not `xs:schema`
      tea.xsd:1:1 <schema xmlns='http://www.w3.org/1999/XMLSchema'>
      note: it is in the namespace `http://www.w3.org/1999/XMLSchema`
      help: that is a draft; XML Schema 1.0 is `http://www.w3.org/2001/XMLSchema`
    "#);
}

#[test]
fn misplaced_elements_are_reported_once_per_place_and_kept() {
    let bare = "<xs:element name='order'><xs:complexType>
      <xs:attribute name='a' type='xs:string'/>
      <xs:element name='cup' type='cup'/>
      <xs:element name='pot' type='xs:string'/>
    </xs:complexType></xs:element>
    <xs:simpleType name='cup'><xs:restriction base='xs:string'/></xs:simpleType>";
    insta::assert_snapshot!(of(bare), @r#"
    warning[misplaced-element]: `xs:element` may not stand in `xs:complexType` here
      tea.xsd:5:7 <xs:element name='cup' type='cup'/> | `xs:complexType` takes `xs:simpleContent`, `xs:complexContent`, or one model group and then attributes
      tea.xsd:6:7 <xs:element name='pot' type='xs:string'/> | and this one
      note: it is read as if it stood in an `xs:sequence`, in its order
      help: put it into an `xs:sequence`, `xs:choice` or `xs:all`
    "#);
    let (model, ..) = load(&[("tea.xsd", &schema(bare))], "");
    let names: Vec<_> = model
        .elements
        .iter()
        .map(|element| element.name.local.as_str())
        .collect();
    assert_eq!(names, ["order", "cup", "pot"]);
}

#[test]
fn constructs_in_the_wrong_place_say_where_they_belong() {
    insta::assert_snapshot!(of("<xs:element name='a'><xs:sequence/></xs:element>
      <xs:element name='b'><xs:complexType><xs:sequence/><xs:attribute name='x' type='xs:string'/><xs:choice/></xs:complexType></xs:element>
      <xs:element name='c'><xs:complexType><xs:all><xs:any processContents='lax'/></xs:all></xs:complexType></xs:element>
      <xs:attribute name='d'><xs:restriction base='xs:string'/></xs:attribute>
      <xs:import namespace='jabber:iq:roster'/>
      <xs:enumeration value='e'/>"), @r#"
    warning[misplaced-element]: `xs:sequence` may not stand in `xs:element` here
      tea.xsd:3:22 <xs:sequence/> | `xs:element` takes one `xs:simpleType` or `xs:complexType`, then `xs:unique`, `xs:key` and `xs:keyref`
      note: it is read as if it stood in an `xs:complexType`
      help: put it into an `xs:complexType` of the element
    error[conflicting-properties]: there can be only one model group
      tea.xsd:4:99 <xs:choice/>
      tea.xsd:4:44 <xs:sequence/> | the first
      help: wrap both in an `xs:sequence`
    warning[misplaced-element]: `xs:any` may not stand in `xs:all` here
      tea.xsd:5:52 <xs:any processContents='lax'/> | `xs:all` takes elements
      note: it is read as a part of the content
      help: `xs:all` holds elements only: use `xs:sequence`, or a repeated `xs:choice`
    warning[misplaced-element]: `xs:restriction` may not stand in `xs:attribute` here
      tea.xsd:6:30 <xs:restriction base='xs:string'/> | `xs:attribute` takes one `xs:simpleType`
      note: it is read as if it stood in an `xs:simpleType`
      help: put it into an `xs:simpleType`
    warning[misplaced-element]: `xs:import` may not stand in `xs:schema` here
      tea.xsd:7:7 <xs:import namespace='jabber:iq:roster'/> | `xs:schema` takes imports and includes before its components
      note: it is read as if it came first
      help: move it before the first component
    error[misplaced-element]: `xs:enumeration` may not stand in `xs:schema` here
      tea.xsd:8:7 <xs:enumeration value='e'/>
      help: `xs:schema` takes global components
    "#);
}

#[test]
fn attributes_that_do_not_belong_are_reported_with_what_was_meant() {
    insta::assert_snapshot!(of("<xs:element name='a' minOccurs='0'><xs:complexType><xs:sequence>
        <xs:element name='b' type='xs:string' use='required' maxOccur='2'/>
      </xs:sequence><xs:attribute name='c' type='xs:string' required='true' xs:use='x'/></xs:complexType></xs:element>"), @r#"
    warning[forbidden-attribute]: a global `xs:element` may not carry `minOccurs`
      tea.xsd:3:22 minOccurs
      note: how often it occurs is said where it is referenced
      note: a reference says how often, so this says nothing
      help: remove it
      edit: tea.xsd:3:22 minOccurs='0' -> 
    warning[forbidden-attribute]: `xs:element` may not carry `use`
      tea.xsd:4:47 use
      note: `use` belongs to attributes; an element is required unless it has `minOccurs='0'`
      note: it is read as if it were not there
      help: remove it, or write `minOccurs`
    warning[forbidden-attribute]: `xs:element` may not carry `maxOccur`
      tea.xsd:4:62 maxOccur
      note: it is read as `maxOccurs`
      help: write `maxOccurs`
      edit: tea.xsd:4:62 maxOccur -> maxOccurs
    warning[forbidden-attribute]: `xs:attribute` may not carry `required`
      tea.xsd:5:61 required
      note: it is read as `use='required'`
      help: write `use`
      edit: tea.xsd:5:61 required='true' -> use='required'
    error[forbidden-attribute]: `xs:attribute` may not carry `use`
      tea.xsd:5:77 xs:use
      help: write `use`
      edit: tea.xsd:5:77 xs:use -> use
    "#);
}

#[test]
fn values_that_mean_nothing_are_reported() {
    insta::assert_snapshot!(of("<xs:element name='a:b'/>
      <xs:element name='a' nillable='yes'><xs:complexType><xs:sequence minOccurs='-1' maxOccurs='many'>
        <xs:any namespace='##all' processContents='loose' minOccurs='3' maxOccurs='2'/>
        <xs:element ref='a:b:c' form='wide'/>
      </xs:sequence><xs:attribute name='c' use='always' type='xs:string'/></xs:complexType></xs:element>"), @r#"
    error[invalid-attribute-value]: `a:b` is not a value of `name`
      tea.xsd:3:19 a:b | expected a name without a colon
    error[invalid-attribute-value]: `yes` is not a value of `nillable`
      tea.xsd:4:38 yes | expected `true` or `false`
    error[invalid-attribute-value]: `-1` is not a value of `minOccurs`
      tea.xsd:4:83 -1 | expected a number
    error[invalid-attribute-value]: `many` is not a value of `maxOccurs`
      tea.xsd:4:98 many | expected a number or `unbounded`
    error[invalid-attribute-value]: `##all` is not a value of `namespace`
      tea.xsd:5:28 ##all | expected `##any`, `##other`, or a list of namespaces, `##targetNamespace` and `##local`
    error[invalid-attribute-value]: `loose` is not a value of `processContents`
      tea.xsd:5:52 loose | expected `strict`, `lax` or `skip`
    error[invalid-occurrence]: `minOccurs` is 3 and `maxOccurs` is 2
      tea.xsd:5:84 2
      help: raise `maxOccurs` or lower `minOccurs`; each is 1 unless given
    error[invalid-attribute-value]: `a:b:c` is not a value of `ref`
      tea.xsd:6:26 a:b:c | expected a name, with a prefix or without
    error[conflicting-properties]: `form` and `ref` exclude each other
      tea.xsd:6:39 wide
      tea.xsd:6:26 a:b:c | `ref` is given here
      help: keep one of them
    error[invalid-attribute-value]: `always` is not a value of `use`
      tea.xsd:7:49 always | expected `optional`, `required` or `prohibited`
    "#);
}

#[test]
fn facets_are_read_and_their_slips_reported() {
    insta::assert_snapshot!(of("<xs:simpleType name='a'><xs:restriction base='xs:string'>
        <xs:maxLength value='ten'/><xs:minLength value='1'/><xs:minLength value='2'/>
        <xs:whiteSpace value='trim'/><xs:pattern/><xs:enumeration value='x' fixed='true'/>
      </xs:restriction></xs:simpleType>"), @r#"
    error[invalid-attribute-value]: `ten` is not a value of `value`
      tea.xsd:4:30 ten | expected a number
    error[invalid-facet]: `xs:minLength` is given twice
      tea.xsd:4:82 2
      tea.xsd:4:57 1 | first here
    error[invalid-attribute-value]: `trim` is not a value of `value`
      tea.xsd:5:31 trim | expected `preserve`, `replace` or `collapse`
    error[incomplete-component]: `xs:pattern` lacks a `value`
      tea.xsd:5:38 <xs:pattern/>
      help: add a `value`
    error[forbidden-attribute]: `xs:enumeration` may not carry `fixed`
      tea.xsd:5:77 fixed
      help: remove it; allowed is `value`
    "#);
}

#[test]
fn components_that_say_too_little_or_too_much_are_reported() {
    insta::assert_snapshot!(of("<xs:element/><xs:complexType/><xs:simpleType name='a'/>
      <xs:group name='b'/><xs:attributeGroup/>
      <xs:element name='c' type='xs:string' default='1' fixed='2'><xs:simpleType><xs:union/></xs:simpleType></xs:element>
      <xs:element name='d'><xs:complexType><xs:complexContent/></xs:complexType></xs:element>
      <xs:element name='e'><xs:complexType><xs:sequence><xs:element ref='d' type='xs:string'/><xs:element/></xs:sequence>
        <xs:attribute name='f' use='required' default='1'/></xs:complexType></xs:element>"), @r#"
    error[incomplete-component]: `xs:element` lacks a `name`
      tea.xsd:3:1 <xs:element/>
      help: add a `name`
    error[incomplete-component]: `xs:complexType` lacks a `name`
      tea.xsd:3:14 <xs:complexType/>
      help: add a `name`
    error[incomplete-component]: `xs:simpleType` lacks one `xs:restriction`, `xs:list` or `xs:union`
      tea.xsd:3:31 <xs:simpleType name='a'/>
      help: add one `xs:restriction`, `xs:list` or `xs:union`
    error[incomplete-component]: `xs:group` lacks one `xs:all`, `xs:choice` or `xs:sequence`
      tea.xsd:4:7 <xs:group name='b'/>
      help: add one `xs:all`, `xs:choice` or `xs:sequence`
    error[incomplete-component]: `xs:attributeGroup` lacks a `name`
      tea.xsd:4:27 <xs:attributeGroup/>
      help: add a `name`
    error[conflicting-properties]: `fixed` and `default` exclude each other
      tea.xsd:5:64 2
      tea.xsd:5:54 1 | `default` is given here
      help: keep one of them
    error[conflicting-properties]: an anonymous type and `type` exclude each other
      tea.xsd:5:67 <xs:simpleType>
      tea.xsd:5:34 xs:string | `type` is given here
      help: keep one of them
    error[incomplete-component]: `xs:union` lacks `memberTypes` or an `xs:simpleType`
      tea.xsd:5:82 <xs:union/>
      help: add `memberTypes` or an `xs:simpleType`
    error[incomplete-component]: `xs:complexContent` lacks an `xs:extension` or `xs:restriction`
      tea.xsd:6:44 <xs:complexContent/>
      help: add an `xs:extension` or `xs:restriction`
    error[conflicting-properties]: `type` and `ref` exclude each other
      tea.xsd:7:83 xs:string
      tea.xsd:7:74 d | `ref` is given here
      help: keep one of them
    error[incomplete-component]: `xs:element` lacks a `name` or a `ref`
      tea.xsd:7:95 <xs:element/>
      help: add a `name` or a `ref`
    error[conflicting-properties]: `default` and `use='required'` exclude each other
      tea.xsd:8:56 1
      tea.xsd:8:37 required | `use='required'` is given here
      help: remove `use`, or the default, which would never apply
    "#);
}

#[test]
fn what_a_constraint_lacks_is_said() {
    insta::assert_snapshot!(of("<xs:element name='a'><xs:complexType/>
        <xs:unique name='u'><xs:selector xpath='item'/><xs:field xpath='@jid'/></xs:unique>
        <xs:keyref name='r'><xs:field xpath='@jid'/></xs:keyref>
      </xs:element>"), @r#"
    error[incomplete-component]: `xs:keyref` lacks `refer`, the key it refers to
      tea.xsd:5:9 <xs:keyref name='r'>
      help: add `refer`, the key it refers to
    error[incomplete-component]: `xs:keyref` lacks an `xs:selector` and an `xs:field`
      tea.xsd:5:9 <xs:keyref name='r'>
      help: add an `xs:selector` and an `xs:field`
    "#);
}

#[test]
fn text_foreign_and_unknown_elements_are_reported_where_they_stand() {
    insta::assert_snapshot!(of("  The menu\n  of today.
      <xs:annotations/><element name='x'/><xs:assert/>
      <xs:annotation><xs:appinfo><anything xmlns='urn:example:x'/></xs:appinfo></xs:annotation>"), @r#"
    error[stray-text]: text may not stand in `xs:schema`
      tea.xsd:3:3 The menu
      help: put it into `<xs:annotation><xs:documentation>`, or into a comment
    warning[unknown-element]: XML Schema 1.0 has no element `annotations`
      tea.xsd:5:7 <xs:annotations/>
      note: it is read as `annotation`
      help: did you mean `annotation`?
    error[foreign-element]: `element` is in the namespace `urn:example:tea`, so it is not part of the schema
      tea.xsd:5:24 <element name='x'/>
      help: write `xs:element`
    error[unknown-element]: XML Schema 1.0 has no element `assert`
      tea.xsd:5:43 <xs:assert/>
      note: it is part of XML Schema 1.1
    "#);
}

#[test]
fn documentation_is_collapsed_and_joined() {
    let documented = "<xs:element name='a' type='xs:string'><xs:annotation>
        <xs:documentation>  One \n\t <b>bold</b>  word. </xs:documentation><xs:documentation/>
        <xs:documentation>Two.</xs:documentation></xs:annotation></xs:element>";
    let (model, diagnostics, _) = load(&[("tea.xsd", &schema(documented))], "");
    assert_eq!(diagnostics, []);
    assert_eq!(
        model.elements[0].doc.as_deref(),
        Some("One bold word. Two.")
    );
}

#[test]
fn spans_point_at_start_tags_and_values() {
    let text = schema("<xs:element  name = \"c\" default='a>b'\n type='xs:string' ></xs:element>");
    let (model, diagnostics, sources) = load(&[("tea.xsd", &text)], "");
    assert_eq!(diagnostics, []);
    let element = &model.elements[0];
    assert_eq!(
        sources.snippet(element.span),
        "<xs:element  name = \"c\" default='a>b'\n type='xs:string' >"
    );
    assert_eq!(sources.snippet(element.name_span), "c");
}

#[test]
fn hostile_documents_end_in_findings() {
    let nested = |open: &str, close: &str, times: usize| open.repeat(times) + &close.repeat(times);
    let deep = schema(&format!(
        "<xs:element name='a'><xs:complexType>{}</xs:complexType></xs:element>",
        nested("<xs:sequence>", "</xs:sequence>", 100_000)
    ));
    let anonymous = schema(&nested(
        "<xs:element name='a'><xs:complexType><xs:sequence>",
        "</xs:sequence></xs:complexType></xs:element>",
        30,
    ));
    let entities = "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;'>
      <!ENTITY d '&c;&c;&c;&c;&c;&c;'><!ENTITY e '&d;&d;&d;&d;&d;&d;'><!ENTITY f '&e;&e;&e;&e;&e;&e;'>]><a>&f;&f;</a>";
    for (text, rule) in [
        (deep.as_str(), "nesting-too-deep"),
        (entities, "not-well-formed"),
    ] {
        let (_, diagnostics, _) = load(&[("tea.xsd", text)], "");
        assert_eq!(
            diagnostics
                .iter()
                .map(|found| found.rule.as_str())
                .collect::<Vec<_>>(),
            [rule]
        );
    }
    let (model, diagnostics, _) = load(&[("tea.xsd", &anonymous)], "");
    assert_eq!((diagnostics, model.elements.len()), (Vec::new(), 30));
}

/// Prefixes of documents, and documents with a byte taken away or changed, are read without a panic.
#[test]
fn damaged_documents_are_read_without_a_panic() {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/codegen/fail");
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "xsd") {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        for damaged in (0..text.len()).step_by(3).flat_map(|at| damaged(&text, at)) {
            let (_, diagnostics, sources) = load(&[("tea.xsd", &damaged)], "");
            for label in diagnostics.iter().flat_map(|found| &found.labels) {
                let text = &sources.file(label.span.file).text;
                assert!(
                    text.get(label.span.range()).is_some(),
                    "{label:?} in {damaged}"
                );
            }
        }
    }
}

fn damaged(text: &str, at: usize) -> Vec<String> {
    match (text.get(..at), text.get(at + 1..)) {
        (Some(before), Some(after)) => vec![
            before.to_owned(),
            format!("{before}{after}"),
            format!("{before}'{after}"),
        ],
        _ => Vec::new(),
    }
}
