//! How often something occurs.

/// At least and at most how often something occurs: `minOccurs` and `maxOccurs` (XSD part 1 §3.9.2), or a range of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurs {
    /// At least.
    pub min: u32,
    /// At most; absent for any number, and for numbers beyond 32 bits.
    pub max: Option<u32>,
}

impl Occurs {
    /// Exactly once.
    pub const ONCE: Self = Self {
        min: 1,
        max: Some(1),
    };

    /// Any number, none included.
    pub const ANY: Self = Self { min: 0, max: None };

    /// A range as the catalogue writes it: `1`, `0..1` or `1..`.
    pub fn of_range(range: &str) -> Option<Self> {
        let number = |text: &str| text.trim().parse::<u32>().ok();
        let (min, max) = match range.split_once("..") {
            None => (number(range)?, Some(number(range)?)),
            Some((min, "")) => (number(min)?, None),
            Some((min, max)) => (number(min)?, Some(number(max)?)),
        };
        max.is_none_or(|max| min <= max)
            .then_some(Self { min, max })
    }

    /// Whether there is at most one.
    pub fn is_single(self) -> bool {
        self.max.is_some_and(|max| max <= 1)
    }

    /// Whether there is none.
    pub fn is_never(self) -> bool {
        self.max == Some(0)
    }

    /// One after the other.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            min: self.min.saturating_add(other.min),
            max: self
                .max
                .zip(other.max)
                .map(|(one, two)| one.saturating_add(two)),
        }
    }

    /// One as often as the other.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        let max = match (self.max, other.max) {
            (Some(0), _) | (_, Some(0)) => Some(0),
            (Some(one), Some(two)) => Some(one.saturating_mul(two)),
            _ => None,
        };
        Self {
            min: self.min.saturating_mul(other.min),
            max,
        }
    }

    /// One or the other.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            min: self.min.min(other.min),
            max: self.max.zip(other.max).map(|(one, two)| one.max(two)),
        }
    }

    /// The same, or none.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { min: 0, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(range: &str) -> Occurs {
        Occurs::of_range(range).unwrap()
    }

    #[test]
    fn a_range_is_one_number_or_two() {
        assert_eq!(of("1"), Occurs::ONCE);
        assert_eq!(of("0.."), Occurs::ANY);
        assert_eq!(of("2 .. 3").max, Some(3));
        for wrong in ["", "..", "..2", "3..2", "-1", "many", "4294967296"] {
            assert_eq!(Occurs::of_range(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn occurrences_add_up_and_multiply() {
        assert_eq!(of("1..2").plus(of("1")), of("2..3"));
        assert_eq!(of("1..2").plus(of("1..")), of("2.."));
        assert_eq!(of("1..2").times(of("3")), of("3..6"));
        assert_eq!(of("0..").times(of("0")), of("0"));
        assert_eq!(of("1").or(of("3..")), of("1.."));
        assert_eq!(of("4294967295").plus(of("1")), of("4294967295"));
    }
}
