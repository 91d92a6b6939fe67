use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::support::Place;

/// A server that runs, and what it has said.
struct Running {
    child: Child,
    said: String,
}

impl Running {
    fn start(place: &Place, args: &[&str]) -> Self {
        let mut command = place.command(args);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut said = String::new();
        for line in lines.by_ref() {
            let line = line.unwrap();
            said.push_str(&line);
            said.push('\n');
            if line.starts_with("Add a user") {
                break;
            }
        }
        // Whatever comes after that is read, so that the server can say it.
        std::thread::spawn(move || lines.count());
        Self { child, said }
    }

    fn line(&self, start: &str) -> &str {
        let found = self.said.lines().find_map(|line| line.strip_prefix(start));
        found
            .unwrap_or_else(|| panic!("no line `{start}`: {}", self.said))
            .trim()
    }

    fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(
            std::process::Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        let deadline = Instant::now() + Duration::from_secs(20);
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait().unwrap() {
                assert!(status.success(), "{status}");
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("it did not stop");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const ARGS: [&str; 6] = [
    "--domain",
    "localhost",
    "--listen",
    "127.0.0.1:0",
    "--listen-tls",
    "127.0.0.1:0",
];

/// One command: it makes what it needs, says where it is and what to do next, takes a user while it runs, and stops in order.
#[test]
fn a_server_without_configuration() {
    let place = Place::new();
    let server = Running::start(&place, &ARGS);
    assert_eq!(server.line("Serving "), "localhost");
    for port in ["  STARTTLS", "  direct TLS"] {
        assert!(TcpStream::connect(server.line(port)).is_ok());
    }
    assert!(server.line("  data").ends_with("/xmpp-data"));
    assert!(server.said.contains(
        "  certificate of localhost (made here: compare it before you trust it), SHA-256\n"
    ));
    assert!(
        server
            .line("Add a user:")
            .ends_with("xmpp-server user add juliet@localhost")
    );

    place
        .tell(&["user", "add", "juliet@localhost"], "r0m30")
        .said();
    let answer = place.tell(&["user", "add", "juliet@loclahost"], "r0m30");
    assert!(
        answer
            .errors
            .contains("note: loclahost has not been served from these data yet; known: localhost"),
        "{}",
        answer.errors
    );
    let second = place.run(&ARGS).complained();
    assert_eq!(second, "error: another server uses xmpp-data\n");

    let fingerprint = server.line("    ").to_owned();
    server.stop();
    let again = Running::start(&place, &ARGS);
    assert_eq!(again.line("    "), fingerprint, "the certificate stays");
    again.stop();
}

#[test]
fn the_hint_names_what_was_named() {
    let place = Place::new();
    place.write(
        "my xmpp.toml",
        "data = 'd'\n[domain.'example.org']\n[listen]\nstarttls = '127.0.0.1:0'\ndirect-tls = []\n",
    );
    let server = Running::start(
        &place,
        &["--config", "my xmpp.toml", "--domain", "example.net"],
    );
    assert_eq!(server.line("Serving "), "example.org, example.net");
    assert!(!server.said.contains("direct TLS"));
    assert!(
        server
            .line("Add a user:")
            .ends_with("user add juliet@example.org --config 'my xmpp.toml'")
    );
    server.stop();
}

#[test]
fn servers_that_cannot_run() {
    let place = Place::new();
    let complaint = place.run(&[]).complained();
    assert!(
        complaint
            .starts_with("error: there is no domain to serve: name one with `--domain localhost`"),
        "{complaint}"
    );
    let complaint = place
        .run(&["--domain", "localhost", "--log", "=="])
        .complained();
    assert!(complaint.starts_with("error: --log ==: "), "{complaint}");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let answer = place.run(&["--domain", "localhost", "--listen", &address]);
    assert_eq!(answer.code, Some(1));
    assert!(
        answer
            .errors
            .contains(&format!("error: {address} cannot be listened on: ")),
        "{}",
        answer.errors
    );
}

#[test]
fn arguments_that_do_not_go_together() {
    let place = Place::new();
    let rows: [(&[&str], &str); 4] = [
        (
            &["--domain", "localhost", "user", "list"],
            "--domain, --listen, --listen-tls and --log are for running the server",
        ),
        (&["--listen", "localhost"], "an address is wanted"),
        (
            &["--domain", "juliet@localhost"],
            "did you mean `localhost`?",
        ),
        (&["usr", "list"], "unrecognized subcommand"),
    ];
    for (args, expected) in rows {
        let answer = place.run(args);
        assert_eq!(answer.code, Some(2), "{args:?}");
        assert!(answer.errors.contains(expected), "{}", answer.errors);
    }
}

#[test]
fn help() {
    let place = Place::new();
    let help = place.run(&["--help"]).said();
    for part in [
        "An XMPP server",
        "--domain",
        "--listen",
        "--data",
        "--config",
        "check-config",
        "Examples:",
        "SIGTERM",
    ] {
        assert!(help.contains(part), "{part}: {help}");
    }
    assert!(
        place
            .run(&["user", "add", "--help"])
            .said()
            .contains("--password-stdin")
    );
    assert!(place.run(&["--version"]).said().starts_with("xmpp-server "));
}
