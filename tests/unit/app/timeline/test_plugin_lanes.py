import json
import logging
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from app.timeline import lanes, plugin_lanes
from app.timeline.lanes import Lane, LaneKind, lanes_for
from app.timeline.plugin_lanes import ENTRY_POINTS, PluginLane, described

POINT = EntryPoint("mine", "lanes_of_mine", ENTRY_POINTS)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "lanes_of_mine"
    folder.mkdir()
    (folder / "__init__.py").write_text("raise RuntimeError('nobody runs this')")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "lanes_of_mine" not in sys.modules
    return folder


def test_a_lane_is_shown_as_its_package_says(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {"lane": "load", "title": "Load", "subtitle": "programs", "kind": "numbers", "height_px": 48}
    (package / "load.json").write_text(json.dumps(wanted))
    found = described([POINT])
    assert found == {"load": PluginLane("Load", "programs", "numbers", 48)}
    monkeypatch.setattr(lanes, "plugin_lanes", lambda: found)

    shown = lanes_for(["load", "elsewhere"])

    assert Lane("load", "Load", "programs", LaneKind.NUMBERS, 48) in shown
    assert any(lane.title == "Elsewhere" for lane in shown)


@pytest.mark.parametrize("wrong", ['{"lane": "a"}', '{"lane": "a", "title": "A", "kind": "filmstrip"}', "{"])
def test_a_description_that_is_wrong_is_left_out(package: Path, wrong: str, caplog: pytest.LogCaptureFixture) -> None:
    (package / "a.json").write_text(wrong)
    with caplog.at_level(logging.WARNING):
        assert described([POINT]) == {}
    assert "a.json" in caplog.text


def test_without_plugins_there_are_none() -> None:
    assert described([]) == {}
    assert plugin_lanes.described([EntryPoint("gone", "no_such_package", ENTRY_POINTS)]) == {}
