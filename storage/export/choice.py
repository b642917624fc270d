"""Which events an export takes: a span, kinds, a device, and what a search in people's words finds of them."""

from dataclasses import replace
from datetime import tzinfo

from storage.export.run import ExportError
from storage.search.kinds import topics_of
from storage.search.parse import QuerySyntaxError, parse_query
from storage.store import EventQuery, SearchQuery


def topics_for(kinds: list[str]) -> tuple[str, ...]:
    """Return the topics (or patterns) of kinds as people call them: screen, speech, a lane, or a topic's own name.

    Raises:
        ExportError: there is no such kind.
    """
    topics: list[str] = []
    for kind in kinds:
        found = topics_of(kind)
        if found is None:
            raise ExportError(f"There is no kind “{kind}”; try screen, speech, window or clipboard.")
        topics += found
    return tuple(topics)


def choose(within: EventQuery, search: str, *, now_us: int, zone: tzinfo) -> EventQuery | SearchQuery:
    """Return what a search, written as for `daytrail search`, finds inside a query; the query where it is empty.

    Raises:
        ExportError: the search cannot be understood, or says kind or device a second time.
    """
    if not search.strip():
        return within
    try:
        query = parse_query(search, now_us=now_us, zone=zone)
    except QuerySyntaxError as error:
        raise ExportError(str(error)) from error
    if query.topics and within.topics:
        raise ExportError("Say the kind either in the search or beside it.")
    if query.devices and within.device:
        raise ExportError("Say the device either in the search or beside it.")
    starts = [time_us for time_us in (query.start_us, within.start_us) if time_us is not None]
    ends = [time_us for time_us in (query.end_us, within.end_us) if time_us is not None]
    found = replace(
        query,
        topics=query.topics or within.topics,
        devices=query.devices or ((within.device,) if within.device else ()),
        start_us=max(starts, default=None),
        end_us=min(ends, default=None),
    )
    return found if _has_words(found) else _plain(found)


def _has_words(query: SearchQuery) -> bool:
    return (
        bool(query.words or query.phrases or query.excluded or query.apps or query.prefixes) or len(query.devices) > 1
    )


def _plain(query: SearchQuery) -> EventQuery:
    """Return a search without words as the query it is; it takes along what has no text, too."""
    return EventQuery(query.topics, query.start_us, query.end_us, device=query.devices[0] if query.devices else None)
