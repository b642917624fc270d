"""How long a test waits for what is bound to come: long enough for a slow machine that is busy with other things.

It is a quarter of what pytest gives a test (`timeout` in pyproject.toml), so that a wait in vain says so itself.
"""

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

PATIENCE_S = 60.0
_PATIENCE_MS = round(PATIENCE_S * 1_000)


class PatientBot(QtBot):
    """Waits as long as everybody here, where pytest-qt alone gives up after five seconds."""

    def waitUntil(  # noqa: N802 - pytest-qt's name
        self, callback: Callable[[], bool | None], *, timeout: int = _PATIENCE_MS
    ) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = _PATIENCE_MS, **more: Any) -> Any:  # noqa: N802 - as above
        return super().waitSignal(signal, timeout=timeout, **more)

    def waitExposed(self, widget: Any, *, timeout: int = _PATIENCE_MS) -> Any:  # noqa: N802 - as above
        return super().waitExposed(widget, timeout=timeout)
