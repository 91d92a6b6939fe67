//! Tokens that a client logs in with the next time (XEP-0484).

use super::event::{AuthenticationId, ServerEvent, TokenLookup, TokenOrder};
use super::profile::Profile;
use super::sasl::{Proven, account_of};
use super::{Phase, Server};
use crate::sasl::{SaslCondition, TokenLogin, TokenMechanism};
use crate::schema::fast::{Fast, Token};
use crate::schema::sasl_extensible::Authenticate;
use crate::stream::TlsInfo;
use crate::stream::fault::Handled;
use crate::stream::link::Link;
use crate::{BareJid, DateTime};

/// A client that logs in with a token; the driver looks for those that it was given.
#[derive(Debug)]
pub(super) struct Redeeming {
    id: AuthenticationId,
    login: TokenLogin,
    account: Option<BareJid>,
}

/// What one client wants of tokens, and which it has used.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    /// It says that it logs in with one.
    fast: Option<Fast>,
    requested: Option<TokenMechanism>,
    used: Option<String>,
    ordered: bool,
}

impl Tokens {
    pub(super) fn new(request: &mut Authenticate) -> Self {
        let requested = request.request_token.take();
        Self {
            fast: request.fast.take(),
            requested: requested.and_then(|request| request.mechanism.parse().ok()),
            ..Self::default()
        }
    }

    /// What the driver is to do about tokens, once.
    pub(super) fn order(&mut self, account: BareJid, agent: Option<&str>) -> Option<TokenOrder> {
        let wanted = self.requested.is_some() || self.used.is_some();
        if std::mem::replace(&mut self.ordered, true) || !wanted {
            return None;
        }
        let fast = self.fast.as_ref();
        Some(TokenOrder {
            account,
            agent: agent?.to_owned(),
            used: self.used.clone(),
            invalidate: fast.and_then(|fast| fast.invalidate).unwrap_or_default(),
            requested: self.requested,
        })
    }
}

impl Server {
    /// What tokens can be had for here (XEP-0484 §4.1). No request is taken with the first data of TLS.
    pub(super) fn token_offer(&self) -> Option<Fast> {
        let channel = self.tls.as_ref().map(TlsInfo::channel)?;
        let names = TokenMechanism::offered(&channel);
        let mechanisms: Vec<_> = names.map(|known| known.name().to_owned()).collect();
        self.policy.tokens.then(|| Fast {
            mechanisms,
            ..Fast::default()
        })
    }

    /// The mechanism, if it is one for tokens that is offered here.
    pub(super) fn token_mechanism(&self, name: &str) -> Option<TokenMechanism> {
        let channel = self.tls.as_ref().map(TlsInfo::channel)?;
        let named = |known: &TokenMechanism| known.name() == name;
        TokenMechanism::offered(&channel)
            .find(named)
            .filter(|_| self.policy.tokens)
    }

    /// The client logs in with a token (XEP-0484 §4.4). It says so, and who it is.
    pub(super) fn redeem(
        &mut self,
        mechanism: TokenMechanism,
        message: Result<Option<Vec<u8>>, SaslCondition>,
        link: &mut Link<ServerEvent>,
    ) -> Handled {
        let channel = self.tls.as_ref().map(TlsInfo::channel).unwrap_or_default();
        let domain = self.host()?.domain.clone();
        let (Some(entry), Phase::Authentication(sasl)) = (&self.entry, &mut self.phase) else {
            return Ok(());
        };
        let agent = entry.agent.clone().filter(|_| entry.tokens.fast.is_some());
        let login = message.and_then(|message| {
            let message = message.ok_or(SaslCondition::MalformedRequest)?;
            let login = TokenLogin::parse(mechanism, &message, &channel);
            let login = login.map_err(|failure| failure.condition)?;
            Ok((agent.ok_or(SaslCondition::MalformedRequest)?, login))
        });
        let (agent, login) = match login {
            Ok(login) => login,
            Err(condition) => {
                return sasl.fail_as(Profile::Extensible, condition, link).map(drop);
            }
        };
        let account = account_of(login.username(), &domain);
        let id = sasl.count_attempt();
        link.ask(ServerEvent::Redeem(TokenLookup {
            id,
            account: account.clone(),
            agent,
            mechanism,
        }));
        self.redeeming = Some(Box::new(Redeeming { id, login, account }));
        Ok(())
    }

    /// The driver has found the tokens that this client was given for the mechanism. Whatever is wrong with the client's own, all
    /// that it hears is that it cannot be used any more: neither is told whether there is such an account (XEP-0484 §5.2).
    pub(super) fn redeemed(
        &mut self,
        id: AuthenticationId,
        tokens: &[String],
        link: &mut Link<ServerEvent>,
    ) -> Handled {
        let Some(redeeming) = self.redeeming.take_if(|redeeming| redeeming.id == id) else {
            return Ok(());
        };
        link.answered();
        let Redeeming { login, account, .. } = *redeeming;
        let answers = tokens
            .iter()
            .map(|token| (token, login.answer(token)))
            .filter_map(|(token, answer)| Some((token, answer?)));
        // All of them are looked at, so that the time does not tell which.
        let right = answers.collect::<Vec<_>>().into_iter().next();
        if let (Some((token, answer)), Some(account), Some(entry)) =
            (right, account, &mut self.entry)
        {
            entry.tokens.used = Some(token.clone());
            return self.enter(Proven::new(account, Some(answer)), link);
        }
        let Phase::Authentication(sasl) = &mut self.phase else {
            return Ok(());
        };
        let condition = SaslCondition::CredentialsExpired;
        sasl.fail_as(Profile::Extensible, condition, link).map(drop)
    }

    /// The driver cannot say which tokens the client was given.
    pub(super) fn refuse_redeeming(
        &mut self,
        id: AuthenticationId,
        condition: SaslCondition,
        link: &mut Link<ServerEvent>,
    ) -> Handled {
        let asked = self.redeeming.take_if(|redeeming| redeeming.id == id);
        match (asked, &mut self.phase) {
            (Some(_), Phase::Authentication(sasl)) => {
                link.answered();
                sasl.fail_as(Profile::Extensible, condition, link).map(drop)
            }
            _ => Ok(()),
        }
    }

    /// The driver has done what was to be done about tokens.
    pub(super) fn enter_with_token(
        &mut self,
        token: Option<(String, DateTime)>,
        link: &mut Link<ServerEvent>,
    ) -> Handled {
        let Some(entry) = &mut self.entry else {
            return Ok(());
        };
        link.answered();
        entry.success.token = token.map(|(token, expiry)| Token::new(token, expiry));
        self.advance(link)
    }
}
