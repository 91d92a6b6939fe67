//! What is read and written: stanzas of each kind, in texts of our own.

use std::fmt::Write;

/// The header of the stream that all of them come in.
pub(crate) const HEADER: &str = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' \
    to='orchard.example' version='1.0'>";

/// Stanzas that come one after another.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) class: Class,
    pub(crate) stanzas: Vec<String>,
}

/// What the gates are said of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Short,
    LongText,
    List,
    Mix,
    /// One piece so large that it shows whether the cost of a byte grows with what came before it.
    Huge,
    /// So much that no cache holds it.
    Bulk,
}

impl Kind {
    pub(crate) fn bytes(&self) -> usize {
        self.stanzas.iter().map(String::len).sum()
    }

    /// The whole stream: the header, the stanzas, the close.
    pub(crate) fn stream(&self) -> String {
        [HEADER, &self.stanzas.concat(), "</stream:stream>"].concat()
    }
}

/// All of them, in the order of the table.
pub(crate) fn all() -> Vec<Kind> {
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
        stanzas: mix().cycle().take(64).collect(),
    });
    kinds.extend(huge());
    kinds.push(bulk());
    kinds
}

const SHORT: [(&str, &str); 8] = [
    ("short chat", include_str!("short_chat.xml")),
    ("group chat", include_str!("group_chat.xml")),
    ("presence", include_str!("presence.xml")),
    ("pubsub event", include_str!("pubsub_event.xml")),
    ("jingle", include_str!("jingle.xml")),
    ("error", include_str!("error.xml")),
    ("stream features", include_str!("features.xml")),
    ("nested archive result", include_str!("mam_result.xml")),
];
const DISCO_INFO: &str = include_str!("disco_info.xml");

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

/// Single texts and tags.
fn huge() -> Vec<Kind> {
    let filling = |bytes: usize| "russet ".repeat(bytes / 7);
    let text = |bytes: usize| format!("<message><body>{}</body></message>", filling(bytes));
    let tag = |bytes: usize| format!("<message id='{}'/>", filling(bytes));
    vec![
        kind("text of 20 kB", Class::Huge, 1, &text(20_000)),
        kind("text of 240 kB", Class::Huge, 1, &text(240_000)),
        kind("tag of 20 kB", Class::Huge, 1, &tag(20_000)),
        kind("tag of 240 kB", Class::Huge, 1, &tag(240_000)),
    ]
}

/// 8 MB of everything.
fn bulk() -> Kind {
    const SIZE: usize = 8_000_000;
    let mut stanzas = Vec::new();
    let mut size = 0;
    let more = [roster(), long_chat(), form()];
    for (number, stanza) in mix().enumerate() {
        if size >= SIZE {
            break;
        }
        let stanza = match number % 100 {
            rare @ (7 | 33 | 71) => more[rare % 3].clone(),
            _ => stanza,
        };
        size += stanza.len();
        stanzas.push(stanza);
    }
    Kind {
        name: "8 MB stream",
        class: Class::Bulk,
        stanzas,
    }
}
