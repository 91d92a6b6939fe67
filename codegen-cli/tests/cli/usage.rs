//! Help, and what is wrong with a command line.

use crate::run::{Scratch, run};

#[test]
fn help_teaches_by_examples_and_names_exit_codes() {
    let scratch = Scratch::new();
    for args in [
        &["--help"][..],
        &["generate", "--help"],
        &["check", "--help"],
    ] {
        let help = run(scratch.path(), args);
        assert_eq!(help.code, 0);
        for part in ["Examples:\n", "Exit codes:\n  0  ", "  1  ", "  2  "] {
            assert!(help.stdout.contains(part), "{args:?}: {}", help.stdout);
        }
        assert!(
            help.stdout.lines().all(|line| line.chars().count() <= 120),
            "{args:?} has lines too long to read"
        );
    }
    let fields = run(scratch.path(), &["check", "--help"]).stdout;
    for field in [
        "rule",
        "severity",
        "message",
        "file",
        "line, column",
        "path",
        "answer",
        "help",
    ] {
        assert!(
            fields.contains(&format!("\n  {field}")),
            "{field} is not documented"
        );
    }
}

#[test]
fn a_wrong_command_line_is_exit_code_2() {
    let scratch = Scratch::new();
    for (args, message) in [
        (&["frobnicate"][..], "unrecognized subcommand"),
        (&["check"], "required arguments"),
        (
            &["check", "absent.xml"],
            "there is no file or directory `absent.xml` in `",
        ),
        (&["check", "x.xml", "--format", "xml"], "possible values"),
        (
            &["check", "."],
            "holds no schema (*.xsd), no catalogue (catalog.toml) and no stanza (*.xml)",
        ),
        (&["generate", "x.xsd"], "--out <DIR>"),
        (&["explain"], "required arguments"),
    ] {
        let result = run(scratch.path(), args);
        assert_eq!((result.code, result.stdout.as_str()), (2, ""), "{args:?}");
        assert!(
            result.stderr.contains(message),
            "{args:?}: {}",
            result.stderr
        );
    }
}

#[test]
fn colour_is_for_terminals_or_on_demand() {
    let scratch = Scratch::new();
    scratch.write("m.xml", "<message type='error'/>");
    let plain = run(scratch.path(), &["check", "m.xml"]);
    let colored = run(scratch.path(), &["check", "m.xml", "--color", "always"]);
    assert!(!plain.stdout.contains('\u{1b}'));
    assert!(colored.stdout.contains('\u{1b}'));
}
