from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.query.engine_choice import OWN, EngineChoice
from app.ui.query.tool_bar import ToolBar
from storage.sql.duck import DuckDbEngine


def test_menus_say_what_was_chosen(frame: QWidget, qtbot: QtBot) -> None:
    bar = ToolBar(EngineChoice(lambda: {OWN: DuckDbEngine(None)}, frame), frame)
    actions = {action.text(): action for action in [*bar.export.menu().actions(), *bar.more.menu().actions()]}
    with qtbot.waitSignal(bar.exportWanted) as chosen:
        actions["Parquet"].trigger()
    assert chosen.args == ["Parquet"]
    for text, signal in (
        ("Copy all", bar.copyWanted),
        ("Lay out", bar.layOutWanted),
        ("Explain", bar.explainWanted),
        ("Pin to the timeline…", bar.pinWanted),
    ):
        with qtbot.waitSignal(signal):
            actions[text].trigger()


def test_while_a_statement_runs_it_can_be_stopped_and_nothing_exported(frame: QWidget) -> None:
    bar = ToolBar(EngineChoice(lambda: {OWN: DuckDbEngine(None)}, frame), frame)
    bar.show_running(running=True)
    assert bar.stop.isEnabled() and not bar.export.isEnabled()
    bar.show_share(0.25)
    assert (bar.progress.value(), bar.progress.maximum()) == (25, 100)
    bar.show_share(None)
    assert bar.progress.maximum() == 0, "moves without a measure"
    bar.show_running(running=False)
    assert not bar.stop.isEnabled() and bar.export.isEnabled()


def test_what_is_wrong_has_room_for_all_its_words_in_a_narrow_window(frame: QWidget) -> None:
    bar = ToolBar(EngineChoice(lambda: {OWN: DuckDbEngine(None)}, frame), frame)
    bar.show()
    bar.resize(1000, 160)
    why = "There is no table “live.window_usages”; there is live.window_usage. " * 3
    bar.say(why, wrong=True)
    QApplication.processEvents()
    assert bar.problem.isVisible() and not bar.status.isVisible()
    assert bar.problem.text() == why
    assert bar.problem.height() >= bar.problem.heightForWidth(bar.problem.width())
    bar.say("No such table", wrong=True)
    assert bar.status.isVisible() and not bar.problem.isVisible(), "nothing moves where it fits"
    bar.say("35 rows")
    assert bar.status.isVisible() and not bar.problem.isVisible()
