//! The program, run in a directory that goes away.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

pub(crate) struct Place {
    folder: TempDir,
}

pub(crate) struct Answer {
    pub(crate) success: bool,
    pub(crate) code: Option<i32>,
    pub(crate) output: String,
    pub(crate) errors: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xmpp-server"));
        command
            .args(args)
            .current_dir(self.path())
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Answer {
        Answer::of(self.command(args).output().unwrap())
    }

    /// With that on standard input.
    pub(crate) fn tell(&self, args: &[&str], input: &str) -> Answer {
        let mut command = self.command(args);
        let command = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A program that reads nothing may have gone.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Answer::of(child.wait_with_output().unwrap())
    }
}

impl Answer {
    fn of(output: Output) -> Self {
        Self {
            success: output.status.success(),
            code: output.status.code(),
            output: String::from_utf8(output.stdout).unwrap(),
            errors: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// What it said, if it did what it was told.
    pub(crate) fn said(self) -> String {
        assert!(self.success, "{}{}", self.output, self.errors);
        self.output
    }

    /// Why it did not.
    pub(crate) fn complained(self) -> String {
        assert_eq!(self.code, Some(1), "{}{}", self.output, self.errors);
        assert_eq!(self.output, "");
        self.errors
    }
}
