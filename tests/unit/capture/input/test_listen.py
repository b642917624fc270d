import sys

import pytest

from capture.health import SourceUnavailableError
from capture.input.listen import listening


class Nobody:
    def key(self) -> None: ...

    def click(self, x: int, y: int, button: str) -> None: ...

    def scroll(self) -> None: ...

    def move(self, x: int, y: int) -> None: ...


@pytest.mark.skipif(sys.platform != "linux", reason="speaks of an X11 session")
@pytest.mark.skipif("pynput.keyboard" in sys.modules, reason="pynput was imported while there was a display")
def test_without_a_display_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(SourceUnavailableError, match="no display"), listening(Nobody()):
        pass
