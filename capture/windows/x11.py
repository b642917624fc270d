"""Windows of an X11 session: by EWMH where there is a window manager that keeps it, by the plain tree without."""

from dataclasses import dataclass
from typing import Any

import psutil
import xcffib
from xcffib.xproto import CW, DestroyNotifyEvent, EventMask, MapState, PropertyNotifyEvent, WindowClass

from capture.area import Area
from capture.wake import Wake
from capture.windows.protocol import Window
from capture.x11 import PropertyAnswer, XConnection

_TITLES = ("_NET_WM_NAME", "WM_NAME")
_TELLING = ("_NET_ACTIVE_WINDOW", "_NET_CLIENT_LIST", "_NET_SUPPORTED", *_TITLES)
_OPAQUE = 0xFFFFFFFF
_POLL_WITHOUT_EWMH_S = 1.0
_MOST_PROCESSES = 256


class X11Windows:
    """The windows of the display that `DISPLAY` names."""

    def __init__(self) -> None:
        self._x = XConnection()
        self.descriptors: tuple[int, ...] = (self._x.descriptor,)
        with self._x.guarded():
            managed = self._x.ask_property(self._x.root, "_NET_SUPPORTED").numbers() is not None
        self.poll_s: float | None = None if managed else _POLL_WITHOUT_EWMH_S
        self._listening = False
        self._watched = 0
        self._processes: dict[int, str] = {}

    def listen(self, wake: Wake) -> None:  # noqa: ARG002 - the descriptor tells
        """Have the server tell of changes of the root window's properties."""
        self._listening = True
        self._select(self._x.root, EventMask.PropertyChange)

    def changed(self) -> bool:
        """Take in events; True when the active window or its title may be another."""
        atoms = {self._x.atom(name) for name in _TELLING}
        events = self._x.events()
        return self.poll_s is not None or any(
            isinstance(event, DestroyNotifyEvent) or (isinstance(event, PropertyNotifyEvent) and event.atom in atoms)
            for event in events
        )

    def focused(self) -> Window | None:
        """Return the active window; once listening, watch its title from now on."""
        window = self._active()
        if self._listening and window != self._watched:
            if self._watched not in (0, self._x.root):
                self._select(self._watched, EventMask.NoEvent)
            self._watched = window
            if window:
                self._select(window, EventMask.PropertyChange | EventMask.StructureNotify)
        found = self._described(_Questions.about(self._x, window)) if window else None
        # A window manager may name a window for seconds after it is gone.
        return found if found is not None and (found.names or found.title or found.pid) else None

    def visible(self) -> tuple[Window, ...]:
        """Return what can be seen: managed windows from the lowest to the topmost, then menus and other pop-ups."""
        with self._x.guarded():
            stacking = self._x.ask_property(self._x.root, "_NET_CLIENT_LIST_STACKING")
            children = self._x.core.QueryTree(self._x.root).reply().children
            managed = stacking.numbers() or ()
            others = [int(child) for child in children if int(child) not in set(managed)]
            shown = self._shown([*managed, *others])
            questions = [_Questions.about(self._x, window, place=True) for window in shown]
        known = frozenset(managed)
        found = (self._described(each) for each in questions)
        return tuple(window for window in found if window.area and (window.id in known or window.names))

    def close(self) -> None:
        """Disconnect."""
        self._x.close()

    def _active(self) -> int:
        active = self._x.ask_property(self._x.root, "_NET_ACTIVE_WINDOW").numbers()
        if active is not None:
            window = active[0] if active else 0
        else:
            with self._x.guarded():
                window = int(self._x.core.GetInputFocus().reply().focus)
        if window <= 1 or window == self._x.root:  # 0 and 1: nowhere, and wherever the pointer is
            return 0
        # With nothing open some window managers give the focus to a hidden window of their own; they list it nowhere.
        managed = self._x.ask_property(self._x.root, "_NET_CLIENT_LIST").numbers()
        return window if managed is None or window in managed else 0

    def _select(self, window: int, mask: int) -> None:
        with self._x.guarded():
            self._x.core.ChangeWindowAttributes(window, CW.EventMask, [mask])
            self._x.flush()

    def _shown(self, windows: list[int]) -> list[int]:
        cookies = [(window, self._x.core.GetWindowAttributes(window)) for window in windows]
        shown = []
        for window, cookie in cookies:
            attributes = _reply(self._x, cookie)
            if (
                attributes is not None
                and attributes.map_state == MapState.Viewable
                and attributes._class == WindowClass.InputOutput
            ):
                shown.append(window)
        return shown

    def _described(self, asked: "_Questions") -> Window:
        names = asked.wm_class.texts()
        title = next((texts[0] for texts in (answer.texts() for answer in asked.titles) if texts), "")
        pids = asked.pid.numbers()
        pid = pids[0] if pids else None
        process = self._process(pid)
        area, opaque = asked.place()
        return Window(
            id=asked.window,
            app=names[-1] if names else process,
            title=title,
            process=process,
            pid=pid,
            names=tuple(dict.fromkeys(name for name in (*names, process) if name)),
            area=area,
            opaque=opaque,
        )

    def _process(self, pid: int | None) -> str:
        if pid is None:
            return ""
        if pid not in self._processes:
            if len(self._processes) >= _MOST_PROCESSES:
                self._processes.clear()
            try:
                self._processes[pid] = psutil.Process(pid).name()
            except psutil.Error:
                return ""
        return self._processes[pid]


@dataclass(frozen=True, slots=True)
class _Questions:
    """All that is asked about a window, sent together and answered later."""

    x: XConnection
    window: int
    wm_class: PropertyAnswer
    titles: tuple[PropertyAnswer, ...]
    pid: PropertyAnswer
    geometry: Any = None
    origin: Any = None
    frame: PropertyAnswer | None = None
    opacity: PropertyAnswer | None = None

    @classmethod
    def about(cls, x: XConnection, window: int, *, place: bool = False) -> "_Questions":
        """Send the questions; those about its place only if wanted."""
        with x.guarded():
            return cls(
                x,
                window,
                wm_class=x.ask_property(window, "WM_CLASS"),
                titles=tuple(x.ask_property(window, name) for name in _TITLES),
                pid=x.ask_property(window, "_NET_WM_PID"),
                geometry=x.core.GetGeometry(window) if place else None,
                origin=x.core.TranslateCoordinates(window, x.root, 0, 0) if place else None,
                frame=x.ask_property(window, "_NET_FRAME_EXTENTS") if place else None,
                opacity=x.ask_property(window, "_NET_WM_WINDOW_OPACITY") if place else None,
            )

    def place(self) -> tuple[Area | None, bool]:
        """Return the area with the frame, and whether the window hides what is below."""
        if self.geometry is None or self.frame is None or self.opacity is None:
            return None, True
        geometry, origin = _reply(self.x, self.geometry), _reply(self.x, self.origin)
        frame, opacity = self.frame.numbers(), self.opacity.numbers()
        if geometry is None or origin is None:
            return None, True
        left, right, top, bottom = frame if frame is not None and len(frame) == 4 else (0, 0, 0, 0)
        border = 2 * geometry.border_width
        area = Area(
            origin.dst_x - geometry.border_width - left,
            origin.dst_y - geometry.border_width - top,
            geometry.width + border + left + right,
            geometry.height + border + top + bottom,
        )
        see_through = geometry.depth == 32 or (opacity is not None and opacity[:1] != (_OPAQUE,))
        return area, not see_through


def _reply(x: XConnection, cookie: Any) -> Any:
    """Return a reply, None when the window has gone meanwhile."""
    try:
        with x.guarded():
            return cookie.reply()
    except xcffib.XcffibException:
        return None
