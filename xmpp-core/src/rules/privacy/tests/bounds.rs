//! What is told of rules about single kinds of stanzas, and how much there may be.

use super::*;

/// XEP-0016 §2.3: what was set is told, kind by kind.
#[test]
fn kinds_are_told_as_they_were_set() {
    for kind in ["iq", "message", "presence-in", "presence-out"] {
        let list = format!(
            "<list name='x'><item type='jid' value='{ROMEO}' action='deny' order='1'><{kind}/></item></list>"
        );
        let mut roster = roster(&[], None);
        let effects = set(&roster, None, &[], &query(&list), &Limits::default()).unwrap();
        carry_out(&mut roster, &effects);
        let told = get(&roster.privacy, None, &query("<list name='x'/>")).unwrap();
        assert_eq!(told, query(&list), "{kind}");
    }
}

/// A full account can still change what it has.
#[test]
fn lists_are_changed_where_none_can_be_added() {
    let limits = Limits {
        lists: 1,
        rules: 1,
        ..Limits::default()
    };
    let rule = "<item action='deny' order='1'/>";
    let roster = roster(&[("x", rule)], None);
    let set = |name: &str, rules: &str| {
        let list = query(&format!("<list name='{name}'>{rules}</list>"));
        set(&roster, None, &[], &list, &limits).map_err(|refusal| refusal.condition)
    };
    assert!(set("x", "<item action='allow' order='2'/>").is_ok());
    assert_eq!(set("y", rule), Err(Condition::ResourceConstraint));
    let two = format!("{rule}<item action='allow' order='2'/>");
    assert_eq!(set("x", &two), Err(Condition::ResourceConstraint));
}

/// Names are as long as an address may be, and no longer.
#[test]
fn names_are_bounded() {
    let roster = roster(&[], None);
    let set = |name: &str| {
        let list = query(&format!(
            "<list name='{name}'><item action='deny' order='1'/></list>"
        ));
        set(&roster, None, &[], &list, &Limits::default()).map_err(|refusal| refusal.condition)
    };
    assert!(set(&"a".repeat(3071)).is_ok());
    assert_eq!(set(&"a".repeat(3072)), Err(Condition::NotAcceptable));
    assert_eq!(set("a").map(|_| ()), Ok(()));
}

/// XEP-0016 §2.10: whom the account sees again is asked, unless what asks is denied itself.
#[test]
fn nobody_is_asked_whom_nothing_goes_to() {
    let deny = format!("<item type='jid' value='{ROMEO}' action='deny' order='2'/>");
    let but_in = format!(
        "<item type='jid' value='{ROMEO}' action='allow' order='1'><presence-in/></item>{deny}"
    );
    let owner = juliet();
    let roster = roster(&[("all", &deny), ("most", &but_in)], None);
    let [all, most] = [Some("all"), Some("most")].map(|active| Guard::new(&owner, &roster, active));
    let present = Availability {
        priority: Some(0),
        ..Availability::default()
    };
    assert_eq!(shift(&all, &most, &present), []);
}
