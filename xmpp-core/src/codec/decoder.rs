//! The state of one decode.

use super::{Inside, Tag};
use crate::xml::{Node, Place};
use crate::{Answer, Finding, Findings, Rule};
use std::error::Error;
use std::fmt;

/// A value could not be made. The finding that says why was reported before this was returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused(());

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value could not be made")
    }
}

impl Error for Refused {}

/// Takes a payload, or leaves it.
pub(crate) type Claim<'c> = dyn FnMut(Tag<'_>, &mut Decoder<'_>) -> bool + 'c;

/// What [`FromXml::from_xml`](crate::FromXml::from_xml) carries through an element: who hears of findings, and how strict
/// the reading is.
pub struct Decoder<'f> {
    findings: &'f mut dyn Findings,
    strict: bool,
    depth: u32,
    claim: Option<&'f mut Claim<'f>>,
    inside: Option<Box<Inside>>,
}

impl<'f> Decoder<'f> {
    /// Reads leniently: unknown attributes and children are kept without a word.
    pub fn new(findings: &'f mut dyn Findings) -> Self {
        Self {
            findings,
            strict: false,
            depth: 0,
            claim: None,
            inside: None,
        }
    }

    /// Reads strictly: unknown attributes and children are kept and reported.
    pub fn strict(findings: &'f mut dyn Findings) -> Self {
        Self {
            strict: true,
            ..Self::new(findings)
        }
    }

    /// The same, and the payloads of the outermost element are offered to `claim` before they are kept.
    pub(crate) fn claiming(self, claim: &'f mut Claim<'f>) -> Self {
        Self {
            claim: Some(claim),
            ..self
        }
    }

    /// Reports a finding about an element.
    pub fn report(&mut self, rule: Rule, node: Node<'_>, message: impl Fn() -> String) {
        self.report_at(Place::Element(node), rule, &mut || (message(), None));
    }

    /// Reports a finding about an element because of which the value cannot be made.
    pub fn refuse(&mut self, rule: Rule, node: Node<'_>, message: impl Fn() -> String) -> Refused {
        self.report(rule, node, message);
        Refused(())
    }

    /// Whether unknown attributes and children are reported.
    pub const fn is_strict(&self) -> bool {
        self.strict
    }

    /// Reports a finding: what makes message and help is called only where somebody keeps it.
    pub(crate) fn report_at(
        &mut self,
        place: Place<'_>,
        rule: Rule,
        say: &mut dyn FnMut() -> (String, Option<String>),
    ) {
        self.findings.report(&mut || {
            let (message, help) = say();
            place.finding(rule.clone(), message, help)
        });
    }

    /// The token for a finding that was reported already.
    pub(crate) const fn refused() -> Refused {
        Refused(())
    }

    /// Who hears of findings.
    pub(crate) fn findings(&mut self) -> &mut dyn Findings {
        self.findings
    }

    /// Whether a payload was wanted, and need not be kept.
    pub(crate) fn claim(&mut self, child: Tag<'_>) -> bool {
        if self.depth > 1 || self.claim.is_none() {
            return false;
        }
        let Some(claim) = self.claim.take() else {
            return false;
        };
        let is_claimed = claim(child, self);
        self.claim = Some(claim);
        is_claimed
    }

    /// Goes one struct deeper, where there is room; [`leave`](Self::leave) comes back.
    ///
    /// # Errors
    /// The element is nested deeper than [`DEEPEST`], and that was reported.
    #[inline]
    pub(crate) fn enter(&mut self, node: Node<'_>) -> Result<(), Refused> {
        if self.depth == DEEPEST {
            return Err(self.too_deep(node));
        }
        self.depth += 1;
        Ok(())
    }

    #[cold]
    fn too_deep(&mut self, node: Node<'_>) -> Refused {
        self.refuse(TOO_DEEP, node, || {
            format!("`<{}/>` is nested too deeply", node.name())
        })
    }

    /// Undoes [`enter`](Self::enter).
    pub(crate) const fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Leaves what was found inside an element to the struct around it.
    pub(crate) fn leave_inside(&mut self, inside: Inside) {
        self.inside = Some(Box::new(inside));
    }

    /// What the element just read left to the struct around it.
    pub(crate) const fn take_inside(&mut self) -> Option<Box<Inside>> {
        self.inside.take()
    }
}

/// How deep typed elements may nest: deeper than any reader of a stream lets them, and shallow enough for any stack.
const DEEPEST: u32 = 100;

/// Elements nested deeper than a receiver is willing to follow.
const TOO_DEEP: Rule = Rule::new("too-deep", Answer::NOT_ACCEPTABLE);

impl Findings for Decoder<'_> {
    fn report(&mut self, make: &mut dyn FnMut() -> Finding) {
        self.findings.report(make);
    }
}
