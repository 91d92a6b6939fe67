//! Figures, the file that they are kept in, and the table that is made of it.

use std::fmt;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;

/// One figure.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    name: String,
    value: f64,
    unit: &'static str,
    aim: Option<f64>,
    how: String,
}

/// `docs/measured/`: a file of rows, to which rows are only added, and a table of the latest of each kind.
#[derive(Debug)]
pub(crate) struct Book {
    folder: PathBuf,
}

const HEAD: &str = "date\tcommit\tfigure\tvalue\tunit\taim\thow\n";

impl Figure {
    pub(crate) fn new(
        name: &str,
        value: f64,
        unit: &'static str,
        aim: Option<f64>,
        how: &str,
    ) -> Self {
        Self {
            name: name.to_owned(),
            value,
            unit,
            aim,
            how: how.to_owned(),
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:.1} {}", self.name, self.value, self.unit)?;
        if let Some(aim) = self.aim {
            write!(f, " (aim: at most {aim})")?;
        }
        write!(f, ", {}", self.how)
    }
}

impl Book {
    pub(crate) fn open() -> Self {
        Self {
            folder: Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/measured"),
        }
    }

    /// Adds rows, with date and commit, and makes the table anew.
    pub(crate) fn append(&self, figures: &[Figure]) -> Result<(), Failure> {
        let (date, commit) = (said("date", &["-u", "+%F"])?, commit()?);
        let path = self.rows();
        let is_new = !path.exists();
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        if is_new {
            file.write_all(HEAD.as_bytes())?;
        }
        for figure in figures {
            let Figure {
                name,
                value,
                unit,
                aim,
                how,
            } = figure;
            let aim = aim.map_or_else(String::new, |aim| aim.to_string());
            writeln!(
                file,
                "{date}\t{commit}\t{name}\t{value:.2}\t{unit}\t{aim}\t{how}"
            )?;
        }
        self.write_table()
    }

    /// Makes `README.md` from the rows.
    pub(crate) fn write_table(&self) -> Result<(), Failure> {
        let table = table(&fs::read_to_string(self.rows())?);
        Ok(fs::write(self.folder.join("README.md"), table)?)
    }

    fn rows(&self) -> PathBuf {
        self.folder.join("server.tsv")
    }
}

/// The middle one.
pub(crate) fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The commit that is checked out, marked where files differ from it.
fn commit() -> Result<String, Failure> {
    let commit = said("git", &["rev-parse", "--short=7", "HEAD"])?;
    let changed = said(
        "git",
        &[
            "status",
            "--porcelain",
            "--untracked-files=no",
            "--",
            "*.rs",
            "*.toml",
        ],
    )?;
    let mark = if changed.is_empty() { "" } else { "+" };
    Ok(format!("{commit}{mark}"))
}

fn said(program: &str, arguments: &[&str]) -> Result<String, Failure> {
    let output = Command::new(program).args(arguments).output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The latest row of each figure, in the order in which figures came first.
fn table(rows: &str) -> String {
    let mut latest: Vec<Vec<&str>> = Vec::new();
    for row in rows.lines().skip(1) {
        let row: Vec<&str> = row.split('\t').collect();
        match latest.iter_mut().find(|known| known.get(2) == row.get(2)) {
            Some(known) => *known = row,
            None => latest.push(row),
        }
    }
    let mut text = HEADING.to_owned();
    for row in latest {
        let [date, commit, name, value, unit, aim, how] = row.as_slice() else {
            continue;
        };
        let verdict = match (value.parse::<f64>(), aim.parse::<f64>()) {
            (Ok(value), Ok(aim)) if value <= aim => format!("≤ {aim}: holds"),
            (Ok(_), Ok(aim)) => format!("≤ {aim}: **missed**"),
            _ => String::new(),
        };
        let _ = writeln!(
            text,
            "| {name} | {value} {unit} | {verdict} | {how} | {date} | {commit} |"
        );
    }
    text
}

const HEADING: &str = "\
# Measured

Made by `cargo xtask long table` from `server.tsv`, to which `cargo xtask long bench --record` appends. The latest figure of each kind
is shown; a commit with `+` had changes that were not committed. How it is done is told in
[`tests/interop/MEASURING.md`](../../tests/interop/MEASURING.md).

What reading, decoding and encoding of stanzas cost is in `stanzas.jsonl`, a line a run, and shown in [Performance](../performance.md);
its `stanzas` says whether no two stanzas of a kind were alike (`varied`) or all (`copies`, and lines that do not say).

| figure | value | aim | how | date | commit |
| --- | ---: | --- | --- | --- | --- |
";

#[cfg(test)]
mod tests {
    use super::{Book, HEAD, median, table};

    #[test]
    fn the_latest_row_of_each_figure_counts() {
        let rows =
            format!("{HEAD}1\ta\tx\t3\tms\t2\th\n1\ta\ty\t1\tms\t\th\n2\tb\tx\t1\tms\t2\th\n");
        let text = table(&rows);
        let lines: Vec<&str> = text.lines().rev().take(2).collect();
        assert_eq!(
            lines,
            [
                "| y | 1 ms |  | h | 1 | a |",
                "| x | 1 ms | ≤ 2: holds | h | 2 | b |"
            ]
        );
    }

    #[test]
    fn the_table_is_made_from_the_rows() {
        let book = Book::open();
        let rows = std::fs::read_to_string(book.rows()).expect("server.tsv");
        let written = std::fs::read_to_string(book.folder.join("README.md")).expect("README.md");
        assert_eq!(
            written,
            table(&rows),
            "`cargo xtask long table` was not run"
        );
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), 2.0);
    }
}
