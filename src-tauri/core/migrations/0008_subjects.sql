-- What entries are about.

-- A key of `model::Subject`, and how it was found: 'publisher', 'automatic', 'learned' or 'reader'; 'none' where it was
-- looked for and not found; null where it was not looked for yet.
ALTER TABLE entries ADD COLUMN subject TEXT;
ALTER TABLE entries ADD COLUMN subject_from TEXT;
CREATE INDEX entries_by_subject ON entries (subject, published_at DESC, id DESC, duplicate_of)
    WHERE hidden = 0 AND subject IS NOT NULL;
CREATE INDEX entries_unread_by_subject ON entries (subject, published_at DESC, id DESC, duplicate_of)
    WHERE hidden = 0 AND read = 0 AND subject IS NOT NULL;
-- What an update has still to look at.
CREATE INDEX entries_without_subject ON entries (id) WHERE subject_from IS NULL;

-- What the reader's corrections say of a source's later entries. `sign`: the folded name of a section, behind 's:'; or,
-- for entries whose sections say nothing, what they were guessed to be, behind 'g:'.
CREATE TABLE subject_rules (
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    sign TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- How many corrections in a row said so.
    corrections INTEGER NOT NULL,
    PRIMARY KEY (feed_id, sign)
) STRICT, WITHOUT ROWID;
