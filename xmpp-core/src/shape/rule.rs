//! Rules across the fields of a struct, from the catalogue.

use super::{Field, Kind, Values};
use crate::codec::{Child, Site};
use crate::{Answer, Checker, Rule, XmlText};
use std::borrow::Cow;
use std::collections::BTreeSet;
use xmpp_xml::wording;

/// A rule of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct CrossRule {
    /// Its name, in kebab-case.
    pub name: &'static str,
    /// The condition of the stanza error to answer.
    pub answer: Answer,
    /// The clause that says so, where given.
    pub spec: Option<&'static str>,
    /// The element it is about.
    pub element: &'static str,
}

/// A condition on an attribute, which held: its name and its value.
pub type Condition<'c> = (&'static str, Cow<'c, str>);

impl CrossRule {
    /// Checks that a field holds between `min` and `max` values.
    pub fn count(
        &self,
        checker: &mut Checker<'_>,
        conditions: &[Condition<'_>],
        field: &Field,
        found: usize,
        (min, max): (usize, Option<usize>),
    ) {
        let enough = found >= min || checker.came(field) >= min;
        if enough && max.is_none_or(|max| found <= max) {
            return;
        }
        self.report(checker, Site::Element, &|| {
            let what = match field.kind {
                Kind::Any(_) => field.written(),
                _ => format!("`{}`", field.written()),
            };
            let conditions = conditions
                .iter()
                .map(|(name, value)| (*name, value.as_ref()));
            let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
            let bounds = (number(min), max.map(number));
            wording::wrong_count(self.element, conditions, (number(found), &what), bounds)
        });
    }

    /// Checks that no two values of a field, whose texts these are, agree; `by` says in which attribute of theirs.
    #[inline]
    pub fn distinct<'t>(
        &self,
        checker: &mut Checker<'_>,
        field: &Field,
        texts: impl ExactSizeIterator<Item = Cow<'t, str>>,
        by: Option<&str>,
    ) {
        if texts.len() > 1 {
            self.compare(checker, field, texts, by);
        }
    }

    #[inline(never)]
    fn compare<'t>(
        &self,
        checker: &mut Checker<'_>,
        field: &Field,
        texts: impl Iterator<Item = Cow<'t, str>>,
        by: Option<&str>,
    ) {
        let mut seen = BTreeSet::new();
        for (nth, text) in texts.enumerate() {
            if seen.contains(&text) {
                self.agree(checker, field, nth, by);
            }
            seen.insert(text);
        }
    }

    /// Checks that two fields differ, where both are there.
    pub fn differ<A: Values, B: Values>(
        &self,
        checker: &mut Checker<'_>,
        (one, left): (&Field, &A),
        (other, right): (&Field, &B),
    ) {
        let (Some(left), Some(right)) = (left.items().first(), right.items().first()) else {
            return;
        };
        if left.to_text() == right.to_text() {
            let site = match one.kind {
                Kind::Attribute => Site::Attribute(one),
                _ => Site::Element,
            };
            self.report(checker, site, &|| {
                let other = match other.kind {
                    Kind::Text => "its text".to_owned(),
                    _ => format!("`{}`", other.written()),
                };
                wording::not_different(self.element, &one.written(), &other)
            });
        }
    }

    fn agree(&self, checker: &mut Checker<'_>, field: &Field, nth: usize, by: Option<&str>) {
        let name = field.written();
        let tag = name.trim_matches(['<', '/', '>']);
        let child = Child {
            field,
            name: tag,
            nth,
            several: true,
            text: by.is_none(),
        };
        self.report(checker, Site::Child(child), &|| {
            wording::not_distinct(self.element, tag, by)
        });
    }

    fn report(&self, checker: &mut Checker<'_>, site: Site<'_>, message: &dyn Fn() -> String) {
        let rule = Rule::new(self.name, self.answer);
        checker.report_at(site, &rule, &mut || {
            (message(), self.spec.map(|spec| format!("see {spec}")))
        });
    }
}

/// What an `xml:lang` says for a comparison: without one, what it inherits (XML 1.0 §2.12); case does not matter
/// (RFC 5646 §2.1.1).
pub fn language<V: Values>(own: &V, inherited: &str) -> Cow<'static, str> {
    let own = own.items().first().map(XmlText::to_text);
    Cow::Owned(own.as_deref().unwrap_or(inherited).to_ascii_lowercase())
}

/// The text of the one value that a field holds, empty where there is none.
pub fn text_of_value<V: Values>(value: &V) -> Cow<'_, str> {
    value
        .items()
        .first()
        .map_or(Cow::Borrowed(""), XmlText::to_text)
}
