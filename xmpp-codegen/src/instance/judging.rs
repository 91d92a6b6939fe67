//! The judgement of one document.

use super::children::Tally;
use super::shape::{AttributeShape, Shape, Text, Unknown, Value, written};
use super::{Known, Violation};
use crate::model::ElementId;
use crate::model::Type;
use crate::source::Span;
use crate::value::{self, Expected, Fault};
use std::ops::ControlFlow;
use xmpp_xml::{Attribute, Content, Node, Place, Rule, wording};

/// Attributes that every element may have (XSD part 1 §2.6).
pub(super) const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// One document being judged.
pub(super) struct Judging<'j, 'r, 't> {
    pub(super) judge: &'j Known<'j>,
    receiver: &'r mut dyn FnMut(Violation) -> ControlFlow<()>,
    /// Whether the receiver has enough.
    stopped: bool,
    /// Elements that are still to be judged, the next one last.
    waiting: Vec<(Node<'t>, ElementId)>,
}

impl<'j, 'r, 't> Judging<'j, 'r, 't> {
    pub(super) fn new(
        judge: &'j Known<'j>,
        receiver: &'r mut dyn FnMut(Violation) -> ControlFlow<()>,
    ) -> Self {
        Self {
            judge,
            receiver,
            stopped: false,
            waiting: Vec::new(),
        }
    }

    pub(super) fn run(mut self, root: Node<'t>) {
        self.root(root);
        while let Some((node, id)) = self.waiting.pop() {
            if self.stopped {
                return;
            }
            self.element(node, id);
        }
    }

    fn root(&mut self, node: Node<'t>) {
        let namespace = wording::shown(node.namespace());
        if let Some(id) = self.judge.global(node) {
            self.later(node, id);
        } else if self.judge.knows(node.namespace()) {
            let names = self.judge.names(node.namespace());
            self.violation(
                Rule::UNEXPECTED_ELEMENT,
                Place::Element(node),
                None,
                &|| Said {
                    help: wording::did_you_mean(node.name(), &names),
                    ..Said::message(format!(
                        "`{namespace}` has no element `<{}/>` that can stand alone",
                        wording::shown(node.name())
                    ))
                },
            );
        } else {
            self.violation(Rule::UNKNOWN_NAMESPACE, Place::Element(node), None, &|| {
                Said::message(format!("there is no schema for `{namespace}`"))
            });
        }
    }

    /// Judges an element when its turn comes.
    pub(super) fn later(&mut self, node: Node<'t>, id: ElementId) {
        self.waiting.push((node, id));
    }

    fn element(&mut self, node: Node<'t>, id: ElementId) {
        let judge = self.judge;
        let Some(shape) = judge.shapes.get(id.0 as usize) else {
            return;
        };
        for declared in &shape.attributes {
            self.absent_attribute(node, declared);
        }
        for attribute in node.attributes() {
            self.attribute(node, shape, attribute);
        }
        self.content(node, shape);
        for rule in &shape.rules {
            rule.check(self, shape, node);
        }
    }

    fn absent_attribute(&mut self, node: Node<'t>, declared: &AttributeShape<'_>) {
        let name = declared.name;
        if declared.required && node.attribute(&name.namespace, &name.local).is_none() {
            let place = Place::Element(node);
            self.violation(Rule::MISSING_ATTRIBUTE, place, Some(declared.span), &|| {
                Said::message(wording::missing_attribute(node.name(), &written(name)))
            });
        }
    }

    fn attribute(&mut self, node: Node<'t>, shape: &Shape<'_>, attribute: Attribute<'t>) {
        if let Some(declared) = shape.attribute(attribute.namespace(), attribute.name()) {
            let of = written(declared.name);
            let place = Place::Attribute(attribute);
            self.value(&declared.value, &attribute.value(), &of, place);
            return;
        }
        let admitted = shape.open
            || attribute.namespace() == INSTANCE
            || shape
                .any_attribute
                .is_some_and(|any| any.namespaces.admits(attribute.namespace()));
        if self.judge.strict && !admitted {
            self.violation(
                Rule::UNKNOWN_ATTRIBUTE,
                Place::Attribute(attribute),
                None,
                &|| {
                    let name = match attribute.prefix() {
                        "" => attribute.name().to_owned(),
                        prefix => format!("{prefix}:{}", attribute.name()),
                    };
                    Said::message(wording::unknown_attribute(node.name(), &name))
                },
            );
        }
    }

    fn content(&mut self, node: Node<'t>, shape: &'j Shape<'j>) {
        let mut tally = Tally::new(shape, node, self.judge.strict);
        let first = self.waiting.len();
        for content in node.content() {
            match content {
                Content::Element(child) => tally.child(self, child),
                Content::Text(run) if !run.is_whitespace() && matches!(shape.text, Text::None) => {
                    self.violation(Rule::UNEXPECTED_TEXT, Place::Text(node, run), None, &|| {
                        Said::message(wording::unexpected_text(node.name()))
                    });
                }
                Content::Text(_) => {}
            }
        }
        if let Some(children) = self.waiting.get_mut(first..) {
            children.reverse();
        }
        if let Text::Value(value) = &shape.text {
            let of = format!("<{}/>", node.name());
            self.value(value, &shape.text_of(node), &of, Place::TextOf(node));
        }
        tally.absent(self);
    }

    /// Judges the value of an attribute or text, which `of` names.
    fn value(&mut self, value: &Value<'_>, text: &str, of: &str, place: Place<'t>) {
        let Err(fault) = self.judge_value(value, text) else {
            return;
        };
        match value.unknown {
            Unknown::Keep if fault.is_unknown() => {}
            Unknown::ReadAs(ref known) if fault.is_unknown() => {
                self.violation(Rule::UNKNOWN_VALUE, place, None, &|| Said {
                    help: Some(format!("read as `{known}`")),
                    ..Said::message(wording::invalid_value(text, of))
                });
            }
            _ => self.violation(
                fault.rule.clone(),
                place,
                fault.span.or(Some(value.span)),
                &|| Said {
                    message: fault.message(text, of),
                    label: Some(fault.label()),
                    help: Some(fault.help(text)),
                },
            ),
        }
    }

    /// What a valid value reads as, or what stands for one that is not known.
    pub(super) fn reads_as(&self, value: &Value<'_>, text: &str) -> Option<String> {
        match (self.judge_value(value, text), &value.unknown) {
            (Err(fault), Unknown::ReadAs(known)) if fault.is_unknown() => Some(known.clone()),
            (Err(fault), Unknown::Keep) if fault.is_unknown() => Some(text.trim().to_owned()),
            (Err(_), _) => None,
            (Ok(()), _) => Some(value::canonical(self.judge.model, value.type_, text)),
        }
    }

    fn judge_value<'v>(&self, value: &'v Value<'_>, text: &str) -> Result<(), Fault<'v>>
    where
        'j: 'v,
    {
        value::check(self.judge.model, value.type_, text)?;
        match value.fixed {
            Some(fixed) if !self.same(value.type_, fixed, text) => Err(Fault {
                rule: Rule::INVALID_VALUE,
                expected: Expected::OneOf(vec![fixed]),
                span: None,
            }),
            _ => Ok(()),
        }
    }

    /// Whether two texts are the same value.
    fn same(&self, type_: Type, one: &str, two: &str) -> bool {
        let canonical = |text| value::canonical(self.judge.model, type_, text);
        canonical(one).trim() == canonical(two).trim()
    }

    /// Reports a violation; `say` is called only while somebody listens.
    pub(super) fn violation(
        &mut self,
        rule: Rule,
        place: Place<'_>,
        schema: Option<Span>,
        say: &dyn Fn() -> Said,
    ) {
        if self.stopped {
            return;
        }
        let said = say();
        let violation = Violation {
            finding: place.finding(rule, said.message, said.help),
            label: said.label,
            schema: schema.filter(|span| *span != Span::default()),
        };
        self.stopped = (self.receiver)(violation).is_break();
    }
}

/// The words of a violation.
pub(super) struct Said {
    pub(super) message: String,
    pub(super) label: Option<String>,
    pub(super) help: Option<String>,
}

impl Said {
    pub(super) const fn message(message: String) -> Self {
        Self {
            message,
            label: None,
            help: None,
        }
    }
}
