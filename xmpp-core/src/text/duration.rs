//! Spans of time.

use crate::TextError;
use crate::text::calendar::{first_after_months, nanoseconds};
use crate::text::newtype::{text_api, text_equality, written};
use compact_str::CompactString;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// A span of time in years, months, days, hours, minutes and seconds (`xs:duration`, XSD part 2 §3.2.6).
///
/// The text is kept as it was sent. Two are equal when months and seconds are, to the nanosecond: `P1Y` equals `P12M`,
/// `PT60S` equals `PT1M`. How long a month is depends on the month, so that `P1M` and `P30D` have no order, and
/// [`to_std`](Self::to_std) answers only where there are no months. Each number is at most what `u64` holds.
#[derive(Clone)]
pub struct Duration {
    text: CompactString,
}

text_equality!(Duration);
text_api!(Duration, |text| match Span::read(text) {
    Some(_) => Ok(CompactString::new(text)),
    None => Err(TextError::expected(
        "a duration such as `PT30S` or `P1DT12H`"
    )),
});

impl Duration {
    /// Whether it goes back in time.
    pub fn is_negative(&self) -> bool {
        let span = self.span();
        (span.months, span.seconds, span.nanosecond) < (0, 0, 0)
    }

    /// Years and months in months, without the sign; absent beyond the range of `u64`.
    pub fn months(&self) -> Option<u64> {
        u64::try_from(self.span().months.abs()).ok()
    }

    /// Days, hours, minutes and seconds as a span of Rust, without the sign and without [`months`](Self::months); absent
    /// beyond its range.
    pub fn time(&self) -> Option<std::time::Duration> {
        let span = self.span();
        let seconds = u64::try_from(span.seconds.abs()).ok()?;
        Some(std::time::Duration::new(
            seconds,
            span.nanosecond.unsigned_abs(),
        ))
    }

    /// A span of Rust: absent if this one is negative, has months, or is beyond its range.
    pub fn to_std(&self) -> Option<std::time::Duration> {
        if self.span().months == 0 && !self.is_negative() {
            self.time()
        } else {
            None
        }
    }

    fn span(&self) -> Span {
        Span::read(&self.text).expect("checked when the value was made")
    }
}

impl From<std::time::Duration> for Duration {
    fn from(span: std::time::Duration) -> Self {
        let mut text = written(format_args!("PT{}", span.as_secs()));
        if span.subsec_nanos() > 0 {
            let fraction = written(format_args!(".{:09}", span.subsec_nanos()));
            text.push_str(fraction.trim_end_matches('0'));
        }
        text.push('S');
        Self { text }
    }
}

impl PartialEq for Duration {
    fn eq(&self, other: &Self) -> bool {
        self.span() == other.span()
    }
}

impl Eq for Duration {}

impl Hash for Duration {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.span().hash(state);
    }
}

impl PartialOrd for Duration {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.span().partial_cmp(&other.span())
    }
}

/// What a duration means. All three numbers have its sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Span {
    months: i128,
    seconds: i128,
    nanosecond: i32,
}

impl Span {
    /// `-PnYnMnDTnHnMnS`, each part optional, but one must be there, and one after the `T`.
    fn read(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let sign = if unsigned.len() < text.len() { -1 } else { 1 };
        let unsigned = unsigned.strip_prefix('P')?;
        let (date, time) = match unsigned.split_once('T') {
            Some((date, time)) if !time.is_empty() => (date, time),
            None if !unsigned.is_empty() => (unsigned, ""),
            _ => return None,
        };
        let (years, date) = part(date, 'Y')?;
        let (months, date) = part(date, 'M')?;
        let (days, date) = part(date, 'D')?;
        let (hours, time) = part(time, 'H')?;
        let (minutes, time) = part(time, 'M')?;
        let (seconds, nanosecond, time) = seconds(time)?;
        if !date.is_empty() || !time.is_empty() {
            return None;
        }
        Some(Self {
            months: i128::from(sign) * (years * 12 + months),
            seconds: i128::from(sign) * (days * 86_400 + hours * 3600 + minutes * 60 + seconds),
            nanosecond: sign * i32::try_from(nanosecond).ok()?,
        })
    }

    /// The end of the span when it begins with that month, in seconds and nanoseconds.
    fn end_from(&self, (year, month): (i128, i128)) -> (i128, i32) {
        let days = first_after_months(year, month, self.months);
        (days * 86_400 + self.seconds, self.nanosecond)
    }
}

impl PartialOrd for Span {
    /// The order that holds whichever month it begins with; four of them show that (XSD part 2 §3.2.6.2).
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let order_from = |start| self.end_from(start).cmp(&other.end_from(start));
        let order = order_from((1696, 9));
        let is_same = [(1697, 2), (1903, 3), (1903, 7)]
            .into_iter()
            .all(|start| order_from(start) == order);
        is_same.then_some(order)
    }
}

/// The digits before `unit`, if that is the unit which comes next, and what follows it.
fn part(text: &str, unit: char) -> Option<(i128, &str)> {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    match text[count..].strip_prefix(unit) {
        Some(rest) => Some((number(&text[..count])?, rest)),
        None => Some((0, text)),
    }
}

/// Seconds, which alone may have a fraction: seconds, nanoseconds, and what follows.
fn seconds(text: &str) -> Option<(i128, u32, &str)> {
    let Some((digits, fraction)) = text.split_once('.') else {
        let (seconds, rest) = part(text, 'S')?;
        return Some((seconds, 0, rest));
    };
    let (nanosecond, rest) = nanoseconds(fraction)?;
    Some((number(digits)?, nanosecond, rest.strip_prefix('S')?))
}

fn number(digits: &str) -> Option<i128> {
    let are_digits = digits.bytes().all(|digit| digit.is_ascii_digit());
    are_digits
        .then(|| digits.parse::<u64>().ok())?
        .map(i128::from)
}
