//! The first steps show the example, word for word.

#[test]
fn the_bot_of_the_first_steps_is_the_example() {
    let page = include_str!("../../docs/first-steps.md");
    let example = include_str!("../examples/echo_bot.rs");
    assert!(page.contains(&format!("```rust,no_run\n{example}```\n")));
    assert!(
        example.lines().count() <= 20,
        "20 lines are what the first steps promise"
    );
}
