-- Messages for those who are away. Their order is that of the rows, which the index keeps for each owner.

CREATE TABLE offline (
    domain TEXT NOT NULL,
    local TEXT NOT NULL,
    id BLOB NOT NULL, -- UUID, version 7
    received INTEGER NOT NULL, -- microseconds since 1970
    stanza TEXT NOT NULL
) STRICT;
CREATE INDEX offline_owner ON offline (domain, local);
