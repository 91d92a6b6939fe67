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
        Node::GetActiveUsersNum => count("activeusersnum", &by_activity(asking, true).await),
        Node::GetIdleUsersNum => count("idleusersnum", &by_activity(asking, false).await),
        Node::GetRegisteredUsersList => {
            list("registereduserjids", registered(asking).await?, answers)
        }
        Node::GetDisabledUsersList => list("disableduserjids", disabled(asking).await?, answers),
        Node::GetOnlineUsersList => list("onlineuserjids", online(asking).await, answers),
        Node::GetActiveUsersList => {
            list("activeuserjids", by_activity(asking, true).await, answers)
        }
        Node::GetIdleUsersList => list("idleuserjids", by_activity(asking, false).await, answers),
        Node::UserStats => statistics(asking, answers).await,
        Node::Ping => Ok(pong()),
        Node::Announce => announce(asking, answers).await,
    }
}

/// XEP-0133 §4.1.
async fn add_user<K: Backend>(asking: &Asking<K>, answers: &Answers<'_>) -> Result<Done, Failed> {
    let user = own_account(asking, &answers.address("accountjid")?, "create")?;
    let password = answers.one("password")?;
    if password != answers.one("password-verify")? {
        return Err(Failed("Passwords do not match.".to_owned()));
    }
    asking.router.accounts().add(&user, password).await?;
    Ok(Done::default())
}

/// XEP-0133 §4.7.
async fn change_password<K: Backend>(
    asking: &Asking<K>,
    answers: &Answers<'_>,
) -> Result<Done, Failed> {
    let address = answers.address("accountjid")?;
    let user = own_account(asking, &address, "change the password of")?;
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
    for user in known_accounts(asking, answers, "delete").await? {
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
    let doing = if disabled { "disable" } else { "re-enable" };
    for user in known_accounts(asking, answers, doing).await? {
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
        own_account(asking, &jid, "end sessions of")?;
        asking.router.end_sessions_of(&jid).await;
    }
    Ok(Done::default())
}

/// XEP-0133 §4.8.
async fn rosters<K: Backend>(asking: &Asking<K>, answers: &Answers<'_>) -> Result<Done, Failed> {
    let users = known_accounts(asking, answers, "look at").await?;
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
    let users = known_accounts(asking, answers, "look at").await?;
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

/// The users who have a session and are active, or idle: one of theirs is available, or none is (XEP-0133 §4.16, §4.17).
async fn by_activity<K: Backend>(asking: &Asking<K>, active: bool) -> Vec<BareJid> {
    let mut users = Vec::new();
    for user in online(asking).await {
        let sessions = asking.router.bus().sessions(user.as_jid_ref()).await;
        let available = sessions.iter().any(|session| session.priority().is_some());
        if available == active {
            users.push(user);
        }
    }
    users
}

/// XEP-0133 §4.10, as far as it is known here.
async fn statistics<K: Backend>(asking: &Asking<K>, answers: &Answers<'_>) -> Result<Done, Failed> {
    let users = known_accounts(asking, answers, "look at").await?;
    let (mut contacts, mut resources) = (Vec::new(), Vec::new());
    for user in &users {
        let roster = asking.router.storage().roster(user).await?;
        let shown = get(&roster, &Roster::default()).ok();
        let shown = shown.and_then(|answer| answer.result);
        contacts.push(shown.map_or(0, |roster| roster.items.len()).to_string());
        let sessions = asking.router.bus().sessions(user.as_jid_ref()).await;
        resources.push(sessions.len().to_string());
    }
    let form = result([
        jids("accountjids", users),
        text("rostersize", FieldType::TextMulti, contacts),
        text("onlineresources", FieldType::TextMulti, resources),
    ]);
    Ok(Done { form: Some(form) })
}

/// What time it is here.
fn pong() -> Done {
    let now = stamp(SystemTime::now());
    let form = Some(result([text("timestamp", FieldType::TextSingle, now)]));
    Done { form }
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
    doing: &str,
) -> Result<Vec<BareJid>, Failed> {
    let mut users = Vec::new();
    for jid in answers.addresses("accountjids")? {
        let user = own_account(asking, &jid, doing)?;
        if asking.router.storage().account(&user).await?.is_none() {
            return Err(Failed(format!("User does not exist: {user}")));
        }
        users.push(user);
    }
    Ok(users)
}

/// The account of this server that the address belongs to; what is not done with others is said in words.
fn own_account<K: Backend>(asking: &Asking<K>, jid: &Jid, doing: &str) -> Result<BareJid, Failed> {
    match jid.local() {
        Some(_) if asking.router.is_local(jid.domain()) => Ok(jid.to_bare()),
        Some(_) => Err(Failed(format!("Cannot {doing} remote user: {jid}"))),
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
