//! What is read and written: stanzas of each kind, in texts of our own.
//!
//! No two stanzas of a kind are alike, as on a server: they differ in addresses, ids, texts, in the order of attributes, in
//! what is optional. Some hundreds of them are needed: a processor predicts branches by those before, and what comes again soon
//! it knows by heart, so that sixty copies of a stanza are read without a wrong guess, which no server ever sees.
//! Of short kinds there are [`MOST`], of longer ones [`BYTES`]: more than any predictor holds, and little enough to stay in
//! the second cache, since what is measured is not the memory. They are the same in every run.

mod copies;
mod lists;
mod random;
mod varied;
mod words;

use random::Random;

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

/// Which stanzas a kind is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stanzas {
    /// No two alike.
    Varied,
    /// One, again and again.
    Copies,
}

impl Stanzas {
    /// As it is recorded.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Varied => "varied",
            Self::Copies => "copies",
        }
    }
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

/// Those with this in their name, in the order of the table.
pub(crate) fn of(stanzas: Stanzas, part: &str) -> Vec<Kind> {
    let mut kinds = match stanzas {
        Stanzas::Varied => varied(part),
        Stanzas::Copies => copies::kinds(),
    };
    kinds.extend(huge());
    kinds.retain(|kind| kind.name.contains(part));
    if BULK.contains(part) {
        kinds.push(match stanzas {
            Stanzas::Varied => bulk(everything(&mut Random::new(SEED))),
            Stanzas::Copies => bulk(copies::everything()),
        });
    }
    kinds
}

/// Makes one stanza of a kind.
type Make = fn(&mut Random) -> String;

/// As many stanzas of a short kind as there are.
const MOST: usize = 1000;

/// About the bytes of a kind of longer stanzas.
const BYTES: usize = 256 * 1024;

const SEED: u64 = 20_261_130;

const KINDS: [(&str, Class, Make); 13] = [
    ("short chat", Class::Short, varied::short_chat),
    ("long chat", Class::LongText, lists::long_chat),
    ("group chat", Class::Short, varied::group_chat),
    ("presence", Class::Short, varied::presence),
    ("pubsub event", Class::Short, varied::pubsub_event),
    ("jingle", Class::Short, varied::jingle),
    ("error", Class::Short, varied::error),
    ("stream features", Class::Short, varied::features),
    ("nested archive result", Class::Short, varied::archived),
    ("form of 20 fields", Class::List, lists::form),
    ("disco#info", Class::List, lists::disco_info),
    ("roster of 200", Class::List, lists::roster),
    ("mix", Class::Mix, mixed),
];

fn varied(part: &str) -> Vec<Kind> {
    let kind = |(name, class, make): (&'static str, Class, Make)| {
        let (mut random, mut stanzas, mut size) = (Random::new(SEED), Vec::new(), 0);
        while size < BYTES && stanzas.len() < MOST {
            let stanza = make(&mut random);
            size += stanza.len();
            stanzas.push(stanza);
        }
        Kind {
            name,
            class,
            stanzas,
        }
    };
    let wanted = KINDS.into_iter().filter(|(name, ..)| name.contains(part));
    wanted.map(kind).collect()
}

/// What a server sees on a quiet day: chats and presence, now and then something larger.
fn mixed(random: &mut Random) -> String {
    let make = match random.below(14) {
        0..4 => varied::short_chat,
        4..7 => varied::presence,
        7..9 => varied::group_chat,
        9 => varied::pubsub_event,
        10 => varied::archived,
        11 => varied::error,
        12 => varied::jingle,
        _ => lists::disco_info,
    };
    make(random)
}

/// Everything, of which the larger is rare, without an end.
fn everything(random: &mut Random) -> impl Iterator<Item = String> {
    std::iter::repeat_with(|| match random.below(100) {
        0 => lists::roster(random),
        1 => lists::long_chat(random),
        2 => lists::form(random),
        _ => mixed(random),
    })
}

/// Single texts and tags.
fn huge() -> Vec<Kind> {
    let filling = |bytes: usize| "russet ".repeat(bytes / 7);
    let text = |bytes: usize| format!("<message><body>{}</body></message>", filling(bytes));
    let tag = |bytes: usize| format!("<message id='{}'/>", filling(bytes));
    let kind = |name, xml| Kind {
        name,
        class: Class::Huge,
        stanzas: vec![xml],
    };
    vec![
        kind("text of 20 kB", text(20_000)),
        kind("text of 240 kB", text(240_000)),
        kind("tag of 20 kB", tag(20_000)),
        kind("tag of 240 kB", tag(240_000)),
    ]
}

const BULK: &str = "8 MB stream";

/// 8 MB of everything.
fn bulk(everything: impl Iterator<Item = String>) -> Kind {
    const SIZE: usize = 8_000_000;
    let mut size = 0;
    let stanzas = everything
        .take_while(|stanza| {
            let more = size < SIZE;
            size += stanza.len();
            more
        })
        .collect();
    Kind {
        name: BULK,
        class: Class::Bulk,
        stanzas,
    }
}
