//! Generated modules on disk: written where they differ, compared where nothing may be written.

use crate::command::Failure;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use xmpp_codegen::Output;

/// What the first line of a `mod.rs` tells its reader to do.
const INSTRUCTION: &str = "run `xmpp-codegen generate` again";

/// The modules of a run beside what is in a directory.
#[derive(Debug)]
pub(crate) struct Modules {
    directory: PathBuf,
    /// In the order of the schemas; `mod.rs`, which declares them, last.
    pub(crate) files: Vec<Module>,
    /// Files in the directory that were generated once, and that this run does not make.
    pub(crate) left_over: Vec<String>,
}

/// One generated file.
#[derive(Debug)]
pub(crate) struct Module {
    pub(crate) name: String,
    pub(crate) text: String,
    /// What is in its place.
    before: Option<String>,
}

/// What became of a file, or would become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// It was not there.
    New,
    /// Its text was another.
    Changed,
    /// It is as it was, and was not touched.
    Same,
}

impl Modules {
    /// Looks at what is in the directory, which need not be there.
    ///
    /// # Errors
    /// It is no directory, or a file in it cannot be read.
    pub(crate) fn new(output: &Output, directory: &Path) -> Result<Self, Failure> {
        if fs::metadata(directory).is_ok_and(|metadata| !metadata.is_dir()) {
            let directory = directory.display();
            return Err(Failure::new(format!(
                "`{directory}` is a file, not a directory"
            )));
        }
        let index = ("mod.rs".to_owned(), output.index(INSTRUCTION));
        let made = output
            .files
            .iter()
            .map(|file| (file.name.clone(), file.text.clone()));
        let mut files = Vec::new();
        for (name, text) in made.chain([index]) {
            let path = directory.join(&name);
            let before = match fs::read_to_string(&path) {
                Ok(before) => Some(before),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) if error.kind() == io::ErrorKind::InvalidData => Some(String::new()),
                Err(error) => return Err(Failure::read(&path, &error)),
            };
            files.push(Module { name, text, before });
        }
        Ok(Self {
            left_over: left_over(directory, &files),
            directory: directory.to_owned(),
            files,
        })
    }

    /// Writes what differs.
    ///
    /// # Errors
    /// The directory cannot be made, or a file in it cannot be written.
    pub(crate) fn write(&self) -> Result<(), Failure> {
        fs::create_dir_all(&self.directory)
            .map_err(|error| Failure::write(&self.directory, &error))?;
        for file in &self.files {
            if file.change() != Change::Same {
                let path = self.directory.join(&file.name);
                fs::write(&path, &file.text).map_err(|error| Failure::write(&path, &error))?;
            }
        }
        Ok(())
    }

    /// How many files differ.
    pub(crate) fn differing(&self) -> usize {
        self.files
            .iter()
            .filter(|file| file.change() != Change::Same)
            .count()
    }
}

impl Module {
    pub(crate) fn change(&self) -> Change {
        match &self.before {
            None => Change::New,
            Some(before) if *before == self.text => Change::Same,
            Some(_) => Change::Changed,
        }
    }

    /// How many types it declares.
    pub(crate) fn types(&self) -> usize {
        self.text
            .lines()
            .filter(|line| line.starts_with("pub struct ") || line.starts_with("pub enum "))
            .count()
    }

    /// How many lines it has.
    pub(crate) fn lines(&self) -> usize {
        self.text.lines().count()
    }

    /// The namespace of its elements, as it declares it; nothing for types of every content namespace.
    pub(crate) fn namespace(&self) -> Option<&str> {
        let (_, after) = self.text.split_once("pub const NS: &str = \"")?;
        after.split_once('"').map(|(namespace, _)| namespace)
    }

    /// The first line that differs: its number, what is there, and what would be written.
    pub(crate) fn difference(&self) -> Option<(usize, &str, &str)> {
        let before = self.before.as_deref()?;
        let mut old = before.lines();
        let mut new = self.text.lines();
        let mut number = 0;
        loop {
            number += 1;
            match (old.next(), new.next()) {
                (None, None) => return None,
                (old, new) if old == new => {}
                (old, new) => return Some((number, old.unwrap_or(""), new.unwrap_or(""))),
            }
        }
    }
}

fn left_over(directory: &Path, files: &[Module]) -> Vec<String> {
    let Ok(entries) = fs::read_dir(directory) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".rs") && files.iter().all(|file| file.name != *name))
        .filter(|name| {
            fs::read_to_string(directory.join(name))
                .is_ok_and(|text| text.starts_with("// @generated by xmpp-codegen"))
        })
        .collect();
    names.sort();
    names
}
