//! Numbers of any length, compared as text.

use std::cmp::Ordering;

/// A decimal number as its parts, without zeros that say nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal<'t> {
    negative: bool,
    /// Digits before the point, without leading zeros.
    pub(super) whole: &'t str,
    /// Digits after the point, without trailing zeros.
    pub(super) fraction: &'t str,
    /// Whether a point was written.
    point: bool,
}

impl<'t> Decimal<'t> {
    /// Reads `-012.50` (XSD part 2 §3.2.3.1).
    pub(super) fn parse(text: &'t str) -> Option<Self> {
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !all_digits(whole) || !all_digits(fraction)
        {
            return None;
        }
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        Some(Self {
            negative: negative && !(whole.is_empty() && fraction.is_empty()),
            whole,
            fraction,
            point: digits.contains('.'),
        })
    }

    /// Reads a whole number: no point.
    pub(super) fn parse_whole(text: &'t str) -> Option<Self> {
        Self::parse(text).filter(|number| !number.point)
    }

    /// Whether it lies within bounds, which are whole numbers.
    pub(super) fn is_within(self, min: Option<&str>, max: Option<&str>) -> bool {
        let order = |bound: &str| Decimal::parse(bound).map(|bound| self.cmp(&bound));
        min.and_then(order) != Some(Ordering::Less)
            && max.and_then(order) != Some(Ordering::Greater)
    }

    /// The number without zeros that say nothing, and without a point where nothing follows it.
    pub(super) fn text(self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let whole = if self.whole.is_empty() {
            "0"
        } else {
            self.whole
        };
        let point = if self.fraction.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{}", self.fraction)
    }

    /// Digits that count (XSD part 2 §4.3.11).
    pub(super) const fn digits(self) -> usize {
        self.whole.len() + self.fraction.len()
    }

    fn magnitude(&self, other: &Decimal<'_>) -> Ordering {
        self.whole
            .len()
            .cmp(&other.whole.len())
            .then_with(|| self.whole.cmp(other.whole))
            .then_with(|| self.fraction.cmp(other.fraction))
    }

    /// Text that is equal for equal numbers only.
    pub(super) fn key(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        format!("{sign}{}.{}", self.whole, self.fraction)
    }

    /// Compares values, whatever lifetime their texts have.
    pub(super) fn cmp(&self, other: &Decimal<'_>) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.magnitude(other),
            (true, true) => other.magnitude(self),
        }
    }
}

/// Reads `1.5E3`, `INF`, `-INF` or `NaN` (XSD part 2 §3.2.5.1).
pub(super) fn float(text: &str) -> Option<f64> {
    match text {
        "INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        _ => {
            let (mantissa, exponent) = text
                .split_once(['e', 'E'])
                .map_or((text, None), |(mantissa, exponent)| {
                    (mantissa, Some(exponent))
                });
            Decimal::parse(mantissa)?;
            if let Some(exponent) = exponent {
                Decimal::parse_whole(exponent)?;
            }
            text.parse().ok()
        }
    }
}
