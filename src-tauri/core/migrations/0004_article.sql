-- The article page: what a page says beside its words, and how the reader wants an article's text.

-- Sub-headline, agency, «اقرأ أيضاً» and the like, as JSON (`store::texts::Parts`): read and written with the text, never
-- searched.
ALTER TABLE texts ADD COLUMN parts TEXT NOT NULL DEFAULT '{}';
-- How the text of this article is obtained, where the reader said so; else as its feed says.
ALTER TABLE entries ADD COLUMN text_choice TEXT;
-- «اقرأ أيضاً» asks for an address in every feed.
CREATE INDEX entries_address ON entries (url_key) WHERE url_key IS NOT NULL;
