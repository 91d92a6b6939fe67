//! Where a server listens.

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

/// Where a server listens: `xmpp.example.net`, `xmpp.example.net:5222`, `192.0.2.7:5222`, `[2001:db8::7]:5222`.
///
/// Without a port, that of the kind of connection is meant: 5222, or 5223 where TLS comes first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// A name, or an IP address without brackets.
    pub host: String,
    /// The port, where one is given.
    pub port: Option<u16>,
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let invalid = || AddressError(text.to_owned());
        let (host, port) = split(text.trim()).ok_or_else(invalid)?;
        let port = match port {
            Some(port) => match port.parse() {
                Ok(0) | Err(_) => return Err(invalid()),
                Ok(port) => Some(port),
            },
            None => None,
        };
        if host.is_empty() || host.contains(|c: char| c.is_whitespace() || "/@[]".contains(c)) {
            return Err(invalid());
        }
        Ok(Self {
            host: host.to_owned(),
            port,
        })
    }
}

/// Host and port. An IPv6 address may do without brackets where it has no port.
fn split(text: &str) -> Option<(&str, Option<&str>)> {
    if let Some(rest) = text.strip_prefix('[') {
        let (host, rest) = rest.split_once(']')?;
        host.parse::<Ipv6Addr>().ok()?;
        return match rest {
            "" => Some((host, None)),
            _ => Some((host, Some(rest.strip_prefix(':')?))),
        };
    }
    match text.split_once(':') {
        None => Some((text, None)),
        Some((_, rest)) if rest.contains(':') => {
            text.parse::<Ipv6Addr>().ok().map(|_| (text, None))
        }
        Some((host, port)) => Some((host, Some(port))),
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.host.contains(':'), self.port) {
            (true, Some(port)) => write!(f, "[{}]:{port}", self.host),
            (false, Some(port)) => write!(f, "{}:{port}", self.host),
            (_, None) => f.write_str(&self.host),
        }
    }
}

/// Text that is no [`Address`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no address: expected `host`, `host:port` or `[IPv6 address]:port`")]
pub struct AddressError(String);

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn hosts_and_ports() {
        let cases = [
            ("localhost", "localhost", None),
            ("xmpp.example.net:5222", "xmpp.example.net", Some(5222)),
            ("192.0.2.7:15222", "192.0.2.7", Some(15222)),
            ("[2001:db8::7]:5222", "2001:db8::7", Some(5222)),
            ("[::1]", "::1", None),
            ("::1", "::1", None),
        ];
        for (text, host, port) in cases {
            let address: Address = text.parse().unwrap();
            assert_eq!(
                (address.host.as_str(), address.port),
                (host, port),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_address() {
        for text in [
            "", ":5222", "a:0", "a:65536", "a:b:c", "[::1", "[::1]x", "[a]:1", "a b", "a@b",
            "http://a",
        ] {
            let error = text.parse::<Address>().unwrap_err();
            assert!(
                error
                    .to_string()
                    .starts_with(&format!("`{text}` is no address")),
                "{error}"
            );
        }
    }

    #[test]
    fn addresses_are_written_as_they_are_read() {
        for text in ["localhost", "a.example:1", "[::1]:5222"] {
            assert_eq!(text.parse::<Address>().unwrap().to_string(), text);
        }
    }
}
