//! The rules of the catalogue in words, for documentation and for `explain`.

use super::RuleEntry;
use crate::model::Occurs;

impl RuleEntry {
    /// ``where `type` is `get` or `set`, at least 1 element of another namespace (RFC 6120 §8.2.3)``
    pub fn sentence(&self) -> String {
        let mut conditions: Vec<String> = self
            .when
            .iter()
            .map(|(key, values)| condition(attribute_name(key.get_ref()), values))
            .collect();
        conditions.push(self.demands().join(" and "));
        format!("{} ({})", conditions.join(", "), self.spec.get_ref())
    }

    fn demands(&self) -> Vec<String> {
        let counts = self
            .count
            .iter()
            .map(|(child, range)| count(child.get_ref(), range.get_ref()));
        let distinct = self.distinct.as_ref().map(|child| {
            let by = self.by.as_ref().map_or("@xml:lang", |by| by.get_ref());
            let by = attribute_name(by);
            format!("no two `<{}/>` of one `{by}`", child.get_ref())
        });
        let differ = self.differ.as_ref().map(|attribute| {
            let name = attribute_name(attribute.get_ref());
            format!("a `{name}` other than the text")
        });
        counts.chain(distinct).chain(differ).collect()
    }
}

fn condition(name: &str, values: &[String]) -> String {
    let values: Vec<String> = values
        .iter()
        .map(|value| match value.as_str() {
            "" => "absent".to_owned(),
            value => format!("`{value}`"),
        })
        .collect();
    let values = match values.as_slice() {
        [head @ .., last] if !head.is_empty() => format!("{} or {last}", head.join(", ")),
        values => values.concat(),
    };
    format!("where `{name}` is {values}")
}

fn count(child: &str, range: &str) -> String {
    let range = match Occurs::of_range(range) {
        Some(occurs) => in_words(occurs),
        None => range.to_owned(),
    };
    match child {
        "*" if range.ends_with(" 1") => format!("{range} element of another namespace"),
        "*" => format!("{range} elements of other namespaces"),
        child => format!("{range} `<{child}/>`"),
    }
}

fn in_words(occurs: Occurs) -> String {
    match (occurs.min, occurs.max) {
        (_, Some(0)) => "no".to_owned(),
        (min, Some(max)) if min == max => format!("exactly {min}"),
        (0, Some(max)) => format!("at most {max}"),
        (min, Some(max)) => format!("{min} to {max}"),
        (min, None) => format!("at least {min}"),
    }
}

fn attribute_name(path: &str) -> &str {
    path.strip_prefix('@').unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::source::FileId;

    #[test]
    fn a_rule_reads_as_a_sentence() {
        let rule = "[[x.rule]]\nname = 'r'\non = 'iq'\nspec = 'RFC 6120 §8.2.3'\n";
        let cases = [
            (
                "when = { '@type' = ['', 'get', 'set'] }\ncount = { '*' = '1..', 'error' = '0' }",
                "where `type` is absent, `get` or `set`, at least 1 element of another namespace and no `<error/>`",
            ),
            (
                "when = { '@type' = ['get'] }\ncount = { '*' = '2..3', 'error' = '1' }",
                "where `type` is `get`, 2 to 3 elements of other namespaces and exactly 1 `<error/>`",
            ),
            ("distinct = 'body'", "no two `<body/>` of one `xml:lang`"),
            (
                "distinct = 'body'\nby = '@id'",
                "no two `<body/>` of one `id`",
            ),
            ("differ = '@parent'", "a `parent` other than the text"),
        ];
        for (keys, expected) in cases {
            let (catalog, found) = Catalog::parse(FileId::default(), &format!("{rule}{keys}"));
            assert_eq!(found, []);
            let said = catalog.sections["x"].rules[0].sentence();
            assert_eq!(said, format!("{expected} (RFC 6120 §8.2.3)"));
        }
    }
}
