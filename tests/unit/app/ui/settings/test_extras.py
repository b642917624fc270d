"""Rows that are not settings."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import __version__
from app.ui.settings.extras import about_rows, data_folder_row, forget_row


def test_the_data_folder_can_be_opened(qtbot: QtBot, tmp_path: Path) -> None:
    opened: list[bool] = []
    parent = QWidget()
    qtbot.addWidget(parent)
    row = data_folder_row(tmp_path, lambda: opened.append(True), parent)
    parent.show()
    assert str(tmp_path) in [label.text() for label in row.findChildren(QLabel)]
    qtbot.mouseClick(row.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert opened == [True]


def test_forgetting_is_one_click_away(qtbot: QtBot) -> None:
    asked: list[bool] = []
    parent = QWidget()
    qtbot.addWidget(parent)
    row = forget_row(lambda: asked.append(True), parent)
    qtbot.mouseClick(row.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert asked == [True]


def test_about_names_version_and_licences(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    texts = " ".join(label.text() for row in about_rows(tmp_path, parent) for label in row.findChildren(QLabel))
    assert __version__ in texts
    assert "Apache" in texts
    assert "Open Font" in texts
