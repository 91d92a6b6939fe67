//! Ad-hoc commands (XEP-0050) and service administration (XEP-0133).

use crate::support::{Client, DOMAIN, PASSWORD, Place};

/// What is said of a command that was carried out (XEP-0133 §4: a note is what clients show).
const DONE: &str = "<note>Operation finished successfully.</note>";

async fn place() -> Place {
    let administrator = |config: &mut xmpp_server::config::Config| {
        config.administrators = vec!["bard@localhost".parse().unwrap()];
    };
    Place::set_up(&["bard", "juliet", "romeo"], administrator, |_| {}).await
}

fn command(to: &str, name: &str, rest: &str, content: &str) -> String {
    format!(
        "<iq type='set' id='c' to='{to}'><command xmlns='http://jabber.org/protocol/commands' \
         node='http://jabber.org/protocol/admin#{name}'{rest}>{content}</command></iq>"
    )
}

fn form(fields: &[(&str, &str)]) -> String {
    let field =
        |(var, value): &(&str, &str)| format!("<field var='{var}'><value>{value}</value></field>");
    let fields: String = fields.iter().map(field).collect();
    format!("<x xmlns='jabber:x:data' type='submit'>{fields}</x>")
}

/// Both steps of a command; the answer to the second.
async fn execute(client: &mut Client, name: &str, fields: &[(&str, &str)]) -> String {
    client.send(&command(DOMAIN, name, "", "")).await;
    let asked = client.expect("id='c'").await;
    assert!(
        asked.contains("status='executing'") && asked.contains("<actions execute='complete'>"),
        "{asked}"
    );
    let (_, session) = asked.split_once("sessionid='").unwrap();
    let session = session.split('\'').next().unwrap();
    let rest = format!(" sessionid='{session}' action='complete'");
    client
        .send(&command(DOMAIN, name, &rest, &form(fields)))
        .await;
    let answer = client.expect("id='c'").await;
    assert!(answer.contains("status='completed'"), "{answer}");
    answer
}

/// One step; a command that asks nothing.
async fn ask(client: &mut Client, name: &str) -> String {
    client.send(&command(DOMAIN, name, "", "")).await;
    client.expect("id='c'").await
}

/// XEP-0133 §4.1, §4.7, §4.2.
#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_made_changed_and_removed() {
    let place = place().await;
    let mut bard = place.login("bard", "globe").await;
    let nurse = "nurse@localhost";
    let mismatch = [
        ("accountjid", nurse),
        ("password", "one"),
        ("password-verify", "two"),
    ];
    let refused = [
        mismatch,
        [
            ("accountjid", "nurse@elsewhere.example"),
            ("password", "one"),
            ("password-verify", "one"),
        ],
        [
            ("accountjid", "a@b@c"),
            ("password", "one"),
            ("password-verify", "one"),
        ],
    ];
    for fields in refused {
        let answer = execute(&mut bard, "add-user", &fields).await;
        assert!(answer.contains("<note type='error'>"), "{answer}");
    }
    let fields = [
        ("accountjid", nurse),
        ("password", "one"),
        ("password-verify", "one"),
    ];
    let answer = execute(&mut bard, "add-user", &fields).await;
    assert!(answer.contains(DONE), "{answer}");
    let again = execute(&mut bard, "add-user", &fields).await;
    assert!(again.contains("<note type='error'>"), "{again}");
    let changed = [("accountjid", nurse), ("password", PASSWORD)];
    execute(&mut bard, "change-user-password", &changed).await;
    let mut nurse_client = place.login("nurse", "kitchen").await;
    let removed = [("accountjids", "nurse@localhost/whatever")];
    let answer = execute(&mut bard, "delete-user", &removed).await;
    assert!(answer.contains(DONE), "{answer}");
    nurse_client.expect("<not-authorized ").await;
    let answer = execute(&mut bard, "delete-user", &removed).await;
    assert!(answer.contains("<note type='error'>"), "{answer}");
}

/// XEP-0133 §4.3, §4.4, §4.14, §4.19: sessions end, nobody logs in, the roster stays.
#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_disabled_for_a_time() {
    let place = place().await;
    let mut bard = place.login("bard", "globe").await;
    let mut juliet = place.login("juliet", "balcony").await;
    juliet
        .send(
            "<iq type='set' id='s'><query xmlns='jabber:iq:roster'><item jid='nurse@localhost' \
             name='Nurse'/></query></iq>",
        )
        .await;
    juliet.expect("id='s'").await;
    let fields = [("accountjids", "juliet@localhost")];
    execute(&mut bard, "disable-user", &fields).await;
    juliet.expect("<not-authorized ").await;
    let mut refused = place.secure(DOMAIN).await;
    refused.open(DOMAIN).await;
    let failure = refused.authenticate("juliet", PASSWORD).await.unwrap_err();
    assert!(failure.contains("<account-disabled/>"), "{failure}");
    refused.authenticate("juliet", "wrong").await.unwrap_err();
    assert!(
        ask(&mut bard, "get-disabled-users-num")
            .await
            .contains("<value>1</value>")
    );
    let list = execute(&mut bard, "get-disabled-users-list", &[]).await;
    assert!(list.contains("<value>juliet@localhost</value>"), "{list}");
    let roster = execute(&mut bard, "get-user-roster", &fields).await;
    assert!(roster.contains("name='Nurse'"), "{roster}");
    execute(&mut bard, "reenable-user", &fields).await;
    place.login("juliet", "balcony").await;
    for stranger in ["nobody@localhost", "juliet@elsewhere.example"] {
        let answer = execute(&mut bard, "reenable-user", &[("accountjids", stranger)]).await;
        assert!(answer.contains("<note type='error'>"), "{answer}");
    }
}

/// XEP-0133 §4.5: a resource is one session, an account all of them.
#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_ended() {
    let place = place().await;
    let mut bard = place.login("bard", "globe").await;
    let mut balcony = place.login("juliet", "balcony").await;
    let mut chamber = place.login("juliet", "chamber").await;
    let one = [("accountjids", "juliet@localhost/balcony")];
    execute(&mut bard, "end-user-session", &one).await;
    balcony.expect("<reset ").await;
    assert_eq!(chamber.settle().await, Vec::<String>::new());
    let all = [("accountjids", "juliet@localhost")];
    execute(&mut bard, "end-user-session", &all).await;
    chamber.expect("<reset ").await;
}

/// XEP-0133 §4.9, §4.13, §4.15, §4.18, §4.20, §4.23.
#[tokio::test(flavor = "multi_thread")]
async fn the_service_is_looked_at() {
    let place = place().await;
    let mut bard = place.login("bard", "globe").await;
    let mut juliet = place.login("juliet", "balcony").await;
    let registered = ask(&mut bard, "get-registered-users-num").await;
    assert!(registered.contains("<value>3</value>"), "{registered}");
    let online = ask(&mut bard, "get-online-users-num").await;
    assert!(online.contains("<value>2</value>"), "{online}");
    juliet.send("<presence/>").await;
    juliet.expect("<presence ").await;
    let active = ask(&mut bard, "get-active-users-num").await;
    assert!(active.contains("<value>1</value>"), "{active}");
    let active = execute(&mut bard, "get-active-users", &[]).await;
    assert!(
        active.contains("<value>juliet@localhost</value></field>"),
        "{active}"
    );
    let idle = ask(&mut bard, "get-idle-users-num").await;
    assert!(idle.contains("<value>1</value>"), "{idle}");
    let idle = execute(&mut bard, "get-idle-users", &[]).await;
    assert!(
        idle.contains("<value>bard@localhost</value></field>"),
        "{idle}"
    );
    let both = [("accountjids", "juliet@localhost")];
    let statistics = execute(&mut bard, "user-stats", &both).await;
    assert!(
        statistics.contains("var='rostersize'><value>0</value>")
            && statistics.contains("var='onlineresources'><value>1</value>"),
        "{statistics}"
    );
    let list = execute(
        &mut bard,
        "get-registered-users-list",
        &[("max_items", "2")],
    )
    .await;
    assert!(
        list.contains("<value>bard@localhost</value><value>juliet@localhost</value></field>"),
        "{list}"
    );
    let list = execute(&mut bard, "get-online-users-list", &[]).await;
    assert!(
        list.contains("<value>juliet@localhost</value>") && !list.contains("romeo"),
        "{list}"
    );
    let fields = [("accountjids", "juliet@localhost")];
    // Nobody waits for the moment of a login to be written.
    let mut login = String::new();
    for _ in 0..100 {
        login = execute(&mut bard, "get-user-lastlogin", &fields).await;
        if login.contains("<value>20") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(
        login.contains("var='lastlogin'") && login.contains("<value>20"),
        "{login}"
    );
    execute(
        &mut bard,
        "announce",
        &[("announcement", "The play begins")],
    )
    .await;
    let heard = juliet.expect("<body>The play begins</body>").await;
    assert!(
        heard.contains("from='localhost'") && heard.contains("type='headline'"),
        "{heard}"
    );
}

/// XEP-0050 §2.2, §4: commands are listed for those who may use them, and nobody else may.
#[tokio::test(flavor = "multi_thread")]
async fn others_see_no_commands() {
    let place = place().await;
    let mut bard = place.login("bard", "globe").await;
    let mut juliet = place.login("juliet", "balcony").await;
    let items = "<query xmlns='http://jabber.org/protocol/disco#items' \
                 node='http://jabber.org/protocol/commands'/>";
    for to in [DOMAIN, "bard@localhost"] {
        bard.send(&format!("<iq type='get' id='i' to='{to}'>{items}</iq>"))
            .await;
        let list = bard.receive().await;
        assert!(list.contains("admin#add-user"), "{list}");
        bard.send(&command(
            to,
            "add-user",
            " action='cancel' sessionid='add-user-7'",
            "",
        ))
        .await;
        let canceled = bard.receive().await;
        assert!(canceled.contains("status='canceled'"), "{canceled}");
    }
    for to in [DOMAIN, "juliet@localhost"] {
        juliet
            .send(&format!("<iq type='get' id='i' to='{to}'>{items}</iq>"))
            .await;
        let list = juliet.receive().await;
        assert_eq!(list.matches("<item ").count(), 1, "{list}");
        assert!(list.contains("node='ping'"), "{list}");
        juliet.send(&command(to, "add-user", "", "")).await;
        juliet.expect("<forbidden ").await;
    }
}

/// XEP-0050 §2.2: one command is for everybody, asked of the own account or of the server.
#[tokio::test(flavor = "multi_thread")]
async fn everybody_may_ask_for_the_time() {
    let place = place().await;
    let mut juliet = place.login("juliet", "balcony").await;
    for to in [DOMAIN, "juliet@localhost"] {
        let ping = "<command xmlns='http://jabber.org/protocol/commands' node='ping'/>";
        juliet
            .send(&format!("<iq type='set' id='p' to='{to}'>{ping}</iq>"))
            .await;
        let pong = juliet.receive().await;
        assert!(
            pong.contains("status='completed'") && pong.contains("var='timestamp'><value>20"),
            "{pong}"
        );
    }
}

/// XEP-0050 §4.4, and unknown nodes.
#[tokio::test(flavor = "multi_thread")]
async fn wrong_steps_are_refused() {
    let place = place().await;
    let mut bard = place.login("bard", "globe").await;
    let cases = [
        ("no-such-command", "", "item-not-found"),
        ("add-user", " sessionid='made-up'", "bad-sessionid"),
        ("add-user", " sessionid='add-user-1'", "bad-payload"),
        (
            "add-user",
            " sessionid='add-user-1' action='prev'",
            "bad-action",
        ),
        ("add-user", " action='next'", "bad-action"),
    ];
    for (name, rest, condition) in cases {
        bard.send(&command(DOMAIN, name, rest, "")).await;
        let answer = bard.receive().await;
        assert!(
            answer.contains(&format!("<{condition} ")),
            "{name}{rest}: {answer}"
        );
    }
}
