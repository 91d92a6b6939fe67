//! Which declaration and type an element is judged by: what stands at its start tag (XSD part 1 §3.3.4, §3.4.4).

use super::assessment::{Assessment, By, Said};
use super::identity::{Broken, Value};
use super::rules;
use super::source::{At, Attribute as _, Node};
use crate::instance::judging::INSTANCE;
use crate::model::{ElementId, Process, Type, ValueConstraint, Ways, datatype::Builtin};
use crate::value::Scope as _;
use xmpp_xml::{Rule, wording};

impl<'t, N: Node<'t>> Assessment<'_, '_, 't, '_, N> {
    /// Opens an element: finds its type, judges its attributes, and begins its constraints.
    pub(super) fn enter(&mut self, node: N, by: By) {
        let has_instance = node
            .attributes()
            .any(|attribute| attribute.expanded_name().0 == INSTANCE);
        let mut named = None;
        if has_instance {
            self.late_location(node);
            named = self.named_type(node);
        }
        let declaration = match by {
            By::Declaration(id) => Some(id),
            By::Wildcard(process) => {
                if process == Process::Strict && named.is_none() {
                    self.undeclared(node);
                }
                None
            }
        };
        let declared = declaration.map_or(Type::Any, |id| self.grammar.model[id].type_);
        let type_ = match named {
            Some(Some((type_, attribute))) => {
                self.replaced(node, attribute, declaration, (declared, type_))
            }
            Some(None) | None => declared,
        };
        if let Some(id) = declaration
            && self.grammar.model[id].abstract_
        {
            self.report(
                rules::ABSTRACT,
                node,
                At::Element,
                self.span_of(Some(id)),
                || {
                    Said::message(format!(
                        "`<{}/>` is abstract: an element that substitutes it stands in its place",
                        node.local()
                    ))
                },
            );
        }
        if let Some(complex) = self.grammar.complex(type_)
            && complex.abstract_
        {
            self.report(
                rules::ABSTRACT,
                node,
                At::Element,
                Some(complex.span),
                || Said {
                    help: Some("say with `xsi:type` which type it is".to_owned()),
                    ..Said::message(format!("the type of `<{}/>` is abstract", node.local()))
                },
            );
        }
        let is_nil = has_instance && self.nil(node, declaration);
        self.push(node, declaration, type_, is_nil);
        self.attributes(node, type_);
        self.keys(node, declaration);
    }

    /// A schema that is named for a namespace must be named before elements of that namespace (XSD part 1 §4.3.2).
    fn late_location(&mut self, node: N) {
        if self.elements == 0 {
            return;
        }
        for local in ["schemaLocation", "noNamespaceSchemaLocation"] {
            let Some(attribute) = instance_attribute(node, local) else {
                continue;
            };
            let value = attribute.value();
            let late = match local {
                "schemaLocation" => value
                    .split_ascii_whitespace()
                    .step_by(2)
                    .any(|namespace| self.seen.contains(&namespace)),
                _ => self.seen.contains(&""),
            };
            if late {
                self.report(
                    rules::LATE_LOCATION,
                    node,
                    At::Attribute(attribute),
                    None,
                    || {
                        Said::message(format!(
                            "`xsi:{local}` comes after elements of the namespace"
                        ))
                    },
                );
            }
        }
    }

    /// The type that `xsi:type` names: nothing without the attribute, an empty answer where it names none, which is told.
    fn named_type(&mut self, node: N) -> Option<Option<(Type, N::Attribute)>> {
        let attribute = instance_attribute(node, "type")?;
        let value = attribute.value();
        let name = value.trim_matches([' ', '\t', '\n', '\r']);
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let scope = self.scope(node);
        let type_ = scope
            .namespace(prefix)
            .and_then(|namespace| self.grammar.type_(namespace, local));
        if type_.is_none() {
            self.report(
                rules::INVALID_TYPE,
                node,
                At::Attribute(attribute),
                None,
                || Said::message(format!("there is no type `{}`", wording::shown(name))),
            );
        }
        Some(type_.map(|type_| (type_, attribute)))
    }

    /// The type in the place of the declared one, if it may stand there.
    fn replaced(
        &mut self,
        node: N,
        attribute: N::Attribute,
        declaration: Option<ElementId>,
        (declared, type_): (Type, Type),
    ) -> Type {
        let own = declaration.map_or(Ways::NONE, |id| self.grammar.model[id].block);
        let complex = self.grammar.complex(declared);
        let blocked = own.and(complex.map_or(Ways::NONE, |complex| complex.block));
        if self.grammar.is_derived(type_, declared, blocked) {
            return type_;
        }
        let span = self.span_of(declaration);
        let value = attribute.value();
        let why = match self.grammar.is_derived(type_, declared, Ways::NONE) {
            true => "the way in which it is derived is blocked",
            false => "it is not derived from the declared type",
        };
        self.report(
            rules::INVALID_TYPE,
            node,
            At::Attribute(attribute),
            span,
            || Said {
                label: Some(why.to_owned()),
                ..Said::message(format!(
                    "`{}` may not be the type of `<{}/>`",
                    wording::shown(&value),
                    node.local()
                ))
            },
        );
        declared
    }

    fn undeclared(&mut self, node: N) {
        let (namespace, local) = (node.namespace(), node.local());
        let shown = wording::shown(namespace);
        if self.grammar.knows(namespace) {
            let names = self.grammar.names(namespace);
            self.report(rules::UNDECLARED, node, At::Element, None, || Said {
                help: wording::did_you_mean(local, &names),
                ..Said::message(format!(
                    "`{shown}` has no element `<{}/>` that can stand alone",
                    wording::shown(local)
                ))
            });
        } else {
            let said = || Said::message(format!("there is no schema for `{shown}`"));
            self.report(rules::UNDECLARED, node, At::Element, None, said);
        }
    }

    /// Whether the element is nil (XSD part 1 §3.3.4, Element Locally Valid 3).
    fn nil(&mut self, node: N, declaration: Option<ElementId>) -> bool {
        let Some(attribute) = instance_attribute(node, "nil") else {
            return false;
        };
        let value = attribute.value();
        let is_nil = match value.trim_matches([' ', '\t', '\n', '\r']) {
            "true" | "1" => true,
            "false" | "0" => false,
            other => {
                self.report(
                    Rule::INVALID_VALUE,
                    node,
                    At::Attribute(attribute),
                    None,
                    || Said::message(wording::invalid_value(other, "xsi:nil")),
                );
                return false;
            }
        };
        let Some(element) = declaration.map(|id| &self.grammar.model[id]) else {
            return is_nil;
        };
        let at = At::Attribute(attribute);
        if !element.nillable {
            self.report(rules::INVALID_NIL, node, at, Some(element.span), || {
                Said::message(format!("`<{}/>` is not nillable", node.local()))
            });
            return false;
        }
        if is_nil && matches!(element.value, Some(ValueConstraint::Fixed(_))) {
            self.report(rules::INVALID_NIL, node, at, Some(element.span), || {
                Said::message(format!(
                    "`<{}/>` has a fixed value and is nil",
                    node.local()
                ))
            });
        }
        is_nil
    }

    /// Begins the constraints of the innermost open element, and looks whether it belongs to those around it.
    fn keys(&mut self, node: N, declaration: Option<ElementId>) {
        if let Some(id) = declaration {
            let constraints = &self.grammar.model[id].constraints;
            if !constraints.is_empty() {
                self.identity.begin(constraints, self.open.len() - 1);
            }
        }
        if self.identity.is_idle() {
            return;
        }
        let wanted = self.identity.element(&self.names, self.elements, node);
        for (wanted, attribute) in wanted {
            match attribute {
                None => {
                    if let Some(open) = self.open.last_mut() {
                        open.fields.push(wanted);
                    }
                }
                Some(test) => {
                    for key in self.attribute_keys(node, test) {
                        let broken = self.identity.value(wanted, Value::Key(key), false, node);
                        if let Some(broken) = broken {
                            self.broken_key(broken);
                        }
                    }
                }
            }
        }
    }

    /// Answers the fields that an element is, at its end.
    pub(super) fn field_values(&mut self, open: &mut super::assessment::Open<'_, '_, 't, N>) {
        for wanted in std::mem::take(&mut open.fields) {
            let value = match open.value() {
                Some((type_, text)) => {
                    let scope = self.scope(open.node);
                    match self.grammar.datatypes.key(type_, text, &scope) {
                        Some(key) => Value::Key(key),
                        None => Value::Nothing,
                    }
                }
                None if open.is_simple() => Value::Nothing,
                None => Value::NotSimple,
            };
            let is_nillable = open
                .declaration
                .is_some_and(|id| self.grammar.model[id].nillable);
            if let Some(broken) = self.identity.value(wanted, value, is_nillable, open.node) {
                self.broken_key(broken);
            }
        }
    }

    pub(super) fn broken_key(&mut self, broken: Broken<'_, N>) {
        use crate::model::identity::Kind;
        let (rule, constraint, node, what) = match broken {
            Broken::TooMany => {
                if let Some(node) = self.open.first().map(|open| open.node) {
                    self.report(rules::TOO_MANY_KEYS, node, At::Element, None, || {
                        Said::message("there are too many keys to compare them all".to_owned())
                    });
                }
                return;
            }
            Broken::Duplicate(constraint, node) => (
                rules::DUPLICATE_KEY,
                constraint,
                node,
                "another element has the same values in",
            ),
            Broken::Absent(constraint, node) => (
                rules::INCOMPLETE_KEY,
                constraint,
                node,
                "a field is absent of",
            ),
            Broken::NotOne(constraint, node) => (
                rules::INCOMPLETE_KEY,
                constraint,
                node,
                "a field has more than one value in",
            ),
            Broken::NotSimple(constraint, node) => (
                rules::INCOMPLETE_KEY,
                constraint,
                node,
                "a field is no simple value in",
            ),
            Broken::Nillable(constraint, node) => (
                rules::INCOMPLETE_KEY,
                constraint,
                node,
                "a field is nillable in",
            ),
            Broken::Unresolved(constraint, node) => (
                rules::UNRESOLVED_REFERENCE,
                constraint,
                node,
                "no element has the values of",
            ),
        };
        let kind = match constraint.kind {
            Kind::Unique => "xs:unique",
            Kind::Key => "xs:key",
            Kind::KeyRef(_) => "xs:keyref",
        };
        let name = &constraint.name.local;
        self.report(rule, node, At::Element, Some(constraint.span), || {
            Said::message(format!("`<{}/>`: {what} the {kind} `{name}`", node.local()))
        });
    }

    /// Enters IDs and references among the values of a type.
    pub(super) fn remarkable(
        &mut self,
        type_: Type,
        text: &str,
        node: N,
        attribute: Option<N::Attribute>,
    ) {
        if !self.grammar.datatypes.is_remarkable(type_) {
            return;
        }
        let mut atoms = Vec::new();
        let scope = self.scope(node);
        self.grammar
            .datatypes
            .atoms(type_, text, &scope, &mut |builtin, text| {
                atoms.push((builtin, text.to_owned()));
            });
        // The ID of an element's content is its parent's (XSD part 1 §3.15.5).
        let parent = self.open.last().map_or(0, |open| open.number);
        for (builtin, text) in atoms {
            self.atom(builtin, &text, node, (attribute, parent));
        }
    }

    fn atom(
        &mut self,
        builtin: Builtin,
        text: &str,
        node: N,
        (attribute, owner): (Option<N::Attribute>, u32),
    ) {
        let at = attribute.map_or(At::Text, At::Attribute);
        let shown = || wording::shown(text);
        match builtin {
            Builtin::Id if self.references.has_room() && !self.references.id(text, owner) => {
                self.report(rules::DUPLICATE_ID, node, at, None, || {
                    Said::message(format!("another element has the ID `{}` too", shown()))
                });
            }
            Builtin::IdRef if self.references.has_room() => self.references.reference(text, node),
            Builtin::Entity if !self.entities.contains(text) => {
                self.report(rules::UNRESOLVED_REFERENCE, node, at, None, || {
                    Said::message(format!("there is no unparsed entity `{}`", shown()))
                });
            }
            _ => {}
        }
    }
}

/// The attribute of the schema instance namespace.
pub(super) fn instance_attribute<'t, N: Node<'t>>(node: N, local: &str) -> Option<N::Attribute> {
    node.attributes()
        .find(|attribute| attribute.local() == local && attribute.namespace() == INSTANCE)
}

/// The types of the attributes that every element may have (XSD part 1 §2.6).
pub(super) fn instance_type(local: &str) -> Option<Builtin> {
    match local {
        "type" => Some(Builtin::QName),
        "nil" => Some(Builtin::Boolean),
        "schemaLocation" | "noNamespaceSchemaLocation" => Some(Builtin::AnySimpleType),
        _ => None,
    }
}
