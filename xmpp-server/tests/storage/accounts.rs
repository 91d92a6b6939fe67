use std::time::{Duration, SystemTime};

use xmpp_core::sasl::ScramHash;
use xmpp_server::storage::{Batch, Change, Storage, StorageError};

use crate::support::{Place, add, jid, keep, keys};

#[tokio::test]
async fn an_account_is_kept_with_its_keys() {
    let place = Place::new();
    let before = SystemTime::now();
    let storage = place.open();
    let _receipt = storage
        .commit(add("juliet@example.com").into())
        .await
        .unwrap();
    storage.close().await;

    let storage = place.open();
    let account = storage
        .account(&jid("juliet@example.com"))
        .await
        .unwrap()
        .unwrap();
    assert!(
        account.created + Duration::from_micros(1) >= before
            && account.created <= SystemTime::now()
    );
    assert_eq!(account.keys.len(), 3);
    for (stored, made) in account.keys.iter().zip(keys("r0m30myr0m30")) {
        assert_eq!(stored.hash(), made.hash());
        assert_eq!(
            (stored.salt(), stored.iterations()),
            (made.salt(), made.iterations())
        );
        assert_eq!(
            (stored.stored_key(), stored.server_key()),
            (made.stored_key(), made.server_key())
        );
        assert!(stored.verify_password("r0m30myr0m30"));
    }
    let bytes = std::fs::read(place.path()).unwrap();
    assert!(
        !bytes.windows(12).any(|window| window == b"r0m30myr0m30"),
        "never a password"
    );
}

/// R13: the same name at two domains is two accounts.
#[tokio::test]
async fn domains_share_nothing() {
    let place = Place::new();
    let storage = place.open();
    for user in [
        "romeo@example.com",
        "juliet@example.com",
        "juliet@example.net",
    ] {
        let _receipt = storage.commit(add(user).into()).await.unwrap();
    }
    assert_eq!(
        storage.accounts("example.com").await.unwrap(),
        [jid("juliet@example.com"), jid("romeo@example.com")]
    );
    assert_eq!(
        storage.accounts("example.net").await.unwrap(),
        [jid("juliet@example.net")]
    );
    assert!(storage.accounts("example").await.unwrap().is_empty());
    let remove = Change::RemoveAccount {
        user: jid("juliet@example.com"),
    };
    let _receipt = storage.commit(remove.into()).await.unwrap();
    assert!(
        storage
            .account(&jid("juliet@example.net"))
            .await
            .unwrap()
            .is_some()
    );
    assert!(
        storage
            .account(&jid("romeo@example.net"))
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn accounts_that_are_there_and_accounts_that_are_not() {
    let place = Place::new();
    let storage = place.open();
    let juliet = || jid("juliet@example.com");
    let missing = Err(StorageError::NoSuchAccount(juliet()));
    let set = || {
        Batch::from(Change::SetKeys {
            user: juliet(),
            keys: keys("other"),
        })
    };
    let remove = || Batch::from(Change::RemoveAccount { user: juliet() });
    assert_eq!(storage.commit(set()).await, missing);
    assert_eq!(storage.commit(remove()).await, missing);
    let _receipt = storage
        .commit(add("juliet@example.com").into())
        .await
        .unwrap();
    assert_eq!(
        storage.commit(add("juliet@example.com").into()).await,
        Err(StorageError::AccountExists(juliet()))
    );

    let _receipt = storage.commit(set()).await.unwrap();
    let account = storage.account(&juliet()).await.unwrap().unwrap();
    assert_eq!(account.keys.len(), ScramHash::ALL.len());
    assert!(
        account
            .keys
            .iter()
            .all(|keys| keys.verify_password("other"))
    );
    let _receipt = storage.commit(remove()).await.unwrap();
    assert!(storage.account(&juliet()).await.unwrap().is_none());
    assert_eq!(storage.commit(remove()).await, missing);
}

/// Who gets the name of an account that was removed gets nothing of what belonged to it.
#[tokio::test]
async fn a_new_account_inherits_nothing() {
    let place = Place::new();
    let storage = place.open();
    let juliet = jid("juliet@example.com");
    let batch = [add("juliet@example.com"), keep("juliet@example.com", 1)]
        .into_iter()
        .collect();
    let _receipt = storage.commit(batch).await.unwrap();
    let old = storage.roster(&juliet).await.unwrap();
    let entry = xmpp_core::rules::roster::Entry {
        listed: true,
        version: old.version + 1,
        ..Default::default()
    };
    let change = xmpp_core::rules::roster::Change {
        version: old.version + 1,
        contact: jid("nurse@example.com"),
        entry,
    };
    let _receipt = storage
        .commit(
            Change::SetRoster {
                owner: juliet.clone(),
                change,
            }
            .into(),
        )
        .await
        .unwrap();

    let again = [
        Change::RemoveAccount {
            user: juliet.clone(),
        },
        add("juliet@example.com"),
    ]
    .into_iter()
    .collect();
    let _receipt = storage.commit(again).await.unwrap();
    assert_eq!(storage.offline_count(&juliet).await.unwrap(), 0);
    let new = storage.roster(&juliet).await.unwrap();
    assert!(new.entries.is_empty());
    assert!(
        new.oldest > old.version + 1,
        "no version of the old roster is one of the new one"
    );
}

/// The first to make a secret wins, and everyone gets the same.
#[tokio::test]
async fn secrets_stay_as_they_are() {
    let place = Place::new();
    let storage = place.open();
    let secret = |value: &[u8]| Change::AddSecret {
        domain: "example.com".into(),
        purpose: "decoys".into(),
        value: value.into(),
    };
    assert_eq!(storage.secret("example.com", "decoys").await.unwrap(), None);
    let _receipt = storage
        .commit([secret(b"first"), secret(b"second")].into_iter().collect())
        .await
        .unwrap();
    assert_eq!(
        storage
            .secret("example.com", "decoys")
            .await
            .unwrap()
            .as_deref(),
        Some(&b"first"[..])
    );
    assert_eq!(storage.secret("example.net", "decoys").await.unwrap(), None);
    assert_eq!(storage.secret("example.com", "other").await.unwrap(), None);
}

/// `user add` runs while the server does: another process, or here another storage, on the same file.
#[tokio::test]
async fn two_programs_share_the_file() {
    let place = Place::new();
    let (server, command) = (place.open(), place.open());
    let _receipt = command
        .commit(add("juliet@example.com").into())
        .await
        .unwrap();
    assert!(
        server
            .account(&jid("juliet@example.com"))
            .await
            .unwrap()
            .is_some()
    );
    let twice = server.commit(add("juliet@example.com").into()).await;
    assert_eq!(
        twice,
        Err(StorageError::AccountExists(jid("juliet@example.com")))
    );
    command.close().await;
    let _receipt = server
        .commit(add("romeo@example.com").into())
        .await
        .unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_can_read_the_file() {
    use std::os::unix::fs::PermissionsExt as _;

    let place = Place::new();
    let storage = place.open();
    let _receipt = storage
        .commit(add("juliet@example.com").into())
        .await
        .unwrap();
    for suffix in ["", "-wal", "-shm"] {
        let path = format!("{}{suffix}", place.path().display());
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{path}");
    }
}

/// XEP-0133 §4.3, §4.9: who is disabled, and when an account was used, are kept beside the keys.
#[tokio::test]
async fn the_state_of_accounts_is_kept() {
    let place = Place::new();
    let storage = place.open();
    let (juliet, romeo) = (jid("juliet@example.com"), jid("romeo@example.com"));
    let moment = SystemTime::UNIX_EPOCH + Duration::from_micros(1_700_000_000_000_001);
    let batch: Batch = [
        add("juliet@example.com"),
        add("romeo@example.com"),
        Change::SetDisabled {
            user: juliet.clone(),
            disabled: true,
        },
        Change::SetLastLogin {
            user: romeo.clone(),
            moment,
        },
    ]
    .into_iter()
    .collect();
    let _receipt = storage.commit(batch).await.unwrap();
    storage.close().await;
    let storage = place.open();
    let account = storage.account(&juliet).await.unwrap().unwrap();
    assert!(account.disabled && account.last_login.is_none() && account.keys.len() == 3);
    let account = storage.account(&romeo).await.unwrap().unwrap();
    assert_eq!(
        (account.disabled, account.last_login),
        (false, Some(moment))
    );
    assert_eq!(
        storage.disabled().await.unwrap(),
        std::slice::from_ref(&juliet)
    );
    let enable = Change::SetDisabled {
        user: juliet,
        disabled: false,
    };
    let _receipt = storage.commit(enable.into()).await.unwrap();
    assert!(storage.disabled().await.unwrap().is_empty());
    let nobody = Change::SetDisabled {
        user: jid("nobody@example.com"),
        disabled: true,
    };
    assert_eq!(
        storage.commit(nobody.into()).await,
        Err(StorageError::NoSuchAccount(jid("nobody@example.com")))
    );
}

/// XEP-0016 §2: lists are kept for each account, with all that their rules say, and go with it.
#[tokio::test]
async fn privacy_lists_are_kept() {
    use xmpp_core::rules::privacy::{Change as Privacy, Kinds, Rule, Whom};
    let place = Place::new();
    let storage = place.open();
    let juliet = jid("juliet@example.com");
    let block = |order, text: &str| Rule {
        order,
        ..Rule::block(text.parse().unwrap())
    };
    let rest = |order, whom, kinds| Rule {
        order,
        whom,
        allow: true,
        kinds,
    };
    let some = Kinds {
        iq: true,
        presence_out: true,
        ..Kinds::default()
    };
    let others = Kinds {
        message: true,
        presence_in: true,
        ..Kinds::default()
    };
    let rules = vec![
        block(1, "romeo@example.net/orchard"),
        rest(2, Whom::Group("Friends".into()), some),
        rest(7, Whom::Subscription("both".parse().unwrap()), others),
        rest(u32::MAX, Whom::Anyone, Kinds::default()),
    ];
    let list = |name: &str, rules: &[Rule]| Privacy::List {
        name: name.into(),
        rules: rules.to_vec(),
    };
    let changes = vec![
        list("private", &[block(4, "example.org")]),
        list("public", &[block(1, "example.org")]),
        Privacy::Default(Some("private".into())),
        list("public", &rules),
        Privacy::Default(Some("public".into())),
    ];
    let set = |changes: Vec<Privacy>| Change::SetPrivacy {
        owner: juliet.clone(),
        changes,
    };
    let batch: Batch = [add("juliet@example.com"), set(changes.clone())]
        .into_iter()
        .collect();
    let _receipt = storage.commit(batch).await.unwrap();
    let kept = changes.iter().collect();
    assert_eq!(storage.privacy(&juliet).await.unwrap(), kept);
    assert_eq!(storage.roster(&juliet).await.unwrap().privacy, kept);
    let romeo = jid("romeo@example.net");
    assert!(storage.privacy(&romeo).await.unwrap().is_empty());
    let fewer = vec![list("private", &[]), Privacy::Default(None)];
    let _receipt = storage.commit(set(fewer).into()).await.unwrap();
    let kept = [list("public", &rules)].iter().collect();
    assert_eq!(storage.privacy(&juliet).await.unwrap(), kept);
    let removal = Change::RemoveAccount {
        user: juliet.clone(),
    };
    let _receipt = storage.commit(removal.into()).await.unwrap();
    assert!(storage.privacy(&juliet).await.unwrap().is_empty());
}
