from storage.search.grouping import GAP_US, LONGEST_US, Candidate, Group, Grouping

MINUTE_US = 60_000_000


def grouped(*moments: tuple[float, int]) -> list[Group]:
    """Group (minute, likeness), handed in newest first."""
    grouping = Grouping()
    for minute, likeness in moments:
        start_us = round(minute * MINUTE_US)
        grouping.add(Candidate(start_us, start_us, start_us, 1, "", likeness, score=minute % 7))
    return grouping.groups


def test_like_moments_near_each_other_are_one_also_when_others_lie_between() -> None:
    groups = grouped((9, 1), (8, 2), (7, 1), (6, 2), (5, 1))
    assert [group.count for group in groups] == [3, 2]
    assert groups[0].newest.start_us == 9 * MINUTE_US
    assert groups[0].oldest.start_us == 5 * MINUTE_US


def test_the_best_stands_for_its_group() -> None:
    [group] = grouped((8, 1), (6, 1), (5, 1))
    assert group.best.start_us == 6 * MINUTE_US


def test_a_gap_or_an_hour_begins_a_new_group() -> None:
    gap = GAP_US / MINUTE_US
    assert [group.count for group in grouped((100, 1), (100 - gap, 1), (99 - 2 * gap, 1))] == [2, 1]
    longest = LONGEST_US // MINUTE_US
    assert [group.count for group in grouped(*((200 - minute, 1) for minute in range(longest + 5)))] == [longest + 1, 4]


def test_groups_are_finished_when_nothing_older_can_join() -> None:
    grouping = Grouping()
    for minute, likeness in ((100, 1), (99, 2)):
        grouping.add(Candidate(minute, minute, minute * MINUTE_US, 1, "", likeness))
    assert not grouping.finished(1, 95 * MINUTE_US)
    assert grouping.finished(1, 80 * MINUTE_US)
    assert not grouping.finished(2, 0)
