//! Fields of a struct: attributes, text and children of an element.

use super::build::Builder;
use super::content::{Part, Slot};
use super::doc;
use super::item::{Cardinality, Check, Default, Field, FieldKind, Literal, Namespace, TypeRef};
use super::naming;
use super::place::Place;
use super::rule::name_collision;
use super::simple::{self, Simple};
use super::survey::{Appearance, Entry, Key, appearance};
use crate::model::{
    AttributeUse, Element, ElementId, GroupId, Namespaces, Occurs, Type, ValueConstraint, Wildcard,
};

/// The fields of a struct in the making, each with the XML name that it stands for.
#[derive(Default)]
pub(super) struct FieldNames {
    list: Vec<(Source, Field)>,
}

/// What of the element a field stands for, as the catalogue's rules name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// An attribute, `xml:lang` with its prefix.
    Attribute(String),
    /// The element's own text.
    Text,
    /// Child elements of one name.
    Element(String),
    /// Child elements of several names.
    Choice,
    /// Elements of other namespaces.
    Any,
}

impl FieldNames {
    /// The finished fields.
    pub(super) fn into_fields(self) -> Vec<Field> {
        self.list.into_iter().map(|(_, field)| field).collect()
    }

    /// The name of the field that stands for that.
    pub(super) fn name_of(&self, source: &Source) -> Option<&str> {
        let field = self.list.iter().find(|(known, _)| known == source);
        field.map(|(_, field)| field.name.as_str())
    }

    /// Makes the names differ: who comes first keeps its name.
    pub(super) fn settle(&mut self, builder: &mut Builder<'_, '_>, entry: &Entry<'_>) {
        let mut taken = vec!["extra".to_owned()];
        for (source, field) in &mut self.list {
            let wanted = field.name.clone();
            let is_taken = |name: &str| taken.iter().any(|known| known == name);
            if is_taken(&wanted) {
                let other = match source {
                    Source::Text => "text".to_owned(),
                    Source::Attribute(_) => format!("{wanted}_attribute"),
                    Source::Element(_) | Source::Choice | Source::Any => {
                        format!("{wanted}_element")
                    }
                };
                field.name = naming::unique(other, is_taken);
            }
            if field.name != wanted && *source != Source::Text {
                let message = format!(
                    "two fields of `<{}/>` would be called `{wanted}`",
                    entry.hint
                );
                let help = format!("rename one in the catalogue, at `{}/…`", entry.place.path());
                let becomes = format!("becomes `{}`", field.name);
                let warning = name_collision::PAGE.report(entry.span, message);
                builder.diagnostics.push(warning.at(becomes).help(help));
            }
            taken.push(field.name.clone());
        }
    }

    fn push(&mut self, source: Source, field: Field) {
        self.list.push((source, field));
    }
}

impl<'a> Builder<'_, 'a> {
    pub(super) fn attribute_field(
        &self,
        fields: &mut FieldNames,
        attribute: &AttributeUse,
        place: &Place<'a>,
    ) {
        let declaration = &self.model[attribute.attribute];
        let name = declaration.name.written();
        let place = place.below(&format!("@{name}"));
        let (type_, mut checks) = self.typed(declaration.type_);
        checks.extend(fixed(attribute.value.as_ref()));
        let default = match &attribute.value {
            Some(ValueConstraint::Default(text)) => self.default(declaration.type_, &type_, text),
            Some(ValueConstraint::Fixed(_)) | None => None,
        };
        let absent = default.clone().filter(|_| !attribute.required);
        let spoken = place.value(|section| &section.doc).map(String::as_str);
        let text = doc::or_name(
            &name,
            spoken
                .or(attribute.doc.as_deref())
                .or(declaration.doc.as_deref()),
        );
        let namespace = match declaration.name.namespace.as_str() {
            crate::model::XML => String::new(),
            other => other.to_owned(),
        };
        let field = Field {
            name: self.field_name(&place, &declaration.name.local, false),
            doc: with_value(text, attribute.value.as_ref(), default.is_some()),
            kind: FieldKind::Attribute {
                name: name.clone(),
                namespace,
            },
            type_,
            cardinality: if attribute.required || default.is_some() {
                Cardinality::One { boxed: false }
            } else {
                Cardinality::Optional { boxed: false }
            },
            written: absent.is_some() && self.effects.says(&place, |section| &section.written),
            empty: None,
            default: absent,
            checks,
        };
        fields.push(Source::Attribute(name), field);
    }

    pub(super) fn text_field(
        &self,
        fields: &mut FieldNames,
        type_: Type,
        place: &Place<'a>,
        value: Option<&ValueConstraint>,
    ) {
        let documented = match type_ {
            Type::Simple(id) => self.model[id].doc.as_deref(),
            Type::Any | Type::Builtin(_) | Type::Complex(_) => None,
        };
        let (type_, mut checks) = self.typed(type_);
        checks.extend(fixed(value));
        let field = Field {
            name: self.field_name(&place.below("text()"), "value", false),
            doc: of_element(
                doc::sentence(documented.unwrap_or("The text itself.")),
                value,
                false,
            ),
            kind: FieldKind::Text,
            type_,
            cardinality: Cardinality::One { boxed: false },
            default: None,
            written: false,
            empty: empty(value),
            checks,
        };
        fields.push(Source::Text, field);
    }

    /// The field of a slot; `choice` is the key of the slot's own enum, if it has one.
    pub(super) fn slot_field(
        &self,
        fields: &mut FieldNames,
        slot: &Slot,
        (element, choice): (ElementId, &Key),
        place: &Place<'a>,
    ) {
        match &slot.part {
            Part::Element(id) => {
                let field = self.element_field(slot, *id, element, place);
                fields.push(
                    Source::Element(self.model[*id].name.local.to_string()),
                    field,
                );
            }
            Part::Group(id) => {
                let group = &self.model[*id];
                let place = place.below(&format!("group:{}", group.name.local));
                let type_ = self.group_type(*id);
                let text = group.doc.as_deref().unwrap_or("one of a group of elements");
                fields.push(
                    Source::Choice,
                    self.child_field(slot, type_, "", text, &place),
                );
            }
            Part::Choice(_) => {
                let type_ = self.generated(self.home, choice);
                let around = self.names[self.home].get(&Key::element(self.model, element));
                let text = "one of several elements";
                let field = self.child_field(
                    slot,
                    type_.unwrap_or(TypeRef::Runtime("Element")),
                    around.unwrap_or_default(),
                    text,
                    &place.below("choice()"),
                );
                fields.push(Source::Choice, field);
            }
            Part::Mixed(elements) => {
                let type_ = match Key::content(self.model, elements) {
                    Key::Group(id) => Some(self.group_type(GroupId(id))),
                    key => self.generated(self.home, &key),
                };
                let field = self.mixed_field(slot, type_, &self.model[element], place);
                fields.push(Source::Any, field);
            }
            Part::Any => {
                let own = &self.model[element].name.namespace;
                fields.push(Source::Any, self.any_field(slot, own, place));
            }
        }
    }

    fn element_field(
        &self,
        slot: &Slot,
        id: ElementId,
        around: ElementId,
        place: &Place<'a>,
    ) -> Field {
        let element = &self.model[id];
        let local = &element.name.local;
        let place = self.child_place(id, place);
        let looks = appearance(self.model, self.modules, self.home, slot, id);
        let many = !slot.occurs.is_single();
        let elsewhere = element.name.namespace != self.model[around].name.namespace;
        let namespace = elsewhere.then(|| self.namespace(id));
        let spoken = place.value(|section| &section.doc).map(String::as_str);
        let tag = format!("<{local}/>");
        let mut field = Field {
            name: self.field_name(&place, local, many),
            doc: doc::or_name(&tag, spoken.or(element.doc.as_deref())),
            kind: FieldKind::Child,
            type_: TypeRef::Plain("bool"),
            cardinality: cardinality(slot.occurs),
            default: None,
            written: false,
            empty: None,
            checks: occurrence(slot.occurs),
        };
        match looks {
            Appearance::Empty => {
                field.kind = flag(local, namespace);
                field.cardinality = Cardinality::One { boxed: false };
                field.default = Some(Default::Standard(Literal::Plain("false".to_owned())));
            }
            Appearance::Text(type_) => {
                let (rust, checks) = self.typed(type_);
                let value = element.value.as_ref();
                field.default = self.implied(slot, (type_, &rust), value, &place);
                field.cardinality = match field.default {
                    Some(_) => Cardinality::One { boxed: false },
                    None => self.few(field.cardinality, &place),
                };
                field.doc = of_element(field.doc, value, field.default.is_some());
                field.kind = text_of(local, namespace);
                field.checks.extend(checks);
                field.checks.extend(fixed(value));
                (field.type_, field.empty) = (rust, empty(value));
            }
            Appearance::Child => {
                field.type_ = self.element_type(id);
                field.cardinality = self.held(field.cardinality, &place);
            }
        }
        field
    }

    /// What a child of that type means by its absence, where the catalogue says that this is its default: XML Schema says so only
    /// of attributes (XML Schema part 1 §3.3.1).
    fn implied(
        &self,
        slot: &Slot,
        (type_, rust): (Type, &TypeRef),
        value: Option<&ValueConstraint>,
        place: &Place<'a>,
    ) -> Option<Default> {
        let is_optional = slot.occurs.is_single() && slot.occurs.min == 0;
        let default = match value {
            Some(ValueConstraint::Default(text)) if is_optional => self.default(type_, rust, text),
            _ => None,
        };
        default.filter(|_| self.effects.says(place, |section| &section.implied))
    }

    /// Where the catalogue speaks of a child as it is used: with the stem of its schema if it is of another.
    fn child_place(&self, id: ElementId, place: &Place<'a>) -> Place<'a> {
        let element = &self.model[id];
        let local = &element.name.local;
        let home = self.modules.of_element(id);
        match home.filter(|home| *home != self.home) {
            Some(home) => {
                let schema = &self.model.schemas[self.modules.homes[home].schema];
                place
                    .below(&format!("{}:{local}", schema.stem))
                    .or(place.below(local))
            }
            None => place.below(local),
        }
    }

    fn child_field(
        &self,
        slot: &Slot,
        type_: TypeRef,
        around: &str,
        text: &str,
        place: &Place<'a>,
    ) -> Field {
        let name = match &type_ {
            TypeRef::Local(name) | TypeRef::Foreign { name, .. } => name.as_str(),
            _ => "choice",
        };
        let short = name
            .strip_prefix(around)
            .filter(|short| !short.is_empty())
            .unwrap_or(name);
        let spoken = place.value(|section| &section.doc).map(String::as_str);
        Field {
            name: self.field_name(place, short, !slot.occurs.is_single()),
            doc: doc::sentence(spoken.unwrap_or(text)),
            kind: FieldKind::Child,
            type_,
            cardinality: self.held(cardinality(slot.occurs), place),
            default: None,
            written: false,
            empty: None,
            checks: occurrence(slot.occurs),
        }
    }

    fn any_field(&self, slot: &Slot, own: &str, place: &Place<'a>) -> Field {
        let place = place.below("*");
        let (name, text) = if slot.occurs.is_single() {
            ("payload", "An element of another namespace.")
        } else {
            ("payloads", "Elements of other namespaces.")
        };
        let spoken = place.value(|section| &section.doc).map(String::as_str);
        let documented = slot
            .wildcards
            .iter()
            .find_map(|wildcard| wildcard.doc.as_deref());
        Field {
            name: self.field_name(&place, name, false),
            doc: doc::sentence(spoken.or(documented).unwrap_or(text)),
            kind: FieldKind::Any(admitted(&slot.wildcards, own)),
            type_: TypeRef::Runtime("Element"),
            cardinality: cardinality(slot.occurs),
            default: None,
            written: false,
            empty: None,
            checks: occurrence(slot.occurs),
        }
    }

    fn mixed_field(
        &self,
        slot: &Slot,
        type_: Option<TypeRef>,
        around: &Element,
        place: &Place<'a>,
    ) -> Field {
        let place = place.below("*");
        let value = around.value.as_ref();
        let spoken = place.value(|section| &section.doc).map(String::as_str);
        let admits = match (slot.wildcards.as_slice(), &type_) {
            // `xs:anyType`
            ([], None) => "##any".to_owned(),
            ([], Some(_)) => String::new(),
            (wildcards, _) => admitted(wildcards, &around.name.namespace),
        };
        let text = doc::sentence(spoken.unwrap_or("Text, and elements in it."));
        Field {
            name: self.field_name(&place, "content", false),
            doc: of_element(text, value, false),
            kind: FieldKind::Mixed(admits),
            type_: TypeRef::Mixed(Box::new(type_.unwrap_or(TypeRef::Runtime("Element")))),
            cardinality: Cardinality::Many {
                at_least_one: false,
                apart: true,
            },
            default: None,
            written: false,
            empty: empty(value),
            checks: Vec::new(),
        }
    }

    /// That of a child, behind a pointer or in place where the catalogue says so.
    fn held(&self, cardinality: Cardinality, place: &Place<'a>) -> Cardinality {
        match cardinality {
            Cardinality::Optional { .. } => Cardinality::Optional {
                boxed: self.effects.says(place, |section| &section.boxed),
            },
            other => self.few(other, place),
        }
    }

    /// That of what may be text, in place where the catalogue says so.
    fn few(&self, cardinality: Cardinality, place: &Place<'a>) -> Cardinality {
        match cardinality {
            Cardinality::Many { at_least_one, .. } => Cardinality::Many {
                at_least_one,
                apart: !self.effects.says(place, |section| &section.few),
            },
            other => other,
        }
    }

    /// The Rust type of a simple type, and the limits that are left to check.
    fn typed(&self, type_: Type) -> (TypeRef, Vec<Check>) {
        let resolved = simple::resolve(self.model, type_);
        let rust = self.type_ref(type_);
        let checks = match resolved {
            Simple::Builtin(builtin, checks, _) if rust == simple::rust_type(builtin) => checks,
            Simple::List(_, checks) => checks,
            _ => Vec::new(),
        };
        (rust, checks)
    }
}

/// What a value is held to that is always the same.
fn fixed(value: Option<&ValueConstraint>) -> Option<Check> {
    let Some(ValueConstraint::Fixed(text)) = value else {
        return None;
    };
    Some(Check {
        key: "fixed",
        value: format!("{text:?}"),
    })
}

/// The text that an empty element stands for (XML Schema part 1 §3.3.1, value constraint).
pub(super) fn empty(value: Option<&ValueConstraint>) -> Option<String> {
    let text = value.map(|value| value.text().to_string());
    text.filter(|text| !text.is_empty())
}

/// The text of mixed content without elements.
pub(super) fn mixed_text_field(fields: &mut FieldNames, value: Option<&ValueConstraint>) {
    let text = "The text between the children, as one.".to_owned();
    let field = Field {
        name: "value".to_owned(),
        doc: of_element(text, value, false),
        kind: FieldKind::Text,
        type_: TypeRef::Plain("String"),
        cardinality: Cardinality::One { boxed: false },
        default: Some(Default::Standard(Literal::Text(String::new()))),
        written: false,
        empty: empty(value),
        checks: Vec::new(),
    };
    fields.push(Source::Text, field);
}

/// The namespaces that wildcards admit, in the words of XML Schema.
fn admitted(wildcards: &[Wildcard], own: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for wildcard in wildcards {
        match &wildcard.namespaces {
            Namespaces::Any => return "##any".to_owned(),
            Namespaces::Other(other) if other == own => return "##other".to_owned(),
            // The wildcard of a group in another namespace.
            Namespaces::Other(other) => return format!("##other {other}"),
            Namespaces::List(list) => {
                words.extend(list.iter().map(|namespace| match namespace.as_str() {
                    "" => "##local",
                    namespace if namespace == own => "##targetNamespace",
                    namespace => namespace,
                }))
            }
        }
    }
    words.dedup();
    if words.is_empty() {
        "##any".to_owned()
    } else {
        words.join(" ")
    }
}

fn cardinality(occurs: Occurs) -> Cardinality {
    match occurs {
        _ if !occurs.is_single() => Cardinality::Many {
            at_least_one: occurs.min > 0,
            apart: true,
        },
        Occurs { min: 0, .. } => Cardinality::Optional { boxed: false },
        _ => Cardinality::One { boxed: false },
    }
}

/// Bounds that a `Vec` does not hold.
fn occurrence(occurs: Occurs) -> Vec<Check> {
    let check = |key, value: u32| Check {
        key,
        value: value.to_string(),
    };
    let mut checks = Vec::new();
    if !occurs.is_single() {
        checks.extend((occurs.min > 0).then(|| check("min_occurs", occurs.min)));
        checks.extend(occurs.max.map(|max| check("max_occurs", max)));
    }
    checks
}

fn flag(name: &str, namespace: Option<Namespace>) -> FieldKind {
    FieldKind::Flag {
        name: name.to_owned(),
        namespace,
    }
}

fn text_of(name: &str, namespace: Option<Namespace>) -> FieldKind {
    FieldKind::TextOf {
        name: name.to_owned(),
        namespace,
    }
}

/// Says in words what an attribute's type cannot: a fixed value, or a default that has no literal.
fn with_value(doc: String, value: Option<&ValueConstraint>, held: bool) -> String {
    match value {
        Some(ValueConstraint::Fixed(text)) => and(doc, &format!("Always `{text}`.")),
        Some(ValueConstraint::Default(text)) if !held => {
            and(doc, &format!("Absent means `{text}`."))
        }
        _ => alone(doc),
    }
}

/// Says the same of an element, whose default is what an empty one stands for; with `implied`, what an absent one does too.
pub(super) fn of_element(doc: String, value: Option<&ValueConstraint>, implied: bool) -> String {
    match value {
        Some(ValueConstraint::Fixed(text)) => and(doc, &format!("Always `{text}`.")),
        Some(ValueConstraint::Default(text)) if !text.is_empty() => {
            let which = if implied { "Empty or absent" } else { "Empty" };
            and(doc, &format!("{which} means `{text}`."))
        }
        _ => alone(doc),
    }
}

/// With one more sentence.
fn and(doc: String, more: &str) -> String {
    let end = if doc.ends_with('.') { "" } else { "." };
    format!("{doc}{end} {more}")
}

/// Without one: a name alone is no sentence.
fn alone(doc: String) -> String {
    match doc.strip_suffix('.').unwrap_or(&doc) {
        name if name.ends_with('`') && !name[1..name.len() - 1].contains('`') => name.to_owned(),
        _ if doc.ends_with('.') => doc,
        _ => format!("{doc}."),
    }
}
