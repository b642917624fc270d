"""What Daytrail asks of every importer, and what this one is for."""

from pathlib import Path

import pytest
from daytrail_example.importer import Meter

from capture.plugins.contract import broken_importer_promises

LEVELS = "time,db\n2026-05-17T12:00:00+02:00,43.5\n2026-05-17T12:00:01+02:00,61\n"


def test_it_keeps_its_promises(tmp_path: Path) -> None:
    """As Daytrail's own importers do."""
    levels, other = tmp_path / "levels.csv", tmp_path / "other.csv"
    levels.write_text(LEVELS)
    other.write_text("date,amount\n2026-05-17,9.90\n")
    assert broken_importer_promises(Meter(), sample=levels, others=[other, tmp_path]) == []


def test_each_line_is_a_level_at_its_time(tmp_path: Path) -> None:
    """With the zone that the file says."""
    (tmp_path / "levels.csv").write_text(LEVELS)
    first, second = Meter().read(tmp_path / "levels.csv")
    assert (first.start_us, first.data, first.tz_offset_min) == (1_779_012_000_000_000, {"level_db": 43.5}, 120)
    assert second.start_us - first.start_us == 1_000_000


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    """For the owner, who can mend it."""
    (tmp_path / "levels.csv").write_text("time,db\n2026-05-17T12:00:00+02:00,loud\n")
    with pytest.raises(ValueError, match="Line 2"):
        list(Meter().read(tmp_path / "levels.csv"))
