"""Keeps the list of which events use which media close behind the log, in large sorted pieces.

Reading goes through the view `media_of_event`, which adds what is not listed yet and so is exact at any moment.
"""

import apsw

from storage.sqlite.appending import head


def list_media(connection: apsw.Connection) -> None:
    """List the media of all events up to now; inside a write transaction.

    What was let go and is observed again is kept like anything else; derived events only name their parent's media.
    """
    newest = head(connection)
    connection.execute(
        "DELETE FROM media_expired WHERE address IN (SELECT media FROM event "
        "WHERE key > (SELECT upto FROM media_listed) AND media IS NOT NULL AND parent IS NULL)"
    )
    connection.execute(
        "INSERT OR IGNORE INTO media_use SELECT media, key FROM event "
        "WHERE key > (SELECT upto FROM media_listed) AND media IS NOT NULL ORDER BY media, key"
    )
    connection.execute("UPDATE media_listed SET upto = ?", (newest,))
