//! Names: of the field, told apart, and never those that everybody uses.

use crate::{members, text, warnings};

fn element(name: &str, attribute: &str) -> String {
    format!(
        "<xs:element name='{name}'><xs:complexType><xs:attribute name='{attribute}' type='xs:string'/></xs:complexType></xs:element>"
    )
}

/// The names of the types of a module, in order.
fn types(text: &str) -> Vec<&str> {
    let heads = ["pub struct ", "pub enum "];
    let name = |line: &'_ str| {
        heads.iter().find_map(|head| {
            line.strip_prefix(head)
                .map(str::len)
                .map(|length| line.len() - length)
        })
    };
    text.lines()
        .filter_map(|line| Some(&line[name(line)?..]))
        .map(|rest| rest.split([' ', '(', ';']).next().unwrap_or_default())
        .collect()
}

#[test]
fn local_elements_of_one_name_are_told_apart_by_what_is_around_them() {
    let around = |name: &str, attribute: &str| {
        format!(
            "<xs:element name='{name}'><xs:complexType><xs:sequence>{}</xs:sequence></xs:complexType></xs:element>",
            element("item", attribute)
        )
    };
    let both = around("menu", "a") + &around("bill", "b");
    assert_eq!(
        types(&text(&both, "")),
        ["Menu", "MenuItem", "Bill", "BillItem"]
    );
    assert_eq!(types(&text(&around("menu", "a"), "")), ["Menu", "Item"]);
    let named = "[tea.rename]\n'menu/item' = 'Dish'";
    assert_eq!(
        types(&text(&both, named)),
        ["Menu", "Dish", "Bill", "BillItem"]
    );
}

#[test]
fn elements_of_one_name_and_type_share_a_struct() {
    let shared = "<xs:complexType name='leaf'><xs:attribute name='size' type='xs:int'/></xs:complexType>
      <xs:element name='green'><xs:complexType><xs:sequence><xs:element name='leaf' type='leaf'/></xs:sequence></xs:complexType></xs:element>
      <xs:element name='black'><xs:complexType><xs:sequence><xs:element name='leaf' type='leaf'/></xs:sequence></xs:complexType></xs:element>";
    assert_eq!(types(&text(shared, "")), ["Green", "Leaf", "Black"]);
}

#[test]
fn what_collides_is_reported_and_gets_a_number() {
    let twice = element("green-tea", "a") + &element("GreenTea", "b");
    assert_eq!(types(&text(&twice, "")), ["GreenTea", "GreenTea2"]);
    insta::assert_snapshot!(warnings(&twice, ""), @r#"tea.xsd:2:135: warning[name-collision]: two types would be called `GreenTea` (add to the catalogue:  [tea.rename]  "GreenTea" = "another name")"#);
    let renamed = "[tea.rename]\n'GreenTea' = 'Matcha'";
    assert_eq!(warnings(&twice, renamed), "");
}

#[test]
fn names_of_the_prelude_are_reported_and_written_with_their_path() {
    let option = element("option", "label");
    insta::assert_snapshot!(warnings(&option, ""), @r#"tea.xsd:2:19: warning[shadows-prelude]: element `option` would shadow `Option` of the Rust prelude (add to the catalogue:  [tea.rename]  "option" = "TeaOption")"#);
    let text = text(&option, "");
    assert!(
        text.contains("pub label: ::core::option::Option<String>,"),
        "{text}"
    );
}

#[test]
fn fields_never_share_a_name() {
    let tea = "<xs:element name='tea'><xs:complexType><xs:sequence>
        <xs:element name='value' type='xs:string' minOccurs='0'/>
        <xs:element name='text' type='xs:string' minOccurs='0'/>
        <xs:element name='extra' type='xs:string' minOccurs='0'/>
        <xs:element name='cup' type='xs:string' minOccurs='0'/>
      </xs:sequence><xs:attribute name='cup' type='xs:string'/><xs:attribute name='Cup' type='xs:string'/></xs:complexType></xs:element>";
    insta::assert_snapshot!(members(&text(tea, ""), "Tea"), @r#"
    #[xml(attribute)]
    pub cup: Option<String>,
    #[xml(attribute = "Cup")]
    pub cup_attribute: Option<String>,
    #[xml(text_of = "value")]
    pub value: Option<String>,
    #[xml(text_of = "text")]
    pub text: Option<String>,
    #[xml(text_of = "extra")]
    pub extra_element: Option<String>,
    #[xml(text_of = "cup")]
    pub cup_element: Option<String>,
    "#);
    assert_eq!(warnings(tea, "").matches("[name-collision]").count(), 3);
}

#[test]
fn the_catalogue_names_fields_variants_and_choices() {
    let tea = "<xs:element name='tea'><xs:complexType><xs:choice>
        <xs:element name='black' type='xs:string'/><xs:element name='green' type='xs:string'/>
      </xs:choice><xs:attribute name='n' type='xs:int'/></xs:complexType></xs:element>";
    let catalog =
        "[tea.rename]\n'tea/@n' = 'cups'\n'tea/choice()' = 'Sort'\n'tea/green' = 'Sencha'";
    let text = text(tea, catalog);
    insta::assert_snapshot!(members(&text, "Tea"), @r#"
    #[xml(attribute = "n")]
    pub cups: Option<i32>,
    #[xml(child)]
    pub sort: Sort,
    "#);
    insta::assert_snapshot!(members(&text, "Sort"), @r#"
    #[xml(text)]
    Black(String),
    #[xml(text, name = "green")]
    Sencha(String),
    "#);
}

#[test]
fn documentation_cannot_break_rustdoc() {
    let tea = "<xs:element name='tea'><xs:annotation><xs:documentation>Of &lt;leaf&gt; [a] *b*, see http://tea.example/a_b. `&lt;c/&gt;`</xs:documentation></xs:annotation><xs:complexType/></xs:element>";
    let text = text(tea, "");
    let line = text.lines().find(|line| line.contains("leaf")).unwrap();
    assert_eq!(
        line,
        r"/// `<tea/>`: of \<leaf\> \[a\] \*b\*, see <http://tea.example/a_b>. `<c/>`."
    );
}
