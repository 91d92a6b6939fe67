//! Cross-field rules: what they speak of exists.

use super::path::Finder;
use super::{Overlay, check};
use crate::catalog::RuleEntry;
use toml::Spanned;

pub(super) fn check(overlay: &mut Overlay, finders: &[Finder<'_>], rule: &RuleEntry) {
    let on = &rule.on;
    if !addresses(finders, on.get_ref()) {
        overlay.unused(on, finders);
        return;
    }
    let below = |overlay: &mut Overlay, step: &Spanned<String>| {
        let path = format!("{}/{}", on.get_ref(), step.get_ref());
        if !addresses(finders, &path) {
            overlay.unused(&Spanned::new(step.span(), path), finders);
        }
    };
    for (attribute, values) in &rule.when {
        below(overlay, attribute);
        for value in values.iter().filter(|value| !value.is_empty()) {
            let path = format!("{}/{}", on.get_ref(), attribute.get_ref());
            if let Some(wrong) = check::listed(finders, &path, value) {
                overlay.invalid(attribute, wrong);
            }
        }
    }
    if let Some(wrong) = check::rule_name(rule.name.get_ref()) {
        overlay.invalid(&rule.name, wrong);
    }
    if let Some(answer) = &rule.answer
        && let Some(wrong) = check::condition(answer.get_ref())
    {
        overlay.invalid(answer, wrong);
    }
    for (child, range) in &rule.count {
        below(overlay, child);
        if let Some(wrong) = check::occurs(range.get_ref()) {
            overlay.invalid(range, wrong);
        }
    }
    if let Some(child) = &rule.distinct {
        below(overlay, child);
    }
    if let Some(attribute) = &rule.differ {
        below(overlay, attribute);
    }
    if let (Some(child), Some(by)) = (&rule.distinct, &rule.by) {
        let path = format!("{}/{}/{}", on.get_ref(), child.get_ref(), by.get_ref());
        if !addresses(finders, &path) {
            overlay.unused(&Spanned::new(by.span(), path), finders);
        }
    }
}

fn addresses(finders: &[Finder<'_>], path: &str) -> bool {
    finders.iter().any(|finder| !finder.find(path).is_empty())
}
