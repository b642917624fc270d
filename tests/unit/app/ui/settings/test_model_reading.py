from dataclasses import replace
from pathlib import Path

from app.settings import Settings
from app.ui.settings.model_reading import ModelState, read_models
from processing.models.catalog import KnownModel, known_models

AWAY = KnownModel("away", "Away", "ocr", "1", "MIT", 5, "https://models.invalid/away", {"a.onnx": ""})
NO_PACKAGE = replace(AWAY, name="packed", source="package:no_such_package/model", package="no-such-package==1")
LOST = replace(AWAY, name="lost", source="resource:models", files={"no-such.onnx": "0"})


def test_each_model_has_its_state_and_the_setting_that_would_name_it(tmp_path: Path) -> None:
    found = {one.model.name: one for one in read_models(tmp_path, Settings(), shipped=(*known_models(), AWAY))}
    assert (found["tiny.en"].state, found["tiny.en"].chosen) == (ModelState.READY, True)
    assert found["tiny.en"].setting == ("processing", "transcription", "model")
    assert (found["away"].state, found["away"].chosen, found["away"].fetched) == (ModelState.ABSENT, False, False)


def test_what_cannot_be_fetched_is_told_from_what_can(tmp_path: Path) -> None:
    states = [one.state for one in read_models(tmp_path, Settings(), shipped=(AWAY, NO_PACKAGE, LOST))]
    assert states == [ModelState.ABSENT, ModelState.PACKAGE_ABSENT, ModelState.BROKEN]


def test_what_the_computer_plays_may_choose_another_one(tmp_path: Path) -> None:
    settings = Settings.model_validate({"processing": {"transcription": {"played_model": "base"}}})
    chosen = {one.model.name for one in read_models(tmp_path, settings) if one.chosen and one.model.task[:2] == "tr"}
    assert chosen == {"tiny.en", "base"}
