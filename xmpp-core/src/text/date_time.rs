//! Moments, dates, times of day, and what recurs.

use crate::TextError;
use crate::text::calendar::{Fields, day_after_1970};
use crate::text::newtype::checked_text;
use compact_str::{CompactString, format_compact};

checked_text!(
    /// A date with a time of day (`xs:dateTime`, XSD part 2 §3.2.7).
    ///
    /// The text is kept as it was sent; equality and order are those of the text. To compare moments, take
    /// [`unix_seconds`](Self::unix_seconds). XMPP wants a time zone, UTC best (XEP-0082 §3.2), XML Schema does not: see
    /// [`offset`](Self::offset). Years have four digits or more, up to what `i64` holds.
    DateTime,
    |text| read(text, "Y-M-DTh:m:s", "a date and time such as `2026-11-22T06:33:00Z`")
);

checked_text!(
    /// A date (`xs:date`, XSD part 2 §3.2.9). The text is kept as it was sent; equality and order are those of the text.
    Date,
    |text| read(text, "Y-M-D", "a date such as `2026-11-22`")
);

checked_text!(
    /// A time of day (`xs:time`, XSD part 2 §3.2.8). The text is kept as it was sent; equality and order are those of the
    /// text.
    Time,
    |text| read(text, "h:m:s", "a time such as `06:33:00`")
);

checked_text!(
    /// A year (`xs:gYear`, XSD part 2 §3.2.11).
    GYear,
    |text| read(text, "Y", "a year such as `2026`")
);

checked_text!(
    /// A month of a year (`xs:gYearMonth`, XSD part 2 §3.2.10).
    GYearMonth,
    |text| read(text, "Y-M", "a month such as `2026-11`")
);

checked_text!(
    /// A month of every year (`xs:gMonth`, XSD part 2 §3.2.14).
    GMonth,
    |text| read(text, "--M", "a month such as `--11`")
);

checked_text!(
    /// A day of every year (`xs:gMonthDay`, XSD part 2 §3.2.12).
    GMonthDay,
    |text| read(text, "--M-D", "a day such as `--11-22`")
);

checked_text!(
    /// A day of every month (`xs:gDay`, XSD part 2 §3.2.13).
    GDay,
    |text| read(text, "---D", "a day such as `---22`")
);

fn read(text: &str, shape: &str, expected: &'static str) -> Result<CompactString, TextError> {
    match Fields::read(text, shape) {
        Some(_) => Ok(CompactString::new(text)),
        None => Err(TextError::expected(expected)),
    }
}

impl DateTime {
    /// The moment so many seconds and nanoseconds after 1970 began, in UTC, in the form that XEP-0082 §3.2 asks for; absent
    /// if there are more nanoseconds than in a second.
    pub fn from_unix(seconds: i64, nanoseconds: u32) -> Option<Self> {
        if nanoseconds >= 1_000_000_000 {
            return None;
        }
        let (year, month, day) = day_after_1970(seconds.div_euclid(86_400));
        let time = seconds.rem_euclid(86_400);
        let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
        let sign = if year < 0 { "-" } else { "" };
        let year = year.unsigned_abs();
        let mut text = format_compact!(
            "{sign}{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        );
        if nanoseconds > 0 {
            let fraction = format_compact!(".{nanoseconds:09}");
            text.push_str(fraction.trim_end_matches('0'));
        }
        text.push('Z');
        Some(Self { text })
    }

    /// Seconds from the beginning of 1970 in UTC to this moment, fractions dropped; absent if the time zone is not said.
    pub fn unix_seconds(&self) -> Option<i64> {
        let offset = i64::from(self.offset()?) * 60;
        self.fields().seconds_since_1970()?.checked_sub(offset)
    }

    /// Whether the time zone is UTC, as XEP-0082 recommends.
    pub fn is_utc(&self) -> bool {
        self.offset() == Some(0)
    }
}

/// Access to the fields that a type has.
macro_rules! fields {
    ($name:ident, $shape:literal, $($(#[$meta:meta])* $field:ident: $type:ty),*) => {
        impl $name {
            $(
                $(#[$meta])*
                pub fn $field(&self) -> $type {
                    self.fields().$field
                }
            )*

            /// Minutes that the clock is ahead of UTC, from -840 to 840; absent if the time zone is not said.
            pub fn offset(&self) -> Option<i16> {
                self.fields().offset
            }

            fn fields(&self) -> Fields {
                Fields::read(&self.text, $shape).expect("checked when the value was made")
            }
        }
    };
}

fields!(
    DateTime, "Y-M-DTh:m:s",
    /// The year; -1 is the one before 1.
    year: i64,
    /// The month, from 1.
    month: u8,
    /// The day of the month, from 1.
    day: u8,
    /// The hour; 24 only in `24:00:00`, the end of the day.
    hour: u8,
    /// The minute.
    minute: u8,
    /// The second.
    second: u8,
    /// The fraction of the second; digits after the ninth are dropped.
    nanosecond: u32
);
fields!(
    Date, "Y-M-D",
    /// The year; -1 is the one before 1.
    year: i64,
    /// The month, from 1.
    month: u8,
    /// The day of the month, from 1.
    day: u8
);
fields!(
    Time, "h:m:s",
    /// The hour; 24 only in `24:00:00`, the end of the day.
    hour: u8,
    /// The minute.
    minute: u8,
    /// The second.
    second: u8,
    /// The fraction of the second; digits after the ninth are dropped.
    nanosecond: u32
);
fields!(
    GYear, "Y",
    /// The year; -1 is the one before 1.
    year: i64
);
fields!(
    GYearMonth, "Y-M",
    /// The year; -1 is the one before 1.
    year: i64,
    /// The month, from 1.
    month: u8
);
fields!(
    GMonth, "--M",
    /// The month, from 1.
    month: u8
);
fields!(
    GMonthDay, "--M-D",
    /// The month, from 1.
    month: u8,
    /// The day of the month, from 1.
    day: u8
);
fields!(
    GDay, "---D",
    /// The day of the month, from 1.
    day: u8
);
