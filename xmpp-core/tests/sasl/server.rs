//! A server against clients that lie, guess and stumble (RFC 5802, RFC 6120 §6.5).

use xmpp_core::sasl::{
    Channel, ClientCredentials, Credentials, Mechanism, Nonce, SaslCondition, SaslFailure,
    ScramError, ScramHash, ServerNegotiation, ServerStep, encoding,
};

use crate::support::{
    End, Message, challenge, client, failure, keys, nonce, offer, only, refusal, replaced, run,
    server, tls, untouched,
};

const HASH: ScramHash = ScramHash::Sha256;
const SCRAM: Mechanism = Mechanism::Scram(HASH);
const PLUS: Mechanism = Mechanism::ScramPlus(HASH);

fn malformed(scram: ScramError) -> SaslFailure {
    SaslFailure {
        condition: SaslCondition::MalformedRequest,
        scram: Some(scram),
    }
}

fn refused(scram: ScramError) -> SaslFailure {
    SaslFailure {
        condition: SaslCondition::NotAuthorized,
        scram: Some(scram),
    }
}

fn account() -> Credentials {
    Credentials::new(keys(HASH, "pencil"))
}

fn login() -> ClientCredentials {
    ClientCredentials::password("user", "pencil")
}

fn success(authzid: Option<&str>) -> End {
    End::Success {
        authcid: Some("user".to_owned()),
        authzid: authzid.map(str::to_owned),
    }
}

#[test]
fn the_right_password_is_let_in_and_a_wrong_one_is_not() {
    for mechanism in [SCRAM, PLUS] {
        let (offer, selection) = (offer(tls()), only(mechanism, &tls()));
        assert_eq!(
            run(&offer, &selection, &login(), account(), untouched),
            success(None)
        );
        let wrong = ClientCredentials::password("user", "pencils");
        let end = run(&offer, &selection, &wrong, account(), untouched);
        assert_eq!(end, End::Refused(refused(ScramError::InvalidProof)));
    }
}

/// RFC 5802 §7: what the first message must look like.
#[test]
fn a_first_message_without_the_syntax_is_malformed() {
    let offer = offer(Channel::default());
    let malformed_messages = [
        "",
        "n",
        "n,",
        "n,,",
        ",,n=user,r=abc",
        "n,,n=user",
        "n,,n=user,",
        "n,,r=abc,n=user",
        "n,,n=,r=abc",
        "n,,n=user,r=",
        "n,,n=user,r=a b",
        "n,,n=user,r=\u{e9}",
        "n,,n=user,r=abc,",
        "n,,n=user,r=abc,x",
        "n,,n=user,r=abc,x=",
        "n,,n=user,r=abc,1=2",
        "n,,n=user,r=abc,xx=2",
        "n,,n=user,r=abc,r=abc",
        "n,,n=user,r=abc,p=abc",
        "n,,n=us\0er,r=abc",
        "n,,n=user,r=abc,x=\0",
        "N,,n=user,r=abc",
        "x,,n=user,r=abc",
        "y=1,,n=user,r=abc",
        "p,,n=user,r=abc",
        "p=,,n=user,r=abc",
        "p=tls_exporter,,n=user,r=abc",
        "n,a=,n=user,r=abc",
        "n,a=us\0er,n=user,r=abc",
        "n,b=user,n=user,r=abc",
        "n,user,n=user,r=abc",
        "n,,N=user,r=abc",
        " n,,n=user,r=abc",
    ];
    for message in malformed_messages {
        let failure = refusal(&offer, SCRAM, message.as_bytes());
        assert_eq!(failure, malformed(ScramError::OtherError), "{message:?}");
    }
}

/// RFC 5802 §5.1: `=` in a name is an escape or an error.
#[test]
fn a_name_with_stray_escapes_is_malformed() {
    let offer = offer(Channel::default());
    for name in ["a=b", "=", "a=2c", "a=3d", "a=2", "a=", "==3D"] {
        for message in [
            format!("n,,n={name},r=abc"),
            format!("n,a={name},n=user,r=abc"),
        ] {
            let failure = refusal(&offer, SCRAM, message.as_bytes());
            assert_eq!(
                failure,
                malformed(ScramError::InvalidUsernameEncoding),
                "{message}"
            );
        }
    }
}

#[test]
fn names_are_unescaped_prepared_and_handed_on() {
    let message = "n,a=a=2Cb=3Dc@example.org,n=\u{2168}=2C=3D=2C,r=abc,x=ignored,y=also";
    let (_, step) = server(&offer(Channel::default()), SCRAM, message.as_bytes());
    let ServerStep::NeedCredentials {
        username,
        authzid,
        hash,
    } = step
    else {
        panic!("{step:?}");
    };
    assert_eq!(username, "IX,=,");
    assert_eq!(authzid.as_deref(), Some("a,b=c@example.org"));
    assert_eq!(hash, Some(HASH));
}

#[test]
fn bytes_that_are_no_text_are_malformed() {
    let failure = refusal(&offer(Channel::default()), SCRAM, b"n,,n=\xff,r=abc");
    assert_eq!(failure, malformed(ScramError::InvalidEncoding));
}

/// RFC 5802 §5.1: a name that cannot be prepared ends the exchange; so does one longer than any localpart.
#[test]
fn names_that_nobody_can_have_are_refused() {
    let offer = offer(Channel::default());
    for name in [
        "\u{7}".to_owned(),
        "\u{ad}".to_owned(),
        "\u{627}1".to_owned(),
        "x".repeat(1024),
    ] {
        let failure = refusal(&offer, SCRAM, format!("n,,n={name},r=abc").as_bytes());
        assert_eq!(
            failure,
            refused(ScramError::InvalidUsernameEncoding),
            "{name:?}"
        );
    }
    let authzid = "x".repeat(3072);
    let failure = refusal(
        &offer,
        SCRAM,
        format!("n,a={authzid},n=user,r=abc").as_bytes(),
    );
    assert_eq!(failure, SaslCondition::InvalidAuthzid.into());
}

#[test]
fn messages_have_an_end() {
    let extension = "x".repeat(8192);
    let failure = refusal(
        &offer(Channel::default()),
        SCRAM,
        format!("n,,n=user,r=abc,x={extension}").as_bytes(),
    );
    assert_eq!(failure, malformed(ScramError::OtherError));
    let start = "n,,n=user,r=abc,x=";
    let longest = format!("{start}{}", "x".repeat(8192 - start.len()));
    let (_, step) = server(&offer(Channel::default()), SCRAM, longest.as_bytes());
    assert!(!matches!(step, ServerStep::Failure(_)), "{step:?}");
}

/// RFC 5802 §5.1: `m=` must fail wherever it stands.
#[test]
fn mandatory_extensions_are_refused() {
    let offer = offer(Channel::default());
    for message in [
        "n,,m=1,n=user,r=abc",
        "n,,n=user,r=abc,m=1",
        "n,,n=user,r=abc,x=1,m=1",
    ] {
        let failure = refusal(&offer, SCRAM, message.as_bytes());
        assert_eq!(
            failure,
            refused(ScramError::ExtensionsNotSupported),
            "{message}"
        );
    }
    let end = run(
        &offer,
        &only(SCRAM, &Channel::default()),
        &login(),
        account(),
        |message, bytes| match message {
            Message::Response => replaced(&bytes, ",p=", ",m=1,p="),
            _ => bytes,
        },
    );
    assert_eq!(
        end,
        End::Refused(refused(ScramError::ExtensionsNotSupported))
    );
}

#[test]
fn the_nonce_must_be_the_one_of_the_exchange() {
    let selection = only(SCRAM, &tls());
    for (from, to) in [
        ("r=client-nonceserver-nonce", "r=client-nonceserver-nonc"),
        ("r=client-nonceserver-nonce", "r=client-nonceserver-nonce2"),
        ("r=client-nonceserver-nonce", "r=server-nonceclient-nonce"),
    ] {
        let end = run(
            &offer(tls()),
            &selection,
            &login(),
            account(),
            |message, bytes| match message {
                Message::Response => replaced(&bytes, from, to),
                _ => bytes,
            },
        );
        assert_eq!(end, End::Refused(refused(ScramError::OtherError)), "{to}");
    }
}

/// A response that was recorded is worth nothing against another nonce.
#[test]
fn a_replayed_response_is_refused() {
    let offer = offer(Channel::default());
    let (mut client, initial) = client(&only(SCRAM, &Channel::default()), &login());
    let (mut first, _) = server(&offer, SCRAM, &initial);
    let response = client
        .challenge(&challenge(first.credentials(account())))
        .unwrap();
    assert!(matches!(
        first.respond(&response),
        ServerStep::Success { .. }
    ));

    let (mut second, _) = ServerNegotiation::start(&offer, SCRAM, Some(&initial), nonce("another"));
    challenge(second.credentials(account()));
    assert_eq!(
        failure(second.respond(&response)),
        refused(ScramError::OtherError)
    );
}

#[test]
fn the_last_message_must_have_the_syntax() {
    let nonce = "client-nonceserver-nonce";
    let proof = encoding::encode(&[0; 32]);
    let cases = [
        (
            format!("c=biws,r={nonce}"),
            malformed(ScramError::OtherError),
        ),
        (
            format!("c=biws,r={nonce},p="),
            malformed(ScramError::OtherError),
        ),
        (
            format!("c=biws,p={proof},r={nonce}"),
            malformed(ScramError::OtherError),
        ),
        (
            format!("r={nonce},c=biws,p={proof}"),
            malformed(ScramError::OtherError),
        ),
        (
            format!("c=biws,r={nonce},p={proof},x=1"),
            malformed(ScramError::OtherError),
        ),
        (
            format!("c=biws,r={nonce},p={proof},p={proof}"),
            malformed(ScramError::OtherError),
        ),
        (
            format!("c=biw,r={nonce},p={proof}"),
            malformed(ScramError::InvalidEncoding),
        ),
        (
            format!("c=biws,r={nonce},p={proof}="),
            malformed(ScramError::InvalidEncoding),
        ),
        (
            format!("c=biws,r={nonce},p=AAAA"),
            refused(ScramError::InvalidProof),
        ),
        (
            format!("c=biws,r={nonce},x=1,p={proof}"),
            refused(ScramError::InvalidProof),
        ),
        (
            format!("c=eSws,r={nonce},p={proof}"),
            refused(ScramError::ChannelBindingsDontMatch),
        ),
        (String::new(), malformed(ScramError::OtherError)),
    ];
    for (message, expected) in cases {
        let (mut server, _) = server(&offer(tls()), SCRAM, b"n,,n=user,r=client-nonce");
        challenge(server.credentials(account()));
        assert_eq!(
            failure(server.respond(message.as_bytes())),
            expected,
            "{message}"
        );
    }
}

/// A proof with something added to it is another proof.
#[test]
fn the_proof_has_the_length_of_the_hash() {
    let selection = only(SCRAM, &tls());
    let end = run(
        &offer(tls()),
        &selection,
        &login(),
        account(),
        |message, bytes| match message {
            Message::Response => {
                let (start, proof) = std::str::from_utf8(&bytes)
                    .unwrap()
                    .rsplit_once(",p=")
                    .unwrap();
                let mut proof = encoding::decode(proof).unwrap();
                proof.push(0);
                format!("{start},p={}", encoding::encode(&proof)).into_bytes()
            }
            _ => bytes,
        },
    );
    assert_eq!(end, End::Refused(refused(ScramError::InvalidProof)));
}

/// RFC 6120 §6.3.8: acting as someone else is for the driver to permit.
#[test]
fn an_authorization_identity_is_refused_unless_permitted() {
    let authzid = "admin,=@example.org";
    let login = || login().with_authzid(authzid);
    for mechanism in [SCRAM, PLUS, Mechanism::Plain] {
        let (offer, selection) = (offer(tls()), only(mechanism, &tls()));
        let end = run(&offer, &selection, &login(), account(), untouched);
        assert_eq!(end, End::Refused(SaslCondition::InvalidAuthzid.into()));
        let end = run(
            &offer,
            &selection,
            &login(),
            account().permit_authzid(),
            untouched,
        );
        assert_eq!(end, success(Some(authzid)));
    }
}

/// RFC 6120 §6.5.2: who does not know the password does not hear that the account exists.
#[test]
fn why_an_account_is_barred_is_said_after_the_proof() {
    for mechanism in [SCRAM, Mechanism::Plain] {
        let (offer, selection) = (offer(tls()), only(mechanism, &tls()));
        let barred = || {
            account()
                .permit_authzid()
                .bar(SaslCondition::AccountDisabled)
        };
        let end = run(
            &offer,
            &selection,
            &login().with_authzid("a@b"),
            barred(),
            untouched,
        );
        assert_eq!(end, End::Refused(SaslCondition::AccountDisabled.into()));
        let wrong = ClientCredentials::password("user", "wrong").with_authzid("a@b");
        let end = run(&offer, &selection, &wrong, barred(), untouched);
        let End::Refused(failure) = end else {
            panic!("{end:?}");
        };
        assert_eq!(failure.condition, SaslCondition::NotAuthorized);
    }
}

/// RFC 4422 §5: without an initial response the server asks for it with an empty challenge.
#[test]
fn a_missing_initial_response_is_asked_for() {
    let (mut client, initial) = client(&only(SCRAM, &tls()), &login());
    let (mut server, step) =
        ServerNegotiation::start(&offer(tls()), SCRAM, None, nonce("server-nonce"));
    assert_eq!(challenge(step), b"");
    let step = server.respond(&initial);
    assert!(
        matches!(step, ServerStep::NeedCredentials { .. }),
        "{step:?}"
    );
    let response = client
        .challenge(&challenge(server.credentials(account())))
        .unwrap();
    let ServerStep::Success { data, .. } = server.respond(&response) else {
        panic!("the proof is right");
    };
    client.success(data.as_deref()).unwrap();
}

#[test]
fn messages_out_of_turn_end_the_negotiation() {
    let offer = offer(tls());
    let first = b"n,,n=user,r=client-nonce";
    let out_of_turn = SaslFailure::from(SaslCondition::MalformedRequest);
    let driver_error = SaslFailure::from(SaslCondition::TemporaryAuthFailure);

    // A response while the account is looked up.
    let (mut negotiation, _) = server(&offer, SCRAM, first);
    assert_eq!(failure(negotiation.respond(b"c=biws")), out_of_turn);
    // The answer about the account comes too late then.
    assert_eq!(failure(negotiation.credentials(account())), driver_error);
    assert_eq!(failure(negotiation.respond(b"")), out_of_turn);

    // Keys for another hash function.
    let (mut negotiation, _) = server(&offer, SCRAM, first);
    let other = Credentials::new(keys(ScramHash::Sha1, "pencil"));
    assert_eq!(failure(negotiation.credentials(other)), driver_error);

    // A certificate where a password was claimed.
    let (mut negotiation, _) = server(&offer, SCRAM, first);
    assert_eq!(
        failure(negotiation.authorize(Ok("user".to_owned()))),
        driver_error
    );
}

/// Attack B08: a negotiation cannot be started for what is not on offer.
#[test]
fn what_is_not_offered_is_not_started() {
    let open = xmpp_core::sasl::ServerOffer::new(&[SCRAM, Mechanism::Plain], Channel::default());
    let start = |mechanism| refusal(&open, mechanism, b"\0user\0pencil").condition;
    assert_eq!(start(Mechanism::Anonymous), SaslCondition::InvalidMechanism);
    assert_eq!(start(Mechanism::External), SaslCondition::InvalidMechanism);
    assert_eq!(start(PLUS), SaslCondition::InvalidMechanism);
    assert_eq!(start(Mechanism::Plain), SaslCondition::EncryptionRequired);
}

#[test]
fn nonces_are_printable() {
    for text in ["", "a,b", "a b", "\u{e9}", "a\n"] {
        assert!(Nonce::new(text).is_err(), "{text:?}");
    }
    assert_eq!(
        Nonce::from_random(&[0xff; 18]).as_str(),
        "////////////////////////"
    );
}

#[test]
fn errors_have_the_names_of_rfc_5802() {
    for error in ScramError::ALL {
        assert_eq!(ScramError::from_name(error.name()), error);
    }
    assert_eq!(ScramError::from_name("new-error"), ScramError::OtherError);
    assert_eq!(
        ScramError::InvalidProof.server_final_message(),
        "e=invalid-proof"
    );
}
