//! The simple types of XML Schema: what they take, what they refuse, what they write.

use std::fmt::Debug;
use std::num::{NonZeroI8, NonZeroU32};
use xmpp_core::text::{
    AnyUri, Base64, Decimal, HexBinary, Id, Integer, Lang, List, MimeBase64, Name, NcName,
    NegativeInteger, NmToken, NonNegativeInteger, NonPositiveInteger, PositiveInteger, QName,
    ShortText,
};
use xmpp_core::{Rule, XmlText};

/// Every text reads, and writes as the other says.
fn reads<T: XmlText>(pairs: &[(&str, &str)]) {
    for (text, written) in pairs {
        let value = T::from_text(text).unwrap_or_else(|error| panic!("`{text}`: {error}"));
        assert_eq!(value.to_text(), *written, "`{text}`");
    }
}

/// No text reads; the error names what was expected and is `invalid-value`.
fn refuses<T: XmlText + Debug>(texts: &[&str], expected: &str) {
    for text in texts {
        let error = T::from_text(text).expect_err(text);
        assert_eq!(error.to_string(), expected, "`{text}`");
        assert_eq!(*error.rule(), Rule::INVALID_VALUE);
    }
}

#[test]
fn strings_and_ids_keep_their_white_space() {
    reads::<String>(&[("", ""), (" a\n b ", " a\n b ")]);
    reads::<Id>(&[("", ""), (" a ", " a ")]);
    reads::<ShortText>(&[("", ""), (" a\n b ", " a\n b ")]);
}

#[test]
fn short_text_is_text_of_any_length() {
    for length in [0, 1, 23, 24, 25, 10_000] {
        let (text, short) = ("x".repeat(length), ShortText::new("x".repeat(length)));
        assert_eq!(short, text);
        assert_eq!(short.len(), length);
        assert_eq!(ShortText::from(text.clone()), short);
        assert_eq!(String::from(short), text);
    }
    assert_eq!(size_of::<Option<ShortText>>(), 24);
}

#[test]
fn booleans_xsd_3_2_2() {
    reads::<bool>(&[
        ("true", "true"),
        ("1", "true"),
        (" false\n", "false"),
        ("0", "false"),
    ]);
    refuses::<bool>(
        &["", "TRUE", "yes", "01", "\u{A0}true"],
        "expected `true`, `false`, `1` or `0`",
    );
}

#[test]
fn numbers_of_rust_xsd_3_3_16() {
    reads::<i8>(&[
        ("-128", "-128"),
        ("+127", "127"),
        ("-0", "0"),
        (" 007 ", "7"),
    ]);
    reads::<u8>(&[("255", "255"), ("-0", "0"), ("-00", "0"), ("+1", "1")]);
    reads::<i64>(&[("-9223372036854775808", "-9223372036854775808")]);
    reads::<u64>(&[("18446744073709551615", "18446744073709551615")]);
    reads::<NonZeroU32>(&[("1", "1")]);
    let texts = [
        "", "256", "-1", "1.0", "1e2", "- 1", "--0", "-", "+", "0x1", "\u{661}",
    ];
    refuses::<u8>(&texts, "expected a whole number from 0 to 255");
    refuses::<i8>(&["128", "-129"], "expected a whole number from -128 to 127");
    refuses::<NonZeroU32>(&["0", "-0"], "expected a whole number from 1 to 4294967295");
    refuses::<NonZeroI8>(
        &["0"],
        "expected a whole number from -128 to 127, but not 0",
    );
}

#[test]
fn floats_xsd_3_2_4() {
    reads::<f64>(&[
        ("1", "1"),
        ("-1.50", "-1.5"),
        (" .5", "0.5"),
        ("5.", "5"),
        ("1e3", "1000"),
        ("1E300", "1E300"),
        ("1e-9", "1E-9"),
        ("-0", "-0"),
        ("INF", "INF"),
        ("-INF", "-INF"),
        ("NaN", "NaN"),
        ("0.1", "0.1"),
    ]);
    reads::<f32>(&[("0.1", "0.1"), ("16777216", "16777216")]);
    let texts = [
        "", "inf", "infinity", "nan", "+INF", "1,5", "e1", ".", "1e", "0x1p0",
    ];
    refuses::<f64>(&texts, "expected a number, `INF`, `-INF` or `NaN`");
}

#[test]
fn integers_of_any_length_xsd_3_3_13() {
    let long = "9".repeat(100);
    reads::<Integer>(&[
        (&long, &long),
        ("-000", "0"),
        ("+007", "7"),
        (" -12 ", "-12"),
    ]);
    refuses::<Integer>(
        &["", "-", "+", "1.", "1 2", "--1", "a"],
        "expected a whole number",
    );
    reads::<NonNegativeInteger>(&[("0", "0"), ("-0", "0"), (&long, &long)]);
    refuses::<NonNegativeInteger>(&["-1", "x"], "expected a whole number from 0");
    reads::<PositiveInteger>(&[("1", "1")]);
    refuses::<PositiveInteger>(&["0", "-1"], "expected a whole number from 1");
    reads::<NonPositiveInteger>(&[("0", "0"), ("-1", "-1")]);
    refuses::<NonPositiveInteger>(&["1"], "expected a whole number up to 0");
    reads::<NegativeInteger>(&[("-1", "-1")]);
    refuses::<NegativeInteger>(&["0", "1"], "expected a whole number up to -1");
}

#[test]
fn integers_order_by_value_and_convert() {
    let in_order = [
        "-100",
        "-99",
        "-5",
        "0",
        "5",
        "10",
        "99",
        "100",
        "18446744073709551616",
    ];
    let mut numbers = in_order.map(|text| Integer::new(text).unwrap());
    numbers.reverse();
    numbers.sort();
    assert_eq!(numbers.each_ref().map(Integer::as_str), in_order);
    assert_eq!(Integer::from(-5_i8), Integer::new("-5").unwrap());
    assert_eq!(NonNegativeInteger::from(7_u64).to_u64(), Some(7));
    assert_eq!(Integer::new("18446744073709551616").unwrap().to_u64(), None);
    assert_eq!(Integer::new("-1").unwrap().to_u64(), None);
    assert_eq!(Integer::new("-1").unwrap().to_i64(), Some(-1));
    assert!(PositiveInteger::try_from(Integer::from(0)).is_err());
}

#[test]
fn decimals_are_exact_xsd_3_2_3() {
    let long = format!("0.{}1", "0".repeat(50));
    reads::<Decimal>(&[
        ("210.0", "210"),
        ("+001.2300", "1.23"),
        ("-.5", "-0.5"),
        ("5.", "5"),
        ("-0.0", "0"),
        (&long, &long),
    ]);
    refuses::<Decimal>(
        &["", ".", "-", "1e2", "1.2.3", "INF", "1 1"],
        "expected a decimal number",
    );
    let in_order = [
        "-10.5", "-9.75", "-9.7", "0", "0.05", "0.5", "0.51", "3", "10",
    ];
    let mut numbers = in_order.map(|text| Decimal::new(text).unwrap());
    numbers.reverse();
    numbers.sort();
    assert_eq!(numbers.each_ref().map(Decimal::as_str), in_order);
    assert!((Decimal::new("-0.5").unwrap().to_f64() + 0.5).abs() < f64::EPSILON);
}

#[test]
fn languages_rfc5646_2_1() {
    reads::<Lang>(&[
        ("en", "en"),
        (" de-CH-1996 ", "de-CH-1996"),
        ("i-klingon", "i-klingon"),
        ("x-private", "x-private"),
        ("", ""),
    ]);
    refuses::<Lang>(
        &[
            "en_GB",
            "e n",
            "123",
            "en-",
            "-en",
            "abcdefghi",
            "en-abcdefghi",
            "d\u{E9}",
        ],
        "expected a language tag such as `en` or `de-CH`",
    );
}

#[test]
fn languages_compare_without_case_and_filter_by_range_rfc4647_3_3_1() {
    let lang = |text: &str| text.parse::<Lang>().unwrap();
    assert_eq!(lang("en-GB"), lang("EN-gb"));
    assert_ne!(lang("en-GB"), lang("en"));
    assert!(lang("en-GB") == "EN-gb" && lang("en-GB") != "en");
    let known = std::collections::HashSet::from([lang("de-ch")]);
    assert!(known.contains(&lang("DE-CH")));
    assert!(lang("a") < lang("B"));
    assert_eq!(lang("en-GB").primary(), "en");
    assert_eq!(lang("en-GB").to_string(), "en-GB");
    assert!(lang("de-CH").is_in("DE") && lang("de-CH").is_in("de-ch") && lang("de").is_in("*"));
    assert!(!lang("de-CH").is_in("de-AT") && !lang("den").is_in("de") && !lang("").is_in("*"));
}

#[test]
fn base64_is_strict_rfc6120_13_9_1() {
    reads::<Base64>(&[
        ("", ""),
        ("AA==", "AA=="),
        ("Zm9v", "Zm9v"),
        ("+/+/", "+/+/"),
    ]);
    refuses::<Base64>(
        &[
            "=AAA", "BBBB=CCC", "Zm9", "Zg", "Zg=", "Zg===", "=", "Zm9v\n", " Zm9v", "Zm 9v",
            "Zh==", "-_-_", "Zm9v====",
        ],
        "expected base64 as in RFC 4648 §4, with its padding",
    );
    assert_eq!(Base64::from_text("Zm9v").unwrap().as_bytes(), b"foo");
    assert_eq!(Base64::new(*b"foo").length(), 3);
}

#[test]
fn base64_in_lines_is_another_type() {
    reads::<MimeBase64>(&[("\n  Zm9v\r\n  Yg=\t=\n", "Zm9vYg==")]);
    refuses::<MimeBase64>(
        &["Zg", "Z!=="],
        "expected base64 as in RFC 4648 §4, with its padding",
    );
}

#[test]
fn hexadecimal_xsd_3_2_15() {
    reads::<HexBinary>(&[("", ""), (" 0aFF ", "0aff")]);
    refuses::<HexBinary>(
        &["0", "0g", "0x00", "0 0 "],
        "expected pairs of hexadecimal digits",
    );
    assert_eq!(
        HexBinary::from_text("0aFF").unwrap().as_bytes(),
        [0x0A, 0xFF]
    );
}

#[test]
fn uris_xsd_3_2_17() {
    reads::<AnyUri>(&[
        ("", ""),
        (
            " http://example.org/a%20b?c#d ",
            "http://example.org/a%20b?c#d",
        ),
        ("../a:b", "../a:b"),
        ("xmpp:juliet@example.com", "xmpp:juliet@example.com"),
        (
            "http://b\u{FC}cher.example/a b",
            "http://b\u{FC}cher.example/a b",
        ),
    ]);
    refuses::<AnyUri>(
        &["%", "a%2", "a%zz", "a#b#c", ":a", "1a:b", "a b:c"],
        "expected a URI",
    );
}

#[test]
fn names_and_tokens() {
    reads::<NmToken>(&[(" 1-a:b.c ", "1-a:b.c")]);
    refuses::<NmToken>(
        &["", "a b", "a/b"],
        "expected characters of a name, without spaces",
    );
    reads::<Name>(&[("a:b", "a:b"), (":", ":")]);
    refuses::<Name>(&["", "1a", "-a", "a b"], "expected a name of XML");
    reads::<NcName>(&[("_a-1", "_a-1"), ("\u{E9}", "\u{E9}")]);
    refuses::<NcName>(&["", "a:b", "1"], "expected a name of XML without a colon");
    reads::<QName>(&[("xs:string", "xs:string"), ("string", "string")]);
    refuses::<QName>(
        &["", ":a", "a:", "a:b:c"],
        "expected a name of XML with or without a prefix",
    );
    let name = QName::new("xs:string").unwrap();
    assert_eq!((name.prefix(), name.local()), ("xs", "string"));
}

#[test]
fn lists_xsd_2_5_1_2() {
    reads::<List<u8>>(&[("", ""), (" 1\n 02  3 ", "1 2 3"), ("4", "4")]);
    refuses::<List<u8>>(
        &["1 x", "1,2", "256"],
        "expected a whole number from 0 to 255",
    );
    assert_eq!(List::<u8>::from_text("1 2 3").unwrap().length(), 3);
}
