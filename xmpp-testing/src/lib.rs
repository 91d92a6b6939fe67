//! Tests of generated types, by a table instead of a function for each: documents that their schemas describe go through them.
//!
//! Valid samples, the smallest, the fullest and random ones, are read without a complaint and come back saying the same. Invalid
//! ones, each breaking one rule, are met with that rule. A crate that compiles schemas in its build script has all of this by one line:
//!
//! ```ignore
//! #[cfg(test)]
//! xmpp_testing::generated!("schemas");
//! ```
//!
//! Data flow: `types → demands → suite`.

mod demands;
mod suite;
mod types;

pub use demands::Demands;
pub use suite::{Samples, Suite};
pub use types::{Through, Type};

/// Makes a table of types that are elements: `types![todo::List, todo::Item]`.
#[macro_export]
macro_rules! types {
    ($($type:ty),* $(,)?) => {
        [$($crate::Type::of::<$type>(stringify!($type))),*]
    };
}

/// Tests every type that the build script has made from the schemas of a directory, which stands beside `Cargo.toml`.
///
/// The types are looked for where the schemas are included: in modules of the crate's root that bear the stems of the schemas.
#[macro_export]
macro_rules! generated {
    ($directory:literal) => {
        #[test]
        fn generated_types_hold_to_their_schemas() {
            let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/", $directory);
            let types = include!(concat!(env!("OUT_DIR"), "/element-types.rs"));
            let complaints = match $crate::Suite::read(directory) {
                Ok(suite) => suite.check(&types),
                Err(error) => vec![error],
            };
            assert!(complaints.is_empty(), "{}", complaints.join("\n"));
        }
    };
}
