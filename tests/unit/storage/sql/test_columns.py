from pathlib import Path

from storage.sql import columns


def test_the_newest_file_of_a_segment_counts(tmp_path: Path) -> None:
    for number, head in ((0, 70_000), (0, 90_000), (2, 200_000)):
        (tmp_path / columns.segment_name(number, head)).touch()
    (tmp_path / "000001-5.part").touch()
    assert {number: path.name for number, path in columns.segments(tmp_path).items()} == {
        0: "000000-90000.parquet",
        2: "000002-200000.parquet",
    }


def test_deleted_events_take_their_segments_along(tmp_path: Path) -> None:
    folder = columns.folder_of(tmp_path)
    columns.drop(tmp_path, [1])
    assert not folder.exists()
    folder.mkdir()
    for number in range(3):
        (folder / columns.segment_name(number, 300_000)).touch()
    columns.drop(tmp_path, [1 << columns.SHIFT, (1 << columns.SHIFT) + 5])
    assert list(columns.segments(folder)) == [0, 2]
