//! What the plan can complain about: a file per rule, with its page.

crate::rule::rules! {
    /// The rules of this stage.
    idle_catalog_key
    name_collision
    shadows_prelude
    rule_not_compiled
    not_a_content_namespace
}
