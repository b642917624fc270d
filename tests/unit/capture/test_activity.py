from capture.activity import Activity, Signal
from capture.wake import Wake
from capture.windows.protocol import Window

EDITOR = Window(1, "Editor", "garden.txt")
TERMINAL = Window(2, "Terminal", "make")


def test_changes_of_focus_are_told_in_order_and_only_once() -> None:
    activity = Activity()
    assert activity.focused(EDITOR, 10)
    assert not activity.focused(EDITOR, 20)
    assert activity.focused(TERMINAL, 30)
    assert [(change.at_us, change.window) for change in activity.focus_since(0)] == [(10, EDITOR), (30, TERMINAL)]
    assert activity.focus_since(activity.focus.serial) == ()
    assert activity.focus.window == TERMINAL


def test_that_windows_cannot_be_seen_is_a_change_with_a_cause() -> None:
    activity = Activity()
    activity.focused(EDITOR, 10)
    activity.focused(None, 20, "The display went away.")
    assert activity.focus.cause == "The display went away."
    assert activity.focused(None, 30)


def test_it_remembers_no_more_than_it_needs() -> None:
    activity = Activity()
    for number in range(2_000):
        activity.focused(Window(number, "App", str(number)), number)
    assert len(activity.focus_since(0)) < 1_000


def test_signals_keep_their_last_time_and_wake_who_listens() -> None:
    activity = Activity()
    with Wake() as wake:
        activity.subscribe(wake)
        activity.note(Signal.KEY, 1.0)
        activity.note(Signal.KEY, 2.0)
        activity.note(Signal.CLICK, 1.5)
        assert wake.wait(0)
        assert activity.signals() == {Signal.KEY: 2.0, Signal.CLICK: 1.5}
        activity.unsubscribe(wake)
        activity.note(Signal.KEY, 3.0)
        assert not wake.wait(0)
