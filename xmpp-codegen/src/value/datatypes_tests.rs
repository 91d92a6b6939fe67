//! Value spaces to the letter, at their edges.

use super::*;
use crate::model::SimpleTypeId;
use crate::model::facet::{Enumeration, Facet, Facets};
use std::cmp::Ordering;

struct Prefixes;

impl Scope for Prefixes {
    fn namespace(&self, prefix: &str) -> Option<&str> {
        match prefix {
            "" => Some(""),
            "a" | "b" => Some("urn:x"),
            _ => None,
        }
    }
}

#[track_caller]
fn judge(builtin: Builtin, valid: &[&str], invalid: &[&str]) {
    let model = Model::default();
    let types = Datatypes::new(&model);
    for text in valid {
        let found = types.is_valid(Type::Builtin(builtin), text, &Prefixes);
        assert!(found, "{text:?} is a value of {builtin:?}");
    }
    for text in invalid {
        let found = types.is_valid(Type::Builtin(builtin), text, &Prefixes);
        assert!(!found, "{text:?} is no value of {builtin:?}");
    }
}

#[track_caller]
fn equal(builtin: Builtin, one: &str, two: &str, expected: bool) {
    let model = Model::default();
    let types = Datatypes::new(&model);
    let key = |text| types.key(Type::Builtin(builtin), text, &Prefixes).unwrap();
    assert_eq!(key(one) == key(two), expected, "{one} and {two}");
}

#[track_caller]
fn order(builtin: Builtin, one: &str, two: &str, expected: Option<Ordering>) {
    let model = Model::default();
    let types = Datatypes::new(&model);
    let found = |one, two| types.order(Type::Builtin(builtin), one, two, &());
    assert_eq!(found(one, two), expected, "{one} and {two}");
    assert_eq!(
        found(two, one),
        expected.map(Ordering::reverse),
        "{two} and {one}"
    );
}

#[test]
fn moments() {
    judge(
        Builtin::DateTime,
        &[
            "2004-02-29T24:00:00Z",
            "12004-12-31T00:00:00.000",
            "-0001-01-01T00:00:00+14:00",
            " 2004-02-29T00:00:00\n",
            "123456789012345678901234567890-01-01T00:00:00",
        ],
        &[
            "2003-02-29T00:00:00",
            "0000-01-01T00:00:00",
            "2004-01-01T24:00:01",
            "2004-01-01T24:00:00.1",
            "02004-01-01T00:00:00",
            "2004-01-01T00:00:00.",
            "2004-01-01T00:00:00+14:01",
            "2004-1-1T00:00:00",
            "+2004-01-01T00:00:00",
            "2004-01-01",
            "2004-01-01T00:60:00",
        ],
    );
    judge(
        Builtin::GMonth,
        &["--12", "--01Z", "--01-05:00"],
        &["--13", "--1", "12"],
    );
    judge(Builtin::GDay, &["---31"], &["---32", "--31"]);
    judge(Builtin::GMonthDay, &["--02-29"], &["--02-30", "--04-31"]);
    judge(
        Builtin::GYearMonth,
        &["2004-12", "-12004-12Z"],
        &["2004-13", "04-12"],
    );
    equal(
        Builtin::DateTime,
        "2004-02-29T24:00:00Z",
        "2004-03-01T00:00:00Z",
        true,
    );
    equal(
        Builtin::DateTime,
        "2004-03-01T01:30:00+01:30",
        "2004-03-01T00:00:00.0Z",
        true,
    );
    equal(
        Builtin::DateTime,
        "2004-03-01T00:00:00",
        "2004-03-01T00:00:00Z",
        false,
    );
    equal(Builtin::Time, "24:00:00", "00:00:00", true);
}

#[test]
fn moments_with_and_without_zone_have_an_order_where_fourteen_hours_lie_between() {
    let less = Some(Ordering::Less);
    order(
        Builtin::DateTime,
        "2000-01-15T00:00:00",
        "2000-02-15T00:00:00",
        less,
    );
    order(
        Builtin::DateTime,
        "2000-01-15T12:00:00",
        "2000-01-16T12:00:00Z",
        less,
    );
    order(
        Builtin::DateTime,
        "2000-01-01T12:00:00",
        "1999-12-31T23:00:00Z",
        None,
    );
    order(
        Builtin::DateTime,
        "2000-01-16T12:00:00",
        "2000-01-16T12:00:00Z",
        None,
    );
    order(Builtin::Date, "-0002-01-01", "-0001-01-01", less);
    order(Builtin::GYear, "9999", "10000", less);
    order(Builtin::Time, "10:00:00.12", "10:00:00.3", less);
}

#[test]
fn durations() {
    judge(
        Builtin::Duration,
        &["P1Y", "-P1Y2M3DT4H5M6.7S", "PT0S", "P0D", "PT36H", "P1M"],
        &[
            "P", "PT", "P1", "1Y", "P1S", "PT1.5M", "P-1Y", "P1Y2MT", "P1M1Y", "PT.5S", "PT5.S",
            "+P1Y",
        ],
    );
    equal(Builtin::Duration, "P1Y", "P12M", true);
    equal(Builtin::Duration, "P1D", "PT24H", true);
    equal(Builtin::Duration, "P1M", "P30D", false);
    equal(Builtin::Duration, "-PT0S", "P0M", true);
    order(Builtin::Duration, "P1M", "P30D", None);
    order(Builtin::Duration, "P1M", "P32D", Some(Ordering::Less));
    order(Builtin::Duration, "-P1Y", "P1Y", Some(Ordering::Less));
    order(
        Builtin::Duration,
        "PT1.5S",
        "PT1.45S",
        Some(Ordering::Greater),
    );
    order(
        Builtin::Duration,
        "-PT1.5S",
        "-PT1.45S",
        Some(Ordering::Less),
    );
}

#[test]
fn numbers() {
    judge(
        Builtin::Decimal,
        &["-0.", ".5", "+1", "12345678901234567890.1"],
        &["1e1", "", ".", "--1"],
    );
    judge(
        Builtin::Float,
        &["INF", "-INF", "NaN", "1E400", "-0"],
        &["+INF", "1f", "", "e1", "0x1"],
    );
    equal(Builtin::Decimal, "01.50", "1.5", true);
    equal(Builtin::Integer, "-0", "+000", true);
    equal(Builtin::Float, "16777217", "16777216", true);
    equal(Builtin::Double, "16777217", "16777216", false);
    equal(Builtin::Double, "-0", "0", true);
    equal(Builtin::Float, "NaN", "NaN", true);
    order(Builtin::Double, "NaN", "INF", None);
    order(Builtin::Double, "-INF", "1e308", Some(Ordering::Less));
    order(Builtin::Decimal, "-10", "9.99", Some(Ordering::Less));
}

#[test]
fn octets_names_and_text() {
    judge(
        Builtin::Base64Binary,
        &["", "YQ==", "Y Q = =", "YWI=", "YWJj YWJj"],
        &["YQ", "YR==", "Y===", "YQ=a"],
    );
    judge(Builtin::HexBinary, &["", "0aFF"], &["0", "0g", "0 0"]);
    equal(Builtin::HexBinary, "ff", "FF", true);
    equal(Builtin::Base64Binary, "YWJj", " Y W J j ", true);
    judge(
        Builtin::QName,
        &["a:b", "b"],
        &["c:b", "a:", ":b", "a:b:c", "1"],
    );
    equal(Builtin::QName, "a:x", "b:x", true);
    judge(
        Builtin::Language,
        &["en", "x-klingon", "de-CH-1996"],
        &["", "abcdefghi", "1", "e-"],
    );
    judge(Builtin::NmTokens, &["a 1  b"], &["", " "]);
    judge(Builtin::Boolean, &["true", "0"], &["True", ""]);
}

fn facet<T>(value: T) -> Option<Facet<T>> {
    Some(Facet {
        value,
        fixed: false,
        span: Span::default(),
    })
}

fn restriction(base: Type, facets: Facets) -> SimpleType {
    SimpleType {
        name: None,
        variety: Variety::Restriction(base),
        facets,
        final_: crate::model::Ways::NONE,
        doc: None,
        span: Span::default(),
    }
}

#[test]
fn facets_hold_at_every_step_and_compare_values() {
    let mut model = Model::default();
    let bounds = Facets {
        min_inclusive: facet("2000-01-01Z".into()),
        max_exclusive: facet("2001-01-01Z".into()),
        ..Facets::default()
    };
    let enumeration = |values: &[&str]| Facets {
        enumeration: values
            .iter()
            .map(|value| Enumeration {
                value: (*value).into(),
                bindings: crate::model::Bindings::default(),
                doc: None,
                span: Span::default(),
            })
            .collect(),
        ..Facets::default()
    };
    let patterns = Facets {
        patterns: vec![Facet {
            value: "[a-c]+".into(),
            fixed: false,
            span: Span::default(),
        }],
        max_length: facet(2),
        ..Facets::default()
    };
    let list = SimpleType {
        variety: Variety::List(Type::Builtin(Builtin::Decimal)),
        ..restriction(Type::Any, Facets::default())
    };
    let union = SimpleType {
        variety: Variety::Union(vec![
            Type::Builtin(Builtin::Integer),
            Type::Builtin(Builtin::String),
        ]),
        ..restriction(Type::Any, Facets::default())
    };
    model.simple_types = vec![
        restriction(Type::Builtin(Builtin::Date), bounds),
        restriction(Type::Builtin(Builtin::Token), patterns),
        restriction(
            Type::Simple(SimpleTypeId(1)),
            enumeration(&["ab", "abc", "d"]),
        ),
        list,
        restriction(Type::Simple(SimpleTypeId(3)), enumeration(&["1 2.0"])),
        union,
        restriction(Type::Simple(SimpleTypeId(5)), enumeration(&["1", " x"])),
    ];
    let types = Datatypes::new(&model);
    let valid = |at, text| types.is_valid(Type::Simple(SimpleTypeId(at)), text, &());
    assert!(valid(0, "2000-01-01Z") && valid(0, "2000-12-31Z") && valid(0, "2000-06-01"));
    // Without a zone, the first day cannot be told to be late enough.
    assert!(!valid(0, "2001-01-01Z") && !valid(0, "1999-12-31Z") && !valid(0, "2000-01-01"));
    assert!(valid(1, " ab\n") && !valid(1, "abc") && !valid(1, "d"));
    assert!(valid(2, "ab") && !valid(2, "abc") && !valid(2, "d") && !valid(2, "a"));
    assert!(valid(3, "") && valid(3, " 1\t2 ") && !valid(3, "1 x"));
    assert!(valid(4, "1.0  02") && !valid(4, "1 2 3") && !valid(4, "12"));
    assert!(valid(5, "1") && valid(5, "x y"));
    assert!(valid(6, "+01") && valid(6, " x") && !valid(6, "x") && !valid(6, "2"));
}
