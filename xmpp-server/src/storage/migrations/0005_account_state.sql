-- When accounts were used last, and whether they may be used.

ALTER TABLE account ADD COLUMN last_login INTEGER; -- microseconds since 1970
ALTER TABLE account ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0;
