"""Everything that can be focused says what it is, shows that it has the focus, and is reached by Tab."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.settings import Settings
from app.ui.main_window import MainWindow
from app.ui.settings.fields import groups
from app.ui.timeline.page import TimelinePage
from tests.gui.conftest import MakeWindow
from tests.gui.fake_controls import FakeControls


def _reachable(window: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def _nameless(window: QWidget) -> list[str]:
    found = []
    for widget in _reachable(window):
        if widget.focusProxy() is not None or widget.objectName().startswith("qt_"):
            continue
        known = QAccessible.queryAccessibleInterface(widget)
        name = known.text(QAccessible.Text.Name) if known is not None else widget.accessibleName()
        if not (name or widget.accessibleName()):
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


@pytest.mark.parametrize("key", ["search", "sources", "settings"])
def test_every_control_has_a_name(window: MainWindow, qtbot: QtBot, key: str) -> None:
    window.search("launch")
    window.show_page(key)
    qtbot.waitUntil(
        lambda: (
            (window.pages.search.settled() and not window.pages.sources.isVisible()) or bool(window.pages.sources.rows)
        )
    )
    assert _nameless(window) == []


def test_every_setting_has_a_name(window: MainWindow) -> None:
    window.show_page("settings")
    for group in groups(Settings):
        window.pages.settings.show_group(group.key)
        assert _nameless(window) == []


def test_the_welcome_page_can_be_read_out(make_window: MakeWindow, controls: FakeControls) -> None:
    controls.current = Settings()
    assert _nameless(make_window(controls)) == []


def test_tab_reaches_every_page_button_and_the_search(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("sources")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: bool(window.pages.sources.rows))
    seen: set[QWidget] = set()
    window.bar.search.setFocus()
    for _ in range(200):
        focused = QApplication.focusWidget()
        if focused is None or (focused in seen and focused is window.bar.search):
            break
        seen.add(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    missing = [w for w in _reachable(window) if w not in seen and isinstance(w, QAbstractButton | QLineEdit)]
    assert missing == []


def _picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


@pytest.mark.parametrize("key", ["search", "sources", "settings"])
def test_focus_can_be_seen(window: MainWindow, qtbot: QtBot, key: str) -> None:
    window.search("launch")
    qtbot.waitUntil(window.pages.search.settled)
    window.show_page(key)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    if key == "sources":
        qtbot.waitUntil(lambda: bool(window.pages.sources.rows))
    for widget in _reachable(window):
        if isinstance(widget, QAbstractButton) and not isinstance(widget.window(), TimelinePage):
            window.setFocus()
            widget.clearFocus()
            before = _picture(widget)
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            assert _picture(widget) != before, f"{type(widget).__name__} {widget.accessibleName()!r} hides its focus"


def test_right_to_left_mirrors_the_window(window: MainWindow, qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        window.show_page("sources")
        qtbot.waitUntil(lambda: bool(window.pages.sources.rows))
        qtbot.waitUntil(lambda: window.rail.mapTo(window, window.rail.rect().center()).x() > window.width() / 2)
        assert not window.grab().isNull()
    finally:
        application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
