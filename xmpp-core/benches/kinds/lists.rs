//! Longer stanzas, no two of them alike: a letter, forms, lists.

use super::random::Random;
use super::varied::stanza;
use super::words::{bare, domain, full, id, text, token};
use std::fmt::Write;

/// A letter of 4 kB, with the odd character that must be unescaped or takes several bytes.
pub(super) fn long_chat(random: &mut Random) -> String {
    let size = random.between(3_000, 5_000);
    let mut body = String::new();
    while body.len() < size {
        body.push_str(&text(random, 12));
        body.push(if random.chance(20) { '\n' } else { ' ' });
    }
    let attributes = [
        ("to", full(random)),
        ("from", full(random)),
        ("type", random.maybe(90, |_| "chat".into())),
        ("id", id(random)),
    ];
    stanza(
        random,
        "message",
        &attributes,
        &format!("<body>{body}</body>"),
    )
}

pub(super) fn roster(random: &mut Random) -> String {
    let mut items = String::new();
    for number in 0..random.between(150, 250) {
        let subscription = random.one_of(&["both", "both", "both", "to", "from", "none"]);
        let name = random.maybe(70, |random| format!(" name='{}'", text(random, 2)));
        let ask = random.maybe(if subscription == "none" { 50 } else { 0 }, |_| {
            " ask='subscribe'".into()
        });
        let jid = format!(
            "{}{number}@{}",
            token(random, 2 + number % 7),
            domain(random)
        );
        let _ = write!(
            items,
            "<item jid='{jid}'{name} subscription='{subscription}'{ask}"
        );
        let count = random.below(9).min(3) / 2 + random.below(9) / 8;
        let groups = random.some_of(
            &["Pickers", "Millers", "Family", "People of the valley"],
            count,
        );
        items.push_str(if groups.is_empty() { "/>" } else { ">" });
        for group in &groups {
            let _ = write!(items, "<group>{group}</group>");
        }
        items.push_str(if groups.is_empty() { "" } else { "</item>" });
    }
    let version = random.maybe(80, |random| format!(" ver='{}'", token(random, 8)));
    let attributes = [
        ("to", full(random)),
        ("from", random.maybe(30, bare)),
        ("type", "result".into()),
        ("id", id(random)),
    ];
    stanza(
        random,
        "iq",
        &attributes,
        &format!("<query xmlns='jabber:iq:roster'{version}>{items}</query>"),
    )
}

pub(super) fn form(random: &mut Random) -> String {
    let mut fields = String::new();
    for number in 0..random.between(11, 25) {
        fields.push_str(&field(random, number));
    }
    let title = random.maybe(90, |random| format!("<title>{}</title>", text(random, 4)));
    let instructions = random.maybe(80, |random| {
        format!("<instructions>{}</instructions>", text(random, 8))
    });
    let attributes = [
        ("from", format!("rooms.{}", domain(random))),
        ("to", full(random)),
        ("type", "result".into()),
        ("id", id(random)),
    ];
    let content = format!(
        "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='form'>\
         {title}{instructions}{fields}</x></query>"
    );
    stanza(random, "iq", &attributes, &content)
}

fn field(random: &mut Random, number: usize) -> String {
    let kind = random.one_of(&[
        "text-single",
        "text-single",
        "boolean",
        "boolean",
        "list-single",
        "jid-multi",
        "text-multi",
    ]);
    let count = if kind.ends_with("multi") {
        random.below(4)
    } else {
        1
    };
    let mut values = String::new();
    for _ in 0..count {
        let value = match kind {
            "boolean" => random.one_of(&["0", "1"]).into(),
            "jid-multi" => bare(random),
            _ => text(random, 2),
        };
        let _ = write!(values, "<value>{value}</value>");
    }
    let label = random.maybe(80, |random| format!(" label='{}'", text(random, 4)));
    let length = random.between(2, 14);
    let name = token(random, length);
    format!("<field type='{kind}' var='muc#roomconfig_{name}{number}'{label}>{values}</field>")
}

pub(super) fn disco_info(random: &mut Random) -> String {
    let count = random.between(6, 22);
    let mut features = random.some_of(FEATURES, count);
    features.insert(random.below(4), "http://jabber.org/protocol/disco#info");
    let features: String = features
        .iter()
        .map(|feature| format!("<feature var='{feature}'/>"))
        .collect();
    let node = random.maybe(70, |random| {
        format!(
            " node='https://client.orchard.example#{}='",
            token(random, 27)
        )
    });
    let count = random.between(1, 3);
    let identities: String = random.some_of(IDENTITIES, count).concat();
    let attributes = [
        ("type", "result".into()),
        ("id", id(random)),
        (
            "from",
            if random.chance(50) {
                full(random)
            } else {
                domain(random).into()
            },
        ),
        ("to", full(random)),
    ];
    let content = format!(
        "<query xmlns='http://jabber.org/protocol/disco#info'{node}>{identities}{features}</query>"
    );
    stanza(random, "iq", &attributes, &content)
}

const IDENTITIES: &[&str] = &[
    "<identity category='client' type='pc' name='Crate 3.1'/>",
    "<identity category='server' type='im' name='Orchard'/>",
    "<identity category='pubsub' type='pep'/>",
    "<identity category='client' type='phone' name='Basket &amp; Scale'/>",
];
const FEATURES: &[&str] = &[
    "http://jabber.org/protocol/disco#items",
    "http://jabber.org/protocol/caps",
    "http://jabber.org/protocol/chatstates",
    "http://jabber.org/protocol/muc",
    "http://jabber.org/protocol/pubsub#publish-options",
    "http://jabber.org/protocol/nick+notify",
    "jabber:iq:version",
    "jabber:iq:last",
    "jabber:x:conference",
    "storage:bookmarks+notify",
    "urn:xmpp:ping",
    "urn:xmpp:time",
    "urn:xmpp:receipts",
    "urn:xmpp:carbons:2",
    "urn:xmpp:message-correct:0",
    "urn:xmpp:chat-markers:0",
    "urn:xmpp:mam:2",
    "urn:xmpp:sid:0",
    "urn:xmpp:blocking",
    "urn:xmpp:avatar:metadata+notify",
    "urn:xmpp:jingle:1",
    "urn:xmpp:jingle:apps:rtp:audio",
    "urn:xmpp:http:upload:0",
    "vcard-temp",
    "msgoffline",
];
