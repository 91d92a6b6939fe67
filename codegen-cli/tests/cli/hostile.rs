//! Files that nobody would write: what is said about them stays short and to the point.

use crate::run::{Scratch, run};

#[test]
fn a_line_that_is_too_long_is_told_of_and_not_shown() {
    let scratch = Scratch::new();
    let address = "x".repeat(1_000_000);
    scratch.write(
        "long.xml",
        format!("<message xmlns='jabber:client' to='{address}'/>"),
    );
    let result = run(scratch.path(), &["check", "long.xml"]);
    assert_eq!(result.code, 1);
    assert!(result.stdout.len() < 2000, "{} bytes", result.stdout.len());
    for expected in [
        "--> long.xml:1:36\n",
        "the line is too long to be shown; at `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`: ",
        "::: <library>/stanza.xsd:",
    ] {
        assert!(result.stdout.contains(expected), "{}", result.stdout);
    }
}

#[test]
fn a_long_path_is_shown_by_its_ends() {
    let scratch = Scratch::new();
    scratch.write("deep.xml", "<a>".repeat(2000));
    let result = run(scratch.path(), &["check", "deep.xml"]);
    assert!(result.stdout.contains("…/a/a/a"), "{}", result.stdout);
    assert!(result.stdout.len() < 1000, "{} bytes", result.stdout.len());
}

#[test]
fn of_many_findings_in_schemas_the_first_are_shown_and_all_are_counted() {
    let scratch = Scratch::new();
    let elements: String = (0..3000)
        .map(|at| format!("<xs:element name='e{at}' type='t{at}'/>"))
        .collect();
    let schema = format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:x' targetNamespace='urn:x'>{elements}</xs:schema>"
    );
    scratch.write("wide.xsd", schema);
    let result = run(scratch.path(), &["check", "wide.xsd"]);
    assert_eq!(result.stdout.matches("error[").count(), 1000);
    let last = "checked 1 schema: 1000 errors, and 2000 more that are not shown\n";
    assert!(result.stdout.ends_with(last));
    let result = run(scratch.path(), &["generate", "wide.xsd", "--out", "out"]);
    assert_eq!(result.stdout.matches("error[").count(), 1000);
    let last =
        "and 2000 more that are not shown\nnothing was written, since the schemas have errors\n";
    assert!(result.stdout.ends_with(last));
}

#[test]
fn what_is_no_utf_8_is_said_to_be_none() {
    let scratch = Scratch::new();
    scratch
        .write("latin.xsd", b"<xs:schema>\xe9</xs:schema>")
        .write("latin.toml", b"[caf\xe9]");
    for file in ["latin.xsd", "latin.toml"] {
        let result = run(
            scratch.path(),
            &["check", "latin.xsd", file, "--format", "short"],
        );
        let expected = format!("cannot read {file}: it is not UTF-8 (save the file as UTF-8)");
        assert!(result.stdout.contains(&expected), "{}", result.stdout);
        assert_eq!(result.code, 1);
    }
    scratch
        .write("latin.xsd", b"<xs:schema>\n <!-- caf\xe9 -->\n</xs:schema>")
        .write(
            "right.xsd",
            b"<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>",
        );
    for (arguments, place) in [
        (["latin.xsd", "--catalog", "latin.toml"], "latin.xsd:2:10"),
        (["right.xsd", "--catalog", "latin.toml"], "latin.toml:1:5"),
    ] {
        let arguments = [&["generate"][..], &arguments, &["--out", "out"]].concat();
        let result = run(scratch.path(), &arguments);
        let name = place.split(':').next().unwrap();
        let expected =
            format!("error[unreadable-file]: cannot read {name}: it is not UTF-8\n --> {place}\n");
        let said = result.stdout.replace("  --> ", " --> ");
        assert!(said.contains(&expected), "{}", result.stdout);
        assert_eq!(result.code, 1);
    }
}
