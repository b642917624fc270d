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

-- Of each vector: `codes` dimension/8 bytes; `documents` the text's row in `document`, 8 bytes, 0 where nothing is;
-- `kinds` its topic times 65,536 and its device, 4 bytes, read only where either is asked for.
CREATE TABLE vector_block (
    id INTEGER PRIMARY KEY,
    model INTEGER NOT NULL,
    codes BLOB NOT NULL,
    documents BLOB NOT NULL,
    kinds BLOB NOT NULL
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
        documents = CAST(
            substr(documents, 1, (old.id & 1023) * 8) || zeroblob(8) || substr(documents, ((old.id & 1023) + 1) * 8 + 1)
        AS BLOB),
        kinds = CAST(
            substr(kinds, 1, (old.id & 1023) * 4) || zeroblob(4) || substr(kinds, ((old.id & 1023) + 1) * 4 + 1)
        AS BLOB)
    WHERE id = old.id >> 10;
END;

INSERT INTO consumer (name, patterns, offset) SELECT 'meaning', '["media.text.meaning.vector"]', coalesce(max(key), 0) FROM event;
