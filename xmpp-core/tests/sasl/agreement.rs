//! Any client and any server agree, and no change on the way goes unnoticed.

use proptest::prelude::*;
use xmpp_core::sasl::{
    ClientCredentials, Credentials, Mechanism, ScramHash, ServerNegotiation, ServerOffer,
};

use crate::support::{End, Message, keys, nonce, offer, only, run, tls, untouched};

fn mechanism() -> impl Strategy<Value = Mechanism> {
    prop::sample::select(vec![
        Mechanism::Scram(ScramHash::Sha1),
        Mechanism::Scram(ScramHash::Sha256),
        Mechanism::Scram(ScramHash::Sha512),
        Mechanism::ScramPlus(ScramHash::Sha1),
        Mechanism::ScramPlus(ScramHash::Sha256),
        Mechanism::ScramPlus(ScramHash::Sha512),
        Mechanism::Plain,
    ])
}

/// Names and passwords: letters of several scripts, everything with a meaning in the messages, no change of direction.
fn text() -> impl Strategy<Value = String> {
    "[a-z,=0-9 @\u{e9}\u{df}\u{bd}\u{3a9}\u{436}\u{4e2d}\u{ac00}\u{10348}]{1,24}"
}

fn protected() -> ServerOffer {
    offer(tls()).protected_from_downgrade()
}

fn account(mechanism: Mechanism, password: &str) -> Credentials {
    Credentials::new(keys(
        mechanism.hash().unwrap_or(ScramHash::Sha256),
        password,
    ))
}

proptest! {
    #[test]
    fn who_knows_the_password_is_let_in(
        mechanism in mechanism(),
        username in text(),
        password in text(),
        authzid in proptest::option::of(text()),
    ) {
        let mut login = ClientCredentials::password(&username, &password);
        if let Some(authzid) = &authzid {
            login = login.with_authzid(authzid);
        }
        let account = account(mechanism, &password).permit_authzid();
        let end = run(&protected(), &only(mechanism, &tls()), &login, account, untouched);
        let authcid = xmpp_core::sasl::saslprep(&username, xmpp_core::sasl::Unassigned::Allowed);
        let expected = End::Success { authcid: Some(authcid.unwrap().into_owned()), authzid };
        prop_assert_eq!(end, expected);
    }

    #[test]
    fn who_does_not_is_not(mechanism in mechanism(), password in text(), guess in "[a-z]{1,8}") {
        prop_assume!(password != guess);
        let login = ClientCredentials::password("user", &guess);
        let account = account(mechanism, &password);
        let end = run(&protected(), &only(mechanism, &tls()), &login, account, untouched);
        prop_assert!(matches!(end, End::Refused(_)), "{:?}", end);
    }

    /// One octet of one message is changed: the exchange fails, on one side or the other.
    #[test]
    fn a_changed_octet_fails_the_exchange(
        mechanism in mechanism().prop_filter("PLAIN does not protect itself", |found| *found != Mechanism::Plain),
        place in 0..4_usize,
        index in any::<prop::sample::Index>(),
        change in 1..=255_u8,
    ) {
        let place = [Message::Initial, Message::Challenge, Message::Response, Message::Success][place];
        let login = ClientCredentials::password("\u{e9},=", "pencil").with_authzid("a@b");
        let account = account(mechanism, "pencil").permit_authzid();
        let end = run(&protected(), &only(mechanism, &tls()), &login, account, |message, mut bytes| {
            if message == place {
                let index = index.index(bytes.len());
                bytes[index] ^= change;
            }
            bytes
        });
        prop_assert!(!matches!(end, End::Success { .. }), "{:?}", end);
    }

    /// One octet is left out or doubled, or the message is cut.
    #[test]
    fn a_changed_length_fails_the_exchange(
        mechanism in mechanism().prop_filter("PLAIN does not protect itself", |found| *found != Mechanism::Plain),
        place in 0..4_usize,
        index in any::<prop::sample::Index>(),
        how in 0..3_u8,
    ) {
        let place = [Message::Initial, Message::Challenge, Message::Response, Message::Success][place];
        let login = ClientCredentials::password("user", "pencil");
        let account = account(mechanism, "pencil");
        let end = run(&protected(), &only(mechanism, &tls()), &login, account, |message, mut bytes| {
            if message == place {
                let index = index.index(bytes.len());
                match how {
                    0 => drop(bytes.remove(index)),
                    1 => bytes.insert(index, bytes[index]),
                    _ => bytes.truncate(index),
                }
            }
            bytes
        });
        prop_assert!(!matches!(end, End::Success { .. }), "{:?}", end);
    }

    #[test]
    fn no_message_makes_a_server_panic(
        mechanism in prop::sample::select(Mechanism::ALL.to_vec()),
        initial in proptest::option::of(proptest::collection::vec(any::<u8>(), 0..64)),
        response in "[nypacrsvme=,a-zA-Z0-9+/\u{0}\u{e9}]{0,48}",
    ) {
        let (mut server, _) =
            ServerNegotiation::start(&protected(), mechanism, initial.as_deref(), nonce("n"));
        server.respond(response.as_bytes());
        server.credentials(account(mechanism, "pencil"));
        let (mut server, _) =
            ServerNegotiation::start(&protected(), mechanism, Some(response.as_bytes()), nonce("n"));
        server.credentials(account(mechanism, "pencil"));
        server.respond(initial.as_deref().unwrap_or_default());
    }

    #[test]
    fn no_message_makes_a_client_panic(
        mechanism in mechanism(),
        challenge in "(r=client-nonce[a-z]{0,3},s=[A-Z=]{0,4},i=[0-9]{0,12})?[nypacrsvme=,a-z0-9\u{e9}]{0,24}",
        success in proptest::collection::vec(any::<u8>(), 0..64),
    ) {
        let login = ClientCredentials::password("user", "pencil");
        let (mut client, _) = crate::support::client(&only(mechanism, &tls()), &login);
        let first = client.challenge(challenge.as_bytes());
        prop_assert!(client.success(Some(&success)).is_err() || first.is_err() && success.is_empty());
    }
}
