"""The clipboard of a real X server, filled by xclip."""

import subprocess

import pytest

from app.demo.desktop import VirtualDesktop
from app.demo.hand import Hand
from app.demo.programs import require
from app.demo.waiting import until
from capture.health import SourceState
from storage.topics import CLIPBOARD
from tests.integration.capture.rig import LEFT, Rig, terminal


def copy(desktop: VirtualDesktop, text: str, *more: str) -> None:
    require(["xclip"])
    subprocess.run(
        ["xclip", "-selection", "clipboard", "-in", *more],
        input=text.encode(),
        env=desktop.environment(),
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=10,
    )


def texts(rig: Rig) -> list[str | None]:
    return [event.text for event in rig.events(CLIPBOARD)]


@pytest.fixture
def recording(rig: Rig, desktop: VirtualDesktop, hand: Hand) -> Rig:
    hand.open(terminal("Open"), "^Open$", LEFT)
    rig.start(clipboard={}, windows={}, privacy={"excluded_titles": ["vault"]})
    rig.until_state("clipboard", SourceState.RECORDING)
    rig.until_state("windows", SourceState.RECORDING)
    return rig


def test_keeps_text_that_is_copied_with_where_it_was(recording: Rig, desktop: VirtualDesktop) -> None:
    copy(desktop, "Grüße aus Köln, 東京")
    until(lambda: texts(recording), "a copied text")
    event = recording.events(CLIPBOARD)[0]
    assert event.text == "Grüße aus Köln, 東京"
    assert event.data == {"characters": 18, "app": "XTerm", "title": "Open"}
    copy(desktop, "another")
    until(lambda: texts(recording) == ["Grüße aus Köln, 東京", "another"], "another text")


def test_takes_long_text_in_parts_and_cuts_it(rig: Rig, desktop: VirtualDesktop) -> None:
    rig.start(clipboard={"longest": 1_000_000})
    rig.until_state("clipboard", SourceState.RECORDING)
    copy(desktop, "0123456789" * 150_000)
    until(lambda: texts(rig), "a long text")
    event = rig.events(CLIPBOARD)[0]
    assert event.data["characters"] == 1_500_000
    assert event.text == "0123456789" * 100_000


def test_pictures_are_left_alone(recording: Rig, desktop: VirtualDesktop) -> None:
    copy(desktop, "not really a picture", "-t", "image/png")
    copy(desktop, "text after it")
    until(lambda: texts(recording), "a text")
    assert texts(recording) == ["text after it"]


def test_what_a_password_manager_marks_as_secret_is_left_alone(recording: Rig, desktop: VirtualDesktop) -> None:
    copy(desktop, "hunter2", "-t", "x-kde-passwordManagerHint")
    copy(desktop, "text after it")
    until(lambda: texts(recording), "a text")
    assert texts(recording) == ["text after it"]


def test_nothing_is_kept_while_an_excluded_window_is_in_front(
    recording: Rig, desktop: VirtualDesktop, hand: Hand
) -> None:
    window = hand.open(terminal("My vault"), "vault", LEFT)
    recording.until_state("clipboard", SourceState.EXCLUDED)
    copy(desktop, "hunter2")
    hand.close(window)
    recording.until_state("clipboard", SourceState.RECORDING)
    copy(desktop, "text after it")
    until(lambda: texts(recording), "a text")
    assert texts(recording) == ["text after it"]
