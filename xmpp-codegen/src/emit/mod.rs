//! From the plan to text: the file that a person reads.
//!
//! Items are printed one by one, so that blank lines stand between them; `rustfmt` has nothing to change.

mod attribute;
mod choice;
mod handler;
mod header;
mod layout;
mod new;
mod scope;
mod structure;
mod values;
mod versions;

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
        if let Item::Struct(item) = item {
            blocks.extend(handler::of(item, &mut scope));
        }
    }
    blocks.extend(handler::services(module, &mut scope));
    blocks.extend(versions::conversions(module, &mut scope));
    blocks.extend(versions::choices(module, &mut scope));
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

/// Doc attributes of paragraphs and of items of lists (`- ..`), wrapped to the width that is left beside the indentation.
fn docs(paragraphs: &[String], indent: usize) -> TokenStream {
    let width = WIDTH - indent - 4;
    let mut lines: Vec<String> = Vec::new();
    let mut in_list = false;
    for paragraph in paragraphs {
        let item = paragraph.strip_prefix("- ");
        let goes_on = in_list && item.is_some();
        if !lines.is_empty() && !goes_on {
            lines.push(String::new());
        }
        in_list = item.is_some();
        let text = crate::plan::escape(item.unwrap_or(paragraph));
        if in_list {
            let wrapped = crate::plan::wrap(&text, width - 2).into_iter();
            let margins = std::iter::once("- ").chain(std::iter::repeat("  "));
            lines.extend(
                margins
                    .zip(wrapped)
                    .map(|(margin, line)| format!("{margin}{line}")),
            );
        } else {
            lines.extend(crate::plan::wrap(&text, width));
        }
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
