//! References to components.

use super::resolver::{Resolver, Scope};
use super::symbols::{Space, Target};
use crate::diagnostic::{Diagnostic, Label};
use crate::model::{Attribute, AttributeId, Bindings, Name, Type, XML, XSD, datatype::Builtin};
use crate::parse::schema::Composition;
use crate::parse::value::Reference;
use crate::rule::{
    Place, closest, missing_import, unknown_builtin, unresolved_import, unresolved_reference,
    unresolved_type,
};
use crate::source::Span;
use std::borrow::Cow;

/// How many unresolved names get a suggestion.
const SUGGESTIONS: usize = 64;

impl<'s> Resolver<'s> {
    /// The type that a reference names; absent if it names none, which has been reported.
    pub(super) fn type_(&mut self, scope: Scope<'s>, reference: &Reference) -> Option<Type> {
        let name = reference.name.as_ref()?;
        if name.namespace == XSD {
            return self.builtin(scope, name, reference);
        }
        match self.find(scope, Space::Type, reference)? {
            Target::Simple(id) => Some(Type::Simple(id)),
            Target::Complex(id) => Some(Type::Complex(id)),
            _ => None,
        }
    }

    /// The base type that a reference names: in an `xs:redefine`, a type's own name means the original.
    pub(super) fn base(&mut self, scope: Scope<'s>, reference: &Reference) -> Option<Type> {
        match scope.original {
            Some(Target::Simple(id)) if self.is_own(scope, reference) => Some(Type::Simple(id)),
            Some(Target::Complex(id)) if self.is_own(scope, reference) => Some(Type::Complex(id)),
            _ => self.type_(scope, reference),
        }
    }

    /// Whether the name is that of the component that is being built.
    fn is_own(&self, scope: Scope<'s>, reference: &Reference) -> bool {
        self.meant(scope, reference)
            .is_some_and(|name| name.local == scope.own && name.namespace == *self.target(scope))
    }

    fn builtin(&mut self, scope: Scope<'s>, name: &Name, reference: &Reference) -> Option<Type> {
        if name.local == "anyType" {
            return Some(Type::Any);
        }
        let found = Builtin::from_xsd(&name.local);
        if found.is_none() {
            let meant = unknown_builtin::meant(&name.local);
            let read = meant.and_then(Builtin::from_xsd).map(Type::Builtin);
            if self.is_known_unresolved((scope.document, Space::Type, name.clone()), reference.span)
            {
                return read;
            }
            let known: Vec<&str> = Builtin::ALL
                .iter()
                .filter(|builtin| !builtin.is_catalog_only())
                .map(|builtin| builtin.name())
                .collect();
            let prefix = self.document(scope).prefix_of(reference);
            let report = unknown_builtin::report(reference.span, &name.local, prefix, &known);
            self.report(match meant {
                Some(meant) => report.repaired(format!("it is read as `{meant}`")),
                None => report,
            });
            return read;
        }
        found.map(Type::Builtin)
    }

    /// The attribute that a reference names. Those of the `xml` namespace need no schema.
    pub(super) fn attribute_target(
        &mut self,
        scope: Scope<'s>,
        reference: &Reference,
    ) -> Option<AttributeId> {
        let name = reference.name.as_ref()?;
        let given = self.composed.units.iter().any(|unit| unit.namespace == XML);
        if name.namespace == XML && !given {
            return self.xml_attribute(scope, name, reference.span);
        }
        match self.find(scope, Space::Attribute, reference)? {
            Target::Attribute(id) => Some(id),
            _ => None,
        }
    }

    fn xml_attribute(&mut self, scope: Scope<'s>, name: &Name, span: Span) -> Option<AttributeId> {
        let type_ = match name.local.as_str() {
            "lang" => Builtin::Language,
            "space" => Builtin::NcName,
            "base" => Builtin::AnyUri,
            "id" => Builtin::Id,
            _ => {
                let report = unresolved_reference::report(span, "attribute", &name.local, XML);
                self.report(
                    report.help("XML defines `xml:lang`, `xml:space`, `xml:base` and `xml:id`"),
                );
                return None;
            }
        };
        self.check_import(scope, XML, span);
        if let Some((_, id)) = self.xml.iter().find(|(local, _)| *local == name.local) {
            return Some(*id);
        }
        let id = self.add_attribute(Attribute {
            name: name.clone(),
            global: true,
            type_: Type::Builtin(type_),
            value: None,
            bindings: Bindings::default(),
            doc: None,
            span: Span::default(),
            name_span: Span::default(),
        });
        self.xml.push((name.local.clone(), id));
        Some(id)
    }

    /// The name that a reference means: in an included document without a target namespace, that of the includer's
    /// (XSD part 1 §4.2.1).
    pub(super) fn meant<'r>(
        &self,
        scope: Scope<'s>,
        reference: &'r Reference,
    ) -> Option<Cow<'r, Name>> {
        let written = reference.name.as_ref()?;
        let chameleon = self.document(scope).target.is_none() && written.namespace.is_empty();
        Some(match chameleon {
            true => Cow::Owned(self.global_name(scope, &written.local)),
            false => Cow::Borrowed(written),
        })
    }

    /// The component that a reference names; absent if there is none, which has been reported.
    pub(super) fn find(
        &mut self,
        scope: Scope<'s>,
        space: Space,
        reference: &Reference,
    ) -> Option<Target> {
        let name = self.meant(scope, reference)?;
        let found = self.symbols.find(space, &name, scope.unit);
        if found.is_some() {
            self.check_import(scope, &name.namespace, reference.span);
            return match scope.original {
                Some(original @ Target::Group(_))
                    if space == Space::Group && self.is_own(scope, reference) =>
                {
                    Some(original)
                }
                Some(original @ Target::AttributeGroup(_))
                    if space == Space::AttributeGroup && self.is_own(scope, reference) =>
                {
                    Some(original)
                }
                _ => found,
            };
        }
        let incomplete = self.composed.incomplete.as_ref();
        if let Some(report) = incomplete.and_then(|missing| missing.get(&name.namespace)) {
            self.reported().missed.insert(*report);
            return None;
        }
        let known = self
            .composed
            .units
            .iter()
            .any(|unit| unit.namespace == name.namespace);
        if known || name.namespace.is_empty() || name.namespace == XSD {
            self.report_unresolved(scope, space, reference, &name);
        } else {
            self.missing_schema(scope, &name.namespace, reference.span);
        }
        None
    }

    /// Names of another namespace need an import (XSD part 1 §4.2.3, src-resolve.4).
    pub(super) fn check_import(&mut self, scope: Scope<'s>, namespace: &str, used: Span) {
        let target = self.target(scope).as_str();
        let is_own = std::ptr::eq(namespace, target) || namespace == target;
        if is_own || self.import(scope, namespace).is_some() {
            return;
        }
        if self.is_news(scope, namespace) {
            let document = self.document(scope);
            let report = missing_import::report(used, namespace, document.inside, &document.prefix);
            self.report(report);
        }
    }

    /// Whether nothing was reported yet about a namespace in a document.
    fn is_news(&mut self, scope: Scope<'s>, namespace: &str) -> bool {
        let known = &mut self.reported().namespaces;
        let known = known.entry(scope.document).or_default();
        !known.contains(namespace) && known.insert(namespace.into())
    }

    #[inline(never)]
    fn missing_schema(&mut self, scope: Scope<'s>, namespace: &str, used: Span) {
        if self.is_news(scope, namespace) {
            let import = self.import(scope, namespace);
            self.report(unresolved_import::report(namespace, used, import));
        }
    }

    fn import(&self, scope: Scope<'s>, wanted: &str) -> Option<Span> {
        self.document(scope)
            .compositions
            .iter()
            .find_map(|composition| match composition {
                Composition::Import {
                    namespace, span, ..
                } if namespace == wanted => Some(*span),
                _ => None,
            })
    }

    /// One report for a document and a name, however often it is used.
    #[inline(never)]
    fn report_unresolved(
        &mut self,
        scope: Scope<'s>,
        space: Space,
        reference: &Reference,
        name: &Name,
    ) {
        if self.is_known_unresolved((scope.document, space, name.clone()), reference.span) {
            return;
        }
        let report = self.unresolved(scope, space, reference, name);
        self.report(report);
    }

    /// Whether the name was reported already, as the next report will be; then its use is added to that report.
    fn is_known_unresolved(&mut self, key: (usize, Space, Name), span: Span) -> bool {
        const SHOWN: usize = 3;
        let next = self.diagnostics.len();
        let unresolved = &mut self.reported().unresolved;
        let Some((at, count)) = unresolved.get_mut(&key) else {
            unresolved.insert(key, (next, 0));
            return false;
        };
        *count += 1;
        let (at, count) = (*at, *count);
        if count <= SHOWN {
            let text = "and used here".to_owned();
            self.diagnostics[at].labels.push(Label { span, text });
        }
        true
    }

    fn unresolved(
        &mut self,
        scope: Scope<'s>,
        space: Space,
        reference: &Reference,
        name: &Name,
    ) -> Diagnostic {
        let (span, local, namespace) = (reference.span, &name.local, &name.namespace);
        let document = self.document(scope);
        let mut report = match space {
            Space::Type => unresolved_type::report(span, local, namespace),
            _ => unresolved_reference::report(span, space.word(), local, namespace),
        };
        let prefix = document.prefix_of(reference);
        let unprefixed = prefix.is_empty();
        if unprefixed
            && !namespace.is_empty()
            && let Some(declared) = document.default_namespace(self.text(document))
        {
            report = report.label(declared, "an unprefixed name is looked up here");
        }
        let target = self.target(scope);
        if unprefixed && namespace.is_empty() && !target.is_empty() {
            report = report
                .note("an unprefixed name is in no namespace here, since no `xmlns` is declared");
            let meant = Name::new(target.clone(), local.clone());
            if self.symbols.find(space, &meant, scope.unit).is_some() {
                return report.help(format!("add `xmlns='{target}'` to `xs:schema`"));
            }
        }
        if space == Space::Type && Builtin::from_xsd(local).is_some() {
            let colon = if document.prefix.is_empty() { "" } else { ":" };
            let meant = format!("{}{colon}{local}", document.prefix);
            return report.edit(format!("did you mean `{meant}`?"), span, meant);
        }
        let known = match self.reported().unresolved.len() {
            0..=SUGGESTIONS => self.symbols.near(space, namespace, local),
            _ => Vec::new(), // the search is long where names are many
        };
        if let Some(meant) = closest(local, &known) {
            let colon = if unprefixed { "" } else { ":" };
            let meant = format!("{prefix}{colon}{meant}");
            return report.edit(format!("did you mean `{meant}`?"), span, meant);
        }
        match (space, local.as_str()) {
            (Space::Type, "empty") => report.help(
                "define it: `<xs:simpleType name='empty'><xs:restriction base='xs:string'><xs:enumeration value=''/></xs:restriction></xs:simpleType>`",
            ),
            _ => {
                let [before, namespace, behind] = Place(namespace).parts();
                let help = [
                    "declare it, or name one that is declared ", before, namespace, behind,
                ];
                report.help(help.concat())
            }
        }
    }
}
