//! The content of a complex type, with that of its base (XSD part 1 §3.4.2).

use super::derive::Kind;
use super::resolver::Resolver;
use crate::diagnostic::{Diagnostic, Label};
use crate::model::datatype::Builtin;
use crate::model::facet::Facets;
use crate::model::{
    ComplexType, ComplexTypeId, Compositor, Content, Derivation, Namespaces, Occurs, Particle,
    Process, SimpleType, Term, Type, Variety, Ways, Wildcard,
};
use crate::rule::invalid_derivation;
use crate::source::Span;

const ANY_SIMPLE: Content = Content::Simple(Type::Builtin(Builtin::AnySimpleType));

pub(super) fn content(
    resolver: &mut Resolver<'_>,
    base: Option<(Derivation, Type, Span)>,
    kind: Kind,
    id: ComplexTypeId,
) -> Content {
    match kind {
        Kind::Text {
            inner,
            facets,
            is_either,
            span,
        } => {
            if let Some(content) = no_text(resolver, base, is_either) {
                return content;
            }
            text(resolver, base, inner, facets, span)
        }
        Kind::Elements { particle, mixed } => {
            let own = own(particle, mixed);
            match base {
                Some((Derivation::Extension, base, span)) => {
                    extension(resolver, base, own, span, id)
                }
                Some((Derivation::Restriction, base, span)) => {
                    restriction(resolver, base, own, span)
                }
                None => own,
            }
        }
    }
}

/// How many attributes and particles a type holds.
pub(super) fn size(type_: &ComplexType) -> usize {
    let particles = match &type_.content {
        Content::Elements(particle) | Content::Mixed(Some(particle)) => particles(particle),
        Content::Empty | Content::Simple(_) | Content::Mixed(None) => 0,
    };
    type_.attributes.len() + particles
}

fn particles(particle: &Particle) -> usize {
    match &particle.term {
        Term::Model(_, inner) => 1 + inner.iter().map(particles).sum::<usize>(),
        Term::Element(_) | Term::Group(_) | Term::Any(_) => 1,
    }
}

/// Particles that stand for nothing leave the content empty.
fn own(particle: Option<Particle>, mixed: bool) -> Content {
    let particle = particle.filter(|particle| !is_empty(particle));
    match (particle, mixed) {
        (particle, true) => Content::Mixed(particle),
        (Some(particle), false) => Content::Elements(particle),
        (None, false) => Content::Empty,
    }
}

fn is_empty(particle: &Particle) -> bool {
    match &particle.term {
        Term::Model(Compositor::Choice, inner) => inner.is_empty() && particle.occurs.min == 0,
        Term::Model(_, inner) => inner.is_empty(),
        _ => false,
    }
}

/// `xs:simpleContent` that extends a base without text: the content of the base, as in `xs:complexContent`.
fn no_text(
    resolver: &mut Resolver<'_>,
    base: Option<(Derivation, Type, Span)>,
    is_either: bool,
) -> Option<Content> {
    let Some((Derivation::Extension, Type::Complex(id), span)) = base else {
        return None;
    };
    let content = match &resolver.model[id].content {
        Content::Simple(_) => return None,
        content => content.clone(),
    };
    if !is_either {
        report_no_text(resolver, id, span);
    }
    Some(content)
}

/// One report for a base, however many types are made from it.
fn report_no_text(resolver: &mut Resolver<'_>, id: ComplexTypeId, span: Span) {
    let next = resolver.diagnostics.len();
    let without_text = &mut resolver.reported().without_text;
    if let Some(&first) = without_text.get(&id) {
        let text = "and here".to_owned();
        resolver.diagnostics[first]
            .labels
            .push(Label { span, text });
        return;
    }
    without_text.insert(id, next);
    let report = text_report(resolver, Type::Complex(id), span);
    resolver.report(report.repaired("it is read as `xs:complexContent`"));
}

/// `xs:simpleContent`: the base's text, narrowed.
fn text(
    resolver: &mut Resolver<'_>,
    base: Option<(Derivation, Type, Span)>,
    inner: Option<Type>,
    facets: Option<Box<Facets>>,
    span: Span,
) -> Content {
    let Some((derivation, base, base_span)) = base else {
        return inner.map_or(ANY_SIMPLE, Content::Simple);
    };
    let inherited = match base {
        Type::Any => None,
        Type::Builtin(_) | Type::Simple(_) => Some(base),
        Type::Complex(id) => match &resolver.model[id].content {
            Content::Simple(type_) => Some(*type_),
            Content::Mixed(_) if derivation == Derivation::Restriction && inner.is_some() => inner,
            _ => None,
        },
    };
    let Some(inherited) = inherited else {
        let report = text_report(resolver, base, base_span);
        resolver.report(report);
        return inner.map_or(ANY_SIMPLE, Content::Simple);
    };
    if derivation == Derivation::Extension {
        return Content::Simple(inherited);
    }
    if !matches!(base, Type::Complex(_)) {
        let wrong = "`xs:simpleContent` can restrict a complex type only";
        let help = "restrict it in an `xs:simpleType`, and extend that one";
        resolver.report(
            invalid_derivation::report(base_span, wrong)
                .at("this is a simple type")
                .help(help),
        );
    }
    let from = inner.unwrap_or(inherited);
    let Some(facets) = facets.filter(|facets| !facets.is_empty()) else {
        return Content::Simple(from);
    };
    if from == Type::Builtin(Builtin::AnySimpleType) {
        let wrong = "`xs:anySimpleType` cannot be restricted"; // cos-st-restricts.1.1
        resolver.report(invalid_derivation::report(base_span, wrong));
    }
    let variety = Variety::Restriction(from);
    let type_ = SimpleType {
        name: None,
        variety,
        facets: *facets,
        final_: Ways::NONE,
        doc: None,
        span,
    };
    Content::Simple(Type::Simple(resolver.add_simple_type(type_)))
}

fn text_report(resolver: &Resolver<'_>, base: Type, span: Span) -> Diagnostic {
    let wrong = "`xs:simpleContent` needs a base whose content is text";
    let report = invalid_derivation::report(span, wrong);
    match base {
        Type::Complex(id) => {
            let type_ = &resolver.model[id];
            let what = match type_.content {
                Content::Empty => "this type is empty",
                _ => "this type has child elements",
            };
            let place = type_.span;
            report
                .at(what)
                .label(place, "defined here")
                .help("use `xs:complexContent`")
        }
        _ => report.help("use `xs:complexContent`, or a simple type as the base"),
    }
}

/// `xs:complexContent` with `xs:extension`: the base's content, then the type's own.
fn extension(
    resolver: &mut Resolver<'_>,
    base: Type,
    own: Content,
    span: Span,
    id: ComplexTypeId,
) -> Content {
    let inherited = match base {
        Type::Any => Content::Mixed(Some(anything(span))),
        Type::Builtin(_) | Type::Simple(_) => {
            report_simple_base(resolver, span);
            return own;
        }
        Type::Complex(base) => resolver.model[base].content.clone(),
    };
    let place = resolver.model[id].span;
    match (inherited, own) {
        (Content::Empty, own) => own,
        (inherited, Content::Empty | Content::Simple(_)) => inherited,
        (inherited @ Content::Mixed(_), Content::Mixed(None)) => inherited,
        (inherited @ Content::Elements(_), Content::Mixed(None)) => {
            resolver.report(mixed_report(span, MIXED));
            inherited
        }
        (Content::Simple(type_), _) => {
            let wrong = "a type whose content is text cannot be extended with elements";
            resolver.report(invalid_derivation::report(span, wrong));
            Content::Simple(type_)
        }
        (Content::Elements(first), Content::Elements(second)) => {
            Content::Elements(sequence(first, second, place))
        }
        (Content::Mixed(first), Content::Mixed(second)) => Content::Mixed(
            first
                .into_iter()
                .chain(second)
                .reduce(|first, second| sequence(first, second, place)),
        ),
        (Content::Mixed(first), Content::Elements(second)) => {
            resolver.report(mixed_report(
                span,
                "the base is mixed, and this type is not",
            ));
            Content::Mixed(
                first
                    .into_iter()
                    .chain([second])
                    .reduce(|first, second| sequence(first, second, place)),
            )
        }
        (Content::Elements(first), Content::Mixed(second)) => {
            resolver.report(mixed_report(span, MIXED));
            Content::Elements(
                second
                    .into_iter()
                    .fold(first, |first, second| sequence(first, second, place)),
            )
        }
    }
}

const MIXED: &str = "this type is mixed, and the base is not";

fn mixed_report(span: Span, wrong: &str) -> Diagnostic {
    invalid_derivation::report(span, wrong).help("give both the same `mixed`")
}

fn sequence(first: Particle, second: Particle, span: Span) -> Particle {
    let term = Term::Model(Compositor::Sequence, vec![first, second]);
    Particle {
        occurs: Occurs::ONCE,
        term,
        span,
    }
}

/// `xs:complexContent` with `xs:restriction`: the content is said anew.
fn restriction(resolver: &mut Resolver<'_>, base: Type, own: Content, span: Span) -> Content {
    match base {
        Type::Any => {}
        Type::Builtin(_) | Type::Simple(_) => report_simple_base(resolver, span),
        Type::Complex(id) => {
            if let (Content::Simple(_), Content::Elements(_) | Content::Mixed(_)) =
                (&resolver.model[id].content, &own)
            {
                let wrong = "a type whose content is text cannot be restricted to elements";
                resolver.report(invalid_derivation::report(span, wrong));
            }
        }
    }
    own
}

fn report_simple_base(resolver: &mut Resolver<'_>, span: Span) {
    let wrong = "`xs:complexContent` needs a complex type as its base";
    let report = invalid_derivation::report(span, wrong)
        .at("this is a simple type")
        .help("use `xs:simpleContent`");
    resolver.report(report);
}

/// The content of `xs:anyType`.
fn anything(span: Span) -> Particle {
    let any = Wildcard {
        namespaces: Namespaces::Any,
        process: Process::Lax,
        doc: None,
        span,
    };
    let any = Particle {
        occurs: Occurs::ANY,
        term: Term::Any(any),
        span,
    };
    Particle {
        occurs: Occurs::ONCE,
        term: Term::Model(Compositor::Sequence, vec![any]),
        span,
    }
}
