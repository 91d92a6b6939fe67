use xmpp_core::BareJid;
use xmpp_server::storage::{SqliteStorage, Storage as _};

use crate::support::Place;

/// Whether that is the password of that account.
fn accepts(place: &Place, data: &str, user: &str, password: &str) -> bool {
    let user: BareJid = user.parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let storage = SqliteStorage::open(&place.path().join(data).join("xmpp.sqlite")).unwrap();
        let account = storage.account(&user).await.unwrap().unwrap();
        storage.close().await;
        assert_eq!(account.keys.len(), 3);
        account
            .keys
            .iter()
            .all(|keys| keys.verify_password(password))
    })
}

#[test]
fn accounts_are_added_changed_listed_and_removed() {
    let place = Place::new();
    let user =
        |args: &[&str], input: &str| place.tell(&[&["user", "--data", "d"], args].concat(), input);
    assert_eq!(
        user(&["add", "juliet@localhost", "--password-stdin"], "r0m30\n").said(),
        "juliet@localhost was added\n"
    );
    assert_eq!(
        user(&["add", "Romeo@LOCALHOST"], "jul13t").said(),
        "romeo@localhost was added\n"
    );
    user(&["add", "nurse@example.org"], "x").said();
    assert!(accepts(&place, "d", "juliet@localhost", "r0m30"));
    assert!(accepts(&place, "d", "romeo@localhost", "jul13t"));

    assert_eq!(
        user(&["list"], "").said(),
        "nurse@example.org\njuliet@localhost\nromeo@localhost\n"
    );
    assert_eq!(
        user(&["list", "localhost"], "").said(),
        "juliet@localhost\nromeo@localhost\n"
    );
    assert_eq!(user(&["list", "example.net"], "").said(), "");

    assert_eq!(
        user(&["passwd", "juliet@localhost"], "new one\r\n").said(),
        "the password of juliet@localhost was changed\n"
    );
    assert!(accepts(&place, "d", "juliet@localhost", "new one"));
    let removed = user(&["remove", "juliet@localhost", "nurse@example.org"], "").said();
    assert_eq!(
        removed,
        "juliet@localhost was removed\nnurse@example.org was removed\n"
    );
    assert_eq!(user(&["list"], "").said(), "romeo@localhost\n");
}

#[test]
fn a_password_is_made_up() {
    let place = Place::new();
    let said = place
        .run(&[
            "--data",
            "d",
            "user",
            "add",
            "juliet@localhost",
            "--generate",
        ])
        .said();
    let (first, rest) = said.split_once('\n').unwrap();
    assert_eq!(rest, "juliet@localhost was added\n");
    assert!(accepts(
        &place,
        "d",
        "juliet@localhost",
        first.strip_prefix("password: ").unwrap()
    ));
}

#[test]
fn what_cannot_be_done() {
    let place = Place::new();
    let user = |args: &[&str], input: &str| {
        place
            .tell(&[&["user", "--data", "d"], args].concat(), input)
            .complained()
    };
    assert_eq!(
        user(&["remove", "juliet@localhost"], ""),
        "error: there is no account juliet@localhost\n"
    );
    assert_eq!(
        user(&["passwd", "juliet@localhost"], "x"),
        "error: there is no account juliet@localhost\n"
    );
    assert_eq!(
        user(&["add", "juliet@localhost"], ""),
        "error: no password was given on standard input\n"
    );
    let refused = user(&["add", "juliet@localhost"], "a\u{1}b\n");
    assert_eq!(
        refused,
        "error: this password cannot be used: it holds a character that SASLprep prohibits\n"
    );
    place
        .tell(&["user", "--data", "d", "add", "juliet@localhost"], "x")
        .said();
    assert_eq!(
        user(&["add", "juliet@localhost"], "y"),
        "error: there is an account juliet@localhost already\n"
    );
}

/// Nothing is made in a directory that nobody named.
#[test]
fn a_directory_without_data() {
    let place = Place::new();
    let complaint = place
        .tell(&["user", "add", "juliet@localhost"], "x")
        .complained();
    assert_eq!(
        complaint,
        "error: there are no data in xmpp-data: start the server once, or name the directory with --data\n"
    );
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 0);
}

/// The configuration says where the data are, for the commands too.
#[test]
fn the_configuration_names_the_directory() {
    let place = Place::new();
    place.write("xmpp.toml", "data = 'elsewhere'");
    place
        .tell(
            &["--config", "xmpp.toml", "user", "add", "juliet@localhost"],
            "x",
        )
        .said();
    assert!(accepts(&place, "elsewhere", "juliet@localhost", "x"));
    place.write("wrong.toml", "dat = 'elsewhere'");
    let complaint = place
        .run(&["--config", "wrong.toml", "user", "list"])
        .complained();
    assert!(
        complaint.contains("wrong.toml:1:1: there is no `dat`; did you mean `data`?"),
        "{complaint}"
    );
}

#[test]
fn addresses_that_are_none() {
    let place = Place::new();
    for (address, expected) in [
        ("localhost", "an account is written `name@localhost`"),
        ("a b@localhost", "error: invalid value"),
    ] {
        let answer = place.run(&["user", "add", address]);
        assert_eq!(answer.code, Some(2));
        assert!(answer.errors.contains(expected), "{}", answer.errors);
    }
    let both = place.run(&["user", "add", "a@b", "--generate", "--password-stdin"]);
    assert_eq!(both.code, Some(2));
}
