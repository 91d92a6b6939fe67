//! Where in the catalogue a component is spoken of: its paths, the most specific first.

use crate::catalog::{Section, Table};
use toml::Spanned;

/// Slashes in the longest path.
const STEPS: usize = 3;

/// The paths by which the catalogue may address one component, each in a section.
#[derive(Clone, Debug, Default)]
pub(super) struct Place<'a> {
    paths: Vec<(Option<&'a Section>, String)>,
}

impl<'a> Place<'a> {
    /// One path in one section; without a section nothing is found, and the path is still known.
    pub(super) fn new(section: Option<&'a Section>, path: impl Into<String>) -> Self {
        Self {
            paths: vec![(section, path.into())],
        }
    }

    /// This component's paths, then the other's.
    #[must_use]
    pub(super) fn or(mut self, other: Self) -> Self {
        self.paths.extend(other.paths);
        self
    }

    /// What stands below the component: `item` and `@jid` to `item/@jid`. Longer paths than anybody writes are left out.
    #[must_use]
    pub(super) fn below(&self, step: &str) -> Self {
        let short = self
            .paths
            .iter()
            .filter(|(_, path)| path.matches('/').count() < STEPS);
        let below =
            |(section, path): &(Option<&'a Section>, String)| (*section, format!("{path}/{step}"));
        Self {
            paths: short.map(below).collect(),
        }
    }

    /// One value of the component: `item/@ask` to `item/@ask=subscribe`.
    #[must_use]
    pub(super) fn value_of(&self, value: &str) -> Self {
        let below =
            |(section, path): &(Option<&'a Section>, String)| (*section, format!("{path}={value}"));
        Self {
            paths: self.paths.iter().map(below).collect(),
        }
    }

    /// The component by itself, not as it is used by another: `item`, not `query/item`.
    #[must_use]
    pub(super) fn plain(&self) -> Self {
        let plain = self.paths.iter().filter(|(_, path)| !path.contains('/'));
        Self {
            paths: plain.cloned().collect(),
        }
    }

    /// Whether this is one of the paths.
    pub(super) fn is(&self, path: &str) -> bool {
        self.paths.iter().any(|(_, known)| known == path)
    }

    /// The value of the first path that the table holds.
    pub(super) fn value<T>(&self, table: impl Fn(&'a Section) -> &'a Table<T>) -> Option<&'a T> {
        self.spanned(table).map(Spanned::get_ref)
    }

    /// The same, with its place in the catalogue.
    pub(super) fn spanned<T>(
        &self,
        table: impl Fn(&'a Section) -> &'a Table<T>,
    ) -> Option<&'a Spanned<T>> {
        self.paths.iter().find_map(|(section, path)| {
            let mut entries = table((*section)?).iter();
            let (_, value) = entries.find(|(key, _)| key.get_ref() == path)?;
            Some(value)
        })
    }

    /// All that the table holds under the paths.
    pub(super) fn entries<T: 'a>(
        &self,
        table: impl Fn(&'a Section) -> &'a Table<T>,
    ) -> impl Iterator<Item = (&'a Spanned<String>, &'a T)> {
        self.paths.iter().filter_map(move |(section, path)| {
            let mut entries = table((*section)?).iter();
            let (key, value) = entries.find(|(key, _)| key.get_ref() == path)?;
            Some((key, value.get_ref()))
        })
    }

    /// Whether a section that speaks of the component says so as a whole.
    pub(super) fn says(&self, what: impl Fn(&Section) -> bool) -> bool {
        self.paths
            .iter()
            .any(|(section, _)| section.is_some_and(&what))
    }

    /// The first value that the predicate accepts.
    pub(super) fn accepted<T>(
        &self,
        table: impl Fn(&'a Section) -> &'a Table<T>,
        accept: impl Fn(&T) -> bool,
    ) -> Option<&'a T> {
        self.paths
            .iter()
            .filter_map(|(section, path)| Section::get(table((*section)?), path))
            .find(|value| accept(value))
    }

    /// Whether it holds for one of the paths, in the section that has it.
    pub(super) fn any(&self, holds: impl Fn(&'a Section, &str) -> bool) -> bool {
        let mut paths = self.paths.iter();
        paths.any(|(section, path)| section.is_some_and(|section| holds(section, path)))
    }

    /// The entries of a table one step below one of the paths.
    pub(super) fn entries_below<T>(
        &self,
        table: impl Fn(&'a Section) -> &'a Table<T>,
    ) -> Vec<(&'a Spanned<String>, &'a Spanned<T>)> {
        let mut entries = Vec::new();
        for (section, path) in self
            .paths
            .iter()
            .filter_map(|(section, path)| Some(((*section)?, path)))
        {
            let below = |key: &str| {
                let rest = key.strip_prefix(path.as_str())?.strip_prefix('/')?;
                (!rest.contains('/')).then_some(())
            };
            entries.extend(
                table(section)
                    .iter()
                    .filter(|(key, _)| below(key.get_ref()).is_some()),
            );
        }
        entries
    }

    /// The most specific path, to name in a help.
    pub(super) fn path(&self) -> &str {
        self.paths.first().map_or("", |(_, path)| path)
    }
}
