//! Which prefix is bound to which namespace, and where it was bound.

use crate::tape::{NO_NAMESPACE, Tape};

/// The declarations in scope, innermost last.
#[derive(Debug, Default)]
pub(super) struct Scope {
    bound: Vec<Bound>,
    default: DefaultNamespace,
    /// Prefixes bound outside the present stanza, whose text is gone or never was.
    outer_prefixes: String,
    outer: usize,
    /// The prefix that was looked up last, as long as nothing else is in scope.
    last: Last,
}

/// What names without a prefix mean, and the depth where that was declared.
#[derive(Clone, Copy, Debug)]
pub(super) struct DefaultNamespace {
    pub(super) number: u32,
    pub(super) depth: u32,
}

impl Default for DefaultNamespace {
    /// Nothing declares it.
    fn default() -> Self {
        Self {
            number: NO_NAMESPACE,
            depth: 0,
        }
    }
}

/// A prefix of up to seven bytes with its colon, and what it is bound to.
#[derive(Clone, Copy, Debug)]
struct Last {
    /// Its bytes as a number, which is not 0, those that count, and how many they are: where none counts, there is no prefix.
    word: u64,
    mask: u64,
    length: usize,
    bound: (u32, u32),
}

impl Default for Last {
    /// None: no name begins with that.
    fn default() -> Self {
        Self {
            word: 1,
            mask: 0,
            length: 0,
            bound: (0, 0),
        }
    }
}

/// One prefix and what it means.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    /// Of the prefix, in the text of the tape or among the outer prefixes.
    offset: u32,
    length: u16,
    /// How deep the element stands that declares it; 0 is outside the stanza.
    pub(super) depth: u32,
    pub(super) namespace: u32,
    /// The default namespace before.
    before: DefaultNamespace,
}

impl Scope {
    /// Binds a prefix that stands in the text of the tape.
    pub(super) fn bind(&mut self, offset: u32, length: usize, depth: usize, namespace: u32) {
        self.last.mask = 0;
        let depth = depth as u32;
        self.bound.push(Bound {
            offset,
            length: length as u16,
            depth,
            namespace,
            before: self.default,
        });
        if length == 0 {
            self.default = DefaultNamespace {
                number: namespace,
                depth,
            };
        }
    }

    /// Binds a prefix outside of all stanzas to come.
    pub(super) fn bind_outside(&mut self, prefix: &str, namespace: u32) {
        let offset = self.outer_prefixes.len() as u32;
        self.outer_prefixes.push_str(prefix);
        self.forget_inner();
        self.bind(offset, prefix.len(), 0, namespace);
        self.outer += 1;
    }

    /// Keeps what was bound outside only.
    pub(super) fn forget_inner(&mut self) {
        self.truncate(self.outer);
    }

    pub(super) fn clear(&mut self) {
        self.truncate(0);
        self.outer_prefixes.clear();
        self.outer = 0;
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.last.mask = 0;
        if let Some(bound) = self.bound.get(length) {
            self.default = bound.before;
            self.bound.truncate(length);
        }
    }

    /// The default namespace where the machine is.
    pub(super) const fn default_namespace(&self) -> DefaultNamespace {
        self.default
    }

    pub(super) const fn len(&self) -> usize {
        self.bound.len()
    }

    /// What the prefix that was looked up last is bound to, and the depth at which it was, and how long it is with its colon: if the
    /// name that stands at `from` has it.
    #[inline(always)]
    pub(super) fn last(&self, bytes: &[u8], from: usize) -> Option<((u32, u32), usize)> {
        let name = bytes.get(from..)?.first_chunk()?;
        let is_last = u64::from_le_bytes(*name) & self.last.mask == self.last.word;
        is_last.then_some((self.last.bound, self.last.length))
    }

    /// The namespace that the prefix is bound to, which stands at `from` with its colon and is of that length with it, and the depth at
    /// which it is: looked up once for the names behind each other that have it.
    #[inline(never)]
    pub(super) fn look_up(
        &mut self,
        bytes: &[u8],
        from: usize,
        length: usize,
    ) -> Option<(u32, u32)> {
        if let Some((bound, of)) = self.last(bytes, from)
            && of == length
        {
            return Some(bound);
        }
        let prefix = &bytes[from..from + length - 1];
        if prefix == b"xml" {
            return None; // it is bound without a declaration, and outside of everything with one
        }
        let found = self.resolve_in(prefix, bytes)?;
        let bound = (found.namespace, found.depth);
        if let (Some(name), 1..=8) = (bytes[from..].first_chunk(), length) {
            let mask = u64::MAX >> (64 - 8 * length);
            self.last = Last {
                word: u64::from_le_bytes(*name) & mask,
                mask,
                length,
                bound,
            };
        }
        Some(bound)
    }

    /// What the prefix is bound to; the empty one is the default namespace.
    pub(super) fn resolve(&self, prefix: &str, tape: &Tape) -> Option<Bound> {
        self.resolve_in(prefix.as_bytes(), tape.text().as_bytes())
    }

    /// The same, where `text` begins with that of the stanza.
    pub(super) fn resolve_in(&self, prefix: &[u8], text: &[u8]) -> Option<Bound> {
        let mut found = self.bound.iter().enumerate().rev();
        found
            .find(|(index, bound)| {
                usize::from(bound.length) == prefix.len()
                    && self.prefix(*index, **bound, text) == prefix
            })
            .map(|(_, bound)| *bound)
    }

    /// The default namespace outside of the stanza.
    pub(super) fn outer_default(&self) -> u32 {
        let mut outer = self.bound[..self.outer].iter().rev();
        let default = outer.find(|bound| bound.length == 0);
        default.map_or(NO_NAMESPACE, |bound| bound.namespace)
    }

    /// Whether the prefix is declared by one of the declarations from `from` on.
    pub(super) fn declares(&self, from: usize, prefix: &str, tape: &Tape) -> bool {
        let text = tape.text().as_bytes();
        let mut declared = from..self.bound.len();
        declared.any(|index| self.prefix(index, self.bound[index], text) == prefix.as_bytes())
    }

    fn prefix<'s>(&'s self, index: usize, bound: Bound, text: &'s [u8]) -> &'s [u8] {
        let from = if index < self.outer {
            self.outer_prefixes.as_bytes()
        } else {
            text
        };
        let start = bound.offset as usize;
        &from[start..start + bound.length as usize]
    }
}
