-- Privacy lists: what accounts let through. Whom they have blocked is a part of the list that applies by default.

CREATE TABLE privacy_list (
    domain TEXT NOT NULL,
    local TEXT NOT NULL,
    name TEXT NOT NULL,
    is_default INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX privacy_list_name ON privacy_list (domain, local, name);

CREATE TABLE privacy_rule (
    domain TEXT NOT NULL,
    local TEXT NOT NULL,
    list TEXT NOT NULL,
    place INTEGER NOT NULL,
    criterion TEXT NOT NULL, -- jid, group, subscription, or anyone
    value TEXT NOT NULL,
    allow INTEGER NOT NULL,
    kinds INTEGER NOT NULL -- 1 IQs, 2 messages, 4 presence that comes, 8 presence that goes; 0 all stanzas
) STRICT;
CREATE UNIQUE INDEX privacy_rule_place ON privacy_rule (domain, local, list, place);

INSERT INTO privacy_list SELECT DISTINCT domain, local, 'blocked', 1 FROM blocked;
INSERT INTO privacy_rule
    SELECT domain, local, 'blocked', row_number() OVER (PARTITION BY domain, local ORDER BY jid), 'jid', jid, 0, 0 FROM blocked;
DROP TABLE blocked;
