//! `String`, `bool` and the numbers of Rust.

use crate::codec::{Scalar, text_has_length};
use crate::text::trim;
use crate::{TextError, XmlText};
use std::borrow::Cow;
use std::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64,
};

impl XmlText for String {
    /// Any text, white space and all.
    fn from_text(text: &str) -> Result<Self, TextError> {
        Ok(text.to_owned())
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from_cow(text: Cow<'_, str>) -> Result<Self, TextError> {
        Ok(text.into_owned())
    }

    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }

    fn has_length(&self, min: usize, max: usize) -> bool {
        text_has_length(self, min, max)
    }
}

impl XmlText for bool {
    const SCALAR: Scalar = Scalar::Truth;

    fn from_text(text: &str) -> Result<Self, TextError> {
        match trim(text) {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(TextError::one_of(&["true", "false", "1", "0"])),
        }
    }

    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }
}

macro_rules! whole_number {
    ($($type:ty),* => $to_text:ident) => {$(
        impl XmlText for $type {
            const SCALAR: Scalar = Scalar::Number;

            fn from_text(text: &str) -> Result<Self, TextError> {
                positive_zero(trim(text)).parse().map_err(|_| {
                    TextError::expected(format!(
                        "a whole number from {} to {}",
                        Self::MIN,
                        Self::MAX
                    ))
                })
            }

            fn to_text(&self) -> Cow<'_, str> {
                $to_text(*self)
            }
        }
    )*};
}

whole_number!(i8, i16, i32, i64, u8, u16, u32, u64 => number_text);
whole_number!(NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64 => any_number_text);

/// All numbers of two digits, one behind the other.
const TWO_DIGITS: &str = "\
    0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
    5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/// The digits of a number; for those of one or two, as most are, no memory is asked for.
fn number_text<T: Copy + TryInto<u8> + ToString>(number: T) -> Cow<'static, str> {
    match number.try_into() {
        Ok(number @ 0..100) => {
            let at = 2 * usize::from(number);
            Cow::Borrowed(&TWO_DIGITS[at + usize::from(number < 10)..at + 2])
        }
        _ => any_number_text(number),
    }
}

fn any_number_text<T: ToString>(number: T) -> Cow<'static, str> {
    Cow::Owned(number.to_string())
}

macro_rules! number_but_zero {
    ($($type:ty),*) => {$(
        impl XmlText for $type {
            const SCALAR: Scalar = Scalar::Number;

            fn from_text(text: &str) -> Result<Self, TextError> {
                trim(text).parse().map_err(|_| {
                    TextError::expected(format!(
                        "a whole number from {} to {}, but not 0",
                        Self::MIN,
                        Self::MAX
                    ))
                })
            }

            fn to_text(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }
        }
    )*};
}

number_but_zero!(NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64);

/// `-0` is a number of every type (XSD part 2 §3.3.20), for Rust of the signed ones only.
fn positive_zero(text: &str) -> &str {
    match text.strip_prefix('-') {
        Some(digits) if !digits.is_empty() && digits.bytes().all(|digit| digit == b'0') => digits,
        _ => text,
    }
}

macro_rules! float {
    ($($type:ty),*) => {$(
        impl XmlText for $type {
            const SCALAR: Scalar = Scalar::Number;

            fn from_text(text: &str) -> Result<Self, TextError> {
                match trim(text) {
                    "INF" => Ok(Self::INFINITY),
                    "-INF" => Ok(Self::NEG_INFINITY),
                    "NaN" => Ok(Self::NAN),
                    // Rust knows infinity under many names, XML Schema under one
                    text => (!text.contains(is_other_letter))
                        .then(|| text.parse().ok())
                        .flatten()
                        .ok_or_else(|| TextError::expected("a number, `INF`, `-INF` or `NaN`")),
                }
            }

            fn to_text(&self) -> Cow<'_, str> {
                const PLAIN: std::ops::Range<$type> = 1e-5..1e16;
                match *self {
                    Self::INFINITY => Cow::Borrowed("INF"),
                    Self::NEG_INFINITY => Cow::Borrowed("-INF"),
                    value if value.is_nan() => Cow::Borrowed("NaN"),
                    value if value == 0.0 || PLAIN.contains(&value.abs()) => {
                        Cow::Owned(value.to_string())
                    }
                    value => Cow::Owned(format!("{value:E}")),
                }
            }
        }
    )*};
}

float!(f32, f64);

const fn is_other_letter(character: char) -> bool {
    character.is_ascii_alphabetic() && !matches!(character, 'e' | 'E')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_their_digits() {
        for number in -300..300_i32 {
            assert_eq!(number.to_text(), number.to_string());
            if let Ok(number) = i8::try_from(number) {
                assert_eq!(number.to_text(), number.to_string());
            }
            if let Ok(number) = u8::try_from(number) {
                assert_eq!(number.to_text(), number.to_string());
            }
        }
        assert_eq!(u64::MAX.to_text(), u64::MAX.to_string());
        assert_eq!(i64::MIN.to_text(), i64::MIN.to_string());
    }
}
