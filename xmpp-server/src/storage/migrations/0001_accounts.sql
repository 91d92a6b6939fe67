-- Accounts, what they log in with (never a password), and the secrets of domains.

CREATE TABLE account (
    domain TEXT NOT NULL,
    local TEXT NOT NULL,
    created INTEGER NOT NULL -- microseconds since 1970
) STRICT;
CREATE UNIQUE INDEX account_address ON account (domain, local);

CREATE TABLE credential (
    domain TEXT NOT NULL,
    local TEXT NOT NULL,
    hash TEXT NOT NULL, -- as in the name of the mechanism: SHA-256
    iterations INTEGER NOT NULL,
    salt BLOB NOT NULL,
    stored_key BLOB NOT NULL,
    server_key BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX credential_address ON credential (domain, local, hash);

CREATE TABLE secret (
    domain TEXT NOT NULL,
    purpose TEXT NOT NULL,
    value BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX secret_purpose ON secret (domain, purpose);
