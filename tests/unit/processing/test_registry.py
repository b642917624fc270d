import logging
import os
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from processing import registry
from processing.registry import ENTRY_POINTS, planned
from processing.settings import OcrSettings, PluginSettings, ProcessingSettings, TranscriptionSettings


def test_what_feeds_others_comes_first() -> None:
    seen: set[str] = set()
    made_later = {topic for one in planned(ProcessingSettings()) for topic in one.processor.spec.produces}
    for one in planned(ProcessingSettings()):
        made_later -= set(one.processor.spec.produces)
        assert not made_later & set(one.processor.spec.consumes)
        seen.add(one.processor.spec.name)
    assert {"vad", "transcription", "ocr", "thumbnail"} <= seen


def test_settings_reach_the_processors() -> None:
    settings = ProcessingSettings(
        ocr=OcrSettings(enabled=False), transcription=TranscriptionSettings(model="base", language="de")
    )
    plan = {one.processor.spec.name: one for one in planned(settings)}

    assert not plan["ocr"].enabled
    assert plan["transcription"].processor.spec.models == (("transcription", "base"),)
    assert ("language", "de") in plan["transcription"].processor.spec.parameters


def test_what_the_computer_plays_may_have_a_model_and_a_language_of_its_own() -> None:
    speech = TranscriptionSettings(played_model="base", played_language="fr")
    plan = {one.processor.spec.name: one for one in planned(ProcessingSettings(transcription=speech))}

    spec = plan["transcription"].processor.spec
    assert spec.models == (("transcription", "tiny.en"), ("transcription/played", "base"))
    assert ("played_language", "fr") in spec.parameters


def test_a_broken_plugin_is_logged_and_left_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    points = [
        EntryPoint("good", "tests.unit.processing.recipes:modern", ENTRY_POINTS),
        EntryPoint("old", "tests.unit.processing.recipes:ancient", ENTRY_POINTS),
        EntryPoint("twin", "tests.unit.processing.recipes:impostor", ENTRY_POINTS),
        EntryPoint("absent", "no_such_package:Thing", ENTRY_POINTS),
        EntryPoint("odd", "builtins:object", ENTRY_POINTS),
    ]
    monkeypatch.setattr(registry, "entry_points", lambda group: points if group == ENTRY_POINTS else [])

    with caplog.at_level(logging.ERROR):
        plan = planned(ProcessingSettings())

    names = [one.processor.spec.name for one in plan]
    assert names.count("ocr") == 1
    assert "ancient" not in names
    assert "version 99" in caplog.text
    assert [(one.processor.spec.name, one.family) for one in plan if one.foreign] == [("modern", "plugin-modern")]
    off = planned(ProcessingSettings(plugins=PluginSettings(off=("modern",))))
    assert [one.enabled for one in off if one.foreign] == [False]
    assert "ocr" in names
    assert "absent" in caplog.text
    assert "odd" in caplog.text


def test_what_a_package_brings_is_not_imported_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cook_of_a_plugin.py").write_text("from tests.unit.processing.recipes import modern as cook")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.syspath_prepend(tmp_path)
    point = EntryPoint("modern", "cook_of_a_plugin:cook", ENTRY_POINTS)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point] if group == ENTRY_POINTS else [])

    (found,) = (one for one in planned(ProcessingSettings()) if one.foreign)

    assert found.processor.spec.name == "modern"
    assert "cook_of_a_plugin" not in sys.modules
