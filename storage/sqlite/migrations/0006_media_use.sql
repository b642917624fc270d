-- Which events use which media. Addresses are random, so an index kept with every append would touch a page per picture;
-- this one is kept in large sorted pieces (storage/sqlite/mediause.py). `media_of_event` is exact at any moment: it adds what
-- is not listed yet.
DROP TRIGGER event_unexpire;
DROP INDEX event_media;

CREATE TABLE media_use (
    media BLOB NOT NULL,
    key INTEGER NOT NULL,
    PRIMARY KEY (media, key)
) WITHOUT ROWID;

CREATE TABLE media_listed (upto INTEGER NOT NULL);
INSERT INTO media_listed VALUES (0);

CREATE VIEW media_of_event AS
SELECT media, key FROM media_use
UNION ALL
SELECT media, key FROM event WHERE key > (SELECT upto FROM media_listed) AND media IS NOT NULL;

CREATE TRIGGER event_unuse AFTER DELETE ON event WHEN old.media IS NOT NULL
BEGIN
    DELETE FROM media_use WHERE media = old.media AND key = old.key;
    DELETE FROM media_expired WHERE address = old.media
    AND NOT EXISTS (SELECT 1 FROM media_of_event WHERE media = old.media);
END;
