"""The inside of the process in which a plugin declares itself: confined first, then the plugin is imported.

Started as `python -m storage.declaration_child MODULE:CLASS OPTIONS MEMORY_MB`, the options as JSON; it answers with a
`Reply` as JSON on its standard output, and ends.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import EntryPoint

from storage.confinement import Limits, confine

_OPEN_FILES = 256


@dataclass(frozen=True, slots=True)
class Reply:
    """What a plugin declares.

    Attributes:
        problem: why it declares nothing, "" where it does.
        kinds: names of the type of its `spec` and of those above that.
        spec: the fields of its `spec`, as JSON.
    """

    problem: str = ""
    kinds: tuple[str, ...] = ()
    spec: str = ""


def type_name(kind: type) -> str:
    """Return the name that tells a type from all others."""
    return f"{kind.__module__}.{kind.__qualname__}"


def main(value: str, options: str, memory_mb: str) -> None:
    """Confine this process and let the plugin declare itself."""
    out = os.dup(1)
    os.dup2(2, 1)  # what the plugin prints must not end up in our answer
    confine(Limits(int(memory_mb), _OPEN_FILES, foreign=True))
    os.write(out, json.dumps(asdict(_declaration(value, options))).encode())


def _declaration(value: str, options: str) -> Reply:
    try:
        spec = EntryPoint("plugin", value, "daytrail").load()(**json.loads(options)).spec
        return Reply(kinds=tuple(map(type_name, type(spec).__mro__)), spec=json.dumps(asdict(spec)))
    except Exception as error:  # noqa: BLE001 - the plugin's edge: it is told, and left out
        return Reply(str(error) or type(error).__name__)


if __name__ == "__main__":
    main(*sys.argv[1:4])
    os._exit(0)  # a thread of the plugin's may not keep it
