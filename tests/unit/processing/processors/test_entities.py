from processing.processor import Derived, Work
from processing.processors.entities import Entities
from storage.events import Event, new_uid
from storage.topics import CLIPBOARD, ENTITIES


def mark(text: str | None) -> tuple[Derived, ...]:
    event = Event(new_uid(), CLIPBOARD, "desk", 1_000, 2_000, 2_000, text=text)
    (found,) = Entities().derive([Work(event, None)], None)
    return tuple(found)


def test_a_text_is_marked_where_it_speaks_of_something() -> None:
    text = "Please pay Maria Schmidt 200 € with the card 4111 1111 1111 1111 and write to a@example.org about it"

    (found,) = mark(text)

    assert (found.topic, found.start_us, found.end_us, found.text) == (ENTITIES, 1_000, 2_000, None)
    assert found.data["language"] == "en"
    marked = {one["kind"]: text[one["start"] : one["end"]] for one in found.data["entities"]}  # type: ignore[call-overload, index, union-attr, misc]
    assert marked == {"name": "Maria Schmidt", "sum": "200 €", "email": "a@example.org"}
    (card,) = found.data["sensitive"]  # type: ignore[misc]
    assert text[card["start"] : card["end"]] == "4111 1111 1111 1111"  # type: ignore[call-overload, index, misc]


def test_what_is_sensitive_is_not_repeated() -> None:
    (found,) = mark("the password: correcthorsebattery is written here")

    assert "correcthorsebattery" not in str(found.data)


def test_a_text_without_anything_says_nothing() -> None:
    assert mark("1 2 3") == ()
    assert mark(None) == ()
