//! The reader and the writer, seen from outside.

#![allow(missing_docs, reason = "tests")]

mod fragment;
mod ill_formed;
mod limits;
mod names;
mod position;
mod round_trip;
mod stream;
mod support;
mod well_formed;
mod writer;
