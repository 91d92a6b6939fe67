//! Schemas that nobody would write by hand: the compiler ends in a time that their size bounds, and says what it left out.

use crate::{load, schema};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// What a schema of some thousand components may take on a slow and busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn ends(body: &str) -> Vec<String> {
    let start = Instant::now();
    let (_, diagnostics, _) = load(&[("hostile.xsd", &schema(body))], "");
    let taken = start.elapsed();
    assert!(taken < PATIENCE, "{taken:?}");
    diagnostics.into_iter().map(|found| found.rule).collect()
}

#[test]
fn groups_that_double_at_every_step() {
    let mut body = String::from(
        "<xs:group name='g0'><xs:sequence><xs:element name='a' minOccurs='0'/></xs:sequence></xs:group>",
    );
    for at in 1..60 {
        let inner = at - 1;
        write!(
            body,
            "<xs:group name='g{at}'><xs:sequence><xs:group ref='g{inner}'/><xs:group ref='g{inner}'/></xs:sequence></xs:group>"
        )
        .unwrap();
    }
    body.push_str(
        "<xs:complexType name='base'><xs:group ref='g59'/></xs:complexType>
        <xs:complexType name='same'><xs:complexContent><xs:restriction base='base'><xs:group ref='g59'/></xs:restriction></xs:complexContent></xs:complexType>",
    );
    let rules = ends(&body);
    assert!(rules.contains(&"ambiguous-content".to_owned()), "{rules:?}");
    assert!(rules.contains(&"too-large".to_owned()), "{rules:?}");
}

#[test]
fn occurrences_are_counted_and_not_unrolled() {
    let mut body = String::from("<xs:complexType name='t'>");
    for _ in 0..40 {
        body.push_str("<xs:sequence minOccurs='1000000' maxOccurs='4000000'>");
    }
    body.push_str("<xs:element name='a'/><xs:element name='b' maxOccurs='4000000000'/>");
    body.push_str(&"</xs:sequence>".repeat(40));
    body.push_str("</xs:complexType>");
    assert_eq!(ends(&body), Vec::<String>::new());
}

#[test]
fn thousands_of_alternatives_wildcards_and_optional_elements() {
    let mut body = String::from("<xs:complexType name='t'><xs:sequence>");
    for at in 0..5_000 {
        write!(body, "<xs:element name='e{at}' minOccurs='0'/>").unwrap();
    }
    body.push_str("</xs:sequence></xs:complexType><xs:complexType name='u'><xs:choice>");
    for at in 0..2_000 {
        write!(body, "<xs:any namespace='urn:{at}' processContents='lax'/>").unwrap();
    }
    body.push_str("</xs:choice></xs:complexType>");
    assert_eq!(ends(&body), Vec::<String>::new());
}

#[test]
fn long_chains_of_substitution_and_restriction() {
    let mut body = String::from("<xs:element name='e0' type='xs:string'/>");
    for at in 1..1_500 {
        let head = at - 1;
        write!(
            body,
            "<xs:element name='e{at}' type='xs:string' substitutionGroup='e{head}'/>"
        )
        .unwrap();
    }
    body.push_str("<xs:complexType name='t'><xs:sequence><xs:element ref='e0' maxOccurs='unbounded'/></xs:sequence></xs:complexType>");
    body.push_str("<xs:complexType name='u'><xs:complexContent><xs:restriction base='t'><xs:sequence><xs:element ref='e1'/></xs:sequence></xs:restriction></xs:complexContent></xs:complexType>");
    assert_eq!(ends(&body), Vec::<String>::new());
}

#[test]
fn everything_is_circular() {
    let rules = ends(
        "<xs:simpleType name='s'><xs:union memberTypes='s l'/></xs:simpleType>
        <xs:simpleType name='l'><xs:list itemType='s'/></xs:simpleType>
        <xs:complexType name='c'><xs:complexContent><xs:extension base='d'/></xs:complexContent></xs:complexType>
        <xs:complexType name='d'><xs:complexContent><xs:restriction base='c'/></xs:complexContent></xs:complexType>
        <xs:group name='g'><xs:sequence><xs:group ref='g'/><xs:element ref='e'/></xs:sequence></xs:group>
        <xs:attributeGroup name='a'><xs:attributeGroup ref='a'/></xs:attributeGroup>
        <xs:element name='e' substitutionGroup='f'/><xs:element name='f' substitutionGroup='e'/>",
    );
    assert!(
        rules.iter().all(|rule| rule == "circular-definition"),
        "{rules:?}"
    );
    assert_eq!(rules.len(), 6, "{rules:?}");
}
