//! The project with every change in it, built once: what does not compile is taken out until the rest does.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use super::list::Mutant;
use super::trial::{self, Outcome};
use super::weave::{Woven, weave};

/// What is changed, and what is to notice it.
pub(super) struct Subject {
    /// The package that is changed, which is the name of its directory.
    pub(super) package: &'static str,
    /// What `cargo test` is told to build.
    pub(super) tests: &'static [&'static str],
}

/// A program of tests.
#[derive(Clone, Debug)]
pub(super) struct Binary {
    pub(super) path: PathBuf,
    /// Where it is run.
    pub(super) directory: PathBuf,
}

/// A copy of the project, with its changes.
pub(super) struct Tree<'m> {
    root: PathBuf,
    subject: Subject,
    mutants: &'m [Mutant],
    /// The files that are changed, as they were when the changes were listed.
    texts: BTreeMap<&'m str, String>,
    /// Those that are in it.
    woven: BTreeSet<usize>,
    /// Functions that must be known when the program is compiled.
    constant: BTreeSet<String>,
    /// Those that are not, with what the compiler says.
    pub(super) refused: BTreeMap<usize, String>,
}

/// What the compiler says of a change that does not compile in any company: a case without an arm, no such bound, another type, no such name.
const FINAL: [&str; 6] = ["E0004", "E0277", "E0308", "E0425", "E0433", "E0599"];

/// How often what does not compile is taken out. Each round shows what the one before hid.
const ROUNDS: usize = 40;

impl<'m> Tree<'m> {
    /// Copies what `git` knows of the project, and puts the changes in.
    ///
    /// # Errors
    /// If a file cannot be copied or parsed.
    pub(super) fn new(
        project: &Path,
        subject: Subject,
        mutants: &'m [Mutant],
    ) -> Result<Self, String> {
        let mut texts = BTreeMap::new();
        for Mutant { file, .. } in mutants {
            let text = fs::read_to_string(project.join(file));
            let text = text.map_err(|error| format!("{file}: {error}"))?;
            texts.insert(file.as_str(), text);
        }
        let tree = Self {
            texts,
            root: project.join("target/mutants/tree"),
            subject,
            mutants,
            woven: (0..mutants.len()).collect(),
            constant: BTreeSet::new(),
            refused: BTreeMap::new(),
        };
        let files = files(project)?;
        let kept: BTreeSet<PathBuf> = files.iter().map(|file| tree.root.join(file)).collect();
        prune(&tree.root, &kept).map_err(|error| format!("{}: {error}", tree.root.display()))?;
        for file in files {
            copy(&project.join(&file), &tree.root.join(&file))
                .map_err(|error| format!("{file}: {error}"))?;
        }
        let package = tree.root.join(tree.subject.package).join("src");
        write(&package.join("mutant.rs"), include_bytes!("switch.rs"))?;
        let library = package.join("lib.rs");
        let text = fs::read_to_string(&library).map_err(|error| error.to_string())?;
        let text = format!("{text}\n#[allow(missing_docs)]\n#[doc(hidden)]\npub mod mutant;\n");
        write(&library, text.as_bytes())?;
        Ok(tree)
    }

    /// Builds the tests with as many changes as compile.
    ///
    /// # Errors
    /// If something else does not compile.
    pub(super) fn build(&mut self) -> Result<Vec<Binary>, String> {
        for round in 0..ROUNDS {
            let files = self.write()?;
            eprintln!("round {round}: {} changes are in", self.woven.len());
            let mut output = self.check()?;
            if output.status.success() {
                output = self.built()?;
            }
            if output.status.success() {
                return Ok(binaries(&output));
            }
            let errors = messages(&output, "compiler-message");
            let mut refused = BTreeMap::new();
            let constants = self.constant.len();
            let all = errors.iter().map(|message| &message["message"]);
            for error in all.filter(|error| error["level"] == "error") {
                match constant(error) {
                    Some(function) => drop(self.constant.insert(function)),
                    None => refused.extend(blamed(error, &files)),
                }
            }
            if refused.is_empty() && constants == self.constant.len() {
                let words = String::from_utf8_lossy(&output.stderr);
                return Err(format!("{words}{}", rendered(&errors)));
            }
            for (id, why) in refused {
                self.woven.remove(&id);
                self.refused.insert(id, why);
            }
        }
        Err(format!("it does not compile after {ROUNDS} rounds"))
    }

    /// Writes the files that are changed, and says what is in them. What there is no place for is refused.
    fn write(&mut self) -> Result<BTreeMap<String, Woven>, String> {
        let mut files: BTreeMap<&str, Vec<(usize, &Mutant)>> = BTreeMap::new();
        for id in self.woven.iter().copied() {
            let mutant = &self.mutants[id];
            files.entry(&mutant.file).or_default().push((id, mutant));
        }
        // A file whose last change was taken out is written as it was.
        for id in self.refused.keys() {
            files.entry(&self.mutants[*id].file).or_default();
        }
        let mut all = BTreeMap::new();
        for (file, mutants) in files {
            let text = &self.texts[file];
            let woven = weave(text, &mutants, &self.constant)
                .map_err(|error| format!("{file}: {error}"))?;
            write(&self.root.join(file), woven.text.as_bytes())?;
            for (id, _) in mutants {
                if !woven.pieces.iter().any(|(piece, _)| *piece == id) {
                    self.woven.remove(&id);
                    self.refused.insert(id, "it has no place".to_owned());
                }
            }
            all.insert(file.to_owned(), woven);
        }
        Ok(all)
    }

    /// Builds those by themselves that may compile so, each in its file as it is, and runs all tests.
    ///
    /// # Errors
    /// If a file cannot be read or written.
    pub(super) fn alone(&self) -> Result<Vec<(usize, Option<Outcome>)>, String> {
        let doubtful = self.refused.iter().filter(|(id, why)| {
            let function = self.mutants[**id].function.as_ref();
            let opaque = function.is_some_and(|function| function.return_type.contains("impl "));
            opaque || !FINAL.iter().any(|code| why.starts_with(code))
        });
        let doubtful: Vec<usize> = doubtful.map(|(id, _)| *id).collect();
        eprintln!("{} changes are built by themselves", doubtful.len());
        let mut outcomes = Vec::new();
        for id in doubtful {
            let mutant = &self.mutants[id];
            let file = self.root.join(&mutant.file);
            let woven = fs::read_to_string(&file).map_err(|error| error.to_string())?;
            write(
                &file,
                mutant
                    .changed(&self.texts[mutant.file.as_str()])
                    .unwrap_or_default()
                    .as_bytes(),
            )?;
            let mut output = self.check()?;
            if output.status.success() {
                output = self.built()?;
            }
            let outcome = match output.status.success() {
                true => Some(trial::whole(&binaries(&output))?),
                false => None,
            };
            write(&file, woven.as_bytes())?;
            outcomes.push((id, outcome));
        }
        Ok(outcomes)
    }

    /// Builds the programs that test it.
    fn built(&self) -> Result<Output, String> {
        let arguments: Vec<_> = ["test", "--no-run"]
            .iter()
            .chain(self.subject.tests)
            .copied()
            .collect();
        self.cargo(&arguments)
    }

    /// Whether what is changed compiles.
    fn check(&self) -> Result<Output, String> {
        self.cargo(&["check", "--lib", "--package", self.subject.package])
    }

    fn cargo(&self, arguments: &[&str]) -> Result<Output, String> {
        Command::new(env!("CARGO"))
            .current_dir(&self.root)
            .args(arguments)
            .arg("--message-format=json")
            .env("CARGO_TARGET_DIR", self.root.with_file_name("built"))
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("RUSTFLAGS", "--cap-lints=allow")
            .output()
            .map_err(|error| format!("cargo cannot be run: {error}"))
    }
}

/// The programs that were built.
fn binaries(output: &Output) -> Vec<Binary> {
    let binary = |message: &Value| {
        let manifest = Path::new(message["manifest_path"].as_str()?);
        Some(Binary {
            path: PathBuf::from(message["executable"].as_str()?),
            directory: manifest.parent()?.to_owned(),
        })
    };
    let artifacts = messages(output, "compiler-artifact");
    artifacts.iter().filter_map(binary).collect()
}

/// The files of the project, from its root.
fn files(project: &Path) -> Result<Vec<String>, String> {
    let output = Command::new("git")
        .current_dir(project)
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .output()
        .map_err(|error| format!("git cannot be run: {error}"))?;
    let names = String::from_utf8_lossy(&output.stdout);
    let there = names.lines().filter(|name| project.join(name).exists());
    Ok(there.map(str::to_owned).collect())
}

/// Removes files that the project has no more.
fn prune(directory: &Path, kept: &BTreeSet<PathBuf>) -> io::Result<()> {
    if !directory.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() && !path.is_symlink() {
            prune(&path, kept)?;
        } else if !kept.contains(&path) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Copies a file, or a link as a link.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    to.parent().map_or(Ok(()), fs::create_dir_all)?;
    match fs::read_link(from) {
        Ok(_) if to.is_symlink() => Ok(()),
        Ok(target) => std::os::unix::fs::symlink(target, to),
        Err(_) => write(to, &fs::read(from)?).map_err(io::Error::other),
    }
}

/// Writes a file, unless it says that already: what is not touched is not built again.
fn write(path: &Path, text: &[u8]) -> Result<(), String> {
    if fs::read(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// What cargo says of one kind.
fn messages(output: &Output, reason: &str) -> Vec<Value> {
    let lines = output.stdout.split(|byte| *byte == b'\n');
    let values = lines.filter_map(|line| serde_json::from_slice::<Value>(line).ok());
    values.filter(|value| value["reason"] == reason).collect()
}

/// The function that is called where only constant ones may be.
fn constant(error: &Value) -> Option<String> {
    let message = error["message"].as_str()?;
    let name = message.strip_prefix("cannot call non-const ")?;
    let path = name.split('`').nth(1)?;
    let function = path.rsplit("::").next()?;
    (function != "is").then(|| function.to_owned())
}

/// What the compiler says, as it says it.
fn rendered(messages: &[Value]) -> String {
    let texts = messages.iter();
    let texts = texts.filter_map(|message| message["message"]["rendered"].as_str());
    texts.collect()
}

/// The changes that an error comes from: those that its places are written in, or else the choices that they are part of.
fn blamed(error: &Value, files: &BTreeMap<String, Woven>) -> Vec<(usize, String)> {
    let code = error["code"]["code"].as_str().unwrap_or("no code");
    let text = error["message"].as_str().unwrap_or_default();
    let why = format!("{code}: {text}");
    let spans = error["spans"].as_array().map_or(&[][..], Vec::as_slice);
    let places = |primary: bool| {
        let spans = spans
            .iter()
            .filter(move |span| span["is_primary"] == primary);
        spans.filter_map(|span| {
            let byte = usize::try_from(span["byte_start"].as_u64()?).ok()?;
            Some((files.get(span["file_name"].as_str()?)?, byte))
        })
    };
    for primary in [true, false] {
        let written: Vec<_> = places(primary)
            .flat_map(|(file, byte)| file.written_at(byte))
            .collect();
        if !written.is_empty() {
            return written.into_iter().map(|id| (id, why.clone())).collect();
        }
        let chosen: Vec<_> = places(primary)
            .flat_map(|(file, byte)| file.chosen_at(byte))
            .collect();
        if !chosen.is_empty() {
            // Only of a match that lacks an arm is it said for certain which change it was.
            let why = match code {
                "E0004" => why,
                _ => format!("in this company: {why}"),
            };
            return chosen.into_iter().map(|id| (id, why.clone())).collect();
        }
    }
    Vec::new()
}
