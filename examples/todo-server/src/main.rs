//! A server that keeps to-do lists.

use std::process::ExitCode;

use example_todo_server::{Todos, todo};
use xmpp_core::service::Services;

fn main() -> ExitCode {
    xmpp_server::command::serving(Services::new().with(todo::service(Todos::default())))
}
