//! Dates, times and durations (XSD part 2 §3.2.6 to §3.2.14).

/// `2002-09-10T23:08:25.5Z`
pub(super) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else {
        return false;
    };
    is_calendar_day(date) && is_clock(without_zone(time))
}

/// `23:08:25Z`
pub(super) fn is_time(text: &str) -> bool {
    is_clock(without_zone(text))
}

/// `2002-09-10+02:00`
pub(super) fn is_date(text: &str) -> bool {
    is_calendar_day(without_zone(text))
}

/// `2002-09`
pub(super) fn is_year_month(text: &str) -> bool {
    without_zone(text)
        .rsplit_once('-')
        .is_some_and(|(year, month)| is_four_digit_year(year) && in_range(month, 1, 12))
}

/// `2002`
pub(super) fn is_year(text: &str) -> bool {
    is_four_digit_year(without_zone(text))
}

/// `--09-10`
pub(super) fn is_month_day(text: &str) -> bool {
    without_zone(text)
        .strip_prefix("--")
        .and_then(|rest| rest.split_once('-'))
        .is_some_and(|(month, day)| is_day_of(day, month, true))
}

/// `---10`
pub(super) fn is_day(text: &str) -> bool {
    without_zone(text)
        .strip_prefix("---")
        .is_some_and(|day| in_range(day, 1, 31))
}

/// `--09`
pub(super) fn is_month(text: &str) -> bool {
    without_zone(text)
        .strip_prefix("--")
        .is_some_and(|month| in_range(month, 1, 12))
}

/// `-P1Y2M3DT4H5M6.7S`
pub(super) fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('-').unwrap_or(text).strip_prefix('P') else {
        return false;
    };
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    let has_parts = !date.is_empty() || time.is_some();
    has_parts
        && is_quantities(date, "YMD", false)
        && time.is_none_or(|time| !time.is_empty() && is_quantities(time, "HMS", true))
}

/// Numbers, each followed by a unit, in the order of `units`; only the last unit may have a fraction.
fn is_quantities(mut text: &str, units: &str, fraction: bool) -> bool {
    let mut left = units;
    while !text.is_empty() {
        let Some(end) =
            text.find(|character: char| !character.is_ascii_digit() && character != '.')
        else {
            return false;
        };
        let (number, rest) = text.split_at(end);
        let mut rest = rest.chars();
        let Some(at) = rest.next().and_then(|unit| left.find(unit)) else {
            return false;
        };
        let may_have_fraction = fraction && units.len() - left.len() + at + 1 == units.len();
        let valid = match number.split_once('.') {
            Some((whole, part)) => may_have_fraction && is_digits(whole) && is_digits(part),
            None => is_digits(number),
        };
        if !valid {
            return false;
        }
        left = &left[at + 1..];
        text = rest.as_str();
    }
    true
}

/// The text without `Z`, `+02:00` or `-05:00` at its end, where that is a zone.
fn without_zone(text: &str) -> &str {
    if let Some(rest) = text.strip_suffix('Z') {
        return rest;
    }
    let Some(at) = text.len().checked_sub(6) else {
        return text;
    };
    match (text.get(..at), text.get(at..)) {
        (Some(rest), Some(zone)) if is_offset(zone) => rest,
        _ => text,
    }
}

fn is_offset(zone: &str) -> bool {
    let Some(rest) = zone.strip_prefix(['+', '-']) else {
        return false;
    };
    rest == "14:00"
        || rest
            .split_once(':')
            .is_some_and(|(hours, minutes)| in_range(hours, 0, 13) && in_range(minutes, 0, 59))
}

fn is_calendar_day(date: &str) -> bool {
    let mut parts = date.rsplitn(3, '-');
    let (Some(day), Some(month), Some(year)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    is_four_digit_year(year) && is_day_of(day, month, is_leap(year))
}

/// At least four digits, no more than needed, and not the year 0 (XSD part 2 §3.2.7.1).
fn is_four_digit_year(year: &str) -> bool {
    let digits = year.strip_prefix('-').unwrap_or(year);
    is_digits(digits)
        && digits != "0000"
        && (digits.len() == 4 || (digits.len() > 4 && !digits.starts_with('0')))
}

fn is_leap(year: &str) -> bool {
    let digits = year.strip_prefix('-').unwrap_or(year);
    let remainder = |divisor: u32| {
        digits.bytes().fold(0, |rest, digit| {
            (rest * 10 + u32::from(digit & 0xF)) % divisor
        })
    };
    remainder(4) == 0 && (remainder(100) != 0 || remainder(400) == 0)
}

fn is_day_of(day: &str, month: &str, leap: bool) -> bool {
    let days = match month {
        "02" if leap => 29,
        "02" => 28,
        "04" | "06" | "09" | "11" => 30,
        _ => 31,
    };
    in_range(month, 1, 12) && in_range(day, 1, days)
}

/// `23:08:25.5`, or the end of the day, `24:00:00`.
fn is_clock(time: &str) -> bool {
    let mut parts = time.splitn(3, ':');
    let (Some(hours), Some(minutes), Some(seconds)) = (parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let (whole, fraction) = match seconds.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (seconds, None),
    };
    let end_of_day = hours == "24"
        && minutes == "00"
        && whole == "00"
        && fraction.is_none_or(|fraction| fraction.bytes().all(|byte| byte == b'0'));
    fraction.is_none_or(is_digits)
        && (end_of_day
            || (in_range(hours, 0, 23) && in_range(minutes, 0, 59) && in_range(whole, 0, 59)))
}

/// Two digits, within bounds.
fn in_range(text: &str, min: u8, max: u8) -> bool {
    text.len() == 2
        && is_digits(text)
        && text
            .parse::<u8>()
            .is_ok_and(|number| (min..=max).contains(&number))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
