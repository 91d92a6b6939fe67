//! Findings that only the whole model shows, and the cases under `tests/codegen/fail`.

use crate::{findings, load, of, schema};
use std::path::Path;
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::library::Library;
use xmpp_codegen::source::SourceMap;

#[test]
fn each_failing_case_shows_the_rule_that_it_is_named_after() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/codegen/fail");
    let mut count = 0;
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let Some(rule) = name.strip_suffix(".xsd") else {
            continue;
        };
        let text = std::fs::read_to_string(&path).unwrap();
        let (_, diagnostics, _) = load(&[(&name, &text)], "");
        let found = diagnostics.iter().filter(|found| found.rule == rule);
        for found in found.clone() {
            assert!(found.help.is_some(), "{name}: {found:?} shows no way out");
        }
        assert!(found.count() > 0, "{name}: {diagnostics:#?}");
        count += 1;
    }
    assert!(count >= 12, "{count}");
}

#[test]
fn the_library_loads_without_a_finding_and_its_catalogue_fits() {
    let mut sources = SourceMap::default();
    let library = Library::builtin();
    let documents = library.documents().iter();
    let ids: Vec<_> = documents
        .map(|one| sources.add(one.path(), one.text.clone()))
        .collect();
    let file = sources.add("catalog.toml", library.catalog());
    let (catalog, parsed) = Catalog::parse(file, library.catalog());
    let (_, found) = xmpp_codegen::load(&mut sources, &ids, &catalog, &Library::empty());
    assert_eq!((parsed, found), (Vec::new(), Vec::new()));
}

#[test]
fn pages_have_their_sections_and_names_are_unique_across_stages() {
    let mut names: Vec<_> = xmpp_codegen::rules().map(|page| page.name).collect();
    for page in xmpp_codegen::rules() {
        for section in [
            "## What it does\n",
            "\n## Why is this bad?\n",
            "\n## Example\n```",
        ] {
            assert!(page.text.contains(section), "{}: {section}", page.name);
        }
    }
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
}

#[test]
fn anchors_are_characters_in_patterns() {
    let pattern = "<xs:simpleType name='table'><xs:restriction base='xs:string'><xs:pattern value='^a&lt;$'/></xs:restriction></xs:simpleType>";
    insta::assert_snapshot!(of(pattern), @r#"
    warning[anchored-pattern]: `^` and `$` are ordinary characters in a pattern of XML Schema
      tea.xsd:3:81 ^a&lt;$
      note: a pattern always covers the whole value
      note: values that match without them are taken, too
      help: leave them out
      edit: tea.xsd:3:81 ^a&lt;$ -> a&lt;
    "#);
}

#[test]
fn a_default_is_one_of_the_values() {
    let size = "<xs:simpleType name='size'><xs:restriction base='xs:string'><xs:enumeration value='small'/></xs:restriction></xs:simpleType>
      <xs:element name='cup' type='size' default='smal'/>
      <xs:element name='pot'><xs:complexType><xs:attribute name='size' type='size' default='small'/></xs:complexType></xs:element>";
    insta::assert_snapshot!(of(size), @r#"
    error[invalid-default]: the default `smal` is no value of its type
      tea.xsd:4:7 <xs:element name='cup' type='size' default='smal'/>
      note: expected `small`
      help: did you mean `small`?
    "#);
}

#[test]
fn a_default_is_of_its_type() {
    let components = "<xs:element name='cup'><xs:complexType>
        <xs:attribute name='sugar' type='xs:unsignedByte' default='none'/>
        <xs:attribute name='milk' type='xs:boolean' fixed='1'/>
        <xs:attribute name='ordered' type='xs:dateTime' default='now'/>
      </xs:complexType></xs:element>";
    insta::assert_snapshot!(of(components), @r#"
    error[invalid-default]: the default `none` is no value of its type
      tea.xsd:4:9 <xs:attribute name='sugar' type='xs:unsignedByte' default='none'/>
      note: expected a whole number from 0 to 255
    error[invalid-default]: the default `now` is no value of its type
      tea.xsd:6:9 <xs:attribute name='ordered' type='xs:dateTime' default='now'/>
      note: expected a date and time such as `2026-11-22T06:33:00Z`
    "#);
}

#[test]
fn elements_of_one_name_have_one_type() {
    let order = "<xs:element name='order'><xs:complexType><xs:sequence>
        <xs:element name='cup' type='xs:string'/><xs:element name='cup' type='xs:string'/>
        <xs:element name='pot' type='xs:string'/><xs:element name='pot' type='xs:integer'/>
      </xs:sequence></xs:complexType></xs:element>";
    insta::assert_snapshot!(of(order), @r#"
    error[conflicting-elements]: two elements `pot` of different types stand in one content
      tea.xsd:5:68 pot
      tea.xsd:5:27 pot | the first
      help: give both one named type
    "#);
}

#[test]
fn local_elements_are_qualified_in_xmpp() {
    let text = schema(
        "<xs:element name='a'><xs:complexType><xs:sequence><xs:element name='b' type='xs:string'/></xs:sequence></xs:complexType></xs:element>",
    );
    let text = text.replace(" elementFormDefault='qualified'", "");
    insta::assert_snapshot!(findings(&[("tea.xsd", &text)], ""), @r#"
    warning[unqualified-elements]: the local elements of `urn:example:tea` are in no namespace
      tea.xsd:1:1 <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:example:tea'
      tea.xsd:3:69 b | this one, for example
      help: say that they are in the target namespace
      edit: tea.xsd:2:36  -> elementFormDefault='qualified'
    "#);
}
