//! Simple types: which Rust type holds their values, and which limits it leaves to check.

use super::item::{Check, TypeRef};
use crate::model::datatype::Builtin;
use crate::model::facet::{Facet, Facets};
use crate::model::{DEPTH_LIMIT, Model, SimpleTypeId, Text, Type, Variety};
use crate::regex;

/// What the values of a simple type are.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Simple {
    /// Values of a built-in type within limits; the named type that set the last of them, if one did.
    Builtin(Builtin, Vec<Check>, Option<SimpleTypeId>),
    /// One of the values that this type enumerates.
    Values(SimpleTypeId),
    /// A list of such items.
    List(Box<Self>, Vec<Check>),
    /// A value of one of the types of this union.
    Union(SimpleTypeId),
    /// Any text.
    Text,
}

/// One value of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Enumerated<'m> {
    pub(super) text: &'m str,
    pub(super) doc: Option<&'m str>,
}

/// What the values of that type are.
pub(super) fn resolve(model: &Model, type_: Type) -> Simple {
    resolve_at(model, type_, 0)
}

/// The values that a type enumerates, and whether others are allowed too.
pub(super) fn values(model: &Model, id: SimpleTypeId) -> (Vec<Enumerated<'_>>, bool) {
    let (mut all, mut open_ended) = (Vec::new(), false);
    let mut open = vec![(Type::Simple(id), 0)];
    while let Some((type_, depth)) = open.pop() {
        let Type::Simple(id) = type_ else {
            open_ended = true;
            continue;
        };
        let simple = &model[id];
        for enumeration in &simple.facets.enumeration {
            let text = enumeration.value.as_str();
            if all.iter().all(|known: &Enumerated<'_>| known.text != text) {
                let doc = enumeration.doc.as_deref();
                all.push(Enumerated { text, doc });
            }
        }
        match &simple.variety {
            _ if !simple.facets.enumeration.is_empty() => {}
            Variety::Union(members) if depth < DEPTH_LIMIT => {
                open.extend(members.iter().rev().map(|member| (*member, depth + 1)));
            }
            Variety::Restriction(base) if depth < DEPTH_LIMIT => open.push((*base, depth + 1)),
            _ => open_ended = true,
        }
    }
    (all, open_ended)
}

/// The members of a union whose values are no enumeration, those of unions in it included.
pub(super) fn members(model: &Model, id: SimpleTypeId) -> Vec<Type> {
    let mut members = Vec::new();
    let mut open = vec![(Type::Simple(id), 0)];
    while let Some((type_, depth)) = open.pop() {
        match resolve(model, type_) {
            Simple::Union(id) if depth < DEPTH_LIMIT => {
                if let Some(of) = union_of(model, id) {
                    open.extend(of.iter().rev().map(|member| (*member, depth + 1)));
                }
            }
            Simple::Values(id) if !values(model, id).1 => {}
            _ if !members.contains(&type_) => members.push(type_),
            _ => {}
        }
    }
    members
}

/// What a member of a union is called that has no name.
pub(super) fn member_name(builtin: Builtin) -> String {
    match builtin {
        Builtin::String | Builtin::NormalizedString | Builtin::Token => "text".to_owned(),
        builtin => builtin.name().to_owned(),
    }
}

/// The member types of a union, or of one that is restricted.
fn union_of(model: &Model, mut id: SimpleTypeId) -> Option<&[Type]> {
    for _ in 0..DEPTH_LIMIT {
        match &model[id].variety {
            Variety::Union(members) => return Some(members),
            Variety::Restriction(Type::Simple(base)) => id = *base,
            Variety::Restriction(_) | Variety::List(_) => break,
        }
    }
    None
}

/// Whether only the empty text is a value: how older schemas say that an element has no content.
pub(super) fn is_empty(model: &Model, type_: Type) -> bool {
    match resolve(model, type_) {
        Simple::Values(id) => {
            let (values, open_ended) = values(model, id);
            !open_ended && values.iter().all(|value| value.text.is_empty())
        }
        _ => false,
    }
}

/// The Rust type of a built-in type (see `xmpp_core::text`).
pub(super) fn rust_type(builtin: Builtin) -> TypeRef {
    let list = |item| TypeRef::List(Box::new(TypeRef::Runtime(item)));
    let name = builtin.name();
    match name {
        "boolean" => TypeRef::Plain("bool"),
        "byte" => TypeRef::Plain("i8"),
        "short" => TypeRef::Plain("i16"),
        "int" => TypeRef::Plain("i32"),
        "long" => TypeRef::Plain("i64"),
        "unsignedByte" => TypeRef::Plain("u8"),
        "unsignedShort" => TypeRef::Plain("u16"),
        "unsignedInt" => TypeRef::Plain("u32"),
        "unsignedLong" => TypeRef::Plain("u64"),
        "float" => TypeRef::Plain("f32"),
        "double" => TypeRef::Plain("f64"),
        "NMTOKENS" => list("text::NmToken"),
        "IDREFS" | "ENTITIES" => list("text::NcName"),
        _ => named_type(name),
    }
}

/// Whether values of the type have `Eq` and `Hash`.
pub(super) fn is_eq(type_: &TypeRef) -> bool {
    match type_ {
        TypeRef::Plain(name) => !matches!(*name, "f32" | "f64"),
        TypeRef::List(item) => is_eq(item),
        _ => true,
    }
}

/// Whether the values of a built-in type are text of their own, so that an enumeration of them is an enum.
fn is_textual(builtin: Builtin) -> bool {
    TEXTUAL.contains(&builtin.name())
}

fn named_type(name: &str) -> TypeRef {
    let find = |table: &[(&str, &'static str)]| {
        table
            .iter()
            .find(|(xsd, _)| *xsd == name)
            .map(|(_, rust)| *rust)
    };
    if let Some(primitive) = PRIMITIVES.iter().find(|primitive| **primitive == name) {
        TypeRef::Plain(primitive)
    } else if let Some(path) = find(STANDARD) {
        TypeRef::Standard(path)
    } else {
        find(RUNTIME).map_or(TypeRef::Plain("String"), TypeRef::Runtime)
    }
}

fn resolve_at(model: &Model, type_: Type, depth: usize) -> Simple {
    let (mut type_, mut limits, mut limited) = (type_, Limits::default(), None);
    for _ in depth..DEPTH_LIMIT {
        let id = match type_ {
            // `true` may be written as `1`, and a pattern that says which is about text.
            Type::Builtin(Builtin::Boolean) if !limits.patterns.is_empty() => {
                let checks = limits.checks(Builtin::Token);
                return Simple::Builtin(Builtin::Token, checks, limited);
            }
            Type::Builtin(builtin) => {
                let checks = limits.checks(builtin);
                return Simple::Builtin(builtin, checks, limited);
            }
            Type::Simple(id) => id,
            Type::Any | Type::Complex(_) => break,
        };
        let simple = &model[id];
        if !simple.facets.enumeration.is_empty() && is_textual(root(model, type_)) {
            return Simple::Values(id);
        }
        if limits.tighten(&simple.facets) && limited.is_none() {
            limited = Some(id);
        }
        match &simple.variety {
            Variety::Restriction(base) => type_ = *base,
            Variety::List(item) => {
                let item = resolve_at(model, *item, depth + 1);
                return Simple::List(Box::new(item), limits.lengths());
            }
            Variety::Union(members) if is_language(model, members) => {
                return Simple::Builtin(Builtin::Language, Vec::new(), None);
            }
            Variety::Union(_) if has_values(model, id) => return Simple::Values(id),
            Variety::Union(_) => return Simple::Union(id),
        }
    }
    Simple::Text
}

/// Whether a union is an enumeration, perhaps one that allows any other text.
fn has_values(model: &Model, id: SimpleTypeId) -> bool {
    let Variety::Union(members) = &model[id].variety else {
        return false;
    };
    let textual = members
        .iter()
        .all(|member| is_textual(root(model, *member)));
    let (values, open_ended) = values(model, id);
    let free = members
        .iter()
        .filter(|member| is_free_text(model, **member))
        .count();
    textual && !values.is_empty() && (!open_ended || free > 0)
}

/// Whether any text is a value.
fn is_free_text(model: &Model, type_: Type) -> bool {
    let resolved = resolve_at(model, type_, DEPTH_LIMIT - 1);
    matches!(resolved, Simple::Builtin(builtin, checks, _) if checks.is_empty() && FREE.contains(&builtin.name()))
}

/// Whether a union is what `xml.xsd` says of `xml:lang`, a language or the empty text, which the type for languages holds.
fn is_language(model: &Model, members: &[Type]) -> bool {
    let is_none = |member: &Type| crate::value::enumeration(model, *member) == [""];
    let (none, others): (Vec<&Type>, Vec<&Type>) = members.iter().partition(|one| is_none(one));
    !none.is_empty() && others == [&Type::Builtin(Builtin::Language)]
}

/// The built-in type that a type goes back to; any text for lists and unions.
fn root(model: &Model, type_: Type) -> Builtin {
    let mut type_ = type_;
    for _ in 0..DEPTH_LIMIT {
        match type_ {
            Type::Builtin(builtin) => return builtin,
            Type::Simple(id) => match &model[id].variety {
                Variety::Restriction(base) => type_ = *base,
                Variety::List(_) => break,
                Variety::Union(_) => return Builtin::String,
            },
            Type::Any | Type::Complex(_) => break,
        }
    }
    Builtin::AnySimpleType
}

/// More digits than anybody means to count; a pattern for them would be longer than it is worth.
const MOST_DIGITS: u64 = 40;

/// The tightest limits met on the way from a type to its built-in base.
#[derive(Default)]
struct Limits {
    min_length: Option<u64>,
    max_length: Option<u64>,
    min: Option<(String, bool)>,
    max: Option<(String, bool)>,
    total_digits: Option<u64>,
    fraction_digits: Option<u64>,
    /// For each step, the expressions of which one must match.
    patterns: Vec<Vec<String>>,
}

impl Limits {
    /// Adds the facets of a base; what a derived type has said already is tighter. Says whether there were any.
    fn tighten(&mut self, facets: &Facets) -> bool {
        let length = facets.length.as_ref().map(|facet| facet.value);
        let min_length = facets
            .min_length
            .as_ref()
            .map(|facet| facet.value)
            .or(length);
        let max_length = facets
            .max_length
            .as_ref()
            .map(|facet| facet.value)
            .or(length);
        let bound = |facet: &Option<Facet<Text>>, open| {
            facet
                .as_ref()
                .map(|facet| (facet.value.trim().to_owned(), open))
        };
        let min =
            bound(&facets.min_inclusive, false).or_else(|| bound(&facets.min_exclusive, true));
        let max =
            bound(&facets.max_inclusive, false).or_else(|| bound(&facets.max_exclusive, true));
        let patterns: Vec<String> = facets
            .patterns
            .iter()
            .map(|pattern| pattern.value.to_string())
            .collect();
        let digits = |facet: &Option<Facet<u64>>| facet.as_ref().map(|facet| facet.value);
        let total_digits = digits(&facets.total_digits);
        let fraction_digits = digits(&facets.fraction_digits);
        let any = min_length.is_some()
            || max_length.is_some()
            || total_digits.is_some()
            || fraction_digits.is_some()
            || min.is_some()
            || max.is_some()
            || !patterns.is_empty();
        if !patterns.is_empty() {
            self.patterns.push(patterns);
        }
        self.min_length = self.min_length.or(min_length);
        self.max_length = self.max_length.or(max_length);
        self.min = self.min.take().or(min);
        self.max = self.max.take().or(max);
        self.total_digits = self.total_digits.or(total_digits);
        self.fraction_digits = self.fraction_digits.or(fraction_digits);
        any
    }

    fn checks(&self, builtin: Builtin) -> Vec<Check> {
        let mut checks = self.lengths();
        if matches!(builtin.name(), "NMTOKENS" | "IDREFS" | "ENTITIES") && self.min_length.is_none()
        {
            checks.insert(0, number("min_length", "1"));
        }
        checks.extend(self.min.as_ref().and_then(|min| bound("min", min, 1)));
        checks.extend(self.max.as_ref().and_then(|max| bound("max", max, -1)));
        // A pattern is about text as it was written, which only values that are text keep. One of a type that restricts another
        // with a pattern is taken to admit less than that.
        if let ([patterns, ..], true) = (self.patterns.as_slice(), builtin.keeps_text()) {
            let portable = regex::portable(patterns.iter().map(String::as_str));
            checks.extend(portable.map(|pattern| number("pattern", &quoted(&pattern))));
        }
        let digits = self.digits(builtin);
        checks.extend(digits.map(|pattern| number("pattern", &quoted(&pattern))));
        checks
    }

    /// Numbers are written without zeros that say nothing, so that how many digits one may have is a pattern of its text.
    fn digits(&self, builtin: Builtin) -> Option<String> {
        let most = self.total_digits.or(self.fraction_digits)?;
        if builtin.primitive() != Builtin::Decimal || most > MOST_DIGITS {
            return None;
        }
        let fraction = match builtin {
            Builtin::Decimal => self.fraction_digits.unwrap_or(most).min(most),
            _ => 0,
        };
        let Some(total) = self.total_digits else {
            return match fraction {
                0 if builtin != Builtin::Decimal => None,
                0 => Some("-?[0-9]+".to_owned()),
                _ => Some(format!(r"-?[0-9]+(\.[0-9]{{1,{fraction}}})?")),
            };
        };
        let mut ways = vec![format!("[0-9]{{1,{total}}}")];
        ways.extend((1..=fraction).map(|after| match total - after {
            0 => format!(r"0\.[0-9]{{{after}}}"),
            before => format!(r"[0-9]{{1,{before}}}\.[0-9]{{{after}}}"),
        }));
        Some(format!("-?({})", ways.join("|")))
    }

    fn lengths(&self) -> Vec<Check> {
        let min = self.min_length.filter(|min| *min > 0);
        let mut checks = Vec::new();
        checks.extend(min.map(|min| number("min_length", &min.to_string())));
        checks.extend(
            self.max_length
                .map(|max| number("max_length", &max.to_string())),
        );
        checks
    }
}

/// Text as a literal of Rust: raw where a backslash or a quote would have to be escaped.
fn quoted(text: &str) -> String {
    if !text.contains(['\\', '"']) {
        return format!("\"{text}\"");
    }
    let marks = (0..).map(|count| "#".repeat(count));
    let mark = marks
        .into_iter()
        .find(|mark| !text.contains(&format!("\"{mark}")))
        .unwrap_or_default();
    format!("r{mark}\"{text}\"{mark}")
}

fn number(key: &'static str, value: &str) -> Check {
    Check {
        key,
        value: value.to_owned(),
    }
}

/// A bound as the checks take it: inclusive. An open bound moves by one, which whole numbers allow.
fn bound(key: &'static str, (value, open): &(String, bool), step: i128) -> Option<Check> {
    let value = value.trim_start_matches('+');
    if *open {
        let whole: i128 = value.parse().ok()?;
        return Some(number(key, &whole.checked_add(step)?.to_string()));
    }
    let plain = value.parse::<i128>().is_ok() || value.parse::<f64>().is_ok_and(f64::is_finite);
    plain.then(|| number(key, value))
}

const PRIMITIVES: &[&str] = &["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64"];

const STANDARD: &[(&str, &str)] = &[
    ("NonZeroU8", "core::num::NonZeroU8"),
    ("NonZeroU16", "core::num::NonZeroU16"),
    ("NonZeroU32", "core::num::NonZeroU32"),
    ("NonZeroU64", "core::num::NonZeroU64"),
];

const RUNTIME: &[(&str, &str)] = &[
    ("integer", "text::Integer"),
    ("nonNegativeInteger", "text::NonNegativeInteger"),
    ("positiveInteger", "text::PositiveInteger"),
    ("nonPositiveInteger", "text::NonPositiveInteger"),
    ("negativeInteger", "text::NegativeInteger"),
    ("decimal", "text::Decimal"),
    ("dateTime", "DateTime"),
    ("date", "text::Date"),
    ("time", "text::Time"),
    ("duration", "text::Duration"),
    ("gYear", "text::GYear"),
    ("gYearMonth", "text::GYearMonth"),
    ("gMonth", "text::GMonth"),
    ("gMonthDay", "text::GMonthDay"),
    ("gDay", "text::GDay"),
    ("base64Binary", "Base64"),
    ("hexBinary", "text::HexBinary"),
    ("anyURI", "text::AnyUri"),
    ("language", "Lang"),
    ("NMTOKEN", "text::NmToken"),
    ("Name", "text::Name"),
    ("NCName", "text::NcName"),
    ("ID", "text::NcName"),
    ("IDREF", "text::NcName"),
    ("ENTITY", "text::NcName"),
    ("QName", "text::QName"),
    ("NOTATION", "text::QName"),
    ("Jid", "Jid"),
    ("BareJid", "BareJid"),
    ("FullJid", "FullJid"),
    ("Id", "Id"),
    ("ShortText", "text::ShortText"),
    ("MimeBase64", "text::MimeBase64"),
];

const FREE: &[&str] = &[
    "anySimpleType",
    "string",
    "normalizedString",
    "token",
    "anyURI",
    "Id",
    "ShortText",
];

const TEXTUAL: &[&str] = &[
    "anySimpleType",
    "string",
    "normalizedString",
    "token",
    "language",
    "NMTOKEN",
    "Name",
    "NCName",
    "ID",
    "IDREF",
    "ENTITY",
    "anyURI",
    "QName",
    "NOTATION",
];
