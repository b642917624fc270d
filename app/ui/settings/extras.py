"""Rows of the settings page that are not settings: the data folder, forgetting, and what this program is."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app import __version__
from app.ui.widgets.labels import label


def row(title: str, text: str, parent: QWidget, button: QPushButton | None = None) -> QWidget:
    """Return a row with a title, a text that can be copied, and perhaps a button."""
    made = QWidget(parent)
    words = QVBoxLayout()
    words.setSpacing(3)
    words.addWidget(label(title, "name", made))
    below = label(text, "small", made, wrap=True)
    below.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    words.addWidget(below)
    inside = QHBoxLayout(made)
    inside.setContentsMargins(0, 0, 0, 13)
    inside.addLayout(words, 1)
    if button is not None:
        inside.addWidget(button)
    return made


def data_folder_row(home: Path, open_folder: Callable[[], None], parent: QWidget) -> QWidget:
    """Return the row that shows where everything is kept."""
    button = QPushButton(QCoreApplication.translate("settings", "Open folder"), parent)
    button.clicked.connect(open_folder)
    return row(QCoreApplication.translate("settings", "Data folder"), str(home), parent, button)


def forget_row(forget: Callable[[], None], parent: QWidget) -> QWidget:
    """Return the row that leads to deleting a span."""
    tr = QCoreApplication.translate
    button = QPushButton(tr("settings", "Forget…"), parent)
    button.setProperty("role", "danger")
    button.clicked.connect(forget)
    text = tr("settings", "The last minutes or any span of time, for good, after a preview")
    return row(tr("settings", "Delete what was recorded"), text, parent, button)


def about_rows(home: Path, parent: QWidget) -> list[QWidget]:
    """Return what this program is, in rows."""
    tr = QCoreApplication.translate
    return [
        row(tr("settings", "Version"), __version__, parent),
        row(
            tr("settings", "Privacy"),
            tr("settings", "Everything is recorded, understood and kept on this computer; nothing is sent anywhere."),
            parent,
        ),
        row(tr("settings", "Log"), str(home / "logs" / "daytrail.log"), parent),
        row(
            tr("settings", "Licence"),
            tr("settings", "Apache License 2.0; the typeface Inter under the SIL Open Font License 1.1"),
            parent,
        ),
    ]
