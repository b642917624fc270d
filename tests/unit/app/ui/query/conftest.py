"""A frame that widgets stand in, and an engine's name."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


@pytest.fixture
def frame(qtbot: QtBot) -> Iterator[QWidget]:
    """A window to put a widget into; it stays until the test ends."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
