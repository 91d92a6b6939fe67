//! Complex types, what they say themselves (XSD part 1 §3.4.2). What they inherit comes later, in [`super::derive`].

use super::derive::{Draft, Kind};
use super::resolver::{Resolver, Scope, empty_complex_type};
use super::symbols::Target;
use crate::model::{ComplexTypeId, Type};
use crate::parse::complex_type::{self, Body, ComplexContent, Definition, SimpleContent};
use crate::rule::invalid_redefinition;

impl<'s> Resolver<'s> {
    pub(super) fn fill_complex_type(
        &mut self,
        scope: Scope<'s>,
        source: &'s complex_type::ComplexType,
        id: ComplexTypeId,
    ) {
        let draft = self.draft(scope, source);
        if let Some(Target::Complex(original)) = scope.original {
            let builds =
                matches!(draft.base, Some((_, Type::Complex(base), _)) if base == original);
            if let (false, Some(name)) = (builds, &source.name) {
                let why = "its base is another type"; // src-redefine.5
                self.report(invalid_redefinition::report(name.span, &name.value, why));
            }
        }
        let name = source
            .name
            .as_ref()
            .map(|name| self.global_name(scope, &name.value));
        let type_ = &mut self.model.complex_types[id.0 as usize];
        type_.name = name;
        type_.derivation = draft.base.map(|(derivation, base, _)| (derivation, base));
        type_.abstract_ = source.abstract_;
        type_.block = source.block;
        type_.final_ = source.final_;
        type_.doc.clone_from(&source.doc);
        type_.span = source.span;
        self.drafts[id.0 as usize] = draft;
    }

    pub(super) fn local_complex_type(
        &mut self,
        scope: Scope<'s>,
        source: &'s complex_type::ComplexType,
    ) -> ComplexTypeId {
        let scope = Scope {
            original: None,
            ..scope
        };
        let id = self.add_complex_type(empty_complex_type(source.span));
        self.fill_complex_type(scope, source, id);
        id
    }

    fn draft(&mut self, scope: Scope<'s>, source: &'s complex_type::ComplexType) -> Draft {
        match &source.body {
            Body::Own(definition) => self.own(scope, definition, source.mixed),
            Body::Simple(content) => self.simple_content(scope, content),
            Body::Complex(content) => self.complex_content(scope, content, source.mixed),
        }
    }

    fn own(&mut self, scope: Scope<'s>, source: &'s Definition, mixed: bool) -> Draft {
        let particle = source
            .particle
            .as_ref()
            .and_then(|particle| self.particle(scope, particle));
        Draft {
            base: None,
            kind: Kind::Elements { particle, mixed },
            attributes: self.attributes(scope, &source.attributes),
        }
    }

    fn complex_content(
        &mut self,
        scope: Scope<'s>,
        source: &'s ComplexContent,
        mixed: bool,
    ) -> Draft {
        let base = source.base.as_ref().and_then(|reference| {
            let base = self.base(scope, reference)?;
            Some((source.derivation, base, reference.span))
        });
        Draft {
            base,
            ..self.own(scope, &source.definition, source.mixed.unwrap_or(mixed))
        }
    }

    fn simple_content(&mut self, scope: Scope<'s>, source: &'s SimpleContent) -> Draft {
        let base = source.base.as_ref().and_then(|reference| {
            let base = self.base(scope, reference)?;
            Some((source.derivation, base, reference.span))
        });
        let inner = source
            .inner
            .as_ref()
            .map(|inner| Type::Simple(self.local_simple_type(scope, inner)));
        Draft {
            base,
            kind: Kind::Text {
                inner,
                facets: source.facets.clone(),
                is_either: source.is_either,
                span: source.span,
            },
            attributes: self.attributes(scope, &source.attributes),
        }
    }
}
