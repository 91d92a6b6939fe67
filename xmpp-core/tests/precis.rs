//! The profiles of RFC 8265 and RFC 8266 by their examples, and their rules one by one.

use proptest::prelude::*;
use std::borrow::Cow;
use xmpp_core::precis::{
    CharacterRule, PrecisError, nickname, nickname_for_comparison, opaque_string,
    username_case_mapped, username_case_preserved,
};

fn refused(character: char, rule: CharacterRule) -> Result<Cow<'static, str>, PrecisError> {
    Err(PrecisError::Character { character, rule })
}

/// RFC 8265 §3.6, tables 1 and 2.
#[test]
fn userparts_of_rfc8265() {
    for (number, userpart, expected) in [
        (1, "juliet@example.com", "juliet@example.com"),
        (2, "fussball", "fussball"),
        (3, "fu\u{DF}ball", "fu\u{DF}ball"),
        (4, "\u{3C0}", "\u{3C0}"),
        (5, "\u{3A3}", "\u{3C3}"),
        (6, "\u{3C3}", "\u{3C3}"),
        (7, "\u{3C2}", "\u{3C2}"),
    ] {
        assert_eq!(
            username_case_mapped(userpart).as_deref(),
            Ok(expected),
            "example {number}"
        );
        assert_eq!(
            username_case_preserved(userpart).as_deref(),
            Ok(userpart),
            "example {number}"
        );
    }
    for (number, userpart, expected) in [
        (8, "foo bar", refused(' ', CharacterRule::Space)),
        (9, "", Err(PrecisError::Empty)),
        (
            10,
            "henry\u{2163}",
            refused('\u{2163}', CharacterRule::Compatibility),
        ),
        (11, "\u{221E}", refused('\u{221E}', CharacterRule::Symbol)),
    ] {
        assert_eq!(username_case_mapped(userpart), expected, "example {number}");
        assert_eq!(
            username_case_preserved(userpart),
            expected,
            "example {number}"
        );
    }
}

/// RFC 8265 §4.3, tables 3 and 4.
#[test]
fn passwords_of_rfc8265() {
    for (number, password, expected) in [
        (
            12,
            "correct horse battery staple",
            "correct horse battery staple",
        ),
        (
            13,
            "Correct Horse Battery Staple",
            "Correct Horse Battery Staple",
        ),
        (14, "\u{3C0}\u{DF}\u{E5}", "\u{3C0}\u{DF}\u{E5}"),
        (15, "Jack of \u{2666}s", "Jack of \u{2666}s"),
        (16, "foo\u{1680}bar", "foo bar"),
    ] {
        assert_eq!(
            opaque_string(password).as_deref(),
            Ok(expected),
            "example {number}"
        );
    }
    assert_eq!(opaque_string(""), Err(PrecisError::Empty), "example 17");
    assert_eq!(
        opaque_string("my cat is a \tby"),
        refused('\t', CharacterRule::Control),
        "example 18"
    );
}

/// RFC 8266 §3, table 1.
#[test]
fn nicknames_of_rfc8266() {
    for (number, name, expected) in [
        (1, "Foo", "foo"),
        (2, "foo", "foo"),
        (3, "Foo Bar", "foo bar"),
        (4, "foo bar", "foo bar"),
        (5, "\u{3A3}", "\u{3C3}"),
        (6, "\u{3C3}", "\u{3C3}"),
        (7, "\u{3C2}", "\u{3C2}"),
        (8, "\u{3D4}", "\u{3CB}"),
        (9, "\u{221E}", "\u{221E}"),
        (10, "Richard \u{2163}", "richard iv"),
    ] {
        assert_eq!(
            nickname_for_comparison(name).as_deref(),
            Ok(expected),
            "example {number}"
        );
    }
    // enforcement keeps the case (§2.3) and tidies spaces (§2.1)
    assert_eq!(nickname("  St\u{A0} Peter ").as_deref(), Ok("St Peter"));
    assert_eq!(nickname("Richard \u{2163}").as_deref(), Ok("Richard IV"));
    assert_eq!(nickname(" \u{3000} "), Err(PrecisError::Empty));
}

/// RFC 8265 §3.3.1: width, case, NFC; §3.3.2: the class is asked before case is mapped and after width is.
#[test]
fn usernames_are_mapped_in_the_order_of_the_rfc() {
    for (typed, expected) in [
        ("\u{FF2A}\u{FF35}\u{FF2C}", "jul"),
        ("\u{FF76}\u{FF9E}", "\u{30AC}"),
        ("E\u{301}", "\u{E9}"),
        ("\u{130}", "i\u{307}"),
        ("\u{1E9E}", "\u{DF}"),
    ] {
        assert_eq!(
            username_case_mapped(typed).as_deref(),
            Ok(expected),
            "{typed}"
        );
    }
    // lower case would be allowed: the kelvin sign, and a title case letter
    assert_eq!(
        username_case_mapped("\u{212A}"),
        refused('\u{212A}', CharacterRule::Compatibility)
    );
    assert_eq!(
        username_case_mapped("\u{1F88}"),
        refused('\u{1F88}', CharacterRule::UnusualLetter)
    );
    assert_eq!(
        username_case_mapped("\u{FF01}\u{3000}"),
        refused(' ', CharacterRule::Space)
    );
}

/// RFC 5892 appendix A, rule by rule: what allows the character, and what does not.
#[test]
fn characters_that_need_neighbours() {
    for (allowed, character, not) in [
        // A.1: U+200C after a virama, or between letters that would join
        ("\u{915}\u{94D}\u{200C}\u{937}", '\u{200C}', "a\u{200C}b"),
        (
            "\u{628}\u{64B}\u{200C}\u{64B}\u{628}",
            '\u{200C}',
            "\u{627}\u{200C}\u{628}",
        ),
        // A.2: U+200D after a virama
        (
            "\u{915}\u{94D}\u{200D}\u{937}",
            '\u{200D}',
            "\u{915}\u{200D}",
        ),
        // A.3 to A.6
        ("l\u{B7}l", '\u{B7}', "l\u{B7}a"),
        ("\u{375}\u{3B1}", '\u{375}', "\u{375}a"),
        ("\u{5D0}\u{5F3}", '\u{5F3}', "\u{5F3}\u{5D0}"),
        ("\u{5D0}\u{5F4}\u{5D1}", '\u{5F4}', "\u{5F4}\u{5D0}"),
        // A.7: with Hiragana, Katakana or Han anywhere
        ("\u{30FB}\u{3042}", '\u{30FB}', "\u{30FB}a"),
        ("a\u{30FB}\u{6F22}", '\u{30FB}', "\u{30FB}"),
        // A.8, A.9: one kind of digits
        ("\u{661}\u{662}", '\u{661}', "\u{661}\u{6F2}"),
        ("\u{6F1}\u{6F2}", '\u{6F1}', "\u{6F1}\u{662}"),
    ] {
        // a password has no direction, a name of digits or marks alone does
        assert_eq!(
            opaque_string(allowed).as_deref(),
            Ok(allowed),
            "{allowed:?}"
        );
        assert_eq!(
            opaque_string(not),
            refused(character, CharacterRule::Context),
            "{not:?}"
        );
    }
}

/// Text with very many of such characters is judged at once: nothing is looked up again for each.
#[test]
fn many_characters_that_need_neighbours_cost_little() {
    let digits = "\u{661}".repeat(200_000);
    assert!(opaque_string(&digits).is_ok());
    let joiners = format!("\u{628}{}", "\u{64B}".repeat(200_000) + "\u{200C}");
    assert!(opaque_string(&joiners).is_err());
    let sigmas = "\u{3A3}'".repeat(100_000);
    assert!(nickname_for_comparison(&sigmas).is_ok());
}

/// RFC 5893 §2, condition by condition.
#[test]
fn names_keep_the_bidi_rule() {
    let direction = Err(PrecisError::Direction);
    for name in [
        "\u{5D0}1",
        "\u{5D0}\u{5B0}",
        "\u{627}\u{661}",
        "\u{5D0}-\u{5D1}",
        "a1",
        "1a",
    ] {
        assert_eq!(username_case_mapped(name).as_deref(), Ok(name), "{name}");
    }
    assert_eq!(
        username_case_mapped("1\u{5D0}"),
        direction,
        "condition 1: begins with a digit"
    );
    assert_eq!(
        username_case_mapped("\u{5D0}a"),
        direction,
        "condition 2: a letter of the other direction"
    );
    assert_eq!(
        username_case_mapped("\u{5D0}-"),
        direction,
        "condition 3: ends with a hyphen"
    );
    assert_eq!(
        username_case_mapped("\u{627}1\u{661}"),
        direction,
        "condition 4: both kinds of digits"
    );
    assert_eq!(
        username_case_mapped("a\u{5D0}"),
        direction,
        "condition 5: a letter of the other direction"
    );
}

/// What is in its final form is not copied.
#[test]
fn what_needs_no_mapping_is_borrowed() {
    for text in [
        "juliet",
        "\u{3C0}",
        "\u{915}\u{94D}\u{937}",
        "\u{D55C}\u{AD6D}",
        "jos\u{E9}",
    ] {
        assert!(
            matches!(username_case_mapped(text), Ok(Cow::Borrowed(_))),
            "{text}"
        );
        assert!(
            matches!(opaque_string(text), Ok(Cow::Borrowed(_))),
            "{text}"
        );
        assert!(matches!(nickname(text), Ok(Cow::Borrowed(_))), "{text}");
    }
}

proptest! {
    /// RFC 8265 §5, RFC 8266 §2.1: characters that map, combine, join and change direction, in any order.
    #[test]
    fn results_are_their_own_results(
        text in proptest::collection::vec(
            prop_oneof![
                any::<char>(),
                proptest::sample::select(
                    "a\u{3A3}\u{130}\u{13A0}\u{AB70}\u{FF21}\u{FF76}\u{FF9E}\u{301}\u{308}\u{345}\u{3D4}\u{1F88}\u{5D0}\u{627}\u{660}\u{6F0}\
                     \u{200C}\u{200D}\u{94D}\u{B7}l\u{30FB}\u{3042}\u{1680}\u{3000} \u{212A}\u{2163}\u{1100}\u{AC00}\u{11A8}'"
                        .chars().collect::<Vec<_>>()
                ),
            ],
            0..12,
        )
    ) {
        let text: String = text.into_iter().collect();
        for profile in [username_case_mapped, username_case_preserved, opaque_string, nickname, nickname_for_comparison] {
            if let Ok(once) = profile(&text) {
                let again = profile(&once);
                prop_assert_eq!(again.as_deref(), Ok(&*once));
            }
        }
    }
}
