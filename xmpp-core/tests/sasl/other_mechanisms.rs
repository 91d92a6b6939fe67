//! PLAIN, EXTERNAL and ANONYMOUS (RFC 4616, RFC 4422 appendix A, RFC 4505).

use xmpp_core::sasl::{
    Advertisement, ClientCredentials, ClientError, ClientNegotiation, Credentials, Mechanism,
    SaslCondition, ScramHash, ScramKeys, ServerNegotiation, ServerStep,
};

use crate::support::{
    challenge, client, failure, keys, nonce, offer, only, preferences, refusal, server, tls,
};

fn account(password: &str) -> Credentials {
    Credentials::new(keys(ScramHash::Sha256, password))
}

/// RFC 4616 §4, first example.
#[test]
fn plain_proves_a_password() {
    let (mut server, step) = server(&offer(tls()), Mechanism::Plain, b"\0tim\0tanstaaftanstaaf");
    let ServerStep::NeedCredentials {
        username,
        authzid,
        hash,
    } = step
    else {
        panic!("{step:?}");
    };
    assert_eq!((username.as_str(), authzid, hash), ("tim", None, None));
    let step = server.credentials(account("tanstaaftanstaaf"));
    let ServerStep::Success {
        data,
        authcid,
        authzid,
    } = step
    else {
        panic!("{step:?}");
    };
    assert_eq!(
        (data, authcid.as_deref(), authzid),
        (None, Some("tim"), None)
    );
}

/// RFC 4616 §4, second example: Kurt may not act as Ursel.
#[test]
fn plain_asks_who_may_act_as_whom() {
    let (mut server, step) = server(&offer(tls()), Mechanism::Plain, b"Ursel\0Kurt\0xipj3plmq");
    let ServerStep::NeedCredentials {
        username, authzid, ..
    } = step
    else {
        panic!("{step:?}");
    };
    assert_eq!(
        (username.as_str(), authzid.as_deref()),
        ("Kurt", Some("Ursel"))
    );
    let refused = failure(server.credentials(account("xipj3plmq")));
    assert_eq!(refused.condition, SaslCondition::InvalidAuthzid);
}

#[test]
fn plain_writes_what_the_examples_show() {
    let login = ClientCredentials::password("tim", "tanstaaftanstaaf");
    let (mut negotiation, message) = client(&only(Mechanism::Plain, &tls()), &login);
    assert_eq!(message, b"\0tim\0tanstaaftanstaaf");
    assert_eq!(negotiation.success(None), Ok(()));
    let login = ClientCredentials::password("Kurt", "xipj3plmq").with_authzid("Ursel");
    let (mut negotiation, message) = client(&only(Mechanism::Plain, &tls()), &login);
    assert_eq!(message, b"Ursel\0Kurt\0xipj3plmq");
    assert_eq!(negotiation.challenge(b""), Err(ClientError::Unexpected));
    let (mut negotiation, _) = client(&only(Mechanism::Plain, &tls()), &login);
    assert_eq!(
        negotiation.success(Some(b"v=AAAA")),
        Err(ClientError::Unexpected)
    );
}

#[test]
fn plain_works_with_the_keys_of_any_hash() {
    for hash in ScramHash::ALL {
        for (password, expected) in [("pencil", true), ("Pencil", false)] {
            let message = format!("\0user\0{password}");
            let (mut server, _) = server(&offer(tls()), Mechanism::Plain, message.as_bytes());
            let step = server.credentials(Credentials::new(keys(hash, "pencil")));
            assert_eq!(
                matches!(step, ServerStep::Success { .. }),
                expected,
                "{step:?}"
            );
        }
    }
}

/// RFC 4616 §2: names and passwords are compared after SASLprep, and one that fails it is wrong.
#[test]
fn plain_prepares_what_it_compares() {
    let verdict = |message: &str| {
        let (mut server, step) = server(&offer(tls()), Mechanism::Plain, message.as_bytes());
        match step {
            ServerStep::NeedCredentials { username, .. } => {
                assert_eq!(username, "IX");
                match server.credentials(account("1\u{2044}2")) {
                    ServerStep::Success { .. } => None,
                    other => Some(failure(other).condition),
                }
            }
            other => Some(failure(other).condition),
        }
    };
    assert_eq!(verdict("\0\u{2168}\0\u{bd}"), None);
    assert_eq!(verdict("\0IX\0\u{7}"), Some(SaslCondition::NotAuthorized));
    assert_eq!(
        verdict("\0\u{7}\0pencil"),
        Some(SaslCondition::NotAuthorized)
    );
}

#[test]
fn plain_has_two_separators_and_no_empty_name_or_password() {
    let long = |length| "x".repeat(length);
    let malformed = [
        String::new(),
        "user".to_owned(),
        "user\0pencil".to_owned(),
        "\0\0".to_owned(),
        "\0\0pencil".to_owned(),
        "\0user\0".to_owned(),
        "\0user\0pencil\0".to_owned(),
        "\0user\0pen\0cil".to_owned(),
        format!("\0user\0{}", long(1024)),
    ];
    for message in malformed {
        let refused = refusal(&offer(tls()), Mechanism::Plain, message.as_bytes());
        assert_eq!(
            refused.condition,
            SaslCondition::MalformedRequest,
            "{message:?}"
        );
    }
    let refused = refusal(&offer(tls()), Mechanism::Plain, b"\0user\0\xff");
    assert_eq!(refused.condition, SaslCondition::MalformedRequest);
    // RFC 4616 §2: 255 octets must be possible for each.
    let message = [long(255), long(255), long(255)].join("\0");
    let (_, step) = server(&offer(tls()), Mechanism::Plain, message.as_bytes());
    assert!(
        matches!(step, ServerStep::NeedCredentials { .. }),
        "{step:?}"
    );
}

fn external(login: &ClientCredentials) -> (ClientNegotiation, Vec<u8>) {
    let selection = Advertisement::new(["EXTERNAL"]).select(&preferences(), login, &tls());
    client(&selection.unwrap(), login)
}

/// XEP-0178 §2: an empty message leaves it to the certificate, and what the server made of that is the result.
#[test]
fn external_takes_the_identity_of_the_certificate() {
    let (mut client, message) = external(&ClientCredentials::certificate());
    assert_eq!(message, b"");
    let (mut server, step) = server(&offer(tls()), Mechanism::External, &message);
    assert!(
        matches!(step, ServerStep::NeedAuthorization { authzid: None }),
        "{step:?}"
    );
    let step = server.authorize(Ok("juliet@example.com".to_owned()));
    let ServerStep::Success {
        data,
        authcid,
        authzid,
    } = step
    else {
        panic!("{step:?}");
    };
    assert_eq!(
        (authcid.as_deref(), authzid),
        (Some("juliet@example.com"), None)
    );
    assert_eq!(client.success(data.as_deref()), Ok(()));
}

#[test]
fn external_asks_for_one_of_several_identities() {
    let login = ClientCredentials::certificate().with_authzid("juliet@example.com");
    let (_, message) = external(&login);
    assert_eq!(message, b"juliet@example.com");
    for condition in [SaslCondition::InvalidAuthzid, SaslCondition::NotAuthorized] {
        let (mut server, step) = server(&offer(tls()), Mechanism::External, &message);
        let ServerStep::NeedAuthorization { authzid } = step else {
            panic!("{step:?}");
        };
        assert_eq!(authzid.as_deref(), Some("juliet@example.com"));
        assert_eq!(
            failure(server.authorize(Err(condition))).condition,
            condition
        );
    }
}

#[test]
fn external_refuses_what_is_no_name() {
    let refused = refusal(&offer(tls()), Mechanism::External, b"\xff");
    assert_eq!(refused.condition, SaslCondition::MalformedRequest);
    let refused = refusal(&offer(tls()), Mechanism::External, b"a\0b");
    assert_eq!(refused.condition, SaslCondition::InvalidAuthzid);
    let refused = refusal(&offer(tls()), Mechanism::External, &[b'a'; 3072]);
    assert_eq!(refused.condition, SaslCondition::InvalidAuthzid);
}

#[test]
fn external_without_initial_response_is_asked_for_it() {
    let (mut server, step) =
        ServerNegotiation::start(&offer(tls()), Mechanism::External, None, nonce("n"));
    assert_eq!(challenge(step), b"");
    let step = server.respond(b"");
    assert!(
        matches!(step, ServerStep::NeedAuthorization { authzid: None }),
        "{step:?}"
    );
}

/// RFC 4505 §4: its example of a trace. XEP-0175 §2: `<auth/>` without text is answered with success.
#[test]
fn anonymous_has_no_identity() {
    for (initial, trace) in [
        (Some(&b"sirhc"[..]), Some("sirhc")),
        (Some(b""), None),
        (None, None),
    ] {
        let (server, step) =
            ServerNegotiation::start(&offer(tls()), Mechanism::Anonymous, initial, nonce("n"));
        let ServerStep::Success {
            data: None,
            authcid: None,
            authzid: None,
        } = step
        else {
            panic!("{step:?}");
        };
        assert_eq!(server.trace(), trace);
    }
    let login = ClientCredentials::anonymous();
    let selection = Advertisement::new(["ANONYMOUS"]).select(&preferences(), &login, &tls());
    let (mut client, message) = client(&selection.unwrap(), &login);
    assert_eq!(message, b"");
    assert_eq!(client.success(None), Ok(()));
}

/// RFC 6120 §6.5.8: a trace of more than 255 characters is malformed.
#[test]
fn anonymous_traces_are_short_and_visible() {
    let trace = "\u{e9}".repeat(255);
    let (_, step) = server(&offer(tls()), Mechanism::Anonymous, trace.as_bytes());
    assert!(matches!(step, ServerStep::Success { .. }), "{step:?}");
    for trace in [
        format!("{trace}x").as_bytes(),
        b"\xff",
        b"a\nb",
        "\u{e000}".as_bytes(),
    ] {
        let refused = refusal(&offer(tls()), Mechanism::Anonymous, trace);
        assert_eq!(refused.condition, SaslCondition::MalformedRequest);
    }
}

#[test]
fn a_name_without_account_is_refused_like_a_wrong_password() {
    let decoy = ScramKeys::decoy(ScramHash::Sha256, b"secret", "nobody", 3);
    let (mut server, _) = server(&offer(tls()), Mechanism::Plain, b"\0nobody\0pencil");
    let refused = failure(server.credentials(Credentials::new(decoy)));
    assert_eq!(refused, SaslCondition::NotAuthorized.into());
}
