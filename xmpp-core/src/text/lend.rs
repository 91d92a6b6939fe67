//! The borrowed forms of simple types.

use crate::codec::Lend;
use crate::text::{
    AnyUri, Base64, Date, DateTime, Decimal, Duration, GDay, GMonth, GMonthDay, GYear, GYearMonth,
    HexBinary, Id, Integer, Lang, List, MimeBase64, Name, NcName, NegativeInteger, NmToken,
    NonNegativeInteger, NonPositiveInteger, PositiveInteger, QName, ShortText, Time,
};
use crate::{TextError, XmlText};
use std::borrow::Cow;

impl Lend for String {
    type Lent<'t> = Cow<'t, str>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lend(text: Cow<'_, str>) -> Result<Cow<'_, str>, TextError> {
        Ok(text)
    }
}

impl Lend for ShortText {
    type Lent<'t> = Cow<'t, str>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lend(text: Cow<'_, str>) -> Result<Cow<'_, str>, TextError> {
        Ok(text)
    }
}

impl Lend for Id {
    type Lent<'t> = Cow<'t, str>;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lend(text: Cow<'_, str>) -> Result<Cow<'_, str>, TextError> {
        Ok(text)
    }
}

/// Short or no text: there is nothing to gain.
macro_rules! lent_as_they_are {
    ($($type:ty),* $(,)?) => {$(
        impl Lend for $type {
            type Lent<'t> = Self;

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn lend(text: Cow<'_, str>) -> Result<Self, TextError> {
                Self::from_cow(text)
            }
        }
    )*};
}

lent_as_they_are!(
    bool,
    i8,
    i16,
    i32,
    i64,
    u8,
    u16,
    u32,
    u64,
    f32,
    f64,
    AnyUri,
    Base64,
    Date,
    DateTime,
    Decimal,
    Duration,
    GDay,
    GMonth,
    GMonthDay,
    GYear,
    GYearMonth,
    HexBinary,
    Integer,
    Lang,
    MimeBase64,
    Name,
    NcName,
    NegativeInteger,
    NmToken,
    NonNegativeInteger,
    NonPositiveInteger,
    PositiveInteger,
    QName,
    Time,
);

impl<T: XmlText> Lend for List<T> {
    type Lent<'t> = Self;

    fn lend(text: Cow<'_, str>) -> Result<Self, TextError> {
        Self::from_cow(text)
    }
}
