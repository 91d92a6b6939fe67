//! Facets, occurrence and rules across fields: after reading, and before writing.

use crate::types::*;
use crate::{clean, lenient, wrong};
use xmpp_core::text::{Integer, List};
use xmpp_core::{Extra, FromXml, ToXml, Validate, XmlText};

#[test]
fn a_get_has_one_payload() {
    // RFC 6120 §8.2.3
    let (_, found) = lenient::<Iq>("<iq xmlns='jabber:client' id='1' type='get'/>");
    let message = "iq-one-child bad-request: `<iq/>` whose `type` is `get` has no elements of other namespaces, \
                   expected exactly 1; see RFC 6120 §8.2.3";
    assert_eq!(found, [format!("1:1+3 iq {message}")]);
    let (iq, _) = lenient::<Iq>("<iq xmlns='jabber:client' id='1' type='get'/>");
    assert_eq!(wrong(&iq.unwrap()), [format!("- iq {message}")]);
}

#[test]
fn each_count_of_a_rule_is_judged() {
    let (_, found) = lenient::<Iq>(
        "<iq xmlns='jabber:client' id='1' type='set'><a xmlns='urn:a'/><b xmlns='urn:b'/>\
         <error type='cancel'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
    );
    assert_eq!(
        found,
        [
            "1:1+3 iq iq-one-child bad-request: `<iq/>` whose `type` is `set` has 2 elements of other namespaces, \
             expected exactly 1; see RFC 6120 §8.2.3",
            "1:1+3 iq iq-one-child bad-request: `<iq/>` whose `type` is `set` has 1 `<error/>`, expected none; \
             see RFC 6120 §8.2.3",
        ]
    );
}

#[test]
fn a_rule_holds_only_under_its_conditions() {
    clean::<Iq>("<iq xmlns='jabber:client' id='1' type='result'/>");
    let (_, found) = lenient::<Iq>(
        "<iq xmlns='jabber:client' id='1' type='result'><a xmlns='urn:a'/><b xmlns='urn:b'/></iq>",
    );
    assert_eq!(
        found,
        [
            "1:1+3 iq iq-result bad-request: `<iq/>` whose `type` is `result` has 2 elements of other namespaces, \
             expected at most 1"
        ]
    );
}

#[test]
fn two_bodies_of_one_language_disagree_with_the_rfc() {
    // RFC 6121 §5.2.3
    let (message, found) = lenient::<Message>(
        "<message xmlns='jabber:client'><body>a</body><body xml:lang='cs'>b</body>\n<body>c</body></message>",
    );
    assert_eq!(
        found,
        [
            "2:1+5 message/body[3] body-languages bad-request: `<message/>` has two `<body/>` of one `xml:lang`; \
             see RFC 6121 §5.2.3"
        ]
    );
    assert_eq!(
        wrong(&message.unwrap()),
        [
            "- message/body[3] body-languages bad-request: `<message/>` has two `<body/>` of one `xml:lang`; \
             see RFC 6121 §5.2.3"
        ]
    );
}

#[test]
fn an_error_message_holds_an_error() {
    let (_, found) = lenient::<Message>("<message xmlns='jabber:client' type='error'/>");
    assert_eq!(
        found,
        [
            "1:1+8 message message-error bad-request: `<message/>` whose `type` is `error` has no `<error/>`, \
             expected exactly 1; see RFC 6120 §8.3.1"
        ]
    );
}

#[test]
fn fields_that_must_differ_are_compared_and_the_answer_is_that_of_the_rule() {
    let xml = |parent: &str| {
        format!("<message xmlns='jabber:client'><thread parent='{parent}'>a</thread></message>")
    };
    clean::<Message>(&xml("b"));
    let (_, found) = lenient::<Message>(&xml("a"));
    assert_eq!(
        found,
        [
            "1:48+1 message/thread/@parent thread-parent not-acceptable: \
             `parent` of `<thread/>` must differ from its text"
        ]
    );
}

#[test]
fn facets_are_judged_where_the_value_stands() {
    let (item, found) = lenient::<Item>(
        "<item xmlns='jabber:iq:roster' jid='a@example.com'><group>Friends</group><group/>\
         <group>a group with a long name</group><group>Friends</group></item>",
    );
    assert_eq!(
        found,
        [
            "1:74+6 item/group[2] facet bad-request: `` is not a value of `<group/>`; expected at least 1 character",
            "1:89+24 item/group[3] facet bad-request: `a group with a long name` is not a value of `<group/>`; \
             expected at most 20 characters",
            "1:128+7 item/group[4] groups-differ bad-request: `<item/>` has two `<group/>` of one value",
        ]
    );
    let item = item.unwrap();
    assert_eq!(item.groups.len(), 4, "kept, since the type can hold them");
    assert_eq!(
        wrong(&item),
        [
            "- item/group[2] facet bad-request: `` is not a value of `<group/>`; expected at least 1 character",
            "- item/group[3] facet bad-request: `a group with a long name` is not a value of `<group/>`; \
             expected at most 20 characters",
            "- item/group[4] groups-differ bad-request: `<item/>` has two `<group/>` of one value",
        ]
    );
}

#[test]
fn a_name_that_is_too_long_is_found_in_its_place_within_the_roster() {
    let item = Item {
        name: Some("n".repeat(1024)),
        ..Item::new("a@example.com".parse().unwrap())
    };
    let roster = Roster {
        items: vec![Item::new("b@example.com".parse().unwrap()), item],
        ..Roster::default()
    };
    let shown = "n".repeat(40);
    assert_eq!(
        wrong(&roster),
        [format!(
            "- query/item[2]/@name facet bad-request: `{shown}…` is not a value of `name`; \
             expected at most 1023 characters"
        )]
    );
}

#[test]
fn occurrence_is_bounded() {
    let field = "<field var='a'/>";
    let form = |fields: usize| {
        format!(
            "<x xmlns='jabber:x:data' type='form'>{}</x>",
            field.repeat(fields)
        )
    };
    clean::<Form>(&form(3));
    let (_, found) = lenient::<Form>(&form(0));
    assert_eq!(
        found,
        ["1:1+2 x too-few-children bad-request: `<x/>` has fewer than 1 `<field/>`"]
    );
    let (value, found) = lenient::<Form>(&form(5));
    assert_eq!(
        found,
        ["1:86+6 x/field[4] surplus-child bad-request: `<x/>` has more than 3 `<field/>`"]
    );
    assert_eq!(value.unwrap().fields.len(), 5);
}

#[test]
fn a_function_checks_what_attributes_cannot_say() {
    let (form, found) =
        lenient::<Form>("<x xmlns='jabber:x:data' type='form'><field type='boolean'/></x>");
    let line =
        "x field-var bad-request: a field of the form has no `var`; name it, or make it `fixed`";
    assert_eq!(found, [format!("1:1+2 {line}")]);
    assert_eq!(wrong(&form.unwrap()), [format!("- {line}")]);
}

#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x")]
struct Bounded {
    #[xml(attribute)]
    #[check(min = -5, max = 5)]
    level: Option<i32>,
    #[xml(attribute)]
    #[check(max = "99999999999999999999")]
    big: Option<Integer>,
    #[xml(attribute)]
    #[check(min = 0.5)]
    ratio: Option<f64>,
    #[xml(attribute)]
    #[check(min_length = 2, max_length = 2)]
    pair: Option<List<u8>>,
    #[xml(text)]
    #[check(max_length = 3)]
    text: Option<Code>,
}

/// A newtype checks when it is made.
#[derive(Clone, Debug, PartialEq, XmlText)]
#[check(min_length = 1, max_length = 4)]
struct Code(String);

#[test]
fn bounds_hold_for_numbers_lists_and_text() {
    let clean_one: Bounded = clean(
        "<bounded xmlns='urn:x' level='-5' big='99999999999999999999' ratio='0.5' pair='1 2'>abc</bounded>",
    );
    assert_eq!(clean_one.level, Some(-5));
    let (_, found) = lenient::<Bounded>(
        "<bounded xmlns='urn:x' level='6' big='100000000000000000000' ratio='NaN' pair='1'>abcd</bounded>",
    );
    assert_eq!(
        found,
        [
            "1:31+1 bounded/@level facet bad-request: `6` is not a value of `level`; expected a value of at most 5",
            "1:39+21 bounded/@big facet bad-request: `100000000000000000000` is not a value of `big`; \
             expected a value of at most 99999999999999999999",
            "1:69+3 bounded/@ratio facet bad-request: `NaN` is not a value of `ratio`; \
             expected a value of at least 0.5",
            "1:80+1 bounded/@pair facet bad-request: `1` is not a value of `pair`; expected exactly 2 items",
            "1:83+4 bounded facet bad-request: `abcd` is not a value of `<bounded/>`; expected at most 3 characters",
        ]
    );
}

#[test]
fn a_newtype_is_valid_or_not_there() {
    assert_eq!(Code::from_text("abcd"), Ok(Code("abcd".into())));
    let error = Code::from_text("abcde").unwrap_err();
    assert_eq!(error.to_string(), "expected at most 4 characters");
    assert_eq!(error.rule().name(), "facet");
    assert_eq!(Code("é".into()).length(), 1);
}

#[test]
fn rules_are_judged_by_the_fields_that_are_there() {
    // The required `id` is absent, so there is no value; what is wrong besides is said at once.
    let (iq, found) = lenient::<Iq>("<iq xmlns='jabber:client' type='get'/>");
    assert_eq!(iq, None);
    assert_eq!(
        found,
        [
            "1:1+3 iq missing-attribute bad-request: `<iq/>` lacks the required attribute `id`",
            "1:1+3 iq iq-one-child bad-request: `<iq/>` whose `type` is `get` has no elements of other namespaces, \
             expected exactly 1; see RFC 6120 §8.2.3",
        ]
    );
    // Without `type` there is nothing to judge the rule by.
    let (_, found) = lenient::<Iq>("<iq xmlns='jabber:client' id='1'/>");
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn what_came_is_counted_also_where_it_is_invalid() {
    let (_, found) = lenient::<Iq>(
        "<iq xmlns='jabber:client' id='1' type='get'><a xmlns='urn:a'/><error type='odd'/></iq>",
    );
    let rules: Vec<&str> = found
        .iter()
        .map(|line| line.split(' ').nth(2).unwrap_or_default())
        .collect();
    assert_eq!(
        rules,
        ["invalid-value", "missing-child", "iq-one-child"],
        "{found:?}"
    );
}

#[test]
fn a_bound_points_at_its_value_also_behind_one_that_is_none() {
    #[derive(Debug, PartialEq, FromXml, ToXml, Validate)]
    #[xml(namespace = "urn:x")]
    struct Levels {
        #[xml(text_of = "level")]
        #[check(max = 5)]
        levels: Vec<u8>,
    }
    let (levels, found) =
        lenient::<Levels>("<levels xmlns='urn:x'><level>high</level><level>9</level></levels>");
    assert_eq!(levels.unwrap().levels, [9]);
    assert_eq!(
        found,
        [
            "1:30+4 levels/level[1] invalid-value bad-request: `high` is not a value of `<level/>`; \
             expected a whole number from 0 to 255",
            "1:49+1 levels/level[2] facet bad-request: `9` is not a value of `<level/>`; \
             expected a value of at most 5",
        ]
    );
}

/// The size is large, where nothing is said.
#[derive(Clone, Debug, FromXml, ToXml, Validate)]
#[xml(namespace = "urn:example:tea")]
#[check(rule = "large-in-a-cup", when(size = "large"), count(cup = 1))]
#[check(rule = "hot-of-leaves", when(hot = "true", note = ""), count(leaves = 1..))]
#[check(rule = "leaves-differ", distinct(leaves))]
struct Tea {
    #[xml(attribute, default)]
    size: Size,
    #[xml(attribute)]
    note: Option<String>,
    #[xml(flag = "hot")]
    hot: bool,
    #[xml(flag = "cup")]
    cup: bool,
    #[xml(text_of = "leaf")]
    leaves: Vec<String>,
    #[xml(extra)]
    extra: Extra,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, XmlText)]
enum Size {
    Small,
    #[default]
    Large,
}

/// Whether a rule may be broken is asked before it is checked: defaults, what is absent, and flags are asked as it asks them.
#[test]
fn rules_hold_for_defaults_for_what_is_absent_and_for_flags() {
    for (inside, broken) in [
        ("/>", &["large-in-a-cup"][..]),
        ("><cup/></tea>", &[]),
        (" size='large'/>", &["large-in-a-cup"]),
        (" size='small'/>", &[]),
        ("><hot/></tea>", &["large-in-a-cup", "hot-of-leaves"]),
        (" size='small' note=''><hot/></tea>", &["hot-of-leaves"]),
        (" size='small' note='x'><hot/></tea>", &[]),
        (" size='small'><hot/><leaf>a</leaf></tea>", &[]),
        (
            "><leaf>a</leaf><leaf>b</leaf><leaf>a</leaf></tea>",
            &["large-in-a-cup", "leaves-differ"],
        ),
    ] {
        let (tea, found) = lenient::<Tea>(&format!("<tea xmlns='urn:example:tea'{inside}"));
        let found = [found, wrong(&tea.unwrap())];
        for found in found {
            assert_eq!(found.len(), broken.len(), "{inside}: {found:?}");
            let all = found.iter().zip(broken);
            assert!(
                all.clone().all(|(found, rule)| found.contains(rule)),
                "{inside}: {found:?}"
            );
        }
    }
}
