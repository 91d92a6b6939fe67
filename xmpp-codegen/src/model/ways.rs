//! Ways to derive a type or to stand for an element.

/// A set of ways to derive, as `block` and `final` exclude them (XSD part 1 §3.3.2, §3.4.2; part 2 §4.1.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ways(u8);

impl Ways {
    /// No way.
    pub const NONE: Self = Self(0);
    /// `extension`
    pub const EXTENSION: Self = Self(1);
    /// `restriction`
    pub const RESTRICTION: Self = Self(2);
    /// `substitution`
    pub const SUBSTITUTION: Self = Self(4);
    /// `list`
    pub const LIST: Self = Self(8);
    /// `union`
    pub const UNION: Self = Self(16);

    /// These and those.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are in both.
    #[must_use]
    pub const fn within(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether one of the others is among them.
    pub const fn has_any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }
}
