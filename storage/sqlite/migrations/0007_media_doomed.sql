-- Media that are about to be removed: written before the first byte goes, cleared after the last, so that a crash in between
-- neither leaves pixels that were forgotten nor makes anyone miss what was let go (storage/lifecycle/doomed.py).
CREATE TABLE media_doomed (
    address BLOB PRIMARY KEY
) WITHOUT ROWID;
