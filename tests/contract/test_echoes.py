"""What was heard twice stands there once, whichever store is asked, and for search, text, moment and day alike."""

from dataclasses import replace
from datetime import UTC, date
from pathlib import Path

import numpy as np
import pytest

from app.day.periods import read_period
from app.day.report import read_day
from app.timeline.moment import read_moment, voice_after
from app.timeline.transcribe import span_text
from app.timeline.zone import NamedZone
from storage.events import Event, JsonValue, imported_uid
from storage.export.format import Format
from storage.export.run import Run
from storage.objects.open import open_media
from storage.search.echoes import echo_spans, heard_once
from storage.search.parse import parse_query
from storage.store import EventQuery, Meaning
from storage.topics import ECHO, MEANING, PLAYED_VOICE, TRANSCRIPT, VOICE
from storage.vectors import Passage, as_data, quantise
from tests.contract.stores import Member

SECOND_US = 1_000_000
NOON_US = 1_793_534_400_000_000  # 2026-11-01 12:00 UTC
ZONE = NamedZone(UTC)
MODEL = "test@1"
PLAYED = "please send the quarterly report"
HEARD = "please send a quarterly report"
LATER = "the quarterly figures are fine"
DIRECTION = np.linspace(-1, 1, 8, dtype=np.float32)


def event(name: str, topic: str, at_s: float, length_s: float, text: str | None = None, **data: JsonValue) -> Event:
    start_us = NOON_US + round(at_s * SECOND_US)
    end_us = start_us + round(length_s * SECOND_US)
    return Event(imported_uid("echoes", name), topic, "desk", start_us, end_us, end_us, text=text, data=data)


def mark(of: Event, heard: Event) -> Event:
    data: dict[str, JsonValue] = {"of": of.uid.hex(), "likeness": 0.9}
    return replace(heard, uid=imported_uid("mark", heard.uid.hex()), topic=ECHO, text=None, data=data, parent=heard.uid)


@pytest.fixture
def call(member: Member) -> Member:
    """Somebody on the phone, loud enough for the microphone; later the owner."""
    played = event("played", TRANSCRIPT, 10, 3, PLAYED, words=[], played=True)
    heard = event("heard", TRANSCRIPT, 10.5, 3, HEARD, words=[])
    voice: dict[str, JsonValue] = {"offset_us": 0, "duration_us": 1, "score": 0.9}
    said = [
        played,
        heard,
        event("played voice", PLAYED_VOICE, 10, 3, **voice),
        event("echo voice", VOICE, 10.5, 3, **voice),
        event("voice", VOICE, 60, 4, **voice),
        event("later", TRANSCRIPT, 60, 4, LATER, words=[]),
        mark(played, heard),
    ]
    assert member.log.append(said).added == len(said)
    return member


@pytest.mark.parametrize("settled", [True, False])
@pytest.mark.parametrize("text", ["quarterly", "quarterl*", "uarterl", '"quarterly" kind:speech'])
def test_a_search_finds_what_was_played_and_not_its_echo(call: Member, text: str, settled: bool) -> None:
    if settled:
        call.settle()
    query = parse_query(text, now_us=NOON_US, zone=UTC)

    page = call.store.search(query)

    assert {hit.event.text for hit in page.hits} == {PLAYED, LATER}
    assert page.total == 2
    assert sum(page.facets["kind"].values()) == 2
    assert [one.text for batch in call.store.found(query) for one in batch] == [PLAYED, LATER]


def test_an_echo_is_not_found_by_its_meaning_either(call: Member) -> None:
    for one in call.store.events(EventQuery((TRANSCRIPT,))):
        whole = Passage(0, len(one.text or ""), quantise(DIRECTION))
        vector = replace(one, uid=imported_uid("vector", one.uid.hex()), topic=MEANING, text=None, parent=one.uid)
        assert call.log.append([replace(vector, data=as_data(MODEL, [whole]))]).added == 1
    meaning = Meaning(MODEL, quantise(DIRECTION).tobytes(), 0.5)

    page = call.store.search(replace(parse_query("xylophone", now_us=NOON_US, zone=UTC), meaning=meaning))

    assert {hit.event.text for hit in page.hits} == {PLAYED, LATER}


def test_a_mark_that_is_forgotten_brings_the_transcript_back(call: Member) -> None:
    (found,) = call.store.events(EventQuery((ECHO,)))
    call.log.delete([found.uid])

    page = call.store.search(parse_query("quarterly", now_us=NOON_US, zone=UTC))

    assert sum(hit.count for hit in page.hits) == 3


@pytest.mark.parametrize(("shape", "cues"), [(Format.SRT, 2), (Format.VTT, 2), (Format.HTML, 2), (Format.CSV, 7)])
def test_subtitles_and_pages_leave_the_echo_out_and_tables_keep_everything(
    call: Member, tmp_path: Path, shape: Format, cues: int
) -> None:
    run = Run(call.store, open_media(tmp_path), tmp_path / "out", EventQuery(), shape, with_media=False)
    (tmp_path / "out").mkdir()
    run.write(None, lambda: False)
    assert run.finish(tmp_path / "out", NOON_US).rows == cues


def test_text_moment_and_day_leave_the_echo_out(call: Member) -> None:
    store, day = call.store, date(2026, 11, 1)
    said = store.events(EventQuery((TRANSCRIPT,)))

    assert [one.text for one in heard_once(store, said)] == [PLAYED, LATER]
    assert echo_spans(store, NOON_US, NOON_US + 20 * SECOND_US) == [(said[1].start_us, said[1].end_us)]
    assert [line[10:] for line in span_text(store, ZONE, NOON_US, NOON_US + 90 * SECOND_US).splitlines()[1:]] == [
        PLAYED,
        LATER,
    ]
    assert [one.text for one in read_moment(store, NOON_US + 11 * SECOND_US).utterances] == [PLAYED]
    assert voice_after(store, NOON_US) == (NOON_US + 10 * SECOND_US, NOON_US + 13 * SECOND_US)
    assert voice_after(store, NOON_US + 14 * SECOND_US) == (NOON_US + 60 * SECOND_US, NOON_US + 64 * SECOND_US)
    call.settle()
    assert read_day(store, day, ZONE).spoken_s == pytest.approx(4)
    assert read_period(store, [day], ZONE).spoken_s[0] == pytest.approx(4)
