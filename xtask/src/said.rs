//! What a command has to say.

/// Lines to print, and whether all is well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The lines.
    pub lines: Vec<String>,
    /// How many of them are complaints.
    pub complaints: usize,
}

impl Said {
    /// Adds a line.
    pub fn say(&mut self, line: String) {
        self.lines.push(line);
    }

    /// Adds a line about something wrong.
    pub fn complain(&mut self, line: String) {
        self.complaints += 1;
        self.lines.push(line);
    }
}
