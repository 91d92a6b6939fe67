//! Short stanzas of each kind, no two of them alike: what a server sees.

use super::random::Random;
use super::words::{bare, domain, full, id, occupant, stamp, text, token};

/// A stanza as one of several clients writes it: each has its quotes and its order of attributes. Attributes without a value
/// are left out.
pub(super) fn stanza(
    random: &mut Random,
    name: &str,
    attributes: &[(&str, String)],
    content: &str,
) -> String {
    let mut attributes: Vec<String> = attributes
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!(" {name}='{value}'"))
        .collect();
    let client = random.below(8);
    let first = client % attributes.len();
    attributes.rotate_left(first);
    if client.is_multiple_of(3) {
        attributes.reverse();
    }
    let xml = format!("<{name}{}>{content}</{name}>", attributes.concat());
    if client < 2 {
        xml.replace('\'', "\"")
    } else {
        xml
    }
}

fn language(random: &mut Random) -> String {
    random.maybe(15, |random| random.one_of(&["en", "de", "fr", "ja"]).into())
}

fn chat_state(random: &mut Random) -> String {
    let state = random.one_of(&["active", "active", "active", "composing", "paused"]);
    format!("<{state} xmlns='http://jabber.org/protocol/chatstates'/>")
}

fn receipt(_: &mut Random) -> String {
    "<request xmlns='urn:xmpp:receipts'/>".into()
}

fn origin_id(id: &str) -> String {
    format!("<origin-id xmlns='urn:xmpp:sid:0' id='{id}'/>")
}

fn caps(random: &mut Random) -> String {
    let node = random.one_of(&[
        "https://client.orchard.example",
        "http://gajim.example",
        "https://im.example.org/#web",
    ]);
    format!(
        "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='{node}' ver='{}M='/>",
        token(random, 26)
    )
}

fn delay(random: &mut Random) -> String {
    let from = random.maybe(25, |random| format!(" from='{}'", domain(random)));
    format!(
        "<delay xmlns='urn:xmpp:delay'{from} stamp='{}'/>",
        stamp(random)
    )
}

pub(super) fn short_chat(random: &mut Random) -> String {
    let body = format!("<body>{}</body>", text(random, 5));
    let thread = random.maybe(5, |random| {
        format!("<thread>{}</thread>", token(random, 12))
    });
    let state = random.maybe(10, chat_state);
    let receipt = random.maybe(5, receipt);
    let attributes = [
        (
            "to",
            if random.chance(70) {
                full(random)
            } else {
                bare(random)
            },
        ),
        ("from", full(random)),
        ("type", random.maybe(90, |_| "chat".into())),
        ("id", random.maybe(92, id)),
        ("xml:lang", language(random)),
    ];
    stanza(
        random,
        "message",
        &attributes,
        &[body, thread, state, receipt].concat(),
    )
}

pub(super) fn group_chat(random: &mut Random) -> String {
    let (room, from) = occupant(random);
    let id = id(random);
    let content = [
        format!("<body>{}</body>", text(random, 10)),
        random.maybe(70, |_| "<markable xmlns='urn:xmpp:chat-markers:0'/>".into()),
        random.maybe(20, chat_state),
        random.maybe(75, |_| origin_id(&id)),
        random.maybe(90, |random| {
            let by = token(random, 17);
            format!("<stanza-id xmlns='urn:xmpp:sid:0' by='{room}' id='{by}'/>")
        }),
        random.maybe(75, |random| {
            let id = token(random, 22);
            format!("<occupant-id xmlns='urn:xmpp:occupant-id:0' id='{id}'/>")
        }),
    ];
    let attributes = [
        ("to", full(random)),
        ("from", from),
        ("type", "groupchat".into()),
        ("id", id),
        ("xml:lang", language(random)),
    ];
    stanza(random, "message", &attributes, &content.concat())
}

pub(super) fn presence(random: &mut Random) -> String {
    let available = random.chance(90);
    let status = random.maybe(60, |random| format!("<status>{}</status>", text(random, 5)));
    let content = if available {
        [shown(random), status, added(random)].concat()
    } else {
        status
    };
    let attributes = [
        ("from", full(random)),
        (
            "to",
            if random.chance(70) {
                bare(random)
            } else {
                full(random)
            },
        ),
        ("id", random.maybe(40, id)),
        (
            "type",
            if available {
                String::new()
            } else {
                "unavailable".into()
            },
        ),
        ("xml:lang", language(random)),
    ];
    stanza(random, "presence", &attributes, &content)
}

fn shown(random: &mut Random) -> String {
    random.maybe(55, |random| {
        let show = random.one_of(&["away", "away", "dnd", "xa", "chat"]);
        format!("<show>{show}</show>")
    })
}

/// What clients add to presence.
fn added(random: &mut Random) -> String {
    let content = [
        random.maybe(70, |random| {
            format!("<priority>{}</priority>", random.between(0, 50))
        }),
        random.maybe(95, caps),
        random.maybe(65, |random| {
            format!("<idle xmlns='urn:xmpp:idle:1' since='{}'/>", stamp(random))
        }),
        random.maybe(45, |random| {
            let hash = token(random, 40);
            format!("<x xmlns='vcard-temp:x:update'><photo>{hash}</photo></x>")
        }),
    ];
    content.concat()
}

pub(super) fn pubsub_event(random: &mut Random) -> String {
    let node = random.one_of(&[
        "urn:example:frost",
        "urn:example:tides",
        "urn:example:prices:2",
        "news",
    ]);
    let items = random.between(1, 10).div_ceil(8);
    let items: String = (0..items).map(|_| item(random)).collect();
    let content = [
        format!(
            "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='{node}'>{items}</items></event>"
        ),
        random.maybe(70, delay),
    ];
    let attributes = [
        (
            "from",
            if random.chance(50) {
                bare(random)
            } else {
                format!("almanac.{}", domain(random))
            },
        ),
        (
            "to",
            if random.chance(50) {
                bare(random)
            } else {
                full(random)
            },
        ),
        ("type", random.maybe(80, |_| "headline".into())),
        ("id", random.maybe(90, id)),
    ];
    stanza(random, "message", &attributes, &content.concat())
}

fn item(random: &mut Random) -> String {
    let payload = match random.below(3) {
        0 => format!(
            "<warning xmlns='urn:example:frost'><low unit='C'>-{}.5</low><from>{}</from><note>{}</note></warning>",
            random.below(9),
            stamp(random),
            text(random, 8)
        ),
        1 => format!(
            "<tide xmlns='urn:example:tides' at='{}' metres='{}.{}'><note>{}</note></tide>",
            stamp(random),
            random.below(8),
            random.below(99),
            text(random, 8)
        ),
        _ => format!(
            "<entry xmlns='http://www.w3.org/2005/Atom'><title>{}</title><summary>{}</summary></entry>",
            text(random, 4),
            text(random, 10)
        ),
    };
    let publisher = random.maybe(60, |random| format!(" publisher='{}'", bare(random)));
    let length = random.between(4, 16);
    format!(
        "<item id='{}'{publisher}>{payload}</item>",
        token(random, length)
    )
}

pub(super) fn jingle(random: &mut Random) -> String {
    let (initiator, responder) = (full(random), full(random));
    let accepts = random.chance(30);
    let (action, also) = if accepts {
        ("session-accept", format!(" responder='{responder}'"))
    } else {
        ("session-initiate", String::new())
    };
    let types = random.between(1, 5);
    let description: String = random.some_of(PAYLOAD_TYPES, types).concat();
    let extension = random.maybe(60, |random| {
        let id = random.between(1, 14);
        format!("<rtp-hdrext xmlns='urn:xmpp:jingle:apps:rtp:rtp-hdrext:0' id='{id}' uri='urn:ietf:params:rtp-hdrext:ssrc-audio-level'/>")
    });
    let candidates = random.between(1, 3);
    let candidates: String = (0..candidates)
        .map(|number| candidate(random, number))
        .collect();
    let content = format!(
        "<jingle xmlns='urn:xmpp:jingle:1' action='{action}' initiator='{initiator}'{also} sid='{}'>\
         <content creator='initiator' name='{}' senders='both'>\
         <description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'>{description}{extension}</description>\
         <transport xmlns='urn:xmpp:jingle:transports:ice-udp:1' ufrag='{}' pwd='{}'>{candidates}</transport>\
         </content></jingle>",
        id(random),
        random.one_of(&["voice", "audio-session", "0", "a"]),
        token(random, 4),
        token(random, 22)
    );
    let (from, to) = if accepts {
        (responder, initiator)
    } else {
        (initiator, responder)
    };
    let attributes = [
        ("from", from),
        ("to", to),
        ("type", "set".into()),
        ("id", id(random)),
    ];
    stanza(random, "iq", &attributes, &content)
}

const PAYLOAD_TYPES: &[&str] = &[
    "<payload-type id='111' name='opus' clockrate='48000' channels='2'><parameter name='minptime' value='10'/>\
     <parameter name='useinbandfec' value='1'/></payload-type>",
    "<payload-type id='9' name='G722' clockrate='8000'/>",
    "<payload-type id='0' name='PCMU' clockrate='8000'/>",
    "<payload-type id='8' name='PCMA' clockrate='8000'/>",
    "<payload-type id='103' name='ISAC' clockrate='16000'/>",
    "<payload-type id='126' name='telephone-event' clockrate='8000'/>",
];

fn candidate(random: &mut Random, number: usize) -> String {
    let address = match random.below(3) {
        0 => format!("2001:db8::{}", token(random, 4)),
        1 => format!("192.0.2.{}", random.between(1, 254)),
        _ => format!("198.51.100.{}", random.between(1, 254)),
    };
    let kind = if random.chance(50) {
        format!(
            "rel-addr='192.0.2.{}' rel-port='8998' type='srflx'",
            random.between(1, 254)
        )
    } else {
        "type='host'".into()
    };
    format!(
        "<candidate component='1' foundation='{number}' generation='0' id='el{}' ip='{address}' network='{}' port='{}' priority='{}' \
         protocol='udp' {kind}/>",
        token(random, 8),
        random.below(3),
        random.between(1024, 65_535),
        random.between(16_777_215, 2_130_706_431)
    )
}

pub(super) fn error(random: &mut Random) -> String {
    let (kind, condition) = random.one_of(CONDITIONS);
    let by = random.maybe(50, |random| format!(" by='{}'", domain(random)));
    let said = random.maybe(75, |random| {
        let (language, text) = (random.one_of(&["en", "en", "de"]), text(random, 7));
        format!(
            "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='{language}'>{text}</text>"
        )
    });
    let error = format!(
        "<error type='{kind}'{by}><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>{said}</error>"
    );
    let name = random.one_of(&["message", "message", "presence", "iq"]);
    let body = if name == "message" {
        random.maybe(80, |random| format!("<body>{}</body>", text(random, 8)))
    } else {
        String::new()
    };
    let attributes = [
        (
            "from",
            if random.chance(60) {
                bare(random)
            } else {
                full(random)
            },
        ),
        ("to", full(random)),
        ("type", "error".into()),
        (
            "id",
            if name == "iq" || random.chance(80) {
                id(random)
            } else {
                String::new()
            },
        ),
    ];
    stanza(random, name, &attributes, &[body, error].concat())
}

const CONDITIONS: &[(&str, &str)] = &[
    ("cancel", "service-unavailable"),
    ("cancel", "service-unavailable"),
    ("cancel", "item-not-found"),
    ("cancel", "remote-server-not-found"),
    ("wait", "remote-server-timeout"),
    ("auth", "forbidden"),
    ("modify", "not-acceptable"),
];

pub(super) fn features(random: &mut Random) -> String {
    let count = random.between(1, 5);
    let mechanisms: String = random
        .some_of(MECHANISMS, count)
        .iter()
        .map(|name| format!("<mechanism>{name}</mechanism>"))
        .collect();
    let mechanisms =
        format!("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{mechanisms}</mechanisms>");
    let caps = random.maybe(30, caps);
    let count = random.between(3, 7);
    let mut features = random.some_of(FEATURES, count);
    features.insert(random.below(3), &mechanisms);
    features.insert(random.below(3), &caps);
    format!("<stream:features>{}</stream:features>", features.concat())
}

const MECHANISMS: &[&str] = &[
    "SCRAM-SHA-256-PLUS",
    "SCRAM-SHA-256",
    "SCRAM-SHA-1",
    "SCRAM-SHA-1-PLUS",
    "PLAIN",
    "EXTERNAL",
];
const FEATURES: &[&str] = &[
    "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>",
    "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'><optional/></session>",
    "<ver xmlns='urn:xmpp:features:rosterver'/>",
    "<sub xmlns='urn:xmpp:features:pre-approval'/>",
    "<sm xmlns='urn:xmpp:sm:3'/>",
    "<csi xmlns='urn:xmpp:csi:0'/>",
    "<register xmlns='http://jabber.org/features/iq-register'/>",
];

pub(super) fn archived(random: &mut Random) -> String {
    let (owner, other) = (bare(random), full(random));
    let (outer, inner) = (token(random, 17), id(random));
    let content = [
        format!("<body>{}</body>", text(random, 7)),
        random.maybe(70, chat_state),
        random.maybe(60, receipt),
        random.maybe(30, |_| origin_id(&inner)),
        random.maybe(70, |_| {
            format!("<stanza-id xmlns='urn:xmpp:sid:0' by='{owner}' id='{outer}'/>")
        }),
    ];
    let (from, to) = if random.chance(50) {
        (other, owner.clone())
    } else {
        (owner.clone(), other)
    };
    let attributes = [
        ("xmlns", "jabber:client".into()),
        ("from", from),
        ("to", to),
        ("type", random.maybe(90, |_| "chat".into())),
        ("id", random.maybe(90, |_| inner)),
    ];
    let inside = stanza(random, "message", &attributes, &content.concat());
    let query = random.maybe(80, |random| format!(" queryid='{}'", id(random)));
    let content = format!(
        "<result xmlns='urn:xmpp:mam:2'{query} id='{outer}'><forwarded xmlns='urn:xmpp:forward:0'>\
         <delay xmlns='urn:xmpp:delay' stamp='{}'/>{inside}</forwarded></result>",
        stamp(random)
    );
    let to = [&owner, "/", &token(random, 4)].concat();
    let attributes = [("from", owner), ("to", to), ("id", random.maybe(80, id))];
    stanza(random, "message", &attributes, &content)
}
