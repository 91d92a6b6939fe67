//! `check`

use crate::run::{Run, Scratch, root, run, run_with, without_schema};
use serde_json::Value;

/// A roster item without its address, and with a subscription that nobody knows (RFC 6121 §2.1.2).
const ROSTER: &str = "\
<iq type='set' id='r1' xmlns='jabber:client'>
  <query xmlns='jabber:iq:roster'>
    <item name='Nurse' subscription='bothh'/>
  </query>
</iq>
";

fn check(files: &[(&str, &str)], args: &[&str]) -> Run {
    let scratch = Scratch::new();
    for (name, text) in files {
        scratch.write(name, text);
    }
    run(scratch.path(), &[&["check"], args].concat())
}

fn json(run: &Run) -> Vec<Value> {
    run.stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn a_stanza_with_two_mistakes_is_shown_with_both() {
    let result = check(&[("stanza.xml", ROSTER)], &["stanza.xml"]);
    assert_eq!((result.code, result.stderr.as_str()), (1, ""));
    assert_eq!(result.stdout.matches("<library>/roster.xsd:").count(), 2);
    insta::assert_snapshot!(without_schema(&result.stdout), @r"
    error[missing-attribute]: `<item/>` lacks the required attribute `jid`
      --> stanza.xml:3:5
       |
     3 |     <item name='Nurse' subscription='bothh'/>
       |     ^^^^^ in `iq/query/item`
       |
      ::: (the schema)

    error[invalid-value]: `bothh` is not a value of `subscription`
      --> stanza.xml:3:38
       |
     3 |     <item name='Nurse' subscription='bothh'/>
       |                                      ^^^^^ expected `both`, `from`, `none`, `remove` or `to`
       |
      ::: (the schema)
       |
       = help: did you mean `both`?

    stanza.xml: 2 errors; a server answers <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>

    checked 1 document: 2 errors
    ");
}

#[test]
fn json_names_rule_place_path_answer_and_help() {
    let result = check(
        &[("stanza.xml", ROSTER)],
        &["--format", "json", "stanza.xml"],
    );
    assert_eq!(result.code, 1);
    let lines = json(&result);
    assert_eq!(lines.len(), 2, "{}", result.stdout);
    let answer =
        "<error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    for (line, rule, column, path) in [
        (&lines[0], "missing-attribute", 5, "iq/query/item"),
        (
            &lines[1],
            "invalid-value",
            38,
            "iq/query/item/@subscription",
        ),
    ] {
        assert_eq!(line["rule"], rule);
        assert_eq!(line["severity"], "error");
        assert_eq!(line["file"], "stanza.xml");
        assert_eq!(
            (&line["line"], &line["column"]),
            (&3.into(), &column.into())
        );
        assert_eq!(line["end_column"], column + 5);
        assert_eq!(line["path"], path);
        assert_eq!(line["answer"], answer);
        assert_eq!(line["related"][0]["file"], "<library>/roster.xsd");
    }
    assert_eq!(lines[1]["help"], "did you mean `both`?");
    assert_eq!(
        lines[1]["label"],
        "expected `both`, `from`, `none`, `remove` or `to`"
    );
}

#[test]
fn the_short_format_and_that_of_github_have_a_line_each() {
    let files = [("stanza.xml", ROSTER)];
    insta::assert_snapshot!(check(&files, &["--format", "short", "stanza.xml"]).stdout, @r"
    stanza.xml:3:5: error[missing-attribute]: `<item/>` lacks the required attribute `jid`
    stanza.xml:3:38: error[invalid-value]: `bothh` is not a value of `subscription` (did you mean `both`?)
    stanza.xml: 2 errors; a server answers <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>

    checked 1 document: 2 errors
    ");
    insta::assert_snapshot!(check(&files, &["--format", "github", "stanza.xml"]).stdout, @r"
    ::error file=stanza.xml,line=3,col=5,endLine=3,endColumn=10,title=missing-attribute::`<item/>` lacks the required attribute `jid`
    ::error file=stanza.xml,line=3,col=38,endLine=3,endColumn=43,title=invalid-value::`bothh` is not a value of `subscription`%0Adid you mean `both`?
    ");
}

#[test]
fn a_valid_stanza_is_clean() {
    let stanza = "<message xmlns='jabber:client' to='juliet@example.com' x='1'>
      <body>Hi</body><body xml:lang='cs'>Ahoj</body><unknown xmlns='urn:example:x'><deep/></unknown>
    </message>";
    let result = check(&[("m.xml", stanza)], &["m.xml"]);
    assert_eq!(
        (result.code, result.stdout.as_str()),
        (0, "checked 1 document: nothing found\n")
    );
    let result = check(&[("m.xml", stanza)], &["m.xml", "--format", "json"]);
    assert_eq!((result.code, result.stdout.as_str()), (0, ""));
}

#[test]
fn strict_checking_reports_what_the_schema_does_not_know() {
    let stanza = "<query xmlns='jabber:iq:roster' x='1'><item jid='a@b'><nick/></item></query>";
    let result = check(
        &[("m.xml", stanza)],
        &["m.xml", "--strict", "--format", "json"],
    );
    let rules: Vec<Value> = json(&result)
        .iter()
        .map(|line| line["rule"].clone())
        .collect();
    assert_eq!(rules, ["unknown-attribute", "unknown-child"]);
    assert_eq!(result.code, 1);
}

#[test]
fn malformed_xml_ends_the_stream() {
    // RFC 6120 §11.3
    let result = check(&[("m.xml", "<message><body>Hi</message>")], &["m.xml"]);
    assert_eq!(result.code, 1);
    insta::assert_snapshot!(result.stdout, @r"
    error[not-well-formed]: the end tag `</message>` does not match the open element `<body>`
     --> m.xml:1:20
      |
    1 | <message><body>Hi</message>
      |                    ^^^^^^^ at `message/body`

    m.xml: 1 error; a server answers <stream:error><not-well-formed xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>

    checked 1 document: 1 error
    ");
    // RFC 6120 §11.1
    let result = check(
        &[("m.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")],
        &["m.xml", "--format", "json"],
    );
    let lines = json(&result);
    assert_eq!(lines[0]["rule"], "restricted-xml");
    assert_eq!(
        lines[0]["answer"],
        "<stream:error><restricted-xml xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
    );
}

#[test]
fn bytes_that_are_no_text_are_a_finding() {
    let scratch = Scratch::new();
    scratch.write("m.xml", b"<message><body>\xC3\x28</body></message>");
    for format in ["full", "short", "json", "github"] {
        let result = run(scratch.path(), &["check", "m.xml", "--format", format]);
        assert_eq!(result.code, 1);
        assert!(
            result.stdout.contains("unsupported-encoding"),
            "{}",
            result.stdout
        );
    }
}

#[test]
fn several_stanzas_and_streams_are_read_to_the_end() {
    // As a client sends them: the content namespace is declared by the stream (RFC 6120 §4.8.2).
    let several = "<presence/>\n\n<presence type='unavailible'/>\n<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>\n<iq type='get'/>";
    let result = check(&[("log.xml", several)], &["log.xml", "--format", "short"]);
    insta::assert_snapshot!(result.stdout, @r"
    log.xml:3:17: error[invalid-value]: `unavailible` is not a value of `type` (did you mean `unavailable`?)
    log.xml:5:1: error[missing-attribute]: `<iq/>` lacks the required attribute `id`
    log.xml:5:1: error[iq-one-child]: `<iq/>` whose `type` is `get` has no elements of other namespaces, expected at least 1 (see RFC 6120 §8.2.3)
    log.xml: 3 errors in 4 elements; a server answers <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>

    checked 1 document: 3 errors
    ");
    // A stream that is not closed, with a stanza that is broken.
    let stream = "<?xml version='1.0'?>
<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0' to='im.example.com'>
<message type='chat' to='@b'/>
<message><body>";
    let result = check(
        &[("stream.xml", stream)],
        &["stream.xml", "--format", "short"],
    );
    insta::assert_snapshot!(result.stdout, @r"
    stream.xml:3:26: error[invalid-jid]: `@b` in `to` is not an address
    stream.xml:4:16: error[not-well-formed]: the input ends before the stream does
    stream.xml: 2 errors in 2 elements; a server answers <error type='modify'><jid-malformed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>

    checked 1 document: 2 errors
    ");
}

#[test]
fn what_is_never_answered_is_said_to_be_so() {
    // RFC 6120 §8.3.1
    let stanza = "<iq xmlns='jabber:client' type='error' id='1'/>";
    let result = check(&[("e.xml", stanza)], &["e.xml"]);
    insta::assert_snapshot!(result.stdout, @r"
    error[iq-error-child]: `<iq/>` whose `type` is `error` has no `<error/>`, expected at least 1
     --> e.xml:1:1
      |
    1 | <iq xmlns='jabber:client' type='error' id='1'/>
      | ^^^ at `iq`
      |
      = help: see RFC 6120 §8.2.3

    e.xml: 1 error; the answer is <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>, but an error is never answered with an error (RFC 6120 §8.3.1)

    checked 1 document: 1 error
    ");
}

#[test]
fn a_namespace_without_a_schema_is_a_warning() {
    let result = check(
        &[("x.xml", "<todo xmlns='urn:example:todo:0'/>")],
        &["x.xml"],
    );
    assert_eq!(result.code, 1);
    insta::assert_snapshot!(result.stdout, @r"
    warning[unknown-namespace]: there is no schema for `urn:example:todo:0`
     --> x.xml:1:1
      |
    1 | <todo xmlns='urn:example:todo:0'/>
      | ^^^^^ at `todo`

    x.xml: 1 warning

    checked 1 document: 1 warning
    ");
}

const TODO: &str =
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:example:todo:0'
    targetNamespace='urn:example:todo:0' elementFormDefault='qualified'>
  <xs:element name='list'>
    <xs:complexType>
      <xs:sequence>
        <xs:element name='item' minOccurs='0' maxOccurs='2'>
          <xs:complexType>
            <xs:attribute name='id' type='xs:unsignedByte' use='required'/>
          </xs:complexType>
        </xs:element>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
</xs:schema>
";

#[test]
fn given_schemas_judge_payloads_beside_the_built_in_ones() {
    let stanza = "<iq type='set' id='1'>
  <list xmlns='urn:example:todo:0'>
    <item id='256'/>
    <item id='2'/>
    <item id='3'/>
  </list>
</iq>";
    let files = [("todo.xsd", TODO), ("set.xml", stanza)];
    let result = check(&files, &["set.xml", "todo.xsd"]);
    assert_eq!(result.code, 1);
    insta::assert_snapshot!(result.stdout, @r"
    error[invalid-value]: `256` is not a value of `id`
     --> set.xml:3:15
      |
    3 |     <item id='256'/>
      |               ^^^ expected a whole number from 0 to 255
      |
     ::: todo.xsd:8:13
      |
    8 |             <xs:attribute name='id' type='xs:unsignedByte' use='required'/>
      |             --------------------------------------------------------------- declared here

    error[surplus-child]: `<list/>` has more than 2 `<item/>`
     --> set.xml:5:5
      |
    5 |     <item id='3'/>
      |     ^^^^^ at `iq/list/item[3]`
      |
     ::: todo.xsd:6:9
      |
    6 |         <xs:element name='item' minOccurs='0' maxOccurs='2'>
      |         ---------------------------------------------------- limited by the schema

    set.xml: 2 errors; a server answers <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>

    checked 1 schema and 1 document: 2 errors
    ");
    // Without the schema nobody looks into the payload (RFC 6120 §8.4).
    assert_eq!(check(&files, &["set.xml"]).code, 0);
}

#[test]
fn broken_schemas_are_shown_and_nothing_is_judged_by_them() {
    let broken = TODO.replace("xs:unsignedByte", "xs:byt");
    let files = [("todo.xsd", broken.as_str()), ("set.xml", "<presence/>")];
    let result = check(&files, &["todo.xsd", "set.xml"]);
    assert_eq!(result.code, 1);
    assert!(
        result.stdout.contains("error[unknown-builtin]"),
        "{}",
        result.stdout
    );
    assert!(
        result.stdout.ends_with(
            "checked 1 schema: 1 error; 1 document not judged, since the schemas have errors\n"
        ),
        "{}",
        result.stdout
    );
}

#[test]
fn directories_hold_schemas_catalogues_and_stanzas() {
    let scratch = Scratch::new();
    scratch
        .write("all/todo.xsd", TODO)
        .write("all/catalog.toml", "[todo.rename]\n\"liszt\" = \"List\"\n")
        .write("all/deep/good.xml", "<list xmlns='urn:example:todo:0'/>")
        .write("all/deep/notes.txt", "not looked at");
    let result = run(scratch.path(), &["check", "all", "--format", "short"]);
    assert_eq!(result.code, 1);
    assert!(
        result
            .stdout
            .starts_with("all/catalog.toml:2:1: error[unused-catalog-key]: "),
        "{}",
        result.stdout
    );
    // A catalogue alone is checked against the schemas beside it.
    let alone = run(
        &scratch.path().join("all"),
        &["check", "catalog.toml", "--format", "short"],
    );
    assert!(
        alone.stdout.contains("unused-catalog-key"),
        "{}",
        alone.stdout
    );
    scratch.write("all/catalog.toml", "[todo.rename]\n\"list\" = \"Todo\"\n");
    let result = run(scratch.path(), &["check", "all"]);
    assert_eq!(
        (result.code, result.stdout.as_str()),
        (0, "checked 1 schema and 1 document: nothing found\n")
    );
}

#[test]
fn keys_of_a_catalogue_that_change_nothing_in_the_types_are_told() {
    let scratch = Scratch::new();
    scratch
        .write("all/todo.xsd", TODO)
        .write("all/catalog.toml", "[todo.boxed]\n\"list\" = true\n");
    for args in [
        &["check", "all", "--format", "short"][..],
        &["check", "all/catalog.toml", "--format", "short"],
        &["check", "--strict", "all", "--format", "short"],
    ] {
        let result = run(scratch.path(), args);
        assert_eq!(
            (result.code, result.stdout.as_str()),
            (
                1,
                "all/catalog.toml:2:1: warning[idle-catalog-key]: `list` changes nothing: only a child that may be absent, and is more than text, can be `boxed`\nchecked 1 schema: 1 warning\n"
            ),
        );
    }
    // Without a catalogue nobody asked for types, so that their names do not matter.
    let names = TODO.replace("name='list'", "name='option'");
    scratch.write("names.xsd", &names);
    let result = run(scratch.path(), &["check", "names.xsd"]);
    assert_eq!(result.stdout, "checked 1 schema: nothing found\n");
    scratch.write("names.toml", "");
    let result = run(scratch.path(), &["check", "names.xsd", "names.toml"]);
    assert!(
        result.stdout.starts_with("warning[shadows-prelude]: "),
        "{}",
        result.stdout
    );
}

#[test]
fn standard_input_may_be_a_stanza_or_a_schema() {
    let scratch = Scratch::new();
    let result = run_with(
        scratch.path(),
        &["check", "-", "--format", "short"],
        ROSTER.as_bytes(),
    );
    assert_eq!(result.code, 1);
    assert!(
        result.stdout.starts_with("-:3:5: error[missing-attribute]"),
        "{}",
        result.stdout
    );
    let result = run_with(scratch.path(), &["check", "-"], TODO.as_bytes());
    assert_eq!(
        (result.code, result.stdout.as_str()),
        (0, "checked 1 schema: nothing found\n")
    );
    let result = run_with(scratch.path(), &["check", "-"], b"");
    assert_eq!(result.code, 1);
    assert!(
        result.stdout.contains("not-well-formed"),
        "{}",
        result.stdout
    );
}

#[test]
fn hostile_input_is_cut_short() {
    let scratch = Scratch::new();
    let deep = format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
    let wide = format!(
        "<query xmlns='jabber:iq:roster'>{}</query>",
        "<item/>".repeat(50_000)
    );
    scratch.write("deep.xml", deep).write("wide.xml", wide);
    let result = run(scratch.path(), &["check", "deep.xml", "--format", "json"]);
    assert_eq!(json(&result)[0]["rule"], "policy-violation");
    let result = run(scratch.path(), &["check", "wide.xml", "--format", "short"]);
    assert_eq!(result.stdout.matches("error[").count(), 1000);
    assert!(
        result.stdout.contains("wide.xml: at least 1000 errors; "),
        "no last line"
    );
}

#[test]
fn the_project_itself_is_clean() {
    let result = run(&root(), &["check", "schemas"]);
    assert_eq!(result.code, 0, "{}", result.stdout);
}
