//! Numbers in sentences.

/// `1 error`, `2 errors`
pub(crate) fn plural(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

/// `2 errors and 1 warning`
pub(crate) fn findings(errors: usize, warnings: usize) -> String {
    match (errors, warnings) {
        (errors, 0) => plural(errors, "error"),
        (0, warnings) => plural(warnings, "warning"),
        _ => format!(
            "{} and {}",
            plural(errors, "error"),
            plural(warnings, "warning")
        ),
    }
}

/// What the user types to run this program: Cargo tells the programs that it runs where it is itself.
pub(crate) fn program() -> &'static str {
    match std::env::var_os("CARGO") {
        Some(_) => "cargo run --",
        None => "xmpp-codegen",
    }
}

/// A word of a command, as a shell wants it.
pub(crate) fn quoted(word: &str) -> String {
    match word.contains(char::is_whitespace) {
        true => format!("'{word}'"),
        false => word.to_owned(),
    }
}
