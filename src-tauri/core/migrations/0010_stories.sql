-- Neighbours and stories (docs/decisions/0024-related-and-stories.md).

-- 512 bits an entry, apart from its terms: these are read through when neighbours are first looked for.
CREATE TABLE signatures (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    bits BLOB NOT NULL
) STRICT;

-- Its telling stems, hashed, with their weights (`related::Signature`).
CREATE TABLE signature_terms (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    terms BLOB NOT NULL,
    -- Its headline is one that its paper uses again and again: a column, a bulletin.
    repeated INTEGER NOT NULL DEFAULT 0,
    -- The text has changed since.
    stale INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX signature_terms_stale ON signature_terms (entry_id) WHERE stale = 1;

-- In how many entries stems are, by hash: `related::Rarity` in 256 pieces.
CREATE TABLE term_counts (
    shard INTEGER PRIMARY KEY,
    counts BLOB NOT NULL
) STRICT;

-- One row: how many entries were counted, and up to which number all have a signature.
CREATE TABLE signing (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    documents INTEGER NOT NULL,
    signed_to INTEGER NOT NULL
) STRICT;
INSERT INTO signing (id, documents, signed_to) VALUES (1, 0, 0);

-- How often a feed used headlines of a shape (`stories::shape`).
CREATE TABLE title_shapes (
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    shape INTEGER NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (feed_id, shape)
) STRICT, WITHOUT ROWID;

-- Stories of two articles or more. `joined_at`: when its last article was published. `split`: the reader took one apart,
-- and it asks more of what wants to join.
CREATE TABLE stories (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    joined_at INTEGER NOT NULL,
    split INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX stories_newest ON stories (joined_at DESC, id DESC);

CREATE TABLE story_members (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX story_members_of ON story_members (story_id, entry_id);

-- Articles that the reader said are not of one story, the smaller number first.
CREATE TABLE story_apart (
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    other_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    PRIMARY KEY (entry_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_apart_other ON story_apart (other_id);

-- What articles were called by whoever loaded them, as JSON: one that was loaded twice has two names.
CREATE TABLE loaded (
    name TEXT PRIMARY KEY,
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX loaded_entry ON loaded (entry_id);

-- A text that changes is looked at again. What is new has no signature yet, and this finds nothing to do.
CREATE TRIGGER signature_text_changed AFTER UPDATE OF html ON texts WHEN old.html IS NOT new.html BEGIN
    UPDATE signature_terms SET stale = 1 WHERE entry_id = new.entry_id;
END;
CREATE TRIGGER signature_page_came AFTER INSERT ON texts WHEN new.origin = 'page' BEGIN
    UPDATE signature_terms SET stale = 1 WHERE entry_id = new.entry_id;
END;
CREATE TRIGGER signature_title_changed AFTER UPDATE OF title ON entries WHEN old.title IS NOT new.title BEGIN
    UPDATE signature_terms SET stale = 1 WHERE entry_id = new.id;
END;
