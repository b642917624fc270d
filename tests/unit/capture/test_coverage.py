from capture.coverage import Coverage
from storage.topics import COVERAGE
from tests.unit.capture.surroundings import NOON_US, Around


def coverage(around: Around) -> Coverage:
    return Coverage(around.log, "screen", "here", around.clock)


def spans(around: Around) -> list[tuple[str, float, float]]:
    """State, start and end in seconds after noon."""
    return [
        (str(event.data["state"]), (event.start_us - NOON_US) / 1e6, (event.end_us - NOON_US) / 1e6)
        for event in around.events(COVERAGE)
    ]


def test_each_state_is_a_span_that_ends_where_the_next_begins(around: Around) -> None:
    covered = coverage(around)
    covered.enter("recording")
    around.clock.pass_s(60)
    covered.enter("paused")
    around.clock.pass_s(10)
    covered.enter("recording")
    around.clock.pass_s(5)
    covered.end()
    assert spans(around) == [("recording", 0, 60), ("paused", 60, 70), ("recording", 70, 75)]


def test_the_same_state_and_cause_go_on_as_one_span(around: Around) -> None:
    covered = coverage(around)
    covered.enter("unavailable", "No display.")
    around.clock.pass_s(1)
    covered.enter("unavailable", "No display.")
    around.clock.pass_s(1)
    covered.enter("unavailable", "Another reason.")
    assert around.covered() == [("unavailable", "No display."), ("unavailable", "Another reason.")]


def test_a_span_that_lasts_is_extended_so_that_a_crash_loses_little(around: Around) -> None:
    covered = coverage(around)
    covered.enter("recording")
    around.clock.pass_s(30)
    covered.extend()
    assert spans(around) == [("recording", 0, 30)]


def test_a_span_deleted_while_it_lasts_begins_anew(around: Around) -> None:
    covered = coverage(around)
    covered.enter("recording")
    around.log.delete([event.uid for event in around.events(COVERAGE)])  # type: ignore[operator]
    around.clock.pass_s(30)
    covered.extend()
    around.clock.pass_s(30)
    covered.extend()
    assert spans(around) == [("recording", 30, 60)]


def test_what_a_full_disk_refuses_is_written_when_there_is_room(around: Around) -> None:
    covered = coverage(around)
    around.fill_disk()
    covered.enter("recording")
    around.clock.pass_s(10)
    covered.enter("unavailable", "The disk is full.")
    covered.lost(NOON_US, NOON_US + 5, "The disk was full.")
    assert spans(around) == []
    around.fill_disk(False)
    around.clock.pass_s(10)
    covered.extend()
    assert sorted(spans(around)) == [("lost", 0, 0.000005), ("recording", 0, 10), ("unavailable", 10, 20)]


def test_what_waits_for_room_is_bounded(around: Around) -> None:
    covered = coverage(around)
    around.fill_disk()
    for number in range(3_000):
        covered.enter("unavailable", str(number))
        around.clock.pass_s(1)
    around.fill_disk(False)
    covered.end()
    assert len(spans(around)) <= 501
    assert around.covered()[-1] == ("unavailable", "2999")


def test_time_asleep_is_taken_back(around: Around) -> None:
    covered = coverage(around)
    covered.enter("recording")
    around.clock.pass_s(10)
    covered.extend()
    around.clock.pass_s(3_600)
    covered.slept(NOON_US + 10_000_000, around.clock.now_us())
    around.clock.pass_s(5)
    covered.end()
    assert spans(around) == [("recording", 0, 10), ("asleep", 10, 3610), ("recording", 3610, 3615)]
