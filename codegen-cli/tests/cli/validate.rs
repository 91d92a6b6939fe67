//! `validate`: documents by schemas, to the letter.

use crate::run::{Scratch, run, run_with};

const SCHEMA: &str =
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:example:order' \
     xmlns:o='urn:example:order' elementFormDefault='qualified'>
  <xs:element name='order'>
    <xs:complexType>
      <xs:sequence>
        <xs:element name='item' maxOccurs='3'>
          <xs:complexType>
            <xs:attribute name='sku' type='xs:NMTOKEN' use='required'/>
          </xs:complexType>
        </xs:element>
        <xs:element name='due' type='xs:date' minOccurs='0'/>
      </xs:sequence>
    </xs:complexType>
    <xs:key name='skus'><xs:selector xpath='o:item'/><xs:field xpath='@sku'/></xs:key>
  </xs:element>
</xs:schema>";

const VALID: &str = "<?xml version='1.0'?>
<!-- general XML: a stream has no comments -->
<order xmlns='urn:example:order'><item sku='a'/><due>2026-11-29</due></order>";

const INVALID: &str = "<order xmlns='urn:example:order'>
  <item sku='a'/>
  <item/>
  <item sku='a'/>
  <due>2026-02-30</due>
  <item sku='b'/>
</order>";

const HINTED: &str = "<order xmlns='urn:example:order' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' \
     xsi:schemaLocation='urn:example:order order.xsd'><item sku='a'/></order>";

fn scratch() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("order.xsd", SCHEMA);
    scratch.write(
        "broken.xsd",
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element/></xs:schema>",
    );
    scratch.write("valid.xml", VALID);
    scratch.write("invalid.xml", INVALID);
    scratch.write("hinted.xml", HINTED);
    scratch
}

#[test]
fn every_violation_has_its_line_and_its_rule() {
    let scratch = scratch();
    let args = [
        "validate",
        "--schema",
        "order.xsd",
        "valid.xml",
        "invalid.xml",
        "--format",
        "short",
    ];
    let result = run(scratch.path(), &args);
    assert_eq!(result.code, 1, "{}", result.stderr);
    let rules: Vec<(&str, &str)> = result
        .stdout
        .lines()
        .filter_map(|line| {
            let (place, rest) = line.split_once(": error[")?;
            Some((place, rest.split_once(']')?.0))
        })
        .collect();
    assert_eq!(
        rules,
        [
            ("invalid.xml:3:3", "missing-attribute"),
            ("invalid.xml:3:3", "incomplete-key"),
            ("invalid.xml:4:3", "duplicate-key"),
            ("invalid.xml:5:8", "invalid-value"),
            ("invalid.xml:6:3", "unexpected-child"),
        ],
        "{}",
        result.stdout
    );
    assert!(
        result
            .stdout
            .ends_with("judged 2 documents: 1 valid, 1 invalid\n")
    );
    for (_, rule) in rules {
        assert_eq!(run(scratch.path(), &["explain", rule]).code, 0, "{rule}");
    }
}

#[test]
fn a_valid_document_is_exit_code_0_also_by_the_schema_that_it_names() {
    let scratch = scratch();
    let result = run(scratch.path(), &["validate", "hinted.xml"]);
    assert_eq!(
        (result.code, result.stdout.as_str()),
        (0, "judged 1 document: 1 valid, 0 invalid\n")
    );
    let result = run(
        scratch.path(),
        &["validate", "--schema", "order.xsd", "valid.xml"],
    );
    assert_eq!(result.code, 0);
    // Without a schema nothing says what the root may be.
    assert_eq!(run(scratch.path(), &["validate", "valid.xml"]).code, 1);
}

#[test]
fn a_broken_schema_judges_nothing() {
    let scratch = scratch();
    let result = run(
        scratch.path(),
        &["validate", "--schema", "broken.xsd", "valid.xml"],
    );
    assert_eq!(result.code, 1);
    assert!(
        result
            .stdout
            .contains("nothing was judged: the schemas have 1 error"),
        "{}",
        result.stdout
    );
}

#[test]
fn a_batch_answers_each_line_with_one() {
    let scratch = scratch();
    let jobs = "order.xsd\tvalid.xml\norder.xsd\tinvalid.xml\n\thinted.xml\norder.xsd\t\nbroken.xsd\tvalid.xml\n\
                broken.xsd\t\nabsent.xsd\t\norder.xsd\tabsent.xml\norder.xsd,order.xsd\tvalid.xml\n\tvalid.xml";
    let result = run_with(scratch.path(), &["validate", "--batch"], jobs.as_bytes());
    assert_eq!(result.code, 0, "{}", result.stderr);
    let words: Vec<&str> = result
        .stdout
        .lines()
        .map(|line| line.split(' ').next().unwrap())
        .collect();
    assert_eq!(
        words,
        [
            "valid",
            "invalid",
            "valid",
            "valid",
            "schema-invalid",
            "schema-invalid",
            "schema-invalid",
            "invalid",
            "valid",
            "invalid",
        ],
        "{}",
        result.stdout
    );
}

#[test]
fn documents_and_batch_exclude_each_other() {
    let scratch = scratch();
    assert_eq!(run(scratch.path(), &["validate"]).code, 2);
    assert_eq!(
        run(scratch.path(), &["validate", "--batch", "valid.xml"]).code,
        2
    );
}

#[test]
fn what_is_no_text_is_not_valid() {
    let scratch = scratch();
    let latin = "<order xmlns='urn:example:order'><item sku='caf\u{E9}'/></order>";
    let bytes = |text: &str| -> Vec<u8> { text.chars().map(|letter| letter as u8).collect() };
    let declared = format!("<?xml version='1.0' encoding='ISO-8859-1'?>{latin}");
    std::fs::write(scratch.path().join("latin.xml"), bytes(latin)).unwrap();
    std::fs::write(scratch.path().join("declared.xml"), bytes(&declared)).unwrap();
    let args = ["validate", "--schema", "order.xsd", "--format", "short"];
    let result = run(
        scratch.path(),
        &[&args[..], &["latin.xml", "declared.xml"]].concat(),
    );
    assert_eq!(
        (result.code, result.stdout.as_str()),
        (
            1,
            "latin.xml:1:48: error[unreadable-file]: cannot read latin.xml: it is not UTF-8 (save the file as UTF-8)\n\
             latin.xml: 1 error\n\njudged 2 documents: 1 valid, 1 invalid\n"
        )
    );
    let jobs = "order.xsd\tlatin.xml\norder.xsd\tdeclared.xml\n";
    let batch = run_with(scratch.path(), &["validate", "--batch"], jobs.as_bytes());
    assert_eq!(
        batch.stdout,
        "invalid 1:48: /: it is not UTF-8 (unreadable-file)\nvalid\n"
    );
    let schema = SCHEMA.replace(
        "<xs:element name='order'>",
        "<!-- caf\u{E9} --><xs:element name='order'>",
    );
    std::fs::write(scratch.path().join("latin.xsd"), bytes(&schema)).unwrap();
    let result = run(
        scratch.path(),
        &["validate", "--schema", "latin.xsd", "valid.xml"],
    );
    assert_eq!(result.code, 1, "{}", result.stdout);
    assert!(
        result
            .stdout
            .starts_with("error[unreadable-file]: cannot read latin.xsd: it is not UTF-8\n"),
        "{}",
        result.stdout
    );
}

#[test]
fn what_is_not_there_is_no_verdict() {
    let scratch = scratch();
    scratch.write("only/order.xsd", SCHEMA);
    for (args, said) in [
        (
            ["--schema", "no.xsd", "valid.xml"],
            "there is no file or directory `no.xsd`",
        ),
        (
            ["--schema", "only", "valid.xml"],
            "`only` is a directory: name the schema documents in it",
        ),
        (
            ["--schema", "order.xsd", "only"],
            "the directory `only` holds no document (*.xml)",
        ),
    ] {
        let result = run(scratch.path(), &[&["validate"][..], &args].concat());
        assert_eq!((result.code, result.stdout.as_str()), (2, ""), "{args:?}");
        assert!(result.stderr.contains(said), "{}", result.stderr);
    }
}
