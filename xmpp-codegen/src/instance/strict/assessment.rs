//! The walk over one document: a stack of open elements, each with what its type says of it.

use super::content::Content;
use super::grammar::Grammar;
use super::identity::Identity;
use super::matcher::{Admitted, Child, State};
use super::references::References;
use super::rules;
use super::source::{At, Inner, Node};
use crate::instance::Violation;
use crate::model::{
    self, ComplexType, Content as Declared, ElementId, Process, Type, ValueConstraint,
};
use crate::source::Span;
use crate::value::Scope;
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::ControlFlow;
use xmpp_xml::{Rule, wording};

/// One document being judged.
pub(super) struct Assessment<'g, 'm, 't, 'r, N: Node<'t>> {
    pub(super) grammar: &'g Grammar<'m>,
    receiver: &'r mut dyn FnMut(Violation) -> ControlFlow<()>,
    stopped: bool,
    pub(super) open: Vec<Open<'g, 'm, 't, N>>,
    /// Namespace and local name of each open element.
    pub(super) names: Vec<(&'t str, &'t str)>,
    pub(super) identity: Identity<'m, N>,
    pub(super) references: References<N>,
    /// Names of the unparsed entities of the document.
    pub(super) entities: &'r HashSet<String>,
    /// How many elements have begun.
    pub(super) elements: u32,
    /// The namespaces of the elements that have begun.
    pub(super) seen: Vec<&'t str>,
}

/// An element whose end has not yet come.
pub(super) struct Open<'g, 'm, 't, N: Node<'t>> {
    pub(super) node: N,
    content: N::Content,
    /// Its number in the document.
    pub(super) number: u32,
    pub(super) declaration: Option<ElementId>,
    pub(super) type_: Type,
    pub(super) kind: Kind<'g, 'm>,
    pub(super) is_nil: bool,
    state: State,
    text: Cow<'t, str>,
    has_children: bool,
    has_stray_text: bool,
    /// The fields of constraints that its value is.
    pub(super) fields: Vec<super::identity::Wanted>,
}

impl<'t, N: Node<'t>> Open<'_, '_, 't, N> {
    /// Whether it is of a simple type, or of simple content.
    pub(super) const fn is_simple(&self) -> bool {
        matches!(self.kind, Kind::Simple(_))
    }

    /// The text that the element has as a value; nothing where it has none.
    pub(super) fn value(&self) -> Option<(Type, &str)> {
        match self.kind {
            Kind::Simple(type_) if !self.is_nil => Some((type_, &*self.text)),
            _ => None,
        }
    }
}

/// What may stand in an element.
#[derive(Clone, Copy)]
pub(super) enum Kind<'g, 'm> {
    /// Anything; what has a declaration is judged.
    Any,
    Empty,
    Simple(Type),
    Elements(&'g Content<'m>),
    Mixed(&'g Content<'m>),
}

/// How an element came to be judged.
#[derive(Clone, Copy)]
pub(super) enum By {
    Declaration(ElementId),
    Wildcard(Process),
}

/// What is said about a violation.
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

impl<'g, 'm, 't, 'r, N: Node<'t>> Assessment<'g, 'm, 't, 'r, N> {
    pub(super) fn new(
        grammar: &'g Grammar<'m>,
        entities: &'r HashSet<String>,
        receiver: &'r mut dyn FnMut(Violation) -> ControlFlow<()>,
    ) -> Self {
        Self {
            grammar,
            receiver,
            stopped: false,
            open: Vec::new(),
            names: Vec::new(),
            identity: Identity::new(grammar.model),
            references: References::new(),
            entities,
            elements: 0,
            seen: Vec::new(),
        }
    }

    /// Judges a document by its root element.
    pub(super) fn run(mut self, root: N) {
        match self.grammar.element(root.namespace(), root.local()) {
            Some(id) => self.enter(root, By::Declaration(id)),
            None => self.enter(root, By::Wildcard(Process::Strict)),
        }
        while let Some(open) = self.open.last_mut() {
            if self.stopped {
                return;
            }
            match open.content.next() {
                Some(Inner::Element(child)) => self.child(child),
                Some(Inner::Text(text)) => self.text(text),
                None => self.end(),
            }
        }
        for (id, node) in self.references.unresolved() {
            self.report(rules::UNRESOLVED_REFERENCE, node, At::Element, None, || {
                Said::message(format!("no element has the ID `{}`", wording::shown(&id)))
            });
        }
    }

    /// Opens an element whose type is known.
    pub(super) fn push(
        &mut self,
        node: N,
        declaration: Option<ElementId>,
        type_: Type,
        is_nil: bool,
    ) {
        let kind = self.kind(type_);
        self.elements = self.elements.saturating_add(1);
        let is_known = self.names.last().map(|(namespace, _)| *namespace) == Some(node.namespace());
        if !is_known && !self.seen.contains(&node.namespace()) {
            self.seen.push(node.namespace());
        }
        self.names.push((node.namespace(), node.local()));
        self.open.push(Open {
            node,
            content: node.content(),
            number: self.elements,
            declaration,
            type_,
            kind,
            is_nil,
            state: State::Start,
            text: Cow::Borrowed(""),
            has_children: false,
            has_stray_text: false,
            fields: Vec::new(),
        });
    }

    fn kind(&self, type_: Type) -> Kind<'g, 'm> {
        match type_ {
            Type::Any => Kind::Any,
            Type::Builtin(_) | Type::Simple(_) => Kind::Simple(type_),
            Type::Complex(id) => {
                let complex: &'m ComplexType = &self.grammar.model[id];
                match &complex.content {
                    Declared::Empty => Kind::Empty,
                    Declared::Simple(type_) => Kind::Simple(*type_),
                    Declared::Elements(particle) => {
                        Kind::Elements(self.grammar.content(id, particle))
                    }
                    Declared::Mixed(Some(particle)) => {
                        Kind::Mixed(self.grammar.content(id, particle))
                    }
                    Declared::Mixed(None) => Kind::Mixed(&self.grammar.nothing),
                }
            }
        }
    }

    /// A child element of the innermost open one.
    fn child(&mut self, child: N) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        open.has_children = true;
        let parent = open.node;
        if open.is_nil {
            self.report(rules::INVALID_NIL, child, At::Element, None, || {
                Said::message(format!(
                    "`<{}/>` is nil and holds an element",
                    parent.local()
                ))
            });
            return;
        }
        let content = match open.kind {
            Kind::Any => {
                self.admitted(child, Process::Lax);
                return;
            }
            Kind::Empty | Kind::Simple(_) => {
                let what = match open.kind {
                    Kind::Empty => "is empty",
                    _ => "holds text only",
                };
                let (parent, name) = (parent.local(), child.local());
                let span = self.declared_at();
                self.report(rules::UNEXPECTED_CHILD, child, At::Element, span, || {
                    Said::message(format!(
                        "`<{parent}/>` {what}, and `<{}/>` stands in it",
                        wording::shown(name)
                    ))
                });
                return;
            }
            Kind::Elements(content) | Kind::Mixed(content) => content,
        };
        // A name is looked up only where an element may stand for another.
        let own = match self.grammar.has_heads {
            true => self.grammar.element(child.namespace(), child.local()),
            false => None,
        };
        let seeking = Child {
            namespace: child.namespace(),
            local: child.local(),
            global: own.map(|id| (id, self.grammar.heads(id))),
        };
        match open.state.step(content, &seeking) {
            Some(Admitted::Element(id)) => self.enter(child, By::Declaration(id)),
            Some(Admitted::Any(wildcard)) => {
                self.admitted(child, wildcard.process);
            }
            Some(Admitted::Unknown) => self.admitted(child, Process::Lax),
            None => self.misplaced(child, content),
        }
    }

    /// A child that a wildcard admits.
    fn admitted(&mut self, child: N, process: Process) {
        if process == Process::Skip {
            return;
        }
        match self.grammar.element(child.namespace(), child.local()) {
            Some(id) => self.enter(child, By::Declaration(id)),
            None => self.enter(child, By::Wildcard(process)),
        }
    }

    /// A child that may not stand where it stands: told of once for each parent, and looked into where it has a declaration.
    fn misplaced(&mut self, child: N, content: &'g Content<'m>) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let parent = open.node.local();
        let state = std::mem::replace(&mut open.state, State::Broken);
        let mut known = content.nodes.iter().filter_map(|spot| match spot.kind {
            super::content::Kind::Element(id, name)
                if name.is(child.namespace(), child.local()) =>
            {
                Some(id)
            }
            _ => None,
        });
        let members = content.all.as_ref().map_or(&[][..], |all| &all.members);
        let mut members = members
            .iter()
            .filter_map(|(id, name, _)| name.is(child.namespace(), child.local()).then_some(*id));
        let known = known.next().or_else(|| members.next());
        let own = known.or_else(|| self.grammar.element(child.namespace(), child.local()));
        if !matches!(state, State::Broken) {
            let expected = state.expected(content);
            let span = expected.span.or_else(|| self.declared_at());
            self.report(rules::UNEXPECTED_CHILD, child, At::Element, span, || Said {
                message: match known {
                    Some(_) => {
                        format!("`<{}/>` may not stand here in `<{parent}/>`", child.local())
                    }
                    None => wording::unknown_child(parent, &wording::shown(child.local())),
                },
                label: Some(expected.words()),
                help: wording::did_you_mean(child.local(), &expected.names()),
            });
        }
        if let Some(id) = own {
            self.enter(child, By::Declaration(id));
        }
    }

    fn text(&mut self, text: Cow<'t, str>) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let blank = || {
            text.bytes()
                .all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
        };
        let is_stray = match open.kind {
            _ if text.is_empty() => false,
            _ if open.is_nil => true,
            // Of the content of anything, a value that is fixed may be asked.
            Kind::Any if open.declaration.is_none() => false,
            Kind::Elements(_) => !blank(),
            Kind::Empty => true,
            Kind::Any | Kind::Simple(_) | Kind::Mixed(_) => {
                match open.text.is_empty() {
                    true => open.text = text,
                    false => open.text.to_mut().push_str(&text),
                }
                return;
            }
        };
        if is_stray && !std::mem::replace(&mut open.has_stray_text, true) {
            let (node, is_nil) = (open.node, open.is_nil);
            let (rule, why) = match (is_nil, open.kind) {
                (true, _) => (rules::INVALID_NIL, "is nil and holds text"),
                (false, Kind::Empty) => (
                    Rule::UNEXPECTED_TEXT,
                    "is empty and holds text or white space",
                ),
                (false, _) => (
                    Rule::UNEXPECTED_TEXT,
                    "holds elements only, and text stands in it",
                ),
            };
            let span = self.declared_at();
            self.report(rule, node, At::Text, span, || {
                Said::message(format!("`<{}/>` {why}", node.local()))
            });
        }
    }

    /// The innermost open element ends.
    fn end(&mut self) {
        let Some(mut open) = self.open.pop() else {
            return;
        };
        let depth = self.open.len();
        self.open_ends(&mut open);
        if !self.identity.is_idle() {
            let grammar = self.grammar;
            let broken = self
                .identity
                .end(depth, |id| grammar.referred.contains(&id));
            for broken in broken {
                self.broken_key(broken);
            }
        }
        self.names.pop();
    }

    fn open_ends(&mut self, open: &mut Open<'g, 'm, 't, N>) {
        match open.kind {
            _ if open.is_nil => {}
            Kind::Empty => {}
            Kind::Any => self.fixed_text(open),
            Kind::Simple(type_) => self.simple_value(open, type_),
            Kind::Elements(content) | Kind::Mixed(content) => {
                if let Some(missing) = open.state.missing(content) {
                    let node = open.node;
                    let span = missing.span;
                    self.report(rules::INCOMPLETE_CONTENT, node, At::Element, span, || {
                        Said {
                            message: match missing.names().as_slice() {
                                [] => format!("`<{}/>` lacks an element", node.local()),
                                names => wording::missing_child(node.local(), names),
                            },
                            label: Some(missing.words()),
                            help: None,
                        }
                    });
                }
                if matches!(open.kind, Kind::Mixed(_)) {
                    self.fixed_text(open);
                }
            }
        }
        self.field_values(open);
    }

    /// The text of an element of a simple type, or of simple content.
    fn simple_value(&mut self, open: &mut Open<'g, 'm, 't, N>, type_: Type) {
        if open.has_children {
            return;
        }
        let constraint = open
            .declaration
            .and_then(|id| self.grammar.model[id].value.as_ref());
        if open.text.is_empty()
            && let Some(ValueConstraint::Default(value) | ValueConstraint::Fixed(value)) =
                constraint
        {
            open.text = Cow::Owned(value.to_string());
        }
        let scope = self.scope(open.node);
        let found = self.grammar.datatypes.check(type_, &open.text, &scope);
        if let Err(fault) = found {
            let node = open.node;
            let span = fault.span.or_else(|| self.span_of(open.declaration));
            let of = format!("<{}/>", node.local());
            let text = std::mem::take(&mut open.text);
            self.report(fault.rule.clone(), node, At::Text, span, || Said {
                message: fault.message(&text, &of),
                label: Some(fault.label()),
                help: Some(fault.help(&text)),
            });
            open.text = text;
            open.is_nil = true; // it has no value that a key could hold
            return;
        }
        if let (Some(ValueConstraint::Fixed(fixed)), Some(id)) = (constraint, open.declaration) {
            let datatypes = &self.grammar.datatypes;
            let bindings = &self.grammar.model[id].bindings;
            if datatypes.key(type_, fixed, bindings) != datatypes.key(type_, &open.text, &scope) {
                self.not_fixed(open, fixed);
            }
        }
        self.remarkable(type_, &open.text, open.node, None);
    }

    /// Mixed content that is fixed, also that of `xs:anyType`, holds that text and no elements (XSD part 1 §3.3.4).
    fn fixed_text(&mut self, open: &Open<'g, 'm, 't, N>) {
        let constraint = open
            .declaration
            .and_then(|id| self.grammar.model[id].value.as_ref());
        let Some(ValueConstraint::Fixed(fixed)) = constraint else {
            return;
        };
        let is_absent = open.text.is_empty() && !open.has_children;
        if !is_absent && (open.has_children || open.text != fixed.as_str()) {
            self.not_fixed(open, fixed);
        }
    }

    fn not_fixed(&mut self, open: &Open<'g, 'm, 't, N>, fixed: &str) {
        let node = open.node;
        let span = self.span_of(open.declaration);
        self.report(rules::NOT_FIXED, node, At::Text, span, || Said {
            label: Some(format!("expected `{}`", wording::shown(fixed))),
            ..Said::message(wording::invalid_value(
                &open.text,
                &format!("<{}/>", node.local()),
            ))
        });
    }

    /// The prefixes in scope at an element: its own, then those of the open elements around it.
    pub(super) fn scope<'s>(&'s self, node: N) -> InScope<'s, 'g, 'm, 't, N> {
        InScope {
            node,
            open: &self.open,
        }
    }

    /// Where the innermost open element was declared.
    fn declared_at(&self) -> Option<Span> {
        let open = self.open.last()?;
        self.grammar
            .complex(open.type_)
            .map(|complex| complex.span)
            .or_else(|| self.span_of(open.declaration))
    }

    pub(super) fn span_of(&self, declaration: Option<ElementId>) -> Option<Span> {
        declaration.map(|id| self.grammar.model[id].span)
    }

    /// Reports a violation; `say` is called only while somebody listens.
    pub(super) fn report(
        &mut self,
        rule: Rule,
        node: N,
        at: At<N::Attribute>,
        schema: Option<Span>,
        say: impl FnOnce() -> Said,
    ) {
        if self.stopped {
            return;
        }
        let said = say();
        let violation = Violation {
            finding: node.finding(at, rule, (said.message, said.help)),
            label: said.label,
            schema: schema.filter(|span| *span != Span::default()),
        };
        self.stopped = (self.receiver)(violation).is_break();
    }
}

/// The prefixes in scope at a place of a document.
pub(super) struct InScope<'s, 'g, 'm, 't, N: Node<'t>> {
    node: N,
    open: &'s [Open<'g, 'm, 't, N>],
}

impl<'t, N: Node<'t>> Scope for InScope<'_, '_, '_, 't, N> {
    fn namespace(&self, prefix: &str) -> Option<&str> {
        let around = self.open.iter().rev().map(|open| open.node);
        let bound = std::iter::once(self.node)
            .chain(around)
            .find_map(|node| node.binding(prefix));
        match (bound, prefix) {
            (Some(namespace), _) => Some(namespace),
            (None, "") => Some(""),
            (None, "xml") => Some(model::XML),
            (None, _) => None,
        }
    }
}
