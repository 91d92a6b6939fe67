//! What parts become: the type of what answers, traits of those who answer or hear, and services.
//!
//! These are short texts of one form, written as `rustfmt` lays them out.

use super::WIDTH;
use super::scope::Scope;
use crate::plan::item::{Carrier, Item, Module, Part, Response, Struct};

/// What `rustfmt` allows a chain of calls, or what stands in an array, to take on one line.
const CHAIN_WIDTH: usize = 60;

/// Those who do something about an element, whom nobody is all of at once: who answers, who takes pushes, who hears.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Answering,
    Pushed,
    Hearing,
}

/// The answers to the requests that carry an element, and the traits of those who do something about it.
pub(super) fn of(item: &Struct, scope: &mut Scope) -> Vec<String> {
    let mut blocks = Vec::new();
    for part in &item.parts {
        let trait_ = match part.carrier {
            Carrier::Get => "request::Get",
            Carrier::Set => "request::Set",
            Carrier::Push => "request::Push",
            Carrier::Message | Carrier::Presence => {
                blocks.push(told(item, part, scope));
                continue;
            }
        };
        let trait_ = scope.runtime(trait_);
        let response = response(&part.response, scope);
        let name = &item.name;
        blocks.push(format!(
            "impl {trait_} for {name} {{\n    type Response = {response};\n}}\n"
        ));
    }
    scope.enter(""); // `Self` is the handler from here on
    for side in Side::ALL {
        blocks.extend(trait_of(item, side, scope));
    }
    blocks
}

/// Which types of message or presence carry the element.
fn told(item: &Struct, part: &Part, scope: &mut Scope) -> String {
    let (module, type_) = match part.carrier {
        Carrier::Presence => ("presence", "PresenceType"),
        _ => ("message", "MessageType"),
    };
    let trait_ = scope.runtime(&format!("{module}::Payload"));
    let type_ = scope.runtime(&format!("{module}::{type_}"));
    let types = part.types.iter().map(|name| {
        let variant = crate::plan::type_name(name);
        match (part.carrier, name.as_str()) {
            (Carrier::Presence, "available") => "None".to_owned(),
            (Carrier::Presence, _) => format!("Some({type_}::{variant})"),
            _ => format!("{type_}::{variant}"),
        }
    });
    let types: Vec<String> = types.collect();
    let listed = match part.carrier {
        Carrier::Presence => format!("{}<{type_}>", scope.prelude("Option")),
        _ => type_,
    };
    let head = format!("    const TYPES: &'static [{listed}] =");
    let inside = types.join(", ");
    let line = format!("{head} &[{inside}];");
    let constant = match (
        inside.chars().count() <= CHAIN_WIDTH,
        line.chars().count() <= WIDTH,
    ) {
        (true, true) => line,
        (true, false) => format!("{head}\n        &[{inside}];"),
        (false, _) => format!("{head} &[\n        {},\n    ];", types.join(",\n        ")),
    };
    format!("impl {trait_} for {} {{\n{constant}\n}}\n", item.name)
}

/// The functions that make services, where the module has parts.
pub(super) fn services(module: &Module, scope: &mut Scope) -> Vec<String> {
    let sides = Side::ALL.into_iter();
    sides
        .filter_map(|side| service(module, side, scope))
        .collect()
}

impl Side {
    const ALL: [Self; 3] = [Self::Answering, Self::Pushed, Self::Hearing];

    /// What the element has to do with it.
    fn parts(self, item: &Struct) -> impl Iterator<Item = &Part> {
        let parts = item.parts.iter();
        parts.filter(move |part| Self::of(part.carrier) == self)
    }

    const fn of(carrier: Carrier) -> Self {
        match carrier {
            Carrier::Get | Carrier::Set => Self::Answering,
            Carrier::Push => Self::Pushed,
            Carrier::Message | Carrier::Presence => Self::Hearing,
        }
    }

    /// What the trait's name ends with.
    const fn suffix(self) -> &'static str {
        match self {
            Self::Answering => "Handler",
            Self::Pushed => "PushHandler",
            Self::Hearing => "Listener",
        }
    }

    /// The function that makes a service of one.
    const fn function(self) -> &'static str {
        match self {
            Self::Answering => "service",
            Self::Pushed => "pushes",
            Self::Hearing => "listener",
        }
    }

    /// What the function says of itself, and what its argument is called.
    const fn says(self) -> (&'static str, &'static str) {
        match self {
            Self::Answering => (
                "The service that answers with this handler, for a server, a component or a client.",
                "handler",
            ),
            Self::Pushed => (
                "The service that takes pushes with this handler, for a client.",
                "handler",
            ),
            Self::Hearing => (
                "The service that hears with this listener, for a server, a component or a client.",
                "listener",
            ),
        }
    }
}

fn service(module: &Module, side: Side, scope: &mut Scope) -> Option<String> {
    let structs = module.items.iter().filter_map(|item| match item {
        Item::Struct(item) if side.parts(item).next().is_some() => Some(item),
        _ => None,
    });
    let structs: Vec<&Struct> = structs.collect();
    if structs.is_empty() {
        return None;
    }
    let handlers: Vec<String> = structs
        .iter()
        .map(|item| handler(item, side, scope))
        .collect();
    let handlers = handlers.join(" + ");
    let (service, answer, cx) = (
        scope.runtime("service::Service"),
        scope.runtime("service::Answer"),
        scope.runtime("service::Cx"),
    );
    let role = scope.runtime("service::Role");
    let namespace = match module.content {
        true => format!("{:?}", module.namespaces.first().map_or("", String::as_str)),
        false => "NS".to_owned(),
    };
    let (mut roles, mut arms) = (Vec::new(), String::new());
    for (item, part) in structs
        .iter()
        .flat_map(|item| side.parts(item).map(move |part| (item, part)))
    {
        roles.push(role_of(item, part, scope));
        arms.push_str(&arm(item, part, scope));
    }
    let roles = constant(&role, &roles);
    let (doc, argument) = side.says();
    let signature = signature(
        &format!("pub fn {}", side.function()),
        &[format!("{argument}: impl {handlers}")],
        &format!("impl {service} {{"),
        0,
    );
    Some(format!(
        "/// {doc}
{signature}
    struct Handled<H>(H);

    impl<H: {handlers}> {service} for Handled<H> {{
        const NAMESPACE: &'static str = {namespace};
{roles}

        async fn answer(&self, cx: {cx}<'_>) -> {answer} {{
            match cx.request() {{
{arms}                _ => cx.refuse(),
            }}
        }}
    }}

    Handled({argument})
}}
"
    ))
}

fn trait_of(item: &Struct, side: Side, scope: &mut Scope) -> Option<String> {
    side.parts(item).next()?;
    let (name, handler) = (&item.name, handler(item, side, scope));
    let (send, sync) = (scope.prelude("Send"), scope.prelude("Sync"));
    let (cx, answering) = (
        scope.runtime("service::Cx"),
        scope.runtime("service::Answering"),
    );
    let does = match side {
        Side::Answering => "Answers requests whose payload is",
        Side::Pushed => "Takes pushes whose payload is",
        Side::Hearing => "Hears what carries",
    };
    let function = side.function();
    let doc = format!("{does} [`{name}`]; [`{function}()`] makes a service of it.");
    let methods: Vec<String> = side
        .parts(item)
        .map(|part| {
            let response = response(&part.response, scope);
            let parameters = [
                "&self".to_owned(),
                format!("cx: {cx}<'_>"),
                format!("payload: {name}"),
            ];
            let output = format!("impl {answering}<{response}>;");
            let head = format!("    fn {}", part.carrier.name());
            let doc = comment(&says(part), 4);
            format!("{doc}{}\n", signature(&head, &parameters, &output, 4))
        })
        .collect();
    Some(format!(
        "{}pub trait {handler}: {send} + {sync} + 'static {{\n{}}}\n",
        comment(&doc, 0),
        methods.join("\n")
    ))
}

/// The name of the trait; with a number where a type has it.
fn handler(item: &Struct, side: Side, scope: &Scope) -> String {
    let name = format!("{}{}", item.name, side.suffix());
    let numbered = (2..).map(|number: u32| format!("{name}{number}"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    names
        .find(|name| !scope.declares(name))
        .unwrap_or_else(|| name.clone())
}

fn response(response: &Response, scope: &mut Scope) -> String {
    match response {
        Response::Empty => "()".to_owned(),
        Response::One(type_) => scope.type_(type_),
        Response::Optional(type_) => {
            let type_ = scope.type_(type_);
            format!("{}<{type_}>", scope.prelude("Option"))
        }
    }
}

/// ``Answers a `get`, sent to a server by anyone or to an account by its owner.``
fn says(part: &Part) -> String {
    let anywhere = part.places.len() == 3 && is_anyone(part);
    let places: Vec<String> = part
        .places
        .iter()
        .map(
            |(place, senders)| match (place.as_str(), senders.as_str()) {
                ("server", "owner") => "to a server by one of its accounts".to_owned(),
                ("server", _) => "to a server by anyone".to_owned(),
                ("account", "owner") => "to an account by its owner".to_owned(),
                ("account", "contacts") => "to an account by one of its contacts".to_owned(),
                ("account", _) => "to an account by anyone".to_owned(),
                (_, "owner") => "to a client by its own account".to_owned(),
                (_, "account") => "to a client by the account itself".to_owned(),
                (_, "contacts") => "to a client by one of its contacts".to_owned(),
                _ => "to a client by anyone".to_owned(),
            },
        )
        .collect();
    let types: Vec<String> = part
        .types
        .iter()
        .map(|type_| format!("`{type_}`"))
        .collect();
    let types = match types.is_empty() {
        true => String::new(),
        false => format!(" of type {}", either(&types)),
    };
    let what = match part.carrier {
        Carrier::Get => "Answers a `get`".to_owned(),
        Carrier::Set => "Answers a `set`".to_owned(),
        Carrier::Push => "Takes a push".to_owned(),
        Carrier::Message => format!("Hears a message{types}"),
        Carrier::Presence => format!("Hears a presence{types}"),
    };
    match anywhere {
        true => format!("{what}, sent by anyone to anybody."),
        false => format!("{what}, sent {}.", either(&places)),
    }
}

fn either(places: &[String]) -> String {
    match places {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

fn is_anyone(part: &Part) -> bool {
    part.places.iter().all(|(_, senders)| senders == "anyone")
}

/// The table of roles. `rustfmt` has a form of its own for a single one.
fn constant(role: &str, roles: &[Vec<String>]) -> String {
    let head = format!("        const ROLES: &'static [{role}] =");
    // What is called once is as long as the line allows.
    let is_short =
        |calls: &[String]| calls.len() <= 2 || calls.concat().chars().count() <= CHAIN_WIDTH;
    let broken = |calls: &[String], indent: usize| match is_short(calls) {
        true => calls.concat(),
        false => calls.join(&format!("\n{}", " ".repeat(indent))),
    };
    if let [one] = roles {
        let line = format!("{head} &[{}];", one.concat());
        return match (is_short(one), line.chars().count() <= WIDTH) {
            (true, true) => line,
            (true, false) => format!("{head}\n            &[{}];", one.concat()),
            (false, _) => format!("{head} &[{}];", broken(one, 12)),
        };
    }
    let inside = roles.concat().join(", ");
    if roles.iter().all(|calls| calls.len() == 1) && inside.chars().count() <= CHAIN_WIDTH {
        return format!("{head}\n            &[{inside}];"); // a short array
    }
    let lines = roles
        .iter()
        .map(|calls| format!("            {},\n", broken(calls, 16)));
    format!("{head} &[\n{}        ];", lines.collect::<String>())
}

/// One role, as a chain of calls.
fn role_of(item: &Struct, part: &Part, scope: &mut Scope) -> Vec<String> {
    let role = scope.runtime("service::Role");
    let carrier = part.carrier;
    let mut calls = vec![format!("{role}::{}({:?})", carrier.name(), item.element)];
    if !part.types.is_empty() {
        let types = part.types.iter().map(|type_| match type_.as_str() {
            "available" => "\"\"".to_owned(),
            type_ => format!("{type_:?}"),
        });
        let types: Vec<String> = types.collect();
        calls.push(format!(".of(&[{}])", types.join(", ")));
    }
    if carrier == Carrier::Push {
        return calls;
    }
    if part.places.len() == 3 && is_anyone(part) {
        calls.push(".anywhere()".to_owned());
        return calls;
    }
    let senders = scope.runtime("service::Senders");
    calls.extend(part.places.iter().map(|(place, who)| {
        let who = match who.as_str() {
            "owner" => "Owner",
            "contacts" => "Contacts",
            "account" => "Account",
            _ => "Anyone",
        };
        format!(".{place}({senders}::{who})")
    }));
    calls
}

fn arm(item: &Struct, part: &Part, scope: &Scope) -> String {
    let handler = handler(item, Side::of(part.carrier), scope);
    let (element, method) = (&item.element, part.carrier.name());
    let pattern = format!("                ({method:?}, {element:?}) =>");
    let call = format!("cx.reply({handler}::{method}(&self.0, cx, cx.payload()?).await?)");
    let line = format!("{pattern} {call},");
    match line.chars().count() <= WIDTH {
        true => format!("{line}\n"),
        false => format!(
            "{pattern} {{\n{0}{call}\n{1}}}\n",
            " ".repeat(20),
            " ".repeat(16)
        ),
    }
}

/// A signature on one line if it fits, else with a line for each parameter.
fn signature(head: &str, parameters: &[String], output: &str, indent: usize) -> String {
    let line = format!("{head}({}) -> {output}", parameters.join(", "));
    let margin = " ".repeat(indent);
    match line.chars().count() {
        // Without its semicolon the line would fit.
        WIDTH if output.ends_with(';') => {
            return format!("{head}({})\n{margin}-> {output}", parameters.join(", "));
        }
        ..=WIDTH => return line,
        _ => {}
    }
    let broken: String = parameters
        .iter()
        .map(|parameter| format!("{margin}    {parameter},\n"))
        .collect();
    format!("{head}(\n{broken}{margin}) -> {output}")
}

/// A doc comment.
fn comment(text: &str, indent: usize) -> String {
    let margin = " ".repeat(indent);
    crate::plan::wrap(text, WIDTH - indent - 4)
        .iter()
        .map(|line| format!("{margin}/// {line}\n"))
        .collect()
}
