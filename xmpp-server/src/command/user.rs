//! `user`: accounts.

use std::sync::Arc;

use xmpp_core::BareJid;
use xmpp_core::jid::confusable;

use super::args::{Account, Place, User};
use super::password::password;
use super::{Failure, Terminal};
use crate::account::Accounts;
use crate::data::DataDirectory;
use crate::storage::{SqliteStorage, Storage as _};

/// Works on the database itself, whether a server runs or not.
pub(super) fn run(command: &User, place: &Place, terminal: &mut Terminal) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        let storage = Arc::new(open(place)?);
        let outcome = act(command, &storage, terminal).await;
        if let Some(storage) = Arc::into_inner(storage) {
            storage.close().await;
        }
        outcome
    })
}

/// A directory that was named is made where it is not there; one that was not named was perhaps meant to be another.
fn open(place: &Place) -> Result<SqliteStorage, Failure> {
    let path = place.to_config()?.data;
    let directory = match DataDirectory::existing(&path) {
        Err(_) if place.is_given() => DataDirectory::create(&path)?,
        outcome => outcome?,
    };
    Ok(SqliteStorage::open(&directory.database())?)
}

async fn act(
    command: &User,
    storage: &Arc<SqliteStorage>,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let accounts = Accounts::open(Arc::clone(storage), []).await?;
    match command {
        User::Add(account) => {
            warn_of_domain(&account.user, storage, terminal).await?;
            warn_of_looks(&account.user, storage, terminal).await?;
            let password = given(account, terminal)?;
            accounts.add(&account.user, &password).await?;
            terminal.say(format_args!("{} was added", account.user));
        }
        User::Passwd(account) => {
            let password = given(account, terminal)?;
            accounts.set_password(&account.user, &password).await?;
            terminal.say(format_args!("the password of {} was changed", account.user));
        }
        User::Remove { users } => {
            for user in users {
                accounts.remove(user).await?;
                terminal.say(format_args!("{user} was removed"));
            }
        }
        User::List { domain } => {
            let domains = match domain {
                Some(domain) => vec![domain.domain().to_owned()],
                None => storage.domains().await?,
            };
            for domain in domains {
                for user in storage.accounts(&domain).await? {
                    terminal.say(user);
                }
            }
        }
    }
    Ok(())
}

fn given(account: &Account, terminal: &mut Terminal) -> Result<String, Failure> {
    let password = password(&account.user, account.source)?;
    if password.is_new {
        terminal.say(format_args!("password: {}", password.text));
    }
    Ok(password.text)
}

/// An account at a domain that nobody serves is of no use, and a slip more often than not.
async fn warn_of_domain(
    user: &BareJid,
    storage: &SqliteStorage,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let served = storage.domains().await?;
    if !served.is_empty() && !served.iter().any(|domain| domain == user.domain()) {
        let known = served.join(", ");
        terminal.note(format_args!(
            "note: {} has not been served from these data yet; known: {known}",
            user.domain()
        ));
    }
    Ok(())
}

/// Names that people mix up (UTS 39): the account is made all the same, whoever makes it decides.
async fn warn_of_looks(
    user: &BareJid,
    storage: &SqliteStorage,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let name = user.local().unwrap_or_default();
    if confusable::mixes_scripts(name) {
        terminal.note(format_args!(
            "note: {name} mixes scripts that are not written together"
        ));
    }
    let accounts = storage.accounts(user.domain()).await?;
    let known = accounts.iter().filter_map(BareJid::local);
    if let Some(like) = confusable::like_one_of(name, known) {
        terminal.note(format_args!("note: {name} looks like the account {like}"));
    }
    Ok(())
}
