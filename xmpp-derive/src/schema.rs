//! `schema!`: the compiler as a macro.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Token};
use xmpp_codegen::{Config, Output, Report};

/// What is between the parentheses.
pub(crate) struct Input {
    /// The name of the module, where the schema is written out.
    name: Option<Ident>,
    /// A path, or a schema.
    schema: LitStr,
    /// A path of a catalogue, or one that is written out beside a schema that is.
    catalog: Option<LitStr>,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = match input.peek(syn::Ident) {
            true => {
                let name = input.parse()?;
                input.parse::<Token![=]>()?;
                Some(name)
            }
            false => None,
        };
        let schema = input.parse()?;
        let mut catalog = None;
        if input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            let key: Ident = input.parse()?;
            if key != "catalog" {
                return Err(syn::Error::new(
                    key.span(),
                    "write `catalog = \"..\"`, or nothing",
                ));
            }
            input.parse::<Token![=]>()?;
            catalog = Some(input.parse()?);
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(Self {
            name,
            schema,
            catalog,
        })
    }
}

/// The modules, or the errors.
pub(crate) fn expand(input: &Input) -> TokenStream {
    let root = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(PathBuf::new, PathBuf::from);
    match config(input, &root).generate() {
        Ok(output) => modules(&output, input),
        Err(report) => errors(&report, input, &root),
    }
}

fn config(input: &Input, root: &Path) -> Config {
    let (text, catalog) = (
        input.schema.value(),
        input.catalog.as_ref().map(LitStr::value),
    );
    if let Some(name) = &input.name {
        let config = Config::new().schema_text(&format!("{name}.xsd"), &text);
        return match catalog {
            Some(catalog) => config.catalog_text("catalog.toml", &catalog),
            None => config,
        };
    }
    let path = root.join(&text);
    let beside = path.with_file_name("catalog.toml");
    let config = match path.is_dir() {
        true => Config::new().schemas(&path),
        false if catalog.is_none() && beside.is_file() => {
            Config::new().schema(&path).catalog(beside)
        }
        false => Config::new().schema(&path),
    };
    match catalog {
        Some(catalog) => config.catalog(root.join(catalog)),
        None => config,
    }
}

/// A module for each file, and a mention of all that was read, so that it is watched.
fn modules(output: &Output, input: &Input) -> TokenStream {
    let modules = output.files.iter().map(|file| {
        let name = Ident::new(file.name.trim_end_matches(".rs"), input.schema.span());
        match TokenStream::from_str(&file.text) {
            Ok(text) => quote!(pub mod #name { #text }),
            Err(error) => error_at(input, &error.to_string()),
        }
    });
    let read = output
        .sources
        .files()
        .map(|(_, source)| source.path.as_str());
    let read = read.filter(|path| Path::new(path).is_absolute());
    quote! {
        #(#modules)*
        #(const _: &[u8] = ::core::include_bytes!(#read);)*
    }
}

/// Each finding as an error of the compiler, with its place in the schema.
fn errors(report: &Report, input: &Input, root: &Path) -> TokenStream {
    let root = format!("{}/", root.display());
    let text = report.to_string().replace(&root, "");
    let errors = text.lines().map(|line| error_at(input, line));
    quote!(#(#errors)*)
}

fn error_at(input: &Input, message: &str) -> TokenStream {
    quote_spanned!(input.schema.span()=> ::core::compile_error!(#message);)
}
