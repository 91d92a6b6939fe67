//! Lexical spaces and facets, at their edges.

use super::*;
use crate::model::SimpleTypeId;
use crate::model::facet::{Enumeration, Facet, Facets};

fn is_value(builtin: Builtin, text: &str) -> bool {
    check(&Model::default(), Type::Builtin(builtin), text).is_ok()
}

#[track_caller]
fn judge(builtin: Builtin, valid: &[&str], invalid: &[&str]) {
    for text in valid {
        assert!(
            is_value(builtin, text),
            "{text:?} is a value of {builtin:?}"
        );
    }
    for text in invalid {
        assert!(
            !is_value(builtin, text),
            "{text:?} is no value of {builtin:?}"
        );
    }
}

#[test]
fn numbers() {
    judge(
        Builtin::Boolean,
        &["true", " 0\n", "1"],
        &["", "TRUE", "yes", "tr ue"],
    );
    judge(
        Builtin::Byte,
        &["-128", "127", "+5", "-0", "0000127"],
        &["128", "-129", "1.0", "", "-", "١"],
    );
    judge(Builtin::UnsignedByte, &["255", "-0"], &["-1", "256"]);
    judge(
        Builtin::Long,
        &["-9223372036854775808"],
        &["9223372036854775808"],
    );
    judge(
        Builtin::Integer,
        &["99999999999999999999999999"],
        &["1e3", "0x1"],
    );
    judge(Builtin::PositiveInteger, &["1"], &["0", "-1"]);
    judge(
        Builtin::Decimal,
        &["1.", ".5", "-0.50"],
        &[".", "1,5", "1e1", "INF"],
    );
    judge(
        Builtin::Double,
        &["1e-3", "INF", "-INF", "NaN", "1E+400"],
        &["inf", "+INF", "infinity", "nan", "1e", "e1", "1_0"],
    );
}

#[test]
fn binary_data_is_strict() {
    // RFC 6120 §13.9.1: no characters outside the alphabet, padding at the end only, unused bits zero.
    judge(
        Builtin::Base64Binary,
        &["", "AGp1bGll", "Zg==", "Zm8="],
        &[
            "Zg", "Zg=", "=AAA", "BBBB=CCC", "AG p1", "Zh==", "Zm9=", "AG-_", "====", " Zg==",
        ],
    );
    judge(Builtin::MimeBase64, &["Zg\n==", " Zm 8= "], &["Zg", "Z*=="]);
    judge(Builtin::HexBinary, &["", "0fB7"], &["0", "0g", "0x0f"]);
}

#[test]
fn moments() {
    judge(
        Builtin::DateTime,
        &[
            "2002-09-10T23:08:25Z",
            "2002-09-10T23:08:25.123+14:00",
            "-0044-03-15T00:00:00",
            "2000-02-29T24:00:00",
            "12002-01-01T00:00:00Z",
        ],
        &[
            "2002-09-10",
            "1900-02-29T00:00:00Z",
            "2002-13-01T00:00:00Z",
            "2002-09-10T25:00:00Z",
            "2002-09-10T24:00:01Z",
            "0000-01-01T00:00:00",
            "2002-09-10T23:08:25.Z",
            "2002-09-10T23:08:25+14:30",
            "02002-01-01T00:00:00",
            "20020910T23:08:25",
            "2002-09-10T23:08:61Z",
            "é",
        ],
    );
    judge(
        Builtin::Date,
        &["2002-09-10", "2002-09-10Z", "2004-02-29-05:00"],
        &["2002-9-10", "2002-04-31"],
    );
    judge(
        Builtin::Time,
        &["23:08:25", "24:00:00.0"],
        &["23:08", "24:00:00.1", "23:60:00"],
    );
    judge(
        Builtin::Duration,
        &["P1DT12H", "-P1Y2M3DT4H5M6.7S", "PT0S"],
        &[
            "P", "PT", "P1DT", "1D", "P1H", "P1.5D", "PT1S1M", "P1M1Y", "P-1D",
        ],
    );
    judge(Builtin::GMonthDay, &["--02-29"], &["--02-30", "02-29"]);
    judge(
        Builtin::GYearMonth,
        &["2002-09", "-0044-03Z"],
        &["2002-13", "2002"],
    );
    judge(Builtin::GYear, &["2002", "2002+02:00"], &["02", "+2002"]);
    judge(Builtin::GDay, &["---31"], &["---32", "--31"]);
    judge(Builtin::GMonth, &["--12"], &["--13", "--12--"]);
}

#[test]
fn names_and_tags() {
    judge(
        Builtin::Language,
        &["en", "de-CH-1996", ""],
        &["en us", "e1", "en_US", "abcdefghi", "en-"],
    );
    judge(Builtin::NmToken, &["-1:x"], &["", "a b", "a/b"]);
    judge(Builtin::NcName, &["a.b-c"], &["", "a:b", "1a"]);
    judge(Builtin::QName, &["a", "a:b"], &["a:b:c", ":a", "a:"]);
    judge(Builtin::NmTokens, &["a b"], &[""]);
    judge(
        Builtin::AnyUri,
        &[
            "xmpp:juliet@example.com",
            "#fragment",
            "",
            "a b",
            "/a:b",
            "%41",
        ],
        &["1a:b", "%4", "%zz", "a#b#c", ":a"],
    );
}

#[test]
fn addresses() {
    // RFC 7622 §3.5: tables 1 and 2.
    judge(
        Builtin::Jid,
        &[
            "juliet@example.com",
            "juliet@example.com/foo bar",
            "juliet@example.com/foo@bar/baz",
            "foo\\20bar@example.com",
            "fußball@example.com",
            "π@example.com",
            "example.com.",
            "a.example.com/b@example.net",
            "juliet@[2001:db8::1]",
        ],
        &[
            "\"juliet\"@example.com",
            "foo bar@example.com",
            "juliet@example.com/",
            "@example.com/",
            "♚@example.com",
            "juliet@",
            "/foobar",
            "",
            "a@-b.example",
            "a@b..c",
            "a@[::1",
        ],
    );
    judge(
        Builtin::BareJid,
        &["juliet@example.com"],
        &["juliet@example.com/balcony"],
    );
    judge(
        Builtin::FullJid,
        &["juliet@example.com/balcony"],
        &["juliet@example.com"],
    );
    let long = format!("{}@example.com", "a".repeat(1024));
    judge(Builtin::Jid, &[], &[&long]);
    let model = Model::default();
    let fault = check(&model, Type::Builtin(Builtin::Jid), "@example.com").unwrap_err();
    assert_eq!(fault.label(), "the localpart is empty");
    assert_eq!(
        fault.message("@example.com", "jid"),
        "`@example.com` in `jid` is not an address"
    );
}

fn restricted(variety: Variety, facets: Facets) -> Model {
    Model {
        simple_types: vec![SimpleType {
            name: None,
            variety,
            facets,
            final_: crate::model::Ways::NONE,
            doc: None,
            span: Span::default(),
        }],
        ..Model::default()
    }
}

fn facet<T>(value: T) -> Option<Facet<T>> {
    Some(Facet {
        value,
        fixed: false,
        span: Span::default(),
    })
}

const FIRST: Type = Type::Simple(SimpleTypeId(0));

#[test]
fn enumerations_tell_what_was_meant() {
    let values = ["both", "from", "to"].map(|value| Enumeration {
        value: value.into(),
        bindings: crate::model::Bindings::default(),
        doc: None,
        span: Span::default(),
    });
    let facets = Facets {
        enumeration: values.to_vec(),
        ..Facets::default()
    };
    let model = restricted(Variety::Restriction(Type::Builtin(Builtin::String)), facets);
    assert_eq!(check(&model, FIRST, " both "), Ok(()));
    let fault = check(&model, FIRST, "bothh").unwrap_err();
    assert_eq!(fault.rule, Rule::INVALID_VALUE);
    assert_eq!(fault.label(), "expected `both`, `from` or `to`");
    assert_eq!(fault.help("bothh"), "did you mean `both`?");
    assert_eq!(fault.help("subscribed"), "expected `both`, `from` or `to`");
}

#[test]
fn bounds_and_lengths() {
    let facets = Facets {
        min_inclusive: facet("-1.5".into()),
        max_exclusive: facet("10".into()),
        fraction_digits: facet(1),
        ..Facets::default()
    };
    let model = restricted(
        Variety::Restriction(Type::Builtin(Builtin::Decimal)),
        facets,
    );
    for (text, valid) in [
        ("-1.50", true),
        ("-1.6", false),
        ("9.9", true),
        ("10.0", false),
        ("1.25", false),
    ] {
        assert_eq!(check(&model, FIRST, text).is_ok(), valid, "{text}");
    }
    let facets = Facets {
        max_length: facet(2),
        ..Facets::default()
    };
    let model = restricted(Variety::List(Type::Builtin(Builtin::Int)), facets);
    assert_eq!(check(&model, FIRST, " 1  2 "), Ok(()));
    let fault = check(&model, FIRST, "1 2 3").unwrap_err();
    assert_eq!(
        (fault.rule.clone(), fault.label()),
        (Rule::FACET, "expected at most 2 items".to_owned())
    );
    assert_eq!(
        check(&model, FIRST, "1 b").unwrap_err().rule,
        Rule::INVALID_VALUE
    );
}

#[test]
fn circles_in_a_broken_schema_end() {
    let model = restricted(Variety::Restriction(FIRST), Facets::default());
    assert_eq!(check(&model, FIRST, "x"), Ok(()));
    let model = restricted(Variety::List(FIRST), Facets::default());
    assert_eq!(check(&model, FIRST, "x y"), Ok(()));
    let model = restricted(Variety::Union(vec![FIRST, FIRST]), Facets::default());
    assert_eq!(check(&model, FIRST, "x"), Ok(()));
}

#[test]
fn equal_values_have_one_text() {
    let cases = [
        (Builtin::Boolean, " 1\n", "true"),
        (Builtin::Boolean, "false", "false"),
        (Builtin::Byte, "-007", "-7"),
        (Builtin::UnsignedByte, "-0", "0"),
        (Builtin::Integer, "+10", "10"),
        (Builtin::HexBinary, "0aFF", "0aff"),
        (Builtin::Decimal, "+01.50", "1.5"),
        (Builtin::Decimal, "-.0", "0"),
        (
            Builtin::Jid,
            "Romeo@Example.NET/Orchard",
            "romeo@example.net/Orchard",
        ),
        (Builtin::BareJid, "Example.NET", "example.net"),
        (Builtin::String, " 1 ", " 1 "),
    ];
    for (builtin, text, expected) in cases {
        let canonical = canonical(&Model::default(), Type::Builtin(builtin), text);
        assert_eq!(canonical, expected);
    }
}
