use tempfile::TempDir;
use xmpp_core::sasl::{
    Advertisement, Channel, ClientCredentials, ClientNegotiation, ClientPreferences, Mechanism,
    Nonce, SaslCondition, ServerNegotiation, ServerOffer, ServerStep,
};

use super::*;
use crate::storage::SqliteStorage;

fn jid(text: &str) -> BareJid {
    text.parse().unwrap()
}

async fn accounts(folder: &TempDir) -> Accounts<SqliteStorage> {
    let storage = SqliteStorage::open(&folder.path().join("xmpp.sqlite")).unwrap();
    Accounts::open(Arc::new(storage), &[jid("example.org"), jid("example.net")])
        .await
        .unwrap()
}

async fn claim(
    accounts: &Accounts<SqliteStorage>,
    username: &str,
    authzid: Option<&str>,
    hash: ScramHash,
) -> Credentials {
    let account = BareJid::from_parts(Some(username), "example.org").ok();
    let claim = Claim {
        domain: "example.org",
        account: account.as_ref(),
        username,
        authzid,
        hash,
    };
    accounts.judge(&claim).await.unwrap()
}

/// A whole authentication: the server's challenge, and how it ends.
async fn log_in(
    accounts: &Accounts<SqliteStorage>,
    mechanism: Mechanism,
    credentials: &ClientCredentials,
) -> (Option<String>, Result<(), SaslCondition>) {
    let offer = ServerOffer::new(&[mechanism], Channel::tls([]));
    let advertisement = Advertisement::new([mechanism.name()]);
    let preferences = ClientPreferences::default();
    let selection = advertisement
        .select(&preferences, credentials, &Channel::tls([]))
        .unwrap();
    let nonce = Nonce::from_random(&[1; 18]);
    let (mut client, initial) =
        ClientNegotiation::start(&selection, credentials, &preferences, nonce).unwrap();
    let (mut server, step) = ServerNegotiation::start(
        &offer,
        mechanism,
        Some(&initial),
        Nonce::from_random(&[2; 18]),
    );
    let ServerStep::NeedCredentials {
        username,
        authzid,
        hash,
    } = step
    else {
        panic!("{step:?}")
    };
    let known = claim(
        accounts,
        &username,
        authzid.as_deref(),
        hash.unwrap_or(USUAL_HASH),
    )
    .await;
    let mut step = server.credentials(known);
    let mut challenge = None;
    if let ServerStep::Challenge(data) = step {
        challenge = Some(String::from_utf8(data.clone()).unwrap());
        step = server.respond(&client.challenge(&data).unwrap());
    }
    match step {
        ServerStep::Success { .. } => (challenge, Ok(())),
        ServerStep::Failure(failure) => (challenge, Err(failure.condition)),
        step => panic!("{step:?}"),
    }
}

const MECHANISMS: [Mechanism; 4] = [
    Mechanism::Scram(ScramHash::Sha1),
    Mechanism::Scram(ScramHash::Sha256),
    Mechanism::Scram(ScramHash::Sha512),
    Mechanism::Plain,
];

#[tokio::test]
async fn an_account_logs_in_with_every_mechanism() {
    let folder = tempfile::tempdir().unwrap();
    let accounts = accounts(&folder).await;
    accounts
        .add(&jid("juliet@example.org"), "r0m30")
        .await
        .unwrap();
    for mechanism in MECHANISMS {
        let right = ClientCredentials::password("juliet", "r0m30");
        assert_eq!(
            log_in(&accounts, mechanism, &right).await.1,
            Ok(()),
            "{mechanism}"
        );
        let wrong = ClientCredentials::password("juliet", "r0m31");
        assert_eq!(
            log_in(&accounts, mechanism, &wrong).await.1,
            Err(SaslCondition::NotAuthorized),
            "{mechanism}"
        );
    }
    accounts
        .set_password(&jid("juliet@example.org"), "tyb4lt")
        .await
        .unwrap();
    let new = ClientCredentials::password("juliet", "tyb4lt");
    assert_eq!(log_in(&accounts, MECHANISMS[1], &new).await.1, Ok(()));
    accounts.remove(&jid("juliet@example.org")).await.unwrap();
    assert_eq!(
        log_in(&accounts, MECHANISMS[1], &new).await.1,
        Err(SaslCondition::NotAuthorized)
    );
}

/// RFC 6120 §6.5.10: the same words in the same order as for a wrong password, and the same salt whenever one asks, also after a
/// restart and with another spelling.
#[tokio::test]
async fn a_name_without_an_account_cannot_be_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let accounts = accounts(&folder).await;
    accounts
        .add(&jid("juliet@example.org"), "r0m30")
        .await
        .unwrap();
    for mechanism in MECHANISMS {
        let (real, refused) = log_in(
            &accounts,
            mechanism,
            &ClientCredentials::password("juliet", "wrong"),
        )
        .await;
        let (decoy, unknown) = log_in(
            &accounts,
            mechanism,
            &ClientCredentials::password("nobody", "wrong"),
        )
        .await;
        assert_eq!(refused, unknown);
        let shape = |challenge: &Option<String>| {
            challenge
                .as_ref()
                .map(|text| (text.len(), text.rsplit(',').next().unwrap().to_owned()))
        };
        assert_eq!(
            shape(&real),
            shape(&decoy),
            "the same length, the same iterations"
        );
        let (again, _) = log_in(
            &accounts,
            mechanism,
            &ClientCredentials::password("NOBODY", "wrong"),
        )
        .await;
        assert_eq!(again, decoy);
    }
    let before = log_in(
        &accounts,
        MECHANISMS[1],
        &ClientCredentials::password("nobody", "wrong"),
    )
    .await;
    drop(accounts);
    let reopened = self::accounts(&folder).await;
    let after = log_in(
        &reopened,
        MECHANISMS[1],
        &ClientCredentials::password("nobody", "wrong"),
    )
    .await;
    assert_eq!(before, after);
    for impossible in ["a b", "a@b", ""] {
        claim(&reopened, impossible, None, ScramHash::Sha1).await;
    }
}

#[tokio::test]
async fn domains_have_secrets_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let accounts = accounts(&folder).await;
    let salt = |domain: &str| {
        let claim = Claim {
            domain,
            account: None,
            username: "nobody",
            authzid: None,
            hash: ScramHash::Sha1,
        };
        accounts.decoy(&claim).salt().to_vec()
    };
    assert_ne!(salt("example.org"), salt("example.net"));
}

/// RFC 6120 §6.3.8: who names itself acts as itself; nobody acts as somebody else.
#[tokio::test]
async fn authorization_identities() {
    let folder = tempfile::tempdir().unwrap();
    let accounts = accounts(&folder).await;
    accounts
        .add(&jid("juliet@example.org"), "r0m30")
        .await
        .unwrap();
    let rows = [
        ("juliet@example.org", Ok(())),
        ("Juliet@EXAMPLE.org", Ok(())),
        ("romeo@example.org", Err(SaslCondition::InvalidAuthzid)),
        ("juliet@example.net", Err(SaslCondition::InvalidAuthzid)),
        (
            "juliet@example.org/balcony",
            Err(SaslCondition::InvalidAuthzid),
        ),
        ("juliet", Err(SaslCondition::InvalidAuthzid)),
    ];
    for mechanism in [MECHANISMS[1], Mechanism::Plain] {
        for (authzid, expected) in rows {
            let credentials = ClientCredentials::password("juliet", "r0m30").with_authzid(authzid);
            assert_eq!(
                log_in(&accounts, mechanism, &credentials).await.1,
                expected,
                "{authzid}"
            );
        }
    }
}

#[tokio::test]
async fn accounts_that_cannot_be_made() {
    let folder = tempfile::tempdir().unwrap();
    let accounts = accounts(&folder).await;
    let domain = jid("example.org");
    assert_eq!(
        accounts.add(&domain, "x").await,
        Err(AccountError::NotAnAccount(domain))
    );
    let juliet = jid("juliet@example.org");
    assert_eq!(
        accounts.add(&juliet, "").await,
        Err(AccountError::Password(PreparationError::Empty))
    );
    assert_eq!(
        accounts.add(&juliet, "a\u{7}").await,
        Err(AccountError::Password(PreparationError::Prohibited))
    );
    assert_eq!(
        accounts.remove(&juliet).await,
        Err(StorageError::NoSuchAccount(juliet.clone()).into())
    );
    accounts.add(&juliet, "x").await.unwrap();
    assert_eq!(
        accounts.add(&juliet, "y").await,
        Err(StorageError::AccountExists(juliet).into())
    );
}
