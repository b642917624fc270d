"""A private desktop for the tests of capture, and a recorder on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.demo.desktop import VirtualDesktop
from app.demo.hand import Hand
from tests.integration.capture.rig import Rig

_PASSED_ON = ("DISPLAY", "XAUTHORITY", "PULSE_SERVER", "PULSE_COOKIE", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH")


@pytest.fixture
def rig(home_folder: Path) -> Iterator[Rig]:
    rig = Rig(home_folder)
    yield rig
    rig.close()


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualDesktop]:
    """A private desktop, on which this process records too."""
    with VirtualDesktop(1280, 800) as desktop:
        pass_on(desktop, monkeypatch)
        yield desktop


@pytest.fixture
def hand(desktop: VirtualDesktop) -> Hand:
    return Hand(desktop)


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither screen nor sound."""
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nothing")


def pass_on(desktop: VirtualDesktop, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = desktop.environment()
    for name in _PASSED_ON:
        if name in environment:
            monkeypatch.setenv(name, environment[name])
