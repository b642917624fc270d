from capture.screen.schedule import Schedule, Trigger


def looked_at(schedule: Schedule, at_s: float) -> Schedule:
    schedule.looked(at_s, small=False)
    return schedule


def started(at_s: float = 100.0) -> Schedule:
    return looked_at(Schedule(change_interval_s=2.0, idle_interval_s=60.0), at_s)


def test_the_first_look_is_due_at_once() -> None:
    schedule = Schedule(2.0, 60.0)
    schedule.note(Trigger.START, 100.0)
    assert schedule.due(100.0) is Trigger.START


def test_another_window_is_looked_at_when_it_has_settled() -> None:
    schedule = started()
    schedule.note(Trigger.FOCUS, 101.0)
    assert schedule.due(101.1) is None
    assert schedule.wait_s(101.1) == 101.4 - 101.1
    assert schedule.due(101.4) is Trigger.FOCUS


def test_typing_is_looked_at_when_it_pauses_and_now_and_then_when_it_does_not() -> None:
    schedule = started()
    for tenth in range(49):
        schedule.note(Trigger.TYPING_PAUSE, 101.0 + tenth / 10)
        assert schedule.due(101.0 + tenth / 10) is None
    assert schedule.due(106.0) is Trigger.TYPING_PAUSE


def test_what_changes_by_itself_is_looked_at_no_more_often_than_set() -> None:
    schedule = started(100.0)
    schedule.note(Trigger.CHANGE, 100.5)
    assert schedule.due(101.9) is None
    assert schedule.due(102.0) is Trigger.CHANGE


def test_after_a_small_change_the_next_waits_twice_as_long() -> None:
    schedule = started(100.0)
    schedule.looked(100.0, small=True)
    schedule.note(Trigger.CHANGE, 100.5)
    assert schedule.due(103.9) is None
    assert schedule.due(104.0) is Trigger.CHANGE


def test_a_change_waits_for_what_was_done_and_is_answered_by_the_same_look() -> None:
    schedule = started(100.0)
    schedule.note(Trigger.CHANGE, 110.0)
    schedule.note(Trigger.CLICK, 110.1)
    assert schedule.due(110.35) is None
    assert schedule.due(110.4) is Trigger.CLICK
    looked_at(schedule, 110.4)
    assert schedule.due(113.0) is None


def test_a_look_leaves_what_has_not_settled_yet() -> None:
    schedule = started()
    schedule.note(Trigger.CLICK, 101.0)
    schedule.note(Trigger.TYPING_PAUSE, 101.2)
    assert schedule.due(101.3) is Trigger.CLICK
    looked_at(schedule, 101.3)
    assert schedule.due(101.3) is None
    assert schedule.due(101.9) is Trigger.TYPING_PAUSE


def test_looks_now_and_then_when_nothing_happens() -> None:
    schedule = started(100.0)
    assert schedule.due(159.9) is None
    assert schedule.wait_s(130.0) == 30.0
    assert schedule.due(160.0) is Trigger.IDLE
