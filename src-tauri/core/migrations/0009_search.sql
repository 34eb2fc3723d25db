-- Search: an index of terms (docs/decisions/0023-search.md), what has still to be indexed, the words of headlines for
-- «هل تقصد», and the reader's own searches.

-- The terms of `text::terms`, analysed by Warraq and apart by spaces, so that SQLite's plainest tokenizer reads them and
-- any tool can open the library. The row number is `search_docs.doc`.
CREATE VIRTUAL TABLE search_index USING fts5 (title, body, content = '', contentless_delete = 1, tokenize = 'ascii');

-- Which entry is which document. `doc` is six-hour span * 4096 + a number within it, so that documents in the order of
-- their numbers are in the order of time, newest first read from the end, and a span of days is a range of numbers.
CREATE TABLE search_docs (
    doc INTEGER PRIMARY KEY,
    entry_id INTEGER NOT NULL UNIQUE,
    -- The analysis that indexed it (`text::terms::VERSION`).
    version INTEGER NOT NULL
) STRICT;

-- Entries to be indexed, for the first time or again. `change` counts what happened to one since, so that a change
-- while it is being indexed is not lost; `fresh`: it arrived, and was not merely changed or indexed anew.
CREATE TABLE search_pending (
    entry_id INTEGER PRIMARY KEY,
    change INTEGER NOT NULL DEFAULT 0,
    fresh INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO search_pending (entry_id) SELECT id FROM entries;

-- Values of the index as a whole.
CREATE TABLE search_state (
    key TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The words of headlines, folded and without article, with one spelling of each and in how many headlines it stood.
CREATE TABLE search_words (
    word TEXT PRIMARY KEY,
    shown TEXT NOT NULL,
    docs INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is written to entries and texts reaches the index by these, whoever writes it.
CREATE TRIGGER search_entry_added AFTER INSERT ON entries BEGIN
    INSERT INTO search_pending (entry_id, fresh) VALUES (new.id, 1)
        ON CONFLICT (entry_id) DO UPDATE SET change = change + 1;
END;
CREATE TRIGGER search_entry_changed AFTER UPDATE OF title, excerpt, authors, categories, feed_id, subject, published_at
ON entries
WHEN old.title IS NOT new.title OR old.excerpt IS NOT new.excerpt OR old.authors IS NOT new.authors
    OR old.categories IS NOT new.categories OR old.feed_id IS NOT new.feed_id OR old.subject IS NOT new.subject
    OR old.published_at IS NOT new.published_at
BEGIN
    INSERT INTO search_pending (entry_id) VALUES (new.id) ON CONFLICT (entry_id) DO UPDATE SET change = change + 1;
END;
CREATE TRIGGER search_entry_gone AFTER DELETE ON entries BEGIN
    DELETE FROM search_index WHERE rowid = (SELECT doc FROM search_docs WHERE entry_id = old.id);
    DELETE FROM search_docs WHERE entry_id = old.id;
    DELETE FROM search_pending WHERE entry_id = old.id;
END;
CREATE TRIGGER search_text_added AFTER INSERT ON texts BEGIN
    INSERT INTO search_pending (entry_id) VALUES (new.entry_id) ON CONFLICT (entry_id) DO UPDATE SET change = change + 1;
END;
CREATE TRIGGER search_text_changed AFTER UPDATE OF html ON texts WHEN old.html IS NOT new.html BEGIN
    INSERT INTO search_pending (entry_id) VALUES (new.entry_id) ON CONFLICT (entry_id) DO UPDATE SET change = change + 1;
END;

-- Searches that the reader saved: sources of their own.
CREATE TABLE saved_searches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    query TEXT NOT NULL,
    position INTEGER NOT NULL,
    notify INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;

-- What was searched for lately. `folded` is the question as `text::fold` writes it.
CREATE TABLE recent_searches (
    folded TEXT PRIMARY KEY,
    query TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
