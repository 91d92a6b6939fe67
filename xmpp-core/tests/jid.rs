//! Addresses as their users see them; preparation is tested in the crate.

use proptest::prelude::*;
use std::collections::{BTreeSet, HashMap};
use xmpp_core::jid::Part;
use xmpp_core::{BareJid, FullJid, Jid, JidCow, JidError, JidRef, Rule, XmlText};

fn jid(text: &str) -> Jid {
    text.parse().expect("an address")
}

#[test]
fn addresses_are_small() {
    assert_eq!(size_of::<Jid>(), 32);
    assert_eq!(size_of::<Option<Jid>>(), 32);
    assert_eq!(size_of::<BareJid>(), 32);
    assert_eq!(size_of::<Option<FullJid>>(), 32);
    assert_eq!(size_of::<JidRef<'_>>(), 24);
}

#[test]
fn the_three_kinds_convert_into_each_other() {
    let full: FullJid = "juliet@example.com/balcony".parse().unwrap();
    assert_eq!(full.resource(), "balcony");
    assert_eq!(full.to_bare().with_resource("balcony").unwrap(), full);
    assert_eq!(Jid::from(&full).to_full(), Some(full.clone()));
    assert_eq!(Jid::from(full.clone()).into_bare(), "juliet@example.com");
    assert_eq!(BareJid::from(full.clone()), full.to_bare());
    assert_eq!(full.to_domain(), "example.com");
    assert_eq!(jid("juliet@example.com").to_full(), None);
    assert_eq!(jid("example.com/echo").as_bare(), "example.com");
    assert_eq!(jid("a@b/c").with_resource("d/e").unwrap(), "a@b/d/e");
    assert_eq!(
        FullJid::try_from(jid("a@b")),
        Err(JidError::MissingResource)
    );
    assert_eq!(
        BareJid::try_from(jid("a@b/c")),
        Err(JidError::UnexpectedResource)
    );
    assert_eq!("a@b".parse::<FullJid>(), Err(JidError::MissingResource));
    assert_eq!(
        "a@b/c".parse::<BareJid>(),
        Err(JidError::UnexpectedResource)
    );
}

#[test]
fn parts_that_were_never_joined_are_prepared_each_for_itself() {
    let full = FullJid::from_parts(Some("Juliet"), "Example.COM.", "a@b/c").unwrap();
    assert_eq!(full, "juliet@example.com/a@b/c");
    let bare = BareJid::from_parts(None, "example.com").unwrap();
    assert_eq!((bare.local(), bare.domain()), (None, "example.com"));
    let error = Jid::from_parts(Some("a/b"), "example.com", None).unwrap_err();
    assert_eq!((error.part(), error.character()), (Part::Local, Some('/')));
    assert!(Jid::from_parts(Some(""), "example.com", None).is_err());
    assert!(Jid::from_parts(None, "example.com/a", None).is_err());
    assert!(bare.with_resource("").is_err());
}

#[test]
fn all_kinds_compare_with_each_other_and_with_text() {
    let (full, bare) = (jid("a@b/c"), jid("a@b"));
    let view = JidRef::parse("a@b/c").unwrap();
    assert_eq!(full, view);
    assert_eq!(view, full.to_full().unwrap());
    assert_eq!(bare.to_bare(), full.as_bare());
    assert_ne!(full.to_full().unwrap(), bare);
    assert_eq!(full, *"a@b/c");
    assert_eq!("a@b", bare);
    assert!(bare < full);
    assert_eq!(jid("A@B/c"), full);
    assert_ne!(jid("a@b/C"), full);
}

/// RFC 7622 §3.5: rows 6 and 7, 9 to 11.
#[test]
fn addresses_of_the_rfc_compare_as_it_says() {
    assert_ne!(jid("fussball@example.com"), jid("fu\u{DF}ball@example.com"));
    assert_eq!(
        jid("\u{3A3}@example.com/foo"),
        jid("\u{3C3}@example.com/foo")
    );
    assert_ne!(
        jid("\u{3A3}@example.com/foo"),
        jid("\u{3C2}@example.com/foo")
    );
    assert_ne!(
        jid("\u{3C3}@example.com/foo"),
        jid("\u{3C2}@example.com/foo")
    );
}

#[test]
fn maps_keyed_by_addresses_are_searched_with_borrowed_ones() {
    let sessions = HashMap::from([(jid("a@b/c").to_bare(), 1)]);
    let to = JidRef::parse("a@b/other").unwrap();
    assert_eq!(sessions.get(to.as_jid_ref().as_bare().as_str()), Some(&1));
    assert_eq!(sessions.get("a@c"), None);
    let resources: BTreeSet<Jid> = ["a@b/2", "a@c", "a@b/1", "a@b"].map(jid).into();
    let in_order: Vec<&str> = resources.iter().map(Jid::as_str).collect();
    assert_eq!(in_order, ["a@b", "a@b/1", "a@b/2", "a@c"]);
}

#[test]
fn views_give_the_parts_of_the_text_they_came_from() {
    let text = String::from("juliet@example.com/balcony");
    let view = match JidCow::parse(&text).unwrap() {
        JidCow::Borrowed(view) => view,
        JidCow::Owned(_) => panic!("nothing had to be mapped"),
    };
    assert!(std::ptr::eq(view.as_str(), text.as_str()));
    assert_eq!(view.local(), Some("juliet"));
    assert_eq!(view.as_bare().as_str(), "juliet@example.com");
    assert_eq!((view.is_full(), view.as_bare().is_bare()), (true, true));
    assert_eq!(view.as_bare().resource(), None);
    assert_eq!(view.to_full().unwrap().to_string(), text);
}

#[test]
fn as_text_of_xml_a_bad_address_is_invalid_jid() {
    let error = Jid::from_text("@example.org").unwrap_err();
    assert_eq!(*error.rule(), Rule::INVALID_JID);
    assert_eq!(error.to_string(), "the localpart is empty");
    assert_eq!(
        *BareJid::from_text("a@b/c").unwrap_err().rule(),
        Rule::INVALID_JID
    );
    assert_eq!(FullJid::from_text("A@b/c ").unwrap().to_text(), "a@b/c ");
    assert!(Jid::from_text(" a@b").is_err());
}

proptest! {
    #[test]
    fn no_text_panics_and_what_parses_parses_again_to_the_same(text in "\\PC{0,40}") {
        if let Ok(jid) = text.parse::<Jid>() {
            prop_assert_eq!(jid.as_str().parse::<Jid>().unwrap(), jid);
        }
    }

    #[test]
    fn parts_join_and_come_apart_again(
        local in proptest::option::of("[a-z0-9!#$%()*+,.;=?^_`{|}~-]{1,30}"),
        domain in "[a-z][a-z0-9]{0,20}(\\.[a-z][a-z0-9]{0,10}){0,3}",
        resource in proptest::option::of("[ -~\u{e0}-\u{ff}]{1,30}"),
    ) {
        let jid = Jid::from_parts(local.as_deref(), &domain, resource.as_deref()).unwrap();
        let again: Jid = jid.as_str().parse().unwrap();
        prop_assert_eq!(again.local(), local.as_deref());
        prop_assert_eq!(again.domain(), domain);
        prop_assert_eq!(again.resource(), resource.as_deref());
        prop_assert_eq!(again.is_full(), resource.is_some());
    }
}
