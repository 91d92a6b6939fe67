//! Names in scope: what a module declares itself, and what it imports.

use super::WIDTH;
use crate::plan::item::{Cardinality, Module, TypeRef};
use std::collections::{BTreeMap, BTreeSet};

/// The names of one module.
pub(super) struct Scope {
    locals: BTreeSet<String>,
    /// Imported names, each with the path it comes from.
    imports: BTreeMap<String, String>,
    runtime: String,
    /// The item that is being written.
    item: String,
}

impl Scope {
    pub(super) fn new(module: &Module) -> Self {
        Self {
            locals: module
                .items
                .iter()
                .map(|item| item.name().to_owned())
                .collect(),
            imports: BTreeMap::new(),
            runtime: module.runtime.clone(),
            item: String::new(),
        }
    }

    /// Whether the module declares a type of that name.
    pub(super) fn declares(&self, name: &str) -> bool {
        self.locals.contains(name)
    }

    /// Begins an item: its own name is `Self` from here on.
    pub(super) fn enter(&mut self, item: &str) {
        item.clone_into(&mut self.item);
    }

    /// Where the derives look for the runtime, unless it is where they expect it.
    pub(super) fn crate_path(&self) -> Option<&str> {
        (self.runtime.trim_start_matches("::") != "xmpp_core").then_some(self.runtime.as_str())
    }

    /// The name of something of the runtime: imported, or with its path where the name is taken.
    pub(super) fn runtime(&mut self, name: &str) -> String {
        let runtime = self.runtime.clone();
        match name.split_once("::") {
            Some((module, rest)) => format!("{}::{rest}", self.import(&runtime, module)),
            None => self.import(&runtime, name),
        }
    }

    /// A type.
    pub(super) fn type_(&mut self, type_: &TypeRef) -> String {
        match type_ {
            TypeRef::Plain(name) => self.prelude(name),
            TypeRef::Standard(path) => format!("::{path}"),
            TypeRef::Runtime(name) => self.runtime(name),
            TypeRef::List(item) => {
                let item = self.type_(item);
                format!("{}<{item}>", self.runtime("text::List"))
            }
            TypeRef::Mixed(child) => {
                let child = self.type_(child);
                format!("{}<{child}>", self.runtime("Mixed"))
            }
            TypeRef::Local(name) if *name == self.item => "Self".to_owned(),
            TypeRef::Local(name) => name.clone(),
            TypeRef::Foreign { module, name } => match module.rsplit_once("::") {
                Some((parent, last)) => format!("{}::{name}", self.import(parent, last)),
                None => format!("{module}::{name}"),
            },
        }
    }

    /// The type of a field that holds that many.
    pub(super) fn field(&mut self, type_: &TypeRef, cardinality: Cardinality) -> String {
        let one = self.type_(type_);
        let boxed = |scope: &Self, boxed: bool| {
            if boxed {
                format!("{}<{one}>", scope.prelude("Box"))
            } else {
                one.clone()
            }
        };
        match cardinality {
            Cardinality::One { boxed: inside } => boxed(self, inside),
            Cardinality::Optional { boxed: inside } => {
                format!("{}<{}>", self.prelude("Option"), boxed(self, inside))
            }
            Cardinality::Many { .. } => format!("{}<{one}>", self.list(cardinality)),
        }
    }

    /// The type of a field that holds any number.
    pub(super) fn list(&mut self, cardinality: Cardinality) -> String {
        match cardinality {
            Cardinality::Many { apart: false, .. } => self.runtime("Few"),
            _ => self.prelude("Vec"),
        }
    }

    /// A name of the prelude, with its path where a type of the module hides it.
    pub(super) fn prelude(&self, name: &str) -> String {
        if !self.locals.contains(name) {
            return name.to_owned();
        }
        let path = match name {
            "Option" => "::core::option::Option",
            "String" => "::std::string::String",
            "Vec" => "::std::vec::Vec",
            "Box" => "::std::boxed::Box",
            "Default" => "::core::default::Default",
            "From" => "::core::convert::From",
            "Into" => "::core::convert::Into",
            "Send" => "::core::marker::Send",
            "Sync" => "::core::marker::Sync",
            other => other,
        };
        path.to_owned()
    }

    /// The `use` lines, sorted and wrapped as `rustfmt` does it.
    pub(super) fn uses(&self) -> String {
        let mut by_path: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, path) in &self.imports {
            by_path.entry(path).or_default().push(name);
        }
        let mut lines: Vec<(Vec<String>, String)> = by_path
            .into_iter()
            .map(|(path, names)| (sort_key(path, &names), use_line(path, &names)))
            .collect();
        lines.sort();
        lines.into_iter().map(|(_, line)| line).collect()
    }

    fn import(&mut self, path: &str, name: &str) -> String {
        let elsewhere = self.imports.get(name).is_some_and(|known| known != path);
        if elsewhere || self.locals.contains(name) {
            return format!("{path}::{name}");
        }
        self.imports.insert(name.to_owned(), path.to_owned());
        name.to_owned()
    }
}

/// `super` before other paths, a list of names after a single one.
fn sort_key(path: &str, names: &[&str]) -> Vec<String> {
    let mut key: Vec<String> = path
        .trim_start_matches("::")
        .split("::")
        .map(rank)
        .collect();
    key.push(match names {
        [one] => rank(one),
        _ => "3".to_owned(),
    });
    key
}

fn rank(segment: &str) -> String {
    let rank = match segment {
        "self" | "super" | "crate" => 0,
        name if name.starts_with(|first: char| first.is_uppercase()) => 2,
        _ => 1,
    };
    format!("{rank}{segment}")
}

fn use_line(path: &str, names: &[&str]) -> String {
    if let [one] = names {
        return format!("use {path}::{one};\n");
    }
    let line = format!("use {path}::{{{}}};\n", names.join(", "));
    // `rustfmt` leaves room for one column more than it takes.
    if line.len() <= WIDTH {
        return line;
    }
    let mut lines = vec![format!("use {path}::{{")];
    let mut row = String::from("   ");
    for name in names {
        if row.len() + name.len() + 2 > WIDTH {
            lines.push(std::mem::replace(&mut row, "   ".to_owned()));
        }
        row.push_str(&format!(" {name},"));
    }
    lines.extend([row, "};\n".to_owned()]);
    lines.join("\n")
}
