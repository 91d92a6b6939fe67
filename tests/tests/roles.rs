//! The conversations that the compiler makes of roles, played to handlers of the golden pair `roles`: requests, pushes, and what
//! messages and presence carry (RFC 6120 §8.2).

#![cfg(test)]

use std::fs;
use std::path::Path;
use xmpp_codegen::catalog::Catalog;
use xmpp_codegen::conversation::{self, Exchange as Made, Expected as Due};
use xmpp_codegen::library::Library;
use xmpp_codegen::source::SourceMap;
use xmpp_core::StanzaError;
use xmpp_core::service::{Carrier, Cx, Exchange, Expected, Place, Rehearsal, Services, Standing};

#[path = "../codegen/pass/roles.rs"]
#[allow(dead_code, reason = "not every type is used")]
pub mod roles;

use roles::{Book, Loan, Overdue, Reading, Shelf};

/// Does what the catalogue says.
struct Librarian;

impl roles::ShelfHandler for Librarian {
    async fn get(&self, _: Cx<'_>, shelf: Shelf) -> Result<Shelf, StanzaError> {
        Ok(shelf)
    }
}

impl roles::LoanHandler for Librarian {
    async fn get(&self, _: Cx<'_>, loan: Loan) -> Result<Option<Book>, StanzaError> {
        Ok(Some(Book::new(loan.title)))
    }

    async fn set(&self, _: Cx<'_>, _: Loan) -> Result<(), StanzaError> {
        Ok(())
    }
}

/// Takes what it is sent.
struct Reader;

impl roles::OverduePushHandler for Reader {
    async fn push(&self, _: Cx<'_>, _: Overdue) -> Result<(), StanzaError> {
        Ok(())
    }
}

impl roles::ReadingListener for Reader {
    async fn message(&self, _: Cx<'_>, _: Reading) -> Result<(), StanzaError> {
        Ok(())
    }

    async fn presence(&self, _: Cx<'_>, _: Reading) -> Result<(), StanzaError> {
        Ok(())
    }
}

#[test]
fn requests_pushes_messages_and_presence_go_as_the_catalogue_says() {
    let services = Services::new()
        .with(roles::service(Librarian))
        .with(roles::pushes(Reader))
        .with(roles::listener(Reader));
    assert_eq!(play(services, |_| true), Ok(()));
}

#[test]
fn a_side_that_nobody_takes_is_not_played() {
    assert_eq!(
        play(Services::new().with(roles::service(Librarian)), |_| true),
        Ok(())
    );
    let is_pushed = |made: &Made| made.carrier == "push";
    let pushes = Services::new().with(roles::pushes(Reader));
    assert_eq!(play(pushes, is_pushed), Ok(()));
}

/// RFC 6121 §2.1.6 for pushes; what only the account may send in messages is heard from nobody else.
#[test]
fn what_others_make_up_is_tried() {
    let titles: Vec<String> = made().into_iter().map(|made| made.title).collect();
    for title in [
        "push <overdue/>, the smallest",
        "push <overdue/>: the required attribute `title` of `<overdue/>` is gone",
        "push <overdue/> that another client makes up",
        "message of type headline with <reading/> to the client, the fullest",
        "message of type headline with <reading/> to the client that another client makes up",
        "message of type chat with <reading/> to the client, a type that does not carry it",
        "presence of type unavailable with <reading/> to the account, the smallest",
        "presence of type probe with <reading/> to the client, a type that does not carry it",
    ] {
        assert!(
            titles.iter().any(|known| known == title),
            "{title}: {titles:#?}"
        );
    }
}

#[test]
fn a_listener_that_hears_too_much_or_too_little_is_complained_about() {
    let due = [
        exchange("message", Standing::Account, "chat", Expected::Heard),
        exchange("message", Standing::Account, "headline", Expected::Unheard),
        exchange("message", Standing::Owner, "headline", Expected::Heard),
        exchange(
            "message",
            Standing::Account,
            "headline",
            Expected::Refusal("bad-request"),
        ),
    ];
    let services = Services::new().with(roles::listener(Reader));
    let wrong = rehearsal(services).play_now(&due).unwrap_err();
    let complaints: Vec<&str> = wrong.lines().step_by(2).collect();
    assert_eq!(
        complaints,
        [
            "message: nobody hears of it",
            "message: somebody hears of it",
            "message: nobody hears of it",
            "message: `bad-request` was due, and not a result",
        ]
    );
}

fn exchange<'a>(
    title: &'a str,
    sender: Standing,
    type_: &'a str,
    expected: Expected<'a>,
) -> Exchange<'a> {
    Exchange {
        title,
        carrier: Carrier::Message,
        type_,
        sender,
        place: Place::Client,
        payload: "<reading xmlns='urn:example:library'/>",
        expected,
    }
}

fn play(services: Services, wanted: fn(&Made) -> bool) -> Result<(), String> {
    let made = made();
    let exchanges: Vec<Exchange<'_>> = made.iter().filter(|made| wanted(made)).map(of).collect();
    assert!(!exchanges.is_empty());
    rehearsal(services).play_now(&exchanges)
}

fn rehearsal(services: Services) -> Rehearsal {
    Rehearsal::new(services, "juliet@capulet.example/balcony".parse().unwrap())
}

/// The conversation, as the command that plays it live has it.
fn made() -> Vec<Made> {
    let pass = Path::new(env!("CARGO_MANIFEST_DIR")).join("codegen/pass");
    let text = |name: &str| fs::read_to_string(pass.join(name)).unwrap();
    let mut sources = SourceMap::default();
    let file = sources.add("roles.toml", text("roles.toml"));
    let (catalog, _) = Catalog::parse(file, &text("roles.toml"));
    let schema = sources.add("roles.xsd", text("roles.xsd"));
    let (model, found) = xmpp_codegen::load(&mut sources, &[schema], &catalog, &Library::builtin());
    assert_eq!(found, []);
    let mut all = conversation::all(&model, &catalog);
    all.next().unwrap().1
}

fn of(made: &Made) -> Exchange<'_> {
    Exchange {
        title: &made.title,
        carrier: match made.carrier {
            "get" => Carrier::Get,
            "set" => Carrier::Set,
            "push" => Carrier::Push,
            "message" => Carrier::Message,
            _ => Carrier::Presence,
        },
        type_: &made.type_,
        sender: match made.sender {
            "account" => Standing::Account,
            _ => Standing::Owner,
        },
        place: match made.place {
            "server" => Place::Server,
            "client" => Place::Client,
            _ => Place::Account,
        },
        payload: &made.payload,
        expected: match &made.expected {
            Due::Refusal(condition) => Expected::Refusal(condition),
            Due::Heard => Expected::Heard,
            Due::Unheard => Expected::Unheard,
            Due::Result { payload, optional } => Expected::Result {
                payload: payload
                    .as_ref()
                    .map(|(namespace, name)| (namespace.as_str(), name.as_str())),
                optional: *optional,
            },
        },
    }
}
