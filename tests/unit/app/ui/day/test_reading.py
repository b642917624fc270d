"""What the day page reads: one day exactly, several from the pyramid, and the year that it lies in."""

from datetime import date
from pathlib import Path

from app.day.periods import Period, days_of
from app.ui.day.reading import read_day_disk, read_figures
from tests.data.sample_store import UTC_ZONE, opened

DAY = date(2026, 1, 20)


def test_an_empty_folder_has_a_year_of_zeros(tmp_path: Path) -> None:
    with opened(tmp_path) as recorded:
        one = read_figures(recorded.storage.store, (DAY,), DAY, UTC_ZONE)
        week = read_figures(recorded.storage.store, days_of(Period.WEEK, DAY), DAY, UTC_ZONE)
        disk = read_day_disk(recorded.storage.store, recorded.media, (DAY,), UTC_ZONE)
    assert one.day is not None
    assert (one.apps, one.windows, one.period) == ((), (), None)
    assert week.period is not None
    assert week.period.active_s == (0.0,) * 7
    assert len([day for day in one.year if day.year == 2026]) == 365
    assert min(one.year) < date(2026, 1, 1), "the weeks before, for what is usual"
    assert disk.total_bytes == 0
