"""Rows of the settings page that are not settings: the data folder, forgetting, and what this program is."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import __version__
from app.ui.shortcuts import Shortcut
from app.ui.widgets.labels import label

translate = QCoreApplication.translate


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


def lead_row(title: str, text: str, lead: Callable[[], None], parent: QWidget) -> QWidget:
    """Return the row that leads to a group which is no list of settings."""
    button = QPushButton(translate("settings", "Show"), parent)
    button.setAccessibleName(translate("settings", "Show {0}").format(title))
    button.clicked.connect(lead)
    return row(title, text, parent, button)


def says(part: QWidget, text: str) -> bool:
    """Tell whether every word of a text is written somewhere in a row."""
    return has_words(" ".join(each.text() for each in part.findChildren(QLabel)), text)


def has_words(written: str, text: str) -> bool:
    """Tell whether every word of a text is somewhere in what is written, in capitals or not."""
    return all(word in written.casefold() for word in text.casefold().split())


def data_folder_row(home: Path, open_folder: Callable[[], None], parent: QWidget) -> QWidget:
    """Return the row that shows where everything is kept."""
    button = QPushButton(translate("settings", "Open folder"), parent)
    button.clicked.connect(open_folder)
    return row(translate("settings", "Data folder"), str(home), parent, button)


def export_row(export: Callable[[], None], parent: QWidget) -> QWidget:
    """Return the row that leads to writing what was recorded to files of common formats."""
    button = QPushButton(translate("settings", "Export…"), parent)
    button.clicked.connect(export)
    text = translate(
        "settings", "To files that other programs read: Parquet, CSV, JSON lines, subtitles, tracks, pages"
    )
    return row(translate("settings", "Export what was recorded"), text, parent, button)


def forget_row(forget: Callable[[], None], parent: QWidget) -> QWidget:
    """Return the row that leads to deleting a span."""
    button = QPushButton(translate("settings", "Forget…"), parent)
    button.setProperty("role", "danger")
    button.clicked.connect(forget)
    text = translate("settings", "The last minutes or any span of time, for good, after a preview")
    return row(translate("settings", "Delete what was recorded"), text, parent, button)


def shortcut_rows(heading: str, shortcuts: tuple[Shortcut, ...], parent: QWidget) -> QWidget:
    """Return a table of keys under a heading."""
    made = QWidget(parent)
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 16)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(9)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, 180)
    grid.addWidget(label(heading, "head", made), 0, 0, 1, 2)
    for at, shortcut in enumerate(shortcuts, 1):
        keys = QHBoxLayout()
        keys.setSpacing(5)
        for one in shortcut.keys:
            keys.addWidget(label(one, "key", made))
        keys.addStretch(1)
        grid.addLayout(keys, at, 0)
        grid.addWidget(label(shortcut.words, "", made), at, 1)
    return made


def about_rows(home: Path, parent: QWidget) -> list[QWidget]:
    """Return what this program is, in rows."""
    return [
        row(translate("settings", "Version"), __version__, parent),
        row(
            translate("settings", "Privacy"),
            translate(
                "settings", "Everything is recorded, understood and kept on this computer; nothing is sent anywhere."
            ),
            parent,
        ),
        row(translate("settings", "Log"), str(home / "logs" / "daytrail.log"), parent),
        row(
            translate("settings", "Licence"),
            translate("settings", "Apache License 2.0; the typeface Inter under the SIL Open Font License 1.1"),
            parent,
        ),
    ]
