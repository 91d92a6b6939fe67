//! The project's own commands, as functions, so that tests can call them too.
//!
//! Data flow: `said → known → tree → codegen → conformance → unicode → corpus_types → book → fuzz → mutants → long → performance → tidy → w3c_xml → xsts → corpus`.

mod book;
pub mod codegen;
pub mod conformance;
pub mod corpus;
pub mod corpus_types;
mod fuzz;
mod known;
pub mod long;
mod mutants;
pub mod performance;
pub mod said;
pub mod tidy;
pub mod tree;
pub mod unicode;
pub mod w3c_xml;
pub mod xsts;
