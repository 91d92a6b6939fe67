//! Content models as fields: how many of each, and as what.

use crate::{members, text};

/// The fields of an element with that content.
fn fields(content: &str) -> String {
    let element =
        format!("<xs:element name='tea'><xs:complexType>{content}</xs:complexType></xs:element>");
    members(&text(&element, ""), "Tea")
}

#[test]
fn occurrence_is_the_type_s_business() {
    let found = fields(
        "<xs:sequence>
          <xs:element name='one' type='xs:string'/>
          <xs:element name='maybe' type='xs:string' minOccurs='0'/>
          <xs:element name='any-number' type='xs:string' minOccurs='0' maxOccurs='unbounded'/>
          <xs:element name='some' type='xs:string' minOccurs='2' maxOccurs='3'/>
          <xs:element name='none' type='xs:string' minOccurs='0' maxOccurs='0'/>
        </xs:sequence>",
    );
    insta::assert_snapshot!(found, @r#"
    #[xml(text_of = "one")]
    pub one: String,
    #[xml(text_of = "maybe")]
    pub maybe: Option<String>,
    #[xml(text_of = "any-number")]
    pub any_numbers: Vec<String>,
    #[xml(text_of = "some")]
    #[check(min_occurs = 2, max_occurs = 3)]
    pub somes: Vec<String>,
    "#);
}

#[test]
fn occurrence_multiplies_through_groups_and_sequences() {
    let found = fields(
        "<xs:sequence maxOccurs='2'>
          <xs:element name='a' type='xs:string'/>
          <xs:sequence minOccurs='0'><xs:element name='b' type='xs:string'/></xs:sequence>
        </xs:sequence>",
    );
    insta::assert_snapshot!(found, @r#"
    #[xml(text_of = "a")]
    #[check(min_occurs = 1, max_occurs = 2)]
    pub as_: Vec<String>,
    #[xml(text_of = "b")]
    #[check(max_occurs = 2)]
    pub bs: Vec<String>,
    "#);
}

#[test]
fn an_element_of_several_branches_is_one_field() {
    let found = fields(
        "<xs:sequence>
          <xs:choice>
            <xs:sequence><xs:element name='a' type='xs:int'/><xs:element name='b' type='xs:int'/></xs:sequence>
            <xs:sequence><xs:element name='a' type='xs:int'/><xs:element name='c' type='xs:int'/></xs:sequence>
          </xs:choice>
          <xs:element name='c' type='xs:int' minOccurs='0'/>
        </xs:sequence>",
    );
    insta::assert_snapshot!(found, @r#"
    #[xml(text_of = "a")]
    pub a: i32,
    #[xml(text_of = "b")]
    pub b: Option<i32>,
    #[xml(text_of = "c")]
    #[check(max_occurs = 2)]
    pub cs: Vec<i32>,
    "#);
}

#[test]
fn all_is_a_field_each() {
    let found = fields(
        "<xs:all><xs:element name='a' type='xs:int'/><xs:element name='b' type='xs:int' minOccurs='0'/></xs:all>",
    );
    insta::assert_snapshot!(found, @r#"
    #[xml(text_of = "a")]
    pub a: i32,
    #[xml(text_of = "b")]
    pub b: Option<i32>,
    "#);
}

#[test]
fn a_choice_whose_element_stands_elsewhere_too_is_no_enum() {
    let found = fields(
        "<xs:sequence>
          <xs:choice><xs:element name='a' type='xs:int'/><xs:element name='b' type='xs:int'/></xs:choice>
          <xs:element name='c' type='xs:int'/>
          <xs:element name='a' type='xs:int'/>
        </xs:sequence>",
    );
    insta::assert_snapshot!(found, @r#"
    #[xml(text_of = "a")]
    #[check(min_occurs = 1, max_occurs = 2)]
    pub as_: Vec<i32>,
    #[xml(text_of = "b")]
    pub b: Option<i32>,
    #[xml(text_of = "c")]
    pub c: i32,
    "#);
}

#[test]
fn a_choice_that_may_be_empty_is_optional() {
    let found = fields(
        "<xs:choice><xs:element name='a' type='xs:int' minOccurs='0'/><xs:element name='b' type='xs:int'/></xs:choice>",
    );
    insta::assert_snapshot!(found, @"
    #[xml(child)]
    pub choice: Option<TeaChoice>,
    ");
}

#[test]
fn the_catalogue_tightens_occurrence_and_names_what_a_wildcard_admits() {
    let tea = "<xs:element name='tea'><xs:complexType>
        <xs:choice minOccurs='0' maxOccurs='unbounded'>
          <xs:element name='cup' type='xs:string'/>
          <xs:any namespace='##other' processContents='lax'/>
        </xs:choice>
      </xs:complexType></xs:element>";
    let milk = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:example:milk'>
        <xs:element name='milk'><xs:complexType><xs:attribute name='hot' type='xs:boolean'/></xs:complexType></xs:element>
      </xs:schema>";
    let catalog =
        "[tea.occurs]\n'tea/cup' = '0..1'\n'tea/oat-milk:milk' = '0..1'\n'tea/*' = '0..1'";
    let output = xmpp_codegen::Config::new()
        .schema_text("tea.xsd", &crate::schema(tea))
        .schema_text("oat-milk.xsd", milk)
        .catalog_text("catalog.toml", catalog)
        .generate()
        .unwrap();
    assert!(output.files[0].text.contains("use super::oat_milk;\n"));
    insta::assert_snapshot!(members(&output.files[0].text, "Tea"), @r#"
    #[xml(text_of = "cup")]
    pub cup: Option<String>,
    #[xml(child)]
    pub milk: Option<oat_milk::Milk>,
    #[xml(any)]
    pub payload: Option<Element>,
    "#);
}

#[test]
fn attributes_of_other_namespaces_keep_theirs() {
    let text = xmpp_codegen::Config::new()
        .schema_text(
            "tea.xsd",
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:example:tea' xmlns:t='urn:example:tea'>
               <xs:attribute name='sort' type='xs:string'/>
               <xs:element name='tea'><xs:complexType>
                 <xs:sequence><xs:element name='cup' type='xs:string'/></xs:sequence>
                 <xs:attribute ref='t:sort'/>
                 <xs:attribute name='plain' type='xs:string'/>
               </xs:complexType></xs:element>
             </xs:schema>",
        )
        .generate()
        .unwrap()
        .files[0]
        .text
        .clone();
    insta::assert_snapshot!(members(&text, "Tea"), @r#"
    #[xml(attribute, namespace = "urn:example:tea")]
    pub sort: Option<String>,
    #[xml(attribute)]
    pub plain: Option<String>,
    #[xml(text_of = "cup", namespace = "")]
    pub cup: String,
    "#);
}

#[test]
fn a_repeated_choice_keeps_its_order_where_the_catalogue_says_so() {
    let text_ = "<xs:element name='text'><xs:complexType>
        <xs:choice minOccurs='0' maxOccurs='unbounded'>
          <xs:element name='line' type='xs:string'/>
          <xs:element name='note'><xs:complexType><xs:attribute name='by' type='xs:string'/></xs:complexType></xs:element>
        </xs:choice></xs:complexType></xs:element>";
    insta::assert_snapshot!(members(&text(text_, ""), "Text"), @r#"
    #[xml(text_of = "line")]
    pub lines: Vec<String>,
    #[xml(child)]
    pub notes: Vec<Note>,
    "#);
    let kept = text(text_, "[tea.order]\n'text' = 'keep'");
    insta::assert_snapshot!(members(&kept, "Text"), @"
    #[xml(child)]
    pub choices: Vec<TextChoice>,
    ");
    insta::assert_snapshot!(members(&kept, "TextChoice"), @"
    #[xml(text)]
    Line(String),
    #[xml(child)]
    Note(Note),
    ");
}

#[test]
fn an_extension_of_what_is_empty_holds_no_text() {
    let components = "<xs:simpleType name='empty'><xs:restriction base='xs:string'><xs:enumeration value=''/></xs:restriction></xs:simpleType>
      <xs:element name='tea'><xs:complexType><xs:simpleContent><xs:extension base='empty'>
        <xs:attribute name='sort' type='xs:string'/>
      </xs:extension></xs:simpleContent></xs:complexType></xs:element>
      <xs:element name='pot'><xs:complexType><xs:sequence><xs:element name='lid' minOccurs='0'>
        <xs:complexType><xs:simpleContent><xs:extension base='empty'/></xs:simpleContent></xs:complexType>
      </xs:element></xs:sequence></xs:complexType></xs:element>";
    let text = text(components, "");
    insta::assert_snapshot!(members(&text, "Tea"), @r#"
    #[xml(attribute)]
    pub sort: Option<String>,
    "#);
    insta::assert_snapshot!(members(&text, "Pot"), @r#"
    #[xml(flag)]
    pub lid: bool,
    "#);
}
