//! The project's own commands, as functions, so that tests can call them too.
//!
//! Data flow: `tree → codegen → tidy`.

pub mod codegen;
pub mod tidy;
pub mod tree;
