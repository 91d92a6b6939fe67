//! Checking values.

use super::Field;
use crate::xml::{Node, Place};
use crate::{Finding, Findings, Rule, Violation};
use std::borrow::Cow;

/// A value that can be checked for what its types cannot hold: facets, occurrence, rules across fields.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be checked before it is written",
    note = "derive `Validate` for it"
)]
pub trait Validate {
    /// Reports everything that is wrong with the value and what it holds.
    fn validate(&self, checker: &mut Checker<'_>);
}

impl<T: Validate> Validate for Box<T> {
    fn validate(&self, checker: &mut Checker<'_>) {
        T::validate(self, checker);
    }
}

/// Gathers what is wrong with a value, and knows where in the value, or in the input it was read from, it is.
pub struct Checker<'c> {
    findings: &'c mut dyn Findings,
    at: At<'c>,
}

/// Where the checker is.
enum At<'c> {
    /// In a value, at this path; the index of the next element entered, where it is one of several.
    Value(Steps, Option<usize>),
    /// At an element that was just read.
    Input(Node<'c>),
}

/// An element on the way to a value: its name, and which of several it is, counted from 1.
type Step = (&'static str, Option<usize>);

/// The elements entered. As many as stanzas mostly have are kept here, and no memory is asked for.
#[derive(Default)]
struct Steps {
    first: [Step; 4],
    more: Vec<Step>,
    entered: usize,
}

impl Steps {
    fn push(&mut self, step: Step) {
        match self.first.get_mut(self.entered) {
            Some(place) => *place = step,
            None => self.more.push(step),
        }
        self.entered += 1;
    }

    fn pop(&mut self) {
        self.more.pop();
        self.entered = self.entered.saturating_sub(1);
    }

    fn iter(&self) -> impl Iterator<Item = &Step> {
        self.first.iter().take(self.entered).chain(&self.more)
    }
}

/// What a finding is about, seen from the value.
#[derive(Clone, Copy)]
pub(crate) enum Site<'s> {
    /// The element itself.
    Element,
    /// An attribute of it.
    Attribute(&'s Field),
    /// Its own text.
    Text,
    /// A child element.
    Child(Child<'s>),
}

/// One of the child elements that a field holds.
#[derive(Clone, Copy)]
pub(crate) struct Child<'s> {
    /// The field.
    pub(crate) field: &'s Field,
    /// Its name.
    pub(crate) name: &'s str,
    /// Which of them, counted from 0.
    pub(crate) nth: usize,
    /// Whether there are several.
    pub(crate) several: bool,
    /// Whether its text is meant.
    pub(crate) text: bool,
}

impl<'c> Checker<'c> {
    /// Checks a value that is about to be written.
    pub fn new(findings: &'c mut dyn Findings) -> Self {
        Self {
            findings,
            at: At::Value(Steps::default(), None),
        }
    }

    /// Checks a value that was just read from that element.
    pub(crate) fn reading(findings: &'c mut dyn Findings, node: Node<'c>) -> Self {
        Self {
            findings,
            at: At::Input(node),
        }
    }

    /// How many children of the field came in the input, those counted that could not be read: they were reported already.
    pub(crate) fn came(&self, field: &Field) -> usize {
        match self.at {
            At::Value(..) => 0,
            At::Input(node) => node
                .elements()
                .filter(|child| field.takes(*child, node))
                .count(),
        }
    }

    /// Reports what is wrong with the element as a whole.
    pub fn report(&mut self, violation: Violation) {
        self.report_at(Site::Element, &violation.rule, &mut || {
            (violation.message.clone(), violation.help.clone())
        });
    }

    /// Checks what is inside the element of that name.
    pub fn element(&mut self, name: &'static str, check: &mut dyn FnMut(&mut Self)) {
        if let At::Value(path, index) = &mut self.at {
            path.push((name, index.take()));
        }
        check(self);
        if let At::Value(path, index) = &mut self.at {
            path.pop();
            *index = None;
        }
    }

    /// Which child of a field each of its values came from: one whose text is no value has none. Empty for what was not read.
    pub(crate) fn places_of_values(
        &self,
        field: &Field,
        is_valid: &dyn Fn(&str) -> bool,
    ) -> Vec<usize> {
        let At::Input(node) = self.at else {
            return Vec::new();
        };
        node.elements()
            .filter(|child| field.takes(*child, node))
            .enumerate()
            .filter(|(_, child)| is_valid(&field.text_in(*child)))
            .map(|(came, _)| came)
            .collect()
    }

    /// The text at a site as it was sent; absent for what was not read.
    pub(crate) fn text_as_sent(&self, site: Site<'_>) -> Option<Cow<'c, str>> {
        let At::Input(node) = self.at else {
            return None;
        };
        match site.place(node) {
            Place::Attribute(attribute) => Some(attribute.value()),
            Place::TextOf(node) => Some(node.text()),
            _ => None,
        }
    }

    /// The next element entered is this one of several of its name, counted from 1.
    pub(crate) fn index(&mut self, number: Option<usize>) {
        if let At::Value(_, index) = &mut self.at {
            *index = number;
        }
    }

    /// Reports a finding; `say` gives message and help, and is called only where somebody keeps it.
    pub(crate) fn report_at(
        &mut self,
        site: Site<'_>,
        rule: &Rule,
        say: &mut dyn FnMut() -> (String, Option<String>),
    ) {
        let at = &self.at;
        self.findings.report(&mut || {
            let (message, help) = say();
            match at {
                At::Value(path, _) => Finding {
                    rule: rule.clone(),
                    path: site.path(path),
                    position: None,
                    length: 0,
                    message,
                    help,
                },
                At::Input(node) => site.place(*node).finding(rule.clone(), message, help),
            }
        });
    }
}

impl Site<'_> {
    /// Its path below the elements entered.
    fn path(self, elements: &Steps) -> String {
        let written: Vec<String> = elements
            .iter()
            .map(|(name, index)| match index {
                Some(index) => format!("{name}[{index}]"),
                None => (*name).to_owned(),
            })
            .collect();
        let mut path = written.join("/");
        match self {
            Self::Element | Self::Text => {}
            Self::Attribute(field) => {
                path.push_str("/@");
                path.push_str(&field.written());
            }
            Self::Child(child) => {
                path.push('/');
                path.push_str(child.name);
                if child.several {
                    path.push_str(&format!("[{}]", child.nth + 1));
                }
            }
        }
        path
    }

    /// Its place in the element it was read from.
    fn place<'n>(self, node: Node<'n>) -> Place<'n> {
        let found = match self {
            Self::Element => None,
            Self::Attribute(field) => node
                .attributes()
                .find(|attribute| field.takes_attribute(*attribute))
                .map(Place::Attribute),
            Self::Text => Some(Place::TextOf(node)),
            Self::Child(child) => node
                .elements()
                .filter(|element| child.field.takes(*element, node))
                .nth(child.nth)
                .map(if child.text {
                    Place::TextOf
                } else {
                    Place::Element
                }),
        };
        found.unwrap_or(Place::Element(node))
    }
}
