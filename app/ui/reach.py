"""What reaches beyond the window: keys that work in every program, and starting at login, as the settings say."""

from typing import Protocol

from PySide6.QtCore import QObject

from app.autostart import AutostartError, set_autostart
from app.settings import Settings
from app.ui.background import Background, explain
from app.ui.global_keys import GlobalKeys


class Say(Protocol):
    """Tells the owner something."""

    def __call__(self, text: str, *, wrong: bool = False) -> None: ...


class Reach(QObject):
    """Follows the settings; what cannot be done is said once. For the main thread alone."""

    def __init__(self, keys: GlobalKeys, say: Say, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys, self._say = keys, say
        self._writes = Background(self, ordered=True)
        self._starts: bool | None = None

    def follow(self, settings: Settings) -> None:
        """Listen for the keys, and start at login or not, as the settings say."""
        general = settings.general
        self._keys.use(general.pause_keys.strip(), general.bookmark_keys.strip())
        if general.start_at_login != self._starts:
            on, self._starts = general.start_at_login, general.start_at_login
            self._writes.ask(lambda: set_autostart(on), lambda _: None, self._failed)

    def _failed(self, error: Exception) -> None:
        self._say(str(error) if isinstance(error, AutostartError) else explain(error), wrong=True)
