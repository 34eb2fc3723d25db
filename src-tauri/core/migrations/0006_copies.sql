-- One article that several feeds of a paper bring, and who issued a feed's validators.

-- The entry that stands for this one in lists that span feeds: the same article, which came by another feed of the same
-- paper first. Null for the one that is shown. No reference: where that entry goes, `store::copies` puts another in its
-- place.
ALTER TABLE entries ADD COLUMN duplicate_of INTEGER;
CREATE INDEX entries_copies ON entries (duplicate_of, hidden, read, feed_id) WHERE duplicate_of IS NOT NULL;
-- `duplicate_of` at the end: lists pass over copies without reading their rows, and counts touch no row at all.
DROP INDEX entries_newest;
CREATE INDEX entries_newest ON entries (published_at DESC, id DESC, feed_id, duplicate_of) WHERE hidden = 0;
DROP INDEX entries_unread;
CREATE INDEX entries_unread ON entries (published_at DESC, id DESC, feed_id, duplicate_of) WHERE hidden = 0 AND read = 0;
DROP INDEX entries_by_feed;
CREATE INDEX entries_by_feed ON entries (feed_id, published_at DESC, id DESC, duplicate_of) WHERE hidden = 0;
DROP INDEX entries_unread_by_feed;
CREATE INDEX entries_unread_by_feed ON entries (feed_id, published_at DESC, id DESC, duplicate_of)
    WHERE hidden = 0 AND read = 0;

-- The address that sent the validators; they are shown to no other.
ALTER TABLE feeds ADD COLUMN validators_from TEXT;
