-- The log and everything that is derived from it in the same file.

CREATE TABLE topic (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    compatibility TEXT NOT NULL,
    schema TEXT NOT NULL,
    lane TEXT,
    label TEXT,
    value TEXT,
    picture INTEGER NOT NULL
);

CREATE TABLE device (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

-- One row per event; `key` is its offset in the log. Extensions are folded in.
CREATE TABLE event (
    key INTEGER PRIMARY KEY,
    uid BLOB NOT NULL,
    topic INTEGER NOT NULL,
    device INTEGER NOT NULL,
    start_us INTEGER NOT NULL,
    end_us INTEGER NOT NULL,
    received_us INTEGER NOT NULL,
    tz_offset_min INTEGER,
    uncertainty_us INTEGER NOT NULL,
    text TEXT,
    data TEXT NOT NULL,
    media BLOB,
    parent BLOB
);
CREATE UNIQUE INDEX event_uid ON event (uid);
CREATE INDEX event_time ON event (topic, start_us, end_us);
-- Only derived events and events with media pay for these two.
CREATE INDEX event_parent ON event (parent) WHERE parent IS NOT NULL;
CREATE INDEX event_media ON event (media) WHERE media IS NOT NULL;

-- Events too long for the finest stored level of the pyramid, by the first level that holds them (storage/sqlite/spans.py).
CREATE TABLE long_event (
    topic INTEGER NOT NULL,
    class INTEGER NOT NULL,
    start_us INTEGER NOT NULL,
    key INTEGER NOT NULL,
    end_us INTEGER NOT NULL,
    PRIMARY KEY (topic, class, start_us, key)
) WITHOUT ROWID;

-- Entries of the log that are not events: extensions (1), tombstones (2), events put back for one group (3).
-- They share one sequence of offsets with `event.key`. A tombstone keeps the uid and nothing of the content.
CREATE TABLE change (
    offset INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    topic INTEGER NOT NULL,
    uid BLOB NOT NULL,
    consumer TEXT
);
CREATE INDEX change_deleted ON change (uid) WHERE kind = 2;

-- How many entries of a topic lie in each block of 1,024 offsets: lets a reader skip what it does not want, and count its lag.
CREATE TABLE block (
    block INTEGER NOT NULL,
    topic INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    PRIMARY KEY (block, topic)
) WITHOUT ROWID;

CREATE TABLE consumer (
    name TEXT PRIMARY KEY,
    patterns TEXT NOT NULL,
    offset INTEGER NOT NULL
) WITHOUT ROWID;

-- Entries a group failed on and will see again when they are due.
CREATE TABLE retry (
    consumer TEXT NOT NULL,
    uid BLOB NOT NULL,
    offset INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    due_us INTEGER NOT NULL,
    PRIMARY KEY (consumer, uid)
) WITHOUT ROWID;

-- What a group gave up on. `event` keeps the whole event where the log has none (group "schema").
CREATE TABLE dead_letter (
    id INTEGER PRIMARY KEY,
    consumer TEXT NOT NULL,
    uid BLOB NOT NULL,
    topic TEXT NOT NULL,
    cause TEXT NOT NULL,
    traceback TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    at_us INTEGER NOT NULL,
    event TEXT
);
CREATE INDEX dead_letter_uid ON dead_letter (uid);

-- For people and the SQL panel.
CREATE VIEW events AS
SELECT
    lower(hex(event.uid)) AS uid,
    topic.name AS topic,
    device.name AS device,
    event.start_us,
    event.end_us,
    event.received_us,
    event.tz_offset_min,
    event.uncertainty_us,
    event.text,
    event.data,
    lower(hex(event.media)) AS media,
    lower(hex(event.parent)) AS parent,
    event.key
FROM event
JOIN topic ON topic.id = event.topic
JOIN device ON device.id = event.device;
