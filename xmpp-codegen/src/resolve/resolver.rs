//! The builder of the model: numbers first, then every component, then what depends on all of them.

use super::attribute::AttributeGroup;
use super::compose::{Composed, Unit};
use super::derive::{self, Draft};
use super::symbols::{self, Symbols, Target};
use super::{attribute, element, identity, particle, simple_type};
use crate::diagnostic::Diagnostic;
use crate::mode::Mode;
use crate::model::{
    Attribute, AttributeId, ComplexType, ComplexTypeId, Compositor, Content, Element, ElementId,
    Global, Group, GroupId, Model, Name, Occurs, Particle, Schema, SimpleType, SimpleTypeId, Term,
    Text, Type, Variety, Ways, datatype::Builtin,
};
use crate::parse::Document;
use crate::parse::schema::Component;
use crate::source::{SourceMap, Span};
use foldhash::fast::RandomState;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What was built.
pub(super) struct Built {
    pub(super) model: Model,
    pub(super) replaced: Replaced,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The numbers of the composer's reports about missing parts that turned out to be needed.
    pub(super) missed: Option<BTreeSet<usize>>,
}

/// Groups that `xs:redefine` replaces by others that do not contain them: the new and the old one of each
/// (XSD part 1 §4.2.2, src-redefine.6.2 and 7.2). The new one restricts the old one.
#[derive(Debug, Default)]
pub(crate) struct Replaced {
    pub(crate) groups: Vec<(GroupId, GroupId)>,
    /// Attribute groups as types that have nothing else.
    pub(crate) attributes: Vec<(ComplexType, ComplexType)>,
}

/// Where a construct stands: its schema and its document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'s> {
    pub(super) unit: usize,
    pub(super) document: usize,
    /// In an `xs:redefine`: the component that is replaced.
    pub(super) original: Option<Target>,
    /// The name of the global component that is being built.
    pub(super) own: &'s str,
}

/// The state of building a model.
pub(super) struct Resolver<'s> {
    pub(super) composed: &'s Composed,
    sources: &'s SourceMap,
    pub(super) symbols: Symbols<'s>,
    pub(super) model: Model,
    /// What complex types say themselves, in the order of the model's.
    pub(super) drafts: Vec<Draft>,
    pub(super) attribute_groups: Vec<AttributeGroup>,
    /// Elements without a type that take that of their head.
    pub(super) typed_by_head: Vec<ElementId>,
    /// The attributes of the `xml` namespace that are used.
    pub(super) xml: Vec<(Text, AttributeId)>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What was reported, if anything was.
    reported: Option<Box<Reported>>,
    /// References to keys, followed at the end.
    pub(super) pending: Vec<identity::Pending>,
    /// Groups that replace others without containing them.
    pub(super) replaced: Replaced,
    /// Attribute groups that do.
    pub(super) replaced_attributes: Vec<(usize, usize)>,
    pub(super) mode: Mode,
}

/// What was reported, so that it is not reported again.
#[derive(Debug, Default)]
pub(super) struct Reported {
    /// Namespaces that a document uses wrongly, reported once each.
    pub(super) namespaces: BTreeMap<usize, BTreeSet<Text>>,
    /// Names that were not found in a document, each with its report and how often it was used again.
    pub(super) unresolved: HashMap<(usize, symbols::Space, Name), (usize, usize), RandomState>,
    /// Attributes declared twice, with the first declaration.
    pub(super) attributes: BTreeSet<(Span, Span)>,
    /// Complex types without text that `xs:simpleContent` extends, each with its report.
    pub(super) without_text: BTreeMap<ComplexTypeId, usize>,
    /// The composer's reports of missing parts that turned out to be needed.
    pub(super) missed: BTreeSet<usize>,
}

/// Builds the model of everything that was composed.
pub(super) fn build(composed: &Composed, sources: &SourceMap, mode: Mode) -> Built {
    let (symbols, diagnostics) = symbols::collect(composed);
    let mut resolver = Resolver {
        composed,
        sources,
        model: placeholders(composed, &symbols),
        drafts: Vec::new(),
        attribute_groups: Vec::new(),
        typed_by_head: Vec::new(),
        xml: Vec::new(),
        diagnostics,
        reported: None,
        pending: Vec::new(),
        replaced: Replaced::default(),
        replaced_attributes: Vec::new(),
        mode,
        symbols,
    };
    resolver.drafts = Vec::with_capacity(resolver.model.complex_types.capacity());
    resolver
        .drafts
        .resize_with(resolver.model.complex_types.len(), Draft::default);
    resolver.components();
    element::finish(&mut resolver);
    simple_type::cut_circles(&mut resolver);
    particle::cut_circles(&mut resolver);
    attribute::report_circles(&mut resolver);
    derive::finish(&mut resolver);
    identity::finish(&mut resolver);
    attribute::finish(&mut resolver);
    Built {
        model: resolver.model,
        replaced: resolver.replaced,
        diagnostics: resolver.diagnostics,
        missed: resolver.reported.map(|reported| reported.missed),
    }
}

impl<'s> Resolver<'s> {
    /// Builds every global component, and with it the local ones inside.
    fn components(&mut self) {
        let composed = self.composed;
        let mut numbers = symbols::Counts::default();
        for (index, unit) in composed.units.iter().enumerate() {
            let mut globals = Vec::new();
            for &document in &unit.members {
                let from = &composed.documents[document];
                globals.reserve_exact(from.components.len());
                for (at, component) in from.components.iter().enumerate() {
                    let target = numbers.next(component);
                    let originals = self.symbols.originals.as_ref();
                    let original = originals.and_then(|all| all.get(&(index, (document, at))));
                    let scope = Scope {
                        unit: index,
                        document,
                        original: original.copied(),
                        own: symbols::name(from, component),
                    };
                    self.component(scope, component, target);
                    globals.extend(global(target));
                }
            }
            self.model.schemas.push(schema(composed, unit, globals));
        }
        self.forget_originals();
    }

    /// A type that was redefined has no name any more (XSD part 1 §4.2.2), and is no global component.
    fn forget_originals(&mut self) {
        let originals: Vec<Global> = self
            .symbols
            .originals
            .iter()
            .flat_map(BTreeMap::values)
            .filter_map(|target| global(*target))
            .collect();
        if originals.is_empty() {
            return;
        }
        for original in &originals {
            match original {
                Global::SimpleType(id) => self.model.simple_types[id.0 as usize].name = None,
                Global::ComplexType(id) => self.model.complex_types[id.0 as usize].name = None,
                _ => {}
            }
        }
        for schema in &mut self.model.schemas {
            schema.globals.retain(|global| !originals.contains(global));
        }
    }

    fn component(&mut self, scope: Scope<'s>, component: &'s Component, target: Target) {
        match (component, target) {
            (Component::Element(element), Target::Element(id)) => {
                self.global_element(scope, element, id)
            }
            (Component::Attribute(attribute), Target::Attribute(id)) => {
                self.global_attribute(scope, attribute, id);
            }
            (Component::SimpleType(type_), Target::Simple(id)) => {
                self.fill_simple_type(scope, type_, id)
            }
            (Component::ComplexType(type_), Target::Complex(id)) => {
                self.fill_complex_type(scope, type_, id)
            }
            (Component::Group(group), Target::Group(id)) => self.global_group(scope, group, id),
            (Component::AttributeGroup(group), _) => self.global_attribute_group(scope, group),
            (Component::Notation(notation), _) => self.notation(scope, notation),
            _ => {} // the numbering has no other pairs
        }
    }

    pub(super) fn reported(&mut self) -> &mut Reported {
        self.reported.get_or_insert_default()
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn document(&self, scope: Scope<'s>) -> &'s Document {
        &self.composed.documents[scope.document]
    }

    /// The text of a document.
    pub(super) fn text(&self, document: &Document) -> &'s str {
        &self.sources.file(document.file).text
    }

    /// The target namespace: the includer's for an included document that has none.
    pub(super) fn target(&self, scope: Scope<'s>) -> &'s Text {
        &self.composed.units[scope.unit].namespace
    }

    /// A global component's name.
    pub(super) fn global_name(&self, scope: Scope<'s>, local: &Text) -> Name {
        Name::new(self.target(scope).clone(), local.clone())
    }

    pub(super) fn add_element(&mut self, element: Element) -> ElementId {
        self.model.elements.push(element);
        ElementId(last(self.model.elements.len()))
    }

    pub(super) fn add_attribute(&mut self, attribute: Attribute) -> AttributeId {
        self.model.attributes.push(attribute);
        AttributeId(last(self.model.attributes.len()))
    }

    pub(super) fn add_simple_type(&mut self, type_: SimpleType) -> SimpleTypeId {
        self.model.simple_types.push(type_);
        SimpleTypeId(last(self.model.simple_types.len()))
    }

    pub(super) fn add_complex_type(&mut self, type_: ComplexType) -> ComplexTypeId {
        self.model.complex_types.push(type_);
        self.drafts.push(Draft::default());
        ComplexTypeId(last(self.model.complex_types.len()))
    }
}

fn last(length: usize) -> u32 {
    u32::try_from(length - 1).unwrap_or(u32::MAX) // a file is below 4 GiB
}

const fn global(target: Target) -> Option<Global> {
    Some(match target {
        Target::Element(id) => Global::Element(id),
        Target::Attribute(id) => Global::Attribute(id),
        Target::Simple(id) => Global::SimpleType(id),
        Target::Complex(id) => Global::ComplexType(id),
        Target::Group(id) => Global::Group(id),
        Target::AttributeGroup(_) | Target::Notation => return None,
    })
}

fn schema(composed: &Composed, unit: &Unit, globals: Vec<Global>) -> Schema {
    let root = &composed.documents[unit.root];
    let included = unit.members.iter().filter(|&&member| member != unit.root);
    Schema {
        file: root.file,
        stem: root.stem.clone(),
        namespace: unit.namespace.clone(),
        span: root.span,
        doc: root.doc.clone(),
        globals,
        includes: included
            .map(|&member| composed.documents[member].file)
            .collect(),
        origin: unit.origin,
    }
}

/// Global components come first in the arenas, so that their numbers are known before they are built.
fn placeholders(composed: &Composed, symbols: &Symbols<'_>) -> Model {
    let counts = symbols.counts;
    let all = || composed.documents.iter().map(|document| document.counts);
    let mut model = Model {
        elements: Vec::with_capacity(all().map(|one| one.elements).sum()),
        attributes: Vec::with_capacity(all().map(|one| one.attributes).sum()),
        simple_types: Vec::with_capacity(all().map(|one| one.simple_types).sum()),
        complex_types: Vec::with_capacity(all().map(|one| one.complex_types).sum()),
        groups: Vec::with_capacity(counts.groups as usize),
        schemas: Vec::with_capacity(composed.units.len()),
        ..Model::default()
    };
    fill(&mut model.elements, counts.elements, element::placeholder);
    fill(
        &mut model.attributes,
        counts.attributes,
        attribute::placeholder,
    );
    fill(
        &mut model.simple_types,
        counts.simple_types,
        empty_simple_type,
    );
    fill(&mut model.complex_types, counts.complex_types, || {
        empty_complex_type(Span::default())
    });
    fill(&mut model.groups, counts.groups, || Group {
        name: Name::default(),
        particle: empty_particle(Span::default()),
        doc: None,
        span: Span::default(),
    });
    model
}

/// Makes a list that long. Many have nothing of a kind, and then there is nothing to call.
#[inline(always)]
fn fill<T>(list: &mut Vec<T>, count: u32, made: impl FnMut() -> T) {
    if count > 0 {
        list.resize_with(count as usize, made);
    }
}

fn empty_simple_type() -> SimpleType {
    SimpleType {
        name: None,
        variety: Variety::Restriction(Type::Builtin(Builtin::AnySimpleType)),
        facets: crate::model::facet::Facets::default(),
        final_: Ways::NONE,
        doc: None,
        span: Span::default(),
    }
}

pub(super) const fn empty_complex_type(span: Span) -> ComplexType {
    ComplexType {
        name: None,
        derivation: None,
        content: Content::Empty,
        attributes: Vec::new(),
        any_attribute: None,
        abstract_: false,
        block: Ways::NONE,
        final_: Ways::NONE,
        doc: None,
        span,
    }
}

/// An empty sequence.
pub(super) const fn empty_particle(span: Span) -> Particle {
    Particle {
        occurs: Occurs::ONCE,
        term: Term::Model(Compositor::Sequence, Vec::new()),
        span,
    }
}

/// The index of a group, for graphs.
pub(super) const fn group_index(group: GroupId) -> usize {
    group.0 as usize
}
