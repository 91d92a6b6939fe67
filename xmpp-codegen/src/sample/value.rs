//! Values of simple types: candidates that look like what people write, of which those are taken that the type admits.

use super::chooser::Chooser;
use crate::instance::steps;
use crate::model::datatype::Builtin;
use crate::model::{Model, SimpleType, Type, Variety};
use crate::regex;
use crate::value::check as check_value;
use xmpp_xml::Rule;

/// A value of the type.
pub(super) fn of(model: &Model, type_: Type, chooser: &mut Chooser) -> Option<String> {
    let mut values = candidates(model, type_, DEEPEST);
    values.retain(|value| check_value(model, type_, value).is_ok());
    let at = chooser.value(values.len());
    values.into_iter().nth(at)
}

/// Texts that are no value of the type, each with the rule that it breaks: one that is nothing of the kind, and one beyond each
/// of its facets.
pub(super) fn beyond(model: &Model, type_: Type) -> Vec<(String, Rule)> {
    let bounds: Vec<String> = steps(model, type_)
        .into_iter()
        .flat_map(beyond_facets)
        .collect();
    let others = WRONG.iter().map(|text| (*text).to_owned());
    let mut found: Vec<(String, Rule)> = Vec::new();
    for (at, text) in bounds.iter().cloned().chain(others).enumerate() {
        if let Err(fault) = check_value(model, type_, &text) {
            let rule = fault.rule;
            let known = found.iter().filter(|(_, other)| *other == rule).count();
            let is_bound = rule == Rule::FACET && at < bounds.len();
            if known == 0 || is_bound && known < FACETS {
                found.push((text, rule));
            }
        }
    }
    found
}

/// Texts among which are some for each facet that break this one alone, and some that are nothing of the kind.
pub(super) fn wrong(model: &Model, type_: Type) -> Vec<String> {
    let mut steps = steps(model, type_);
    if let Some(Variety::List(item)) = steps.last().map(|step| &step.variety) {
        steps.extend(self::steps(model, *item));
    }
    let valid = candidates(model, type_, DEEPEST);
    let bounds = steps.into_iter().flat_map(|step| {
        let digits = [&step.facets.total_digits, &step.facets.fraction_digits];
        let digits = digits.into_iter().flatten().flat_map(|facet| {
            let ones =
                "1".repeat(usize::try_from(facet.value.min(LONGEST as u64)).unwrap_or(0) + 1);
            [format!("0.{ones}"), ones]
        });
        beyond_facets(step)
            .into_iter()
            .chain(digits)
            .collect::<Vec<_>>()
    });
    let mut found: Vec<String> = bounds.collect();
    found.extend(WRONG.iter().map(|text| (*text).to_owned()));
    for text in valid {
        let most: String = text.chars().skip(1).collect();
        found.extend([
            format!("{text}!"),
            format!("!{text}"),
            format!("{text} {text}"),
            format!("{text}{text}"),
            format!("{text}a"),
            format!("{text}1"),
            "!".repeat(text.chars().count()),
            most,
            text,
        ]);
    }
    found
}

/// How deep lists and unions nest.
const DEEPEST: usize = 8;

/// How many texts beyond facets there are for one type.
const FACETS: usize = 4;

/// Texts of which each type admits some and not others.
const WRONG: &[&str] = &[
    "",
    "no value",
    "-1",
    "99999999999999999999999",
    "@",
    "a@b@c",
    "\u{fffd} ",
    "x y z",
];

fn candidates(model: &Model, type_: Type, depth: usize) -> Vec<String> {
    if depth == 0 {
        return Vec::new();
    }
    let steps = steps(model, type_);
    let listed = steps.iter().map(|step| &step.facets.enumeration);
    if let Some(values) = listed.clone().find(|values| !values.is_empty()) {
        return values.iter().map(|value| value.value.to_string()).collect();
    }
    let mut found = match steps.last().map(|step| &step.variety) {
        Some(Variety::List(item)) => {
            let items = candidates(model, *item, depth - 1);
            let mut lists: Vec<String> = (1..=2)
                .map(|length| {
                    items
                        .iter()
                        .cycle()
                        .take(length)
                        .map(String::as_str)
                        .collect::<Vec<_>>()
                        .join(" ")
                })
                .collect();
            lists.push(items.join(" "));
            lists
        }
        Some(Variety::Union(members)) => members
            .iter()
            .flat_map(|member| candidates(model, *member, depth - 1))
            .collect(),
        Some(Variety::Restriction(base)) => of_base(*base),
        None => of_base(type_),
    };
    for step in steps {
        found.extend(at_facets(step));
    }
    found
}

fn of_base(type_: Type) -> Vec<String> {
    let texts = match type_ {
        Type::Builtin(builtin) => texts(builtin),
        Type::Any | Type::Simple(_) | Type::Complex(_) => &["text"],
    };
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Values at the bounds that facets set.
fn at_facets(step: &SimpleType) -> Vec<String> {
    let facets = &step.facets;
    let lengths = [&facets.length, &facets.min_length, &facets.max_length];
    let mut values: Vec<String> = lengths
        .into_iter()
        .flatten()
        .flat_map(|length| of_length(length.value))
        .collect();
    let bounds = [&facets.min_inclusive, &facets.max_inclusive];
    values.extend(
        bounds
            .into_iter()
            .flatten()
            .map(|bound| bound.value.to_string()),
    );
    let patterns = facets.patterns.iter();
    values.extend(patterns.filter_map(|pattern| regex::example(&pattern.value)));
    let open = [(&facets.min_exclusive, 1), (&facets.max_exclusive, -1)];
    values.extend(
        open.into_iter()
            .filter_map(|(bound, step)| moved(&bound.as_ref()?.value, step)),
    );
    values
}

/// Texts just beyond the bounds that facets set.
fn beyond_facets(step: &SimpleType) -> Vec<String> {
    let facets = &step.facets;
    let mut values = Vec::new();
    for length in [&facets.length, &facets.max_length].into_iter().flatten() {
        values.extend(of_length(length.value.saturating_add(1)));
    }
    for length in [&facets.length, &facets.min_length].into_iter().flatten() {
        values.extend(length.value.checked_sub(1).into_iter().flat_map(of_length));
    }
    let closed = [(&facets.min_inclusive, -1), (&facets.max_inclusive, 1)];
    values.extend(
        closed
            .into_iter()
            .filter_map(|(bound, step)| moved(&bound.as_ref()?.value, step)),
    );
    let open = [&facets.min_exclusive, &facets.max_exclusive];
    values.extend(
        open.into_iter()
            .flatten()
            .map(|bound| bound.value.to_string()),
    );
    values
}

/// Text of that length in characters, and in octets of hexadecimal digits and of base64. Nothing beyond what a sample can hold.
fn of_length(length: u64) -> Vec<String> {
    let Some(length) = usize::try_from(length)
        .ok()
        .filter(|length| *length <= LONGEST)
    else {
        return Vec::new();
    };
    let groups = "AAAA".repeat(length / 3);
    let rest = ["", "AA==", "AAA="][length % 3];
    vec![
        "a".repeat(length),
        format!("{groups}{rest}"),
        "00".repeat(length),
    ]
}

/// The longest text of a sample.
const LONGEST: usize = 100_000;

fn moved(number: &str, step: i128) -> Option<String> {
    let number: i128 = number.trim().parse().ok()?;
    Some(number.checked_add(step)?.to_string())
}

/// Values of a built-in type, the plain ones first.
const fn texts(builtin: Builtin) -> &'static [&'static str] {
    match builtin {
        Builtin::AnySimpleType | Builtin::String | Builtin::StanzaId | Builtin::ShortText => &[
            "text",
            "Wherefore art thou?",
            "x",
            "1",
            "dvacet \u{11b}",
            "<&> \"'",
        ],
        Builtin::NormalizedString | Builtin::Token => &["token", "two words", "1"],
        Builtin::Boolean => &["false", "true", "1", "0"],
        Builtin::Decimal => &["0", "-1.5", "3.14159", "100000000000000000000.25"],
        Builtin::Float | Builtin::Double => &["0", "1.5", "-2.5", "INF"],
        Builtin::Duration => &["PT0S", "P1D", "P1Y2M3DT4H5M6S"],
        Builtin::DateTime => &[
            "2026-11-29T12:00:00Z",
            "1969-07-21T02:56:15.5Z",
            "2001-01-01T00:00:00-05:00",
        ],
        Builtin::Time => &["12:00:00Z", "23:59:59"],
        Builtin::Date => &["2026-11-29", "1969-07-21"],
        Builtin::GYearMonth => &["2026-11"],
        Builtin::GYear => &["2026"],
        Builtin::GMonthDay => &["--11-29"],
        Builtin::GDay => &["---29"],
        Builtin::GMonth => &["--11"],
        Builtin::HexBinary => &["00", "", "c0ffee"],
        Builtin::Base64Binary | Builtin::MimeBase64 => &["AA==", "", "Q29mZmVl"],
        Builtin::AnyUri => &["urn:example:thing", "https://example.com/a?b#c"],
        Builtin::QName | Builtin::Notation => &["name"],
        Builtin::Language => &["en", "de-CH", "cs"],
        Builtin::NmToken | Builtin::Name | Builtin::NcName => &["name", "a-b.c", "_1"],
        Builtin::Id | Builtin::IdRef | Builtin::Entity => &["name", "other"],
        Builtin::NmTokens | Builtin::IdRefs | Builtin::Entities => &["name", "one two"],
        Builtin::Integer => &["0", "-7", "123456789012345678901234567890"],
        Builtin::NonPositiveInteger => &["0", "-5"],
        Builtin::NegativeInteger => &["-1", "-5"],
        Builtin::Long => &["0", "-9223372036854775808", "9223372036854775807"],
        Builtin::Int => &["0", "-2147483648", "2147483647"],
        Builtin::Short => &["0", "-32768", "32767"],
        Builtin::Byte => &["0", "-128", "127"],
        Builtin::NonNegativeInteger => &["0", "5", "18446744073709551616"],
        Builtin::UnsignedLong => &["0", "18446744073709551615"],
        Builtin::UnsignedInt => &["0", "4294967295"],
        Builtin::UnsignedShort => &["0", "65535"],
        Builtin::UnsignedByte => &["0", "255"],
        Builtin::PositiveInteger => &["1", "5"],
        Builtin::Jid => &[
            "example.com",
            "juliet@example.com",
            "juliet@example.com/balcony",
        ],
        Builtin::BareJid => &["example.com", "juliet@example.com"],
        Builtin::FullJid => &["juliet@example.com/balcony", "example.com/x"],
    }
}
