//! Simple types, recursion, extra.

use crate::{members, schema, text, warnings};
use xmpp_codegen::Config;

#[test]
fn a_newtype_holds_the_limits_of_every_step() {
    let types = "<xs:simpleType name='short'><xs:restriction base='xs:string'><xs:maxLength value='80'/></xs:restriction></xs:simpleType>
      <xs:simpleType name='name'><xs:restriction base='short'><xs:minLength value='1'/><xs:maxLength value='20'/></xs:restriction></xs:simpleType>
      <xs:simpleType name='alias'><xs:restriction base='name'/></xs:simpleType>
      <xs:element name='tea'><xs:complexType>
        <xs:attribute name='a' type='name' use='required'/><xs:attribute name='b' type='alias'/>
      </xs:complexType></xs:element>";
    let text = text(types, "");
    assert!(
        text.contains("#[check(max_length = 80)]\npub struct Short(String);"),
        "{text}"
    );
    assert!(
        text.contains("#[check(min_length = 1, max_length = 20)]\npub struct Name(String);"),
        "{text}"
    );
    assert!(!text.contains("Alias"), "{text}");
    insta::assert_snapshot!(members(&text, "Tea"), @"
    #[xml(attribute)]
    pub a: Name,
    #[xml(attribute)]
    pub b: Option<Name>,
    ");
}

#[test]
fn a_type_of_the_catalogue_is_held_to_the_facets_that_it_can_have() {
    let attribute = |name: &str, base: &str, facets: &str| {
        format!(
            "<xs:attribute name='{name}'><xs:simpleType><xs:restriction base='xs:{base}'>{facets}</xs:restriction></xs:simpleType></xs:attribute>"
        )
    };
    let attributes = [
        attribute("category", "string", "<xs:minLength value='1'/>"),
        attribute(
            "code",
            "token",
            "<xs:length value='3'/><xs:pattern value='[A-Z]+'/>",
        ),
        attribute(
            "port",
            "integer",
            "<xs:minInclusive value='0'/><xs:maxExclusive value='65536'/>",
        ),
        attribute(
            "rank",
            "integer",
            "<xs:minExclusive value='0'/><xs:maxInclusive value='9'/>",
        ),
        attribute(
            "who",
            "string",
            "<xs:minLength value='1'/><xs:maxLength value='99'/>",
        ),
        attribute("data", "string", "<xs:minLength value='1'/>"),
        attribute("mood", "string", "<xs:enumeration value='good'/>"),
    ];
    let types = format!(
        "<xs:element name='tea'><xs:complexType><xs:sequence><xs:element name='note' type='short'/></xs:sequence>{}</xs:complexType></xs:element>
         <xs:simpleType name='short'><xs:restriction base='line'><xs:maxLength value='80'/></xs:restriction></xs:simpleType>
         <xs:simpleType name='line'><xs:restriction base='xs:string'><xs:pattern value='[a-z]*'/></xs:restriction></xs:simpleType>",
        attributes.concat()
    );
    let catalog = r#"[tea.type]
"tea/@category" = "ShortText"
"tea/@code" = "Id"
"tea/@port" = "unsignedShort"
"tea/@rank" = "unsignedByte"
"tea/@who" = "BareJid"
"tea/@data" = "int"
"tea/@mood" = "ShortText"
"type:short" = "ShortText"
"#;
    let text = text(&types, catalog);
    assert!(
        text.contains(
            "#[check(max_length = 80, pattern = \"[a-z]*\")]\npub struct Short(text::ShortText);"
        ),
        "{text}"
    );
    insta::assert_snapshot!(members(&text, "Tea"), @r#"
    #[xml(attribute)]
    #[check(min_length = 1)]
    pub category: Option<text::ShortText>,
    #[xml(attribute)]
    #[check(min_length = 3, max_length = 3, pattern = "[A-Z]+")]
    pub code: Option<Id>,
    #[xml(attribute)]
    pub port: Option<u16>,
    #[xml(attribute)]
    #[check(min = 1, max = 9)]
    pub rank: Option<u8>,
    #[xml(attribute)]
    #[check(max_length = 99)]
    pub who: Option<BareJid>,
    #[xml(attribute)]
    pub data: Option<i32>,
    #[xml(attribute)]
    pub mood: Option<text::ShortText>,
    #[xml(text_of = "note")]
    pub note: Short,
    "#);
}

#[test]
fn the_narrowest_enumeration_counts() {
    let types = "<xs:simpleType name='size'><xs:restriction base='xs:NCName'>
        <xs:enumeration value='small'/><xs:enumeration value='large'/></xs:restriction></xs:simpleType>
      <xs:simpleType name='little'><xs:restriction base='size'><xs:enumeration value='small'/></xs:restriction></xs:simpleType>
      <xs:element name='tea'><xs:complexType>
        <xs:attribute name='a' type='size' default='large'/><xs:attribute name='b' type='little'/>
      </xs:complexType></xs:element>";
    let text = text(types, "");
    insta::assert_snapshot!(members(&text, "Size"), @"
    Small,
    #[default]
    Large,
    ");
    assert_eq!(members(&text, "Little"), "Small,");
}

#[test]
fn anonymous_types_are_one_only_where_they_are_alike() {
    let limited = |name: &str, length: u32| {
        format!(
            "<xs:element name='{name}'><xs:complexType><xs:choice>
               <xs:element name='code'><xs:simpleType><xs:restriction base='xs:string'><xs:length value='{length}'/></xs:restriction></xs:simpleType></xs:element>
               <xs:element name='none' type='xs:string'/>
             </xs:choice></xs:complexType></xs:element>"
        )
    };
    let alike = text(&(limited("tea", 4) + &limited("milk", 4)), "");
    assert_eq!(alike.matches("struct Code(").count(), 1, "{alike}");
    let different = text(&(limited("tea", 4) + &limited("milk", 5)), "");
    assert!(
        different.contains("struct TeaCode(") && different.contains("struct MilkCode("),
        "{different}"
    );
}

#[test]
fn unknown_elements_of_a_choice_follow_the_catalogue() {
    let group = "<xs:group name='sort'><xs:choice>
        <xs:element name='green'><xs:complexType/></xs:element><xs:element name='black'><xs:complexType/></xs:element>
      </xs:choice></xs:group>
      <xs:element name='tea'><xs:complexType><xs:group ref='sort'/></xs:complexType></xs:element>";
    let kept = text(group, "[tea.unknown]\n'group:sort' = 'keep'");
    insta::assert_snapshot!(members(&kept, "Sort"), @"
    Green,
    Black,
    #[xml(other)]
    Other(Element),
    ");
    assert!(kept.contains("#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]\n#[xml(namespace = NS, choice)]"));
    let read = text(group, "[tea.unknown]\n'group:sort' = 'default:black'");
    assert!(
        read.contains("#[xml(namespace = NS, choice, unknown = Black)]"),
        "{read}"
    );
}

#[test]
fn what_unknown_values_cannot_be_read_as_is_told_in_the_catalogue() {
    let tea = "<xs:element name='tea'><xs:complexType>
      <xs:choice><xs:element name='green'><xs:complexType/></xs:element><xs:element name='milk' type='xs:string'/></xs:choice>
      <xs:attribute name='sort'><xs:simpleType><xs:restriction base='xs:NMTOKEN'>
        <xs:enumeration value='black'/></xs:restriction></xs:simpleType></xs:attribute>
    </xs:complexType></xs:element>";
    let catalog = "[tea.unknown]\n'tea/@sort' = 'default:blak'\n'tea/choice()' = 'default:milk'\n";
    let refused = Config::new()
        .schema_text("tea.xsd", &schema(tea))
        .catalog_text("catalog.toml", catalog)
        .generate();
    insta::assert_snapshot!(refused.unwrap_err().to_string(), @"
    catalog.toml:2:15: error[invalid-catalog-value]: `blak` is no value of `sort`
    catalog.toml:3:18: error[invalid-catalog-value]: `milk` is no empty element of `choice`
    ");
}

#[test]
fn of_a_few_the_first_is_kept_in_place() {
    let tea = "<xs:element name='leaf'><xs:complexType><xs:attribute name='for' type='xs:string'/></xs:complexType></xs:element>
      <xs:element name='tea'><xs:complexType><xs:sequence>
        <xs:element ref='leaf' minOccurs='0' maxOccurs='unbounded'/>
        <xs:element name='note' type='xs:string' minOccurs='0' maxOccurs='3'/>
        <xs:element ref='tea' minOccurs='0' maxOccurs='unbounded'/>
      </xs:sequence></xs:complexType></xs:element>";
    let few = "[tea.few]\n'tea/leaf' = true\n'tea/note' = true\n'tea/tea' = true";
    // A type cannot hold itself in place.
    insta::assert_snapshot!(members(&text(tea, few), "Tea"), @r#"
    #[xml(child)]
    pub leafs: Few<Leaf>,
    #[xml(text_of = "note")]
    #[check(max_occurs = 3)]
    pub notes: Few<String>,
    #[xml(child)]
    pub teas: Vec<Self>,
    "#);
}

#[test]
fn extra_can_be_left_out() {
    let tea = "<xs:element name='tea'><xs:complexType/></xs:element>";
    assert!(text(tea, "").contains(
        "pub struct Tea {\n    /// Attributes and children that no other field takes.\n"
    ));
    let bare = text(tea, "[tea.extra]\n'tea' = false");
    assert!(bare.contains("pub struct Tea {}\n"), "{bare}");
}

#[test]
fn empty_types_make_no_types_of_their_own() {
    let empty = "<xs:simpleType name='empty'><xs:restriction base='xs:string'><xs:enumeration value=''/></xs:restriction></xs:simpleType>
      <xs:element name='hot' type='empty'/>
      <xs:element name='tea'><xs:complexType><xs:sequence><xs:element ref='hot' minOccurs='0'/></xs:sequence></xs:complexType></xs:element>";
    let text = text(empty, "");
    assert!(
        !text.contains("Empty") && !text.contains("struct Hot"),
        "{text}"
    );
    insta::assert_snapshot!(members(&text, "Tea"), @"
    #[xml(flag)]
    pub hot: bool,
    ");
}

#[test]
fn what_contains_itself_is_boxed_once() {
    let cycle = "<xs:element name='a'><xs:complexType><xs:sequence><xs:element ref='b' minOccurs='0'/></xs:sequence></xs:complexType></xs:element>
      <xs:element name='b'><xs:complexType><xs:sequence><xs:element ref='a'/><xs:element ref='b' minOccurs='0' maxOccurs='unbounded'/></xs:sequence></xs:complexType></xs:element>";
    let text = text(cycle, "");
    assert_eq!(text.matches("Box<").count(), 1, "{text}");
    assert!(text.contains("pub b: Option<Box<B>>,"), "{text}");
    assert!(text.contains("pub bs: Vec<Self>,"), "{text}");
}

/// Only what is an element of its own can stand behind a pointer: there is no `Box` of text, and none is needed of a list.
#[test]
fn the_catalogue_boxes_elements_that_may_be_absent() {
    let schema = "<xs:element name='pot'><xs:complexType><xs:sequence>
        <xs:element ref='lid' minOccurs='0'/><xs:element ref='tea'/><xs:element ref='cup' minOccurs='0' maxOccurs='unbounded'/>
        <xs:element name='note' type='xs:string' minOccurs='0'/></xs:sequence></xs:complexType></xs:element>
      <xs:element name='lid'><xs:complexType><xs:attribute name='a' type='xs:int'/></xs:complexType></xs:element>
      <xs:element name='tea'><xs:complexType><xs:attribute name='a' type='xs:int'/></xs:complexType></xs:element>
      <xs:element name='cup'><xs:complexType><xs:attribute name='a' type='xs:int'/></xs:complexType></xs:element>";
    let text = text(
        schema,
        "[tea.boxed]\n'pot/lid' = true\n'pot/tea' = true\n'pot/cup' = true\n'pot/note' = true",
    );
    assert_eq!(text.matches("Box<").count(), 1, "{text}");
    assert!(text.contains("pub lid: Option<Box<Lid>>,"), "{text}");
    assert!(text.contains("pub tea: Tea,"), "{text}");
    assert!(text.contains("pub cups: Vec<Cup>,"), "{text}");
    assert!(text.contains("pub note: Option<String>,"), "{text}");
}

#[test]
fn a_key_that_changes_no_field_is_told() {
    let tea = "<xs:element name='tea'><xs:complexType><xs:sequence>
          <xs:element ref='milk' minOccurs='0'/><xs:element ref='leaf' maxOccurs='unbounded'/><xs:element ref='pot'/>
          <xs:element name='note' type='xs:string' minOccurs='0'/><xs:element name='hot' minOccurs='0'><xs:complexType/></xs:element>
        </xs:sequence>
        <xs:attribute name='cups' type='xs:int' default='1'/><xs:attribute name='for' type='xs:string'/>
      </xs:complexType></xs:element>
      <xs:element name='milk'><xs:complexType><xs:attribute name='from' type='xs:string'/></xs:complexType></xs:element>
      <xs:element name='leaf'><xs:complexType><xs:attribute name='from' type='xs:string'/></xs:complexType></xs:element>
      <xs:element name='pot'><xs:complexType><xs:attribute name='from' type='xs:string'/></xs:complexType></xs:element>";
    let catalog = "[tea.boxed]
'tea/milk' = true
'tea/leaf' = true
'tea/pot' = true
'tea/note' = true
'tea/hot' = true
'milk' = true
[tea.few]
'tea/leaf' = true
'tea/milk' = true
[tea.implied]
'tea/note' = true
[tea.written]
'tea/@cups' = true
'tea/@for' = true
'tea/note' = true
'milk/@from' = false
";
    insta::assert_snapshot!(warnings(tea, catalog), @"
    catalog.toml:3:1: warning[idle-catalog-key]: `tea/leaf` changes nothing: only a child that may be absent, and is more than text, can be `boxed`
    catalog.toml:4:1: warning[idle-catalog-key]: `tea/pot` changes nothing: only a child that may be absent, and is more than text, can be `boxed`
    catalog.toml:5:1: warning[idle-catalog-key]: `tea/note` changes nothing: only a child that may be absent, and is more than text, can be `boxed`
    catalog.toml:6:1: warning[idle-catalog-key]: `tea/hot` changes nothing: only a child that may be absent, and is more than text, can be `boxed`
    catalog.toml:7:1: warning[idle-catalog-key]: `milk` changes nothing: only a child that may be absent, and is more than text, can be `boxed`
    catalog.toml:10:1: warning[idle-catalog-key]: `tea/milk` changes nothing: only a child that may occur more than once can be `few`
    catalog.toml:12:1: warning[idle-catalog-key]: `tea/note` changes nothing: only a child of a simple type that may be absent once, with a default that has a literal, can be `implied`
    catalog.toml:15:1: warning[idle-catalog-key]: `tea/@for` changes nothing: only an attribute with a default can be `written`
    catalog.toml:16:1: warning[idle-catalog-key]: `tea/note` changes nothing: only an attribute with a default can be `written`
    catalog.toml:17:1: warning[idle-catalog-key]: `milk/@from` changes nothing: `false` holds without it
    ");
}

#[test]
fn deep_chains_of_types_do_not_exhaust_the_stack() {
    let link = |at: usize| {
        format!(
            "<xs:complexType name='t{at}'><xs:sequence><xs:element name='e{at}' type='t{}' minOccurs='0'/></xs:sequence><xs:attribute name='a' type='xs:int'/></xs:complexType>",
            at + 1
        )
    };
    let chain: String = (0..2000).map(link).collect();
    let all = format!(
        "<xs:element name='tea' type='t0'/>{chain}<xs:complexType name='t2000'><xs:attribute name='a' type='xs:int'/></xs:complexType>"
    );
    assert_eq!(text(&all, "").matches("pub struct ").count(), 2001);
}
