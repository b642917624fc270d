"""Finds what a text names in a form that can be told by rules: addresses, links, numbers, sums, dates, names."""

import re
from dataclasses import dataclass

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember"
)
_CAPITAL = "[A-ZÄÖÜ][a-zäöüßéèñ]+"
_RULES = (
    ("email", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    ("link", re.compile(r"\bhttps?://[^\s<>\"')\]]+[^\s<>\"')\].,;:!?]")),
    ("phone", re.compile(r"(?<![\w.])\+\d{1,3}[ /-]?(?:\(?\d{1,5}\)?[ /-]?){2,5}\d{2,}(?!\w)")),
    (
        "sum",
        re.compile(r"(?:[€$£]\s?\d[\d.,  ]*\d|[€$£]\s?\d|\b\d(?:[\d.,  ]*\d)?\s?(?:€|EUR|USD|GBP|CHF)(?!\w))"),
    ),
    (
        "date",
        re.compile(
            rf"\b(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}\.\s?\d{{1,2}}\.\s?\d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{4}}|"
            rf"\d{{1,2}}\.? (?:{_MONTHS})(?: \d{{4}})?|(?:{_MONTHS}) \d{{1,2}}(?:, \d{{4}})?)\b"
        ),
    ),
    (
        "name",
        re.compile(rf"(?<![.!?:]\s)(?<!^)(?<!\n)\b{_CAPITAL}(?: (?:von|van|de|der))?(?: {_CAPITAL}){{1,2}}\b"),
    ),
)


@dataclass(frozen=True, slots=True)
class Entity:
    """Characters `[start, end)` of a text and what they are: email, link, phone, sum, date, name."""

    kind: str
    start: int
    end: int


def find_entities(text: str) -> list[Entity]:
    """Return what is named, in order; what lies within something found by an earlier rule is part of that."""
    found: list[Entity] = []
    for kind, pattern in _RULES:
        for match in pattern.finditer(text):
            if all(match.end() <= other.start or match.start() >= other.end for other in found):
                found.append(Entity(kind, match.start(), match.end()))
    return sorted(found, key=lambda one: one.start)
