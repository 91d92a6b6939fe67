//! How much of what schemas demand is refused where it is not kept to.

use std::collections::BTreeMap;
use std::fmt;
use xmpp_codegen::instance::{Demand, Kind};

/// The demands of schemas, by their kinds: how many there are, and for how many a document that breaks them was refused.
#[derive(Clone, Debug, Default)]
pub struct Demands {
    counts: BTreeMap<Kind, (usize, usize)>,
    missing: Vec<String>,
}

impl Demands {
    /// Notes a demand, and whether a document that breaks it was refused.
    pub fn note(&mut self, demand: &Demand, is_refused: bool) {
        let (all, refused) = self.counts.entry(demand.kind).or_default();
        *all += 1;
        *refused += usize::from(is_refused);
        if !is_refused {
            self.missing.push(demand.what.clone());
        }
    }

    /// The demands for which nothing was refused, in a few words each.
    pub fn missing(&self) -> &[String] {
        &self.missing
    }
}

/// `3 of 3 facets, 12 of 13 required attributes`
impl fmt::Display for Demands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (kind, (all, refused))) in self.counts.iter().enumerate() {
            let comma = if at > 0 { ", " } else { "" };
            write!(f, "{comma}{refused} of {all} {}", kind.plural())?;
        }
        Ok(())
    }
}
