//! Presence subscriptions: the state machine of RFC 6121 §3 and appendix A.

use crate::schema::roster::{self, Ask, Item};
use crate::schema::stanza::PresenceType;

/// How far one direction of a subscription has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Nobody asked.
    #[default]
    No,
    /// Asked, and not yet answered.
    Asked,
    /// In force.
    Yes,
}

/// The state of a subscription between a user and a contact, seen from the user: the nine states of RFC 6121 §A.1
/// are the nine pairs of `to` and `from`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subscription {
    /// Whether the user sees the contact's presence; `Asked` is "Pending Out".
    pub to: Direction,
    /// Whether the contact sees the user's presence; `Asked` is "Pending In".
    pub from: Direction,
    /// Whether the user has approved a request that has not come yet (RFC 6121 §3.4).
    pub approved: bool,
}

/// A presence stanza that manages subscriptions (RFC 6121 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Request {
    /// `subscribe`: asks to see the other's presence.
    Subscribe,
    /// `subscribed`: lets the other see the own presence.
    Subscribed,
    /// `unsubscribe`: no longer wants to see the other's presence.
    Unsubscribe,
    /// `unsubscribed`: refuses or revokes.
    Unsubscribed,
}

/// What a server does about a stanza that the user sent (RFC 6121 §A.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outbound {
    /// The state from now on.
    pub state: Subscription,
    /// Whether the stanza goes to the contact.
    pub route: bool,
}

/// What a server does about a stanza that came from the contact (RFC 6121 §A.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inbound {
    /// The state from now on.
    pub state: Subscription,
    /// Whether the user's resources get the stanza.
    pub deliver: bool,
    /// What the server answers on the user's behalf.
    pub reply: Option<Request>,
}

impl Subscription {
    /// Judges a stanza from the user to the contact (RFC 6121 §A.2).
    pub fn outbound(self, request: Request) -> Outbound {
        use Direction::{Asked, No, Yes};
        let mut state = self;
        let route = match request {
            Request::Subscribe => {
                state.to = state.to.max(Asked);
                true
            }
            Request::Unsubscribe => {
                state.to = No;
                true
            }
            Request::Subscribed => {
                let asked = self.from == Asked;
                if asked {
                    state.from = Yes;
                }
                // RFC 6121 §3.4.2: without a request, the stanza is an approval in advance and stays here.
                state.approved |= self.from == No;
                asked
            }
            Request::Unsubscribed => {
                state.from = No;
                state.approved = false;
                self.from != No
            }
        };
        Outbound { state, route }
    }

    /// Judges a stanza from the contact to the user (RFC 6121 §A.3).
    pub fn inbound(self, request: Request) -> Inbound {
        use Direction::{Asked, No, Yes};
        let mut state = self;
        let mut reply = None;
        match request {
            Request::Subscribe if self.from == Yes || (self.from == No && self.approved) => {
                state.from = Yes;
                reply = Some(Request::Subscribed);
            }
            Request::Subscribe => state.from = Asked,
            Request::Unsubscribe => {
                reply = (self.from != No).then_some(Request::Unsubscribed);
                state.from = No;
            }
            Request::Subscribed if self.to == Asked => state.to = Yes,
            Request::Subscribed => {}
            Request::Unsubscribed => state.to = No,
        }
        // An approval in advance is spent when the request comes; nobody is asked, so nothing is delivered (RFC 6121 §3.4.2).
        let answered = request == Request::Subscribe && reply.is_some();
        Inbound {
            deliver: state != self && !answered,
            state,
            reply,
        }
    }

    /// Whether there is nothing to keep: neither a subscription nor a request, made or awaited.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

/// What a roster item says of a subscription.
impl Subscription {
    /// The `subscription` attribute (RFC 6121 §2.1.2.5).
    pub const fn shown(self) -> roster::Subscription {
        match (self.to, self.from) {
            (Direction::Yes, Direction::Yes) => roster::Subscription::Both,
            (Direction::Yes, _) => roster::Subscription::To,
            (_, Direction::Yes) => roster::Subscription::From,
            _ => roster::Subscription::None,
        }
    }

    /// The `ask` attribute: the user waits for an answer (RFC 6121 §2.1.2.2).
    pub fn ask(self) -> Option<Ask> {
        (self.to == Direction::Asked).then_some(Ask::Subscribe)
    }

    /// The `approved` attribute, which is left out where it would be false (RFC 6121 §2.1.2.1).
    pub fn approval(self) -> Option<bool> {
        self.approved.then_some(true)
    }
}

impl From<&Item> for Subscription {
    /// The state as far as an item says it: a request of the contact that waits for an answer is not in it.
    fn from(item: &Item) -> Self {
        use roster::Subscription::{Both, From, To};
        let yes = |in_force: bool| {
            if in_force {
                Direction::Yes
            } else {
                Direction::No
            }
        };
        let to = yes(matches!(item.subscription, Both | To));
        Self {
            to: if to == Direction::No && item.ask.is_some() {
                Direction::Asked
            } else {
                to
            },
            from: yes(matches!(item.subscription, Both | From)),
            approved: item.approved.unwrap_or_default(),
        }
    }
}

impl Request {
    /// The request that a presence of that type makes, if it makes one.
    pub const fn of(presence: PresenceType) -> Option<Self> {
        match presence {
            PresenceType::Subscribe => Some(Self::Subscribe),
            PresenceType::Subscribed => Some(Self::Subscribed),
            PresenceType::Unsubscribe => Some(Self::Unsubscribe),
            PresenceType::Unsubscribed => Some(Self::Unsubscribed),
            PresenceType::Error | PresenceType::Probe | PresenceType::Unavailable => None,
        }
    }
}

impl From<Request> for PresenceType {
    fn from(request: Request) -> Self {
        match request {
            Request::Subscribe => Self::Subscribe,
            Request::Subscribed => Self::Subscribed,
            Request::Unsubscribe => Self::Unsubscribe,
            Request::Unsubscribed => Self::Unsubscribed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Direction::{Asked, No, Yes};
    use super::*;

    const NONE: Subscription = state(No, No);
    const NONE_OUT: Subscription = state(Asked, No);
    const NONE_IN: Subscription = state(No, Asked);
    const NONE_OUT_IN: Subscription = state(Asked, Asked);
    const TO: Subscription = state(Yes, No);
    const TO_IN: Subscription = state(Yes, Asked);
    const FROM: Subscription = state(No, Yes);
    const FROM_OUT: Subscription = state(Asked, Yes);
    const BOTH: Subscription = state(Yes, Yes);
    /// The nine states, in the order of the tables of appendix A.
    const STATES: [Subscription; 9] = [
        NONE,
        NONE_OUT,
        NONE_IN,
        NONE_OUT_IN,
        TO,
        TO_IN,
        FROM,
        FROM_OUT,
        BOTH,
    ];

    const fn state(to: Direction, from: Direction) -> Subscription {
        Subscription {
            to,
            from,
            approved: false,
        }
    }

    fn outbound(request: Request, rows: [(bool, Subscription); 9]) {
        for (before, (route, after)) in STATES.into_iter().zip(rows) {
            let verdict = before.outbound(request);
            let after = Subscription {
                approved: verdict.state.approved,
                ..after
            };
            assert_eq!(
                verdict,
                Outbound {
                    state: after,
                    route
                },
                "{request:?} in {before:?}"
            );
        }
    }

    fn inbound(request: Request, rows: [(bool, Subscription); 9]) {
        for (before, (deliver, after)) in STATES.into_iter().zip(rows) {
            let verdict = before.inbound(request);
            assert_eq!(
                (verdict.deliver, verdict.state),
                (deliver, after),
                "{request:?} in {before:?}"
            );
        }
    }

    /// RFC 6121 §A.2.1, table 2.
    #[test]
    fn outbound_subscribe() {
        let after = [
            NONE_OUT,
            NONE_OUT,
            NONE_OUT_IN,
            NONE_OUT_IN,
            TO,
            TO_IN,
            FROM_OUT,
            FROM_OUT,
            BOTH,
        ];
        outbound(Request::Subscribe, after.map(|state| (true, state)));
    }

    /// RFC 6121 §A.2.2, table 3.
    #[test]
    fn outbound_unsubscribe() {
        let after = [
            NONE, NONE, NONE_IN, NONE_IN, NONE, NONE_IN, FROM, FROM, FROM,
        ];
        outbound(Request::Unsubscribe, after.map(|state| (true, state)));
    }

    /// RFC 6121 §A.2.3, table 4.
    #[test]
    fn outbound_subscribed() {
        outbound(
            Request::Subscribed,
            [
                (false, NONE),
                (false, NONE_OUT),
                (true, FROM),
                (true, FROM_OUT),
                (false, TO),
                (true, BOTH),
                (false, FROM),
                (false, FROM_OUT),
                (false, BOTH),
            ],
        );
    }

    /// RFC 6121 §A.2.4, table 5.
    #[test]
    fn outbound_unsubscribed() {
        outbound(
            Request::Unsubscribed,
            [
                (false, NONE),
                (false, NONE_OUT),
                (true, NONE),
                (true, NONE_OUT),
                (false, TO),
                (true, TO),
                (true, NONE),
                (true, NONE_OUT),
                (true, TO),
            ],
        );
    }

    /// RFC 6121 §A.3.1, table 6.
    #[test]
    fn inbound_subscribe() {
        inbound(
            Request::Subscribe,
            [
                (true, NONE_IN),
                (true, NONE_OUT_IN),
                (false, NONE_IN),
                (false, NONE_OUT_IN),
                (true, TO_IN),
                (false, TO_IN),
                (false, FROM),
                (false, FROM_OUT),
                (false, BOTH),
            ],
        );
    }

    /// RFC 6121 §A.3.2, table 7.
    #[test]
    fn inbound_unsubscribe() {
        inbound(
            Request::Unsubscribe,
            [
                (false, NONE),
                (false, NONE_OUT),
                (true, NONE),
                (true, NONE_OUT),
                (false, TO),
                (true, TO),
                (true, NONE),
                (true, NONE_OUT),
                (true, TO),
            ],
        );
    }

    /// RFC 6121 §A.3.3, table 8.
    #[test]
    fn inbound_subscribed() {
        inbound(
            Request::Subscribed,
            [
                (false, NONE),
                (true, TO),
                (false, NONE_IN),
                (true, TO_IN),
                (false, TO),
                (false, TO_IN),
                (false, FROM),
                (true, BOTH),
                (false, BOTH),
            ],
        );
    }

    /// RFC 6121 §A.3.4, table 9.
    #[test]
    fn inbound_unsubscribed() {
        inbound(
            Request::Unsubscribed,
            [
                (false, NONE),
                (true, NONE),
                (false, NONE_IN),
                (true, NONE_IN),
                (true, NONE),
                (true, NONE_IN),
                (false, FROM),
                (true, FROM),
                (true, FROM),
            ],
        );
    }

    /// RFC 6121 §3.4: an approval in advance answers the request that comes later, and nobody is asked.
    #[test]
    fn approval_in_advance() {
        let approved = NONE.outbound(Request::Subscribed);
        assert!(approved.state.approved && !approved.route);
        let request = approved.state.inbound(Request::Subscribe);
        assert_eq!(
            (request.state.from, request.reply, request.deliver),
            (Yes, Some(Request::Subscribed), false)
        );
        assert!(
            !approved
                .state
                .outbound(Request::Unsubscribed)
                .state
                .approved
        );
    }

    /// RFC 6121 §A.3.1 and §A.3.2: what the server answers on the user's behalf.
    #[test]
    fn answers_on_behalf_of_the_user() {
        assert_eq!(
            BOTH.inbound(Request::Subscribe).reply,
            Some(Request::Subscribed)
        );
        assert_eq!(NONE.inbound(Request::Subscribe).reply, None);
        assert_eq!(
            FROM.inbound(Request::Unsubscribe).reply,
            Some(Request::Unsubscribed)
        );
        assert_eq!(TO.inbound(Request::Unsubscribe).reply, None);
    }

    /// RFC 6121 §2.1.2: what a roster item says of each state, and what can be read from it again.
    #[test]
    fn items_say_all_but_the_requests_of_the_contact() {
        use crate::schema::roster::Subscription::{Both, From, None, To};
        let shown = [None, None, None, None, To, To, From, From, Both];
        for (state, shown) in STATES.into_iter().zip(shown) {
            let approved = Subscription {
                approved: state.from == No,
                ..state
            };
            let item = Item {
                subscription: approved.shown(),
                ask: approved.ask(),
                approved: approved.approval(),
                ..Item::new("nurse@example.com".parse().unwrap())
            };
            assert_eq!(item.subscription, shown);
            let visible = Subscription {
                from: if state.from == Yes { Yes } else { No },
                ..approved
            };
            assert_eq!(Subscription::from(&item), visible);
        }
    }

    #[test]
    fn requests_and_types_of_presence() {
        for request in [
            Request::Subscribe,
            Request::Subscribed,
            Request::Unsubscribe,
            Request::Unsubscribed,
        ] {
            assert_eq!(Request::of(request.into()), Some(request));
        }
        assert_eq!(Request::of(PresenceType::Probe), None);
    }
}
