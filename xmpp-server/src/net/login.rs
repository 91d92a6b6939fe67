//! What a connection does while its client logs in.

use std::time::Instant;

use tracing::{debug, error, info};
use xmpp_core::sasl::{Mechanism, SaslCondition};
use xmpp_core::schema::streamerror::Condition;
use xmpp_core::schema::streams::StreamError;
use xmpp_core::stream::{
    AuthenticationId, AuthenticationRequest, AuthorizationRequest, Identity, TokenLookup,
    TokenOrder,
};

use super::connection::Connection;
use crate::bus::Session;
use crate::router::Backend;
use crate::storage::{Change, Storage as _};
use crate::tls;

impl<K: Backend> Connection<K> {
    /// Whoever has guessed wrongly of late waits for the next answer, be it right or wrong (RFC 6120 §13.12).
    async fn hold_back(&self) {
        let (address, now) = (self.peer.ip(), Instant::now());
        let wait = self.shared.attempts.delay(address, now);
        self.shared.attempts.begun(address, now);
        if !wait.is_zero() {
            debug!(peer = %self.peer, ?wait, "too many logins from there have failed");
            tokio::time::sleep(wait).await;
        }
    }

    /// Finds out whom the certificate of the client names (XEP-0178 §2). There has to be such an account.
    pub(super) async fn authorize(&mut self, request: &AuthorizationRequest) {
        self.proof = Mechanism::External.name();
        let tls = self.wire.tls();
        let named = tls.map(|tls| self.shared.tls.accounts(tls, &request.domain));
        let named = named.unwrap_or_default();
        let account = match tls::choose(&named, &request.domain, request.authzid.as_deref()) {
            Ok(account) => account,
            Err(condition) => return self.refuse(request.id, condition),
        };
        let storage = self.shared.router.storage();
        let condition = match storage.account(&account).await {
            Ok(Some(found)) if !found.disabled => {
                let now = Instant::now();
                return self.stream.authorize(request.id, account, now);
            }
            Ok(Some(_)) => SaslCondition::AccountDisabled,
            Ok(None) => SaslCondition::NotAuthorized,
            Err(failure) => {
                error!(%failure, "accounts cannot be looked up");
                SaslCondition::TemporaryAuthFailure
            }
        };
        self.refuse(request.id, condition);
    }

    /// Tells who it is, and what that rests on: the version of TLS, the cipher suite, how the client was verified (RFC 7590 §3.6).
    /// A guest has shown nothing that would make up for wrong guesses.
    pub(super) fn note_login(&self, identity: &Identity) {
        if self.proof != Mechanism::Anonymous.name() {
            self.shared.attempts.succeeded(self.peer.ip());
        }
        let tls = self.wire.tls();
        let version = tls.and_then(|tls| tls.protocol_version());
        let suite = tls.and_then(|tls| tls.negotiated_cipher_suite());
        info!(
            peer = %self.peer,
            account = %identity.remote,
            mechanism = self.proof,
            tls = version.and_then(|version| version.as_str()).unwrap_or("none"),
            cipher = suite.and_then(|suite| suite.suite().as_str()).unwrap_or("none"),
            "authenticated"
        );
    }

    /// Looks for the account that the client claims.
    pub(super) async fn authenticate(&mut self, request: &AuthenticationRequest) {
        self.hold_back().await;
        self.proof = request.mechanism.name();
        match self.shared.router.accounts().credentials(request).await {
            Ok(credentials) => {
                let now = Instant::now();
                self.stream.authenticate(request.id, credentials, now);
            }
            Err(failure) => {
                error!(%failure, "accounts cannot be looked up");
                self.refuse(request.id, SaslCondition::TemporaryAuthFailure);
            }
        }
    }

    /// Looks for the tokens that the client was given (XEP-0484 §4.4).
    pub(super) async fn redeem(&mut self, lookup: &TokenLookup) {
        self.hold_back().await;
        self.proof = lookup.mechanism.name();
        match self.shared.router.accounts().tokens(lookup).await {
            Ok(tokens) => self.stream.redeem(lookup.id, &tokens, Instant::now()),
            Err(failure) => {
                error!(%failure, "tokens cannot be looked up");
                self.refuse(lookup.id, SaslCondition::TemporaryAuthFailure);
            }
        }
    }

    /// Does what the login means for the tokens of the client. If one that is to be good for nothing cannot be taken away, nobody
    /// is told that it was (XEP-0484 §4.6).
    pub(super) async fn issue_token(&mut self, order: &TokenOrder) {
        let accounts = self.shared.router.accounts();
        let settled = accounts.settle_tokens(order, self.shared.limits.tokens);
        let token = match settled.await {
            Ok(token) => token,
            Err(failure) => {
                error!(%failure, account = %order.account, "tokens cannot be changed");
                if order.invalidate {
                    let error = StreamError::new(Condition::InternalServerError);
                    return self.stream.close_with(error);
                }
                None
            }
        };
        self.stream.issue_token(token, Instant::now());
    }

    /// Nothing is kept of a client without an account (XEP-0175 §4).
    pub(super) async fn forget_guest(&self, session: &Session) {
        if self.proof != Mechanism::Anonymous.name() {
            return;
        }
        let user = session.jid().to_bare();
        let forgotten = self
            .shared
            .router
            .storage()
            .commit(Change::ForgetGuest { user }.into());
        if let Err(failure) = forgotten.await {
            error!(%failure, jid = %session.jid(), "what a guest has left cannot be removed");
        }
    }

    pub(super) fn refuse(&mut self, id: AuthenticationId, condition: SaslCondition) {
        let now = Instant::now();
        self.stream.refuse_authentication(id, condition, now);
    }
}
