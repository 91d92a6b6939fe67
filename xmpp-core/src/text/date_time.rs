//! Moments, dates, times of day, and what recurs.

use crate::TextError;
use crate::text::calendar::{Fields, Moment, day_after_1970};
use crate::text::newtype::{text_api, text_equality, written};
use compact_str::CompactString;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// Makes a type of text in a shape of [`Fields`], with access to the fields that it has.
macro_rules! calendar_type {
    (
        $(#[$meta:meta])*
        $name:ident, $shape:literal, $expected:literal;
        $($(#[$field_meta:meta])* $field:ident: $type:ty;)*
    ) => {
        $(#[$meta])*
        ///
        /// The text is kept as it was sent. Equality and order are those of what it means, to the nanosecond: a time zone
        /// counts, its spelling does not. There is no order between two of which only one has a time zone, unless they are
        /// more than 14 hours apart (XSD part 2 §3.2.7.4).
        #[derive(Clone)]
        pub struct $name {
            text: CompactString,
        }

        text_equality!($name);
        text_api!($name, |text| match Fields::read(text, $shape) {
            Some(_) => Ok(CompactString::new(text)),
            None => Err(TextError::expected($expected)),
        });

        impl $name {
            $(
                $(#[$field_meta])*
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

            fn moment(&self) -> Moment {
                let mut fields = self.fields();
                if $shape == "h:m:s" {
                    fields.hour %= 24; // a time of day has no next day
                }
                fields.moment()
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.moment() == other.moment()
            }
        }

        impl Eq for $name {}

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.moment().hash(state);
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                self.moment().partial_cmp(&other.moment())
            }
        }
    };
}

calendar_type!(
    /// A date with a time of day (`xs:dateTime`, XSD part 2 §3.2.7).
    ///
    /// XMPP wants a time zone, UTC best (XEP-0082 §3.2), XML Schema does not: see [`offset`](Self::offset). Years have four
    /// digits or more, up to what `i64` holds.
    DateTime, "Y-M-DTh:m:s", "a date and time such as `2026-11-22T06:33:00Z`";
    /// The year; -1 is the one before 1.
    year: i64;
    /// The month, from 1.
    month: u8;
    /// The day of the month, from 1.
    day: u8;
    /// The hour; 24 only in `24:00:00`, the end of the day.
    hour: u8;
    /// The minute.
    minute: u8;
    /// The second.
    second: u8;
    /// The fraction of the second; digits after the ninth are dropped.
    nanosecond: u32;
);

calendar_type!(
    /// A date (`xs:date`, XSD part 2 §3.2.9).
    Date, "Y-M-D", "a date such as `2026-11-22`";
    /// The year; -1 is the one before 1.
    year: i64;
    /// The month, from 1.
    month: u8;
    /// The day of the month, from 1.
    day: u8;
);

calendar_type!(
    /// A time of day (`xs:time`, XSD part 2 §3.2.8).
    Time, "h:m:s", "a time such as `06:33:00`";
    /// The hour; 24 only in `24:00:00`, the end of the day.
    hour: u8;
    /// The minute.
    minute: u8;
    /// The second.
    second: u8;
    /// The fraction of the second; digits after the ninth are dropped.
    nanosecond: u32;
);

calendar_type!(
    /// A year (`xs:gYear`, XSD part 2 §3.2.11).
    GYear, "Y", "a year such as `2026`";
    /// The year; -1 is the one before 1.
    year: i64;
);

calendar_type!(
    /// A month of a year (`xs:gYearMonth`, XSD part 2 §3.2.10).
    GYearMonth, "Y-M", "a month such as `2026-11`";
    /// The year; -1 is the one before 1.
    year: i64;
    /// The month, from 1.
    month: u8;
);

calendar_type!(
    /// A month of every year (`xs:gMonth`, XSD part 2 §3.2.14).
    GMonth, "--M", "a month such as `--11`";
    /// The month, from 1.
    month: u8;
);

calendar_type!(
    /// A day of every year (`xs:gMonthDay`, XSD part 2 §3.2.12).
    GMonthDay, "--M-D", "a day such as `--11-22`";
    /// The month, from 1.
    month: u8;
    /// The day of the month, from 1.
    day: u8;
);

calendar_type!(
    /// A day of every month (`xs:gDay`, XSD part 2 §3.2.13).
    GDay, "---D", "a day such as `---22`";
    /// The day of the month, from 1.
    day: u8;
);

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
        let mut text = written(format_args!(
            "{sign}{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        ));
        if nanoseconds > 0 {
            let fraction = written(format_args!(".{nanoseconds:09}"));
            text.push_str(fraction.trim_end_matches('0'));
        }
        text.push('Z');
        Some(Self { text })
    }

    /// Seconds from the beginning of 1970 in UTC to this moment, fractions dropped; absent if the time zone is not said.
    pub fn unix_seconds(&self) -> Option<i64> {
        self.offset()?;
        i64::try_from(self.moment().seconds).ok()
    }

    /// Whether the time zone is UTC, as XEP-0082 recommends.
    pub fn is_utc(&self) -> bool {
        self.offset() == Some(0)
    }
}
