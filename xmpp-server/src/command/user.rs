//! `user`: accounts.

use std::sync::Arc;

use xmpp_core::BareJid;
use xmpp_core::schema::stanza::StanzaError;
use xmpp_core::service::Services;

use super::args::{Account, Place, User};
use super::password::password;
use super::{Failure, Terminal};
use crate::account::Accounts;
use crate::bus::LocalBus;
use crate::control;
use crate::data::DataDirectory;
use crate::looks::Looks;
use crate::router::{Router, RouterLimits};
use crate::server::Alone;
use crate::storage::{SqliteStorage, Storage as _, StorageError};

/// Works on the database itself, whether a server runs or not.
pub(super) fn run(command: &User, place: &Place, terminal: &mut Terminal) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        let directory = open(place)?;
        let storage = Arc::new(SqliteStorage::open(&directory.database())?);
        let outcome = act(command, &directory, &storage, terminal).await;
        if let Some(storage) = Arc::into_inner(storage) {
            storage.close().await;
        }
        outcome
    })
}

/// A directory that was named is made where it is not there; one that was not named was perhaps meant to be another.
fn open(place: &Place) -> Result<DataDirectory, Failure> {
    let path = place.to_config()?.data;
    Ok(match DataDirectory::existing(&path) {
        Err(_) if place.is_given() => DataDirectory::create(&path)?,
        outcome => outcome?,
    })
}

async fn act(
    command: &User,
    directory: &DataDirectory,
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
                remove(user, directory, storage).await?;
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

/// The server that runs does it; where none does, this process does what it would have done.
async fn remove(
    user: &BareJid,
    directory: &DataDirectory,
    storage: &Arc<SqliteStorage>,
) -> Result<(), Failure> {
    if control::ask(&directory.control(), &format!("remove {user}"))?.is_some() {
        return Ok(());
    }
    if storage.account(user).await?.is_none() {
        return Err(StorageError::NoSuchAccount(user.clone()).into());
    }
    let domains = storage.domains().await?;
    let domains = domains
        .iter()
        .filter_map(|domain| BareJid::new(domain).ok());
    let accounts = Accounts::open(Arc::clone(storage), []).await?;
    let limits = RouterLimits::default();
    let router = Router::<Alone>::new(
        domains,
        accounts,
        LocalBus::new(),
        Services::new(),
        limits,
        [],
    );
    let removed = router.remove_account(user, None).await;
    removed.map_err(|refused| {
        let error = StanzaError::from(refused);
        Failure::from(format!(
            "the account cannot be removed: {:?}",
            error.condition
        ))
    })
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
    let looks = Looks::of(user, storage).await?;
    if looks.mixes_scripts {
        terminal.note(format_args!(
            "note: {name} mixes scripts that are not written together"
        ));
    }
    if let Some(like) = looks.like {
        terminal.note(format_args!("note: {name} looks like the account {like}"));
    }
    Ok(())
}
