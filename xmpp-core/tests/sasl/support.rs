//! What the tests share: one account, one server, and short cuts through the steps.

use xmpp_core::sasl::{
    Advertisement, Channel, ChannelBinding, ClientCredentials, ClientError, ClientNegotiation,
    ClientPreferences, Credentials, Mechanism, Nonce, SaslFailure, ScramHash, ScramKeys, Selection,
    ServerNegotiation, ServerOffer, ServerStep,
};

/// The salt of every account here.
pub(crate) const SALT: &[u8] = b"sixteen octets..";
/// Few, so that the tests are quick; clients of the tests are told to accept it.
pub(crate) const ITERATIONS: u32 = 3;

/// What a client of the tests accepts.
pub(crate) fn preferences() -> ClientPreferences {
    ClientPreferences {
        iterations: 1..=10,
        ..ClientPreferences::default()
    }
}

pub(crate) fn keys(hash: ScramHash, password: &str) -> ScramKeys {
    ScramKeys::derive(hash, password, SALT, ITERATIONS).unwrap()
}

pub(crate) fn nonce(text: &str) -> Nonce {
    Nonce::new(text).unwrap()
}

/// TLS with both kinds of binding.
pub(crate) fn tls() -> Channel {
    Channel::tls([
        ChannelBinding::tls_server_end_point([9; 32]),
        ChannelBinding::tls_exporter([7; 32]),
    ])
}

/// A server that offers everything that can be offered there.
pub(crate) fn offer(channel: Channel) -> ServerOffer {
    ServerOffer::new(&Mechanism::ALL, channel)
}

/// What a client sees of an offer.
pub(crate) fn advertised(offer: &ServerOffer) -> Advertisement {
    Advertisement::new(offer.mechanisms().iter().map(|mechanism| mechanism.name()))
        .with_channel_bindings(offer.channel_binding_types().iter().map(|kind| kind.name()))
}

/// The selection of a client that knows this mechanism only.
pub(crate) fn only(mechanism: Mechanism, channel: &Channel) -> Selection {
    let preferences = ClientPreferences {
        mechanisms: vec![mechanism],
        ..preferences()
    };
    let credentials = ClientCredentials::password("user", "pencil");
    let advertisement = advertised(&offer(channel.clone()));
    advertisement
        .select(&preferences, &credentials, channel)
        .unwrap()
}

/// A client that has sent its first message.
pub(crate) fn client(
    selection: &Selection,
    credentials: &ClientCredentials,
) -> (ClientNegotiation, Vec<u8>) {
    ClientNegotiation::start(
        selection,
        credentials,
        &preferences(),
        nonce("client-nonce"),
    )
    .unwrap()
}

/// A server that has read the first message.
pub(crate) fn server(
    offer: &ServerOffer,
    mechanism: Mechanism,
    initial: &[u8],
) -> (ServerNegotiation, ServerStep) {
    ServerNegotiation::start(offer, mechanism, Some(initial), nonce("server-nonce"))
}

/// What the server makes of a first message that it does not like.
pub(crate) fn refusal(offer: &ServerOffer, mechanism: Mechanism, initial: &[u8]) -> SaslFailure {
    failure(server(offer, mechanism, initial).1)
}

pub(crate) fn challenge(step: ServerStep) -> Vec<u8> {
    match step {
        ServerStep::Challenge(message) => message,
        other => panic!("a challenge was expected, not {other:?}"),
    }
}

pub(crate) fn failure(step: ServerStep) -> SaslFailure {
    match step {
        ServerStep::Failure(failure) => failure,
        other => panic!("a failure was expected, not {other:?}"),
    }
}

/// How an exchange ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum End {
    Success {
        authcid: Option<String>,
        authzid: Option<String>,
    },
    Refused(SaslFailure),
    GaveUp(ClientError),
}

/// Messages on their way, in the order in which they are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Message {
    Initial,
    Challenge,
    Response,
    Success,
}

/// Runs SCRAM or PLAIN to its end, with someone in the middle who may change messages.
pub(crate) fn run(
    offer: &ServerOffer,
    selection: &Selection,
    login: &ClientCredentials,
    account: Credentials,
    meddle: impl Fn(Message, Vec<u8>) -> Vec<u8>,
) -> End {
    let (mut client, initial) = client(selection, login);
    let initial = meddle(Message::Initial, initial);
    let (mut server, step) = server(offer, selection.mechanism(), &initial);
    let mut step = match step {
        ServerStep::NeedCredentials { .. } => server.credentials(account),
        other => other,
    };
    if let ServerStep::Challenge(challenge) = step {
        match client.challenge(&meddle(Message::Challenge, challenge)) {
            Ok(response) => step = server.respond(&meddle(Message::Response, response)),
            Err(error) => return End::GaveUp(error),
        }
    }
    match step {
        ServerStep::Success {
            data,
            authcid,
            authzid,
        } => {
            let data = data.map(|data| meddle(Message::Success, data));
            match client.success(data.as_deref()) {
                Ok(()) => End::Success { authcid, authzid },
                Err(error) => End::GaveUp(error),
            }
        }
        other => End::Refused(failure(other)),
    }
}

/// Nobody in the middle.
pub(crate) fn untouched(_: Message, message: Vec<u8>) -> Vec<u8> {
    message
}

/// The message with one piece of it replaced.
pub(crate) fn replaced(message: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = std::str::from_utf8(message).unwrap();
    assert!(text.contains(from), "{from} is not in {text}");
    text.replace(from, to).into_bytes()
}
