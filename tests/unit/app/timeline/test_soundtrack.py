"""Any stretch of recorded time as sound, read from a real store."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.timeline.soundtrack import Soundtrack
from storage.events import Event, JsonObject, new_uid
from storage.topics import ECHO, LOUDSPEAKER, MICROPHONE
from tests.data.sample_store import Recorded, opened

SECOND_US = 1_000_000
RATE_HZ = 16_000


@pytest.fixture
def recorded(tmp_path: Path) -> Iterator[Recorded]:
    with opened(tmp_path) as folder:
        yield folder


def record(
    recorded: Recorded, start_s: float, samples: np.ndarray, *, lost: bool = False, topic: str = MICROPHONE
) -> None:
    out = io.BytesIO()
    soundfile.write(out, samples, RATE_HZ, format="FLAC")
    address = recorded.media.put(out.getvalue(), "audio/flac")
    start_us = round(start_s * SECOND_US)
    end_us = start_us + len(samples) * SECOND_US // RATE_HZ
    data = {"rate_hz": RATE_HZ, "channels": 1}
    recorded.storage.log.append([Event(new_uid(), topic, "desk", start_us, end_us, 0, data=data, media=address)])
    if lost:
        recorded.media.delete(address)


def tone(seconds: float, value: float) -> np.ndarray:
    return np.full(round(seconds * RATE_HZ), value, dtype=np.float32)


def test_two_recordings_join_and_the_rest_is_silence(recorded: Recorded) -> None:
    record(recorded, 1.0, tone(1, 0.5))
    record(recorded, 2.0, tone(1, -0.25))
    heard = Soundtrack(recorded.storage.store, recorded.media).samples(0, 4 * SECOND_US, 400)
    assert heard[:99] == pytest.approx(0.0, abs=1e-3)
    assert heard[101:199] == pytest.approx(0.5, abs=1e-3)
    assert heard[201:299] == pytest.approx(-0.25, abs=1e-3)
    assert heard[301:] == pytest.approx(0.0, abs=1e-3)


def test_stereo_becomes_mono_and_double_speed_takes_every_second_sample(recorded: Recorded) -> None:
    ramp = np.linspace(-0.5, 0.5, RATE_HZ, dtype=np.float32)
    record(recorded, 0.0, np.stack((ramp, ramp), axis=1))
    track = Soundtrack(recorded.storage.store, recorded.media)
    assert track.samples(0, SECOND_US, 500) == pytest.approx(track.samples(0, SECOND_US, 1_000)[::2], abs=1e-4)


def test_a_recording_whose_file_is_gone_is_silence(recorded: Recorded) -> None:
    record(recorded, 0.0, tone(1, 0.5), lost=True)
    assert not Soundtrack(recorded.storage.store, recorded.media).samples(0, SECOND_US, 100).any()


def test_what_was_played_is_heard_beside_the_microphone_and_its_echo_is_not(recorded: Recorded) -> None:
    record(recorded, 0.0, tone(4, 0.25))
    record(recorded, 1.0, tone(2, 0.5), topic=LOUDSPEAKER)
    data: JsonObject = {"of": "00" * 16, "likeness": 0.9}
    mark = Event(new_uid(), ECHO, "desk", 2 * SECOND_US, 4 * SECOND_US, 0, data=data)
    assert recorded.storage.log.append([mark]).added == 1

    heard = Soundtrack(recorded.storage.store, recorded.media).samples(0, 4 * SECOND_US, 400)

    assert heard[1:99] == pytest.approx(0.25, abs=1e-3), "the microphone alone"
    assert heard[101:199] == pytest.approx(0.75, abs=1e-3), "somebody speaks while something plays"
    assert heard[201:299] == pytest.approx(0.5, abs=1e-3), "the echo would be heard twice"
    assert heard[301:399] == pytest.approx(0.25, abs=1e-3), "nothing better than the echo is there"


def test_sound_that_adds_up_to_too_much_is_not_louder_than_can_be(recorded: Recorded) -> None:
    record(recorded, 0.0, tone(1, 0.9))
    record(recorded, 0.0, tone(1, 0.9), topic=LOUDSPEAKER)
    assert Soundtrack(recorded.storage.store, recorded.media).samples(0, SECOND_US, 100).max() == 1.0
