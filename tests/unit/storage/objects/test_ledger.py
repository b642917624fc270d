from pathlib import Path

from storage.objects.ledger import SizeLedger


def test_sums_changes_of_several_writers(tmp_path: Path) -> None:
    one, other = SizeLedger(tmp_path / ".size"), SizeLedger(tmp_path / ".size")
    assert one.total() == 0
    one.add(10)
    other.add(5)
    assert one.total() == 15
    other.add(-10)
    assert one.total() == other.total() == 5


def test_a_counted_total_replaces_the_history_for_all(tmp_path: Path) -> None:
    one, other = SizeLedger(tmp_path / ".size"), SizeLedger(tmp_path / ".size")
    for _ in range(5):
        one.add(100)
    assert other.total() == 500
    one.reset(42)
    other.add(1)
    assert one.total() == other.total() == 43


def test_a_record_cut_short_is_not_counted(tmp_path: Path) -> None:
    ledger = SizeLedger(tmp_path / ".size")
    ledger.add(7)
    with (tmp_path / ".size").open("ab") as file:
        file.write(b"\x01\x02")
    assert ledger.total() == 7


def test_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    SizeLedger(tmp_path / ".size").add(1)
    assert (tmp_path / ".size").stat().st_mode & 0o777 == 0o600
