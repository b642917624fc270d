-- The pyramid: buckets of 4^level seconds, packed 1,024 to a row (storage/sqlite/tileblob.py). `id` is level, lane and tile.
CREATE TABLE pyramid (
    id INTEGER PRIMARY KEY,
    stamp INTEGER NOT NULL,
    buckets BLOB NOT NULL
);

CREATE TABLE lane (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

-- Entries up to `folded` are in the pyramid; `stamp` grows with every change of it.
CREATE TABLE pyramid_state (
    folded INTEGER NOT NULL,
    stamp INTEGER NOT NULL
);
INSERT INTO pyramid_state VALUES (0, 0);
