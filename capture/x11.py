"""A connection to an X server through XCB: errors in words, atoms, properties and events, whatever they mean."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import xcffib
import xcffib.damage
import xcffib.randr
import xcffib.record
import xcffib.screensaver
import xcffib.xfixes
import xcffib.xproto

from capture.windows.protocol import WindowSystemError

_LONGEST_PROPERTY_WORDS = 1 << 16


class XConnection:
    """One connection, for one thread. Methods raise WindowSystemError when the server is gone.

    Attributes:
        core: the core protocol's requests, as xcffib has them; wrap their use in `guarded`.
        root: id of the root window.
        descriptor: readable when events have come.
    """

    def __init__(self) -> None:
        """Connect to the server that `DISPLAY` names.

        Raises:
            WindowSystemError: there is none, or it does not answer.
        """
        name = os.environ.get("DISPLAY")
        if not name:
            raise WindowSystemError("There is no display: DISPLAY is not set. Start Daytrail in a desktop session.")
        open_connection: Any = xcffib.Connection
        try:
            self._connection: Any = open_connection(display=name)
        except xcffib.ConnectionException as error:
            raise WindowSystemError(f"The display {name} does not answer; is it still running?") from error
        self._name = name
        self._atoms: dict[str, int] = {}
        self.core: Any = self._connection.core
        self.root = self._root()
        self.descriptor: int = self._connection.get_file_descriptor()

    def extension(self, key: Any) -> Any:
        """Return an extension's requests, e.g. of `xcffib.damage.key`; None when the server lacks it."""
        with self.guarded():
            name = key.name
            if not self.core.QueryExtension(len(name), name).reply().present:
                return None
            return self._connection(key)

    def has_extension(self, name: str) -> bool:
        """Tell whether the server has an extension of this name."""
        with self.guarded():
            return bool(self.core.QueryExtension(len(name), name).reply().present)

    def new_id(self) -> int:
        """Return an unused resource id."""
        with self.guarded():
            return int(self._connection.generate_id())

    def atom(self, name: str) -> int:
        """Return the number of an atom."""
        if name not in self._atoms:
            with self.guarded():
                self._atoms[name] = int(self.core.InternAtom(False, len(name), name).reply().atom)
        return self._atoms[name]

    def ask_property(self, window: int, name: str) -> "PropertyAnswer":
        """Ask for a property; read the answer later, so that many questions cost one round trip."""
        any_type = xcffib.xproto.GetPropertyType.Any
        cookie = self.core.GetProperty(False, window, self.atom(name), any_type, 0, _LONGEST_PROPERTY_WORDS)
        return PropertyAnswer(self, cookie)

    def events(self) -> list[Any]:
        """Return the events that have come, without waiting."""
        found: list[Any] = []
        while True:
            try:
                with self.guarded():
                    event = self._connection.poll_for_event()
            except xcffib.XcffibException:
                continue  # the answer to a request about a window that has gone
            if event is None:
                return found
            found.append(event)

    def flush(self) -> None:
        """Send what waits to be sent."""
        with self.guarded():
            self._connection.flush()

    def close(self) -> None:
        """Disconnect; raises nothing, and may be called again."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        with suppress(xcffib.ConnectionException):  # it was gone already
            connection.disconnect()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Turn the loss of the server into a WindowSystemError; errors of single requests pass."""
        try:
            yield
        except xcffib.ConnectionException as error:
            raise WindowSystemError(f"The display {self._name} went away.") from error

    def _root(self) -> int:
        with self.guarded():
            setup = self._connection.get_setup()
            return int(setup.roots[self._connection.pref_screen].root)


class PropertyAnswer:
    """The answer to `ask_property`: read it once, as whatever it should be."""

    def __init__(self, connection: XConnection, cookie: Any) -> None:
        self._connection = connection
        self._cookie = cookie

    def numbers(self) -> tuple[int, ...] | None:
        """Return 32-bit numbers; None when the property or the window is not there."""
        value = self._value()
        return None if value is None or value.format != 32 else tuple(int(item) for item in value.value.to_atoms())

    def texts(self) -> tuple[str, ...]:
        """Return the texts, zero bytes between them; none when the property or the window is not there."""
        value = self._value()
        if value is None or value.format != 8:
            return ()
        raw = value.value.buf()
        try:
            decoded = raw.decode()
        except UnicodeDecodeError:
            decoded = raw.decode("latin-1")
        return tuple(decoded.rstrip("\0").split("\0")) if decoded else ()

    def _value(self) -> Any:
        try:
            with self._connection.guarded():
                value = self._cookie.reply()
        except xcffib.XcffibException:
            return None
        return value if value.type else None
