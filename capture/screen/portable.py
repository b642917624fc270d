"""The displays of Windows and macOS through mss. Written without having been tried on either."""

from typing import Any

import mss
import numpy as np
from mss.exception import ScreenShotError

from capture.area import Area
from capture.health import SourceUnavailableError
from capture.screen.protocol import Display, Pixels, Told

_POLL_S = 2.0


class PortableScreen:
    """All displays; nothing tells of changes, so they are looked at every other second."""

    descriptors: tuple[int, ...] = ()
    poll_s: float | None = _POLL_S

    def __init__(self) -> None:
        self._shot: Any = self._open()

    def displays(self) -> tuple[Display, ...]:
        """Return the monitors as they are now; mss remembers them, so it is opened anew."""
        self._shot.close()
        self._shot = self._open()
        areas = [Area(each["left"], each["top"], each["width"], each["height"]) for each in self._shot.monitors]
        return tuple(Display(index, area) for index, area in enumerate(areas[1:] or areas))

    def grab(self, display: Display) -> Pixels:
        """Return a display's pixels."""
        area = display.area
        try:
            return np.asarray(
                self._shot.grab({"left": area.x, "top": area.y, "width": area.width, "height": area.height})
            )
        except ScreenShotError as error:
            raise SourceUnavailableError(
                "The screen cannot be read; the system may ask for permission to record it."
            ) from error

    def told(self) -> Told:
        """Nothing tells: it may always have been drawn."""
        return Told(drawn=True, layout=False)

    def settle(self) -> None:
        """Nothing to ask for."""

    def close(self) -> None:
        """Disconnect."""
        self._shot.close()

    def _open(self) -> Any:
        try:
            return mss.MSS()
        except ScreenShotError as error:
            raise SourceUnavailableError("The screen cannot be read on this system.") from error
