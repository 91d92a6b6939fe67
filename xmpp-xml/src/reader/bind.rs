//! Names into namespaces, at the end of each start tag.

use super::fault::Fault;
use super::machine::Machine;
use crate::escape::unescape_attribute;
use crate::tape::{Entry, Kind, PREFIXED, XML};
use crate::wording::shown;
use crate::{Attribute, XML_NAMESPACE, XMLNS_NAMESPACE};

impl Machine {
    /// Takes the namespace declaration that just ended into scope.
    pub(super) fn declare(&mut self, entry: &mut Entry) -> Result<(), Fault> {
        let from = self.pending.value;
        let raw = &self.tape.text[from..self.at];
        let name = &self.tape.text[self.pending.name..self.pending.name_end];
        let prefix = name.strip_prefix("xmlns:").unwrap_or("");
        let namespace = if self.escaped {
            unescape_attribute(raw)
        } else {
            raw.into()
        };
        // What was named before was judged before; only prefixes have rules of their own.
        let known = self.tape.namespaces.known(namespace.as_bytes());
        if (known.is_none() || !prefix.is_empty())
            && let Some(message) = refused_declaration(prefix, &namespace)
        {
            return Err(Fault::namespace(self.pending.name, name.len(), message));
        }
        let depth = self.open.len();
        let scope = self.open.last().map_or(0, |open| open.scope as usize);
        if self.scope.declares(scope, prefix, &self.tape) {
            return Err(twice(self.pending.name, name));
        }
        let (length, offset) = (
            prefix.len(),
            self.offset(self.pending.name_end - prefix.len()),
        );
        let number = known.unwrap_or_else(|| self.tape.namespaces.intern(&namespace));
        entry.set_namespace(number);
        self.scope.bind(offset, length, depth, number);
        Ok(())
    }

    /// Gives the element whose start tag just ended, and its attributes, their namespaces.
    pub(super) fn bind_names(&mut self) -> Result<(), Fault> {
        let Some(&open) = self.open.last() else {
            return Ok(());
        };
        let (mut lowest, mut lowest_default) = (u32::MAX, u32::MAX);
        let element = self.tape.entry(open.entry);
        let namespace = if element.gap == 0 {
            let default = self.scope.default_namespace();
            lowest_default = default.depth;
            default.number
        } else {
            self.resolve(element, &mut lowest)?
        };
        self.tape.entries[open.entry].set_namespace(namespace);
        let attributes = if self.prefixed {
            open.entry + 1..self.tape.entries.len() as u32
        } else {
            0..0
        };
        for index in attributes {
            let entry = self.tape.entry(index);
            if entry.kind() == Kind::Attribute && entry.has(PREFIXED) {
                let namespace = self.resolve(entry, &mut lowest)?;
                self.tape.entries[index].set_namespace(namespace);
                if namespace != XML {
                    self.look_at_type(index, open.entry, &mut lowest);
                }
            }
        }
        self.outer_prefix |= lowest == 0;
        if let Some(open) = self.open.last_mut() {
            open.lowest = lowest.min(lowest_default);
        }
        self.check_attributes(open.entry + 1)
    }

    /// Notes the depth at which the prefix of a value of `xsi:type` is declared: it has to go where the element goes.
    fn look_at_type(&self, attribute: u32, element: u32, lowest: &mut u32) {
        let attribute = Attribute::new(&self.tape, attribute, element);
        let prefix = attribute.type_prefix();
        let bound = prefix.and_then(|prefix| self.scope.resolve(prefix, &self.tape));
        if let Some(bound) = bound {
            *lowest = (*lowest).min(bound.depth);
        }
    }

    fn resolve(&self, entry: Entry, lowest: &mut u32) -> Result<u32, Fault> {
        let (prefix, _) = self.tape.split_name(entry);
        if prefix == "xml" {
            return Ok(XML);
        }
        if let Some(bound) = self.scope.resolve(prefix, &self.tape) {
            *lowest = (*lowest).min(bound.depth);
            return Ok(bound.namespace);
        }
        let name = self.tape.qualified_name(entry);
        let message = format!("the prefix `{}` is not bound to a namespace", shown(prefix));
        Err(Fault::namespace(
            self.name_index(entry),
            name.len(),
            message,
        ))
    }

    /// No name stands twice in a tag, neither as written nor as understood (Namespaces in XML 1.0 §6.3).
    fn check_attributes(&mut self, first: u32) -> Result<(), Fault> {
        const FEW: usize = 8;
        if self.attributes < 2 || !self.suspect {
            return Ok(());
        }
        let mut attributes = std::mem::take(&mut self.sorted);
        attributes.clear();
        let all = first..self.tape.entries.len() as u32;
        attributes.extend(all.filter(|&index| self.tape.entry(index).kind() == Kind::Attribute));
        let twice = if attributes.len() <= FEW {
            (1..attributes.len()).find_map(|later| {
                let mut before = attributes[..later].iter();
                let same = |&&index: &&u32| self.same_name(index, attributes[later]);
                before.find(same).map(|&index| (index, attributes[later]))
            })
        } else {
            attributes.sort_unstable_by(|&left, &right| {
                let key = |index| {
                    let entry = self.tape.entry(index);
                    (
                        self.tape.split_name(entry).1,
                        self.tape.namespace(entry),
                        index,
                    )
                };
                key(left).cmp(&key(right))
            });
            let mut pairs = attributes.windows(2).map(|pair| (pair[0], pair[1]));
            pairs.find(|&(left, right)| self.same_name(left, right))
        };
        self.sorted = attributes;
        twice.map_or(Ok(()), |(left, right)| Err(self.twice(left, right)))
    }

    fn same_name(&self, left: u32, right: u32) -> bool {
        let (left, right) = (self.tape.entry(left), self.tape.entry(right));
        if !left.has(PREFIXED) && !right.has(PREFIXED) {
            return left.name == right.name
                && self.tape.qualified_name(left) == self.tape.qualified_name(right);
        }
        self.tape.split_name(left).1 == self.tape.split_name(right).1
            && (self.tape.namespaces).same(left.namespace(), right.namespace())
    }

    fn twice(&self, left: u32, right: u32) -> Fault {
        let (left, right) = (self.tape.entry(left), self.tape.entry(right));
        let (first, second) = (
            self.tape.qualified_name(left),
            self.tape.qualified_name(right),
        );
        if first == second {
            return twice(self.name_index(right), second);
        }
        let message = format!(
            "the attributes `{}` and `{}` have the same name in the same namespace",
            shown(first),
            shown(second)
        );
        Fault::namespace(self.name_index(right), second.len(), message)
    }

    /// The index of the buffer where the name of an entry stands.
    fn name_index(&self, entry: Entry) -> usize {
        let less_than = usize::from(entry.kind() == Kind::Element);
        self.tape.start + entry.offset as usize + less_than
    }
}

fn twice(at: usize, name: &str) -> Fault {
    let message = format!("the attribute `{}` stands twice in a tag", shown(name));
    Fault::not_well_formed(at, name.len(), message)
}

/// Why Namespaces in XML 1.0 §3 and §5 does not allow the declaration, if so.
pub(super) fn refused_declaration(prefix: &str, namespace: &str) -> Option<String> {
    match (prefix, namespace) {
        ("xml", XML_NAMESPACE) => None,
        ("xml", _) => Some("the prefix `xml` is bound to another namespace than its own".into()),
        ("xmlns", _) => Some("the prefix `xmlns` is declared".into()),
        (_, XML_NAMESPACE) => Some("the namespace of `xml` is bound to another prefix".into()),
        (_, XMLNS_NAMESPACE) => Some("the namespace of `xmlns` is bound to a prefix".into()),
        ("", _) => None,
        (_, "") => Some(format!("the prefix `{}` is unbound", shown(prefix))),
        _ => None,
    }
}
