"""What can be set, read from the models that declare it: groups, fields, bounds and defaults; free of Qt."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from app.settings import Settings

HIDDEN = frozenset({("general", "consented")})
_NAMES = {"Webp": "WebP", "Jpeg": "JPEG", "En": "English", "De": "Deutsch", "Cpu": "CPU"}
Path = tuple[str, ...]


class Kind(StrEnum):
    """How a field is edited."""

    SWITCH = "switch"
    CHOICE = "choice"
    WHOLE = "whole"
    DECIMAL = "decimal"
    TEXT = "text"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class SettingField:
    """One setting.

    Attributes:
        path: where it stands in the tree.
        title: what people call it.
        description: one line about it, "" where there is none.
        kind: how it is edited.
        default: its value unless set.
        choices: what may be chosen, for CHOICE.
        names: what people call the choices, in their order.
        low: least number, for WHOLE and DECIMAL.
        high: greatest number.
    """

    path: Path
    title: str
    description: str
    kind: Kind
    default: object
    choices: tuple[object, ...] = ()
    names: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Settings that belong together: its key (`capture.screen`), the section it stands in, and its fields."""

    key: str
    section: str
    title: str
    text: str
    fields: tuple[SettingField, ...]


def groups(model: type[BaseModel] = Settings, say: Callable[[str], str] = str) -> tuple[Group, ...]:
    """Return every group of settings that has fields of its own, in order of declaration; `say` translates."""
    return tuple(_said(group, say) for group in _walk(model, (), "", ""))


def _said(group: Group, say: Callable[[str], str]) -> Group:
    fields = tuple(
        replace(
            each,
            title=say(each.title),
            description=say(each.description),
            names=tuple(say(name) for name in each.names),
        )
        for each in group.fields
    )
    return Group(group.key, say(group.section), say(group.title), say(group.text), fields)


def declared_texts(model: type[BaseModel] = Settings) -> list[str]:
    """Return every text that settings declare, as it is written in the program, for translators."""
    found: dict[str, None] = {}
    for group in groups(model):
        for text in (group.section, group.title, group.text):
            found[text] = None
        for field in group.fields:
            found |= dict.fromkeys((field.title, field.description, *field.names))
    return [text for text in found if text]


def value_of(settings: BaseModel, path: Path) -> object:
    """Return the value at a path."""
    found: Any = settings
    for part in path:
        found = getattr(found, part)
    return found


def with_value(settings: Settings, path: Path, value: object) -> Settings:
    """Return settings with one value changed, checked.

    Raises:
        ValueError: the value is not allowed; the message says why.
    """
    tree: dict[str, Any] = settings.model_dump()
    place = tree
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    try:
        return Settings.model_validate(tree)
    except ValidationError as error:
        raise ValueError("; ".join(_message(item["msg"]) for item in error.errors())) from error


def found(groups: tuple[Group, ...], text: str) -> tuple[Group, ...]:
    """Return the groups with only those fields in which every word is found (in title, description, or group)."""
    words = text.casefold().split()
    kept = []
    for group in groups:
        about = f"{group.section} {group.title}".casefold()
        fields = tuple(
            field
            for field in group.fields
            if all(word in f"{about} {field.title} {field.description}".casefold() for word in words)
        )
        if fields:
            kept.append(replace(group, fields=fields))
    return tuple(kept)


def first_of(groups: tuple[Group, ...], most: int) -> tuple[Group, ...]:
    """Return the groups with no more than so many fields in all."""
    kept = []
    for group in groups:
        if most > 0:
            kept.append(replace(group, fields=group.fields[:most]))
        most -= len(group.fields)
    return tuple(kept)


def _walk(model: type[BaseModel], path: Path, section: str, title: str) -> list[Group]:
    fields, inner = [], []
    for name, info in model.model_fields.items():
        annotation = info.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            inner += _walk(annotation, (*path, name), title, info.title or name)
        elif (*path, name) not in HIDDEN:
            fields.append(_field((*path, name), info))
    if not fields:
        return inner
    text = (model.__doc__ or "").strip().split("\n", 1)[0]
    return [Group(".".join(path), section, title, text, tuple(fields)), *inner]


def _field(path: Path, info: FieldInfo) -> SettingField:
    annotation, default = info.annotation, info.get_default(call_default_factory=True)
    title, text = info.title or path[-1].replace("_", " ").capitalize(), info.description or ""
    made = SettingField(path, title, text, _kind(annotation), default)
    if made.kind is Kind.CHOICE:
        choices = _choices(annotation)
        names = (str(choice).replace("_", " ").capitalize() for choice in choices)
        return replace(made, choices=choices, names=tuple(_NAMES.get(name, name) for name in names))
    if made.kind in (Kind.WHOLE, Kind.DECIMAL):
        return replace(made, low=_bound(info, Ge, Gt), high=_bound(info, Le, Lt))
    return made


def _kind(annotation: Any) -> Kind:
    if annotation is bool:
        return Kind.SWITCH
    if annotation is int:
        return Kind.WHOLE
    if annotation is float:
        return Kind.DECIMAL
    if get_origin(annotation) is Literal or (isinstance(annotation, type) and issubclass(annotation, Enum)):
        return Kind.CHOICE
    if get_origin(annotation) in (tuple, list):
        return Kind.RULES
    return Kind.TEXT


def _choices(annotation: Any) -> tuple[object, ...]:
    return tuple(get_args(annotation)) if get_origin(annotation) is Literal else tuple(annotation)


def _bound(info: FieldInfo, *kinds: type) -> float | None:
    for rule in info.metadata:
        if isinstance(rule, kinds):
            return float(next(getattr(rule, name) for name in ("ge", "gt", "le", "lt") if hasattr(rule, name)))
    return None


def _message(text: str) -> str:
    plain = text.removeprefix("Value error, ")
    return plain[:1].upper() + plain[1:]
