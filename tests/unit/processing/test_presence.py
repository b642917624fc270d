import pytest

from processing.presence import Span, really_away


@pytest.mark.parametrize(
    ("idle", "present", "away"),
    [
        ([(0, 100)], [], [(0, 100)]),
        ([(0, 100)], [(20, 30), (30, 50)], [(0, 20), (50, 100)]),
        ([(0, 100)], [(90, 120)], [(0, 90)]),
        ([(10, 20), (15, 40)], [(0, 12)], [(12, 40)]),
        ([(0, 100)], [(0, 100)], []),
        ([], [(0, 100)], []),
    ],
)
def test_who_was_seen_was_not_away(idle: list[Span], present: list[Span], away: list[Span]) -> None:
    assert really_away(idle, present) == away
