"""A source's row says in colour and words how it is."""

import pytest
from pytestqt.qtbot import QtBot

from app.controls import DiskUse
from app.ui.sources.reading import Overview, Span
from app.ui.sources.source_row import SourceRow
from app.ui.theme import DARK
from capture.health import SourceHealth, SourceState
from storage.media import MediaSizes
from storage.topics import SCREEN

NOW_US = 1_795_000_000_000_000
SPANS = (Span(0.0, 0.5, "recording"), Span(0.5, 0.6, "paused"), Span(0.6, 0.7, "crashed"))
OVERVIEW = Overview((), frozenset({"screen"}), (), DiskUse(0, MediaSizes(), 0), {"screen": SPANS}, {SCREEN: 1200}, 0)


def _row(qtbot: QtBot) -> SourceRow:
    row = SourceRow("screen", "Screen", DARK)
    qtbot.addWidget(row)
    return row


@pytest.mark.parametrize(
    ("state", "cause", "says", "role"),
    [
        (SourceState.RECORDING, "", "2 displays · last 3 min ago", "dim"),
        (SourceState.PAUSED, "Paused by you.", "Paused by you.", "dim"),
        (SourceState.UNAVAILABLE, "No display.", "No display.", "error"),
        (SourceState.CRASHED, "", "Crashed", "error"),
        (SourceState.OFF, "", "Off", "dim"),
    ],
)
def test_state_cause_and_detail(qtbot: QtBot, state: SourceState, cause: str, says: str, role: str) -> None:
    row = _row(qtbot)
    health = SourceHealth("screen", "Screen", state, cause, "2 displays", 5, NOW_US - 180_000_000)
    row.show_source(health, OVERVIEW, NOW_US)
    assert row.detail.text() == says
    assert row.detail.property("role") == role


def test_coverage_amount_and_switch(qtbot: QtBot) -> None:
    row = _row(qtbot)
    row.show_source(SourceHealth("screen", "Screen", SourceState.RECORDING), OVERVIEW, NOW_US)
    assert [stretch.colour for stretch in row.bar.stretches] == [DARK.good, DARK.warn, DARK.recording]
    assert row.bar.accessibleName() == "Recorded 50 % of today"
    assert row.amount.text() == "1,200 today"
    assert row.switch.isChecked()


def test_a_change_under_way_is_not_overwritten(qtbot: QtBot) -> None:
    row = _row(qtbot)
    row.switch.setChecked(False)
    row.wait()
    row.show_source(SourceHealth("screen", "Screen", SourceState.RECORDING), OVERVIEW, NOW_US)
    assert not row.switch.isChecked()
    row.go_on()
    row.show_source(SourceHealth("screen", "Screen", SourceState.RECORDING), OVERVIEW, NOW_US)
    assert row.switch.isChecked()
