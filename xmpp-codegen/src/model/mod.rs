//! The schema as a graph of components, every reference resolved (XSD 1.0 part 1 §2.2).
//!
//! Components stand in arenas and name each other by index, so that recursive types are no special case.
//! Each remembers the place it came from. Types that derive from themselves and groups that contain themselves
//! were reported and cut open: only the content of elements is recursive.
//!
//! The attributes of the `xml` namespace (`xml:lang`, `xml:space`, `xml:base`, `xml:id`) are known without a schema;
//! those used stand among the attributes, global, with an empty span. `xml:lang` is a [`Builtin::Language`],
//! and admits the empty value besides (XML 1.0 §2.12).

mod bindings;
pub mod datatype;
pub mod facet;
pub mod identity;
mod name;
mod occurs;
mod ways;

use crate::source::{FileId, Span};
pub use bindings::Bindings;
use datatype::Builtin;
use facet::Facets;
use identity::Constraint;
pub use name::Name;
pub(crate) use name::{is_same, text};
pub use occurs::Occurs;
pub use ways::Ways;

/// Text of a model: short text is held in place, longer text is shared, so that copying costs little.
pub type Text = smol_str::SmolStr;

/// The namespace of XML Schema.
pub const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// The namespace of `xml:lang`, bound to `xml` in every document (Namespaces in XML §3).
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The namespace of `xsi:type` and `xsi:nil`.
pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// How deep a model nests at most: particles in particles with groups followed, and types derived from types.
/// Whoever walks it may recurse as deep as that. What is deeper was reported and cut off.
pub const DEPTH_LIMIT: usize = 512;

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident -> $field:ident: $component:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl std::ops::Index<$name> for Model {
            type Output = $component;

            fn index(&self, id: $name) -> &$component {
                &self.$field[id.0 as usize]
            }
        }
    )*};
}

index! {
    /// The index of an [`Element`] declaration.
    ElementId -> elements: Element;
    /// The index of an [`Attribute`] declaration.
    AttributeId -> attributes: Attribute;
    /// The index of a [`SimpleType`].
    SimpleTypeId -> simple_types: SimpleType;
    /// The index of a [`ComplexType`].
    ComplexTypeId -> complex_types: ComplexType;
    /// The index of a [`Group`].
    GroupId -> groups: Group;
    /// The index of an identity [`Constraint`].
    ConstraintId -> constraints: Constraint;
}

/// Every component of a set of schemas.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// The schemas: first the given ones in their order, then those that they import from the library.
    /// A document that another includes has no entry of its own.
    pub schemas: Vec<Schema>,
    /// Element declarations, global and local.
    pub elements: Vec<Element>,
    /// Attribute declarations, global and local.
    pub attributes: Vec<Attribute>,
    /// Simple types, named and anonymous. Built-in ones are [`Builtin`]s.
    pub simple_types: Vec<SimpleType>,
    /// Complex types, named and anonymous.
    pub complex_types: Vec<ComplexType>,
    /// Named model groups.
    pub groups: Vec<Group>,
    /// Identity constraints of elements.
    pub constraints: Vec<Constraint>,
    /// Notations.
    pub notations: Vec<Notation>,
}

/// One schema document.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// The file.
    pub file: FileId,
    /// Its stem, `roster` for `schemas/roster.xsd`: the name of the generated module.
    pub stem: Text,
    /// The target namespace, empty for none.
    pub namespace: Text,
    /// The start tag of `xs:schema`.
    pub span: Span,
    /// `xs:documentation` of the whole schema.
    pub doc: Option<Text>,
    /// Global components in document order, which is the order of the generated items.
    /// Those of included documents stand where the `xs:include` stands, in this schema's namespace.
    pub globals: Vec<Global>,
    /// The documents that it includes, directly or not.
    pub includes: Vec<FileId>,
    /// Whether it was given, or taken from the library because a given one needs it.
    pub origin: Origin,
}

/// Where a schema came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// One of the files to compile.
    Given,
    /// Imported from the library: code for it exists elsewhere.
    Library,
}

/// A global component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Global {
    /// `xs:element`
    Element(ElementId),
    /// `xs:attribute`
    Attribute(AttributeId),
    /// `xs:simpleType`
    SimpleType(SimpleTypeId),
    /// `xs:complexType`
    ComplexType(ComplexTypeId),
    /// `xs:group`
    Group(GroupId),
}

/// What a type may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// `xs:anyType`: anything.
    Any,
    /// One that XSD part 2 defines.
    Builtin(Builtin),
    /// A simple type of a schema.
    Simple(SimpleTypeId),
    /// A complex type of a schema.
    Complex(ComplexTypeId),
}

/// `xs:element` (XSD part 1 §3.3).
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// The name its instances bear.
    pub name: Name,
    /// Whether it stands directly under `xs:schema`.
    pub global: bool,
    /// The type.
    pub type_: Type,
    /// `default` or `fixed`.
    pub value: Option<ValueConstraint>,
    /// The namespaces in scope at the declaration, for a value that holds prefixes.
    pub bindings: Bindings,
    /// Whether absence means its default too, which only the catalogue can say.
    pub implied: bool,
    /// `nillable='true'`
    pub nillable: bool,
    /// `abstract='true'`
    pub abstract_: bool,
    /// Head of the substitution group.
    pub substitutes: Option<ElementId>,
    /// Derivations of the type that a document may not name or substitute: `block`, else the schema's `blockDefault`.
    pub block: Ways,
    /// Derivations that members of its substitution group may not have: `final`, else the schema's `finalDefault`.
    pub final_: Ways,
    /// `xs:unique`, `xs:key` and `xs:keyref`.
    pub constraints: Vec<ConstraintId>,
    /// `xs:documentation`, white space collapsed.
    pub doc: Option<Text>,
    /// The declaration.
    pub span: Span,
    /// The value of its `name` attribute.
    pub name_span: Span,
}

/// `default` or `fixed` of an element or attribute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ValueConstraint {
    /// An attribute that is absent means this, and an element that is empty.
    Default(Text),
    /// The same, and nothing else is allowed.
    Fixed(Text),
}

impl ValueConstraint {
    /// The value.
    pub const fn text(&self) -> &Text {
        match self {
            Self::Default(text) | Self::Fixed(text) => text,
        }
    }
}

/// `xs:attribute`, the declaration (XSD part 1 §3.2).
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// The name its instances bear; most have no namespace.
    pub name: Name,
    /// Whether it stands directly under `xs:schema`.
    pub global: bool,
    /// Always simple: [`Type::Builtin`] or [`Type::Simple`].
    pub type_: Type,
    /// `default` or `fixed` of the declaration.
    pub value: Option<ValueConstraint>,
    /// The namespaces in scope at the declaration, for a value that holds prefixes.
    pub bindings: Bindings,
    /// `xs:documentation`, white space collapsed.
    pub doc: Option<Text>,
    /// The declaration.
    pub span: Span,
    /// The value of its `name` attribute.
    pub name_span: Span,
}

/// The use of an attribute by a complex type (XSD part 1 §3.5).
#[derive(Clone, Debug, PartialEq)]
pub struct AttributeUse {
    /// The declaration.
    pub attribute: AttributeId,
    /// `use='required'`
    pub required: bool,
    /// The use's own constraint, else the declaration's.
    pub value: Option<ValueConstraint>,
    /// The namespaces in scope where that was written.
    pub bindings: Bindings,
    /// Documentation at the use, else the declaration's.
    pub doc: Option<Text>,
    /// Where it is used.
    pub span: Span,
}

/// `xs:simpleType` (XSD part 2 §4.1).
#[derive(Clone, Debug, PartialEq)]
pub struct SimpleType {
    /// Absent for anonymous types.
    pub name: Option<Name>,
    /// How its values are made.
    pub variety: Variety,
    /// The facets of this step of derivation; those of the base hold besides.
    pub facets: Facets,
    /// Derivations that it may not be used in: `final`, else the schema's `finalDefault`.
    pub final_: Ways,
    /// `xs:documentation`, white space collapsed.
    pub doc: Option<Text>,
    /// The definition.
    pub span: Span,
}

/// The variety of a simple type.
#[derive(Clone, Debug, PartialEq)]
pub enum Variety {
    /// Restriction of another simple type.
    Restriction(Type),
    /// A list of items separated by white space.
    List(Type),
    /// A value of one of several types, tried in order.
    Union(Vec<Type>),
}

/// `xs:complexType` (XSD part 1 §3.4), with inherited attributes and content included.
#[derive(Clone, Debug, PartialEq)]
pub struct ComplexType {
    /// Absent for anonymous types.
    pub name: Option<Name>,
    /// The base type of `xs:extension` or `xs:restriction`, and which of the two.
    pub derivation: Option<(Derivation, Type)>,
    /// What may stand inside.
    pub content: Content,
    /// Attribute uses, groups and bases expanded, in document order.
    pub attributes: Vec<AttributeUse>,
    /// `xs:anyAttribute`
    pub any_attribute: Option<Wildcard>,
    /// `abstract='true'`
    pub abstract_: bool,
    /// Derivations of it that a document may not name: `block`, else the schema's `blockDefault`.
    pub block: Ways,
    /// Derivations that it may not be used in: `final`, else the schema's `finalDefault`.
    pub final_: Ways,
    /// `xs:documentation`, white space collapsed.
    pub doc: Option<Text>,
    /// The definition.
    pub span: Span,
}

/// How a complex type was derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Derivation {
    /// `xs:extension`
    Extension,
    /// `xs:restriction`
    Restriction,
}

/// The content of a complex type.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Neither elements nor text.
    Empty,
    /// Text of a simple type, no elements.
    Simple(Type),
    /// Elements, and white space between them.
    Elements(Particle),
    /// Elements with text between them.
    Mixed(Option<Particle>),
}

/// A term with its occurrence (XSD part 1 §3.9).
#[derive(Clone, Debug, PartialEq)]
pub struct Particle {
    /// How often.
    pub occurs: Occurs,
    /// What occurs.
    pub term: Term,
    /// Where.
    pub span: Span,
}

/// What a particle stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// An element.
    Element(ElementId),
    /// `xs:sequence`, `xs:choice` or `xs:all`.
    Model(Compositor, Vec<Particle>),
    /// A reference to a named group.
    Group(GroupId),
    /// `xs:any`
    Any(Wildcard),
}

/// How the particles of a model group combine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compositor {
    /// `xs:sequence`
    Sequence,
    /// `xs:choice`
    Choice,
    /// `xs:all`
    All,
}

/// A named `xs:group` (XSD part 1 §3.7).
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The name.
    pub name: Name,
    /// Its one model group.
    pub particle: Particle,
    /// `xs:documentation`, white space collapsed.
    pub doc: Option<Text>,
    /// The definition.
    pub span: Span,
}

/// `xs:notation` (XSD part 1 §3.12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notation {
    /// The name.
    pub name: Name,
    /// The value of its `name` attribute.
    pub span: Span,
}

/// `xs:any` or `xs:anyAttribute` (XSD part 1 §3.10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wildcard {
    /// Which namespaces.
    pub namespaces: Namespaces,
    /// How strictly what is found is judged.
    pub process: Process,
    /// `xs:documentation`, white space collapsed.
    pub doc: Option<Text>,
    /// Where.
    pub span: Span,
}

/// The namespaces that a wildcard admits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Namespaces {
    /// `##any`
    Any,
    /// `##other`: any but this one, and not none.
    Other(Text),
    /// A list; the empty string stands for `##local`.
    List(Vec<Text>),
}

impl Namespaces {
    /// Whether the wildcard admits that namespace, empty for none.
    pub fn admits(&self, namespace: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Other(other) => !namespace.is_empty() && namespace != other,
            Self::List(list) => list.iter().any(|one| one == namespace),
        }
    }
}

/// `processContents` of a wildcard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Process {
    /// A declaration must be there.
    Strict,
    /// Judged where a declaration is there.
    Lax,
    /// Not judged.
    Skip,
}

impl Model {
    /// The global element of that name.
    pub fn element(&self, namespace: &str, local: &str) -> Option<ElementId> {
        self.elements
            .iter()
            .position(|element| element.global && element.name.is(namespace, local))
            .map(|at| ElementId(u32::try_from(at).unwrap_or(u32::MAX)))
    }
}
