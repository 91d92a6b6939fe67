//! The files that conversations stand in.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::setup::{Role, Setup, duration};
use super::speech::Speech;

/// A conversation as it is written.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// The stem of its file.
    pub name: String,
    /// What it shows, in words.
    pub title: String,
    /// What it shows: clauses, attacks, rules.
    pub covers: Vec<String>,
    /// How the one under test is set up.
    pub setup: Setup,
    /// What is said and done.
    pub lines: Vec<Line>,
}

/// One step of a conversation, and where it is written.
#[derive(Clone, Debug)]
pub struct Line {
    /// The file's name.
    pub file: String,
    /// The number of its first line.
    pub number: usize,
    /// Whether it stands in an included file.
    pub included: bool,
    /// What happens.
    pub step: Step,
}

/// What happens.
#[derive(Clone, Debug)]
pub enum Step {
    /// One side says something.
    Speech(Role, Speech),
    /// The one under test tells its driver something.
    Event(Speech),
    /// The driver of the one under test does something.
    Act(String),
    /// Time passes.
    After(Duration),
    /// Nothing was said or told that is not written above.
    Quiet,
    /// The other one ends the connection.
    End,
    /// Two captured texts differ.
    Differ(String, String),
}

/// Every conversation, in the order of the names.
///
/// # Errors
/// What is wrong with a file, and where.
pub fn all() -> Result<Vec<Conversation>, String> {
    let mut paths: Vec<_> = fs::read_dir(folder())
        .map_err(|error| error.to_string())?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "xmpp")
        })
        .collect();
    paths.sort();
    paths.iter().map(|path| Conversation::load(path)).collect()
}

/// Where conversations stand.
fn folder() -> PathBuf {
    crate::root().join("tests/conversations")
}

impl Conversation {
    /// Reads a file.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn load(path: &Path) -> Result<Self, String> {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let mut conversation = Self {
            name,
            title: String::new(),
            covers: Vec::new(),
            setup: Setup::default(),
            lines: Vec::new(),
        };
        conversation.take(path, false)?;
        Ok(conversation)
    }

    fn take(&mut self, path: &Path, included: bool) -> Result<(), String> {
        let file = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(path).map_err(|error| format!("{file}: {error}"))?;
        for (index, line) in text.lines().enumerate() {
            let place = Place {
                file: &file,
                number: index + 1,
                included,
            };
            self.take_line(line.trim(), &place)
                .map_err(|error| format!("{file}:{}: {error}", place.number))?;
        }
        Ok(())
    }

    fn take_line(&mut self, line: &str, place: &Place<'_>) -> Result<(), String> {
        if line.is_empty() {
            return Ok(());
        }
        if let Some(words) = line.strip_prefix('#') {
            if self.lines.is_empty() && self.covers.is_empty() && !place.included {
                self.title = format!("{} {}", self.title, words.trim()).trim().to_owned();
            }
            return Ok(());
        }
        let (key, value) = line.split_once(':').ok_or("expected `key: value`")?;
        let value = value.trim();
        let step = match key {
            "covers" => {
                self.covers.push(value.to_owned());
                return Ok(());
            }
            "role" => {
                self.setup.role = Role::named(value)?;
                return Ok(());
            }
            "with" => return self.setup.set(value),
            "include" => {
                return self.take(&folder().join("common").join(format!("{value}.part")), true);
            }
            "C" => Step::Speech(Role::Client, Speech::parse(value)?),
            "S" => Step::Speech(Role::Server, Speech::parse(value)?),
            "!" => Step::Event(Speech::parse(value)?),
            "do" => Step::Act(value.to_owned()),
            "after" => Step::After(duration(value)?),
            "quiet" => Step::Quiet,
            "end" => Step::End,
            "differ" => {
                let (one, other) = value.split_once(' ').ok_or("expected two names")?;
                Step::Differ(one.to_owned(), other.trim().to_owned())
            }
            _ => return Err(format!("`{key}:` means nothing")),
        };
        self.push(step, place);
        Ok(())
    }

    /// Neighbouring lines of one side are one text.
    fn push(&mut self, step: Step, place: &Place<'_>) {
        if let Step::Speech(role, speech) = &step
            && let Some(last) = self.lines.last_mut()
            && let Step::Speech(last_role, last_speech) = &mut last.step
            && last_role == role
            && last.included == place.included
        {
            return last_speech.extend(speech);
        }
        self.lines.push(Line {
            file: place.file.to_owned(),
            number: place.number,
            included: place.included,
            step,
        });
    }
}

/// Where a line stands.
struct Place<'p> {
    file: &'p str,
    number: usize,
    included: bool,
}
