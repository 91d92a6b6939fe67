//! Each kind as equal copies of one stanza. Processors learn such input by heart: after a few passes no branch on it is
//! mispredicted, so it shows what a stanza costs at the best, and tells by how much what is learnt matters.

use super::{Class, Kind};
use std::fmt::Write;

pub(super) fn kinds() -> Vec<Kind> {
    let mut kinds: Vec<Kind> = SHORT
        .iter()
        .map(|&(name, xml)| kind(name, Class::Short, 64, xml))
        .collect();
    kinds.insert(1, kind("long chat", Class::LongText, 64, &long_chat()));
    kinds.push(kind("form of 20 fields", Class::List, 16, &form()));
    kinds.push(kind("disco#info", Class::List, 32, DISCO_INFO));
    kinds.push(kind("roster of 200", Class::List, 4, &roster()));
    kinds.push(Kind {
        name: "mix",
        class: Class::Mix,
        stanzas: mix().take(64).collect(),
    });
    kinds
}

const SHORT: [(&str, &str); 8] = [
    ("short chat", include_str!("copies/short_chat.xml")),
    ("group chat", include_str!("copies/group_chat.xml")),
    ("presence", include_str!("copies/presence.xml")),
    ("pubsub event", include_str!("copies/pubsub_event.xml")),
    ("jingle", include_str!("copies/jingle.xml")),
    ("error", include_str!("copies/error.xml")),
    ("stream features", include_str!("copies/features.xml")),
    (
        "nested archive result",
        include_str!("copies/mam_result.xml"),
    ),
];
const DISCO_INFO: &str = include_str!("copies/disco_info.xml");

fn kind(name: &'static str, class: Class, copies: usize, xml: &str) -> Kind {
    Kind {
        name,
        class,
        stanzas: vec![xml.to_owned(); copies],
    }
}

/// A letter of 4 kB, with the odd character that must be unescaped or takes several bytes.
fn long_chat() -> String {
    let paragraph = "The ladder stands by the old quince, where you left it — I oiled its hinges & mended two rungs. \
        When the fog lifts we can see how much the wind took: fewer than I feared, and what is down is good for cider. \
        Grünwald sent word that the press is free from Tuesday on, so there is time to sort, wash and rest a while. \
        Nobody has asked for the pears yet; keep the best for your mother, and tell her the recipe worked at last.\n";
    let body = paragraph.repeat(10).replace('&', "&amp;");
    format!(
        "<message to='tamsin@orchard.example/desk' from='bram@orchard.example/phone' type='chat' id='c7d1-0044'>\
         <body>{body}</body></message>"
    )
}

fn roster() -> String {
    let mut xml = "<iq to='tamsin@orchard.example/desk' type='result' id='roster-1'>\
        <query xmlns='jabber:iq:roster' ver='ver87'>"
        .to_owned();
    for number in 0..200 {
        let subscription = ["both", "to", "from", "none"][number % 4];
        let group = ["Pickers", "Millers", "Family"][number % 3];
        let _ = write!(
            xml,
            "<item jid='picker{number}@field{}.example' name='Picker {number}' subscription='{subscription}'>\
             <group>{group}</group></item>",
            number % 7
        );
    }
    xml.push_str("</query></iq>");
    xml
}

fn form() -> String {
    let mut xml = "<iq from='rooms.orchard.example' to='tamsin@orchard.example/desk' type='result' id='form-1'>\
        <query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='form'>\
        <title>The room of the harvest</title><instructions>Say how the room shall be.</instructions>"
        .to_owned();
    for number in 0..20 {
        let kind = ["text-single", "boolean", "list-single", "jid-multi"][number % 4];
        let _ = write!(
            xml,
            "<field type='{kind}' var='muc#roomconfig_{number}' label='Setting {number} of the room'>\
             <value>value {number}</value></field>"
        );
    }
    xml.push_str("</x></query></iq>");
    xml
}

/// What a server sees on a quiet day: chats and presence, now and then something larger.
fn mix() -> impl Iterator<Item = String> + Clone {
    let short = |index: usize| SHORT[index].1.to_owned();
    let once = vec![
        short(0),
        short(2),
        short(1),
        short(0),
        short(3),
        short(2),
        short(7),
        short(0),
        short(5),
        short(1),
        DISCO_INFO.to_owned(),
        short(4),
        short(0),
        short(2),
    ];
    once.into_iter().cycle()
}

/// Everything, of which the larger is rare, without an end.
pub(super) fn everything() -> impl Iterator<Item = String> {
    let more = [roster(), long_chat(), form()];
    mix()
        .enumerate()
        .map(move |(number, stanza)| match number % 100 {
            rare @ (7 | 33 | 71) => more[rare % 3].clone(),
            _ => stanza,
        })
}
