//! Facets and occurrence bounds of fields.

use super::{Field, Kind, Values};
use crate::codec::{Child, Site};
use crate::{Checker, Rule, TextError, XmlText};
use std::cmp::Ordering;
use xmpp_xml::wording;

/// Bounds of the length of a value (`min_length`, `max_length`).
#[derive(Clone, Copy, Debug)]
pub struct Length {
    /// At least so long.
    pub min: usize,
    /// At most so long.
    pub max: usize,
}

/// Bounds of a value (`min`, `max`), as text of its own type.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// At least this.
    pub min: Option<&'static str>,
    /// At most this.
    pub max: Option<&'static str>,
}

impl Length {
    /// Whether a value is within.
    ///
    /// # Errors
    /// What was expected.
    pub fn check<T: XmlText>(self, value: &T) -> Result<(), TextError> {
        if value.has_length(self.min, self.max) {
            return Ok(());
        }
        self.judge(value.length(), T::UNIT)
    }

    /// Whether all values of a field are within.
    #[inline]
    pub fn holds<V: Values>(self, value: &V) -> bool {
        let is_within = |item: &V::Item| item.has_length(self.min, self.max);
        value.items().iter().all(is_within)
    }

    /// Checks the values of a field.
    pub fn check_field<V: Values>(self, checker: &mut Checker<'_>, field: &Field, value: &V) {
        if self.holds(value) {
            return;
        }
        each(checker, field, value, &|item| self.check(item));
    }

    fn judge(self, length: usize, unit: &str) -> Result<(), TextError> {
        let (words, bound) = if length < self.min {
            ("at least", self.min)
        } else if length > self.max {
            ("at most", self.max)
        } else {
            return Ok(());
        };
        let words = if self.min == self.max {
            "exactly"
        } else {
            words
        };
        let plural = if bound == 1 { "" } else { "s" };
        Err(broken(format!("{words} {bound} {unit}{plural}")))
    }
}

impl Range {
    /// Whether a value is within. What cannot be compared is not.
    ///
    /// # Errors
    /// What was expected.
    pub fn check<T: XmlText + PartialOrd>(self, value: &T) -> Result<(), TextError> {
        let is = |bound: &str, wrong| {
            T::from_text(bound).is_ok_and(|bound| {
                let order = value.partial_cmp(&bound);
                order.is_some_and(|order| order != wrong)
            })
        };
        if let Some(min) = self.min
            && !is(min, Ordering::Less)
        {
            return Err(broken(format!("a value of at least {min}")));
        }
        if let Some(max) = self.max
            && !is(max, Ordering::Greater)
        {
            return Err(broken(format!("a value of at most {max}")));
        }
        Ok(())
    }

    /// Checks the values of a field.
    pub fn check_field<V: Values>(self, checker: &mut Checker<'_>, field: &Field, value: &V)
    where
        V::Item: PartialOrd,
    {
        each(checker, field, value, &|item| self.check(item));
    }
}

/// Checks how often the children of a field occur (`min_occurs`, `max_occurs`).
pub fn occurs(
    checker: &mut Checker<'_>,
    element: &str,
    field: &Field,
    count: usize,
    (min, max): (u32, Option<u32>),
) {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    if count >= min && max.is_none_or(|max| count <= max) {
        return;
    }
    let names = field.names();
    let name = names.first().copied().unwrap_or("*");
    if count < min && checker.came(field) < min as usize {
        checker.report_at(Site::Element, &Rule::TOO_FEW_CHILDREN, &mut || {
            (wording::too_few_children(element, name, min), None)
        });
    }
    if let Some(max) = max
        && count > max
    {
        let surplus = Child {
            field,
            name,
            nth: max as usize,
            several: true,
            text: false,
        };
        checker.report_at(Site::Child(surplus), &Rule::SURPLUS_CHILD, &mut || {
            (wording::surplus_child(element, name, max), None)
        });
    }
}

/// Reports each value of a field that a facet refuses.
pub(super) fn each<V: Values>(
    checker: &mut Checker<'_>,
    field: &Field,
    value: &V,
    check: &dyn Fn(&V::Item) -> Result<(), TextError>,
) {
    let items = value.items();
    let mut places: Option<Vec<usize>> = None;
    for (nth, item) in items.iter().enumerate() {
        if let Err(error) = check(item) {
            let places = places.get_or_insert_with(|| {
                checker.places_of_values(field, &|text| {
                    V::Item::from_text(text).is_ok() || V::Item::unknown().is_some()
                })
            });
            let came = places.get(nth).copied().unwrap_or(nth);
            report(checker, field, (came, items.len()), &item.to_text(), &error);
        }
    }
}

fn report(
    checker: &mut Checker<'_>,
    field: &Field,
    (nth, count): (usize, usize),
    text: &str,
    error: &TextError,
) {
    let site = match field.kind {
        Kind::Attribute => Site::Attribute(field),
        Kind::TextOf => Site::Child(Child {
            field,
            name: field.name,
            nth,
            several: count > 1,
            text: true,
        }),
        _ => Site::Text,
    };
    let of = field.written();
    let sent = checker.text_as_sent(site);
    let text = sent.as_deref().unwrap_or(text);
    checker.report_at(site, error.rule(), &mut || {
        (error.message(text, &of), Some(error.help(text)))
    });
}

fn broken(expected: String) -> TextError {
    TextError::expected(expected).with_rule(Rule::FACET)
}
