//! Names, ids and texts of different lengths.

use super::random::Random;

const LOCALS: &[&str] = &[
    "jo",
    "tamsin",
    "bartholomew",
    "ann.lee",
    "r2",
    "wilhelmina.k",
    "otto",
    "pia",
    "bram",
    "harriet",
    "x",
    "mr.underhill",
    "eve",
    "quentin",
    "lo",
    "abigail.w",
    "the-late-shift",
    "j\u{FC}rgen",
    "\u{43C}\u{430}\u{448}\u{430}",
];
const DOMAINS: &[&str] = &[
    "orchard.example",
    "orchard.example",
    "a.example",
    "xmpp.greenfield.example",
    "im.example.org",
    "chat.hill.example",
];
const RESOURCES: &[&str] = &[
    "desk",
    "phone",
    "Conversations.",
    "b",
    "gajim.",
    "profanity-laptop",
    "Dino.",
    "monal-ios-",
    "poezio",
    "3c1f9be2-7b6e-",
];
const NICKS: &[&str] = &[
    "Bram",
    "tamsin",
    "Old Mill",
    "\u{CB}va",
    "r2d2",
    "J\u{FC}rgen B.",
    "the cider maker",
    "Q",
    "Wilhelmina",
    "\u{68A8}",
];
const WORDS: &[&str] = &[
    "a",
    "I",
    "the",
    "and",
    "we",
    "of",
    "to",
    "in",
    "it",
    "is",
    "you",
    "for",
    "on",
    "are",
    "that",
    "with",
    "late",
    "pick",
    "apples",
    "ladder",
    "press",
    "cider",
    "crates",
    "Friday",
    "tomorrow",
    "bring",
    "mill",
    "again",
    "please",
    "scale",
    "quince",
    "storm",
    "yes",
    "ok",
    "when",
    "where",
    "orchard",
    "neighbours",
    "unfortunately",
    "barrel",
    "wait",
    "north",
    "field",
    "left",
    "russets",
    "because",
    "twenty",
    "early",
    "frost",
    "shall",
    "broken",
    "mend",
    "there",
    "recipe",
    "mother",
    "worked",
    "at",
    "last",
];
const OTHER_WORDS: &[&str] = &[
    "\u{2014}",
    "Gr\u{FC}nwald",
    "\u{C4}pfel",
    "caf\u{E9}",
    "na\u{EF}ve",
    "\u{1F34E}",
    "\u{1F44D}",
    "\u{433}\u{440}\u{443}\u{448}\u{430}",
    "\u{68A8}",
    "\u{2026}",
    "it\u{2019}s",
    "\u{AB}oui\u{BB}",
];
const ESCAPED_WORDS: &[&str] = &[
    "&amp;",
    "&quot;late&quot;",
    "don&apos;t",
    "&lt;3",
    "a &gt; b",
    "&#10;",
    "salt&amp;pepper",
];
const HEX: &[u8; 16] = b"0123456789abcdef";

/// So many letters and digits, as clients make them where they need something unique.
pub(super) fn token(random: &mut Random, length: usize) -> String {
    let digit = |_| char::from(random.one_of(HEX));
    (0..length).map(digit).collect()
}

/// An id, as one of several clients makes it.
pub(super) fn id(random: &mut Random) -> String {
    match random.below(6) {
        0 => format!("{}-{}", token(random, 4), token(random, 4)),
        1 => random.between(1, 9999).to_string(),
        2 => ["purple", &token(random, 6)].concat(),
        3 => token(random, 12),
        4 => format!("{}:sendIQ", random.between(10, 99)),
        _ => format!(
            "{}-{}-4{}",
            token(random, 8),
            token(random, 4),
            token(random, 3)
        ),
    }
}

pub(super) fn domain(random: &mut Random) -> &'static str {
    random.one_of(DOMAINS)
}

pub(super) fn bare(random: &mut Random) -> String {
    let local = random.one_of(LOCALS);
    [local, "@", domain(random)].concat()
}

pub(super) fn full(random: &mut Random) -> String {
    let (bare, resource) = (bare(random), random.one_of(RESOURCES));
    let length = if resource.ends_with(['.', '-']) { 4 } else { 0 };
    [&bare, "/", resource, &token(random, length)].concat()
}

/// A room and somebody in it.
pub(super) fn occupant(random: &mut Random) -> (String, String) {
    let room = random.one_of(&["harvest", "help", "the-long-table", "press-2", "talk"]);
    let room = format!("{room}@rooms.{}", domain(random));
    let occupant = format!("{room}/{}", random.one_of(NICKS));
    (room, occupant)
}

/// A moment, with or without fractions of a second.
pub(super) fn stamp(random: &mut Random) -> String {
    let mut two = |end| random.between(10, end);
    let (day, hour, minute, second) = (two(28), two(23), two(59), two(59));
    let fraction = random.maybe(25, |random| format!(".{}", random.between(100, 999)));
    format!("2026-11-{day}T{hour}:{minute}:{second}{fraction}Z")
}

/// A text of so many words on average, from one to nearly twice as many, most of them English; escaped.
pub(super) fn text(random: &mut Random, mean: usize) -> String {
    let words = random.between(1, 2 * mean - 1);
    let mut text = String::new();
    for _ in 0..words {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(match random.below(100) {
            0..3 => random.one_of(OTHER_WORDS),
            3..5 => random.one_of(ESCAPED_WORDS),
            _ => random.one_of(WORDS),
        });
    }
    text.push_str(random.one_of(&["", "", ".", "?", "!", "..."]));
    text
}
