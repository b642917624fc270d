"""What the microphone heard of the loudspeaker can be told from the rest, and left out."""

from pathlib import Path

from storage.clock import SystemClock
from storage.events import Event, JsonValue, imported_uid
from storage.sql.duck import DuckDbEngine
from storage.sqlite.open import open_sqlite
from storage.topics import ECHO, TRANSCRIPT
from tests.integration.sql.conftest import Asked

AT_US = 1_793_534_400_000_000


def _event(name: str, topic: str, text: str | None, parent: bytes | None = None, **data: JsonValue) -> Event:
    uid = imported_uid("sql", name)
    return Event(uid, topic, "desk", AT_US, AT_US + 1_000_000, AT_US, text=text, data=data, parent=parent)


def test_an_echo_is_named_and_what_was_played_is_told_apart(tmp_path: Path) -> None:
    played = _event("played", TRANSCRIPT, "Please send the report", words=[], played=True)
    heard = _event("heard", TRANSCRIPT, "Please send a report", words=[])
    mark = _event("mark", ECHO, None, heard.uid, of=played.uid.hex(), likeness=0.9)
    storage = open_sqlite(tmp_path, clock=SystemClock())
    try:
        assert storage.log.append([played, heard, mark]).added == 3
        engine = DuckDbEngine(tmp_path)
        try:
            ask = Asked(engine)
            assert ask("SELECT text, played FROM transcripts WHERE uid NOT IN (SELECT transcript FROM echoes)") == [
                {"text": "Please send the report", "played": True}
            ]
            assert ask("SELECT t.played, e.likeness FROM echoes AS e JOIN transcripts AS t ON t.uid = e.played") == [
                {"played": True, "likeness": 0.9}
            ]
        finally:
            engine.close()
    finally:
        storage.close()
