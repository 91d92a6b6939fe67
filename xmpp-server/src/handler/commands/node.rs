//! Which commands there are, and what they ask (XEP-0133 §4).

use std::fmt;

use xmpp_core::schema::data_forms::{DataForm, Field, FieldType, FormType};

use super::form::{form_type, text};

/// The namespace of commands, which is the node that lists them (XEP-0050 §2.2).
pub(in crate::handler) const NAMESPACE: &str = xmpp_core::schema::commands::NS;

/// What the nodes of service administration begin with (XEP-0133 §3).
const PREFIX: &str = "http://jabber.org/protocol/admin#";

/// A command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::handler) enum Node {
    AddUser,
    DeleteUser,
    DisableUser,
    ReenableUser,
    EndUserSession,
    ChangeUserPassword,
    GetUserRoster,
    GetUserLastLogin,
    GetRegisteredUsersNum,
    GetDisabledUsersNum,
    GetOnlineUsersNum,
    GetActiveUsersNum,
    GetIdleUsersNum,
    GetRegisteredUsersList,
    GetDisabledUsersList,
    GetOnlineUsersList,
    GetActiveUsersList,
    GetIdleUsersList,
    UserStats,
    Announce,
    /// Tells the time: the one command that is for everybody, to see that commands work.
    Ping,
}

/// A question of a form.
struct Question {
    var: &'static str,
    label: &'static str,
    type_: FieldType,
}

const ACCOUNT: Question = Question {
    var: "accountjid",
    label: "The account",
    type_: FieldType::JidSingle,
};
const ACCOUNTS: Question = Question {
    var: "accountjids",
    label: "The accounts",
    type_: FieldType::JidMulti,
};
const PASSWORD: Question = Question {
    var: "password",
    label: "The password",
    type_: FieldType::TextPrivate,
};
const AGAIN: Question = Question {
    var: "password-verify",
    label: "The password again",
    type_: FieldType::TextPrivate,
};
const ANNOUNCEMENT: Question = Question {
    var: "announcement",
    label: "The announcement",
    type_: FieldType::TextMulti,
};

impl Node {
    /// All of them, in the order of XEP-0133 §4; what is not there comes last.
    pub(in crate::handler) const ALL: [Self; 21] = [
        Self::AddUser,
        Self::DeleteUser,
        Self::DisableUser,
        Self::ReenableUser,
        Self::EndUserSession,
        Self::ChangeUserPassword,
        Self::GetUserRoster,
        Self::GetUserLastLogin,
        Self::GetRegisteredUsersNum,
        Self::GetDisabledUsersNum,
        Self::GetOnlineUsersNum,
        Self::GetActiveUsersNum,
        Self::GetIdleUsersNum,
        Self::GetRegisteredUsersList,
        Self::GetDisabledUsersList,
        Self::GetOnlineUsersList,
        Self::GetActiveUsersList,
        Self::GetIdleUsersList,
        Self::UserStats,
        Self::Announce,
        Self::Ping,
    ];

    /// The command of that node.
    pub(in crate::handler) fn of(node: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| {
            let name = node.strip_prefix(known.prefix());
            name == Some(known.name())
        })
    }

    /// Whether it is for everybody, and not for administrators alone.
    pub(in crate::handler) const fn is_for_all(self) -> bool {
        matches!(self, Self::Ping)
    }

    /// What the node begins with.
    const fn prefix(self) -> &'static str {
        match self {
            Self::Ping => "",
            _ => PREFIX,
        }
    }

    /// The last part of the node.
    pub(super) const fn name(self) -> &'static str {
        self.texts().0
    }

    /// What people read.
    pub(in crate::handler) const fn title(self) -> &'static str {
        self.texts().1
    }

    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::AddUser => ("add-user", "Add a user"),
            Self::DeleteUser => ("delete-user", "Delete users"),
            Self::DisableUser => ("disable-user", "Disable users"),
            Self::ReenableUser => ("reenable-user", "Enable users again"),
            Self::EndUserSession => ("end-user-session", "End sessions of users"),
            Self::ChangeUserPassword => ("change-user-password", "Change a user's password"),
            Self::GetUserRoster => ("get-user-roster", "Show the roster of a user"),
            Self::GetUserLastLogin => ("get-user-lastlogin", "Show when a user logged in last"),
            Self::GetRegisteredUsersNum => ("get-registered-users-num", "Count all users"),
            Self::GetDisabledUsersNum => ("get-disabled-users-num", "Count disabled users"),
            Self::GetOnlineUsersNum => ("get-online-users-num", "Count users who are online"),
            Self::GetActiveUsersNum => ("get-active-users-num", "Count users who are active"),
            Self::GetIdleUsersNum => ("get-idle-users-num", "Count users who are idle"),
            Self::GetRegisteredUsersList => ("get-registered-users-list", "List all users"),
            Self::GetDisabledUsersList => ("get-disabled-users-list", "List disabled users"),
            Self::GetOnlineUsersList => ("get-online-users-list", "List users who are online"),
            Self::GetActiveUsersList => ("get-active-users", "List users who are active"),
            Self::GetIdleUsersList => ("get-idle-users", "List users who are idle"),
            Self::UserStats => ("user-stats", "Show what a user has"),
            Self::Ping => ("ping", "Request pong from server"),
            Self::Announce => ("announce", "Announce something to users who are online"),
        }
    }

    const fn questions(self) -> &'static [Question] {
        match self {
            Self::AddUser => &[ACCOUNT, PASSWORD, AGAIN],
            Self::ChangeUserPassword => &[ACCOUNT, PASSWORD],
            Self::DeleteUser
            | Self::DisableUser
            | Self::ReenableUser
            | Self::EndUserSession
            | Self::GetUserRoster
            | Self::UserStats
            | Self::GetUserLastLogin => &[ACCOUNTS],
            Self::Announce => &[ANNOUNCEMENT],
            Self::GetRegisteredUsersNum
            | Self::GetDisabledUsersNum
            | Self::GetOnlineUsersNum
            | Self::GetActiveUsersNum
            | Self::GetIdleUsersNum
            | Self::Ping => &[],
            Self::GetRegisteredUsersList
            | Self::GetDisabledUsersList
            | Self::GetOnlineUsersList
            | Self::GetActiveUsersList
            | Self::GetIdleUsersList => &[],
        }
    }

    /// The lists propose how many to show (XEP-0133 §4.18).
    const fn is_list(self) -> bool {
        matches!(
            self,
            Self::GetRegisteredUsersList
                | Self::GetDisabledUsersList
                | Self::GetOnlineUsersList
                | Self::GetActiveUsersList
                | Self::GetIdleUsersList
        )
    }

    /// The form to fill in; nothing where nothing is to be asked.
    pub(super) fn form(self) -> Option<DataForm> {
        let mut fields = vec![form_type()];
        fields.extend(self.questions().iter().map(Question::field));
        if self.is_list() {
            fields.push(max_items());
        }
        (fields.len() > 1).then(|| DataForm {
            title: Some(self.title().to_owned()),
            fields,
            ..DataForm::new(FormType::Form)
        })
    }
}

/// The node as it is written.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.prefix(), self.name())
    }
}

impl Question {
    fn field(&self) -> Field {
        Field {
            label: Some(self.label.into()),
            required: true,
            ..text(self.var, self.type_, [])
        }
    }
}

fn max_items() -> Field {
    use xmpp_core::schema::data_forms::FieldOption;
    let option = |count: &str| FieldOption {
        label: Some(count.into()),
        ..FieldOption::new(count)
    };
    Field {
        label: Some("How many at most".into()),
        options: ["25", "100", "1000"].map(option).into(),
        ..text("max_items", FieldType::ListSingle, [])
    }
}
