//! What the derives say about attributes that they do not understand: one case for each message.
//!
//! `TRYBUILD=overwrite cargo test -p tests --test derive` rewrites the expected messages.

#[test]
fn each_mistake_is_pointed_at_with_a_way_out() {
    trybuild::TestCases::new().compile_fail("derive/*.rs");
}
