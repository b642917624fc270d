"""A hit's snippet as plain text with the ranges that matched; free of Qt."""

from dataclasses import dataclass

from storage.store import HIGHLIGHT_END, HIGHLIGHT_START


@dataclass(frozen=True, slots=True)
class Snippet:
    """Text on one line, and half-open ranges of it that matched."""

    text: str
    matches: tuple[tuple[int, int], ...]


def read_snippet(raw: str) -> Snippet:
    """Take the marks out of a snippet and join its lines; a match left open ends with the text."""
    text: list[str] = []
    matches: list[tuple[int, int]] = []
    began: int | None = None
    for letter in raw:
        if letter == HIGHLIGHT_START:
            began = len(text)
        elif letter == HIGHLIGHT_END:
            if began is not None and len(text) > began:
                matches.append((began, len(text)))
            began = None
        elif not letter.isspace():
            text.append(letter)
        elif text and text[-1] != " ":
            text.append(" ")
    if began is not None and len(text) > began:
        matches.append((began, len(text)))
    return Snippet("".join(text), tuple(matches))
