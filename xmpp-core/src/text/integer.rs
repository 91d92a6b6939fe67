//! Whole numbers of any length.

use crate::TextError;
use crate::text::newtype::{text_conversions, text_equality, written};
use crate::text::trim;
use compact_str::CompactString;
use std::cmp::Ordering;
use std::fmt::Display;
use std::num::{NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroUsize};

/// A whole number of any length (`xs:integer`, XSD part 2 §3.3.13), in canonical form: no `+`, no zeros in front.
///
/// Numbers of up to 24 digits are kept inside, longer ones on the heap. To calculate with one, [`to_i64`](Self::to_i64) or
/// [`to_u64`](Self::to_u64).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Integer {
    text: CompactString,
}

impl Integer {
    /// Reads a number; white space around it is dropped.
    ///
    /// # Errors
    ///
    /// What was expected, if the text is no whole number.
    pub fn new(text: &str) -> Result<Self, TextError> {
        Self::read(text).ok_or_else(|| TextError::expected("a whole number"))
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The number, if it fits.
    pub fn to_i64(&self) -> Option<i64> {
        self.text.parse().ok()
    }

    /// The number, if it fits.
    pub fn to_u64(&self) -> Option<u64> {
        self.text.parse().ok()
    }

    /// Whether the number is below zero.
    pub fn is_negative(&self) -> bool {
        self.text.starts_with('-')
    }

    /// Whether the number is zero.
    pub fn is_zero(&self) -> bool {
        self.text == "0"
    }

    fn read(text: &str) -> Option<Self> {
        let text = trim(text);
        let (is_negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let significant = digits.trim_start_matches('0');
        let mut canonical = CompactString::default();
        if significant.is_empty() {
            canonical.push('0');
        } else {
            canonical.push_str(if is_negative { "-" } else { "" });
            canonical.push_str(significant);
        }
        Some(Self { text: canonical })
    }

    /// Zero, one, or whatever Rust writes as digits: canonical already.
    fn of(number: impl Display) -> Self {
        Self {
            text: written(format_args!("{number}")),
        }
    }
}

impl Default for Integer {
    fn default() -> Self {
        Self::of(0)
    }
}

impl PartialOrd for Integer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Integer {
    /// By value.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_size = |left: &str, right: &str| (left.len(), left).cmp(&(right.len(), right));
        match (self.is_negative(), other.is_negative()) {
            (false, false) => by_size(&self.text, &other.text),
            (true, true) => by_size(&other.text, &self.text),
            (is_negative, _) => is_negative.cmp(&false).reverse(),
        }
    }
}

text_conversions!(Integer);
text_equality!(Integer);

/// Conversions from Rust's numbers that always hold.
macro_rules! from_numbers {
    ($name:ident: $($number:ty),*) => {$(
        impl From<$number> for $name {
            fn from(number: $number) -> Self {
                Self::of(number)
            }
        }
    )*};
}

from_numbers!(Integer: i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, usize);

/// An integer within bounds.
macro_rules! bounded {
    ($(#[$meta:meta])* $name:ident, $expected:literal, $is_valid:expr) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name {
            number: Integer,
        }

        impl $name {
            /// Reads a number; white space around it is dropped.
            ///
            /// # Errors
            ///
            /// What was expected, if the text is no such number.
            pub fn new(text: &str) -> Result<Self, TextError> {
                Integer::new(text)
                    .and_then(Self::try_from)
                    .map_err(|_| TextError::expected($expected))
            }

            /// The canonical text.
            pub fn as_str(&self) -> &str {
                self.number.as_str()
            }

            /// The number without its bounds.
            pub const fn as_integer(&self) -> &Integer {
                &self.number
            }

            /// The number, if it fits.
            pub fn to_i64(&self) -> Option<i64> {
                self.number.to_i64()
            }

            /// The number, if it fits.
            pub fn to_u64(&self) -> Option<u64> {
                self.number.to_u64()
            }
        }

        impl TryFrom<Integer> for $name {
            type Error = TextError;

            fn try_from(number: Integer) -> Result<Self, TextError> {
                let is_valid: fn(&Integer) -> bool = $is_valid;
                if is_valid(&number) {
                    Ok(Self { number })
                } else {
                    Err(TextError::expected($expected))
                }
            }
        }

        impl From<$name> for Integer {
            fn from(value: $name) -> Self {
                value.number
            }
        }

        text_conversions!($name);
        text_equality!($name);
    };
}

bounded!(
    /// A whole number from 0, of any length (`xs:nonNegativeInteger`).
    NonNegativeInteger,
    "a whole number from 0",
    |number| !number.is_negative()
);

bounded!(
    /// A whole number from 1, of any length (`xs:positiveInteger`).
    PositiveInteger,
    "a whole number from 1",
    |number| !number.is_negative() && !number.is_zero()
);

bounded!(
    /// A whole number up to 0, of any length (`xs:nonPositiveInteger`).
    NonPositiveInteger,
    "a whole number up to 0",
    |number| number.is_negative() || number.is_zero()
);

bounded!(
    /// A whole number up to -1, of any length (`xs:negativeInteger`).
    NegativeInteger,
    "a whole number up to -1",
    Integer::is_negative
);

impl NonNegativeInteger {
    fn of(number: impl Display) -> Self {
        Self {
            number: Integer::of(number),
        }
    }
}

impl PositiveInteger {
    fn of(number: impl Display) -> Self {
        Self {
            number: Integer::of(number),
        }
    }
}

from_numbers!(NonNegativeInteger: u8, u16, u32, u64, u128, usize);
from_numbers!(PositiveInteger: NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroUsize);
