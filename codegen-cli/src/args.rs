//! The command line.

use clap::ValueEnum;

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With the lines concerned, as rustc prints them
    #[default]
    Full,
    /// One line per finding: `file:line:column: error[rule]: message`
    Short,
    /// One JSON object per line and finding
    Json,
    /// Workflow commands for GitHub Actions
    Github,
}
