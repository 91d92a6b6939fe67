//! What a document says, one fact per attribute, element and piece of text: for telling what a round trip lost.

use std::collections::BTreeMap;
use xmpp_core::xml::{Node, is_content_namespace};

/// Facts with how often each is stated. The order between siblings of different names is not a fact.
pub type Facts = BTreeMap<String, usize>;

/// Every fact that an element states. Text is compared without white space around it.
pub fn facts(root: Node<'_>) -> Facts {
    let mut facts = Facts::new();
    let mut open = vec![(root, String::new())];
    while let Some((node, above)) = open.pop() {
        let path = format!("{above}/{{{}}}{}", namespace(node), node.name());
        *facts.entry(path.clone()).or_default() += 1;
        for attribute in node.attributes() {
            let (namespace, name, value) =
                (attribute.namespace(), attribute.name(), attribute.value());
            *facts
                .entry(format!("{path}/@{{{namespace}}}{name}={}", value.trim()))
                .or_default() += 1;
        }
        let text = node.text();
        if !text.trim().is_empty() {
            *facts.entry(format!("{path}={}", text.trim())).or_default() += 1;
        }
        open.extend(node.elements().map(|child| (child, path.clone())));
    }
    facts
}

/// The namespace, the three content namespaces being one: which of them is the stream's business (ruling R10).
fn namespace(node: Node<'_>) -> &str {
    if is_content_namespace(node.namespace()) {
        "content"
    } else {
        node.namespace()
    }
}

/// The facts of `before` that `after` does not state, or not as often.
pub fn lost(before: &Facts, after: &Facts) -> Vec<String> {
    let missing = |(fact, times): (&String, &usize)| {
        (after.get(fact).copied().unwrap_or(0) < *times).then(|| fact.clone())
    };
    before.iter().filter_map(missing).collect()
}
