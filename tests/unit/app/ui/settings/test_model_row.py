from pytestqt.qtbot import QtBot

from app.ui.settings.model_reading import ModelShown, ModelState
from app.ui.settings.model_row import ModelRow
from processing.models.catalog import KnownModel

MODEL = KnownModel("mine", "My reader", "ocr", "1", "MIT", 2_000_000, "https://models.invalid", {"a.onnx": "0"})


def row(qtbot: QtBot, state: ModelState, *, chosen: bool = False, fetched: bool = False) -> ModelRow:
    made = ModelRow(ModelShown(MODEL, state, "It is damaged.", chosen, ("processing", "ocr", "model"), fetched))
    qtbot.addWidget(made)
    return made


def test_what_can_be_done_follows_from_its_state(qtbot: QtBot) -> None:
    away, ready = row(qtbot, ModelState.ABSENT), row(qtbot, ModelState.READY, fetched=True)
    assert [away.fetch.isHidden(), away.use.isHidden(), away.remove.isHidden()] == [False, True, True]
    assert [ready.fetch.isHidden(), ready.use.isHidden(), ready.remove.isHidden()] == [True, False, False]


def test_one_in_use_cannot_be_removed_and_says_why(qtbot: QtBot) -> None:
    used = row(qtbot, ModelState.READY, chosen=True, fetched=True)
    assert not used.remove.isEnabled()
    assert used.remove.toolTip() == "Use another one first"


def test_progress_of_unknown_length_is_shown_as_such(qtbot: QtBot) -> None:
    away = row(qtbot, ModelState.ABSENT)
    away.show_progress(500_000, 2_000_000)
    assert (away.progress.value(), away.state.text()) == (250, "500.0 kB of 2.0 MB")
    away.show_progress(500_000, 0)
    assert (away.progress.maximum(), away.state.text()) == (0, "500.0 kB")
    away.show_error("The server is away.")
    assert away.stop.isHidden()
    assert away.state.property("role") == "error"
