"""How text is compared: without regard to case and accents, by whole words or, for CJK and code, by fragments."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from storage.store import SearchQuery

_TOKEN: Final = re.compile(r"[^\W_]+")
_PLAIN: Final = re.compile(r"[^\W_]+(?:[-._/:@'’\s]+[^\W_]+)*")
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
"""Scripts written without spaces, or whose words grow endings: Thai, Lao, Burmese, Khmer, kana, Han, Hangul."""


def fold(text: str) -> str:
    """Return text in lower case without accents, character for character where that is possible."""
    if text.isascii():
        return text.lower()
    return "".join(_fold_character(character) for character in text)


def _fold_character(character: str) -> str:
    """Return one character for one character, so that positions stay what they were."""
    plain = "".join(part for part in unicodedata.normalize("NFD", character.lower()) if not unicodedata.combining(part))
    return plain if len(plain) == 1 else character


def tokens(text: str) -> tuple[str, ...]:
    """Return the folded words of a text or a query's term."""
    return tuple(_TOKEN.findall(fold(text)))


def needs_fragments(term: str) -> bool:
    """Tell whether a term cannot be found as whole words: CJK, or signs that are part of it (C++, =>)."""
    return _UNSPACED.search(term) is not None or _PLAIN.fullmatch(term) is None


@dataclass(frozen=True, slots=True)
class Span:
    """Where a match stands in a text, in characters, half-open."""

    start: int
    end: int


class Matcher:
    """Decides in Python whether a text matches a query's words, and where; the index decides alike.

    With `fragments` everything is looked for as a piece of text, also inside words.
    """

    def __init__(self, query: SearchQuery, *, fragments: bool = False) -> None:
        prefixes = set(query.prefixes)
        wanted = (*query.words, *query.prefixes, *query.phrases)
        self._wanted = [_pattern(term, term in prefixes, fragments) for term in wanted]
        self._excluded = [_pattern(term, False, fragments) for term in query.excluded]

    def matches(self, text: str) -> bool:
        """Tell whether all that is wanted stands in the text and nothing that is excluded."""
        folded = fold(text)
        return all(pattern.search(folded) for pattern in self._wanted) and not any(
            pattern.search(folded) for pattern in self._excluded
        )

    def spans(self, text: str) -> list[Span]:
        """Return where anything wanted stands, in order, without overlaps."""
        folded = fold(text)
        found = sorted(
            (match.start(), match.end())
            for pattern in self._wanted
            for match in pattern.finditer(folded)
            if match.end() > match.start()
        )
        merged: list[Span] = []
        for start, end in found:
            if merged and start <= merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(end, merged[-1].end))
            else:
                merged.append(Span(start, end))
        return merged


def _pattern(term: str, beginning: bool, fragments: bool) -> re.Pattern[str]:
    words = tokens(term)
    if fragments or needs_fragments(term) or not words:
        return re.compile(r"\s+".join(re.escape(part) for part in fold(term).split()))
    inner = r"[\W_]+".join(re.escape(word) for word in words)
    return re.compile(r"(?<![^\W_])" + inner + ("" if beginning else r"(?![^\W_])"))
