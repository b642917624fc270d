-- Media that retention removed while their events stay, so that verifying does not miss them.
CREATE TABLE media_expired (
    address BLOB PRIMARY KEY,
    at_us INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TRIGGER event_unexpire AFTER DELETE ON event WHEN old.media IS NOT NULL
BEGIN
    DELETE FROM media_expired WHERE address = old.media
    AND NOT EXISTS (SELECT 1 FROM event WHERE media = old.media);
END;

-- Retention goes through media from the oldest on.
CREATE INDEX event_media_age ON event (start_us) WHERE media IS NOT NULL;
