//! What the library says of a schema and of documents.

use super::index::{Expected, Group};
use std::fs;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use xmpp_codegen::diagnostic::Diagnostic;
use xmpp_codegen::files;
use xmpp_codegen::source::SourceMap;
use xmpp_codegen::verify::Schemas;
use xmpp_xml::Finding;

/// A verdict, and the findings behind it, a line each.
#[derive(Debug)]
pub(super) enum Verdict {
    Valid,
    Invalid(Vec<String>),
    /// There is none: the schema cannot be used, or the library panicked.
    Failed(String),
}

impl Verdict {
    pub(super) const fn is(&self, expected: Expected) -> bool {
        matches!(
            (self, expected),
            (Self::Valid, Expected::Valid) | (Self::Invalid(_), Expected::Invalid)
        )
    }

    /// What it is, in a few words.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Valid => "valid".to_owned(),
            Self::Invalid(findings) => format!(
                "invalid: {}",
                findings.first().map_or("no finding", String::as_str)
            ),
            Self::Failed(why) => format!("no verdict: {why}"),
        }
    }
}

/// Judges a group: the schema, then each document.
pub(super) fn judge(group: &Group, files: &Path) -> (Verdict, Vec<Verdict>) {
    let failed = |_| Verdict::Failed("panic".to_owned());
    let documents: Vec<PathBuf> = group.docs.iter().map(|path| files.join(path)).collect();
    let loaded = catch_unwind(AssertUnwindSafe(|| Schemas::read(&documents)));
    let Ok(schemas) = loaded else {
        let verdicts = group.instances.iter().map(|_| failed(())).collect();
        return (failed(()), verdicts);
    };
    let instances = group
        .instances
        .iter()
        .map(|test| {
            let path = files.join(&test.doc);
            catch_unwind(AssertUnwindSafe(|| instance_verdict(&schemas, &path)))
                .unwrap_or_else(|_| failed(()))
        })
        .collect();
    (schema_verdict(&schemas), instances)
}

fn schema_verdict(schemas: &Schemas) -> Verdict {
    let errors: Vec<String> = schemas
        .errors()
        .map(|diagnostic| line(diagnostic, &schemas.sources))
        .collect();
    match errors.is_empty() {
        true => Verdict::Valid,
        false => Verdict::Invalid(errors),
    }
}

fn instance_verdict(schemas: &Schemas, path: &Path) -> Verdict {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return Verdict::Failed(error.to_string()),
    };
    let text = files::text(&bytes);
    if let Some(error) = schemas.errors().next() {
        let error = line(error, &schemas.sources);
        return Verdict::Failed(format!("the schema is invalid: {error}"));
    }
    let more = schemas.with_hints(&text, path);
    let schemas = more.as_ref().unwrap_or(schemas);
    // A document cannot be valid by a schema that it names itself and that is none.
    if let Some(error) = schemas.errors().next() {
        return Verdict::Invalid(vec![line(error, &schemas.sources)]);
    }
    let mut findings = Vec::new();
    let judged = schemas.judge(&text, &mut |violation| {
        findings.push(shown(&violation.finding));
        ControlFlow::Continue(())
    });
    findings.extend(judged.err().map(|finding| shown(&finding)));
    match findings.as_slice() {
        [] => Verdict::Valid,
        _ => Verdict::Invalid(findings),
    }
}

fn shown(finding: &Finding) -> String {
    let line = finding.position.map_or(0, |position| position.line);
    format!(
        "line {line}, {}: {}[{}]",
        finding.path, finding.message, finding.rule
    )
}

fn line(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let span = diagnostic.span();
    let path = &sources.file(span.file).path;
    let (line, _) = sources.line_column(span);
    let name = path.rsplit('/').next().unwrap_or(path);
    format!("{name}:{line}: {}[{}]", diagnostic.message, diagnostic.rule)
}
