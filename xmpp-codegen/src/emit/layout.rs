//! Printing one item, in the layout of `rustfmt` where that of prettyplease differs.

use super::WIDTH;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// What `rustfmt` allows a struct literal to take on one line.
const LITERAL_WIDTH: usize = 18;

/// What `rustfmt` allows the arguments of an attribute to take on one line.
const ATTRIBUTE_WIDTH: usize = 70;

/// Prints items, and the attributes in them that prettyplease would lay out otherwise.
#[derive(Default)]
pub(super) struct Printer {
    attributes: Vec<Attribute>,
}

/// `#[name(argument, ..)]`
pub(super) struct Attribute {
    /// `xml` or `check`.
    pub(super) name: &'static str,
    /// The arguments.
    pub(super) arguments: Vec<String>,
    /// Whether the arguments are literals and lists of such: only those does `rustfmt` touch.
    pub(super) plain: bool,
}

impl Printer {
    /// The attribute as a token that [`Self::print`] replaces; nothing for one without arguments.
    pub(super) fn attribute(&mut self, attribute: Attribute) -> TokenStream {
        if attribute.arguments.is_empty() {
            return TokenStream::new();
        }
        let name = Ident::new(
            &format!("{MARK}{}", self.attributes.len()),
            Span::call_site(),
        );
        self.attributes.push(attribute);
        quote!(#[#name])
    }

    /// The text of an item, with a newline at its end.
    pub(super) fn print(&self, tokens: TokenStream) -> String {
        let text = match syn::parse2::<syn::File>(tokens) {
            Ok(file) => prettyplease::unparse(&file),
            Err(error) => {
                let message = format!("the compiler made no valid Rust: {error}");
                format!("compile_error!({});\n", quote!(#message))
            }
        };
        let mut lines = Vec::new();
        let mut rest = text.lines();
        while let Some(line) = rest.next() {
            if line.ends_with("fn new(") {
                lines.push(signature(line, &mut rest));
            } else if let Some(attribute) = self.marked(line) {
                lines.push(attribute.text(indent(line)));
            } else if let Some(inside) = one_line_literal(line) {
                lines.push(vertical(indent(line), inside));
            } else {
                lines.push(line.to_owned());
            }
        }
        lines.push(String::new());
        lines.join("\n")
    }

    fn marked(&self, line: &str) -> Option<&Attribute> {
        let number = line
            .trim_start()
            .strip_prefix("#[")?
            .strip_prefix(MARK)?
            .strip_suffix(']')?;
        self.attributes.get(number.parse::<usize>().ok()?)
    }
}

const MARK: &str = "xmpp_codegen_attribute_";

impl Attribute {
    fn text(&self, indent: &str) -> String {
        let arguments = self.arguments.join(", ");
        let line = format!("{indent}#[{}({arguments})]", self.name);
        let limit = if self.plain { ATTRIBUTE_WIDTH } else { WIDTH };
        if arguments.chars().count() <= limit && line.chars().count() <= WIDTH {
            return line;
        }
        let inner = format!(",\n{indent}    ");
        format!(
            "{indent}#[{}(\n{indent}    {}\n{indent})]",
            self.name,
            self.arguments.join(&inner)
        )
    }
}

/// A signature that prettyplease has broken, on one line if it fits.
fn signature<'t>(first: &str, rest: &mut impl Iterator<Item = &'t str>) -> String {
    let mut broken = vec![first];
    for line in rest {
        broken.push(line);
        if line.trim_start().starts_with(')') {
            break;
        }
    }
    let parameters: Vec<_> = broken[1..broken.len() - 1]
        .iter()
        .map(|line| line.trim().trim_end_matches(','))
        .collect();
    let end = broken[broken.len() - 1].trim();
    let line = format!("{first}{}{end}", parameters.join(", "));
    if line.chars().count() <= WIDTH {
        line
    } else {
        broken.join("\n")
    }
}

/// What stands between the braces of a struct literal on one line, if it is too long for one.
fn one_line_literal(line: &str) -> Option<&str> {
    let inside = line
        .trim_start()
        .strip_prefix("Self { ")?
        .strip_suffix(" }")?;
    (inside.chars().count() > LITERAL_WIDTH).then_some(inside)
}

fn vertical(indent: &str, inside: &str) -> String {
    let inner = format!(",\n{indent}    ");
    format!(
        "{indent}Self {{\n{indent}    {},\n{indent}}}",
        inside.replace(", ", &inner)
    )
}

fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}
