"""A plugin declares itself in a confined process; each of these is a real one."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from storage import declaration
from storage.declaration import UndeclaredError, declared

DECLARES = """
import os, socket, sys
from dataclasses import dataclass
from tests.unit.storage.test_declaration import Spec
print("what it prints is no answer")

@dataclass(frozen=True)
class Thing:
    size: int = 1

    @property
    def spec(self):
        return Spec("thing", ("a", "b"), self.size)
"""


@dataclass(frozen=True, slots=True)
class Spec:
    """What these plugins declare."""

    name: str
    topics: tuple[str, ...]
    size: int


Install = Callable[[str], EntryPoint]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put a module where processes find it, under a name of its own."""
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    monkeypatch.setenv("PYTHONPATH", path)

    def put(source: str) -> EntryPoint:
        name = f"plugin_{tmp_path.name.replace('-', '_')}"
        (tmp_path / f"{name}.py").write_text(source)
        return EntryPoint("thing", f"{name}:Thing", "daytrail.things")

    return put


def test_a_declaration_comes_as_it_is_and_the_module_is_not_imported_here(install: Install) -> None:
    point = install(DECLARES)

    assert declared(point, Spec, {}) == Spec("thing", ("a", "b"), 1)
    assert declared(point, Spec, {"size": 7}).size == 7
    assert point.module not in sys.modules


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("open('written-by-a-plugin', 'w')", "permission “files”"),
        ("os.system('true')", "permission “programs”"),
        ("socket.create_connection(('127.0.0.1', 9))", "permission “network”"),
        ("os._exit(3)", "exit code 3"),
        ("raise LookupError('no such thing')", "no such thing"),
    ],
)
def test_a_module_that_does_more_than_declare_is_refused(install: Install, line: str, says: str) -> None:
    with pytest.raises(UndeclaredError, match=says):
        declared(install(DECLARES + line), Spec, {})


def test_what_is_no_such_declaration_is_refused(install: Install) -> None:
    with pytest.raises(UndeclaredError, match="well formed"):
        declared(install(DECLARES.replace('"thing", (', "5, (")), Spec, {})
    with pytest.raises(UndeclaredError, match="no EntryPoint"):
        declared(EntryPoint("thing", "tests.data.plugin_recipes:Steady", "daytrail.things"), EntryPoint, {})
    with pytest.raises(UndeclaredError, match="No module"):
        declared(EntryPoint("thing", "no_such_package_at_all:Thing", "daytrail.things"), Spec, {})


def test_one_that_never_ends_is_given_up(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declaration, "TIMEOUT_S", 1.0)
    with pytest.raises(UndeclaredError, match="within 1 s"):
        declared(install(DECLARES + "import threading; threading.Event().wait()"), Spec, {})
