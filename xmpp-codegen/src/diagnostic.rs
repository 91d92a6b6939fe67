//! What the compiler says about a source file. Plain data: who prints it decides how.

use crate::mode::Mode;
use crate::source::Span;
use xmpp_xml::Answer;

/// Whether a diagnostic stops the compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It compiles; look at it.
    Warning,
    /// It does not compile, or does not conform.
    Error,
}

/// A place and a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A few words, or none to underline only.
    pub text: String,
}

/// A way out: words, and where it is certain an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// What to do, in words.
    pub text: String,
    /// The edit that does it: replace the span by the text.
    pub edit: Option<(Span, String)>,
}

/// One finding about a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Kebab-case name of the rule, `unresolved-type`.
    pub rule: String,
    /// Whether it stops the compiler.
    pub severity: Severity,
    /// One sentence, lower case, without a full stop.
    pub message: String,
    /// The first is the cause.
    pub labels: Vec<Label>,
    /// Further facts, a sentence each.
    pub notes: Vec<String>,
    /// A way out.
    pub help: Option<Help>,
    /// For a document: the path of the element or attribute, `iq/query/item[1]`.
    pub path: Option<String>,
    /// For a document: what a server answers.
    pub answer: Option<Answer>,
    /// For a schema that is read with repairs: what was done about the defect, so that it stops nothing.
    pub repair: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(rule: &str, span: Span, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Error, span, message)
    }

    /// A warning at a place.
    pub fn warning(rule: &str, span: Span, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Warning, span, message)
    }

    fn new(rule: &str, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        let mut labels = Vec::with_capacity(2); // many have another one
        labels.push(Label {
            span,
            text: String::new(),
        });
        Self {
            rule: rule.to_owned(),
            severity,
            message: message.into(),
            labels,
            notes: Vec::new(),
            help: None,
            path: None,
            answer: None,
            repair: None,
        }
    }

    /// Says a few words at the cause.
    #[must_use]
    pub fn at(mut self, text: impl Into<String>) -> Self {
        self.labels[0].text = text.into();
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Says that the defect is repaired, and how: an error in strict mode, a warning else.
    #[must_use]
    pub fn repaired(mut self, how: impl Into<String>) -> Self {
        self.repair = Some(how.into());
        self
    }

    /// Says the way out.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(Help {
            text: text.into(),
            edit: None,
        });
        self
    }

    /// Says the way out, with the edit that takes it.
    #[must_use]
    pub fn edit(
        mut self,
        text: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
    ) -> Self {
        self.help = Some(Help {
            text: text.into(),
            edit: Some((span, replacement.into())),
        });
        self
    }

    /// As it stands in a mode: where schemas are repaired, what was repaired is a warning that says so.
    #[must_use]
    pub(crate) fn settled(mut self, mode: Mode) -> Self {
        if let (Mode::Repairing, Some(how)) = (mode, &self.repair) {
            self.severity = Severity::Warning;
            self.notes.push(how.clone());
        }
        self
    }

    /// The place of the cause.
    pub fn span(&self) -> Span {
        self.labels[0].span
    }
}

/// Adds findings to others: mostly there are none.
#[inline(never)]
pub(crate) fn append(all: &mut Vec<Diagnostic>, mut found: Vec<Diagnostic>) {
    if !found.is_empty() {
        all.append(&mut found);
    }
}

/// Whether any of these stops the compiler.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
}
