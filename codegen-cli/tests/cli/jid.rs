//! `jid`

use crate::run::{root, run};

#[test]
fn an_address_is_explained_part_by_part() {
    let outcome = run(
        &root(),
        &["jid", "\u{FF2A}uliet@B\u{DC}CHER.example/\u{265A}"],
    );
    assert_eq!(outcome.code, 0);
    insta::assert_snapshot!(outcome.stdout, @r"
    Ｊuliet@BÜCHER.example/♚ is the address juliet@bücher.example/♚
      localpart     Ｊuliet becomes juliet  (UsernameCaseMapped, RFC 8265 §3.3; RFC 7622 §3.3.1)
        U+FF2A Ｊ becomes U+006A j
      domainpart    BÜCHER.example becomes bücher.example  (IDNA2008, RFC 5891; RFC 7622 §3.2)
        U+00DC Ü becomes U+00FC ü
      resourcepart  ♚  (OpaqueString, RFC 8265 §4.2)
        U+265A ♚ is kept
      in DNS        xn--bcher-kva.example
      in RFC 6122   juliet@bücher.example/♚
    ");
}

#[test]
fn what_is_no_address_says_which_character_and_why() {
    let outcome = run(&root(), &["jid", "henry\u{2163}@xn--bcher-kva.example"]);
    assert_eq!(outcome.code, 1);
    insta::assert_snapshot!(outcome.stdout, @r"
    henryⅣ@xn--bcher-kva.example is no address: the localpart holds 'Ⅳ' (U+2163), which only stands for other characters
      localpart     henryⅣ is no localpart: the localpart holds 'Ⅳ' (U+2163), which only stands for other characters  (UsernameCaseMapped, RFC 8265 §3.3; RFC 7622 §3.3.1)
        U+2163 Ⅳ is refused, which only stands for other characters
      domainpart    xn--bcher-kva.example becomes bücher.example  (IDNA2008, RFC 5891; RFC 7622 §3.2)
      in RFC 6122   henryiv@xn--bcher-kva.example
    ");
}

#[test]
fn two_addresses_are_compared() {
    let outcome = run(
        &root(),
        &["jid", "fu\u{DF}ball@example.com", "fussball@example.com"],
    );
    assert_eq!(outcome.code, 1);
    insta::assert_snapshot!(outcome.stdout, @r"
    fußball@example.com is an address
      localpart     fußball  (UsernameCaseMapped, RFC 8265 §3.3; RFC 7622 §3.3.1)
        U+00DF ß is kept
      domainpart    example.com  (IDNA2008, RFC 5891; RFC 7622 §3.2)
      in RFC 6122   fussball@example.com
    fussball@example.com is an address
      localpart     fussball  (UsernameCaseMapped, RFC 8265 §3.3; RFC 7622 §3.3.1)
      domainpart    example.com  (IDNA2008, RFC 5891; RFC 7622 §3.2)
      in RFC 6122   fussball@example.com
    the two are different addresses
      character 3: U+00DF ß and U+0073 s
      to peers of RFC 6122 they are the same
    ");
    assert_eq!(run(&root(), &["jid", "Romeo@B", "romeo@b."]).code, 0);
    let alike = run(&root(), &["jid", "romeo@b", "r\u{43E}meo@b"]);
    assert_eq!(alike.code, 1);
    assert!(
        alike.stdout.contains("warning: they look alike (UTS 39)"),
        "{}",
        alike.stdout
    );
}

#[test]
fn programs_get_one_object() {
    let outcome = run(&root(), &["jid", "\u{130}@b", "i@b", "--format", "json"]);
    let object: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    let first = &object["addresses"][0];
    assert_eq!(first["jid"], "i\u{307}@b");
    assert_eq!(first["parts"][0]["characters"][0]["code_point"], "U+0130");
    assert_eq!(first["parts"][0]["characters"][0]["becomes"], "i\u{307}");
    assert_eq!(object["comparison"]["same"], false);
    assert_eq!(object["comparison"]["first_difference"], 2);
}

/// What disturbs a terminal is written as an escape.
#[test]
fn unseen_characters_are_shown() {
    let outcome = run(&root(), &["jid", "a\u{202E}b@c/\u{1B}[31m"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("\\u{202e}") && outcome.stdout.contains("\\u{1b}[31m"));
    assert!(!outcome.stdout.contains(['\u{202E}', '\u{1B}']));
}
