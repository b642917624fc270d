from pathlib import Path

import pytest

from app.demo.application import Application, Found, Status
from app.demo.desktop import VirtualDesktop
from app.demo.waiting import TookTooLongError
from app.settings import load_settings


@pytest.fixture
def application(desktop: VirtualDesktop, home_folder: Path) -> Application:
    return Application(desktop, home_folder / "fresh")


def test_settles_as_an_owner_who_agreed_to_these_sources(application: Application) -> None:
    application.settle(["screen", "microphone"], "[processing.ocr]\nenabled = false\n")
    settings = load_settings(application.home / "config.toml", {})
    assert settings.general.consented
    assert settings.capture.screen.enabled
    assert settings.capture.microphone.enabled
    assert not settings.capture.camera.enabled
    assert not settings.capture.windows.enabled
    assert not settings.processing.ocr.enabled
    assert (application.home / "config.toml").stat().st_mode & 0o077 == 0


def test_where_nothing_was_recorded_nothing_is_told(application: Application) -> None:
    assert application.status() is None
    assert application.search("anything") == []
    assert "Nothing has been recorded" in application.ask("status").stderr
    with pytest.raises(TookTooLongError, match="windows to be recorded"):
        application.await_sources(["windows"], timeout_s=0.1)


def test_a_started_recorder_is_awaited_asked_and_ended(application: Application) -> None:
    recorder = application.start("record", "--sources", "windows")
    application.await_sources(["windows"])
    status = application.status()
    assert status is not None
    assert status.events
    assert application.end(recorder) == 0
    assert "Stopped" in application.said()


def test_times_of_answers_are_exact() -> None:
    answer = Found.model_validate_json(
        '{"topic": "a.b.c.raw", "start": "2026-11-21T11:22:33.456789Z", "end": "2026-11-21T11:22:34.000001Z",'
        ' "app": "", "title": "", "text": "", "snippet": "", "media": null}'
    )
    assert (answer.start_us, answer.end_us) == (1795260153456789, 1795260154000001)


def test_all_can_be_found_when_none_of_those_who_read_and_hear_waits_for_anything_older() -> None:
    status = Status.model_validate_json(
        '{"events": {}, "sources": [], "dead_letters": 0, "groups": ['
        '{"group": "processor.ocr", "lag": 0, "oldest": null},'
        '{"group": "processor.vad", "lag": 3, "oldest": "2026-11-21T11:22:33.456789Z"},'
        '{"group": "processor.entities", "lag": 9, "oldest": "2026-11-21T11:00:00.000000Z"}]}'
    )
    assert status.backlog == 12
    assert status.findable_until(1795260153456788)
    assert not status.findable_until(1795260153456789)
