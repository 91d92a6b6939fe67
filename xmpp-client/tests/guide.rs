//! The guide shows the example, word for word.

#[test]
fn the_bot_of_the_guide_is_the_example() {
    let guide = include_str!("../../docs/guide.md");
    let example = include_str!("../examples/echo_bot.rs");
    assert!(guide.contains(&format!("```rust,no_run\n{example}```\n")));
    assert!(
        example.lines().count() <= 20,
        "20 lines are what the guide promises"
    );
}
