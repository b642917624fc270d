from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.ui.query.engine_choice import OWN, EngineChoice
from storage.sql.duck import DuckDbEngine
from storage.sql.engine import Engine


def test_with_one_engine_there_is_nothing_to_choose(frame: QWidget, tmp_path: Path) -> None:
    own = DuckDbEngine(None)
    choice = EngineChoice(lambda: {OWN: own}, frame)
    assert not choice.isEnabled()
    assert choice.currentText() == "Engine: DuckDB"
    assert choice.engine is own


def test_a_server_that_is_gone_falls_back_to_the_engine_at_hand(frame: QWidget) -> None:
    own, far = DuckDbEngine(None), DuckDbEngine(None)
    there: dict[str, Engine] = {OWN: own, "far": far}
    choice = EngineChoice(lambda: there, frame)
    choice.choose("far")
    assert choice.engine is far
    choice.renew()
    assert choice.key == "far", "renewing keeps what was chosen"
    del there["far"]
    choice.renew()
    assert (choice.key, choice.engine) == (OWN, own)
