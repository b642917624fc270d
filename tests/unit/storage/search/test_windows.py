"""Windows and likeness."""

import pytest

from storage.search.windows import likeness, window_of


@pytest.mark.parametrize(
    ("data", "window"),
    [
        ({"app": "mail", "title": "Inbox"}, ("mail", "Inbox")),
        ({"app": "mail", "title": None}, ("mail", "")),
        ({"title": "Inbox"}, None),
        ({"app": 3}, None),
    ],
)
def test_the_window_an_event_names(data: dict[str, object], window: tuple[str, str] | None) -> None:
    assert window_of(data) == window  # type: ignore[arg-type]


def test_pictures_are_alike_by_their_window_and_the_rest_by_its_text() -> None:
    window = ("calc", "budget")
    assert likeness(1, 1, "row 1", window, pictured=True) == likeness(1, 1, "row 2", window, pictured=True)
    assert likeness(1, 1, "row 1", window, pictured=False) != likeness(1, 1, "row 2", window, pictured=False)
    assert likeness(1, 1, "row 1", ("", ""), pictured=True) != likeness(1, 1, "row 2", ("", ""), pictured=True)
    assert likeness(1, 1, "row", window, pictured=True) != likeness(1, 2, "row", window, pictured=True)
    assert -(1 << 63) <= likeness(1, 1, "row", window, pictured=True) < 1 << 63
