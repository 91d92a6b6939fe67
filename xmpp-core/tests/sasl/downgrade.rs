//! Someone in the middle who wants the exchange not to be bound to the channel (RFC 5802 §6; attack B10).

use xmpp_core::sasl::{
    Advertisement, Channel, ChannelBinding, ClientCredentials, Credentials, Mechanism,
    SaslCondition, SaslFailure, ScramError, ScramHash, Selection, ServerStep,
};

use crate::support::{
    End, Message, keys, offer, only, preferences, refusal, replaced, run, server, tls, untouched,
};

const HASH: ScramHash = ScramHash::Sha256;
const SCRAM: Mechanism = Mechanism::Scram(HASH);
const PLUS: Mechanism = Mechanism::ScramPlus(HASH);

fn account() -> Credentials {
    Credentials::new(keys(HASH, "pencil"))
}

fn login() -> ClientCredentials {
    ClientCredentials::password("user", "pencil")
}

fn refused(scram: ScramError) -> SaslFailure {
    SaslFailure {
        condition: SaslCondition::NotAuthorized,
        scram: Some(scram),
    }
}

/// What a client that could bind selects from an offer whose -PLUS mechanisms were removed.
fn selected_without_plus() -> Selection {
    let advertisement = Advertisement::new(["SCRAM-SHA-256"]);
    advertisement
        .select(&preferences(), &login(), &tls())
        .unwrap()
}

/// RFC 5802 §6: `y` towards a server that offers channel binding is a downgrade; so is any disagreement of flag and
/// mechanism.
#[test]
fn downgrades_of_channel_binding_are_found() {
    let cases = [
        (SCRAM, "y,,", ScramError::ServerDoesSupportChannelBinding),
        (
            SCRAM,
            "p=tls-exporter,,",
            ScramError::ChannelBindingNotSupported,
        ),
        (PLUS, "y,,", ScramError::ChannelBindingsDontMatch),
        (PLUS, "n,,", ScramError::ChannelBindingsDontMatch),
        (
            PLUS,
            "p=tls-unique,,",
            ScramError::UnsupportedChannelBindingType,
        ),
        (
            PLUS,
            "p=TLS-EXPORTER,,",
            ScramError::UnsupportedChannelBindingType,
        ),
    ];
    for (mechanism, header, error) in cases {
        let message = format!("{header}n=user,r=abc");
        let failure = refusal(&offer(tls()), mechanism, message.as_bytes());
        assert_eq!(failure, refused(error), "{mechanism} {header}");
    }
    // Where there is nothing to bind to, `y` is the truth.
    let (_, step) = server(&offer(Channel::tls([])), SCRAM, b"y,,n=user,r=abc");
    assert!(
        matches!(step, ServerStep::NeedCredentials { .. }),
        "{step:?}"
    );
    // A type that this channel does not have.
    let end_point = Channel::tls([ChannelBinding::tls_server_end_point([9; 32])]);
    let failure = refusal(&offer(end_point), PLUS, b"p=tls-exporter,,n=user,r=abc");
    assert_eq!(failure, refused(ScramError::UnsupportedChannelBindingType));
}

/// Someone in the middle, with a TLS connection to each side: the two see different channels.
#[test]
fn a_channel_that_ends_in_the_middle_is_found() {
    let theirs = Channel::tls([ChannelBinding::tls_exporter([8; 32])]);
    let end = run(
        &offer(tls()),
        &only(PLUS, &theirs),
        &login(),
        account(),
        untouched,
    );
    assert_eq!(
        end,
        End::Refused(refused(ScramError::ChannelBindingsDontMatch))
    );
}

/// Someone in the middle who removes -PLUS from the offer and covers it up by changing `y` to `n` (RFC 5802 §6).
#[test]
fn a_covered_up_downgrade_is_found() {
    let stripped = selected_without_plus();
    let offer = offer(tls());
    let end = run(&offer, &stripped, &login(), account(), untouched);
    assert_eq!(
        end,
        End::Refused(refused(ScramError::ServerDoesSupportChannelBinding))
    );
    let end = run(
        &offer,
        &stripped,
        &login(),
        account(),
        |message, bytes| match message {
            Message::Initial => replaced(&bytes, "y,,", "n,,"),
            _ => bytes,
        },
    );
    assert_eq!(
        end,
        End::Refused(refused(ScramError::ChannelBindingsDontMatch))
    );
    // Changing `c=` as well makes the proof wrong, because it covers it.
    let end = run(
        &offer,
        &stripped,
        &login(),
        account(),
        |message, bytes| match message {
            Message::Initial => replaced(&bytes, "y,,", "n,,"),
            Message::Response => replaced(&bytes, "c=eSws", "c=biws"),
            _ => bytes,
        },
    );
    assert_eq!(end, End::Refused(refused(ScramError::InvalidProof)));
}
