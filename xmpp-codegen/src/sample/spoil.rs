//! Invalid documents: a valid one with one thing changed.

use super::Invalid;
use super::tree::{Part, Tree};
use super::value;
use crate::model::{Content, ElementId, Model, Name, Type};
use xmpp_xml::Rule;

/// Changes a document in each way that breaks a rule. Not every change does: the schema may admit the result.
pub(super) fn spoil(model: &Model, tree: &Tree) -> Vec<Invalid> {
    let mut spoiler = Spoiler {
        model,
        root: tree,
        found: Vec::new(),
    };
    let mut seen = Vec::new();
    for path in paths(tree) {
        let Some(node) = at(tree, &path) else {
            continue;
        };
        // One element of a declaration stands for all.
        if let Some(id) = node.declaration.filter(|id| !seen.contains(id)) {
            seen.push(id);
            spoiler.element(&path, node, id);
        }
    }
    spoiler.found
}

/// Where each element of a document stands.
pub(super) fn paths(tree: &Tree) -> Vec<Path> {
    let (mut open, mut found) = (vec![Vec::new()], Vec::new());
    while let Some(path) = open.pop() {
        let Some(node) = at(tree, &path) else {
            continue;
        };
        for (index, part) in node.content.iter().enumerate() {
            if matches!(part, Part::Element(_)) {
                let mut path = path.clone();
                path.push(index);
                open.push(path);
            }
        }
        found.push(path);
    }
    found
}

/// Where an element stands: the index of a part at each level.
pub(super) type Path = Vec<usize>;

struct Spoiler<'s> {
    model: &'s Model,
    root: &'s Tree,
    found: Vec<Invalid>,
}

impl Spoiler<'_> {
    fn element(&mut self, path: &Path, node: &Tree, id: ElementId) {
        self.attributes(path, node, id);
        self.text(path, node, id);
        // How often children occur between words is for strict judging.
        if !self.is_mixed(id) {
            self.children(path, node);
        }
        let tag = format!("<{}/>", node.name.local);
        if !self.holds_text(id) {
            let what = format!("text stands in `{tag}`");
            self.change(path, Rule::UNEXPECTED_TEXT, what, |node| {
                node.content.push(Part::Text("stray".to_owned()));
            });
        }
        if path.is_empty() {
            let what = format!("`{tag}` has a name that its namespace does not know");
            self.change(path, Rule::UNEXPECTED_ELEMENT, what, |node| {
                node.name.local = format!("{}-unknown", node.name.local).into();
            });
        }
    }

    fn attributes(&mut self, path: &Path, node: &Tree, id: ElementId) {
        let Type::Complex(complex) = self.model[id].type_ else {
            return;
        };
        let tag = format!("<{}/>", node.name.local);
        for use_ in &self.model[complex].attributes {
            let declaration = &self.model[use_.attribute];
            let name = &declaration.name;
            let shown = name.written();
            if use_.required {
                let what = format!("the required attribute `{shown}` of `{tag}` is gone");
                self.change(path, Rule::MISSING_ATTRIBUTE, what, |node| {
                    node.attributes.retain(|(known, _)| known != name);
                });
            }
            for (text, rule) in value::beyond(self.model, declaration.type_) {
                let what = format!("`{shown}` of `{tag}` is `{}`", short(&text));
                self.change(path, rule, what, |node| set(node, name, &text));
            }
        }
    }

    fn text(&mut self, path: &Path, node: &Tree, id: ElementId) {
        let type_ = match self.model[id].type_ {
            Type::Complex(id) => match self.model[id].content {
                Content::Simple(type_) => type_,
                _ => return,
            },
            Type::Any => return,
            type_ => type_,
        };
        for (text, rule) in value::beyond(self.model, type_) {
            let what = format!("the text of `<{}/>` is `{}`", node.name.local, short(&text));
            self.change(path, rule, what, |node| {
                node.content = vec![Part::Text(text.clone())];
            });
        }
    }

    fn children(&mut self, path: &Path, node: &Tree) {
        let tag = format!("<{}/>", node.name.local);
        let mut seen: Vec<&Name> = Vec::new();
        for child in node.children() {
            if seen.contains(&&child.name) {
                continue;
            }
            seen.push(&child.name);
            let is_other =
                |part: &Part| !matches!(part, Part::Element(other) if other.name == child.name);
            let shown = &child.name.local;
            for rule in [Rule::MISSING_CHILD, Rule::TOO_FEW_CHILDREN] {
                let what = format!("the required child `<{shown}/>` of `{tag}` is gone");
                self.change(path, rule, what, |node| node.content.retain(is_other));
            }
            for rule in [Rule::SURPLUS_CHILD, Rule::AMBIGUOUS_CHOICE] {
                let what = format!("`{tag}` has a `<{shown}/>` too many");
                self.change(path, rule, what, |node| {
                    let more = Part::Element(child.clone());
                    node.content.extend(std::iter::repeat_n(more, MANY));
                });
            }
        }
    }

    fn is_mixed(&self, id: ElementId) -> bool {
        let Type::Complex(id) = self.model[id].type_ else {
            return false;
        };
        matches!(self.model[id].content, Content::Mixed(_))
    }

    fn holds_text(&self, id: ElementId) -> bool {
        match self.model[id].type_ {
            Type::Complex(id) => matches!(
                self.model[id].content,
                Content::Simple(_) | Content::Mixed(_)
            ),
            Type::Any | Type::Builtin(_) | Type::Simple(_) => true,
        }
    }

    fn change(&mut self, path: &Path, rule: Rule, what: String, change: impl FnOnce(&mut Tree)) {
        let mut tree = self.root.clone();
        let Some(node) = edit(&mut tree, path) else {
            return;
        };
        change(node);
        let xml = tree.to_xml();
        if tree != *self.root
            && !self
                .found
                .iter()
                .any(|known| known.xml == xml && known.rule == rule)
        {
            self.found.push(Invalid { xml, rule, what });
        }
    }
}

/// How many children too many there are: more than any schema of ours bounds below "any number".
const MANY: usize = 3;

pub(super) fn at<'t>(root: &'t Tree, path: &Path) -> Option<&'t Tree> {
    path.iter()
        .try_fold(root, |node, index| match node.content.get(*index) {
            Some(Part::Element(child)) => Some(child),
            _ => None,
        })
}

pub(super) fn edit<'t>(root: &'t mut Tree, path: &Path) -> Option<&'t mut Tree> {
    path.iter()
        .try_fold(root, |node, index| match node.content.get_mut(*index) {
            Some(Part::Element(child)) => Some(child),
            _ => None,
        })
}

fn set(node: &mut Tree, name: &Name, text: &str) {
    match node.attributes.iter_mut().find(|(known, _)| known == name) {
        Some((_, value)) => text.clone_into(value),
        None => node.attributes.push((name.clone(), text.to_owned())),
    }
}

fn short(text: &str) -> String {
    const SHOWN: usize = 24;
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let start: String = text.chars().take(SHOWN).collect();
    format!("{start}\u{2026}")
}
