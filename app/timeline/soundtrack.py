"""The sound of any stretch of recorded time as samples: joins recordings, fills what was not recorded with silence."""

import io
import logging
from dataclasses import dataclass

import numpy as np
import soundfile
from numpy.typing import NDArray

from app.timeline.zone import SECOND_US
from storage.media import MediaError, MediaStore
from storage.store import EventQuery, Store
from storage.topics import MICROPHONE

_log = logging.getLogger(__name__)
_KEPT = 4

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Clip:
    """A decoded recording: mono samples from `start_us` on."""

    start_us: int
    end_us: int
    rate_hz: int
    samples: Samples


class Soundtrack:
    """Reads recordings as they are needed, keeps the last few decoded. For one thread at a time, not the main one."""

    def __init__(self, store: Store, media: MediaStore) -> None:
        self._store, self._media = store, media
        self._clips: dict[bytes, _Clip | None] = {}

    def samples(self, start_us: int, length_us: int, count: int) -> Samples:
        """Return `count` mono samples (float32, -1 to 1) spread evenly over a stretch of recorded time.

        Raises:
            StoreError: the store could not answer.
        """
        times = start_us + np.arange(count, dtype=np.float64) * (length_us / count)
        mixed = np.zeros(count, dtype=np.float32)
        for clip in self._around(start_us, start_us + length_us):
            inside = (times >= clip.start_us) & (times < clip.end_us)
            at = (times[inside] - clip.start_us) * (clip.rate_hz / SECOND_US)
            mixed[inside] = np.interp(at, np.arange(len(clip.samples)), clip.samples, right=0.0)
        return mixed

    def _around(self, start_us: int, end_us: int) -> list[_Clip]:
        query = EventQuery((MICROPHONE,), start_us, end_us, limit=8)
        clips = []
        for event in self._store.events(query):
            if event.uid not in self._clips:
                while len(self._clips) >= _KEPT:
                    self._clips.pop(next(iter(self._clips)))
                self._clips[event.uid] = self._decoded(event.media, event.start_us)
            clip = self._clips[event.uid]
            if clip is not None:
                clips.append(clip)
        return clips

    def _decoded(self, address: str | None, start_us: int) -> _Clip | None:
        if address is None:
            return None
        try:
            samples, rate_hz = soundfile.read(io.BytesIO(self._media.get(address)), dtype="float32", always_2d=True)
        except (MediaError, OSError, soundfile.SoundFileError):
            _log.warning("a recording could not be read and is played as silence")
            return None
        mono = np.asarray(samples.mean(axis=1), dtype=np.float32)
        return _Clip(start_us, start_us + len(mono) * SECOND_US // rate_hz, rate_hz, mono)
