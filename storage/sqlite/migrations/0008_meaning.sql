-- What texts mean: an index of the vectors in events of topic media.text.meaning.vector (storage/sqlite/vectors.py). The
-- vectors stay where they are; here is one bit for each of their numbers, packed 1,024 vectors to a row.

CREATE TABLE vector_model (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    dimension INTEGER NOT NULL
);

-- `id` is the row in `vector_block` times 1,024 and the place in it; `event` the key of the event with the vector.
CREATE TABLE vector (
    id INTEGER PRIMARY KEY,
    event INTEGER NOT NULL,
    ordinal INTEGER NOT NULL
);
CREATE INDEX vector_event ON vector (event);

-- `codes`: dimension/8 bytes each; `entries`: 16 bytes each, of what the text's event is (zeros: nothing is here).
CREATE TABLE vector_block (
    id INTEGER PRIMARY KEY,
    model INTEGER NOT NULL,
    codes BLOB NOT NULL,
    entries BLOB NOT NULL
);
CREATE INDEX vector_block_model ON vector_block (model);

CREATE TRIGGER event_unmean BEFORE DELETE ON event WHEN EXISTS (SELECT 1 FROM vector WHERE event = old.key)
BEGIN
    DELETE FROM vector WHERE event = old.key;
END;

CREATE TRIGGER vector_clear AFTER DELETE ON vector
BEGIN
    UPDATE vector_block SET
        codes = CAST(
            substr(codes, 1, (old.id & 1023) * (length(codes) / 1024))
            || zeroblob(length(codes) / 1024)
            || substr(codes, ((old.id & 1023) + 1) * (length(codes) / 1024) + 1)
        AS BLOB),
        entries = CAST(
            substr(entries, 1, (old.id & 1023) * 16) || zeroblob(16) || substr(entries, ((old.id & 1023) + 1) * 16 + 1)
        AS BLOB)
    WHERE id = old.id >> 10;
END;

INSERT INTO consumer (name, patterns, offset) SELECT 'meaning', '["media.text.meaning.vector"]', coalesce(max(key), 0) FROM event;
