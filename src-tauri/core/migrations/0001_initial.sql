-- The first schema. A released migration is never edited; a later one changes what this one made.

-- Categories (folders) of feeds. `folded` is the title as `text::fold` writes it: «سياسه» and «سياسة» are one category.
CREATE TABLE categories (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL
) STRICT;

-- Feeds. A feed that the reader left keeps its row (`unfollowed_at`), because entries kept from it name it as their
-- source. AUTOINCREMENT: a number that an undo token or a window remembers is never given to another feed.
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    category_id INTEGER NOT NULL REFERENCES categories (id),
    feed_url TEXT NOT NULL UNIQUE,
    -- The host that the reader typed, if any: it alone may be in a private network.
    typed_host TEXT,
    site_url TEXT,
    title TEXT NOT NULL,
    custom_title TEXT,
    description TEXT,
    direction TEXT NOT NULL,
    language TEXT,
    full_text TEXT NOT NULL DEFAULT 'auto',
    -- Validators exactly as received, and the hash of the last body: written in the transaction that stores its entries.
    etag TEXT,
    last_modified TEXT,
    body_hash TEXT,
    -- Where permanent redirects lead, and how often in a row: the address changes only when it was confirmed.
    moved_to TEXT,
    moved_seen INTEGER NOT NULL DEFAULT 0,
    next_check_at INTEGER,
    last_attempt_at INTEGER,
    last_success_at INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    fault_code TEXT,
    fault_params TEXT,
    fault_at INTEGER,
    repairs TEXT NOT NULL DEFAULT '[]',
    created_at INTEGER NOT NULL,
    unfollowed_at INTEGER
) STRICT;
CREATE INDEX feeds_due ON feeds (next_check_at) WHERE unfollowed_at IS NULL AND next_check_at IS NOT NULL;

-- Entries without their bodies: lists never touch those.
CREATE TABLE entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    feed_id INTEGER NOT NULL REFERENCES feeds (id),
    -- What makes it the same entry when it comes again, within its feed: the publisher's GUID, else the address, else
    -- the title. `url_key` and `title_key` find it when the GUID changed.
    identity TEXT NOT NULL,
    url TEXT,
    url_key TEXT,
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    direction TEXT NOT NULL,
    language TEXT,
    authors TEXT NOT NULL DEFAULT '[]',
    categories TEXT NOT NULL DEFAULT '[]',
    -- The sort key: when it was published, or first seen when the publisher does not say or says a time to come.
    published_at INTEGER NOT NULL,
    updated_at INTEGER,
    first_seen_at INTEGER NOT NULL,
    -- Hash of title and text as the feed brought them: an edit shows here.
    content_hash TEXT NOT NULL,
    breaking INTEGER NOT NULL DEFAULT 0,
    -- The feed brought an excerpt only.
    is_excerpt INTEGER NOT NULL DEFAULT 0,
    lead_key TEXT,
    lead_alt TEXT,
    lead_caption TEXT,
    comments_url TEXT,
    comments_feed TEXT,
    comment_count INTEGER,
    read INTEGER NOT NULL DEFAULT 0,
    kept_at INTEGER,
    -- Entries of feeds that the reader left: out of every list but the kept one.
    hidden INTEGER NOT NULL DEFAULT 0,
    UNIQUE (feed_id, identity)
) STRICT;
-- `feed_id` at the end: the list of a category walks these two and passes over other feeds without reading their rows.
CREATE INDEX entries_newest ON entries (published_at DESC, id DESC, feed_id) WHERE hidden = 0;
CREATE INDEX entries_unread ON entries (published_at DESC, id DESC, feed_id) WHERE hidden = 0 AND read = 0;
CREATE INDEX entries_by_feed ON entries (feed_id, published_at DESC, id DESC) WHERE hidden = 0;
CREATE INDEX entries_unread_by_feed ON entries (feed_id, published_at DESC, id DESC) WHERE hidden = 0 AND read = 0;
CREATE INDEX entries_breaking ON entries (published_at DESC, id DESC) WHERE hidden = 0 AND breaking = 1;
CREATE INDEX entries_kept ON entries (published_at DESC, id DESC) WHERE kept_at IS NOT NULL;
CREATE INDEX entries_url ON entries (feed_id, url_key) WHERE url_key IS NOT NULL;
CREATE INDEX entries_title ON entries (feed_id, title_key);

-- Texts, sanitised: what the feed brought ('feed') and what was found in the page ('page').
CREATE TABLE texts (
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    origin TEXT NOT NULL,
    html TEXT NOT NULL,
    words INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    -- The sanitiser's policy that made it; an older one is sanitised again.
    policy INTEGER NOT NULL,
    -- «المصدر» as the text names it.
    source_name TEXT,
    source_url TEXT,
    PRIMARY KEY (entry_id, origin)
) STRICT, WITHOUT ROWID;

-- Why a page could not be had.
CREATE TABLE page_faults (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    params TEXT NOT NULL,
    at INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    retry_at INTEGER
) STRICT;

CREATE TABLE enclosures (
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    mime TEXT,
    bytes INTEGER,
    PRIMARY KEY (entry_id, position)
) STRICT, WITHOUT ROWID;

-- Pictures by address (`key` is the SHA-256 of it), and the stored bytes once they are here.
CREATE TABLE pictures (
    key TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    hash TEXT REFERENCES media (hash),
    thumb TEXT REFERENCES media (hash),
    fault_code TEXT,
    fault_params TEXT,
    fault_at INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    retry_at INTEGER
) STRICT, WITHOUT ROWID;

-- Which pictures an entry's texts show. `origin` as in `texts`, or 'lead'.
CREATE TABLE entry_pictures (
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    origin TEXT NOT NULL,
    position INTEGER NOT NULL,
    key TEXT NOT NULL REFERENCES pictures (key),
    PRIMARY KEY (entry_id, origin, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_pictures_key ON entry_pictures (key);

-- Stored files by the SHA-256 of their bytes.
CREATE TABLE media (
    hash TEXT PRIMARY KEY,
    mime TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    width INTEGER,
    height INTEGER,
    stored_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The reader's settings and what the window remembers, as JSON values.
CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Acts that can be taken back.
CREATE TABLE undo (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
