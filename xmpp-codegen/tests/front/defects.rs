//! What is wrong with published schemas, in many forms: one cause is one finding, where it stands.

use crate::{load, schema};
use xmpp_codegen::diagnostic::Severity;

/// The rule of the only finding about a schema with these components, and whether it stops the compiler.
fn only(components: &str) -> (String, Severity) {
    let (_, found, _) = load(&[("tea.xsd", &schema(components))], "");
    let [one] = found.as_slice() else {
        panic!("{components}\n{found:#?}");
    };
    (one.rule.clone(), one.severity)
}

/// Schemas that each break one rule, once, and are read nevertheless.
#[track_caller]
fn repaired(rule: &str, schemas: &[&str]) {
    for components in schemas {
        let expected = (rule.to_owned(), Severity::Warning);
        assert_eq!(only(components), expected, "{components}");
    }
}

/// Schemas that each break one rule, once, and cannot be read.
#[track_caller]
fn refused(rule: &str, schemas: &[&str]) {
    for components in schemas {
        let expected = (rule.to_owned(), Severity::Error);
        assert_eq!(only(components), expected, "{components}");
    }
}

/// Schema elements in the wrong place (XSD part 1, the schema for schemas).
#[test]
fn schema_elements_in_the_wrong_place() {
    repaired(
        "misplaced-element",
        &[
            "<xs:element name='a'><xs:attribute name='b'/></xs:element>",
            "<xs:element name='a'><xs:attribute name='b'/><xs:attribute name='c'/><xs:attribute name='d'/></xs:element>",
            "<xs:element name='a'><xs:sequence><xs:element name='b' type='xs:string'/></xs:sequence></xs:element>",
            "<xs:element name='a' type='t'><xs:attribute name='b'/></xs:element><xs:complexType name='t'/>",
            "<xs:complexType name='a'><xs:attribute name='b'/><xs:sequence/></xs:complexType>",
            "<xs:complexType name='a'><xs:element name='b' type='xs:string'/><xs:element name='c' type='xs:string'/></xs:complexType>",
            "<xs:complexType name='a'><xs:sequence><xs:attribute name='b'/></xs:sequence></xs:complexType>",
            "<xs:complexType name='a'><xs:choice><xs:all><xs:element name='b' type='xs:string'/></xs:all></xs:choice></xs:complexType>",
            "<xs:complexType name='a'><xs:all><xs:any processContents='lax'/></xs:all></xs:complexType>",
            "<xs:simpleType name='a' base='xs:string'><xs:enumeration value='b'/><xs:enumeration value='c'/></xs:simpleType>",
            "<xs:element name='a' type='xs:string'/><xs:import namespace='urn:x'/>",
            "<xs:element name='a'><xs:complexType><xs:sequence/><xs:annotation/></xs:complexType></xs:element>",
            "<xs:attribute name='a'><xs:restriction base='xs:string'><xs:enumeration value='b'/></xs:restriction></xs:attribute>",
            "<xs:element name='a'><xs:restriction base='xs:string'><xs:enumeration value='b'/></xs:restriction></xs:element>",
        ],
    );
    refused(
        "misplaced-element",
        &[
            "<xs:complexType name='a'><xs:simpleContent><xs:extension base='xs:string'/><xs:attribute name='b'/></xs:simpleContent></xs:complexType>",
            "<xs:complexType name='a'><xs:simpleContent><xs:attribute name='b'/></xs:simpleContent></xs:complexType>",
            "<xs:simpleType name='a'><xs:enumeration value='b'/><xs:enumeration value='c'/></xs:simpleType>",
            "<xs:element name='a'><xs:element name='b' type='xs:string'/></xs:element>",
            "<xs:sequence><xs:element name='b' type='xs:string'/></xs:sequence>",
            "<xs:element name='a'><xs:complexType><xs:simpleType><xs:restriction base='xs:string'/></xs:simpleType></xs:complexType></xs:element>",
            "<xs:element name='a' type='xs:string'><xs:documentation>b</xs:documentation></xs:element>",
        ],
    );
}

/// Prefixes that are bound to nothing (src-resolve).
#[test]
fn prefixes_that_are_bound_to_nothing() {
    refused(
        "unbound-prefix",
        &[
            "<xs:element name='a' type='x:t'/>",
            "<xs:element name='a' type='x:t'/><xs:element name='b' type='x:u'/><xs:attribute name='c' type='x:v'/>",
            "<xs:complexType name='a'><xs:sequence><xs:element ref='x:t'/><xs:group ref='x:g'/></xs:sequence><xs:attribute ref='x:a'/></xs:complexType>",
        ],
    );
}

/// Namespaces that are used and not imported, that of `xml:lang` too (src-resolve.4).
#[test]
fn namespaces_that_are_used_and_not_imported() {
    repaired(
        "missing-import",
        &[
            "<xs:complexType name='a'><xs:attribute ref='xml:lang'/></xs:complexType><xs:complexType name='b'><xs:attribute ref='xml:lang' use='required'/><xs:attribute ref='xml:base'/></xs:complexType>",
            "<xs:complexType name='a'><xs:sequence><xs:element xmlns:d='urn:xmpp:delay' ref='d:delay'/></xs:sequence></xs:complexType>",
        ],
    );
}

/// Namespaces without a schema at hand.
#[test]
fn namespaces_without_a_schema() {
    refused(
        "unresolved-import",
        &[
            "<xs:complexType name='a'><xs:sequence xmlns:d='urn:example:none'><xs:element ref='d:one'/><xs:element ref='d:two'/></xs:sequence></xs:complexType>",
        ],
    );
}

/// Types that are not defined: what is made from them is not judged by what they are not.
#[test]
fn types_that_are_not_defined() {
    refused(
        "unresolved-type",
        &[
            "<xs:element name='a' type='empty'/><xs:element name='b' type='empty'/>",
            "<xs:element name='a' type='string'/>",
            "<xs:complexType name='a'><xs:simpleContent><xs:extension base='empty'><xs:attribute name='b'/></xs:extension></xs:simpleContent></xs:complexType>",
            "<xs:complexType name='a'><xs:complexContent><xs:extension base='tt'><xs:sequence><xs:element name='b' type='xs:string'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>",
            "<xs:complexType name='a'><xs:complexContent><xs:restriction base='tt'><xs:sequence><xs:element name='b' type='xs:string'/></xs:sequence><xs:attribute name='c'/></xs:restriction></xs:complexContent></xs:complexType>",
            "<xs:simpleType name='a'><xs:restriction base='tt'><xs:enumeration value='b'/><xs:maxInclusive value='3'/></xs:restriction></xs:simpleType><xs:element name='c' type='a' default='x'/>",
            "<xs:simpleType name='a'><xs:list itemType='tt'/></xs:simpleType>",
            "<xs:simpleType name='a'><xs:union memberTypes='tt xs:string'/></xs:simpleType>",
            "<xs:element name='h' type='tt'/><xs:element name='m' type='xs:string' substitutionGroup='h'/>",
        ],
    );
}

/// Components that are not declared (src-resolve).
#[test]
fn components_that_are_not_declared() {
    refused(
        "unresolved-reference",
        &[
            "<xs:element name='m' type='xs:string' substitutionGroup='h'/>",
            "<xs:element name='m' substitutionGroup='h'/>",
            "<xs:complexType name='a'><xs:sequence><xs:element ref='none'/><xs:element ref='none' minOccurs='0'/></xs:sequence></xs:complexType>",
            "<xs:complexType name='a'><xs:group ref='none'/></xs:complexType>",
        ],
    );
}

/// Attributes that do not belong; a habit of the author is one report.
#[test]
fn attributes_that_do_not_belong() {
    repaired(
        "forbidden-attribute",
        &[
            "<xs:complexType name='a'><xs:sequence><xs:element name='b' type='xs:string' use='required'/><xs:element name='c' type='xs:string' use='required'/></xs:sequence></xs:complexType>",
            "<xs:complexType name='a'><xs:sequence><xs:element name='b' type='xs:string' use='optional'/></xs:sequence></xs:complexType>",
            "<xs:complexType name='a'><xs:attribute name='b' required='true'/></xs:complexType>",
            "<xs:element name='a' type='xs:string' minOccurs='0'/>",
            "<xs:complexType name='a'><xs:sequence><xs:any namespace='##other' processContents='lax' minOccurrence='0'/></xs:sequence></xs:complexType><xs:complexType name='b'><xs:sequence><xs:any namespace='##other' processContents='lax' minOccurrence='0'/></xs:sequence></xs:complexType>",
        ],
    );
    refused(
        "forbidden-attribute",
        &[
            "<xs:simpleType name='a' abstract='true'><xs:restriction base='xs:string'/></xs:simpleType>",
            "<xs:complexType name='a' type='xs:string'/>",
            "<xs:complexType name='a'><xs:attribute name='b' minOccurs='0'/></xs:complexType>",
        ],
    );
}

/// Ambiguous content (cos-nonambig).
#[test]
fn content_that_is_ambiguous() {
    repaired(
        "ambiguous-content",
        &[
            "<xs:complexType name='a'><xs:sequence><xs:any namespace='##other' processContents='lax' minOccurs='0' maxOccurs='unbounded'/><xs:any namespace='##other' processContents='lax' minOccurs='0'/></xs:sequence></xs:complexType>",
            "<xs:complexType name='a'><xs:sequence><xs:element name='b' type='xs:string' minOccurs='0'/><xs:element name='b' type='xs:string'/></xs:sequence></xs:complexType>",
            "<xs:complexType name='a'><xs:choice><xs:element name='b' type='xs:string'/><xs:element name='b' type='xs:string'/></xs:choice></xs:complexType>",
            "<xs:complexType name='a'><xs:choice minOccurs='0' maxOccurs='unbounded'><xs:any namespace='##any' processContents='lax'/><xs:element name='b' type='xs:string'/><xs:element name='c' type='xs:string'/></xs:choice></xs:complexType>",
        ],
    );
}

/// Elements of one name and two types (cos-element-consistent).
#[test]
fn elements_of_one_name_and_two_types() {
    refused(
        "conflicting-elements",
        &[
            "<xs:complexType name='a'><xs:sequence><xs:element name='b' type='xs:string'/><xs:element name='c' type='xs:string'/><xs:element name='b' type='xs:int'/></xs:sequence></xs:complexType>",
        ],
    );
}

/// Properties that exclude each other (src-element.3, src-attribute.4).
#[test]
fn properties_that_exclude_each_other() {
    repaired(
        "conflicting-properties",
        &[
            "<xs:element name='a' type='xs:string'><xs:complexType><xs:attribute name='b'/></xs:complexType></xs:element>",
            "<xs:element name='a' type='t'><xs:complexType><xs:attribute name='b'/></xs:complexType></xs:element><xs:complexType name='t'><xs:sequence/></xs:complexType>",
            "<xs:element name='a' type='xs:string'><xs:simpleType><xs:restriction base='xs:NCName'><xs:enumeration value='b'/></xs:restriction></xs:simpleType></xs:element>",
            "<xs:complexType name='t'><xs:attribute name='a' type='xs:string'><xs:simpleType><xs:restriction base='xs:string'><xs:enumeration value='b'/></xs:restriction></xs:simpleType></xs:attribute></xs:complexType>",
        ],
    );
    refused(
        "conflicting-properties",
        &[
            "<xs:element name='a' type='xs:string'><xs:complexType><xs:sequence><xs:element name='b' type='xs:string'/></xs:sequence></xs:complexType></xs:element>",
            "<xs:complexType name='t'><xs:attribute name='a' type='xs:int'><xs:simpleType><xs:restriction base='xs:string'><xs:enumeration value='b'/></xs:restriction></xs:simpleType></xs:attribute></xs:complexType>",
            "<xs:complexType name='t'><xs:attribute name='a' use='required' default='b'/></xs:complexType>",
            "<xs:complexType name='t'><xs:sequence><xs:element name='a' ref='b'/></xs:sequence></xs:complexType><xs:element name='b' type='xs:string'/>",
            "<xs:complexType name='t'><xs:sequence><xs:element name='a' type='xs:string'/></xs:sequence><xs:choice><xs:element name='b' type='xs:string'/></xs:choice></xs:complexType>",
        ],
    );
}

/// Repetition in `xs:all` (cos-all-limited).
#[test]
fn repetition_in_all() {
    repaired(
        "repeated-in-all",
        &[
            "<xs:complexType name='t'><xs:all><xs:element name='a' type='xs:string' maxOccurs='unbounded'/></xs:all></xs:complexType>",
            "<xs:complexType name='t'><xs:all><xs:element name='a' type='xs:string' maxOccurs='unbounded'/><xs:element name='b' type='xs:string' minOccurs='0' maxOccurs='2'/></xs:all></xs:complexType>",
            "<xs:complexType name='t'><xs:all maxOccurs='unbounded'><xs:element name='a' type='xs:string'/></xs:all></xs:complexType>",
        ],
    );
}

/// Built-in types that do not exist.
#[test]
fn built_in_types_that_do_not_exist() {
    repaired(
        "unknown-builtin",
        &[
            "<xs:element name='a' type='xs:text'/><xs:element name='b' type='xs:text'/>",
            "<xs:simpleType name='a'><xs:restriction base='xs:uri'><xs:maxLength value='8'/></xs:restriction></xs:simpleType>",
        ],
    );
    refused(
        "unknown-builtin",
        &[
            "<xs:element name='a' type='xs:int32'/>",
            "<xs:element name='a' type='xs:NonNegativeInteger'/>",
        ],
    );
}

/// What is no XML.
#[test]
fn what_is_no_xml() {
    refused(
        "not-well-formed",
        &[
            "<xs:element name='a'><xs:complexType></xs:element>",
            "<xs:element name='a' name='b'/>",
            "<xs:element name='a' type=xs:string/>",
            "<y:element name='a'/>",
            "<xs:annotation><xs:documentation>a & b</xs:documentation></xs:annotation>",
            "<!-- a -- b -->",
            "<xs:element name='a' xmlns:e=''/>",
            "<xs:element name='a'>&nbsp;</xs:element>",
            "<xs:element name='a<b'/>",
        ],
    );
}

/// Anchors in patterns, which are letters there (XSD part 2 appendix F).
#[test]
fn anchors_in_patterns() {
    repaired(
        "anchored-pattern",
        &[
            "<xs:simpleType name='a'><xs:restriction base='xs:string'><xs:pattern value='^[a-z]+$'/></xs:restriction></xs:simpleType>",
            "<xs:simpleType name='a'><xs:restriction base='xs:string'><xs:pattern value='^a|b$'/></xs:restriction></xs:simpleType><xs:element name='e' type='a'/>",
        ],
    );
}

/// Derivations that contradict their base (src-ct.2).
#[test]
fn derivations_that_contradict_their_base() {
    repaired(
        "invalid-derivation",
        &[
            "<xs:complexType name='a'><xs:simpleContent><xs:extension base='e'><xs:attribute name='b'/></xs:extension></xs:simpleContent></xs:complexType><xs:complexType name='c'><xs:simpleContent><xs:extension base='e'><xs:attribute name='b'/></xs:extension></xs:simpleContent></xs:complexType><xs:complexType name='e'/>",
        ],
    );
    refused(
        "invalid-derivation",
        &[
            "<xs:complexType name='a'><xs:complexContent><xs:extension base='xs:string'><xs:attribute name='b'/></xs:extension></xs:complexContent></xs:complexType>",
        ],
    );
}

/// Elements that XML Schema does not have.
#[test]
fn elements_that_xml_schema_does_not_have() {
    repaired(
        "unknown-element",
        &["<xs:annotations><xs:documentation>a</xs:documentation></xs:annotations>"],
    );
    refused(
        "unknown-element",
        &[
            "<xs:element name='a'><xs:complexType><xs:assert test='b'/></xs:complexType></xs:element>",
            "<xs:elemnt name='a' type='xs:string'/>",
        ],
    );
}

/// The others, one each.
#[test]
fn other_defects() {
    repaired(
        "invalid-attribute-value",
        &["<xs:element name='a' type='xs:xs:unsignedInt'/>"],
    );
    refused(
        "invalid-pattern",
        &[
            "<xs:simpleType name='a'><xs:restriction base='xs:string'><xs:pattern value='[a-'/></xs:restriction></xs:simpleType>",
        ],
    );
    refused(
        "stray-text",
        &["<xs:annotation>The protocol</xs:annotation>"],
    );
    refused(
        "duplicate-component",
        &["<xs:element name='a' type='xs:string'/><xs:element name='a' type='xs:string'/>"],
    );
    refused(
        "duplicate-attribute",
        &[
            "<xs:complexType name='t'><xs:attribute name='a'/><xs:attribute name='a'/></xs:complexType>",
        ],
    );
    refused("incomplete-component", &["<xs:element type='xs:string'/>"]);
    refused("incomplete-component", &["<xs:simpleType name='a'/>"]);
    refused(
        "incomplete-component",
        &["<xs:complexType name='a'><xs:simpleContent/></xs:complexType>"],
    );
    refused(
        "invalid-occurrence",
        &[
            "<xs:complexType name='a'><xs:sequence minOccurs='2' maxOccurs='1'><xs:element name='b' type='xs:string'/></xs:sequence></xs:complexType>",
        ],
    );
    refused(
        "invalid-default",
        &["<xs:element name='a' type='xs:int' default='x'/>"],
    );
    refused(
        "circular-definition",
        &[
            "<xs:complexType name='a'><xs:complexContent><xs:extension base='a'/></xs:complexContent></xs:complexType>",
        ],
    );
    refused("foreign-element", &["<element name='a' type='xs:string'/>"]);
}
