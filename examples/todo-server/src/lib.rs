//! To-do lists, `urn:example:todo:0`: the types, and a handler that keeps the lists in memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use xmpp_core::service::Cx;
use xmpp_core::{BareJid, StanzaError};

/// The types of `schemas/todo.xsd`, and who answers them.
pub mod todo {
    xmpp_core::include_schema!("todo");
}

/// The lists of all accounts.
#[derive(Debug, Default)]
pub struct Todos(Mutex<HashMap<BareJid, todo::List>>);

impl todo::ListHandler for Todos {
    async fn get(&self, cx: Cx<'_>, _: todo::List) -> Result<todo::List, StanzaError> {
        let lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(lists.get(&cx.to()).cloned().unwrap_or_default())
    }

    async fn set(&self, cx: Cx<'_>, list: todo::List) -> Result<(), StanzaError> {
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lists.insert(cx.to(), list);
        Ok(())
    }
}
