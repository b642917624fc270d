"""Editors show values silently and announce what their owner changes."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from app.ui.settings.editors import Editor, editor_for
from app.ui.settings.fields import Kind, SettingField
from app.ui.theme import DARK


def _editor(qtbot: QtBot, kind: Kind, default: object, **more: object) -> Editor:
    field = SettingField(("a", "b"), "Title", "Text", kind, default, **more)  # type: ignore[arg-type]
    made = editor_for(field, DARK)
    qtbot.addWidget(made)
    made.show_value(default)
    made.show()
    return made


@pytest.mark.parametrize(
    ("kind", "first", "second", "more"),
    [
        (Kind.SWITCH, False, True, {}),
        (Kind.CHOICE, "webp", "jpeg", {"choices": ("webp", "jpeg"), "names": ("WebP", "JPEG")}),
        (Kind.WHOLE, 10, 20, {"low": 1, "high": 100}),
        (Kind.DECIMAL, 0.5, 0.25, {"low": 0, "high": 1}),
        (Kind.TEXT, "one", "two", {}),
        (Kind.RULES, ("a",), ("a", "b"), {}),
    ],
)
def test_showing_a_value_announces_nothing(
    qtbot: QtBot, kind: Kind, first: object, second: object, more: dict[str, object]
) -> None:
    editor = _editor(qtbot, kind, first, **more)
    told: list[object] = []
    editor.edited.connect(told.append)
    before = editor.grab().toImage()
    editor.show_value(second)
    assert editor.grab().toImage() != before
    assert told == []
    assert editor.inner.accessibleName() == "Title"


def test_a_switch_announces_its_state(qtbot: QtBot) -> None:
    editor = _editor(qtbot, Kind.SWITCH, False)
    with qtbot.waitSignal(editor.edited) as told:
        qtbot.mouseClick(editor.inner, Qt.MouseButton.LeftButton)
    assert told.args == [True]


def test_a_choice_announces_the_value_itself(qtbot: QtBot) -> None:
    editor = _editor(qtbot, Kind.CHOICE, "webp", choices=("webp", "jpeg"), names=("WebP", "JPEG"))
    assert isinstance(editor.inner, QComboBox)
    assert [editor.inner.itemText(at) for at in range(2)] == ["WebP", "JPEG"]
    with qtbot.waitSignal(editor.edited) as told:
        qtbot.keyClick(editor.inner, Qt.Key.Key_Down)
    assert told.args == ["jpeg"]


def test_a_number_is_announced_once_when_the_keys_rest(qtbot: QtBot) -> None:
    editor = _editor(qtbot, Kind.WHOLE, 10, low=1, high=1000)
    told: list[object] = []
    editor.edited.connect(told.append)
    assert isinstance(editor.inner, QSpinBox)
    editor.inner.selectAll()
    qtbot.keyClicks(editor.inner, "123")
    qtbot.waitUntil(lambda: bool(told))
    assert told == [123]


def test_a_number_shows_no_idle_zeros(qtbot: QtBot) -> None:
    editor = _editor(qtbot, Kind.DECIMAL, 0.0005, low=0, high=0.1)
    assert isinstance(editor.inner, QDoubleSpinBox)
    assert editor.inner.text() == "0.0005"
    editor.show_value(0.1)
    assert editor.inner.text() == "0.1"


def test_a_text_is_announced_on_enter(qtbot: QtBot) -> None:
    editor = _editor(qtbot, Kind.TEXT, "one")
    assert isinstance(editor.inner, QLineEdit)
    editor.inner.setText("two")
    with qtbot.waitSignal(editor.edited) as told:
        qtbot.keyClick(editor.inner, Qt.Key.Key_Return)
    assert told.args == ["two"]


@pytest.mark.parametrize("kind", [Kind.WHOLE, Kind.DECIMAL, Kind.CHOICE])
def test_a_wheel_that_passes_changes_nothing(qtbot: QtBot, kind: Kind) -> None:
    more: dict[str, object] = (
        {"choices": (10, 20), "names": ("10", "20")} if kind is Kind.CHOICE else {"low": 0, "high": 100}
    )
    editor = _editor(qtbot, kind, 10, **more)
    editor.inner.clearFocus()
    before = editor.grab().toImage()
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor.inner, wheel)
    assert editor.grab().toImage() == before


def test_what_is_wrong_is_marked(qtbot: QtBot) -> None:
    editor = _editor(qtbot, Kind.TEXT, "one")
    editor.mark_wrong(True)
    assert editor.inner.property("wrong") is True
