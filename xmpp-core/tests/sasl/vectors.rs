//! Exchanges whose bytes are published, or were computed by another implementation.

use xmpp_core::sasl::{
    Channel, ChannelBinding, ClientCredentials, ClientNegotiation, ClientPreferences, Credentials,
    Mechanism, Nonce, ScramHash, ScramKeys, ServerNegotiation, ServerOffer, ServerStep, encoding,
};

use crate::support::{advertised, challenge};

/// An exchange of `user` with the password `pencil`.
struct Vector {
    hash: ScramHash,
    binding: Option<ChannelBinding>,
    client_nonce: &'static str,
    server_nonce: &'static str,
    salt: &'static str,
    stored_key: &'static str,
    messages: [&'static str; 4],
}

#[test]
fn the_exchange_of_rfc_5802_section_5() {
    check(&Vector {
        hash: ScramHash::Sha1,
        binding: None,
        client_nonce: "fyko+d2lbbFgONRv9qkxdawL",
        server_nonce: "3rfcNHYJY1ZVvWVs7j",
        salt: "QSXCR+Q6sek8bf92",
        stored_key: "e9d94660c39d65c38fbad91c358f14da0eef2bd6",
        messages: [
            "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
            "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
            "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
            "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
        ],
    });
}

#[test]
fn the_exchange_of_rfc_7677_section_3() {
    check(&Vector {
        hash: ScramHash::Sha256,
        binding: None,
        client_nonce: "rOprNGfwEbeRWgbNEkqO",
        server_nonce: "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
        salt: "W22ZaJ0SNY7soEsUEjb6gQ==",
        stored_key: "586e5df283e6dceb5c3e791d8b8528ec191e664045ce971792e2e6b5bb13e2a6",
        messages: [
            "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
        ],
    });
}

/// Computed with Python's `hashlib` and `hmac` by the formulas of RFC 5802 §3.
#[test]
fn an_exchange_with_sha_512() {
    check(&Vector {
        hash: ScramHash::Sha512,
        binding: None,
        client_nonce: "rOprNGfwEbeRWgbNEkqO",
        server_nonce: "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
        salt: "W22ZaJ0SNY7soEsUEjb6gQ==",
        stored_key: SHA_512_STORED_KEY,
        messages: [
            "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=gMGXRcevScNtxZ6/8lQYpGtnsNAc3mGcmNomv+xnoOMw+3R2xNJdMNnzMlTN8PPC6wdp6dybEmDYXYTxwnYPJQ==",
            "v=ZQnYEgWQMFmmsM8aQMF0nDDCy/AgCzkwk8CmMZYcMg0vSVlKDanekLtifDSeVGT4+5ZxXnJq199RVG2rR7N7Zw==",
        ],
    });
}

/// Computed as the one above; the data of the channel are the octets 0 to 31.
#[test]
fn an_exchange_bound_to_the_channel() {
    check(&Vector {
        hash: ScramHash::Sha512,
        binding: Some(ChannelBinding::tls_exporter(std::array::from_fn(|octet| {
            octet as u8
        }))),
        client_nonce: "rOprNGfwEbeRWgbNEkqO",
        server_nonce: "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
        salt: "W22ZaJ0SNY7soEsUEjb6gQ==",
        stored_key: SHA_512_STORED_KEY,
        messages: [
            "p=tls-exporter,,n=user,r=rOprNGfwEbeRWgbNEkqO",
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            "c=cD10bHMtZXhwb3J0ZXIsLAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=jVaGV/PIJ7hgkpxV9a1jdpzyYkHQH9gW6fn3DbAL2oEA+5w4CCSJjoq8G37bn2FsGaVEMsk4kiHRqMUoN/aiiA==",
            "v=bTvxua5nsJsvSd2bk+1WbSe84MBgjkACQPOqiN7MhTBLYxVX2QUqwET2NLcZEv2CfexR6NbAMluKltOEs5vLYw==",
        ],
    });
}

const SHA_512_STORED_KEY: &str = "e8002e6f7d3ae446119b216933644dc2a2be7869eb918b8459b5e7d7d2ec12606aceef106825cd735170a675fd3611f684affad1dce3f43a0ee43bd590e1dbbe";

/// Both sides make the published bytes, and accept those of the other side.
fn check(vector: &Vector) {
    let [first, second, third, last] = vector.messages.map(str::as_bytes);
    let (mechanism, channel) = match &vector.binding {
        Some(binding) => (
            Mechanism::ScramPlus(vector.hash),
            Channel::tls([binding.clone()]),
        ),
        None => (Mechanism::Scram(vector.hash), Channel::default()),
    };
    let offer = ServerOffer::new(&[mechanism], channel.clone());
    let login = ClientCredentials::password("user", "pencil");
    let preferences = ClientPreferences::default();
    let selection = advertised(&offer)
        .select(&preferences, &login, &channel)
        .unwrap();

    let client_nonce = Nonce::new(vector.client_nonce).unwrap();
    let (mut client, sent) =
        ClientNegotiation::start(&selection, &login, &preferences, client_nonce).unwrap();
    assert_eq!(sent, first);
    assert_eq!(client.challenge(second).unwrap(), third);
    client.success(Some(last)).unwrap();

    let salt = encoding::decode(vector.salt).unwrap();
    let keys = ScramKeys::derive(vector.hash, "pencil", &salt, 4096).unwrap();
    assert_eq!(hexadecimal(keys.stored_key()), vector.stored_key);
    let server_nonce = Nonce::new(vector.server_nonce).unwrap();
    let (mut server, step) = ServerNegotiation::start(&offer, mechanism, Some(first), server_nonce);
    assert!(
        matches!(step, ServerStep::NeedCredentials { .. }),
        "{step:?}"
    );
    assert_eq!(
        challenge(server.credentials(Credentials::new(keys))),
        second
    );
    let ServerStep::Success { data, .. } = server.respond(third) else {
        panic!("the proof is right");
    };
    assert_eq!(data.unwrap(), last);
}

fn hexadecimal(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

/// XEP-0474 §6.3: the hash over two mechanisms and two types of channel binding.
#[test]
fn the_offer_is_protected_by_a_hash() {
    let mechanisms = [
        Mechanism::Scram(ScramHash::Sha1),
        Mechanism::ScramPlus(ScramHash::Sha1),
    ];
    let channel = Channel::tls([
        ChannelBinding::tls_server_end_point([1; 32]),
        ChannelBinding::tls_exporter([2; 32]),
    ]);
    let offer = ServerOffer::new(&mechanisms, channel).protected_from_downgrade();
    let keys = ScramKeys::derive(ScramHash::Sha1, "pencil", b"salt", 4096).unwrap();
    let (mut server, _) = ServerNegotiation::start(
        &offer,
        Mechanism::ScramPlus(ScramHash::Sha1),
        Some(b"p=tls-exporter,,n=user,r=12C4CD5C"),
        Nonce::new("a09117a6").unwrap(),
    );
    let challenge = challenge(server.credentials(Credentials::new(keys)));
    assert_eq!(
        String::from_utf8(challenge).unwrap(),
        "r=12C4CD5Ca09117a6,s=c2FsdA==,i=4096,h=G6k/rBLDqgOhRRaCuuatSDFkJ08="
    );
}
