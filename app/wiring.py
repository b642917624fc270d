"""The composition root: settings in, a running engine out. Knows every part and does nothing else."""

import logging
import platform
import shutil
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from app.beacon import Beacon
from app.config_watch import ConfigWatch
from app.controls import DiskUse, ForgetPreview, RecorderState
from app.home import AlreadyRecordingError, Home, HomeError, RecorderLock
from app.machine import require_possible
from app.parts import Part, Parts
from app.settings import Settings, SettingsError, load_settings, save_settings
from app.succession import Succession
from app.telemetry.health import Verdict, judge
from app.telemetry.subject import Running
from app.telemetry.tap import TappedLog
from app.telemetry.telemetry import Telemetry
from app.upkeep import Quiet, Upkeep, guard_bytes, policy_of
from capture.health import SourceHealth
from capture.recorder import Recorder
from processing.consumer import group_of
from processing.health import ProcessorHealth, ProcessorState
from processing.models.catalog import Catalog
from processing.pipeline import Pipeline
from processing.preview import Preview
from processing.query_meaning import QueryMeaning
from processing.registry import installed_processors
from processing.second_look import SecondLook
from storage.clock import Clock, SystemClock
from storage.lifecycle.forecast import Forecaster
from storage.lifecycle.forget import ForgetRequest, Forgetter, Forgotten
from storage.lifecycle.guard import DiskGuard, GuardedMedia
from storage.lifecycle.packing import Packer
from storage.lifecycle.retention import Retention
from storage.log import Log
from storage.media import MediaStore
from storage.objects.open import open_media
from storage.search.meaning import Meanings
from storage.sqlite.database import DatabaseError, database_path
from storage.sqlite.fulltext import FulltextIndexer
from storage.sqlite.integrity import require_sound
from storage.sqlite.open import SqliteStorage, open_sqlite
from storage.sqlite.references import SqliteReferences
from storage.store import Store

logger = logging.getLogger(__name__)

SUCCESSION_S = 30.0
"""What taking another recorder's place may need to come to an end."""


class Engine:
    """The whole application without its window; implements `app.controls.Controls`.

    Opens the storage when made; `start` begins processing and, if the settings allow, recording. Any thread may call.
    """

    def __init__(
        self,
        home: Home,
        settings: Settings,
        *,
        clock: Clock | None = None,
        layers: Callable[[], Settings] | None = None,
    ) -> None:
        """Open the data folder's storage.

        Args:
            home: the data folder.
            settings: in force at first.
            clock: tells the time.
            layers: reads the settings again when their file was changed, with whatever else lies over the file.

        Raises:
            StoreError, MediaError: it cannot be opened; the message says why.
        """
        self._home = home
        self._settings = settings
        self._layers = layers or partial(load_settings, home.config)
        self._changing = threading.RLock()
        self._refused = ""
        self._config = ConfigWatch(home.config, self._reload)
        self._clock = clock or SystemClock()
        self._lock = RecorderLock(home)
        self._storage: SqliteStorage = open_sqlite(home.root, clock=self._clock)
        self._guard = DiskGuard(home.root, guard_bytes(settings.storage))
        kept = open_media(settings.storage.media_url or home.media)
        self.media: MediaStore = GuardedMedia(kept, self._guard)
        tapped = TappedLog(self._storage.log, self._clock)
        self.log: Log = tapped
        self.store: Store = self._storage.store
        self.home: Path = home.root
        self._recorder = Recorder(self.log, self.media, settings.capture, self._clock, platform.node() or "computer")
        self._left_out = (*self._recorder.left_out, *installed_processors()[1])
        catalog = self._catalog = Catalog(installed=home.models)
        self._pipeline = Pipeline(
            self.log, self.media, settings.processing, self._clock, catalog=catalog, find=self.store.events
        )
        self._queries = QueryMeaning(settings.processing.embedding, catalog)
        self.meanings: Meanings = self._queries
        self._preview = Preview(self._recorder.live.now, self._pipeline, settings.processing.transcription, catalog)
        self._indexer = FulltextIndexer(self._storage.writer, self._storage.readers, self.log, clock=self._clock)
        self._forgetter = forgetter(self._storage, self.media, self._clock)
        self._beacon = Beacon(home, self)
        told = Running(tapped, self.sources, self.processors, self._disk_bytes, self.health)
        self._telemetry = Telemetry(told, tapped, self._indexer, home.logs / "traces.jsonl")
        references = SqliteReferences(self._storage.writer, self._storage.readers)
        retention = Retention(self.log, self.store, kept, references, self._clock, self._events_bytes, self._consumers)
        packer = Packer(self.log, kept, references, self._clock, self._consumers)
        quiet = Quiet(self.store, self._clock)
        self._upkeep = Upkeep(self._guard, retention, packer, settings.storage, quiet)
        self._second_look = SecondLook(
            self.log, self.store, self.media, self._clock, catalog, lambda: quiet() and self._pipeline.at_rest()
        )
        self._second_look.apply(settings.processing)
        self._forecaster = Forecaster(self.store, self.media, self._clock)
        self._elsewhere = False
        self._succession = Succession(self._succeed)
        self._parts = Parts(
            (
                Part("telemetry", self._start_telemetry, self._telemetry.stop, 5.0),
                Part("search index", self._indexer.start, self._stop_indexer, 5.0),
                Part("pipeline", self._pipeline.start, self._stop_pipeline, 8.0),
                Part("second look", self._second_look.start, self._second_look.stop, 8.0),
                Part("upkeep", self._upkeep.start, self._upkeep.stop, 5.0),
                Part("health", self._beacon.start, self._beacon.stop, 2.0),
                Part("recorder", self._start_recorder, self._stop_recorder, 5.0),
                Part("settings", self._config.start, self._config.stop, 2.0),
            )
        )

    def start(self) -> None:
        """Take the recorder's place and run everything.

        Raises:
            AlreadyRecordingError: another process records into this folder.
            DatabaseError: the last recorder crashed and the database did not survive it.

        Whatever fails, what was kept can be read on until `stop`.
        """
        self._lock.acquire()
        try:
            if self._lock.crashed:
                require_sound(database_path(self.home))
            if self._elsewhere:
                self._reload()  # what was excluded meanwhile stays excluded from the first moment on
            self._parts.start()
        except BaseException:
            self._lock.release()
            raise

    def start_viewing(self) -> None:
        """Only read, since another process records; once that one ends, run everything in its place."""
        self._elsewhere = True
        self._succession.start()

    def _succeed(self) -> bool:
        try:
            self.start()
        except AlreadyRecordingError:
            return False
        except (HomeError, DatabaseError) as error:
            self._refused = f"Nothing is recorded. {error}"
            logger.error("the recorder's place cannot be taken: %s", error)
            return True
        self._elsewhere = False
        logger.info("the other recorder ended; this one goes on")
        return True

    def stop(self) -> bool:
        """Stop everything and close; return whether all ended in time."""
        self._succession.stop(SUCCESSION_S)
        in_time = self._parts.stop()
        self._queries.close()
        self._preview.close()
        self._storage.close()
        self._lock.release()
        return in_time

    def stop_capture(self) -> None:
        """Stop the sources at once; processing goes on."""
        self._stop_recorder(5.0)

    @property
    def pipeline(self) -> Pipeline:
        """The pipeline, for draining."""
        return self._pipeline

    def settings(self) -> Settings:
        return self._settings

    def apply(self, settings: Settings) -> None:
        with self._changing:
            if settings == self._settings:
                return
            self._require_possible(settings)
            save_settings(self._home.config, settings, self._settings)
            self._config.expect()
            self._put_in_force(settings)

    def _reload(self) -> None:
        """Follow a file of settings that was changed by hand, whole or not at all; what was refused shows in health."""
        with self._changing:
            try:
                settings = self._layers()
                if settings != self._settings:
                    self._require_possible(settings)
                    self._put_in_force(settings)
                    logger.info("the settings were read again and are in force")
                self._refused = ""
            except SettingsError as error:
                self._refused = f"The changed settings are not in force, those before them are. {error}"
                logger.warning("%s", self._refused)

    def _require_possible(self, settings: Settings) -> None:
        if settings.storage.media_url != self._settings.storage.media_url:
            raise SettingsError("The media address is read at start: set it with `daytrail config`, then restart.")
        require_possible(settings, self._settings, self.home, self._catalog)

    def _put_in_force(self, settings: Settings) -> None:
        self._settings = settings
        self._recorder.apply(settings.capture)
        self._pipeline.apply(settings.processing)
        self._queries.apply(settings.processing.embedding)
        self._preview.apply(settings.processing.transcription)
        self._second_look.apply(settings.processing)
        self._upkeep.apply(settings.storage)
        self._telemetry.apply(settings.telemetry)

    def state(self) -> RecorderState:
        if self._elsewhere:
            return RecorderState.ELSEWHERE
        return RecorderState(self._recorder.state)

    def paused_until_us(self) -> int | None:
        return self._recorder.paused_until_us

    def start_recording(self) -> None:
        if self._elsewhere:
            raise AlreadyRecordingError(self._lock.owner() or 0)
        self._start_recorder()

    def pause(self, seconds: float | None = None) -> None:
        self._recorder.pause(None if seconds is None else self._clock.now_us() + round(seconds * 1_000_000))

    def resume(self) -> None:
        self._recorder.resume()

    def private(self) -> None:
        self._recorder.private()

    def sources(self) -> tuple[SourceHealth, ...]:
        return self._recorder.health()

    def processors(self) -> tuple[ProcessorHealth, ...]:
        return self._pipeline.health()

    def health(self) -> Verdict:
        full = ""
        if self._guard.stopped:
            full = f"The disk is nearly full: {' and '.join(sorted(self._guard.stopped))} are not kept. Make room."
        others = (self._refused, self._telemetry.trouble, full, *self._left_out)
        return judge(self.sources(), self.processors(), [each for each in others if each])

    def disk(self) -> DiskUse:
        events, free, keep = self._events_bytes(), shutil.disk_usage(self.home).free, self._settings.storage
        ahead = self._forecaster.now(database_bytes=events, free_bytes=free, budget_bytes=policy_of(keep).budget_bytes)
        return DiskUse(
            events_bytes=events,
            media=self.media.sizes(),
            free_bytes=free,
            bytes_per_day=ahead.bytes_per_day,
            full_us=ahead.full_us,
            picture_days=keep.picture_days,
            sound_days=keep.audio_days,
            text_days=keep.text_days,
        )

    def look_at(self, start_us: int, end_us: int) -> None:
        self._pipeline.look_at(start_us, end_us)

    def live_text(self) -> str:
        return self._preview.text()

    def preview_forget(self, start_us: int, end_us: int) -> ForgetPreview:
        return _preview(self._forgetter.preview(ForgetRequest(start_us, end_us)))

    def forget(self, start_us: int, end_us: int) -> ForgetPreview:
        return _preview(self._forgetter.forget(ForgetRequest(start_us, end_us)))

    def _disk_bytes(self) -> dict[str, int]:
        free = shutil.disk_usage(self.home).free
        return {"events": self._events_bytes(), "media": self.media.size_bytes(), "free": free}

    def _start_telemetry(self) -> None:
        self._telemetry.apply(self._settings.telemetry)

    def _events_bytes(self) -> int:
        return sum(path.stat().st_size for path in self.home.glob("daytrail.sqlite*"))

    def _consumers(self) -> tuple[str, ...]:
        """Return the groups that must have worked on a picture or sound before it may be removed or packed."""
        healths = self._pipeline.health()
        return tuple(group_of(one.name) for one in healths if one.state is not ProcessorState.OFF)

    def _start_recorder(self) -> None:
        if self._settings.general.consented:
            self._recorder.start()

    def _stop_recorder(self, deadline_s: float) -> bool:
        return self._recorder.stop(deadline_s)

    def _stop_indexer(self, _deadline_s: float) -> bool:
        self._indexer.stop()
        return True

    def _stop_pipeline(self, deadline_s: float) -> bool:
        self._pipeline.stop(deadline_s)
        return True


def forgetter(storage: SqliteStorage, media: MediaStore, clock: Clock) -> Forgetter:
    """Return what deletes for good from an open data folder."""
    references = SqliteReferences(storage.writer, storage.readers)
    copies = partial(_safety_copies, storage.path)
    return Forgetter(storage.log, storage.store, media, references, clock, copies)


def _safety_copies(database: Path) -> list[Path]:
    """Copies of the whole database from before a change of its format."""
    return sorted(database.parent.glob(f"{database.name}.before-*"))


def _preview(found: Forgotten) -> ForgetPreview:
    return ForgetPreview(dict(found.events), found.media_bytes)
