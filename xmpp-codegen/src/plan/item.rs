//! What to generate: modules of Rust items, each already named, typed and documented.

use crate::model::Occurs;
use crate::source::FileId;
use std::collections::BTreeSet;

/// One Rust module: one schema, or one family of schemas that share their types (R10).
#[derive(Clone, Debug, PartialEq)]
pub struct Module {
    /// Name of the module and of its file, `disco_info`.
    pub name: String,
    /// The path by which other modules name it, `super::disco_info`.
    pub path: String,
    /// The stem of its schema, or the name of its family: `disco-info`.
    pub stem: String,
    /// The schema that it is made from; the first of a family.
    pub file: FileId,
    /// What the first line calls the schema, `schemas/disco-info.xsd`.
    pub source: String,
    /// What the first line says after `Do not edit: `.
    pub regenerate: String,
    /// Whether the text is to be included into a module.
    pub included: bool,
    /// Title, without a full stop.
    pub title: Option<String>,
    /// Where it is specified, `RFC 6121 §2`.
    pub specs: Vec<String>,
    /// `xs:documentation` of the schema.
    pub doc: Option<String>,
    /// Target namespaces: one, or those of the family.
    pub namespaces: Vec<String>,
    /// Whether the types bear the content namespace (R10) and no constant names theirs.
    pub content: bool,
    /// The items, in schema order.
    pub items: Vec<Item>,
    /// Path of the runtime crate, `xmpp_core`.
    pub runtime: String,
    /// What converts to and from the version of the namespace before this one, where that is compiled too.
    pub conversion: Option<Conversion>,
    /// The choices that are of elements in several versions of the namespace.
    pub versions: Vec<Versions>,
}

/// A choice of one element in several versions of its namespace, the newest one last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    /// The name of the choice.
    pub name: String,
    /// Whether what is of an older version converts to the newest.
    pub converts: bool,
}

/// Types that hold the same in two versions of a namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// The path of the module of the version before.
    pub module: String,
    /// The names of the types, in both modules.
    pub names: BTreeSet<String>,
}

/// One item, with the `impl`s that belong to it.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A struct that is an element.
    Struct(Struct),
    /// An enum that is a choice of elements.
    Choice(Choice),
    /// An enum of values.
    Values(Values),
    /// A newtype over a simple type with facets.
    Newtype(Newtype),
}

impl Item {
    /// The name of the type.
    pub fn name(&self) -> &str {
        match self {
            Self::Struct(item) => &item.name,
            Self::Choice(item) => &item.name,
            Self::Values(item) => &item.name,
            Self::Newtype(item) => &item.name,
        }
    }
}

/// The namespace of an element, as the attributes name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Namespace {
    /// That of the module: `NS`.
    Own,
    /// The content namespace of the stream: `content`.
    Content,
    /// Another, written out; empty for none.
    Other(String),
}

/// A struct that is an element.
#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    /// Name of the type.
    pub name: String,
    /// Documentation, a paragraph each.
    pub doc: Vec<String>,
    /// Name of the element.
    pub element: String,
    /// Namespace of the element.
    pub namespace: Namespace,
    /// The fields: attributes, text, children.
    pub fields: Vec<Field>,
    /// Whether it keeps what no field takes (R1).
    pub extra: bool,
    /// Whether it has a borrowed form (R8).
    pub borrowed: bool,
    /// Cross-field rules of the catalogue.
    pub rules: Vec<Rule>,
    /// Kinds of IQ that carry it: `Get`, `Set`, `Result`.
    pub payload: Vec<String>,
    /// What it has to do with others.
    pub parts: Vec<Part>,
}

/// One kind of stanza that carries an element to somebody who does something about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What carries it.
    pub carrier: Carrier,
    /// What answers it.
    pub response: Response,
    /// The types of message or presence that carry it, as the catalogue has them; none where all do.
    pub types: Vec<String>,
    /// Who may send it where: `server`, `account`, `client`, and `anyone`, `contacts`, `owner`, `account`.
    pub places: Vec<(String, String)>,
}

/// What carries an element to somebody who does something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Carrier {
    /// A question (RFC 6120 §8.2.3).
    Get,
    /// An order (RFC 6120 §8.2.3).
    Set,
    /// An order of the own account, such as a roster push (RFC 6121 §2.1.6).
    Push,
    /// A message (RFC 6120 §8.2.1).
    Message,
    /// A presence (RFC 6120 §8.2.2).
    Presence,
}

impl Carrier {
    /// Its name, as the runtime and handlers have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Set => "set",
            Self::Push => "push",
            Self::Message => "message",
            Self::Presence => "presence",
        }
    }
}

/// What answers a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    /// A result that carries nothing.
    Empty,
    /// A result that carries this.
    One(TypeRef),
    /// A result that may carry this.
    Optional(TypeRef),
}

/// One field of a struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Name of the field.
    pub name: String,
    /// Documentation: one paragraph.
    pub doc: String,
    /// What it stands for.
    pub kind: FieldKind,
    /// Type of one value.
    pub type_: TypeRef,
    /// How many.
    pub cardinality: Cardinality,
    /// What absent means, where the schema says so.
    pub default: Option<Default>,
    /// Whether the default is written like any other value.
    pub written: bool,
    /// The text that an empty element stands for.
    pub empty: Option<String>,
    /// Limits that the type does not hold.
    pub checks: Vec<Check>,
}

impl Field {
    /// Whether a value cannot be made without it.
    pub fn required(&self) -> bool {
        match self.cardinality {
            Cardinality::One { .. } => self.default.is_none(),
            Cardinality::Optional { .. } => false,
            Cardinality::Many { at_least_one, .. } => at_least_one,
        }
    }
}

/// What a field stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// An attribute.
    Attribute {
        /// Its name on the wire.
        name: String,
        /// Its namespace: empty for none, and for `xml:lang` and its like, whose name has the prefix.
        namespace: String,
    },
    /// Children that have a type of their own.
    Child,
    /// The element's own text.
    Text,
    /// The text of children.
    TextOf {
        /// Name of the children.
        name: String,
        /// Their namespace, where it is not the element's.
        namespace: Option<Namespace>,
    },
    /// Whether an empty child is there.
    Flag {
        /// Name of the child.
        name: String,
        /// Its namespace, where it is not the element's.
        namespace: Option<Namespace>,
    },
    /// Children that no other field takes, of the namespaces that a wildcard admits, in the words of XML Schema.
    Any(String),
    /// Text and elements in their order, with what a wildcard admits among them.
    Mixed(String),
}

/// How many values a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cardinality {
    /// `T`
    One {
        /// `Box<T>`, since the type contains itself.
        boxed: bool,
    },
    /// `Option<T>`
    Optional {
        /// `Option<Box<T>>`, since the type contains itself.
        boxed: bool,
    },
    /// `Vec<T>` or `Few<T>`
    Many {
        /// Whether an empty one would break the schema.
        at_least_one: bool,
        /// Whether all are in memory of their own, as those of a `Vec` are.
        apart: bool,
    },
}

/// What an absent attribute or child means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Default {
    /// `Default::default()` of the type, which the expression equals.
    Standard(Literal),
    /// The expression.
    Value(Literal),
}

impl Default {
    /// The value.
    pub fn literal(&self) -> &Literal {
        match self {
            Self::Standard(literal) | Self::Value(literal) => literal,
        }
    }
}

/// A value in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// A variant of an enum of values.
    Variant {
        /// The enum.
        type_: TypeRef,
        /// The variant.
        variant: String,
    },
    /// `true`, `5`, `0.5`.
    Plain(String),
    /// Text.
    Text(String),
}

/// A type by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeRef {
    /// One of the prelude or a primitive: `String`, `u8`.
    Plain(&'static str),
    /// One of the standard library, with its path: `core::num::NonZeroU32`.
    Standard(&'static str),
    /// One of the runtime: `BareJid`, `text::Integer`.
    Runtime(&'static str),
    /// A list of values in one text.
    List(Box<Self>),
    /// A piece of mixed content: text or such an element.
    Mixed(Box<Self>),
    /// A generated type of this module.
    Local(String),
    /// A generated type of another module.
    Foreign {
        /// Path of the module.
        module: String,
        /// Name of the type.
        name: String,
    },
}

/// A limit on a field or newtype.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// `max_length`, `min`, `min_occurs`: a key of `#[check(..)]`.
    pub key: &'static str,
    /// A number as written.
    pub value: String,
}

/// A cross-field rule, in terms of fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Kebab-case name.
    pub name: String,
    /// Condition to answer, where it is not `bad-request`.
    pub answer: Option<String>,
    /// The clause.
    pub spec: String,
    /// Holds only where each field has one of the values.
    pub when: Vec<(String, Vec<String>)>,
    /// How often fields may occur.
    pub count: Vec<(String, Occurs)>,
    /// No two values of the field may agree in a field of theirs.
    pub distinct: Option<(String, String)>,
    /// Two fields that must differ.
    pub differ: Option<(String, String)>,
}

/// An enum that is a choice of elements.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Name of the type.
    pub name: String,
    /// Documentation, a paragraph each.
    pub doc: Vec<String>,
    /// Namespace of the elements.
    pub namespace: Namespace,
    /// One per element.
    pub variants: Vec<Variant>,
    /// What an unknown element reads as (R3).
    pub unknown: Unknown,
    /// Whether it has a borrowed form (R8).
    pub borrowed: bool,
    /// Whether `Eq` and `Hash` can be derived.
    pub eq: bool,
}

/// One variant of a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Name of the variant.
    pub name: String,
    /// Documentation: one paragraph.
    pub doc: String,
    /// Name of the element.
    pub element: String,
    /// What the variant holds.
    pub content: VariantContent,
    /// The text that an empty element stands for.
    pub empty: Option<String>,
}

/// What a variant of a choice holds.
#[derive(Clone, Debug, PartialEq)]
pub enum VariantContent {
    /// Nothing: the element is empty.
    Unit,
    /// The text of the element.
    Text(TypeRef),
    /// A struct that is the element.
    Child {
        /// The struct.
        type_: TypeRef,
        /// Whether it is boxed, since the type contains itself.
        boxed: bool,
    },
}

/// An enum of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    /// Name of the type.
    pub name: String,
    /// Documentation, a paragraph each.
    pub doc: Vec<String>,
    /// The values.
    pub values: Vec<Value>,
    /// The values of other types, tried in their order.
    pub members: Vec<Member>,
    /// Whether `Eq` and `Hash` can be derived.
    pub eq: bool,
    /// Index of the value that absent means.
    pub default: Option<usize>,
    /// What an unknown value reads as (R3).
    pub unknown: Unknown,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Name of the variant.
    pub name: String,
    /// The value on the wire.
    pub text: String,
    /// What it means.
    pub doc: Option<String>,
}

/// A variant of an enum of values that holds a value of another type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Name of the variant.
    pub name: String,
    /// The type.
    pub type_: TypeRef,
    /// Documentation: one paragraph.
    pub doc: String,
}

/// What an unknown value or element reads as (R3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// It is invalid.
    Invalid,
    /// It is kept in a variant of that name.
    Keep(String),
    /// It reads as that variant.
    Variant(String),
}

/// A newtype over a simple type with facets.
#[derive(Clone, Debug, PartialEq)]
pub struct Newtype {
    /// Name of the type.
    pub name: String,
    /// Documentation, a paragraph each.
    pub doc: Vec<String>,
    /// What it wraps.
    pub type_: TypeRef,
    /// Its facets.
    pub checks: Vec<Check>,
    /// Whether `Eq` and `Hash` can be derived.
    pub eq: bool,
}
