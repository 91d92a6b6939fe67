//! Dates and times, and their order (XSD part 2 §3.2.7 to §3.2.14, appendix E).

use crate::model::datatype::Builtin;
use std::cmp::Ordering;

/// A moment: of the parts that a type leaves out, those of the last day of 1972.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// Whole seconds since the beginning of 1970, in UTC where there is a zone, else as the clock shows them.
    seconds: i128,
    /// Digits after the point, without zeros at the end.
    fraction: Box<str>,
    /// Whether there is a zone.
    zoned: bool,
}

/// Years with more digits are valid and count as this one, in order to be counted at all.
const LAST_YEAR: i128 = 1_000_000_000_000_000_000;

/// Reads a value of one of the calendar's types; nothing if it is none.
pub(super) fn parse(builtin: Builtin, text: &str) -> Option<Moment> {
    let mut fields = Fields::default();
    let (text, zone) = zone(text);
    match builtin {
        Builtin::DateTime => {
            let (date, time) = text.split_once('T')?;
            fields.date(date)?;
            fields.time(time)?;
        }
        Builtin::Time => fields.time(text)?,
        Builtin::Date => fields.date(text)?,
        Builtin::GYearMonth => {
            let (year, month) = text.rsplit_once('-')?;
            fields.year(year)?;
            fields.month = number(month, 1, 12)?;
            fields.day = 1;
        }
        Builtin::GYear => {
            fields.year(text)?;
            (fields.month, fields.day) = (1, 1);
        }
        Builtin::GMonthDay => {
            let (month, day) = text.strip_prefix("--")?.split_once('-')?;
            fields.month = number(month, 1, 12)?;
            fields.day(day)?;
        }
        Builtin::GDay => fields.day = number(text.strip_prefix("---")?, 1, 31)?,
        Builtin::GMonth => {
            fields.month = number(text.strip_prefix("--")?, 1, 12)?;
            fields.day = 1;
        }
        _ => return None,
    }
    Some(fields.moment(builtin, zone))
}

/// The four moments that durations are compared by (XSD part 2 §3.2.6.2): year and month.
pub(super) const REFERENCES: [(i128, i128); 4] = [(1696, 9), (1697, 2), (1903, 3), (1903, 7)];

/// The day on which a month begins, counted from 1970; months beyond the twelfth run into the years after.
pub(super) const fn first_day(year: i128, month: i128) -> i128 {
    let year = year + (month - 1).div_euclid(12);
    let month = (month - 1).rem_euclid(12) + 1;
    days(year, month, 1)
}

impl Moment {
    /// The order of two moments; none where only one has a zone and they lie within 14 hours (XSD part 2 §3.2.7.4).
    pub(super) fn order(&self, other: &Self) -> Option<Ordering> {
        const WIDEST: i128 = 14 * 3600;
        let by = |offset: i128| {
            (self.seconds + offset)
                .cmp(&other.seconds)
                .then_with(|| self.fraction.cmp(&other.fraction))
        };
        if self.zoned == other.zoned {
            return Some(by(0));
        }
        let (early, late) = (by(-WIDEST), by(WIDEST));
        (early == late && early != Ordering::Equal).then_some(early)
    }

    /// Text that is equal for equal moments only.
    pub(super) fn key(&self) -> String {
        let zone = if self.zoned { "Z" } else { "" };
        format!("{}.{}{zone}", self.seconds, self.fraction)
    }
}

/// What was read.
struct Fields<'t> {
    year: i128,
    leap: bool,
    month: i128,
    day: i128,
    seconds: i128,
    fraction: &'t str,
}

impl Default for Fields<'_> {
    fn default() -> Self {
        Self {
            year: 1972,
            leap: true,
            month: 12,
            day: 31,
            seconds: 0,
            fraction: "",
        }
    }
}

impl<'t> Fields<'t> {
    fn date(&mut self, text: &str) -> Option<()> {
        let mut parts = text.rsplitn(3, '-');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        self.year(year)?;
        self.month = number(month, 1, 12)?;
        self.day(day)
    }

    /// At least four digits, no more than needed, and not the year 0 (XSD part 2 §3.2.7.1).
    fn year(&mut self, text: &str) -> Option<()> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let canonical = digits.len() == 4 || (digits.len() > 4 && !digits.starts_with('0'));
        if !canonical || !is_digits(digits) || digits == "0000" {
            return None;
        }
        let year = digits.parse::<i128>().unwrap_or(LAST_YEAR).min(LAST_YEAR);
        self.leap = is_leap(digits);
        // The year before 1 is -1.
        self.year = if text.starts_with('-') {
            1 - year
        } else {
            year
        };
        Some(())
    }

    fn day(&mut self, text: &str) -> Option<()> {
        let last = match self.month {
            2 if self.leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        self.day = number(text, 1, last)?;
        Some(())
    }

    /// `23:08:25.5`, or the end of the day, `24:00:00`.
    fn time(&mut self, text: &'t str) -> Option<()> {
        let mut parts = text.splitn(3, ':');
        let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
        let (seconds, fraction) = match seconds.split_once('.') {
            Some((seconds, fraction)) => (seconds, is_digits(fraction).then_some(fraction)?),
            None => (seconds, ""),
        };
        self.seconds =
            number(hours, 0, 24)? * 3600 + number(minutes, 0, 59)? * 60 + number(seconds, 0, 59)?;
        self.fraction = fraction.trim_end_matches('0');
        let end = self.seconds == 24 * 3600 && self.fraction.is_empty();
        (self.seconds < 24 * 3600 || end).then_some(())
    }

    fn moment(&self, builtin: Builtin, zone: Option<i128>) -> Moment {
        let seconds = match builtin {
            Builtin::Time => self.seconds % (24 * 3600),
            _ => self.seconds,
        };
        Moment {
            seconds: days(self.year, self.month, self.day) * 24 * 3600 + seconds
                - zone.unwrap_or_default() * 60,
            fraction: self.fraction.into(),
            zoned: zone.is_some(),
        }
    }
}

/// The text without `Z`, `+02:00` or `-05:00` at its end, and that in minutes.
fn zone(text: &str) -> (&str, Option<i128>) {
    if let Some(rest) = text.strip_suffix('Z') {
        return (rest, Some(0));
    }
    let split = text
        .len()
        .checked_sub(6)
        .and_then(|at| text.split_at_checked(at));
    match split.and_then(|(rest, zone)| Some((rest, offset(zone)?))) {
        Some((rest, minutes)) => (rest, Some(minutes)),
        None => (text, None),
    }
}

fn offset(zone: &str) -> Option<i128> {
    let rest = zone.strip_prefix(['+', '-'])?;
    let (hours, minutes) = rest.split_once(':')?;
    let minutes = number(hours, 0, 14)? * 60 + number(minutes, 0, 59)?;
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    (minutes <= 14 * 60).then_some(sign * minutes)
}

fn is_leap(digits: &str) -> bool {
    let remainder = |divisor: u32| {
        digits.bytes().fold(0, |rest, digit| {
            (rest * 10 + u32::from(digit & 0xF)) % divisor
        })
    };
    remainder(4) == 0 && (remainder(100) != 0 || remainder(400) == 0)
}

/// The days from 1970 to a date of the Gregorian calendar, which is counted in years that begin in March.
const fn days(year: i128, month: i128, day: i128) -> i128 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Two digits, within bounds.
fn number(text: &str, min: i128, max: i128) -> Option<i128> {
    let number = (text.len() == 2 && is_digits(text)).then(|| text.parse().ok())??;
    (min..=max).contains(&number).then_some(number)
}

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
