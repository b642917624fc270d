"""The sound of any stretch of recorded time as samples: joins recordings, fills what was not recorded with silence.

What was played is mixed with what the microphone heard, but for the echo: where the microphone heard the loudspeaker,
the loudspeaker's own recording is enough.
"""

import io
import logging
from dataclasses import dataclass

import numpy as np
import soundfile
from numpy.typing import NDArray

from app.timeline.zone import SECOND_US
from storage.events import Event
from storage.media import MediaError, MediaStore
from storage.search.echoes import echo_spans
from storage.store import EventQuery, Store
from storage.topics import LOUDSPEAKER, MICROPHONE

_log = logging.getLogger(__name__)
_KEPT = 6
_MOST = 12

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Clip:
    """A decoded recording: mono samples from `start_us` on, of what was played or of what was heard."""

    played: bool
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
        heard, played = (np.zeros(count, dtype=np.float32) for _ in range(2))
        has_played = np.zeros(count, dtype=bool)
        for clip in self._around(start_us, start_us + length_us):
            inside = (times >= clip.start_us) & (times < clip.end_us)
            at = (times[inside] - clip.start_us) * (clip.rate_hz / SECOND_US)
            into = played if clip.played else heard
            into[inside] = np.interp(at, np.arange(len(clip.samples)), clip.samples, right=0.0)
            has_played |= inside & clip.played
        if has_played.any():
            for first_us, last_us in echo_spans(self._store, start_us, start_us + length_us):
                heard[has_played & (times >= first_us) & (times < last_us)] = 0.0
        mixed: Samples = np.clip(heard + played, -1.0, 1.0)
        return mixed

    def _around(self, start_us: int, end_us: int) -> list[_Clip]:
        query = EventQuery((MICROPHONE, LOUDSPEAKER), start_us, end_us, limit=_MOST)
        clips = []
        for event in self._store.events(query):
            if event.uid not in self._clips:
                while len(self._clips) >= _KEPT:
                    self._clips.pop(next(iter(self._clips)))
                self._clips[event.uid] = self._decoded(event)
            clip = self._clips[event.uid]
            if clip is not None:
                clips.append(clip)
        return clips

    def _decoded(self, event: Event) -> _Clip | None:
        if event.media is None:
            return None
        try:
            samples, rate_hz = soundfile.read(io.BytesIO(self._media.get(event.media)), dtype="float32", always_2d=True)
        except (MediaError, OSError, soundfile.SoundFileError):
            _log.warning("a recording could not be read and is played as silence")
            return None
        mono = np.asarray(samples.mean(axis=1), dtype=np.float32)
        end_us = event.start_us + len(mono) * SECOND_US // rate_hz
        return _Clip(event.topic == LOUDSPEAKER, event.start_us, end_us, rate_hz, mono)
