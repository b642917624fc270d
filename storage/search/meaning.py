"""What of a search has a meaning, and who can tell it."""

from typing import Protocol

from storage.store import Meaning, SearchQuery


class Meanings(Protocol):
    """Finds what a text means. Any thread may ask."""

    def ready(self, text: str) -> Meaning | None:
        """Return what a text means if that is known already; instant."""
        ...

    def find(self, text: str) -> Meaning | None:
        """Return what a text means, None where nobody can tell; may take a second, so never on the main thread."""
        ...


class WordsAlone:
    """Implements `Meanings` where there is no model: nothing has a meaning."""

    def ready(self, text: str) -> Meaning | None:  # noqa: ARG002
        return None

    def find(self, text: str) -> Meaning | None:  # noqa: ARG002
        return None


def text_of(query: SearchQuery) -> str:
    """Return the words of a query that say what is meant; "" for filters, phrases and beginnings: those are literal."""
    return " ".join(query.words)
