//! Dates, times and durations: what they take, what they refuse, what they say.

use proptest::prelude::*;
use std::cmp::Ordering::{Equal, Greater, Less};
use std::time::Duration as StdDuration;
use xmpp_core::XmlText;
use xmpp_core::text::{Date, DateTime, Duration, GDay, GMonth, GMonthDay, GYear, GYearMonth, Time};

fn date_time(text: &str) -> DateTime {
    DateTime::new(text).expect("a date and time")
}

fn refuses<T: XmlText>(texts: &[&str], expected: &str) {
    for text in texts {
        let error = T::from_text(text)
            .err()
            .unwrap_or_else(|| panic!("`{text}` was taken"));
        assert_eq!(error.to_string(), expected, "`{text}`");
    }
}

fn takes<T: XmlText>(texts: &[&str]) {
    for text in texts {
        let value = T::from_text(text).unwrap_or_else(|error| panic!("`{text}`: {error}"));
        assert_eq!(value.to_text(), *text);
    }
}

#[test]
fn date_times_xep0082_3_2() {
    takes::<DateTime>(&[
        "1969-07-21T02:56:15Z",
        "1969-07-20T21:56:15-05:00",
        "2026-11-22T06:33:00.123456789012Z",
        "2026-11-22T24:00:00+14:00",
        "2024-02-29T00:00:00",
        "-0001-02-29T00:00:00Z", // the year before 1 is a leap year
        "123456-01-01T00:00:00Z",
    ]);
    refuses::<DateTime>(
        &[
            "",
            "20020910T23:08:25",
            "2026-11-22",
            "2026-11-22 06:33:00Z",
            "2026-11-22T06:33Z",
            "2026-11-22T06:33:00z",
            "2026-11-22T06:33:00.Z",
            "2026-11-22T06:33:00+1400",
            "2026-11-22T06:33:00+14:01",
            "2026-11-22T06:33:00+00:60",
            "2026-11-22T06:33:00ZZ",
            "2026-11-22T24:00:01Z",
            "2026-11-22T25:00:00Z",
            "2026-11-22T06:60:00Z",
            "2026-11-22T06:33:60Z",
            "2026-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "026-01-01T00:00:00Z",
            "02026-01-01T00:00:00Z",
            "+2026-01-01T00:00:00Z",
            "99999999999999999999-01-01T00:00:00Z",
            "2026-1\u{661}-01T00:00:00Z",
        ],
        "expected a date and time such as `2026-11-22T06:33:00Z`",
    );
}

#[test]
fn date_times_give_their_fields_and_their_moment() {
    let moment = date_time(" 2026-11-22T06:33:07.25+01:30\n");
    assert_eq!(
        (moment.year(), moment.month(), moment.day()),
        (2026, 11, 22)
    );
    assert_eq!(
        (moment.hour(), moment.minute(), moment.second()),
        (6, 33, 7)
    );
    assert_eq!(
        (moment.nanosecond(), moment.offset()),
        (250_000_000, Some(90))
    );
    assert_eq!(moment.as_str(), "2026-11-22T06:33:07.25+01:30");
    let first_step = date_time("1969-07-21T02:56:15Z").unix_seconds();
    assert_eq!(first_step, Some(-14_159_025));
    assert_eq!(
        date_time("1969-07-20T21:56:15-05:00").unix_seconds(),
        first_step
    );
    assert_eq!(date_time("1969-07-21T02:56:15").unix_seconds(), None);
    assert_eq!(
        date_time("1999-12-31T24:00:00Z").unix_seconds(),
        date_time("2000-01-01T00:00:00Z").unix_seconds()
    );
    assert_eq!(
        date_time("9223372036854775807-01-01T00:00:00Z").unix_seconds(),
        None
    );
    assert_eq!(
        date_time("-9223372036854775808-01-01T00:00:00Z").unix_seconds(),
        None
    );
}

#[test]
fn moments_are_written_in_utc() {
    let text = |seconds, nanoseconds| {
        DateTime::from_unix(seconds, nanoseconds)
            .unwrap()
            .to_string()
    };
    assert_eq!(text(0, 0), "1970-01-01T00:00:00Z");
    assert_eq!(text(-14_159_025, 500_000_000), "1969-07-21T02:56:15.5Z");
    assert_eq!(text(951_782_400, 1), "2000-02-29T00:00:00.000000001Z");
    assert_eq!(text(253_402_300_800, 0), "10000-01-01T00:00:00Z");
    assert_eq!(text(-62_135_596_801, 0), "-0001-12-31T23:59:59Z");
    assert!(DateTime::from_unix(0, 1_000_000_000).is_none());
    for seconds in [i64::MIN, i64::MAX] {
        assert!(DateTime::from_unix(seconds, 0).unwrap().is_utc());
    }
}

#[test]
fn dates_and_times_xsd_3_2_8() {
    takes::<Date>(&["2026-11-22", "2026-11-22Z", "2026-11-22-05:00"]);
    refuses::<Date>(
        &["2026-11-31", "2026-11", "22-11-2026"],
        "expected a date such as `2026-11-22`",
    );
    takes::<Time>(&["06:33:00", "24:00:00", "06:33:00.5Z"]);
    refuses::<Time>(
        &["6:33:00", "06:33", "24:00:00.1"],
        "expected a time such as `06:33:00`",
    );
    let date = Date::new("2026-11-22-05:00").unwrap();
    assert_eq!(
        (date.year(), date.month(), date.day(), date.offset()),
        (2026, 11, 22, Some(-300))
    );
    assert_eq!(Time::new("06:33:00.5").unwrap().nanosecond(), 500_000_000);
}

#[test]
fn what_recurs_xsd_3_2_10() {
    takes::<GYear>(&["2026", "-0001Z", "12026"]);
    refuses::<GYear>(&["26", "0000"], "expected a year such as `2026`");
    takes::<GYearMonth>(&["2026-11", "2026-11+01:00"]);
    refuses::<GYearMonth>(&["2026-13", "2026"], "expected a month such as `2026-11`");
    takes::<GMonth>(&["--11", "--02Z"]);
    refuses::<GMonth>(&["--13", "--11--", "11"], "expected a month such as `--11`");
    takes::<GMonthDay>(&["--02-29", "--12-31Z"]);
    refuses::<GMonthDay>(
        &["--02-30", "--04-31", "02-29"],
        "expected a day such as `--11-22`",
    );
    takes::<GDay>(&["---31", "---01Z"]);
    refuses::<GDay>(&["---32", "---00", "31"], "expected a day such as `---22`");
}

#[test]
fn durations_xsd_3_2_6() {
    takes::<Duration>(&[
        "P1Y",
        "-P1Y2M3DT4H5M6.789S",
        "PT0S",
        "PT1004199059S",
        "P0D",
        "PT1.5S",
        "P1M",
        "PT1M",
    ]);
    refuses::<Duration>(
        &[
            "", "P", "PT", "P1YT", "1Y", "P1S", "PT1Y", "P1H", "P-1Y", "P1M1Y", "P1.5Y", "PT1.S",
            "PT.5S", "PT1S1M", "+P1Y", "P1YM", "PTS", "P1Y x", "P 1Y",
        ],
        "expected a duration such as `PT30S` or `P1DT12H`",
    );
}

#[test]
fn durations_convert_where_their_length_is_known() {
    let duration = |text: &str| Duration::new(text).unwrap();
    assert_eq!(
        duration("P1DT1H1M1.5S").to_std(),
        Some(StdDuration::from_millis(90_061_500))
    );
    assert_eq!(duration("P1Y2M").months(), Some(14));
    assert_eq!(duration("P1Y2MT1S").to_std(), None);
    assert_eq!(duration("P1Y2MT1S").time(), Some(StdDuration::from_secs(1)));
    assert_eq!(duration("-PT1S").to_std(), None);
    assert_eq!(duration("P9999999999999999999D").to_std(), None);
    assert_eq!(
        duration("P999999999999999999Y").months(),
        Some(11_999_999_999_999_999_988)
    );
    assert_eq!(duration("P9999999999999999999Y").months(), None);
    assert_eq!(Duration::from(StdDuration::from_millis(1500)), "PT1.5S");
}

/// XSD part 2 §3.2.6.2.
#[test]
fn durations_order_where_months_do_not_matter() {
    let order = |one: &str, other: &str| {
        let duration = |text: &str| Duration::new(text).unwrap();
        duration(one).partial_cmp(&duration(other))
    };
    assert_eq!(order("P1Y", "P12M"), Some(Equal));
    assert_eq!(order("-PT60S", "-PT1M"), Some(Equal));
    assert_eq!(order("P0D", "-PT0S"), Some(Equal));
    assert_eq!(order("P1M", "P27D"), Some(Greater));
    assert_eq!(order("P1M", "P30D"), None);
    assert_eq!(order("P1M", "P32D"), Some(Less));
    assert_eq!(order("P1Y", "P364D"), Some(Greater));
    assert_eq!(order("P1Y", "P366D"), None);
    assert_eq!(order("-P1M", "P1D"), Some(Less));
    assert_eq!(order("PT1.5S", "PT1.25S"), Some(Greater));
    assert_eq!(order("-PT1.5S", "-PT1.25S"), Some(Less));
    assert_eq!(
        order("P18446744073709551615Y", "P18446744073709551615D"),
        Some(Greater)
    );
}

/// XSD part 2 §3.2.7.4.
#[test]
fn moments_order_by_time_and_not_where_the_time_zone_is_unsure() {
    let order = |one: &str, other: &str| date_time(one).partial_cmp(&date_time(other));
    assert_eq!(
        order("2000-01-15T12:00:00Z", "2000-01-15T13:00:00+01:00"),
        Some(Equal)
    );
    assert_eq!(
        order("2000-01-15T00:00:00", "2000-02-15T00:00:00"),
        Some(Less)
    );
    assert_eq!(
        order("2000-01-15T12:00:00", "2000-01-16T12:00:00Z"),
        Some(Less)
    );
    assert_eq!(order("2000-01-01T12:00:00", "1999-12-31T23:00:00Z"), None);
    assert_eq!(order("2000-01-16T12:00:00", "2000-01-16T12:00:00Z"), None);
    assert_eq!(
        order("2000-01-01T00:00:00.5Z", "2000-01-01T00:00:00.50Z"),
        Some(Equal)
    );
    assert_eq!(
        date_time("2000-01-01T24:00:00Z"),
        date_time("2000-01-02T00:00:00Z")
    );
    assert_ne!(
        date_time("2000-01-01T00:00:00Z"),
        date_time("2000-01-01T00:00:00")
    );
    assert_eq!(
        Date::new("2000-01-01+00:00").unwrap(),
        Date::new("2000-01-01Z").unwrap()
    );
    assert_eq!(
        Time::new("24:00:00").unwrap(),
        Time::new("00:00:00").unwrap()
    );
    assert!(GYear::new("-0002").unwrap() < GYear::new("10000").unwrap());
    assert!(GMonthDay::new("--02-28").unwrap() < GMonthDay::new("--02-29").unwrap());
}

proptest! {
    #[test]
    fn every_moment_reads_back(seconds in any::<i64>(), nanoseconds in 0..1_000_000_000_u32) {
        let moment = DateTime::from_unix(seconds, nanoseconds).unwrap();
        prop_assert_eq!(moment.unix_seconds(), Some(seconds));
        prop_assert_eq!(moment.nanosecond(), nanoseconds);
        prop_assert_eq!(DateTime::new(moment.as_str()).unwrap(), moment);
    }

    #[test]
    fn no_text_panics(text in "[-+PYMDTHSZ0-9.:]{0,24}") {
        let _ = (DateTime::new(&text), Date::new(&text), Time::new(&text), GYear::new(&text));
        if let Ok(duration) = Duration::new(&text) {
            let _ = (duration.months(), duration.time(), duration.to_std());
        }
    }
}
