//! Content models as bags, through whole documents.

use super::tests::broken;

/// Judges children, a letter each, by a content model of `r`.
#[track_caller]
fn judge(model: &str, cases: &[(&str, &[&str])]) {
    let element = |name: char| format!("<xs:element name='{name}'><xs:complexType/></xs:element>");
    let globals: String = "abc".chars().map(element).collect();
    let root =
        format!("<xs:element name='r'><xs:complexType>{model}</xs:complexType></xs:element>");
    for (children, expected) in cases {
        let children: String = children.chars().map(|name| format!("<{name}/>")).collect();
        let found = broken(
            &format!("{root}{globals}"),
            "",
            &format!("<r>{children}</r>"),
        );
        assert_eq!(found, *expected, "{children} by {model}");
    }
}

#[test]
fn a_sequence_adds_up_whatever_the_order() {
    judge(
        "<xs:sequence>
           <xs:element ref='a'/><xs:element ref='b' minOccurs='0'/><xs:element ref='a'/>
         </xs:sequence>",
        &[
            ("aba", &[]),
            ("baa", &[]),
            ("a", &["too-few-children r"]),
            ("aaa", &["surplus-child r/a[3]"]),
            ("aabbb", &["surplus-child r/b[2]", "surplus-child r/b[3]"]),
        ],
    );
}

#[test]
fn one_of_a_choice_excludes_the_others() {
    judge(
        "<xs:choice><xs:element ref='a'/><xs:element ref='b'/></xs:choice>",
        &[
            ("a", &[]),
            ("b", &[]),
            ("", &["missing-child r"]),
            ("ab", &["ambiguous-choice r/b"]),
            ("bb", &["surplus-child r/b[2]"]),
        ],
    );
    judge(
        "<xs:choice>
           <xs:element ref='a' minOccurs='0'/>
           <xs:choice><xs:element ref='b'/><xs:element ref='c'/></xs:choice>
         </xs:choice>",
        &[("", &[]), ("bc", &["ambiguous-choice r/c"])],
    );
}

#[test]
fn a_choice_of_sequences_requires_what_all_of_them_require() {
    judge(
        "<xs:choice>
           <xs:sequence><xs:element ref='a'/><xs:element ref='b'/></xs:sequence>
           <xs:sequence><xs:element ref='a'/><xs:element ref='c'/></xs:sequence>
         </xs:choice>",
        &[
            ("ab", &[]),
            ("ac", &[]),
            ("a", &[]), // which of the two is for the order to say, and that is not judged
            ("b", &["missing-child r"]),
        ],
    );
}

#[test]
fn repetition_multiplies_through_groups() {
    let group = "<xs:group name='g'><xs:sequence>
           <xs:element ref='a' maxOccurs='2'/><xs:element ref='b' minOccurs='0'/>
         </xs:sequence></xs:group>";
    let globals = "<xs:element name='a' type='xs:string'/><xs:element name='b' type='xs:string'/>";
    let content = format!(
        "<xs:element name='r'><xs:complexType><xs:sequence>
           <xs:group ref='g' minOccurs='2' maxOccurs='2'/>
         </xs:sequence></xs:complexType></xs:element>{group}{globals}"
    );
    for (children, expected) in [
        ("<a/><a/>", &[][..]),
        ("<a/>", &["too-few-children r"]),
        ("<a/><a/><a/><a/><a/>", &["surplus-child r/a[5]"]),
        ("<a/><a/><b/><b/><b/>", &["surplus-child r/b[3]"]),
    ] {
        assert_eq!(
            broken(&content, "", &format!("<r>{children}</r>")),
            expected,
            "{children}"
        );
    }
}

#[test]
fn a_repeated_choice_takes_anything_as_often_as_it_likes() {
    judge(
        "<xs:choice minOccurs='0' maxOccurs='unbounded'><xs:element ref='a'/><xs:element ref='b'/></xs:choice>",
        &[("", &[]), ("abab", &[])],
    );
    judge(
        "<xs:choice maxOccurs='3'><xs:element ref='a'/><xs:element ref='b'/></xs:choice>",
        &[
            ("", &["too-few-children r"]),
            ("aba", &[]),
            ("abab", &["surplus-child r/b[2]"]),
        ],
    );
    judge(
        "<xs:all><xs:element ref='a'/><xs:element ref='b' minOccurs='0'/></xs:all>",
        &[("ba", &[]), ("b", &["missing-child r"])],
    );
}

#[test]
fn wildcards_are_counted_and_looked_into_where_a_schema_is_known() {
    let content = |process: &str| {
        format!(
            "<xs:element name='r'><xs:complexType><xs:sequence>
               <xs:any namespace='##any' processContents='{process}' minOccurs='1' maxOccurs='2'/>
             </xs:sequence></xs:complexType></xs:element>
             <xs:element name='n' type='xs:int'/>"
        )
    };
    for (children, expected) in [
        ("<x/>", &[][..]),
        ("", &["too-few-children r"]),
        ("<x/><y/><z/>", &["surplus-child r/z"]),
        ("<n>one</n>", &["invalid-value r/n"]),
    ] {
        let xml = format!("<r>{children}</r>");
        assert_eq!(broken(&content("lax"), "", &xml), expected, "{children}");
    }
    assert_eq!(broken(&content("skip"), "", "<r><n>one</n></r>"), [""; 0]);
}

#[test]
fn everything_may_stand_in_any_type_and_is_looked_into() {
    let content = "<xs:element name='r'/><xs:element name='n' type='xs:int'/>";
    assert_eq!(
        broken(content, "", "<r a='1'>text<x/><n>1</n><n>x</n></r>"),
        ["invalid-value r/n[2]"]
    );
}

#[test]
fn the_catalogue_bounds_and_opens() {
    let content = "<xs:element name='r'><xs:complexType>
        <xs:choice minOccurs='0' maxOccurs='unbounded'><xs:element ref='n'/></xs:choice>
        <xs:attribute name='mode' type='mode'/><xs:attribute name='kind' type='mode'/>
        <xs:attribute name='plain' type='mode'/>
      </xs:complexType></xs:element>
      <xs:element name='n' type='xs:string'/>
      <xs:simpleType name='mode'><xs:restriction base='xs:string'>
        <xs:enumeration value='on'/><xs:enumeration value='off'/>
      </xs:restriction></xs:simpleType>";
    let catalog = "[r.occurs]
\"r/n\" = \"0..1\"
[r.unknown]
\"r/@mode\" = \"default:off\"
\"r/@kind\" = \"keep\"
[[r.rule]]
name = \"off-is-empty\"
on = \"r\"
when = { \"@mode\" = [\"off\"] }
count = { n = \"0\" }
answer = \"not-acceptable\"
spec = \"nowhere\"
";
    assert_eq!(
        broken(content, catalog, "<r mode='x' kind='x' plain='x'><n/></r>"),
        [
            "unknown-value r/@mode",
            "invalid-value r/@plain",
            "off-is-empty r" // an unknown mode reads as `off`
        ]
    );
    assert_eq!(
        broken(content, catalog, "<r mode='on'><n/><n/></r>"),
        ["surplus-child r/n[2]"]
    );
}

#[test]
fn fixed_values_lists_and_unions() {
    let content = "<xs:element name='r'><xs:complexType>
        <xs:attribute name='version' type='xs:string' fixed='1'/>
        <xs:attribute name='sizes'><xs:simpleType><xs:list itemType='xs:unsignedByte'/></xs:simpleType></xs:attribute>
        <xs:attribute name='limit'><xs:simpleType><xs:union memberTypes='xs:unsignedByte'>
          <xs:simpleType><xs:restriction base='xs:string'><xs:enumeration value='none'/></xs:restriction></xs:simpleType>
        </xs:union></xs:simpleType></xs:attribute>
      </xs:complexType></xs:element>";
    assert_eq!(
        broken(content, "", "<r version='1' sizes=' 1 2' limit='none'/>"),
        [""; 0]
    );
    assert_eq!(broken(content, "", "<r limit='255'/>"), [""; 0]);
    assert_eq!(
        broken(content, "", "<r version='2' sizes='1 256' limit='non'/>"),
        [
            "invalid-value r/@version",
            "invalid-value r/@sizes",
            "invalid-value r/@limit"
        ]
    );
}

/// What an empty element stands for is judged in its place, by this judge and by the one to the letter alike (XSD part 1 §3.3.4,
/// Element Locally Valid (Element) 5.1); absence, white space and `xsi:nil` are no empty element.
#[test]
fn an_empty_element_is_judged_by_what_it_stands_for() {
    let child =
        |name: &str, more: &str| format!("<xs:element name='{name}' minOccurs='0' {more}/>");
    let children = [
        child("n", "type='xs:int' default='7'"),
        child("f", "type='xs:decimal' fixed='1.0'"),
        child("d", "type='xs:date' default='2026-11-30' nillable='true'"),
    ];
    let schema = format!(
        "<xs:element name='r'><xs:complexType><xs:sequence>{}<xs:element name='q' type='xs:int' default='7'/>\
         </xs:sequence></xs:complexType></xs:element>",
        children.concat()
    );
    const NIL: &str = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'";
    for (xml, expected) in [
        ("<r><n/><f/><d/><q/></r>", &[][..]),
        ("<r><n></n><f>1</f><q><![CDATA[]]></q></r>", &[]),
        ("<r><n>8</n><f>2</f><q/></r>", &["invalid-value r/f"]),
        ("<r><n> </n><q/></r>", &["invalid-value r/n"]),
        ("<r/>", &["missing-child r"]),
        (&format!("<r><d {NIL}/><q/></r>"), &["invalid-value r/d"]),
    ] {
        assert_eq!(broken(&schema, "", xml), expected, "{xml}");
    }
}
