//! Simple types as their texts in serde's formats.

use super::{
    AnyUri, Base64, Date, DateTime, Decimal, Duration, GDay, GMonth, GMonthDay, GYear, GYearMonth,
    HexBinary, Id, Integer, Lang, MimeBase64, Name, NcName, NegativeInteger, NmToken,
    NonNegativeInteger, NonPositiveInteger, PositiveInteger, QName, ShortText, Time,
};
use crate::codec::json::{read_text, write_text};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! as_text {
    ($($type:ty),* $(,)?) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                write_text(self, serializer)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                read_text(deserializer)
            }
        }
    )*};
}

as_text!(
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
    Id,
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
    ShortText,
    Time,
);
