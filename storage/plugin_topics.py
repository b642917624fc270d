"""Topics that installed packages bring: folders of schema files, found without running their code."""

import json
import logging
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from storage.plugin_files import files_of

ENTRY_POINTS = "daytrail.topics"
_log = logging.getLogger(__name__)
_FIELDS = {"topic", "version", "compatibility", "title", "lane", "span", "label", "value", "picture", "schema"}


def schema_files(points: list[EntryPoint]) -> list[dict[str, Any]]:
    """Return the descriptions of topics in the folders that entry points name; what cannot be read is logged, left out.

    An entry point's value is the dotted name of a package, whose `*.json` have the same form as the shipped ones.
    """
    found = []
    for point in points:
        for path in _files(point):
            try:
                raw = json.loads(path.read_text(encoding="utf-8"))
                if absent := _FIELDS - raw.keys():
                    raise ValueError(f"it lacks {sorted(absent)}")
            except (OSError, ValueError, AttributeError) as error:
                _log.warning("the topic in %s cannot be used: %s", path, error)
                continue
            found.append(raw)
    return found


def _files(point: EntryPoint) -> list[Path]:
    try:
        return files_of(point)
    except ValueError as error:
        _log.warning("the topics of %s cannot be found: %s", point.name, error)
        return []
