//! From the plan to text: the file that a person reads.
//!
//! Items are printed one by one, so that blank lines stand between them; `rustfmt` has nothing to change.

mod attribute;
mod choice;
mod header;
mod layout;
mod new;
mod scope;
mod structure;
mod values;

use crate::plan::item::{Item, Module};
use layout::Printer;
use proc_macro2::TokenStream;
use quote::quote;
use scope::Scope;

/// The text of a module.
pub fn emit(module: &Module) -> String {
    let mut scope = Scope::new(module);
    let mut blocks = Vec::new();
    if !module.content
        && module
            .namespaces
            .iter()
            .any(|namespace| !namespace.is_empty())
    {
        blocks.push(constant(&module.namespaces[0]));
    }
    for item in &module.items {
        let mut printer = Printer::default();
        scope.enter(item.name());
        let parts = match item {
            Item::Struct(item) => structure::tokens(item, &mut scope, &mut printer),
            Item::Choice(item) => vec![choice::tokens(item, &mut scope, &mut printer)],
            Item::Values(item) => vec![values::tokens(item, &mut scope, &mut printer)],
            Item::Newtype(item) => vec![values::newtype(item, &mut scope, &mut printer)],
        };
        blocks.extend(parts.into_iter().map(|tokens| printer.print(tokens)));
    }
    let mut file = header::head(module);
    let uses = scope.uses();
    if !uses.is_empty() {
        file.push_str(&uses);
        file.push('\n');
    }
    file.push_str(&blocks.join("\n"));
    file
}

fn constant(namespace: &str) -> String {
    let text = quote!(#namespace).to_string();
    format!("/// The namespace of every element in this module.\npub const NS: &str = {text};\n")
}

/// Doc attributes of paragraphs, wrapped to the width that is left beside the indentation.
fn docs(paragraphs: &[String], indent: usize) -> TokenStream {
    let mut lines = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if at > 0 {
            lines.push(String::new());
        }
        lines.extend(crate::plan::wrap(
            &crate::plan::escape(paragraph),
            WIDTH - indent - 4,
        ));
    }
    let lines = lines.into_iter().map(|line| {
        if line.is_empty() {
            line
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// Columns of a line, as `rustfmt` counts them.
const WIDTH: usize = 100;
