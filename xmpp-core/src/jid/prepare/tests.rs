//! Preparation, part by part.

use super::{ascii, local, parse_parts, resource};
use crate::jid::{CharacterRule, LabelRule, Part};
use crate::precis::{opaque_string, username_case_mapped};
use crate::{Jid, JidCow, JidError, JidRef};
use std::borrow::Cow;

/// The address in prepared form, or why there is none.
fn prepared(text: &str) -> Result<String, JidError> {
    text.parse::<Jid>().map(|jid| jid.to_string())
}

fn refusal(text: &str) -> JidError {
    prepared(text).expect_err("no address")
}

fn character(part: Part, character: char, rule: CharacterRule) -> JidError {
    JidError::Character {
        part,
        character,
        rule,
    }
}

/// Localpart, domainpart and resourcepart, `-` where there is none.
fn parts(text: &str) -> [String; 3] {
    let jid: Jid = text.parse().expect("an address");
    [jid.local(), Some(jid.domain()), jid.resource()].map(|part| part.unwrap_or("-").to_owned())
}

#[test]
fn valid_addresses_of_rfc7622_3_5() {
    const DOMAIN: &str = "example.com";
    for (text, expected) in [
        ("juliet@example.com", ["juliet", DOMAIN, "-"]),
        ("juliet@example.com/foo", ["juliet", DOMAIN, "foo"]),
        ("juliet@example.com/foo bar", ["juliet", DOMAIN, "foo bar"]),
        ("juliet@example.com/foo@bar", ["juliet", DOMAIN, "foo@bar"]),
        ("foo\\20bar@example.com", ["foo\\20bar", DOMAIN, "-"]),
        ("fussball@example.com", ["fussball", DOMAIN, "-"]),
        ("fu\u{DF}ball@example.com", ["fu\u{DF}ball", DOMAIN, "-"]),
        ("\u{3C0}@example.com", ["\u{3C0}", DOMAIN, "-"]),
        ("\u{3A3}@example.com/foo", ["\u{3C3}", DOMAIN, "foo"]),
        ("\u{3C3}@example.com/foo", ["\u{3C3}", DOMAIN, "foo"]),
        ("\u{3C2}@example.com/foo", ["\u{3C2}", DOMAIN, "foo"]),
        ("king@example.com/\u{265A}", ["king", DOMAIN, "\u{265A}"]),
        ("example.com", ["-", DOMAIN, "-"]),
        ("example.com/foobar", ["-", DOMAIN, "foobar"]),
        (
            "a.example.com/b@example.net",
            ["-", "a.example.com", "b@example.net"],
        ),
        // erratum 4560: OpaqueString allows the space that the RFC lists as invalid
        ("juliet@example.com/ foo", ["juliet", DOMAIN, " foo"]),
    ] {
        assert_eq!(parts(text), expected, "{text}");
    }
}

#[test]
fn invalid_addresses_of_rfc7622_3_5() {
    use CharacterRule::{Compatibility, Excluded, Space, Symbol};
    let local = |at, rule| character(Part::Local, at, rule);
    let empty = |part| JidError::Empty { part };
    for (text, error) in [
        ("\"juliet\"@example.com", local('"', Excluded)),
        ("foo bar@example.com", local(' ', Space)),
        ("@example.com/", empty(Part::Local)),
        (
            "henry\u{2163}@example.com",
            local('\u{2163}', Compatibility),
        ),
        ("\u{265A}@example.com", local('\u{265A}', Symbol)),
        ("juliet@", empty(Part::Domain)),
        ("/foobar", empty(Part::Domain)),
    ] {
        assert_eq!(refusal(text), error, "{text}");
    }
}

#[test]
fn separators_are_matched_before_mapping_rfc7622_3_1() {
    assert_eq!(
        refusal("a\u{FF20}b@example.com"),
        character(Part::Local, '@', CharacterRule::Excluded)
    );
    assert_eq!(
        refusal("example.com\u{FF0F}a"),
        character(Part::Domain, '/', CharacterRule::NotInDomainNames)
    );
    assert_eq!(
        refusal("a@b@c"),
        character(Part::Domain, '@', CharacterRule::NotInDomainNames)
    );
}

#[test]
fn every_ascii_character_is_allowed_or_refused_as_the_rfc_says() {
    for byte in 0..=127_u8 {
        let at = char::from(byte);
        let is_local = at.is_ascii_graphic() && !"\"&'/:<>@".contains(at);
        let local = Jid::from_parts(Some(&format!("a{at}b")), "example.com", None);
        assert_eq!(local.is_ok(), is_local, "localpart {at:?}");

        let is_domain = at.is_ascii_alphanumeric() || at == '-' || at == '.';
        let domain = Jid::from_parts(None, &format!("a{at}b"), None);
        assert_eq!(domain.is_ok(), is_domain, "domainpart {at:?}");

        let resource = Jid::from_parts(None, "example.com", Some(&at.to_string()));
        assert_eq!(
            resource.is_ok(),
            !at.is_ascii_control(),
            "resourcepart {at:?}"
        );
    }
}

#[test]
fn localpart_and_domainpart_are_mapped_to_lower_case_the_resourcepart_is_not() {
    assert_eq!(
        prepared("JULIET@Example.COM/Balcony").unwrap(),
        "juliet@example.com/Balcony"
    );
    assert_eq!(
        prepared("\u{C9}TOILE@B\u{DC}CHER.example").unwrap(),
        "\u{E9}toile@b\u{FC}cher.example"
    );
    assert_eq!(
        prepared("\u{FF2A}uliet@\u{FF25}xample\u{3002}com").unwrap(),
        "juliet@example.com"
    );
}

#[test]
fn one_final_dot_is_dropped_rfc7622_3_2() {
    assert_eq!(
        prepared("juliet@example.com./foo").unwrap(),
        "juliet@example.com/foo"
    );
    assert_eq!(prepared("example.com.").unwrap(), "example.com");
    assert_eq!(
        refusal("example.com.."),
        JidError::Label {
            rule: LabelRule::Empty
        }
    );
    assert_eq!(refusal("."), JidError::Empty { part: Part::Domain });
}

#[test]
fn domain_labels_follow_rfc5890_2_3_1() {
    let label = |rule| JidError::Label { rule };
    let long = "a".repeat(64);
    assert_eq!(refusal("-a.example"), label(LabelRule::Hyphen));
    assert_eq!(refusal("a-.example"), label(LabelRule::Hyphen));
    assert_eq!(refusal("a..example"), label(LabelRule::Empty));
    assert_eq!(refusal(".example"), label(LabelRule::Empty));
    assert_eq!(refusal("ab--c.example"), label(LabelRule::Reserved));
    assert_eq!(refusal(&long), label(LabelRule::TooLong));
    assert_eq!(prepared(&long[1..]).unwrap(), long[1..]);
    assert_eq!(
        prepared("XN--bcher-kva.example").unwrap(),
        "b\u{FC}cher.example"
    );
    assert_eq!(prepared("a-b--c.example").unwrap(), "a-b--c.example");
    assert_eq!(
        refusal("my_host"),
        character(Part::Domain, '_', CharacterRule::NotInDomainNames)
    );
}

#[test]
fn ip_addresses_are_domainparts_rfc7622_3_2() {
    assert_eq!(prepared("a@192.0.2.1/r").unwrap(), "a@192.0.2.1/r");
    assert_eq!(prepared("a@[2001:DB8::A]/r").unwrap(), "a@[2001:db8::a]/r");
    assert_eq!(prepared("[::1].").unwrap(), "[::1]");
    assert_eq!(prepared("[FE80::1%25En1]").unwrap(), "[fe80::1%25En1]");
    assert_eq!(prepared("[fe80::1%25a%2Fb]").unwrap(), "[fe80::1%25a%2Fb]");
    for text in [
        "[",
        "[]",
        "[::1",
        "[::1]a",
        "[1.2.3.4]",
        "[fe80::1%25]",
        "[fe80::1%en]",
        "[::1%25a%2]",
    ] {
        assert_eq!(refusal(text), JidError::Literal, "{text}");
    }
}

#[test]
fn parts_have_1_to_1023_octets_after_mapping_rfc7622_3_1() {
    let octets = |part, octets| JidError::TooLong { part, octets };
    let (fits, too_long) = ("a".repeat(1023), "a".repeat(1024));
    let domain = ["a".repeat(60).as_str(); 17].join(".");
    assert!(Jid::from_parts(Some(&fits), "b.example", Some(&fits)).is_ok());
    assert_eq!(
        refusal(&format!("{too_long}@b.example")),
        octets(Part::Local, 1024)
    );
    assert_eq!(
        refusal(&format!("b.example/{too_long}")),
        octets(Part::Resource, 1024)
    );
    assert_eq!(refusal(&domain), octets(Part::Domain, 1036));
    // three octets each before mapping, one after
    let wide = "\u{FF21}".repeat(1023);
    assert_eq!(
        Jid::from_parts(Some(&wide), "b.example", None)
            .unwrap()
            .local(),
        Some(&*fits)
    );
}

#[test]
fn resourcepart_spaces_become_u0020_and_the_invisible_is_refused() {
    use CharacterRule::{Control, Disallowed, Ignorable};
    assert_eq!(prepared("a@b/x\u{A0}y\u{3000}z").unwrap(), "a@b/x y z");
    assert_eq!(
        prepared("a@b/\u{FF21}\u{2163}").unwrap(),
        "a@b/\u{FF21}\u{2163}"
    );
    for (at, rule) in [
        ('\0', Control),
        ('\n', Control),
        ('\u{7F}', Control),
        ('\u{85}', Control),
        ('\u{200B}', Ignorable),
        ('\u{202E}', Ignorable),
        ('\u{FEFF}', Ignorable),
        ('\u{2028}', Disallowed),
        ('\u{E000}', Disallowed),
        ('\u{FFFF}', Disallowed),
        ('\u{10FFFE}', Disallowed),
    ] {
        assert_eq!(
            refusal(&format!("a@b/{at}")),
            character(Part::Resource, at, rule)
        );
    }
}

#[test]
fn prepared_text_is_borrowed() {
    for text in [
        "juliet@example.com",
        "example.com/foo bar",
        "\u{3C0}@b\u{FC}cher.example/\u{265A}",
        "[::1]",
    ] {
        assert!(
            matches!(JidRef::parse(text), Ok(JidCow::Borrowed(_))),
            "{text}"
        );
    }
    for text in ["Juliet@example.com", "example.com./foo"] {
        assert!(
            matches!(JidRef::parse(text), Ok(JidCow::Owned(_))),
            "{text}"
        );
    }
}

/// The short way for ASCII agrees with the long one.
#[test]
fn the_short_way_takes_only_what_the_long_way_borrows() {
    let alphabet = ["a", "\u{FC}", "-", ".", "@", "/", "[", "A", " "];
    let mut texts = vec![String::new()];
    for _ in 0..6 {
        let longer = |text: &String| alphabet.map(|at| format!("{text}{at}"));
        texts = texts.iter().flat_map(longer).collect();
        for text in &texts {
            let Some(short) = ascii::offsets(text) else {
                continue;
            };
            let long = parse_parts(text).unwrap();
            assert!(long.is_all_of(text), "{text}");
            let (short, long) = (short, long.offsets());
            assert_eq!(
                (short.domain, short.resource),
                (long.domain, long.resource),
                "{text}"
            );
        }
    }
}

/// A part is what its profile makes of it, and borrowed where that is, for every character: also where no profile is asked.
#[test]
fn parts_are_what_their_profiles_say_for_every_character() {
    type Prepared<'a> = Result<Cow<'a, str>, JidError>;
    let same = |part: Prepared<'_>, asked: Prepared<'_>, text: &str| {
        assert_eq!(part, asked, "{text:?}");
        let is_borrowed = |part: Prepared<'_>| matches!(part, Ok(Cow::Borrowed(_)));
        assert_eq!(is_borrowed(part), is_borrowed(asked), "{text:?}");
    };
    for at in '\0'..=char::MAX {
        let hebrew = format!("\u{5D0}{at}\u{5D1}");
        for text in [format!("a{at}1"), format!("l{at}l"), hebrew] {
            let asked = match username_case_mapped(&text) {
                Ok(mapped) => match mapped.chars().find(|&at| "\"&'/:<>@".contains(at)) {
                    Some(at) => Err(character(Part::Local, at, CharacterRule::Excluded)),
                    None => Ok(mapped),
                },
                Err(error) => Err(JidError::of(Part::Local, error)),
            };
            same(local::prepare(&text), asked, &text);
            let asked = opaque_string(&text);
            let asked = asked.map_err(|error| JidError::of(Part::Resource, error));
            same(resource::prepare(&text), asked, &text);
        }
    }
}

/// Usual addresses are seen at a glance wherever their parts begin and end, and one wrong byte anywhere is seen too.
#[test]
fn usual_addresses_are_seen_at_a_glance() {
    for (local, domain, resource) in [
        (1, 1, 1),
        (3, 9, 4),
        (7, 20, 0),
        (16, 31, 15),
        (0, 17, 30),
        (20, 30, 12),
    ] {
        let label = |length: usize| "abc1".chars().cycle().take(length).collect::<String>();
        let at = if local > 0 { "@" } else { "" };
        let slash = if resource > 0 { "/" } else { "" };
        let text = [&label(local), at, &label(domain), slash, &label(resource)].concat();
        let seen = ascii::offsets(&text).expect(&text);
        let long = parse_parts(&text).unwrap().offsets();
        assert_eq!(
            (seen.domain, seen.resource),
            (long.domain, long.resource),
            "{text}"
        );
        let bare = local + at.len() + domain;
        for place in 0..text.len() {
            let mut other = text.clone().into_bytes();
            other[place] = if place < bare { b' ' } else { 0x7F };
            let other = String::from_utf8(other).unwrap();
            assert!(ascii::offsets(&other).is_none(), "{other:?}");
        }
    }
    let longest = ["a", &".b".repeat(31), "/"].concat();
    assert!(
        ascii::offsets(&longest).is_none(),
        "the resourcepart is empty"
    );
    assert!(
        ascii::offsets(&[&longest, "c"].concat()).is_none(),
        "it is longer than a glance"
    );
}

#[test]
fn errors_say_which_part_and_character() {
    let error = refusal("a'b@example.com");
    assert_eq!((error.part(), error.character()), (Part::Local, Some('\'')));
    assert_eq!(
        error.to_string(),
        "the localpart holds '\\'' (U+0027), which RFC 7622 excludes there"
    );
    assert_eq!(refusal("a@b/").to_string(), "the resourcepart is empty");
}

/// A-labels are converted to U-labels (RFC 7622 §3.2.1), by a round trip (RFC 5891 §5.4).
#[test]
fn a_labels_become_the_u_labels_that_they_stand_for() {
    let label = |rule| JidError::Label { rule };
    assert_eq!(
        prepared("xn--strae-oqa.xn--p1ai").unwrap(),
        "stra\u{DF}e.\u{440}\u{444}"
    );
    assert_eq!(
        prepared("xn--strae-oqa").unwrap(),
        prepared("STRA\u{1E9E}E").unwrap()
    );
    for text in [
        "xn--",         // nothing
        "xn--z",        // ends within a number
        "xn--abc-",     // no number
        "xn--99999999", // beyond Unicode
        "xn--example-", // ASCII, which needs no encoding
        "xn--strasse-", //
        "xn--e-xbb",    // e and a combining accent: not in NFC
    ] {
        assert_eq!(refusal(text), label(LabelRule::Encoding), "{text}");
    }
    // what they encode is judged as if it stood there: a snowman, a capital letter
    assert_eq!(
        refusal("xn--a-gea"),
        character(Part::Domain, '\u{C9}', CharacterRule::NotInDomainNames)
    );
    assert_eq!(
        refusal("xn--n3h.example"),
        character(Part::Domain, '\u{2603}', CharacterRule::Symbol)
    );
    assert_eq!(
        refusal(&format!("xn--{}-kva", "a".repeat(60))),
        label(LabelRule::TooLong)
    );
    assert_eq!(refusal("xn--\u{FC}"), label(LabelRule::Reserved));
}

/// A label has 63 octets in DNS, whatever it has in UTF-8 (RFC 5890 §2.3.2.1, RFC 1034 §3.1).
#[test]
fn u_labels_are_measured_as_a_labels() {
    let label = |count| "\u{FC}".repeat(count);
    assert!(prepared(&label(50)).is_ok());
    assert_eq!(
        refusal(&label(80)),
        JidError::Label {
            rule: LabelRule::TooLong
        }
    );
    assert_eq!(
        refusal(&label(100_000)),
        JidError::Label {
            rule: LabelRule::TooLong
        }
    );
}

/// RFC 5891 §4.2.3.2 and RFC 5893 §1.4: one right-to-left label makes a Bidi domain name, whose labels all keep the Bidi Rule.
#[test]
fn domain_names_keep_the_rules_of_marks_context_and_direction() {
    let direction = JidError::Direction { part: Part::Domain };
    let context = |at| character(Part::Domain, at, CharacterRule::Context);
    assert_eq!(
        refusal("\u{301}a.example"),
        JidError::Label {
            rule: LabelRule::Mark
        }
    );
    assert_eq!(
        prepared("\u{5D0}\u{5D1}.example").unwrap(),
        "\u{5D0}\u{5D1}.example"
    );
    assert_eq!(refusal("\u{5D0}\u{5D1}.3com"), direction);
    assert_eq!(prepared("3com.example").unwrap(), "3com.example");
    assert_eq!(refusal("\u{5D0}a\u{5D1}.example"), direction);
    assert_eq!(refusal("a\u{B7}b"), context('\u{B7}'));
    assert_eq!(prepared("paral\u{B7}lel").unwrap(), "paral\u{B7}lel");
    assert_eq!(refusal("\u{30FB}"), context('\u{30FB}'));
    assert_eq!(
        prepared("\u{30A2}\u{30FB}\u{30A4}").unwrap(),
        "\u{30A2}\u{30FB}\u{30A4}"
    );
}

/// RFC 5895 §2: lower case, width, NFC, and the ideographic full stop.
#[test]
fn domain_names_are_mapped_as_people_type_them() {
    for (typed, expected) in [
        ("B\u{DC}CHER.Example", "b\u{FC}cher.example"),
        ("bu\u{308}cher.example", "b\u{FC}cher.example"),
        (
            "\u{4F8B}\u{3048}\u{3002}\u{30C6}\u{30B9}\u{30C8}\u{3002}",
            "\u{4F8B}\u{3048}.\u{30C6}\u{30B9}\u{30C8}",
        ),
        (
            "\u{FF83}\u{FF7D}\u{FF84}\u{FF0E}jp",
            "\u{30C6}\u{30B9}\u{30C8}.jp",
        ),
        ("\u{39F}\u{3A3}.gr", "\u{3BF}\u{3C3}.gr"), // one character at a time, as UTS 46
        ("\u{3BF}\u{3C2}.gr", "\u{3BF}\u{3C2}.gr"),
        ("\u{AB70}\u{13F8}", "\u{13A0}\u{13F0}"), // IDNA2008 knows the capital letters of Cherokee only
        ("\u{130}.tr", "i\u{307}.tr"),
    ] {
        assert_eq!(prepared(typed).as_deref(), Ok(expected), "{typed}");
        assert_eq!(prepared(expected).as_deref(), Ok(expected), "{expected}");
    }
    // compatibility characters are no letters of IDNA2008, and RFC 5895 does not map them
    assert_eq!(
        refusal("\u{FB01}sh.example"),
        character(Part::Domain, '\u{FB01}', CharacterRule::Compatibility)
    );
}

/// RFC 8265 §3.3 in localparts, §4.2 in resourceparts.
#[test]
fn parts_are_normalized_and_keep_the_rules_of_context_and_direction() {
    for (typed, expected) in [
        ("Jose\u{301}@b", "jos\u{E9}@b"),
        (
            "\u{39F}\u{394}\u{3A5}\u{3A3}\u{3A3}\u{395}\u{3A5}\u{3A3}@b",
            "\u{3BF}\u{3B4}\u{3C5}\u{3C3}\u{3C3}\u{3B5}\u{3C5}\u{3C2}@b",
        ),
        ("PARAL\u{B7}LEL@b", "paral\u{B7}lel@b"),
        ("\u{13A0}\u{13F0}@b", "\u{AB70}\u{13F8}@b"),
        ("\u{FF83}\u{FF9E}@b", "\u{30C7}@b"),
        ("a@b/e\u{301}", "a@b/\u{E9}"),
        ("a@b/\u{5D0}a", "a@b/\u{5D0}a"),
        ("a@b/\u{1FAE8}", "a@b/\u{1FAE8}"), // Unicode 15
    ] {
        assert_eq!(prepared(typed).as_deref(), Ok(expected), "{typed}");
        assert_eq!(prepared(expected).as_deref(), Ok(expected), "{expected}");
    }
    let direction = JidError::Direction { part: Part::Local };
    assert_eq!(refusal("\u{5D0}a@b"), direction);
    assert_eq!(refusal("1\u{5D0}@b"), direction);
    assert_eq!(
        refusal("a\u{B7}b@b"),
        character(Part::Local, '\u{B7}', CharacterRule::Context)
    );
    assert_eq!(
        refusal("a@b/a\u{200D}"),
        character(Part::Resource, '\u{200D}', CharacterRule::Context)
    );
    assert_eq!(
        refusal("\u{378}@b"),
        character(Part::Local, '\u{378}', CharacterRule::Unassigned)
    );
    assert_eq!(
        refusal("\u{1100}@b"),
        character(Part::Local, '\u{1100}', CharacterRule::Jamo)
    );
}

/// Preparing a prepared part changes nothing, for every character of Unicode.
#[test]
fn preparing_is_idempotent_for_every_character() {
    for at in '\0'..=char::MAX {
        let mut buffer = [0; 4];
        let text = &*at.encode_utf8(&mut buffer);
        for (local, domain, resource) in [
            (Some(text), "b", None),
            (None, text, None),
            (None, "b", Some(text)),
        ] {
            let Ok(once) = Jid::from_parts(local, domain, resource) else {
                continue;
            };
            assert_eq!(once.as_str().parse::<Jid>().as_ref(), Ok(&once), "{at:?}");
        }
    }
}
