import logging
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from resources.locate import resource
from storage.plugin_topics import ENTRY_POINTS, schema_files


def test_topics_of_a_package_are_read_and_broken_ones_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    package = tmp_path / "brought_topics"
    package.mkdir()
    (package / "__init__.py").touch()
    shipped = resource("schemas", "os.input.idle.raw.json").read_text()
    (package / "good.json").write_text(shipped.replace("os.input.idle.raw", "os.input.mood.raw"))
    (package / "bad.json").write_text("{")
    (package / "poor.json").write_text('{"topic": "a.b.c.d"}')
    monkeypatch.syspath_prepend(tmp_path)
    points = [
        EntryPoint("brought", "brought_topics", ENTRY_POINTS),
        EntryPoint("absent", "no_such_package_at_all", ENTRY_POINTS),
        EntryPoint("deep", "no_such_package_at_all.topics", ENTRY_POINTS),
    ]

    with caplog.at_level(logging.WARNING):
        found = schema_files(points)

    assert [raw["topic"] for raw in found] == ["os.input.mood.raw"]
    for name in ("bad.json", "poor.json", "deep"):
        assert name in caplog.text
