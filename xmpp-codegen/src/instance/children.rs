//! Counting the children of an element.

use super::content::{Any, Slot};
use super::judging::{Judging, Said};
use super::shape::{Shape, Unknown};
use crate::model::{ElementId, Process};
use xmpp_xml::{Node, Place, Rule, wording};

/// What came so far of what an element may hold.
pub(super) struct Tally<'j, 't> {
    shape: &'j Shape<'j>,
    node: Node<'t>,
    /// For each slot: how many came, and the first.
    slots: Vec<(u32, Option<Node<'t>>)>,
    /// How many came that only a wildcard admits.
    any: u32,
    /// Whether it matters how many come: between words, as types have them, any number may, and only strict judging counts.
    is_counting: bool,
    /// For each slot that is an open choice: whether a known member of it is among the children.
    known: Vec<bool>,
}

impl<'j, 't> Tally<'j, 't> {
    pub(super) fn new(shape: &'j Shape<'j>, node: Node<'t>, strict: bool) -> Self {
        Self {
            shape,
            node,
            is_counting: strict || !shape.is_mixed(),
            slots: vec![(0, None); shape.children.slots.len()],
            any: 0,
            known: known_members(shape, node),
        }
    }

    /// Takes the next child. Surplus ones are reported and not looked into.
    pub(super) fn child(&mut self, judging: &mut Judging<'j, '_, 't>, child: Node<'t>) {
        let node = self.node;
        if !child.may_stand_in(node) {
            judging.violation(
                Rule::EXTENSION_NAMESPACE,
                Place::Element(child),
                None,
                &|| {
                    Said::message(wording::extension_namespace(
                        node.name(),
                        child.name(),
                        child.namespace(),
                    ))
                },
            );
        } else if let Some((at, id)) = self.shape.child(child.namespace(), child.name()) {
            self.known(judging, at, child, Some(id));
        } else if let Some(at) = self.open_choice(child) {
            self.known(judging, at, child, None);
        } else if let Some(any) = self.shape.admitting(child, node) {
            self.admitted(judging, any, child);
        } else if self.shape.open {
            look_into(judging, self.node, child, Process::Lax);
        } else if judging.judge.strict {
            judging.violation(Rule::UNKNOWN_CHILD, Place::Element(child), None, &|| {
                Said::message(wording::unknown_child(
                    node.name(),
                    &wording::shown(child.name()),
                ))
            });
        }
    }

    /// Takes a child that belongs to a slot; without a declaration it is an unknown member of an open choice.
    fn known(
        &mut self,
        judging: &mut Judging<'j, '_, 't>,
        at: usize,
        child: Node<'t>,
        id: Option<ElementId>,
    ) {
        let slot = &self.shape.children.slots[at];
        let (count, first) = &mut self.slots[at];
        let first = *first.get_or_insert(child);
        *count = count.saturating_add(1);
        if self.is_counting && slot.range.is_single() && *count > 1 {
            self.surplus(judging, slot, first, child);
            return;
        }
        let max = slot.range.max.filter(|_| self.is_counting);
        if max.is_some_and(|max| *count == max.saturating_add(1)) {
            let max = slot.range.max.unwrap_or_default();
            let name = self.node.name();
            judging.violation(
                Rule::SURPLUS_CHILD,
                Place::Element(child),
                Some(slot.span),
                &|| Said::message(wording::surplus_child(name, child.name(), max)),
            );
        }
        match (id, self.shape.unknown_in(at)) {
            (Some(id), _) => judging.later(child, id),
            (None, Some(Unknown::ReadAs(known))) => {
                judging.violation(Rule::UNKNOWN_VALUE, Place::Element(child), None, &|| Said {
                    help: Some(format!("read as `<{known}/>`")),
                    ..Said::message(format!(
                        "`<{}/>` is not known here",
                        wording::shown(child.name())
                    ))
                });
            }
            (None, _) => {}
        }
    }

    fn surplus(
        &self,
        judging: &mut Judging<'j, '_, 't>,
        slot: &Slot<'_>,
        first: Node<'t>,
        child: Node<'t>,
    ) {
        let rule = match first.name() == child.name() {
            true => Rule::SURPLUS_CHILD,
            false => Rule::AMBIGUOUS_CHOICE,
        };
        let name = self.node.name();
        judging.violation(rule, Place::Element(child), Some(slot.span), &|| {
            Said::message(wording::ambiguous_choice(name, first.name(), child.name()))
        });
    }

    /// The choice whose unknown members are known by their namespace alone, where no known member stands beside.
    fn open_choice(&self, child: Node<'t>) -> Option<usize> {
        let choice = self
            .shape
            .open_choices
            .iter()
            .find(|choice| choice.namespace == child.namespace())?;
        let slot = &self.shape.children.slots[choice.slot];
        let taken = self.slots[choice.slot].0 > 0 || self.known[choice.slot];
        (!slot.range.is_single() || !taken).then_some(choice.slot)
    }

    fn admitted(&mut self, judging: &mut Judging<'j, '_, 't>, any: &'j Any<'j>, child: Node<'t>) {
        self.any = self.any.saturating_add(1);
        let surplus = match any.range.max.filter(|_| self.is_counting) {
            Some(max) if !any.range.is_single() => self.any == max.saturating_add(1),
            Some(max) => self.any > max,
            None => false,
        };
        let node = self.node;
        let admitting = any
            .wildcards
            .iter()
            .find(|wildcard| wildcard.namespaces.admits(child.namespace()));
        if surplus {
            let max = any.range.max.unwrap_or_default();
            let span = admitting.map(|wildcard| wildcard.span);
            judging.violation(Rule::SURPLUS_CHILD, Place::Element(child), span, &|| {
                Said::message(wording::surplus_child(
                    node.name(),
                    &wording::shown(child.name()),
                    max,
                ))
            });
        }
        let process = admitting.map_or(Process::Lax, |wildcard| wildcard.process);
        look_into(judging, node, child, process);
    }

    /// Reports what had to come and did not.
    pub(super) fn absent(&self, judging: &mut Judging<'j, '_, 't>) {
        let node = self.node;
        if !self.is_counting {
            return;
        }
        for (slot, &(count, _)) in self.shape.children.slots.iter().zip(&self.slots) {
            if count >= slot.range.min {
                continue;
            }
            let names: Vec<&str> = slot
                .elements
                .iter()
                .map(|element| element.name.local.as_str())
                .collect();
            lacks(
                judging,
                node,
                (!slot.range.is_single(), slot.range.min),
                &names,
                slot.span,
            );
        }
        if let Some(any) = &self.shape.children.any
            && self.any < any.range.min
        {
            let span = any.wildcards.first().map(|wildcard| wildcard.span);
            let required = (!any.range.is_single(), any.range.min);
            lacks(judging, node, required, &[], span.unwrap_or_default());
        }
    }
}

/// For each slot whether one of the children belongs to it; looked up only where a choice is open.
fn known_members(shape: &Shape<'_>, node: Node<'_>) -> Vec<bool> {
    let mut known = vec![false; shape.children.slots.len()];
    if !shape.open_choices.is_empty() {
        for child in node.elements() {
            if let Some((at, _)) = shape.child(child.namespace(), child.name()) {
                known[at] = true;
            }
        }
    }
    known
}

fn lacks<'t>(
    judging: &mut Judging<'_, '_, 't>,
    node: Node<'t>,
    (many, min): (bool, u32),
    names: &[&str],
    span: crate::source::Span,
) {
    let rule = match many {
        true => Rule::TOO_FEW_CHILDREN,
        false => Rule::MISSING_CHILD,
    };
    judging.violation(rule, Place::Element(node), Some(span), &|| {
        Said::message(match many {
            true => {
                wording::too_few_children(node.name(), names.first().copied().unwrap_or("*"), min)
            }
            false => wording::missing_child(node.name(), names),
        })
    });
}

/// Judges what a wildcard admits, where there is a schema for it.
fn look_into<'t>(
    judging: &mut Judging<'_, '_, 't>,
    parent: Node<'t>,
    child: Node<'t>,
    process: Process,
) {
    if process == Process::Skip {
        return;
    }
    if let Some(id) = judging.judge.global(child) {
        judging.later(child, id);
        return;
    }
    if !judging.judge.strict {
        return;
    }
    let namespace = wording::shown(child.namespace());
    if judging.judge.knows(child.namespace()) {
        let names = judging.judge.names(child.namespace());
        judging.violation(Rule::UNKNOWN_CHILD, Place::Element(child), None, &|| Said {
            help: wording::did_you_mean(child.name(), &names),
            ..Said::message(format!(
                "`{namespace}` has no element `<{}/>` that can stand in `<{}/>`",
                wording::shown(child.name()),
                parent.name()
            ))
        });
    } else {
        judging.violation(
            Rule::UNKNOWN_NAMESPACE,
            Place::Element(child),
            None,
            &|| Said::message(format!("there is no schema for `{namespace}`")),
        );
    }
}
