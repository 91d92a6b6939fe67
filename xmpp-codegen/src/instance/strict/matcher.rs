//! Where a document is in a content model.
//!
//! A model that counts nothing is matched by one place in it: unique particle attribution (XSD part 1 §3.8.6) leaves no choice.
//! Where repetitions are counted, and stand within each other, several counts may be possible; all of them are followed.

use super::content::{All, Choice, Content, Kind, ROOT, SpotId};
use crate::model::{ElementId, Name, Wildcard};
use crate::source::Span;
use xmpp_xml::wording;

/// How far the children of an element have come.
#[derive(Debug)]
pub(super) enum State {
    /// Nothing came yet.
    Start,
    /// The last child was this particle.
    At(SpotId),
    /// It was one of these, with these counts.
    Counted(Vec<Count>),
    /// These members of `xs:all` were there.
    All(Vec<bool>),
    /// Something came that cannot stand there, which was reported: no more is expected or refused.
    Broken,
}

/// A place, and how often what is counted around it has occurred, from the outside in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Count {
    at: SpotId,
    counts: Vec<u32>,
}

/// What a child is admitted as.
#[derive(Clone, Copy, Debug)]
pub(super) enum Admitted<'m> {
    Element(ElementId),
    Any(&'m Wildcard),
    /// Nothing is known of the model.
    Unknown,
}

/// A child that seeks its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Child<'a> {
    pub(super) namespace: &'a str,
    pub(super) local: &'a str,
    /// Its global declaration, and the elements that this may stand for.
    pub(super) global: Option<(ElementId, &'a [ElementId])>,
}

impl Child<'_> {
    /// The declaration that the child has where a particle asks for this element.
    fn is(&self, id: ElementId, name: &Name) -> Option<ElementId> {
        if name.is(self.namespace, self.local) {
            return Some(id);
        }
        match self.global {
            Some((own, heads)) if heads.contains(&id) => Some(own),
            _ => None,
        }
    }
}

/// So many counts are followed at once; of hostile models, the others are let go.
const MOST: usize = 1024;

impl State {
    /// Takes the next child; nothing if it may not stand there, which leaves the state as it was.
    pub(super) fn step<'m>(
        &mut self,
        content: &Content<'m>,
        child: &Child<'_>,
    ) -> Option<Admitted<'m>> {
        if content.is_cut_off {
            return Some(Admitted::Unknown);
        }
        if let Some(all) = &content.all {
            return self.step_all(all, child);
        }
        if content.is_counted {
            return self.step_counted(content, child);
        }
        let mut search = Search::new(content, child, false);
        match self {
            Self::Start => search.descend(ROOT, &mut Vec::new()),
            Self::At(at) => search.advance(*at, &[]),
            Self::Counted(_) | Self::All(_) | Self::Broken => return None,
        };
        let (at, admitted) = search.first?;
        *self = Self::At(at);
        Some(admitted)
    }

    fn step_counted<'m>(
        &mut self,
        content: &Content<'m>,
        child: &Child<'_>,
    ) -> Option<Admitted<'m>> {
        let mut search = Search::new(content, child, true);
        match self {
            Self::Start => search.descend(ROOT, &mut Vec::new()),
            Self::Counted(places) => {
                for place in places {
                    search.advance(place.at, &place.counts);
                }
            }
            Self::At(_) | Self::All(_) | Self::Broken => return None,
        }
        let (_, admitted) = *search.found.first()?;
        let places = search.found.into_iter().map(|(count, _)| count).collect();
        *self = Self::Counted(places);
        Some(admitted)
    }

    fn step_all<'m>(&mut self, all: &All<'m>, child: &Child<'_>) -> Option<Admitted<'m>> {
        let seen = match self {
            Self::All(seen) => seen,
            Self::Start => {
                *self = Self::All(vec![false; all.members.len()]);
                return self.step_all(all, child);
            }
            Self::At(_) | Self::Counted(_) | Self::Broken => return None,
        };
        let (at, id) = all
            .members
            .iter()
            .enumerate()
            .find_map(|(at, (id, name, _))| Some((at, child.is(*id, name)?)))?;
        if std::mem::replace(&mut seen[at], true) {
            return None;
        }
        Some(Admitted::Element(id))
    }

    /// What must still come; nothing if the element may end here.
    pub(super) fn missing<'m>(&self, content: &Content<'m>) -> Option<Expected<'m>> {
        if content.is_cut_off {
            return None;
        }
        if let Some(all) = &content.all {
            return self.missing_in_all(all);
        }
        let complete = match self {
            Self::Broken | Self::All(_) => true,
            Self::Start => content.nodes[ROOT as usize].is_nullable,
            Self::At(at) => can_end(content, *at, &[]),
            Self::Counted(places) => places
                .iter()
                .any(|place| can_end(content, place.at, &place.counts)),
        };
        (!complete).then(|| self.expected(content))
    }

    fn missing_in_all<'m>(&self, all: &All<'m>) -> Option<Expected<'m>> {
        let none = vec![false; all.members.len()];
        let seen = match self {
            Self::All(seen) => seen,
            Self::Start if all.is_optional => return None,
            Self::Start => &none,
            Self::At(_) | Self::Counted(_) | Self::Broken => return None,
        };
        let mut expected = Expected::default();
        for (at, (_, name, span)) in all.members.iter().enumerate() {
            if all.required[at] && !seen[at] {
                expected.add(name, *span);
            }
        }
        (!expected.names.is_empty()).then_some(expected)
    }

    /// What may come next, as far as people want to read.
    pub(super) fn expected<'m>(&self, content: &Content<'m>) -> Expected<'m> {
        let mut expected = Expected::default();
        if let Some(all) = &content.all {
            for (at, (_, name, span)) in all.members.iter().enumerate() {
                if !matches!(self, Self::All(seen) if seen[at]) {
                    expected.add(name, *span);
                }
            }
            return expected;
        }
        let place = match self {
            Self::Start => None,
            Self::At(at) => Some((*at, &[][..])),
            Self::Counted(places) => match places.first() {
                Some(place) => Some((place.at, place.counts.as_slice())),
                None => return expected,
            },
            Self::All(_) | Self::Broken => return expected,
        };
        let nobody = Child {
            namespace: "",
            local: "",
            global: None,
        };
        let mut search = Search::new(content, &nobody, true);
        search.gathered = Some(&mut expected);
        match place {
            None if content.nodes.is_empty() => {}
            None => search.descend(ROOT, &mut Vec::new()),
            Some((at, counts)) => search.advance(at, counts),
        }
        expected
    }
}

/// What may come next.
#[derive(Debug, Default)]
pub(super) struct Expected<'m> {
    names: Vec<&'m Name>,
    /// Elements that a wildcard admits.
    any: bool,
    /// Whether there are more than are named.
    more: bool,
    /// The first place in the schema that asks for it.
    pub(super) span: Option<Span>,
}

impl<'m> Expected<'m> {
    fn add(&mut self, name: &'m Name, span: Span) {
        const ENOUGH: usize = 8;
        self.span.get_or_insert(span);
        if self.names.contains(&name) {
            return;
        }
        match self.names.len() < ENOUGH {
            true => self.names.push(name),
            false => self.more = true,
        }
    }

    /// The local names.
    pub(super) fn names(&self) -> Vec<&'m str> {
        self.names.iter().map(|name| name.local.as_str()).collect()
    }

    /// ``expected `<a/>`, `<b/>` or an element that a wildcard admits``
    pub(super) fn words(&self) -> String {
        let tags: Vec<String> = self
            .names
            .iter()
            .map(|name| format!("<{}/>", name.local))
            .collect();
        let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
        match (tags.is_empty(), self.any) {
            (true, false) => "nothing more may stand here".to_owned(),
            (true, true) => "expected an element that a wildcard admits".to_owned(),
            (false, any) => {
                let words = wording::expected(&tags);
                let more = if self.more { " and others" } else { "" };
                let any = if any {
                    ", or what a wildcard admits"
                } else {
                    ""
                };
                format!("{words}{more}{any}")
            }
        }
    }
}

/// A search for the particle that a child can be, from one place on.
struct Search<'c, 'm, 'a> {
    content: &'c Content<'m>,
    child: &'c Child<'a>,
    /// Whether every way is followed, and not only the first.
    exhaustive: bool,
    /// The first way, where only that is followed.
    first: Option<(SpotId, Admitted<'m>)>,
    /// All ways, where they are followed.
    found: Vec<(Count, Admitted<'m>)>,
    /// Where everything that could come is gathered, and nothing found.
    gathered: Option<&'c mut Expected<'m>>,
}

impl<'c, 'm, 'a> Search<'c, 'm, 'a> {
    const fn new(content: &'c Content<'m>, child: &'c Child<'a>, exhaustive: bool) -> Self {
        Self {
            content,
            child,
            exhaustive,
            first: None,
            found: Vec::new(),
            gathered: None,
        }
    }

    fn is_done(&self) -> bool {
        self.first.is_some()
    }

    /// Enters a particle for the first time.
    fn descend(&mut self, id: SpotId, counts: &mut Vec<u32>) {
        let spot = &self.content.nodes[id as usize];
        if spot.max == Some(0) || self.is_done() {
            return;
        }
        if spot.counter.is_some() {
            counts.push(1);
        }
        self.term(id, counts);
        if spot.counter.is_some() {
            counts.pop();
        }
    }

    /// Looks at the beginning of what a particle repeats. The depth of the search is that of the model, which is bounded.
    fn term(&mut self, id: SpotId, counts: &mut Vec<u32>) {
        let content = self.content;
        match &content.nodes[id as usize].kind {
            Kind::Element(element, name) => {
                if let Some(expected) = &mut self.gathered {
                    expected.add(name, content.nodes[id as usize].span);
                } else if let Some(own) = self.child.is(*element, name) {
                    self.take(id, counts, Admitted::Element(own));
                }
            }
            Kind::Any(wildcard) => {
                if let Some(expected) = &mut self.gathered {
                    expected.any = true;
                } else if wildcard.namespaces.admits(self.child.namespace) {
                    self.take(id, counts, Admitted::Any(wildcard));
                }
            }
            Kind::Sequence(inner) => self.following(inner, counts),
            Kind::Choice(choice) => self.alternatives(choice, counts),
        }
    }

    /// Looks at particles that follow each other, up to the first that must be there.
    fn following(&mut self, inner: &[SpotId], counts: &mut Vec<u32>) {
        for &spot in inner {
            self.descend(spot, counts);
            if self.is_done() || !self.content.nodes[spot as usize].is_nullable {
                return;
            }
        }
    }

    fn alternatives(&mut self, choice: &Choice<'m>, counts: &mut Vec<u32>) {
        let by_name = !choice.by_name.is_empty()
            && self.gathered.is_none()
            && self.child.global.is_none_or(|(_, heads)| heads.is_empty());
        if !by_name {
            for &spot in &choice.all {
                self.descend(spot, counts);
            }
            return;
        }
        let named = choice.by_name.get(self.child.local).into_iter().flatten();
        for &spot in named.chain(&choice.others) {
            self.descend(spot, counts);
        }
    }

    fn take(&mut self, at: SpotId, counts: &[u32], admitted: Admitted<'m>) {
        if !self.exhaustive {
            self.first.get_or_insert((at, admitted));
            return;
        }
        let count = Count {
            at,
            counts: counts.to_vec(),
        };
        if self.found.len() < MOST && !self.found.iter().any(|(known, _)| *known == count) {
            self.found.push((count, admitted));
        }
    }

    /// Goes on from a particle that has just occurred: once more, or on to what follows it or what is around it.
    fn advance(&mut self, at: SpotId, counts: &[u32]) {
        let mut at = at;
        let mut counts = counts.to_vec();
        loop {
            let spot = &self.content.nodes[at as usize];
            let count = count(spot.counter, &counts);
            if spot.max.is_none_or(|max| count < max) {
                let mut again = counts.clone();
                if let Some(counter) = spot.counter {
                    again.truncate(counter as usize + 1);
                    let next = match spot.max {
                        Some(_) => count + 1,
                        None => (count + 1).min(spot.min), // enough is enough
                    };
                    if let Some(last) = again.last_mut() {
                        *last = next;
                    }
                }
                self.term(at, &mut again);
            }
            if self.is_done() || (!spot.is_term_nullable && count < spot.min) || at == ROOT {
                return;
            }
            counts.truncate(spot.counter.unwrap_or(spot.counters) as usize);
            let parent = spot.parent;
            if let Kind::Sequence(inner) = &self.content.nodes[parent as usize].kind {
                let after = &inner[spot.index as usize + 1..];
                self.following(after, &mut counts);
                let ends = after
                    .iter()
                    .all(|spot| self.content.nodes[*spot as usize].is_nullable);
                if self.is_done() || !ends {
                    return;
                }
            }
            at = parent;
        }
    }
}

/// How often a particle has occurred; what need not be counted has occurred once.
fn count(counter: Option<u32>, counts: &[u32]) -> u32 {
    counter.map_or(1, |at| counts.get(at as usize).copied().unwrap_or(1))
}

/// Whether the element may end after a particle.
fn can_end(content: &Content<'_>, mut at: SpotId, counts: &[u32]) -> bool {
    loop {
        let spot = &content.nodes[at as usize];
        if !spot.is_term_nullable && count(spot.counter, counts) < spot.min {
            return false;
        }
        if at == ROOT {
            return true;
        }
        if let Kind::Sequence(inner) = &content.nodes[spot.parent as usize].kind {
            let after = &inner[spot.index as usize + 1..];
            if !after
                .iter()
                .all(|spot| content.nodes[*spot as usize].is_nullable)
            {
                return false;
            }
        }
        at = spot.parent;
    }
}
