"""Turns fields such as `app:firefox` on and off in a typed query; free of Qt."""

import re

_FIELD = re.compile(r'(?<!\S)-?([A-Za-z]+):("[^"]*"|\S+)')


def token(field: str, value: str) -> str:
    """Return a field as it is typed, quoted where the value needs it."""
    plain = value.replace('"', " ").strip()
    return f'{field}:"{plain}"' if re.search(r"\s", plain) else f"{field}:{plain}"


def has(text: str, field: str, value: str) -> bool:
    """Tell whether a query asks for this value of a field."""
    wanted = token(field, value).casefold()
    return any(found.group().casefold() == wanted for found in _FIELD.finditer(text))


def toggled(text: str, field: str, value: str) -> str:
    """Return the query with a value of a field put in, or taken out where it was there."""
    if not has(text, field, value):
        return f"{text.strip()} {token(field, value)}".strip()
    wanted = token(field, value).casefold()
    kept = _FIELD.sub(lambda found: "" if found.group().casefold() == wanted else found.group(), text)
    return " ".join(kept.split())


def replaced(text: str, fields: tuple[str, ...], field: str, value: str) -> str:
    """Return the query with these fields taken out and one put in."""
    kept = _FIELD.sub(lambda found: "" if found.group(1).lower() in fields else found.group(), text)
    return f"{' '.join(kept.split())} {token(field, value)}".strip()
