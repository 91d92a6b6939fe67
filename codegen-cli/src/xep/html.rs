//! Reports as pages that stand alone.

use super::{Checked, Verdict};
use std::fmt::Write as _;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;padding:.3rem .6rem;text-align:left}\
pre{background:#f4f4f4;padding:.6rem;overflow-x:auto}.valid{color:#060}.invalid,.ill{color:#a00}\
@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}pre{background:#222}.valid{color:#7d7}.invalid,.ill{color:#f88}a{color:#8bf}}";

/// The page about one document; `render` makes text of its findings.
pub(crate) fn page(
    checked: &Checked,
    render: &dyn Fn(&xmpp_codegen::diagnostic::Diagnostic) -> String,
) -> String {
    let mut html = begin(&checked.document.heading());
    // Text can always be written to a string.
    let _ = write!(
        html,
        "<h2>Schemas</h2><p>{}.</p>",
        escape(&schemas(checked))
    );
    for found in &checked.findings {
        let _ = write!(html, "<pre>{}</pre>", escape(&render(found)));
    }
    html.push_str("<h2>Examples</h2><table><tr><th>Line</th><th>Example</th><th>Verdict</th></tr>");
    for example in &checked.examples {
        let class = class(example.verdict);
        let letter = match (example.verdict, example.is_strict) {
            (Verdict::Valid, false) => ", but not to the letter",
            _ => "",
        };
        let _ = write!(
            html,
            "<tr><td>{}</td><td>{}</td><td class='{class}'>{}{letter}</td></tr>",
            example.line,
            escape(&example.caption),
            example.verdict.word()
        );
    }
    html.push_str("</table>");
    for example in checked
        .examples
        .iter()
        .filter(|example| !example.findings.is_empty())
    {
        let _ = write!(html, "<h3>{}</h3>", escape(&example.caption));
        for found in &example.findings {
            let _ = write!(html, "<pre>{}</pre>", escape(&render(found)));
        }
    }
    html.push_str("</body></html>\n");
    html
}

/// The page that leads to the others: file names and what they are about.
pub(crate) fn index(pages: &[(String, &Checked)]) -> String {
    let mut html = begin("Schemas and examples of XMPP extensions");
    html.push_str(
        "<table><tr><th>Document</th><th>Status</th><th>Schemas</th><th>Examples</th><th>valid</th>\
         <th>to the letter</th><th>invalid</th><th>not XML</th><th>not judged</th></tr>",
    );
    for (file, checked) in pages {
        let _ = write!(
            html,
            "<tr><td><a href='{}'>{}</a></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(file),
            escape(&checked.document.heading()),
            escape(&checked.document.status),
            escape(&schemas(checked)),
            checked.examples.len(),
            checked.count(Verdict::Valid),
            checked.strict(),
            checked.count(Verdict::Invalid),
            checked.count(Verdict::IllFormed),
            checked.count(Verdict::NotJudged),
        );
    }
    html.push_str("</table></body></html>\n");
    html
}

/// `2 schemas: 1 error and 3 warnings`
fn schemas(checked: &Checked) -> String {
    super::checked::about_schemas(checked)
}

fn begin(title: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width'>\
         <title>{title}</title><style>{STYLE}</style></head><body><h1>{title}</h1>"
    )
}

const fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Valid => "valid",
        Verdict::Invalid => "invalid",
        Verdict::IllFormed => "ill",
        Verdict::NotJudged => "other",
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('\'', "&#39;")
        .replace('"', "&quot;")
}
