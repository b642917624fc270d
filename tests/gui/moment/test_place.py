"""Where the owner was, in the inspector: a map of the day, the place's name, and giving it one."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from app.timeline.places import place_named
from app.ui.moment.view import MomentView
from app.ui.theme import DARK
from tests.data.sample_store import DAY_US, HOUR_US, MIDNIGHT_US, UTC_ZONE, Recorded, opened
from tests.data.sample_way import CAFE, fill_way

IN_THE_CAFE_US = MIDNIGHT_US + 13 * HOUR_US


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    with opened(tmp_path_factory.mktemp("walked")) as recorded:
        fill_way(recorded.storage.log, MIDNIGHT_US)
        yield recorded


@pytest.fixture
def view(qtbot: QtBot, walked: Recorded) -> Iterator[MomentView]:
    made = MomentView(walked.storage.store, walked.media, DARK, UTC_ZONE)
    qtbot.addWidget(made)
    made.resize(1300, 700)
    made.show()
    yield made
    made.stop()


def show(view: MomentView, qtbot: QtBot, time_us: int) -> None:
    with qtbot.waitSignal(view.shown, check_params_cb=lambda moment: moment.time_us == time_us):
        view.show_moment(time_us)


def drawn(view: MomentView) -> QImage:
    return view.inspector.place.map.grab().toImage()


def near(image: QImage, spot: tuple[float, float], view: MomentView) -> str:
    x, y = view.inspector.place.map.plane().pixel_of(spot)
    return image.pixelColor(round(x), round(y)).name()


def test_the_map_shows_the_place_at_the_playhead(view: MomentView, qtbot: QtBot) -> None:
    show(view, qtbot, IN_THE_CAFE_US)
    place = view.inspector.place
    assert place.isVisibleTo(view)
    assert place.words.endswith("E")
    here = QColor(DARK.recording).name()
    assert near(drawn(view), CAFE, view) == here
    show(view, qtbot, MIDNIGHT_US + 16 * HOUR_US)
    assert near(drawn(view), CAFE, view) != here


def test_a_day_without_positions_has_no_map(view: MomentView, qtbot: QtBot) -> None:
    show(view, qtbot, IN_THE_CAFE_US - DAY_US)
    assert not view.inspector.place.isVisibleTo(view)


def test_before_the_first_position_the_place_is_not_known(view: MomentView, qtbot: QtBot) -> None:
    show(view, qtbot, MIDNIGHT_US + HOUR_US)
    assert view.inspector.place.words == "Not known at this moment"
    assert not view.inspector.place.name_button.isVisibleTo(view)


def test_a_name_is_asked_for_and_then_shown(view: MomentView, qtbot: QtBot, walked: Recorded) -> None:
    show(view, qtbot, IN_THE_CAFE_US)
    QTest.mouseClick(view.inspector.place.name_button, Qt.MouseButton.LeftButton)
    dialog = view.findChild(QInputDialog)
    assert dialog is not None
    with qtbot.waitSignal(view.place_named) as caught:
        dialog.setTextValue("Café Linde")
        dialog.accept()
    name, spot = caught.args
    walked.storage.log.append([place_named(name, spot, MIDNIGHT_US + DAY_US, "desk")])
    with qtbot.waitSignal(view.shown):
        view.renew()
    assert view.inspector.place.words == "Café Linde"
    assert view.inspector.place.name_button.text() == "Rename…"
