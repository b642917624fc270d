-- What search finds. The two indexes keep no text of their own: they are taken out with the text the event has.
--
-- `document` is the row of both indexes: the event's start in steps of 2^24 us (17 s) above its key, so that the indexes are
-- ordered by time and the key can be read off (storage/sqlite/fulltext.py). An event is indexed when it has a row here.

CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    topic INTEGER NOT NULL,
    app TEXT NOT NULL,
    likeness INTEGER NOT NULL
);

CREATE VIRTUAL TABLE words USING fts5(
    text, app, tags, content = '', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE fragments USING fts5(
    text, content = '', columnsize = 0, detail = none, tokenize = 'trigram remove_diacritics 1'
);
CREATE VIRTUAL TABLE fragment_term USING fts5vocab(fragments, row);

-- Deleting overwrites entries in place instead of noting them as deleted.
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
INSERT INTO fragments (fragments, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER event_unindex BEFORE DELETE ON event WHEN old.text IS NOT NULL
BEGIN
    INSERT INTO words (words, rowid, text, app, tags)
    SELECT 'delete', id, old.text, app, 't' || old.topic || ' d' || old.device || ' all' FROM document
    WHERE id = (((max(min(old.start_us, 18014398509481984), -18014398509481984) >> 24) << 32) | old.key);
    INSERT INTO fragments (fragments, rowid, text)
    SELECT 'delete', id, old.text || '  ' FROM document
    WHERE id = (((max(min(old.start_us, 18014398509481984), -18014398509481984) >> 24) << 32) | old.key);
    DELETE FROM document
    WHERE id = (((max(min(old.start_us, 18014398509481984), -18014398509481984) >> 24) << 32) | old.key);
END;

INSERT INTO consumer (name, patterns, offset) VALUES ('fulltext', '["*"]', 0);
