//! Durations, and their order (XSD part 2 §3.2.6).

use super::calendar::{REFERENCES, first_day, is_digits};
use std::cmp::Ordering;

/// A span of time: months, whose length depends on where they lie, and seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Duration {
    negative: bool,
    months: i128,
    seconds: i128,
    /// Digits after the point, without zeros at the end.
    fraction: Box<str>,
}

/// A part with more digits is valid, and counts as this much.
const LARGEST: i128 = 1_000_000_000_000_000_000;

impl Duration {
    /// Reads `-P1Y2M3DT4H5M6.7S`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let negative = text.starts_with('-');
        let rest = text.strip_prefix('-').unwrap_or(text).strip_prefix('P')?;
        let (date, time) = match rest.split_once('T') {
            Some((date, time)) if !time.is_empty() => (date, time),
            Some(_) => return None,
            None => (rest, ""),
        };
        let mut duration = Self {
            negative,
            months: 0,
            seconds: 0,
            fraction: "".into(),
        };
        if date.is_empty() && time.is_empty() {
            return None;
        }
        duration.quantities(date, "YMD", [(12, 0), (1, 0), (0, 24 * 3600)])?;
        duration.quantities(time, "HMS", [(0, 3600), (0, 60), (0, 1)])?;
        Some(duration)
    }

    /// Numbers, each followed by a unit, in the order of `units`, which are worth so many months and seconds.
    fn quantities(&mut self, mut text: &str, units: &str, worth: [(i128, i128); 3]) -> Option<()> {
        let mut first = 0;
        while !text.is_empty() {
            let end = text.find(|character: char| character.is_ascii_uppercase())?;
            let (number, rest) = text.split_at(end);
            let unit = first + units[first..].find(&rest[..1])?;
            let number = match number.split_once('.') {
                Some((whole, fraction)) if &rest[..1] == "S" && is_digits(fraction) => {
                    self.fraction = fraction.trim_end_matches('0').into();
                    whole
                }
                Some(_) => return None,
                None => number,
            };
            if !is_digits(number) {
                return None;
            }
            let count = number.parse::<i128>().unwrap_or(LARGEST).min(LARGEST);
            self.months += count * worth[unit].0;
            self.seconds += count * worth[unit].1;
            first = unit + 1;
            text = &rest[1..];
        }
        Some(())
    }

    /// The order of two durations: that of the moments where they end, if it is the same from four beginnings
    /// (XSD part 2 §3.2.6.2).
    pub(super) fn order(&self, other: &Self) -> Option<Ordering> {
        let mut orders = REFERENCES.map(|reference| self.end(reference).cmp(&other.end(reference)));
        orders.sort_unstable();
        (orders[0] == orders[3]).then_some(orders[0])
    }

    /// The second in which it ends, from the beginning of a month on, and the fraction, as digits that can be compared.
    fn end(&self, (year, month): (i128, i128)) -> (i128, Vec<u8>) {
        let sign = if self.negative { -1 } else { 1 };
        let seconds = first_day(year, month + sign * self.months) * 24 * 3600 + sign * self.seconds;
        let digits = self.fraction.bytes().map(|digit| digit & 0xF);
        if !self.negative || self.fraction.is_empty() {
            return (seconds, digits.collect());
        }
        // A second less, and the complement of the fraction.
        let mut complement: Vec<u8> = digits.map(|digit| 9 - digit).collect();
        if let Some(last) = complement.last_mut() {
            *last += 1; // the last digit is not 0, so its complement is below 9
        }
        (seconds - 1, complement)
    }

    /// Text that is equal for equal durations only.
    pub(super) fn key(&self) -> String {
        let is_zero = self.months == 0 && self.seconds == 0 && self.fraction.is_empty();
        let sign = if self.negative && !is_zero { "-" } else { "" };
        format!("{sign}{}M{}.{}", self.months, self.seconds, self.fraction)
    }
}
