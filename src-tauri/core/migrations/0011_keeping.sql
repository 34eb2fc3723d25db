-- What the reader does with what is kept: collections, tags, notes, highlights; and attached sound that is kept with it.

-- `folded` as in categories: «ابحاث» and «أبحاث» are one collection.
CREATE TABLE collections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL
) STRICT;
CREATE TABLE collected (
    collection_id INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    PRIMARY KEY (collection_id, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX collected_entry ON collected (entry_id);

CREATE TABLE tags (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE tagged (
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    PRIMARY KEY (tag_id, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tagged_entry ON tagged (entry_id);

-- One note an article, plain text.
CREATE TABLE notes (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

-- A passage that the reader marked. It is found by its words and those around it whenever the article is shown, never by
-- a place in markup: a page that is cleaned anew has other markup. `start` (UTF-16 units of the text) decides between
-- passages that are the same.
CREATE TABLE highlights (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    color TEXT NOT NULL,
    exact TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    start INTEGER NOT NULL,
    note TEXT,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX highlights_entry ON highlights (entry_id);

-- The list of what was kept, by the day on which it was.
CREATE INDEX entries_kept_at ON entries (kept_at DESC, id DESC) WHERE kept_at IS NOT NULL;

-- Attached sound that the reader wants on the device: asked for at `wanted_at`, here when `hash` names its file.
ALTER TABLE enclosures ADD COLUMN wanted_at INTEGER;
ALTER TABLE enclosures ADD COLUMN hash TEXT REFERENCES media (hash);
ALTER TABLE enclosures ADD COLUMN fault_code TEXT;
ALTER TABLE enclosures ADD COLUMN fault_params TEXT;
ALTER TABLE enclosures ADD COLUMN fault_at INTEGER;
ALTER TABLE enclosures ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE enclosures ADD COLUMN retry_at INTEGER;
CREATE INDEX enclosures_hash ON enclosures (hash) WHERE hash IS NOT NULL;
