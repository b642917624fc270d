"""Facets: counted by kind, application and the owner's own days."""

from datetime import UTC
from zoneinfo import ZoneInfo

from storage.search.facets import count_facets
from storage.search.grouping import Candidate
from storage.topics import CLIPBOARD, TRANSCRIPT

HOUR_US = 3_600_000_000
TOPICS = {1: CLIPBOARD, 2: TRANSCRIPT}


def candidate(hour: float, topic: int, app: str = "") -> Candidate:
    return Candidate(0, 0, round(hour * HOUR_US), topic, app, 0)


def test_kinds_and_applications_are_counted_most_first() -> None:
    found = [candidate(0, 2), candidate(0, 1, "code"), candidate(0, 1, "mail"), candidate(0, 1, "mail")]
    facets = count_facets(found, TOPICS, UTC)
    assert list(facets["kind"].items()) == [("clipboard", 3), ("speech", 1)]
    assert list(facets["app"].items()) == [("mail", 2), ("code", 1)]


def test_days_are_those_of_the_zone_newest_first() -> None:
    facets = count_facets([candidate(22.5, 1), candidate(23.5, 1), candidate(-1.5, 1)], TOPICS, ZoneInfo("Europe/Oslo"))
    assert list(facets["day"].items()) == [("1970-01-02", 1), ("1970-01-01", 1), ("1969-12-31", 1)]
