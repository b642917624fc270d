"""The displays of an X11 session: layout by RandR, changes by XDamage, pixels by shared memory."""

import os
from contextlib import suppress
from typing import Any

import mss
import numpy as np
import xcffib
import xcffib.damage
import xcffib.randr
from mss.exception import ScreenShotError
from PIL import Image, ImageGrab

from capture.area import Area
from capture.health import SourceUnavailableError
from capture.screen.protocol import Display, Pixels, Told
from capture.x11 import XConnection

_POLL_WITHOUT_DAMAGE_S = 2.0
_LAYOUT_EVENTS = (xcffib.randr.ScreenChangeNotifyEvent, xcffib.randr.NotifyEvent)
_WAYLAND = (
    "This is a Wayland session, whose screen other programs cannot see. Log in to an X11 session (“… on Xorg”) "
    "to record the screen."
)


class X11Screen:
    """The displays that `DISPLAY` names."""

    def __init__(self) -> None:
        self._x = XConnection()
        if self._x.has_extension("XWAYLAND"):
            self._x.close()
            raise SourceUnavailableError(_WAYLAND)
        self._shot: Any = _shared_memory()
        self._randr = self._watch_layout()
        self._damage: Any = None
        self._damage_id = 0
        self._watch_drawing()
        self.descriptors: tuple[int, ...] = (self._x.descriptor,)
        self.poll_s: float | None = None if self._damage is not None else _POLL_WITHOUT_DAMAGE_S

    def displays(self) -> tuple[Display, ...]:
        """Return RandR's monitors, or the whole screen where there is no RandR."""
        areas: list[Area] = []
        if self._randr is not None:
            with suppress(xcffib.ProtocolException, xcffib.xproto.RequestError), self._x.guarded():
                monitors = self._randr.GetMonitors(self._x.root, True).reply().monitors
                areas = [Area(each.x, each.y, each.width, each.height) for each in monitors]
        if not areas:
            with self._x.guarded():
                whole = self._x.core.GetGeometry(self._x.root).reply()
            areas = [Area(0, 0, whole.width, whole.height)]
        return tuple(Display(index, area) for index, area in enumerate(areas))

    def grab(self, display: Display) -> Pixels:
        """Return a display's pixels through shared memory, or by the slow way where that is not possible."""
        area = display.area
        try:
            if self._shot is None:
                return _slow_grab(area)
            box = {"left": area.x, "top": area.y, "width": area.width, "height": area.height}
            return np.asarray(self._shot.grab(box))
        except (ScreenShotError, AssertionError, OSError) as error:  # a lost server is an AssertionError in mss 10.2
            raise SourceUnavailableError("The display went away, or its pixels cannot be read.") from error

    def told(self) -> Told:
        """Return whether the server reported damage, or another layout of monitors."""
        events = self._x.events()
        return Told(
            drawn=self._damage is None or any(isinstance(event, xcffib.damage.NotifyEvent) for event in events),
            layout=any(isinstance(event, _LAYOUT_EVENTS) for event in events),
        )

    def settle(self) -> None:
        """Clear the damage, so that the next is reported."""
        if self._damage is not None:
            with self._x.guarded():
                self._damage.Subtract(self._damage_id, 0, 0)
                self._x.flush()

    def close(self) -> None:
        """Disconnect."""
        if self._shot is not None:
            with suppress(ScreenShotError, AssertionError, OSError):
                self._shot.close()
        self._x.close()

    def _watch_layout(self) -> Any:
        randr = self._x.extension(xcffib.randr.key)
        if randr is None:
            return None
        with self._x.guarded():
            randr.QueryVersion(1, 5).reply()
            masks = xcffib.randr.NotifyMask
            randr.SelectInput(self._x.root, masks.ScreenChange | masks.CrtcChange | masks.ResourceChange)
            self._x.flush()
        return randr

    def _watch_drawing(self) -> None:
        damage = self._x.extension(xcffib.damage.key)
        if damage is None:
            return
        with self._x.guarded():
            damage.QueryVersion(1, 1).reply()
            self._damage_id = self._x.new_id()
            damage.Create(self._damage_id, self._x.root, xcffib.damage.ReportLevel.NonEmpty)
            self._x.flush()
        self._damage = damage


def _shared_memory() -> Any:
    """Return an mss connection; None where mss does not know this server's visual (TigerVNC).

    Its other backend, "xlib", is no way out: libX11 ends the whole process when the server goes away.
    """
    try:
        return mss.MSS()
    except ScreenShotError:
        return None


def _slow_grab(area: Area) -> Pixels:
    picture: Image.Image = ImageGrab.grab(xdisplay=os.environ.get("DISPLAY"))
    whole = np.asarray(picture.convert("RGB"))
    part = whole[area.y : area.bottom, area.x : area.right, ::-1]
    pixels = np.zeros((*part.shape[:2], 4), np.uint8)
    pixels[:, :, :3] = part
    return pixels
