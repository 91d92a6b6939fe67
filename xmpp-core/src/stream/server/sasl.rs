//! SASL on a server's stream (RFC 6120 §6).

use super::event::{AuthenticationId, AuthenticationRequest, AuthorizationRequest, ServerEvent};
use super::profile::Profile;
use crate::sasl::encoding::{EncodingError, decode, decode_optional, encode_optional};
use crate::sasl::{
    Channel, Credentials, Mechanism, Nonce, SaslCondition, ServerNegotiation, ServerOffer,
    ServerStep,
};
use crate::schema::sasl::{Abort, Auth, MechanismName, Mechanisms, NS, Response, Success};
use crate::schema::sasl_cb::{ChannelBinding, ChannelBindings};
use crate::schema::streamerror;
use crate::schema::streams::Features;
use crate::stream::fault::{Fault, Handled};
use crate::stream::link::Link;
use crate::stream::{
    TlsInfo,
    server::policy::{Host, TlsUse},
};
use crate::xml::Node;
use crate::{BareJid, Jid, XmlText, decode as read};

/// The authentication of one client, over as many attempts as it is given.
#[derive(Debug)]
pub(super) struct Sasl {
    domain: BareJid,
    offer: ServerOffer,
    /// Whether mechanisms are announced; where TLS has to come first, none is.
    announced: bool,
    attempt: Option<Attempt>,
    attempts: u64,
    failures: u8,
    retries: u8,
    /// How the client speaks.
    profile: Profile,
    /// Why the last attempt has failed, if nobody has looked at it.
    failure: Option<SaslCondition>,
}

#[derive(Debug)]
struct Attempt {
    id: AuthenticationId,
    negotiation: ServerNegotiation,
    /// Whom the certificate names.
    certified: Option<BareJid>,
    /// Whether the client asks to act as itself, in so many words.
    as_itself: bool,
}

/// Whom the client has proved to be.
pub(super) struct Proven {
    /// The address, as which it goes on.
    pub(super) account: BareJid,
    /// What `<success/>` is to carry.
    pub(super) data: Option<Vec<u8>>,
}

/// What a step of authentication leads to.
pub(super) type Step = Result<Option<Proven>, Fault>;

impl Sasl {
    pub(super) fn new(retries: u8) -> Self {
        Self {
            domain: BareJid::new("invalid").expect("a label is a domain"),
            offer: ServerOffer::new(&[], Channel::default()),
            announced: false,
            attempt: None,
            attempts: 0,
            failures: 0,
            retries,
            profile: Profile::Classic,
            failure: None,
        }
    }

    /// What this domain permits on this connection. A new header ends the attempt that was under way, not the count of failures.
    pub(super) fn prepare(&mut self, host: &Host, tls: Option<&TlsInfo>, protected: bool) {
        let channel = tls.map_or_else(Channel::default, TlsInfo::channel);
        let certificate = tls.is_some_and(|tls| tls.certificate);
        let permitted: Vec<Mechanism> = host
            .mechanisms
            .iter()
            .copied()
            .filter(|mechanism| certificate || *mechanism != Mechanism::External)
            .collect();
        self.announced = channel.encrypted || host.tls != TlsUse::Required;
        let offer = ServerOffer::new(&permitted, channel);
        self.offer = match protected {
            true => offer.protected_from_downgrade(),
            false => offer,
        };
        self.domain = host.domain.clone();
        self.attempt = None;
    }

    /// Announces the mechanisms (RFC 6120 §6.4.1), if there are any.
    pub(super) fn offer(&self, features: &mut Features) {
        let names: Vec<_> = self
            .names()
            .filter_map(|name| MechanismName::from_text(name).ok())
            .collect();
        if !names.is_empty() {
            features.mechanisms = Some(Mechanisms::new(names));
            features.channel_bindings = self.channel_bindings();
        }
    }

    /// The names of the mechanisms that are announced: none where TLS has to come first.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        let known = self.offer.mechanisms().iter();
        known.map(|known| known.name()).filter(|_| self.announced)
    }

    /// How the client speaks.
    pub(super) const fn profile(&self) -> Profile {
        self.profile
    }

    /// Whether an attempt has failed.
    pub(super) const fn has_failed(&self) -> bool {
        self.failures > 0
    }

    /// Why the last attempt has failed, once.
    pub(super) const fn take_failure(&mut self) -> Option<SaslCondition> {
        self.failure.take()
    }

    /// Whether an attempt is under way, spoken in this way.
    pub(super) fn is_running(&self, profile: Profile) -> bool {
        self.attempt.is_some() && self.profile == profile
    }

    /// What -PLUS mechanisms can be bound to (XEP-0440 §2), where there are any.
    fn channel_bindings(&self) -> Option<ChannelBindings> {
        let types = self.offer.channel_binding_types();
        let types = types
            .into_iter()
            .map(|kind| ChannelBinding::new(kind.name()));
        let types: Vec<_> = types.collect();
        (!types.is_empty()).then(|| ChannelBindings::new(types))
    }

    pub(super) fn on_element(&mut self, element: Node<'_>, link: &mut Link<ServerEvent>) -> Step {
        let Some(command) = Command::read(element) else {
            let text = "that has no place in authentication";
            return Err(Fault::new(
                streamerror::Condition::UnsupportedStanzaType,
                text,
            ));
        };
        self.on_command(Profile::Classic, command, link)
    }

    /// The same, however it is said.
    pub(super) fn on_command(
        &mut self,
        profile: Profile,
        command: Command,
        link: &mut Link<ServerEvent>,
    ) -> Step {
        self.profile = profile;
        match command {
            Command::Auth { mechanism, data } => self.begin(&mechanism, data, link),
            Command::Response(data) => match (self.attempt.as_mut(), data) {
                (Some(attempt), Ok(data)) => {
                    let step = attempt.negotiation.respond(&data);
                    self.go_on(step, link)
                }
                (Some(_), Err(error)) => self.fail(error.condition(), link),
                (None, _) => self.fail(SaslCondition::MalformedRequest, link),
            },
            Command::Abort => self.fail(SaslCondition::Aborted, link),
        }
    }

    /// The driver knows the account, or has made one up.
    pub(super) fn authenticate(
        &mut self,
        id: AuthenticationId,
        credentials: Credentials,
        link: &mut Link<ServerEvent>,
    ) -> Step {
        let Some(attempt) = self.attempt.as_mut().filter(|attempt| attempt.id == id) else {
            return Ok(None);
        };
        link.answered();
        let credentials = if attempt.as_itself {
            credentials.permit_authzid()
        } else {
            credentials
        };
        let step = attempt.negotiation.credentials(credentials);
        self.go_on(step, link)
    }

    /// The driver knows whom the certificate names.
    pub(super) fn authorize(
        &mut self,
        id: AuthenticationId,
        account: BareJid,
        link: &mut Link<ServerEvent>,
    ) -> Step {
        let Some(attempt) = self.attempt.as_mut().filter(|attempt| attempt.id == id) else {
            return Ok(None);
        };
        link.answered();
        let step = attempt
            .negotiation
            .authorize(Ok(account.as_str().to_owned()));
        attempt.certified = Some(account);
        self.go_on(step, link)
    }

    /// The driver refuses.
    pub(super) fn refuse(
        &mut self,
        id: AuthenticationId,
        condition: SaslCondition,
        link: &mut Link<ServerEvent>,
    ) -> Step {
        if !self
            .attempt
            .as_ref()
            .is_some_and(|attempt| attempt.id == id)
        {
            return Ok(None);
        }
        link.answered();
        self.fail(condition, link)
    }

    /// `<auth/>`: a handshake that is under way is dropped (RFC 6120 §6.4.2), and counts as one that failed.
    fn begin(
        &mut self,
        mechanism: &str,
        data: Result<Option<Vec<u8>>, EncodingError>,
        link: &mut Link<ServerEvent>,
    ) -> Step {
        self.abandon()?;
        let mechanism = match self.select(mechanism) {
            Ok(mechanism) => mechanism,
            Err(condition) => return self.fail(condition, link),
        };
        let data = match data {
            Ok(data) => data,
            Err(error) => return self.fail(error.condition(), link),
        };
        let nonce = Nonce::from_random(&link.entropy.octets()[..18]);
        let (negotiation, step) =
            ServerNegotiation::start(&self.offer, mechanism, data.as_deref(), nonce);
        self.attempts += 1;
        self.attempt = Some(Attempt {
            id: AuthenticationId(self.attempts),
            negotiation,
            certified: None,
            as_itself: false,
        });
        self.go_on(step, link)
    }

    /// An attempt that is under way is given up, and counts.
    pub(super) fn abandon(&mut self) -> Handled {
        match self.attempt.take() {
            Some(_) => self.count_failure(),
            None => Ok(()),
        }
    }

    /// A number for an attempt of another kind.
    pub(super) const fn count_attempt(&mut self) -> AuthenticationId {
        self.profile = Profile::Extensible;
        self.attempts += 1;
        AuthenticationId(self.attempts)
    }

    fn select(&self, name: &str) -> Result<Mechanism, SaslCondition> {
        let selected = self.offer.select(name)?;
        if self.announced {
            Ok(selected)
        } else {
            Err(SaslCondition::EncryptionRequired)
        }
    }

    fn go_on(&mut self, step: ServerStep, link: &mut Link<ServerEvent>) -> Step {
        let Some(attempt) = &mut self.attempt else {
            return Ok(None);
        };
        match step {
            ServerStep::Challenge(data) => {
                self.profile.challenge(&data, link)?;
            }
            ServerStep::NeedCredentials {
                username,
                authzid,
                hash,
            } => {
                let account = account_of(&username, &self.domain);
                let named = authzid
                    .as_deref()
                    .and_then(|authzid| BareJid::new(authzid).ok());
                attempt.as_itself = account.is_some() && account == named;
                link.ask(ServerEvent::Authenticate(AuthenticationRequest {
                    id: attempt.id,
                    domain: self.domain.clone(),
                    account,
                    username,
                    authzid,
                    mechanism: attempt.negotiation.mechanism(),
                    hash,
                }));
            }
            ServerStep::NeedAuthorization { authzid } => {
                link.ask(ServerEvent::Authorize(AuthorizationRequest {
                    id: attempt.id,
                    domain: self.domain.clone(),
                    authzid,
                }));
            }
            ServerStep::Success {
                data,
                authcid,
                authzid,
            } => {
                let account = self.identity(authcid.as_deref(), authzid.as_deref(), link);
                return match account {
                    Some(account) => Ok(Some(Proven { account, data })),
                    None => self.fail(SaslCondition::InvalidAuthzid, link),
                };
            }
            ServerStep::Failure(failure) => return self.fail(failure.condition, link),
        }
        Ok(None)
    }

    /// The address that the client goes on as (RFC 6120 §4.3.6): the authorization identity, or what is derived from the user
    /// name or the certificate, or one of its own for an anonymous client.
    fn identity(
        &self,
        authcid: Option<&str>,
        authzid: Option<&str>,
        link: &mut Link<ServerEvent>,
    ) -> Option<BareJid> {
        let attempt = self.attempt.as_ref();
        let certified = attempt.and_then(|attempt| attempt.certified.clone());
        let account = match (authzid.map(BareJid::new), certified, authcid) {
            (Some(Err(_)), ..) => None,
            // Whoever has a certificate is whom it names, and nobody else.
            (Some(Ok(authzid)), Some(certified), _) => {
                Some(certified).filter(|known| *known == authzid)
            }
            (Some(Ok(authzid)), None, _) => Some(authzid),
            (None, Some(certified), _) => Some(certified),
            (None, None, Some(username)) => account_of(username, &self.domain),
            (None, None, None) => account_of(&link.entropy.lower_case_token(), &self.domain),
        };
        account
            .filter(|account| account.local().is_some() && account.domain() == self.domain.domain())
    }

    /// An attempt that was made in this way fails.
    pub(super) fn fail_as(
        &mut self,
        profile: Profile,
        condition: SaslCondition,
        link: &mut Link<ServerEvent>,
    ) -> Step {
        self.profile = profile;
        self.fail(condition, link)
    }

    fn fail(&mut self, condition: SaslCondition, link: &mut Link<ServerEvent>) -> Step {
        self.attempt = None;
        self.failure = Some(condition);
        self.profile.failure(condition, link)?;
        self.count_failure()?;
        Ok(None)
    }

    /// RFC 6120 §6.4.5: who fails too often is shown out.
    fn count_failure(&mut self) -> Handled {
        self.failures = self.failures.saturating_add(1);
        if self.failures <= self.retries {
            return Ok(());
        }
        let text = "too many attempts to authenticate";
        Err(Fault::new(streamerror::Condition::PolicyViolation, text))
    }
}

/// The account that the user name is of, if there can be one (RFC 6120 §6.3.7).
pub(super) fn account_of(username: &str, domain: &BareJid) -> Option<BareJid> {
    BareJid::from_parts(Some(username), domain.domain()).ok()
}

impl Proven {
    pub(super) const fn new(account: BareJid, data: Option<Vec<u8>>) -> Self {
        Self { account, data }
    }

    /// Sends `<success/>` (RFC 6120 §6.4.6), unless the header of this stream, which TLS has protected, names someone else.
    pub(super) fn confirm(&self, from: Option<&Jid>, link: &mut Link<ServerEvent>) -> Handled {
        if from.is_some_and(|from| from.to_bare() != self.account) {
            let text = "the stream header names another account";
            return Err(Fault::new(streamerror::Condition::InvalidFrom, text));
        }
        link.write(&Success::new(encode_optional(self.data.as_deref())))
    }
}

/// What a client says during authentication.
pub(super) enum Command {
    Auth {
        mechanism: String,
        data: Result<Option<Vec<u8>>, EncodingError>,
    },
    Response(Result<Vec<u8>, EncodingError>),
    Abort,
}

impl Command {
    fn read(element: Node<'_>) -> Option<Self> {
        if let Some(auth) = read::<Auth>(element, &mut ()) {
            return Some(Self::Auth {
                mechanism: auth.mechanism.to_text().into_owned(),
                data: decode_optional(&auth.value),
            });
        }
        if element.is(NS, "auth") {
            // No mechanism is named, or none that could be one: `invalid-mechanism` (RFC 6120 §6.5.7).
            return Some(Self::Auth {
                mechanism: String::new(),
                data: Ok(None),
            });
        }
        if let Some(response) = read::<Response>(element, &mut ()) {
            return Some(Self::Response(decode(&response.value)));
        }
        read::<Abort>(element, &mut ()).map(|_| Self::Abort)
    }
}
