//! What a server keeps, and what it pretends to have.

use xmpp_core::sasl::{ClientCredentials, ScramError};
use xmpp_core::sasl::{
    Credentials, InvalidKeys, Mechanism, PreparationError, SaslCondition, ScramHash, ScramKeys,
};

use crate::support::{
    End, ITERATIONS, SALT, advertised, keys, offer, only, preferences, run, tls, untouched,
};

#[test]
fn stored_keys_come_back_as_they_were() {
    for hash in ScramHash::ALL {
        let keys = keys(hash, "pencil");
        assert_eq!(keys.stored_key().len(), hash.output_length());
        let stored = ScramKeys::from_parts(
            keys.hash(),
            keys.salt(),
            keys.iterations(),
            keys.stored_key(),
            keys.server_key(),
        );
        let stored = stored.unwrap();
        assert_eq!(stored.server_key(), keys.server_key());
        assert!(stored.verify_password("pencil"));
        assert!(!stored.verify_password("pencil "));
        assert!(!stored.verify_password(""));
    }
}

#[test]
fn keys_that_cannot_be_right_are_refused() {
    let (short, right) = ([0; 19], [0; 20]);
    let sha_1 = |salt: &[u8], iterations, stored: &[u8], server: &[u8]| {
        ScramKeys::from_parts(ScramHash::Sha1, salt, iterations, stored, server).map(|_| ())
    };
    let wrong_length = InvalidKeys::Length {
        hash: ScramHash::Sha1,
        expected: 20,
    };
    assert_eq!(sha_1(SALT, 1, &right, &right), Ok(()));
    assert_eq!(sha_1(b"", 1, &right, &right), Err(InvalidKeys::Salt));
    assert_eq!(sha_1(&[0; 1024], 1, &right, &right), Ok(()));
    assert_eq!(sha_1(&[0; 1025], 1, &right, &right), Err(InvalidKeys::Salt));
    assert_eq!(sha_1(SALT, 0, &right, &right), Err(InvalidKeys::Iterations));
    assert_eq!(sha_1(SALT, 1, &short, &right), Err(wrong_length));
    assert_eq!(sha_1(SALT, 1, &right, &[0; 32]), Err(wrong_length));
}

/// RFC 4013 §2.5: a password to be stored has no characters younger than SASLprep.
#[test]
fn new_passwords_are_prepared() {
    let derive = |password: &str| {
        let keys = ScramKeys::derive(ScramHash::Sha256, password, SALT, ITERATIONS);
        keys.map(|keys| keys.stored_key().to_vec())
    };
    assert_eq!(derive("I\u{ad}X"), derive("IX"));
    assert_eq!(derive("\u{2168}"), derive("IX"));
    assert_ne!(derive("ix"), derive("IX"));
    assert_eq!(derive(""), Err(PreparationError::Empty));
    assert_eq!(derive("a\0b"), Err(PreparationError::Prohibited));
    assert_eq!(derive("\u{1f600}"), Err(PreparationError::Unassigned));
    assert_eq!(derive(&"x".repeat(1024)), Err(PreparationError::TooLong));
    assert!(derive(&"x".repeat(1023)).is_ok());
    let never_hashed = ScramKeys::derive(ScramHash::Sha256, "IX", SALT, 0).unwrap();
    assert_eq!(never_hashed.iterations(), 1);
}

#[test]
fn nothing_secret_is_printed() {
    let login = ClientCredentials::password("user", "pencil");
    assert!(!format!("{login:?}").contains("pencil"));
    assert_eq!(ScramHash::Sha256.to_string(), "SHA-256");
    let debug = format!("{:?}", keys(ScramHash::Sha256, "pencil"));
    assert_eq!(debug, "ScramKeys { hash: Sha256, iterations: 3, .. }");
}

#[test]
fn a_decoy_is_the_same_each_time_and_another_for_each_name() {
    let decoy = |secret: &[u8], name: &str| {
        let keys = ScramKeys::decoy(ScramHash::Sha256, secret, name, 4096);
        [keys.salt(), keys.stored_key(), keys.server_key()].concat()
    };
    assert_eq!(decoy(b"secret", "juliet"), decoy(b"secret", "juliet"));
    assert_ne!(decoy(b"secret", "juliet"), decoy(b"secret", "romeo"));
    assert_ne!(decoy(b"secret", "juliet"), decoy(b"other", "juliet"));
    let sha_1 = ScramKeys::decoy(ScramHash::Sha1, b"secret", "juliet", 4096);
    let sha_512 = ScramKeys::decoy(ScramHash::Sha512, b"secret", "juliet", 4096);
    assert_ne!(sha_1.salt(), sha_512.salt());
    assert_ne!(sha_1.stored_key(), sha_1.server_key());
    assert_eq!(sha_1.salt().len(), ScramKeys::SALT_LENGTH);
    assert_eq!(
        ScramKeys::decoy(ScramHash::Sha1, b"secret", "juliet", 0).iterations(),
        1
    );
}

/// RFC 6120 §6.5.10: no difference is made between a wrong password and a name without an account.
#[test]
fn an_unknown_user_is_answered_like_a_wrong_password() {
    let channel = tls();
    let offer = offer(channel.clone());
    for hash in ScramHash::ALL {
        for mechanism in [
            Mechanism::Scram(hash),
            Mechanism::ScramPlus(hash),
            Mechanism::Plain,
        ] {
            let selection = only(mechanism, &channel);
            let wrong = observe(&offer, &selection, keys(hash, "pencil"));
            let decoy = ScramKeys::decoy(hash, b"secret", "user", ITERATIONS);
            let unknown = observe(&offer, &selection, decoy);
            assert_eq!(wrong, unknown, "{mechanism}");
            assert_eq!(wrong.failure.condition, SaslCondition::NotAuthorized);
        }
    }
}

/// All that a client with a wrong password can see.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    failure: xmpp_core::sasl::SaslFailure,
    /// The challenge, with what may differ from account to account replaced by its length.
    challenge: Vec<String>,
}

fn observe(
    offer: &xmpp_core::sasl::ServerOffer,
    selection: &xmpp_core::sasl::Selection,
    keys: ScramKeys,
) -> Seen {
    let login = ClientCredentials::password("user", "wrong");
    let challenge = std::cell::RefCell::new(Vec::new());
    let end = run(
        offer,
        selection,
        &login,
        Credentials::new(keys),
        |message, bytes| {
            if message == crate::support::Message::Challenge {
                let text = String::from_utf8(bytes.clone()).unwrap();
                let shape = |piece: &str| match piece.strip_prefix("s=") {
                    Some(salt) => format!("s= of {}", salt.len()),
                    None => piece.to_owned(),
                };
                *challenge.borrow_mut() = text.split(',').map(shape).collect();
            }
            bytes
        },
    );
    let End::Refused(failure) = end else {
        panic!("a wrong password is refused: {end:?}");
    };
    let challenge = challenge.into_inner();
    Seen { failure, challenge }
}

/// No password fits a decoy, and a server with one cannot prove itself either.
#[test]
fn a_decoy_never_lets_anyone_in() {
    let channel = tls();
    let offer = offer(channel.clone());
    let decoy = ScramKeys::decoy(ScramHash::Sha256, b"secret", "user", ITERATIONS);
    for password in ["pencil", "secret", "user", "\u{e9}"] {
        assert!(!decoy.verify_password(password));
        let login = ClientCredentials::password("user", password);
        let selection = advertised(&offer)
            .select(&preferences(), &login, &channel)
            .unwrap();
        assert_eq!(
            selection.mechanism(),
            Mechanism::ScramPlus(ScramHash::Sha512)
        );
        let selection = only(Mechanism::Scram(ScramHash::Sha256), &channel);
        let end = run(
            &offer,
            &selection,
            &login,
            Credentials::new(decoy.clone()),
            untouched,
        );
        let End::Refused(failure) = end else {
            panic!("{end:?}");
        };
        assert_eq!(failure.scram, Some(ScramError::InvalidProof));
    }
}
