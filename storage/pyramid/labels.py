"""Labels of events and buckets as numbers, so that arrays can hold them."""

from typing import Final

LABEL_CHARACTERS: Final = 200
"""A longer text is cut off."""


class Labels:
    """Numbers for label texts, of this process alone; they come and go with it."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._texts: list[str] = []

    def number(self, text: str | None) -> int:
        """Return the number of a text, -1 for None."""
        if text is None:
            return -1
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self._texts)
            self._texts.append(text)
        return found

    def text(self, number: int) -> str:
        """Return the text of a number."""
        return self._texts[number]
