"""Parameters of a statement: finds `:name` outside strings and comments, and reads values written as text."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from storage.sql.engine import QueryError, Value

_TOKEN = re.compile(
    r"""--[^\n]*                      # comment to the end of the line
      | /\*.*?(?:\*/|\Z)              # comment
      | '(?:[^']|'')*'?               # string
      | "(?:[^"]|"")*"?               # quoted name
      | (\$[A-Za-z_]*\$).*?(?:\1|\Z)  # dollar-quoted string
      | ::                            # cast
      | (?<![\w\[\]"':])(?P<mark>[:$])(?P<name>[A-Za-z_]\w*)(?P<part>\.(?:start|end)\b)?
    """,
    re.VERBOSE | re.DOTALL,
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,17})(\.\d+)?")


def names_in(sql: str) -> tuple[str, ...]:
    """Return the parameters of a statement in the order they first appear; `:selection.start` is `selection_start`."""
    return tuple(dict.fromkeys(_name(match) for match in _TOKEN.finditer(sql) if match["name"]))


def as_dollars(sql: str) -> str:
    """Return the statement with `$name` for `:name`; of equal length save for what `.start` and `.end` become."""
    return _TOKEN.sub(lambda match: "$" + _name(match) if match["name"] else match[0], sql)


def replaced(sql: str, write: Callable[[str], str]) -> tuple[str, list[tuple[int, int]]]:
    """Return the statement with `write(name)` for each parameter; also where each stands and how it grew."""
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    done = length = 0
    for match in _TOKEN.finditer(sql):
        if match["name"]:
            parts += [sql[done : match.start()], write(_name(match))]
            length += len(parts[-2]) + len(parts[-1])
            places.append((length - len(parts[-1]), len(parts[-1]) - len(match[0])))
            done = match.end()
    return "".join([*parts, sql[done:]]), places


def chosen(sql: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values that a statement needs.

    Raises:
        QueryError: it names a parameter that has none, with the place.
    """
    for match in _TOKEN.finditer(sql):
        if match["name"] and _name(match) not in values:
            line = sql.count("\n", 0, match.start()) + 1
            column = match.start() - (sql.rfind("\n", 0, match.start()) + 1) + 1
            message = f"The parameter :{_name(match)} has no value; give it one."
            raise QueryError(message, line, column, len(match[0]))
    return {name: values[name] for name in names_in(sql)}


def read_value(text: str) -> Value:
    """Return a value written as text: a number, a day, a moment (local time unless it has an offset), true, or text."""
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    if text in ("true", "false"):
        return text == "true"
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text).astimezone()
    except ValueError:
        return text
    return text


def _name(match: re.Match[str]) -> str:
    return str(match["name"]) + (match["part"] or "").replace(".", "_")
