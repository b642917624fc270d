"""Windows of a Microsoft Windows session through user32. Written without having been tried on Windows."""

import ctypes
import threading
from ctypes import wintypes
from typing import Any

import psutil

from capture.area import Area
from capture.wake import Wake
from capture.windows.protocol import Window, WindowSystemError

_EVENT_FOREGROUND = 0x0003
_EVENT_NAME_CHANGE = 0x800C
_OUT_OF_CONTEXT = 0x0000
_QUIT = 0x0012
_STYLE_EX = -20
_LAYERED = 0x00080000
_FRAME_BOUNDS = 9
_CLOAKED = 14
_END_S = 2.0


class Win32Windows:
    """The windows of this desktop. A thread of its own pumps the messages that the event hook needs."""

    descriptors: tuple[int, ...] = ()
    poll_s: float | None = None

    def __init__(self) -> None:
        self._windll: Any = getattr(ctypes, "windll", None)
        if self._windll is None:
            raise WindowSystemError("This is not Microsoft Windows.")
        self._user32 = self._windll.user32
        self._pump: threading.Thread | None = None
        self._pump_id = 0
        self._told = threading.Event()
        self._ready = threading.Event()

    def listen(self, wake: Wake) -> None:
        """Set the wake when another window comes to the front or a name changes."""
        self._pump = threading.Thread(target=self._run_pump, args=(wake,), name="window-events", daemon=True)
        self._pump.start()
        self._ready.wait(_END_S)

    def changed(self) -> bool:
        """Tell whether the hook reported anything."""
        told = self._told.is_set()
        self._told.clear()
        return told

    def focused(self) -> Window | None:
        """Return the foreground window."""
        handle = self._user32.GetForegroundWindow()
        return self._described(handle) if handle else None

    def visible(self) -> tuple[Window, ...]:
        """Return visible top-level windows; EnumWindows lists them from the topmost down."""
        found: list[Window] = []
        callback_type: Any = vars(ctypes)["WINFUNCTYPE"](wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)

        def each(handle: int, _: int) -> bool:
            if self._user32.IsWindowVisible(handle) and not self._user32.IsIconic(handle) and not self._cloaked(handle):
                found.append(self._described(handle, place=True))
            return True

        self._user32.EnumWindows(callback_type(each), 0)
        return tuple(reversed([window for window in found if window.area is not None]))

    def close(self) -> None:
        """End the message pump."""
        if self._pump is not None:
            self._user32.PostThreadMessageW(self._pump_id, _QUIT, 0, 0)
            self._pump.join(_END_S)

    def _run_pump(self, wake: Wake) -> None:
        hook_type: Any = vars(ctypes)["WINFUNCTYPE"](
            None,
            wintypes.HANDLE,
            wintypes.DWORD,
            wintypes.HWND,
            wintypes.LONG,
            wintypes.LONG,
            wintypes.DWORD,
            wintypes.DWORD,
        )

        def happened(_hook: int, event: int, window: int, item: int, *_rest: int) -> None:
            foreground = self._user32.GetForegroundWindow()
            if event == _EVENT_FOREGROUND or (item == 0 and window == foreground):
                self._told.set()
                wake.set()

        callback = hook_type(happened)
        hooks = [
            self._user32.SetWinEventHook(event, event, None, callback, 0, 0, _OUT_OF_CONTEXT)
            for event in (_EVENT_FOREGROUND, _EVENT_NAME_CHANGE)
        ]
        self._pump_id = self._windll.kernel32.GetCurrentThreadId()
        self._ready.set()
        message = wintypes.MSG()
        while self._user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            self._user32.DispatchMessageW(ctypes.byref(message))
        for hook in hooks:
            self._user32.UnhookWinEvent(hook)

    def _described(self, handle: int, *, place: bool = False) -> Window:
        length = self._user32.GetWindowTextLengthW(handle)
        title = ctypes.create_unicode_buffer(length + 1)
        self._user32.GetWindowTextW(handle, title, length + 1)
        pid = wintypes.DWORD()
        self._user32.GetWindowThreadProcessId(handle, ctypes.byref(pid))
        try:
            process = psutil.Process(pid.value).name()
        except psutil.Error:
            process = ""
        app = process.removesuffix(".exe")
        layered = bool(self._user32.GetWindowLongW(handle, _STYLE_EX) & _LAYERED)
        return Window(
            id=handle,
            app=app,
            title=title.value,
            process=process,
            pid=pid.value or None,
            names=tuple(dict.fromkeys(name for name in (app, process) if name)),
            area=self._area(handle) if place else None,
            opaque=not layered,
        )

    def _area(self, handle: int) -> Area | None:
        rectangle = wintypes.RECT()
        size = ctypes.sizeof(rectangle)
        if self._windll.dwmapi.DwmGetWindowAttribute(handle, _FRAME_BOUNDS, ctypes.byref(rectangle), size) != 0 and (
            not self._user32.GetWindowRect(handle, ctypes.byref(rectangle))
        ):
            return None
        width, height = rectangle.right - rectangle.left, rectangle.bottom - rectangle.top
        return Area(rectangle.left, rectangle.top, width, height) if width > 0 and height > 0 else None

    def _cloaked(self, handle: int) -> bool:
        cloaked = wintypes.DWORD()
        size = ctypes.sizeof(cloaked)
        self._windll.dwmapi.DwmGetWindowAttribute(handle, _CLOAKED, ctypes.byref(cloaked), size)
        return bool(cloaked.value)
