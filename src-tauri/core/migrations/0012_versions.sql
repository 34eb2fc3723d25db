-- What an article said before its publisher changed it, and what is kept ready of papers without being kept.

CREATE TABLE versions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    -- As in `texts`: a feed's text is compared with the feed's, a page's with the page's.
    origin TEXT NOT NULL,
    title TEXT NOT NULL,
    html TEXT NOT NULL,
    words INTEGER NOT NULL,
    policy INTEGER NOT NULL,
    -- When it was fetched, and when something else came in its place.
    seen_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL
) STRICT;
CREATE INDEX versions_entry ON versions (entry_id, origin, id);

-- The feed says that the article changed, and its stored page is older than that.
ALTER TABLE entries ADD COLUMN page_stale INTEGER NOT NULL DEFAULT 0;
-- The page is not at its address any more; what is stored of it stays.
ALTER TABLE entries ADD COLUMN gone_at INTEGER;
CREATE INDEX entries_page_stale ON entries (id) WHERE page_stale = 1;

-- So many of a paper's newest articles are kept ready for reading without a network; 0: none.
ALTER TABLE feeds ADD COLUMN pack_newest INTEGER NOT NULL DEFAULT 0;
