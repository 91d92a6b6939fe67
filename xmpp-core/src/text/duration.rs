//! Spans of time.

use crate::TextError;
use crate::text::calendar::nanoseconds;
use crate::text::newtype::checked_text;
use compact_str::{CompactString, format_compact};

checked_text!(
    /// A span of time in years, months, days, hours, minutes and seconds (`xs:duration`, XSD part 2 §3.2.6).
    ///
    /// The text is kept as it was sent; equality and order are those of the text. How long a month is depends on the month:
    /// [`to_std`](Self::to_std) answers only where there are none.
    Duration,
    |text| match Fields::read(text) {
        Some(_) => Ok(CompactString::new(text)),
        None => Err(TextError::expected("a duration such as `PT30S` or `P1DT12H`")),
    }
);

impl Duration {
    /// Whether it goes back in time.
    pub fn is_negative(&self) -> bool {
        self.text.starts_with('-')
    }

    /// Years and months in months, without the sign; absent beyond the range of `u64`.
    pub fn months(&self) -> Option<u64> {
        Fields::read(&self.text)?.months
    }

    /// Days, hours, minutes and seconds as a span of Rust, without the sign and without [`months`](Self::months); absent
    /// beyond its range.
    pub fn time(&self) -> Option<std::time::Duration> {
        let fields = Fields::read(&self.text)?;
        Some(std::time::Duration::new(fields.seconds?, fields.nanosecond))
    }

    /// A span of Rust: absent if this one is negative, has months, or is beyond its range.
    pub fn to_std(&self) -> Option<std::time::Duration> {
        if self.months() != Some(0) {
            return None;
        }
        self.time()
            .filter(|time| !self.is_negative() || time.is_zero())
    }
}

impl From<std::time::Duration> for Duration {
    fn from(span: std::time::Duration) -> Self {
        let mut text = format_compact!("PT{}", span.as_secs());
        if span.subsec_nanos() > 0 {
            let fraction = format_compact!(".{:09}", span.subsec_nanos());
            text.push_str(fraction.trim_end_matches('0'));
        }
        text.push('S');
        Self { text }
    }
}

/// Numbers beyond the range are well-formed all the same: they are absent here, and the text remains.
struct Fields {
    months: Option<u64>,
    seconds: Option<u64>,
    nanosecond: u32,
}

impl Fields {
    /// `-PnYnMnDTnHnMnS`, each part optional, but one must be there, and one after the `T`.
    fn read(text: &str) -> Option<Self> {
        let text = text.strip_prefix('-').unwrap_or(text).strip_prefix('P')?;
        let (date, time) = match text.split_once('T') {
            Some((date, time)) if !time.is_empty() => (date, time),
            None if !text.is_empty() => (text, ""),
            _ => return None,
        };
        let mut fields = Self {
            months: Some(0),
            seconds: Some(0),
            nanosecond: 0,
        };
        let date = fields.part(date, 'Y', 12, |fields| &mut fields.months)?;
        let date = fields.part(date, 'M', 1, |fields| &mut fields.months)?;
        let date = fields.part(date, 'D', 86_400, |fields| &mut fields.seconds)?;
        let time = fields.part(time, 'H', 3600, |fields| &mut fields.seconds)?;
        let time = fields.part(time, 'M', 60, |fields| &mut fields.seconds)?;
        let time = fields.last(time)?;
        (date.is_empty() && time.is_empty()).then_some(fields)
    }

    /// Digits before `unit`, if that is the unit which comes next.
    fn part<'a>(
        &mut self,
        text: &'a str,
        unit: char,
        weight: u64,
        total: fn(&mut Self) -> &mut Option<u64>,
    ) -> Option<&'a str> {
        let Some((digits, rest)) = text.split_once(unit) else {
            return Some(text);
        };
        if !is_number(digits) {
            return if digits.bytes().all(|at| at.is_ascii_digit()) {
                None
            } else {
                Some(text)
            };
        }
        let total = total(self);
        *total = total.and_then(|total| {
            digits
                .parse::<u64>()
                .ok()?
                .checked_mul(weight)?
                .checked_add(total)
        });
        Some(rest)
    }

    /// Seconds, which alone may have a fraction.
    fn last<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let Some((number, rest)) = text.split_once('S') else {
            return Some(text);
        };
        let digits = match number.split_once('.') {
            Some((digits, fraction)) => {
                let (nanosecond, after) = nanoseconds(fraction)?;
                self.nanosecond = nanosecond;
                after.is_empty().then_some(digits)?
            }
            None => number,
        };
        let total = self.seconds;
        is_number(digits).then(|| {
            self.seconds = digits
                .parse::<u64>()
                .ok()
                .and_then(|seconds| seconds.checked_add(total?));
            rest
        })
    }
}

fn is_number(digits: &str) -> bool {
    !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
}
