-- Whom accounts have blocked.

CREATE TABLE blocked (
    domain TEXT NOT NULL,
    local TEXT NOT NULL,
    jid TEXT NOT NULL -- a resource, an account, a domain, or a resource of a domain
) STRICT;
CREATE UNIQUE INDEX blocked_jid ON blocked (domain, local, jid);
