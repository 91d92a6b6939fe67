//! SASL on a client's stream (RFC 6120 §6).

use super::{ClientEvent, ClientSettings};
use crate::sasl::encoding::{decode, decode_optional, encode, encode_optional};
use crate::sasl::{
    Advertisement, Channel, ClientError, ClientNegotiation, ClientPreferences, Mechanism, Nonce,
    SaslCondition,
};
use crate::schema::sasl::{
    Abort, Auth, Challenge, Failure as Refusal, MechanismName, Mechanisms, Response, Success,
};
use crate::schema::sasl_cb::ChannelBindings;
use crate::stream::Failure;
use crate::stream::fault::Fault;
use crate::stream::link::Link;
use crate::xml::Node;
use crate::{Element, XmlText, decode as read};

/// The authentication of a client, over as many mechanisms as it takes.
#[derive(Debug)]
pub(super) struct Sasl {
    preferences: ClientPreferences,
    advertisement: Advertisement,
    channel: Channel,
    attempt: Option<ClientNegotiation>,
}

/// What a step of authentication leads to.
pub(super) enum Step {
    /// The server has something to say.
    Wait,
    /// The client is authenticated.
    Done(Mechanism),
    /// There is no way to go on.
    Failed(Failure),
}

impl Sasl {
    pub(super) fn new(settings: &ClientSettings) -> Self {
        Self {
            preferences: settings.preferences.clone(),
            advertisement: Advertisement::default(),
            channel: Channel::default(),
            attempt: None,
        }
    }

    /// Begins with what the server announces.
    pub(super) fn begin(
        &mut self,
        mechanisms: &Mechanisms,
        bindings: Option<&ChannelBindings>,
        channel: Channel,
        settings: &ClientSettings,
        link: &mut Link<ClientEvent>,
    ) -> Result<Step, Fault> {
        let names = mechanisms
            .mechanisms
            .iter()
            .map(|name| name.to_text().into_owned());
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
        let Some(attempt) = &mut self.attempt else {
            return Ok(Step::Failed(Failure::Unexpected("SASL")));
        };
        if let Some(challenge) = read::<Challenge>(element, &mut ()) {
            let data = decode(&challenge.value).map_err(|_| ClientError::Malformed);
            return match data.and_then(|data| attempt.challenge(&data)) {
                Ok(response) => {
                    link.write(&Response::new(encode(&response)))?;
                    Ok(Step::Wait)
                }
                Err(error) => {
                    link.write(&Abort::default())?;
                    Ok(Step::Failed(error.into()))
                }
            };
        }
        if let Some(success) = read::<Success>(element, &mut ()) {
            let data = decode_optional(&success.value).map_err(|_| ClientError::Malformed);
            let mechanism = attempt.mechanism();
            return Ok(
                match data.and_then(|data| attempt.success(data.as_deref())) {
                    Ok(()) => Step::Done(mechanism),
                    Err(error) => Step::Failed(error.into()),
                },
            );
        }
        match read::<Refusal>(element, &mut ()) {
            Some(refusal) => self.refused(&refusal, settings, link),
            None => Ok(Step::Failed(Failure::Unexpected("an element of SASL"))),
        }
    }

    /// A mechanism that the server does not have after all is passed over (RFC 6120 §6.4.5); anything else is final.
    fn refused(
        &mut self,
        refusal: &Refusal,
        settings: &ClientSettings,
        link: &mut Link<ClientEvent>,
    ) -> Result<Step, Fault> {
        let condition = Element::of(&refusal.condition)?;
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
        Ok(Step::Failed(Failure::Authentication {
            condition,
            text: refusal.text.as_ref().map(|text| text.value.clone()),
        }))
    }

    /// Begins with the best mechanism that is left.
    fn attempt(
        &mut self,
        settings: &ClientSettings,
        link: &mut Link<ClientEvent>,
    ) -> Result<Step, Fault> {
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
        let Ok(name) = MechanismName::from_text(attempt.mechanism().name()) else {
            return Ok(Step::Failed(ClientError::NoMechanism.into()));
        };
        link.write(&Auth::new(name, encode_optional(Some(&initial))))?;
        self.attempt = Some(attempt);
        Ok(Step::Wait)
    }
}
