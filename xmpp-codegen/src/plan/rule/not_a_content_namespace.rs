//! `not-a-content-namespace`

use crate::diagnostic::Severity;
use crate::rule::Page;

/// The page of `not-a-content-namespace`.
pub const PAGE: Page = Page {
    name: "not-a-content-namespace",
    severity: Severity::Error,
    text: "\
## What it does
Reports a family whose members are not all schemas of content namespaces:
`jabber:client`, `jabber:server`, `jabber:component:accept`.

## Why is this bad?
The types of a family bear the namespace of the stream that carries them (RFC 6120 §4.8.2). No other namespace can stand there.

## Example
```toml
[stanza]
family = [\"client\", \"roster\"]
```
",
};
