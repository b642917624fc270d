import logging

import pytest

from capture.health import SourceState
from tests.unit.capture.surroundings import Around


def test_health_follows_what_is_reported_and_kept(around: Around) -> None:
    status = around.status
    status.started()
    assert status.health.state is SourceState.STARTING
    status.report(SourceState.RECORDING, detail="1 display")
    status.kept(500)
    status.kept(400)
    assert (status.health.events, status.health.last_event_us, status.health.detail) == (2, 500, "1 display")
    status.report(SourceState.EXCLUDED, "A window that is excluded is in front.")
    assert (status.health.cause, status.health.detail) == ("A window that is excluded is in front.", "1 display")
    status.end()
    assert status.health.state is SourceState.OFF


def test_every_state_that_is_not_starting_is_covered(around: Around) -> None:
    states = [state for state in SourceState if state is not SourceState.STARTING]
    for state in SourceState:
        around.status.report(state, str(state))
    assert [state for state, _ in around.covered()] == [str(state) for state in states]


def test_a_locked_screen_is_paused_to_see_and_locked_on_record(around: Around) -> None:
    around.status.report(SourceState.PAUSED, "The screen is locked.", as_="locked")
    assert around.status.health.state is SourceState.PAUSED
    assert around.covered() == [("locked", "The screen is locked.")]


def test_a_loss_and_the_return_are_logged_once_each(around: Around, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            around.status.report(SourceState.UNAVAILABLE, "No display.")
        for _ in range(3):
            around.status.report(SourceState.RECORDING)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
