//! What a connection does while its client logs in.

use std::time::Instant;

use tracing::{debug, error};
use xmpp_core::sasl::SaslCondition;
use xmpp_core::schema::streamerror::Condition;
use xmpp_core::schema::streams::StreamError;
use xmpp_core::stream::{AuthenticationId, AuthenticationRequest, TokenLookup, TokenOrder};

use super::connection::Connection;
use crate::router::Backend;

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

    /// Looks for the account that the client claims.
    pub(super) async fn authenticate(&mut self, request: &AuthenticationRequest) {
        self.hold_back().await;
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

    pub(super) fn refuse(&mut self, id: AuthenticationId, condition: SaslCondition) {
        let now = Instant::now();
        self.stream.refuse_authentication(id, condition, now);
    }
}
