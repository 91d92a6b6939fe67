use super::*;

fn load(text: &str) -> Result<Config, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("xmpp.toml");
    std::fs::write(&path, text).unwrap();
    Config::load(&path).map(|mut config| {
        config.data = config
            .data
            .strip_prefix(folder.path())
            .unwrap()
            .to_path_buf();
        config
    })
}

fn complaints(text: &str) -> Vec<(usize, usize, String)> {
    let error = load(text).unwrap_err();
    error
        .complaints()
        .iter()
        .map(|complaint| (complaint.line, complaint.column, complaint.message.clone()))
        .collect()
}

fn complaint(text: &str) -> (usize, usize, String) {
    let mut complaints = complaints(text);
    assert_eq!(complaints.len(), 1, "{complaints:?}");
    complaints.remove(0)
}

fn domain(name: &str) -> BareJid {
    name.parse().unwrap()
}

#[test]
fn an_empty_file_is_the_default() {
    assert_eq!(load("").unwrap(), Config::new([]));
    let default = Config::new([domain("localhost")]);
    assert!(
        default
            .listen
            .starttls
            .iter()
            .chain(&default.listen.direct_tls)
            .all(|address| address.ip().is_loopback())
    );
    assert!(!default.registration);
}

/// The page for operators says what is done where nothing is said.
#[test]
fn the_page_says_the_defaults() {
    let page = include_str!("../../../docs/configuration.md");
    let example = page
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let config = load(example.unwrap()).unwrap();
    assert_eq!(config, Config::new([domain("example.org")]));
    // Every key stands in it.
    let unknown = complaints("[limits]\nzzzzzzzz = 1");
    for key in unknown[0]
        .2
        .split('`')
        .skip(3)
        .step_by(2)
        .filter(|key| *key != "[limits]")
    {
        assert!(example.unwrap().contains(&format!("\n{key} = ")), "{key}");
    }
}

#[test]
fn everything_that_can_be_said() {
    let config = load(
        r#"
data = "data"
registration = true

[listen]
starttls = ["0.0.0.0:5222", "[::]:5222"]
direct-tls = "192.0.2.1:443"
without-tls = ["127.0.0.1:5280", "[::1]:5280"]

[domain."example.org"]
certificate = "/etc/xmpp/example.org.pem"
key = "/etc/xmpp/example.org.key"
client-authority = "/etc/xmpp/clients.pem"
anonymous = true

[domain."Example.COM"]

[limits]
stanza-size = 10_000
connections = 1
handshakes = 2
login-seconds = 3
resume-seconds = 0
token-days = 7
resources = 4
mailbox-size = 0x10000
offline-messages = 0
registrations = 8
contacts = 7
"#,
    )
    .unwrap();
    let mut expected = Config::new([domain("example.org"), domain("example.com")]);
    expected.data = "data".into();
    expected.registration = true;
    expected.listen.starttls = vec![
        "0.0.0.0:5222".parse().unwrap(),
        "[::]:5222".parse().unwrap(),
    ];
    expected.listen.direct_tls = vec!["192.0.2.1:443".parse().unwrap()];
    expected.listen.without_tls = vec![
        "127.0.0.1:5280".parse().unwrap(),
        "[::1]:5280".parse().unwrap(),
    ];
    expected.domains[0].certificate = Some(CertificateFiles {
        chain: "/etc/xmpp/example.org.pem".into(),
        key: "/etc/xmpp/example.org.key".into(),
    });
    expected.domains[0].client_authority = Some("/etc/xmpp/clients.pem".into());
    expected.domains[0].anonymous = true;
    expected.limits = Limits {
        stanza_size: 10_000,
        connections: 1,
        handshakes: 2,
        login_seconds: 3,
        resume_seconds: 0,
        token_days: 7,
        resources: 4,
        mailbox_size: 65_536,
        offline_messages: 0,
        registrations: 8,
        contacts: 7,
    };
    assert_eq!(config, expected);
}

#[test]
fn paths_are_relative_to_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("xmpp.toml");
    std::fs::write(
        &path,
        "[domain.\"example.org\"]\ncertificate = 'a.pem'\nkey = 'a.key'",
    )
    .unwrap();
    let config = Config::load(&path).unwrap();
    assert_eq!(config.data, folder.path().join("xmpp-data"));
    let files = config.domains[0].certificate.clone().unwrap();
    assert_eq!(
        (files.chain, files.key),
        (folder.path().join("a.pem"), folder.path().join("a.key"))
    );
}

/// RFC 6120 §13.8: what goes over the network goes through TLS.
#[test]
fn without_tls_only_this_machine_is_served() {
    let text = "[listen]\nwithout-tls = ['127.0.0.1:5280', '0.0.0.0:5280', '[2001:db8::1]:5280']";
    let found = complaints(text);
    let places: Vec<_> = found
        .iter()
        .map(|(line, column, _)| (*line, *column))
        .collect();
    assert_eq!(places, [(2, 34), (2, 50)], "{found:?}");
    assert!(
        found[0]
            .2
            .starts_with("`0.0.0.0:5280` can be reached from elsewhere"),
        "{found:?}"
    );
}

/// Everything is found in one go, in the order of the file.
#[test]
fn all_complaints_at_once() {
    let found = complaints(
        "dta = 'x'\n\
         [lissten]\n\
         [limits]\n\
         stanza-size = 'big'\n\
         \tconections = 5\n\
         login-seconds = 0\n\
         [domain.'juliet@example.org']\n\
         [domain.'example.net']\n\
         certificate = 'x.pem'\n",
    );
    let expected = [
        (1, 1, "there is no `dta`; did you mean `data`?"),
        (2, 2, "there is no `lissten`; did you mean `listen`?"),
        (4, 15, "`stanza-size` has to be a whole number, not a text"),
        (
            5,
            2,
            "there is no `conections` in `[limits]`; did you mean `connections`?",
        ),
        (6, 17, "`login-seconds` has to be from 1 to 3600"),
        (
            7,
            9,
            "`juliet@example.org` is an account, not a domain; did you mean `example.org`?",
        ),
        (9, 15, "the `key` of this certificate is missing"),
    ];
    let found: Vec<_> = found
        .iter()
        .map(|(line, column, message)| (*line, *column, message.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn values_of_the_wrong_kind() {
    let rows = [
        (
            "data = 5",
            (1, 8),
            "`data` has to be a text in quotes, not a whole number",
        ),
        (
            "registration = 'on'",
            (1, 16),
            "`registration` has to be `true` or `false`, not a text",
        ),
        (
            "limits = []",
            (1, 10),
            "`limits` has to be a table, not a list",
        ),
        (
            "domain.'a.example' = true",
            (1, 22),
            "a domain is a table: `[domain.\"example.org\"]`",
        ),
        (
            "limits.contacts = 1.5",
            (1, 19),
            "`contacts` has to be a whole number, not a number with a fraction",
        ),
        (
            "limits.contacts = -1",
            (1, 19),
            "`contacts` has to be from 1 to 100000",
        ),
        (
            "limits.contacts = 99999999999999999999999999",
            (1, 19),
            "`contacts` has to be from 1 to 100000",
        ),
        (
            "listen.starttls = [5222]",
            (1, 20),
            "`starttls` has to be a list of texts in quotes, not a whole number",
        ),
        (
            "listen.starttls = ['::1', '[::1]:1']",
            (1, 20),
            "`::1` is no address with a port, such as `127.0.0.1:5222` or `[::1]:5222`",
        ),
        (
            "[domain.'example.org']\nkey = 'a.key'",
            (2, 7),
            "the `certificate` of this key is missing",
        ),
        (
            "[domain.'example.org']\nkey = 'a.key'\ncertificate = 5",
            (3, 15),
            "`certificate` has to be a text in quotes, not a whole number",
        ),
        (
            "[domain.'a.example']\n[domain.'A.example']",
            (2, 9),
            "`a.example` is there twice",
        ),
    ];
    for (text, (line, column), message) in rows {
        assert_eq!(
            complaint(text),
            (line, column, message.to_owned()),
            "{text}"
        );
    }
}

#[test]
fn a_name_that_is_nothing_like_any() {
    let (_, _, message) = complaint("[limits]\nwhatever = 1");
    assert!(
        message.starts_with("there is no `whatever` in `[limits]`; known are `stanza-size`, "),
        "{message}"
    );
    let (_, _, message) = complaint("[domain.'a b']");
    assert!(message.starts_with("`a b` is no domain: "), "{message}");
}

#[test]
fn what_is_no_toml() {
    let (line, column, _) = complaints("data = 'x'\nregistration = = true").remove(0);
    assert_eq!((line, column), (2, 16));
}

/// Who administers the server is an account each (XEP-0133).
#[test]
fn administrators_are_accounts() {
    let config = load(
        "administrators = ['juliet@Example.org', 'romeo@example.net']\n[domain.'example.org']",
    )
    .unwrap();
    let written: Vec<_> = config
        .administrators
        .iter()
        .map(|jid| jid.as_str())
        .collect();
    assert_eq!(written, ["juliet@example.org", "romeo@example.net"]);
    for wrong in ["'example.org'", "'a@b@c'", "7"] {
        let (line, _, message) = complaints(&format!("administrators = [{wrong}]")).remove(0);
        assert_eq!(line, 1, "{message}");
    }
}

/// The line is shown with marks below what is meant, whatever stands before it.
#[test]
fn complaints_are_shown_with_their_line() {
    let error = load("# Ä\n\tregistration = 'ön' # why\nx = 1\n")
        .unwrap_err()
        .to_string();
    let shown: Vec<&str> = error.lines().collect();
    assert!(
        shown[0]
            .ends_with("xmpp.toml:2:17: `registration` has to be `true` or `false`, not a text"),
        "{error}"
    );
    assert_eq!(shown[1], " 2 | \tregistration = 'ön' # why");
    assert_eq!(shown[2], "   | \t               ^^^^");
    assert!(shown[3].contains("xmpp.toml:3:1: there is no `x`; known are `data`, `domain`, `listen`, `limits`, `registration`, `answer-strangers`, `legacy-login`, `error-codes` and `administrators`"));
    assert_eq!(shown.len(), 6);
}

#[test]
fn a_file_that_is_not_there() {
    let error = Config::load(Path::new("no/such/file.toml")).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("no/such/file.toml: cannot be read: "),
        "{error}"
    );
}
