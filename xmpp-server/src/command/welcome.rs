//! What a server says when it is ready: where it listens, and what to do next.

use std::path::Path;

use super::Terminal;
use super::args::Place;
use crate::config::Config;
use crate::net::Port;
use crate::server::Server;

/// Says where the server listens, what its certificates are, and how to add a user and connect.
pub(super) fn say(server: &Server, config: &Config, place: &Place, terminal: &mut Terminal) {
    let domains: Vec<&str> = config
        .domain_names()
        .map(|domain| domain.as_str())
        .collect();
    terminal.say(format_args!("Serving {}", domains.join(", ")));
    for (title, port) in [
        ("STARTTLS", Port::StartTls),
        ("direct TLS", Port::DirectTls),
        ("no TLS", Port::WithoutTls),
    ] {
        let addresses = server.addresses().iter().filter(|(kind, _)| *kind == port);
        let addresses: Vec<String> = addresses.map(|(_, address)| address.to_string()).collect();
        if !addresses.is_empty() {
            terminal.say(format_args!("  {title:11}{}", addresses.join(", ")));
        }
    }
    terminal.say(format_args!("  {:11}{}", "data", absolute(&config.data)));
    certificates(server, config, terminal);
    if let Some(domain) = domains.first() {
        next_steps(server, domain, place, terminal);
    }
}

fn certificates(server: &Server, config: &Config, terminal: &mut Terminal) {
    for domain in config.domain_names() {
        let Some(certificate) = server.tls().certificate(domain.domain()) else {
            continue;
        };
        let kind = if certificate.is_own() {
            " (made here: compare it before you trust it)"
        } else {
            ""
        };
        terminal.say(format_args!("  certificate of {domain}{kind}, SHA-256"));
        terminal.say(format_args!("    {}", certificate.fingerprint()));
        if !certificate.is_for(domain) {
            tracing::warn!(%domain, "the certificate is not for this domain: clients will refuse it");
        }
    }
}

fn next_steps(server: &Server, domain: &str, place: &Place, terminal: &mut Terminal) {
    let program = std::env::args()
        .next()
        .unwrap_or_else(|| "xmpp-server".to_owned());
    let mut user_add = format!("{} user add juliet@{domain}", quoted(&program));
    for (option, path) in [("--data", &place.data), ("--config", &place.config)] {
        if let Some(path) = path {
            user_add = format!(
                "{user_add} {option} {}",
                quoted(&path.display().to_string())
            );
        }
    }
    terminal.say(format_args!("Add a user:    {user_add}"));
    if let Some(address) = server.address(Port::StartTls) {
        let (host, port) = (address.ip(), address.port());
        terminal.say(format_args!("Then connect:  profanity, and there: /connect juliet@{domain} server {host} port {port} tls trust"));
    }
}

/// As a shell reads it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./@:+=,".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn absolute(path: &Path) -> String {
    std::path::absolute(path)
        .unwrap_or_else(|_| path.to_path_buf())
        .display()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_for_a_shell() {
        assert_eq!(
            quoted("target/release/xmpp-server"),
            "target/release/xmpp-server"
        );
        assert_eq!(quoted("my data"), "'my data'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }
}
