//! What requests become: the type of their answer, a trait of handlers, and a service.
//!
//! These are short texts of one form, written as `rustfmt` lays them out.

use super::WIDTH;
use super::scope::Scope;
use crate::plan::item::{Item, Module, Request, Response, Struct};

/// What `rustfmt` allows a chain of calls to take on one line.
const CHAIN_WIDTH: usize = 60;

/// The answers to the requests that carry an element, and the trait of those who give them.
pub(super) fn of(item: &Struct, scope: &mut Scope) -> Vec<String> {
    if item.requests.is_empty() {
        return Vec::new();
    }
    let mut blocks = Vec::new();
    for request in &item.requests {
        let trait_ = scope.runtime(match request.kind.as_str() {
            "set" => "request::Set",
            _ => "request::Get",
        });
        let response = response(&request.response, scope);
        let name = &item.name;
        blocks.push(format!(
            "impl {trait_} for {name} {{\n    type Response = {response};\n}}\n"
        ));
    }
    scope.enter(""); // `Self` is the handler from here on
    blocks.push(trait_of(item, scope));
    blocks
}

/// The function that makes a service of a handler, where the module has requests.
pub(super) fn service(module: &Module, scope: &mut Scope) -> Option<String> {
    let structs = module.items.iter().filter_map(|item| match item {
        Item::Struct(item) if !item.requests.is_empty() => Some(item),
        _ => None,
    });
    let structs: Vec<&Struct> = structs.collect();
    if structs.is_empty() {
        return None;
    }
    let handlers: Vec<String> = structs.iter().map(|item| handler(item, scope)).collect();
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
    for (item, request) in structs
        .iter()
        .flat_map(|item| item.requests.iter().map(move |request| (item, request)))
    {
        roles.push(role_of(item, request, scope));
        arms.push_str(&arm(item, request, scope));
    }
    let roles = constant(&role, &roles);
    let signature = signature(
        "pub fn service",
        &[format!("handler: impl {handlers}")],
        &format!("impl {service} {{"),
        0,
    );
    let doc =
        "/// The service that answers with this handler, for a server, a component or a client.";
    Some(format!(
        "{doc}
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

    Handled(handler)
}}
"
    ))
}

fn trait_of(item: &Struct, scope: &mut Scope) -> String {
    let (name, handler) = (&item.name, handler(item, scope));
    let (send, sync) = (scope.prelude("Send"), scope.prelude("Sync"));
    let (cx, answering) = (
        scope.runtime("service::Cx"),
        scope.runtime("service::Answering"),
    );
    let doc = format!(
        "Answers requests whose payload is [`{name}`]; [`service()`] makes a service of it."
    );
    let methods: Vec<String> = item
        .requests
        .iter()
        .map(|request| {
            let response = response(&request.response, scope);
            let parameters = [
                "&self".to_owned(),
                format!("cx: {cx}<'_>"),
                format!("payload: {name}"),
            ];
            let output = format!("impl {answering}<{response}>;");
            let head = format!("    fn {}", request.kind);
            let doc = comment(&says(request), 4);
            format!("{doc}{}\n", signature(&head, &parameters, &output, 4))
        })
        .collect();
    format!(
        "{}pub trait {handler}: {send} + {sync} + 'static {{\n{}}}\n",
        comment(&doc, 0),
        methods.join("\n")
    )
}

/// The name of the trait; with a number where a type has it.
fn handler(item: &Struct, scope: &Scope) -> String {
    let name = format!("{}Handler", item.name);
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
fn says(request: &Request) -> String {
    let anywhere = request.places.len() == 3 && is_anyone(request);
    let places: Vec<String> = request
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
                (_, "contacts") => "to a client by one of its contacts".to_owned(),
                _ => "to a client by anyone".to_owned(),
            },
        )
        .collect();
    let kind = &request.kind;
    match anywhere {
        true => format!("Answers a `{kind}`, sent by anyone to anybody."),
        false => format!("Answers a `{kind}`, sent {}.", either(&places)),
    }
}

fn either(places: &[String]) -> String {
    match places {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

fn is_anyone(request: &Request) -> bool {
    request
        .places
        .iter()
        .all(|(_, senders)| senders == "anyone")
}

/// The table of roles. `rustfmt` has a form of its own for a single one.
fn constant(role: &str, roles: &[Vec<String>]) -> String {
    let head = format!("        const ROLES: &'static [{role}] =");
    let is_short = |calls: &[String]| calls.concat().chars().count() <= CHAIN_WIDTH;
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
    let lines = roles
        .iter()
        .map(|calls| format!("            {},\n", broken(calls, 16)));
    format!("{head} &[\n{}        ];", lines.collect::<String>())
}

/// One role, as a chain of calls.
fn role_of(item: &Struct, request: &Request, scope: &mut Scope) -> Vec<String> {
    let role = scope.runtime("service::Role");
    let mut calls = vec![format!("{role}::{}({:?})", request.kind, item.element)];
    if request.places.len() == 3 && is_anyone(request) {
        calls.push(".anywhere()".to_owned());
    } else {
        let senders = scope.runtime("service::Senders");
        calls.extend(request.places.iter().map(|(place, who)| {
            let who = match who.as_str() {
                "owner" => "Owner",
                "contacts" => "Contacts",
                _ => "Anyone",
            };
            format!(".{place}({senders}::{who})")
        }));
    }
    calls
}

fn arm(item: &Struct, request: &Request, scope: &Scope) -> String {
    let (handler, element, method) = (handler(item, scope), &item.element, &request.kind);
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
    if line.chars().count() <= WIDTH {
        return line;
    }
    let margin = " ".repeat(indent);
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
