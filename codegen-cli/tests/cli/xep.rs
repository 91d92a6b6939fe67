//! `xep`: the documents of extensions.

use crate::run::{Scratch, run};
use std::fs;

const DOCUMENT: &str = "<?xml version='1.0'?>
<!DOCTYPE xep SYSTEM 'xep.dtd' [<!ENTITY % ents SYSTEM 'xep.ent'>
%ents;
]>
<xep>
<header><title>Weather</title>&LEGALNOTICE;<number>9999</number><status>Experimental</status></header>
<example caption='A report'><![CDATA[
<message to='a@example.org'>
  <weather xmlns='urn:example:weather' sky='clear'/>
</message>
]]></example>
<example caption='A report of nothing'><![CDATA[
<message to='a@example.org'>
  ...
  <weather xmlns='urn:example:weather' sky='claer'/>
</message>
]]></example>
<example caption='Half of one'><![CDATA[
<message to='a@example.org'>
]]></example>
<example caption='Of another kind'><![CDATA[
<nobody xmlns='urn:example:knows'/>
]]></example>
<section1 topic='XML Schema'><code><![CDATA[
<?xml version='1.0'?>
<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:example:weather'>
  <xs:element name='weather'>
    <xs:complexType>
      <xs:attribute name='sky' use='required'>
        <xs:simpleType>
          <xs:restriction base='xs:NCName'>
            <xs:enumeration value='clear'/>
            <xs:enumeration value='cloudy'/>
          </xs:restriction>
        </xs:simpleType>
      </xs:attribute>
    </xs:complexType>
  </xs:element>
</xs:schema>
]]></code></section1>
</xep>";

#[test]
fn examples_are_judged_by_the_schemas_beside_them() {
    let scratch = Scratch::new();
    scratch.write("xep-9999.xml", DOCUMENT);
    let result = run(scratch.path(), &["xep", "xep-9999.xml"]);
    assert_eq!(result.code, 1, "{}", result.stderr);
    let place = DOCUMENT
        .lines()
        .position(|line| line.contains("claer"))
        .unwrap()
        + 1;
    assert!(
        result.stdout.contains(&format!("xep-9999.xml:{place}:45")),
        "{}",
        result.stdout
    );
    assert!(
        result.stdout.contains("did you mean `clear`?"),
        "{}",
        result.stdout
    );
    let counts = "XEP-9999: Weather: 1 schema; 4 examples: 1 valid (1 to the letter), 1 invalid, 1 not XML, 1 not judged";
    assert!(result.stdout.contains(counts), "{}", result.stdout);
}

#[test]
fn reports_are_written_for_people_and_programs() {
    let scratch = Scratch::new();
    scratch.write("xep-9999.xml", DOCUMENT);
    let result = run(
        scratch.path(),
        &["xep", "xep-9999.xml", "--format", "html", "--out", "report"],
    );
    assert_eq!(result.code, 1, "{}", result.stderr);
    let page = fs::read_to_string(scratch.path().join("report/xep-9999.html")).unwrap();
    assert!(
        page.contains("<h1>XEP-9999: Weather</h1>") && page.contains("&lt;weather"),
        "{page}"
    );
    let index = fs::read_to_string(scratch.path().join("report/index.html")).unwrap();
    assert!(
        index.contains("<a href='xep-9999.html'>XEP-9999: Weather</a>"),
        "{index}"
    );
    let result = run(scratch.path(), &["xep", "xep-9999.xml", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&result.stdout).unwrap();
    assert_eq!(value["examples"][1]["verdict"], "invalid");
    assert_eq!(value["examples"][1]["findings"][0]["rule"], "invalid-value");
}

#[test]
fn a_document_that_is_no_xml_is_a_finding() {
    let scratch = Scratch::new();
    scratch.write("xep-0000.xml", "<xep>\n<header></xep>");
    let result = run(scratch.path(), &["xep", "xep-0000.xml"]);
    assert_eq!(result.code, 1, "{}", result.stderr);
    assert!(
        result.stdout.contains("error[not-well-formed]"),
        "{}",
        result.stdout
    );
}

#[test]
fn documents_of_one_name_have_a_report_each() {
    let scratch = Scratch::new();
    scratch
        .write("old/xep-9999.xml", DOCUMENT)
        .write("new/xep-9999.xml", DOCUMENT.replace("Weather", "Climate"));
    let args = ["xep", "old", "new", "--format", "html", "--out", "report"];
    let result = run(scratch.path(), &args);
    assert!(
        result.stdout.ends_with("2 reports in `report`\n"),
        "{}",
        result.stdout
    );
    for (page, title) in [("xep-9999", "Weather"), ("xep-9999-2", "Climate")] {
        let page = fs::read_to_string(scratch.path().join(format!("report/{page}.html"))).unwrap();
        assert!(
            page.contains(&format!("<h1>XEP-9999: {title}</h1>")),
            "{page}"
        );
    }
    let index = fs::read_to_string(scratch.path().join("report/index.html")).unwrap();
    assert!(
        index.contains("<a href='xep-9999-2.html'>XEP-9999: Climate</a>"),
        "{index}"
    );
}

#[test]
fn a_document_that_is_no_text_is_a_finding() {
    let scratch = Scratch::new();
    fs::write(scratch.path().join("xep-0000.xml"), b"<xep>\n\xE9</xep>").unwrap();
    let result = run(scratch.path(), &["xep", "xep-0000.xml"]);
    assert_eq!(result.code, 1, "{}", result.stderr);
    let said = "error[not-well-formed]: it is not UTF-8\n --> xep-0000.xml:2:1\n";
    assert!(result.stdout.starts_with(said), "{}", result.stdout);
}

#[test]
fn a_document_of_another_kind_is_a_finding() {
    let scratch = Scratch::new();
    scratch
        .write("list.xml", "<?xml version='1.0'?>\n<list><item/></list>")
        .write(
            "xep-0001.xml",
            "<xep><header><number>0001</number></header></xep>",
        )
        .write(
            "part.xml",
            "<section1><example caption='One'>&lt;presence/&gt;</example></section1>",
        );
    let result = run(scratch.path(), &["xep", "list.xml"]);
    assert_eq!(result.code, 1, "{}", result.stderr);
    let said = "error[unreadable-file]: `<list/>` is no document of an extension: it is no `<xep/>`, and has neither a schema in a \
                `<code/>` nor an `<example/>`\n --> list.xml:2:1\n";
    assert!(result.stdout.starts_with(said), "{}", result.stdout);
    // One about procedures has neither, and a part of one has no head.
    for file in ["xep-0001.xml", "part.xml"] {
        let result = run(scratch.path(), &["xep", file]);
        assert_eq!(result.code, 0, "{file}: {}", result.stdout);
    }
}
