//! How an exchange is played against a server, or why it is not.

use xmpp_client::xmpp_core::schema::stanza::IqType;
use xmpp_codegen::conversation::{Exchange, Expected};

/// How an exchange is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// The server answers a request.
    Asked(IqType),
    /// It hands a request, or a push that a client makes up, to another client of the account, which answers.
    Delivered(IqType),
    /// It hands a message or a presence to another client of the account.
    Told,
}

impl Way {
    /// How it is played; why not, where a server has no part in it or a client cannot say it.
    pub(super) fn of(exchange: &Exchange) -> Result<Self, &'static str> {
        let kind = match exchange.carrier {
            "get" => IqType::Get,
            "set" => IqType::Set,
            "push" if exchange.sender == "account" => return Err("only the account pushes"),
            "push" => return Ok(Self::Delivered(IqType::Set)),
            _ => return Self::of_told(exchange),
        };
        match (exchange.place, &exchange.expected) {
            ("client", Expected::Refusal(_)) => Err("what a client refuses is its own affair"),
            ("client", _) => Ok(Self::Delivered(kind)),
            _ => Ok(Self::Asked(kind)),
        }
    }

    fn of_told(exchange: &Exchange) -> Result<Self, &'static str> {
        if exchange.sender == "account" {
            return Err("only the account itself sends it");
        }
        if exchange.expected != Expected::Heard {
            return Err("what nobody listens to is delivered all the same");
        }
        match (exchange.place, exchange.type_.as_str()) {
            ("server", _) => Err("nobody sees what a domain hears"),
            // RFC 6121 §8.5.2.1.1, §4.3.
            ("account", "groupchat") => Err("no account takes messages of this type"),
            (_, "probe") => Err("servers answer probes"),
            _ => Ok(Self::Told),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(carrier: &'static str, type_: &str, place: &'static str, is_refused: bool) -> Way {
        of(carrier, type_, "owner", place, is_refused).unwrap()
    }

    fn of(
        carrier: &'static str,
        type_: &str,
        sender: &'static str,
        place: &'static str,
        is_refused: bool,
    ) -> Result<Way, &'static str> {
        let is_told = matches!(carrier, "message" | "presence");
        Way::of(&Exchange {
            title: String::new(),
            carrier,
            type_: type_.to_owned(),
            sender,
            place,
            payload: String::new(),
            expected: match is_refused {
                true => Expected::Refusal("bad-request"),
                false if is_told => Expected::Heard,
                false => Expected::Result {
                    payload: None,
                    optional: false,
                },
            },
        })
    }

    #[test]
    fn a_server_is_asked_and_hands_on_what_is_for_a_client() {
        assert_eq!(way("get", "", "server", true), Way::Asked(IqType::Get));
        assert_eq!(way("set", "", "account", false), Way::Asked(IqType::Set));
        assert_eq!(way("get", "", "client", false), Way::Delivered(IqType::Get));
        assert_eq!(way("push", "", "client", true), Way::Delivered(IqType::Set));
        assert_eq!(way("message", "groupchat", "client", false), Way::Told);
        assert_eq!(way("presence", "", "account", false), Way::Told);
    }

    #[test]
    fn what_a_server_has_no_part_in_is_skipped() {
        for (carrier, type_, sender, place, is_refused) in [
            ("push", "", "account", "client", false),
            ("get", "", "owner", "client", true),
            ("message", "chat", "account", "client", false),
            ("message", "chat", "owner", "client", true),
            ("message", "chat", "owner", "server", false),
            ("message", "groupchat", "owner", "account", false),
            ("presence", "probe", "owner", "account", false),
        ] {
            let way = of(carrier, type_, sender, place, is_refused);
            assert!(way.is_err(), "{carrier} {type_} {sender} {place}");
        }
    }
}
