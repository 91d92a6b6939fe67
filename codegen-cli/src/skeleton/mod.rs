//! The files of an extension that is begun, before anybody has edited them.

use std::path::{Path, PathBuf};

/// What a new extension is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Names {
    /// Its namespace.
    pub(crate) namespace: String,
    /// The stem of its schema, `to-do`.
    pub(crate) stem: String,
    /// The name of the crate, where there is none yet.
    pub(crate) package: String,
    /// Where the crates of the runtime are, if they do not come from crates.io.
    pub(crate) runtime: Option<PathBuf>,
}

/// A file to write, its path relative to the crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Those of every extension.
pub(crate) fn extension(names: &Names) -> Vec<File> {
    let stem = &names.stem;
    vec![
        names.file(format!("schemas/{stem}.xsd"), include_str!("schema.xsd")),
        names.file(
            format!("stanzas/{stem}/valid-get.xml"),
            include_str!("valid-get.xml"),
        ),
        names.file(
            format!("stanzas/{stem}/valid-set.xml"),
            include_str!("valid-set.xml"),
        ),
        names.file(
            format!("stanzas/{stem}/invalid-item-without-id.xml"),
            include_str!("invalid-item-without-id.xml"),
        ),
        names.file(
            format!("tests/{}.rs", names.module()),
            include_str!("test.rs.txt"),
        ),
    ]
}

/// Those of a new crate.
pub(crate) fn package(names: &Names) -> Vec<File> {
    vec![
        names.file("Cargo.toml".to_owned(), include_str!("Cargo.toml.txt")),
        names.file("build.rs".to_owned(), include_str!("build.rs.txt")),
        names.file("src/lib.rs".to_owned(), include_str!("lib.rs.txt")),
    ]
}

/// What the catalogue says.
pub(crate) fn catalog(names: &Names) -> File {
    names.file(
        "schemas/catalog.toml".to_owned(),
        include_str!("catalog.toml"),
    )
}

impl Names {
    /// The name of the module.
    pub(crate) fn module(&self) -> String {
        self.stem.replace('-', "_")
    }

    fn file(&self, path: String, template: &str) -> File {
        let words = self.stem.replace('-', " ");
        let mut characters = words.chars();
        let first: String = characters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        let title = format!("{first}{}", characters.as_str());
        let text = template
            .replace("{namespace}", &self.namespace)
            .replace("{stem}", &self.stem)
            .replace("{module}", &self.module())
            .replace("{package}", &self.package)
            .replace("{crate}", &self.package.replace('-', "_"))
            .replace("{title}", &title)
            .replace("{core}", &self.dependency("xmpp-core"))
            .replace("{codegen}", &self.dependency("xmpp-codegen"));
        File { path, text }
    }

    fn dependency(&self, name: &str) -> String {
        let at = |directory: &Path| {
            directory
                .join(name)
                .display()
                .to_string()
                .replace('\\', "/")
        };
        match &self.runtime {
            Some(directory) => format!("path = \"{}\"", at(directory)),
            None => format!("version = \"{}\"", env!("CARGO_PKG_VERSION")),
        }
    }
}
