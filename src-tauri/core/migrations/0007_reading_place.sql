-- Where the reader stopped in an article: a block of its text and how far into it, so that the place holds in another
-- width, type or size. An article read to its end has none.
CREATE TABLE reading_places (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    -- Counted from 0 in reading order.
    block INTEGER NOT NULL CHECK (block BETWEEN 0 AND 100000),
    -- In thousandths of the block's height.
    offset INTEGER NOT NULL CHECK (offset BETWEEN 0 AND 1000)
) STRICT;
