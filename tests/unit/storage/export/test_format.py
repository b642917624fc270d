from pathlib import Path

import pytest

from storage.export.format import Format, open_sink


@pytest.mark.parametrize("kind", list(Format))
def test_every_format_has_a_sink_that_writes(shelf, tmp_path: Path, kind: Format) -> None:
    sink = open_sink(kind, tmp_path)
    sink.write(shelf.events)
    rows = sum(sink.close().values())
    assert rows == 7 if kind.whole else rows <= 7
