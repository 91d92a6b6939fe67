//! The catalogue: paths, types, documentation, keys that address nothing.

use crate::{findings, load, schema};
use xmpp_codegen::model::datatype::Builtin;
use xmpp_codegen::model::{Content, Global, Type};

const TEA: &str = "
  <xs:element name='order'><xs:complexType>
    <xs:sequence>
      <xs:element name='guest' type='xs:string'/>
      <xs:element name='cup'><xs:complexType><xs:simpleContent>
        <xs:extension base='xs:string'><xs:attribute name='sugar' type='sugar'/></xs:extension>
      </xs:simpleContent></xs:complexType></xs:element>
      <xs:group ref='cake'/>
      <xs:any namespace='##other' processContents='lax'/>
    </xs:sequence>
    <xs:attributeGroup ref='who'/>
  </xs:complexType></xs:element>
  <xs:element name='bill'><xs:complexType><xs:attributeGroup ref='who'/></xs:complexType></xs:element>
  <xs:attributeGroup name='who'><xs:attribute name='for' type='xs:string'/></xs:attributeGroup>
  <xs:group name='cake'><xs:choice><xs:element name='slice' type='xs:string'/><xs:element name='fork' type='xs:string'/></xs:choice></xs:group>
  <xs:simpleType name='sugar'><xs:restriction base='xs:string'><xs:enumeration value='one'/><xs:enumeration value='two'/></xs:restriction></xs:simpleType>";

#[test]
fn every_kind_of_path_addresses_its_component() {
    let catalog = r#"
        [tea.doc]
        "order" = "a"
        "order/@for" = "b"
        "order/guest" = "c"
        "cup/@sugar" = "d"
        "order/cup/@sugar=two" = "e"
        "type:sugar" = "f"
        "type:sugar=one" = "g"
        "group:cake" = "h"
        "group:cake/slice" = "i"
        "order/group:cake" = "j"
        "order/fork" = "k"
        "order/*" = "l"
        "order/choice()" = "m"
        "order/roster:query" = "n"
    "#;
    let roster =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/roster.xsd"))
            .unwrap();
    let files = [("tea.xsd", schema(TEA)), ("roster.xsd", roster)];
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    assert_eq!(findings(&files, catalog), "");
    let (model, ..) = load(&files, catalog);
    let docs: Vec<_> = model
        .elements
        .iter()
        .filter_map(|element| element.doc.as_deref())
        .collect();
    assert!(
        docs.contains(&"c") && docs.contains(&"i") && docs.contains(&"k"),
        "{docs:?}"
    );
    // A use of a global element is not its declaration.
    assert!(!docs.contains(&"n"), "{docs:?}");
    let values = &model.simple_types[0].facets.enumeration;
    assert_eq!(
        [values[0].doc.as_deref(), values[1].doc.as_deref()],
        [Some("g"), Some("e")]
    );
}

#[test]
fn a_retyped_attribute_is_the_type_s_own_even_if_its_group_is_shared() {
    let catalog =
        "[tea.type]\n\"order/@for\" = \"BareJid\"\n\"order/cup\" = \"token\"\n\"guest\" = \"Jid\"";
    let (model, diagnostics, _) = load(&[("tea.xsd", &schema(TEA))], catalog);
    assert_eq!(diagnostics, []);
    let attribute = |name: &str| {
        let Type::Complex(id) = model[model.element("urn:example:tea", name).unwrap()].type_ else {
            panic!("{name} is not complex");
        };
        model[model[id].attributes[0].attribute].type_
    };
    assert_eq!(attribute("order"), Type::Builtin(Builtin::BareJid));
    assert_eq!(attribute("bill"), Type::Builtin(Builtin::String));
    assert!(
        model
            .complex_types
            .iter()
            .any(|type_| type_.content == Content::Simple(Type::Builtin(Builtin::Token)))
    );
    assert!(
        model
            .elements
            .iter()
            .any(|element| element.type_ == Type::Builtin(Builtin::Jid))
    );
}

#[test]
fn facets_that_the_type_of_a_catalogue_cannot_have_are_told() {
    let attribute = |name: &str, base: &str, facets: &str| {
        format!(
            "<xs:attribute name='{name}'><xs:simpleType><xs:restriction base='xs:{base}'>{facets}</xs:restriction></xs:simpleType></xs:attribute>"
        )
    };
    let attributes = [
        attribute(
            "who",
            "string",
            "<xs:minLength value='1'/><xs:pattern value='[^@]+@.+'/>",
        ),
        attribute(
            "port",
            "string",
            "<xs:minLength value='1'/><xs:maxLength value='5'/>",
        ),
        attribute("key", "string", "<xs:minLength value='8'/>"),
        attribute(
            "share",
            "decimal",
            "<xs:minInclusive value='0.5'/><xs:fractionDigits value='1'/>",
        ),
    ];
    let element = format!(
        "<xs:element name='tea'><xs:complexType>{}</xs:complexType></xs:element>",
        attributes.concat()
    );
    let catalog = r#"[tea.type]
"order/cup/@sugar" = "ShortText"
"tea/@key" = "base64Binary"
"tea/@port" = "unsignedShort"
"tea/@share" = "unsignedInt"
"tea/@who" = "BareJid"
"type:sugar" = "token"
"#;
    let schema = schema(&format!("{TEA}\n{element}"));
    insta::assert_snapshot!(findings(&[("tea.xsd", &schema)], catalog), @r#"
    warning[dropped-facet]: `xs:enumeration` of the type in the schema is lost: `ShortText` replaces it
      catalog.toml:2:22 "ShortText"
      tea.xsd:18:87 one | not checked any more
      help: leave the key out; what other values read as is said under `unknown`
    warning[dropped-facet]: `xs:minLength` of the type in the schema is lost: `base64Binary` replaces it
      catalog.toml:3:14 "base64Binary"
      tea.xsd:19:482 8 | not checked any more
      help: name a type that can have it, or take it out of the schema
    warning[dropped-facet]: `xs:maxLength` of the type in the schema is lost: `unsignedShort` replaces it
      catalog.toml:4:15 "unsignedShort"
      tea.xsd:19:336 5 | not checked any more
      help: name a type that can have it, or take it out of the schema
    warning[dropped-facet]: `xs:minInclusive` of the type in the schema is lost: `unsignedInt` replaces it
      catalog.toml:5:16 "unsignedInt"
      tea.xsd:19:634 0.5 | not checked any more
      help: name a type that can have it, or take it out of the schema
    warning[dropped-facet]: `xs:pattern` of the type in the schema is lost: `BareJid` replaces it
      catalog.toml:6:14 "BareJid"
      tea.xsd:19:157 [^@]+@.+ | not checked any more
      help: name a type that can have it, or take it out of the schema
    warning[dropped-facet]: `xs:enumeration` of the type in the schema is lost: `token` replaces it
      catalog.toml:7:16 "token"
      tea.xsd:18:87 one | not checked any more
      help: leave the key out; what other values read as is said under `unknown`
    "#);
}

#[test]
fn facets_of_parts_of_the_type_that_a_catalogue_replaces_are_told() {
    let types = "
<xs:simpleType name='name'><xs:restriction base='xs:string'><xs:minLength value='1'/><xs:maxLength value='5'/></xs:restriction></xs:simpleType>
<xs:simpleType name='names'><xs:list itemType='name'/></xs:simpleType>
<xs:simpleType name='port'><xs:restriction base='xs:unsignedShort'><xs:minInclusive value='1024'/></xs:restriction></xs:simpleType>
<xs:simpleType name='place'>
  <xs:union memberTypes='port name'>
    <xs:simpleType><xs:restriction base='xs:NMTOKEN'><xs:enumeration value='any'/><xs:enumeration value='none'/></xs:restriction></xs:simpleType>
  </xs:union>
</xs:simpleType>
<xs:simpleType name='first-place'><xs:restriction base='place'><xs:pattern value='.*1.*'/></xs:restriction></xs:simpleType>
<xs:simpleType name='any-place'><xs:union memberTypes='place xs:token'/></xs:simpleType>
<xs:simpleType name='word'><xs:restriction base='xs:token'><xs:enumeration value='many'/></xs:restriction></xs:simpleType>
<xs:simpleType name='count'><xs:union memberTypes='xs:unsignedInt word'/></xs:simpleType>
<xs:element name='stall'><xs:complexType>
  <xs:attribute name='any' type='any-place'/>
  <xs:attribute name='count' type='count'/>
  <xs:attribute name='first' type='first-place'/>
  <xs:attribute name='hosts' type='names'/>
  <xs:attribute name='places'><xs:simpleType><xs:list itemType='place'/></xs:simpleType></xs:attribute>
  <xs:attribute name='total' type='count'/>
</xs:complexType></xs:element>";
    // Nothing is lost of `any`, which was any text, and of `count`, which was any number that it still is.
    let catalog = r#"[tea.type]
"stall/@any" = "ShortText"
"stall/@count" = "unsignedByte"
"stall/@first" = "ShortText"
"stall/@hosts" = "NMTOKENS"
"stall/@places" = "BareJid"
"stall/@total" = "unsignedLong"
"type:names" = "string"
"#;
    let schema = schema(&format!("{TEA}\n{types}"));
    insta::assert_snapshot!(findings(&[("tea.xsd", &schema)], catalog), @r#"
    warning[dropped-facet]: `xs:minLength` of the type in the schema is lost: `ShortText` replaces it
      catalog.toml:4:18 "ShortText"
      tea.xsd:20:82 1 | not checked any more
      help: name a type that can have it, or take it out of the schema
    warning[dropped-facet]: `xs:maxLength` of the type in the schema is lost: `ShortText` replaces it
      catalog.toml:4:18 "ShortText"
      tea.xsd:20:107 5 | not checked any more
      help: name a type that can have it, or take it out of the schema
    warning[dropped-facet]: `xs:minInclusive` of the type in the schema is lost: `ShortText` replaces it
      catalog.toml:4:18 "ShortText"
      tea.xsd:22:92 1024 | not checked any more
      help: name a type that can have it, or take it out of the schema
    warning[dropped-facet]: `xs:enumeration` of the type in the schema is lost: `ShortText` replaces it
      catalog.toml:4:18 "ShortText"
      tea.xsd:25:77 any | not checked any more
      help: leave the key out; what other values read as is said under `unknown`
    warning[dropped-facet]: `xs:maxLength` of the type in the schema is lost: `NMTOKENS` replaces it
      catalog.toml:5:18 "NMTOKENS"
      tea.xsd:20:107 5 | not checked any more
      help: name a type that can have it, or take it out of the schema
    warning[dropped-facet]: `xs:maxLength` of the type in the schema is lost: `BareJid` replaces it
      catalog.toml:6:19 "BareJid"
      tea.xsd:20:107 5 | not checked any more
      help: name a type that can have it, or take it out of the schema
    warning[dropped-facet]: `xs:minInclusive` of the type in the schema is lost: `BareJid` replaces it
      catalog.toml:6:19 "BareJid"
      tea.xsd:22:92 1024 | not checked any more
      help: name a type that can have it, or take it out of the schema
    warning[dropped-facet]: `xs:enumeration` of the type in the schema is lost: `BareJid` replaces it
      catalog.toml:6:19 "BareJid"
      tea.xsd:25:77 any | not checked any more
      help: leave the key out; what other values read as is said under `unknown`
    warning[dropped-facet]: `xs:enumeration` of the type in the schema is lost: `unsignedLong` replaces it
      catalog.toml:7:18 "unsignedLong"
      tea.xsd:30:83 many | not checked any more
      help: leave the key out; what other values read as is said under `unknown`
    warning[dropped-facet]: `xs:minLength` of the type in the schema is lost: `string` replaces it
      catalog.toml:8:16 "string"
      tea.xsd:20:82 1 | not checked any more
      help: name a type that can have it, or take it out of the schema
    warning[dropped-facet]: `xs:maxLength` of the type in the schema is lost: `string` replaces it
      catalog.toml:8:16 "string"
      tea.xsd:20:107 5 | not checked any more
      help: name a type that can have it, or take it out of the schema
    "#);
}

#[test]
fn keys_that_address_nothing_and_values_that_mean_nothing_are_errors() {
    let catalog = r#"[tea.rename]
"oder" = "Order"
"order/@fro" = "from"
"bill" = "1st"
[tea.type]
"order/@for" = "BareJidd"
"order/*" = "Jid"
"bill" = "Jid"
[tea.unknown]
"cup/@sugar" = "maybe"
[tea.occurs]
"order/cup" = "2..1"
[tea.order]
"order" = "drop"
[tea.payload]
"order" = ["ask"]
[[tea.rule]]
name = "cup-or-cake"
on = "order"
when = { "@for" = ["you"], "@against" = ["me"] }
count = { "cup" = "many", "*" = "1", "spoon" = "0" }
spec = "the menu"
[teas.doc]
"order" = "a"
"#;
    insta::assert_snapshot!(findings(&[("tea.xsd", &schema(TEA))], catalog), @r#"
    error[unused-catalog-key]: `oder` addresses nothing in the schema
      catalog.toml:2:1 "oder"
      help: did you mean `order`?
    error[unused-catalog-key]: `order/@fro` addresses nothing in the schema
      catalog.toml:3:1 "order/@fro"
      help: did you mean `order/@for`?
    error[invalid-catalog-value]: `1st` is no name in Rust
      catalog.toml:4:10 "1st"
    error[invalid-catalog-value]: there is no type `BareJidd`
      catalog.toml:6:16 "BareJidd"
      help: did you mean `BareJid`?
    error[invalid-catalog-value]: only elements, attributes and simple types have a type to replace
      catalog.toml:7:13 "Jid"
    error[invalid-catalog-value]: its content is not text, so that it has no simple type to replace
      catalog.toml:8:10 "Jid"
    error[invalid-catalog-value]: `maybe` is none of `keep`, `invalid` and `default:VALUE`
      catalog.toml:10:16 "maybe"
    error[invalid-catalog-value]: `2..1` is no range: write `1`, `0..1` or `1..`
      catalog.toml:12:15 "2..1"
    error[invalid-catalog-value]: `drop` is not `keep`
      catalog.toml:14:11 "drop"
    error[invalid-catalog-value]: `ask` is none of `get`, `set` and `result`
      catalog.toml:16:11 ["ask"]
    error[unused-catalog-key]: `order/@against` addresses nothing in the schema
      catalog.toml:20:28 "@against"
      tea.xsd:1:1 <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:example:tea' | the schema it speaks of
    error[invalid-catalog-value]: `many` is no range: write `1`, `0..1` or `1..`
      catalog.toml:21:19 "many"
    error[unused-catalog-key]: `order/spoon` addresses nothing in the schema
      catalog.toml:21:38 "spoon"
      tea.xsd:1:1 <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:example:tea' | the schema it speaks of
    "#);
}

#[test]
fn rules_have_names_conditions_and_values_that_exist() {
    let sizes = "<xs:simpleType name='size'><xs:restriction base='xs:string'><xs:enumeration value='small'/></xs:restriction></xs:simpleType>
      <xs:element name='cup'><xs:complexType><xs:attribute name='size' type='size'/><xs:attribute name='note'/></xs:complexType></xs:element>";
    let catalog = r#"[[tea.rule]]
name = "Large Cup"
on = "cup"
when = { "@size" = ["", "smal", "small"], "@note" = ["anything"] }
count = { }
answer = "bad-requst"
spec = "the menu"
"#;
    insta::assert_snapshot!(findings(&[("tea.xsd", &schema(sizes))], catalog), @r#"
    error[invalid-catalog-value]: `Large Cup` is no name of a rule: write small letters and digits with hyphens between
      catalog.toml:2:8 "Large Cup"
    error[invalid-catalog-value]: `smal` is not a value of `cup/@size`: expected `small`
      catalog.toml:4:10 "@size"
    error[invalid-catalog-value]: RFC 6120 §8.3.3 defines no stanza error condition `bad-requst`
      catalog.toml:6:10 "bad-requst"
    "#);
}

#[test]
fn who_asks_an_account_is_told() {
    let roles = "[tea.iq]\n'bill' = { get = 'empty', account = 'all' }\n";
    insta::assert_snapshot!(findings(&[("tea.xsd", &schema(TEA))], roles), @"
    error[invalid-catalog-value]: `all` may not ask an account: expected `anyone`, `contacts` or `owner`
      catalog.toml:2:37 'all'
    ");
}

#[test]
fn roles_speak_of_elements_and_senders() {
    let roles = "[tea.iq]\n'pot' = { get = 'empty' }\n'order' = { get = 'bil', set = 'bill?', server = 'contacts', client = 'all' }\n'bill' = { account = 'owner' }\n";
    insta::assert_snapshot!(findings(&[("tea.xsd", &schema(TEA))], roles), @r#"
    error[unused-catalog-key]: `pot` addresses nothing in the schema
      catalog.toml:2:1 'pot'
      tea.xsd:1:1 <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:example:tea' | the schema it speaks of
    error[invalid-catalog-value]: `bil` is no element that the schema declares by itself; write `empty` where the answer carries nothing
      catalog.toml:3:19 'bil'
    error[invalid-catalog-value]: `contacts` may not ask a server: expected `anyone` or `owner`
      catalog.toml:3:50 'contacts'
    error[invalid-catalog-value]: `all` may not ask a client: expected `anyone`, `contacts`, `owner` or `account`
      catalog.toml:3:71 'all'
    error[invalid-catalog-value]: none of `get`, `set` and `push` is said of it
      catalog.toml:4:10 { account = 'owner' }
    "#);
}

#[test]
fn a_catalogue_that_is_no_catalogue_says_where() {
    insta::assert_snapshot!(findings(&[("tea.xsd", &schema(TEA))], "[tea]\nrenames = {}\n"), @r#"
    error[invalid-catalog]: unknown field `renames`, expected one of `title`, `spec`, `family`, `borrowed`, `rename`, `type`, `doc`, `unknown`, `occurs`, `written`, `implied`, `boxed`, `few`, `order`, `payload`, `iq`, `message`, `presence`, `extra`, `versions`, `rule`
      catalog.toml:2:1 renames
    "#);
}

#[test]
fn a_family_s_keys_reach_every_member() {
    let stanza = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='note'><xs:complexType><xs:attribute name='to' type='xs:string'/></xs:complexType></xs:element></xs:schema>";
    let member = |namespace: &str| {
        format!(
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='{namespace}'><xs:include schemaLocation='stanza.xsd'/></xs:schema>"
        )
    };
    let (client, server) = (member("urn:example:client"), member("urn:example:server"));
    let catalog =
        "[stanza]\nfamily = [\"client\", \"server\"]\n[stanza.type]\n\"note/@to\" = \"Jid\"";
    let files = [
        ("client.xsd", client.as_str()),
        ("server.xsd", &server),
        ("stanza.xsd", stanza),
    ];
    let (model, diagnostics, _) = load(&files, catalog);
    assert_eq!(diagnostics, []);
    assert_eq!(model.schemas.len(), 2);
    for schema in &model.schemas {
        let [Global::Element(note)] = schema.globals[..] else {
            panic!("{schema:?}");
        };
        assert_eq!(model[note].name.namespace, schema.namespace);
        let Type::Complex(id) = model[note].type_ else {
            panic!("{:?}", model[note]);
        };
        assert_eq!(
            model[model[id].attributes[0].attribute].type_,
            Type::Builtin(Builtin::Jid)
        );
        assert_eq!(schema.includes.len(), 1);
    }
}
