"""Every event that a search finds, not grouped, in order of time: for taking along what was found."""

import apsw
import numpy as np

from storage.sqlite import ftsquery
from storage.sqlite.appending import head as log_head
from storage.sqlite.candidates import by_fragments, by_words
from storage.sqlite.echoes import heard_once
from storage.sqlite.query import fetch_all
from storage.store import SearchQuery


def keys_found(connection: apsw.Connection, query: SearchQuery) -> list[int]:
    """Return the keys of what matches by its words (not by meaning), by start and key.

    As in a search, echoes are left out, and pieces of words count where no whole words are found.
    """
    filters = ftsquery.resolve(connection, query)
    if filters.empty:
        return []
    head = log_head(connection)
    fragments = ftsquery.uses_fragments(query)
    find = by_fragments if fragments else by_words
    once = heard_once(connection)
    keys = [candidate.key for candidate in filter(once, find(connection, query, filters, head))]
    if not keys and not fragments and ftsquery.text_terms(query) and not query.excluded:
        keys = [candidate.key for candidate in filter(once, by_fragments(connection, query, filters, head))]
    return _by_time(connection, keys)


def _by_time(connection: apsw.Connection, keys: list[int]) -> list[int]:
    if not keys:
        return []
    wanted = apsw.carray(np.asarray(keys, np.int64))
    rows = fetch_all(
        connection,
        "SELECT event.start_us, event.key FROM carray(?) AS wanted CROSS JOIN event ON event.key = wanted.value",
        (wanted,),
    )
    return [key for _, key in sorted(rows)]
