//! One run of a bench, as it was appended.

use serde::Deserialize;
use std::fmt;

/// A line of the file.
#[derive(Deserialize)]
pub(super) struct Run {
    unix_time: u64,
    #[serde(default)]
    processor: Option<String>,
    /// How many threads the machine runs at a time.
    #[serde(default)]
    cores: Option<u32>,
    #[serde(default)]
    commit: Option<String>,
    /// `nanoseconds`, `instructions` or `allocations`.
    pub(super) measured: String,
    /// Which stanzas the kinds were made of; there were only copies before it was recorded.
    #[serde(default)]
    pub(super) stanzas: Stanzas,
    /// What was asked for.
    pub(super) gates: Vec<Gate>,
    pub(super) kinds: Vec<Kind>,
}

impl Run {
    /// Whether it is one of times, which are those of a processor.
    pub(super) fn is_of_times(&self) -> bool {
        self.measured == "nanoseconds"
    }

    /// The processor it ran on.
    pub(super) fn processor(&self) -> &str {
        match (self.processor.as_deref(), self.old()) {
            (Some("AMD EPYC"), Some((_, processor, _))) => processor,
            (Some(name), _) => name,
            (None, _) => "unknown",
        }
    }

    /// The commit that was measured, if it is known.
    pub(super) fn commit(&self) -> Option<&str> {
        let told = self.commit.as_deref();
        told.or_else(|| self.old().and_then(|(_, _, commit)| commit))
    }

    /// What is known of a run that does not say its commit.
    fn old(&self) -> Option<Old> {
        let from_then = |(first, ..): &&Old| *first <= self.unix_time;
        let is_old = self.commit.is_none() && self.unix_time <= LAST_OLD;
        let known = OLD.iter().rev().find(from_then).copied();
        known.filter(|_| is_old)
    }
}

/// When the first of some runs was appended, which processor an `AMD EPYC` was then, and which commit it measured.
type Old = (u64, &'static str, Option<&'static str>);

/// What the runs do not say up to the last that did not say its commit, as the commits that added them and `decode.md` tell it.
const OLD: [Old; 5] = [
    (0, "AMD EPYC (Zen 5)", None),
    (1_796_061_702, "AMD EPYC (Zen 5)", Some("0b641f7")),
    (1_796_076_166, "AMD EPYC (Zen 4)", Some("fdd5885")),
    (1_796_088_813, "AMD EPYC (Zen 4)", Some("d8a229a")),
    (1_796_101_044, "AMD EPYC (Zen 4)", Some("92bec6a")),
];
const LAST_OLD: u64 = 1_796_102_666;

/// Where and when: the processor, the commit and the date.
impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.processor())?;
        if let Some(cores) = self.cores {
            write!(f, ", {cores} cores")?;
        }
        let (year, month, day) = date(self.unix_time);
        let commit = self.commit().unwrap_or("a commit that is not known");
        write!(f, ", at {commit}, {year}-{month:02}-{day:02}")
    }
}

/// Year, month and day (Howard Hinnant's `civil_from_days`, from 1970 on).
const fn date(unix_time: u64) -> (u64, u64, u64) {
    let days = unix_time / 86_400 + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    (year_of_era + era * 400 + (month <= 2) as u64, month, day)
}

/// Which stanzas a kind is made of.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Stanzas {
    /// No two alike.
    Varied,
    /// One, again and again.
    #[default]
    Copies,
}

/// What was asked of a figure, and whether it is so.
#[derive(Deserialize)]
pub(super) struct Gate {
    pub(super) gate: String,
    pub(super) kind: String,
    /// In words.
    pub(super) asked: String,
    pub(super) measured: f64,
    pub(super) holds: bool,
}

/// What was measured for one kind of stanza.
#[derive(Deserialize)]
pub(super) struct Kind {
    pub(super) kind: String,
    pub(super) bytes: u64,
    pub(super) rows: Vec<Row>,
}

/// What was measured for one contestant.
#[derive(Deserialize)]
pub(super) struct Row {
    pub(super) group: String,
    pub(super) name: String,
    pub(super) per_stanza: f64,
    pub(super) ratio: Option<f64>,
}

impl Gate {
    /// Whether the same is asked of the same.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        (&self.gate, &self.kind, &self.asked) == (&other.gate, &other.kind, &other.asked)
    }
}

/// The run of these members, without gates and kinds.
#[cfg(test)]
pub(super) fn of(members: &str) -> Run {
    serde_json::from_str(&format!(r#"{{{members},"gates":[],"kinds":[]}}"#)).expect("it is JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(members: &str) -> Run {
        of(&format!(r#"{members},"measured":"nanoseconds""#))
    }

    #[test]
    fn a_run_says_where_and_when_it_was() {
        let new = r#""unix_time":1835481599,"processor":"AMD EPYC","cores":2,"commit":"1234567+""#;
        let said = "AMD EPYC, 2 cores, at 1234567+, 2028-02-29";
        assert_eq!(run(new).to_string(), said);
    }

    #[test]
    fn what_old_runs_do_not_say_is_known() {
        let old = r#""unix_time":1796102666,"processor":"AMD EPYC""#;
        let said = "AMD EPYC (Zen 4), at 92bec6a, 2026-12-01";
        assert_eq!(run(old).to_string(), said);
        let before = r#""unix_time":1796076165,"processor":"AMD EPYC""#;
        let said = "AMD EPYC (Zen 5), at 0b641f7, 2026-11-30";
        assert_eq!(run(before).to_string(), said);
        let older = r#""unix_time":1795999642,"processor":"P""#;
        let said = "P, at a commit that is not known, 2026-11-30";
        assert_eq!(run(older).to_string(), said);
        let nameless = r#""unix_time":1796102667"#;
        let said = "unknown, at a commit that is not known, 2026-12-01";
        assert_eq!(run(nameless).to_string(), said);
    }
}
