//! The project's own commands, as functions, so that tests can call them too.
//!
//! Data flow: `said → tree → codegen → unicode → corpus_types → tidy → xsts`.

pub mod codegen;
pub mod corpus_types;
pub mod said;
pub mod tidy;
pub mod tree;
pub mod unicode;
pub mod xsts;
