"""What search looks through."""

import pytest

from storage.postgres.documents import vector_text, windows_at
from storage.postgres.open import PostgresStorage
from storage.topics import CLIPBOARD
from tests.unit.storage.conftest import MakeEvent


def test_words_are_folded_and_carry_their_places() -> None:
    assert vector_text("Café, cafe; TEA") == "'cafe':1,2 'tea':3"


@pytest.mark.parametrize("text", ["word " * 30_000, "x" * 5_000, " ".join(f"w{n}" for n in range(100_000)), "'\\: '"])
def test_no_text_is_too_much_for_the_database(postgres: PostgresStorage, make_event: MakeEvent, text: str) -> None:
    assert postgres.ingest.append([make_event(1, text=text)]) == 1
    with postgres.store._connections.read() as connection:
        assert connection.execute("SELECT count(*) FROM document").fetchone() == (1,)


def test_the_window_is_the_events_own_or_the_one_in_focus_on_that_device(
    postgres: PostgresStorage, make_event: MakeEvent
) -> None:
    clip = {"characters": 1}
    postgres.ingest.append(
        [
            make_event(1, at_s=0, length_s=100, data={"app": "mail", "title": "Inbox"}),
            make_event(2, at_s=50, length_s=100, device="phone", data={"app": "chat", "title": ""}),
        ]
    )
    moments = [
        make_event(3, CLIPBOARD, 60, data=clip),
        make_event(4, CLIPBOARD, 60, data={**clip, "app": "code"}),
        make_event(5, CLIPBOARD, 110, data=clip),
        make_event(6, CLIPBOARD, 200, data=clip),
        make_event(7, CLIPBOARD, -1, data=clip),
    ]
    with postgres.store._connections.read() as connection:
        devices = dict(connection.execute("SELECT name, id FROM device").fetchall())
        asked = [(event, devices["desk"]) for event in moments] + [(moments[0], devices["phone"])]
        assert windows_at(connection, asked) == [
            ("mail", "Inbox"),
            ("code", ""),
            ("mail", "Inbox"),
            ("", ""),
            ("", ""),
            ("chat", ""),
        ]
