//! Which mechanism a client selects, and how it is bound (RFC 6120 §6.3.3, RFC 5802 §6, XEP-0440; attack B10).

use xmpp_core::sasl::{
    Advertisement, Channel, ChannelBinding, ChannelBindingType, ChannelBindingUse,
    ClientCredentials, ClientError, ClientPreferences, Mechanism, SaslCondition, ScramHash,
    Selection, ServerOffer,
};

use crate::support::tls;

const SHA_1: Mechanism = Mechanism::Scram(ScramHash::Sha1);
const SHA_256: Mechanism = Mechanism::Scram(ScramHash::Sha256);
const SHA_1_PLUS: Mechanism = Mechanism::ScramPlus(ScramHash::Sha1);

fn select(
    mechanisms: &[&str],
    types: &[&str],
    channel: &Channel,
) -> Result<Selection, ClientError> {
    let advertisement =
        Advertisement::new(mechanisms.iter().copied()).with_channel_bindings(types.iter().copied());
    let login = ClientCredentials::password("user", "pencil");
    advertisement.select(&ClientPreferences::default(), &login, channel)
}

fn encrypted() -> Channel {
    Channel::tls([])
}

/// RFC 6120 §6.3.3: the order of the server does not count.
#[test]
fn the_strongest_is_selected_whatever_the_order() {
    let offered = [
        "PLAIN",
        "DIGEST-MD5",
        "SCRAM-SHA-1",
        "SCRAM-SHA-256",
        "ANONYMOUS",
        "EXTERNAL",
    ];
    let selection = select(&offered, &[], &encrypted()).unwrap();
    assert_eq!(selection.mechanism(), SHA_256);
    assert_eq!(*selection.channel_binding(), ChannelBindingUse::Unsupported);
}

#[test]
fn credentials_decide_what_comes_into_question() {
    let all = Advertisement::new(Mechanism::ALL.map(Mechanism::name));
    let select = |credentials: &ClientCredentials| {
        let preferences = ClientPreferences::default();
        all.select(&preferences, credentials, &encrypted())
            .map(|selection| selection.mechanism())
    };
    assert_eq!(
        select(&ClientCredentials::certificate()),
        Ok(Mechanism::External)
    );
    assert_eq!(
        select(&ClientCredentials::anonymous()),
        Ok(Mechanism::Anonymous)
    );
    let password = ClientCredentials::password("user", "pencil");
    assert_eq!(select(&password), Ok(Mechanism::Scram(ScramHash::Sha512)));
}

/// RFC 4616 §5: not without TLS, whatever the server says.
#[test]
fn a_password_is_never_shown_without_tls() {
    assert_eq!(
        select(&["PLAIN"], &[], &Channel::default()),
        Err(ClientError::NoMechanism)
    );
    let selection = select(&["PLAIN"], &[], &encrypted()).unwrap();
    assert_eq!(selection.mechanism(), Mechanism::Plain);
}

/// RFC 6120 §6.3.3: what is not on the client's list is not tried.
#[test]
fn the_client_has_the_last_word() {
    let preferences = ClientPreferences {
        mechanisms: vec![SHA_1, Mechanism::Plain],
        ..ClientPreferences::default()
    };
    let login = ClientCredentials::password("user", "pencil");
    let select = |names: &[&str]| {
        let advertisement = Advertisement::new(names.iter().copied());
        let selection = advertisement.select(&preferences, &login, &tls())?;
        Ok((selection.mechanism(), selection.channel_binding().clone()))
    };
    let no_binding = ChannelBindingUse::Unsupported;
    assert_eq!(
        select(&[
            "SCRAM-SHA-256-PLUS",
            "SCRAM-SHA-256",
            "PLAIN",
            "SCRAM-SHA-1"
        ]),
        Ok((SHA_1, no_binding))
    );
    assert_eq!(select(&["SCRAM-SHA-256"]), Err(ClientError::NoMechanism));
    // It would not bind, so it misses nothing.
    assert_eq!(
        select(&["SCRAM-SHA-1"]),
        Ok((SHA_1, ChannelBindingUse::Unsupported))
    );
}

#[test]
fn the_channel_is_bound_with_the_strongest_type_that_both_have() {
    let bound = |types: &[&str], channel: &Channel| {
        let selection = select(
            &["SCRAM-SHA-256", "SCRAM-SHA-1", "SCRAM-SHA-1-PLUS"],
            types,
            channel,
        );
        let selection = selection.unwrap();
        assert_eq!(selection.mechanism(), SHA_1_PLUS);
        match selection.channel_binding() {
            ChannelBindingUse::Bound(binding) => binding.kind(),
            other => panic!("{other:?}"),
        }
    };
    let exporter = ChannelBindingType::TlsExporter;
    let end_point = ChannelBindingType::TlsServerEndPoint;
    assert_eq!(bound(&[], &tls()), exporter);
    assert_eq!(
        bound(
            &["tls-unique", "tls-exporter", "tls-server-end-point"],
            &tls()
        ),
        exporter
    );
    assert_eq!(bound(&["tls-server-end-point"], &tls()), end_point);
    let only_end_point = Channel::tls([ChannelBinding::tls_server_end_point([9; 48])]);
    assert_eq!(
        bound(&["tls-exporter", "tls-server-end-point"], &only_end_point),
        end_point
    );
}

/// A client may rank a hash function above channel binding; that is its own doing, and no attack.
#[test]
fn the_order_may_prefer_not_to_bind() {
    let preferences = ClientPreferences {
        mechanisms: vec![SHA_256, SHA_1_PLUS],
        ..ClientPreferences::default()
    };
    let advertisement = Advertisement::new(["SCRAM-SHA-256", "SCRAM-SHA-1-PLUS"])
        .with_channel_bindings(["tls-exporter"]);
    let login = ClientCredentials::password("user", "pencil");
    let selection = advertisement.select(&preferences, &login, &tls()).unwrap();
    assert_eq!(selection.mechanism(), SHA_256);
    assert_eq!(*selection.channel_binding(), ChannelBindingUse::Unsupported);
}

/// RFC 5802 §6: the client that could, and is offered nothing, says so.
#[test]
fn a_client_that_misses_channel_binding_says_so() {
    let selection = select(&["SCRAM-SHA-1"], &[], &tls()).unwrap();
    assert_eq!(*selection.channel_binding(), ChannelBindingUse::NotOffered);
    let selection = select(&["SCRAM-SHA-1"], &[], &encrypted()).unwrap();
    assert_eq!(*selection.channel_binding(), ChannelBindingUse::Unsupported);
}

/// XEP-0440 §4: types without mechanisms, and mechanisms without a type that every server must have, are no honest offer.
#[test]
fn an_offer_that_contradicts_itself_is_not_taken() {
    let stripped = Err(ClientError::ChannelBindingStripped);
    assert_eq!(
        select(&["SCRAM-SHA-1"], &["tls-exporter"], &tls()),
        stripped
    );
    assert_eq!(
        select(
            &["SCRAM-SHA-1", "SCRAM-SHA-1-PLUS"],
            &["tls-unique"],
            &tls()
        ),
        stripped
    );
    // It may be honest where `tls-server-end-point` is among them, and the client has none.
    let exporter = Channel::tls([ChannelBinding::tls_exporter([7; 32])]);
    let types = ["tls-unique", "tls-server-end-point"];
    let selection = select(&["SCRAM-SHA-1", "SCRAM-SHA-1-PLUS"], &types, &exporter).unwrap();
    assert_eq!(selection.mechanism(), SHA_1);
    assert_eq!(*selection.channel_binding(), ChannelBindingUse::Unsupported);
}

#[test]
fn a_server_offers_what_the_channel_permits() {
    let names = |offer: &ServerOffer| {
        offer
            .mechanisms()
            .iter()
            .map(|mechanism| mechanism.name())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let permitted = [
        Mechanism::Plain,
        SHA_1,
        Mechanism::External,
        SHA_1_PLUS,
        SHA_256,
        SHA_1,
    ];
    let open = ServerOffer::new(&permitted, Channel::default());
    assert_eq!(names(&open), "SCRAM-SHA-256 SCRAM-SHA-1");
    let secure = ServerOffer::new(&permitted, encrypted());
    assert_eq!(names(&secure), "EXTERNAL SCRAM-SHA-256 SCRAM-SHA-1 PLAIN");
    assert_eq!(secure.channel_binding_types(), []);
    let bindable = ServerOffer::new(&permitted, tls());
    assert_eq!(
        names(&bindable),
        "EXTERNAL SCRAM-SHA-1-PLUS SCRAM-SHA-256 SCRAM-SHA-1 PLAIN"
    );
    assert_eq!(
        bindable.channel_binding_types(),
        [
            ChannelBindingType::TlsExporter,
            ChannelBindingType::TlsServerEndPoint
        ]
    );
}

/// RFC 6120 §6.5.4, §6.5.7; attack B08: what was not offered is not accepted.
#[test]
fn a_mechanism_that_is_not_offered_is_refused() {
    let permitted = [Mechanism::Plain, SHA_1, SHA_1_PLUS];
    let open = ServerOffer::new(&permitted, Channel::default());
    assert_eq!(open.select("SCRAM-SHA-1"), Ok(SHA_1));
    assert_eq!(open.select("PLAIN"), Err(SaslCondition::EncryptionRequired));
    for name in [
        "ANONYMOUS",
        "EXTERNAL",
        "SCRAM-SHA-1-PLUS",
        "CRAM-MD5",
        "scram-sha-1",
        "",
    ] {
        assert_eq!(
            open.select(name),
            Err(SaslCondition::InvalidMechanism),
            "{name}"
        );
    }
}

#[test]
fn names_of_channel_bindings_are_read() {
    for kind in [
        ChannelBindingType::TlsExporter,
        ChannelBindingType::TlsServerEndPoint,
    ] {
        assert_eq!(kind.to_string().parse(), Ok(kind));
    }
    assert!("tls-unique".parse::<ChannelBindingType>().is_err());
}
