//! `new`: the files that an extension begins with.

use super::{Failure, Outcome};
use crate::args::New;
use crate::skeleton::{self, File, Names};
use crate::terminal::Terminal;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub(crate) fn run(args: &New, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let is_crate = args.dir.join("Cargo.toml").exists();
    let names = names(args, is_crate)?;
    let mut files = skeleton::extension(&names);
    if !is_crate {
        files.extend(skeleton::package(&names));
    }
    let taken: Vec<&str> = files
        .iter()
        .filter(|file| args.dir.join(&file.path).exists())
        .map(|file| file.path.as_str())
        .collect();
    if !taken.is_empty() {
        let taken = taken.join(", ");
        return Err(Failure::new(format!(
            "there is {taken} already, and nothing was written; another name can be given with --name"
        )));
    }
    let catalog = extended(&args.dir, &skeleton::catalog(&names), &names)?;
    for file in files.iter().chain([&catalog]) {
        write(&args.dir, file)?;
        terminal.line(&args.dir.join(&file.path).display().to_string())?;
    }
    for line in next(args, &names, is_crate) {
        terminal.line(&line)?;
    }
    terminal.flush()?;
    Ok(Outcome::Clean)
}

/// # Errors
/// The namespace cannot be one, or no name can be made of it.
fn names(args: &New, is_crate: bool) -> Result<Names, Failure> {
    let namespace = &args.namespace;
    let is_unfit = |character: char| {
        character.is_whitespace() || character.is_control() || "<>&'\"{}\\".contains(character)
    };
    if namespace.is_empty() || namespace.contains(is_unfit) {
        return Err(Failure::new(format!(
            "`{namespace}` is no namespace: write a URI such as `urn:example:todo:0`"
        )));
    }
    let stem = match &args.name {
        Some(name) => name.clone(),
        None => stem_of(namespace).ok_or_else(|| {
            Failure::new(format!(
                "no name can be made of `{namespace}`: give one with --name"
            ))
        })?,
    };
    if !is_stem(&stem) {
        return Err(Failure::new(format!(
            "`{stem}` is no name: write small letters and digits, a letter first, with hyphens between"
        )));
    }
    Ok(Names {
        package: match is_crate {
            true => package_of(&args.dir)?,
            false => directory_name(&args.dir).unwrap_or_else(|| stem.clone()),
        },
        namespace: namespace.clone(),
        stem,
        runtime: runtime(args)?,
    })
}

/// The last word of a namespace: `todo` of `urn:example:todo:0`.
fn stem_of(namespace: &str) -> Option<String> {
    let words =
        namespace.rsplit(|character: char| !character.is_alphanumeric() && character != '-');
    let mut stems = words.map(|word| word.trim_matches('-').to_lowercase());
    stems.find(|word| is_stem(word))
}

fn is_stem(name: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.split('-').all(is_word)
        && !KEYWORDS.contains(&name)
}

/// Words that are no names of modules, though they could be names of schemas.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The name that a new crate gets: that of its directory, where that is one.
fn directory_name(directory: &Path) -> Option<String> {
    let directory = std::path::absolute(directory).ok()?;
    let name = directory.file_name()?.to_str()?.to_lowercase();
    is_stem(&name).then_some(name)
}

/// The name of a crate that is there.
fn package_of(directory: &Path) -> Result<String, Failure> {
    let path = directory.join("Cargo.toml");
    let text = fs::read_to_string(&path).map_err(|error| Failure::read(&path, &error))?;
    let package = text.lines().skip_while(|line| line.trim() != "[package]");
    let mut lines = package
        .skip(1)
        .take_while(|line| !line.trim_start().starts_with('['));
    let name = lines.find_map(|line| {
        let value = line
            .trim()
            .strip_prefix("name")?
            .trim_start()
            .strip_prefix('=')?;
        Some(
            value
                .split('#')
                .next()?
                .trim()
                .trim_matches(['"', '\''])
                .to_owned(),
        )
    });
    name.ok_or_else(|| Failure::new(format!("`{}` names no package", path.display())))
}

/// Where the runtime is, seen from the crate.
fn runtime(args: &New) -> Result<Option<PathBuf>, Failure> {
    let Some(directory) = &args.runtime else {
        return Ok(None);
    };
    let found = fs::canonicalize(directory).map_err(|error| Failure::read(directory, &error))?;
    match found.join("xmpp-core").is_dir() {
        true => Ok(Some(found)),
        false => Err(Failure::new(format!(
            "`{}` holds no `xmpp-core`",
            directory.display()
        ))),
    }
}

/// The catalogue that is there, with what is to be added to it.
fn extended(directory: &Path, added: &File, names: &Names) -> Result<File, Failure> {
    let path = directory.join(&added.path);
    let before = match fs::read_to_string(&path) {
        Ok(before) => before,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(added.clone()),
        Err(error) => return Err(Failure::read(&path, &error)),
    };
    let head = format!("[{}]", names.stem);
    if before.lines().any(|line| line.trim() == head) {
        let path = path.display();
        return Err(Failure::new(format!(
            "`{path}` has a section {head} already, and nothing was written"
        )));
    }
    Ok(File {
        path: added.path.clone(),
        text: format!("{}\n\n{}", before.trim_end(), added.text),
    })
}

fn write(directory: &Path, file: &File) -> Result<(), Failure> {
    let path = directory.join(&file.path);
    let folder = path.parent().unwrap_or(directory);
    fs::create_dir_all(folder).map_err(|error| Failure::write(folder, &error))?;
    fs::write(&path, &file.text).map_err(|error| Failure::write(&path, &error))
}

/// What to do now.
fn next(args: &New, names: &Names, is_crate: bool) -> Vec<String> {
    let mut lines = vec![String::new()];
    if is_crate {
        let module = names.module();
        lines.push("add what is missing:".to_owned());
        lines.push("  build.rs     fn main() { xmpp_codegen::compile(\"schemas\"); }".to_owned());
        lines.push(format!(
            "  src/lib.rs   pub mod {module} {{ xmpp_core::include_schema!(\"{module}\"); }}"
        ));
    }
    let directory = args.dir.display();
    lines.push(format!(
        "then edit {} and run `cargo test` in {directory}",
        args.dir
            .join(format!("schemas/{}.xsd", names.stem))
            .display()
    ));
    lines
}

#[cfg(test)]
mod tests {
    use super::{is_stem, stem_of};

    #[test]
    fn the_last_word_of_a_namespace_is_a_name() {
        let cases = [
            ("urn:example:todo:0", Some("todo")),
            ("http://jabber.org/protocol/disco#info", Some("info")),
            ("http://example.org/to-do/", Some("to-do")),
            ("jabber:iq:Roster", Some("roster")),
            ("urn:example:type:1", Some("example")),
            ("1:2", None),
        ];
        for (namespace, stem) in cases {
            assert_eq!(stem_of(namespace).as_deref(), stem, "{namespace}");
        }
        assert!(!is_stem("a--b") && !is_stem("0a") && !is_stem("A") && !is_stem("self"));
    }
}
