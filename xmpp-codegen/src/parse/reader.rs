//! What every construct needs: spans, attributes, children, references.

mod reference;

use super::attribute::Item;
use super::construct::{self, Construct};
use super::element::Declaration;
use super::known::marks;
use super::schema::Counts;
use super::tree::{Attribute, Constructs, Node};
use super::value::{self, Form, boolean, collapse, is_ncname, natural};
use super::{Located, XSD, annotation};
use crate::diagnostic::{Diagnostic, Label};
use crate::model::{Bindings, Occurs, Text, ValueConstraint, Ways};
use crate::rule::{
    conflicting_properties, foreign_element, incomplete_component, invalid_attribute_value,
    invalid_occurrence, misplaced_element, stray_text, unknown_element,
};
use crate::source::{FileId, Span};
use reference::Bound;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The attributes that give a value.
const VALUE: u64 = marks(&["default", "fixed"]);

/// The state of reading one file.
pub(super) struct Parser<'t> {
    file: FileId,
    text: &'t str,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// References to namespaces, the first to each before the others.
    references: Vec<(Text, Span)>,
    /// The prefixes that they have.
    pub(super) prefixes: Vec<Text>,
    /// The declarations of elements.
    pub(super) declarations: Vec<Declaration>,
    /// The namespaces in scope of the place that asked last.
    bindings: Bindings,
    /// Which they are in the tree.
    scope: std::ops::Range<u32>,
    /// The namespace that was made a text last.
    namespace: Text,
    /// What references without a prefix and those with one were last bound to.
    bound: [Bound; 2],
    pub(super) counts: Counts,
    /// `blockDefault` of the document.
    pub(super) block_default: Ways,
    /// Attributes that stand in a model group: the type that has the group takes them.
    pub(super) strays: Vec<Item>,
    /// `finalDefault` of the document.
    pub(super) final_default: Ways,
    /// What most documents have none of.
    rare: Option<Box<Rare>>,
}

/// What was reported, so that it is not reported again, and what may not come twice.
#[derive(Default)]
pub(super) struct Rare {
    /// Prefixes reported as unbound: one report each.
    unbound: BTreeSet<Text>,
    /// The `id`s of the document.
    pub(super) ids: BTreeSet<Text>,
    /// Reports of misplaced elements by parent and name: siblings share one.
    misplaced: BTreeMap<(u32, String, bool), usize>,
    /// Reports of forbidden attributes by construct, whether it is global, and name: a habit of the author is one report.
    pub(super) forbidden: BTreeMap<(String, bool, String), usize>,
}

/// What stands in an element: its documentation and the schema elements beside it.
pub(super) struct Children<'a, 'i> {
    pub(super) doc: Option<Text>,
    pub(super) nodes: Constructs<'a, 'i>,
}

impl<'t> Parser<'t> {
    pub(super) fn new(file: FileId, text: &'t str) -> Self {
        Self {
            file,
            text,
            diagnostics: Vec::new(),
            references: Vec::new(),
            prefixes: Vec::new(),
            declarations: Vec::new(),
            bindings: Bindings::default(),
            scope: 0..0,
            namespace: Text::new_static(""),
            bound: Default::default(),
            counts: Counts::default(),
            block_default: Ways::NONE,
            strays: Vec::new(),
            final_default: Ways::NONE,
            rare: None,
        }
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// The namespaces that references name, sorted, and the first reference to each.
    pub(super) fn take_references(&mut self) -> Vec<(Text, Span)> {
        let mut references = std::mem::take(&mut self.references);
        references.sort_by(|(one, _), (other, _)| one.cmp(other));
        references.dedup_by(|(later, _), (first, _)| later == first);
        references
    }

    pub(super) fn rare(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(super) const fn file(&self) -> FileId {
        self.file
    }

    /// The start tag.
    pub(super) fn span(&self, node: Node<'_, '_>) -> Span {
        Span::new(self.file, node.range())
    }

    /// Where an attribute can be added to the start tag.
    pub(super) fn tag_end(&self, node: Node<'_, '_>) -> Span {
        let span = self.span(node);
        let tag = &self.text[span.range()];
        let inside = tag.trim_end_matches('>').trim_end_matches('/').trim_end();
        let at = span.range().start + inside.len();
        Span::new(self.file, at..at)
    }

    pub(super) fn value_span(&self, attribute: &Attribute<'_>) -> Span {
        Span::new(self.file, attribute.range_value())
    }

    pub(super) fn attribute_span(&self, attribute: &Attribute<'_>) -> Span {
        Span::new(self.file, attribute.range())
    }

    /// The namespaces in scope of a `default` or `fixed`, which may hold prefixes; none where there is neither.
    #[inline]
    pub(super) fn value_bindings(&mut self, node: Node<'_, '_>) -> Bindings {
        match node.may_have(VALUE) {
            true => self.said_value_bindings(node),
            false => Bindings::default(),
        }
    }

    #[inline(never)]
    fn said_value_bindings(&mut self, node: Node<'_, '_>) -> Bindings {
        match node.has_attribute("default") || node.has_attribute("fixed") {
            true => self.bindings(node),
            false => Bindings::default(),
        }
    }

    /// The namespaces in scope.
    pub(super) fn bindings(&mut self, node: Node<'_, '_>) -> Bindings {
        if std::mem::replace(&mut self.scope, node.scope()) == node.scope() {
            return self.bindings.clone();
        }
        let found = node.namespaces();
        let known = self.bindings.pairs();
        let mut pairs = found.iter().zip(known);
        let is_same = |((prefix, uri), (known, bound)): (&(Option<&str>, &str), &(Text, Text))| {
            prefix.unwrap_or_default() == known && uri == bound
        };
        if found.len() != known.len() || !pairs.all(is_same) {
            let found = found.iter().map(|(prefix, uri)| {
                let prefix = prefix.unwrap_or_default();
                (prefix.into(), self.namespace(uri))
            });
            self.bindings = Bindings::new(found);
        }
        self.bindings.clone()
    }

    /// A namespace as a text: the same as the last one, if it is that.
    pub(super) fn namespace(&mut self, namespace: &str) -> Text {
        if namespace == XSD {
            return Text::new_static(XSD);
        }
        if self.namespace != namespace {
            self.namespace = namespace.into();
        }
        self.namespace.clone()
    }

    /// `block` or `final`: `#all`, or a list of the words allowed. Absent where the attribute is.
    #[inline(always)]
    pub(super) fn ways(&mut self, node: Node<'_, '_>, name: &str, allowed: Ways) -> Option<Ways> {
        let found = self.attribute(node, name)?;
        Some(self.ways_of(name, &found, allowed))
    }

    fn ways_of(&mut self, name: &str, found: &Located<Cow<'_, str>>, allowed: Ways) -> Ways {
        if found.value == "#all" {
            return allowed;
        }
        let mut ways = Ways::NONE;
        for word in found.value.split(' ').filter(|word| !word.is_empty()) {
            match value::way(word).filter(|way| allowed.has_any(*way)) {
                Some(way) => ways = ways.and(way),
                None => {
                    let expected = format!("`#all`, or a list of {}", value::ways(allowed));
                    self.invalid(name, found, &expected);
                    return ways;
                }
            }
        }
        ways
    }

    /// The value of an unprefixed attribute, white space collapsed, as XSD's own types have it.
    #[inline(always)]
    pub(super) fn attribute<'a>(
        &self,
        node: Node<'a, '_>,
        name: &str,
    ) -> Option<Located<Cow<'a, str>>> {
        let attribute = node.attribute_node(name)?;
        Some(self.collapsed(attribute))
    }

    fn collapsed<'a>(&self, attribute: &Attribute<'a>) -> Located<Cow<'a, str>> {
        Located {
            value: collapse(attribute.value()),
            span: self.value_span(attribute),
        }
    }

    /// The value of an unprefixed attribute, white space kept.
    #[inline(always)]
    pub(super) fn verbatim(&self, node: Node<'_, '_>, name: &str) -> Option<Located<Text>> {
        let attribute = node.attribute_node(name)?;
        Some(self.kept(attribute))
    }

    fn kept(&self, attribute: &Attribute<'_>) -> Located<Text> {
        Located {
            value: crate::model::text(attribute.value()),
            span: self.value_span(attribute),
        }
    }

    #[inline(always)]
    pub(super) fn flag(&mut self, node: Node<'_, '_>, name: &str) -> Option<bool> {
        let found = self.attribute(node, name)?;
        let flag = boolean(&found.value);
        if flag.is_none() {
            self.invalid(name, &found, "`true` or `false`");
        }
        flag
    }

    #[inline(always)]
    pub(super) fn form(&mut self, node: Node<'_, '_>, name: &str) -> Option<Form> {
        let found = self.attribute(node, name)?;
        match &*found.value {
            "qualified" => Some(Form::Qualified),
            "unqualified" => Some(Form::Unqualified),
            _ => {
                self.invalid(name, &found, "`qualified` or `unqualified`");
                None
            }
        }
    }

    pub(super) fn invalid(
        &mut self,
        attribute: &str,
        found: &Located<impl AsRef<str>>,
        expected: &str,
    ) {
        self.report(invalid_attribute_value::report(
            found.span,
            attribute,
            found.value.as_ref(),
            expected,
        ));
    }

    /// The `name` of a component.
    pub(super) fn name(&mut self, node: Node<'_, '_>) -> Option<Located<Text>> {
        let attribute = node.attribute_node("name")?;
        if is_ncname(attribute.value()) {
            return Some(self.kept(attribute)); // without white space
        }
        let found = self.collapsed(attribute);
        if is_ncname(&found.value) {
            return Some(found.owned());
        }
        self.invalid("name", &found, "a name without a colon");
        None
    }

    /// The `name` of a component that must have one.
    pub(super) fn required_name(&mut self, node: Node<'_, '_>) -> Option<Located<Text>> {
        let name = self.name(node);
        if name.is_none() && !node.has_attribute("name") {
            let construct = node.tag_name().name();
            let span = self.span(node);
            self.report(incomplete_component::report(span, construct, "a `name`"));
        }
        name
    }

    /// `minOccurs` and `maxOccurs` (XSD part 1 §3.9.2).
    #[inline]
    pub(super) fn occurs(&mut self, node: Node<'_, '_>) -> Occurs {
        const SAID: u64 = marks(&["maxOccurs", "minOccurs", "use"]);
        if !node.may_have(SAID) && !node.has_strange_attributes() {
            return Occurs::ONCE;
        }
        self.said_occurs(node)
    }

    #[inline(never)]
    fn said_occurs(&mut self, node: Node<'_, '_>) -> Occurs {
        let min = self
            .meant(node, "minOccurs")
            .or_else(|| self.optional(node));
        let max = self.meant(node, "maxOccurs");
        let narrow = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let min_value = match min.as_ref().map(|min| natural(&min.value)) {
            None => 1,
            Some(Some(number)) => narrow(number),
            Some(None) => {
                if let Some(min) = &min {
                    self.invalid("minOccurs", min, "a number");
                }
                0
            }
        };
        let max_value = match max.as_ref().map(|max| (&*max.value, natural(&max.value))) {
            None => Some(1),
            Some(("unbounded", _)) => None,
            Some((_, Some(number))) => u32::try_from(number).ok(),
            Some((_, None)) => {
                if let Some(max) = &max {
                    self.invalid("maxOccurs", max, "a number or `unbounded`");
                }
                None
            }
        };
        if max_value.is_some_and(|max| max < min_value) {
            let place = max
                .or(min)
                .map_or_else(|| self.span(node), |found| found.span);
            self.report(invalid_occurrence::report(
                place,
                min_value,
                max_value.unwrap_or(0),
            ));
            return Occurs {
                min: min_value,
                max: None,
            };
        }
        Occurs {
            min: min_value,
            max: max_value,
        }
    }

    /// `default` or `fixed`, and the place of its value.
    #[inline]
    pub(super) fn value_constraint(
        &mut self,
        node: Node<'_, '_>,
    ) -> Option<Located<ValueConstraint>> {
        if !node.may_have(VALUE) {
            return None;
        }
        self.said_value(node)
    }

    #[inline(never)]
    fn said_value(&mut self, node: Node<'_, '_>) -> Option<Located<ValueConstraint>> {
        let default = self.verbatim(node, "default");
        let fixed = self.verbatim(node, "fixed");
        if let (Some(default), Some(fixed)) = (&default, &fixed) {
            self.report(conflicting_properties::report(
                fixed.span,
                (default.span, "`default`"),
                "`fixed`",
            ));
        }
        match (fixed, default) {
            (Some(Located { value, span }), _) => Some(Located {
                value: ValueConstraint::Fixed(value),
                span,
            }),
            (None, Some(Located { value, span })) => Some(Located {
                value: ValueConstraint::Default(value),
                span,
            }),
            (None, None) => None,
        }
    }

    /// The schema elements inside a node and its documentation; everything else is reported.
    #[inline]
    pub(super) fn children<'a, 'i>(&mut self, node: Node<'a, 'i>) -> Children<'a, 'i> {
        let doc = match node.has_more() {
            true => self.documentation(node),
            false => None,
        };
        Children {
            doc,
            nodes: node.constructs(),
        }
    }

    /// The documentation of a node; what is inside and is neither that nor a schema element is reported.
    #[inline(never)]
    fn documentation(&mut self, node: Node<'_, '_>) -> Option<Text> {
        let mut doc = None;
        let mut annotations = 0;
        let mut is_first = true;
        for child in node.children() {
            if child.is_construct() {
                is_first = false;
                continue;
            }
            if child.is_text() {
                self.check_text(node, child);
                continue;
            }
            if !child.is_schema() && !self.foreign(node, child) {
                continue;
            }
            if child.construct() == Construct::Annotation {
                annotations += 1;
                let free = matches!(node.construct(), Construct::Schema | Construct::Redefine);
                if !free && (annotations > 1 || !is_first) {
                    let how = "it is read as if it came first";
                    self.moved(child, "one annotation, at the start", how);
                }
                annotation::read(self, child, &mut doc);
            } else if child.is_unprefixed() {
                is_first = false;
            } else if self.unknown(child) == Some("annotation") {
                annotation::read(self, child, &mut doc);
            }
        }
        doc.map(Text::from)
    }

    /// Reports an element that may not stand where it stands, and that has no meaning there.
    pub(super) fn misplaced(&mut self, child: Node<'_, '_>, expected: &str) {
        self.report_misplaced(child, expected, None);
    }

    /// Reports an element that may not stand where it stands, and that is read nevertheless, as `how` says.
    pub(super) fn moved(&mut self, child: Node<'_, '_>, expected: &str, how: &str) {
        self.report_misplaced(child, expected, Some(how));
    }

    /// Siblings of one name share a report.
    fn report_misplaced(&mut self, child: Node<'_, '_>, expected: &str, how: Option<&str>) {
        let Some(parent) = child.parent() else {
            return;
        };
        let span = self.span(child);
        let name = child.tag_name().name();
        let key = (parent.number(), name.to_owned(), how.is_some());
        let next = self.diagnostics.len();
        let misplaced = &mut self.rare().misplaced;
        if let Some(&first) = misplaced.get(&key) {
            self.and_this_one(first, span);
            return;
        }
        misplaced.insert(key, next);
        let parent = parent.tag_name().name();
        let mut report = misplaced_element::report(span, name, parent, expected);
        report.repair = how.map(str::to_owned);
        self.report(report);
    }

    /// Reports something about a node, unless the same rule was broken by one beside it; then that report shows this one, too.
    pub(super) fn report_shared(&mut self, node: Node<'_, '_>, report: Diagnostic) {
        let parent = node.parent().map_or(0, |parent| parent.number());
        let key = (parent, report.rule.clone(), report.repair.is_some());
        let next = self.diagnostics.len();
        let misplaced = &mut self.rare().misplaced;
        match misplaced.get(&key) {
            Some(&first) => self.and_this_one(first, report.span()),
            None => {
                misplaced.insert(key, next);
                self.report(report);
            }
        }
    }

    /// Adds a place to a report about the same thing elsewhere.
    pub(super) fn and_this_one(&mut self, report: usize, span: Span) {
        const SHOWN: usize = 4;
        let labels = &mut self.diagnostics[report].labels;
        if labels.len() < SHOWN {
            let text = "and this one".to_owned();
            labels.push(Label { span, text });
        }
    }

    /// Reports everything that stands in a node beside its annotation.
    #[inline]
    pub(super) fn empty(&mut self, node: Node<'_, '_>) -> Option<Text> {
        match node.is_empty() {
            true => None,
            false => self.emptied(node),
        }
    }

    #[inline(never)]
    fn emptied(&mut self, node: Node<'_, '_>) -> Option<Text> {
        let children = self.children(node);
        for child in children.nodes {
            self.misplaced(child, "nothing but an annotation");
        }
        children.doc
    }

    pub(super) fn check_text(&mut self, parent: Node<'_, '_>, child: Node<'_, '_>) {
        let text = child.text().unwrap_or_default();
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return;
        }
        let range = child.range();
        let raw = self.text.get(range.clone()).unwrap_or_default();
        let lead = raw.len() - raw.trim_start().len();
        let line = raw.trim().lines().next().unwrap_or_default().trim_end();
        let start = range.start + lead;
        let span = Span::new(self.file, start..start + line.len());
        self.report(stray_text::report(span, parent.tag_name().name()));
    }

    /// Reports an element of another namespace. One without any that is called like a part of a schema lacks a prefix, and
    /// is read.
    fn foreign(&mut self, parent: Node<'_, '_>, child: Node<'_, '_>) -> bool {
        let name = child.tag_name();
        let span = self.span(child);
        let local = name.name();
        let mut diagnostic =
            foreign_element::report(span, local, name.namespace().unwrap_or_default());
        let prefix = parent.lookup_prefix(XSD);
        let is_known = child.construct().is_known();
        let is_meant = is_known && name.namespace().is_none();
        if let (true, Some(prefix)) = (is_known, prefix) {
            diagnostic = diagnostic.help(format!("write `{prefix}:{local}`"));
        }
        if is_meant {
            diagnostic = diagnostic.repaired("it is read as if it had the prefix of XML Schema");
        }
        self.report(diagnostic);
        is_meant
    }

    /// Reports an element that XML Schema does not have; the one that was meant, if it is read as that.
    fn unknown(&mut self, child: Node<'_, '_>) -> Option<&'static str> {
        let span = self.span(child);
        let local = child.tag_name().name();
        let mut diagnostic = unknown_element::report(span, local);
        let meant = crate::rule::closest(local, construct::NAMES);
        if let Some(meant) = meant {
            diagnostic = diagnostic.help(format!("did you mean `{meant}`?"));
        } else if let Some(later) = construct::later(local) {
            diagnostic = diagnostic.note(later);
        }
        if meant == Some("annotation") {
            diagnostic = diagnostic.repaired("it is read as `annotation`");
        }
        self.report(diagnostic);
        meant
    }
}
