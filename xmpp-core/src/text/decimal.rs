//! Decimal numbers of any length.

use crate::TextError;
use crate::text::newtype::{text_conversions, text_equality};
use crate::text::{Integer, trim};
use compact_str::CompactString;
use std::cmp::Ordering;

/// A decimal number of any length, exact (`xs:decimal`, XSD part 2 §3.2.3).
///
/// The text is canonical: no `+`, no zeros that say nothing, no point without digits after it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Decimal {
    text: CompactString,
}

impl Decimal {
    /// Reads a number; white space around it is dropped.
    ///
    /// # Errors
    ///
    /// What was expected, if the text is no decimal number.
    pub fn new(text: &str) -> Result<Self, TextError> {
        Self::read(text).ok_or_else(|| TextError::expected("a decimal number"))
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The nearest number of Rust's.
    pub fn to_f64(&self) -> f64 {
        self.text.parse().unwrap_or(f64::NAN) // always a number: checked when the value was made
    }

    /// Whether the number is below zero.
    pub fn is_negative(&self) -> bool {
        self.text.starts_with('-')
    }

    fn read(text: &str) -> Option<Self> {
        let text = trim(text);
        let (is_negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let are_digits = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
        if !are_digits(whole) || !are_digits(fraction) || (whole.is_empty() && fraction.is_empty())
        {
            return None;
        }
        let (whole, fraction) = (
            whole.trim_start_matches('0'),
            fraction.trim_end_matches('0'),
        );
        let mut canonical = CompactString::default();
        if is_negative && !(whole.is_empty() && fraction.is_empty()) {
            canonical.push('-');
        }
        canonical.push_str(if whole.is_empty() { "0" } else { whole });
        if !fraction.is_empty() {
            canonical.push('.');
            canonical.push_str(fraction);
        }
        Some(Self { text: canonical })
    }

    /// What orders numbers without their signs: how many digits stand before the point, which, and which follow.
    fn size(&self) -> (usize, &str, &str) {
        let digits = self.text.trim_start_matches('-');
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        (whole.len(), whole, fraction)
    }
}

impl Default for Decimal {
    fn default() -> Self {
        Self::from(Integer::default())
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    /// By value.
    fn cmp(&self, other: &Self) -> Ordering {
        let (left, right) = (self.size(), other.size());
        match (self.is_negative(), other.is_negative()) {
            (false, false) => left.cmp(&right),
            (true, true) => right.cmp(&left),
            (is_negative, _) => is_negative.cmp(&false).reverse(),
        }
    }
}

impl From<Integer> for Decimal {
    fn from(number: Integer) -> Self {
        Self {
            text: CompactString::new(number.as_str()),
        }
    }
}

macro_rules! from_numbers {
    ($($number:ty),*) => {$(
        impl From<$number> for Decimal {
            fn from(number: $number) -> Self {
                Self::from(Integer::from(number))
            }
        }
    )*};
}

from_numbers!(i8, i16, i32, i64, u8, u16, u32, u64);

text_conversions!(Decimal);
text_equality!(Decimal);
