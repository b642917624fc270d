"""The model of hits grows, orders, and asks for more."""

from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.ui.search.hits import HIT_ROLE, HitModel
from storage.store import SearchPage
from tests.gui.fake_controls import FixedClock
from tests.unit.app.ui.search.sample_hits import NOW_US, hit


def test_it_is_a_sound_model(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = HitModel(FixedClock(NOW_US))
    model.begin(SearchPage((hit(1, 3.0), hit(5, 2.0)), 2))
    qtmodeltester.check(model, force_py=True)


def test_rows_tell_screen_readers_everything(qtbot: QtBot) -> None:
    model = HitModel(FixedClock(NOW_US))
    model.begin(SearchPage((hit(1, 3.0),), 1))
    text = str(model.index(0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert all(part in text for part in ("Today", "Meet", "Planning", "heard", "the launch"))


def test_more_is_asked_for_once_per_page(qtbot: QtBot) -> None:
    model = HitModel(FixedClock(NOW_US))
    model.begin(SearchPage((hit(1, 3.0),), 3, "next"))
    wanted: list[str] = []
    model.moreWanted.connect(wanted.append)
    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert not model.canFetchMore(QModelIndex())
    model.extend(SearchPage((hit(2, 2.0), hit(3, 1.0)), 3))
    assert wanted == ["next"]
    assert model.rowCount() == 3
    assert not model.canFetchMore(QModelIndex())


def test_orders(qtbot: QtBot) -> None:
    model = HitModel(FixedClock(NOW_US))
    model.begin(SearchPage((hit(9, 3.0), hit(1, 1.0)), 2))
    model.order(by_time=True)
    assert [found.score for found in model.hits] == [1.0, 3.0]
    model.extend(SearchPage((hit(5, 0.5),), 3))
    assert [found.score for found in model.hits] == [1.0, 0.5, 3.0]
    model.order(by_time=False)
    assert [found.score for found in model.hits] == [3.0, 1.0, 0.5]
    assert model.index(0).data(HIT_ROLE).score == 3.0


def test_an_arrived_picture_repaints_its_rows(qtbot: QtBot) -> None:
    model = HitModel(FixedClock(NOW_US))
    one = hit(1, 3.0)
    model.begin(SearchPage((hit(2, 4.0), one), 2))
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.touch(one.event.uid)
    assert changed.args[0].row() == 1
