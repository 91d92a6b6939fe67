//! What dates and times have in common: fields in a fixed order, then perhaps a time zone.

use std::cmp::Ordering;

/// The fields of a date or time; those that it does not have hold their smallest value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) year: i64,
    pub(super) month: u8,
    pub(super) day: u8,
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    pub(super) nanosecond: u32,
    /// Minutes that the clock is ahead of UTC; absent if the time zone is not said.
    pub(super) offset: Option<i16>,
}

impl Fields {
    const LEAST: Self = Self {
        year: 4, // a leap year: --02-29 is a day of some year
        month: 1,
        day: 1,
        hour: 0,
        minute: 0,
        second: 0,
        nanosecond: 0,
        offset: None,
    };

    /// Reads text of the given shape and the time zone behind it: in `shape`, `Y` stands for a year, `M`, `D`, `h`, `m`
    /// and `s` for two digits each, all else for itself.
    pub(super) fn read(text: &str, shape: &str) -> Option<Self> {
        let mut fields = Self::LEAST;
        let mut rest = text;
        for mark in shape.bytes() {
            rest = match mark {
                b'Y' => fields.year(rest)?,
                b'M' => two_digits(rest, &mut fields.month)?,
                b'D' => two_digits(rest, &mut fields.day)?,
                b'h' => two_digits(rest, &mut fields.hour)?,
                b'm' => two_digits(rest, &mut fields.minute)?,
                b's' => fields.seconds(rest)?,
                _ => rest.strip_prefix(char::from(mark))?,
            };
        }
        fields.offset = time_zone(rest)?;
        fields.exist().then_some(fields)
    }

    /// Four digits or more, no zero in front of more than four; not the year 0 (XSD part 2 §3.2.7.1).
    fn year<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let count = digits.bytes().take_while(u8::is_ascii_digit).count();
        let end = text.len() - digits.len() + count;
        if count < 4 || (count > 4 && digits.starts_with('0')) {
            return None;
        }
        self.year = text[..end].parse().ok().filter(|year| *year != 0)?;
        Some(&text[end..])
    }

    /// Two digits, then perhaps a point and any number of digits, of which nine are understood.
    fn seconds<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let rest = two_digits(text, &mut self.second)?;
        let Some(fraction) = rest.strip_prefix('.') else {
            return Some(rest);
        };
        let (nanosecond, rest) = nanoseconds(fraction)?;
        self.nanosecond = nanosecond;
        Some(rest)
    }

    /// Whether there is such a day and such a time; 24:00:00 is the end of the day.
    fn exist(&self) -> bool {
        let is_day = (1..=12).contains(&self.month)
            && (1..=days_of(self.year, self.month)).contains(&self.day);
        let is_end = self.hour == 24 && (self.minute, self.second, self.nanosecond) == (0, 0, 0);
        is_day && (self.hour < 24 || is_end) && self.minute < 60 && self.second < 60
    }

    /// Where on the line of time this is.
    pub(super) fn moment(&self) -> Moment {
        let time =
            i128::from(self.hour) * 3600 + i128::from(self.minute) * 60 + i128::from(self.second);
        let days = days_since_1970(astronomical(self.year).into(), self.month, self.day);
        let ahead = i128::from(self.offset.unwrap_or_default()) * 60;
        Moment {
            seconds: days * 86_400 + time - ahead,
            nanosecond: self.nanosecond,
            is_zoned: self.offset.is_some(),
        }
    }
}

/// A place on the line of time, to the nanosecond; without a time zone, one of the places within 14 hours of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Moment {
    /// Seconds since 1970 began in UTC.
    pub(super) seconds: i128,
    nanosecond: u32,
    is_zoned: bool,
}

impl PartialOrd for Moment {
    /// The order of XSD part 2 §3.2.7.4: between two of which one has no time zone, there is none within 14 hours.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        const UNSURE: i128 = 14 * 3600;
        let key = |moment: &Self| (moment.seconds, moment.nanosecond);
        let order = key(self).cmp(&key(other));
        let is_sure =
            self.is_zoned == other.is_zoned || (self.seconds - other.seconds).abs() > UNSURE;
        is_sure.then_some(order)
    }
}

/// Digits after the point of seconds: the first nine as nanoseconds, and what follows the digits.
pub(super) fn nanoseconds(fraction: &str) -> Option<(u32, &str)> {
    let count = fraction.bytes().take_while(u8::is_ascii_digit).count();
    let understood = &fraction[..count.min(9)];
    let scale = 10_u32.pow(9 - u32::try_from(understood.len()).ok()?);
    Some((understood.parse::<u32>().ok()? * scale, &fraction[count..]))
}

/// `Z`, `+hh:mm`, `-hh:mm` up to 14:00 in minutes, or nothing; absent if there is anything else.
fn time_zone(text: &str) -> Option<Option<i16>> {
    if text.is_empty() {
        return Some(None);
    }
    if text == "Z" {
        return Some(Some(0));
    }
    let (mut hours, mut minutes) = (0, 0);
    let rest = two_digits(text.strip_prefix(['+', '-'])?, &mut hours)?;
    let rest = two_digits(rest.strip_prefix(':')?, &mut minutes)?;
    let offset = i16::from(hours) * 60 + i16::from(minutes);
    if !rest.is_empty() || minutes > 59 || offset > 14 * 60 {
        return None;
    }
    Some(Some(if text.starts_with('-') {
        -offset
    } else {
        offset
    }))
}

fn two_digits<'a>(text: &'a str, field: &mut u8) -> Option<&'a str> {
    match text.as_bytes() {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] => {
            *field = (tens - b'0') * 10 + (ones - b'0');
            Some(&text[2..])
        }
        _ => None,
    }
}

const fn days_of(year: i64, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// There is no year 0: the year before 1 is -1, a leap year.
const fn is_leap(year: i64) -> bool {
    let year = astronomical(year);
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The year in a count that has a year 0.
const fn astronomical(year: i64) -> i64 {
    if year < 0 { year + 1 } else { year }
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar, counted in years that begin in March. The count of years has
/// a year 0.
fn days_since_1970(year: i128, month: u8, day: u8) -> i128 {
    let year = year - i128::from(month < 3);
    let month = (i128::from(month) + 9) % 12;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let day_of_year = (153 * month + 2) / 5 + i128::from(day) - 1;
    year * 365 + leap_days + day_of_year - 719_468
}

/// The first of the month that is so many months after that one, in days from 1970-01-01.
pub(super) fn first_after_months(year: i128, month: i128, months: i128) -> i128 {
    let count = year * 12 + month - 1 + months;
    let month = u8::try_from(count.rem_euclid(12) + 1).unwrap_or_default();
    days_since_1970(count.div_euclid(12), month, 1)
}

/// The day that is so many days after 1970-01-01: year, month, day. The inverse of [`days_since_1970`].
pub(super) fn day_after_1970(days: i64) -> (i64, u8, u8) {
    const CYCLE: i64 = 146_097;
    let days = days + 719_468;
    let (cycle, day) = (days.div_euclid(CYCLE), days.rem_euclid(CYCLE));
    let year_of_cycle = (day - day / 1460 + day / 36_524 - day / (CYCLE - 1)) / 365;
    let day_of_year = day - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, next_year) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    let year = cycle * 400 + year_of_cycle + next_year;
    let year = if year < 1 { year - 1 } else { year };
    (year, small(month), small(day_of_month))
}

/// A month or a day of the month.
fn small(number: i64) -> u8 {
    u8::try_from(number).unwrap_or_default()
}
