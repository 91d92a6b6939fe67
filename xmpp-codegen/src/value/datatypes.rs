//! Simple types to the letter of XSD part 2: their values, equality and order, every facet read once.

use super::atom::Atom;
use super::limit::{Kind, Limit, Unit};
use super::{Expected, Fault, is_xml_space, lexical, normalize, strict};
use crate::model::datatype::Builtin;
use crate::model::facet::{Facets, WhiteSpace};
use crate::model::{Bindings, Model, SimpleType, SimpleTypeId, Type, Variety};
use crate::regex::Pattern;
use crate::source::Span;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};
use xmpp_xml::Rule;

/// Where a value stands, as far as its meaning depends on that: what prefixes are bound to.
pub trait Scope {
    /// The namespace that a prefix is bound to; an empty one for none, nothing where the prefix is not bound.
    fn namespace(&self, prefix: &str) -> Option<&str>;
}

/// No prefix is bound, as in a value that stands in no document.
impl Scope for () {
    fn namespace(&self, prefix: &str) -> Option<&str> {
        prefix.is_empty().then_some("")
    }
}

/// The prefixes in scope where a schema says a value.
impl Scope for Bindings {
    fn namespace(&self, prefix: &str) -> Option<&str> {
        self.namespace(prefix)
    }
}

/// The simple types of a model, each prepared when it is first asked for.
#[derive(Debug)]
pub struct Datatypes<'m> {
    model: &'m Model,
    builtins: OnceLock<Cells<'m>>,
    types: OnceLock<Cells<'m>>,
    /// Any text.
    any: OnceLock<Arc<Datatype<'m>>>,
}

/// One for each type.
type Cells<'m> = Vec<OnceLock<Arc<Datatype<'m>>>>;

/// A simple type, prepared.
#[derive(Debug)]
struct Datatype<'m> {
    variety: Made<'m>,
    white_space: WhiteSpace,
    /// The steps of restriction, the last one first.
    steps: Vec<Arc<Step<'m>>>,
    /// Whether values mean more than they are: names, IDs and references.
    is_remarkable: bool,
}

/// What a type is made of.
#[derive(Debug)]
enum Made<'m> {
    /// Any text.
    Any,
    Atomic(Builtin),
    List(Arc<Datatype<'m>>),
    Union(Vec<Arc<Datatype<'m>>>),
}

/// The facets of one step of restriction.
#[derive(Debug, Default)]
struct Step<'m> {
    /// Of which one must match; nothing stands for one that could not be read.
    patterns: Vec<Option<Pattern>>,
    written_patterns: Vec<&'m str>,
    pattern_span: Span,
    enumeration: Option<BTreeSet<String>>,
    written_values: Vec<&'m str>,
    limits: Vec<Limit>,
}

/// How deep lists, unions and restrictions are followed; the resolver has reported what is deeper.
const DEEPEST: usize = 128;

impl<'m> Datatypes<'m> {
    /// The simple types of a model.
    pub const fn new(model: &'m Model) -> Self {
        Self {
            model,
            builtins: OnceLock::new(),
            types: OnceLock::new(),
            any: OnceLock::new(),
        }
    }

    /// Judges text against a type. Types that are not simple take any text.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub(crate) fn check(
        &self,
        type_: Type,
        text: &str,
        scope: &dyn Scope,
    ) -> Result<(), Fault<'m>> {
        if let Type::Builtin(builtin) = type_
            && is_alone(builtin)
        {
            let text = normalize(text, strict::white_space(builtin));
            return match strict::is_valid(builtin, &text) {
                true => Ok(()),
                false => Err(lexical::fault(builtin)),
            };
        }
        judge(self.of(type_, DEEPEST), text, scope).map(drop)
    }

    /// Whether text is a value of a type.
    pub fn is_valid(&self, type_: Type, text: &str, scope: &dyn Scope) -> bool {
        self.check(type_, text, scope).is_ok()
    }

    /// Text that two values share where they are equal, and only there, whatever their types are (XSD part 2 §4.2.1).
    /// Nothing if the text is no value of the type.
    pub fn key(&self, type_: Type, text: &str, scope: &dyn Scope) -> Option<String> {
        let datatype = self.of(type_, DEEPEST);
        judge(datatype, text, scope).ok()?;
        key(datatype, text, scope)
    }

    /// The order of two values of an atomic type; nothing where one is no value, or where they have none.
    pub fn order(&self, type_: Type, one: &str, two: &str, scope: &dyn Scope) -> Option<Ordering> {
        let datatype = self.of(type_, DEEPEST);
        let Made::Atomic(builtin) = datatype.variety else {
            return None;
        };
        let atom = |text: &str| Atom::parse(builtin, &normalize(text, datatype.white_space), scope);
        atom(one)?.order(&atom(two)?)
    }

    /// The text after white space was treated as the type wants it.
    pub fn normalized<'t>(&self, type_: Type, text: &'t str) -> Cow<'t, str> {
        normalize(text, self.of(type_, DEEPEST).white_space)
    }

    /// What happens to white space before a value of the type is read.
    pub fn white_space(&self, type_: Type) -> WhiteSpace {
        self.of(type_, DEEPEST).white_space
    }

    /// The built-in type that a type restricts; nothing for lists, unions and types that are not simple.
    pub fn atomic(&self, type_: Type) -> Option<Builtin> {
        match self.of(type_, DEEPEST).variety {
            Made::Atomic(builtin) => Some(builtin),
            Made::Any | Made::List(_) | Made::Union(_) => None,
        }
    }

    /// Whether a value of the type can be an ID, a reference, or the name of an entity or notation.
    pub fn is_remarkable(&self, type_: Type) -> bool {
        match type_ {
            Type::Builtin(builtin) => is_remarkable(strict::item(builtin).unwrap_or(builtin)),
            type_ => self.of(type_, DEEPEST).is_remarkable,
        }
    }

    /// Calls `receive` with every ID, reference, and name of an entity or notation in a valid value, and its type.
    pub fn atoms(
        &self,
        type_: Type,
        text: &str,
        scope: &dyn Scope,
        receive: &mut dyn FnMut(Builtin, &str),
    ) {
        let datatype = self.of(type_, DEEPEST);
        if datatype.is_remarkable {
            atoms(datatype, text, scope, receive);
        }
    }

    fn of(&self, type_: Type, depth: usize) -> &Arc<Datatype<'m>> {
        let cells = |count: usize| std::iter::repeat_n(OnceLock::new(), count).collect();
        let any = || self.any.get_or_init(|| Arc::new(Datatype::any()));
        match type_ {
            Type::Builtin(builtin) => {
                let builtins = self.builtins.get_or_init(|| cells(Builtin::ALL.len()));
                let cell = &builtins[builtin as usize];
                cell.get_or_init(|| Arc::new(self.builtin(builtin, depth)))
            }
            Type::Simple(id) if depth > 0 => {
                let count = self.model.simple_types.len();
                let types = self.types.get_or_init(|| cells(count));
                match types.get(id.0 as usize) {
                    Some(cell) => match cell.get() {
                        Some(datatype) => datatype,
                        None => {
                            let made = Arc::new(self.simple(id, depth));
                            cell.get_or_init(|| made)
                        }
                    },
                    None => any(),
                }
            }
            Type::Any | Type::Complex(_) | Type::Simple(_) => any(),
        }
    }

    fn builtin(&self, builtin: Builtin, depth: usize) -> Datatype<'m> {
        let variety = match strict::item(builtin) {
            Some(item) => Made::List(self.of(Type::Builtin(item), depth).clone()),
            None if builtin == Builtin::AnySimpleType => Made::Any,
            None => Made::Atomic(builtin),
        };
        let mut steps = Vec::new();
        if strict::item(builtin).is_some() {
            let limits = vec![length(1, &AT_LEAST, "at least", Span::default())];
            steps.push(Arc::new(Step {
                limits,
                ..Step::default()
            }));
        }
        Datatype {
            is_remarkable: variety.is_remarkable(),
            variety,
            white_space: strict::white_space(builtin),
            steps,
        }
    }

    fn simple(&self, id: SimpleTypeId, depth: usize) -> Datatype<'m> {
        let simple: &'m SimpleType = &self.model[id];
        let base = match &simple.variety {
            Variety::Restriction(base) => self.of(*base, depth - 1).clone(),
            Variety::List(item) => Arc::new(Datatype {
                variety: Made::List(self.of(*item, depth - 1).clone()),
                white_space: WhiteSpace::Collapse,
                ..Datatype::any()
            }),
            Variety::Union(members) => {
                let members = members
                    .iter()
                    .map(|member| self.of(*member, depth - 1).clone());
                Arc::new(Datatype {
                    variety: Made::Union(members.collect()),
                    ..Datatype::any()
                })
            }
        };
        let step = step(&simple.facets, &base);
        let variety = base.variety.shared();
        let mut steps = Vec::with_capacity(base.steps.len() + 1);
        steps.extend(step.map(Arc::new));
        steps.extend(base.steps.iter().cloned());
        let white_space = simple.facets.white_space.as_ref();
        Datatype {
            is_remarkable: variety.is_remarkable(),
            white_space: white_space.map_or(base.white_space, |facet| facet.value),
            variety,
            steps,
        }
    }
}

impl<'m> Datatype<'m> {
    const fn any() -> Self {
        Self {
            variety: Made::Any,
            white_space: WhiteSpace::Preserve,
            steps: Vec::new(),
            is_remarkable: false,
        }
    }

    fn unit(&self) -> Unit {
        match self.variety {
            Made::List(_) => Unit::Items,
            Made::Atomic(Builtin::HexBinary | Builtin::Base64Binary | Builtin::MimeBase64) => {
                Unit::Octets
            }
            Made::Atomic(Builtin::QName | Builtin::Notation) => Unit::Nothing,
            Made::Atomic(_) | Made::Any | Made::Union(_) => Unit::Characters,
        }
    }
}

impl Made<'_> {
    fn shared(&self) -> Self {
        match self {
            Self::Any => Self::Any,
            Self::Atomic(builtin) => Self::Atomic(*builtin),
            Self::List(item) => Self::List(item.clone()),
            Self::Union(members) => Self::Union(members.clone()),
        }
    }

    fn is_remarkable(&self) -> bool {
        match self {
            Self::Any => false,
            Self::Atomic(builtin) => is_remarkable(*builtin),
            Self::List(item) => item.is_remarkable,
            Self::Union(members) => members.iter().any(|member| member.is_remarkable),
        }
    }
}

/// Whether text is a value of a built-in type by itself: it is no list, and has no prefixes. Nothing needs to be prepared for that.
const fn is_alone(builtin: Builtin) -> bool {
    strict::item(builtin).is_none()
        && !matches!(
            builtin,
            Builtin::AnySimpleType | Builtin::QName | Builtin::Notation
        )
}

/// Whether the value of an atomic type means more than it is.
const fn is_remarkable(builtin: Builtin) -> bool {
    matches!(
        builtin,
        Builtin::Id | Builtin::IdRef | Builtin::Entity | Builtin::Notation
    )
}

const EXACTLY: [Ordering; 1] = [Ordering::Equal];
const AT_LEAST: [Ordering; 2] = [Ordering::Equal, Ordering::Greater];
const AT_MOST: [Ordering; 2] = [Ordering::Less, Ordering::Equal];
const MORE: [Ordering; 1] = [Ordering::Greater];
const LESS: [Ordering; 1] = [Ordering::Less];

const fn length(bound: u64, orders: &'static [Ordering], words: &'static str, span: Span) -> Limit {
    Limit {
        kind: Kind::Length(bound, orders, words),
        span,
    }
}

/// Prepares the facets of a step; nothing where there are none.
fn step<'m>(facets: &'m Facets, base: &Datatype<'m>) -> Option<Step<'m>> {
    let mut step = Step {
        limits: limits(facets, base),
        ..Step::default()
    };
    for pattern in &facets.patterns {
        step.patterns.push(Pattern::new(&pattern.value).ok());
        step.written_patterns.push(&pattern.value);
        step.pattern_span = pattern.span;
    }
    if !facets.enumeration.is_empty() {
        let keys = facets
            .enumeration
            .iter()
            .filter_map(|one| key(base, &one.value, &one.bindings));
        step.enumeration = Some(keys.collect());
        step.written_values = facets
            .enumeration
            .iter()
            .map(|one| one.value.as_str())
            .collect();
    }
    let is_empty = step.limits.is_empty() && step.patterns.is_empty() && step.enumeration.is_none();
    (!is_empty).then_some(step)
}

fn limits(facets: &Facets, base: &Datatype<'_>) -> Vec<Limit> {
    let mut limits = Vec::new();
    let lengths: [(_, &'static [Ordering], _); 3] = [
        (&facets.length, &EXACTLY, "exactly"),
        (&facets.min_length, &AT_LEAST, "at least"),
        (&facets.max_length, &AT_MOST, "at most"),
    ];
    for (facet, orders, words) in lengths {
        limits.extend(
            facet
                .as_ref()
                .map(|facet| length(facet.value, orders, words, facet.span)),
        );
    }
    let bounds: [(_, &'static [Ordering], _); 4] = [
        (&facets.min_inclusive, &AT_LEAST, "at least"),
        (&facets.max_inclusive, &AT_MOST, "at most"),
        (&facets.min_exclusive, &MORE, "more than"),
        (&facets.max_exclusive, &LESS, "less than"),
    ];
    for (facet, orders, words) in bounds {
        let (Some(facet), Made::Atomic(builtin)) = (facet, &base.variety) else {
            continue;
        };
        let text = normalize(&facet.value, base.white_space);
        if let Some(atom) = Atom::parse(*builtin, &text, &()) {
            limits.push(Limit {
                kind: Kind::Order(atom, text.into(), orders, words),
                span: facet.span,
            });
        }
    }
    limits.extend(facets.total_digits.as_ref().map(|facet| Limit {
        kind: Kind::TotalDigits(facet.value),
        span: facet.span,
    }));
    limits.extend(facets.fraction_digits.as_ref().map(|facet| Limit {
        kind: Kind::FractionDigits(facet.value),
        span: facet.span,
    }));
    limits
}

/// Judges text against a type, and returns it with white space treated as the type that takes it wants it.
fn judge<'m, 't>(
    datatype: &Datatype<'m>,
    text: &'t str,
    scope: &dyn Scope,
) -> Result<Cow<'t, str>, Fault<'m>> {
    let mut text = normalize(text, datatype.white_space);
    match &datatype.variety {
        Made::Any => {}
        Made::Atomic(builtin) => {
            let bound = match builtin {
                Builtin::QName | Builtin::Notation => {
                    let prefix = text.split_once(':').map_or("", |(prefix, _)| prefix);
                    scope.namespace(prefix).is_some()
                }
                _ => true,
            };
            if !bound || !strict::is_valid(*builtin, &text) {
                return Err(lexical::fault(*builtin));
            }
        }
        Made::List(item) => {
            for word in words(&text) {
                judge(item, word, scope)?;
            }
        }
        Made::Union(members) => {
            let mut faults = Vec::new();
            let mut taken = None;
            for member in members {
                match judge(member, &text, scope) {
                    Ok(normal) => {
                        taken = Some(normal.into_owned());
                        break;
                    }
                    Err(fault) => faults.push(fault),
                }
            }
            match taken {
                Some(normal) => text = Cow::Owned(normal),
                None => return Err(super::union_fault(faults)),
            }
        }
    }
    for step in &datatype.steps {
        check_step(datatype, step, &text, scope)?;
    }
    Ok(text)
}

fn check_step<'m>(
    datatype: &Datatype<'m>,
    step: &Step<'m>,
    text: &str,
    scope: &dyn Scope,
) -> Result<(), Fault<'m>> {
    if !step.patterns.is_empty() {
        let matches = |pattern: &Option<Pattern>| match pattern {
            Some(pattern) => pattern.matches(text).unwrap_or(true),
            None => true,
        };
        if !step.patterns.iter().any(matches) {
            return Err(Fault {
                rule: Rule::FACET,
                expected: Expected::Phrase(
                    format!(
                        "text that matches `{}`",
                        step.written_patterns.join("` or `")
                    )
                    .into(),
                ),
                span: Some(step.pattern_span),
            });
        }
    }
    // The same text is the same value, but for prefixes, which may be bound otherwise.
    let is_name = matches!(
        datatype.variety,
        Made::Atomic(Builtin::QName | Builtin::Notation)
    );
    if let Some(keys) = &step.enumeration
        && (is_name || !step.written_values.contains(&text))
        && !key(datatype, text, scope).is_some_and(|key| keys.contains(&key))
    {
        return Err(Fault {
            rule: Rule::INVALID_VALUE,
            expected: Expected::OneOf(step.written_values.clone()),
            span: None,
        });
    }
    if step.limits.is_empty() {
        return Ok(());
    }
    let unit = datatype.unit();
    let length = match step.limits.iter().any(Limit::needs_length) {
        true => measure(unit, datatype, text),
        false => 0,
    };
    let atom = match datatype.variety {
        Made::Atomic(builtin) if step.limits.iter().any(Limit::needs_value) => {
            Atom::parse(builtin, text, scope)
        }
        _ => None,
    };
    step.limits
        .iter()
        .try_for_each(|limit| limit.check(unit, length, atom.as_ref(), text))
}

/// The length that the facets of length bound (XSD part 2 §4.3.1).
fn measure(unit: Unit, datatype: &Datatype<'_>, text: &str) -> u64 {
    let length = match (unit, &datatype.variety) {
        (Unit::Items, _) => words(text).count(),
        (Unit::Octets, Made::Atomic(Builtin::HexBinary)) => text.len() / 2,
        (Unit::Octets, _) => strict::base64_octets(text).len(),
        (Unit::Characters, _) => text.chars().count(),
        (Unit::Nothing, _) => 0,
    };
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// Text that equal values share, the primitive type in front, since values of two of them are never equal. Nothing if it is
/// no value; facets are not looked at.
fn key(datatype: &Datatype<'_>, text: &str, scope: &dyn Scope) -> Option<String> {
    let text = normalize(text, datatype.white_space);
    match &datatype.variety {
        Made::Any => Some(format!("string {text}")),
        Made::Atomic(builtin) => {
            let name = strict::primitive(*builtin).name();
            Some(format!(
                "{name} {}",
                Atom::parse(*builtin, &text, scope)?.key()
            ))
        }
        Made::List(item) => {
            let keys: Option<Vec<String>> =
                words(&text).map(|word| key(item, word, scope)).collect();
            Some(format!("list {}", keys?.join("\n")))
        }
        Made::Union(members) => members
            .iter()
            .find(|member| judge(member, &text, scope).is_ok())
            .and_then(|member| key(member, &text, scope)),
    }
}

fn atoms(
    datatype: &Datatype<'_>,
    text: &str,
    scope: &dyn Scope,
    receive: &mut dyn FnMut(Builtin, &str),
) {
    let text = normalize(text, datatype.white_space);
    match &datatype.variety {
        Made::Any => {}
        Made::Atomic(builtin) if datatype.is_remarkable => receive(*builtin, &text),
        Made::Atomic(_) => {}
        Made::List(item) => words(&text).for_each(|word| atoms(item, word, scope, receive)),
        Made::Union(members) => {
            let taken = members
                .iter()
                .find(|member| judge(member, &text, scope).is_ok());
            if let Some(member) = taken {
                atoms(member, &text, scope, receive);
            }
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_xml_space).filter(|word| !word.is_empty())
}
