//! What the attributes of a type say.

use crate::check::{Facets, TypeCheck};
use proc_macro2::TokenStream;
use syn::{Expr, Ident, LitStr, Type, Visibility};

/// Where the runtime is, and the type that is derived for.
pub(crate) struct Target {
    /// The type.
    pub(crate) ident: Ident,
    /// Who may see it.
    pub(crate) visibility: Visibility,
    /// The path of `xmpp_core`.
    pub(crate) runtime: TokenStream,
}

/// A struct that is an element.
pub(crate) struct Element {
    /// What is derived for.
    pub(crate) target: Target,
    /// Its namespace.
    pub(crate) namespace: Namespace,
    /// Its local name.
    pub(crate) name: String,
    /// Its fields but for `extra`.
    pub(crate) fields: Vec<Field>,
    /// The field for what is unknown.
    pub(crate) extra: Option<Ident>,
    /// Whether there is a borrowed form too.
    pub(crate) borrowed: bool,
    /// Whether it is written without braces.
    pub(crate) unit: bool,
    /// Its checks across fields.
    pub(crate) checks: Vec<TypeCheck>,
}

impl Element {
    /// Whether children are written in the order in which they came: where several fields hold them, none of them text between
    /// which they stand, and there is a place to keep it.
    pub(crate) fn is_ordered(&self) -> bool {
        let of_content = self.fields.iter();
        let of_content = of_content.filter(|field| !matches!(field.kind, Kind::Attribute(..)));
        let holds_text = |field: &Field| matches!(field.kind, Kind::Text | Kind::Mixed(_));
        let fields: Vec<&Field> = of_content.collect();
        self.extra.is_some() && fields.len() > 1 && !fields.into_iter().any(holds_text)
    }
}

/// A namespace in an attribute.
#[derive(Clone)]
pub(crate) enum Namespace {
    /// `content`
    Content,
    /// A literal or a path.
    Of(Expr),
}

/// A field of a struct.
pub(crate) struct Field {
    /// Its name in Rust.
    pub(crate) ident: Ident,
    /// Its type.
    pub(crate) type_: Type,
    /// What of the element it holds.
    pub(crate) kind: Kind,
    /// What absence means.
    pub(crate) default: Option<Default>,
    /// Whether the default is written like any other value.
    pub(crate) written: bool,
    /// The text that an empty element stands for.
    pub(crate) empty: Option<LitStr>,
    /// Its checks.
    pub(crate) facets: Facets,
}

/// What of an element a field holds.
pub(crate) enum Kind {
    /// An attribute: its namespace, where it has one, and its name.
    Attribute(Option<AttributeNamespace>, String),
    /// Child elements.
    Child,
    /// The own text.
    Text,
    /// The text of children of that name.
    TextOf(Namespace, String),
    /// Whether a child of that name is there.
    Flag(Namespace, String),
    /// What a wildcard admits.
    Any(String),
    /// Text and elements in their order, and what a wildcard admits among them.
    Mixed(String),
}

/// The namespace of an attribute.
pub(crate) enum AttributeNamespace {
    /// That of the prefix `xml`.
    Xml,
    /// A literal or a path.
    Of(Expr),
}

/// What absence of a field means.
pub(crate) enum Default {
    /// `Default::default()`
    OfType,
    /// This value.
    Of(Expr),
}

/// An enum that is a choice of elements.
pub(crate) struct Choice {
    /// What is derived for.
    pub(crate) target: Target,
    /// The namespace of its own elements.
    pub(crate) namespace: Namespace,
    /// Its variants but for that of unknown elements.
    pub(crate) variants: Vec<Variant>,
    /// What happens to unknown elements.
    pub(crate) unknown: Unknown,
    /// Whether there is a borrowed form too.
    pub(crate) borrowed: bool,
}

/// A variant of a choice.
pub(crate) struct Variant {
    /// Its name in Rust.
    pub(crate) ident: Ident,
    /// What it is.
    pub(crate) kind: VariantKind,
}

/// What a variant of a choice is.
pub(crate) enum VariantKind {
    /// An element of that name without content.
    Unit(String),
    /// An element of that name with text of that type, and the text that an empty one stands for.
    Text(String, Type, Option<LitStr>),
    /// An element of that type.
    Child(Type),
}

/// What happens to unknown values or elements.
pub(crate) enum Unknown {
    /// They are refused.
    Refused,
    /// They read as this variant.
    ReadAs(Ident),
    /// This variant keeps them, in a value of that type.
    Kept(Ident, Box<Type>),
}

/// An enum of values.
pub(crate) struct Values {
    /// What is derived for.
    pub(crate) target: Target,
    /// The variants and their texts.
    pub(crate) variants: Vec<(Ident, String)>,
    /// The variants that hold a value of another type, tried in their order.
    pub(crate) members: Vec<(Ident, Type)>,
    /// What happens to unknown values.
    pub(crate) unknown: Unknown,
}

/// A struct around a value.
pub(crate) struct Newtype {
    /// What is derived for.
    pub(crate) target: Target,
    /// The type inside.
    pub(crate) type_: Type,
    /// What the value must be besides.
    pub(crate) facets: Facets,
}
