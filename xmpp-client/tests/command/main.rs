//! The command, as a shell sees it: what it prints, and its exit codes.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

#[allow(dead_code, reason = "sessions in memory need more of it")]
#[path = "../session/server.rs"]
mod server;

use std::process::Stdio;

use server::{Certificate, Options, PASSWORD, Server};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::process::Command;
use xmpp_core::stream::ServerEvent;

/// What a run of the command came to.
#[derive(Debug)]
struct Outcome {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// The command, without anything of this machine's.
fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xmpp-client"));
    command
        .args(arguments)
        .env_clear()
        .env("XDG_CONFIG_HOME", "/nonexistent");
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

async fn outcome(mut command: Command, input: Option<&str>) -> Outcome {
    if input.is_some() {
        command.stdin(Stdio::piped());
    }
    let mut child = command.spawn().unwrap();
    if let Some(input) = input {
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(input.as_bytes()).await.unwrap();
    }
    let output = child.wait_with_output().await.unwrap();
    Outcome {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

async fn run(arguments: &[&str]) -> Outcome {
    outcome(command(arguments), None).await
}

/// Where a server listens for one client.
struct Place {
    listener: TcpListener,
    certificate: Certificate,
    address: String,
}

impl Place {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self {
            address: listener.local_addr().unwrap().to_string(),
            listener,
            certificate: Certificate::of("example.net"),
        }
    }

    /// The command for this server, with the right fingerprint and password.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(arguments);
        command
            .env("XMPP_JID", "romeo@example.net")
            .env("XMPP_PASSWORD", PASSWORD);
        command.env("XMPP_ADDRESS", &self.address);
        command.env("XMPP_FINGERPRINT", self.certificate.fingerprint.to_string());
        command
    }

    /// The server of a client that has logged in.
    async fn bound(&self) -> Server {
        let (tcp, _) = self.listener.accept().await.unwrap();
        let mut server = Server::accept(tcp, &Options::starttls(&self.certificate)).await;
        let event = server.next_event().await;
        assert!(matches!(event, ServerEvent::Bound(_)), "{event:?}");
        server.pump().await;
        server
    }
}

/// Answers the next request with an empty result.
async fn answer(server: &mut Server) {
    let id = server.stanza().await.envelope.id.unwrap();
    server
        .send(&format!("<iq id='{id}' type='result' from='example.net'/>"))
        .await;
}

#[tokio::test]
async fn wrong_usage_is_2() {
    assert_eq!(run(&[]).await.code, Some(2));
    assert_eq!(run(&["send"]).await.code, Some(2));
    assert_eq!(run(&["send", "a@b@c", "hi"]).await.code, Some(2));
    assert_eq!(run(&["listen", "--fingerprint", "zz"]).await.code, Some(2));
    let missing = run(&["send", "juliet@example.net", "hi"]).await;
    assert_eq!(missing.code, Some(2));
    assert!(
        missing
            .stderr
            .starts_with("error: no account is given\n  help: --jid "),
        "{}",
        missing.stderr
    );
    let missing = run(&[
        "--jid",
        "romeo@example.net",
        "send",
        "juliet@example.net",
        "hi",
    ])
    .await;
    assert_eq!(missing.code, Some(2));
    assert!(
        missing
            .stderr
            .starts_with("error: no password is given\n  help: --password-file"),
        "{}",
        missing.stderr
    );
}

#[tokio::test]
async fn help_teaches() {
    let help = run(&["--help"]).await;
    assert_eq!(help.code, Some(0));
    for word in [
        "send",
        "listen",
        "chat",
        "--fingerprint",
        "--password-file",
        "Examples:",
        "Exit codes:",
    ] {
        assert!(help.stdout.contains(word), "{word}");
    }
}

#[tokio::test]
async fn a_file_with_a_mistake_is_shown() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "jid = 'romeo@example.net'\npasword = 'x'\n").unwrap();
    let wrong = run(&["--config", file.path().to_str().unwrap(), "listen"]).await;
    assert_eq!(wrong.code, Some(2));
    assert!(
        wrong.stderr.contains("line 2") && wrong.stderr.contains("pasword"),
        "{}",
        wrong.stderr
    );
}

#[tokio::test]
async fn nobody_listens() {
    let place = Place::new().await;
    let command = place.command(&["send", "juliet@example.net", "hi"]);
    drop(place);
    let refused = outcome(command, None).await;
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.stderr.contains("no connection to 127.0.0.1:"),
        "{}",
        refused.stderr
    );
    assert!(
        refused.stderr.contains("help: is the server running?"),
        "{}",
        refused.stderr
    );
}

#[tokio::test]
async fn an_unknown_certificate_comes_with_a_way_out() {
    let place = Place::new().await;
    let mut command = place.command(&["send", "juliet@example.net", "hi"]);
    let ca = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(ca.path(), Certificate::of("ca.example").pem).unwrap();
    command
        .env_remove("XMPP_FINGERPRINT")
        .env("XMPP_CA", ca.path());
    let serve = async {
        let (tcp, _) = place.listener.accept().await.unwrap();
        let mut server = Server::accept(tcp, &Options::starttls(&place.certificate)).await;
        tokio::time::timeout(std::time::Duration::from_secs(2), server.next_event()).await
    };
    let (refused, _) = tokio::join!(outcome(command, None), serve);
    assert_eq!(refused.code, Some(1));
    let way_out = format!("--fingerprint {}", place.certificate.fingerprint);
    assert!(refused.stderr.contains(&way_out), "{}", refused.stderr);
}

#[tokio::test]
async fn a_wrong_password() {
    let place = Place::new().await;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "wrong\n").unwrap();
    let command = place.command(&[
        "--password-file",
        file.path().to_str().unwrap(),
        "send",
        "juliet@example.net",
        "hi",
    ]);
    let serve = async {
        let (tcp, _) = place.listener.accept().await.unwrap();
        Server::accept(tcp, &Options::starttls(&place.certificate))
            .await
            .next_event()
            .await
    };
    let (refused, _) = tokio::join!(outcome(command, None), serve);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused
            .stderr
            .starts_with("error: the server refused the credentials: not-authorized\n"),
        "{}",
        refused.stderr
    );
}

#[tokio::test]
async fn a_message_is_sent() {
    let place = Place::new().await;
    let command = place.command(&["--password-stdin", "send", "juliet@example.net", "-"]);
    let serve = async {
        let mut server = place.bound().await;
        let message = server.text().await;
        answer(&mut server).await;
        let end = server.next_event().await;
        assert!(matches!(end, ServerEvent::Closed(_)), "{end:?}");
        message
    };
    let input = format!("{PASSWORD}\nfrom standard\ninput\n");
    let (sent, message) = tokio::join!(outcome(command, Some(&input)), serve);
    assert_eq!(
        (sent.code, sent.stdout.as_str()),
        (Some(0), ""),
        "{}",
        sent.stderr
    );
    assert!(
        message.contains("to='juliet@example.net' type='chat'><body>from standard\ninput</body>"),
        "{message}"
    );
}

#[tokio::test]
async fn a_message_that_comes_back_is_a_failure() {
    let place = Place::new().await;
    let command = place.command(&["send", "juliet@example.net", "hi"]);
    let serve = async {
        let mut server = place.bound().await;
        let id = server.stanza().await.envelope.id.unwrap();
        let bounced = format!(
            "<message id='{id}' type='error' from='juliet@example.net'><error type='cancel'>\
            <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>"
        );
        server.send(&bounced).await;
        answer(&mut server).await;
        server.next_event().await
    };
    let (sent, _) = tokio::join!(outcome(command, None), serve);
    assert_eq!(sent.code, Some(1));
    assert_eq!(sent.stderr, "error: not delivered: item-not-found\n");
}

#[tokio::test]
async fn what_comes_is_printed() {
    let place = Place::new().await;
    let command = place.command(&["listen", "--format", "json", "--count", "2"]);
    let serve = async {
        let mut server = place.bound().await;
        answer(&mut server).await;
        assert_eq!(server.text().await, "<presence xml:lang='en'/>");
        server.send("<presence from='juliet@example.net/b'/>").await;
        server
            .send("<message from='juliet@example.net/b' type='chat'><body>Ay me</body></message>")
            .await;
        server.next_event().await
    };
    let (heard, _) = tokio::join!(outcome(command, None), serve);
    assert_eq!(heard.code, Some(0), "{}", heard.stderr);
    let lines: Vec<&str> = heard.stdout.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(
        lines[0].starts_with("{\"event\":\"presence\",\"from\":\"juliet@example.net/b\","),
        "{}",
        lines[0]
    );
    assert!(lines[1].contains("\"body\":\"Ay me\""), "{}", lines[1]);
}

#[tokio::test]
async fn what_xml_cannot_carry_is_not_sent() {
    let place = Place::new().await;
    let command = place.command(&["send", "juliet@example.net"]);
    let (sent, _) = tokio::join!(outcome(command, Some("a\0b")), place.bound());
    assert_eq!(sent.code, Some(1));
    assert_eq!(
        sent.stderr,
        "error: not sent: XML cannot carry the character U+0000 (not-well-formed)\n"
    );
}

#[tokio::test]
async fn a_chat_sends_lines_and_obeys_commands() {
    let place = Place::new().await;
    let command = place.command(&["chat", "juliet@example.net"]);
    let serve = async {
        let mut server = place.bound().await;
        assert_eq!(server.text().await, "<presence xml:lang='en'/>");
        let message = server.text().await;
        assert!(message.contains("<body>hello</body>"), "{message}");
        let presence = server.text().await;
        assert!(
            presence.contains("to='nurse@example.net' type='subscribed'"),
            "{presence}"
        );
        answer(&mut server).await;
        answer(&mut server).await;
        server.next_event().await
    };
    let input = "hello\n/accept nurse@example.net\n/ping\n/dance\n/to a@b@c\n";
    let (chat, _) = tokio::join!(outcome(command, Some(input)), serve);
    assert_eq!(chat.code, Some(0), "{}", chat.stderr);
    for expected in [
        "You are romeo@example.net/",
        "There after ",
        "There is no /dance",
        "/to JID: ",
    ] {
        assert!(
            chat.stdout.contains(expected),
            "{expected}: {}",
            chat.stdout
        );
    }
}

#[tokio::test]
async fn the_end_of_the_connection_is_a_failure() {
    let place = Place::new().await;
    let command = place.command(&["listen"]);
    let serve = async {
        let mut server = place.bound().await;
        answer(&mut server).await;
        server.text().await;
    };
    let (heard, ()) = tokio::join!(outcome(command, None), serve);
    assert_eq!(heard.code, Some(1));
    assert_eq!(heard.stderr, "error: the connection was lost\n");
}
