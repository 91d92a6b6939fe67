//! A client against servers that lie, and that ask for too much (RFC 5802 §5, §9; attack B10).

use xmpp_core::sasl::{
    Advertisement, Channel, ClientCredentials, ClientError, ClientNegotiation, ClientPreferences,
    Credentials, Mechanism, PreparationError, ScramError, ScramHash, ServerOffer,
};

use crate::support::{
    End, Message, advertised, client, keys, nonce, offer, only, preferences, run, tls, untouched,
};

const HASH: ScramHash = ScramHash::Sha256;
const SCRAM: Mechanism = Mechanism::Scram(HASH);

fn login() -> ClientCredentials {
    ClientCredentials::password("user", "pencil")
}

/// A client of SCRAM that has sent its first message, with the nonce `client-nonce`.
fn waiting() -> ClientNegotiation {
    client(&only(SCRAM, &tls()), &login()).0
}

/// A client that has answered a challenge, and waits for the server's proof.
fn proved() -> ClientNegotiation {
    let mut client = waiting();
    client
        .challenge(b"r=client-nonceserver-nonce,s=QSXCR+Q6sek8bf92,i=3")
        .unwrap();
    client
}

#[test]
fn a_challenge_without_the_syntax_is_not_answered() {
    let challenges = [
        "",
        "r=client-nonceX",
        "r=client-nonceX,s=QQ==",
        "r=client-nonceX,i=3,s=QQ==",
        "s=QQ==,r=client-nonceX,i=3",
        "r=client-nonceX,s=,i=3",
        "r=client-nonceX,s=QR==,i=3",
        "r=client-nonceX,s=QQ,i=3",
        "r=client-nonceX,s=QQ==,i=",
        "r=client-nonceX,s=QQ==,i=0",
        "r=client-nonceX,s=QQ==,i=03",
        "r=client-nonceX,s=QQ==,i=+3",
        "r=client-nonceX,s=QQ==,i=-3",
        "r=client-nonceX,s=QQ==,i=3 ",
        "r=client-nonceX,s=QQ==,i=3,",
        "r=client-nonceX,s=QQ==,i=3,i=4",
        "r=client-nonceX,s=QQ==,i=3,h=a,h=a",
        "r=client-nonceX \u{e9},s=QQ==,i=3",
        "e=other-error",
        "v=AAAA",
    ];
    for challenge in challenges {
        let error = waiting().challenge(challenge.as_bytes());
        assert_eq!(error, Err(ClientError::Malformed), "{challenge:?}");
    }
    assert_eq!(waiting().challenge(b"r=\xff"), Err(ClientError::Malformed));
    let long = format!("r=client-nonceX,s=QQ==,i=3,x={}", "x".repeat(8192));
    assert_eq!(
        waiting().challenge(long.as_bytes()),
        Err(ClientError::Malformed)
    );
}

/// RFC 5802 §5.1: the server adds to the nonce of the client, and it must add something.
#[test]
fn the_nonce_must_extend_the_clients() {
    for nonce in [
        "client-nonce",
        "client-nonc",
        "other",
        "xclient-nonceserver",
    ] {
        let challenge = format!("r={nonce},s=QQ==,i=3");
        assert_eq!(
            waiting().challenge(challenge.as_bytes()),
            Err(ClientError::Nonce),
            "{nonce}"
        );
    }
}

/// RFC 5802 §5.1, §9: 4096 at least, and no more than the client is willing to do.
#[test]
fn the_iteration_count_has_bounds() {
    let preferences = ClientPreferences::default();
    let challenge_with = |count: &str| {
        let selection = only(SCRAM, &tls());
        let (mut client, _) =
            ClientNegotiation::start(&selection, &login(), &preferences, nonce("client-nonce"))
                .unwrap();
        client.challenge(format!("r=client-nonceX,s=QQ==,i={count}").as_bytes())
    };
    assert_eq!(challenge_with("1"), Err(ClientError::Iterations(1)));
    assert_eq!(challenge_with("4095"), Err(ClientError::Iterations(4095)));
    assert!(challenge_with("4096").is_ok());
    assert_eq!(
        challenge_with("1000001"),
        Err(ClientError::Iterations(1_000_001))
    );
    assert_eq!(
        challenge_with("4294967296"),
        Err(ClientError::Iterations(u32::MAX))
    );
    assert_eq!(
        challenge_with(&"9".repeat(1000)),
        Err(ClientError::Iterations(u32::MAX))
    );
}

/// RFC 5802 §5.1.
#[test]
fn mandatory_extensions_are_refused() {
    for challenge in [
        "m=1,r=client-nonceX,s=QQ==,i=3",
        "r=client-nonceX,s=QQ==,i=3,m=1",
    ] {
        let error = waiting().challenge(challenge.as_bytes());
        assert_eq!(error, Err(ClientError::MandatoryExtension), "{challenge}");
    }
    assert_eq!(
        proved().success(Some(b"v=AAAA,m=1")),
        Err(ClientError::MandatoryExtension)
    );
    assert!(
        waiting()
            .challenge(b"r=client-nonceX,s=QQ==,i=3,x=ignored")
            .is_ok()
    );
}

/// RFC 5802 §5: a server that cannot prove itself is not trusted, whatever it says.
#[test]
fn success_needs_the_servers_proof() {
    assert_eq!(waiting().success(None), Err(ClientError::Unverified));
    assert_eq!(
        waiting().success(Some(b"v=AAAA")),
        Err(ClientError::Unverified)
    );
    assert_eq!(proved().success(None), Err(ClientError::Unverified));
    assert_eq!(proved().success(Some(b"")), Err(ClientError::Unverified));
    assert_eq!(
        proved().success(Some(b"v=AAAA")),
        Err(ClientError::ServerSignature)
    );
    let zeros = format!("v={}", xmpp_core::sasl::encoding::encode(&[0; 32]));
    assert_eq!(
        proved().success(Some(zeros.as_bytes())),
        Err(ClientError::ServerSignature)
    );
    assert_eq!(proved().success(Some(b"ok")), Err(ClientError::Malformed));
    assert_eq!(proved().success(Some(b"v=")), Err(ClientError::Malformed));
}

/// A server without the account's keys, which says yes to every password.
#[test]
fn a_server_that_does_not_know_the_account_is_found_out() {
    let end = run(
        &offer(tls()),
        &only(SCRAM, &tls()),
        &login(),
        Credentials::new(keys(HASH, "pencil")),
        |message, bytes| match message {
            Message::Success => {
                let mut bytes = bytes;
                bytes[2] = if bytes[2] == b'A' { b'B' } else { b'A' };
                bytes
            }
            _ => bytes,
        },
    );
    assert_eq!(end, End::GaveUp(ClientError::ServerSignature));
}

#[test]
fn an_error_of_the_server_is_reported() {
    let report = |message: &[u8]| proved().success(Some(message));
    assert_eq!(
        report(b"e=invalid-proof"),
        Err(ClientError::Server(ScramError::InvalidProof))
    );
    assert_eq!(
        report(b"e=of-its-own,x=1"),
        Err(ClientError::Server(ScramError::OtherError))
    );
}

/// RFC 5802 §3: the server's proof may come as a challenge too; the answer is empty, and success needs nothing more.
#[test]
fn the_servers_proof_may_come_as_a_challenge() {
    let offer = offer(tls());
    let (mut client, initial) = client(&only(SCRAM, &tls()), &login());
    let (mut server, _) = crate::support::server(&offer, SCRAM, &initial);
    let challenge =
        crate::support::challenge(server.credentials(Credentials::new(keys(HASH, "pencil"))));
    let response = client.challenge(&challenge).unwrap();
    let xmpp_core::sasl::ServerStep::Success { data, .. } = server.respond(&response) else {
        panic!("the proof is right");
    };
    assert_eq!(client.challenge(&data.unwrap()), Ok(Vec::new()));
    assert_eq!(client.success(None), Ok(()));
}

#[test]
fn nothing_more_is_accepted_after_an_error() {
    let mut client = waiting();
    assert_eq!(
        client.challenge(b"r=other,s=QQ==,i=3"),
        Err(ClientError::Nonce)
    );
    let right = b"r=client-nonceX,s=QQ==,i=3";
    assert_eq!(client.challenge(right), Err(ClientError::Unexpected));
    assert_eq!(client.success(None), Err(ClientError::Unexpected));
}

/// XEP-0474: someone took the stronger mechanisms out of the offer.
#[test]
fn a_changed_offer_is_found() {
    let permitted = [Mechanism::Scram(ScramHash::Sha512), SCRAM];
    let offer = ServerOffer::new(&permitted, Channel::default()).protected_from_downgrade();
    let end = |advertisement: &Advertisement, hash: ScramHash| {
        let selection = advertisement
            .select(&preferences(), &login(), &Channel::default())
            .unwrap();
        assert_eq!(selection.mechanism(), Mechanism::Scram(hash));
        run(
            &offer,
            &selection,
            &login(),
            Credentials::new(keys(hash, "pencil")),
            untouched,
        )
    };
    let honest = advertised(&offer);
    assert!(matches!(
        end(&honest, ScramHash::Sha512),
        End::Success { .. }
    ));
    let stripped = Advertisement::new(["SCRAM-SHA-256"]);
    assert_eq!(end(&stripped, HASH), End::GaveUp(ClientError::Downgrade));
    let types_added = honest.with_channel_bindings(["tls-exporter"]);
    assert_eq!(
        end(&types_added, ScramHash::Sha512),
        End::GaveUp(ClientError::Downgrade)
    );
}

/// RFC 6120 §6.6: an empty authorization identity is none.
#[test]
fn the_first_message_is_as_short_as_it_can_be() {
    let (_, message) = client(&only(SCRAM, &Channel::default()), &login().with_authzid(""));
    assert_eq!(message, b"n,,n=user,r=client-nonce");
    let named = ClientCredentials::password("a,b", "pencil").with_authzid("c=d@e");
    let (_, message) = client(&only(SCRAM, &Channel::default()), &named);
    assert_eq!(message, b"n,a=c=3Dd@e,n=a=2Cb,r=client-nonce");
}

#[test]
fn what_cannot_be_sent_is_said_before_anything_is_sent() {
    let start = |mechanism, login: &ClientCredentials| {
        let selection = only(mechanism, &tls());
        let started = ClientNegotiation::start(&selection, login, &preferences(), nonce("n"));
        started.map(|(_, message)| message)
    };
    for mechanism in [SCRAM, Mechanism::Plain] {
        let with = |username: &str, password: &str| {
            start(mechanism, &ClientCredentials::password(username, password))
        };
        assert_eq!(
            with("", "pencil"),
            Err(ClientError::Username(PreparationError::Empty))
        );
        assert_eq!(
            with("a\0", "pencil"),
            Err(ClientError::Username(PreparationError::Prohibited))
        );
        assert_eq!(
            with("user", ""),
            Err(ClientError::Password(PreparationError::Empty))
        );
        assert_eq!(
            with("user", "a\0b"),
            Err(ClientError::Password(PreparationError::Prohibited))
        );
        let long = "x".repeat(1024);
        assert_eq!(
            with(&long, "pencil"),
            Err(ClientError::Username(PreparationError::TooLong))
        );
        assert_eq!(
            with("user", &long),
            Err(ClientError::Password(PreparationError::TooLong))
        );
        let authzid = login().with_authzid("a\0b");
        assert_eq!(start(mechanism, &authzid), Err(ClientError::Authzid));
        let wrong_kind = ClientCredentials::certificate();
        assert_eq!(start(mechanism, &wrong_kind), Err(ClientError::NoMechanism));
    }
}
