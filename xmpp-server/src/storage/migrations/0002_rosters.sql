-- Rosters: a version each, and an entry for each contact.

CREATE TABLE roster (
    domain TEXT NOT NULL,
    local TEXT NOT NULL,
    version INTEGER NOT NULL,
    oldest INTEGER NOT NULL -- since this version every removal is still known
) STRICT;
CREATE UNIQUE INDEX roster_owner ON roster (domain, local);

CREATE TABLE roster_entry (
    domain TEXT NOT NULL,
    local TEXT NOT NULL,
    contact TEXT NOT NULL,
    listed INTEGER NOT NULL,
    name TEXT,
    groups TEXT NOT NULL, -- JSON, an array of strings
    subscription_to INTEGER NOT NULL, -- 0 no, 1 asked, 2 yes
    subscription_from INTEGER NOT NULL,
    approved INTEGER NOT NULL,
    request TEXT, -- the stanza that waits for an answer
    version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX roster_entry_contact ON roster_entry (domain, local, contact);
