"""Loudness at any zoom."""

import numpy as np
import pytest

from app.timeline.sound import NO_SOUND, columns_of, sound_of
from app.timeline.viewport import Viewport
from storage.events import Event, new_uid
from storage.topics import MICROPHONE

SECOND_US = 1_000_000


def recording(start_s: int, envelope: list[int] | None, length_s: int = 10) -> Event:
    data = {"rate_hz": 16_000, "channels": 1} | ({} if envelope is None else {"envelope": envelope})
    return Event(new_uid(), MICROPHONE, "desk", start_s * SECOND_US, (start_s + length_s) * SECOND_US, 0, data=data)


def test_close_up_each_block_is_drawn_over_its_own_time() -> None:
    sound = sound_of([recording(0, [0, 255, 0, 0, 51, 0, 0, 0, 0, 0])])
    columns = columns_of(sound, Viewport(0, 10 * SECOND_US, 1_000), 0, 10 * SECOND_US)
    assert columns[150] == pytest.approx(1.0)
    assert columns[450] == pytest.approx(0.2)
    assert columns[250] == 0.0


def test_from_afar_a_single_loud_block_is_still_seen() -> None:
    envelope = [0] * 200
    envelope[77] = 255
    sound = sound_of([recording(0, envelope)])
    columns = columns_of(sound, Viewport(0, 100 * SECOND_US, 50), 0, 100 * SECOND_US)
    assert columns[1] > 0.2
    assert columns[20] == 0.0


def test_between_recordings_it_is_silent() -> None:
    sound = sound_of([recording(0, [200] * 100), recording(60, [200] * 100)])
    columns = columns_of(sound, Viewport(0, 70 * SECOND_US, 700), 0, 70 * SECOND_US)
    assert (columns[:95] > 0.5).all()
    assert (columns[110:595] == 0).all()
    assert (columns[605:695] > 0.5).all()


def test_only_the_asked_part_is_drawn() -> None:
    sound = sound_of([recording(0, [200] * 1_000)])
    columns = columns_of(sound, Viewport(0, 10 * SECOND_US, 100), 5 * SECOND_US, 10 * SECOND_US)
    assert not columns[:45].any()
    assert columns[55:].all()


def test_recordings_without_envelope_make_no_sound() -> None:
    assert sound_of([recording(0, None), recording(5, [])]) is NO_SOUND
    assert not columns_of(NO_SOUND, Viewport(0, SECOND_US, 10), 0, SECOND_US).any()


def test_thinning_keeps_the_memory_small() -> None:
    sound = sound_of([recording(0, [100] * 4_096)])
    assert [len(level.loud) for level in sound.levels] == [4_096, 1_024, 256, 64, 16]
    assert all(np.allclose(level.loud, 100 / 255) for level in sound.levels)
