"""How installed packages want their lanes shown: files of their own, read without running their code.

An entry point of the group `daytrail.lanes` names a package, whose `*.json` describe one lane each. The lane itself is
that of a topic; what is told here is its title, the way it is drawn and its height.
"""

import json
import logging
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from storage.plugin_files import files_of

ENTRY_POINTS = "daytrail.lanes"
_log = logging.getLogger(__name__)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    lane: str = Field(pattern=r"^[a-z][a-z0-9_]{0,40}$")
    title: str = Field(min_length=1, max_length=40)
    subtitle: str = Field("", max_length=60)
    kind: str = Field("bars", pattern="^(bars|marks|numbers)$")
    height_px: int = Field(34, ge=22, le=320)


@dataclass(frozen=True, slots=True)
class PluginLane:
    """A lane of an installed package; `kind` is `bars`, `marks` or `numbers`."""

    title: str
    subtitle: str
    kind: str
    height_px: int


@cache
def plugin_lanes() -> dict[str, PluginLane]:
    """Return the described lanes by name; what cannot be read is logged and left out."""
    return described(list(entry_points(group=ENTRY_POINTS)))


def described(points: list[EntryPoint]) -> dict[str, PluginLane]:
    """Return the lanes that these entry points describe; the first description of a lane counts."""
    found: dict[str, PluginLane] = {}
    for path in (path for point in points for path in _files(point)):
        try:
            read = _File.model_validate(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, ValidationError) as error:
            _log.warning("the lane in %s cannot be used: %s", path, error)
            continue
        found.setdefault(read.lane, PluginLane(read.title, read.subtitle, read.kind, read.height_px))
    return found


def _files(point: EntryPoint) -> list[Path]:
    try:
        return files_of(point)
    except ValueError as error:
        _log.warning("the lanes of %s cannot be found: %s", point.name, error)
        return []
