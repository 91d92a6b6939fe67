//! `shadows-prelude`

use crate::diagnostic::Severity;
use crate::rule::Page;

/// The page of `shadows-prelude`.
pub const PAGE: Page = Page {
    name: "shadows-prelude",
    severity: Severity::Warning,
    text: "\
## What it does
Reports a type that would hide a name that every Rust module knows, such as `Option`.

## Why is this bad?
In that module `Option` then means the element. The code is right, since it names the other one with its path, and it is hard to read.

## Example
```xml
<xs:element name='option'/>
```

The catalogue gives it another name:

```toml
[x-data.rename]
\"option\" = \"FieldOption\"
```
",
};
