"""Windows of a macOS session through Quartz and AppKit. Written without having been tried on a Mac.

Titles of other programs' windows need the permission to record the screen; without it they are empty, so exclusion by
title cannot work there, only exclusion by application.
"""

import importlib
from typing import Any

import psutil

from capture.area import Area
from capture.wake import Wake
from capture.windows.protocol import Window, WindowSystemError

_POLL_S = 1.0
_ON_SCREEN_ONLY = 1
_WITHOUT_DESKTOP = 16
_NORMAL_LAYER = 0


class MacWindows:
    """The windows of this session; they are looked at once a second, as events would need a run loop of their own."""

    descriptors: tuple[int, ...] = ()
    poll_s: float | None = _POLL_S

    def __init__(self) -> None:
        try:
            self._quartz: Any = importlib.import_module("Quartz")
            self._appkit: Any = importlib.import_module("AppKit")
        except ImportError as error:
            raise WindowSystemError("Windows cannot be seen: this is no Mac, or PyObjC is missing.") from error

    def listen(self, wake: Wake) -> None:
        """Nothing tells; `poll_s` says so."""

    def changed(self) -> bool:
        """It may always be another."""
        return True

    def focused(self) -> Window | None:
        """Return the topmost normal window of the application in front."""
        application = self._appkit.NSWorkspace.sharedWorkspace().frontmostApplication()
        if application is None:
            return None
        pid = int(application.processIdentifier())
        for raw in self._listed():
            if int(raw.get("kCGWindowOwnerPID", 0)) == pid and int(raw.get("kCGWindowLayer", 0)) == _NORMAL_LAYER:
                return self._described(raw)
        name = str(application.localizedName() or "")
        return Window(id=0, app=name, title="", process=_process(pid), pid=pid, names=(name,) if name else ())

    def visible(self) -> tuple[Window, ...]:
        """Return the windows on the screen; Quartz lists them from the topmost down."""
        return tuple(reversed([self._described(raw, place=True) for raw in self._listed()]))

    def close(self) -> None:
        """Nothing to close."""

    def _listed(self) -> list[Any]:
        return list(self._quartz.CGWindowListCopyWindowInfo(_ON_SCREEN_ONLY | _WITHOUT_DESKTOP, 0) or ())

    def _described(self, raw: Any, *, place: bool = False) -> Window:
        app, pid = str(raw.get("kCGWindowOwnerName", "")), int(raw.get("kCGWindowOwnerPID", 0))
        process = _process(pid)
        bounds = raw.get("kCGWindowBounds", {})
        area = Area(*(int(bounds.get(side, 0)) for side in ("X", "Y", "Width", "Height"))) if place else None
        return Window(
            id=int(raw.get("kCGWindowNumber", 0)),
            app=app,
            title=str(raw.get("kCGWindowName", "") or ""),
            process=process,
            pid=pid or None,
            names=tuple(dict.fromkeys(name for name in (app, process) if name)),
            area=area,
            opaque=float(raw.get("kCGWindowAlpha", 1.0)) >= 1.0 and int(raw.get("kCGWindowLayer", 0)) == _NORMAL_LAYER,
        )


def _process(pid: int) -> str:
    try:
        return psutil.Process(pid).name() if pid else ""
    except psutil.Error:
        return ""
