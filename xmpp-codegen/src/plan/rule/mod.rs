//! What the plan can complain about: a file per rule, with its page.

use crate::rule::Page;

macro_rules! rules {
    ($($module:ident)*) => {
        $(pub mod $module;)*

        /// The rules of this stage.
        pub const RULES: &[&Page] = &[$(&$module::PAGE),*];
    };
}

rules! {
    name_collision
    shadows_prelude
    rule_not_compiled
    not_a_content_namespace
}
