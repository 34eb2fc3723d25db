-- What fetching remembers: how often a publisher wants to be asked (a 304 does not repeat it), where a feed that moved
-- came from, and an entry's text as a key.

-- Beside `ttl_minutes`: the hours (bit 0 is midnight, GMT) and days (bit 0 is Monday) on which RSS's
-- `skipHours` and `skipDays` ask for silence.
ALTER TABLE feeds ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0;
-- The address before a believed move: tried again when the new one fails.
ALTER TABLE feeds ADD COLUMN former_url TEXT;

-- A hash of the text without its markup: finds an entry whose GUID, address and title all changed.
ALTER TABLE entries ADD COLUMN text_key TEXT;
CREATE INDEX entries_text ON entries (feed_id, text_key) WHERE text_key IS NOT NULL;
-- A kept entry under whose GUID something else came: its text stays, whatever comes later.
ALTER TABLE entries ADD COLUMN guarded INTEGER NOT NULL DEFAULT 0;
