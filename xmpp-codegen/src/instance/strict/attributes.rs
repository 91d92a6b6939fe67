//! The attributes of an element (XSD part 1 §3.4.4, §3.5.4).

use super::assessment::{Assessment, Said};
use super::element::instance_type;
use super::rules;
use super::source::{At, Attribute, Node};
use crate::instance::judging::INSTANCE;
use crate::model::identity::NameTest;
use crate::model::{
    AttributeUse, Bindings, ComplexType, Name, Process, Type, ValueConstraint, Wildcard,
    datatype::Builtin,
};
use crate::source::Span;
use xmpp_xml::{Rule, wording};

/// What an attribute is judged by.
struct Declared<'m> {
    type_: Type,
    value: Option<&'m ValueConstraint>,
    bindings: &'m Bindings,
    span: Span,
}

impl<'m, 't, N: Node<'t>> Assessment<'_, 'm, 't, '_, N> {
    /// Judges the attributes of the innermost open element.
    pub(super) fn attributes(&mut self, node: N, type_: Type) {
        let complex = self.grammar.complex(type_);
        let mut required = complex.map_or(0, |complex| {
            complex.attributes.iter().filter(|it| it.required).count()
        });
        let mut ids = 0;
        for attribute in node.attributes() {
            let (namespace, local) = attribute.expanded_name();
            if namespace == INSTANCE && instance_type(local).is_some() {
                continue;
            }
            let used = complex.and_then(|complex| self.used(complex, attribute));
            if let Some(used) = used {
                required -= usize::from(used.required);
                let declaration = &self.grammar.model[used.attribute];
                let declared = Declared {
                    type_: declaration.type_,
                    value: used.value.as_ref().or(declaration.value.as_ref()),
                    bindings: &used.bindings,
                    span: used.span,
                };
                ids += usize::from(self.is_id(declared.type_));
                self.attribute(node, attribute, &declared);
                continue;
            }
            match (type_, complex) {
                (Type::Any, _) => self.wild(node, attribute, Process::Lax, &mut ids),
                (_, Some(complex)) => match &complex.any_attribute {
                    Some(any) if admits(any, attribute) => {
                        self.wild(node, attribute, any.process, &mut ids);
                    }
                    _ => self.unknown_attribute(node, attribute, Some(complex.span)),
                },
                (_, None) => self.unknown_attribute(node, attribute, None),
            }
        }
        if ids > 1 {
            self.report(rules::DUPLICATE_ID, node, At::Element, None, || {
                Said::message(format!("`<{}/>` has more than one ID", node.local()))
            });
        }
        if required > 0
            && let Some(complex) = complex
        {
            self.absent(node, complex);
        }
        self.defaulted(node, complex);
    }

    fn used(&self, complex: &'m ComplexType, attribute: N::Attribute) -> Option<&'m AttributeUse> {
        let (namespace, local) = attribute.expanded_name();
        complex.attributes.iter().find(|used| {
            let name = &self.grammar.model[used.attribute].name;
            name.is(namespace, local)
        })
    }

    fn is_id(&self, type_: Type) -> bool {
        match type_ {
            Type::Builtin(builtin) => builtin == Builtin::Id,
            type_ => self.grammar.datatypes.atomic(type_) == Some(Builtin::Id),
        }
    }

    /// An attribute that a wildcard admits.
    fn wild(&mut self, node: N, attribute: N::Attribute, process: Process, ids: &mut usize) {
        if process == Process::Skip {
            return;
        }
        let id = self
            .grammar
            .attribute(attribute.namespace(), attribute.local());
        match id.map(|id| &self.grammar.model[id]) {
            Some(declaration) => {
                *ids += usize::from(self.is_id(declaration.type_));
                let declared = Declared {
                    type_: declaration.type_,
                    value: declaration.value.as_ref(),
                    bindings: &declaration.bindings,
                    span: declaration.span,
                };
                self.attribute(node, attribute, &declared);
            }
            None if process == Process::Strict => {
                self.report(
                    rules::UNDECLARED,
                    node,
                    At::Attribute(attribute),
                    None,
                    || {
                        Said::message(format!(
                            "no schema declares the attribute `{}`",
                            attribute.written()
                        ))
                    },
                );
            }
            None => {}
        }
    }

    /// Judges the value of an attribute.
    fn attribute(&mut self, node: N, attribute: N::Attribute, declared: &Declared<'_>) {
        let value = attribute.value();
        let scope = self.scope(node);
        let datatypes = &self.grammar.datatypes;
        let at = At::Attribute(attribute);
        if let Err(fault) = datatypes.check(declared.type_, &value, &scope) {
            let span = fault.span.unwrap_or(declared.span);
            self.report(fault.rule.clone(), node, at, Some(span), || Said {
                message: fault.message(&value, &attribute.written()),
                label: Some(fault.label()),
                help: Some(fault.help(&value)),
            });
            return;
        }
        if let Some(ValueConstraint::Fixed(fixed)) = declared.value {
            let expected = datatypes.key(declared.type_, fixed, declared.bindings);
            if expected != datatypes.key(declared.type_, &value, &scope) {
                self.report(rules::NOT_FIXED, node, at, Some(declared.span), || Said {
                    label: Some(format!("expected `{}`", wording::shown(fixed))),
                    ..Said::message(wording::invalid_value(&value, &attribute.written()))
                });
            }
        }
        self.remarkable(declared.type_, &value, node, Some(attribute));
    }

    fn unknown_attribute(&mut self, node: N, attribute: N::Attribute, span: Option<Span>) {
        let at = At::Attribute(attribute);
        self.report(Rule::UNKNOWN_ATTRIBUTE, node, at, span, || {
            Said::message(wording::unknown_attribute(
                node.local(),
                &attribute.written(),
            ))
        });
    }

    fn absent(&mut self, node: N, complex: &'m ComplexType) {
        for used in complex.attributes.iter().filter(|used| used.required) {
            let name = &self.grammar.model[used.attribute].name;
            if !node.attributes().any(|attribute| is(attribute, name)) {
                self.report(
                    Rule::MISSING_ATTRIBUTE,
                    node,
                    At::Element,
                    Some(used.span),
                    || {
                        Said::message(wording::missing_attribute(
                            node.local(),
                            &crate::instance::shape::written(name),
                        ))
                    },
                );
            }
        }
    }

    /// Absent attributes with a default may be references too.
    fn defaulted(&mut self, node: N, complex: Option<&'m ComplexType>) {
        for used in complex.map_or(&[][..], |complex| &complex.attributes) {
            let declaration = &self.grammar.model[used.attribute];
            let Some(value) = used.value.as_ref().or(declaration.value.as_ref()) else {
                continue;
            };
            let (ValueConstraint::Default(value) | ValueConstraint::Fixed(value)) = value;
            if self.grammar.datatypes.is_remarkable(declaration.type_)
                && !node
                    .attributes()
                    .any(|attribute| is(attribute, &declaration.name))
            {
                self.remarkable(declaration.type_, value, node, None);
            }
        }
    }

    /// What the values of attributes are compared by, those of that name that are there or have a default.
    pub(super) fn attribute_keys(&self, node: N, test: &NameTest) -> Vec<String> {
        let complex = self
            .open
            .last()
            .and_then(|open| self.grammar.complex(open.type_));
        let datatypes = &self.grammar.datatypes;
        let scope = self.scope(node);
        let mut keys = Vec::new();
        for attribute in node.attributes() {
            if !test.admits(attribute.namespace(), attribute.local()) {
                continue;
            }
            let used = complex.and_then(|complex| self.used(complex, attribute));
            let id = used.map(|used| used.attribute).or_else(|| {
                self.grammar
                    .attribute(attribute.namespace(), attribute.local())
            });
            let type_ = id.map_or(Type::Builtin(Builtin::AnySimpleType), |id| {
                self.grammar.model[id].type_
            });
            keys.extend(datatypes.key(type_, &attribute.value(), &scope));
        }
        for used in complex.map_or(&[][..], |complex| &complex.attributes) {
            let declaration = &self.grammar.model[used.attribute];
            let name = &declaration.name;
            let value = used.value.as_ref().or(declaration.value.as_ref());
            if let Some(ValueConstraint::Default(value) | ValueConstraint::Fixed(value)) = value
                && test.admits(&name.namespace, &name.local)
                && !node.attributes().any(|attribute| is(attribute, name))
            {
                keys.extend(datatypes.key(declaration.type_, value, &used.bindings));
            }
        }
        keys
    }
}

fn is<'t>(attribute: impl Attribute<'t>, name: &Name) -> bool {
    let (namespace, local) = attribute.expanded_name();
    name.is(namespace, local)
}

fn admits<'t>(wildcard: &Wildcard, attribute: impl Attribute<'t>) -> bool {
    wildcard.namespaces.admits(attribute.namespace())
}
