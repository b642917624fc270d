"""Reads screen texts that were read unsurely once more with a larger model, while nobody is at the computer.

The newest come first; what the larger model reads takes the place of what stood there, with all that is derived of it.
Nothing is remembered: which model read a text stands in it.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace

from processing.models.catalog import Catalog
from processing.processor import ModelUnavailableError
from processing.processors.ocr import Ocr
from processing.registry import Plan, Planned, planned
from processing.reprocess import Redone, Reprocessor
from processing.settings import ProcessingSettings
from storage.background import Background
from storage.clock import Clock
from storage.events import Event
from storage.log import Log, LogError
from storage.media import MediaError, MediaMissingError, MediaStore
from storage.store import EventQuery, Store, StoreError
from storage.topics import SCREEN_TEXT

_log = logging.getLogger(__name__)

_FIRST_S = 600.0
_LOOK_S = 30.0
_PAGE = 200
_OLDEST_US = 7 * 86_400_000_000
_LETTERS = 4


class SecondLook(Background):
    """A thread that works while there is leisure; `stop` has it finish the text under way. Any thread may `apply`."""

    def __init__(
        self,
        log: Log,
        store: Store,
        media: MediaStore,
        clock: Clock,
        catalog: Catalog,
        leisure: Callable[[], bool],
        *,
        plan: Plan = planned,
    ) -> None:
        """`leisure` tells whether nobody is at the computer and nothing else waits."""
        super().__init__("second-look")
        self._log, self._store, self._media, self._clock, self._catalog = log, store, media, clock, catalog
        self._leisure = leisure
        self._plan_for = plan
        self._plan: tuple[Planned, ...] = ()
        self._settings = ProcessingSettings()
        self._trouble = ""

    def apply(self, settings: ProcessingSettings) -> None:
        """Follow the settings from the next look on: who else reads texts, which model, what counts as unsure."""
        own = settings.ocr
        ocr = Ocr(own.idle_model, own.side_px, own.min_score)
        self._settings = settings
        self._plan = tuple(
            replace(one, processor=ocr) if one.processor.spec.name == "ocr" else one for one in self._plan_for(settings)
        )

    def advance(self) -> Redone:
        """Read what is doubtful again as long as there is leisure; return what became of it.

        Raises:
            ModelUnavailableError: the larger model is not there.
            StoreError, LogError, MediaError: the environment refuses; tried again later.
        """
        settings = self._settings.ocr
        if not (settings.enabled and settings.idle_model) or settings.idle_model == settings.model:
            return Redone(0)
        file = self._catalog.find("ocr", settings.idle_model)
        again = Reprocessor(
            self._log,
            self._store,
            self._media,
            self._clock,
            self._plan,
            catalog=self._catalog,
            redact=self._settings.entities.redact,
        )
        return again.renew("ocr", self._frames(f"{file.name}@{file.version}"), self._disturbed)

    def _disturbed(self) -> bool:
        return self.stopping or not self._leisure()

    def _frames(self, model: str) -> Iterator[Event]:
        """Yield frames whose text is doubtful and was read by another model, the newest first."""
        before_us, oldest_us = None, self._clock.now_us() - _OLDEST_US
        while True:
            texts = self._store.events(EventQuery((SCREEN_TEXT,), oldest_us, before_us, newest_first=True, limit=_PAGE))
            for text in texts:
                frame = self._frame(text) if self._doubtful(text) and read_by(text) != model else None
                if frame is not None:
                    yield frame
            if len(texts) < _PAGE or texts[-1].start_us == before_us:
                return
            before_us = texts[-1].start_us

    def _frame(self, text: Event) -> Event | None:
        """Return the frame of a text, None where it or its picture is gone: then nobody can read it again."""
        frame = None if text.parent is None else self._store.get(text.parent)
        if frame is None or frame.media is None:
            return None
        try:
            self._media.info(frame.media)
        except MediaMissingError:
            return None
        return frame

    def _doubtful(self, text: Event) -> bool:
        lines = text.data.get("lines")
        return any(
            isinstance(line, dict)
            and len(str(line.get("text", ""))) >= _LETTERS
            and isinstance(score := line.get("score"), int | float)
            and score < self._settings.ocr.idle_doubt
            for line in (lines if isinstance(lines, list) else ())
        )

    def run(self) -> None:
        wait_s = _FIRST_S
        while not self.rest(wait_s):
            wait_s = _LOOK_S
            if not self._leisure():
                continue
            try:
                self.advance()
                self._trouble = ""
            except (ModelUnavailableError, StoreError, LogError, MediaError) as error:
                if str(error) != self._trouble and not self.stopping:
                    _log.warning("no second look at screen texts: %s", error)
                self._trouble = str(error)


def read_by(text: Event) -> str:
    """Return the model that read a text, as its provenance names it."""
    provenance = text.data.get("provenance")
    return str(provenance.get("model", "")) if isinstance(provenance, dict) else ""
