//! All changes of a file at once, each asleep until it is asked for by its number.
//!
//! One build serves every mutant then: an operator becomes a choice between itself and what takes its place, and a function asks
//! first whether it is to answer something else. While a change is asleep the code does what it did.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::list::{Genre, Mutant, Place};

/// A file with its changes.
#[derive(Debug, Default)]
pub(super) struct Woven {
    /// The text.
    pub(super) text: String,
    /// Where each change stands in it.
    pub(super) pieces: Vec<(usize, Range<usize>)>,
    /// Where the choice stands that each is part of.
    pub(super) choices: Vec<(usize, Range<usize>)>,
}

impl Woven {
    /// The change that a byte of the text is written in.
    pub(super) fn written_at(&self, byte: usize) -> Vec<usize> {
        smallest(&self.pieces, byte)
    }

    /// The changes of the smallest choice around a byte of the text.
    pub(super) fn chosen_at(&self, byte: usize) -> Vec<usize> {
        smallest(&self.choices, byte)
    }
}

fn smallest(places: &[(usize, Range<usize>)], byte: usize) -> Vec<usize> {
    let around = places.iter().filter(|(_, range)| range.contains(&byte));
    let least = around.clone().map(|(_, range)| range.len()).min();
    let least = around.filter(|(_, range)| Some(range.len()) == least);
    least.map(|(id, _)| *id).collect()
}

/// Weaves changes into a file. Those that there is no place for are missing among the pieces.
///
/// # Errors
/// If the file cannot be parsed.
///
/// Functions are no longer `const`, for a change asks when the program runs; those of the names `kept` stay it.
pub(super) fn weave(
    text: &str,
    mutants: &[(usize, &Mutant)],
    kept: &BTreeSet<String>,
) -> Result<Woven, String> {
    let file = syn::parse_file(text).map_err(|error| error.to_string())?;
    let mut places: HashMap<Place, Vec<(usize, &Mutant)>> = HashMap::new();
    for (id, mutant) in mutants {
        let here = places.entry(mutant.span.start).or_default();
        here.push((*id, *mutant));
    }
    let mut loom = Loom {
        text,
        kept,
        places,
        threads: Vec::new(),
    };
    loom.visit_file(&file);
    loom.functions();
    Ok(loom.finish())
}

/// What is put into the text.
struct Thread {
    /// What it is put around; empty where it is put between.
    around: Range<usize>,
    /// What stands before, with the change that each part is of.
    before: Vec<(Option<usize>, String)>,
    /// What stands behind.
    behind: &'static str,
}

struct Loom<'t> {
    text: &'t str,
    /// The functions that stay `const`.
    kept: &'t BTreeSet<String>,
    /// The changes that no place was found for yet, by where they begin.
    places: HashMap<Place, Vec<(usize, &'t Mutant)>>,
    threads: Vec<Thread>,
}

/// Where that begins.
fn place(at: proc_macro2::Span) -> Place {
    let start = at.start();
    Place {
        line: start.line,
        column: start.column + 1,
    }
}

/// The question that wakes a change.
fn awake(id: usize) -> String {
    format!("crate::mutant::is({id})")
}

impl<'t> Loom<'t> {
    /// The changes of a kind that begin there, which stay where they are.
    fn peek(&self, at: proc_macro2::Span, genre: Genre) -> Vec<usize> {
        let here = self.places.get(&place(at)).into_iter().flatten();
        let here = here.filter(|(_, mutant)| mutant.genre == genre);
        here.map(|(id, _)| *id).collect()
    }

    /// The changes of a kind that begin there.
    fn take(&mut self, at: proc_macro2::Span, genre: Genre) -> Vec<(usize, &'t Mutant)> {
        let Some(here) = self.places.get_mut(&place(at)) else {
            return Vec::new();
        };
        let taken = here.extract_if(.., |(_, mutant)| mutant.genre == genre);
        taken.collect()
    }

    /// An expression becomes a choice between itself and its changes.
    fn choose(&mut self, expression: Range<usize>, mutants: Vec<(usize, &Mutant)>) {
        let mut before = vec![(None, "(".to_owned())];
        for (id, mutant) in mutants {
            let Some(changed) = mutant.changed_within(self.text, expression.clone()) else {
                continue;
            };
            let piece = format!("if {} {{ {changed} }} else ", awake(id));
            before.push((Some(id), piece));
        }
        if before.len() == 1 {
            return;
        }
        before.push((None, "{ ".to_owned()));
        self.threads.push(Thread {
            around: expression,
            before,
            behind: " })",
        });
    }

    /// An arm is taken only as long as its deletion is asleep.
    fn forget(
        &mut self,
        around: Range<usize>,
        before: &str,
        then: &str,
        deleted: &[(usize, &Mutant)],
    ) {
        for (id, _) in deleted {
            let piece = format!("{before}!{}{then}", awake(*id));
            self.threads.push(Thread {
                around: around.clone(),
                before: vec![(Some(*id), piece)],
                behind: "",
            });
        }
    }

    /// A function asks first, wherever its statements begin.
    fn functions(&mut self) {
        let all: Vec<_> = self.places.drain().flat_map(|(_, here)| here).collect();
        for (id, mutant) in all {
            // What returns `impl` returns one type only, which is not that of its changes.
            let returned = mutant
                .function
                .as_ref()
                .map(|function| &function.return_type);
            if returned.is_some_and(|returned| returned.contains("impl ")) {
                continue;
            }
            let start = mutant.span.start.byte(self.text);
            if let (Genre::FnValue, Some(at)) = (mutant.genre, start) {
                let value = &mutant.replacement;
                let piece = format!("if {} {{ return {value}; }} ", awake(id));
                self.threads.push(Thread {
                    around: at..at,
                    before: vec![(Some(id), piece)],
                    behind: "",
                });
            }
        }
    }

    /// The text with every thread in its place.
    fn finish(mut self) -> Woven {
        // What is around more stands before what is around less; what is put between stands behind what ends and before what begins.
        self.threads.sort_by_key(|thread| {
            let Range { start, end } = thread.around;
            (start, start < end, usize::MAX - end)
        });
        let mut woven = Woven::default();
        let mut open: Vec<(usize, &'static str, Vec<usize>, usize)> = Vec::new();
        let mut from = 0;
        for thread in &self.threads {
            self.close(&mut woven, &mut open, &mut from, thread.around.start);
            woven.text.push_str(&self.text[from..thread.around.start]);
            from = thread.around.start;
            let start = woven.text.len();
            for (id, piece) in &thread.before {
                let at = woven.text.len();
                woven.text.push_str(piece);
                woven.pieces.extend(id.map(|id| (id, at..woven.text.len())));
            }
            let ids = thread.before.iter().filter_map(|(id, _)| *id).collect();
            open.push((thread.around.end, thread.behind, ids, start));
        }
        self.close(&mut woven, &mut open, &mut from, self.text.len());
        woven.text.push_str(&self.text[from..]);
        woven
    }

    /// Ends whatever ends before or at a place.
    fn close(
        &self,
        woven: &mut Woven,
        open: &mut Vec<(usize, &'static str, Vec<usize>, usize)>,
        from: &mut usize,
        until: usize,
    ) {
        while let Some((end, behind, ids, start)) = open.pop_if(|(end, ..)| *end <= until) {
            woven.text.push_str(&self.text[*from..end]);
            *from = end;
            woven.text.push_str(behind);
            let choice = start..woven.text.len();
            let choices = ids.into_iter().map(|id| (id, choice.clone()));
            woven.choices.extend(choices);
        }
    }
}

/// Whether `let` stands in a condition, which cannot be put in parentheses.
fn has_let(expression: &syn::Expr) -> bool {
    match expression {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}

impl<'t> Visit<'t> for Loom<'_> {
    fn visit_signature(&mut self, signature: &'t syn::Signature) {
        if let Some(token) = &signature.constness
            && !self.kept.contains(&signature.ident.to_string())
        {
            self.threads.push(Thread {
                around: token.span().byte_range(),
                before: vec![(None, "/*".to_owned())],
                behind: "*/",
            });
        }
        visit::visit_signature(self, signature);
    }

    fn visit_expr_binary(&mut self, binary: &'t syn::ExprBinary) {
        let mutants = self.take(binary.op.span(), Genre::BinaryOperator);
        if !has_let(&binary.left) && !has_let(&binary.right) {
            self.choose(binary.span().byte_range(), mutants);
        }
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_unary(&mut self, unary: &'t syn::ExprUnary) {
        let mutants = self.take(unary.op.span(), Genre::UnaryOperator);
        self.choose(unary.span().byte_range(), mutants);
        visit::visit_expr_unary(self, unary);
    }

    fn visit_expr_struct(&mut self, value: &'t syn::ExprStruct) {
        let fields = value.fields.iter().map(Spanned::span);
        let mutants = fields
            .flat_map(|field| self.take(field, Genre::StructField))
            .collect();
        self.choose(value.span().byte_range(), mutants);
        visit::visit_expr_struct(self, value);
    }

    fn visit_expr_match(&mut self, value: &'t syn::ExprMatch) {
        let arms = value.arms.iter().map(Spanned::span);
        let deleted = arms.flat_map(|arm| self.peek(arm, Genre::MatchArm));
        let before: Vec<_> = deleted.map(|id| (Some(id), String::new())).collect();
        // Whether all is matched is said of the match as a whole.
        self.threads.push(Thread {
            around: value.span().byte_range(),
            before,
            behind: "",
        });
        visit::visit_expr_match(self, value);
    }

    fn visit_arm(&mut self, arm: &'t syn::Arm) {
        let deleted = self.take(arm.span(), Genre::MatchArm);
        match &arm.pat {
            syn::Pat::Guard(pat) => {
                let guard = pat.guard.span();
                let mutants = self.take(guard, Genre::MatchArmGuard);
                self.forget(guard.byte_range(), "", " && ", &deleted);
                if !has_let(&pat.guard) {
                    self.choose(guard.byte_range(), mutants);
                }
            }
            pat => {
                let end = pat.span().byte_range().end;
                self.forget(end..end, " if ", "", &deleted);
            }
        }
        visit::visit_arm(self, arm);
    }
}

#[cfg(test)]
mod tests {
    use super::super::list::Mutant;
    use super::weave;
    use serde_json::json;
    use std::collections::BTreeSet;

    /// The mutant that replaces the first text that is like that.
    fn mutant(text: &str, genre: &str, what: &str, replacement: &str) -> Mutant {
        let at = text.find(what).unwrap();
        let place = |at: usize| {
            let line = text[..at].matches('\n').count() + 1;
            let column = at - text[..at].rfind('\n').map_or(0, |end| end + 1) + 1;
            json!({"line": line, "column": column})
        };
        let span = json!({"start": place(at), "end": place(at + what.len())});
        serde_json::from_value(json!({
            "file": "a.rs", "name": "a", "genre": genre, "span": span, "replacement": replacement, "function": null,
        }))
        .unwrap()
    }

    fn woven(text: &str, mutants: &[Mutant]) -> String {
        let numbered: Vec<_> = mutants.iter().enumerate().collect();
        weave(text, &numbered, &BTreeSet::new()).unwrap().text
    }

    #[test]
    fn an_operator_becomes_a_choice_and_a_function_asks_first() {
        let text = "fn f(a: u8) -> bool { a == 1 && !g() }";
        let mutants = [
            mutant(text, "BinaryOperator", "==", "!="),
            mutant(text, "BinaryOperator", "&&", "||"),
            mutant(text, "UnaryOperator", "!", ""),
            mutant(text, "FnValue", "a == 1 && !g()", "true"),
        ];
        assert_eq!(
            woven(text, &mutants),
            "fn f(a: u8) -> bool { if crate::mutant::is(3) { return true; } (if crate::mutant::is(1) { a == 1  ||  !g() } else \
             { (if crate::mutant::is(0) { a  !=  1 } else { a == 1 }) && (if crate::mutant::is(2) {   g() } else { !g() }) }) }"
        );
    }

    #[test]
    fn an_arm_and_its_guard_are_asked_for() {
        let text = "fn f(a: u8) { match a { 1 => b(), 2 if a > c() => b(), _ => d() } }";
        let mutants = [
            mutant(text, "MatchArm", "1 => b(),", ""),
            mutant(text, "MatchArm", "2 if a > c() => b(),", ""),
            mutant(text, "MatchArmGuard", "a > c()", "true"),
        ];
        assert_eq!(
            woven(text, &mutants),
            "fn f(a: u8) { match a { 1 if !crate::mutant::is(0) => b(), 2 if !crate::mutant::is(1) && \
             (if crate::mutant::is(2) {  true  } else { a > c() }) => b(), _ => d() } }"
        );
    }

    #[test]
    fn a_field_is_left_out_of_the_whole_value() {
        let text = "fn f() -> A { A { a: 1, ..b() } }";
        let mutants = [mutant(text, "StructField", "a: 1", "")];
        assert_eq!(
            woven(text, &mutants),
            "fn f() -> A { (if crate::mutant::is(0) { A {    ..b() } } else { A { a: 1, ..b() } }) }"
        );
    }

    #[test]
    fn a_function_that_asks_is_not_const() {
        let text = "const fn f() -> u8 { 1 } const fn g() {}";
        let mutants = [mutant(text, "FnValue", "1", "0")];
        let kept = BTreeSet::from(["g".to_owned()]);
        assert_eq!(
            weave(text, &[(0, &mutants[0])], &kept).unwrap().text,
            "/*const*/ fn f() -> u8 { if crate::mutant::is(0) { return 0; } 1 } const fn g() {}"
        );
    }

    #[test]
    fn what_an_error_points_at_is_found() {
        let text = "fn f(a: u8) -> bool { a == 1 }";
        let mutants = [mutant(text, "BinaryOperator", "==", "!=")];
        let numbered: Vec<_> = mutants.iter().enumerate().collect();
        let woven = weave(text, &numbered, &BTreeSet::new()).unwrap();
        let at = |what: &str| woven.text.find(what).unwrap();
        assert_eq!(woven.written_at(at("!=")), [0]);
        assert_eq!(woven.written_at(at("==")), [0; 0]);
        assert_eq!(woven.chosen_at(at("==")), [0]);
        assert_eq!(woven.chosen_at(at("fn f")), [0; 0]);
    }
}
