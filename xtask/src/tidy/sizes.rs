//! Small files, small functions: 600 and 80 lines at most, medians of 200 and 8.

use super::Complaint;
use crate::tree::{Tree, is_test};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

const FILE_LIMIT: usize = 600;
const FUNCTION_LIMIT: usize = 80;

pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree.sources() {
        let text = tree.text(file);
        let lines = text.lines().count();
        if lines > FILE_LIMIT {
            complaints.push(format!("{file}: {lines} lines, {FILE_LIMIT} at most"));
        }
        for function in functions(&text) {
            if function.lines > FUNCTION_LIMIT {
                complaints.push(format!(
                    "{file}:{}: `{}` has {} lines, {FUNCTION_LIMIT} at most",
                    function.line, function.name, function.lines
                ));
            }
        }
    }
    complaints
}

/// One line of figures: how large files and functions are, tests left out.
pub(crate) fn summary(tree: &Tree) -> String {
    let mut files = Vec::new();
    let mut sizes = Vec::new();
    for file in tree.sources().filter(|file| !is_test(file)) {
        let text = tree.text(file);
        files.push(text.lines().count());
        sizes.extend(functions(&text).into_iter().map(|function| function.lines));
    }
    let over_60 = sizes.iter().filter(|lines| **lines > 60).count();
    format!(
        "{} files, median {} lines; {} functions, median {} lines, {over_60} over 60",
        files.len(),
        median(&mut files),
        sizes.len(),
        median(&mut sizes)
    )
}

struct Function {
    name: String,
    line: usize,
    lines: usize,
}

/// Every function of a file outside its test modules.
fn functions(text: &str) -> Vec<Function> {
    let mut visitor = Functions(Vec::new());
    if let Ok(file) = syn::parse_file(text) {
        visitor.visit_file(&file);
    }
    visitor.0
}

struct Functions(Vec<Function>);

impl Functions {
    fn add(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let (start, end) = (signature.span().start(), block.span().end());
        self.0.push(Function {
            name: signature.ident.to_string(),
            line: start.line,
            lines: end.line - start.line + 1,
        });
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if module.ident != "tests" {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.add(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.add(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }
}

fn median(values: &mut [usize]) -> usize {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or(0)
}
