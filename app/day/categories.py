"""Categories of what one does: ordered rules, each a path and a regular expression over application and title.

The first rule that fits decides. As text, a rule is `Work › Programming: code|terminal`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SEPARATOR = " › "
_PATH = re.compile(r"\s*[›>]\s*")

DEFAULT_RULES: tuple[str, ...] = (
    "Work › Meetings: \\bmeet\\b|zoom|teams|webex|jitsi",
    "Work › Programming: \\bcode\\b|terminal|xterm|konsole|pycharm|\\bvim\\b|emacs|jupyter",
    "Work › Writing: libreoffice|word|writer|\\bdocs\\b|mousepad|obsidian",
    "Communication › Mail: thunderbird|\\bmail\\b|outlook",
    "Communication › Chat: slack|signal|telegram|whatsapp|element|discord",
    "Leisure › Video: youtube|netflix|\\bvlc\\b|\\bmpv\\b",
    "Reading: firefox|chrom|safari|\\bedge\\b|evince|okular",
)


class RuleError(ValueError):
    """A rule cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Whatever `pattern` (a regular expression, without regard to case) fits belongs to the category at `path`."""

    path: tuple[str, ...]
    pattern: str

    @property
    def name(self) -> str:
        """The path as people read it."""
        return SEPARATOR.join(self.path)

    def text(self) -> str:
        """Return the rule as it is kept; see `rule_of`."""
        return f"{self.name}: {self.pattern}"


def rule_of(text: str) -> Rule:
    """Return the rule that a text stands for.

    Raises:
        RuleError: it has no name, or its regular expression is none.
    """
    name, colon, pattern = text.partition(":")
    path = path_of(name)
    if not path:
        raise RuleError(f"The rule “{text.strip()}” has no category: write Work › Programming: code|terminal.")
    check(pattern.strip())
    return Rule(path, pattern.strip()) if colon else Rule(path, "")


def path_of(name: str) -> tuple[str, ...]:
    """Return the parts of a name such as `Work › Programming`; `>` separates as well."""
    return tuple(part for part in (each.strip() for each in _PATH.split(name)) if part)


def check(pattern: str) -> None:
    """Raise RuleError if a text is no regular expression."""
    try:
        re.compile(pattern)
    except re.error as error:
        raise RuleError(f"“{pattern}” is no regular expression: {error.msg}.") from error


class Categories:
    """Decides which category a window belongs to; remembers its answers. Any one thread at a time."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = [(rule.path, re.compile(rule.pattern, re.IGNORECASE)) for rule in rules if rule.pattern]
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    def of(self, app: str, title: str) -> tuple[str, ...]:
        """Return the path of the first category that fits, () for none."""
        key = (app, title)
        found = self._known.get(key)
        if found is None:
            text = f"{app} {title}"
            found = self._known[key] = next((path for path, pattern in self._rules if pattern.search(text)), ())
        return found


@dataclass(frozen=True, slots=True)
class CategoryTime:
    """A category and the seconds spent in it, those of the categories below it included."""

    path: tuple[str, ...]
    seconds: float


def category_times(windows: Sequence[tuple[str, str, float]], categories: Categories) -> list[CategoryTime]:
    """Return every category with time in it, parents before children, the longest first; what fits nowhere is `()`.

    `windows` are application, title and seconds.
    """
    sums: dict[tuple[str, ...], float] = {}
    for app, title, seconds in windows:
        path = categories.of(app, title)
        for depth in range(min(1, len(path)), len(path) + 1):
            sums[path[:depth]] = sums.get(path[:depth], 0.0) + seconds
    ordered: list[CategoryTime] = []

    def add(parent: tuple[str, ...]) -> None:
        below = [path for path in sums if len(path) == len(parent) + 1 and path[: len(parent)] == parent]
        for path in sorted(below, key=lambda each: -sums[each]):
            ordered.append(CategoryTime(path, sums[path]))
            add(path)

    add(())
    if () in sums:
        ordered.append(CategoryTime((), sums[()]))
    return ordered
