"""Counts what was found by kind, application and day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from storage.search.grouping import Candidate
from storage.search.kinds import kind_of

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR_US: Final = 3_600_000_000
_MOST_APPS: Final = 20


def count_facets(found: Sequence[Candidate], topics: Mapping[int, str], zone: tzinfo) -> dict[str, dict[str, int]]:
    """Return candidates counted by "kind", "app" and "day", most first ("day": newest first).

    Args:
        found: what is counted.
        topics: names of topics by number.
        zone: whose days are counted.
    """
    kinds: Counter[str] = Counter()
    for topic, count in Counter(candidate.topic for candidate in found).items():
        kinds[kind_of(topics[topic])] += count
    days: Counter[str] = Counter()
    for hour, count in Counter(candidate.start_us // _HOUR_US for candidate in found).items():
        moment = _EPOCH + timedelta(hours=hour, minutes=30)
        days[moment.astimezone(zone).date().isoformat()] += count
    apps = Counter(candidate.app for candidate in found if candidate.app)
    return {
        "kind": dict(kinds.most_common()),
        "app": dict(apps.most_common(_MOST_APPS)),
        "day": dict(sorted(days.items(), reverse=True)),
    }
