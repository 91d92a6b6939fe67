//! Derives for XMPP stanzas: [`FromXml`], [`ToXml`], [`Validate`], [`XmlText`].
//!
//! The attribute language `#[xml(..)]` and `#[check(..)]` is described in `docs/attributes.md`. Expansions are loops and
//! calls of `xmpp_core`, where the behaviour is.
//!
//! Data flow: `errors → keys → names → check → model → parse → expand → schema`.

mod check;
mod errors;
mod expand;
mod keys;
mod model;
mod names;
mod parse;
#[cfg(feature = "schema-macro")]
mod schema;

use errors::Errors;
use parse::Item;
use proc_macro2::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Reads the type from an element.
///
/// ```ignore
/// #[derive(FromXml, ToXml, Validate)]
/// #[xml(namespace = "urn:xmpp:ping")]
/// struct Ping {
///     #[xml(extra)]
///     extra: Extra,
/// }
/// ```
#[proc_macro_derive(FromXml, attributes(xml, check))]
pub fn derive_from_xml(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive(&input, |item| match item {
        Item::Element(element) => [
            expand::from_xml::element(element),
            expand::borrowed::element(element, &input),
            expand::serde::deserialize(item),
        ]
        .into_iter()
        .collect(),
        Item::Choice(choice) => [
            expand::choice::choice(choice),
            expand::borrowed::choice(choice, &input),
            expand::serde::deserialize(item),
        ]
        .into_iter()
        .collect(),
    })
}

/// Writes the type as an element.
#[proc_macro_derive(ToXml, attributes(xml, check))]
pub fn derive_to_xml(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive(&input, |item| {
        let written = match item {
            Item::Element(element) => expand::to_xml::element(element),
            Item::Choice(choice) => expand::to_xml::choice(choice),
        };
        [written, expand::serde::serialize(item)]
            .into_iter()
            .collect()
    })
}

/// Checks what the types of the fields cannot hold: facets, occurrence, rules across fields.
#[proc_macro_derive(Validate, attributes(xml, check))]
pub fn derive_validate(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive(&input, |item| match item {
        Item::Element(element) => expand::validate::element(element),
        Item::Choice(choice) => expand::validate::choice(choice),
    })
}

/// Reads and writes the type as the value of an attribute or as text; gives `FromStr` and `Display` for the same text.
///
/// ```ignore
/// #[derive(XmlText)]
/// enum Subscription { Both, From, None, Remove, To }
///
/// let subscription: Subscription = "both".parse()?;
/// ```
///
/// A struct around one value is checked when it is made, and gives what is inside as `as_str()` if that is text, else as
/// `value()`.
#[proc_macro_derive(XmlText, attributes(xml, check))]
pub fn derive_xml_text(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let mut errors = Errors::default();
    let item = parse::text_item(&input, &mut errors);
    errors
        .finish(|| item.map_or_else(TokenStream::new, |item| expand::xml_text::expand(&item)))
        .into()
}

/// Compiles schemas where they are used: a module for each, without a build script.
///
/// ```ignore
/// xmpp_core::schema!("schemas");                  // every schema of the directory, with its `catalog.toml`
/// xmpp_core::schema!("schemas/todo.xsd");         // one of them: `pub mod todo`
/// xmpp_core::schema!(mood = "<xs:schema ..>");    // written here: `pub mod mood`
/// xmpp_core::schema!(mood = "<xs:schema ..>", catalog = "[mood.iq] ..");
/// ```
///
/// Paths are relative to the directory of `Cargo.toml`. What is wrong with a schema is an error of the compiler that names
/// its line; when a file changes, the crate is built again.
#[cfg(feature = "schema-macro")]
#[proc_macro]
pub fn schema(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as schema::Input);
    schema::expand(&input).into()
}

fn derive(
    input: &DeriveInput,
    expand: impl FnOnce(&Item) -> TokenStream,
) -> proc_macro::TokenStream {
    let mut errors = Errors::default();
    let item = parse::item(input, &mut errors);
    errors
        .finish(|| item.map_or_else(TokenStream::new, |item| expand(&item)))
        .into()
}
