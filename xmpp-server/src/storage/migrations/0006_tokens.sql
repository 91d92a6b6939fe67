-- What clients log in with in place of a password (XEP-0484). The mechanisms need the token itself, not a hash of it: whoever reads this
-- table can log in with what it holds until it expires, as those clients.

CREATE TABLE token (
    domain TEXT NOT NULL,
    local TEXT NOT NULL,
    agent TEXT NOT NULL, -- the client that it was given to
    fresh INTEGER NOT NULL, -- 1 until the client has used it
    mechanism TEXT NOT NULL, -- the only one that it is good for: HT-SHA-256-EXPR
    secret TEXT NOT NULL,
    issued INTEGER NOT NULL, -- microseconds since 1970
    expires INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX token_client ON token (domain, local, agent, fresh);
