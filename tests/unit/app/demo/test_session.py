import pytest

from app.demo.desktop import VirtualDesktop
from app.demo.hand import Deed, DeedKind
from app.demo.session import ON_SCREEN, PRINTED, SPOKEN, play


@pytest.mark.slow
def test_a_session_does_everything_a_recorder_must_see() -> None:
    with VirtualDesktop() as desktop:
        deeds = play(desktop)
        mousepad = desktop.programs.run(["xdotool", "getactivewindow", "getwindowname"])
    windows = [deed.text.lstrip("*") for deed in deeds if deed.kind is DeedKind.WINDOW]
    assert windows == [
        "garden.txt - Mousepad",
        "Workshop",
        "garden.txt - Mousepad",
        "Workshop",
        "garden.txt - Mousepad",
    ]
    assert mousepad == "*garden.txt - Mousepad\n"
    assert sum(deed.clicks for deed in deeds) == 2
    assert sum(deed.keys for deed in deeds) > 100
    assert 25 < (deeds[-1].end_us - deeds[0].start_us) / 1e6 < 150, "about forty seconds where nothing else runs"

    assert _ways(deeds, ON_SCREEN) == [DeedKind.TYPE]
    assert _ways(deeds, SPOKEN) == [DeedKind.SAY]
    assert _ways(deeds, PRINTED) == []


def _ways(deeds: tuple[Deed, ...], phrase: str) -> list[DeedKind]:
    return [deed.kind for deed in deeds if phrase in deed.text]
