//! SASL on a client's stream (RFC 6120 §6).

use super::sasl2::Entry;
use super::{ClientEvent, ClientSettings};
use crate::sasl::encoding::{decode, decode_optional, encode, encode_optional};
use crate::sasl::{
    Advertisement, Channel, ClientError, ClientNegotiation, ClientPreferences, Nonce,
    SaslCondition, TokenMechanism, token_answer_is_right, token_message,
};
use crate::schema::sasl::{
    Abort, Auth, Challenge, Condition, Failure as Refusal, MechanismName, Response, Success,
};
use crate::schema::sasl_cb::ChannelBindings;
use crate::schema::sasl_extensible as extensible;
use crate::stream::fault::Fault;
use crate::stream::link::Link;
use crate::stream::{ClientToken, Failure};
use crate::xml::Node;
use crate::{Element, XmlText, decode as read};

/// The authentication of a client, over as many mechanisms as it takes.
#[derive(Debug)]
pub(super) struct Sasl {
    preferences: ClientPreferences,
    advertisement: Advertisement,
    channel: Channel,
    attempt: Option<ClientNegotiation>,
    /// The token that the client has authenticated with.
    redeeming: Option<ClientToken>,
    /// What is asked for besides, in the extensible profile.
    entry: Option<Entry>,
}

/// The client is authenticated.
pub(super) struct Done {
    /// How.
    pub(super) event: ClientEvent,
    /// What has come of the rest, in the extensible profile.
    pub(super) success: Option<Box<extensible::Success>>,
    /// What a token is for that comes with it.
    pub(super) wanted: Option<TokenMechanism>,
}

/// What the server says, in either profile.
enum Said {
    Challenge(String),
    /// The additional data, as it is written.
    Success(Option<Box<extensible::Success>>, Option<String>),
    Refusal(Condition, Option<String>),
}

/// What a step of authentication leads to.
pub(super) enum Step {
    /// The server has something to say.
    Wait,
    /// The client is authenticated.
    Done(Done),
    /// There is no way to go on.
    Failed(Failure),
}

impl Sasl {
    /// In the extensible profile, if there is an entry.
    pub(super) fn new(settings: &ClientSettings, entry: Option<Entry>) -> Self {
        Self {
            preferences: settings.preferences.clone(),
            advertisement: Advertisement::default(),
            channel: Channel::default(),
            attempt: None,
            redeeming: None,
            entry,
        }
    }

    /// Begins with what the server announces.
    pub(super) fn begin(
        &mut self,
        names: Vec<String>,
        bindings: Option<&ChannelBindings>,
        channel: Channel,
        settings: &ClientSettings,
        link: &mut Link<ClientEvent>,
    ) -> Result<Step, Fault> {
        let bindings = bindings.map(|bindings| bindings.channel_bindings.iter());
        let bindings = bindings
            .into_iter()
            .flatten()
            .map(|binding| binding.type_.clone());
        self.advertisement = Advertisement::new(names).with_channel_bindings(bindings);
        self.channel = channel;
        self.attempt(settings, link)
    }

    pub(super) fn on_element(
        &mut self,
        element: Node<'_>,
        settings: &ClientSettings,
        link: &mut Link<ClientEvent>,
    ) -> Result<Step, Fault> {
        match self.said(element) {
            Some(Said::Challenge(value)) => self.challenged(&value, link),
            Some(Said::Success(success, data)) => Ok(self.succeeded(success, data.as_deref())),
            Some(Said::Refusal(condition, text)) => self.refused(&condition, text, settings, link),
            None => Ok(Step::Failed(Failure::Unexpected("an element of SASL"))),
        }
    }

    /// Reads an element of the profile that is spoken.
    fn said(&self, element: Node<'_>) -> Option<Said> {
        if self.entry.is_some() {
            if let Some(challenge) = read::<extensible::Challenge>(element, &mut ()) {
                return Some(Said::Challenge(challenge.value));
            }
            if let Some(success) = read::<extensible::Success>(element, &mut ()) {
                let data = success.additional_data.clone();
                return Some(Said::Success(Some(Box::new(success)), data));
            }
            let refusal = read::<extensible::Failure>(element, &mut ())?;
            return Some(Said::Refusal(refusal.condition, refusal.text));
        }
        if let Some(challenge) = read::<Challenge>(element, &mut ()) {
            return Some(Said::Challenge(challenge.value));
        }
        if let Some(success) = read::<Success>(element, &mut ()) {
            return Some(Said::Success(None, Some(success.value)));
        }
        let refusal = read::<Refusal>(element, &mut ())?;
        let text = refusal.text.map(|text| text.value);
        Some(Said::Refusal(refusal.condition, text))
    }

    fn challenged(&mut self, value: &str, link: &mut Link<ClientEvent>) -> Result<Step, Fault> {
        let Some(attempt) = &mut self.attempt else {
            return Ok(Step::Failed(Failure::Unexpected("SASL")));
        };
        let data = decode(value).map_err(|_| ClientError::Malformed);
        let is_extensible = self.entry.is_some();
        match data.and_then(|data| attempt.challenge(&data)) {
            Ok(response) if is_extensible => {
                link.write(&extensible::Response::new(encode(&response)))?;
                Ok(Step::Wait)
            }
            Ok(response) => {
                link.write(&Response::new(encode(&response)))?;
                Ok(Step::Wait)
            }
            Err(error) => {
                match is_extensible {
                    true => link.write(&extensible::Abort::default())?,
                    false => link.write(&Abort::default())?,
                }
                Ok(Step::Failed(error.into()))
            }
        }
    }

    /// The server accepts the client. Whether the client accepts the server is for its proof to say.
    fn succeeded(&mut self, success: Option<Box<extensible::Success>>, data: Option<&str>) -> Step {
        let data = decode_optional(data.unwrap_or_default()).map_err(|_| ClientError::Malformed);
        let wanted = self.entry.as_ref().and_then(|entry| entry.wanted);
        if let Some(token) = &self.redeeming {
            let ClientToken {
                mechanism, secret, ..
            } = token;
            let proof = data.ok().flatten().unwrap_or_default();
            if !token_answer_is_right(*mechanism, secret, &self.channel, &proof) {
                return Step::Failed(ClientError::Unverified.into());
            }
            return Step::Done(Done {
                event: ClientEvent::AuthenticatedByToken(*mechanism),
                success,
                wanted: Some(*mechanism),
            });
        }
        let Some(attempt) = &mut self.attempt else {
            return Step::Failed(Failure::Unexpected("SASL"));
        };
        let event = ClientEvent::Authenticated(attempt.mechanism());
        match data.and_then(|data| attempt.success(data.as_deref())) {
            Ok(()) => Step::Done(Done {
                event,
                success,
                wanted,
            }),
            Err(error) => Step::Failed(error.into()),
        }
    }

    /// A mechanism that the server does not have after all is passed over (RFC 6120 §6.4.5), and so is a token that it does not take
    /// any more (XEP-0484 §5); anything else is final.
    fn refused(
        &mut self,
        condition: &Condition,
        text: Option<String>,
        settings: &ClientSettings,
        link: &mut Link<ClientEvent>,
    ) -> Result<Step, Fault> {
        if self.redeeming.take().is_some() {
            link.event(ClientEvent::TokenRefused);
            return self.attempt(settings, link);
        }
        let condition = Element::of(condition)?;
        let condition = SaslCondition::from_name(condition.name());
        if condition == SaslCondition::InvalidMechanism
            && let Some(attempt) = self.attempt.take()
        {
            let refused = attempt.mechanism();
            self.preferences
                .mechanisms
                .retain(|mechanism| *mechanism != refused);
            return self.attempt(settings, link);
        }
        Ok(Step::Failed(Failure::Authentication { condition, text }))
    }

    /// Begins with the token, if there is one.
    fn redeem(
        &mut self,
        settings: &ClientSettings,
        link: &mut Link<ClientEvent>,
    ) -> Result<bool, Fault> {
        let Some(entry) = &mut self.entry else {
            return Ok(false);
        };
        let username = settings
            .account
            .as_ref()
            .and_then(|account| account.local());
        let (Some(token), Some(username)) = (entry.token.clone(), username) else {
            return Ok(false);
        };
        let ClientToken {
            mechanism, secret, ..
        } = &token;
        let Some(message) = token_message(*mechanism, username, secret, &self.channel) else {
            return Ok(false);
        };
        link.write(&entry.authenticate(mechanism.name(), encode(&message)))?;
        entry.token = None;
        self.redeeming = Some(token);
        Ok(true)
    }

    /// Begins with the best mechanism that is left.
    fn attempt(
        &mut self,
        settings: &ClientSettings,
        link: &mut Link<ClientEvent>,
    ) -> Result<Step, Fault> {
        if self.redeem(settings, link)? {
            return Ok(Step::Wait);
        }
        let nonce = Nonce::from_random(&link.entropy.octets()[..18]);
        let selected =
            self.advertisement
                .select(&self.preferences, &settings.credentials, &self.channel);
        let started = selected.and_then(|selection| {
            ClientNegotiation::start(&selection, &settings.credentials, &self.preferences, nonce)
        });
        let (attempt, initial) = match started {
            Ok(started) => started,
            Err(error) => return Ok(Step::Failed(error.into())),
        };
        let message = encode_optional(Some(&initial));
        let name = attempt.mechanism().name();
        match (&self.entry, MechanismName::from_text(name)) {
            (Some(entry), _) => link.write(&entry.authenticate(name, message))?,
            (None, Ok(name)) => link.write(&Auth::new(name, message))?,
            (None, Err(_)) => return Ok(Step::Failed(ClientError::NoMechanism.into())),
        }
        self.attempt = Some(attempt);
        Ok(Step::Wait)
    }
}
