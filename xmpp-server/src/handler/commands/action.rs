//! What the commands do (XEP-0133 §4).

use std::time::{SystemTime, UNIX_EPOCH};

use xmpp_core::rules::roster::get;
use xmpp_core::schema::data_forms::{DataForm, Field, FieldType};
use xmpp_core::schema::roster::Roster;
use xmpp_core::schema::stanza::StanzaError;
use xmpp_core::{BareJid, DateTime, Element, Jid};

use super::form::{Answers, result, text};
use super::node::Node;
use crate::account::AccountError;
use crate::bus::Bus;
use crate::router::{Asking, Backend, Refused};
use crate::storage::{Storage, StorageError};

/// How many addresses a list has at most.
const MOST: usize = 1000;

/// It is done.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// What there is to say.
    pub(super) form: Option<DataForm>,
}

/// Why it is not done, in words for the administrator.
#[derive(Debug)]
pub(super) struct Failed(pub(super) String);

/// Carries out a command.
pub(super) async fn run<K: Backend>(
    asking: &Asking<K>,
    node: Node,
    answers: &Answers<'_>,
) -> Result<Done, Failed> {
    match node {
        Node::AddUser => add_user(asking, answers).await,
        Node::ChangeUserPassword => change_password(asking, answers).await,
        Node::DeleteUser => delete_users(asking, answers).await,
        Node::DisableUser => set_disabled(asking, answers, true).await,
        Node::ReenableUser => set_disabled(asking, answers, false).await,
        Node::EndUserSession => end_sessions(asking, answers).await,
        Node::GetUserRoster => rosters(asking, answers).await,
        Node::GetUserLastLogin => last_login(asking, answers).await,
        Node::GetRegisteredUsersNum => count("registeredusersnum", &registered(asking).await?),
        Node::GetDisabledUsersNum => count("disabledusersnum", &disabled(asking).await?),
        Node::GetOnlineUsersNum => count("onlineusersnum", &online(asking).await),
        Node::GetRegisteredUsersList => {
            list("registereduserjids", registered(asking).await?, answers)
        }
        Node::GetDisabledUsersList => list("disableduserjids", disabled(asking).await?, answers),
        Node::GetOnlineUsersList => list("onlineuserjids", online(asking).await, answers),
        Node::Announce => announce(asking, answers).await,
    }
}

/// XEP-0133 §4.1.
async fn add_user<K: Backend>(asking: &Asking<K>, answers: &Answers<'_>) -> Result<Done, Failed> {
    let user = own_account(asking, &answers.address("accountjid")?)?;
    let password = answers.one("password")?;
    if password != answers.one("password-verify")? {
        return Err(Failed("the two passwords are not the same".to_owned()));
    }
    asking.router.accounts().add(&user, password).await?;
    Ok(Done::default())
}

/// XEP-0133 §4.7.
async fn change_password<K: Backend>(
    asking: &Asking<K>,
    answers: &Answers<'_>,
) -> Result<Done, Failed> {
    let user = own_account(asking, &answers.address("accountjid")?)?;
    let password = answers.one("password")?;
    asking
        .router
        .accounts()
        .set_password(&user, password)
        .await?;
    Ok(Done::default())
}

/// XEP-0133 §4.2.
async fn delete_users<K: Backend>(
    asking: &Asking<K>,
    answers: &Answers<'_>,
) -> Result<Done, Failed> {
    for user in known_accounts(asking, answers).await? {
        let own = asking.session.jid().as_bare() == user.as_jid_ref();
        let spared = own.then_some(&asking.session);
        asking.router.remove_account(&user, spared).await?;
    }
    Ok(Done::default())
}

/// XEP-0133 §4.3, §4.4.
async fn set_disabled<K: Backend>(
    asking: &Asking<K>,
    answers: &Answers<'_>,
    disabled: bool,
) -> Result<Done, Failed> {
    for user in known_accounts(asking, answers).await? {
        if disabled && asking.session.jid().as_bare() == user.as_jid_ref() {
            return Err(Failed("that is your own account".to_owned()));
        }
        asking.router.set_disabled(&user, disabled).await?;
    }
    Ok(Done::default())
}

/// XEP-0133 §4.5: one session where a resource is named, else all of the account.
async fn end_sessions<K: Backend>(
    asking: &Asking<K>,
    answers: &Answers<'_>,
) -> Result<Done, Failed> {
    for jid in answers.addresses("accountjids")? {
        own_account(asking, &jid)?;
        asking.router.end_sessions_of(&jid).await;
    }
    Ok(Done::default())
}

/// XEP-0133 §4.8.
async fn rosters<K: Backend>(asking: &Asking<K>, answers: &Answers<'_>) -> Result<Done, Failed> {
    let users = known_accounts(asking, answers).await?;
    let mut payloads = Vec::new();
    for user in &users {
        let roster = asking.router.storage().roster(user).await?;
        let whole = get(&roster, &Roster::default()).map_err(|refusal| {
            let error = StanzaError::from(refusal);
            Failed(format!("{:?}", error.condition))
        })?;
        let element = whole.result.and_then(|roster| Element::of(&roster).ok());
        payloads.extend(element);
    }
    let form = DataForm {
        payloads,
        ..result([jids("accountjids", users)])
    };
    Ok(Done { form: Some(form) })
}

/// XEP-0133 §4.9.
async fn last_login<K: Backend>(asking: &Asking<K>, answers: &Answers<'_>) -> Result<Done, Failed> {
    let users = known_accounts(asking, answers).await?;
    let mut moments = Vec::new();
    for user in &users {
        let account = asking.router.storage().account(user).await?;
        let moment = account.and_then(|account| account.last_login);
        moments.extend(moment.and_then(stamp));
    }
    let form = result([
        jids("accountjids", users),
        text("lastlogin", FieldType::TextMulti, moments),
    ]);
    Ok(Done { form: Some(form) })
}

/// XEP-0133 §4.23: to everybody who has a session.
async fn announce<K: Backend>(asking: &Asking<K>, answers: &Answers<'_>) -> Result<Done, Failed> {
    answers.one("announcement")?;
    let text = answers.all("announcement").join("\n");
    asking.router.announce(&text).await;
    Ok(Done::default())
}

async fn registered<K: Backend>(asking: &Asking<K>) -> Result<Vec<BareJid>, Failed> {
    let mut users = Vec::new();
    for domain in asking.router.domains() {
        users.extend(asking.router.storage().accounts(domain).await?);
    }
    Ok(users)
}

async fn disabled<K: Backend>(asking: &Asking<K>) -> Result<Vec<BareJid>, Failed> {
    Ok(asking.router.storage().disabled().await?)
}

async fn online<K: Backend>(asking: &Asking<K>) -> Vec<BareJid> {
    let mut users = asking.router.bus().online().await;
    users.sort();
    users
}

fn count(var: &str, users: &[BareJid]) -> Result<Done, Failed> {
    let number = text(var, FieldType::TextSingle, [users.len().to_string()]);
    let form = Some(result([number]));
    Ok(Done { form })
}

fn list(var: &str, mut users: Vec<BareJid>, answers: &Answers<'_>) -> Result<Done, Failed> {
    let most = answers.number("max_items").unwrap_or(MOST).min(MOST);
    users.truncate(most);
    let form = Some(result([jids(var, users)]));
    Ok(Done { form })
}

fn jids(var: &str, users: impl IntoIterator<Item = BareJid>) -> Field {
    let values = users.into_iter().map(|user| user.to_string());
    text(var, FieldType::JidMulti, values)
}

/// The accounts that a form names, all of which have to be there. A resource makes no difference.
async fn known_accounts<K: Backend>(
    asking: &Asking<K>,
    answers: &Answers<'_>,
) -> Result<Vec<BareJid>, Failed> {
    let mut users = Vec::new();
    for jid in answers.addresses("accountjids")? {
        let user = own_account(asking, &jid)?;
        if asking.router.storage().account(&user).await?.is_none() {
            return Err(Failed(format!("there is no account {user}")));
        }
        users.push(user);
    }
    Ok(users)
}

/// The account of this server that the address belongs to.
fn own_account<K: Backend>(asking: &Asking<K>, jid: &Jid) -> Result<BareJid, Failed> {
    match jid.local() {
        Some(_) if asking.router.is_local(jid.domain()) => Ok(jid.to_bare()),
        Some(_) => Err(Failed(format!("{} is not served here", jid.domain()))),
        None => Err(Failed(format!("{jid} is no account"))),
    }
}

fn stamp(moment: SystemTime) -> Option<String> {
    let since = moment.duration_since(UNIX_EPOCH).ok()?;
    let seconds = i64::try_from(since.as_secs()).ok()?;
    DateTime::from_unix(seconds, 0).map(|moment| moment.to_string())
}

impl From<StorageError> for Failed {
    fn from(error: StorageError) -> Self {
        Self(error.to_string())
    }
}

impl From<AccountError> for Failed {
    fn from(error: AccountError) -> Self {
        Self(error.to_string())
    }
}

impl From<Refused> for Failed {
    fn from(refused: Refused) -> Self {
        let error = StanzaError::from(refused);
        Self(match error.text {
            Some(text) => text.value,
            None => format!("{:?}", error.condition),
        })
    }
}
