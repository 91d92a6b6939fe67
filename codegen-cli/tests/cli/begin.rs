//! `new`, `expand`, `sample`, `completions`, `man`, `test`: an extension from its first file on.

use crate::run::{Scratch, run};
use std::fs;

#[test]
fn an_extension_begins_with_files_that_are_right() {
    let place = Scratch::new();
    let ran = run(
        place.path(),
        &["new", "urn:example:todo:0", "--dir", "todo"],
    );
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let made = [
        "Cargo.toml",
        "build.rs",
        "src/lib.rs",
        "schemas/todo.xsd",
        "schemas/catalog.toml",
        "tests/todo.rs",
        "stanzas/todo/valid-get.xml",
        "stanzas/todo/valid-set.xml",
        "stanzas/todo/invalid-item-without-id.xml",
    ];
    for file in made {
        assert!(
            ran.stdout.contains(&format!("todo/{file}\n")),
            "{file}: {}",
            ran.stdout
        );
        let text = fs::read_to_string(place.path().join("todo").join(file)).unwrap();
        let names = [
            "{namespace}",
            "{stem}",
            "{module}",
            "{package}",
            "{crate}",
            "{title}",
            "{core}",
            "{codegen}",
        ];
        assert!(
            names.iter().all(|name| !text.contains(name)),
            "{file}: {text}"
        );
    }
    let valid = [
        "check",
        "todo/schemas",
        "todo/stanzas/todo/valid-get.xml",
        "todo/stanzas/todo/valid-set.xml",
    ];
    let checked = run(place.path(), &valid);
    assert_eq!(checked.code, 0, "{}", checked.stdout);
    let invalid = run(
        place.path(),
        &["check", "todo/schemas", "todo/stanzas", "--format", "short"],
    );
    assert_eq!(invalid.code, 1);
    assert!(
        invalid.stdout.contains("error[missing-attribute]"),
        "{}",
        invalid.stdout
    );
}

/// What somebody has written is not lost.
#[test]
fn nothing_is_overwritten() {
    let place = Scratch::new();
    assert_eq!(run(place.path(), &["new", "urn:example:todo:0"]).code, 0);
    let schema = place.path().join("schemas/todo.xsd");
    fs::write(&schema, "mine").unwrap();
    let again = run(place.path(), &["new", "urn:example:todo:0"]);
    assert_eq!(again.code, 2);
    assert!(
        again.stderr.contains("schemas/todo.xsd"),
        "{}",
        again.stderr
    );
    assert_eq!(fs::read_to_string(&schema).unwrap(), "mine");
    // A second one goes into the same crate and the same catalogue.
    let second = run(place.path(), &["new", "urn:example:tea:0"]);
    assert_eq!(second.code, 0, "{}", second.stderr);
    assert!(second.stdout.contains("pub mod tea"), "{}", second.stdout);
    let catalog = fs::read_to_string(place.path().join("schemas/catalog.toml")).unwrap();
    assert!(
        catalog.contains("[todo.iq]") && catalog.contains("[tea.iq]"),
        "{catalog}"
    );
}

#[test]
fn a_namespace_and_a_name_are_looked_at() {
    let place = Scratch::new();
    for (args, said) in [
        (&["new", "urn:a b"][..], "is no namespace"),
        (&["new", "urn:example:'"], "is no namespace"),
        (&["new", "1:2"], "--name"),
        (&["new", "urn:x", "--name", "Tea Time"], "is no name"),
        (&["new", "urn:x", "--runtime", "nowhere"], "nowhere"),
    ] {
        let ran = run(place.path(), args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.stderr.contains(said), "{args:?}: {}", ran.stderr);
    }
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
}

#[test]
fn types_are_printed_or_kept() {
    let place = Scratch::new();
    assert_eq!(run(place.path(), &["new", "urn:example:todo:0"]).code, 0);
    let printed = run(place.path(), &["expand", "schemas/todo.xsd"]);
    assert_eq!(printed.code, 0, "{}", printed.stderr);
    for part in [
        "pub struct List {",
        "pub trait ListHandler: Send + Sync + 'static {",
        "pub fn service(",
    ] {
        assert!(printed.stdout.contains(part), "{part}");
    }
    let keep = ["expand", "schemas/todo.xsd", "--vendor", "src/todo.rs"];
    let check = [&keep[..], &["--check"]].concat();
    let missing = run(place.path(), &check);
    assert_eq!(missing.code, 1);
    assert!(
        missing.stdout.contains("src/todo.rs is missing"),
        "{}",
        missing.stdout
    );
    assert_eq!(run(place.path(), &keep).code, 0);
    assert_eq!(run(place.path(), &check).code, 0);
    let file = place.path().join("src/todo.rs");
    let text = fs::read_to_string(&file).unwrap();
    assert!(
        text.contains("run `xmpp-codegen expand schemas/todo.xsd --vendor src/todo.rs`."),
        "{text}"
    );
    fs::write(&file, text.replace("pub struct", "struct")).unwrap();
    let stale = run(place.path(), &check);
    assert_eq!(stale.code, 1);
    assert!(
        stale.stdout.contains("is not what the schema says"),
        "{}",
        stale.stdout
    );
}

/// What is called valid is, and what is called invalid is refused for the rule that is named.
#[test]
fn samples_are_what_they_are_called() {
    let place = Scratch::new();
    assert_eq!(run(place.path(), &["new", "urn:example:todo:0"]).code, 0);
    for kind in ["minimal", "maximal", "random"] {
        let args = [
            "sample", "schemas", "--kind", kind, "--count", "3", "--seed", "7", "--out", kind,
        ];
        let ran = run(place.path(), &args);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let checked = run(place.path(), &["check", "schemas", kind]);
        assert_eq!(checked.code, 0, "{}", checked.stdout);
    }
    assert_eq!(
        fs::read_dir(place.path().join("random")).unwrap().count(),
        6
    );
    let args = [
        "sample",
        "schemas",
        "--element",
        "list",
        "--kind",
        "invalid",
    ];
    let invalid = run(place.path(), &args);
    assert_eq!(invalid.code, 0, "{}", invalid.stderr);
    assert!(
        invalid.stdout.contains("<!-- missing-attribute: "),
        "{}",
        invalid.stdout
    );
    let unknown = run(place.path(), &["sample", "schemas", "--element", "lust"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.stderr.contains("no element `lust`"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn shells_and_man_learn_every_command() {
    let place = Scratch::new();
    for shell in ["bash", "zsh", "fish"] {
        let ran = run(place.path(), &["completions", shell]);
        assert_eq!(ran.code, 0);
        assert!(
            ran.stdout.contains("sample") && ran.stdout.contains("xmpp-codegen"),
            "{shell}"
        );
    }
    let ran = run(place.path(), &["man", "--out", "pages"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let count = fs::read_dir(place.path().join("pages")).unwrap().count();
    assert!(
        ran.stdout.starts_with(&format!("{count} pages")),
        "{count}: {}",
        ran.stdout
    );
    let page = fs::read_to_string(place.path().join("pages/xmpp-codegen-check.1")).unwrap();
    assert!(page.starts_with(".ie"), "{page}");
}

#[cfg(not(feature = "test"))]
#[test]
fn without_a_client_nobody_is_asked() {
    let place = Scratch::new();
    let args = [
        "test",
        "schemas",
        "--server",
        "127.0.0.1:1",
        "--jid",
        "a@b.example",
    ];
    let ran = run(place.path(), &args);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("--features test"), "{}", ran.stderr);
}
