-- What readers say under an article, and what this reader says there (docs/decisions/0020-comments.md).

-- What is known of an article's thread as a whole. A row is there once it was asked for.
CREATE TABLE comment_threads (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    -- Where it was found: the kind of place ('feed' or 'rest') and its address, with the validators of its answer and the
    -- address that issued them.
    place TEXT,
    place_url TEXT,
    etag TEXT,
    last_modified TEXT,
    issuer TEXT,
    -- When it was last had; none until then.
    fetched_at INTEGER,
    -- What the article's feed said of the number of comments then: what it says more is new.
    declared INTEGER,
    -- There are more at the site than were taken.
    partial INTEGER NOT NULL DEFAULT 0,
    -- What the site's form was when it was last looked at, as JSON.
    form TEXT,
    fault_code TEXT,
    fault_params TEXT,
    fault_at INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    retry_at INTEGER
) STRICT;

-- The comments in reading order. `key` is the site's own number or identifier. `html` is sanitised, and
-- made again out of its words and links whenever it is read: it needs no number of the policy.
CREATE TABLE comments (
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    parent TEXT,
    depth INTEGER NOT NULL,
    author TEXT NOT NULL,
    by_writer INTEGER NOT NULL DEFAULT 0,
    published_at INTEGER,
    direction TEXT NOT NULL,
    language TEXT,
    html TEXT NOT NULL,
    PRIMARY KEY (entry_id, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX comments_key ON comments (entry_id, key);

-- What the reader is writing: one draft an article. Neither name nor e-mail: those are remembered only when asked.
CREATE TABLE comment_drafts (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    parent TEXT,
    body TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- What the reader has sent. `state`: 'waiting' (for the network), 'sending' (written down before the form is posted, so
-- that nothing is ever posted twice), 'unknown' (it may have arrived), or what became of it. The e-mail address stays only
-- until that is known.
CREATE TABLE comment_outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    parent TEXT,
    body TEXT NOT NULL,
    author TEXT NOT NULL,
    email TEXT,
    state TEXT NOT NULL,
    -- The site's own sentence, or which obstacle it is.
    reason TEXT,
    -- The number that the site gave it.
    key TEXT,
    fault_code TEXT,
    fault_params TEXT,
    fault_at INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    retry_at INTEGER,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX comment_outbox_entry ON comment_outbox (entry_id);
