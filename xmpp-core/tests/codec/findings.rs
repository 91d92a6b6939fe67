//! What is found while reading: rule, path, place, answer and words.

use crate::types::*;
use crate::{lenient, strict};
use xmpp_core::xml::Document;
use xmpp_core::{Answer, FirstOnly, Limits, Report, decode, read};

const IQ: &str = "<iq id='1' type='set' xmlns='jabber:client'>
  <query xmlns='jabber:iq:roster'>
    <item name='Nurse' subscription='bothh'/>
    <item jid='romeo@example.net'/>
  </query>
</iq>";

#[test]
fn a_roster_item_without_jid_and_with_a_slip_shows_both() {
    // RFC 6121 §2.1.2: `jid` is required, `subscription` has five values
    let document = Document::parse(IQ, Limits::CLIENT).unwrap();
    let query = document.root().elements().next().unwrap();
    let mut report = Report::new();
    let roster: Roster = decode(query, &mut report).unwrap();
    assert_eq!(roster.items.len(), 1, "the refused item is left out");
    assert_eq!(report.answer(), Answer::BAD_REQUEST);
    assert_eq!(
        crate::lines(report),
        [
            "3:5+5 iq/query/item[1] missing-attribute bad-request: `<item/>` lacks the required attribute `jid`",
            "3:38+5 iq/query/item[1]/@subscription invalid-value bad-request: \
             `bothh` is not a value of `subscription`; did you mean `both`?",
        ]
    );
}

#[test]
fn a_value_far_from_all_others_is_told_what_was_expected() {
    let (item, found) = lenient::<Item>(
        "<item xmlns='jabber:iq:roster' jid='a@example.com' subscription='yes please'/>",
    );
    assert_eq!(item.unwrap().subscription, Subscription::None);
    assert_eq!(
        found,
        ["1:66+10 item/@subscription invalid-value bad-request: \
             `yes please` is not a value of `subscription`; expected `both`, `from`, `none`, `remove` or `to`"]
    );
}

#[test]
fn an_invalid_address_is_answered_with_jid_malformed() {
    // RFC 6120 §8.3.3.8
    let (item, found) = lenient::<Item>("<item xmlns='jabber:iq:roster' jid='@example.com'/>");
    assert_eq!(item, None);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with(
            "1:37+12 item/@jid invalid-jid jid-malformed: `@example.com` in `jid` is not an address; "
        ),
        "{found:?}"
    );
}

#[test]
fn an_invalid_optional_value_is_absent_and_an_invalid_default_is_the_default() {
    // R3
    let (presence, found) = lenient::<Presence>(
        "<presence xmlns='jabber:client' type='away'><show>sleeping</show><priority> 128 </priority></presence>",
    );
    let presence = presence.unwrap();
    assert_eq!(
        (presence.type_, presence.show, presence.priority),
        (None, None, 0)
    );
    assert_eq!(
        found,
        [
            "1:39+4 presence/@type invalid-value bad-request: `away` is not a value of `type`; \
             expected `error`, `probe`, `subscribe`, `subscribed`, `unavailable`, `unsubscribe` or `unsubscribed`",
            "1:51+8 presence/show invalid-value bad-request: `sleeping` is not a value of `<show/>`; \
             expected `away`, `chat`, `dnd` or `xa`",
            "1:76+5 presence/priority invalid-value bad-request: ` 128 ` is not a value of `<priority/>`; \
             expected a whole number from -128 to 127",
        ]
    );
}

#[test]
fn an_unknown_value_of_an_open_list_reads_as_the_specification_says() {
    // RFC 6121 §5.2.2
    let (message, found) =
        lenient::<Message>("<message xmlns='jabber:client' type='carrier-pigeon'/>");
    assert_eq!(message.unwrap().type_, MessageType::Normal);
    assert_eq!(
        found,
        [
            "1:38+14 message/@type unknown-value -: `carrier-pigeon` is not a value of `type`; read as `normal`"
        ]
    );
}

#[test]
fn the_first_of_surplus_children_counts() {
    let (presence, found) = lenient::<Presence>(
        "<presence xmlns='jabber:client'>\n<priority>1</priority>\n<priority>2</priority></presence>",
    );
    assert_eq!(presence.unwrap().priority, 1);
    assert_eq!(
        found,
        [
            "3:1+9 presence/priority[2] surplus-child bad-request: `<presence/>` has more than one `<priority/>`"
        ]
    );
}

#[test]
fn members_of_a_choice_exclude_each_other() {
    // RFC 6120 §8.3.2: one defined condition
    let (error, found) = lenient::<StanzaError>(
        "<error xmlns='jabber:client' type='cancel'>\
         <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>\
         <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>",
    );
    assert_eq!(error.unwrap().condition, Condition::Conflict);
    assert_eq!(
        found,
        ["1:99+12 error/bad-request ambiguous-choice bad-request: \
             `<error/>` has both `<conflict/>` and `<bad-request/>`, which exclude each other"]
    );
}

#[test]
fn a_required_choice_that_is_absent_is_named_by_its_members() {
    let (error, found) = lenient::<StanzaError>("<error xmlns='jabber:client' type='cancel'/>");
    assert_eq!(error, None);
    assert_eq!(
        found,
        [
            "1:1+6 error missing-child bad-request: `<error/>` lacks one of `<bad-request/>`, `<conflict/>`, \
             `<gone/>`, `<redirect/>` and `<undefined-condition/>`"
        ]
    );
}

#[test]
fn text_between_elements_is_reported_and_white_space_is_not() {
    let (roster, found) =
        lenient::<Roster>("<query xmlns='jabber:iq:roster'>\n  stray &amp; lost\n</query>");
    assert_eq!(roster, Some(Roster::default()));
    assert_eq!(
        found,
        [
            "1:33+20 query unexpected-text bad-request: `<query/>` holds text where only elements may stand"
        ]
    );
}

#[test]
fn strict_reading_reports_what_lenient_reading_only_keeps() {
    let xml = "<x xmlns='jabber:x:data' type='form' mood='dark'>\
               <field var='a'><required since='1'><x/></required></field><reported/>\
               <other xmlns='urn:x'/></x>";
    let (kept, found) = lenient::<Form>(xml);
    assert_eq!(found, [] as [&str; 0]);
    let (also_kept, found) = strict::<Form>(xml);
    assert_eq!(kept, also_kept);
    assert_eq!(
        found,
        [
            "1:44+4 x/@mood unknown-attribute bad-request: `<x/>` has no attribute `mood` in its schema",
            "1:82+1 x/field/required/@since unknown-attribute bad-request: \
             `<required/>` has no attribute `since` in its schema",
            "1:85+2 x/field/required/x unknown-child bad-request: `<required/>` has no child `<x/>` in its schema",
            "1:108+9 x/reported unknown-child bad-request: `<x/>` has no child `<reported/>` in its schema",
            "1:119+6 x/other unknown-child bad-request: `<x/>` has no child `<other/>` in its schema",
        ]
    );
}

#[test]
fn what_a_wildcard_admits_is_not_unknown() {
    let (message, found) = strict::<Message>(
        "<message xmlns='jabber:client'><x xmlns='urn:x'/><odd/><none xmlns=''/></message>",
    );
    let message = message.unwrap();
    assert_eq!(message.payloads.len(), 1);
    assert_eq!(
        message.extra.children().len(),
        2,
        "`##other` admits neither the own namespace nor none"
    );
    assert_eq!(
        found,
        [
            "1:50+4 message/odd unknown-child bad-request: `<message/>` has no child `<odd/>` in its schema",
            "1:56+5 message/none unknown-child bad-request: `<message/>` has no child `<none/>` in its schema",
        ]
    );
}

#[test]
fn another_element_is_told_which_was_expected() {
    let (roster, found) = lenient::<Roster>("<query xmlns='jabber:iq:auth'/>");
    assert_eq!(roster, None);
    assert_eq!(
        found,
        [
            "1:1+6 query unexpected-element bad-request: `<query/>` of `jabber:iq:auth` is another element, \
             expected `<query/>`"
        ]
    );
}

#[test]
fn a_peer_hears_the_first_answer_only() {
    let document = Document::parse(IQ, Limits::CLIENT).unwrap();
    let query = document.root().elements().next().unwrap();
    let mut first = FirstOnly::default();
    decode::<Roster>(query, &mut first);
    assert_eq!(
        first
            .finding()
            .map(|finding| finding.rule.name().to_owned()),
        Some("missing-attribute".to_owned())
    );
    assert_eq!(first.answer(), Answer::BAD_REQUEST);
}

#[test]
fn read_refuses_what_would_be_answered_and_what_is_not_xml() {
    let report =
        read::<Item>("<item xmlns='jabber:iq:roster' jid='a@example.com' ask='no'/>").unwrap_err();
    assert_eq!(report.findings().len(), 1);
    assert_eq!(report.answer(), Answer::BAD_REQUEST);
    let report = read::<Item>("<item xmlns='jabber:iq:roster'").unwrap_err();
    assert_eq!(report.answer(), Answer::NOT_WELL_FORMED);
    let message = read::<Message>("<message xmlns='jabber:client' type='odd'/>").unwrap();
    assert_eq!(
        message,
        Message::default(),
        "nothing to answer (RFC 6121 §5.2.2)"
    );
}

#[test]
fn every_finding_of_several_fields_is_reported_at_once() {
    let (field, found) = lenient::<Iq>("<iq xmlns='jabber:client'/>");
    assert_eq!(field, None);
    assert_eq!(
        found,
        [
            "1:1+3 iq missing-attribute bad-request: `<iq/>` lacks the required attribute `id`",
            "1:1+3 iq missing-attribute bad-request: `<iq/>` lacks the required attribute `type`",
        ]
    );
}
