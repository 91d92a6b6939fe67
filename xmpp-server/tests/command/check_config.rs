use crate::support::Place;

#[test]
fn a_file_in_order() {
    let place = Place::new();
    place.write(
        "xmpp.toml",
        "[domain.'example.org']\n[domain.'example.net']\n",
    );
    let said = place.run(&["check-config", "xmpp.toml"]).said();
    assert_eq!(said, "xmpp.toml is in order (example.org, example.net)\n");
    place.write("empty.toml", "");
    let said = place.run(&["check-config", "empty.toml"]).said();
    assert_eq!(
        said,
        "empty.toml is in order (no domain yet: name one with --domain)\n"
    );
}

#[test]
fn all_that_is_wrong_with_its_place() {
    let place = Place::new();
    place.write("xmpp.toml", "[limits]\nconections = 5\nlogin-seconds = 0\n");
    let complaint = place.run(&["check-config", "xmpp.toml"]).complained();
    let expected = "error: xmpp.toml:2:1: there is no `conections` in `[limits]`; did you mean `connections`?\n \
                    2 | conections = 5\n   \
                      | ^^^^^^^^^^\n\
                    xmpp.toml:3:17: `login-seconds` has to be from 1 to 3600\n \
                    3 | login-seconds = 0\n   \
                      |                 ^\n";
    assert_eq!(complaint, expected);
    let complaint = place.run(&["check-config", "missing.toml"]).complained();
    assert!(
        complaint.starts_with("error: missing.toml: cannot be read: "),
        "{complaint}"
    );
}

/// The certificates that it names are looked at, too.
#[test]
fn certificates_that_cannot_be_used() {
    let place = Place::new();
    place.write(
        "xmpp.toml",
        "[domain.'example.org']\ncertificate = 'a.pem'\nkey = 'a.key'\n",
    );
    let complaint = place.run(&["check-config", "xmpp.toml"]).complained();
    assert!(
        complaint.starts_with("error: a.pem cannot be read: "),
        "{complaint}"
    );
}
