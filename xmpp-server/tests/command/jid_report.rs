use crate::support::Place;

/// A dry run of moving accounts here (RFC 8265 §6.1).
#[test]
fn a_list_of_accounts_is_judged_before_it_is_moved() {
    let place = Place::new();
    let list = "juliet@example.com\nJuliet@example.com\nhenry\u{2163}@example.com\n\
                juliet@example.com\tfu\u{DF}ball@example.com\nfussball@example.com\n";
    let answer = place.tell(&["jid-report", "--import", "-"], list);
    assert_eq!(answer.code, Some(1));
    assert_eq!(
        answer.output,
        "account: Juliet@example.com becomes the same address as juliet@example.com\n\
         account: henry\u{2163}@example.com is no address: the localpart holds '\u{2163}' (U+2163), which only stands for other \
         characters; perhaps henryiv@example.com is meant\n\
         contact of juliet@example.com: fu\u{DF}ball@example.com is fussball@example.com to peers of RFC 6122\n\
         5 addresses: 2 of which there is nothing to say, 2 that need a decision\n"
    );
    assert_eq!(answer.errors, "error: 2 cannot be moved as they are\n");
}

#[test]
fn programs_read_objects() {
    let place = Place::new();
    let file = place.write("accounts.txt", "fu\u{DF}ball@example.com\n");
    let args = [
        "jid-report",
        "--import",
        file.to_str().unwrap(),
        "--format",
        "json",
    ];
    let said = place.run(&args).said();
    let object: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(object["finding"], "old-peers-see");
    assert_eq!(object["other"], "fussball@example.com");
    assert_eq!(
        (&object["owner"], &object["needs_decision"]),
        (&serde_json::Value::Null, &false.into())
    );
}

#[test]
fn the_accounts_of_the_database_are_in_order() {
    let place = Place::new();
    let user = |address: &str| place.tell(&["user", "add", address, "--data", "d"], "secret");
    user("romeo@localhost").said();
    let alike = user("r\u{43E}meo@localhost");
    assert_eq!(
        alike.errors,
        "note: r\u{43E}meo mixes scripts that are not written together\nnote: r\u{43E}meo looks like the account romeo\n"
    );
    let said = place.run(&["jid-report", "--data", "d"]).said();
    assert_eq!(
        said,
        "account: r\u{43E}meo@localhost looks like romeo@localhost\n\
         2 addresses: 1 of which there is nothing to say, 0 that need a decision\n"
    );
}

#[test]
fn what_cannot_be_read_is_told_of() {
    let place = Place::new();
    let missing = place
        .run(&["jid-report", "--import", "missing"])
        .complained();
    assert!(missing.starts_with("error: missing: "), "{missing}");
    assert!(
        place
            .run(&["jid-report"])
            .complained()
            .contains("xmpp-data")
    );
}
