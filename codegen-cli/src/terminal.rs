//! Where output goes.

use crate::args::{Color, Format};
use crate::command::Failure;
use crate::render::Style;
use std::io::{self, BufWriter, IsTerminal as _, Stdout, Write};

/// Standard output, which holds what was asked for, and standard error, which holds what went wrong.
#[derive(Debug)]
pub(crate) struct Terminal {
    out: BufWriter<Stdout>,
    color: bool,
}

impl Terminal {
    pub(crate) fn new(color: Color) -> Self {
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                io::stdout().is_terminal()
                    && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        Self {
            out: BufWriter::new(io::stdout()),
            color,
        }
    }

    /// Prints text as it is.
    ///
    /// # Errors
    /// Standard output does not take it.
    pub(crate) fn print(&mut self, text: &str) -> Result<(), Failure> {
        self.out.write_all(text.as_bytes()).map_err(Failure::output)
    }

    /// Prints a line.
    ///
    /// # Errors
    /// Standard output does not take it.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.print(text)?;
        self.print("\n")
    }

    /// Hands on what was printed.
    ///
    /// # Errors
    /// Standard output does not take it.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        self.out.flush().map_err(Failure::output)
    }

    /// Says on standard error what is missing.
    pub(crate) fn warn(&self, text: &str) {
        let _ = writeln!(io::stderr(), "warning: {text}");
    }

    /// Says on standard error why nothing can be done.
    pub(crate) fn complain(&mut self, failure: &Failure) {
        // What was printed so far comes first; where it cannot be printed, the complaint is what matters.
        let _ = self.out.flush();
        let _ = writeln!(io::stderr(), "error: {failure}");
    }

    /// The style of findings in that format.
    pub(crate) const fn style(&self, format: Format) -> Style {
        Style {
            format,
            color: self.color,
        }
    }
}
