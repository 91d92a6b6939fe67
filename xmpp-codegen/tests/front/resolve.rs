//! Names found and not found, derivation, composition.

use crate::{findings, load, of, schema};
use xmpp_codegen::model::datatype::Builtin;
use xmpp_codegen::model::{
    ComplexType, Compositor, Content, Derivation, Global, Model, Namespaces, Origin, Process, Term,
    Type, XML,
};

fn model(components: &str) -> Model {
    let (model, diagnostics, _) = load(&[("tea.xsd", &schema(components))], "");
    assert_eq!(diagnostics, []);
    model
}

fn complex<'m>(model: &'m Model, name: &str) -> &'m ComplexType {
    let named = |type_: &&ComplexType| type_.name.as_ref().is_some_and(|found| found.local == name);
    model.complex_types.iter().find(named).unwrap()
}

fn attributes<'m>(model: &'m Model, type_: &ComplexType) -> Vec<&'m str> {
    type_
        .attributes
        .iter()
        .map(|found| model[found.attribute].name.local.as_str())
        .collect()
}

#[test]
fn types_that_are_not_defined_are_reported_once_with_what_was_meant() {
    insta::assert_snapshot!(of("<xs:element name='a' type='empty'/><xs:element name='b' type='empty'/>
      <xs:element name='c' type='string'/><xs:element name='d' type='tabel'/><xs:attribute name='e' type='empty'/>
      <xs:simpleType name='table'><xs:restriction base='xs:byte'/></xs:simpleType>"), @r#"
    error[unresolved-type]: the type `empty` is not defined in `urn:example:tea`
      tea.xsd:3:28 empty | no `xs:simpleType` or `xs:complexType` has this name
      tea.xsd:1:56 xmlns='urn:example:tea' | an unprefixed name is looked up here
      tea.xsd:3:63 empty | and used here
      tea.xsd:4:107 empty | and used here
      help: define it: `<xs:simpleType name='empty'><xs:restriction base='xs:string'><xs:enumeration value=''/></xs:restriction></xs:simpleType>`
    error[unresolved-type]: the type `string` is not defined in `urn:example:tea`
      tea.xsd:4:34 string | no `xs:simpleType` or `xs:complexType` has this name
      tea.xsd:1:56 xmlns='urn:example:tea' | an unprefixed name is looked up here
      help: did you mean `xs:string`?
      edit: tea.xsd:4:34 string -> xs:string
    error[unresolved-type]: the type `tabel` is not defined in `urn:example:tea`
      tea.xsd:4:70 tabel | no `xs:simpleType` or `xs:complexType` has this name
      tea.xsd:1:56 xmlns='urn:example:tea' | an unprefixed name is looked up here
      help: did you mean `table`?
      edit: tea.xsd:4:70 tabel -> table
    "#);
}

#[test]
fn references_that_lead_nowhere_are_reported() {
    insta::assert_snapshot!(of("<xs:element name='a'><xs:complexType><xs:sequence>
        <xs:element ref='cup'/><xs:group ref='cups'/></xs:sequence>
        <xs:attribute ref='sugar'/><xs:attributeGroup ref='all'/><xs:attribute ref='xml:language'/>
      </xs:complexType></xs:element><xs:group name='cup'><xs:sequence/></xs:group>"), @r#"
    error[unresolved-reference]: the element `cup` is not declared in `urn:example:tea`
      tea.xsd:4:26 cup
      tea.xsd:1:56 xmlns='urn:example:tea' | an unprefixed name is looked up here
      help: declare it, or name one that is declared in `urn:example:tea`
    error[unresolved-reference]: the group `cups` is not declared in `urn:example:tea`
      tea.xsd:4:47 cups
      tea.xsd:1:56 xmlns='urn:example:tea' | an unprefixed name is looked up here
      help: did you mean `cup`?
      edit: tea.xsd:4:47 cups -> cup
    error[unresolved-reference]: the attribute `sugar` is not declared in `urn:example:tea`
      tea.xsd:5:28 sugar
      tea.xsd:1:56 xmlns='urn:example:tea' | an unprefixed name is looked up here
      help: declare it, or name one that is declared in `urn:example:tea`
    error[unresolved-reference]: the attribute group `all` is not declared in `urn:example:tea`
      tea.xsd:5:60 all
      tea.xsd:1:56 xmlns='urn:example:tea' | an unprefixed name is looked up here
      help: declare it, or name one that is declared in `urn:example:tea`
    error[unresolved-reference]: the attribute `language` is not declared in `http://www.w3.org/XML/1998/namespace`
      tea.xsd:5:85 xml:language
      help: XML defines `xml:lang`, `xml:space`, `xml:base` and `xml:id`
    "#);
}

#[test]
fn an_unprefixed_name_needs_a_default_namespace() {
    let text = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:example:tea'>
      <xs:element name='a' type='b'/><xs:simpleType name='b'><xs:restriction base='xs:byte'/></xs:simpleType></xs:schema>";
    insta::assert_snapshot!(findings(&[("tea.xsd", text)], ""), @r#"
    error[unresolved-type]: the type `b` is not defined in schemas without a namespace
      tea.xsd:2:34 b | no `xs:simpleType` or `xs:complexType` has this name
      note: an unprefixed name is in no namespace here, since no `xmlns` is declared
      help: add `xmlns='urn:example:tea'` to `xs:schema`
    "#);
}

#[test]
fn namespaces_are_imported_or_complained_about_once() {
    let text = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:r='jabber:iq:roster' xmlns:n='urn:example:none'
      targetNamespace='urn:example:tea'>
      <xs:import namespace='urn:example:none'/>
      <xs:element name='a'><xs:complexType><xs:sequence><xs:element ref='r:query'/><xs:element ref='r:item'/>
      <xs:element ref='n:b'/><xs:element ref='n:c'/><xs:element ref='x:y'/><xs:element ref='x:z'/></xs:sequence>
      <xs:attribute ref='xml:lang'/><xs:attribute ref='xml:base'/></xs:complexType></xs:element></xs:schema>";
    insta::assert_snapshot!(findings(&[("tea.xsd", text)], ""), @r#"
    error[unresolved-import]: no schema for `urn:example:none` is at hand
      tea.xsd:3:29 urn:example:none
      tea.xsd:5:24 n:b | used here
      help: give its schema besides
    warning[missing-import]: `jabber:iq:roster` is used and not imported
      tea.xsd:4:74 r:query
      note: a schema for it is at hand, so its names are understood
      help: import it
      edit: tea.xsd:2:41  -> <xs:import namespace='jabber:iq:roster'/>
    error[unbound-prefix]: the prefix `x` is bound to no namespace
      tea.xsd:5:70 x:y
      help: did you mean `xs`?
    warning[missing-import]: the `xml` namespace is used and not imported
      tea.xsd:6:26 xml:lang
      note: its attributes are known without a schema
      help: import it
      edit: tea.xsd:2:41  -> <xs:import namespace='http://www.w3.org/XML/1998/namespace'/>
    "#);
}

#[test]
fn the_library_is_loaded_where_it_is_needed() {
    let text = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:r='jabber:iq:roster' targetNamespace='urn:example:tea'>
      <xs:import namespace='jabber:iq:roster'/>
      <xs:element name='a'><xs:complexType><xs:sequence><xs:element ref='r:query'/></xs:sequence></xs:complexType></xs:element></xs:schema>";
    let (model, diagnostics, sources) = load(&[("tea.xsd", text)], "");
    assert_eq!(diagnostics, []);
    let schemas: Vec<_> = model
        .schemas
        .iter()
        .map(|schema| (schema.stem.as_str(), schema.origin))
        .collect();
    assert_eq!(
        schemas,
        [("tea", Origin::Given), ("roster", Origin::Library)]
    );
    assert_eq!(
        sources.file(model.schemas[1].file).path,
        "<library>/roster.xsd"
    );
    // The catalogue of the library holds for it.
    let jid = model
        .attributes
        .iter()
        .filter(|attribute| attribute.name.local == "jid");
    assert!(
        jid.map(|attribute| attribute.type_)
            .any(|type_| type_ == Type::Builtin(Builtin::BareJid))
    );
}

#[test]
fn xml_attributes_need_no_schema() {
    let text = schema("<xs:import namespace='http://www.w3.org/XML/1998/namespace'/><xs:element name='a'><xs:complexType>
      <xs:attribute ref='xml:lang' use='required'/></xs:complexType></xs:element>");
    let (model, diagnostics, _) = load(&[("tea.xsd", &text)], "");
    assert_eq!(diagnostics, []);
    assert_eq!(model.schemas.len(), 1);
    let lang = &model[model.complex_types[0].attributes[0].attribute];
    assert_eq!(
        (lang.name.namespace.as_str(), lang.type_),
        (XML, Type::Builtin(Builtin::Language))
    );
}

#[test]
fn extensions_add_to_their_base_and_restrictions_replace() {
    let model = model("
      <xs:complexType name='drink'><xs:sequence><xs:element name='cup' type='xs:string' minOccurs='0'/></xs:sequence>
        <xs:attribute name='hot' type='xs:boolean'/><xs:attribute name='size' type='xs:string'/>
        <xs:anyAttribute namespace='urn:example:a' processContents='skip'/></xs:complexType>
      <xs:complexType name='latte'><xs:complexContent><xs:extension base='coffee'>
        <xs:attribute name='milk' type='xs:string'/></xs:extension></xs:complexContent></xs:complexType>
      <xs:complexType name='coffee'><xs:complexContent><xs:extension base='drink'>
        <xs:choice><xs:element name='spoon' type='xs:string'/></xs:choice><xs:attribute name='beans' type='xs:string'/>
        <xs:anyAttribute namespace='urn:example:b' processContents='lax'/></xs:extension></xs:complexContent></xs:complexType>
      <xs:complexType name='water'><xs:complexContent><xs:restriction base='drink'>
        <xs:attribute name='size' type='xs:token' use='required'/><xs:attribute name='hot' use='prohibited'/>
      </xs:restriction></xs:complexContent></xs:complexType>");
    let latte = complex(&model, "latte");
    assert_eq!(attributes(&model, latte), ["hot", "size", "beans", "milk"]);
    assert_eq!(
        latte.derivation.map(|(derivation, _)| derivation),
        Some(Derivation::Extension)
    );
    let both = Namespaces::List(vec!["urn:example:b".into(), "urn:example:a".into()]);
    assert_eq!(
        latte
            .any_attribute
            .as_ref()
            .map(|any| (&any.namespaces, any.process)),
        Some((&both, Process::Lax))
    );
    let Content::Elements(particle) = &latte.content else {
        panic!("{latte:?}");
    };
    let Term::Model(Compositor::Sequence, inner) = &particle.term else {
        panic!("{particle:?}");
    };
    let compositors: Vec<_> = inner
        .iter()
        .map(|inner| matches!(inner.term, Term::Model(Compositor::Choice, _)))
        .collect();
    assert_eq!(compositors, [false, true]);
    let water = complex(&model, "water");
    assert_eq!(attributes(&model, water), ["size"]);
    assert!(
        water.attributes[0].required
            && water.any_attribute.is_none()
            && water.content == Content::Empty
    );
}

#[test]
fn text_content_is_inherited_and_narrowed() {
    let model = model("
      <xs:complexType name='a'><xs:simpleContent><xs:extension base='xs:string'><xs:attribute name='x' type='xs:string'/></xs:extension></xs:simpleContent></xs:complexType>
      <xs:complexType name='b'><xs:simpleContent><xs:extension base='a'/></xs:simpleContent></xs:complexType>
      <xs:complexType name='c'><xs:simpleContent><xs:restriction base='b'><xs:maxLength value='3'/></xs:restriction></xs:simpleContent></xs:complexType>");
    assert_eq!(
        complex(&model, "b").content,
        Content::Simple(Type::Builtin(Builtin::String))
    );
    assert_eq!(attributes(&model, complex(&model, "c")), ["x"]);
    let Content::Simple(Type::Simple(id)) = complex(&model, "c").content else {
        panic!("no facets");
    };
    assert_eq!(
        model[id]
            .facets
            .max_length
            .as_ref()
            .map(|facet| facet.value),
        Some(3)
    );
}

#[test]
fn derivations_that_contradict_their_base_are_reported() {
    insta::assert_snapshot!(of("
      <xs:complexType name='a'><xs:sequence><xs:element name='x' type='xs:string'/></xs:sequence></xs:complexType>
      <xs:complexType name='b'><xs:simpleContent><xs:extension base='a'/></xs:simpleContent></xs:complexType>
      <xs:complexType name='c'><xs:complexContent><xs:extension base='xs:string'/></xs:complexContent></xs:complexType>
      <xs:complexType name='d'><xs:simpleContent><xs:restriction base='xs:string'/></xs:simpleContent></xs:complexType>
      <xs:complexType name='e'><xs:complexContent mixed='true'><xs:extension base='a'><xs:sequence><xs:element name='y' type='xs:string'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
      <xs:simpleType name='f'><xs:restriction base='a'/></xs:simpleType>
      <xs:simpleType name='g'><xs:list itemType='xs:NMTOKENS'/></xs:simpleType>
      <xs:attribute name='h' type='a'/>"), @r#"
    warning[invalid-derivation]: `xs:simpleContent` needs a base whose content is text
      tea.xsd:5:70 a | this type has child elements
      tea.xsd:4:7 <xs:complexType name='a'> | defined here
      note: it is read as `xs:complexContent`
      help: use `xs:complexContent`
    error[invalid-derivation]: `xs:complexContent` needs a complex type as its base
      tea.xsd:6:71 xs:string | this is a simple type
      help: use `xs:simpleContent`
    error[invalid-derivation]: `xs:simpleContent` can restrict a complex type only
      tea.xsd:7:72 xs:string | this is a simple type
      help: restrict it in an `xs:simpleType`, and extend that one
    error[invalid-derivation]: this type is mixed, and the base is not
      tea.xsd:8:84 a
      help: give both the same `mixed`
    error[invalid-derivation]: a simple type can be made from simple types only
      tea.xsd:9:53 a | this is a complex type
      help: for text with attributes, use `xs:complexType` with `xs:simpleContent`
    error[impossible-list]: the items of a list cannot be lists
      tea.xsd:10:7 <xs:simpleType name='g'>
      help: make one list of the items, or put each item into an element
    error[invalid-derivation]: the type of an attribute has to be simple
      tea.xsd:11:36 a
      help: name a simple type, as `xs:string`
    "#);
}

#[test]
fn attributes_are_declared_once() {
    insta::assert_snapshot!(of("
      <xs:attributeGroup name='g'><xs:attribute name='x' type='xs:string'/></xs:attributeGroup>
      <xs:complexType name='a'><xs:attributeGroup ref='g'/><xs:attribute name='x' type='xs:byte'/></xs:complexType>
      <xs:complexType name='b'><xs:complexContent><xs:extension base='a'><xs:attributeGroup ref='g'/></xs:extension></xs:complexContent></xs:complexType>
      <xs:complexType name='c'><xs:attributeGroup ref='g'/><xs:attributeGroup ref='g'/></xs:complexType>"), @r#"
    error[duplicate-attribute]: the attribute `x` is declared twice for one type
      tea.xsd:5:60 <xs:attribute name='x' type='xs:byte'/>
      tea.xsd:4:35 <xs:attribute name='x' type='xs:string'/> | the first
      help: remove one of them
    error[duplicate-attribute]: the attribute `x` is declared twice for one type
      tea.xsd:6:7 <xs:complexType name='b'>
      tea.xsd:4:35 <xs:attribute name='x' type='xs:string'/> | this declaration comes by two ways
      help: remove one of the references to it
    "#);
}

#[test]
fn circles_are_cut_and_reported_once() {
    let circles = "
      <xs:complexType name='a'><xs:complexContent><xs:extension base='b'/></xs:complexContent></xs:complexType>
      <xs:complexType name='b'><xs:complexContent><xs:extension base='a'/></xs:complexContent></xs:complexType>
      <xs:simpleType name='c'><xs:union memberTypes='xs:string d'/></xs:simpleType>
      <xs:simpleType name='d'><xs:list itemType='c'/></xs:simpleType>
      <xs:group name='e'><xs:sequence><xs:group ref='e'/></xs:sequence></xs:group>
      <xs:attributeGroup name='f'><xs:attributeGroup ref='f'/></xs:attributeGroup>
      <xs:element name='g' substitutionGroup='h'/><xs:element name='h' substitutionGroup='g'/>
      <xs:complexType name='i'><xs:group ref='e'/><xs:attributeGroup ref='f'/></xs:complexType>";
    insta::assert_snapshot!(of(circles), @r#"
    error[circular-definition]: the type `a` is defined by itself
      tea.xsd:4:7 <xs:complexType name='a'>
      tea.xsd:5:7 <xs:complexType name='b'> | by way of `b`
      help: take one of the references away
    error[circular-definition]: the type `c` is defined by itself
      tea.xsd:6:7 <xs:simpleType name='c'>
      tea.xsd:7:7 <xs:simpleType name='d'> | by way of `d`
      help: take one of the references away
    error[circular-definition]: the group `e` is defined by itself
      tea.xsd:8:7 <xs:group name='e'>
      help: take one of the references away
    error[circular-definition]: the attribute group `f` is defined by itself
      tea.xsd:9:32 f
      help: take one of the references away
    error[circular-definition]: the substitution group of `g` is defined by itself
      tea.xsd:10:25 g
      tea.xsd:10:69 h | by way of `h`
      help: take one of the references away
    "#);
}

#[test]
fn members_of_a_substitution_group_take_the_type_of_their_head() {
    let model = model(
        "<xs:element name='a' substitutionGroup='b'/><xs:element name='b' substitutionGroup='c'/><xs:element name='c' type='xs:byte' abstract='true'/>",
    );
    assert!(
        model
            .elements
            .iter()
            .all(|element| element.type_ == Type::Builtin(Builtin::Byte))
    );
    assert_eq!(
        model.elements[0].substitutes,
        model.element("urn:example:tea", "b")
    );
    assert!(model.elements[2].abstract_);
}

#[test]
fn long_chains_are_cut_where_nobody_would_go() {
    let chain =
        |times: usize, link: &dyn Fn(usize) -> String| (0..times).map(link).collect::<String>();
    let types = chain(5_000, &|at| {
        format!(
            "<xs:complexType name='t{at}'><xs:complexContent><xs:extension base='t{}'/></xs:complexContent></xs:complexType>",
            at + 1
        )
    });
    let simple = chain(5_000, &|at| {
        format!(
            "<xs:simpleType name='t{at}'><xs:restriction base='t{}'/></xs:simpleType>",
            at + 1
        )
    });
    let groups = chain(5_000, &|at| {
        format!(
            "<xs:group name='t{at}'><xs:sequence><xs:group ref='t{}'/></xs:sequence></xs:group>",
            at + 1
        )
    });
    let attributes = chain(5_000, &|at| {
        format!(
            "<xs:attributeGroup name='t{at}'><xs:attributeGroup ref='t{}'/></xs:attributeGroup>",
            at + 1
        )
    });
    let ends = "<xs:complexType name='t5000'/>";
    for (text, rule) in [
        (types + ends, "nesting-too-deep"),
        (
            simple
                + "<xs:simpleType name='t5000'><xs:restriction base='xs:string'/></xs:simpleType>",
            "nesting-too-deep",
        ),
        (
            groups + "<xs:group name='t5000'><xs:sequence/></xs:group>",
            "nesting-too-deep",
        ),
    ] {
        let (_, diagnostics, _) = load(&[("tea.xsd", &schema(&text))], "");
        assert!(
            diagnostics.len() == 1 && diagnostics.iter().all(|found| found.rule == rule),
            "{:?}",
            diagnostics.first()
        );
    }
    model(
        &(attributes
            + "<xs:attributeGroup name='t5000'><xs:attribute name='x' type='xs:string'/></xs:attributeGroup><xs:complexType name='u'><xs:attributeGroup ref='t0'/></xs:complexType>"),
    );
}

#[test]
fn huge_occurrence_is_a_number_like_any_other() {
    let model = model("<xs:complexType name='a'><xs:sequence minOccurs='0' maxOccurs='99999999999999999999'>
      <xs:element name='x' type='xs:string' maxOccurs='4294967295'/><xs:element name='y' type='xs:string' minOccurs='0' maxOccurs='0'/></xs:sequence></xs:complexType>");
    let Content::Elements(particle) = &complex(&model, "a").content else {
        panic!("no particle");
    };
    let Term::Model(_, inner) = &particle.term else {
        panic!("{particle:?}");
    };
    assert_eq!(
        (
            particle.occurs.min,
            particle.occurs.max,
            inner.len(),
            inner[0].occurs.max
        ),
        (0, None, 1, Some(u32::MAX))
    );
}

#[test]
fn components_of_one_name_clash_within_a_schema_and_between_schemas() {
    let twice = "<xs:element name='a'/><xs:element name='a'/><xs:simpleType name='a'><xs:restriction base='xs:string'/></xs:simpleType>";
    insta::assert_snapshot!(of(twice), @r#"
    error[duplicate-component]: there are two elements `a`
      tea.xsd:3:41 a
      tea.xsd:3:19 a | the first
      help: rename or remove one
    "#);
    let (first, second) = (
        schema("<xs:element name='a'/><xs:element name='b'/>"),
        schema("<xs:element name='a'/><xs:element name='b'/><xs:element name='c'/>"),
    );
    insta::assert_snapshot!(findings(&[("first.xsd", &first), ("second.xsd", &second)], ""), @r#"
    error[duplicate-component]: two schemas of `urn:example:tea` both declare the element `a` and 1 more
      second.xsd:3:19 a
      first.xsd:3:19 a | the first
      help: compile one of the two schemas, or let one include the other
    "#);
}

#[test]
fn documents_that_include_each_other_are_one_schema() {
    let with = |include: &str, element: &str| {
        schema(&format!(
            "<xs:include schemaLocation='dir/{include}.xsd'/><xs:element name='{element}' type='t'/>"
        ))
    };
    let types = schema(
        "<xs:simpleType name='t'><xs:restriction base='xs:string'/></xs:simpleType><xs:include schemaLocation='a.xsd'/>",
    );
    let (a, b) = (with("b", "x"), with("types", "y"));
    let files = [("a.xsd", a.as_str()), ("b.xsd", &b), ("types.xsd", &types)];
    insta::assert_snapshot!(findings(&files, ""), @r#"
    warning[misplaced-element]: `xs:include` may not stand in `xs:schema` here
      types.xsd:3:75 <xs:include schemaLocation='a.xsd'/> | `xs:schema` takes imports and includes before its components
      note: it is read as if it came first
      help: move it before the first component
    "#);
    let (model, ..) = load(&files, "");
    assert_eq!(model.schemas.len(), 1);
    assert_eq!(model.schemas[0].stem, "a");
    let globals: Vec<_> = model.schemas[0]
        .globals
        .iter()
        .map(|global| matches!(global, Global::Element(_)))
        .collect();
    assert_eq!(globals, [false, true, true]);
}

#[test]
fn includes_that_cannot_be_followed_are_one_finding() {
    let other = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:example:other'/>";
    let broken = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:example:tea'><xs:element></xs:schema>";
    let text = |location: &str| {
        schema(&format!(
            "<xs:include schemaLocation='{location}.xsd'/><xs:element name='a' type='t'/>"
        ))
    };
    insta::assert_snapshot!(findings(&[("tea.xsd", &text("gone"))], ""), @r#"
    error[unresolved-include]: no schema `gone` is at hand
      tea.xsd:3:29 gone.xsd
      note: documents are found by their path and by the stem of `schemaLocation`, and nothing is fetched
      help: give `gone.xsd` besides
    "#);
    insta::assert_snapshot!(findings(&[("tea.xsd", &text("other")), ("other.xsd", other)], ""), @r#"
    error[foreign-include]: the included schema is of another namespace: `urn:example:other`
      tea.xsd:3:29 other.xsd
      other.xsd:1:73 urn:example:other | said here
      note: the including schema: urn:example:tea
      help: import it: `<xs:import namespace='…'/>`
    "#);
    insta::assert_snapshot!(findings(&[("tea.xsd", &text("broken")), ("broken.xsd", broken)], ""), @r#"
    error[not-well-formed]: closing tag `</xs:schema>` does not match the open element `xs:element`
      broken.xsd:1:102 </xs:schema>
      broken.xsd:1:90 <xs:element> | this element is open
      help: close `xs:element` before it
    "#);
}

#[test]
fn wildcards_without_a_word_on_strictness_are_lax() {
    let any = "<xs:complexType name='a'><xs:sequence><xs:any namespace='##targetNamespace ##local urn:example:x' /></xs:sequence><xs:anyAttribute/></xs:complexType>";
    insta::assert_snapshot!(of(any), @r#"
    warning[strict-wildcard]: `xs:any` is strict unless told otherwise, and is read as lax
      tea.xsd:3:39 <xs:any namespace='##targetNamespace ##local urn:example:x' />
      note: strict would refuse every extension whose schema is not at hand
      help: say so in the schema
      edit: tea.xsd:3:98  -> processContents='lax'
    warning[strict-wildcard]: `xs:anyAttribute` is strict unless told otherwise, and is read as lax
      tea.xsd:3:115 <xs:anyAttribute/>
      note: strict would refuse every extension whose schema is not at hand
      help: say so in the schema
      edit: tea.xsd:3:131  -> processContents='lax'
    "#);
    let (model, ..) = load(&[("tea.xsd", &schema(any))], "");
    assert_eq!(
        complex(&model, "a")
            .any_attribute
            .as_ref()
            .map(|any| any.process),
        Some(Process::Lax)
    );
}

#[test]
fn schemas_that_grow_beyond_measure_are_refused() {
    let attributes: String = (0..1_000)
        .map(|at| format!("<xs:attribute name='a{at}' type='xs:string'/>"))
        .collect();
    let types: String = (0..1_000)
        .map(|at| {
            format!("<xs:complexType name='t{at}'><xs:attributeGroup ref='g'/></xs:complexType>")
        })
        .collect();
    let text = schema(&format!(
        "<xs:attributeGroup name='g'>{attributes}</xs:attributeGroup>{types}"
    ));
    let (_, diagnostics, _) = load(&[("tea.xsd", &text)], "");
    let rules: Vec<_> = diagnostics
        .iter()
        .map(|found| found.rule.as_str())
        .collect();
    assert_eq!(rules, ["too-large"]);
}
