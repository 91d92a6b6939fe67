//! Messages as the text of elements (RFC 6120 §6.3.5, §6.4.2, §13.9.1; attack B09).

use proptest::prelude::*;
use xmpp_core::sasl::encoding::{EncodingError, decode, decode_optional, encode, encode_optional};
use xmpp_core::sasl::{MAX_MESSAGE_LENGTH, SaslCondition};

#[test]
fn an_absent_message_is_not_an_empty_one() {
    assert_eq!(encode_optional(None), "");
    assert_eq!(encode_optional(Some(b"")), "=");
    assert_eq!(decode_optional(""), Ok(None));
    assert_eq!(decode_optional("="), Ok(Some(Vec::new())));
}

#[test]
fn an_empty_challenge_has_no_text() {
    assert_eq!(encode(b""), "");
    assert_eq!(decode(""), Ok(Vec::new()));
    assert_eq!(decode("="), Ok(Vec::new()));
}

/// RFC 6120 §6.4.2: the initial response of its example.
#[test]
fn the_example_of_rfc_6120() {
    let message = b"\0juliet\0r0m30myr0m30";
    assert_eq!(
        encode_optional(Some(message)),
        "AGp1bGlldAByMG0zMG15cjBtMzA="
    );
    assert_eq!(decode("AGp1bGlldAByMG0zMG15cjBtMzA="), Ok(message.to_vec()));
}

#[test]
fn only_canonical_base64_is_read() {
    let refused = [
        "=AAA",
        "BBBB=CCC",
        "==",
        "===",
        "====",
        "A",
        "AA",
        "AAA",
        "AA=",
        "A===",
        "AAAA=",
        "AAAA====",
        // Padding bits that are not zero.
        "AB==",
        "AAB=",
        "AGp1bGlldAByMG0zMG15cjBtMzB=",
        // White space and other alphabets.
        " AAAA",
        "AAAA ",
        "AA\nAA",
        "AAAA\n",
        "AA-A",
        "AA_A",
        "AA\u{e9}A",
        "\u{ff21}AAA",
        "AAA\0",
    ];
    for text in refused {
        assert_eq!(
            decode_optional(text),
            Err(EncodingError::NotBase64),
            "{text:?}"
        );
    }
    assert_eq!(
        EncodingError::NotBase64.condition(),
        SaslCondition::IncorrectEncoding
    );
}

#[test]
fn what_is_too_long_is_not_decoded() {
    let longest = encode(&vec![0; MAX_MESSAGE_LENGTH]);
    assert_eq!(decode(&longest).unwrap().len(), MAX_MESSAGE_LENGTH);
    assert_eq!(
        decode(&format!("{longest}AAAA")),
        Err(EncodingError::TooLong)
    );
    let ten_megabytes = "A".repeat(10_000_000);
    assert_eq!(decode(&ten_megabytes), Err(EncodingError::TooLong));
    assert_eq!(
        EncodingError::TooLong.condition(),
        SaslCondition::MalformedRequest
    );
}

proptest! {
    #[test]
    fn what_is_written_is_read(message in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(decode(&encode(&message)), Ok(message.clone()));
        prop_assert_eq!(decode_optional(&encode_optional(Some(&message))), Ok(Some(message)));
    }

    #[test]
    fn a_text_has_one_message_and_a_message_one_text(text in "[A-Da-d0-9+/=]{0,12}") {
        if let Ok(Some(message)) = decode_optional(&text) {
            prop_assert_eq!(encode_optional(Some(&message)), text);
        }
    }
}
