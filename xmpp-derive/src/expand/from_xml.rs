//! `impl FromXml` for a struct.

use super::checks::{self, Mode};
use super::form::{Form, field_type, is_optional, is_optional_by_name, item};
use super::made::{all_made, check, struct_value};
use super::{at, field_entry, namespace};
use crate::model::{AttributeNamespace, Default, Element, Field, Kind, Namespace, Target};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

/// For a struct.
pub(crate) fn element(element: &Element) -> TokenStream {
    let (ident, runtime) = (&element.target.ident, &element.target.runtime);
    let (name, keeps) = (&element.name, element.extra.is_some());
    let is_ordered = element.is_ordered();
    let shape = element.shape();
    let namespace = namespace(&element.namespace, &shape);
    let known = known_name(name, &shape);
    let entries: Vec<TokenStream> = element
        .fields
        .iter()
        .map(|field| table_entry(field, name, &shape))
        .collect();
    let has_text = element
        .fields
        .iter()
        .any(|field| matches!(field.kind, Kind::Text));
    let body = struct_body(element, Form::Owned);
    let lent = lent_as_itself(element.borrowed, &element.target, true);
    quote! {
        impl #ident {
            const ELEMENT_SHAPE: #shape::Shape = #shape::Shape {
                namespace: #namespace,
                name: #name,
                fields: &[#(#entries),*],
                has_text: #has_text,
                keeps: #keeps,
                is_ordered: #is_ordered,
            };
        }
        #[automatically_derived]
        impl #runtime::FromXml for #ident {
            fn matches(node: #runtime::xml::Node<'_>) -> bool {
                Self::takes(#shape::Tag::of(node))
            }
            fn from_xml(
                node: #runtime::xml::Node<'_>,
                decoder: &mut #runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, #runtime::Refused> {
                #body
            }
            #[inline]
            fn takes(tag: #shape::Tag<'_>) -> bool {
                tag.is(#namespace, #known)
            }
            fn names() -> ::std::vec::Vec<&'static str> {
                Self::ELEMENT_SHAPE.names()
            }
        }
        #lent
    }
}

/// The line of a field in the table of its struct: with what reading wants to know besides.
fn table_entry(field: &Field, element: &str, shape: &TokenStream) -> TokenStream {
    let entry = field_entry(field, element, shape);
    if !matches!(field.kind, Kind::Attribute(..)) || is_optional(field) {
        return entry;
    }
    let (type_, span) = (&field.type_, field.type_.span());
    let shape = at(shape, span);
    quote_spanned!(span=> #entry.required(!<#type_ as #shape::Values>::OPTIONAL))
}

/// What says that a type is its own borrowed form, where no other was asked for.
pub(super) fn lent_as_itself(borrowed: bool, target: &Target, is_one: bool) -> TokenStream {
    let (ident, runtime) = (&target.ident, &target.runtime);
    let part = quote! {
        #[automatically_derived]
        impl #runtime::shape::Part for #ident {
            const IS_ONE: bool = #is_one;
        }
    };
    if borrowed {
        return part;
    }
    // Only of a choice is it known where an element stands in it.
    let by_position = (!is_one).then(|| {
        quote! {
            fn from_node_at(
                position: ::core::option::Option<usize>,
                node: #runtime::xml::Node<'t>,
                decoder: &mut #runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, #runtime::Refused> {
                <Self as #runtime::FromXml>::from_xml_at(position, node, decoder)
            }
        }
    });
    quote! {
        #part
        #[automatically_derived]
        impl #runtime::shape::LendElement for #ident {
            type Lent<'t> = Self;
        }
        #[automatically_derived]
        impl<'t> #runtime::FromNode<'t> for #ident {
            type Owned = Self;
            #[inline]
            fn from_node(
                node: #runtime::xml::Node<'t>,
                decoder: &mut #runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, #runtime::Refused> {
                <Self as #runtime::FromXml>::from_xml(node, decoder)
            }
            #by_position
        }
    }
}

/// The body of the function that reads a struct, from `node` with `decoder`.
pub(super) fn struct_body(element: &Element, form: Form) -> TokenStream {
    let shape = element.shape();
    let slots: Vec<Ident> = element.fields.iter().map(slot_name).collect();
    let made = element.fields.iter().zip(&slots).map(|(field, slot)| {
        let made = slot_value(field, form, &element.target.runtime);
        quote!(let mut #slot = #made;)
    });
    let shape_of = form.owner(&element.target.ident);
    let keeps = form == Form::Owned && element.extra.is_some();
    let kept = match (form, &element.extra) {
        (Form::Owned, Some(_)) => quote!(let kept = reading.finish();),
        _ => quote!(reading.end();),
    };
    let (attributes, children) = (
        attributes(element, form, &shape),
        children(element, form, &shape),
    );
    let whole = match form {
        Form::Owned => checks::of_value(element),
        Form::Borrowed => TokenStream::new(),
    };
    let checked = checks::of_fields(element, Mode::Reading);
    let check = check(element, form, &checked);
    let all_made = all_made(element, !checked.is_empty());
    let value = struct_value(element, form, !checked.is_empty());
    let nothing = match (form, &element.extra) {
        (Form::Borrowed, _) => quote!(Self { as_received: node }),
        (Form::Owned, Some(extra)) => quote!(Self { #extra: ::core::default::Default::default() }),
        (Form::Owned, None) => value.clone(),
    };
    let result = if whole.is_empty() {
        quote!(::core::result::Result::Ok(#value))
    } else {
        quote! {
            let value = #value;
            let this = &value;
            #shape::check(node, decoder, &mut |checker| { #whole });
            ::core::result::Result::Ok(value)
        }
    };
    let bare = if element.fields.is_empty() && checked.is_empty() && whole.is_empty() {
        quote! {
            if node.is_bare() {
                return ::core::result::Result::Ok(#nothing);
            }
        }
    } else {
        TokenStream::new()
    };
    quote! {
        #bare
        #shape::enter(node, decoder)?;
        #(#made)*
        let mut reading = #shape::held(#shape::Reading::of(&#shape_of::ELEMENT_SHAPE, node, decoder, #keeps));
        #attributes
        #children
        #kept
        #check
        #all_made
        #result
    }
}

/// Gives each attribute to its field.
fn attributes(element: &Element, form: Form, shape: &TokenStream) -> TokenStream {
    let (mut plain, mut in_namespaces) = (TokenStream::new(), TokenStream::new());
    let mut absences = Vec::new();
    for field in &element.fields {
        let Kind::Attribute(namespace, name) = &field.kind else {
            continue;
        };
        let (slot, span) = (slot_name(field), field.type_.span());
        let take = match form {
            Form::Owned => quote_spanned!(span=> #slot.attribute(&mut reading, attribute)),
            Form::Borrowed => {
                let item = item(&field.type_);
                quote_spanned!(span=> #slot.attribute_of::<#item>(&mut reading, attribute))
            }
        };
        match namespace {
            None => {
                let name = known_name(name, shape);
                plain.extend(quote!(if reading.is(attribute, #name) { #take } else));
            }
            Some(AttributeNamespace::Xml) => {
                let name = known_name(&format!("xml:{name}"), shape);
                plain.extend(quote!(if reading.is(attribute, #name) { #take } else));
            }
            Some(AttributeNamespace::Of(namespace)) => {
                in_namespaces.extend(quote!((#namespace, #name) => #take,));
            }
        }
        if !is_optional(field) {
            absences.push(quote_spanned!(span=> #slot.is_absent()));
        }
    }
    if plain.is_empty() && in_namespaces.is_empty() {
        return quote! {
            while let ::core::option::Option::Some(attribute) = reading.attribute() {
                reading.unknown_attribute(attribute);
            }
        };
    }
    let mut others = quote!(reading.unknown_attribute(attribute));
    if !in_namespaces.is_empty() {
        others = quote! {
            match reading.expanded_name(attribute) {
                #in_namespaces
                _ => #others,
            }
        };
    }
    let absences = (!absences.is_empty()).then(|| {
        quote! {
            if #(#absences)||* {
                reading.absent_attributes();
            }
        }
    });
    quote! {
        while let ::core::option::Option::Some(attribute) = reading.attribute() {
            #plain {
                #others;
            }
        }
        #absences
    }
}

/// A name with what it is told by, which is found when the expansion is compiled.
pub(super) fn known_name(name: &str, shape: &TokenStream) -> TokenStream {
    quote!(const { #shape::KnownName::of(#name) })
}

/// Gives each child to its field: by name first, then as the unknown member of an open choice, then to a wildcard.
fn children(element: &Element, form: Form, shape: &TokenStream) -> TokenStream {
    let (mut by_name, mut unknown, mut any) = (Vec::new(), Vec::new(), Vec::new());
    let (mut own_text, mut absences) = (TokenStream::new(), TokenStream::new());
    let mut mixed = None;
    for (at, field) in element.fields.iter().enumerate() {
        if matches!(field.kind, Kind::Attribute(..)) {
            continue;
        }
        let (slot, span) = (slot_name(field), field.type_.span());
        if let Kind::Text = field.kind {
            own_text = self::own_text(field, form);
        }
        by_name.extend(child_by_name(field, at, form, element, shape));
        if let Kind::Mixed(admits) = &field.kind {
            let empty = field.empty.iter();
            let empty = quote!(#(#slot.empty_element(&reading, #empty);)*);
            mixed = Some((slot, admits, empty));
            continue;
        }
        unknown.extend(unknown_child(field, at, form, element));
        any.extend(any_child(field, at, form));
        if !is_optional(field) {
            absences
                .extend(quote_spanned!(span=> if #slot.is_absent() { reading.absent_child(#at); }));
        }
    }
    if let Some((slot, admits, empty)) = mixed {
        let branches = by_name.iter().chain(&unknown);
        return quote! {
            while let ::core::option::Option::Some(piece) = reading.piece() {
                match piece {
                    #shape::Piece::Text(text) => #slot.text(&text),
                    #shape::Piece::Child(child) => {
                        #(#branches else)* { #slot.child(&mut reading, #admits, child); }
                    }
                }
            }
            #empty
            #absences
        };
    }
    let branches: Vec<_> = by_name.iter().chain(&unknown).chain(&any).collect();
    if branches.is_empty() {
        return quote! {
            reading.no_children();
            #own_text
        };
    }
    quote! {
        while let ::core::option::Option::Some(child) = reading.child() {
            #(#branches else)* {
                reading.unknown_child(child);
            }
        }
        #own_text
        #absences
    }
}

fn child_by_name(
    field: &Field,
    at: usize,
    form: Form,
    element: &Element,
    shape: &TokenStream,
) -> Option<TokenStream> {
    let (slot, span) = (slot_name(field), field.type_.span());
    let runtime = &element.target.runtime;
    let is = |of: &Namespace, name: &str| {
        let (namespace, name) = (namespace(of, shape), known_name(name, shape));
        quote!(child.is(#namespace, #name))
    };
    Some(match &field.kind {
        Kind::Child => {
            let item = child_item(field, runtime);
            let take = format_ident!("child{}", form.suffix(), span = span);
            let via = quote!(#runtime::FromXml);
            quote_spanned! {span=>
                if let position @ ::core::option::Option::Some(_) = <#item as #via>::position(child) {
                    #slot.#take(&mut reading, #at, child, position);
                }
            }
        }
        Kind::TextOf(of, name) => {
            let is = is(of, name);
            let text = text_of(field, at, form);
            quote_spanned!(span=> if #is { #text })
        }
        Kind::Flag(of, name) => {
            let is = is(of, name);
            quote!(if #is { #slot.child(&mut reading, #at, child); })
        }
        Kind::Attribute(..) | Kind::Text | Kind::Any(_) | Kind::Mixed(_) => return None,
    })
}

/// Gives the element's own text to its field, or what it stands for without one.
fn own_text(field: &Field, form: Form) -> TokenStream {
    let (slot, span) = (slot_name(field), field.type_.span());
    let usual = match form {
        Form::Owned => quote_spanned!(span=> #slot.own_text(&mut reading);),
        Form::Borrowed => {
            let item = item(&field.type_);
            quote_spanned!(span=> #slot.own_text_of::<#item>(&mut reading);)
        }
    };
    match &field.empty {
        None => usual,
        Some(empty) => quote_spanned! {span=>
            if node.takes_default() {
                #slot.empty_element(&mut reading, #empty);
            } else {
                #usual
            }
        },
    }
}

/// Gives the text of a child to its field, or what the child stands for without one.
fn text_of(field: &Field, at: usize, form: Form) -> TokenStream {
    let (slot, span) = (slot_name(field), field.type_.span());
    let usual = match form {
        Form::Owned => quote_spanned!(span=> #slot.text_of(&mut reading, #at, child);),
        Form::Borrowed => {
            let item = item(&field.type_);
            quote_spanned!(span=> #slot.text_of_of::<#item>(&mut reading, #at, child);)
        }
    };
    match &field.empty {
        None => usual,
        Some(empty) => quote_spanned! {span=>
            if child.node.takes_default() {
                #slot.empty_child(&mut reading, #at, child, #empty);
            } else {
                #usual
            }
        },
    }
}

fn unknown_child(field: &Field, at: usize, form: Form, element: &Element) -> Option<TokenStream> {
    let Kind::Child = field.kind else {
        return None;
    };
    let (slot, span) = (slot_name(field), field.type_.span());
    let runtime = &element.target.runtime;
    let item = child_item(field, runtime);
    let take = format_ident!("child{}", form.suffix(), span = span);
    let via = quote!(#runtime::FromXml);
    Some(quote_spanned! {span=>
        if <#item as #via>::matches_unknown(child.node)
            && reading.stands_for_known(#at, #slot.has_room())
        {
            #slot.#take(&mut reading, #at, child, ::core::option::Option::None);
        }
    })
}

fn any_child(field: &Field, at: usize, form: Form) -> Option<TokenStream> {
    let Kind::Any(admits) = &field.kind else {
        return None;
    };
    let (slot, span) = (slot_name(field), field.type_.span());
    let take = format_ident!("any{}", form.suffix(), span = span);
    Some(quote_spanned! {span=>
        if reading.admits(#admits, child) { #slot.#take(&mut reading, #at, child); }
    })
}

/// The type of one of the elements that a field holds.
fn child_item(field: &Field, runtime: &TokenStream) -> TokenStream {
    let type_ = &field.type_;
    quote!(<#type_ as #runtime::shape::Children>::Item)
}

pub(super) fn slot_name(field: &Field) -> Ident {
    format_ident!("slot_{}", field.ident.unraw(), span = field.type_.span())
}

fn slot_value(field: &Field, form: Form, runtime: &TokenStream) -> TokenStream {
    let span = field.type_.span();
    let shape = at(&quote!(#runtime::shape), span);
    let type_ = field_type(field, form, runtime);
    let make = match (&field.kind, &field.default) {
        (Kind::Flag(..), _) => return quote_spanned!(span=> #shape::presence()),
        (Kind::Mixed(_), _) => return quote_spanned!(span=> #shape::mixed_of::<#type_, _>()),
        (Kind::Child | Kind::Any(_), None) => "children_of",
        (Kind::TextOf(..), None) => "texts",
        (Kind::Attribute(..) | Kind::Text, None) => "single",
        (Kind::Child | Kind::Any(_), Some(_)) => "child_or",
        (Kind::Attribute(..) | Kind::Text | Kind::TextOf(..), Some(_)) => "single_or",
    };
    let make = Ident::new(make, span);
    quote_spanned!(span=> #shape::#make::<#type_>())
}

/// What takes a field out of its slot.
pub(super) fn taken(field: &Field, form: Form, runtime: &TokenStream) -> TokenStream {
    let (slot, span) = (slot_name(field), field.type_.span());
    let shape = at(&quote!(#runtime::shape), span);
    let type_ = field_type(field, form, runtime);
    let default = match &field.default {
        None if is_optional_by_name(field) => quote_spanned!(span=> #shape::nothing),
        None => quote_spanned!(span=> #shape::not_made),
        Some(Default::OfType) => {
            quote_spanned!(span=> <#type_ as ::core::default::Default>::default)
        }
        Some(Default::Of(value)) => quote!(|| #value),
    };
    quote_spanned!(span=> #slot.into_field(#default))
}
