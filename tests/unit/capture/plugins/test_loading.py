import logging
import os
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from capture.plugins import loading
from capture.plugins.loading import IMPORTERS, SOURCES, installed_importers, installed_sources, options_of
from tests.data.plugin_recipes import PLACE

WRONG = {
    "two": (f"{PLACE}:Steady", "another name"),
    "lines": (f"{PLACE}:Lines", "no SourceSpec"),
    "gone": ("no_such_package:Nothing", "No module"),
}


def entries(monkeypatch: pytest.MonkeyPatch, *points: EntryPoint) -> None:
    monkeypatch.setattr(loading, "entry_points", lambda group: [point for point in points if point.group == group])


def test_sources_and_importers_are_found_with_their_owners_options(monkeypatch: pytest.MonkeyPatch) -> None:
    entries(
        monkeypatch,
        EntryPoint("steady", f"{PLACE}:Steady", SOURCES),
        EntryPoint("lines", f"{PLACE}:Lines", IMPORTERS),
    )

    (steady,) = installed_sources((), ["steady.every_s=3", "other.every_s=9"]).plugins
    (lines,) = installed_importers().plugins

    assert (steady.spec.name, steady.value, steady.options) == ("steady", f"{PLACE}:Steady", {"every_s": 3})
    assert lines.spec.title == "Lines of soup"


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_load_is_left_out_and_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    value, says = WRONG[name]
    entries(monkeypatch, EntryPoint(name, value, SOURCES), EntryPoint("steady", f"{PLACE}:Steady", SOURCES))
    with caplog.at_level(logging.ERROR):
        found = installed_sources(())
    assert [plugin.spec.name for plugin in found.plugins] == ["steady"]
    (problem,) = found.problems
    assert problem.startswith(f"The plugin {name} is left out")
    assert says in problem


def test_a_name_that_is_taken_or_an_option_it_does_not_have_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    entries(monkeypatch, EntryPoint("steady", f"{PLACE}:Steady", SOURCES))
    assert "there is a steady already" in installed_sources({"steady"}).problems[0]
    assert "spice" in installed_sources((), ["steady.spice=salt"]).problems[0]


def test_options_are_numbers_truths_or_text() -> None:
    options = ["moon.every_s=1.5", "moon.on=true", "moon.place=North Sea", "moon.count=3", "sun.count=4", "nonsense"]
    assert options_of("moon", options) == {"every_s": 1.5, "on": True, "place": "North Sea", "count": 3}


def test_what_a_package_brings_is_not_imported_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "eye_of_a_plugin.py").write_text(f"from {PLACE} import Lines, Steady")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.syspath_prepend(tmp_path)
    entries(
        monkeypatch,
        EntryPoint("steady", "eye_of_a_plugin:Steady", SOURCES),
        EntryPoint("lines", "eye_of_a_plugin:Lines", IMPORTERS),
    )

    assert [one.spec.name for one in installed_sources(()).plugins] == ["steady"]
    assert [one.spec.name for one in installed_importers().plugins] == ["lines"]
    assert "eye_of_a_plugin" not in sys.modules
