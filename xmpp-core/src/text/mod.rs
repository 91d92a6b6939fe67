//! The simple types of XML Schema as Rust types.
//!
//! Every type here reads and writes text through [`XmlText`](crate::XmlText). A value that exists is valid: newtypes check
//! when they are made, so nothing is left for [`Validate`](crate::Validate) but the facets of a single field.
//!
//! # From XML Schema to Rust
//!
//! This table is what the compiler emits. Paths without a crate stand in `xmpp_core`; those marked ¹ are also exported at
//! its root.
//!
//! | XML Schema | Rust | notes |
//! | --- | --- | --- |
//! | `string`, `normalizedString`, `token` | `String` | kept as sent; see *White space* |
//! | `boolean` | `bool` | `true`, `false`, `1`, `0`; written `true`, `false` |
//! | `byte`, `short`, `int`, `long` | `i8`, `i16`, `i32`, `i64` | |
//! | `unsignedByte`, `unsignedShort`, `unsignedInt`, `unsignedLong` | `u8`, `u16`, `u32`, `u64` | `-0` is allowed |
//! | `integer` | `text::Integer` | any length |
//! | `nonNegativeInteger` | `text::NonNegativeInteger` | any length; `From<u64>`, `to_u64()` |
//! | `positiveInteger` | `text::PositiveInteger` | any length |
//! | `nonPositiveInteger` | `text::NonPositiveInteger` | any length |
//! | `negativeInteger` | `text::NegativeInteger` | any length |
//! | `decimal` | `text::Decimal` | any length, exact |
//! | `float`, `double` | `f32`, `f64` | `INF`, `-INF`, `NaN`; not `Eq`, not `Hash` |
//! | `dateTime` | `text::DateTime` ¹ | keeps what was sent, compares what it means; XEP-0082 |
//! | `date`, `time` | `text::Date`, `text::Time` | |
//! | `duration` | `text::Duration` | |
//! | `gYear`, `gYearMonth`, `gMonth`, `gMonthDay`, `gDay` | `text::GYear`, `text::GYearMonth`, `text::GMonth`, `text::GMonthDay`, `text::GDay` | |
//! | `base64Binary` | `text::Base64` ¹ | strict: no white space inside (RFC 6120 §13.9.1) |
//! | `hexBinary` | `text::HexBinary` | written in lower case |
//! | `anyURI` | `text::AnyUri` | |
//! | `language`, and the attribute `xml:lang` | `text::Lang` ¹ | also empty: no language (XML 1.0 §2.12) |
//! | `NMTOKEN` | `text::NmToken` | |
//! | `Name` | `text::Name` | |
//! | `NCName`, `ID`, `IDREF`, `ENTITY` | `text::NcName` | uniqueness of `ID` is not checked |
//! | `NMTOKENS` | `text::List<text::NmToken>` | at least one: add `check(min_length = 1)` |
//! | `IDREFS`, `ENTITIES` | `text::List<text::NcName>` | the same |
//! | `QName`, `NOTATION` | `text::QName` | prefix and local name; the prefix is not resolved |
//! | `anySimpleType` | `String` | |
//! | a list of `T` | `text::List<T>` | |
//!
//! And what the catalogue can say instead, since an XSD cannot:
//!
//! | catalogue | Rust | notes |
//! | --- | --- | --- |
//! | `Jid`, `BareJid`, `FullJid` | the same ¹ | addresses (RFC 7622) |
//! | `Id` | `text::Id` ¹ | id of a stanza: any text, compared exactly |
//! | `ShortText` | `text::ShortText` | any text; in lists of many that are short it spares memory and time |
//! | `MimeBase64` | `text::MimeBase64` | base64 that may be broken into lines (XEP-0054) |
//! | `unsignedLong`, `positiveInteger`, ... | `u64`, `text::PositiveInteger`, ... | a type of XML Schema, where a specification or common sense says more than the schema |
//!
//! All but `f32`, `f64` and what is made of them are `Clone`, `Debug`, `Eq` and `Hash`.
//!
//! # White space
//!
//! XML Schema lets white space surround every value but a `string`. The types here drop it. `String`, [`ShortText`], [`Id`], the addresses
//! (a resource may end with a space) and [`Base64`] do not. [`collapse`] and [`trim`] are that step alone.

mod any_uri;
mod base64;
mod calendar;
mod date_time;
mod decimal;
mod duration;
mod hex_binary;
mod id;
mod integer;
mod lang;
mod lend;
mod list;
mod name;
mod newtype;
mod primitive;
#[cfg(feature = "serde")]
mod serde;
mod short;
mod white_space;

pub use any_uri::AnyUri;
pub use base64::{Base64, MimeBase64};
pub use date_time::{Date, DateTime, GDay, GMonth, GMonthDay, GYear, GYearMonth, Time};
pub use decimal::Decimal;
pub use duration::Duration;
pub use hex_binary::HexBinary;
pub use id::Id;
pub use integer::{
    Integer, NegativeInteger, NonNegativeInteger, NonPositiveInteger, PositiveInteger,
};
pub use lang::Lang;
pub use list::List;
pub use name::{Name, NcName, NmToken, QName};
pub use short::ShortText;
pub use white_space::{collapse, trim};
