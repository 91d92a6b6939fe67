use super::Sampler;
use crate::catalog::Catalog;
use crate::library::{CATALOG, Library};
use crate::source::SourceMap;

const LIST: &str = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:x' targetNamespace='urn:x'
    elementFormDefault='qualified'>
  <xs:element name='list'><xs:complexType>
    <xs:sequence>
      <xs:element name='title' type='xs:string'/>
      <xs:element name='item' minOccurs='0' maxOccurs='unbounded'><xs:complexType><xs:simpleContent>
        <xs:extension base='xs:string'><xs:attribute name='level' use='required'><xs:simpleType>
          <xs:restriction base='xs:int'><xs:minInclusive value='1'/><xs:maxInclusive value='9'/></xs:restriction>
        </xs:simpleType></xs:attribute></xs:extension>
      </xs:simpleContent></xs:complexType></xs:element>
      <xs:element ref='list' minOccurs='0'/>
      <xs:any namespace='##other' processContents='lax' minOccurs='0'/>
    </xs:sequence>
    <xs:attribute name='done' type='xs:boolean' default='false'/>
  </xs:complexType></xs:element>
</xs:schema>";

#[test]
fn the_smallest_has_what_is_required_and_the_fullest_has_all() {
    with_list(|sampler| {
        let [list] = sampler.elements()[..] else {
            panic!()
        };
        assert_eq!(
            sampler.minimal(list).unwrap(),
            "<list xmlns='urn:x'><title>text</title></list>"
        );
        let full = sampler.maximal(list).unwrap();
        for part in [
            "<list",
            "done=",
            "<title>",
            "<item level='9'>",
            "<extension",
        ] {
            assert!(full.contains(part), "{part} in {full}");
        }
    });
}

#[test]
fn seeds_choose_and_choose_the_same_again() {
    with_list(|sampler| {
        let [list] = sampler.elements()[..] else {
            panic!()
        };
        let mut seen: Vec<String> = (0..20)
            .map(|seed| sampler.random(list, seed).unwrap())
            .collect();
        assert_eq!(seen[7], sampler.random(list, 7).unwrap());
        seen.sort();
        seen.dedup();
        assert!(seen.len() > 10, "{seen:#?}");
    });
}

#[test]
fn each_rule_is_broken_once_for_each_place() {
    with_list(|sampler| {
        let [list] = sampler.elements()[..] else {
            panic!()
        };
        let found = sampler.invalid(list);
        let mut what: Vec<String> = found
            .iter()
            .map(|invalid| format!("{}: {}", invalid.rule, invalid.what))
            .collect();
        what.sort();
        assert_eq!(
            what,
            [
                "facet: `level` of `<item/>` is `0`",
                "facet: `level` of `<item/>` is `10`",
                "invalid-value: `done` of `<list/>` is ``",
                "invalid-value: `level` of `<item/>` is ``",
                "missing-attribute: the required attribute `level` of `<item/>` is gone",
                "missing-child: the required child `<title/>` of `<list/>` is gone",
                "surplus-child: `<list/>` has a `<extension/>` too many",
                "surplus-child: `<list/>` has a `<list/>` too many",
                "surplus-child: `<list/>` has a `<title/>` too many",
                "unexpected-element: `<list/>` has a name that its namespace does not know",
                "unexpected-text: text stands in `<list/>`",
            ]
        );
    });
}

/// A schema with facets that only a text made for them breaks, and bounds that only many children do.
const BOUNDS: &str = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:x' targetNamespace='urn:x'
    elementFormDefault='qualified'>
  <xs:element name='order'><xs:complexType><xs:sequence>
    <xs:element name='copy' minOccurs='2' maxOccurs='12'><xs:simpleType><xs:restriction base='xs:string'>
      <xs:minLength value='2'/><xs:maxLength value='4'/><xs:pattern value='[a-z]*'/></xs:restriction></xs:simpleType></xs:element>
    <xs:choice><xs:element name='cash'/><xs:element name='price'><xs:simpleType><xs:restriction base='xs:decimal'>
      <xs:totalDigits value='3'/><xs:fractionDigits value='1'/></xs:restriction></xs:simpleType></xs:element></xs:choice>
  </xs:sequence><xs:attribute name='kind' fixed='sale'/></xs:complexType></xs:element>
</xs:schema>";

#[test]
fn each_facet_and_each_bound_has_a_document_that_breaks_it() {
    with(BOUNDS, |sampler| {
        let refusals = sampler.refusals(&sampler.elements());
        let mut what: Vec<String> = refusals
            .iter()
            .map(|refusal| {
                let rule = refusal.invalid.as_ref().map(|invalid| invalid.rule.name());
                format!("{}: {}", refusal.demand.what, rule.unwrap_or("nothing"))
            })
            .collect();
        what.sort();
        assert_eq!(
            what,
            [
                "at least 1 of `<cash/>` or `<price/>` in `<order/>`: missing-child",
                "at least 2 of `<copy/>` in `<order/>`: too-few-children",
                "at most 1 of `<cash/>` or `<price/>` in `<order/>`: surplus-child",
                "at most 12 of `<copy/>` in `<order/>`: surplus-child",
                "fractionDigits of the text of `<price/>`: facet",
                "maxLength of the text of `<copy/>`: facet",
                "minLength of the text of `<copy/>`: facet",
                "pattern of the text of `<copy/>`: facet",
                "totalDigits of the text of `<price/>`: facet",
                "values of `kind` of `<order/>`: invalid-value",
                "values of the text of `<price/>`: invalid-value",
            ]
        );
    });
}

#[test]
fn every_element_that_comes_with_the_compiler_has_samples() {
    let library = Library::builtin();
    let mut sources = SourceMap::default();
    let files: Vec<_> = library
        .documents()
        .iter()
        .map(|document| sources.add(document.path(), &*document.text))
        .collect();
    let file = sources.add("catalog.toml", CATALOG);
    let (catalog, _) = Catalog::parse(file, CATALOG);
    let (model, _) = crate::load(&mut sources, &files, &catalog, &library);
    let sampler = Sampler::new(&model, &catalog);
    for id in sampler.elements() {
        let name = &model[id].name;
        assert!(
            sampler.minimal(id).is_some(),
            "{name} has no smallest sample"
        );
        assert!(sampler.maximal(id).is_some(), "{name} has no full sample");
        assert!(
            sampler.random(id, 1).is_some(),
            "{name} has no random sample"
        );
    }
}

fn with_list(test: impl FnOnce(&Sampler<'_>)) {
    with(LIST, test);
}

fn with(schema: &str, test: impl FnOnce(&Sampler<'_>)) {
    let mut sources = SourceMap::default();
    let file = sources.add("list.xsd", schema);
    let catalog = Catalog::default();
    let (model, found) = crate::load(&mut sources, &[file], &catalog, &Library::builtin());
    assert_eq!(found, []);
    test(&Sampler::new(&model, &catalog));
}
