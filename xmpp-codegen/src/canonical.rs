//! What an element says, in a form that does not depend on how it is written: for comparing a document with what a round
//! trip made of it (ruling R2 of the design).
//!
//! Defaults of the schema are stated, values are in their canonical form, and white space between elements is left out where
//! the schema admits no text. What no schema declares is taken as it stands.

use crate::model::{
    AttributeUse, ComplexTypeId, Compositor, Content, DEPTH_LIMIT, ElementId, Model, Name,
    Particle, Term, Type,
};
use crate::value::canonical as canonical_value;
use std::collections::{BTreeMap, BTreeSet};
use xmpp_xml::{Content as Inside, Node, is_content_namespace};

/// Knows the declarations of a model by the names of their elements.
#[derive(Debug)]
pub struct Canonical<'m> {
    model: &'m Model,
    globals: BTreeMap<&'m Name, ElementId>,
    /// The children of complex types by local name, which must not be ambiguous in a type (XSD part 1 §3.8.6).
    children: BTreeMap<ComplexTypeId, BTreeMap<&'m Name, ElementId>>,
}

/// What an element says, one fact a line, in the order of the document.
#[derive(Clone, Debug)]
pub struct Facts {
    lines: Vec<String>,
    /// By the path of an element that has children, how free their order is.
    orders: BTreeMap<String, Order>,
}

/// What the schema says about the order of an element's children of different names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    /// Their order is fixed, as far as the schema goes.
    Fixed,
    /// `xs:all`: they stand in any order (XSD part 1 §3.8.4.1.3).
    All,
    /// A choice that is made again for each child (XSD part 1 §3.8.4.1.2): any order is valid, and none means more than another.
    RepeatedChoice,
    /// The content of an element that no schema at hand declares, or that a wildcard admits beside what is declared
    /// (XSD part 1 §3.10.1).
    Wildcard,
}

/// How two elements compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// They say the same in the same order.
    Exact,
    /// They say the same; the order of children of different names differs.
    Reordered,
    /// They do not say the same.
    Different {
        /// What the first alone says.
        lost: Vec<String>,
        /// What the second alone says.
        added: Vec<String>,
    },
}

impl Facts {
    /// Compares what went in with what came out.
    pub fn compare(&self, other: &Self) -> Comparison {
        if self.lines == other.lines {
            return Comparison::Exact;
        }
        let (mut one, mut two) = (self.lines.clone(), other.lines.clone());
        one.sort_unstable();
        two.sort_unstable();
        if one == two {
            return Comparison::Reordered;
        }
        Comparison::Different {
            lost: beyond(&one, &two),
            added: beyond(&two, &one),
        }
    }

    /// The facts.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// The elements whose children stand in another order than in `other`, by their paths, and how free that order is.
    pub fn moved(&self, other: &Self) -> Vec<(String, Order)> {
        let (one, two) = (self.children(), other.children());
        let moved = one
            .into_iter()
            .filter(|(path, children)| two.get(path).is_some_and(|others| others != children));
        moved
            .map(|(path, _)| {
                let order = self.orders.get(path).copied();
                (path.to_owned(), order.unwrap_or(Order::Wildcard))
            })
            .collect()
    }

    /// The children of each element, by its path. The lines that are elements are those that have an order.
    fn children(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut children: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for line in self
            .lines
            .iter()
            .filter(|line| self.orders.contains_key(*line))
        {
            if let Some((parent, _)) = line.rsplit_once("/{") {
                children.entry(parent).or_default().push(line);
            }
        }
        children
    }
}

impl<'m> Canonical<'m> {
    /// Prepares for documents of the schemas of a model.
    pub fn new(model: &'m Model) -> Self {
        let ids = (0..).map(ElementId);
        let globals = ids
            .zip(&model.elements)
            .filter(|(_, element)| element.global)
            .map(|(id, element)| (&element.name, id))
            .collect();
        let children = (0..)
            .map(ComplexTypeId)
            .zip(&model.complex_types)
            .map(|(id, type_)| (id, children(model, &type_.content)))
            .collect();
        Self {
            model,
            globals,
            children,
        }
    }

    /// What an element says.
    pub fn facts(&self, root: Node<'_>) -> Facts {
        let (mut facts, mut orders) = (Vec::new(), BTreeMap::new());
        orders.insert(name(root), self.order(self.global(root)));
        let mut open = vec![self.enter(root, self.global(root), &name(root), &mut facts)];
        while let Some(inside) = open.last_mut() {
            match inside.rest.next() {
                None => {
                    inside.flush(&mut facts);
                    let Some(inside) = open.pop() else { break };
                    match self.is_implied(&inside, &facts) {
                        true => {
                            facts.truncate(inside.begun);
                            orders.remove(&inside.path);
                        }
                        false => facts.extend(self.whole_text(&inside)),
                    }
                }
                Some(Inside::Text(text)) => inside.text.push_str(&text.value()),
                Some(Inside::Element(child)) => {
                    inside.flush(&mut facts);
                    let path = inside.child(child);
                    let declaration = self.declared(inside.declaration, child);
                    orders.insert(path.clone(), self.order(declaration));
                    open.push(self.enter(child, declaration, &path, &mut facts));
                }
            }
        }
        Facts {
            lines: facts,
            orders,
        }
    }

    /// How free the order of an element's children is.
    fn order(&self, declaration: Option<ElementId>) -> Order {
        match declaration.map(|id| self.model[id].type_) {
            Some(Type::Complex(id)) => match &self.model[id].content {
                Content::Elements(particle) | Content::Mixed(Some(particle)) => {
                    order(self.model, particle)
                }
                _ => Order::Wildcard,
            },
            _ => Order::Wildcard,
        }
    }

    /// States an element and its attributes.
    fn enter<'t>(
        &self,
        node: Node<'t>,
        declaration: Option<ElementId>,
        path: &str,
        facts: &mut Vec<String>,
    ) -> Open<'t> {
        let begun = facts.len();
        facts.push(path.to_owned());
        let uses = declaration
            .map(|id| self.attributes(id))
            .unwrap_or_default();
        let mut stated = BTreeSet::new();
        for attribute in node.attributes() {
            let (namespace, local) = (attribute.namespace(), attribute.name());
            let known = uses
                .iter()
                .map(|known| &self.model[known.attribute])
                .find(|known| known.name.is(namespace, local));
            let value = attribute.value();
            let value = known.map_or_else(
                || value.clone().into_owned(),
                |known| canonical_value(self.model, known.type_, &value),
            );
            stated.insert(format!("{path}/@{{{namespace}}}{local}={value}"));
        }
        for known in uses {
            let declaration = &self.model[known.attribute];
            let Name { namespace, local } = &declaration.name;
            if let Some(value) = &known.value
                && node.attribute(namespace, local).is_none()
            {
                let value = canonical_value(self.model, declaration.type_, value.text());
                stated.insert(format!("{path}/@{{{namespace}}}{local}={value}"));
            }
        }
        facts.extend(stated);
        Open {
            begun,
            rest: node.content(),
            path: path.to_owned(),
            declaration,
            kind: self.kind(declaration),
            seen: BTreeMap::new(),
            children: 0,
            text: self.stands_for(node, declaration),
        }
    }

    /// The text that an empty element stands for.
    fn stands_for(&self, node: Node<'_>, declaration: Option<ElementId>) -> String {
        let value = declaration.and_then(|id| self.model[id].value.as_ref());
        let takes = match self.kind(declaration) {
            Text::Value(_) => node.takes_default(),
            Text::Mixed => node.takes_default() && node.elements().next().is_none(),
            Text::None => false,
        };
        let text = value
            .filter(|_| takes)
            .map(|value| value.text().to_string());
        text.unwrap_or_default()
    }

    fn attributes(&self, id: ElementId) -> &'m [AttributeUse] {
        match self.model[id].type_ {
            Type::Complex(id) => &self.model[id].attributes,
            Type::Any | Type::Builtin(_) | Type::Simple(_) => &[],
        }
    }

    fn kind(&self, declaration: Option<ElementId>) -> Text {
        let Some(id) = declaration else {
            return Text::Mixed;
        };
        match self.model[id].type_ {
            Type::Any => Text::Mixed,
            type_ @ (Type::Builtin(_) | Type::Simple(_)) => Text::Value(type_),
            Type::Complex(id) => match self.model[id].content {
                Content::Simple(type_) => Text::Value(type_),
                Content::Mixed(_) => Text::Mixed,
                Content::Empty | Content::Elements(_) => Text::None,
            },
        }
    }

    /// Whether an element says nothing that its absence does not say, once all of it is there: it has its default alone, and the
    /// catalogue says that this is implied.
    fn is_implied(&self, inside: &Open<'_>, facts: &[String]) -> bool {
        let Some(element) = inside.declaration.map(|id| &self.model[id]) else {
            return false;
        };
        let Some(value) = element.value.as_ref().filter(|_| element.implied) else {
            return false;
        };
        let is_alone = facts.len() == inside.begun + 1;
        let [said, meant] = [&inside.text, value.text().as_str()]
            .map(|text| canonical_value(self.model, element.type_, text));
        is_alone && said == meant
    }

    /// The text of an element that has a value, once all of it is there.
    fn whole_text(&self, inside: &Open<'_>) -> Option<String> {
        let Text::Value(type_) = inside.kind else {
            return None;
        };
        let value = canonical_value(self.model, type_, &inside.text);
        (!value.is_empty()).then(|| format!("{}={value}", inside.path))
    }

    fn declared(&self, parent: Option<ElementId>, child: Node<'_>) -> Option<ElementId> {
        let name = Name::new(child.namespace(), child.name());
        let local = match parent.map(|id| self.model[id].type_) {
            Some(Type::Complex(id)) => self.children.get(&id).and_then(|known| known.get(&name)),
            _ => None,
        };
        local.copied().or_else(|| self.global(child))
    }

    fn global(&self, node: Node<'_>) -> Option<ElementId> {
        let name = Name::new(node.namespace(), node.name());
        self.globals.get(&name).copied()
    }
}

/// What the text in an element is.
#[derive(Clone, Copy)]
enum Text {
    /// White space.
    None,
    /// A value.
    Value(Type),
    /// Anything, and it matters between which children it stands.
    Mixed,
}

/// An element that is being walked through.
struct Open<'t> {
    /// How many facts were stated before it.
    begun: usize,
    rest: xmpp_xml::ContentIter<'t>,
    path: String,
    declaration: Option<ElementId>,
    kind: Text,
    /// How many children of each name there were.
    seen: BTreeMap<String, usize>,
    children: usize,
    text: String,
}

impl Open<'_> {
    /// States the text before a child, where it may stand there. Text where none may stand is reported where it is read.
    fn flush(&mut self, facts: &mut Vec<String>) {
        match self.kind {
            Text::Value(_) => return,
            Text::Mixed if !self.text.trim().is_empty() => {
                facts.push(format!(
                    "{}/text({})={}",
                    self.path, self.children, self.text
                ));
            }
            Text::None | Text::Mixed => {}
        }
        self.text.clear();
    }

    /// The path of the next child.
    fn child(&mut self, child: Node<'_>) -> String {
        let name = name(child);
        self.children += 1;
        let nth = self.seen.entry(name.clone()).or_default();
        *nth += 1;
        format!("{}/{name}[{nth}]", self.path)
    }
}

/// The expanded name; the content namespaces are one, since which of them it is, is the stream's business (ruling R10).
fn name(node: Node<'_>) -> String {
    let namespace = match node.namespace() {
        content if is_content_namespace(content) => "content",
        namespace => namespace,
    };
    format!("{{{namespace}}}{}", node.name())
}

fn children<'m>(model: &'m Model, content: &'m Content) -> BTreeMap<&'m Name, ElementId> {
    let (Content::Elements(particle) | Content::Mixed(Some(particle))) = content else {
        return BTreeMap::new();
    };
    let mut known = BTreeMap::new();
    let mut open = vec![(particle, 0)];
    while let Some((particle, depth)) = open.pop() {
        match &particle.term {
            Term::Element(id) => {
                known.insert(&model[*id].name, *id);
            }
            Term::Group(id) if depth < DEPTH_LIMIT => {
                open.push((&model[*id].particle, depth + 1));
            }
            Term::Model(_, inner) => open.extend(inner.iter().map(|inner| (inner, depth + 1))),
            Term::Group(_) | Term::Any(_) => {}
        }
    }
    known
}

/// The most that a content model leaves free. What is repeated with more than one element in it is a group whose order counts, unless
/// it is a choice.
fn order(model: &Model, particle: &Particle) -> Order {
    let mut free = Order::Fixed;
    let mut open = vec![(particle, false, 0)];
    while let Some((particle, repeated, depth)) = open.pop() {
        let repeated = repeated || particle.occurs.max != Some(1);
        match &particle.term {
            Term::Element(_) => {}
            Term::Any(_) => free = free.max(Order::Wildcard),
            Term::Group(id) if depth < DEPTH_LIMIT => {
                open.push((&model[*id].particle, repeated, depth + 1));
            }
            Term::Group(_) => {}
            Term::Model(compositor, inner) => {
                free = free.max(match compositor {
                    Compositor::All => Order::All,
                    Compositor::Choice if repeated => Order::RepeatedChoice,
                    Compositor::Choice | Compositor::Sequence => Order::Fixed,
                });
                open.extend(inner.iter().map(|inner| (inner, repeated, depth + 1)));
            }
        }
    }
    free
}

/// What stands in one sorted list more often than in the other.
fn beyond(one: &[String], two: &[String]) -> Vec<String> {
    let mut rest = two.iter().peekable();
    let mut found = Vec::new();
    for line in one {
        while rest.peek().is_some_and(|other| *other < line) {
            rest.next();
        }
        if rest.peek() == Some(&line) {
            rest.next();
        } else {
            found.push(line.clone());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::library::Library;
    use crate::source::SourceMap;
    use xmpp_xml::{Document, Limits};

    #[test]
    fn what_is_written_otherwise_says_the_same() {
        for (one, two) in [
            ("<a n=' 007 '/>", "<a n='7'/>"),
            ("<a/>", "<a n='5'/>"),
            ("<a>\n <b>x</b>\n</a>", "<a><b>x</b></a>"),
            ("<a on='1'/>", "<a on='true'></a>"),
            ("<a><e/></a>", "<a><e>07</e></a>"),
            ("<a><f/></a>", "<a><f>said</f></a>"),
            (
                "<a><m>one<b/>two</m></a>",
                "<a><m><![CDATA[one]]><b/>two</m></a>",
            ),
        ] {
            assert_eq!(compare(one, two), Comparison::Exact, "{one} {two}");
        }
    }

    #[test]
    fn the_order_of_equal_names_matters_and_that_of_others_is_told_apart() {
        let (one, two) = ("<a><b>x</b><c>y</c></a>", "<a><c>y</c><b>x</b></a>");
        assert_eq!(compare(one, two), Comparison::Reordered);
        let [one, two] = facts(one, two);
        let moved = [("{urn:x}a".to_owned(), Order::RepeatedChoice)];
        assert_eq!(one.moved(&two), moved);
        assert_eq!(one.moved(&one), []);
        let (one, two) = ("<a><b>x</b><b>y</b></a>", "<a><b>y</b><b>x</b></a>");
        assert!(matches!(compare(one, two), Comparison::Different { .. }));
        for (one, two) in [
            ("<a><m>x<b/></m></a>", "<a><m><b/>x</m></a>"),
            ("<a><f><b/></f></a>", "<a><f>said<b/></f></a>"),
            ("<a/>", "<a><e/></a>"),
        ] {
            assert!(
                matches!(compare(one, two), Comparison::Different { .. }),
                "{one} {two}"
            );
        }
    }

    #[test]
    fn what_is_lost_and_what_is_added_is_named() {
        let compared = compare("<a n='6'><d z='1'/></a>", "<a n='8'/>");
        let Comparison::Different { lost, added } = compared else {
            panic!("{compared:?}");
        };
        assert_eq!(
            lost,
            [
                "{urn:x}a/@{}n=6",
                "{urn:x}a/{urn:x}d[1]",
                "{urn:x}a/{urn:x}d[1]/@{}z=1"
            ]
        );
        assert_eq!(added, ["{urn:x}a/@{}n=8"]);
    }

    #[test]
    fn a_default_that_absence_implies_says_nothing() {
        let catalog = "[a.implied]\n\"a/e\" = true\n";
        let compare = |one, two| {
            let [one, two] = facts_by(catalog, one, two);
            one.compare(&two)
        };
        for same in ["<a><e/></a>", "<a><e>07</e></a>"] {
            assert_eq!(compare("<a/>", same), Comparison::Exact, "{same}");
        }
        for other in ["<a><e>8</e></a>", "<a><e z='1'/></a>"] {
            let compared = compare("<a/>", other);
            assert!(matches!(compared, Comparison::Different { .. }), "{other}");
        }
    }

    fn compare(one: &str, two: &str) -> Comparison {
        let [one, two] = facts(one, two);
        one.compare(&two)
    }

    fn facts(one: &str, two: &str) -> [Facts; 2] {
        facts_by("", one, two)
    }

    fn facts_by(catalog: &str, one: &str, two: &str) -> [Facts; 2] {
        let mut sources = SourceMap::default();
        let file = sources.add(
            "a.xsd",
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:x' targetNamespace='urn:x'
                elementFormDefault='qualified'>
              <xs:element name='a'><xs:complexType>
                <xs:choice minOccurs='0' maxOccurs='unbounded'>
                  <xs:element name='b' type='xs:string'/><xs:element name='c' type='xs:string'/>
                  <xs:element name='m'><xs:complexType mixed='true'>
                    <xs:sequence><xs:element name='b' type='xs:string' minOccurs='0'/></xs:sequence>
                  </xs:complexType></xs:element>
                  <xs:element name='e' type='xs:int' default='7' nillable='true'/>
                  <xs:element name='f' default='said'><xs:complexType mixed='true'>
                    <xs:sequence><xs:element name='b' type='xs:string' minOccurs='0'/></xs:sequence>
                  </xs:complexType></xs:element>
                </xs:choice>
                <xs:attribute name='n' type='xs:int' default='5'/><xs:attribute name='on' type='xs:boolean'/>
              </xs:complexType></xs:element>
            </xs:schema>",
        );
        let library = Library::builtin();
        let (catalog, mut found) = Catalog::parse(sources.add("catalog.toml", catalog), catalog);
        let (model, more) = crate::load(&mut sources, &[file], &catalog, &library);
        found.extend(more);
        assert_eq!(found, []);
        let canonical = Canonical::new(&model);
        [one, two].map(|xml| {
            let xml = xml.replacen("<a", "<a xmlns='urn:x'", 1);
            let document = Document::parse(&xml, Limits::FILE).unwrap();
            canonical.facts(document.root())
        })
    }
}
