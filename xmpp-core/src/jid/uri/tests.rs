//! URIs there and back, and what is none.

use super::{UriAction, UriError, XmppUri};
use crate::jid::Part;
use crate::{Jid, JidError};
use proptest::prelude::*;

fn uri(text: &str) -> XmppUri {
    text.parse().expect("a URI")
}

/// The forms of RFC 5122 §2.3 to §2.5.
#[test]
fn the_forms_of_the_rfc() {
    let simple = uri("xmpp:support@example.com");
    assert_eq!(
        (simple.account, simple.to.unwrap()),
        (None, "support@example.com".parse().unwrap())
    );
    let login = uri("xmpp://guest@example.com");
    assert_eq!(
        (login.account.unwrap(), login.to),
        ("guest@example.com".parse().unwrap(), None)
    );
    let both = uri(
        "XMPP://guest@example.com/support@example.com/desk?message;subject=Hello%20World;body=#top",
    );
    assert_eq!(both.account.as_ref().unwrap(), "guest@example.com");
    assert_eq!(both.to.as_ref().unwrap(), "support@example.com/desk");
    let action = both.action.as_ref().unwrap();
    assert_eq!(action.value("subject"), Some("Hello World"));
    assert_eq!(
        (action.value("body"), action.value("thread")),
        (Some(""), None)
    );
    assert_eq!(both.fragment.as_deref(), Some("top"));
    assert_eq!(uri(&both.to_string()), both);
}

/// RFC 5122 §2.7.2: what is allowed in addresses and not in URIs.
#[test]
fn nasty_localparts_and_repulsive_resources() {
    let jid: Jid = "nasty!#$%()*+,-.;=?[\\]^_`{|}~node@example.com"
        .parse()
        .unwrap();
    let text = XmppUri::from(jid.clone()).to_string();
    assert_eq!(
        text,
        "xmpp:nasty!%23$%25()*+,-.;=%3F%5B%5C%5D%5E_%60%7B%7C%7D~node@example.com"
    );
    assert_eq!(uri(&text).to, Some(jid));
    let jid: Jid = "node@example.com/repulsive !#\"$%&'()*+,-./:;<=>?@[\\]^_`{|}~resource"
        .parse()
        .unwrap();
    let text = XmppUri::from(jid.clone()).to_string();
    assert_eq!(
        text,
        "xmpp:node@example.com/repulsive%20!%23%22$%25&'()*+,-.%2F:;%3C=%3E%3F%40%5B%5C%5D%5E_%60%7B%7C%7D~resource"
    );
    assert_eq!(uri(&text).to, Some(jid));
}

#[test]
fn separators_are_found_before_decoding() {
    assert_eq!(
        uri("xmpp:example.com/a%2Fb%40c").to.unwrap(),
        "example.com/a/b@c"
    );
    let error = "xmpp:a%40b@example.com".parse::<XmppUri>().unwrap_err();
    let UriError::Address(error) = error else {
        panic!("{error}");
    };
    assert_eq!((error.part(), error.character()), (Part::Local, Some('@')));
    assert_eq!(uri("xmpp:a@[2001:db8::1]").to.unwrap(), "a@[2001:db8::1]");
    assert_eq!(
        uri("xmpp:a@[2001:db8::1]").to_string(),
        "xmpp:a@[2001:db8::1]"
    );
}

#[test]
fn what_is_no_uri_says_why() {
    for (text, error) in [
        ("", UriError::Scheme),
        ("http://a", UriError::Scheme),
        ("xmp\u{FC}:a", UriError::Scheme),
        ("xmpp:", UriError::NoAddress),
        ("xmpp:?message", UriError::NoAddress),
        ("xmpp:a@b/c d", UriError::Character(' ')),
        ("xmpp:a@b/%4", UriError::Percent),
        ("xmpp:a@b/%FF", UriError::Percent),
        ("xmpp:a@b?message;body", UriError::Pair("body".to_owned())),
        (
            "xmpp:a@",
            UriError::Address(JidError::Empty { part: Part::Domain }),
        ),
        (
            "xmpp://a@b/@c",
            UriError::Address(JidError::Empty { part: Part::Local }),
        ),
    ] {
        assert_eq!(text.parse::<XmppUri>(), Err(error), "{text}");
    }
}

proptest! {
    #[test]
    fn written_uris_and_iris_are_read_again(
        local in proptest::option::of("[a-z!#$%?\\\\^`{|}\u{e0}-\u{ff}]{1,10}"),
        resource in proptest::option::of("\\PC{1,10}"),
        name in "[a-z]{0,8}",
        pairs in proptest::collection::vec(("[a-z]{1,5}", "\\PC{0,10}"), 0..3),
    ) {
        let Ok(jid) = Jid::from_parts(local.as_deref(), "example.com", resource.as_deref()) else {
            return Ok(());
        };
        let made = XmppUri { action: Some(UriAction { name, pairs }), ..XmppUri::from(jid) };
        prop_assert!(made.to_string().is_ascii());
        prop_assert_eq!(&uri(&made.to_string()), &made);
        prop_assert_eq!(&uri(&made.to_iri()), &made);
    }
}
