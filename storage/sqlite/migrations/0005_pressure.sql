-- What a group lets go by when too much waits for it (storage/sqlite/pressure.py).
ALTER TABLE consumer ADD COLUMN bound INTEGER;

CREATE TABLE passed_over (
    consumer TEXT NOT NULL,
    topic TEXT NOT NULL,
    pressure TEXT NOT NULL,
    entries INTEGER NOT NULL,
    PRIMARY KEY (consumer, topic, pressure)
) WITHOUT ROWID;
