//! The committed modules are what the schemas say, and the compiler says the same thing twice.

use std::path::Path;
use tests::root;
use xtask::{codegen, conformance, unicode};

#[test]
fn generated_modules_are_fresh() {
    let stale = codegen::stale(&root()).unwrap();
    let files: Vec<_> = stale
        .keys()
        .map(|file| file.display().to_string())
        .collect();
    assert!(
        files.is_empty(),
        "{} no longer what schemas/ says: run `{}`",
        files.join(", "),
        codegen::COMMAND
    );
}

#[test]
fn a_second_run_gives_the_same_bytes() {
    let first = codegen::generate(&root()).unwrap();
    assert!(first.contains_key("roster.rs"));
    assert_eq!(first, codegen::generate(&root()).unwrap());
}

/// What a contributor sees who edits a schema and forgets to run the compiler.
#[test]
fn an_edited_schema_makes_its_module_stale() {
    let folder = std::env::temp_dir().join(format!("stale-schemas-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("schemas")).unwrap();
    for entry in std::fs::read_dir(root().join("schemas")).unwrap() {
        let entry = entry.unwrap();
        let mut text = std::fs::read_to_string(entry.path()).unwrap();
        if entry.file_name() == "ping.xsd" {
            text = text.replace(
                "</xs:schema>",
                "<xs:element name='pong' type='xs:string'/></xs:schema>",
            );
        }
        std::fs::write(folder.join("schemas").join(entry.file_name()), text).unwrap();
    }
    let edited = codegen::generate(&folder).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let fresh = codegen::generate(&root()).unwrap();
    let changed: Vec<_> = fresh
        .keys()
        .filter(|name| fresh[*name] != edited[*name])
        .collect();
    assert_eq!(changed, ["ping.rs"]);
}

/// The tables of characters are what the data of their version says. Other versions, and machines without the data, have
/// nothing to compare with; what the tables say of themselves is tested in xmpp-core.
#[test]
fn the_tables_of_unicode_are_fresh() {
    let data = Path::new(unicode::DATA);
    if unicode::version(data).as_deref() != Ok(xmpp_core::precis::UNICODE_VERSION) {
        return;
    }
    let said = unicode::run(&root(), data, true).unwrap();
    assert_eq!(said.complaints, 0, "{:?}", said.lines);
}

/// Every row of the lists is shown by something that is there, or says why not; the page and the summary say the same.
#[test]
fn what_is_conformed_to_is_shown() {
    let said = conformance::run(&root(), true).unwrap();
    assert_eq!(said.complaints, 0, "{:#?}", said.lines);
}
