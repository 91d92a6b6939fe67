//! Namespaces in scope, for values that hold prefixes.

use super::Text;
use std::fmt;
use std::sync::Arc;

/// The prefixes in scope at a place of a schema. Places with the same prefixes share them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Bindings(Option<Arc<[(Text, Text)]>>);

impl Bindings {
    /// Pairs of prefix, empty for none, and namespace.
    pub fn new(pairs: impl IntoIterator<Item = (Text, Text)>) -> Self {
        let pairs: Arc<[_]> = pairs.into_iter().collect();
        Self(Some(pairs).filter(|pairs| !pairs.is_empty()))
    }

    /// The namespace that a prefix is bound to. Without a declaration, no prefix means no namespace.
    pub fn namespace(&self, prefix: &str) -> Option<&str> {
        let bound = self.pairs().iter().find(|(bound, _)| bound == prefix);
        match (bound, prefix) {
            (Some((_, namespace)), _) => Some(namespace),
            (None, "") => Some(""),
            (None, "xml") => Some(super::XML),
            (None, _) => None,
        }
    }

    /// Pairs of prefix, empty for none, and namespace.
    pub fn pairs(&self) -> &[(Text, Text)] {
        self.0.as_deref().unwrap_or_default()
    }
}

impl fmt::Debug for Bindings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Bindings").field(&self.pairs()).finish()
    }
}
