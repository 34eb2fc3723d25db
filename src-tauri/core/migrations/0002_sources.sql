-- Sources of other kinds than feeds, nested categories, what the reader sets for a source, and how it has fared.

-- A category inside another. `folded` is the whole path, outermost first, joined by U+001F, so that two parents may each
-- have a «سياسة».
ALTER TABLE categories ADD COLUMN parent_id INTEGER REFERENCES categories (id);
CREATE INDEX categories_parent ON categories (parent_id);
-- Attributes of an OPML outline that Warraq has no use for, as a JSON object: they go out as they came in.
ALTER TABLE categories ADD COLUMN outline TEXT NOT NULL DEFAULT '{}';

-- How the bytes at `feed_url` are read: 'feed', 'wordpress', 'news_sitemap' or 'page'.
ALTER TABLE feeds ADD COLUMN kind TEXT NOT NULL DEFAULT 'feed';
-- What the reader set. 0 minutes: as the general setting says. 0 days: for ever.
ALTER TABLE feeds ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN interval_minutes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN keep_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN notify INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN outline TEXT NOT NULL DEFAULT '{}';
-- What the publisher asks for, in minutes, and how often it publishes (the median gap between entries).
ALTER TABLE feeds ADD COLUMN ttl_minutes INTEGER;
ALTER TABLE feeds ADD COLUMN pace_minutes INTEGER;
-- Since when it has failed without a success in between.
ALTER TABLE feeds ADD COLUMN failing_since INTEGER;
-- The state of the health page that the reader put aside, until it becomes another.
ALTER TABLE feeds ADD COLUMN dismissed TEXT;
-- A fallback of the bundled directory took over: what was fetched before, and when that was.
ALTER TABLE feeds ADD COLUMN switched_from TEXT;
ALTER TABLE feeds ADD COLUMN switched_at INTEGER;
-- Where asking for older articles stands: null before it was tried, '' when there are none, else the next page's address.
ALTER TABLE feeds ADD COLUMN older_at TEXT;
-- The publisher's icon: its address, the stored bytes, and when it was last looked for.
ALTER TABLE feeds ADD COLUMN icon_url TEXT;
ALTER TABLE feeds ADD COLUMN icon TEXT REFERENCES media (hash);
ALTER TABLE feeds ADD COLUMN icon_at INTEGER;

-- What the visits of a day (UTC, days since 1970) brought.
CREATE TABLE visits (
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    day INTEGER NOT NULL,
    succeeded INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    added INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (feed_id, day)
) STRICT, WITHOUT ROWID;

-- Entries that the reader's own limit let go: a feed that still lists one does not bring it back as new.
CREATE TABLE let_go (
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    identity TEXT NOT NULL,
    url_key TEXT,
    title_key TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (feed_id, identity)
) STRICT, WITHOUT ROWID;
CREATE INDEX let_go_url ON let_go (feed_id, url_key) WHERE url_key IS NOT NULL;

-- How the papers of the bundled directory answered when they were looked at.
CREATE TABLE directory_checks (
    feed_url TEXT PRIMARY KEY,
    checked_at INTEGER NOT NULL,
    success_at INTEGER,
    fault_code TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    -- A fallback that answered where the feed did not, and how it is read.
    instead_url TEXT,
    instead_kind TEXT
) STRICT, WITHOUT ROWID;
