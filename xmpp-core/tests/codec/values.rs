//! Values in Rust: read with `parse`, shown with `to_string`, and what a newtype lets through.

use crate::clean;
use xmpp_core::schema::bind::Resourcepart;
use xmpp_core::schema::sasl::MechanismName;
use xmpp_core::schema::stanza::{MessageType, Show};
use xmpp_core::text::{NmToken, ShortText};
use xmpp_core::{FromXml, TextError, ToXml, Validate, XmlText};

/// A strength.
#[derive(Clone, Debug, PartialEq, XmlText)]
#[check(min = 1, max = 10)]
struct Strength(u8);

/// Open: what is not known is kept.
#[derive(Clone, Debug, PartialEq, XmlText)]
enum Mood {
    Calm,
    #[xml(value = "over-the-moon")]
    Delighted,
    #[xml(other)]
    Other(String),
}

/// Names that generated code shares with the prelude, and a spelled-out path.
mod shadowed {
    #[derive(Clone, Debug, PartialEq, xmpp_core::XmlText)]
    pub(super) enum Result {
        Ok,
        Err,
    }

    #[derive(Clone, Debug, PartialEq, xmpp_core::XmlText)]
    pub(super) struct String(::std::string::String);
}

/// Short texts beside texts, in an attribute and in children.
#[derive(Clone, Debug, PartialEq, FromXml, ToXml, Validate)]
#[xml(namespace = "urn:x", name = "texts")]
struct Texts {
    #[xml(attribute)]
    short: ShortText,
    #[xml(attribute)]
    long: String,
    #[xml(text_of = "one")]
    ones: Vec<ShortText>,
    #[xml(text_of = "other")]
    others: Vec<String>,
}

#[test]
fn a_short_text_is_what_a_text_is_however_it_is_written() {
    // XML 1.0 §2.7, §2.11, §3.3.3, §4.1, §4.6
    let forms = [
        "plain",
        "",
        "a &amp; b",
        "&#x1F600;&#10;&lt;",
        "line\r\nline\ttab",
    ];
    for form in forms {
        for count in [1, 2, 20, 100] {
            let text = form.repeat(count);
            let pieces = format!("{text}<![CDATA[&amp;\r\n]]>{text}");
            let xml = format!(
                "<texts xmlns='urn:x' short='{text}' long='{text}'><one>{text}</one><one>{pieces}</one>\
                 <other>{text}</other><other>{pieces}</other></texts>"
            );
            let texts: Texts = clean(&xml);
            assert_eq!(texts.short, texts.long, "{text}");
            assert_eq!(texts.ones, texts.others, "{text}");
        }
    }
}

#[test]
fn a_value_is_parsed_and_shown_as_it_is_written_in_a_stanza() -> Result<(), TextError> {
    let show: Show = "away".parse()?;
    assert_eq!(show, Show::Away);
    assert_eq!(format!("[{show:>5}]"), "[ away]");
    for text in ["calm", "over-the-moon", "wistful"] {
        assert_eq!(text.parse::<Mood>()?.to_string(), text);
    }
    assert_eq!("wistful".parse(), Ok(Mood::Other("wistful".into())));
    Ok(())
}

#[test]
fn what_is_no_value_says_what_would_be() {
    let error: Box<dyn std::error::Error> = "awya".parse::<Show>().unwrap_err().into();
    assert_eq!(error.to_string(), "expected `away`, `chat`, `dnd` or `xa`");
    // Only a reader takes an unknown type for `normal` (RFC 6121 §5.2.2).
    assert!("shout".parse::<MessageType>().is_err());
    assert_eq!(
        "".parse::<Resourcepart>().unwrap_err().to_string(),
        "expected at least 1 character"
    );
    assert_eq!(
        "eleven".parse::<Strength>().unwrap_err().to_string(),
        "expected a whole number from 0 to 255"
    );
}

#[test]
fn a_newtype_over_text_is_seen_as_text() -> Result<(), TextError> {
    let resource: Resourcepart = "balcony".parse()?;
    assert_eq!(resource.as_str(), "balcony");
    assert_eq!(
        std::path::Path::new(AsRef::<str>::as_ref(&resource)).extension(),
        None
    );
    assert_eq!(String::from(resource), "balcony");
    let mechanism: MechanismName = "SCRAM-SHA-256".parse()?;
    assert_eq!(mechanism.as_str(), "SCRAM-SHA-256");
    assert_eq!(NmToken::from(mechanism), "SCRAM-SHA-256");
    // RFC 4422 §3.1: at most 20 characters.
    let long = NmToken::new("A-NAME-THAT-IS-TOO-LONG")?;
    assert_eq!(
        MechanismName::try_from(long).unwrap_err().to_string(),
        "expected at most 20 characters"
    );
    Ok(())
}

#[test]
fn a_newtype_over_another_value_gives_that() -> Result<(), TextError> {
    let strength = Strength::try_from(7)?;
    assert_eq!(*strength.value(), 7);
    assert_eq!(u8::from(strength), 7);
    let error = Strength::try_from(11).unwrap_err();
    assert_eq!(error.to_string(), "expected a value of at most 10");
    assert_eq!(error, Strength::from_text("11").unwrap_err());
    Ok(())
}

#[test]
fn names_of_the_prelude_are_in_nobodys_way() -> Result<(), TextError> {
    assert_eq!("err".parse::<shadowed::Result>()?, shadowed::Result::Err);
    assert_eq!(shadowed::Result::Ok.to_string(), "ok");
    assert_eq!("x".parse::<shadowed::String>()?.as_str(), "x");
    Ok(())
}
